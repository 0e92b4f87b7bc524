"""Read spans from reported figures by adding and subtracting them; pure, standard library only.

Every function takes the figures in force of one place, one reporter and one indicator, in any order.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TypedDict

from tracker.progress.links import SPANLESS, Link, LinkGraph, Series, day_before, firmness, linked, missing_of
from tracker.progress.periods import Quarter
from tracker.progress.quantities import Amount, exact_sum, to_decimal, total_of
from tracker.progress.readings import MISSING_REASONS, Reading, ReportedFigure, unknown
from tracker.progress.vocabulary import IndicatorKind, ObservationStatus, Reason


def read_span(figures: Sequence[ReportedFigure], from_on: date, to_on: date) -> Reading:
    """Read a span of days: the row itself, then the fewest links, then the earliest (domain.md, Spans).

    A row that calls exactly this span not applicable is believed, even where the span could be derived.

    :raises ValueError: if the span ends before it starts, or the figures are of different kinds.
    """
    if to_on < from_on:
        raise ValueError(f"A span cannot end on {to_on} when it starts on {from_on}.")
    return span_of(kind_of(figures), in_force(figures), from_on, to_on)


def in_quarter(figures: Sequence[ReportedFigure], quarter: Quarter) -> Reading:
    """Read the amount of one quarter.

    A stock has none (Reason.NOT_A_FLOW), a ratio only if it is reported over spans. A ratio printed without components
    and a figure of another kind are read from the row of exactly this quarter, never derived.
    """
    kind = kind_of(figures)
    rows = in_force(figures)
    if kind is IndicatorKind.STOCK:
        return unknown(kind, Reason.NOT_A_FLOW, quarter.first_day, quarter.last_day)
    reading = span_of(kind, rows, quarter.first_day, quarter.last_day)
    if reading.is_known or kind is None or kind is IndicatorKind.FLOW:
        return reading
    first, last = quarter.first_day, quarter.last_day
    exact = [row for row in rows if row.to_on == last and row.starts_on == first]
    if exact:
        return replace(_level(kind, exact, quarter.last_day, quarter.first_day), from_on=quarter.first_day)
    if all(row.basis in SPANLESS for row in rows):
        return unknown(kind, Reason.NOT_A_FLOW, quarter.first_day, quarter.last_day)
    return reading


def read_to(figures: Sequence[ReportedFigure], starts: date, up_to: date, fiscal_start_month: int = 1) -> Reading:
    """Read from a start to the last day, at most `up_to`, that is linked with it.

    A level is read as its latest value at or before `up_to`. `carried` says that the value is older than the quarter
    of `up_to`, or that a later row says why there is none. A later row *not applicable* ends a level.

    :raises ValueError: if the figures are of different kinds.
    """
    kind = kind_of(figures)
    rows = in_force(figures)
    quarter_first_day = Quarter.containing(up_to, fiscal_start_month).first_day
    if kind is IndicatorKind.FLOW:
        return _linked_to(kind, rows, starts, up_to, quarter_first_day)
    if kind is IndicatorKind.RATIO:
        linked = _linked_to(kind, rows, starts, up_to, quarter_first_day)
        level = _level(kind, rows, up_to, quarter_first_day)
        if linked.to_on is not None and linked.is_known and (level.to_on is None or level.to_on <= linked.to_on):
            return linked
        return level
    return _level(kind, rows, up_to, quarter_first_day)


def to_date(figures: Sequence[ReportedFigure], starts: date, quarter: Quarter, ends: date | None = None) -> Reading:
    """Read what a goal's period has brought up to the quarter's end, or up to the goal's own end if that is earlier."""
    up_to = quarter.last_day if ends is None else min(quarter.last_day, ends)
    return read_to(figures, starts, up_to, quarter.fiscal_start_month)


def kind_of(figures: Sequence[ReportedFigure]) -> IndicatorKind | None:
    """Name the one kind of the figures; None if there are none.

    :raises ValueError: if they are of different kinds.
    """
    kinds = figures.kinds if isinstance(figures, Series) else {figure.indicator_kind for figure in figures}
    if len(kinds) > 1:
        raise ValueError(f"Figures of different kinds cannot be read together: {', '.join(sorted(kinds))}.")
    return next(iter(kinds), None)


