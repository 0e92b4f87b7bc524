"""Tell how far a long piece of work has come, and hear whether somebody wants it stopped, beside its transaction."""

import threading
from collections.abc import Callable
from datetime import datetime
from types import TracebackType
from typing import Final, Self

from django.db import DatabaseError, connection

from tracker.actions.importing.saving import ImportStoppedError
from tracker.models import FileImport

_SECONDS_BETWEEN: Final = 0.5


class Beats:
    """A thread with a connection of its own that writes the rows done every half second.

    What the work itself writes is seen by nobody before its transaction ends; this is seen at once. The work calls
    `done` now and then, which raises `ImportStoppedError` once somebody has asked to cancel.
    """

    def __init__(self, file_import: FileImport, now: Callable[[], datetime]) -> None:
        self._key = file_import.pk
        self._now = now
        self._done = self._known = 0
        self._stop = threading.Event()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="beats of an import", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join()

    def known(self, rows: int) -> None:
        """Say how many rows there are in all."""
        self._known = rows

    def done(self, rows: int) -> None:
        """Say how many rows are done.

        :raises ImportStoppedError: if somebody has asked to cancel.
        """
        self._done = rows
        if self._stop.is_set():
            raise ImportStoppedError

    def _run(self) -> None:
        try:
            while not self._ended.wait(_SECONDS_BETWEEN):
                self._beat()
        finally:
            connection.close()

    def _beat(self) -> None:
        try:
            row = FileImport.objects.filter(pk=self._key)
            row.update(rows_done=self._done, rows_known=self._known, beat_at=self._now())
            if row.values_list("cancel_asked", flat=True).first():
                self._stop.set()
        except DatabaseError:
            # The work itself meets the same database and says what is wrong with it; how far it has come can wait.
            connection.close()
