"""Comparisons with earlier periods, and projections with their past error."""

from datetime import date
from decimal import Decimal

import pytest

from tests.progress.arithmetic import (
    FLOW,
    OTHER,
    Q1,
    Q3,
    Q4,
    RATIO,
    STOCK,
    amount,
    flow_reading,
    level_reading,
    target,
)
from tracker.progress.measures import (
    ChildReading,
    Comparator,
    ExpectedRule,
    PastYear,
    Reading,
    Reason,
    compare,
    compare_sums,
    project,
)

SILENT = Reading(kind=FLOW, reason=Reason.NOT_REPORTED)


def last_year(value, to_on=date(2024, 3, 31), **other):
    return flow_reading(value, to_on, from_on=date(2024, 1, 1), **other)


def test_same_period_last_year_has_ratio_and_change():
    answer = compare(flow_reading("450"), last_year("100"))
    # The forms print 450 %, the news print +350 %.
    assert (answer.ratio, answer.change, answer.difference) == (amount("4.5"), amount("3.5"), amount("350"))
    assert answer.like_for_like


def test_previous_quarter_corresponds():
    answer = compare(
        flow_reading("30", date(2025, 6, 30), from_on=date(2025, 4, 1)),
        flow_reading("40", date(2025, 3, 31), from_on=date(2025, 1, 1)),
    )
    assert (answer.ratio, answer.change, answer.like_for_like) == (amount("0.75"), amount("-0.25"), True)


def test_comparators_travel_into_the_ratio():
    assert compare(flow_reading("120", comparator=Comparator.OVER), last_year("100")).ratio == amount(
        "1.2", Comparator.OVER
    )


def test_another_cut_off_day_is_not_like_for_like():
    answer = compare(flow_reading("120", cut_off_on=date(2025, 3, 20)), last_year("100"))
    assert (answer.ratio, answer.like_for_like) == (amount("1.2"), False)
    same = compare(flow_reading("120", cut_off_on=date(2025, 3, 20)), last_year("100", cut_off_on=date(2024, 3, 20)))
    assert same.like_for_like
    opening = compare(flow_reading("120", opening_cut_off_on=date(2024, 12, 20)), last_year("100"))
    assert not opening.like_for_like


def test_end_of_february_corresponds_in_leap_years():
    answer = compare(flow_reading("2", date(2025, 2, 28)), last_year("1", date(2024, 2, 29)))
    assert (answer.ratio, answer.like_for_like) == (amount("2"), True)


def test_other_spans_are_not_divided():
    answer = compare(flow_reading("120", date(2025, 2, 21)), last_year("100"))
    assert (answer.ratio, answer.reason, answer.value) == (None, Reason.SPANS_DIFFER, amount("100"))


@pytest.mark.parametrize("earlier", ["0", "-5"])
def test_nothing_is_divided_by_nothing(earlier):
    answer = compare(flow_reading("120"), last_year(earlier))
    assert (answer.ratio, answer.reason) == (None, Reason.EARLIER_NOT_POSITIVE)
    assert answer.difference == amount(str(120 - Decimal(earlier)))


def test_missing_figures_are_not_compared():
    assert compare(SILENT, last_year("1")).reason is Reason.NOT_REPORTED
    assert compare(flow_reading("1"), None).reason is Reason.EARLIER_MISSING
    assert compare(flow_reading("1"), SILENT).reason is Reason.EARLIER_MISSING
    with pytest.raises(ValueError, match="kind"):
        compare(flow_reading("1"), level_reading("1"))


def test_levels_compare_by_their_days():
    assert compare(level_reading("60"), level_reading("50", date(2024, 3, 31))).like_for_like
    assert not compare(level_reading("60"), level_reading("50", date(2024, 2, 21))).like_for_like


def test_sums_compare_the_units_that_have_both():
    now = [ChildReading(key="a", reading=flow_reading("30")), ChildReading(key="b", reading=flow_reading("70"))]
    then = [ChildReading(key="a", reading=last_year("20")), ChildReading(key="b", reading=SILENT)]
    answer = compare_sums(now, then)
    # 30 / 20; with b's 70 it would be 5-fold.
    assert (answer.ratio, answer.units, answer.units_of) == (amount("1.5"), 1, 2)