def in_force(figures: Sequence[ReportedFigure]) -> Sequence[ReportedFigure]:
    """Leave out withdrawals: a cleared cell is as if it had not been filled. A series holds none."""
    if isinstance(figures, Series):
        return figures
    return [figure for figure in figures if figure.observation_status is not ObservationStatus.WITHDRAWN]


def span_of(kind: IndicatorKind | None, rows: Sequence[ReportedFigure], from_on: date, to_on: date) -> Reading:
    """Read one span from rows in force."""
    said = [row for row in missing_of(rows) if (row.starts_on, row.to_on) == (from_on, to_on)]
    if any(row.observation_status is ObservationStatus.NOT_APPLICABLE for row in said):
        return unknown(kind, Reason.NOT_APPLICABLE, from_on, to_on)
    graph = linked(rows)
    links = graph.chain(day_before(from_on), to_on)
    if links is None:
        return unknown(kind, _why_unknown(rows, graph, from_on, to_on), from_on, to_on)
    return from_links(kind, links, from_on, to_on, graph)


def _linked_to(
    kind: IndicatorKind | None, rows: Sequence[ReportedFigure], starts: date, up_to: date, quarter_first_day: date
) -> Reading:
    """Read from the start to the last linked day."""
    graph = linked(rows)
    opens_on = day_before(starts)
    last = max((day for day in graph.distances_from(opens_on) if starts <= day <= up_to), default=None)
    links = None if last is None else graph.chain(opens_on, last)
    if last is None or links is None:
        return unknown(kind, _why_unknown(rows, graph, starts, up_to), starts, up_to)
    later = any(last < to_on <= up_to for _, to_on in graph.rows)
    reading = from_links(kind, links, starts, last, graph, carried=last < quarter_first_day, later=later)
    closed_on = _closed_on(rows, up_to)
    return reading if closed_on is None else replace(reading, closed_on=closed_on)


def _closed_on(rows: Sequence[ReportedFigure], up_to: date) -> date | None:
    """Give the day after which the rows call everything up to a day *not applicable*; None if they do not."""
    nothing = [row for row in missing_of(rows) if row.observation_status is ObservationStatus.NOT_APPLICABLE]
    day = up_to
    for row in sorted(nothing, key=lambda row: (row.to_on, row.starts_on), reverse=True):
        if row.starts_on <= day <= row.to_on:
            day = day_before(row.starts_on)
    return None if day == up_to else day


def _why_unknown(rows: Sequence[ReportedFigure], graph: LinkGraph, from_on: date, to_on: date) -> Reason:
    """Say why a span is not known: what the row itself says, a gap, a longer span, or that nobody reported."""
    inside = sorted((row for row in rows if row.to_on <= to_on and from_on <= row.starts_on), key=_last_said)
    missing = [row for row in inside if row.is_missing]
    exact = [row for row in missing if (row.starts_on, row.to_on) == (from_on, to_on)]
    if exact:
        return MISSING_REASONS[exact[-1].observation_status]
    if any(from_on <= end <= to_on for _, end in graph.rows):
        return Reason.GAP_BETWEEN
    if missing:
        return MISSING_REASONS[missing[-1].observation_status]
    if inside:
        return Reason.NO_VALUE_STATED
    covered = any(opens_on < to_on < end for opens_on, end in graph.rows)
    return Reason.JOINTLY_ONLY if covered else Reason.NOT_REPORTED


def _last_said(row: ReportedFigure) -> tuple[date, tuple[bool, int, int, bool, int, str, str]]:
    """Order rows by their last day, those of one day by firmness."""
    return row.to_on, firmness(row)


