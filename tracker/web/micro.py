"""Draw a row's eight quarters small, beside its numbers."""

from decimal import Decimal

from django.utils.safestring import SafeString

from tracker.progress.course_points import CoursePoint
from tracker.progress.measures import IndicatorKind, Reading
from tracker.progress.rows import ProgressRow
from tracker.web.drawing.columns import micro_columns, micro_line


def micro_chart(row: ProgressRow) -> SafeString:
    """Return a flow's quarters as columns (last year's, this year's, what is expected of the rest), a level as a line.

    An empty string where the row does not carry its year, or nothing of it is known.
    """
    points = row.course
    now = [point for point in points if point.quarter <= row.progress.quarter]
    if row.indicator.kind != IndicatorKind.FLOW:
        return micro_line([*(_low(point.to_date_before) for point in points), *(_low(point.to_date) for point in now)])
    return micro_columns(
        [_low(point.in_quarter_before) for point in points],
        [_low(point.in_quarter) for point in now],
        _expected_of_each(points)[len(now) :],
    )


def _expected_of_each(points: tuple[CoursePoint, ...]) -> list[Decimal | None]:
    """Return what each quarter alone is expected to bring; None where nothing is."""
    found: list[Decimal | None] = []
    before: Decimal | None = Decimal(0)
    for point in points:
        due = point.expected.low if point.expected is not None else None
        found.append(None if due is None or before is None else due - before)
        before = due
    return found


def _low(reading: Reading | None) -> Decimal | None:
    amount = None if reading is None else reading.amount
    return amount.low if amount is not None and amount.is_stated else None
