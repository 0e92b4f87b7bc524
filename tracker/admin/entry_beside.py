"""Say what stands beside the inputs of a line: earlier quarters and plans."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from tracker.actions.entry_lines import entry_of, is_flow_line, is_ratio_line
from tracker.actions.entry_sheet import Rows, Sheet
from tracker.actions.entry_texts import line_text
from tracker.exchange.wording import NO_FIGURE, number_in_shown_unit, quotient_text
from tracker.models import Comparator, Indicator, ObservationStatus, ReportFormLine
from tracker.progress.periods import Quarter


def plan_number(value: Decimal | None, indicator: Indicator) -> str:
    """Return a planned number in the shown unit; a dash where none is planned."""
    return NO_FIGURE if value is None else number_in_shown_unit(value, indicator)


def target_text(target: Any, indicator: Indicator) -> str:
    """Return the year's plan in words, for example "year: at least 1.000"; empty where no number is stated."""
    if target.value is None:
        return ""
    number = number_in_shown_unit(target.value, indicator)
    if target.comparator == Comparator.BETWEEN and target.high is not None:
        number = f"{number}–{number_in_shown_unit(target.high, indicator)}"
    elif target.comparator != Comparator.EXACTLY:
        number = f"{target.get_comparator_display()} {number}"
    return _("year: %(number)s") % {"number": number}


def earlier_text(sheet: Sheet, line: ReportFormLine, quarter: Quarter, rows: Rows) -> str:
    """Return what an earlier quarter says: its figure without the unit, computed ones marked, or its status."""
    key = line.indicator_id
    entry = entry_of(line, rows.get(key, {}))
    typed = bool(entry.amounts) or entry.status != ObservationStatus.NORMAL
    value = sheet.value_in(key, quarter)
    if value is not None and entry.status != ObservationStatus.NIL:
        written = quotient_text if is_ratio_line(line) else number_in_shown_unit
        number = written(value, line.indicator)
        if is_flow_line(line) and entry.in_quarter is None and quarter.number > 1:
            return _("%(number)s (computed)") % {"number": number}
        if entry.status != ObservationStatus.NORMAL:
            return f"{number} ({ObservationStatus(entry.status).label})"
        return number
    if not typed:
        return NO_FIGURE
    return line_text(line, replace(entry, note="", reason="", source=""))
