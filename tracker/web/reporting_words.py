"""Say in sentences how complete a quarter is: who is still to report, by when, and how much of what is asked is in."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker.progress.owed_report import OwedReport, share_filled
from tracker.progress.periods import Quarter
from tracker.web.numbers import day_text, number_text, percent_text, quarter_text

# More due days than these are told as the first and the last.
_DAYS_NAMED = 3


def province_headline(quarter: Quarter, provinces: Sequence[Sequence[OwedReport]]) -> str:
    """Return the sentence that says how many provinces still lack approved reports; each has at least one."""
    missing = sum(any(not report.is_approved for report in reports) for reports in provinces)
    words = {"quarter": quarter_text(quarter), "missing": missing, "provinces": len(provinces)}
    if not provinces:
        return _("%(quarter)s: nobody owes a report") % words
    if missing:
        return _("%(quarter)s: %(missing)s of %(provinces)s provinces still lack approved reports") % words
    if any(report.cells_empty for reports in provinces for report in reports):
        return _("%(quarter)s: all reports of %(provinces)s provinces are in, some with gaps") % words
    return _("%(quarter)s: all figures of all %(provinces)s provinces are in") % words


def headline(quarter: Quarter, newest: Sequence[OwedReport]) -> str:
    """Return the sentence that says how many places are still to report."""
    places = {report.place.id for report in newest}
    missing = {report.place.id for report in newest if not report.is_approved}
    words = {"quarter": quarter_text(quarter), "missing": len(missing), "places": len(places)}
    if not places:
        return _("%(quarter)s: nobody owes a report") % words
    if missing:
        return _("%(quarter)s: %(missing)s of %(places)s places still lack approved reports") % words
    if any(report.cells_empty for report in newest):
        return _("%(quarter)s: reports of all %(places)s places are in, some with gaps") % words
    return _("%(quarter)s: all figures of all %(places)s places are in") % words


def lede(newest: Sequence[OwedReport]) -> str:
    """Return the due days with the days left or past, and how much of what is asked for is there."""
    if not newest:
        return ""
    parts: list[str] = []
    days = sorted({report.due_on for report in newest if report.due_on is not None})
    if len(days) > _DAYS_NAMED:
        days = [days[0], days[-1]]
    if days:
        read_on = newest[0].read_on
        parts.append(_("Due: %(days)s.") % {"days": ", ".join(_day_words(day, read_on) for day in days)})
    share = share_filled(tuple(newest))
    if share is not None:
        empty = sum(report.cells_empty for report in newest)
        parts.append(
            _("%(share)s of the figures are in; empty cells: %(empty)s.")
            % {"share": percent_text(share), "empty": number_text(Decimal(empty))}
        )
    return " ".join(parts)


def told_words(places: int) -> str:
    """Return of how many places a document gives figures where the report that is owed is not there; empty for none."""
    if not places:
        return ""
    text = ngettext(
        "Of %(count)s place without its report a published document gives figures of the quarter.",
        "Of %(count)s places without their report a published document gives figures of the quarter.",
        places,
    )
    return text % {"count": places}


def _day_words(day: date, read_on: date) -> str:
    words = {"day": day_text(day), "days": abs((day - read_on).days)}
    if read_on > day:
        return _("%(day)s (days past: %(days)s)") % words
    return _("%(day)s (days left: %(days)s)") % words
