"""Sums over a tree that changes: mergers, moves, closings, investors, currencies, each worked by hand.

The settings are small worlds in memory. Unless said: A and B are provinces until 30 June 2025 and C their successor
from 1 July; P, Q and S are parks of province X. Amounts are millions.
"""

from datetime import date
from decimal import Decimal

import pytest

from tests.progress.memory_worlds import World, low, slugs
from tracker.progress.measures import Amount, Basis, Comparator, Coverage, Reason, Status
from tracker.progress.rows import RowKind

IN_QUARTER, OTHER_SPAN = Basis.IN_QUARTER, Basis.OTHER_SPAN
MERGER = date(2025, 7, 1)
EVE = date(2025, 6, 30)


def merged(on: date = MERGER, eve: date = EVE) -> World:
    """Return A and B, which became C."""
    world = World()
    world.place("viet-nam", "country")
    for old in ("a", "b"):
        world.place(old, below="viet-nam", valid_to=eve)
    world.place("c", below="viet-nam", valid_from=on)
    for old in ("a", "b"):
        world.goes_into(old, "c", on)
    return world


def parks(*names: str) -> World:
    """Return province X with parks."""
    world = World()
    world.place("viet-nam", "country")
    world.place("x", below="viet-nam")
    for name in names:
        world.place(name, "industrial_park", below="x")
    return world


# --- W1: a predecessor that is silent ---------------------------------------------------------------------------


def test_silent_predecessor_is_missing_and_nothing_is_joined_over_it():
    world = merged()
    world.says("a", "2025-Q2", 300)
    world.says("c", "2025-Q3", 70, IN_QUARTER)
    row = world.row("c", "2025-Q3")
    # 300 to 30 June without B, and 70 since 1 July of all of C: 370 would be the sum of two different areas.
    assert (low(row.to_date), row.to_date.to_on) == (300, EVE)
    assert row.roll_up is not None
    assert low(row.roll_up.after) == 70
    assert row.roll_up.coverage == Coverage(1, 2)
    assert (slugs(row.reported), slugs(row.missing)) == (["a"], ["b"])
    assert row.reported_of_expected == (1, 2)
    assert low(row.in_quarter) == 70
    assert "partial_sum" in row.states


def test_country_adds_what_is_known_on_either_side_of_the_merger_and_names_the_silent_one():
    world = merged()
    world.says("a", "2025-Q2", 300)
    world.says("c", "2025-Q3", 70, IN_QUARTER)
    row = world.row("viet-nam", "2025-Q3")
    # A's 300 until 30 June and C's 70 since then; B is missing, whether or not anybody wrote down its duty.
    assert (low(row.to_date), row.to_date.to_on) == (370, date(2025, 9, 30))
    assert (slugs(row.reported), slugs(row.missing)) == (["a", "c"], ["b"])
    assert row.reported_of_expected == (2, 3)
    assert low(row.in_quarter) == 70


def test_merger_of_which_all_is_known_is_joined_and_names_all_three():
    world = merged()
    world.says("a", "2025-Q2", 200)
    world.says("b", "2025-Q2", 100)
    world.says("c", "2025-Q3", 70, IN_QUARTER)
    row = world.row("c", "2025-Q3")
    assert (low(row.to_date), row.to_date.to_on, row.to_date.derived) == (370, date(2025, 9, 30), True)
    assert (slugs(row.reported), row.missing) == (["a", "b", "c"], ())
    country = world.row("viet-nam", "2025-Q3")
    assert (low(country.to_date), slugs(country.reported)) == (370, ["c"])


def test_predecessor_that_owes_nothing_is_not_missing():
    world = merged()
    world.says("a", "2025-Q2", 300)
    world.says("b", "2025-Q2", None, status=_status("not_applicable"))
    world.says("c", "2025-Q3", 70, IN_QUARTER)
    row = world.row("c", "2025-Q3")
    assert (low(row.to_date), row.missing) == (370, ())


def test_successor_that_is_late_stands_where_its_predecessors_ended():
    world = merged()
    world.says("a", "2025-Q2", 200)
    world.says("b", "2025-Q2", 100)
    world.owes("c")
    row = world.row("c", "2025-Q3")
    assert (low(row.to_date), row.to_date.to_on, row.to_date.carried) == (300, EVE, True)
    assert slugs(row.missing) == ["c"]
    assert row.in_quarter.amount is None


