"""Counter-examples that drawn worlds have found (`test_invariants_memory`), made small and worked by hand.

A and B are provinces; what A becomes later must change no number of a quarter before. Amounts are millions.
"""

from datetime import date
from decimal import Decimal

import pytest

from tests.progress.memory_worlds import World, low
from tracker.progress.measures import Amount, Basis, Coverage, ObservationStatus, Reason

IN_QUARTER = Basis.IN_QUARTER
TODAY = date(2026, 1, 1)
MAPS = pytest.mark.parametrize("today", [None, TODAY])


def country_of_two() -> World:
    """Return a country of A and B, which owes and is silent; A ends with September 2025."""
    world = World()
    world.place("viet-nam", "country")
    world.place("a", below="viet-nam", valid_to=date(2025, 9, 30))
    world.place("b", below="viet-nam")
    world.owes("b")
    return world


@MAPS
def test_quarter_is_known_whatever_name_its_province_bears_today(today):
    world = country_of_two()
    for park in ("p", "r"):
        world.place(park, "industrial_park", below="a")
    world.place("c", below="viet-nam", valid_from=date(2025, 10, 1))
    world.goes_into("a", "c", date(2025, 10, 1))
    world.says("p", "2025-Q1", 10)
    world.says("p", "2025-Q2", 30)
    world.says("r", "2025-Q2", 5, IN_QUARTER)
    row = world.row("viet-nam", "2025-Q2", today=today)
    # To date P's 30 (R's first quarter is missing); in the quarter P's 20 and R's 5: P is in both, so the quarter holds
    # no less than the year beside it. On today's map C stands for A, of which the quarter is whole and the year is not.
    assert (low(row.to_date), low(row.in_quarter)) == (30, 25)
    assert row.quarter_roll_up is not None
    assert row.quarter_roll_up.coverage == Coverage(1, 2)


@MAPS
def test_quarter_of_a_part_of_a_split_is_known_whatever_the_part_becomes(today):
    world = country_of_two()
    split, after = date(2025, 5, 20), date(2025, 7, 1)
    world.place("old", below="viet-nam", valid_to=date(2025, 5, 19))
    for slug, share in (("d", "0.6"), ("e", "0.4")):
        world.place(slug, below="viet-nam", valid_from=split, valid_to=date(2025, 6, 30))
        world.goes_into("old", slug, split, share)
    for slug, share in (("f", "0.5"), ("g", "0.5")):
        world.place(slug, below="viet-nam", valid_from=after)
        world.goes_into("e", slug, after, share)
    days = Basis.OTHER_SPAN
    world.says("old", "2025-Q2", 100, days, from_on=date(2025, 4, 1), to_on=date(2025, 5, 19))
    world.says("e", "2025-Q2", 7, days, from_on=split, to_on=date(2025, 6, 30))
    row = world.row("viet-nam", "2025-Q2", today=today)
    # D is silent, so only E's part of the quarter is known: 0.4 × 100 + 7. Of the year E's days alone are: 7.
    assert (low(row.to_date), low(row.in_quarter)) == (7, Decimal(47))


@MAPS
def test_quarter_of_one_park_is_that_of_nobody_on_either_map(today):
    world = country_of_two()
    for park in ("p", "r"):
        world.place(park, "industrial_park", below="a")
    world.place("c", below="viet-nam", valid_from=date(2025, 10, 1))
    world.goes_into("a", "c", date(2025, 10, 1))
    world.says("p", "2025-Q1", 10)
    world.says("p", "2025-Q2", 30)
    world.says("r", "2025-Q2", 100)
    row = world.row("viet-nam", "2025-Q2", today=today)
    # R's quarter is known only together with its first: P's 20 are no quarter of the two that brought 130.
    assert (low(row.to_date), row.in_quarter.amount, row.in_quarter.reason) == (130, None, Reason.JOINTLY_ONLY)


def test_last_year_of_a_successor_that_reports_by_its_parks_is_all_of_its_predecessors():
    world = World()
    world.place("viet-nam", "country")
    eve, merger = date(2024, 12, 31), date(2025, 1, 1)
    for old in ("a", "b"):
        world.place(old, below="viet-nam", valid_to=eve)
    world.place("c", below="viet-nam", valid_from=merger)
    for old in ("a", "b"):
        world.goes_into(old, "c", merger)
    world.place("p", "industrial_park", below="b", until=eve)
    world.lies("p", "c", since=merger)
    world.place("r", "industrial_park", below="c", valid_from=merger)
    world.says("a", "2024-Q2", 5)
    world.says("p", "2024-Q2", 1)
    world.says("p", "2025-Q2", 2)
    world.says("r", "2025-Q2", 8)
    for slug in ("c", "viet-nam"):
        compared = world.row(slug, "2025-Q2").same_period_last_year
        # All of C, 2 + 8, beside all of A and B, 5 + 1: never P's 2 beside its 1, as if A had brought nothing.
        assert compared is not None
        assert (compared.value, compared.current) == (Amount.exactly(6), Amount.exactly(10))
        assert compared.like_for_like


@MAPS
def test_own_report_is_not_compared_with_a_sum_under_the_name_that_follows(today):
    world = country_of_two()
    for park in ("p", "r"):
        world.place(park, "industrial_park", below="a")
    world.place("c", below="viet-nam", valid_from=date(2025, 10, 1))
    world.goes_into("a", "c", date(2025, 10, 1))
    world.says("a", "2025-Q2", 1, IN_QUARTER)
    world.says("p", "2025-Q3", 4, IN_QUARTER)
    world.says("r", "2025-Q3", 3, IN_QUARTER)
    row = world.row("viet-nam", "2025-Q3", today=today)
    # 7 of the parks in Q3 and A's own 1 in Q2 are two sorts of numbers, whatever A is called later.
    assert low(row.in_quarter) == 7
    assert row.previous_quarter is not None
    assert (row.previous_quarter.ratio, row.previous_quarter.units) == (None, 0)


