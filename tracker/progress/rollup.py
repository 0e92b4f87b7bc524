"""Add the readings of units without inventing any; pure, standard library only."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tracker.progress.judgement import Coverage
from tracker.progress.quantities import Amount, exact_sum, to_decimal, total_of
from tracker.progress.readings import Reading, unknown
from tracker.progress.vocabulary import IndicatorKind, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildReading:
    """Hold the reading of one unit below; `owes`: whether it owes a report for the quarter."""

    key: Hashable
    reading: Reading
    owes: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RollUp:
    """Hold a place's own report and the sum of its children, side by side and never added.

    `headline` is the own report where there is one, else the sum; `own_report` says which. `gap` = own less sum ("not
    broken down"); `gap_reason` says why there is none. `coverage` counts the children that owe and have a figure of the
    period read: a carried one has none. The keys are in the order in which the children came: `included` were added,
    `carried` were added with an older value, `other_span` end on another day and were not added, `printed_only` are
    ratios without components and were not added, `not_applicable` owe nothing, `missing` owe and have no figure.
    `other_units` are the readings, by unit, of what was reported in another unit than the one that is read: added
    within their unit, never across, and no part of the headline.
    """

    headline: Reading
    own_report: bool
    own: Reading | None
    children_sum: Reading
    gap: Amount | None
    gap_reason: Reason | None
    coverage: Coverage
    included_keys: tuple[Hashable, ...]
    missing_keys: tuple[Hashable, ...]
    carried_keys: tuple[Hashable, ...]
    other_span_keys: tuple[Hashable, ...]
    not_applicable_keys: tuple[Hashable, ...]
    printed_only_keys: tuple[Hashable, ...]
    other_units: tuple[tuple[str, Reading], ...] = ()


def roll_up(own: Reading | None, children: Sequence[ChildReading], *, to_on: date | None = None) -> RollUp:
    """Put a place's own report beside the sum of its children; a collective goal's members go the same way.

    Flows are added over one common span: the one that ends on `to_on`, by default the latest last day of any child. A
    child known to an earlier day only is not added, since its missing quarter is not 0. Levels are added with carried
    ones marked. Ratios are recomputed from numerators and denominators. Another kind is never added.

    :raises ValueError: if the readings are of different kinds, or ratios of different scales.
    """
    kind = _kind_of([child.reading for child in children] + ([] if own is None else [own]))
    span = _common_span(children, to_on)
    known = [child for child in children if child.reading.is_known]
    # A unit whose own parts print such ratios has reported them, though nothing can be computed from them.
    printed_only = [
        child for child in children if child.reading.printed_only or child.reading.reason is Reason.NO_COMPONENTS
    ]
    without_parts = {id(child) for child in printed_only}
    other_span = [
        child
        for child in known
        if child.reading.from_on is not None and (child.reading.from_on, child.reading.to_on) != span
    ]
    left_out = {id(child) for child in (*printed_only, *other_span)}
    included = [child for child in known if id(child) not in left_out]
    not_applicable = [child for child in children if child.reading.reason is Reason.NOT_APPLICABLE]
    owing = [child for child in children if child.owes and child.reading.reason is not Reason.NOT_APPLICABLE]
    in_other_span = {id(child) for child in other_span}
    reported = [
        child
        for child in owing
        if (child.reading.is_known or id(child) in without_parts)
        and not child.reading.carried
        and id(child) not in in_other_span
    ]
    total = _sum_of(kind, included, Reason.NO_COMPONENTS if printed_only else _why_no_sum(children))
    gap, gap_reason = _gap_between(kind, own, total)
    has_own = own is not None and own.is_known
    return RollUp(
        headline=own if own is not None and (has_own or not total.is_known) else total,
        own_report=has_own,
        own=own,
        children_sum=total,
        gap=gap,
        gap_reason=gap_reason,
        coverage=Coverage(reported=len(reported), owing=len(owing)),
        included_keys=_keys(included) if total.is_known else (),
        missing_keys=_keys(child for child in owing if not child.reading.is_known and id(child) not in without_parts),
        carried_keys=_keys(child for child in included if child.reading.carried),
        other_span_keys=_keys(other_span),
        not_applicable_keys=_keys(not_applicable),
        printed_only_keys=_keys(printed_only),
    )


def _keys(children: Iterable[ChildReading]) -> tuple[Hashable, ...]:
    return tuple(child.key for child in children)


def _kind_of(readings: Sequence[Reading]) -> IndicatorKind | None:
    kinds = {reading.kind for reading in readings if reading.kind is not None}
    if len(kinds) > 1:
        raise ValueError(f"Readings of different kinds cannot be added: {', '.join(sorted(kinds))}.")
    return next(iter(kinds), None)


def _common_span(children: Sequence[ChildReading], to_on: date | None) -> tuple[date | None, date | None]:
    """Choose the span that is added: to the day asked for, or to the latest; of several starts the earliest."""
    spans = [
        (reading.from_on, reading.to_on)
        for reading in (child.reading for child in children)
        if reading.is_known and reading.from_on is not None and reading.to_on is not None
    ]
    last = to_on or max((end for _, end in spans), default=None)
    starts = [start for start, end in spans if end == last]
    return min(starts, default=None), last


def _why_no_sum(children: Sequence[ChildReading]) -> Reason:
    return Reason.NO_CHILD_REPORTED if children else Reason.NO_CHILDREN


def _sum_of(kind: IndicatorKind | None, included: Sequence[ChildReading], why_none: Reason) -> Reading:
    """Add the readings of the children that can be added."""
    if not included:
        return unknown(kind, why_none)
    if kind is IndicatorKind.OTHER:
        return unknown(kind, Reason.KIND_NOT_ADDED)
    readings = [child.reading for child in included]
    numerator = denominator = None
    if kind is IndicatorKind.RATIO:
        if len({reading.ratio_scale for reading in readings}) > 1:
            raise ValueError("Ratios of different scales cannot be recomputed together.")
        numerator = exact_sum(reading.numerator for reading in readings if reading.numerator is not None)
        denominator = exact_sum(reading.denominator for reading in readings if reading.denominator is not None)
        if denominator == 0:
            return unknown(kind, Reason.ZERO_DENOMINATOR)
        scale = Fraction(readings[0].ratio_scale)
        amount: Amount | None = Amount(to_decimal(Fraction(numerator) / Fraction(denominator) * scale))
    else:
        amount = total_of(reading.amount for reading in readings if reading.amount is not None)
    cut_offs = {reading.cut_off_on for reading in readings}
    openings = {reading.opening_cut_off_on for reading in readings}
    return Reading(
        kind=kind,
        amount=amount,
        from_on=readings[0].from_on,
        to_on=max((reading.to_on for reading in readings if reading.to_on is not None), default=None),
        links=tuple(link for reading in readings for link in reading.links),
        numerator=numerator,
        denominator=denominator,
        ratio_scale=readings[0].ratio_scale,
        cut_off_on=cut_offs.pop() if len(cut_offs) == 1 else None,
        opening_cut_off_on=openings.pop() if len(openings) == 1 else None,
        derived=any(reading.derived for reading in readings),
        carried=any(reading.carried for reading in readings),
        provisional=any(reading.provisional for reading in readings),
        estimated=any(reading.estimated for reading in readings),
        nil=all(reading.nil for reading in readings),
        unclear_end=any(reading.unclear_end for reading in readings),
        disputed=any(reading.disputed for reading in readings),
        later_not_linked=any(reading.later_not_linked for reading in readings),
    )


def _gap_between(
    kind: IndicatorKind | None, own: Reading | None, total: Reading
) -> tuple[Amount | None, Reason | None]:
    """Subtract the sum of the children from the own report, where both speak of the same."""
    if own is None or own.amount is None:
        return None, Reason.NOT_REPORTED if own is None else own.reason
    if total.amount is None:
        return None, total.reason
    if kind not in (IndicatorKind.FLOW, IndicatorKind.STOCK):
        return None, Reason.KIND_NOT_ADDED
    if kind is IndicatorKind.FLOW and (own.from_on, own.to_on) != (total.from_on, total.to_on):
        return None, Reason.SPANS_DIFFER
    return own.amount - total.amount, None
