"""On which day a report is due: rules, holidays, the edge of the year and the order of those who report."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.progress.due_days import (
    CHAIN,
    DueDayRule,
    due_day,
    is_working_day,
    next_working_day,
    order_problems,
    rule_in_force,
)
from tracker.progress.periods import Quarter

INVESTOR = DueDayRule("investor", 10, moves_to_working_day=True)
BOARD = DueDayRule("board", 15, moves_to_working_day=True)
# The days off around the lunar new year of 2026 (17 February), and of 2030 (3 February).
TET_2026 = {date(2026, 2, 16) + timedelta(days=n) for n in range(5)}
TET_2030 = {date(2030, 2, 1) + timedelta(days=n) for n in range(8)}


def due(quarter, rule=INVESTOR, holidays=(), **more):
    return due_day(
        reporter_kind=rule.reporter_kind, quarter=Quarter.parse(quarter), rules=[rule], holidays=holidays, **more
    )


@pytest.mark.parametrize(
    ("quarter", "rule", "holidays", "expected"),
    [
        pytest.param("2025-Q1", INVESTOR, (), date(2025, 4, 10), id="a Thursday stays"),
        pytest.param("2025-Q3", INVESTOR, (), date(2025, 10, 10), id="a Friday stays"),
        pytest.param("2026-Q3", INVESTOR, (), date(2026, 10, 12), id="a Saturday goes to Monday"),
        pytest.param("2026-Q2", DueDayRule("investor", 12, True), (), date(2026, 7, 13), id="a Sunday goes to Monday"),
        pytest.param(
            "2026-Q3", DueDayRule("investor", 10, False), (), date(2026, 10, 10), id="a rule that never moves"
        ),
        pytest.param("2025-Q4", INVESTOR, (), date(2026, 1, 12), id="the fourth quarter is due in the next year"),
        pytest.param(
            "2025-Q4", DueDayRule("board", 1, True), {date(2026, 1, 1)}, date(2026, 1, 2), id="New Year's Day"
        ),
        pytest.param(
            "2025-Q1",
            DueDayRule("board", 28, True),
            {date(2025, 4, 30), date(2025, 5, 1)},
            date(2025, 4, 28),
            id="a holiday after the day moves nothing",
        ),
        pytest.param(
            "2026-Q1",
            DueDayRule("board", 25, True),
            {date(2026, 4, 27)},
            date(2026, 4, 28),
            id="Saturday, Sunday, then a holiday",
        ),
        pytest.param("2024-Q1", DueDayRule("board", 28, True), (), date(2024, 4, 29), id="in a leap year"),
    ],
)
def test_the_due_day_follows_from_rule_and_calendar(quarter, rule, holidays, expected):
    assert due(quarter, rule, holidays) == expected


@pytest.mark.parametrize(
    ("day", "holidays", "expected"),
    [
        (date(2026, 2, 16), TET_2026, date(2026, 2, 23)),  # Monday to Friday off, then the weekend
        (date(2026, 2, 14), TET_2026, date(2026, 2, 23)),  # from the Saturday before it
        (date(2030, 2, 1), TET_2030, date(2030, 2, 11)),  # Friday to Friday, then the weekend
        (date(2028, 2, 29), (), date(2028, 2, 29)),  # a Tuesday that only leap years have
        (date(2028, 2, 26), (), date(2028, 2, 28)),
        (date(2027, 12, 31), {date(2027, 12, 31), date(2028, 1, 3)}, date(2028, 1, 4)),  # over the turn of the year
    ],
)
def test_a_run_of_days_off_is_passed_as_a_whole(day, holidays, expected):
    assert next_working_day(day, holidays) == expected


def test_without_a_rule_nothing_is_due():
    assert due_day(reporter_kind="press", quarter=Quarter(2025, 1), rules=[INVESTOR, BOARD], holidays=()) is None
    assert due_day(reporter_kind="board", quarter=Quarter(2025, 1), rules=[], holidays=()) is None


def test_an_extension_wins_and_stays_even_on_a_sunday():
    assert due("2025-Q1", due_on=date(2025, 4, 20)) == date(2025, 4, 20)
    assert due_day(
        reporter_kind="press", quarter=Quarter(2025, 1), rules=[], holidays=(), due_on=date(2025, 5, 2)
    ) == date(2025, 5, 2)


def test_the_rule_of_the_quarters_last_day_counts_not_that_of_the_due_day():
    old = DueDayRule("investor", 10, moves_to_working_day=False, valid_to=date(2025, 6, 30))
    new = DueDayRule("investor", 20, moves_to_working_day=False, valid_from=date(2025, 7, 1))
    days = [
        due_day(reporter_kind="investor", quarter=Quarter(2025, number), rules=[new, old], holidays=())
        for number in (1, 2, 3)
    ]
    assert days == [date(2025, 4, 10), date(2025, 7, 10), date(2025, 10, 20)]


def test_of_two_rules_in_force_the_newer_one_counts_and_else_the_stricter():
    general = DueDayRule("investor", 10, moves_to_working_day=True)
    newer = DueDayRule("investor", 20, moves_to_working_day=True, valid_from=date(2025, 1, 1))
    twin = DueDayRule("investor", 18, moves_to_working_day=True, valid_from=date(2025, 1, 1))
    for rules in ([general, newer, twin], [twin, newer, general]):
        assert rule_in_force(reporter_kind="investor", quarter=Quarter(2025, 2), rules=rules) == twin
        assert rule_in_force(reporter_kind="investor", quarter=Quarter(2024, 2), rules=rules) == general


def problems(*rules, quarter="2025-Q1", holidays=()):
    found = order_problems(quarter=Quarter.parse(quarter), rules=rules, holidays=holidays)
    return [(problem.earlier_kind, problem.later_kind) for problem in found]


def test_investors_before_boards_before_the_province_is_no_problem():
    assert problems(INVESTOR, BOARD, DueDayRule("province_office", 20, moves_to_working_day=True)) == []


def test_a_province_that_is_due_before_its_boards_is_told():
    province = DueDayRule("province_office", 12, moves_to_working_day=True)
    assert problems(INVESTOR, BOARD, province) == [("province_office", "board")]


def test_days_off_can_bring_two_rules_onto_one_day():
    # The 10th and the 12th of October 2026 are a Saturday and a Monday.
    assert problems(INVESTOR, DueDayRule("board", 12, True), quarter="2026-Q3") == [("board", "investor")]


def test_a_kind_without_a_rule_is_passed_over():
    province = DueDayRule("province_office", 10, moves_to_working_day=True)
    assert problems(INVESTOR, province) == [("province_office", "investor")]
    assert problems(BOARD) == []
    assert CHAIN == ("investor", "board", "province_office")


quarters = st.builds(Quarter, st.integers(1990, 2090), st.integers(1, 4))
runs = st.builds(
    lambda first, length: {first + timedelta(days=n) for n in range(length)},
    st.dates(date(1990, 1, 1), date(2091, 1, 31)),
    st.integers(0, 12),
)


@given(quarters, st.integers(1, 28), runs)
def test_a_moved_day_is_the_first_working_day_from_the_rules_day_on(quarter, day_of_month, holidays):
    fixed = DueDayRule("board", day_of_month, moves_to_working_day=False)
    moving = DueDayRule("board", day_of_month, moves_to_working_day=True)
    named = due_day(reporter_kind="board", quarter=quarter, rules=[fixed], holidays=holidays)
    moved = due_day(reporter_kind="board", quarter=quarter, rules=[moving], holidays=holidays)
    assert named.day == day_of_month
    assert quarter.last_day < named <= quarter.last_day + timedelta(days=28)
    assert moved >= named
    assert is_working_day(moved, holidays)
    passed = [named + timedelta(days=n) for n in range((moved - named).days)]
    assert not any(is_working_day(day, holidays) for day in passed)


@given(quarters, st.integers(1, 27), st.integers(1, 28), runs)
def test_moving_never_turns_the_order_of_two_rules_round(quarter, early, late, holidays):
    first, second = sorted((early, late))
    days = [
        due_day(reporter_kind="board", quarter=quarter, rules=[DueDayRule("board", day, True)], holidays=holidays)
        for day in (first, second)
    ]
    assert days[0] <= days[1]


@given(quarters, st.integers(1, 28), st.integers(1, 28), st.integers(1, 28), runs)
def test_the_check_is_silent_exactly_when_the_days_rise(quarter, investor, board, province, holidays):
    rules = [DueDayRule(kind, day, True) for kind, day in zip(CHAIN, (investor, board, province), strict=True)]
    days = [due_day(reporter_kind=kind, quarter=quarter, rules=rules, holidays=holidays) for kind in CHAIN]
    silent = not list(order_problems(quarter=quarter, rules=rules, holidays=holidays))
    assert silent == (days[0] < days[1] < days[2])
