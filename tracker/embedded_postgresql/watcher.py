"""Stop a server when the last process that uses it has ended, however it ended."""

import fcntl
import time
from pathlib import Path

from tracker.embedded_postgresql.cluster import Cluster
from tracker.embedded_postgresql.server import serving_socket, stop

SECONDS_BETWEEN_LOOKS = 1
SECONDS_TO_LINGER = 20  # between two commands the server stays, which saves its start


def watch(folder: Path) -> None:
    """Wait until nobody has held the server for a while, then stop it; return at once if another watcher is there."""
    cluster = Cluster(folder=folder)
    try:
        own = (folder / "watcher.lock").open("w")
    except FileNotFoundError:  # removed before this process came up
        return
    with own:
        try:
            fcntl.flock(own, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        unused = 0
        while True:
            time.sleep(SECONDS_BETWEEN_LOOKS)
            if not folder.exists():
                return
            unused = 0 if _is_used(folder) else unused + SECONDS_BETWEEN_LOOKS
            if unused >= SECONDS_TO_LINGER and _stop_if_unused(cluster):
                return


def _is_used(folder: Path) -> bool:
    """Tell whether a process holds the server."""
    with (folder / "users.lock").open("w") as users:
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False


def _stop_if_unused(cluster: Cluster) -> bool:
    """Stop the server unless somebody has come in the meantime: nobody can come while the start lock is held."""
    with (cluster.folder / "start.lock").open("a") as start:
        fcntl.flock(start, fcntl.LOCK_EX)
        if _is_used(cluster.folder):
            return False
        if serving_socket(cluster):
            stop(cluster)
        return True