def _status(code: str):
    from tracker.progress.measures import ObservationStatus

    return ObservationStatus(code)


# --- W2: goals after a merger -----------------------------------------------------------------------------------


def with_goals(c: int = 1400) -> World:
    world = merged()
    world.goal("a", 1000)
    world.goal("b", 500)
    world.says("a", "2025-Q2", 400)
    world.says("b", "2025-Q2", 300)
    world.says("c", "2025-Q4", c)
    return world


def test_inherited_goal_goes_on_where_every_predecessor_had_one():
    # 1,400 of 1,000 + 500 = 93.3 %, at the year's end.
    row = with_goals().row("c", "2025-Q4")
    assert (row.kind, row.terms.amount.low if row.terms else None) == (RowKind.INHERITED, 1500)
    assert (low(row.to_date), row.to_date.to_on) == (1400, date(2025, 12, 31))
    assert row.progress.attainment.low == Decimal(1400) / 1500
    assert row.progress.status is Status.AT_RISK
    assert row.target_units == (2, 2)
    assert [target.place.slug for target in row.measured_by] == ["a", "b"]


def test_country_is_measured_by_the_inherited_goal_of_the_successor():
    row = with_goals().row("viet-nam", "2025-Q4")
    assert (row.kind, low(row.to_date)) == (RowKind.ADDED, 1400)
    assert row.progress.attainment.low == Decimal(1400) / 1500
    assert slugs(row.reported) == ["c"]
    assert [target.place.slug for target in row.measured_by] == ["a", "b"]


def test_inherited_goal_is_the_same_on_both_maps_before_the_merger():
    world = with_goals()
    for today in (None, date(2026, 1, 1)):
        row = world.row("viet-nam", "2025-Q2", today=today)
        assert (low(row.to_date), row.progress.attainment.low) == (700, Decimal(700) / 1500)


def test_inherited_goal_stops_at_the_merger_where_one_predecessor_promised_nothing():
    world = merged()
    world.goal("a", 1000)
    world.says("a", "2025-Q2", 400)
    world.says("b", "2025-Q2", 300)
    world.says("c", "2025-Q4", 1400)
    inherited, figures = world.rows("c", "2025-Q4")
    assert (inherited.kind, low(inherited.to_date), inherited.target_units) == (RowKind.INHERITED, 400, (1, 2))
    assert inherited.progress.attainment.low == Decimal("0.4")
    assert (figures.kind, low(figures.to_date)) == (RowKind.WITHOUT, 1400)
    # The country shows both too: what was promised, and what there is.
    added, whole = world.rows("viet-nam", "2025-Q4")
    assert (added.kind, low(added.to_date)) == (RowKind.ADDED, 400)
    assert (whole.kind, low(whole.to_date)) == (RowKind.WITHOUT, 1400)


def test_inherited_goal_stands_beside_the_successors_own():
    world = with_goals()
    world.goal("c", 1600)
    own, inherited = world.rows("c", "2025-Q4")
    assert (own.kind, own.progress.attainment.low) == (RowKind.OWN, Decimal(1400) / 1600)
    assert (inherited.kind, inherited.progress.attainment.low) == (RowKind.INHERITED, Decimal(1400) / 1500)
    # A sum takes one of them: the successor's own.
    country = world.row("viet-nam", "2025-Q4")
    assert country.progress.attainment.low == Decimal(1400) / 1600


def test_inherited_goal_of_a_successor_with_a_silent_predecessor_is_divided_for_the_other():
    world = merged()
    world.goal("a", 1000)
    world.goal("b", 500)
    world.says("a", "2025-Q2", 300)
    world.says("c", "2025-Q3", 70, IN_QUARTER)
    row, figures = world.rows("c", "2025-Q3")
    # What C brought since 1 July stands in its own row.
    assert (figures.kind, low(figures.to_date), low(figures.in_quarter)) == (RowKind.WITHOUT, 300, 70)
    # 300 of A's 1,000, "1 of 2": never 300 of 1,500.
    assert (row.kind, row.progress.attainment.low, row.target_units) == (RowKind.INHERITED, Decimal("0.3"), (1, 2))
    assert slugs(row.missing) == ["b"]


# --- W3: places that close, open and move -----------------------------------------------------------------------


