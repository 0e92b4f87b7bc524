"""Stories at the edges of progress, each with its arithmetic worked by hand."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from provinces.models import OrganisationKind, PlaceParent
from tests.builders import (
    Figure,
    make_country,
    make_document,
    make_duty,
    make_form,
    make_indicator,
    make_investor,
    make_member,
    make_organisation,
    make_park,
    make_perimeter,
    make_place,
    make_province_with_parks,
    make_report,
    make_revision,
    make_succession,
    make_target,
    make_threshold,
)
from tracker.models import (
    Basis,
    Comparator,
    Direction,
    IndicatorKind,
    ObservationStatus,
    ReporterPrecedence,
)
from tracker.progress.measures import ExpectedRule, Reason, Status
from tracker.progress.periods import Quarter
from tracker.progress.queries import progress_for_place
from tracker.progress.rows import MapChoice, ProgressRow

pytestmark = pytest.mark.django_db

MILLION = 10**6
Q1, Q2, Q3, Q4 = (Quarter(2025, number) for number in (1, 2, 3, 4))


@pytest.fixture
def phu_an():
    """Return a province with two parks and the limits of the statuses."""
    make_threshold()
    return make_province_with_parks("phu-an", parks=["park-one", "park-two"])


def rows_of(slug: str, code: str, quarter: Quarter, map_choice: MapChoice = MapChoice.THEN) -> list[ProgressRow]:
    found = progress_for_place(slug=slug, quarter=quarter, map_choice=map_choice)
    return [row for row in found.rows if row.indicator.code == code]


def row_of(slug: str, code: str, quarter: Quarter, map_choice: MapChoice = MapChoice.THEN) -> ProgressRow:
    rows = rows_of(slug, code, quarter, map_choice)
    assert len(rows) == 1
    return rows[0]


def low(reading: Any) -> Decimal | None:
    return None if reading.amount is None else reading.amount.low


def say(place: Any, reporter: Any, quarter: Quarter, *figures: Figure, **fields: Any) -> Any:
    return make_report(place, quarter.year, quarter.number, reporter=reporter, figures=figures, **fields)


def missing(indicator: Any, status: ObservationStatus, basis: Basis = Basis.YEAR_TO_DATE) -> Figure:
    return Figure(indicator, None, basis, Comparator.NONE_STATED, status)


# --- Stocks and ratios ------------------------------------------------------------------------------------------


def test_stock_is_carried_over_silent_quarters_and_never_added(phu_an):
    area = make_indicator("area", unit="ha", kind=IndicatorKind.STOCK, headline=True)
    for number, value in ((1, 100), (2, 120)):
        say(phu_an.parks[0], phu_an.investors[0], Quarter(2025, number), Figure(area, value, Basis.AS_OF))
    row = row_of("park-one", "area", Q2)
    assert low(row.to_date) == 120
    assert not row.to_date.carried
    row = row_of("park-one", "area", Q4)
    assert low(row.to_date) == 120
    assert row.to_date.carried
    assert "carried" in row.states
    assert row.in_quarter.reason is Reason.NOT_A_FLOW
    total = row_of("phu-an-khu-cong-nghiep", "area", Q4)
    assert low(total.to_date) == 120
    # A carried value is no report of the quarter.
    assert total.reported_of_expected == (0, 1)


def test_ratio_is_recomputed_over_the_parks_that_have_both_components(phu_an):
    occupancy = make_indicator("occupancy", unit="percent", kind=IndicatorKind.RATIO, headline=True)
    three = make_park("park-three", parent=phu_an.perimeter)
    halves = {"numerator": 50, "denominator": 100}
    nine_tenths = {"numerator": 270, "denominator": 300}
    say(phu_an.parks[0], phu_an.investors[0], Q1, Figure(occupancy, 50, Basis.AS_OF, fields=halves))
    say(phu_an.parks[1], phu_an.investors[1], Q1, Figure(occupancy, 90, Basis.AS_OF, fields=nine_tenths))
    say(three, phu_an.board, Q1, Figure(occupancy, 58, Basis.AS_OF, Comparator.OVER))
    row = row_of("phu-an-khu-cong-nghiep", "occupancy", Q1)
    # (50 + 270) / (100 + 300) = 80 %; the average of the three would be 66 %.
    assert low(row.to_date) == 80
    assert row.roll_up is not None
    assert row.roll_up.printed_only_keys == (three.pk,)
    printed = row_of("park-three", "occupancy", Q1)
    assert low(printed.to_date) == 58
    assert printed.to_date.amount is not None
    assert printed.to_date.amount.comparator.value == "over"
    assert "printed_only" in printed.states


def test_ratio_that_is_only_printed_is_never_rolled_up(phu_an):
    occupancy = make_indicator("occupancy", unit="percent", kind=IndicatorKind.RATIO, headline=True)
    say(phu_an.parks[0], phu_an.board, Q1, Figure(occupancy, 58, Basis.AS_OF, Comparator.OVER))
    assert rows_of("phu-an", "occupancy", Q1) == []
    assert low(row_of("park-one", "occupancy", Q1).to_date) == 58


# --- Targets of other shapes ------------------------------------------------------------------------------------


def test_target_of_three_years_is_read_from_its_start(phu_an):
    fdi = make_indicator("fdi", headline=True)
    make_target(phu_an.province, fdi, 900 * MILLION, starts_on=date(2021, 1, 1), ends_on=date(2023, 12, 31))
    for year, value in ((2021, 200), (2022, 250)):
        say(phu_an.province, phu_an.board, Quarter(year, 4), Figure(fdi, value * MILLION))
    say(phu_an.province, phu_an.board, Quarter(2023, 2), Figure(fdi, 150 * MILLION))
    row = row_of("phu-an", "fdi", Quarter(2023, 2))
    # 200 + 250 + 150 = 600 of 900; 30 of 36 months: 750 expected, pace 0.8; two quarters left: 150 each.
    assert low(row.to_date) == 600 * MILLION
    assert row.progress.attainment.low == Decimal(600) / 900
    assert row.progress.expected is not None
    assert row.progress.expected.low == 750 * MILLION
    assert row.progress.status is Status.AT_RISK
    assert row.progress.quarters_left == 2
    assert row.progress.needed_per_remaining_quarter.low == 150 * MILLION


def test_target_that_starts_within_the_year_counts_from_its_own_start(phu_an):
    fdi = make_indicator("fdi", headline=True)
    make_target(phu_an.province, fdi, 400 * MILLION, starts_on=date(2025, 7, 1), ends_on=date(2025, 12, 31))
    say(phu_an.province, phu_an.board, Q2, Figure(fdi, 300 * MILLION))
    say(phu_an.province, phu_an.board, Q3, Figure(fdi, 420 * MILLION))
    row = row_of("phu-an", "fdi", Q3)
    # 420 - 300 = 120 since July, of 400; half of the period is over: 200 expected, pace 0.6.
    assert low(row.to_date) == 120 * MILLION
    assert row.to_date.derived
    assert row.progress.attainment.low == Decimal("0.3")
    assert row.progress.status is Status.OFF_TRACK


def test_range_target_has_two_percentages_and_is_judged_by_its_low_end(phu_an):
    fdi = make_indicator("fdi", headline=True)
    make_target(phu_an.province, fdi, 800 * MILLION, high=1000 * MILLION, comparator=Comparator.BETWEEN)
    say(phu_an.province, phu_an.board, Q2, Figure(fdi, 400 * MILLION))
    row = row_of("phu-an", "fdi", Q2)
    assert (row.progress.attainment.low, row.progress.attainment.high) == (Decimal("0.5"), Decimal("0.4"))
    assert (row.progress.gap.low, row.progress.gap.high) == (400 * MILLION, 600 * MILLION)
    assert row.progress.status is Status.ON_TRACK


@pytest.mark.parametrize(
    ("comparator", "value", "status"),
    [
        (Comparator.OVER, 1000, Status.NOT_DUE),
        (Comparator.OVER, 1001, Status.MET),
        (Comparator.AT_LEAST, 1000, Status.MET),
    ],
)
def test_goal_of_more_than_asks_for_more(phu_an, comparator, value, status):
    fdi = make_indicator("fdi", headline=True)
    make_target(phu_an.province, fdi, 1000 * MILLION, comparator=comparator)
    say(phu_an.province, phu_an.board, Q4, Figure(fdi, value * MILLION))
    found = row_of("phu-an", "fdi", Q4).progress.status
    # Exactly 1,000 at the end of the year is on the line, and still not more than 1,000.
    assert found is (Status.ON_TRACK if status is Status.NOT_DUE else status)


def test_about_the_goal_does_not_establish_it(phu_an):
    fdi = make_indicator("fdi", headline=True)
    make_target(phu_an.province, fdi, 1000 * MILLION)
    say(phu_an.province, phu_an.board, Q4, Figure(fdi, 1000 * MILLION, comparator=Comparator.ABOUT))
    row = row_of("phu-an", "fdi", Q4)
    assert row.progress.status is Status.ON_TRACK
    assert Reason.ABOUT_THE_TARGET in row.progress.reasons


def test_falling_goal_is_measured_from_its_baseline(phu_an):
    days = make_indicator("days", unit="days", kind=IndicatorKind.OTHER, direction=Direction.LOWER_IS_BETTER)
    make_target(phu_an.province, days, 8, baseline=15, comparator=Comparator.AT_MOST)
    say(phu_an.province, phu_an.board, Q2, Figure(days, 13, Basis.AS_OF))
    row = row_of("phu-an", "days", Q2)
    # (13 - 15) / (8 - 15) = 2/7; half of the year is over: 11.5 days expected, pace 4/7.
    assert row.progress.attainment.low == Decimal(2) / 7
    assert row.progress.expected is not None
    assert row.progress.expected.low == Decimal("11.5")
    assert row.progress.expected_rule is ExpectedRule.FROM_BASELINE
    assert row.progress.status is Status.OFF_TRACK


# --- The states of a cell ---------------------------------------------------------------------------------------


def test_reported_zero_is_no_missing_report(phu_an):
    fdi = make_indicator("fdi", headline=True)
    form = make_form(indicators=[fdi])
    for investor, park in zip(phu_an.investors, phu_an.parks, strict=True):
        make_duty(investor, park, form=form)
        make_target(park, fdi, 100 * MILLION, investor=investor)
    say(phu_an.parks[0], phu_an.investors[0], Q1, Figure(fdi, 0))
    zero, silent = row_of("park-one", "fdi", Q1), row_of("park-two", "fdi", Q1)
    assert (low(zero.to_date), zero.progress.attainment.low, zero.progress.status) == (0, 0, Status.OFF_TRACK)
    assert (low(silent.to_date), silent.progress.attainment.low) == (None, None)
    assert silent.progress.status is Status.NOT_REPORTED
    assert row_of("phu-an-khu-cong-nghiep", "fdi", Q1).reported_of_expected == (1, 2)


def test_withdrawn_figure_is_as_if_it_had_not_been_given(phu_an):
    fdi = make_indicator("fdi", headline=True)
    report = say(phu_an.parks[0], phu_an.investors[0], Q1, Figure(fdi, 70 * MILLION))
    assert low(row_of("park-one", "fdi", Q1).to_date) == 70 * MILLION
    make_revision(report, [missing(fdi, ObservationStatus.WITHDRAWN)])
    assert rows_of("park-one", "fdi", Q1) == []


def test_falling_year_to_date_is_a_negative_quarter(phu_an):
    fdi = make_indicator("fdi", headline=True)
    say(phu_an.parks[0], phu_an.investors[0], Q1, Figure(fdi, 70 * MILLION))
    say(phu_an.parks[0], phu_an.investors[0], Q2, Figure(fdi, 40 * MILLION))
    row = row_of("park-one", "fdi", Q2)
    assert low(row.in_quarter) == -30 * MILLION
    assert low(row.to_date) == 40 * MILLION


def test_not_applicable_leaves_the_coverage(phu_an):
    fdi = make_indicator("fdi", headline=True)
    form = make_form(indicators=[fdi])
    for investor, park in zip(phu_an.investors, phu_an.parks, strict=True):
        make_duty(investor, park, form=form)
    say(phu_an.parks[0], phu_an.investors[0], Q1, Figure(fdi, 70 * MILLION))
    assert row_of("phu-an-khu-cong-nghiep", "fdi", Q1).reported_of_expected == (1, 2)
    say(phu_an.parks[1], phu_an.investors[1], Q1, missing(fdi, ObservationStatus.NOT_APPLICABLE))
    assert row_of("phu-an-khu-cong-nghiep", "fdi", Q1).reported_of_expected == (1, 1)
    # The park itself owes nothing either.
    assert row_of("park-two", "fdi", Q1).reported_of_expected == (0, 0)


def test_unit_that_says_not_yet_known_owes_the_figure(phu_an):
    fdi = make_indicator("fdi", headline=True)
    say(phu_an.parks[0], phu_an.investors[0], Q1, Figure(fdi, 70 * MILLION))
    say(phu_an.parks[1], phu_an.investors[1], Q1, missing(fdi, ObservationStatus.NOT_YET_KNOWN))
    row = row_of("phu-an-khu-cong-nghiep", "fdi", Q1)
    # Nobody wrote down a duty, and yet the park itself says that it owes.
    assert row.reported_of_expected == (1, 2)
    assert [place.slug for place in row.missing] == ["park-two"]


def test_unit_with_a_gap_before_its_figure_is_missing_from_the_sum(phu_an):
    fdi = make_indicator("fdi", headline=True)
    say(phu_an.parks[0], phu_an.investors[0], Q2, Figure(fdi, 70 * MILLION))
    say(phu_an.parks[1], phu_an.investors[1], Q2, Figure(fdi, 20 * MILLION, Basis.IN_QUARTER))
    row = row_of("phu-an-khu-cong-nghiep", "fdi", Q2)
    # Of the second park only April to June is known: it is not in the 70, and the coverage says so.
    assert low(row.to_date) == 70 * MILLION
    assert row.reported_of_expected == (1, 2)


# --- Spans ------------------------------------------------------------------------------------------------------


def test_figure_of_january_alone_is_judged_at_the_end_of_january(phu_an):
    fdi = make_indicator("fdi", headline=True)
    make_target(phu_an.province, fdi, 1200 * MILLION)
    days = {"from_on": date(2025, 1, 1), "to_on": date(2025, 1, 31)}
    say(phu_an.province, phu_an.board, Q1, Figure(fdi, 90 * MILLION, Basis.OTHER_SPAN, fields=days))
    row = row_of("phu-an", "fdi", Q1)
    # One month of twelve: 100 expected, 90 reported; the quarter itself is not known.
    assert row.progress.read_to == date(2025, 1, 31)
    assert row.progress.expected is not None
    assert row.progress.expected.low == 100 * MILLION
    assert row.progress.pace == Decimal("0.9")
    assert row.in_quarter.amount is None


def test_year_end_without_quarters_invents_none(phu_an):
    fdi = make_indicator("fdi", headline=True)
    say(phu_an.province, phu_an.board, Quarter(2024, 4), Figure(fdi, 800 * MILLION))
    row = row_of("phu-an", "fdi", Quarter(2024, 4))
    assert low(row.to_date) == 800 * MILLION
    assert row.in_quarter.amount is None
    for number in (1, 2, 3):
        assert rows_of("phu-an", "fdi", Quarter(2024, number)) == []


# --- Several reporters ------------------------------------------------------------------------------------------


def press(number: int, **fields: Any) -> Any:
    return make_organisation(f"paper-{number}", kind=OrganisationKind.PRESS, **fields)


def test_two_papers_of_unknown_order_are_both_shown_and_not_judged(phu_an):
    fdi = make_indicator("fdi", headline=True)
    make_target(phu_an.province, fdi, 1000 * MILLION)
    say(phu_an.province, press(1), Q1, Figure(fdi, 240 * MILLION))
    say(phu_an.province, press(2), Q1, Figure(fdi, 260 * MILLION))
    row = row_of("phu-an", "fdi", Q1)
    assert row.to_date.disputed
    assert row.progress.status is None
    assert [low(other.reading) for other in row.others] == [260 * MILLION]


def test_paper_without_a_date_and_paper_with_one_have_no_known_order(phu_an):
    fdi = make_indicator("fdi", headline=True)
    make_target(phu_an.province, fdi, 1000 * MILLION)
    dated = {"document": make_document("dated", published_on=date(2025, 4, 9)), "paragraph": 1}
    say(phu_an.province, press(1), Q1, Figure(fdi, 240 * MILLION, fields=dated))
    say(phu_an.province, press(2), Q1, Figure(fdi, 260 * MILLION))
    row = row_of("phu-an", "fdi", Q1)
    assert row.to_date.disputed
    assert row.progress.status is None


def test_paper_is_newer_by_the_documents_of_the_very_figures(phu_an):
    fdi = make_indicator("fdi", headline=True)
    make_target(phu_an.province, fdi, 1000 * MILLION)

    def printed(name: str, day: date) -> dict[str, Any]:
        return {"document": make_document(name, published_on=day), "paragraph": 1}

    say(phu_an.province, press(1), Q1, Figure(fdi, 240 * MILLION, fields=printed("april", date(2025, 4, 9))))
    # A look back at last year, printed later, makes the figure of this year no newer.
    old = Figure(fdi, 900 * MILLION, fields=printed("june", date(2025, 6, 1)))
    say(phu_an.province, press(1), Quarter(2024, 4), old)
    say(phu_an.province, press(2), Q1, Figure(fdi, 260 * MILLION, fields=printed("may", date(2025, 5, 2))))
    row = row_of("phu-an", "fdi", Q1)
    assert low(row.to_date) == 260 * MILLION
    assert not row.to_date.disputed


def test_official_not_yet_known_leaves_the_others_beside_it(phu_an):
    fdi = make_indicator("fdi", headline=True)
    ReporterPrecedence.objects.create(reporter_kind=OrganisationKind.BOARD, rank=1)
    ReporterPrecedence.objects.create(reporter_kind=OrganisationKind.PRESS, rank=9)
    make_target(phu_an.province, fdi, 1000 * MILLION)
    say(phu_an.province, phu_an.board, Q1, missing(fdi, ObservationStatus.NOT_YET_KNOWN))
    say(phu_an.province, press(1), Q1, Figure(fdi, 240 * MILLION))
    row = row_of("phu-an", "fdi", Q1)
    assert row.to_date.reason is Reason.NOT_YET_KNOWN
    assert [low(other.reading) for other in row.others] == [240 * MILLION]


def test_second_investor_of_a_park_does_not_take_the_first_ones_target(phu_an):
    fdi = make_indicator("fdi", headline=True)
    second = make_investor("second-investor", park=phu_an.parks[0])
    make_target(phu_an.parks[0], fdi, 100 * MILLION, investor=phu_an.investors[0])
    make_target(phu_an.parks[0], fdi, 200 * MILLION, investor=second)
    say(phu_an.parks[0], phu_an.investors[0], Q1, Figure(fdi, 30 * MILLION))
    say(phu_an.parks[0], second, Q1, Figure(fdi, 40 * MILLION))
    rows = {
        row.target.investor.slug: row for row in rows_of("park-one", "fdi", Q1) if row.target and row.target.investor
    }
    assert low(rows["park-one-investor"].to_date) == 30 * MILLION
    assert low(rows["second-investor"].to_date) == 40 * MILLION


# --- Sums and the targets of their units ------------------------------------------------------------------------


@pytest.fixture
def two_provinces(phu_an):
    """Return a second province beside the first."""
    return make_province_with_parks("quang-hoa", parks=["park-nine"])


def test_sum_is_never_divided_by_the_target_of_a_unit_that_is_silent(phu_an, two_provinces):
    fdi = make_indicator("fdi", headline=True)
    make_target(phu_an.province, fdi, 1000 * MILLION)
    say(two_provinces.province, two_provinces.board, Q1, Figure(fdi, 500 * MILLION))
    row = row_of("viet-nam", "fdi", Q1)
    # The 500 are of Quang Hoa, the 1,000 of Phu An: nothing to divide.
    assert row.progress.attainment.low is None
    assert row.target_units == (0, 1)
    assert low(row.to_date) == 500 * MILLION


def test_quarter_and_last_year_of_a_sum_are_those_of_the_units_that_are_divided(phu_an, two_provinces):
    fdi = make_indicator("fdi", headline=True)
    make_target(phu_an.province, fdi, 1000 * MILLION)
    for year, one, two in ((2024, 100, 400), (2025, 125, 500)):
        say(phu_an.province, phu_an.board, Quarter(year, 1), Figure(fdi, one * MILLION))
        say(two_provinces.province, two_provinces.board, Quarter(year, 1), Figure(fdi, two * MILLION))
    row = row_of("viet-nam", "fdi", Q1)
    assert row.progress.attainment.low == Decimal("0.125")
    assert low(row.in_quarter) == 125 * MILLION
    assert row.progress.quarter_share.low == Decimal("0.125")
    assert row.same_period_last_year is not None
    assert row.same_period_last_year.ratio is not None
    assert row.same_period_last_year.ratio.low == Decimal("1.25")
    assert row.roll_up is not None
    assert low(row.roll_up.children_sum) == 625 * MILLION


def test_targets_of_different_periods_leave_the_sum_of_the_year(phu_an, two_provinces):
    fdi = make_indicator("fdi", headline=True)
    make_target(phu_an.province, fdi, 1000 * MILLION)
    make_target(two_provinces.province, fdi, 9000 * MILLION, starts_on=date(2021, 1, 1), ends_on=date(2025, 12, 31))
    say(phu_an.province, phu_an.board, Q1, Figure(fdi, 125 * MILLION))
    say(two_provinces.province, two_provinces.board, Quarter(2024, 4), Figure(fdi, 1 * MILLION))
    say(two_provinces.province, two_provinces.board, Q1, Figure(fdi, 500 * MILLION))
    row = row_of("viet-nam", "fdi", Q1)
    # A goal of one year and one of five are not added: Phu An is divided alone, and the page says 1 of 2.
    assert row.progress.attainment.low == Decimal("0.125")
    for year in (2021, 2022, 2023):
        say(two_provinces.province, two_provinces.board, Quarter(year, 4), Figure(fdi, 1 * MILLION))
    row = row_of("viet-nam", "fdi", Q1)
    assert low(row.to_date) == 125 * MILLION
    assert row.to_date.from_on == date(2025, 1, 1)
    assert row.target_units == (1, 2)


def test_own_report_and_last_years_sum_of_some_parks_are_not_like_for_like(phu_an):
    fdi = make_indicator("fdi", headline=True)
    say(phu_an.province, phu_an.board, Q1, Figure(fdi, 500 * MILLION))
    say(phu_an.parks[0], phu_an.investors[0], Quarter(2024, 1), Figure(fdi, 50 * MILLION))
    row = row_of("phu-an", "fdi", Q1)
    assert row.same_period_last_year is not None
    assert not row.same_period_last_year.like_for_like


def test_overlapping_perimeter_is_never_summed(phu_an):
    fdi = make_indicator("fdi", headline=True)
    nine = make_perimeter("nine-parks", province=phu_an.province)
    make_member(nine, phu_an.parks[0])
    make_member(nine, None)
    say(nine, press(1), Q1, Figure(fdi, 999 * MILLION))
    say(phu_an.parks[0], phu_an.investors[0], Q1, Figure(fdi, 30 * MILLION))
    assert low(row_of("phu-an", "fdi", Q1).to_date) == 30 * MILLION
    assert low(row_of("nine-parks", "fdi", Q1).to_date) == 999 * MILLION


# --- Revisions of targets ---------------------------------------------------------------------------------------


def test_revised_goal_keeps_its_parts(phu_an):
    fdi = make_indicator("fdi", headline=True)
    goal = make_target(phu_an.province, fdi, 1000 * MILLION)
    part = make_target(phu_an.parks[0], fdi, 600 * MILLION, investor=phu_an.investors[0], part_of=goal)
    revised = make_target(phu_an.province, fdi, 1200 * MILLION, supersedes=goal)
    make_target(phu_an.province, fdi, 1500 * MILLION, supersedes=revised, approved=False)
    row = row_of("phu-an", "fdi", Q1)
    assert row.goal_coverage is not None
    assert row.goal_coverage.unassigned.low == 600 * MILLION
    assert [each.target.id for each in row.parts if each.target] == [part.pk]
    assert row.target is not None
    assert row.parts[0].target is not None
    assert row.parts[0].target.part_of_id == row.target.id == revised.pk


# --- Mergers ----------------------------------------------------------------------------------------------------


@pytest.fixture
def chain():
    """Return A, which became B on 1 January 2024 and C on 1 July 2025."""
    make_threshold()
    country = make_country()
    office = make_organisation("office", kind=OrganisationKind.PROVINCE_OFFICE)
    days = {
        "place-a": (None, date(2023, 12, 31)),
        "place-b": (date(2024, 1, 1), date(2025, 6, 30)),
        "place-c": (date(2025, 7, 1), None),
    }
    for slug, (first, last) in days.items():
        make_place(slug, parent=country, parent_from=first, parent_to=last, valid_from=first, valid_to=last)
    make_succession(make_place("place-a"), make_place("place-b"), on=date(2024, 1, 1))
    make_succession(make_place("place-b"), make_place("place-c"), on=date(2025, 7, 1))
    return office


def test_chain_of_successions_hands_the_history_on(chain):
    fdi = make_indicator("fdi", headline=True)
    for slug, quarter, value in (
        ("place-a", Quarter(2023, 4), 10),
        ("place-b", Quarter(2024, 4), 20),
        ("place-b", Q2, 30),
        ("place-c", Q3, 40),
    ):
        basis = Basis.IN_QUARTER if slug == "place-c" else Basis.YEAR_TO_DATE
        say(make_place(slug), chain, quarter, Figure(fdi, value * MILLION, basis))
    today = MapChoice.TODAY
    for quarter, value in ((Quarter(2023, 4), 10), (Quarter(2024, 4), 20), (Q2, 30), (Q3, 70)):
        assert low(row_of("place-c", "fdi", quarter, today).to_date) == value * MILLION
        for choice in MapChoice:
            assert low(row_of("viet-nam", "fdi", quarter, choice).to_date) == value * MILLION
    assert low(row_of("place-b", "fdi", Quarter(2023, 4), today).to_date) == 10 * MILLION


@pytest.fixture
def split():
    """Return a province that went into two others, six tenths and four tenths of it."""
    make_threshold()
    country = make_country()
    old = make_place("old-land", parent=country, parent_to=date(2025, 6, 30), valid_to=date(2025, 6, 30))
    for slug, share in (("east-land", "0.6"), ("west-land", "0.4")):
        new = make_place(slug, parent=country, parent_from=date(2025, 7, 1), valid_from=date(2025, 7, 1))
        make_succession(old, new, share=share)
    return old, make_organisation("office", kind=OrganisationKind.PROVINCE_OFFICE)


def test_split_place_counts_once_in_the_ratio_of_the_country(split):
    old, office = split
    occupancy = make_indicator("occupancy", unit="percent", kind=IndicatorKind.RATIO, headline=True)
    neighbour = make_place("neighbour", parent=make_country())
    one, two = {"numerator": 90, "denominator": 100}, {"numerator": 50, "denominator": 300}
    say(old, office, Q1, Figure(occupancy, 90, Basis.AS_OF, fields=one))
    say(neighbour, office, Q1, Figure(occupancy, "16.7", Basis.AS_OF, fields=two))
    # (90 + 50) / (100 + 300) = 35 % on either map.
    for choice in MapChoice:
        assert low(row_of("viet-nam", "occupancy", Q1, choice).to_date) == 35
    assert low(row_of("east-land", "occupancy", Q1, MapChoice.TODAY).to_date) == 90


@pytest.mark.parametrize("with_target", [False, True])
def test_split_gives_each_successor_its_share_and_the_country_the_whole(split, with_target):
    old, office = split
    fdi = make_indicator("fdi", headline=True)
    if with_target:
        make_target(old, fdi, 1000 * MILLION)
    say(old, office, Q1, Figure(fdi, 100 * MILLION))
    today = MapChoice.TODAY
    country = [row_of("viet-nam", "fdi", Q1, choice) for choice in (MapChoice.THEN, today)]
    assert [low(row.to_date) for row in country] == [100 * MILLION] * 2
    east, west = (row_of(slug, "fdi", Q1, today) for slug in ("east-land", "west-land"))
    assert (low(east.to_date), low(west.to_date)) == (60 * MILLION, 40 * MILLION)
    if with_target:
        assert [row.progress.attainment.low for row in country] == [Decimal("0.1")] * 2
        assert [row.target_units for row in country] == [(1, 1)] * 2
        # A share of a promise is computed, and promised by nobody: a percentage, and no status.
        assert east.terms is not None
        assert east.terms.amount.low == 600 * MILLION
        assert east.progress.attainment.low == Decimal("0.1")
        assert east.progress.status is None
        assert "implied" in east.states


def test_park_that_changed_its_perimeter_at_the_merger_is_added_once(phu_an):
    fdi = make_indicator("fdi", headline=True)
    country = make_country()
    new = make_place("new-land", parent=country, parent_from=date(2025, 7, 1), valid_from=date(2025, 7, 1))
    make_succession(phu_an.province, new)
    old = make_place("old-land", parent=country, valid_to=date(2025, 6, 30))
    make_succession(old, new)
    north = make_place(
        "north-parks", kind="perimeter", parent=old, parent_to=date(2025, 6, 30), perimeter_scope="parks"
    )
    south = make_place(
        "south-parks", kind="perimeter", parent=old, parent_to=date(2025, 6, 30), perimeter_scope="parks"
    )
    for perimeter in (north, south):
        PlaceParent.objects.create(place=perimeter, parent=new, valid_from=date(2025, 7, 1))
    park = make_park("wandering", parent=north, parent_to=date(2025, 6, 30))
    PlaceParent.objects.create(place=park, parent=south, valid_from=date(2025, 7, 1))
    say(park, press(1), Q3, Figure(fdi, 50 * MILLION))
    assert low(row_of("new-land", "fdi", Q3).to_date) == 50 * MILLION
    assert low(row_of("viet-nam", "fdi", Q3).to_date) == 50 * MILLION
