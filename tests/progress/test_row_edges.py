"""What is said of rows: where a level began, what is known over a gap, the first version and the other goals."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from tests.progress.memory_worlds import World, low
from tracker.progress.measures import Amount, Basis, Comparator, Status
from tracker.progress.row_edges import row_sentences
from tracker.progress.rows import FirstVersion, OrganisationFace

IN_QUARTER = Basis.IN_QUARTER


def world_of(*parks):
    world = World()
    world.place("x")
    for park in parks:
        world.place(park, "industrial_park", below="x")
    return world


def said(row, beside=(), language="en"):
    with translation.override(language):
        return [text.replace("\u00a0", " ") for text in row_sentences(row, beside)]


# --- D11: the start of a level ------------------------------------------------------------------------------------


def test_level_without_a_baseline_is_measured_from_the_one_reported_on_the_eve():
    world = world_of()
    world.goal("x", 80, code="area")
    world.says("x", "2024-Q4", 60, code="area")
    world.says("x", "2025-Q1", 64, code="area")
    row = world.row("x", "2025-Q1", code="area")
    # (64 - 60) / (80 - 60) = 20 %, where a quarter of the way was expected: pace 0.8.
    assert (row.progress.attainment.low, row.progress.status) == (Decimal("0.2"), Status.AT_RISK)
    assert (row.terms.baseline, row.terms.baseline_on) == (60, date(2024, 12, 31))
    assert said(row) == ["Measured from 60, the level reported for 31 Dec 2024."]


@pytest.mark.parametrize("duty", [True, False])
def test_sum_of_levels_is_a_start_only_if_nobody_was_missing(duty):
    world = world_of("p", "q")
    world.goal("x", 80, code="area")
    world.says("p", "2024-Q4", 40, code="area")
    for park, level in (("p", 44), ("q", 20)):
        world.says(park, "2025-Q1", level, code="area")
    if duty:
        world.owes("p", "q", code="area")
    row = world.row("x", "2025-Q1", code="area")
    # 40 was P's alone; with Q silent on the eve, 64 would have risen from a level that is not known.
    assert (row.terms.baseline is None) is duty
    assert row.progress.attainment.low == (Decimal("0.8") if duty else Decimal("0.6"))


def test_level_that_is_older_than_the_eve_is_no_start():
    world = world_of()
    world.goal("x", 80, code="area")
    world.says("x", "2024-Q3", 60, code="area")
    world.says("x", "2025-Q1", 64, code="area")
    row = world.row("x", "2025-Q1", code="area")
    assert (row.terms.baseline, row.progress.status) == (None, Status.NOT_DUE)
    assert said(row) == ["Judged on 31 Dec 2025: the level at the start is not known."]


# --- What is known over a gap -------------------------------------------------------------------------------------


def test_known_quarters_on_either_side_of_a_gap_are_named_with_their_sum():
    world = world_of()
    world.goal("x", 400)
    world.says("x", "2025-Q1", 60, IN_QUARTER)
    world.says("x", "2025-Q3", 90, IN_QUARTER)
    row = world.row("x", "2025-Q3")
    assert (low(row.to_date), row.known.amount.low) == (60, 150)
    assert said(row) == ["Known: Q1 2025 and Q3 2025, 2 of 3 quarters: 150."]


def test_quarters_known_together_only_are_not_guessed_apart():
    world = world_of()
    world.goal("x", 400)
    world.says("x", "2025-Q3", 80, Basis.OTHER_SPAN, from_on=date(2025, 4, 1))
    row = world.row("x", "2025-Q3")
    assert said(row)[1] == "1 Apr 2025 – 30 Sep 2025: known only as a whole, 80."


def test_year_without_a_gap_has_nothing_to_tell_of_pieces():
    world = world_of()
    world.goal("x", 400)
    world.says("x", "2025-Q3", 150)
    row = world.row("x", "2025-Q3")
    assert (row.known, said(row)) == (None, [])


# --- Versions and goals beside each other -------------------------------------------------------------------------


def test_first_version_stands_beside_the_one_in_force():
    world = world_of()
    goal = world.goal("x", 500)
    first = FirstVersion(terms=replace(goal.terms, amount=Amount(Decimal(1000))), label="QĐ 3", label_en="Decision 3")
    world.goals[0] = replace(goal, version=2, first=first)
    world.says("x", "2025-Q2", 250)
    row = world.row("x", "2025-Q2")
    # 250 / 500 and 250 / 1,000: halving a goal doubles the first and leaves the second.
    assert said(row) == ["50% of the goal in force (goal-1), 25% of the original (Decision 3)."]
    assert said(row, language="vi") == ["50% mục tiêu hiện hành (goal-1), 25% mục tiêu ban đầu (QĐ 3)."]


def test_first_version_of_another_period_is_not_divided():
    world = world_of()
    goal = world.goal("x", 500)
    earlier = replace(goal.terms, amount=Amount(Decimal(1000)), ends=date(2025, 6, 30))
    world.goals[0] = replace(goal, version=2, first=FirstVersion(terms=earlier, label="QĐ 3", label_en="Decision 3"))
    world.says("x", "2025-Q2", 250)
    assert said(world.row("x", "2025-Q2")) == []


def test_goals_of_two_issuers_name_each_other():
    world = world_of()
    for number, (issuer, value) in enumerate((("Council", 1000), ("Committee", 1200))):
        goal = world.goal("x", value)
        world.goals[-1] = replace(goal, issuer=OrganisationFace(90 + number, issuer, "central", issuer, issuer))
    world.says("x", "2025-Q2", 500)
    rows = world.rows("x", "2025-Q2")
    assert [said(row, rows) for row in rows] == [["Council: 50%; Committee: 41.7%."]] * 2


def test_partial_sum_says_of_how_many_it_is():
    world = world_of("p", "q", "s")
    world.goal("x", 1000)
    world.owes("p", "q", "s")
    world.says("p", "2025-Q2", 250)
    world.says("q", "2025-Q2", 150)
    row = world.row("x", "2025-Q2")
    assert said(row) == ["The sum of 2 of 3 that owe a report; the goal is that of all.", "Missing in the sum: s."]


def test_bound_says_what_it_asks_for():
    world = world_of()
    goal = world.goal("x", 1000)
    world.goals[0] = replace(goal, terms=replace(goal.terms, amount=Amount(Decimal(1000), None, Comparator.OVER)))
    world.says("x", "2025-Q4", 1000)
    assert said(world.row("x", "2025-Q4")) == ["The goal asks for more than 1,000."]


# --- Numbers that others make --------------------------------------------------------------------------------------


def test_pieces_of_an_own_report_are_not_told_beside_the_number_that_predecessors_join():
    world = World()
    world.place("viet-nam", "country")
    for old in ("a", "b"):
        world.place(old, below="viet-nam", valid_to=date(2025, 6, 30))
    world.place("c", below="viet-nam", valid_from=date(2025, 7, 1))
    for old, reached in (("a", 20), ("b", 40)):
        world.goes_into(old, "c", date(2025, 7, 1))
        world.goal(old, 200)
        world.says(old, "2025-Q2", reached)
    world.says("c", "2025-Q3", 55, IN_QUARTER)
    row = world.row("c", "2025-Q3")
    # 20 + 40 + 55 = 115 are known of all three quarters: "1 of 3 quarters: 55" would deny it.
    assert (low(row.to_date), row.known) == (115, None)
    assert not any(text.startswith("Known") for text in said(row))


def test_goal_of_a_split_place_is_one_part_of_the_sum_over_its_successors():
    world = World()
    world.place("viet-nam", "country")
    world.place("a", below="viet-nam", valid_to=date(2025, 6, 30))
    for new, share in (("b", "0.25"), ("c", "0.75")):
        world.place(new, below="viet-nam", valid_from=date(2025, 7, 1))
        world.goes_into("a", new, date(2025, 7, 1), share)
        world.says(new, "2025-Q3", 10, IN_QUARTER)
    goal = world.goal("a", 100)
    world.says("a", "2025-Q2", 40)
    row = world.row("viet-nam", "2025-Q3")
    # 40 + 10 + 10 of 100, which A alone has promised, once.
    assert (low(row.to_date), row.terms.amount) == (60, Amount(Decimal(100)))
    assert [part.target for part in row.parts] == [goal]