@pytest.mark.parametrize("moves", [False, True])
def test_park_that_closed_or_moved_keeps_what_it_brought_until_then(moves):
    world = parks("q")
    world.place("y", below="viet-nam")
    world.place("p", "industrial_park", below="x", until=EVE, valid_to=None if moves else EVE)
    if moves:
        world.lies("p", "y", since=MERGER)
        world.says("p", "2025-Q3", 80)
    world.goal("x", 1000)
    world.says("p", "2025-Q2", 50)
    world.says("q", "2025-Q2", 100)
    world.says("q", "2025-Q3", 140)
    assert low(world.row("x", "2025-Q2").to_date) == 150
    row = world.row("x", "2025-Q3")
    # 140 of Q and P's 50 until 30 June.
    assert (low(row.to_date), row.to_date.to_on) == (190, date(2025, 9, 30))
    assert (slugs(row.reported), row.reported_of_expected) == (["p", "q"], (2, 2))
    # In the third quarter X has only Q, and Q's 40 are all of it.
    assert low(row.in_quarter) == 40
    if moves:
        assert low(world.row("y", "2025-Q3").to_date) == 30
        country = world.row("viet-nam", "2025-Q3")
        assert country.roll_up is not None
        assert low(country.roll_up.children_sum) == 220


def test_goal_of_five_years_keeps_the_years_of_a_park_that_closed():
    world = parks("q")
    world.place("p", "industrial_park", below="x", valid_to=date(2023, 12, 31))
    world.goal("x", 1000, date(2021, 1, 1))
    for year in (2021, 2022, 2023):
        world.says("p", f"{year}-Q4", 100)
        world.says("q", f"{year}-Q4", 10)
    world.says("q", "2024-Q4", 10)
    world.says("q", "2025-Q2", 5)
    # P's 300 and Q's 30 + 10 + 5.
    assert low(world.row("x", "2025-Q2").to_date) == 345


def test_park_that_opened_within_the_year_brings_what_it_reports_to_date():
    world = parks("q")
    world.place("p", "industrial_park", below="x", valid_from=MERGER)
    world.says("q", "2025-Q3", 140)
    world.says("p", "2025-Q3", 20)
    row = world.row("x", "2025-Q3")
    assert (low(row.to_date), row.to_date.from_on) == (160, date(2025, 1, 1))
    # Before its first day there was nothing: its quarter alone is its year to date.
    alone = parks("q")
    alone.place("p", "industrial_park", below="x", valid_from=MERGER)
    alone.says("q", "2025-Q3", 140)
    alone.says("p", "2025-Q3", 20, IN_QUARTER)
    assert low(alone.row("x", "2025-Q3").to_date) == 160
    assert low(alone.row("p", "2025-Q3").to_date) == 20


def test_park_whose_year_nobody_divided_is_added_once_where_it_lies_now():
    world = parks("q")
    world.place("y", below="viet-nam")
    world.place("p", "industrial_park", below="x", until=EVE)
    world.lies("p", "y", since=MERGER)
    world.says("p", "2025-Q3", 80)
    world.says("q", "2025-Q3", 140)
    there = world.row("y", "2025-Q3")
    assert low(there.to_date) == 80
    assert (slugs(there.marks.undivided), "undivided" in there.states) == (["p"], True)
    assert low(world.row("x", "2025-Q3").to_date) == 140
    assert low(world.row("viet-nam", "2025-Q3").to_date) == 220


def test_level_of_a_park_that_closed_is_gone():
    world = parks("q")
    world.place("p", "industrial_park", below="x", valid_to=EVE)
    world.says("p", "2025-Q2", 30, code="area")
    world.says("q", "2025-Q2", 70, code="area")
    assert low(world.row("x", "2025-Q2", code="area").to_date) == 100
    assert low(world.row("x", "2025-Q3", code="area").to_date) == 70


def test_park_that_closed_with_a_duty_and_said_nothing_is_missing():
    world = parks("q")
    world.place("p", "industrial_park", below="x", valid_to=EVE)
    world.owes("p", until=EVE)
    world.owes("q")
    world.says("q", "2025-Q3", 140)
    row = world.row("x", "2025-Q3")
    assert (low(row.to_date), slugs(row.missing), row.reported_of_expected) == (140, ["p"], (1, 2))


# --- W4 and W5: investors ---------------------------------------------------------------------------------------


