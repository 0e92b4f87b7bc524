"""Check a file that was uploaded and save it: all of it or nothing, and only what was shown."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection, transaction
from django.utils.translation import gettext as _

from tracker.actions.entering import UnableToSaveCellsError
from tracker.actions.entry_undoing import UnableToUndoError, undo_receipt
from tracker.actions.importing.compared import Compared, Digest, FileProblem, changed_since
from tracker.actions.importing.comparing import compare
from tracker.actions.importing.result import CheckResult
from tracker.actions.importing.statement import Statement
from tracker.actions.refusals import UnableToActError
from tracker.actions.trail import acting
from tracker.models import EntryReceipt, EntryWay, FileImport, ImportState, Person
from tracker.progress.periods import Quarter

_CAN_BE_SAVED: Final = (ImportState.CHECKED, ImportState.SAVING)
# Any fixed number will do; it keeps these locks apart from others that a database hands out by two numbers.
_FILES: Final = 7_302_003
# Called with the lines done so far; it may raise `ImportStoppedError`.
Progress = Callable[[int], None]


class ImportStoppedError(Exception):
    """Somebody asked to stop while a file was being compared or saved; nothing is written."""


class UnableToSaveFileError(UnableToActError):
    """A file cannot be saved; nothing of it is."""


@dataclass(frozen=True)
class SavedFile:
    """How many figures and lines a file changed, and in how many reports."""

    figures: int
    lines: int
    reports: int


def check_statement(
    statement: Statement,
    *,
    by: Person,
    at: datetime,
    reason: str = "",
    unread: list[FileProblem] | None = None,
    progress: Progress = lambda _done: None,
) -> CheckResult:
    """Return what saving the file would do, and what is in the way; nothing is written.

    ``unread`` are the cells that could not be read at all: they are problems like the others.
    """
    result = CheckResult.begun(statement, unread or [])
    digest = Digest()

    def each(quarter: Quarter, compared: Compared, lines: int) -> None:
        result.add(quarter, compared, lines)
        digest.add(quarter, compared.written.lines)
        progress(result.done)

    compare(statement, by=by, at=at, reason=reason, each=each)
    result.digest = digest.text()
    return result


@transaction.atomic
def save_statement(
    statement: Statement,
    *,
    file_import: FileImport,
    digest: str,
    by: Person,
    at: datetime,
    reason: str = "",
    judged: Collection[str] = (),
    progress: Progress = lambda _done: None,
) -> SavedFile:
    """Save all that a file states, and its state with it; ``digest`` is that of the comparison which was confirmed.

    ``judged`` are what its judgements rested on: what rests on the same still is not judged again. Expects a statement
    without unreadable cells. A receipt is kept for every part, all of them under the file.

    :raises UnableToSaveFileError: if anything is in the way, or something has changed since the comparison; then
        nothing is saved.
    :raises ImportStoppedError: if ``progress`` raises it.
    """
    if not hold_file(file_import):
        raise UnableToSaveFileError(_("This file is being saved just now; look at it again in a moment."))
    seen, figures, lines, reports, done = Digest(), 0, 0, 0, 0

    def each(quarter: Quarter, compared: Compared, count: int) -> None:
        nonlocal figures, lines, reports, done
        if compared.problems or compared.questions:
            raise UnableToSaveFileError(changed_since())
        if compared.changes:
            compared.written.write()
            _keep_receipt(compared, quarter, file_import, by)
            # What was written, not what was about to be: the confirmed comparison must have said exactly this.
            seen.add(quarter, compared.written.lines)
            figures += compared.written.count
            lines += len(compared.changes)
            reports += len({change.desk.key for change in compared.changes})
        done += count
        progress(done)

    try:
        with acting(by):
            compare(statement, by=by, at=at, reason=reason, each=each, saves=True, judged=judged)
    except UnableToSaveCellsError as refusal:
        raise UnableToSaveFileError(changed_since()) from refusal
    if seen.text() != digest:
        raise UnableToSaveFileError(changed_since())
    with acting(by):
        # The row is touched last: how far the work has come is written to it meanwhile, from another connection.
        kept = FileImport.objects.filter(pk=file_import.pk, state__in=_CAN_BE_SAVED).update(
            state=ImportState.SAVED, ended_at=at, message="", cancel_asked=False
        )
    if not kept:
        raise UnableToSaveFileError(_("This file is saved or cancelled already; nothing was saved now."))
    return SavedFile(figures, lines, reports)


def _keep_receipt(compared: Compared, quarter: Quarter, file_import: FileImport, by: Person) -> None:
    if compared.written.lines:
        EntryReceipt.objects.create(
            way=EntryWay.IMPORT,
            place=compared.changes[0].desk.place,
            year=quarter.year,
            quarter=quarter.number,
            made_by=by,
            lines=compared.written.lines,
            file_import=file_import,
        )


def hold_file(file_import: FileImport) -> bool:
    """Keep others from saving the file until this transaction ends; False if somebody is at it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [_FILES, file_import.pk])
        (held,) = cursor.fetchone()
    return bool(held)


@transaction.atomic
def undo_file(*, file_import: FileImport, by: Person, at: datetime) -> int:
    """Put back all that a file changed, and return how many figures that is: all of it, or nothing.

    :raises UnableToUndoError: as `undo_receipt`, or if there is nothing to undo.
    """
    receipts = receipts_of(file_import)
    if not receipts:
        raise UnableToUndoError(_("This file has changed nothing that could be undone."))
    # The last one first: a report that the first part began is empty by the time that its turn comes.
    return sum(undo_receipt(receipt=receipt, by=by, at=at).count for receipt in reversed(receipts))


def receipts_of(file_import: FileImport) -> list[EntryReceipt]:
    """Return the receipts of a file, the first saved one first."""
    return list(EntryReceipt.objects.filter(file_import=file_import).order_by("pk"))
