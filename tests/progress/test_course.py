"""How a row's year went: the same numbers as the row, no future, no half of a year before. Amounts are millions."""

from datetime import date
from decimal import Decimal

from tests.progress.memory_worlds import INDICATORS, World, low
from tracker.progress.measures import Basis
from tracker.progress.periods import Quarter

IN_QUARTER = Basis.IN_QUARTER


def course(world, slug, quarter, code="fdi"):
    builder = world.builder(Quarter.parse(quarter), today=None)
    key = world.places[slug].id
    rows = builder.rows_for(key, with_parts=False, indicator_ids=[INDICATORS[code].id], courses_of=None)
    return rows[0], rows[0].course


def lows(points, name):
    readings = [getattr(point, name) for point in points]
    return [None if reading is None else low(reading) for reading in readings]


def country():
    world = World()
    world.place("viet-nam", "country")
    world.place("a", below="viet-nam")
    return world


def test_year_of_a_goal_quarter_by_quarter():
    world = country()
    for quarter, value in (("2024-Q1", 10), ("2024-Q2", 15), ("2024-Q3", 30), ("2024-Q4", 80)):
        world.says("a", quarter, value)
    world.says("a", "2025-Q1", 20)
    world.says("a", "2025-Q2", 50)
    world.says("a", "2025-Q3", 70)
    world.goal("a", 100)
    row, points = course(world, "a", "2025-Q2")
    assert [str(point.quarter) for point in points] == ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"]
    # Read in the second quarter the third is still to come, though somebody has reported it since.
    assert lows(points, "to_date") == [20, 50, None, None]
    assert lows(points, "in_quarter") == [20, 30, None, None]
    assert lows(points, "to_date_before") == [10, 15, 30, 80]
    assert lows(points, "in_quarter_before") == [10, 5, 15, 50]
    assert [point.expected.low for point in points] == [25, 50, 75, 100]
    assert (points[1].to_date, points[1].in_quarter) == (row.to_date, row.in_quarter)


def test_quarter_that_nobody_reported_is_not_known_and_not_zero():
    world = country()
    world.says("a", "2025-Q2", 50)
    world.goal("a", 100)
    _row, points = course(world, "a", "2025-Q3")
    assert lows(points, "in_quarter") == [None, None, None, None]
    assert points[0].to_date is not None
    assert points[0].to_date.amount is None
    assert lows(points, "to_date")[1] == 50
    assert lows(points, "to_date_before") == [None] * 4


def test_half_of_the_year_before_is_no_year_to_compare_with():
    world = country()
    world.place("b", below="viet-nam")
    world.owes("a", "b")
    for number in (1, 2, 3, 4):
        world.says("a", f"2024-Q{number}", 10 * number)
        world.says("a", f"2025-Q{number}", 12 * number)
        world.says("b", f"2025-Q{number}", 7 * number)
        if number < 3:
            world.says("b", f"2024-Q{number}", 5 * number)
    _row, points = course(world, "viet-nam", "2025-Q4")
    assert lows(points, "to_date") == [19, 38, 57, 76]
    # B was silent from the third quarter of the year before on.
    assert lows(points, "to_date_before") == [15, 30, None, None]


def test_goal_of_several_years_goes_on_from_where_it_began():
    world = country()
    world.says("a", "2024-Q4", 40, from_on=date(2024, 1, 1))
    world.says("a", "2025-Q1", 5)
    world.says("a", "2025-Q2", 9)
    world.goal("a", 200, date(2024, 1, 1), date(2026, 12, 31))
    _row, points = course(world, "a", "2025-Q2")
    assert lows(points, "to_date") == [45, 49, None, None]
    assert lows(points, "in_quarter") == [5, 4, None, None]


def test_goal_that_begins_within_the_year_asks_for_nothing_before():
    world = country()
    world.says("a", "2025-Q3", 30, IN_QUARTER)
    world.goal("a", 60, date(2025, 7, 1), date(2025, 12, 31))
    _row, points = course(world, "a", "2025-Q3")
    assert lows(points, "to_date") == [None, None, 30, None]
    assert [point.expected and point.expected.low for point in points] == [None, None, 30, 60]


def test_level_is_read_at_the_end_of_each_quarter():
    world = country()
    for quarter, value in (("2024-Q4", 80), ("2025-Q1", 81), ("2025-Q2", Decimal("80.5"))):
        world.says("a", quarter, value, code="area")
    world.goal("a", 90, code="area", baseline=80)
    _row, points = course(world, "a", "2025-Q2", "area")
    assert lows(points, "to_date") == [81, Decimal("80.5"), None, None]
    assert lows(points, "to_date_before")[3] == 80


def test_year_across_a_merger_goes_on():
    world = country()
    merger = date(2025, 7, 1)
    world.place("old", below="viet-nam", valid_to=date(2025, 6, 30))
    world.place("new", below="viet-nam", valid_from=merger)
    world.goes_into("old", "new", merger)
    world.says("old", "2025-Q1", 10)
    world.says("old", "2025-Q2", 30)
    world.says("new", "2025-Q3", 5, IN_QUARTER)
    _row, points = course(world, "new", "2025-Q3")
    assert lows(points, "to_date") == [10, 30, 35, None]
    assert lows(points, "in_quarter") == [10, 20, 5, None]


def test_rows_that_nobody_draws_carry_no_year_and_parts_never_do():
    world = country()
    world.says("a", "2025-Q1", 20)
    world.goal("a", 100)
    builder = world.builder(Quarter.parse("2025-Q1"), today=None)
    key = world.places["a"].id
    assert builder.rows_for(key, with_parts=True)[0].course == ()
    assert builder.rows_for(key, with_parts=True, courses_of=None)[0].course
    country_row = builder.rows_for(world.places["viet-nam"].id, with_parts=True, courses_of=None)[0]
    assert country_row.course
    assert [part.course for part in country_row.parts] == [()]