def test_investors_goal_for_a_province_is_measured_by_its_own_parks():
    world = parks("p", "q")
    world.holds("dai-an", "p")
    world.goal("x", 300, investor="dai-an")
    world.says("p", "2025-Q2", 50, by="dai-an", kind="investor")
    world.says("q", "2025-Q2", 1950)
    mine, whole = world.rows("x", "2025-Q2")
    # 50 of 300, never the 2,000 of all parks.
    assert (mine.kind, low(mine.to_date)) == (RowKind.INVESTOR, 50)
    assert mine.progress.attainment.low == Decimal(50) / 300
    assert slugs(mine.reported) == ["p"]
    assert (whole.kind, low(whole.to_date)) == (RowKind.WITHOUT, 2000)


def test_investors_goal_takes_the_parks_of_the_days_on_which_they_were_its_own():
    world = parks("p", "q")
    world.holds("dai-an", "p", until=EVE)
    world.holds("dai-an", "q")
    world.goal("x", 300, investor="dai-an")
    world.says("p", "2025-Q2", 50)
    world.says("p", "2025-Q3", 90)
    world.says("q", "2025-Q3", 7)
    row = world.rows("x", "2025-Q3")[0]
    assert (row.kind, low(row.to_date)) == (RowKind.INVESTOR, 57)


def test_another_investors_report_is_not_the_parks():
    world = parks("p")
    for investor in ("first", "second"):
        world.holds(investor, "p")
    world.goal("p", 100, investor="first")
    world.goal("p", 200, investor="second")
    world.says("p", "2025-Q2", 50, by="first", kind="investor")
    first, second = world.rows("p", "2025-Q2")[:2]
    assert (low(first.to_date), first.progress.attainment.low) == (50, Decimal("0.5"))
    assert (second.to_date.amount, second.progress.status) == (None, Status.NOT_REPORTED)


def test_boards_report_of_a_park_stands_for_its_investor_with_a_label():
    world = parks("p")
    world.holds("first", "p")
    world.goal("p", 100, investor="first")
    world.says("p", "2025-Q2", 40, by="the-board")
    row = world.row("p", "2025-Q2")
    assert (low(row.to_date), "park_report" in row.states) == (40, True)


def test_figures_of_a_park_are_shown_where_only_a_silent_investor_has_a_goal():
    world = parks("p")
    for investor in ("first", "second"):
        world.holds(investor, "p")
    world.goal("p", 200, investor="second")
    world.says("p", "2025-Q2", 50, by="first", kind="investor")
    second, park = world.rows("p", "2025-Q2")
    assert second.progress.status is Status.NOT_REPORTED
    assert (park.kind, low(park.to_date)) == (RowKind.WITHOUT, 50)


# --- W6: every number has its own coverage ----------------------------------------------------------------------


def test_quarter_of_one_park_stands_beside_no_year_of_two():
    world = parks("p", "q")
    world.goal("x", 1000)
    world.says("p", "2025-Q1", 10)
    world.says("p", "2025-Q2", 30)
    world.says("q", "2025-Q2", 100)
    row = world.row("x", "2025-Q2")
    assert (low(row.to_date), row.reported_of_expected) == (130, (2, 2))
    # 20 is P's quarter alone; Q's is known together with the first only.
    assert (row.in_quarter.amount, row.in_quarter.reason) == (None, Reason.JOINTLY_ONLY)
    assert row.progress.quarter_share.low is None
    assert row.quarter_roll_up is not None
    assert low(row.quarter_roll_up.children_sum) == 20
    assert (row.quarter_roll_up.coverage, row.quarter_roll_up.missing_keys) == (
        Coverage(1, 2),
        (world.places["q"].id,),
    )
    assert row.previous_quarter is not None
    assert (row.previous_quarter.units, row.previous_quarter.units_of) == (1, 1)


def test_quarter_of_the_same_parks_stands_beside_the_year_of_them():
    world = parks("p", "q")
    world.owes("p", "q")
    for number, value in ((1, 10), (2, 30)):
        world.says("p", f"2025-Q{number}", value)
    row = world.row("x", "2025-Q2")
    assert (low(row.to_date), low(row.in_quarter), row.reported_of_expected) == (30, 20, (1, 2))


def test_sum_below_stands_for_a_quarter_of_an_own_report_only_if_nothing_is_missing():
    world = parks("p", "q")
    world.owes("p", "q")
    world.says("x", "2025-Q2", 120)
    world.says("p", "2025-Q2", 18, IN_QUARTER)
    assert world.row("x", "2025-Q2").in_quarter.amount is None
    world.says("q", "2025-Q2", 7, IN_QUARTER)
    assert low(world.row("x", "2025-Q2").in_quarter) == 25


