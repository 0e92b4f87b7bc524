"""The distance from what was expected: with comparators, at both ends of a range, and whether it is good news."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.progress.measures import (
    Amount,
    Comparator,
    Direction,
    Ends,
    Expected,
    ExpectedRule,
    IndicatorKind,
    distance_from,
    distance_share,
    is_ahead,
)

UP, DOWN = Direction.HIGHER_IS_BETTER, Direction.LOWER_IS_BETTER
numbers = st.integers(-(10**15), 10**15).map(Decimal)
positive = st.integers(1, 10**15).map(Decimal)


def due(low, high=None):
    low, high = (None if end is None else Decimal(end) for end in (low, high))
    return Expected(low=low, high=high, share=None, rule=ExpectedRule.STRAIGHT_LINE)


def said(low, high=None, comparator=Comparator.EXACTLY):
    return Amount(Decimal(low), None if high is None else Decimal(high), comparator)


@pytest.mark.parametrize(
    ("expected", "reached", "direction", "distance"),
    [
        # 125 of 250 expected are 125 short.
        (due(250), said(125), UP, Ends(low=Decimal(-125))),
        (due(250), said(250), UP, Ends(low=Decimal(0))),
        # "Over 832" against 700: over 132.
        (due(700), said(832, comparator=Comparator.OVER), UP, Ends(low=Decimal(132), comparator=Comparator.OVER)),
        # A plan of 250 to 300: 125 less than the one, 175 less than the other.
        (due(250, 300), said(125), UP, Ends(low=Decimal(-125), high=Decimal(-175))),
        # "35 to 60" against 50: between 15 less and 10 more.
        (
            due(50),
            said(35, 60, Comparator.BETWEEN),
            UP,
            Ends(low=Decimal(-15), high=Decimal(10), comparator=Comparator.BETWEEN),
        ),
        # At a range a reported range counts with the end that promises less: 35 rising, 60 falling.
        (
            due(40, 50),
            said(35, 60, Comparator.BETWEEN),
            UP,
            Ends(low=Decimal(-5), high=Decimal(-15), comparator=Comparator.AT_LEAST),
        ),
        (
            due(40, 50),
            said(35, 60, Comparator.BETWEEN),
            DOWN,
            Ends(low=Decimal(20), high=Decimal(10), comparator=Comparator.AT_MOST),
        ),
        (due(None), said(125), UP, None),
        (None, said(125), UP, None),
        (due(250), None, UP, None),
        (due(250), Amount.none_stated(), UP, None),
    ],
)
def test_distance(expected, reached, direction, distance):
    assert distance_from(expected, reached, direction) == distance


@given(expected=numbers, reached=numbers)
def test_expected_and_distance_make_what_is_reached(expected, reached):
    distance = distance_from(due(expected), Amount(reached), UP)
    assert distance is not None
    assert distance.low is not None
    assert expected + distance.low == reached


@given(expected=positive, reached=numbers)
def test_share_is_of_what_was_expected(expected, reached):
    share = distance_share(due(expected), Amount(reached), UP, IndicatorKind.FLOW)
    assert share is not None
    assert share.low is not None
    assert abs(share.low * expected - (reached - expected)) <= Decimal("1e-12") * max(abs(reached), expected)


@pytest.mark.parametrize(
    ("expected", "kind"),
    [(due(0), IndicatorKind.FLOW), (due(-5), IndicatorKind.FLOW), (due(50), IndicatorKind.STOCK), (None, "flow")],
)
def test_no_share_of_nothing_and_of_levels(expected, kind):
    assert distance_share(expected, said(10), UP, IndicatorKind(kind)) is None


def test_share_of_a_plan_that_is_a_range():
    # 150 against 100 to 200: half as much again, and a quarter too little.
    share = distance_share(due(100, 200), said(150), UP, IndicatorKind.FLOW)
    assert share == Ends(low=Decimal("0.5"), high=Decimal("-0.25"))


@pytest.mark.parametrize(
    ("distance", "rising", "falling"),
    [
        (Ends(low=Decimal(5)), True, False),
        (Ends(low=Decimal(0)), True, True),
        (Ends(low=Decimal(-5)), False, True),
        # The end that is reached first decides: 5 more than the low end rising, 3 less than the high end falling.
        (Ends(low=Decimal(5), high=Decimal(-3)), True, True),
        (Ends(low=Decimal(-1), high=Decimal(-3)), False, True),
        # "Over 5 less" may be more than expected; "over 5 more" is more.
        (Ends(low=Decimal(-5), comparator=Comparator.OVER), None, None),
        (Ends(low=Decimal(5), comparator=Comparator.OVER), True, False),
        (Ends(low=Decimal(5), comparator=Comparator.UNDER), None, None),
        (Ends(low=Decimal(-5), comparator=Comparator.UNDER), False, True),
        (Ends(low=Decimal(-5), high=Decimal(5), comparator=Comparator.BETWEEN), None, None),
        (Ends(low=Decimal(2), high=Decimal(5), comparator=Comparator.BETWEEN), True, False),
        (None, None, None),
    ],
)
def test_news_is_good_by_the_meaning_of_the_goal(distance, rising, falling):
    assert (is_ahead(distance, UP), is_ahead(distance, DOWN)) == (rising, falling)
    assert is_ahead(distance, Direction.NEUTRAL) is None


def test_turned_round_is_judged_the_other_way_round():
    for value in (-3, 4):
        assert is_ahead(Ends(low=Decimal(value)), UP) is is_ahead(Ends(low=Decimal(-value)), DOWN)
