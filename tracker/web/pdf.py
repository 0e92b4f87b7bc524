"""Turn a sheet into a PDF file where this server can: by WeasyPrint, in a process of its own."""

import os
import subprocess
import sys
from ctypes import CDLL
from functools import cache
from importlib.util import find_spec
from threading import BoundedSemaphore
from typing import Final

from django.conf import settings

from tracker.web import pdf_worker

PACKAGES: Final = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation"
"""What Debian calls the libraries and the letters that WeasyPrint needs."""
_LIBRARIES: Final = (
    "libgobject-2.0.so.0",
    "libpango-1.0.so.0",
    "libpangoft2-1.0.so.0",
    "libharfbuzz.so.0",
    "libharfbuzz-subset.so.0",
    "libfontconfig.so.1",
)
_SECONDS: Final = 30
"""How long a sheet may take, the start of its process included."""
_MOST_CHARACTERS: Final = 2_000_000
_MOST_BYTES: Final = 10_000_000
_PATIENCE: Final = 10
"""How long, in seconds, somebody waits for the one sheet that this process writes at a time."""
_turn: Final = BoundedSemaphore(1)


class PdfUnavailableError(Exception):
    """This server has no WeasyPrint, or lacks a library of the system."""


class PdfBusyError(Exception):
    """Others' sheets are being written, or this one took too long; a second try may do."""


@cache
def is_available() -> bool:
    """Return whether this server can write PDF files; asked once for each process."""
    if find_spec("weasyprint") is None:
        return False
    try:
        for name in _LIBRARIES:
            CDLL(name)
    except OSError:
        return False
    return True


def pdf_of(page: str) -> bytes:
    """Return a page as a PDF file. It may name style sheets and fonts of the static folder, and nothing else.

    :raises PdfUnavailableError: if this server cannot write PDF files.
    :raises PdfBusyError: if it took too long.
    :raises RuntimeError: if the page is no sheet: too long, or it names something that is not ours.
    """
    if not is_available():
        raise PdfUnavailableError
    if len(page) > _MOST_CHARACTERS:
        raise RuntimeError(f"A sheet of {len(page)} characters is too long.")
    if not _turn.acquire(timeout=_PATIENCE):
        raise PdfBusyError
    try:
        answer = subprocess.run(
            [sys.executable, "-m", pdf_worker.__name__, str(settings.BASE_DIR / "static")],
            cwd=settings.BASE_DIR,
            # Neither the secret key nor the database's password: a writer of sheets has no use for them.
            env={name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ},
            input=page.encode(),
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise PdfBusyError from error
    finally:
        _turn.release()
    if answer.returncode == pdf_worker.UNAVAILABLE:
        raise PdfUnavailableError(answer.stderr.decode(errors="replace"))
    if answer.returncode or not answer.stdout.startswith(b"%PDF-") or len(answer.stdout) > _MOST_BYTES:
        raise RuntimeError(answer.stderr.decode(errors="replace")[-2000:] or "No PDF file was written.")
    return answer.stdout
