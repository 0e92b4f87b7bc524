"""Lay the lines of a report out as the rows of a file: what the entry page shows and takes."""

from django.utils.translation import gettext as _

from provinces.wording import local_name
from tracker.actions.entry_lines import LineEntry, indicator_of, number_parts
from tracker.actions.entry_sheet import Sheet
from tracker.exchange.sheet_table import TableLine, TableNumber
from tracker.exchange.wording import shown_unit
from tracker.models import MISSING_STATUSES, Indicator, IndicatorKind, ObservationStatus, ReportFormLine


def table_of(sheet: Sheet) -> list[TableLine]:
    """Return the lines of a report as they stand."""
    return [table_line(line, sheet.current(line)) for line in sheet.lines]


def table_line(line: ReportFormLine, entry: LineEntry) -> TableLine:
    """Return one line of a report as a row of a file."""
    return TableLine(
        code=line.indicator.code,
        name=local_name(line.indicator),
        unit=table_unit(line.indicator),
        numbers=table_numbers(line, entry),
        note=entry.note,
        source=entry.source,
        reason=entry.reason,
    )


def table_numbers(line: ReportFormLine, entry: LineEntry) -> tuple[TableNumber, ...]:
    """Return the one or two numbers of a line, in the order of its parts."""
    return tuple(
        TableNumber(indicator_of(line, part), getattr(entry, part), _status(entry, part, first=index == 0))
        for index, part in enumerate(number_parts(line))
    )


def _status(entry: LineEntry, part: str, *, first: bool) -> str | None:
    """Return the status that one cell writes: a sign stands in the first one, a mark at each number."""
    if entry.status in (*MISSING_STATUSES, ObservationStatus.NIL):
        return entry.status if first else None
    return None if getattr(entry, part) is None else entry.status


def table_unit(indicator: Indicator) -> str:
    """Return the unit of a row in the reader's language; of a ratio also what its two numbers are."""
    if indicator.kind != IndicatorKind.RATIO:
        return shown_unit(indicator)
    own = (indicator.numerator, indicator.denominator)
    words = [
        other if part is None else f"{local_name(part)} ({shown_unit(part)})"
        for part, other in zip(own, (_("numerator"), _("denominator")), strict=True)
    ]
    return f"{shown_unit(indicator)} = {words[0]} : {words[1]}"
