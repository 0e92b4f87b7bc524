"""What is said of a sum: the own report beside it, who is not in it, what it holds; worked by hand."""

from datetime import date

import pytest
from django.utils import translation

from tests.progress.memory_worlds import World
from tracker.progress.edges import SumEdge
from tracker.progress.measures import Basis, ObservationStatus
from tracker.progress.row_edges import row_edges, row_sentences
from tracker.progress.rows import RowKind
from tracker.progress.sum_sentences import SUM_SENTENCES

MERGER, EVE = date(2025, 7, 1), date(2025, 6, 30)


def parks(*names: str) -> World:
    world = World()
    world.place("x")
    for name in names:
        world.place(name, "industrial_park", below="x")
    return world


def said(row, language="en"):
    with translation.override(language):
        return [text.replace("\u00a0", " ") for text in row_sentences(row)]


# --- The own report beside the sum --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("own", "english", "vietnamese"),
    [
        (
            120,
            "Own report: 120; the units below come to 118; not broken down: 2.",
            "Báo cáo riêng: 120; các đơn vị cấp dưới cộng lại 118; chưa phân tách: 2.",
        ),
        (
            115,
            "Own report: 115; the units below come to 118, 3 more than the report.",
            "Báo cáo riêng: 115; các đơn vị cấp dưới cộng lại 118, nhiều hơn báo cáo 3.",
        ),
        (
            118,
            "Own report: 118; the units below come to the same.",
            "Báo cáo riêng: 118; các đơn vị cấp dưới cộng lại đúng bằng.",
        ),
    ],
)
def test_own_report_stands_beside_the_sum_of_the_units_below(own, english, vietnamese):
    world = parks("p", "q")
    world.says("x", "2025-Q2", own)
    world.says("p", "2025-Q2", 50)
    world.says("q", "2025-Q2", 68)
    row = world.row("x", "2025-Q2")
    assert said(row) == [english]
    assert said(row, "vi") == [vietnamese]


def test_added_goals_say_the_own_report_too():
    world = parks("p")
    world.goal("p", 100)
    world.says("x", "2025-Q2", 120)
    world.says("p", "2025-Q2", 50)
    rows = {row.kind: said(row) for row in world.rows("x", "2025-Q2")}
    own = "Own report: 120; the units below come to 50; not broken down: 70."
    assert rows == {RowKind.ADDED: [own], RowKind.WITHOUT: [own]}


def test_own_report_and_sum_of_other_days_are_not_subtracted():
    world = parks("p")
    world.says("x", "2025-Q2", 120)
    world.says("p", "2025-Q1", 50)
    assert said(world.row("x", "2025-Q2")) == [
        "Own report to 30 Jun 2025: 120; the units below to 31 Mar 2025: 50. Other days, so nothing is subtracted."
    ]


def test_own_ratio_stands_beside_the_one_computed_from_the_units_below():
    world = parks("p", "q")
    world.says("x", "2025-Q2", 88, code="occupancy")
    world.says("p", "2025-Q2", 90, code="occupancy", parts=(90, 100))
    world.says("q", "2025-Q2", 80, code="occupancy", parts=(240, 300))
    # (90 + 240) / (100 + 300) = 82.5 %, not the mean of 85.
    assert said(world.row("x", "2025-Q2", code="occupancy")) == ["Own report: 88; computed from the units below: 82.5."]


def test_own_report_alone_has_nothing_to_say():
    world = parks("p")
    world.says("x", "2025-Q2", 120)
    assert said(world.row("x", "2025-Q2")) == []


# --- Who is not in the sum ----------------------------------------------------------------------------------------


def test_missing_units_are_named_and_many_are_counted():
    names = [f"p{number}" for number in range(1, 10)]
    world = parks("here", *names[:2])
    world.owes("here", *names[:2])
    world.says("here", "2025-Q2", 5)
    assert said(world.row("x", "2025-Q2")) == ["Missing in the sum: p1 and p2."]
    for name in names[2:]:
        world.place(name, "industrial_park", below="x")
        world.owes(name)
    assert said(world.row("x", "2025-Q2")) == ["Missing in the sum: p1, p2, p3, p4, p5, p6 and 3 more."]


def test_nothing_is_missing_in_a_sum_that_is_not_there():
    world = parks("p")
    world.owes("p")
    row = world.rows("x", "2025-Q2")
    assert [each for found in row for each in said(found)] == []


