"""Projections to the end of a goal: their rule, how wrong it was in the past, and when there is none."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.progress.arithmetic import (
    FLOW,
    OTHER,
    Q1,
    Q2,
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
    Amount,
    Comparator,
    ExpectedRule,
    PastQuarter,
    PastYear,
    Reading,
    Reason,
    expected,
    lumpiness,
    past_years,
    project,
)
from tracker.progress.periods import Quarter

SILENT = Reading(kind=FLOW, reason=Reason.NOT_REPORTED)


def years(*rows, first=2022):
    return [
        PastYear(first + i, tuple(None if each is None else Decimal(each) for each in row))
        for i, row in enumerate(rows)
    ]


EVEN = years((25, 25, 25, 25), (25, 25, 25, 25), (25, 25, 25, 25))
RISING = years((10, 20, 30, 40), (12, 18, 30, 40), (8, 22, 30, 40))
NUMBERS = ("low", "central", "high", "rule", "past_error", "worst_error", "past_low", "past_high", "lumpiness")


def said(projection):
    return {name: getattr(projection, name) for name in NUMBERS if getattr(projection, name) is not None}


def rounded(value):
    return value.quantize(Decimal("0.0001"))


@pytest.mark.parametrize("past", [[], EVEN[:2], [*EVEN[:2], *years((25, None, 25, 25), first=2024)]])
def test_history_too_thin_to_test_a_rule_gives_no_number(past):
    # W26: 125 in Q1 once gave 500, without range and without error.
    answer = project(target("1000"), flow_reading("125"), past_years=past)
    assert (answer.reason, said(answer)) == (Reason.TOO_LITTLE_HISTORY, {})


def test_past_shape_with_its_error_and_a_range_that_is_not_narrower():
    answer = project(target("100"), flow_reading("11"), past_years=RISING)
    # By March 30 of 300 had come: 11 / 0.1.
    assert (answer.rule, answer.central, answer.past_years) == (ExpectedRule.PAST_SHAPE, Decimal(110), 3)
    # Each year unseen: 0.1, 0.09 and 0.11 for what were 0.1, 0.12 and 0.08, so the years would have been called
    # 1, 4/3 and 8/11 of what they were. The straight line would have missed them by 60 %, 52 % and 68 %.
    assert rounded(answer.past_error) == Decimal("0.2020")  # (0 + 1/3 + 3/11) / 3
    assert rounded(answer.worst_error) == Decimal("0.3333")
    assert rounded(answer.low) == Decimal("73.3333")  # 110 x (1 - 1/3), below 110 / (4/3) and 11 / 0.12
    assert rounded(answer.high) == Decimal("151.2500")  # 110 / (8/11), above 110 x (1 + 1/3) and 11 / 0.08
    assert not answer.outside_past


def test_rule_that_missed_the_past_by_less_is_used_and_named():
    past = years((10, 30, 30, 30), (20, 30, 30, 20), (30, 30, 20, 20))
    answer = project(target("1000"), flow_reading("28"), past_years=past)
    # Shape: 0.4, 1 and 2 times what the years were, on average 53 % off. Line: 0.4, 0.8 and 1.2 times, 33 % off.
    assert (answer.rule, answer.central) == (ExpectedRule.STRAIGHT_LINE, Decimal(112))  # 28 / 0.25
    assert rounded(answer.past_error) == Decimal("0.3333")
    assert (answer.low, answer.high) == (Decimal("44.8"), Decimal(280))  # 112 x (1 - 0.6); 112 / 0.4


def test_year_in_which_nothing_had_come_leaves_no_upper_end():
    past = years((0, 30, 30, 40), (25, 25, 25, 25), (25, 25, 25, 25))
    answer = project(target("1000"), flow_reading("20"), past_years=past)
    assert (answer.rule, answer.central, answer.worst_error) == (ExpectedRule.STRAIGHT_LINE, Decimal(80), Decimal(1))
    # 80 x (1 - 1) would be less than the 20 that are there; in no year was anything lost again.
    assert (answer.low, answer.high) == (Decimal(20), None)


def test_what_is_there_may_shrink_again_where_it_did_in_the_past():
    past = years((50, 30, -20, 40), (50, 30, 20, 0), (50, 60, 0, -10))
    answer = project(target("1000"), flow_reading("80", Q2.last_day), past_years=past)
    assert answer.low < 80


def test_more_than_any_year_had_by_then_is_said_and_widens_the_range():
    # 250 by March, where 25 was the most of any year: ten times the year, or the usual rest of 75 after it.
    answer = project(target("1000"), flow_reading("250"), past_years=EVEN)
    assert (answer.central, answer.low, answer.high, answer.outside_past) == (1000, 325, 1000, True)
    assert project(target("1000"), flow_reading("1"), past_years=EVEN).outside_past


def test_years_that_single_quarters_decide_are_lumpy_and_not_projected():
    past = years((0, 0, 100, 0), (90, 0, 0, 0), (0, 0, 0, 120))
    answer = project(target("100"), flow_reading("90"), past_years=past)
    assert (answer.reason, answer.central, answer.rule) == (Reason.LUMPY, None, None)
    assert (answer.past_low, answer.past_high, answer.past_years) == (Decimal(90), Decimal(120), 3)
    assert answer.lumpiness.largest == ((2022, 3), (2023, 1), (2024, 4))
    assert answer.lumpiness.share == 1


@pytest.mark.parametrize(
    ("rows", "is_lumpy"),
    [
        (((10, 10, 10, 70), (10, 10, 10, 70), (10, 10, 10, 70)), False),  # the same quarter each year is a season
        (
            ((26, 25, 24, 25), (25, 26, 24, 25), (25, 25, 26, 24)),
            False,
        ),  # even years have no largest quarter to speak of
        (((10, 10, 10, 70), (70, 10, 10, 10), (25, 25, 25, 25)), True),  # 70 %, 70 %, 25 %: the middle one is 70 %
        (((10, 10, 10, 70), (30, 25, 25, 20), (25, 25, 25, 25)), False),
        (((25, 25, 0, 50), (50, 25, 25, 0), (50, 25, 25, 0)), False),  # exactly a half is not most of it
    ],
)
def test_lumpy_is_most_of_the_year_in_one_quarter_and_not_always_the_same(rows, is_lumpy):
    assert (lumpiness(years(*rows)) is not None) is is_lumpy
    assert lumpiness(years(*rows[:2])) is None


def test_rule_that_always_missed_by_everything_gives_no_number():
    past = years(*[(0, 0, 0, 100)] * 3)
    answer = project(target("1000"), flow_reading("10"), past_years=past)
    assert (answer.reason, said(answer)) == (Reason.TOO_UNCERTAIN, {})


def quarters_of(rows, first=2022):
    """Calendar quarters from Q1 of a year on, as a roll-up reads them."""
    start = Quarter(first, 1)
    return [
        PastQuarter(
            quarter=start.plus(i), amount=None if each is None else amount(str(each)), units=frozenset({"place"})
        )
        for i, each in enumerate(rows)
    ]


def test_fiscal_year_is_measured_by_its_own_years():
    # W27: April to March; each year 10, 20, 30 and 40 from April on, so the calendar quarters begin with a 40.
    terms = target("200", starts=date(2025, 4, 1), ends=date(2026, 3, 31))
    past = past_years(terms, quarters_of([40, 10, 20, 30] * 3 + [40, 10]), Q3)
    assert [(year.year, year.first_month, year.quarters) for year in past] == [
        (year, 4, (10, 20, 30, 40)) for year in (2022, 2023, 2024)
    ]
    reading = flow_reading("30", Q3.last_day, from_on=date(2025, 4, 1))
    assert expected(terms, Q3.last_day, past_years=past).low == Decimal(60)  # 30 of 100, of 200
    answer = project(terms, reading, past_years=past)
    assert (answer.rule, answer.central, answer.low, answer.high) == (ExpectedRule.PAST_SHAPE, 100, 100, 100)
    assert (answer.past_error, answer.past_years) == (0, 3)


def test_year_that_begins_inside_a_calendar_quarter_has_no_known_quarters():
    terms = target("200", starts=date(2025, 2, 1), ends=date(2026, 1, 31))
    assert past_years(terms, quarters_of([25] * 14), Q3) == ()


def test_goal_of_half_a_year_is_measured_by_half_years():
    terms = target("70", starts=Q3.first_day)
    answer = project(terms, flow_reading("30", Q3.last_day, from_on=Q3.first_day), past_years=RISING)
    # 30 of 70 in each of the years.
    assert (answer.rule, answer.central, answer.past_error) == (ExpectedRule.PAST_SHAPE, 70, 0)


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        ({}, True),
        ({"amount": amount("25", Comparator.OVER)}, False),  # a bound is no amount
        ({"amount": amount("20..30")}, False),
        ({"amount": Amount.none_stated()}, False),
        ({"amount": None}, False),
        ({"is_whole": False}, False),  # a unit that owed was silent
        ({"units": frozenset({"place", "other"})}, False),  # other units than in the year's other quarters
    ],
)
def test_year_teaches_only_if_the_same_units_reported_all_of_it(change, kept):
    # W11: P reports 25 each quarter, Q 300 in each fourth and is silent before: no year of the two is complete.
    rows = quarters_of([25] * 12)
    rows[3] = replace(rows[3], **change)
    complete = [year.year for year in past_years(target("400"), rows, Q2) if year.is_complete]
    assert complete == ([2022, 2023, 2024] if kept else [2023, 2024])


def test_level_is_not_projected_because_no_rule_was_tested_on_it():
    # 60.25 of 60 to 62 once gave 61, without range and without error.
    terms = target("62", kind=STOCK, baseline=Decimal(60))
    assert project(terms, level_reading("60.25"), past_years=EVEN).reason is Reason.UNTESTED


def test_projection_at_the_end_is_the_figure():
    answer = project(target("1000"), flow_reading("900", Q4.last_day))
    assert (answer.low, answer.central, answer.high, answer.rule) == (Decimal(900), Decimal(900), Decimal(900), None)


@pytest.mark.parametrize(
    ("terms", "reading", "reason"),
    [
        (target("5"), SILENT, Reason.NOT_REPORTED),
        (target("5"), flow_reading("0"), Reason.NOTHING_YET),
        (target("5"), flow_reading("-1"), Reason.NEGATIVE_TO_DATE),
        (target("5", ends=None), flow_reading("1"), Reason.OPEN_ENDED),
        (target("5", kind=OTHER), level_reading("4", kind=OTHER), Reason.NOT_PROJECTED),
        (target("5", kind=RATIO), level_reading("4", kind=RATIO), Reason.UNTESTED),
        (target("5", kind=STOCK, starts=Q3.first_day), level_reading("4", Q1.last_day), Reason.NOT_REPORTED),
        (target("5", ends=date(2026, 12, 31)), flow_reading("1"), Reason.SEVERAL_YEARS),
    ],
)
def test_projection_that_cannot_be_said_has_a_reason(terms, reading, reason):
    answer = project(terms, reading, past_years=EVEN)
    assert (answer.reason, said(answer)) == (reason, {})


AMOUNTS = st.integers(0, 10**8).map(lambda cents: Decimal(cents).scaleb(-2))


@st.composite
def pasts(draw):
    rows = draw(st.lists(st.tuples(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS), min_size=3, max_size=5))
    return [PastYear(2024 - i, row) for i, row in enumerate(rows)]


@settings(deadline=None, max_examples=1000)
@given(past=pasts(), reached=AMOUNTS, quarter=st.sampled_from([Q1, Q2, Q3]))
def test_range_holds_what_the_rule_missed_and_what_the_past_years_did(past, reached, quarter):
    answer = project(target("1000"), flow_reading(str(reached), quarter.last_day), past_years=past)
    if answer.reason is not None:
        assert answer.central is None
        return
    almost = Decimal("1e-9") * answer.central
    high = Decimal("inf") if answer.high is None else answer.high
    assert answer.low <= answer.central + almost
    assert answer.central <= high + almost
    assert 0 <= answer.past_error <= answer.worst_error
    assert answer.past_error < 1
    # Never narrower than the tested error; what is reached stays, as it did in all of these years.
    assert answer.low <= max(answer.central * (1 - answer.worst_error), reached) + almost
    assert high >= answer.central * (1 + answer.worst_error) - almost
    assert answer.low >= reached - almost
    # The year goes on from here as any of the past years did: the range holds it.
    for year in past:
        come = sum(year.quarters[: quarter.number], Decimal(0))
        if year.is_complete and come:
            as_then = reached / come * sum(year.quarters)
            assert answer.low - almost <= as_then <= high + almost


@settings(deadline=None, max_examples=400)
@given(past=pasts(), reached=AMOUNTS, factor=st.sampled_from([Decimal("0.001"), Decimal(23531), Decimal("0.37")]))
def test_scaling_a_currency_scales_a_projection_and_no_error_of_it(past, reached, factor):
    scaled_past = [PastYear(year.year, tuple(each * factor for each in year.quarters)) for year in past]
    plain = project(target("1000"), flow_reading(str(reached), Q2.last_day), past_years=past)
    scaled = project(target("1000"), flow_reading(str(reached * factor), Q2.last_day), past_years=scaled_past)
    same = ("rule", "reason", "past_error", "worst_error", "past_years", "outside_past", "lumpiness")
    assert all(getattr(plain, name) == getattr(scaled, name) for name in same)
    for name in ("low", "central", "high", "past_low", "past_high"):
        before, after = getattr(plain, name), getattr(scaled, name)
        assert (before is None) is (after is None)
        if before is not None:
            assert abs(Fraction(after) - Fraction(before) * Fraction(factor)) <= abs(Fraction(before)) / 10**20


@settings(deadline=None, max_examples=200)
@given(past=pasts(), order=st.randoms(use_true_random=False), reached=AMOUNTS)
def test_order_of_the_past_years_never_matters(past, order, reached):
    shuffled = list(past)
    order.shuffle(shuffled)
    reading = flow_reading(str(reached), Q2.last_day)
    assert project(target("9"), reading, past_years=past) == project(target("9"), reading, past_years=shuffled)