def from_links(
    kind: IndicatorKind | None,
    links: tuple[Link, ...],
    from_on: date,
    to_on: date,
    graph: LinkGraph | None = None,
    *,
    carried: bool = False,
    later: bool = False,
) -> Reading:
    """Add up a chain of links."""
    rows = [link.figure for link in links]
    numerator = denominator = None
    scale = rows[0].ratio_scale
    if kind is IndicatorKind.RATIO:
        numerator = exact_sum(link.sign * (link.figure.numerator or Decimal(0)) for link in links)
        denominator = exact_sum(link.sign * (link.figure.denominator or Decimal(0)) for link in links)
        if denominator == 0:
            return unknown(kind, Reason.ZERO_DENOMINATOR, from_on, to_on)
        amount: Amount | None = Amount(to_decimal(Fraction(numerator) / Fraction(denominator) * Fraction(scale)))
    else:
        amount = total_of(link.figure.amount if link.sign > 0 else link.figure.amount.negated() for link in links)
    first, last = links[0], links[-1]
    same_span = [] if graph is None or len(links) > 1 else graph.rows[(rows[0].opens_on, rows[0].to_on)]
    return Reading(
        kind=kind,
        amount=amount,
        from_on=from_on,
        to_on=to_on,
        links=tuple((link.sign, link.figure.key) for link in links),
        numerator=numerator,
        denominator=denominator,
        ratio_scale=scale,
        cut_off_on=last.figure.cut_off_on if last.sign > 0 else None,
        opening_cut_off_on=first.figure.cut_off_on if first.sign < 0 else None,
        derived=len(links) > 1,
        carried=carried,
        later_not_linked=later,
        disputed=any(not (rows[0].amount - row.amount).admits_zero() for row in same_span[1:]),
        **_inherited(rows),
    )


class _Flags(TypedDict):
    provisional: bool
    estimated: bool
    nil: bool
    unclear_end: bool


def _inherited(rows: Sequence[ReportedFigure]) -> _Flags:
    """Say what a value inherits from its rows: one provisional row makes it provisional, only nils make it nil."""
    states = [row.observation_status for row in rows]
    return {
        "provisional": ObservationStatus.PROVISIONAL in states,
        "estimated": ObservationStatus.ESTIMATED in states,
        "nil": all(state is ObservationStatus.NIL for state in states),
        "unclear_end": any(row.unclear_end for row in rows),
    }


def _level(kind: IndicatorKind | None, rows: Sequence[ReportedFigure], up_to: date, quarter_first_day: date) -> Reading:
    """Read the latest level at or before a day; the kind decides that it is one, whatever the basis says."""
    past = [row for row in rows if row.to_on <= up_to]
    valued = [row for row in past if row.is_stated or row.has_components]
    said = [row for row in past if row.is_missing]
    latest = max((row.to_on for row in valued), default=None)
    last_said = max(said, key=_last_said, default=None)
    overtaken = last_said is not None and (latest is None or last_said.to_on > latest)
    if last_said is not None and overtaken:
        status = last_said.observation_status
        if latest is None or status is ObservationStatus.NOT_APPLICABLE:
            return unknown(kind, MISSING_REASONS[status], None, last_said.to_on)
    if latest is None:
        return unknown(kind, Reason.NO_VALUE_STATED if past else Reason.NOT_REPORTED)
    same_day = sorted((row for row in valued if row.to_on == latest), key=firmness)
    row = same_day[0]
    amount = row.amount
    if row.numerator is not None and row.denominator is not None and kind is IndicatorKind.RATIO:
        if row.denominator == 0:
            return unknown(kind, Reason.ZERO_DENOMINATOR, None, latest)
        amount = Amount(to_decimal(Fraction(row.numerator) / Fraction(row.denominator) * Fraction(row.ratio_scale)))
    return Reading(
        kind=kind,
        amount=amount,
        to_on=latest,
        links=((1, row.key),),
        numerator=row.numerator,
        denominator=row.denominator,
        ratio_scale=row.ratio_scale,
        cut_off_on=row.cut_off_on,
        carried=latest < quarter_first_day or overtaken,
        printed_only=kind is IndicatorKind.RATIO and not row.has_components,
        disputed=any(not (row.amount - other.amount).admits_zero() for other in same_day[1:]),
        **_inherited([row]),
    )