def test_perimeter_whose_parks_have_left_keeps_what_they_brought_in_the_sum_above_it():
    world = World()
    world.place("viet-nam", "country")
    world.place("x", below="viet-nam")
    world.place("zone", "economic_zone", below="x")
    world.place("r", "industrial_park", below="x")
    world.place("p", "industrial_park", below="zone", until=date(2025, 3, 31))
    world.lies("p", "x", since=date(2025, 4, 1))
    world.says("p", "2025-Q1", 10)
    world.says("p", "2025-Q2", 30)
    world.says("r", "2025-Q2", 5)
    # The zone's 10 until P left it, P's 20 since, R's 5: never 25, as if the zone were late.
    row = world.row("x", "2025-Q2")
    assert row.roll_up is not None
    assert (low(row.to_date), row.roll_up.whole, row.missing) == (35, True, ())
    assert low(world.row("viet-nam", "2025-Q2").to_date) == 35
    # Another park of the zone, which is silent, takes nothing from what is known: it is what the 35 lack.
    world.place("q", "industrial_park", below="zone")
    world.owes("q")
    row = world.row("x", "2025-Q2")
    assert row.roll_up is not None
    assert (low(row.to_date), row.roll_up.whole) == (35, False)
    assert row.roll_up.lacking_keys == (world.places["q"].id,)
    # Once it has a figure of the first quarter alone, the zone is known to March, and late as a whole.
    world.says("q", "2025-Q1", 1)
    row = world.row("x", "2025-Q2")
    assert row.roll_up is not None
    assert (low(row.to_date), row.roll_up.other_span_keys) == (25, (world.places["zone"].id,))


def test_park_to_which_nothing_more_applies_keeps_its_part_of_the_year():
    world = World()
    world.place("x")
    for park in ("p", "r"):
        world.place(park, "industrial_park", below="x")
        world.owes(park)
    world.says("p", "2025-Q1", 10)
    world.says("p", "2025-Q2", None, IN_QUARTER, status=ObservationStatus.NOT_APPLICABLE)
    world.says("r", "2025-Q1", 2)
    world.says("r", "2025-Q2", 5)
    row = world.row("x", "2025-Q2")
    # P's 10 of the first quarter are all that P owes of the half-year; in the second nothing is asked of it.
    assert (low(row.to_date), row.to_date.carried, row.reported_of_expected) == (15, False, (2, 2))
    assert low(row.in_quarter) == 3
    assert row.quarter_roll_up is not None
    assert row.quarter_roll_up.coverage == Coverage(1, 1)


@pytest.mark.parametrize("zone_says", [False, True])
def test_park_that_left_a_zone_in_silence_is_missing_from_the_sum_above_the_zone(zone_says):
    world = World()
    world.place("viet-nam", "country")
    world.place("x", below="viet-nam")
    world.place("zone", "economic_zone", below="x")
    world.place("r", "industrial_park", below="x")
    world.place("p", "industrial_park", below="zone", valid_to=date(2025, 5, 19))
    world.owes("r")
    world.owes("p", until=date(2025, 5, 19))
    world.says("r", "2025-Q2", 5)
    if zone_says:
        # Some figure of the zone, of long ago: it is heard, and says nothing of the year.
        world.says("zone", "2023-Q4", 1)
    row = world.row("x", "2025-Q2")
    assert row.roll_up is not None
    # P owed its figure until it closed; that the zone holds nothing any more makes the sum no whole one.
    assert (low(row.to_date), row.roll_up.whole, row.reported_of_expected) == (5, False, (1, 2))


@MAPS
def test_a_predecessor_without_a_duty_is_no_gap_of_the_country_on_either_map(today):
    world = country_of_two()
    world.place("e", below="viet-nam", valid_to=date(2025, 9, 30))
    world.place("c", below="viet-nam", valid_from=date(2025, 10, 1))
    for old in ("a", "e"):
        world.goes_into(old, "c", date(2025, 10, 1))
    world.place("p", "industrial_park", below="b")
    world.says("a", "2025-Q2", 7, IN_QUARTER)
    world.says("b", "2025-Q2", 100)
    world.says("p", "2025-Q2", 30, IN_QUARTER)
    row = world.row("viet-nam", "2025-Q2", today=today)
    # B's quarter is known by its park alone; nobody owes E's, so that nothing owed is missing from 7 + 30.
    assert (low(row.to_date), low(row.in_quarter)) == (100, 37)


@pytest.mark.parametrize("silent", [False, True])
def test_a_silent_place_does_not_take_away_what_a_place_that_moved_had_brought(silent):
    world = World()
    world.place("viet-nam", "country")
    world.place("a", below="viet-nam")
    world.place("board", "perimeter", below="a")
    world.place("p", "industrial_park", below="board", until=date(2025, 3, 31))
    world.lies("p", "a", since=date(2025, 4, 1))
    world.place("r", "industrial_park", below="a")
    if silent:
        world.place("s", "industrial_park", below="board")
        world.owes("s")
    world.says("p", "2025-Q1", 10, IN_QUARTER)
    world.says("r", "2025-Q1", 1, IN_QUARTER)
    world.says("r", "2025-Q2", 2, IN_QUARTER)
    row = world.row("a", "2025-Q2")
    # P's 10 of the first quarter stay the board's, whoever else lies below it and is silent.
    assert low(row.to_date) == 13
    assert [place.slug for place in row.marks.missing_below] == (["s"] if silent else [])
