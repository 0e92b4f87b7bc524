"""Running the checks: clean data stay silent, drafts and the past stay out, the cost is fixed."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from provinces.models import PlaceKind
from tests import builders
from tests.builders import Figure, Phase
from tests.findings.broken import break_every_rule
from tests.findings.invented import BILLION, MILLION, capital, on_a_day, printed, projects, report, to_date
from tracker.findings import RULES, UnknownCheckError, run_checks
from tracker.models import Basis, Comparator, IndicatorKind, TargetRole

pytestmark = pytest.mark.django_db

# Targets, phases, actuals in doubt, comparisons, items, subtotals, rates, indicators, units, documents, places,
# parents, members, successions: each table once, small ones whole, so that no figure is read with a copy of its place.
QUERIES_OF_ALL_RULES = 14
# The most has the rule of rates: targets, phases, actuals in doubt and rates, and the small tables that those hang on:
# units, documents, indicators, places, and parents for the goals that another perimeter's figure might be measured by.
QUERIES_OF_ONE_RULE = 9


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def clean_province(slug: str = "clean", *, year: int = 2024) -> builders.ProvinceWithParks:
    """Enter a year as it should be: everything adds up, everything is said once, in every kind of indicator."""
    made = builders.make_province_with_parks(slug, parks=[f"{slug}-red", f"{slug}-blue"])
    one, two = capital(), projects()
    source = builders.make_document(f"{slug}-source", published_on=date(year, 12, 31))
    occupied = builders.make_indicator("occupied", kind=IndicatorKind.RATIO, unit="percent")
    area = builders.make_indicator("area", kind=IndicatorKind.STOCK, unit="ha")
    growth = builders.make_indicator("growth", kind=IndicatorKind.OTHER, unit="percent")
    exactly = {"comparator": Comparator.EXACTLY, "year": year}
    goal = builders.make_target(
        made.province,
        one["foreign"],
        600 * MILLION,
        phases=[
            Phase(date(year, 1, 1), date(year, 6, 30), 200 * MILLION),
            Phase(date(year, 7, 1), date(year, 12, 31), 400 * MILLION),
        ],
        **exactly,
    )
    for park, investor, value in zip(made.parks, made.investors, (250, 350), strict=True):
        builders.make_target(park, one["foreign"], value * MILLION, investor=investor, part_of=goal, **exactly)
    builders.make_target(made.province, growth, "8.5", role=TargetRole.PLAN, **exactly)
    # VND 2,500 billion / 100 million USD = 25,000, the table's rate.
    dollars = {"other_value": 100 * MILLION, "other_unit": builders.make_unit("USD")}
    words = printed(source, printed="VND2,500 billion ($100 million)")
    report(to_date(one["foreign"], 120 * MILLION), place=made.province, year=year, quarter=1)
    report(
        to_date(one["total"], 400 * MILLION, **printed(source, printed="$400 million")),
        to_date(one["foreign"], 300 * MILLION, **printed(source, printed="$300 million")),
        Figure(one["foreign"], 180 * MILLION, Basis.IN_QUARTER),
        to_date(one["home"], 2500 * BILLION, **dollars, **words),
        on_a_day(two["total"], 50),
        on_a_day(two["foreign"], 20),
        on_a_day(two["home"], 30),
        on_a_day(occupied, 60, numerator=300, denominator=500),
        on_a_day(area, 500),
        place=made.province,
        year=year,
        quarter=2,
    )
    for park, hectares in zip(made.parks, (200, 300), strict=True):
        report(on_a_day(area, hectares), place=park, year=year, quarter=2)
    return made


def test_clean_data_fire_nothing():
    clean_province()
    builders.make_rate(25000, on=date(2024, 12, 1))
    assert run_checks() == []


def test_no_facts_fire_nothing():
    assert run_checks() == []


def broken_goal(slug: str = "broken", at: datetime | None = None):
    """Set a goal of 10 of which only 4 are assigned."""
    province = builders.make_place(slug, parent=builders.make_country())
    goal = builders.make_target(province, value=10 * MILLION, at=at)
    park = builders.make_park(f"{slug}-park", parent=province)
    builders.make_target(park, value=4 * MILLION, part_of=goal, at=at)
    return province, park


def test_drafts_are_never_looked_at():
    goal = builders.make_target(value=10 * MILLION)
    builders.make_target(builders.make_park(), value=4 * MILLION, part_of=goal, approved=False)
    two = projects()
    report(on_a_day(two["total"], 10), on_a_day(two["foreign"], 1), on_a_day(two["home"], 1), approved=False)
    assert run_checks() == []


def test_a_superseded_figure_is_not_looked_at():
    two = projects()
    row = builders.make_report(year=2024, figures=[on_a_day(two["total"], 10), on_a_day(two["foreign"], 4)])
    builders.make_revision(row, [on_a_day(two["home"], 7)])
    assert [finding.difference for finding in run_checks(codes=["parts_against_total"])] == [1]
    builders.make_revision(row, [on_a_day(two["home"], 6)])
    assert run_checks(codes=["parts_against_total"]) == []


def test_a_rejected_misprint_is_looked_at_until_its_reference_is_published_anew():
    area = builders.make_indicator("area", kind=IndicatorKind.STOCK, unit="ha")
    zone = builders.make_place("zone", kind=PlaceKind.ECONOMIC_ZONE)
    part = builders.make_place("part", kind=PlaceKind.ZONE_PART, parent=zone)
    misprint = {"reference": "zone-area", "rejected_because": "in sai", "rejected_because_en": "a misprint"}
    row = builders.make_report(zone, 2024, 4, figures=[on_a_day(area, 3, **misprint, **printed())])
    report(on_a_day(area, 40, **printed()), place=part)
    assert [finding.difference for finding in run_checks(codes=["part_area_against_area"])] == [37]
    builders.make_revision(row, [on_a_day(area, 41, reference="zone-area", **printed())])
    assert run_checks(codes=["part_area_against_area"]) == []


def test_as_of_sees_only_what_was_approved_by_then():
    broken_goal(at=datetime(2025, 3, 1, tzinfo=UTC))
    codes = ["targets_against_goal"]
    assert run_checks(as_of=datetime(2025, 2, 1, tzinfo=UTC), codes=codes) == []
    assert len(run_checks(as_of=datetime(2025, 4, 1, tzinfo=UTC), codes=codes)) == 1


def test_a_place_keeps_what_is_below_it_and_what_came_before_it():
    province, park = broken_goal()
    broken_goal("neighbour")
    successor = builders.make_place("successor", parent=builders.make_country())
    builders.make_succession(province, successor)
    codes = ["targets_against_goal"]
    assert len(run_checks(codes=codes)) == 2
    for place in (province, park, successor):
        [finding] = run_checks(place=place, codes=codes)
        assert finding.place_slug == "broken"
    assert len(run_checks(place=builders.make_country(), codes=codes)) == 2
    assert run_checks(place=builders.make_place("elsewhere"), codes=codes) == []


def test_an_unknown_code_is_refused_with_the_known_ones():
    with pytest.raises(UnknownCheckError, match="no data check “rates”; choose from: parts_against_total, "):
        run_checks(codes=["rates"])


def test_no_codes_at_all_run_nothing():
    broken_goal()
    assert run_checks(codes=[]) == []


def test_the_order_is_the_same_whatever_was_entered_first():
    broken_goal("b-place")
    broken_goal("a-place")
    assert [finding.place_slug for finding in run_checks(codes=["targets_against_goal"])] == ["a-place", "b-place"]
    assert run_checks() == run_checks()


def queries(codes: list[str] | None) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        run_checks(codes=codes, place=builders.make_country() if codes is None else None)
    return len(captured)


@pytest.mark.parametrize("code", [rule.code for rule in RULES])
def test_a_rule_costs_no_more_for_five_provinces_than_for_one(code):
    clean_province("one")
    broken_goal()
    assert queries([code]) <= QUERIES_OF_ONE_RULE
    for number in range(4):
        clean_province(f"more-{number}", year=2020 + number)
        broken_goal(f"broken-{number}")
    assert queries([code]) <= QUERIES_OF_ONE_RULE


def test_all_rules_together_read_each_table_once():
    clean_province()
    builders.make_country()
    extra = 1  # the country, which this test itself looks up
    assert queries(None) - extra <= QUERIES_OF_ALL_RULES


def test_rules_have_a_question_and_a_code_of_their_own():
    codes = [rule.code for rule in RULES]
    assert codes
    assert len(set(codes)) == len(codes)
    assert all(str(rule.question).endswith("?") for rule in RULES)


def test_every_rule_finds_something_in_data_that_break_it():
    break_every_rule()
    assert {finding.code for finding in run_checks()} == {rule.code for rule in RULES}


def test_a_finding_knows_its_place_its_source_and_its_rows():
    indicator = builders.make_indicator("area", kind=IndicatorKind.STOCK, unit="ha")
    zone = builders.make_place("zone", kind=PlaceKind.ECONOMIC_ZONE)
    part = builders.make_place("part", kind=PlaceKind.ZONE_PART, parent=zone)
    for place, hectares in ((zone, 3), (part, 40)):
        builders.make_target(
            place,
            indicator,
            hectares,
            role=TargetRole.PLAN,
            comparator=Comparator.EXACTLY,
            **printed(paragraph=7, printed=f"{hectares} hectares"),
        )
    [finding] = run_checks(codes=["part_area_against_area"])
    assert (finding.place_slug, finding.place_name) == ("zone", "Zone")
    assert (finding.document_slug, finding.paragraph) == ("a-document", 7)
    first = finding.inputs[0]
    assert first.admin_route == "admin:tracker_target_change"
    assert (first.label, first.shown, first.printed, first.unit) == ("Area", "3 ha", "3 hectares", "ha")
    assert first.period == "2025"
