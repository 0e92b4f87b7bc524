"""The verdict on the first page: over the same units, and none where too few have reported. Amounts are millions."""

from decimal import Decimal

import pytest

from tests.progress.memory_worlds import INDICATORS, World
from tracker.progress.measures import Status
from tracker.progress.periods import Quarter
from tracker.progress.rows import ChildProgress
from tracker.progress.verdict import verdict_of

QUARTER = Quarter.parse("2025-Q2")


def country(*provinces):
    world = World()
    world.place("viet-nam", "country")
    for slug in provinces:
        world.place(slug, below="viet-nam")
    return world


def verdict(world, *provinces, code="fdi"):
    builder = world.builder(QUARTER)
    ids = [INDICATORS[code].id]

    def rows(slug):
        return tuple(builder.rows_for(world.places[slug].id, with_parts=False, indicator_ids=ids))

    children = [
        ChildProgress(
            place=world.places[slug],
            rows=rows(slug),
            owes=builder.roller.owes(world.places[slug].id, ids[0]),
            has_anything=True,
        )
        for slug in provinces
    ]
    return verdict_of(rows("viet-nam"), children, code)


def test_pace_is_that_of_all_that_have_both_and_the_late_are_named_worst_first():
    names = ("a", "b", "c")
    world = country(*names)
    world.owes(*names)
    for slug, reached in (("a", 50), ("b", 20), ("c", 10)):
        world.goal(slug, 100)
        world.says(slug, "2025-Q2", reached)
    found = verdict(world, *names)
    # 80 of 300, where 150 should have come.
    assert (found.reported, found.owing, found.enough) == (3, 3, True)
    assert found.pace is not None
    assert round(found.pace, 4) == Decimal("0.5333")
    assert [row.place.slug for row in found.behind] == ["c", "b"]
    assert (found.count(Status.OFF_TRACK), found.count(Status.ON_TRACK)) == (2, 1)


@pytest.mark.parametrize(("reporting", "enough"), [(0, False), (1, False), (2, True), (4, True)])
def test_fewer_than_half_of_those_that_owe_are_too_few(reporting, enough):
    names = ("a", "b", "c", "d")
    world = country(*names)
    world.owes(*names)
    for number, slug in enumerate(names):
        world.goal(slug, 100)
        if number < reporting:
            world.says(slug, "2025-Q2", 60)
    found = verdict(world, *names)
    assert (found.reported, found.owing) == (reporting, 4)
    assert found.enough is enough
    assert (found.pace is not None) is enough


def test_figure_of_an_earlier_quarter_is_no_report_of_this_one():
    world = country("a", "b")
    world.owes("a", "b")
    world.says("a", "2025-Q1", 5, code="area")
    world.says("b", "2025-Q2", 5, code="area")
    world.owes("a", "b", code="area")
    assert verdict(world, "a", "b", code="area").reported == 1


def test_how_many_are_judged_by_an_earlier_figure_is_told():
    names = ("a", "b", "c")
    world = country(*names)
    world.owes(*names)
    world.says("a", "2025-Q2", 50)
    world.says("b", "2025-Q1", 20)
    found = verdict(world, *names)
    assert (found.reported, found.owing, found.earlier) == (1, 3, 1)


def test_those_that_owe_nothing_are_not_waited_for_unless_nobody_owes():
    world = country("a", "b", "c")
    world.says("a", "2025-Q2", 5)
    assert (verdict(world, "a", "b", "c").reported, verdict(world, "a", "b", "c").owing) == (1, 3)
    world.owes("a")
    assert (verdict(world, "a", "b", "c").reported, verdict(world, "a", "b", "c").owing) == (1, 1)


def test_country_of_no_place_has_no_verdict():
    found = verdict(country())
    assert not found.enough
    assert found.pace is None
    assert found.behind == []


def test_place_with_a_quarter_but_no_year_to_date_is_reported_and_judged_by_an_earlier_quarter():
    world = country("a", "b")
    world.owes("a", "b")
    for slug in ("a", "b"):
        world.goal(slug, 100)
        world.says(slug, "2025-Q1", 20)
    world.says("b", "2025-Q2", 30)
    found = verdict(world, "a", "b")
    assert (found.reported, found.owing, found.earlier) == (1, 2, 1)
