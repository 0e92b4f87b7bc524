"""Read a quarter or a year as people write it, as the one day that stands for it."""

import re
from datetime import date

from tracker.exchange.typed_text import tidy_text

_NUMBERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
# "Quý I/2025", "Q1 2025", "II/2025", "2025-Q1"; a bare "1/2025" may be a month and is not read.
_QUARTER = re.compile(r"(?:(?:quý|quy|q) ?([1-4]|i{1,3}|iv)|(i{1,3}|iv)) ?[/ -] ?([0-9]{4})")
_YEAR_FIRST = re.compile(r"([0-9]{4}) ?- ?q([1-4])")
_YEAR = re.compile(r"[0-9]{4}")


def read_quarter_or_year(text: str) -> date | None:
    """Return the last day of a quarter, or the first day of a year; None if the text names neither."""
    typed = tidy_text(text).lower()
    try:
        if match := _QUARTER.fullmatch(typed):
            return _last_day(int(match[3]), _NUMBERS[match[1] or match[2]])
        if match := _YEAR_FIRST.fullmatch(typed):
            return _last_day(int(match[1]), int(match[2]))
        return date(int(typed), 1, 1) if _YEAR.fullmatch(typed) else None
    except ValueError:  # the year 0
        return None


def _last_day(year: int, quarter: int) -> date:
    return date(year, quarter * 3, 31 if quarter in (1, 4) else 30)
