"""The first sentence of a page says nothing that is not so: what cannot be judged yet is not "not on track"."""

from types import SimpleNamespace
from typing import Any, cast

import pytest
from django.utils import translation

from tests.progress.memory_worlds import World, q
from tracker.progress.rows import PlaceProgress
from tracker.web.headlines import place_headline


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
    assert said_of_country(world, "en").endswith("1 goal of other places, 0 on track; 1 incomplete")
    assert said_of_country(world, "vi").endswith("; 1 chưa đủ báo cáo")


def test_goal_of_several_places_together_is_no_goal_of_other_places(world: World):
    for slug, value in (("a", 60), ("b", 6)):
        world.place(slug, below="viet-nam")
        world.says(slug, "2025-Q2", value)
    world.goal("viet-nam", 100, members=["a", "b"])
    assert said_of_country(world, "en") == "viet-nam, Q2 2025: 1 goal of several places together, 1 on track"
    assert said_of_country(world, "vi").endswith("1/1 mục tiêu chung của nhiều địa bàn đúng tiến độ")
    world.figures.clear()
    assert said_of_country(world, "en").endswith(": 1 goal of several places together, no figure yet")