# --- W7 and W8: the quarter of a succession ---------------------------------------------------------------------


def test_quarter_of_a_successor_follows_from_its_year_to_date():
    world = merged()
    world.says("a", "2025-Q2", 200)
    world.says("b", "2025-Q2", 100)
    world.says("c", "2025-Q3", 370)
    for year in (2024,):
        world.says("a", f"{year}-Q3", 150)
        world.says("b", f"{year}-Q3", 100)
    for slug in ("c", "viet-nam"):
        row = world.row(slug, "2025-Q3")
        # 370 - 300 = 70, and 370 / 250 = 148 % of last year.
        assert (low(row.to_date), low(row.in_quarter), row.in_quarter.derived) == (370, 70, True)
        assert row.same_period_last_year is not None
        assert row.same_period_last_year.ratio == Amount(Decimal("1.48"))
        assert row.same_period_last_year.like_for_like
        assert row.previous_quarter is None or row.previous_quarter.value is None


def test_year_of_a_successor_is_not_taken_apart_where_a_predecessor_is_silent():
    world = merged()
    world.says("a", "2025-Q2", 200)
    world.says("c", "2025-Q3", 370)
    row = world.row("c", "2025-Q3")
    assert (low(row.to_date), row.in_quarter.amount) == (370, None)


def test_last_year_of_the_merger_year_compares_the_joined_with_the_predecessors():
    world = merged()
    world.says("a", "2025-Q2", 200)
    world.says("b", "2025-Q2", 100)
    world.says("c", "2025-Q3", 70, IN_QUARTER)
    world.says("a", "2024-Q3", 150)
    world.says("b", "2024-Q3", 100)
    for slug in ("c", "viet-nam"):
        compared = world.row(slug, "2025-Q3").same_period_last_year
        assert compared is not None
        assert (compared.value, compared.ratio) == (Amount(Decimal(250)), Amount(Decimal("1.48")))


def test_last_year_of_a_part_is_never_compared_with_this_year_of_the_whole():
    world = merged()
    world.says("c", "2025-Q3", 370)
    world.says("a", "2024-Q3", 150)
    compared = world.row("c", "2025-Q3").same_period_last_year
    assert compared is not None
    assert not compared.like_for_like
    country = world.row("viet-nam", "2025-Q3").same_period_last_year
    assert country is None or country.ratio is None


def test_goal_of_a_successor_since_the_merger_is_read_out_of_its_year_to_date():
    world = merged()
    world.goal("c", 100, MERGER)
    world.says("a", "2025-Q2", 200)
    world.says("b", "2025-Q2", 100)
    world.says("c", "2025-Q3", 370)
    row = world.row("c", "2025-Q3")
    assert (low(row.to_date), row.progress.attainment.low) == (70, Decimal("0.7"))


def test_later_quarter_of_the_merger_year_follows_from_the_year_to_date():
    world = merged()
    world.says("a", "2025-Q2", 200)
    world.says("b", "2025-Q2", 100)
    world.says("c", "2025-Q3", 70, IN_QUARTER)
    world.says("c", "2025-Q4", 500)
    # 500 - (300 + 70) = 130.
    assert low(world.row("c", "2025-Q4").in_quarter) == 130


def test_succession_inside_a_quarter_is_joined_within_it():
    on, before = date(2025, 8, 15), date(2025, 8, 14)
    world = merged(on, before)
    world.place("x", below="viet-nam")
    for slug, half, rest in (("a", 200, 10), ("b", 100, 5)):
        world.says(slug, "2025-Q2", half)
        world.says(slug, "2025-Q3", rest, OTHER_SPAN, from_on=MERGER, to_on=before)
    world.says("c", "2025-Q3", 20, OTHER_SPAN, from_on=on)
    world.says("x", "2025-Q2", 600)
    world.says("x", "2025-Q3", 1000)
    row = world.row("c", "2025-Q3")
    # 10 + 5 + 20 in the quarter, 300 + 35 in the year.
    assert (low(row.in_quarter), low(row.to_date)) == (35, 335)
    country = world.row("viet-nam", "2025-Q3")
    assert (low(country.in_quarter), low(country.to_date)) == (435, 1335)


