"""The first sentence of a page says nothing that is not so: what cannot be judged yet is not "not on track"."""

from datetime import date
from types import SimpleNamespace
from typing import Any, cast

import pytest
from django.utils import translation

from tests.progress.memory_worlds import World, q
from tracker.progress.rows import PlaceProgress
from tracker.web.headlines import place_headline
from tracker.web.notes import late_goals, late_words
from tracker.web.owners import goal_places


def said_of_country(world: World, language: str, **asked: Any) -> str:
    """Return the headline of the country's page at the second quarter of 2025."""
    rows = world.rows("viet-nam", "2025-Q2", **asked)
    page = SimpleNamespace(place=world.places["viet-nam"], quarter=q("2025-Q2"))
    with translation.override(language):
        return place_headline(cast(PlaceProgress, page), rows).replace("\u00a0", " ")


@pytest.fixture
def world() -> World:
    found = World()
    found.place("viet-nam", "country")
    return found


def test_goal_that_is_judged_at_the_years_end_alone_is_not_due_yet(world: World):
    world.goal("viet-nam", 100, code="area")
    world.says("viet-nam", "2025-Q2", 20, code="area")
    assert said_of_country(world, "en", code="area") == "viet-nam, Q2 2025: 0 of 1 goal on track; 1 not due yet"
    assert said_of_country(world, "vi", code="area").endswith("0/1 mục tiêu đúng tiến độ; 1 chưa đến hạn")


def test_sum_with_too_few_of_its_goals_says_that_reports_are_missing(world: World):
    for slug in ("a", "b", "c"):
        world.place(slug, below="viet-nam")
        world.goal(slug, 100)
    world.says("a", "2025-Q2", 20)
    said = "viet-nam, Q2 2025: figures of only 1 of 3 that have a goal, too few to judge"
    assert said_of_country(world, "en") == said
    assert said_of_country(world, "vi").endswith("mới có số của 1/3 đơn vị có mục tiêu, chưa đủ để đánh giá")


def test_goal_of_several_places_together_is_no_goal_of_other_places(world: World):
    for slug, value in (("a", 60), ("b", 6)):
        world.place(slug, below="viet-nam")
        world.says(slug, "2025-Q2", value)
    world.goal("viet-nam", 100, members=["a", "b"])
    assert said_of_country(world, "en") == "viet-nam, Q2 2025: 1 goal of several places together, 1 on track"
    assert said_of_country(world, "vi").endswith("1/1 mục tiêu chung của nhiều địa bàn đúng tiến độ")
    world.figures.clear()
    assert said_of_country(world, "en").endswith(": 1 goal of several places together, no figure yet")


def test_goal_at_risk_is_said(world: World):
    world.goal("viet-nam", 100)
    world.says("viet-nam", "2025-Q2", 42)
    assert said_of_country(world, "en") == "viet-nam, Q2 2025: 0 of 1 goal on track; 1 at risk"
    assert said_of_country(world, "vi").endswith("; 1 cần chú ý")


def test_goal_of_a_place_without_figures_is_not_named_beside_a_sum_that_leaves_it_out(world: World):
    for slug in ("a", "b", "c"):
        world.place(slug, below="viet-nam")
    for slug in ("a", "b"):
        world.goal(slug, 100)
    world.says("a", "2025-Q2", 20)
    [row] = [row for row in world.rows("viet-nam", "2025-Q2") if row.terms is not None]
    assert row.terms is not None
    assert row.terms.amount.value == 100
    assert [place.slug for place in goal_places(row)] == ["a"]


def test_late_goals_of_one_name_are_told_apart_by_their_periods(world: World):
    world.goal("viet-nam", 100)
    world.goal("viet-nam", 1000, ends=date(2027, 12, 31))
    world.says("viet-nam", "2025-Q2", 10)
    with translation.override("en"):
        names = [name for name, _said in late_goals(world.rows("viet-nam", "2025-Q2"))]
    assert len(names) == len(set(names)) == 2
    assert all("2025" in name for name in names)


def test_what_is_late_of_several_places_together_is_not_called_the_places_own(world: World):
    for slug in ("a", "b"):
        world.place(slug, below="viet-nam")
        world.says(slug, "2025-Q2", 5)
    world.goal("viet-nam", 100, members=["a", "b"])
    with translation.override("en"):
        assert late_words(world.rows("viet-nam", "2025-Q2")).startswith("off track, of several places together: ")
