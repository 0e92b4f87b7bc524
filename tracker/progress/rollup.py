"""Add the readings of units without inventing any; pure, standard library only."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.progress.adding import negated, sum_of
from tracker.progress.enough import Coverage
from tracker.progress.origins import Origins, Shares, added_shares, latest
from tracker.progress.quantities import Amount
from tracker.progress.readings import Reading, unknown
from tracker.progress.vocabulary import IndicatorKind, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildReading:
    """Hold the reading of one unit below; `owes`: whether it owes a report for the quarter.

    `owes_to_successor`: nobody has a duty to report for it, but the place that came out of it is not whole without it.
    `since` and `until` are the days during which the unit's figures belong to the sum, None where that is the whole
    span: a park that closed or moved away on 30 June is complete when it is known until then. `whole`: nothing that is
    owed is missing from the reading, all the way down; `duties_met`: nothing that somebody has a duty to report is.
    `reporters` are the places whose own reports make it, `origins`
    the same without successors that stand for others, and `shares` those of which it holds a computed share.
    `in_other_unit`: reported, but in another unit than the one that is read. `undivided`: it holds days before `since`
    too, because nobody reported the two stretches apart.
    """

    key: Hashable
    reading: Reading
    owes: bool = True
    owes_to_successor: bool = False
    since: date | None = None
    until: date | None = None
    whole: bool = True
    duties_met: bool = True
    reporters: tuple[Hashable, ...] = ()
    origins: Origins = ()
    shares: Shares = ()
    in_other_unit: bool = False
    undivided: bool = False
    partly_new: bool = False
    """A sum of older levels and of some that were reported in the period: it is carried, and a report."""
    missing: tuple[Hashable, ...] = ()
    """Units further down that owe a figure, or gave one that cannot be added, and are not in the reading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RollUp:
    """Hold a place's own report and the sum of its children, side by side and never added.

    `headline` is the own report where there is one, else the sum; `own_report` says which. `gap` = own less sum ("not
    broken down"); `gap_reason` says why there is none. `coverage` counts the children that owe and have a figure of the
    period read: a carried one has none, unless it is the sum of some that were reported in the period. The keys are in
    the order in which the children came: `included` were added, `carried` were added with an older value (`stale`: with
    nothing newer in it), `other_span` end on another day and were not added, `printed_only` are ratios without
    components and were not added, `not_applicable` owe nothing, `missing` owe and have no figure, `other_unit` reported
    in another unit only, `undivided` were added with days before they lay here. `counted_once` are parts that two of
    the children hold, taken out once; `maybe_twice` are such parts whose own figure is not known.

    `other_units` are the readings, by unit, of what was reported in another unit than the one that is read: added
    within their unit, never across, and no part of the headline. `after` is what a successor has brought since its
    succession where the days before are not all known: it stands beside the headline and is not in it. `whole`: nothing
    that is owed is missing from the headline, all the way down; `duties_met`: nothing that somebody has a duty to
    report is, though a successor may lack a predecessor of which nobody owed anything. `reporters` are the places whose
    own reports make the headline; a successor that stands for all its predecessors is one, while `origins` names these.
    `shares` are the places of which the headline holds a computed share, because they were split.
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
    other_unit_keys: tuple[Hashable, ...] = ()
    undivided_keys: tuple[Hashable, ...] = ()
    counted_once_keys: tuple[Hashable, ...] = ()
    maybe_twice_keys: tuple[Hashable, ...] = ()
    stale_keys: tuple[Hashable, ...] = ()
    other_units: tuple[tuple[str, Reading], ...] = ()
    after: Reading | None = None
    whole: bool = True
    duties_met: bool = True
    missing_below_keys: tuple[Hashable, ...] = ()
    """Units further down than the children that owe a figure, or gave one that cannot be added, and are not in it."""
    reporters: tuple[Hashable, ...] = ()
    origins: Origins = ()
    shares: Shares = ()

    @property
    def lacking_keys(self) -> tuple[Hashable, ...]:
        """Give the units, all the way down, whose figures the headline is without; an own report lacks none."""
        if self.own_report:
            return ()
        beside = (*self.other_span_keys, *self.other_unit_keys, *self.printed_only_keys)
        return tuple(dict.fromkeys((*self.missing_keys, *beside, *self.missing_below_keys)))

    @property
    def partly_new(self) -> bool:
        """Tell whether any of what is added was reported in the period that is read."""
        return not self.own_report and len(self.stale_keys) < len(self.included_keys)


def roll_up(
    own: Reading | None,
    children: Sequence[ChildReading],
    *,
    starts: date | None = None,
    to_on: date | None = None,
    twice: Sequence[ChildReading] = (),
) -> RollUp:
    """Put a place's own report beside the sum of its children; a collective goal's members go the same way.

    Flows are added over one common span: from `starts`, by default the earliest first day of any child, to `to_on`, by
    default the latest last day of any child. A child known to an earlier day only is not added, since its missing
    quarter is not 0; one whose own days ended earlier, or that says that nothing more applies to it, is complete with
    them. Levels are added with carried ones marked. Ratios are recomputed from numerators and denominators. Another
    kind is never added. `twice` are the readings of parts that two of the children hold: each is taken out once where
    it is known.

    :raises ValueError: if the readings are of different kinds, or ratios of different scales.
    """
    if own is not None and not children and not twice:
        return alone(own)
    children = [_settled(child) for child in children]
    kind = _kind_of([child.reading for child in children] + ([] if own is None else [own]))
    span = _common_span(children, starts, to_on)
    known = [child for child in children if child.reading.is_known]
    # A unit whose own parts print such ratios has reported them, though nothing can be computed from them.
    printed_only = [
        child for child in children if child.reading.printed_only or child.reading.reason is Reason.NO_COMPONENTS
    ]
    without_parts = {id(child) for child in printed_only}
    other_span = [child for child in known if not _fits(child, span)]
    in_other_span = {id(child) for child in other_span}
    included = [child for child in known if id(child) not in without_parts | in_other_span]
    not_applicable = [child for child in children if child.reading.reason is Reason.NOT_APPLICABLE]
    owing = [child for child in children if child.owes and child.reading.reason is not Reason.NOT_APPLICABLE]
    reported = [
        child
        for child in owing
        if (child.reading.is_known or id(child) in without_parts)
        and not _is_stale(child)
        and id(child) not in in_other_span
    ]
    silent = [child for child in owing if not child.reading.is_known and id(child) not in without_parts]
    missing = [child for child in silent if not child.in_other_unit]
    known_parts = [part for part in twice if part.reading.is_known and _fits(part, span)]
    readings = [child.reading for child in included] + [negated(part.reading) for part in known_parts if included]
    total = sum_of(kind, readings, span, Reason.NO_COMPONENTS if printed_only else _why_no_sum(children))
    gap, gap_reason = _gap_between(kind, own, total)
    has_own = own is not None and own.is_known
    in_full = not other_span and not (printed_only and included)
    complete = in_full and not silent
    duties_met = in_full and all(child.owes_to_successor for child in silent)
    # Who is silent is a gap of the sum, and leaves what ended as complete as it was.
    if total.closed_on is not None and not in_full:
        total = replace(total, closed_on=None)
    return RollUp(
        headline=own if own is not None and (has_own or not total.is_known) else total,
        own_report=has_own,
        own=own,
        children_sum=total,
        gap=gap,
        gap_reason=gap_reason,
        coverage=Coverage(reported=len(reported), owing=len(owing)),
        included_keys=_keys(included) if total.is_known else (),
        missing_keys=_keys(missing),
        carried_keys=_keys(child for child in included if child.reading.carried),
        stale_keys=_keys(child for child in included if _is_stale(child)),
        other_span_keys=_keys(other_span),
        not_applicable_keys=_keys(not_applicable),
        printed_only_keys=_keys(printed_only),
        other_unit_keys=_keys(child for child in children if child.in_other_unit),
        undivided_keys=_keys(child for child in included if child.undivided),
        counted_once_keys=_keys(known_parts) if included else (),
        maybe_twice_keys=_keys(part for part in twice if part not in known_parts) if included else (),
        whole=has_own or (complete and all(child.whole for child in included)),
        duties_met=has_own or (duties_met and all(child.duties_met for child in included)),
        missing_below_keys=() if has_own else tuple(dict.fromkeys(key for child in included for key in child.missing)),
        reporters=() if has_own else tuple(dict.fromkeys(key for child in included for key in child.reporters)),
        origins=() if has_own else latest(child.origins for child in included),
        shares=() if has_own else added_shares(child.shares for child in included),
    )


def alone(own: Reading, *, said_by: tuple[Hashable, date] | None = None) -> RollUp:
    """Return the roll-up of an own report with nothing beside it: most places have nothing below them.

    `said_by` is the place that speaks for itself, with the last day that is asked of it; None names nobody.
    """
    return RollUp(
        headline=own,
        own_report=own.is_known,
        own=own,
        children_sum=unknown(own.kind, Reason.NO_CHILDREN),
        gap=None,
        gap_reason=Reason.NO_CHILDREN if own.is_known else own.reason,
        coverage=Coverage(reported=0, owing=0),
        included_keys=(),
        missing_keys=(),
        carried_keys=(),
        other_span_keys=(),
        not_applicable_keys=(),
        printed_only_keys=(),
        reporters=() if said_by is None else (said_by[0],),
        origins=() if said_by is None else (said_by,),
    )


def _keys(children: Iterable[ChildReading]) -> tuple[Hashable, ...]:
    return tuple(dict.fromkeys(child.key for child in children))


def _kind_of(readings: Sequence[Reading]) -> IndicatorKind | None:
    kinds = {reading.kind for reading in readings if reading.kind is not None}
    if len(kinds) > 1:
        raise ValueError(f"Readings of different kinds cannot be added: {', '.join(sorted(kinds))}.")
    return next(iter(kinds), None)


def _common_span(
    children: Sequence[ChildReading], starts: date | None, to_on: date | None
) -> tuple[date | None, date | None]:
    """Choose the span that is added: to the day asked for, or to the latest; of several starts the earliest."""
    spans = [
        (reading.from_on, reading.to_on)
        for reading in (child.reading for child in children)
        if reading.is_known and reading.from_on is not None and reading.to_on is not None
    ]
    last = to_on or max((end for _, end in spans), default=None)
    return starts or min((start for start, end in spans if end == last), default=None), last


def _settled(child: ChildReading) -> ChildReading:
    """Return the child; a flow that is known to the last day of which anybody owes it is as new as it can be."""
    reading = child.reading
    ended = reading.kind is IndicatorKind.FLOW and reading.closed_on is not None and reading.closed_on == reading.to_on
    return replace(child, reading=replace(reading, carried=False)) if ended and reading.carried else child


def _is_stale(child: ChildReading) -> bool:
    """Tell whether a reading holds nothing that was reported in the period."""
    return child.reading.carried and not child.partly_new


def _fits(child: ChildReading, span: tuple[date | None, date | None]) -> bool:
    """Tell whether a reading covers the common span, as far as the unit's own days go; a level always does."""
    reading, (first, last) = child.reading, span
    if reading.from_on is None or first is None or last is None:
        return True
    since = first if child.since is None else max(first, child.since)
    until = min(day for day in (last, child.until, reading.closed_on) if day is not None)
    return (reading.from_on, reading.to_on) == (since, until)


def _why_no_sum(children: Sequence[ChildReading]) -> Reason:
    return Reason.NO_CHILD_REPORTED if children else Reason.NO_CHILDREN


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
