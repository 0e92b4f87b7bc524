"""Measure a place over a span: the reading, the quarter alone, and what it is compared with."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tracker.progress.asked import Cell, Span
from tracker.progress.compared import (
    Earlier,
    Pair,
    a_quarter_earlier,
    a_year_earlier,
    compared,
    of_each_part,
    of_pairs,
    pairs,
    parts_compared,
)
from tracker.progress.measures import Comparison, IndicatorKind, KnownSum, Reading, Reason, RollUp, roll_up
from tracker.progress.periods import Quarter
from tracker.progress.readings import unknown
from tracker.progress.roll import Roller
from tracker.progress.rows import OrganisationFace
from tracker.progress.stretches import Stretch


@dataclass(frozen=True, slots=True)
class Measured:
    """A reading with what it is made of, before it is judged.

    ``quarter`` is the roll-up of the quarter alone, with its own coverage; ``in_quarter`` its reading, unknown where
    the quarter holds less than the reading to date. ``history`` reads a quarter of the units whose past shape counts.
    ``known`` are the pieces of an own report with gaps. ``parts`` compares what lies directly below with the same
    period of last year, by place: those that have both, of a flow alone, because no other kind is added over places.
    """

    roll_up: RollUp
    quarter: RollUp
    in_quarter: Reading
    same_period: Comparison | None
    previous: Comparison | None
    history: Callable[[Span], RollUp]
    others: tuple[tuple[OrganisationFace, Reading], ...] = ()
    known: KnownSum | None = None
    parts: Mapping[int, Comparison] = field(default_factory=dict)
    same_quarter: Comparison | None = None
    """The quarter alone with that of last year, of a flow; None in a first quarter, which is the year to date."""


def measure(roller: Roller, cell: Cell, span: Span) -> Measured:
    """Return a place's reading over the span, with the quarter alone, last year and the previous quarter beside it."""
    quarter = roller.snapshot.quarter
    alone = Span.of_quarter(quarter)
    rolled, of_quarter = roller.rolled(cell, span), roller.rolled(cell, alone)
    own = roller.own(cell, span)
    year = Span.of_year(quarter)
    same_period = compared(roller, cell, year, a_year_earlier)
    return Measured(
        roll_up=replace(rolled, other_units=roller.other_units(cell, span)),
        quarter=replace(of_quarter, other_units=roller.other_units(cell, alone)),
        in_quarter=quarter_of(quarter, rolled, of_quarter),
        same_period=same_period,
        previous=compared(roller, cell, alone, a_quarter_earlier),
        history=lambda days: roller.heard(cell, days),
        others=own.others if own else (),
        # Beside a number that others make (a predecessor's days joined to its own) its pieces would contradict it.
        known=roller.known_pieces(cell, span, own) if own and _speaks(rolled) else None,
        parts=parts_compared(roller, cell, year, a_year_earlier, same_period) if _compares(roller, cell) else {},
        same_quarter=compared(roller, cell, alone, a_year_earlier) if _has_quarters(roller, cell) else None,
    )


def _has_quarters(roller: Roller, cell: Cell) -> bool:
    """Return whether the quarter alone says something else than the year to date."""
    return roller.snapshot.quarter.number > 1 and roller.kind_of(cell.indicator_id) is IndicatorKind.FLOW


def _compares(roller: Roller, cell: Cell) -> bool:
    """Return whether what each place below brought in both years is asked for; it adds up for flows alone."""
    return roller.compares_parts and roller.kind_of(cell.indicator_id) is IndicatorKind.FLOW


def _speaks(rolled: RollUp) -> bool:
    """Return whether no other number than the place's own report stands at the head."""
    return rolled.own_report or not rolled.headline.is_known


def measure_units(roller: Roller, cell: Cell, units: Sequence[Stretch], span: Span) -> Measured:
    """Return the sum of places that are bound together, each over its own days and by its share, and owing.

    The place of the cell counts for nothing; its indicator, unit and investor are those of all.
    """
    quarter = roller.snapshot.quarter
    alone, year = Span.of_quarter(quarter), Span.of_year(quarter)

    def added(days: Span) -> RollUp:
        return roll_up(
            None, [roller.unit_reading(cell, unit, days) for unit in units if unit.meets(days)], starts=days.starts
        )

    def pairs_over(days: Span, earlier: Earlier) -> dict[int, list[Pair]]:
        found: dict[int, list[Pair]] = {}
        for unit in (each for each in units if each.meets(days)):
            lived = roller.within_life(unit.place_id, days.within(unit.since, unit.until))
            of_unit = pairs(roller, cell.at(unit.place_id), lived, earlier, unit.share)
            found.setdefault(unit.place_id, []).extend(of_unit)
        return found

    def compared_over(found: Mapping[int, Sequence[Pair]]) -> Comparison | None:
        return of_pairs([pair for of_unit in found.values() for pair in of_unit])

    of_last_year = pairs_over(year, a_year_earlier)
    rolled, of_quarter = added(span), added(alone)
    return Measured(
        roll_up=rolled,
        quarter=of_quarter,
        in_quarter=quarter_of(quarter, rolled, of_quarter),
        same_period=compared_over(of_last_year),
        previous=compared_over(pairs_over(alone, a_quarter_earlier)),
        history=added,
        parts=of_each_part(of_last_year) if _compares(roller, cell) else {},
        same_quarter=compared_over(pairs_over(alone, a_year_earlier)) if _has_quarters(roller, cell) else None,
    )


def quarter_of(quarter: Quarter, rolled: RollUp, of_quarter: RollUp) -> Reading:
    """Return the quarter's reading, unknown where it holds less than the reading to date that it stands beside.

    A quarter of one park beside a year to date of two would be the quarter of nobody. Places are compared by their own
    reports, whatever successor stands for them on the map; of those that closed or moved away before nothing is asked.
    """
    reading = of_quarter.headline
    if not reading.is_known or of_quarter.own_report or of_quarter.whole or not rolled.headline.is_known:
        return reading
    here = {place for place, _until in of_quarter.origins}
    if all(place in here or until < quarter.first_day for place, until in rolled.origins):
        return reading
    return unknown(reading.kind, Reason.JOINTLY_ONLY, quarter.first_day, quarter.last_day)
