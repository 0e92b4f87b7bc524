"""Attach papers to a report, most often its signed scan; hand them out whole, or not at all.

A file is written under a temporary name first, then its row is made; what fails in between leaves neither.
"""

import hashlib
import os
import re
import secrets
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final, Protocol

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tracker.actions.refusals import UnableToActError
from tracker.actions.report_rows import locked_revision, on_the_trail
from tracker.actions.rights import scope_of
from tracker.models import Attachment, Person, ReportRevision, RevisionStatus, Role

_MEGABYTE: Final = 1024 * 1024
_LONGEST_NAME: Final = 120
_LONGEST_NOTE: Final = 300
# What may be attached: how such a file begins, its content type and the ending of its name.
_KINDS: Final = (
    (b"%PDF-", "application/pdf", ".pdf"),
    (b"\xff\xd8\xff", "image/jpeg", ".jpg"),
    (b"\x89PNG\r\n\x1a\n", "image/png", ".png"),
    (b"II*\x00", "image/tiff", ".tif"),
    (b"MM\x00*", "image/tiff", ".tif"),
)
_ENDINGS: Final = {".pdf": {".pdf"}, ".jpg": {".jpg", ".jpeg"}, ".png": {".png"}, ".tif": {".tif", ".tiff"}}


class Upload(Protocol):
    """A file as a request brings it."""

    @property
    def size(self) -> int | None:
        """Return how many bytes it says it has, None if it does not say."""

    def chunks(self) -> Iterable[bytes]:
        """Return the content piece by piece, from its beginning."""


class UnableToAttachError(UnableToActError):
    """A file cannot be attached."""


class UnableToTakeAwayAttachmentError(UnableToActError):
    """An attached file cannot be taken away."""


class DamagedAttachmentError(UnableToActError):
    """An attached file is not what it was when it was attached."""


def attach_file(
    *, revision: ReportRevision, upload: Upload, name: str, note: str = "", by: Person, at: datetime
) -> Attachment:
    """Attach a file to a revision, whatever its status: a signed scan often follows the approval.

    ``name`` is what the person's own machine calls it; it is cleaned, and the file is kept under another. One paper may
    cover several reports, but never two revisions of one: what was signed before a correction does not vouch for it.

    :raises UnableToAttachError: if the file is empty, too large, no PDF, JPEG, PNG or TIFF by its first bytes, or
        attached to a revision of this report already, the note is too long, or the person neither enters nor approves
        for the place.
    """
    if not scope_of(by, timezone.localdate(at)).covers(revision.report.place_id, Role.CLERK, Role.APPROVER):
        raise UnableToAttachError(_("Only clerks and approvers of the place attach files to its reports."))
    note = note.strip()
    if len(note) > _LONGEST_NOTE or "\x00" in note:
        raise UnableToAttachError(_("Write the note with at most %(most)s characters.") % {"most": _LONGEST_NOTE})
    limit = settings.UPLOAD_LIMIT_MEGABYTES * _MEGABYTE
    if upload.size is not None and upload.size > limit:
        raise UnableToAttachError(_too_large())
    with _kept(upload, limit, at) as kept, transaction.atomic(durable=True):
        locked = locked_revision(revision)
        _refuse_again(locked, kept.sha256)
        with on_the_trail(by, why=note):
            try:
                with transaction.atomic():
                    return Attachment.objects.create(
                        revision=locked,
                        name=clean_name(name, kept.ending),
                        content_type=kept.content_type,
                        file=kept.name,
                        size=kept.size,
                        sha256=kept.sha256,
                        note=note,
                        attached_by=by,
                    )
            except IntegrityError as error:
                raise UnableToAttachError(_("This very file is attached already; nothing was changed.")) from error


def _refuse_again(revision: ReportRevision, sha256: str) -> None:
    """Refuse content that hangs on a revision of the report already. Expects the report locked."""
    there = (
        Attachment.objects.filter(revision__report=revision.report_id, sha256=sha256)
        .values_list("revision__number", flat=True)
        .order_by("revision__number")
        .first()
    )
    if there is None:
        return
    if there == revision.number:
        raise UnableToAttachError(_("This very file is attached already; nothing was changed."))
    raise UnableToAttachError(
        _(
            "This very file is attached to revision %(there)s of this report, and was signed for its figures; revision "
            "%(here)s needs a paper of its own. Nothing was changed."
        )
        % {"there": there, "here": revision.number}
    )