def test_straight_line_projection_without_history_has_no_error_and_no_spread():
    answer = project(target("1000"), flow_reading("125"))
    assert (answer.central, answer.rule) == (Decimal(500), ExpectedRule.STRAIGHT_LINE)  # 125 / (3/12)
    assert (answer.low, answer.high, answer.past_error, answer.past_years) == (None, None, None, 0)


def test_past_shape_projection_with_spread_and_error():
    years = [
        PastYear(2022, (Decimal(10), Decimal(30), Decimal(30), Decimal(30))),
        PastYear(2023, (Decimal(20), Decimal(30), Decimal(30), Decimal(20))),
        PastYear(2024, (Decimal(30), Decimal(30), Decimal(20), Decimal(20))),
    ]
    answer = project(target("1000"), flow_reading("60"), past_years=years)
    assert answer.rule is ExpectedRule.PAST_SHAPE
    assert answer.central == Decimal(300)  # 60 / (60 / 300)
    assert (answer.low, answer.high) == (Decimal(200), Decimal(600))  # 60 / 0.3 and 60 / 0.1
    # Unseen shares: 0.25, 0.2, 0.15; so the years would have been called 0.4, 1 and 2 times what they were.
    assert answer.past_error.quantize(Decimal("0.0001")) == Decimal("0.5333")  # (0.6 + 0 + 1) / 3
    assert answer.past_years == 3


def test_two_past_years_give_the_straight_line_an_error_and_no_spread():
    years = [PastYear(year, (Decimal(10), Decimal(30), Decimal(30), Decimal(30))) for year in (2023, 2024)]
    answer = project(target("1000"), flow_reading("60"), past_years=years)
    # 10 of 100 by March: the straight line would have said 40 of 100.
    assert (answer.rule, answer.past_error, answer.low) == (ExpectedRule.STRAIGHT_LINE, Decimal("0.6"), None)


def test_year_in_which_nothing_had_come_leaves_no_upper_end():
    quarters = (Decimal(0), Decimal(30), Decimal(30), Decimal(40))
    years = [PastYear(2022, quarters), *(PastYear(year, (Decimal(25),) * 4) for year in (2023, 2024))]
    answer = project(target("1000"), flow_reading("60"), past_years=years)
    assert (answer.low, answer.high) == (Decimal(240), None)


def test_level_projection_goes_on_from_its_baseline():
    terms = target("62", kind=STOCK, baseline=Decimal(60))
    assert project(terms, level_reading("60.25")).central == Decimal(61)  # 60 + 0.25 x 4
    assert project(target("62", kind=RATIO), level_reading("60", kind=RATIO)).reason is Reason.NO_BASELINE


def test_projection_at_the_end_is_the_figure():
    answer = project(target("1000"), flow_reading("900", Q4.last_day))
    assert (answer.low, answer.central, answer.high) == (Decimal(900), Decimal(900), Decimal(900))


@pytest.mark.parametrize(
    ("terms", "reading", "reason"),
    [
        (target("5"), SILENT, Reason.NOT_REPORTED),
        (target("5"), flow_reading("0"), Reason.NOTHING_YET),
        (target("5"), flow_reading("-1"), Reason.NEGATIVE_TO_DATE),
        (target("5", ends=None), flow_reading("1"), Reason.OPEN_ENDED),
        (target("5", kind=OTHER), level_reading("4", kind=OTHER), Reason.NOT_PROJECTED),
        (target("5", kind=STOCK, starts=Q3.first_day), level_reading("4", Q1.last_day), Reason.NOT_REPORTED),
    ],
)
def test_projection_that_cannot_be_said_has_a_reason(terms, reading, reason):
    answer = project(terms, reading)
    assert (answer.low, answer.central, answer.high, answer.reason) == (None, None, None, reason)
