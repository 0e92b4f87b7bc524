"""Undo one save by its receipt: all of it, or nothing."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from provinces.wording import local_name
from tracker.actions.entering import Saved, Stated, UnableToSaveCellsError, named, save_sheets
from tracker.actions.entry_desks import Desk, desk_of_revision
from tracker.actions.entry_lines import entry_from_data
from tracker.actions.refusals import UnableToActError
from tracker.actions.trail import acting
from tracker.models import EntryReceipt, EntryWay, Indicator, Person, QuarterlyReport, ReportRevision


class UnableToUndoError(UnableToActError):
    """A save cannot be undone."""


@transaction.atomic
def undo_receipt(*, receipt: EntryReceipt, by: Person, at: datetime) -> Saved:
    """Put the lines of one save back as they were before it; a report that this save began is no longer begun.

    :raises UnableToUndoError: if it is undone already, or a line has been changed or sent on since; then nothing is.
    """
    # The receipt alone: whoever saves holds the report that this is going to wait for, and names the place.
    locked = EntryReceipt.objects.select_for_update(of=("self",)).select_related("place").get(pk=receipt.pk)
    if locked.undone_at is not None:
        raise UnableToUndoError(_("This save is undone already."))
    revisions = ReportRevision.objects.select_related("report__place", "report__reporter", "report__form").in_bulk(
        {line["revision"] for line in locked.lines}
    )
    by_revision: dict[int, list[dict[str, object]]] = {}
    for line in locked.lines:
        by_revision.setdefault(line["revision"], []).append(line)
    if by_revision.keys() - revisions.keys():
        raise UnableToUndoError(_("A draft of this save was deleted meanwhile; nothing was undone."))
    stated = [_undoing(revisions[key], lines) for key, lines in by_revision.items()]
    try:
        saved = save_sheets(stated=stated, by=by, at=at, way=EntryWay(locked.way), kept_at=locked.place)
    except UnableToSaveCellsError as refusal:
        raise UnableToUndoError(_why_not_undone(refusal, [item.desk for item in stated])) from refusal
    if {desk.revision.pk for desk in saved.desks if desk.revision is not None} != revisions.keys():
        raise UnableToUndoError(
            _(
                "A report of this save has been approved since; nothing was undone. Type what is wrong into a "
                "correction."
            )
        )
    locked.undone_by, locked.undone_at = by, at
    with acting(by):
        locked.save(update_fields=["undone_by", "undone_at"])
        _delete_begun(locked, revisions)
    return saved


def _why_not_undone(refusal: UnableToSaveCellsError, desks: Sequence[Desk]) -> str:
    """Return the refusal as it is read where no cell is marked: it names the lines itself. Costs at most one query."""
    changed = " ".join(dict.fromkeys(problem.message for problem in refusal.problems if problem.conflict))
    if changed:
        return _("Nothing was undone: a line was changed after this save. %(cells)s") % {"cells": changed}
    if not refusal.problems:
        return refusal.message
    indicators = Indicator.objects.in_bulk({problem.indicator_id for problem in refusal.problems})
    lines = [
        named(desk, f"{local_name(indicators[problem.indicator_id])}: {problem.message}", desks)
        for desk in desks
        for problem in refusal.by_desk.get(desk.key, ())
    ]
    sentence = _("Nothing was undone: what stood before is not saved again without an answer. %(lines)s")
    return sentence % {"lines": " ".join(lines)}


def _undoing(revision: ReportRevision, lines: Sequence[Mapping[str, object]]) -> Stated:
    entries, seen = [], {}
    for line in lines:
        key = int(str(line["indicator"]))
        entries.append(entry_from_data(key, line["before"]))  # type: ignore[arg-type]
        seen[key] = entry_from_data(key, line["after"]).fingerprint  # type: ignore[arg-type]
    return Stated(desk_of_revision(revision), entries, seen, undoing=True)


def _delete_begun(receipt: EntryReceipt, revisions: Mapping[int, ReportRevision]) -> None:
    """Delete the first drafts that hold nothing and that no other save has touched, with their reports.

    A cut-off day or a file is something that was entered. Expects the reports locked. Costs at most five queries.
    """
    first = [
        key
        for key, revision in revisions.items()
        if revision.number == 1 and revision.report.cut_off_on is None and revision.report.due_on is None
    ]
    held = ReportRevision.objects.filter(pk__in=first, actuals=None, attachments=None)
    empty = list(held.values_list("pk", flat=True))
    if not empty:
        return
    theirs = Q()
    for key in empty:
        theirs |= Q(lines__contains=[{"revision": key}])
    others = EntryReceipt.objects.filter(theirs, year=receipt.year, quarter=receipt.quarter).exclude(pk=receipt.pk)
    touched = {line["revision"] for lines in others.values_list("lines", flat=True) for line in lines}
    begun = [key for key in empty if key not in touched]
    ReportRevision.objects.filter(pk__in=begun).delete()
    QuarterlyReport.objects.filter(pk__in=[revisions[key].report_id for key in begun]).delete()