@transaction.atomic
def take_away_attachment(*, attachment: Attachment, by: Person, at: datetime) -> None:
    """Take a file away from a draft; the trail keeps that it was there.

    :raises UnableToTakeAwayAttachmentError: if the revision is no draft any more, somebody else attached the file, or
        the person neither enters nor approves for the place by now.
    """
    locked = locked_revision(attachment.revision)
    if not scope_of(by, timezone.localdate(at)).covers(locked.report.place_id, Role.CLERK, Role.APPROVER):
        raise UnableToTakeAwayAttachmentError(_("Only clerks and approvers of the place change its files."))
    if attachment.attached_by_id != by.pk:
        raise UnableToTakeAwayAttachmentError(
            _("“%(file)s” was attached by %(person)s, who alone can take it away.")
            % {"file": attachment.name, "person": attachment.attached_by}
        )
    if locked.status != RevisionStatus.DRAFT:
        raise UnableToTakeAwayAttachmentError(
            _("The report is “%(status)s” by now, and its files stay; attach another beside it.")
            % {"status": RevisionStatus(locked.status).label}
        )
    name = str(attachment.file.name)
    with on_the_trail(by):
        attachment.delete()
    transaction.on_commit(lambda: default_storage.delete(name))


def delete_attachments(revision: ReportRevision) -> None:
    """Delete the files of a draft that is being deleted, once its deletion is settled."""
    names = list(revision.attachments.values_list("file", flat=True))
    revision.attachments.all().delete()

    def delete_files() -> None:
        for name in names:
            default_storage.delete(name)

    transaction.on_commit(delete_files)


def read_attachment(attachment: Attachment) -> bytes:
    """Return the content of an attached file.

    :raises DamagedAttachmentError: if it is missing, or not what it was when it was attached.
    """
    try:
        with default_storage.open(str(attachment.file.name)) as file:
            content = file.read()
    except OSError as error:
        raise DamagedAttachmentError(
            _("The file “%(file)s” is missing on the server; ask those who run it to restore it from the backup.")
            % {"file": attachment.name}
        ) from error
    if hashlib.sha256(content).hexdigest() != attachment.sha256:
        raise DamagedAttachmentError(
            _(
                "The file “%(file)s” is damaged: it is not what was attached on %(day)s. "
                "Ask those who run the server to restore it from the backup."
            )
            % {"file": attachment.name, "day": f"{timezone.localtime(attachment.attached_at):%d/%m/%Y}"}
        )
    return bytes(content)


def clean_name(name: str, ending: str) -> str:
    """Return a file name that is safe to show and to save: no folders, no control signs, the ending of its content."""
    text = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    # Signs of category C steer terminals and turn the direction of text: "gpj.exe" may look like "exe.jpg".
    text = "".join(sign for sign in text if unicodedata.category(sign)[0] != "C")
    text = re.sub(r'[<>:"|?*\s]+', " ", text).strip(" .")
    stem, dot, last = text.rpartition(".")
    if dot and f".{last.lower()}" in _ENDINGS[ending]:
        return f"{stem.strip(' .')[:_LONGEST_NAME] or _('attachment')}.{last}"
    return f"{text[:_LONGEST_NAME] or _('attachment')}{ending}"


class _Kept:
    """A file that has been written: its name in the store and what is known of its content."""

    def __init__(self, name: str, content_type: str, ending: str, size: int, sha256: str) -> None:
        self.name, self.content_type, self.ending = name, content_type, ending
        self.size, self.sha256 = size, sha256


@contextmanager
def _kept(upload: Upload, limit: int, at: datetime) -> Iterator[_Kept]:
    """Write the upload under a random name, and delete it again if anything fails before the end."""
    token = secrets.token_hex(16)
    temporary = Path(default_storage.path(f"attachments/incoming/{token}.part"))
    _make_folder(temporary.parent)
    written = temporary
    try:
        first, size, sha256 = _write(temporary, upload, limit)
        kind = next((kind for kind in _KINDS if first.startswith(kind[0])), None)
        if kind is None:
            raise UnableToAttachError(
                _("Only PDF, JPEG, PNG and TIFF files can be attached, and this is none of them; save or scan it anew.")
            )
        _begin, content_type, ending = kind
        name = f"attachments/{timezone.localdate(at):%Y/%m}/{token}{ending}"
        final = Path(default_storage.path(name))
        _make_folder(final.parent)
        temporary.replace(final)
        written = final
        yield _Kept(name, content_type, ending, size, sha256)
    except BaseException:
        written.unlink(missing_ok=True)
        raise


def _write(path: Path, upload: Upload, limit: int) -> tuple[bytes, int, str]:
    """Write the upload to the disk itself; return its first bytes, its size and its checksum."""
    digest, size, first = hashlib.sha256(), 0, b""
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        for piece in upload.chunks():
            size += len(piece)
            if size > limit:
                raise UnableToAttachError(_too_large())
            first = (first + piece)[:16] if len(first) < 16 else first
            digest.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    if not size:
        raise UnableToAttachError(_("The file is empty; choose another."))
    return first, size, digest.hexdigest()


def _make_folder(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)


def _too_large() -> str:
    return _("The file is larger than %(most)s MB; scan it in grey or with fewer dots per inch.") % {
        "most": settings.UPLOAD_LIMIT_MEGABYTES
    }
