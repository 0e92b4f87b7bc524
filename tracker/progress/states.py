"""Name what must be said beside a number."""

from collections.abc import Hashable, Iterable

from tracker.progress.measures import Progress, Reading, Reason, RollUp
from tracker.progress.roll import Roller
from tracker.progress.rows import FigureFace, Marks, PlaceFace, RowKind, TargetFace
from tracker.progress.snapshot import Snapshot


def figures_of(snapshot: Snapshot, reading: Reading) -> tuple[FigureFace, ...]:
    """Return the reported figures that a reading adds and subtracts, each once, in the order of its links."""
    keys = dict.fromkeys(int(str(key)) for _sign, key in reading.links)
    return tuple(snapshot.figures_by_id[key] for key in keys)


def perimeter_differs(kind: RowKind, place: PlaceFace, rolled: RollUp, reporters: tuple[PlaceFace, ...]) -> bool:
    """Return whether the figures speak of a perimeter of the place whose target divides them, and not of all of it."""
    if kind in (RowKind.COLLECTIVE, RowKind.ADDED) or rolled.own_report or not reporters:
        return False
    return any(reporter.kind == "perimeter" for reporter in reporters if reporter.id != place.id)


def coverage_places(
    roller: Roller, place: PlaceFace, indicator_id: int, rolled: RollUp
) -> tuple[tuple[PlaceFace, ...], tuple[PlaceFace, ...]]:
    """Return the places that reported for the quarter, and those that owe a report for it and have none.

    They are the places at the level that reports to this one; a place that reports for itself stands alone. A value
    carried from an older quarter is no report of this one; a sum with some newer ones in it is. A place that reported
    in another unit is in neither.
    """
    if rolled.own_report and not rolled.headline.carried:
        return (place,), ()
    late = _late(rolled)
    missing = _named(roller, late)
    reported = _named(roller, [key for key in (*rolled.included_keys, *rolled.printed_only_keys) if key not in late])
    owes = roller.owes(place.id, indicator_id)
    if rolled.headline.reason is Reason.NOT_APPLICABLE or (rolled.not_applicable_keys and not (reported or missing)):
        # Nobody below owes anything: only a duty of the place itself is left.
        day = roller.snapshot.quarter.last_day
        owes = rolled.headline.reason is not Reason.NOT_APPLICABLE and roller.snapshot.is_owed(
            place.id, indicator_id, day
        )
    if rolled.own_report or (not reported and not missing):
        return (), (place,) if owes else ()
    return reported, missing


def units_below(roller: Roller, rolled: RollUp) -> tuple[PlaceFace, ...]:
    """Return the places whose sum stands for a place, or beside its own report: those that reported, and that owe."""
    return _named(roller, (*rolled.included_keys, *rolled.printed_only_keys, *_late(rolled)))


def _late(rolled: RollUp) -> tuple[Hashable, ...]:
    """Return the keys of the units of a sum that have no report of the period."""
    return (*rolled.missing_keys, *rolled.other_span_keys, *rolled.stale_keys)


def marks_of(roller: Roller, rolled: RollUp) -> Marks:
    """Return the places that a sum must be read with, named."""
    return Marks(
        missing=_named(roller, rolled.missing_keys),
        missing_below=_named(roller, rolled.missing_below_keys),
        other_span=_named(roller, rolled.other_span_keys),
        printed_only=_named(roller, rolled.printed_only_keys),
        carried=_named(roller, rolled.carried_keys),
        in_other_units=_named(roller, rolled.other_unit_keys),
        undivided=_named(roller, rolled.undivided_keys),
        counted_once=_named(roller, rolled.counted_once_keys),
        maybe_twice=_named(roller, rolled.maybe_twice_keys),
        shares=tuple((roller.snapshot.tree.places[int(str(key))], share) for key, share in rolled.shares),
    )


def _named(roller: Roller, keys: Iterable[object]) -> tuple[PlaceFace, ...]:
    places = roller.snapshot.tree.places
    return tuple(places[int(str(key))] for key in dict.fromkeys(keys))


def states_of(
    kind: RowKind,
    progress: Progress,
    rolled: RollUp,
    target: TargetFace | None,
    figures: tuple[FigureFace, ...],
    *,
    differs: bool,
    partial: bool,
) -> tuple[str, ...]:
    """Return the codes of what must be said beside the number, in a fixed order.

    ``differs``: the figures speak of another perimeter than the target; ``partial``: not all units are divided.
    """
    reading = progress.reading
    reporters = {figure.reporter.id for figure in figures}
    by_others = target is not None and target.investor is not None and bool(reporters - {target.investor.id})
    added = reading.is_known and not rolled.own_report
    lacking = rolled.coverage.reported < rolled.coverage.owing or bool(rolled.missing_below_keys)
    marks = (
        ("not_reported", not reading.is_known and reading.reason is not Reason.NO_COMPONENTS),
        ("without_components", reading.reason is Reason.NO_COMPONENTS),
        ("own_report", reading.is_known and rolled.own_report),
        ("children_sum", added),
        ("partial_sum", added and lacking),
        ("perimeter_differs", differs),
        ("park_report", by_others),
        ("inherited", kind is RowKind.INHERITED),
        ("added_targets", kind is RowKind.ADDED),
        ("like_for_like_partial", partial),
        ("implied", Reason.IMPLIED in progress.reasons or (target is not None and target.terms.implied)),
        ("computed_share", reading.is_known and bool(rolled.shares)),
        ("other_units", bool(rolled.other_units)),
        ("counted_once", bool(rolled.counted_once_keys)),
        ("maybe_twice", bool(rolled.maybe_twice_keys)),
        ("undivided", bool(rolled.undivided_keys)),
        ("derived", reading.derived),
        ("carried", reading.carried),
        ("provisional", reading.provisional),
        ("estimated", reading.estimated),
        ("nil", reading.nil),
        ("unclear_end", reading.unclear_end),
        ("printed_only", reading.printed_only),
        ("disputed", reading.disputed),
        ("later_not_linked", reading.later_not_linked),
    )
    return tuple(code for code, holds in marks if holds)
