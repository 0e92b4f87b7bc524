"""Save what a clerk typed into a report: all of it, or nothing."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import pghistory
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tracker.actions.entry_checks import LineProblem, problems_of, ratio_part_problems
from tracker.actions.entry_lines import (
    Figure,
    LineEntry,
    bases_of,
    days_of,
    figures_of,
    is_ratio_line,
)
from tracker.actions.entry_sheet import Sheet, read_sheet
from tracker.actions.refusals import UnableToActError
from tracker.actions.report_rows import locked_revision, require_role
from tracker.exchange.numbers import write_number
from tracker.exchange.wording import NO_FIGURE, amount_text, language_now
from tracker.models import (
    Actual,
    Basis,
    Comparator,
    ObservationStatus,
    Origin,
    Person,
    ReportFormLine,
    ReportRevision,
    RevisionStatus,
    Role,
)
from tracker.progress.periods import Quarter

_CHANGEABLE = ("value", "comparator", "numerator", "denominator", "observation_status", "note")


class UnableToSaveCellsError(UnableToActError):
    """The lines cannot be saved; `problems` says which inputs are in the way."""

    def __init__(self, message: str, problems: Sequence[LineProblem] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


@transaction.atomic
def save_cells(
    *,
    revision: ReportRevision,
    entries: Sequence[LineEntry],
    by: Person,
    at: datetime,
    seen: Mapping[int, str] | None = None,
) -> int:
    """Save the lines into a draft and return how many figures changed; lines not given stay as they are.

    ``seen`` holds by indicator the fingerprint of what the person had before them: a line that somebody else has
    changed since is kept if the person left it alone, and is a conflict if both changed it. A line without its
    fingerprint is a conflict if it differs from what is stored; None is for callers that have just read it.
    A correction holds only the cells that differ from what is approved; a cleared one becomes a withdrawal.

    :raises UnableToSaveCellsError: if the report is not a draft, the person does not enter for the place, or a line
        cannot be stored, contradicts itself or is in conflict; then nothing is saved.
    """
    locked = locked_revision(revision)
    report = locked.report
    require_role(by, Role.CLERK, report.place_id, at, UnableToSaveCellsError)
    if locked.status != RevisionStatus.DRAFT:
        raise UnableToSaveCellsError(
            _("The report is “%(status)s” by now and cannot be changed; nothing was saved.")
            % {"status": RevisionStatus(locked.status).label}
        )
    sheet = read_sheet(
        place=report.place,
        quarter=Quarter(report.year, report.quarter),
        reporter=report.reporter,
        form=report.form,
        report=report,
        revision=locked,
    )
    lines = {line.indicator_id: line for line in sheet.lines}
    given = {entry.indicator_id: entry for entry in entries}
    problems = [
        LineProblem(key, "status", _("The form does not ask for this indicator; reload the page."))
        for key in given
        if key not in lines
    ]
    if not problems:
        given, conflicts = _merged(locked, sheet, given, seen)
        problems += conflicts
        for key, entry in given.items():
            problems += problems_of(lines[key], entry, sheet.before.get(key), first_quarter=sheet.quarter.number == 1)
        whole = {key: given.get(key, sheet.current(line)) for key, line in lines.items()}
        problems += ratio_part_problems(sheet.lines, whole)
    if problems:
        raise UnableToSaveCellsError(_("Nothing was saved yet: please look at the marked cells."), problems)
    with pghistory.context(user=by.pk):
        return _write(locked, sheet, lines, given)


def _merged(
    revision: ReportRevision, sheet: Sheet, given: Mapping[int, LineEntry], seen: Mapping[int, str] | None
) -> tuple[dict[int, LineEntry], list[LineProblem]]:
    """Return the lines to save, and those that somebody else has changed as well."""
    merged: dict[int, LineEntry] = {}
    conflicts: list[LineProblem] = []
    for line in sheet.lines:
        key = line.indicator_id
        if key not in given:
            continue
        mine, theirs = given[key], sheet.current(line)
        was = theirs.fingerprint if seen is None else seen.get(key)
        if mine == theirs or was == theirs.fingerprint:
            merged[key] = mine
        elif mine.fingerprint != was:
            conflicts.append(LineProblem(key, "status", _conflict(revision, line, mine, theirs), conflict=True))
    return merged, conflicts


def _conflict(revision: ReportRevision, line: ReportFormLine, mine: LineEntry, theirs: LineEntry) -> str:
    event = (
        Actual.pgh_event_model.objects.filter(revision_id=revision.pk, indicator_id=line.indicator_id)  # type: ignore[attr-defined]
        .select_related("pgh_context")
        .order_by("-pgh_id")
        .first()
    )
    user = event.pgh_context.metadata.get("user") if event and event.pgh_context else None
    person = Person.objects.filter(pk=user).first() if user is not None else None
    when = date_format(timezone.localtime(event.pgh_created_at), "H:i d/m/Y") if event else NO_FIGURE
    return _(
        "%(person)s changed this line at %(when)s to: %(theirs)s. You typed: %(mine)s. "
        "Save again to keep yours, or type the other."
    ) % {
        "person": person or _("Somebody else"),
        "when": when,
        "theirs": line_text(line, theirs),
        "mine": line_text(line, mine),
    }


def line_text(line: ReportFormLine, entry: LineEntry) -> str:
    """Return what a line states in words, for example "125 triệu USD"; a dash for a blank line."""
    parts = []
    for name, value in entry.amounts.items():
        if is_ratio_line(line):
            parts.append(write_number(value, language_now()))
        elif name == "year_to_date":
            parts.append(_("year to date %(amount)s") % {"amount": amount_text(value, line.indicator)})
        else:
            parts.append(amount_text(value, line.indicator))
    text = " / ".join(parts) if is_ratio_line(line) else ", ".join(parts)
    if entry.status != ObservationStatus.NORMAL:
        label = str(ObservationStatus(entry.status).label)
        text = f"{text} ({label})" if text else label
    if entry.note:
        text = f"{text} [{entry.note}]"
    return text or NO_FIGURE


def _write(
    revision: ReportRevision, sheet: Sheet, lines: Mapping[int, ReportFormLine], entries: Mapping[int, LineEntry]
) -> int:
    """Bring the draft's rows in step with what is stated, in three statements; return how many changed."""
    new: list[Actual] = []
    changed: list[Actual] = []
    gone: list[int] = []
    for key, entry in entries.items():
        line = lines[key]
        stated = figures_of(line, entry)
        approved, drafted = sheet.approved.get(key, {}), sheet.drafted.get(key, {})
        for basis in bases_of(line):
            wanted, in_force, row = stated.get(basis), approved.get(basis), drafted.get(basis)
            if (wanted is None and in_force is None) or (wanted is not None and wanted.is_in(in_force)):
                if row is not None:
                    gone.append(row.pk)
                continue
            figure = wanted or Figure(None, ObservationStatus.WITHDRAWN)
            if figure.is_in(row):
                continue
            if row is None:
                new.append(_fill(_blank(revision, sheet, line, basis), figure))
            else:
                changed.append(_fill(row, figure))
    Actual.objects.filter(pk__in=gone).delete()
    Actual.objects.bulk_create(new)
    Actual.objects.bulk_update(changed, _CHANGEABLE)
    return len(new) + len(changed) + len(gone)


def _blank(revision: ReportRevision, sheet: Sheet, line: ReportFormLine, basis: Basis) -> Actual:
    first, last = days_of(basis, sheet.quarter)
    return Actual(
        revision=revision,
        indicator=line.indicator,
        basis=basis,
        from_on=first,
        to_on=last,
        unit=line.indicator.unit,
        origin=Origin.PRINTED,
    )


def _fill(row: Actual, figure: Figure) -> Actual:
    row.value = figure.value
    row.comparator = Comparator.NONE_STATED if figure.value is None else Comparator.EXACTLY
    row.numerator, row.denominator = figure.numerator, figure.denominator
    row.observation_status, row.note = figure.status, figure.note
    return row
