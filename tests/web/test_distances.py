"""How far a goal lies from what was expected: signed, judged by its meaning, in per cent for what adds up alone."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import translation

from tests.web.rows import row
from tracker.progress.measures import Amount, Comparator, Direction, Ends
from tracker.progress.row_distances import distance_of, distance_share_of
from tracker.web.distances import distance_cell, tone_of

M = 10**6


def test_distance_is_reached_less_expected_with_its_share():
    # A quarter of 1,000 is expected by the end of March: 250; 125 are reached.
    behind = row(Decimal(125 * M), Decimal(1000 * M))
    assert distance_of(behind) == Ends(low=Decimal(-125 * M))
    assert distance_share_of(behind) == Ends(low=Decimal("-0.5"))
    with translation.override("vi"):
        cell = distance_cell(behind)
    assert "−125" in cell
    assert "−50%" in cell
    assert 'class="variance"' in cell
    assert 'class="distance late"' in cell


@pytest.mark.parametrize(("reached", "goal"), [(None, Decimal(1000 * M)), (Decimal(125 * M), None)])
def test_distance_of_what_is_not_known_is_a_dash(reached, goal):
    unknown = row(reached, goal)
    assert (distance_of(unknown), distance_share_of(unknown)) == (None, None)
    assert "–" in distance_cell(unknown)
    assert "variance" not in distance_cell(unknown)


def test_distance_from_a_plan_that_is_a_range_has_both_ends_and_no_bar():
    # A quarter of 1,000 to 1,200: 250 to 300; 125 are 125 less than the one and 175 less than the other.
    of = row(Decimal(125 * M), Amount(Decimal(1000 * M), Decimal(1200 * M), Comparator.BETWEEN))
    assert distance_of(of) == Ends(low=Decimal(-125 * M), high=Decimal(-175 * M))
    with translation.override("en"):
        cell = distance_cell(of)
    assert "−175 to −125" in cell
    assert "−58 to −50%" in cell
    assert "variance" not in cell
    assert 'class="distance late"' in cell


def test_distance_of_more_than_a_number_says_so_and_judges_nothing_that_is_not_known():
    exact = row(Decimal(125 * M), Decimal(1000 * M))
    over = replace(exact, to_date=replace(exact.to_date, amount=Amount(Decimal(125 * M), None, Comparator.OVER)))
    assert distance_of(over) == Ends(low=Decimal(-125 * M), comparator=Comparator.OVER)
    with translation.override("en"):
        assert "over −125" in distance_cell(over)
    assert tone_of(distance_of(over), over) == ""


def test_level_has_a_distance_in_its_unit_and_no_percentage():
    flow = row(Decimal(125 * M), Decimal(1000 * M))
    level = replace(flow, indicator=replace(flow.indicator, kind="stock"))
    assert distance_share_of(level) is None
    assert "%" not in distance_cell(level)


@pytest.mark.parametrize(
    ("direction", "more", "less"),
    [
        (Direction.HIGHER_IS_BETTER, "good", "late"),
        (Direction.LOWER_IS_BETTER, "late", "good"),
        (Direction.NEUTRAL, "", ""),
    ],
)
def test_meaning_and_not_the_sign_says_what_is_good(direction, more, less):
    plain = row(Decimal(125 * M), Decimal(1000 * M))
    judged = replace(plain, terms=replace(plain.terms, direction=direction))
    one, minus_one = Ends(low=Decimal(1)), Ends(low=Decimal(-1))
    assert (tone_of(one, judged), tone_of(minus_one, judged), tone_of(None, judged)) == (more, less, "")
