"""Read spans from reported figures by adding and subtracting them; pure, standard library only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.progress.periods import Quarter
from tracker.progress.quantities import Amount
from tracker.progress.readings import Reading, ReportedFigure


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

    `difference` = the reported value less the derived one.
    """

    reported: Reading
    derived: Reading
    difference: Amount


def read_span(figures: Sequence[ReportedFigure], from_on: date, to_on: date) -> Reading:
    """Read a flow over a span of days (domain.md, Spans): the row itself, then fewest links, then earliest."""
    raise NotImplementedError


def in_quarter(figures: Sequence[ReportedFigure], quarter: Quarter) -> Reading:
    """Read the amount of one quarter; levels have none (Reason.NOT_A_FLOW)."""
    raise NotImplementedError


def read_to(figures: Sequence[ReportedFigure], starts: date, up_to: date, fiscal_start_month: int = 1) -> Reading:
    """Read from a start to the last day up to `up_to` that is linked with it; a level: the latest at or before."""
    raise NotImplementedError


def to_date(figures: Sequence[ReportedFigure], starts: date, quarter: Quarter, ends: date | None = None) -> Reading:
    """Read what a goal's period has brought up to the quarter's end, or up to the goal's end if that is earlier."""
    raise NotImplementedError


def missing_quarters(figures: Sequence[ReportedFigure], year: int) -> tuple[Quarter, ...]:
    """List the quarters of a year whose amount is not known."""
    raise NotImplementedError


def joint_spans(figures: Sequence[ReportedFigure], year: int) -> tuple[Reading, ...]:
    """List the known pieces of a year, in order, not overlapping: Q1, Q2 + Q3 jointly, Q4."""
    raise NotImplementedError


def sum_of_known(figures: Sequence[ReportedFigure], starts: date, quarter: Quarter) -> KnownSum:
    """Add the known pieces from a start to a quarter's end, gaps and all: 2 of 3 quarters."""
    raise NotImplementedError


def disagreements(figures: Sequence[ReportedFigure]) -> tuple[Disagreement, ...]:
    """List the reported flows that other figures contradict."""
    raise NotImplementedError
