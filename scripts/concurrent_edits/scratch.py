"""A scratch database on the throw-away embedded server, served as in production."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent.parent
STARTING_SECONDS: Final = 60


@contextmanager
def scratch_database() -> Iterator[str]:
    """Make a database of our own on the throw-away server, and drop it at the end; yield its name."""
    from django.db import connection

    before = connection.settings_dict["NAME"]
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield name
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)


@contextmanager
def served(database: str, workers: int) -> Iterator[str]:
    """Serve the database by gunicorn, as docs/operations.md says; yield the address."""
    from django.db import connection

    listener = socket.create_server(("127.0.0.1", 0))
    listener.set_inheritable(True)
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    command = [sys.executable, "-m", "gunicorn", "tracker.wsgi", f"--bind=fd://{listener.fileno()}"]
    command += ["--worker-class=gthread", f"--workers={workers}", "--threads=4", "--no-control-socket"]
    environment = {
        **os.environ,
        # Without a host in the address, the socket's folder comes from PGHOST.
        "DATABASE_URL": f"postgresql://tracker@/{database}",
        "PGHOST": connection.settings_dict["HOST"],
        "DATABASE_POOL": "true",
    }
    server = subprocess.Popen(
        [*command, "--log-level=warning"], cwd=ROOT, env=environment, pass_fds=[listener.fileno()]
    )
    try:
        yield address
    finally:
        server.terminate()
        server.wait(timeout=STARTING_SECONDS)
        listener.close()


def refusal() -> str:
    """Return why this must not run here; empty if it may."""
    if os.environ.get("TRACKER_MODE", "local") == "production":
        return "TRACKER_MODE is production; this makes figures up. Run it on a desk, without TRACKER_MODE."
    if os.environ.get("DATABASE_URL"):
        return "DATABASE_URL names a database; this makes one of its own. Run it without DATABASE_URL."
    return ""
