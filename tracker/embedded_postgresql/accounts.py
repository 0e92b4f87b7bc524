"""Choose the account the server runs as: PostgreSQL refuses to run as root."""

import contextlib
import os
import pwd
import subprocess
from pathlib import Path
from typing import Any

from tracker.embedded_postgresql.programs import EmbeddedPostgresqlError

SERVICE_USERS = ("postgres", "nobody")  # whom root hands the server to, the first that exists


def server_account(data: Path) -> pwd.struct_passwd | None:
    """Return the account that root hands the server to, or None for everybody else, who runs it as himself.

    A data folder stays with the account that owns it.
    """
    if os.geteuid() != 0:
        return None
    if data.exists() and data.stat().st_uid != 0:
        return pwd.getpwuid(data.stat().st_uid)
    for name in SERVICE_USERS:
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise EmbeddedPostgresqlError(
        f"PostgreSQL does not run as root, and there is no account {' or '.join(SERVICE_USERS)} to run it as. "
        "Work as an ordinary user, or set DATABASE_URL."
    )


def run_as(account: pwd.struct_passwd | None) -> dict[str, Any]:
    """Return the arguments that make a subprocess run as another account."""
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}


def can_enter(folder: Path, account: pwd.struct_passwd) -> bool:
    """Tell whether an account can enter a folder: tried, not guessed from the bits, which access lists override."""
    command = ["/bin/sh", "-c", 'cd "$1"', "sh", str(folder)]
    return subprocess.run(command, capture_output=True, check=False, cwd="/", **run_as(account)).returncode == 0


def nearest_existing(path: Path) -> Path:
    """Return the nearest folder above that exists."""
    while not path.exists():
        path = path.parent
    return path


def owner_of(path: Path) -> str:
    """Return the name of the owner of a path, or the number if it has no name."""
    uid = path.stat().st_uid
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
