"""Name what must be said beside a number."""

from tracker.progress.measures import Progress, RollUp
from tracker.progress.rows import FigureFace, RowKind, TargetFace


def states_of(
    kind: RowKind,
    progress: Progress,
    rolled: RollUp,
    target: TargetFace | None,
    figures: tuple[FigureFace, ...],
    differs: bool,
    target_units: tuple[int, int] | None,
) -> tuple[str, ...]:
    """Return the codes of what must be said beside the number, in a fixed order."""
    reading = progress.reading
    reporters = {figure.reporter.id for figure in figures}
    by_others = target is not None and target.investor is not None and bool(reporters - {target.investor.id})
    marks = (
        ("not_reported", not reading.is_known),
        ("own_report", reading.is_known and rolled.own_report),
        ("children_sum", reading.is_known and not rolled.own_report),
        ("perimeter_differs", differs),
        ("park_report", by_others),
        ("inherited", kind is RowKind.INHERITED),
        ("added_targets", kind is RowKind.ADDED),
        ("like_for_like_partial", target_units is not None and target_units[0] < target_units[1]),
        ("implied", target is not None and target.terms.implied),
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