# --- W10: another currency --------------------------------------------------------------------------------------


def test_figure_in_another_currency_is_not_added_not_missing_and_shown():
    world = parks("p", "q")
    world.owes("p", "q")
    world.goal("x", 1000)
    world.goal("q", 300)
    world.says("p", "2025-Q2", 50)
    world.says("q", "2025-Q2", 2500, unit="VND")
    row = world.row("x", "2025-Q2")
    assert (low(row.to_date), row.missing) == (50, ())
    assert slugs(row.marks.in_other_units) == ["q"]
    assert row.reported_of_expected == (1, 2)
    assert row.roll_up is not None
    assert [(unit, low(reading)) for unit, reading in row.roll_up.other_units] == [("VND", 2500)]
    own, figures = world.rows("q", "2025-Q2")
    assert own.progress.status is Status.NOT_REPORTED
    assert (figures.kind, figures.indicator.unit, low(figures.to_date)) == (RowKind.WITHOUT, "VND", 2500)


# --- W11: shapes ------------------------------------------------------------------------------------------------


def test_years_of_some_of_the_units_have_no_shape():
    world = parks("p", "q")
    world.goal("x", 400)
    for year in (2022, 2023, 2024):
        for number in (1, 2, 3, 4):
            world.says("p", f"{year}-Q{number}", 25, IN_QUARTER)
        world.says("q", f"{year}-Q4", 300, IN_QUARTER)
    world.says("p", "2025-Q2", 50)
    world.says("q", "2025-Q2", 150)
    row = world.row("x", "2025-Q2")
    # Half of the year: 200 by the straight line, not 50 by a fourth quarter that only one of two reported.
    assert row.progress.expected is not None
    assert row.progress.expected.low == 200
    assert not any(year.is_complete for year in row.past_years)


def test_bounds_and_ranges_have_no_shape():
    world = parks()
    world.goal("x", 400)
    for year in (2022, 2023, 2024):
        for number in (1, 2, 3):
            world.says("x", f"{year}-Q{number}", 10, IN_QUARTER)
        world.says("x", f"{year}-Q4", 70, IN_QUARTER, comparator=Comparator.OVER)
    world.says("x", "2025-Q2", 20)
    assert not any(year.is_complete for year in world.row("x", "2025-Q2").past_years)


def test_years_across_a_merger_have_the_shape_of_the_successor():
    world = merged()
    world.goal("c", 400, date(2026, 1, 1), date(2026, 12, 31))
    for year in (2023, 2024, 2025):
        for number in (1, 2):
            for slug in ("a", "b"):
                world.says(slug, f"{year}-Q{number}", 10, IN_QUARTER)
        for number in (3, 4):
            for slug in ("a", "b") if year < 2025 else ("c",):
                world.says(slug, f"{year}-Q{number}", 30 if slug == "c" else 15, IN_QUARTER)
    world.says("c", "2026-Q2", 40)
    row = world.row("c", "2026-Q2")
    # 20 + 20 of 100 in each of three years.
    assert [year.year for year in row.past_years if year.is_complete] == [2023, 2024, 2025]
    assert row.progress.expected is not None
    assert row.progress.expected.low == 160


# --- W18 to W20: own report, sum, gap; whose goal; partial sums -------------------------------------------------


def test_own_report_sum_below_and_gap_stand_beside_the_added_goals():
    world = parks("p", "q")
    world.goal("p", 100)
    world.goal("q", 100)
    world.says("x", "2025-Q2", 120)
    world.says("p", "2025-Q2", 50)
    world.says("q", "2025-Q2", 68)
    added, figures = world.rows("x", "2025-Q2")
    # 118 of 200 is what was promised below; 120, 118 and 2 are X's own report, the sum below and what is left.
    assert (added.kind, low(added.to_date), added.progress.attainment.low) == (RowKind.ADDED, 118, Decimal("0.59"))
    assert slugs(added.reported) == ["p", "q"]
    assert (figures.kind, low(figures.to_date)) == (RowKind.WITHOUT, 120)
    for row in (added, figures):
        assert row.roll_up is not None
        assert (low(row.roll_up.own), low(row.roll_up.children_sum)) == (120, 118)
        assert row.roll_up.gap == Amount(Decimal(2))