def test_unit_known_to_another_day_is_named():
    world = parks("p", "q")
    world.owes("p", "q")
    world.says("p", "2025-Q2", 50)
    world.says("q", "2025-Q1", 30)
    row = world.row("x", "2025-Q2")
    assert (row.to_date.amount.value, said(row)) == (50, ["Known to another day only and not added: q."])


def test_figure_in_another_unit_is_named_and_not_called_missing():
    world = parks("p", "q")
    world.owes("p", "q")
    world.says("p", "2025-Q2", 50)
    world.says("q", "2025-Q2", 2500, unit="VND")
    rows = {row.indicator.unit: said(row) for row in world.rows("x", "2025-Q2")}
    assert rows["USD"] == ["Reported in another unit (VND) and not added: q."]


def test_ratio_that_is_only_printed_and_level_that_is_carried_are_named():
    world = parks("p", "q")
    world.says("p", "2025-Q2", 90, code="occupancy", parts=(90, 100))
    world.says("q", "2025-Q2", 80, code="occupancy")
    assert said(world.row("x", "2025-Q2", code="occupancy")) == ["Printed without its parts and not added: q."]
    world.says("p", "2025-Q2", 30, code="area")
    world.says("q", "2025-Q1", 70, code="area")
    assert said(world.row("x", "2025-Q2", code="area")) == ["With the level of an earlier quarter: q."]


# --- What the sum holds -------------------------------------------------------------------------------------------


def test_successor_beside_a_silent_predecessor_says_what_it_has_brought_since():
    world = World()
    world.place("viet-nam", "country")
    for old in ("a", "b"):
        world.place(old, below="viet-nam", valid_to=EVE)
    world.place("c", below="viet-nam", valid_from=MERGER)
    for old in ("a", "b"):
        world.goes_into(old, "c", MERGER)
    world.says("a", "2025-Q2", 300)
    world.says("c", "2025-Q3", 70, Basis.IN_QUARTER)
    assert said(world.row("c", "2025-Q3")) == [
        "Since 1 Jul 2025: 70, which is not in the number.",
        "Missing in the sum: b.",
    ]


def test_computed_share_names_the_place_and_its_share():
    world = World()
    world.place("viet-nam", "country")
    world.place("old", below="viet-nam", valid_to=EVE)
    for slug, share in (("east", "0.6"), ("west", "0.4")):
        world.place(slug, below="viet-nam", valid_from=MERGER)
        world.goes_into("old", slug, MERGER, share)
    world.says("old", "2025-Q2", 3)
    world.says("west", "2025-Q3", 1, Basis.IN_QUARTER)
    assert said(world.row("west", "2025-Q3")) == ["Counted by a computed share, because the place was split: old: 40%."]


@pytest.mark.parametrize(
    ("own", "sentence"),
    [
        (30, "Held by two units and counted once: park."),
        (None, "Held by two units and perhaps counted twice, since its own figure is not known: park."),
    ],
)
def test_park_of_two_channels_is_named(own, sentence):
    world = parks()
    world.place("zone", "economic_zone", below="x")
    world.place("perimeter", "perimeter", below="x")
    world.place("park", "industrial_park", below="perimeter")
    world.members = {world.places["zone"].id: frozenset({world.places["park"].id})}
    world.says("zone", "2025-Q2", 100)
    world.says("perimeter", "2025-Q2", 200)
    if own is not None:
        world.says("park", "2025-Q2", own)
    assert said(world.row("x", "2025-Q2")) == [sentence]


def test_days_before_a_move_are_said():
    world = parks("q")
    world.place("y")
    world.place("p", "industrial_park")
    world.lies("p", "x", None, EVE)
    world.lies("p", "y", MERGER)
    world.says("p", "2025-Q4", 80)
    # 80 for the whole year, of which nobody knows what came before the move.
    assert said(world.row("y", "2025-Q4")) == ["With days before it lay here, because nobody reported them apart: p."]


# --- Beside the number --------------------------------------------------------------------------------------------


def test_quarter_of_fewer_units_is_said_and_not_taken_for_the_whole():
    world = parks("p", "q")
    world.owes("p", "q")
    world.says("p", "2025-Q1", 10)
    world.says("p", "2025-Q2", 30)
    world.says("q", "2025-Q2", 100)
    row = world.row("x", "2025-Q2")
    assert (row.to_date.amount.value, row.in_quarter.amount) == (130, None)
    assert said(row) == ["In the quarter alone 20, of 1 of 2 units only: not compared with the goal."]


