"""A chain of three successions: the history is handed on whole, and both maps agree at every step.

A and B became C on 1 January 2024, C and D became E on 1 July 2024, E took the name F on 1 April 2025.
"""

from datetime import date
from decimal import Decimal

import pytest

from tests.progress.memory_worlds import World, eve, low, slugs
from tracker.progress.measures import Basis
from tracker.progress.periods import Quarter, quarters_between

STEPS = ((("a", "b"), "c", date(2024, 1, 1)), (("c", "d"), "e", date(2024, 7, 1)), (("e",), "f", date(2025, 4, 1)))
TODAY = date(2026, 1, 1)
# What each province brought in each quarter of its life.
BROUGHT = {
    "a": {"2023-Q1": 1, "2023-Q2": 2, "2023-Q3": 3, "2023-Q4": 4},
    "b": {"2023-Q1": 10, "2023-Q2": 20, "2023-Q3": 30, "2023-Q4": 40},
    "c": {"2024-Q1": 50, "2024-Q2": 60},
    "d": {
        "2023-Q1": 100,
        "2023-Q2": 200,
        "2023-Q3": 300,
        "2023-Q4": 400,
        "2024-Q1": 500,
        "2024-Q2": 600,
    },
    "e": {"2024-Q3": 1000, "2024-Q4": 2000, "2025-Q1": 3000},
    "f": {"2025-Q2": 4000, "2025-Q3": 5000},
}


def chain() -> World:
    world = World()
    world.place("viet-nam", "country")
    begins = {successor: on for _old, successor, on in STEPS}
    ends = {old: eve(on) for olds, _new, on in STEPS for old in olds}
    for slug in BROUGHT:
        world.place(slug, below="viet-nam", valid_from=begins.get(slug), valid_to=ends.get(slug))
    for olds, new, on in STEPS:
        for old in olds:
            world.goes_into(old, new, on)
    for slug, quarters in BROUGHT.items():
        for quarter, value in quarters.items():
            world.says(slug, quarter, value, Basis.IN_QUARTER)
    return world


QUARTERS = tuple(quarters_between(Quarter(2023, 1), Quarter(2025, 3)))


def in_all(first: Quarter, last: Quarter) -> int:
    """Return what all provinces brought from one quarter to another."""
    return sum(
        value
        for quarters in BROUGHT.values()
        for quarter, value in quarters.items()
        if first <= Quarter.parse(quarter) <= last
    )


@pytest.mark.parametrize("quarter", QUARTERS, ids=str)
def test_both_maps_and_the_end_of_the_chain_hold_the_whole_history(quarter):
    world = chain()
    year = in_all(Quarter(quarter.year, 1), quarter)
    then, today = (world.row("viet-nam", quarter, today=day) for day in (None, TODAY))
    # All of the country lies in the chain: it, and F on today's map, are what its land brought, whatever its name was.
    for row in (then, today, world.row("f", quarter, today=TODAY)):
        assert (low(row.to_date), row.to_date.to_on) == (year, quarter.last_day)
        assert low(row.in_quarter) == in_all(quarter, quarter)


def test_last_year_is_read_through_two_links_of_the_chain():
    row = chain().row("f", "2025-Q2", today=None)
    # 7,000 in the first half of 2025; 50 + 60 of C and 500 + 600 of D in that of 2024.
    assert low(row.to_date) == 7000
    compared = row.same_period_last_year
    assert compared is not None
    assert compared.value is not None
    assert compared.value.value == 1210


def test_silent_link_is_missing_at_the_end_of_the_chain():
    world = chain()
    d = world.places["d"].id
    world.figures = [figure for figure in world.figures if figure.place.id != d]
    world.owes("d")
    row = world.row("f", "2024-Q2", today=TODAY)
    # C's 110 without D is not the half year of F's land, and says whose part is not there: two steps before F.
    assert low(row.to_date) == 110
    assert (slugs(row.marks.missing_below), "partial_sum" in row.states) == (["d"], True)


# --- In the midst of a quarter --------------------------------------------------------------------------------------

RENAMED, DAY_BEFORE = date(2025, 5, 10), date(2025, 5, 9)


def renamed_in_may() -> World:
    """Old becomes New on 10 May; beside them lies Y."""
    world = World()
    world.place("viet-nam", "country")
    world.place("old", below="viet-nam", valid_to=DAY_BEFORE)
    world.place("new", below="viet-nam", valid_from=RENAMED)
    world.place("y", below="viet-nam")
    world.goes_into("old", "new", RENAMED)
    return world