def test_sum_says_whose_goal_it_uses_of_several_that_bind_one_place():
    world = parks()
    first = world.goal("x", 1000, reference="resolution")
    second = world.goal("x", 1200, reference="plan")
    world.says("x", "2025-Q2", 500)
    row = world.row("viet-nam", "2025-Q2")
    assert row.progress.attainment.low == Decimal("0.5")
    assert (row.measured_by, row.goals_not_used) == ((first,), (second,))


def test_partial_sum_over_an_own_goal_always_carries_its_coverage():
    world = parks("p", "q", "s")
    world.owes("p", "q", "s")
    world.goal("x", 1000)
    world.says("p", "2025-Q2", 250)
    world.says("q", "2025-Q2", 150)
    row = world.row("x", "2025-Q2")
    assert (row.progress.attainment.low, row.reported_of_expected) == (Decimal("0.4"), (2, 3))
    assert row.progress.coverage == Coverage(2, 3)
    assert (slugs(row.missing), "partial_sum" in row.states) == (["s"], True)


# --- W21: today is a day ----------------------------------------------------------------------------------------


def test_todays_map_knows_no_merger_of_the_future():
    world = merged()
    world.says("a", "2025-Q1", 40)
    before, after = date(2025, 6, 1), date(2025, 7, 1)
    assert slugs(_children(world, before)) == ["a", "b"]
    assert slugs(_children(world, after)) == ["c"]
    for today in (before, after):
        assert low(world.row("viet-nam", "2025-Q1", today=today).to_date) == 40


def _children(world: World, today: date):
    tree = world.builder("2025-Q1", today=today).snapshot.tree
    return [tree.places[key] for key in tree.below[world.places["viet-nam"].id]]


# --- W22: a part that is reported to two channels ---------------------------------------------------------------


def two_channels(*, park: int | None) -> World:
    world = parks()
    world.place("zone", "economic_zone", below="x")
    world.place("perimeter", "perimeter", below="x")
    world.place("park", "industrial_park", below="perimeter")
    world.members = {world.places["zone"].id: frozenset({world.places["park"].id})}
    world.says("zone", "2025-Q2", 100)
    world.says("perimeter", "2025-Q2", 200)
    if park is not None:
        world.says("park", "2025-Q2", park)
    return world


def test_park_that_two_channels_report_is_counted_once_and_named():
    row = two_channels(park=30).row("x", "2025-Q2")
    # 100 with the park's 30, and 200 with the same 30: 270.
    assert low(row.to_date) == 270
    assert (slugs(row.marks.counted_once), "counted_once" in row.states) == (["park"], True)
    assert low(two_channels(park=30).row("viet-nam", "2025-Q2").to_date) == 270


def test_sum_says_that_it_may_hold_a_park_twice_whose_own_figure_is_not_known():
    row = two_channels(park=None).row("x", "2025-Q2")
    assert low(row.to_date) == 300
    assert (slugs(row.marks.maybe_twice), "maybe_twice" in row.states) == (["park"], True)


def test_zone_without_a_report_of_its_own_holds_no_member_twice():
    world = two_channels(park=30)
    world.figures = [figure for figure in world.figures if figure.place.slug != "zone"]
    row = world.row("x", "2025-Q2")
    assert (low(row.to_date), row.marks.counted_once) == (200, ())


# --- W28: split places ------------------------------------------------------------------------------------------


def split() -> World:
    world = World()
    world.place("viet-nam", "country")
    world.place("old", below="viet-nam", valid_to=EVE)
    for slug, share in (("east", "0.6"), ("west", "0.4")):
        world.place(slug, below="viet-nam", valid_from=MERGER)
        world.goes_into("old", slug, MERGER, share)
    return world


def test_computed_share_is_marked_and_not_judged_and_the_whole_is_whole_again():
    world = split()
    world.goal("west", 10)
    world.says("old", "2025-Q2", 3)
    world.says("west", "2025-Q3", 1, IN_QUARTER)
    row = world.row("west", "2025-Q3")
    # Four tenths of 3 projects and 1 of its own.
    assert low(row.to_date) == Decimal("2.2")
    assert (row.progress.status, Reason.COMPUTED_SHARE in row.progress.reasons) == (None, True)
    assert [(place.slug, share) for place, share in row.marks.shares] == [("old", Decimal("0.4"))]
    world.goals.clear()
    for today in (None, MERGER):
        country = world.row("viet-nam", "2025-Q2", today=today)
        assert (low(country.to_date), country.marks.shares, "computed_share" in country.states) == (3, (), False)
