"""Fill the workbook that clerks take away and bring back: what stands now, beside the quarter before."""

from collections.abc import Sequence

from provinces.wording import local_name
from tracker.actions.entry_desks import Desk, desks_owed
from tracker.actions.entry_lines import LineEntry, entry_of
from tracker.actions.entry_sheet import Sheet, read_sheets, without_withdrawn
from tracker.actions.entry_table import table_line, table_numbers
from tracker.actions.entry_warnings import SUGGESTED_REASONS
from tracker.actions.rights import Scope
from tracker.exchange.template_workbook import TemplateRow, TemplateSheet, template_bytes
from tracker.exchange.wording import language_now, quarter_name
from tracker.models import ReportFormLine, Role
from tracker.progress.periods import Quarter


def template_of(*, quarter: Quarter, scope: Scope) -> bytes | None:
    """Return the workbook of all reports of a quarter that the scope enters; None where it enters none.

    Costs a fixed number of queries, whatever the number of reports.
    """
    desks = desks_owed(quarter, scope.within("place", Role.CLERK)) if scope.has(Role.CLERK) else []
    if not desks:
        return None
    by_form: dict[int, list[TemplateRow]] = {}
    names: dict[int, str] = {}
    for desk, sheet in zip(desks, read_sheets(desks, with_plans=False), strict=True):
        if desk.form is not None:
            names[desk.form.pk] = local_name(desk.form)
            by_form.setdefault(desk.form.pk, []).extend(_rows(desk, sheet))
    previous = quarter.previous()
    return template_bytes(
        [TemplateSheet(names[form], rows) for form, rows in by_form.items()],
        quarter=quarter_name(quarter.year, quarter.number),
        before=quarter_name(previous.year, previous.number),
        language=language_now(),
        reasons=[str(reason) for reason in SUGGESTED_REASONS],
    )


def _rows(desk: Desk, sheet: Sheet) -> Sequence[TemplateRow]:
    place, reporter = local_name(desk.place), local_name(desk.reporter)
    return [
        TemplateRow(place, reporter, table_line(line, sheet.current(line)), table_numbers(line, _before(sheet, line)))
        for line in sheet.lines
    ]


def _before(sheet: Sheet, line: ReportFormLine) -> LineEntry:
    """Return what is approved of the quarter before."""
    return entry_of(line, without_withdrawn(sheet.previous.get(line.indicator_id, {})))