def test_last_year_of_fewer_units_is_said():
    world = parks("p", "q")
    world.says("p", "2024-Q2", 40)
    world.says("p", "2025-Q2", 80)
    world.says("q", "2025-Q2", 20)
    assert said(world.row("x", "2025-Q2")) == [
        "Last year is compared over the 1 of 2 units known in both: 80 after 40."
    ]


def test_sum_says_whose_goal_it_uses_of_several():
    world = World()
    world.place("viet-nam", "country")
    world.place("x", below="viet-nam")
    world.goal("x", 1000, reference="resolution")
    world.goal("x", 1200, reference="plan")
    world.says("x", "2025-Q2", 500)
    assert said(world.row("viet-nam", "2025-Q2")) == [
        "Measured by the goals of x, resolution; also binding and not added: x, plan."
    ]


def test_every_edge_has_a_sentence_and_none_of_a_unit_that_owes_nothing():
    assert set(SUM_SENTENCES) == set(SumEdge)
    world = parks("p", "q")
    world.owes("p")
    world.says("p", "2025-Q2", 5)
    world.says("q", "2025-Q2", None, status=ObservationStatus.NOT_APPLICABLE)
    assert row_edges(world.row("x", "2025-Q2")) == ()


# --- Further down -------------------------------------------------------------------------------------------------


def country_above(*names: str) -> World:
    world = parks(*names)
    world.place("vn", "country")
    world.lies("x", "vn")
    return world


def test_province_of_which_one_park_is_silent_has_reported_its_level_all_the_same():
    world = country_above("p", "q")
    world.owes("p", "q", code="area")
    world.goal("vn", 200, code="area", baseline=0)
    world.says("p", "2025-Q1", 70, code="area")
    world.says("p", "2025-Q2", 80, code="area")
    world.says("q", "2025-Q1", 20, code="area")
    row = world.row("vn", "2025-Q2", code="area")
    # 80 new and 20 of March: the province has reported, as it would have with a sum of flows, and is marked.
    assert (row.to_date.amount.low, row.to_date.carried, row.reported_of_expected) == (100, True, (1, 1))
    assert said(row) == ["With the level of an earlier quarter: x."]
    assert world.row("x", "2025-Q2", code="area").reported_of_expected == (1, 2)


def test_province_of_which_every_park_is_silent_has_reported_nothing():
    world = country_above("p", "q")
    world.owes("p", "q", code="area")
    for park in ("p", "q"):
        world.says(park, "2025-Q1", 20, code="area")
    row = world.row("vn", "2025-Q2", code="area")
    assert (row.to_date.amount.low, row.reported_of_expected) == (40, (0, 1))


def test_ratio_that_is_only_printed_is_missed_further_up():
    world = country_above("p", "q")
    world.says("p", "2025-Q2", 90, code="occupancy", parts=(90, 100))
    world.says("q", "2025-Q2", 58, code="occupancy")
    row = world.row("vn", "2025-Q2", code="occupancy")
    # 90 of 100 are P's alone: without a word the country's 90 % would be that of both.
    assert row.to_date.amount.low == 90
    assert said(row) == ["Missing further down: q."]


def test_figure_in_another_unit_is_missed_further_up():
    world = country_above("p", "q")
    world.says("p", "2025-Q2", 90)
    world.says("q", "2025-Q2", 2500, unit="VND")
    row = next(row for row in world.rows("vn", "2025-Q2") if row.indicator.unit == "USD")
    assert row.to_date.amount.low == 90
    assert said(row) == ["Missing further down: q."]


def test_successor_whose_year_to_date_covers_its_predecessors_is_not_said_to_be_missing():
    world = World()
    world.place("vn", "country")
    world.place("old", below="vn", valid_to=date(2025, 5, 9))
    world.place("new", below="vn", valid_from=date(2025, 5, 10))
    world.goes_into("old", "new", date(2025, 5, 10))
    world.says("old", "2025-Q1", 10)
    world.says("new", "2025-Q2", 30)
    row = world.row("new", "2025-Q2", root="vn")
    assert row.to_date.amount.low == 30
    assert said(row) == [
        "Own report to 30 Jun 2025: 30; the units below to 31 Mar 2025: 10. Other days, so nothing is subtracted."
    ]
