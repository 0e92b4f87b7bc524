"""Rules that add: parts and totals, groups, areas, goals, phases. Every case is worked by hand."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from provinces.models import PlaceKind
from tests import builders
from tests.builders import Phase
from tests.findings.invented import (
    BILLION,
    MILLION,
    capital,
    found,
    on_a_day,
    printed,
    projects,
    promotion_list,
    report,
    to_date,
)
from tracker.findings import Severity
from tracker.models import Comparator, IndicatorKind, Origin, PhaseBasis, TargetRole

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def test_parts_that_do_not_reach_the_total_are_a_finding():
    # 300 + 200 + 40 (printed beside 1,000 billion VND) + 10 (beside 250) = 550 of over 600 million USD: 50 missing.
    one = capital()
    other = {"other_unit": builders.make_unit("USD")}
    report(
        to_date(one["total"], 600 * MILLION, comparator=Comparator.OVER, **printed(printed="over $600 million")),
        to_date(one["foreign-new"], 300 * MILLION, **printed(printed="$300 million")),
        to_date(
            one["foreign-added"], 200 * MILLION, comparator=Comparator.OVER, **printed(printed="over $200 million")
        ),
        to_date(
            one["home-new"],
            1000 * BILLION,
            other_value=40 * MILLION,
            **other,
            **printed(printed="VND1,000 billion ($40 million)"),
        ),
        to_date(
            one["home-added"],
            250 * BILLION,
            other_value=10 * MILLION,
            **other,
            **printed(printed="VND250 billion ($10 million)"),
        ),
    )
    [finding] = found("parts_against_total")
    assert finding.severity == Severity.WARNING
    assert finding.difference == -50 * MILLION
    assert finding.unit == "USD"
    assert "= 550 million USD, but the printed total is over 600" in finding.arithmetic
    assert "50 million USD are not accounted for" in finding.arithmetic
    assert len(finding.inputs) == 5
    assert finding.inputs[0].printed == "over $600 million"
    assert (finding.document_slug, finding.paragraph) == ("a-document", 1)


def test_implied_components_give_way_to_the_printed_ones_that_they_follow_from():
    one = capital()
    report(
        to_date(one["total"], 600 * MILLION),
        to_date(one["foreign"], 500 * MILLION, origin=Origin.IMPLIED),
        to_date(one["foreign-new"], 300 * MILLION),
        to_date(one["foreign-added"], 200 * MILLION),
        to_date(one["home"], 1000 * BILLION, other_value=40 * MILLION, other_unit=builders.make_unit("USD")),
    )
    [finding] = found("parts_against_total")
    assert sorted(item.label for item in finding.inputs[1:]) == ["Foreign Added", "Foreign New", "Home"]
    assert finding.difference == -60 * MILLION


def test_parts_within_the_rounding_of_the_printed_digits_are_no_finding():
    # 2.23 billion is 2,225 to 2,235 million; 1,200 + 1,026 = 2,226 million (each to half a million).
    one = capital()
    report(
        to_date(one["foreign"], 2230 * MILLION, **printed(printed="$2.23 billion")),
        to_date(one["foreign-new"], 1200 * MILLION, **printed(printed="$1,200 million")),
        to_date(one["foreign-added"], 1026 * MILLION, **printed(printed="$1,026 million")),
    )
    assert found("parts_against_total") == []


def test_a_total_with_over_is_not_exceeded_by_its_parts():
    two = projects()
    report(
        on_a_day(two["total"], 100, comparator=Comparator.OVER),
        on_a_day(two["foreign"], 80),
        on_a_day(two["home"], 90),
    )
    assert found("parts_against_total") == []


def test_counts_are_exact():
    two = projects()
    report(on_a_day(two["total"], 706), on_a_day(two["foreign"], 302), on_a_day(two["home"], 403))
    [finding] = found("parts_against_total")
    assert finding.difference == -1


def test_a_silent_part_is_not_zero():
    two = projects()
    report(on_a_day(two["total"], 706), on_a_day(two["foreign"], 302))
    assert found("parts_against_total") == []


def test_known_parts_that_exceed_the_total_are_a_finding_though_one_is_silent():
    two = projects()
    report(on_a_day(two["total"], 300), on_a_day(two["foreign"], 302))
    [finding] = found("parts_against_total")
    assert finding.difference == 2
    assert "some parts are not even known" in finding.arithmetic


def test_parts_of_another_place_or_period_are_not_added():
    two = projects()
    report(on_a_day(two["total"], 706), on_a_day(two["foreign"], 302))
    report(on_a_day(two["home"], 1), place=builders.make_place("elsewhere"))
    report(on_a_day(two["home"], 1), year=2023)
    assert found("parts_against_total") == []


def test_a_part_larger_than_its_whole_is_a_finding():
    whole = builders.make_indicator("records", unit="projects")
    online = builders.make_indicator("records-online", unit="projects", component_of=whole, split="channel")
    report(to_date(whole, 109), to_date(online, 112))
    [finding] = found("part_larger_than_total")
    assert finding.difference == 3
    assert finding.severity == Severity.WARNING


def test_a_part_smaller_than_its_whole_is_no_finding():
    whole = builders.make_indicator("records", unit="projects")
    online = builders.make_indicator("records-online", unit="projects", component_of=whole, split="channel")
    report(to_date(whole, 109), to_date(online, 12))
    assert found("part_larger_than_total") == []


def test_a_list_that_states_fewer_groups_than_it_describes_is_a_finding():
    promotion_list([3, 11, 3], total=17, groups=2)
    [finding] = found("group_count")
    assert finding.severity == Severity.WARNING
    assert finding.difference == 1
    assert "states 2 groups and describes 3: Group 1; Group 2; Group 3" in finding.arithmetic


def test_an_uncounted_group_gets_what_the_others_leave():
    promotion_list([3, 11, None], total=17, groups=3)
    [finding] = found("group_count")
    assert finding.severity == Severity.NOTICE
    assert finding.difference == -3  # 3 + 11 - 17
    assert (
        "3 + 11 = 14 against 17 projects; one group has no figure, which leaves 3 for it: Group 3" in finding.arithmetic
    )


def test_groups_that_exceed_the_list_are_a_contradiction():
    promotion_list([3, 11, 5], total=17, groups=3)
    [finding] = found("group_count")
    assert (finding.severity, finding.difference) == (Severity.WARNING, Decimal(2))


def test_a_list_that_fits_is_no_finding():
    promotion_list([3, 11, 3], total=17, groups=3)
    assert found("group_count") == []


def areas(whole: str, *parts: str, rejected: str = "") -> None:
    indicator = builders.make_indicator("area", kind=IndicatorKind.STOCK, unit="ha")
    zone = builders.make_place("zone", kind=PlaceKind.ECONOMIC_ZONE)
    plan = {"role": TargetRole.PLAN, "comparator": Comparator.ABOUT}
    builders.make_target(zone, indicator, whole, rejected_because=rejected, **plan, **printed())
    for position, part in enumerate(parts):
        place = builders.make_place(f"part-{position}", kind=PlaceKind.ZONE_PART, parent=zone)
        builders.make_target(place, indicator, part, **plan, **printed())


def test_areas_that_do_not_fit_into_the_whole_are_a_finding_even_for_a_rejected_misprint():
    areas("3", "410.5", "96", rejected="in sai")
    [finding] = found("part_area_against_area")
    assert finding.difference == Decimal("503.5")  # 410.5 + 96 - 3
    assert finding.inputs[0].rejected
    assert finding.place_slug == "zone"
    assert "410.5 + 96 = 506.5 ha" in finding.arithmetic


def test_areas_that_fit_are_no_finding():
    areas("507", "410.5", "96")
    assert found("part_area_against_area") == []


def test_an_overlapping_perimeter_is_never_added():
    indicator = builders.make_indicator("area", kind=IndicatorKind.STOCK, unit="ha")
    parks = builders.make_place("parks", kind=PlaceKind.PERIMETER)
    full = builders.make_place("full-parks", kind=PlaceKind.PERIMETER, parent=parks)
    builders.make_member(full, None)
    others = builders.make_place("other-parks", kind=PlaceKind.PERIMETER, parent=parks)
    for place, hectares in ((parks, 100), (full, 90), (others, 60)):
        report(on_a_day(indicator, hectares, **printed()), place=place)
    assert found("part_area_against_area") == []


def goal_with_parts(*values: int | None):
    goal = builders.make_target(value=1000 * MILLION)
    for number, value in enumerate(values, start=1):
        park = builders.make_park(f"park-{number}")
        builders.make_target(park, value=value and value * MILLION, part_of=goal, position=number)
    return goal


def test_a_goal_that_is_not_wholly_assigned_is_worth_knowing():
    goal_with_parts(500, 250)
    [finding] = found("targets_against_goal")
    assert finding.severity == Severity.NOTICE
    assert finding.difference == -250 * MILLION
    assert "500 + 250 = 750 against at least 1,000 million USD: 250 million USD of the goal belong to nobody" in (
        finding.arithmetic
    )


def test_a_goal_that_is_assigned_more_than_once_is_worth_knowing():
    goal_with_parts(500, 501)
    [finding] = found("targets_against_goal")
    assert finding.difference == MILLION


def test_a_goal_assigned_to_the_dollar_is_no_finding():
    goal_with_parts(500, 500)
    assert found("targets_against_goal") == []


def test_a_part_without_a_number_is_not_zero_and_a_goal_without_parts_is_silent():
    goal_with_parts(None)
    assert found("targets_against_goal") == []


def test_parts_of_an_earlier_version_count_for_the_version_in_force():
    goal = goal_with_parts(500, 500)
    builders.make_target(value=1200 * MILLION, supersedes=goal)
    [finding] = found("targets_against_goal")
    assert finding.difference == -200 * MILLION


def test_parts_named_under_two_versions_of_a_goal_count_together():
    goal = goal_with_parts(500)
    newer = builders.make_target(value=1200 * MILLION, supersedes=goal)
    builders.make_target(builders.make_park("late-park"), value=300 * MILLION, part_of=newer)
    [finding] = found("targets_against_goal")
    assert finding.difference == -400 * MILLION  # 500 + 300 - 1,200


def test_a_withdrawn_goal_is_not_looked_at():
    goal = goal_with_parts(500)
    builders.make_target(value=1000 * MILLION, supersedes=goal, withdrawn=True)
    assert found("targets_against_goal") == []


def phased(value: int, *steps: int, basis=PhaseBasis.IN_PHASE, last_month: int = 12) -> None:
    ends = [(6, 30), (last_month, 30 if last_month != 12 else 31)]
    starts = [(1, 1), (7, 1)]
    phases = [
        Phase(date(2025, *start), date(2025, *end), step * MILLION, basis)
        for start, end, step in zip(starts, ends, steps, strict=True)
    ]
    builders.make_target(value=value * MILLION, phases=phases)


def test_phases_that_come_to_another_number_are_a_contradiction():
    phased(1000, 400, 500)
    [finding] = found("phases_against_target")
    assert finding.difference == -100 * MILLION
    assert "400 + 500 = 900 million USD" in finding.arithmetic


def test_running_phases_are_judged_by_the_last():
    phased(1000, 400, 900, basis=PhaseBasis.TO_DATE)
    [finding] = found("phases_against_target")
    assert finding.difference == -100 * MILLION


def test_phases_that_leave_days_out_are_worth_knowing():
    phased(1000, 400, 600, last_month=9)
    [finding] = found("phases_against_target")
    assert finding.severity == Severity.NOTICE
    assert "only until 30 Sep 2025" in finding.arithmetic


@pytest.mark.parametrize("basis", [PhaseBasis.IN_PHASE, PhaseBasis.TO_DATE])
def test_phases_that_end_at_the_target_are_no_finding(basis):
    phased(1000, 400, 600 if basis == PhaseBasis.IN_PHASE else 1000, basis=basis)
    assert found("phases_against_target") == []
