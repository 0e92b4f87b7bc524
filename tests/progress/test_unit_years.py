"""How a sum came from last year's to this year's, in small worlds worked by hand: whom it names, and what it leaves."""

from datetime import date
from decimal import Decimal

import pytest

from tests.progress.memory_worlds import World, slugs
from tracker.progress.measures import Basis
from tracker.progress.rows import ProgressRow

MERGER, EVE = date(2025, 7, 1), date(2025, 6, 30)


def province_with_parks(*figures: tuple[str, int | None, int | None]) -> World:
    """Return the province X whose parks owe a report, with what each had in the first quarter of 2024 and of 2025."""
    world = World()
    world.place("viet-nam", "country")
    world.place("x", below="viet-nam")
    for slug, before, now in figures:
        world.place(slug, "industrial_park", below="x")
        world.owes(slug)
        for quarter, value in (("2024-Q1", before), ("2025-Q1", now)):
            if value is not None:
                world.says(slug, quarter, value)
    return world


def years_of(row: ProgressRow):
    assert row.years_of_units is not None
    return row.years_of_units


@pytest.mark.parametrize("speaks", [False, True])
def test_parks_without_both_years_are_named_whether_or_not_the_province_speaks_for_itself(speaks: bool):
    world = province_with_parks(("a", 40, 70), ("b", 50, 45), ("c", None, 20), ("d", None, None))
    if speaks:
        world.says("x", "2024-Q1", 100)
        world.says("x", "2025-Q1", 160)
    years = years_of(world.row("x", "2025-Q1"))
    assert (slugs(unit.place for unit in years.units), slugs(years.left_out)) == (["a", "b"], ["c", "d"])


def test_place_of_which_a_part_has_one_year_alone_is_not_told_as_the_whole():
    world = province_with_parks(("c", 10, 20), ("d", 1, None), ("e", 5, 6))
    world.place("y", below="viet-nam")
    world.place("f", "industrial_park", below="y")
    for quarter, value in (("2024-Q1", 3), ("2025-Q1", 4)):
        world.says("f", quarter, value)
    units = years_of(world.row("viet-nam", "2025-Q1")).units
    # X had 16 and of d nobody knows this year's: 15 and 26 are those of two of its three parks. Y's are all of it.
    assert [(unit.place.slug, unit.earlier.low, unit.current.low, unit.units) for unit in units] == [
        ("x", 15, 26, (2, 3)),
        ("y", 3, 4, (1, 1)),
    ]
    assert [unit.is_part for unit in units] == [True, False]


@pytest.mark.parametrize("said", [(120, Basis.YEAR_TO_DATE), (45, Basis.IN_QUARTER)])
def test_year_of_a_merger_is_not_told_by_predecessors_that_ended_on_its_eve(said: tuple[int, Basis]):
    world = World()
    world.place("viet-nam", "country")
    for slug in ("a", "b"):
        world.place(slug, below="viet-nam", valid_to=EVE)
    world.place("c", below="viet-nam", valid_from=MERGER)
    for slug, times in (("a", 1), ("b", 2)):
        world.goes_into(slug, "c", MERGER)
        for quarter, value in (("2024-Q2", 20), ("2024-Q3", 30), ("2025-Q2", 25)):
            world.says(slug, quarter, value * times)
    world.says("c", "2025-Q3", *said)
    row = world.row("c", "2025-Q3", root="viet-nam")
    # 30 and 60 then, 120 now; the 60 and 75 of the two half-years would be a year to date of nobody.
    compared = row.same_period_last_year
    assert compared is not None
    assert (compared.value.low, compared.current.low) == (90, 120)
    assert row.years_of_units is None
    country = years_of(world.row("viet-nam", "2025-Q3"))
    assert [(unit.place.slug, unit.earlier.low, unit.current.low) for unit in country.units] == [("c", 90, 120)]


def two_channels(park: tuple[int | None, int | None]) -> World:
    """Return a zone and a perimeter of X that both report the same park."""
    world = province_with_parks()
    world.place("zone", "economic_zone", below="x")
    world.place("perimeter", "perimeter", below="x")
    world.place("park", "industrial_park", below="perimeter")
    world.members = {world.places["zone"].id: frozenset({world.places["park"].id})}
    for slug, both in (("perimeter", (100, 120)), ("zone", (50, 60)), ("park", park)):
        for quarter, value in zip(("2024-Q1", "2025-Q1"), both, strict=True):
            if value is not None:
                world.says(slug, quarter, value)
    return world


@pytest.mark.parametrize("slug", ["x", "viet-nam"])
def test_park_that_two_channels_report_is_compared_once(slug: str):
    row = two_channels((20, 30)).row(slug, "2025-Q1", root="viet-nam")
    compared = row.same_period_last_year
    assert compared is not None
    # 120 + 60 less the park's 30 are 150 now; 100 + 50 less its 20 were 130: 150 / 130, and not 180 / 150.
    assert row.to_date.amount.low == compared.current.low == 150
    assert (compared.value.low, compared.difference.low) == (130, 20)
    assert round(compared.change.low, 4) == Decimal("0.1538")
    assert (compared.units, compared.units_of) == (2, 2)
    if slug == "x":
        # What zone and perimeter brought does not add up to it: there is no list of the two.
        assert row.years_of_units is None
    else:
        assert [(unit.earlier.low, unit.current.low) for unit in years_of(row).units] == [(130, 150)]


def test_park_of_two_channels_known_in_one_year_alone_is_taken_out_of_neither():
    row = two_channels((None, 30)).row("x", "2025-Q1")
    compared = row.same_period_last_year
    assert compared is not None
    # What it had brought in 2024 nobody knows: both years are compared with it, twice in each.
    assert (compared.value.low, compared.current.low) == (150, 180)
    assert row.years_of_units is None
