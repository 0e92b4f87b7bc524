"""Check or save a file: at once within a request, or in a process of its own that may die at any moment.

A file at work is held by a lock of the database's session, which ends with the process: a file whose state says that
it is at work and which nobody holds was left behind, and is taken up again. Nothing of it is saved twice, as its state
*saved* comes with its figures.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Protocol

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import override

from tracker.actions.importing.beats import Beats
from tracker.actions.importing.compared import FileProblem
from tracker.actions.importing.result import CheckResult
from tracker.actions.importing.saving import (
    ImportStoppedError,
    SavedFile,
    UnableToSaveFileError,
    check_statement,
    save_statement,
)
from tracker.actions.importing.statement import Statement
from tracker.actions.importing.target_saving import check_targets, save_targets
from tracker.actions.importing.target_statement import TargetStatement
from tracker.actions.last_writes import writing_for
from tracker.actions.refusals import UnableToActError
from tracker.actions.trail import acting
from tracker.models import STATES_AT_WORK, FileImport, ImportState

_LOG: Final = logging.getLogger(__name__)
# Any fixed number will do; it keeps these locks apart from others that a database hands out by two numbers.
_WORK: Final = 7_302_004


class UnableToReadFileError(UnableToActError):
    """A stored file cannot be read."""


@dataclass(frozen=True)
class ReadFile:
    """What a file states, the cells that could not be read, and what is to be known of it besides.

    ``notices`` stand in nobody's way: what was not read, and sums of the file that do not agree.
    """

    statement: Statement | TargetStatement
    unread: list[FileProblem] = field(default_factory=list)
    notices: list[FileProblem] = field(default_factory=list)


class Reader(Protocol):
    """Read a stored file with its confirmed columns.

    :raises UnableToActError: if it cannot be read as a table.
    """

    def __call__(self, file_import: FileImport) -> ReadFile:
        """Return what the file states."""


class Watch(Protocol):
    """Hear how far the work has come; `done` raises `ImportStoppedError` to stop it."""

    def known(self, rows: int) -> None:
        """Say how many rows there are in all."""

    def done(self, rows: int) -> None:
        """Say how many rows are done."""


class _Unwatched:
    """Nobody waits for a short piece of work."""

    def known(self, rows: int) -> None:
        """Tell nobody."""

    def done(self, rows: int) -> None:
        """Tell nobody."""


def check_file(
    file_import: FileImport, *, read: Reader, at: datetime, watch: Watch | None = None, message: str = ""
) -> CheckResult:
    """Compare a file with what stands and keep what was found; ``message`` says why it is compared once more.

    :raises UnableToActError: if it cannot be read.
    :raises ImportStoppedError: if somebody has asked to cancel.
    """
    watch = watch or _Unwatched()
    found = read(file_import)
    watch.known(found.statement.count)
    said: dict[str, Any] = {"by": file_import.made_by, "at": at, "reason": file_import.reason, "progress": watch.done}
    if isinstance(found.statement, TargetStatement):
        result = check_targets(found.statement, **said)
    else:
        result = check_statement(found.statement, unread=found.unread, **said)
    result.notice(found.notices)
    _keep(file_import, state=ImportState.CHECKED, check_result=result.as_data(), message=message)
    return result


def save_file(
    file_import: FileImport, *, read: Reader, at: datetime, watch: Watch | None = None
) -> SavedFile | UnableToSaveFileError:
    """Save a file that was checked; where something has changed since, check it once more and return why.

    :raises ImportStoppedError: if somebody has asked to cancel; nothing is saved then.
    """
    watch = watch or _Unwatched()
    found = read(file_import)
    watch.known(found.statement.count)
    try:
        if found.unread:
            raise UnableToSaveFileError(_("Nothing was saved: some cells of the file cannot be read."))
        checked = CheckResult.from_data(file_import.check_result or {})
        said: dict[str, Any] = {
            "file_import": file_import,
            "digest": checked.digest,
            "by": file_import.made_by,
            "at": at,
            "reason": file_import.reason,
            "progress": watch.done,
        }
        if isinstance(found.statement, TargetStatement):
            return save_targets(found.statement, **said)
        return save_statement(found.statement, judged=frozenset(checked.judged), **said)
    except UnableToSaveFileError as refusal:
        check_file(file_import, read=read, at=at, message=refusal.message)
        return refusal


def work_on(file_import: FileImport, *, read: Reader, now: Callable[[], datetime]) -> bool:
    """Do what the state of a file asks for, in its person's language; False if another process is at it.

    Expects to run outside a transaction. Whatever cannot be done becomes the file's message.
    """
    with _held(file_import) as held:
        if not held:
            return False
        file_import.refresh_from_db(fields=["state", "check_result", "reason", "mapping", "cancel_asked"])
        if file_import.state not in STATES_AT_WORK:
            return True
        saving = file_import.state == ImportState.SAVING
        with override(file_import.language):
            try:
                with Beats(file_import, now) as beats:
                    if saving:
                        with writing_for(file_import.made_by_id):
                            save_file(file_import, read=read, at=now(), watch=beats)
                    else:
                        check_file(file_import, read=read, at=now(), watch=beats)
            except ImportStoppedError:
                _keep(file_import, state=ImportState.CANCELLED, message=_("Stopped as you asked; nothing was saved."))
            except UnableToActError as refusal:
                _keep(file_import, state=ImportState.UPLOADED, message=refusal.message)
            except Exception:
                # It would fail again and again: whoever waits is told, and the log has the rest.
                _LOG.exception("The work on file %s has failed.", file_import.key)
                _keep(
                    file_import,
                    state=ImportState.UPLOADED,
                    message=_(
                        "Nothing was saved: the program has failed at this file. The log of the server says where; "
                        "show it to an administrator."
                    ),
                )
                raise
    return True


def left_behind() -> list[FileImport]:
    """Return the files that are to be at work, the oldest first; whoever is at one holds it."""
    return list(
        FileImport.objects.filter(state__in=STATES_AT_WORK)
        .defer("content")
        .select_related("made_by", "source")
        .order_by("made_at", "pk")
    )


def _keep(file_import: FileImport, **changes: object) -> None:
    with acting(file_import.made_by):
        FileImport.objects.filter(pk=file_import.pk).exclude(state=ImportState.SAVED).update(
            **changes, cancel_asked=False
        )
    file_import.refresh_from_db(fields=list(changes))


@contextmanager
def _held(file_import: FileImport) -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_WORK, file_import.pk])
        (held,) = cursor.fetchone()
    try:
        yield bool(held)
    finally:
        if held:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_WORK, file_import.pk])
