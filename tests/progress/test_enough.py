"""How many have to report before a sum of them is judged."""

from decimal import Decimal

import pytest
from django.utils import translation

from tests.progress.memory_worlds import World
from tracker.progress.enough import Coverage, thinnest
from tracker.progress.measures import Status
from tracker.progress.row_distances import distance_of, is_good
from tracker.progress.row_edges import row_sentences


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("reported", "owing", "needed", "thin"),
    [
        (1, 4, "0.5", True),
        (2, 4, "0.5", False),
        (2, 5, "0.5", True),
        (1, 4, "0.1", True),  # whatever is asked for: of fewer than half nothing is judged
        (2, 4, "0.8", True),
        (4, 5, "0.8", False),
        (0, 0, "0.8", False),
    ],
)
def test_sum_is_too_thin_below_the_half_and_below_the_coverage_needed(reported, owing, needed, thin):
    assert Coverage(reported, owing).is_too_thin(Decimal(needed)) is thin


def test_thinnest_is_that_of_the_smallest_part_and_not_of_the_smallest_number():
    many, few = Coverage(10, 40), Coverage(2, 3)
    assert thinnest([few, many]) == many
    assert thinnest([Coverage(0, 0), few]) == few
    assert thinnest([Coverage(0, 0)]) == Coverage(0, 0)
    assert thinnest([]) is None


def country(*reporting: str, reached: int = 20) -> World:
    """Return a country of which four provinces owe a report, two of them with a goal of 100."""
    world = World()
    world.place("viet-nam", "country")
    for slug in ("a", "b", "c", "d"):
        world.place(slug, below="viet-nam")
    world.owes("a", "b", "c", "d")
    for slug in ("a", "b"):
        world.goal(slug, 100)
    for slug in reporting:
        world.says(slug, "2025-Q2", reached)
    return world


def test_sum_of_fewer_than_half_of_those_that_owe_a_report_is_shown_and_not_judged():
    row = country("a").row("viet-nam", "2025-Q2")
    assert row.reported_of_expected == (1, 4)
    assert row.target_units == (1, 2)  # half of the goals are there, and would be enough
    assert row.progress.status is Status.TOO_FEW_REPORTS
    assert row.is_too_thin
    # The numbers stay: 20 of 100, of which 50 should have come; nothing says whether that is good.
    assert row.progress.attainment.low == Decimal("0.2")
    distance = distance_of(row)
    assert distance is not None
    assert distance.low == -30
    assert is_good(distance, row) is None
    assert "Figures of only 1 of 4 that owe a report this quarter: too few to judge." in row_sentences(row)


def test_sum_of_half_of_those_that_owe_a_report_is_judged():
    row = country("a", "c").row("viet-nam", "2025-Q2")
    assert row.reported_of_expected == (2, 4)
    assert (row.progress.status, row.is_too_thin) == (Status.OFF_TRACK, False)
    assert is_good(distance_of(row), row) is False


def test_sum_of_goals_is_not_met_by_the_few_that_have_reported():
    # Whoever reports next brings a goal along: 120 of 100 may be 120 of 200 tomorrow.
    thin = country("a", reached=120).row("viet-nam", "2025-Q2")
    assert thin.progress.status is Status.TOO_FEW_REPORTS
    assert country("a", "b", reached=120).row("viet-nam", "2025-Q2").progress.status is Status.MET


def test_own_report_of_a_place_is_judged_whoever_else_is_silent():
    row = country("a").row("a", "2025-Q2")
    assert (row.progress.status, row.is_too_thin) == (Status.OFF_TRACK, False)


def test_sum_of_few_of_the_goals_says_of_how_many_that_have_one():
    world = World()
    world.place("viet-nam", "country")
    for slug in ("a", "b", "c"):
        world.place(slug, below="viet-nam")
        world.goal(slug, 100)
    world.says("a", "2025-Q2", 20)
    row = world.row("viet-nam", "2025-Q2")
    assert row.progress.status is Status.TOO_FEW_REPORTS
    assert any(text.startswith("Figures of only 1 of 3 that ") for text in row_sentences(row))


def test_sum_of_goals_says_that_its_parts_are_judged_by_plans_of_their_own():
    row = country("a", "b").row("viet-nam", "2025-Q2")
    assert any(
        text.startswith("Judged as one sum of the goals of 2 places (straight line)") for text in row_sentences(row)
    )
    assert not any("Judged as one" in text for text in row_sentences(country("a").row("a", "2025-Q2")))
