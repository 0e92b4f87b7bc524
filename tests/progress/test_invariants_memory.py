"""What must hold in every world: drawn trees that merge, split and move, against their own truth and each other.

The counter-examples that these tests have found stand, made small, in `test_rollup_regressions`.
"""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.progress.drawn_worlds import QUARTERS, ROOT, DrawnWorld, drawn_worlds
from tests.progress.memory_worlds import INDICATORS, low
from tracker.progress.as_data import row_data
from tracker.progress.asked import Cell, Span
from tracker.progress.build import Builder
from tracker.progress.measures import ObservationStatus, RollUp, Status
from tracker.progress.periods import Quarter
from tracker.progress.rows import ProgressRow
from tracker.progress.telling import numbers_of
from tracker.progress.told import Formula, NumberCode, recomputed

FDI = INDICATORS["fdi"].id
# PROPERTY_CASES=5000 looks longer; the suite looks anew each time, and a failure prints what reproduces it.
CASES = int(os.environ.get("PROPERTY_CASES", "150"))
many = settings(
    max_examples=CASES,
    deadline=None,
    database=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
TODAY = date(2026, 1, 1)
quarters = st.sampled_from(QUARTERS)
maps = st.sampled_from([None, TODAY])


def readings(found: DrawnWorld, builder: Builder, quarter: Quarter) -> Iterator[tuple[str, Span, RollUp]]:
    """Yield the year to date and the quarter alone of every place that stands on the map.

    That are those of the day and, on today's map, what will become of them; a place that has ended is on none, though
    the places that it lay below are still asked what they brought while they stood.
    """
    tree = builder.snapshot.tree
    standing = {key for below in tree.below.values() for key in below}
    for key, face in tree.places.items():
        to_come = face.valid_from is not None and face.valid_from > quarter.last_day
        if not tree.exists_on(key, quarter.last_day) and not (to_come and key in standing):
            continue
        for span in (Span.of_year(quarter), Span.of_quarter(quarter)):
            yield face.slug, span, builder.roller.rolled(Cell(key, FDI, "USD"), span)


def country(found: DrawnWorld, quarter: Quarter, today: date | None, **options: Any) -> ProgressRow:
    builder = found.world.builder(quarter, today=today, **options)
    key = found.world.places[ROOT].id
    rows = builder.rows_for(key, with_parts=False, indicator_ids=[FDI])
    return rows[0] if rows else builder.empty_row(key, FDI)


@many
@given(drawn_worlds(complete=True), quarters, maps)
def test_everything_is_known_where_everything_is_reported(found: DrawnWorld, quarter: Quarter, today: date | None):
    builder = found.world.builder(quarter, today=today)
    for slug, span, rolled in readings(found, builder, quarter):
        if found.is_empty(slug, span.starts, span.last_day):
            continue
        reading = rolled.headline
        assert low(reading) == found.truly(slug, span.starts, span.last_day), (slug, span)
        # All the parks of a perimeter may have left it before the span's last day; everything else goes on.
        ended = reading.closed_on if slug.startswith("perimeter") else None
        assert reading.to_on == (ended or span.last_day)
        assert rolled.whole


@many
@given(drawn_worlds(currencies=True), quarters, maps)
def test_nothing_is_ever_counted_twice_and_what_is_whole_is_true(
    found: DrawnWorld, quarter: Quarter, today: date | None
):
    builder = found.world.builder(quarter, today=today)
    for slug, _span, rolled in readings(found, builder, quarter):
        reading = rolled.headline
        if reading.amount is None or (rolled.undivided_keys and slug != ROOT):
            continue
        assert reading.from_on is not None
        assert reading.to_on is not None
        truth = found.truly(slug, reading.from_on, reading.to_on)
        assert reading.amount.value <= truth, (slug, rolled)
        if rolled.whole:
            assert reading.amount.value == truth, (slug, rolled)


def totals(row: ProgressRow) -> tuple[Any, ...]:
    """Return the numbers of a row that no map may change."""
    compared = (row.same_period_last_year, row.same_quarter_last_year, row.previous_quarter)
    assert row.roll_up is not None
    return (
        row.to_date.amount,
        row.to_date.to_on,
        row.in_quarter.amount,
        row.roll_up.children_sum.amount,
        row.roll_up.other_units and [(unit, reading.amount) for unit, reading in row.roll_up.other_units],
        row.progress.attainment.low,
        row.progress.status,
        *((each.value, each.ratio) if each is not None and each.ratio is not None else None for each in compared),
    )


@many
@given(drawn_worlds(currencies=True, some_owe=True), quarters)
def test_toggling_the_map_changes_no_total(found: DrawnWorld, quarter: Quarter):
    then = country(found, quarter, None)
    assert totals(then) == totals(country(found, quarter, TODAY))
    assert row_data(then) == row_data(country(found, quarter, None))


@many
@given(drawn_worlds(complete=True, moves=False), st.sampled_from(QUARTERS[4:]), maps)
def test_last_year_is_that_of_the_same_land(found: DrawnWorld, quarter: Quarter, today: date | None):
    row = country(found, quarter, today)
    year = Span.of_year(quarter.same_quarter_last_year())
    compared = row.same_period_last_year
    assert compared is not None
    assert compared.value is not None
    assert compared.value.value == found.truly(ROOT, year.starts, year.last_day)


@many
@given(drawn_worlds(currencies=True, some_owe=True), quarters, maps)
def test_years_of_the_units_add_up_to_the_comparison_of_their_sum(
    found: DrawnWorld, quarter: Quarter, today: date | None
):
    builder = found.world.builder(quarter, today=today)
    key = found.world.places[ROOT].id
    for place in (key, *builder.snapshot.tree.below.get(key, ())):
        for row in builder.rows_for(place, with_parts=False, indicator_ids=[FDI]):
            compared, years = row.same_period_last_year, row.years_of_units
            if compared is None or compared.units is None:
                continue
            if compared.difference is None:
                assert years is None, place
            else:
                assert years is not None, place
                assert (years.earlier, years.current) == (compared.value, compared.current), place
                assert years.difference == compared.difference


@many
@given(drawn_worlds(), quarters, maps, st.randoms(use_true_random=False))
def test_order_of_saving_never_matters(found: DrawnWorld, quarter: Quarter, today: date | None, chance: Any):
    key = found.world.places[ROOT].id
    one = found.world.builder(quarter, today=today)
    other = found.world.builder(quarter, today=today, order=chance)
    # Not even the order in which a page lists what it reads: two servers answer the same, byte for byte.
    assert repr(one.snapshot.tree) == repr(other.snapshot.tree)
    for place in (key, *one.snapshot.tree.below.get(key, ())):
        rows = [builder.rows_for(place, with_parts=True) for builder in (one, other)]
        assert [row_data(row) for row in rows[0]] == [row_data(row) for row in rows[1]]


# What a unit that has not reported may change: the coverage, and what the coverage defines.
_COVERAGE = (
    "reported_of_expected",
    "children_reported",
    "in_quarter_reported",
    "places_missing_below",
    "status",
    "reasons",
    "states",
    "pace",
)


# The sentences that say the coverage of a number, of its quarter or of its comparison.
_COVERAGE_NOTES = {"partial_sum", "missing_units", "missing_further_down", "quarter_of_fewer", "last_year_of_fewer"}


def _without_coverage(data: dict[str, Any]) -> dict[str, Any]:
    """Return a row's data without the sentences about its coverage."""
    years = data["units_compared"]
    return {
        **data,
        "notes": [note for note in data["notes"] if note["edge"] not in _COVERAGE_NOTES],
        "units_compared": None if years is None else {**years, "left_out": None},
    }


_COMPARISONS = ("same_period_last_year", "same_quarter_last_year", "previous_quarter")


def _compared(data: dict[str, Any] | None) -> tuple[Decimal, Decimal]:
    """Return what is compared, now and then; a unit that cannot be compared brings nothing to either."""
    now, then = (None, None) if data is None or not data["units"] else (data["current"], data["value"])
    return Decimal(now or 0), Decimal(then or 0)


@many
@given(drawn_worlds(), quarters, maps, st.booleans(), st.data())
def test_silence_changes_the_coverage_and_nothing_else(
    found: DrawnWorld, quarter: Quarter, today: date | None, said: bool, data: st.DataObject
):
    before = _without_coverage(row_data(country(found, quarter, today)))
    alive = [each for each in found.world.places if each != ROOT and found.lives(each, quarter.last_day)]
    found.world.place("silent", "industrial_park", below=data.draw(st.sampled_from(sorted(alive))))
    found.world.owes("silent")
    if said:
        found.world.says("silent", str(quarter), None, status=ObservationStatus.NOT_YET_KNOWN)
    row = country(found, quarter, today)
    after = _without_coverage(row_data(row))
    same = set(before) - set(_COVERAGE)
    if found.before:
        # All of a successor is compared with all of its predecessors, or nothing of it: that is for the coverage to
        # say, and a unit that has become silent can only leave the comparison.
        same -= {*_COMPARISONS, "units_compared"}
        # Of a split place all is compared by its computed share, and its parks by what they are: no order holds there.
        if all(step.share == 1 for step in found.world.steps):
            for name in _COMPARISONS:
                now_and_then = zip(_compared(after[name]), _compared(before[name]), strict=True)
                assert all(one <= other for one, other in now_and_then), name
    if before["in_quarter"] is not None and after["in_quarter"] is None:
        # Beside an own report to date, which holds everybody, stands only a whole quarter, all the way down.
        assert row.quarter_roll_up is not None
        assert not row.quarter_roll_up.whole
        same = {key for key in same if not key.startswith(("in_quarter", "quarter_share")) and key != "figures"}
    assert {key: before[key] for key in same} == {key: after[key] for key in same}


_AMOUNTS = (
    "to_date",
    "in_quarter",
    "children_sum",
    "own_report",
    "not_broken_down",
    "after_succession",
    "gap",
    "expected",
)
_SHARES = ("attainment", "expected_share", "pace", "status", "states", "quarter_share")


@many
@given(drawn_worlds(), quarters, maps, st.sampled_from(["0.001", "3", "25000"]), st.booleans())
def test_scaling_the_currency_scales_amounts_and_no_share(
    found: DrawnWorld, quarter: Quarter, today: date | None, factor: str, goal: bool
):
    if goal:
        found.world.goal(ROOT, 40, date(2024, 1, 1), date(2025, 12, 31))
    before = row_data(country(found, quarter, today))
    k, world = Decimal(factor), found.world
    world.figures = [
        replace(figure, value=None if figure.value is None else figure.value * k) for figure in world.figures
    ]
    world.goals = [replace(each, terms=replace(each.terms, amount=each.terms.amount.scaled(k))) for each in world.goals]
    after = row_data(country(found, quarter, today))
    for name in _SHARES:
        assert before[name] == after[name], name
    for name in _AMOUNTS:
        scaled, found_after = (None if text is None else Decimal(text) for text in (before[name], after[name]))
        if name == "expected" and scaled is not None and found_after is not None:
            # A straight line divides by its months: 28 digits, of which the last is rounded once before and once after.
            assert abs(scaled * k - found_after) <= Decimal("1e-26") * abs(found_after)
            continue
        assert (None if scaled is None else scaled * k) == found_after, name


@many
@given(drawn_worlds(complete=True), st.sampled_from([2024, 2025]), maps)
def test_quarters_regroup_to_the_year(found: DrawnWorld, year: int, today: date | None):
    rows = [country(found, Quarter(year, number), today) for number in (1, 2, 3, 4)]
    alone = [low(row.in_quarter) for row in rows]
    assert sum(value for value in alone if value is not None) == low(rows[-1].to_date)
    assert None not in alone


@many
@given(drawn_worlds(splits=False, some_owe=True), st.sampled_from(QUARTERS[4:]), st.data())
def test_goals_of_predecessors_give_the_country_the_same_percentage_on_both_maps(
    found: DrawnWorld, quarter: Quarter, data: st.DataObject
):
    # A goal of a successor stands on one map only before its day, so only those that began with the year promise.
    old = [
        slug
        for slug, face in found.world.places.items()
        if slug.startswith("province") and found.lives(slug, date(2025, 1, 1))
    ]
    for slug in old:
        if data.draw(st.booleans()):
            found.world.goal(slug, data.draw(st.integers(1, 60)))
    assume(found.world.goals)
    then, today = country(found, quarter, None), country(found, quarter, TODAY)
    if (then.progress.status is Status.TOO_FEW_REPORTS) != (today.progress.status is Status.TOO_FEW_REPORTS):
        # Those that owe a report are the places of a map: a successor is one where its predecessors are two.
        assert then.reported_of_expected != today.reported_of_expected
        then, today = (replace(row, progress=replace(row.progress, status=None)) for row in (then, today))
    assert totals(then) == totals(today)
    assert {target.reference for target in then.measured_by} == {target.reference for target in today.measured_by}


@many
@given(drawn_worlds(currencies=True), quarters, maps)
def test_every_number_comes_out_of_its_inputs_anew(found: DrawnWorld, quarter: Quarter, today: date | None):
    found.world.goal(ROOT, 40, date(2024, 1, 1), date(2025, 12, 31))
    builder = found.world.builder(quarter, today=today)
    key = found.world.places[ROOT].id
    for place in (key, *builder.snapshot.tree.below.get(key, ())):
        for row in builder.rows_for(place, with_parts=False, indicator_ids=[FDI]):
            for told in numbers_of(row):
                anew = recomputed(told)
                if told.result.low is None or told.formula is Formula.RULE:
                    # A sum of figures is never taken on trust: each of them is an input, with its share.
                    assert told.result.low is None or told.code not in (NumberCode.TO_DATE, NumberCode.IN_QUARTER)
                    continue
                assert anew is not None
                for one, other in ((told.result.low, anew.low), (told.result.high, anew.high)):
                    assert (one is None) == (other is None), told
                    # A division is exact to 28 digits.
                    assert one is None or abs(one - other) <= Decimal("1e-18") * max(abs(one), 1), told
