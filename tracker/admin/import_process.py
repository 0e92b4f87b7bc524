"""Start the process that works on a long file; it goes on when the browser, or this server, is closed."""

import os
import subprocess
import sys

from django.conf import settings
from django.db import transaction

from tracker.models import FileImport


def start_process(file_import: FileImport) -> None:
    """Start it once the file's state is stored; where it cannot start, `manage.py run_imports` takes the file up."""
    transaction.on_commit(lambda: _start(str(file_import.key)))


def _start(key: str) -> None:
    program = str(settings.BASE_DIR / "manage.py")
    subprocess.Popen(
        [sys.executable, program, "run_imports", "--file", key],
        cwd=settings.BASE_DIR,
        env=os.environ.copy(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
