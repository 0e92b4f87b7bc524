"""Keep a file that somebody uploads, and say what may be done with it."""

import hashlib
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from provinces.models import Organisation
from provinces.text import clean_text
from tracker.actions.entry_checks import LONGEST_REASON
from tracker.actions.refusals import UnableToActError
from tracker.actions.rights import Scope, scope_of
from tracker.actions.trail import acting
from tracker.models import (
    STATES_AT_WORK,
    FileImport,
    ImportKind,
    ImportState,
    Person,
    ReportingDuty,
    Role,
    Target,
)
from tracker.progress.periods import Quarter

_MEGABYTE: Final = 1024 * 1024
_LONGEST_NAME: Final = 200
# Whoever uploads files on and on would fill the disk.
MOST_OPEN_FILES: Final = 50
_OPEN: Final = (ImportState.UPLOADED, ImportState.CHECKING, ImportState.CHECKED, ImportState.SAVING)


class UnableToFileError(UnableToActError):
    """A file is not kept, or not taken a step further."""


def most_bytes() -> int:
    """Return how large a file may be."""
    return int(settings.UPLOAD_LIMIT_MEGABYTES) * _MEGABYTE


def files_of(person: Person) -> QuerySet[FileImport]:
    """Return the files that the person uploaded, newest first, without their content; nobody else sees them."""
    return (
        FileImport.objects.filter(made_by=person).defer("content").select_related("source").order_by("-made_at", "-pk")
    )


def sources_of(scope: Scope, kind: ImportKind) -> QuerySet[Organisation]:
    """Return the offices whose files a scope may bring: who owes reports for its places, or issued their targets."""
    if kind == ImportKind.FIGURES:
        condition = Q(duties__in=ReportingDuty.objects.filter(scope.within("place", Role.CLERK)))
    else:
        condition = Q(issued_targets__in=Target.objects.filter(scope.within("place", Role.ADMINISTRATOR)))
    return Organisation.objects.filter(condition).distinct().in_name_order()


@transaction.atomic
def keep_file(
    *,
    kind: ImportKind,
    name: str,
    content: bytes,
    year: int,
    quarter: Quarter | None,
    source: Organisation | None,
    language: str,
    by: Person,
    at: datetime,
) -> FileImport:
    """Keep a file for the person, to be read and compared next; nothing of it is entered.

    :raises UnableToFileError: if the file is empty or too large, the person enters for no place (for targets:
        administers none), has too many files open, or the source sends none for these places.
    """
    role = Role.CLERK if kind == ImportKind.FIGURES else Role.ADMINISTRATOR
    scope = scope_of(by, timezone.localdate(at))
    if not scope.has(role):
        raise UnableToFileError(
            _("This needs the role “%(role)s” for a place; ask an administrator for it.") % {"role": role.label}
        )
    if source is not None and not sources_of(scope, kind).filter(pk=source.pk).exists():
        raise UnableToFileError(_("This office sends no files for your places; choose another, or none."))
    if not content:
        raise UnableToFileError(_("The file is empty; choose another."))
    if len(content) > most_bytes():
        raise UnableToFileError(
            _("The file is larger than %(most)s MB. Divide it into several files.")
            % {"most": settings.UPLOAD_LIMIT_MEGABYTES}
        )
    # The row of the person is locked, so that two uploads at once are not one too many.
    Person.objects.select_for_update().get(pk=by.pk)
    if FileImport.objects.filter(made_by=by, state__in=_OPEN).count() >= MOST_OPEN_FILES:
        raise UnableToFileError(
            _("%(most)s of your files wait to be saved or cancelled; finish with some of them first.")
            % {"most": MOST_OPEN_FILES}
        )
    with acting(by):
        return FileImport.objects.create(
            kind=kind,
            name=_usable_name(name),
            content=content,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            year=year,
            quarter=None if quarter is None else quarter.number,
            source=source,
            language=language,
            made_by=by,
        )


def confirm_columns(*, file_import: FileImport, mapping: dict[str, Any] | None, by: Person) -> None:
    """Keep what the person says that each column is, None to be asked again; what was found before is forgotten.

    :raises UnableToFileError: if the file is at work, saved or cancelled.
    """
    _step(
        file_import,
        from_states=(ImportState.UPLOADED, ImportState.CHECKED),
        by=by,
        state=ImportState.UPLOADED,
        mapping=mapping,
        check_result=None,
        message="",
    )


def give_reason(*, file_import: FileImport, reason: str, by: Person) -> None:
    """Keep the reason that answers what is unusual in the file; empty asks again.

    :raises UnableToFileError: if the reason is too long, or the file is at work, saved or cancelled.
    """
    reason = clean_text(reason)
    if len(reason) > LONGEST_REASON:
        raise UnableToFileError(
            _("The reason is longer than %(most)s characters; shorten it.") % {"most": LONGEST_REASON}
        )
    _step(file_import, from_states=(ImportState.UPLOADED, ImportState.CHECKED), by=by, reason=reason)


def begin_work(*, file_import: FileImport, saving: bool, by: Person) -> None:
    """Mark a file for a process of its own to check or to save.

    :raises UnableToFileError: if it is at work already, saved or cancelled; or shall be saved and was not checked.
    """
    _step(
        file_import,
        from_states=(ImportState.CHECKED,) if saving else (ImportState.UPLOADED, ImportState.CHECKED),
        by=by,
        state=ImportState.SAVING if saving else ImportState.CHECKING,
        rows_done=0,
        rows_known=0,
        beat_at=None,
        cancel_asked=False,
        message="",
    )


def cancel_file(*, file_import: FileImport, by: Person) -> None:
    """Give a file up: at once if nothing is at work on it, else at the next place where the work can stop.

    :raises UnableToFileError: if it is saved already.
    """
    with acting(by):
        if FileImport.objects.filter(pk=file_import.pk, state__in=STATES_AT_WORK).update(cancel_asked=True):
            return
    _step(file_import, from_states=(ImportState.UPLOADED, ImportState.CHECKED), by=by, state=ImportState.CANCELLED)


def _step(file_import: FileImport, *, from_states: tuple[ImportState, ...], by: Person, **changes: Any) -> None:
    with acting(by):
        done = FileImport.objects.filter(pk=file_import.pk, state__in=from_states).update(**changes)
    if not done:
        raise UnableToFileError(_("The file is in another state by now; look at it again."))
    file_import.refresh_from_db(fields=list(changes))


def _usable_name(name: str) -> str:
    """Return the file's name as it is shown: no folder, nothing unseen, not too long."""
    last = clean_text(name.replace("\\", "/").rsplit("/", maxsplit=1)[-1])
    printable = "".join(sign for sign in last if sign.isprintable())
    return printable[-_LONGEST_NAME:] or _("file")
