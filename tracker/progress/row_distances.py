"""Say of a row how far what is reached lies from what was expected: its page, file, explanation and API ask here."""

from tracker.progress.course_points import CoursePoint
from tracker.progress.judged_row import JudgedRow
from tracker.progress.measures import Direction, Ends, IndicatorKind, Status, distance_from, distance_share, is_ahead


def distance_of(row: JudgedRow) -> Ends | None:
    """Return reached less expected in single units; None where either is not known."""
    if row.terms is None:
        return None
    return distance_from(row.progress.expected, row.to_date.amount, row.terms.direction)


def distance_share_of(row: JudgedRow) -> Ends | None:
    """Return the distance as a share of what was expected; None for a level, and where nothing was expected."""
    if row.terms is None:
        return None
    kind = IndicatorKind(row.indicator.kind)
    return distance_share(row.progress.expected, row.to_date.amount, row.terms.direction, kind)


def distance_at(point: CoursePoint, row: JudgedRow) -> Ends | None:
    """Return how far one quarter of the row's year lay from what was expected by its end; None: not known."""
    if row.terms is None or point.to_date is None:
        return None
    return distance_from(point.expected, point.to_date.amount, row.terms.direction)


def is_good(distance: Ends | None, row: JudgedRow) -> bool | None:
    """Return whether a distance from the row's goal is good news; None: not known, neither, or of too few to judge."""
    if row.progress.status is Status.TOO_FEW_REPORTS:
        return None
    return is_ahead(distance, row.terms.direction if row.terms is not None else Direction.NEUTRAL)
