"""A primary and its streaming replica, started for a test on servers of their own."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from tracker.embedded_postgresql import server
from tracker.embedded_postgresql.accounts import run_as, server_account
from tracker.embedded_postgresql.cluster import Cluster, make_folder
from tracker.embedded_postgresql.programs import Source

SECONDS_TO_WAIT = 30


def wait_until(holds: Callable[[], object], what: str) -> None:
    """Wait for a condition; fail where it does not come about."""
    deadline = time.monotonic() + SECONDS_TO_WAIT
    while not holds():
        assert time.monotonic() < deadline, f"In {SECONDS_TO_WAIT} seconds it did not come about that {what}."
        time.sleep(0.01)


class Pair:
    """Two servers; the second replays what the first commits."""

    def __init__(self, folder: Path) -> None:
        source: Source = os.environ.get("EMBEDDED_POSTGRESQL", "wheel")  # type: ignore[assignment]
        self.primary = Cluster(folder=folder / "primary", source=source, durable=False)
        self.replica = Cluster(folder=folder / "replica", source=source, durable=False)
        self.primary_socket = server.ensure_running(self.primary)
        # The throw-away server does not wait for its log to be written: let that be soon, and nothing else write to it.
        for said in ("wal_writer_delay = 10", "autovacuum = off"):
            self._tell(self.primary_socket, f"ALTER SYSTEM SET {said}")
        self._tell(self.primary_socket, "SELECT pg_reload_conf()")

    def start_replica(self) -> str:
        """Copy the primary if there is no copy, and let it replay; return its socket folder."""
        if not self.replica.data.exists():
            self._copy()
        server._sockets.pop(self.replica.folder, None)
        self.replica_socket = server.ensure_running(self.replica)
        return self.replica_socket

    def _copy(self) -> None:
        make_folder(self.replica)
        account = server_account(self.primary.data)
        data = self.replica.data
        data.mkdir(mode=0o700)
        if account:
            os.chown(data, account.pw_uid, account.pw_gid)
        programs = server._reachable_programs(self.primary, account)
        command = [str(programs.folder / "pg_basebackup"), "-D", str(data), "-h", self.primary_socket, "-U", "tracker"]
        command += ["--write-recovery-conf", "--checkpoint=fast", "--no-sync"]
        answer = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/", **run_as(account))
        assert answer.returncode == 0, answer.stderr
        with (data / "postgresql.auto.conf").open("a") as settings:
            # Replay waits for no query: what stands in its way is cancelled at once.
            settings.write("max_standby_streaming_delay = 0\nwal_retrieve_retry_interval = 100\n")

    def kill_replica(self) -> None:
        """End the replica as a loss of power does."""
        pid = int((self.replica.data / "postmaster.pid").read_text().splitlines()[0])
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda: server.serving_socket(self.replica) is None, "the replica is gone")

    def ask_primary(self, question: str) -> Any:
        """Return the first value of an answer."""
        return self._ask(self.primary_socket, question)

    def ask_replica(self, question: str) -> Any:
        """Return the first value of an answer."""
        return self._ask(self.replica_socket, question)

    def _ask(self, socket: str, question: str) -> Any:
        with psycopg.connect(host=socket, user="tracker", dbname="tracker", autocommit=True) as connection:
            row = connection.execute(question).fetchone()
            assert row is not None
            return row[0]

    def _tell(self, socket: str, statement: str) -> None:
        with psycopg.connect(host=socket, user="tracker", dbname="tracker", autocommit=True) as connection:
            connection.execute(statement)

    def catch_up(self) -> None:
        """Wait until the replica has replayed all that the primary has written."""
        place = self.ask_primary("SELECT pg_current_wal_insert_lsn()::text")
        # One more commit: where a page of the log has just ended, the next record begins after that page's head.
        self.ask_primary("SELECT pg_current_xact_id()::text")
        wait_until(
            lambda: self.ask_replica(f"SELECT pg_last_wal_replay_lsn() >= '{place}'"), "the replica has caught up"
        )

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Let nothing more arrive at the replica, which has everything that the primary has written until now."""
        wait_until(self._pause_with_everything, "the replay pauses and lacks nothing")
        try:
            yield
        finally:
            self.ask_replica("SELECT pg_wal_replay_resume()::text")

    def _pause_with_everything(self) -> bool:
        # What the server writes of itself, and the commit that `catch_up` adds, may come after the place waited for.
        self.catch_up()
        self.ask_replica("SELECT pg_wal_replay_pause()::text")
        wait_until(lambda: self.ask_replica("SELECT pg_get_wal_replay_pause_state()") == "paused", "the replay pauses")
        place = self.ask_primary("SELECT pg_current_wal_insert_lsn()::text")
        if self.ask_replica(f"SELECT pg_last_wal_replay_lsn() >= '{place}'"):
            return True
        self.ask_replica("SELECT pg_wal_replay_resume()::text")
        return False

    def remove(self) -> None:
        """Stop both and delete their data."""
        for cluster in (self.replica, self.primary):
            server.remove(cluster)
        shutil.rmtree(self.primary.folder.parent, ignore_errors=True)
