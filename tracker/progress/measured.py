"""Measure a place over a span: the reading, the quarter alone, and what it is compared with."""

from dataclasses import dataclass

from tracker.progress.asked import Span
from tracker.progress.measures import ChildReading, Comparison, Reading, RollUp, compare, compare_sums
from tracker.progress.roll import Roller
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
        others=own.others if own and rolled.own_report else (),
    )


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
        return compare(now.headline, then.headline)
    current = [_child(roller, cell, key, span) for key in now.included_keys]
    past = [_child(roller, cell, key, earlier) for key in now.included_keys]
    return compare_sums(current, past)


def _child(roller: Roller, cell: Cell, key: object, span: Span) -> ChildReading:
    place_id = int(str(key))
    return ChildReading(key=place_id, reading=roller.rolled(place_id, cell.indicator_id, cell.unit, span).headline)