@pytest.mark.parametrize("today", [None, date(2026, 1, 1)])
def test_quarter_that_a_successor_types_covers_its_predecessor(today):
    world = renamed_in_may()
    world.goal("old", 100)
    world.says("old", "2025-Q1", 10)
    world.says("new", "2025-Q2", 20, Basis.IN_QUARTER)
    for slug in ("new", "viet-nam"):
        row = world.row(slug, "2025-Q2", root="viet-nam", today=today)
        # 10 until March and 20 of the whole second quarter: 30 of 100; nobody is missing.
        assert (low(row.to_date), row.to_date.to_on, low(row.in_quarter)) == (30, date(2025, 6, 30), 20), slug
        assert row.progress.attainment.low == Decimal("0.3")
        assert row.missing == ()


@pytest.mark.parametrize("today", [None, date(2026, 1, 1)])
def test_parks_that_report_by_quarters_lose_nothing_when_their_province_is_renamed_within_one(today):
    world = renamed_in_may()
    for park, after in (("p", "new"), ("q", "y")):
        world.place(park, "industrial_park")
        world.lies(park, "old", None, DAY_BEFORE)
        world.lies(park, after, RENAMED)
    for park, march, june in (("p", 10, 30), ("q", 5, 9)):
        world.says(park, "2025-Q1", march)
        world.says(park, "2025-Q2", june)
    # What of April to June came before 10 May nobody reported apart: it stands where the park lies now.
    for slug, reached in (("new", 30), ("y", 9), ("viet-nam", 39)):
        row = world.row(slug, "2025-Q2", root="viet-nam", today=today)
        assert (low(row.to_date), row.to_date.to_on) == (reached, date(2025, 6, 30)), slug


def test_what_a_closed_park_brought_is_not_lost_for_what_moved_on():
    world = renamed_in_may()
    world.place("p", "industrial_park")
    world.lies("p", "old", None, DAY_BEFORE)
    world.lies("p", "new", RENAMED)
    world.place("r", "industrial_park", below="old", valid_to=DAY_BEFORE)
    for park, march in (("p", 10), ("r", 7)):
        world.says(park, "2025-Q1", march)
    world.says("p", "2025-Q2", 30)
    row = world.row("new", "2025-Q2", root="viet-nam")
    # R's days until 9 May are not all known: 30 of P alone would pass for all of it.
    assert (low(row.to_date), row.to_date.to_on) == (17, date(2025, 3, 31))


def test_nothing_is_lost_where_one_park_tells_the_days_apart_and_another_does_not():
    world = renamed_in_may()
    for park in ("p", "q"):
        world.place(park, "industrial_park")
        world.lies(park, "old", None, DAY_BEFORE)
        world.lies(park, "new", RENAMED)
    world.says("p", "2025-Q2", 12, Basis.OTHER_SPAN, from_on=date(2025, 1, 1), to_on=DAY_BEFORE)
    world.says("p", "2025-Q2", 8, Basis.OTHER_SPAN, from_on=RENAMED, to_on=date(2025, 6, 30))
    world.says("q", "2025-Q2", 9)
    row = world.row("new", "2025-Q2", root="viet-nam")
    # 12 + 8 are all of P's; 8 + 9 would be without its days in Old. Q's 9 are of both and are missed by name.
    assert (low(row.to_date), row.to_date.to_on) == (20, date(2025, 6, 30))
    assert slugs(row.marks.missing_below) == ["q"]


def test_park_that_moves_within_a_quarter_stays_whole_in_the_country():
    world = World()
    world.place("viet-nam", "country")
    for slug in ("x", "y"):
        world.place(slug, below="viet-nam")
    world.place("q", "industrial_park")
    world.lies("q", "x", None, DAY_BEFORE)
    world.lies("q", "y", RENAMED)
    world.says("q", "2025-Q1", 5)
    world.says("q", "2025-Q2", 9)
    for slug in ("y", "viet-nam"):
        row = world.row(slug, "2025-Q2", root="viet-nam")
        # Not 5 until March beside 4 in the quarter: it lay in the country all the time.
        assert (low(row.to_date), row.to_date.to_on) == (9, date(2025, 6, 30)), slug
