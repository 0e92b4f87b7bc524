"""Write days and periods in the reader's language: 31/01/2023 or 31 Jan 2023, Quý I/2025 or Q1 2025.

It lies this deep so that every room above says a day in the same way.
"""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from provinces.wording import in_english, local_name

_ENGLISH_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DASH = "\u2013"
_NO_BREAK = "\u00a0"


def day_text(day: date) -> str:
    """Return a day as 31/01/2023, for English readers as 31 Jan 2023."""
    if in_english():
        return f"{day.day} {_ENGLISH_MONTHS[day.month - 1]} {day.year}"
    return f"{day:%d/%m/%Y}"


def until_text(last_day: date | None) -> str:
    """Return a place's last day in brackets, to stand behind its name; nothing while it exists."""
    return _(" (until %(day)s)") % {"day": day_text(last_day).replace(" ", _NO_BREAK)} if last_day else ""


def dated_name(place: Any) -> str:
    """Return a place's name with the last day of one that has ended: its successor may bear the same name."""
    return local_name(place) + until_text(place.valid_to)


def period_text(starts: date | None, ends: date | None) -> str:
    """Return a period in the words of its own length: a year, years, a quarter, a month, months, or its two days.

    A None start means the one day on which a figure stands, a None end an open end.
    """
    if starts is None or starts == ends:
        return day_text(ends) if ends else ""
    if ends is None:
        return _("from %(day)s on") % {"day": day_text(starts)}
    return _whole_months(starts, ends) or f"{day_text(starts)}{_DASH}{day_text(ends)}"


def _whole_months(starts: date, ends: date) -> str | None:
    if starts.day != 1 or (ends + timedelta(days=1)).day != 1:
        return None
    first, last = starts.month, ends.month
    if (first, last) == (1, 12):
        years = str(starts.year) if starts.year == ends.year else f"{starts.year}{_DASH}{ends.year}"
        return _("year %(year)s") % {"year": years}
    if starts.year != ends.year:
        return None
    year = {"year": starts.year}
    if (first - 1) % 3 == 0 and last == first + 2:
        names = {1: _("Q1 %(year)s"), 4: _("Q2 %(year)s"), 7: _("Q3 %(year)s"), 10: _("Q4 %(year)s")}
        return names[first] % year
    if first == last:
        return f"{_ENGLISH_MONTHS[first - 1]} {starts.year}" if in_english() else f"{starts:%m/%Y}"
    if first == 1:
        return _("%(months)s months of %(year)s") % {"months": last, **year}
    return None
