"""The data checks on the published figures: what must fire, with which numbers, and what must not."""

from decimal import Decimal
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import translation

from tracker.actions.seeding import load_seeds
from tracker.findings import Finding, Severity, run_checks
from tracker.findings.facts import Facts
from tracker.findings.implied_rates import all_rates

pytestmark = pytest.mark.django_db

SEEDS = Path(__file__).resolve().parents[2] / "seeds"


@pytest.fixture(scope="module")
def published(django_db_setup, django_db_blocker) -> tuple[list[Finding], list[Finding], list[str]]:
    """Return findings in English and in Vietnamese and the implied rates; loaded once, rolled back at once."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_seeds(folder=SEEDS)
        with translation.override("en"):
            english = run_checks()
            rates = [f"{rate.rate:.0f}" for rate in all_rates(Facts())]
        with translation.override("vi"):
            vietnamese = run_checks()
        transaction.set_rollback(True)
    return english, vietnamese, rates


@pytest.fixture(scope="module")
def findings(published: tuple[list[Finding], list[Finding], list[str]]) -> list[Finding]:
    return published[0]


def of(findings: list[Finding], code: str) -> list[Finding]:
    return [finding for finding in findings if finding.code == code]


def test_at_least_eight_rules_with_ten_findings_fire(findings):
    assert len({finding.code for finding in findings}) >= 8
    assert len(findings) >= 10
    assert all(finding.arithmetic and finding.inputs for finding in findings)


def test_the_four_parts_of_bac_giang_do_not_reach_the_total(findings):
    # 795 + 507 + 107 + 782 = 2,191 of over 2,230 million USD
    [finding] = of(findings, "parts_against_total")
    assert (finding.place_slug, finding.document_slug, finding.paragraph) == ("bac-giang", "002-bac-giang-2025", 8)
    assert finding.difference == Decimal(-39_000_000)
    assert "= 2,191 million USD, but the printed total is over 2,230" in finding.arithmetic
    assert sorted(item.printed for item in finding.inputs[1:]) == [
        "$507 million",
        "VNĐ2.7 trillion ($107 million)",
        "VNĐ20 trillion ($795 million)",
        "over $782 million",
    ]


def test_the_promotion_list_counts_its_groups_and_projects_wrongly(findings):
    groups, projects = of(findings, "group_count")
    assert (groups.severity, groups.difference) == (Severity.WARNING, Decimal(1))  # five described, four stated
    assert (projects.severity, projects.difference) == (Severity.NOTICE, Decimal(-2))  # 3 + 11 + 3 + 3 - 22
    assert "3 + 11 + 3 + 3 = 20 against 22 projects; one group has no figure, which leaves 2" in projects.arithmetic


def test_the_zone_is_smaller_than_its_parts(findings):
    [finding] = of(findings, "part_area_against_area")
    assert finding.difference == Decimal(8665)  # 5,300 + 3,367 - 2
    assert finding.inputs[0].rejected


def test_a_part_of_the_domestic_goal_belongs_to_nobody(findings):
    [finding] = of(findings, "targets_against_goal")  # the foreign goal is assigned to the dollar
    assert (finding.place_slug, finding.difference) == ("hai-duong", Decimal(-2_500_000_000_000))
    assert (
        "= 6,000 against over 8,500 billion VND: 2,500 billion VND of the goal belong to nobody" in finding.arithmetic
    )


def test_both_goals_of_hai_duong_meet_figures_of_its_parks(findings):
    pairs = [tuple(item.place_slug for item in finding.inputs) for finding in of(findings, "perimeter_mismatch")]
    assert pairs == [("hai-duong", "hai-duong-khu-cong-nghiep")] * 2


def test_the_total_in_one_currency_implies_its_rate(findings):
    [finding] = of(findings, "total_in_one_currency")
    assert "leave 294 million USD for 6,918 billion VND" in finding.arithmetic  # 419 - 125
    assert "23,531 VND/USD" in finding.arithmetic  # 6,918,000 / 294


def test_the_implied_rates_run_from_23531_to_25234(published):
    rates = published[2]
    assert (min(rates), max(rates)) == ("23531", "25234")
    [finding] = of(published[0], "implied_rate")
    assert "implies 23,531 VND/USD for Q1 2025" in finding.arithmetic
    assert "25,234 for year 2024" in finding.arithmetic


def test_the_growth_of_industry_is_out_of_range(findings):
    [finding] = of(findings, "rate_of_change_range")
    assert (finding.place_slug, finding.difference) == ("ha-noi", Decimal(45))
    assert "7.5% was meant" in finding.arithmetic


def test_the_january_comparison_cannot_be_checked_and_the_days_less_fit(findings):
    [finding] = of(findings, "printed_comparison")
    assert "“4.5-fold increase” cannot be checked" in finding.arithmetic
    assert "1,066.67 billion VND" in finding.arithmetic  # 4,800 / 4.5


def test_parks_with_names_alike_are_pointed_out(findings):
    pairs = {frozenset(item.place_slug for item in finding.inputs) for finding in of(findings, "near_duplicate_places")}
    assert pairs == {frozenset({"dai-an", "dai-an-mo-rong"}), frozenset({"kim-thanh", "kim-thanh-2-giai-doan-1"})}


def test_ratios_without_parts_and_figures_without_numbers_are_listed(findings):
    assert {f.inputs[0].printed for f in of(findings, "printed_ratio_without_components")} == {
        "over 58%",
        "approaching 100%",
        "40% on average",
    }
    assert [(f.document_slug, f.paragraph) for f in of(findings, "figure_without_value")] == [
        ("000-hai-duong-promotion-list", 6),
        ("000-hai-duong-promotion-list", 6),
        ("000-hai-duong-promotion-list", 7),
    ]


def test_what_fits_in_the_documents_does_not_fire(findings):
    # Hanoi: 302 + 404 = 706; Hai Duong: 2 + 16 = 18 and 334 + 98 = 432, 12 of 109, 93 of 95.
    quiet = {"part_larger_than_total", "phases_against_target", "ratio_out_of_range", "sources_disagree"}
    quiet |= {"impossible_figure", "quarter_against_year_to_date", "stock_against_flow"}
    assert not [finding for finding in findings if finding.code in quiet]


def test_both_languages_tell_the_same_findings(published):
    english, vietnamese, _rates = published
    assert [(f.code, f.difference) for f in english] == [(f.code, f.difference) for f in vietnamese]
    assert "23.531 VND/USD" in of(vietnamese, "total_in_one_currency")[0].arithmetic
    assert of(vietnamese, "targets_against_goal")[0].shown_difference == "−2.500 tỷ đồng"
