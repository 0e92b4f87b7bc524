"""Measure a place over a span: the reading, the quarter alone, and what it is compared with."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from tracker.progress.asked import Span
from tracker.progress.measures import (
    ChildReading,
    Comparison,
    Reading,
    Reason,
    RollUp,
    compare,
    compare_sums,
    roll_up,
)
from tracker.progress.readings import unknown
from tracker.progress.roll import Roller, sharer
from tracker.progress.rows import OrganisationFace


@dataclass(frozen=True, slots=True)
class Measured:
    """A reading with what it is made of, before it is judged."""

    roll_up: RollUp
    in_quarter: Reading
    same_period: Comparison | None
    previous: Comparison | None
    others: tuple[tuple[OrganisationFace, Reading], ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """What is read: a place and an indicator in one unit; the reporter ``first`` (an investor) leads if it reports."""

    place_id: int
    indicator_id: int
    unit: str
    first: int | None = None


def measure(roller: Roller, cell: Cell, span: Span) -> Measured:
    """Return a place's reading over the span, with the quarter alone, last year and the previous quarter beside it."""
    quarter = roller.snapshot.quarter
    rolled = _rolled(roller, cell, span)
    alone = Span(quarter.first_day, quarter, None, quarter_only=True)
    year = Span(quarter.year_first_day, quarter)
    before = Span(quarter.previous().first_day, quarter.previous(), None, quarter_only=True)
    own = roller.own(cell.place_id, cell.indicator_id, cell.unit, span, cell.first)
    return Measured(
        roll_up=rolled,
        in_quarter=_rolled(roller, cell, alone).headline,
        same_period=_compared(roller, cell, year, year.a_year_earlier()),
        previous=_compared(roller, cell, alone, before),
        others=own.others if own else (),
    )


def measure_units(roller: Roller, units: Mapping[int, Decimal], cell: Cell, whole: Measured) -> Measured:
    """Return ``whole`` with the quarter and the comparisons of some units alone: those whose targets are added.

    ``units`` are the places with the share of each that counts. The quarter is unknown when any of them lacks it.
    """
    quarter = roller.snapshot.quarter
    alone = Span(quarter.first_day, quarter, None, quarter_only=True)
    before = Span(quarter.previous().first_day, quarter.previous(), None, quarter_only=True)
    years = {unit: roller.within_life(unit, Span(quarter.year_first_day, quarter)) for unit in units}

    def read(spans: Mapping[int, Span]) -> list[ChildReading]:
        return [
            ChildReading(
                key=unit,
                reading=sharer(share)(roller.rolled(unit, cell.indicator_id, cell.unit, spans[unit]).headline),
            )
            for unit, share in units.items()
        ]

    now = read(dict.fromkeys(units, alone))
    total = roll_up(None, now)
    in_quarter = total.children_sum
    if in_quarter.is_known and len(total.included_keys) < len(units):
        silent = next((child.reading.reason for child in now if child.reading.reason), None)
        in_quarter = unknown(in_quarter.kind, silent or Reason.SPANS_DIFFER, quarter.first_day, quarter.last_day)
    return replace(
        whole,
        in_quarter=in_quarter,
        same_period=_sums_compared(read(years), read({unit: span.a_year_earlier() for unit, span in years.items()})),
        previous=_sums_compared(now, read(dict.fromkeys(units, before))),
    )


def _sums_compared(now: list[ChildReading], then: list[ChildReading]) -> Comparison | None:
    """Return the comparison of the sums of the same units; None when neither has anything."""
    current, earlier = roll_up(None, now).children_sum, roll_up(None, then).children_sum
    if not current.is_known and not earlier.is_known:
        return None
    return compare_sums(now, then) if earlier.is_known else compare(current, None)


def _rolled(roller: Roller, cell: Cell, span: Span) -> RollUp:
    return roller.rolled(cell.place_id, cell.indicator_id, cell.unit, span, cell.first)


def _compared(roller: Roller, cell: Cell, span: Span, earlier: Span) -> Comparison | None:
    """Return the comparison of two spans over the same units; None when neither has anything."""
    now, then = _rolled(roller, cell, span), _rolled(roller, cell, earlier)
    if not now.headline.is_known and not then.headline.is_known:
        return None
    if not then.headline.is_known:
        return compare(now.headline, None)
    if now.own_report or then.own_report or not now.included_keys:
        whole = _is_whole(roller, cell, now, span) and _is_whole(roller, cell, then, earlier)
        compared = compare(now.headline, then.headline)
        return replace(compared, like_for_like=compared.like_for_like and whole)
    current = [_child(roller, cell, key, span) for key in now.included_keys]
    past = [_child(roller, cell, key, earlier) for key in now.included_keys]
    return compare_sums(current, past)


def _is_whole(roller: Roller, cell: Cell, rolled: RollUp, span: Span) -> bool:
    """Return whether a reading speaks of all of the place: its own report, or all of its predecessors."""
    if rolled.own_report:
        return True
    before = roller.snapshot.tree.predecessors.get(cell.place_id, [])
    exists = roller.snapshot.tree.exists_on(cell.place_id, span.last_day)
    return not exists and len(rolled.included_keys) == len(before)


def _child(roller: Roller, cell: Cell, key: object, span: Span) -> ChildReading:
    place_id = int(str(key))
    return ChildReading(key=place_id, reading=roller.rolled(place_id, cell.indicator_id, cell.unit, span).headline)
