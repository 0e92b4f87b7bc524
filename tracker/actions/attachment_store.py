"""Compare the folder of attached files with the books, and remove what no row knows.

A server that dies between writing a file and the commit of its row leaves a stray behind; so does one that dies between
the commit of a deletion and the deletion of the file. Nothing ever points to a stray, and nobody can open it.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from tracker.actions.refusals import UnableToActError
from tracker.models import Attachment

_FOLDER: Final = "attachments"
# Longer than any upload takes: what is younger may still be on its way.
YOUNGEST_STRAY: Final = timedelta(hours=24)


class UnableToRemoveStraysError(UnableToActError):
    """Files that no row knows cannot be removed."""


@dataclass(frozen=True)
class StoreCheck:
    """What the folder and the books say of each other: strays by name, rows whose file is missing, damaged or whole."""

    strays: tuple[str, ...]
    missing: tuple[Attachment, ...]
    damaged: tuple[Attachment, ...]
    whole: int

    @property
    def count(self) -> int:
        """Return how many files the books know."""
        return len(self.missing) + len(self.damaged) + self.whole


def check_store(*, at: datetime) -> StoreCheck:
    """Read every attached file and list every other one that is older than a day at the moment. Costs two queries."""
    # The folder first: a file whose row comes in between is known by the time that the rows are read.
    found = list(_strays(at))
    rows = Attachment.objects.select_related("revision__report__place", "revision__report__reporter").order_by("pk")
    missing, damaged, whole = [], [], 0
    for row in rows.iterator():
        state = _state(row)
        if state is None:
            missing.append(row)
        elif state:
            whole += 1
        else:
            damaged.append(row)
    return StoreCheck(tuple(_unknown(found)), tuple(missing), tuple(damaged), whole)


def remove_strays(check: StoreCheck) -> tuple[str, ...]:
    """Remove the strays of a check, and return the names of those that are gone. Costs one query.

    :raises UnableToRemoveStraysError: if the folder holds none of the files that this database knows, or it knows none:
        then the folder may well be another database's, and nothing is removed.
    """
    if check.strays and not check.whole + len(check.damaged):
        raise UnableToRemoveStraysError(
            _(
                "Nothing was removed: the folder holds no file that this database knows, so it may belong to another "
                "database. Check UPLOADS_DIR and DATABASE_URL."
            )
        )
    names = _unknown(check.strays)
    for name in names:
        default_storage.delete(name)
    return tuple(names)


def _strays(at: datetime) -> Iterator[str]:
    """Yield the names of the files that are old enough, known or not; links and what is no file are left alone."""
    root = Path(default_storage.path(""))
    for path in sorted((root / _FOLDER).rglob("*")):
        if path.is_symlink() or not path.is_file():
            continue
        if at.timestamp() - path.stat().st_mtime >= YOUNGEST_STRAY.total_seconds():
            yield path.relative_to(root).as_posix()


def _unknown(names: list[str] | tuple[str, ...]) -> list[str]:
    known = set(Attachment.objects.filter(file__in=names).values_list("file", flat=True)) if names else set()
    return [name for name in names if name not in known]


def _state(row: Attachment) -> bool | None:
    """Return whether the file of a row is what was attached; None if it is missing."""
    digest = hashlib.sha256()
    try:
        with default_storage.open(str(row.file.name)) as file:
            for piece in file.chunks():
                digest.update(piece)
    except OSError:
        return None
    return digest.hexdigest() == row.sha256
