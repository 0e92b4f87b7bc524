"""Cut a year into the pieces that are known, and find figures that contradict each other; pure, standard library only.

Every function takes the figures in force of one place, one reporter and one indicator, in any order.
"""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from tracker.progress.links import Link, LinkGraph, day_before, firmness
from tracker.progress.periods import ONE_DAY, Quarter, quarters_between, quarters_of_year
from tracker.progress.quantities import Amount, total_of
from tracker.progress.readings import Reading, ReportedFigure
from tracker.progress.spans import from_links, in_force, in_quarter, kind_of, span_of
from tracker.progress.vocabulary import IndicatorKind, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSum:
    """Hold a sum over a gap: `amount` of the `quarters_known` of `quarters_expected`; None if no quarter is known.

    `pieces` are the spans that were added; they do not overlap.
    """

    amount: Amount | None
    quarters_known: int
    quarters_expected: int
    pieces: tuple[Reading, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """Hold a reported figure whose span follows from other figures with another value.

    `difference` = the reported value less the derived one. A tolerance is the caller's: only the caller knows to how
    many digits the figures were printed.
    """

    reported: Reading
    derived: Reading
    difference: Amount


def missing_quarters(figures: Sequence[ReportedFigure], year: int, fiscal_start_month: int = 1) -> tuple[Quarter, ...]:
    """List the quarters of a year whose own amount is owed and not known, not even by subtraction."""
    return tuple(
        quarter
        for quarter in quarters_of_year(year, fiscal_start_month)
        if in_quarter(figures, quarter).reason not in (None, Reason.NOT_APPLICABLE, Reason.NOT_A_FLOW)
    )


def joint_spans(figures: Sequence[ReportedFigure], year: int, fiscal_start_month: int = 1) -> tuple[Reading, ...]:
    """List the known pieces of a year, in order and not overlapping: Q1, then Q2 + Q3 jointly, then Q4.

    As many days as possible are covered: a known year is one piece where only one of its quarters is known, because
    the rest of it is known jointly only. Other days than quarter ends (21 February) divide only what those leave open.
    """
    quarters = quarters_of_year(year, fiscal_start_month)
    return _pieces(figures, quarters[0].first_day, quarters[-1].last_day, fiscal_start_month)


def sum_of_known(
    figures: Sequence[ReportedFigure], starts: date, quarter: Quarter, ends: date | None = None
) -> KnownSum:
    """Add the known pieces from a start to a quarter's end, gaps and all: "2 of 3 quarters".

    A piece of two quarters jointly counts two; a piece that leaves a part of a quarter open does not count it.
    """
    last_day = quarter.last_day if ends is None else min(quarter.last_day, ends)
    month = quarter.fiscal_start_month
    asked = tuple(quarters_between(Quarter.containing(starts, month), Quarter.containing(last_day, month)))
    pieces = _pieces(figures, starts, last_day, month)
    known = sum(
        any(
            piece.from_on is not None
            and piece.to_on is not None
            and piece.from_on <= max(each.first_day, starts)
            and piece.to_on >= min(each.last_day, last_day)
            for piece in pieces
        )
        for each in asked
    )
    return KnownSum(
        amount=total_of(piece.amount for piece in pieces if piece.amount is not None),
        quarters_known=known,
        quarters_expected=len(asked),
        pieces=pieces,
    )


def disagreements(figures: Sequence[ReportedFigure]) -> tuple[Disagreement, ...]:
    """List the reported flows whose span the other figures give another value, each with the arithmetic.

    A bound contradicts only what it excludes: "over 832" agrees with 840. Of two figures of one span each is listed
    against the other.
    """
    rows = [row for row in in_force(figures) if row.indicator_kind is IndicatorKind.FLOW and row.amount.is_stated]
    found = []
    for row in sorted(rows, key=lambda each: (each.to_on, each.starts_on, firmness(each))):
        reported = from_links(row.indicator_kind, (Link(1, row),), row.starts_on, row.to_on)
        others = [other for other in rows if other is not row]
        derived = span_of(row.indicator_kind, others, row.starts_on, row.to_on)
        if reported.amount is not None and derived.amount is not None:
            difference = reported.amount - derived.amount
            if not difference.admits_zero():
                found.append(Disagreement(reported=reported, derived=derived, difference=difference))
    return tuple(found)


def _pieces(
    figures: Sequence[ReportedFigure], from_on: date, to_on: date, fiscal_start_month: int
) -> tuple[Reading, ...]:
    """Cut a span into known pieces: as many days as can be, along quarter ends, and then as fine as can be."""
    kind = kind_of(figures)
    graph = LinkGraph(in_force(figures))
    opens_on = day_before(from_on)
    first, last = (Quarter.containing(day, fiscal_start_month) for day in (from_on, to_on))
    closes = {opens_on, to_on, *(quarter.last_day for quarter in quarters_between(first, last))}
    candidates: set[_Piece] = set()
    for group in graph.components():
        days = sorted(day for day in group if opens_on <= day <= to_on)
        candidates |= set(pairwise(days)) | set(pairwise(day for day in days if day in closes))
    return tuple(
        from_links(kind, links, start + ONE_DAY, end, graph)
        for start, end in _best_cut(candidates, closes)
        if (links := graph.chain(start, end)) is not None
    )


_Piece = tuple[date, date]


def _best_cut(candidates: Iterable[_Piece], closes: Set[date]) -> list[_Piece]:
    """Choose pieces that do not overlap: the most days, then the most days between quarter ends, then most pieces.

    A known year is kept whole where only one of its quarters is known: the quarter alone would lose the rest.
    """
    best: list[tuple[tuple[int, int, int], list[_Piece]]] = [((0, 0, 0), [])]
    ordered = sorted(candidates, key=lambda piece: (piece[1], piece[0]))
    for position, (start, end) in enumerate(ordered):
        fitting = sum(1 for _, other_end in ordered[:position] if other_end <= start)
        score, chosen = best[fitting]
        days = (end - start).days
        aligned = days if start in closes and end in closes else 0
        extended = (score[0] + days, score[1] + aligned, score[2] + 1)
        taken = (extended, [*chosen, (start, end)])
        best.append(taken if extended > best[-1][0] else best[-1])
    return best[-1][1]
