"""Hold how a row's year went, quarter by quarter: what charts draw and their tables print."""

from dataclasses import dataclass

from tracker.progress.measures import Expected, Reading
from tracker.progress.periods import Quarter


@dataclass(frozen=True, slots=True, kw_only=True)
class CoursePoint:
    """One quarter of a row's year; a reading is None where the quarter is still to come or before the goal's start.

    ``to_date`` and ``expected`` are counted from the goal's start (without a goal from the year's), ``in_quarter`` is
    the quarter alone. ``to_date_before`` and ``in_quarter_before`` are those of the year before, from its first day,
    and None where a part of them is missing: half of a year is no year to be compared with.
    """

    quarter: Quarter
    to_date: Reading | None
    in_quarter: Reading | None
    expected: Expected | None
    to_date_before: Reading | None
    in_quarter_before: Reading | None
