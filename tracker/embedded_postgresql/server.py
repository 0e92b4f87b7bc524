"""Keep one server running for a data folder, shared by every process that uses it."""

import contextlib
import fcntl
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg

from tracker.embedded_postgresql.accounts import can_enter, run_as, server_account
from tracker.embedded_postgresql.cluster import Cluster, make_folder, pid_file_lines
from tracker.embedded_postgresql.programs import (
    EmbeddedPostgresqlError,
    Programs,
    copy_programs,
    find_programs,
)

USER = "tracker"
SOCKET_NAME = ".s.PGSQL.5432"
LONGEST_SOCKET_PATH = 107  # bytes; the kernel's limit for the address of a Unix socket
NEEDED_BYTES = 200 * 1024 * 1024  # a new data folder with its write-ahead log takes about 40 MB; the rest is room
SECONDS_TO_START = 60


_held: dict[Path, int] = {}  # the locks by which this process says that it uses a server
_sockets: dict[Path, str] = {}


def ensure_running(cluster: Cluster) -> str:
    """Start the server unless it runs, hold it for as long as this process lives, and return its socket folder.

    :raises EmbeddedPostgresqlError: if it cannot be started, with the reason and the cure.
    """
    known = _sockets.get(cluster.folder)
    if known and Path(known, SOCKET_NAME).exists():
        return known
    make_folder(cluster)
    with _locked(cluster.folder / "start.lock"):
        _hold(cluster)
        socket = serving_socket(cluster)
        if socket is None:
            socket = _start(cluster)
        _create_database(socket, cluster.database)
        _watch(cluster)
    _sockets[cluster.folder] = socket
    return socket


def keep_holding_after_exec() -> None:
    """Let the program that replaces this process hold the servers on."""
    for descriptor in _held.values():
        os.set_inheritable(descriptor, True)


def serving_socket(cluster: Cluster) -> str | None:
    """Return the socket folder if a server really serves this data folder now, otherwise None.

    The PID in `postmaster.pid` proves nothing after a crash: the server itself is asked which folder it serves.
    """
    lines = pid_file_lines(cluster)
    if len(lines) < 5 or not lines[4]:
        return None
    try:
        with _connect(lines[4], "postgres") as connection:
            row = connection.execute("SHOW data_directory").fetchone()
    except psycopg.Error:
        return None
    return lines[4] if row and Path(row[0]).resolve() == cluster.data.resolve() else None


def stop(cluster: Cluster) -> bool:
    """Stop the server; return whether one was running."""
    if serving_socket(cluster) is None:
        return False
    pid = int(pid_file_lines(cluster)[0])
    os.kill(pid, signal.SIGINT)  # the "fast" shutdown: open transactions are rolled back, the data is written
    for _ in range(SECONDS_TO_START * 20):
        if not (cluster.data / "postmaster.pid").exists():
            return True
        time.sleep(0.05)
    raise EmbeddedPostgresqlError(f"The server of {cluster.data} (process {pid}) does not stop. See {cluster.log}.")


def remove(cluster: Cluster) -> None:
    """Stop the server and delete its data."""
    if cluster.folder.exists():
        with _locked(cluster.folder / "start.lock"):
            stop(cluster)
            # Renamed first: a watcher that is just coming up would otherwise put its lock into the folder meanwhile.
            doomed = cluster.folder.rename(cluster.folder.with_name(f"{cluster.folder.name}.removed-{os.getpid()}"))
            shutil.rmtree(doomed)
    _sockets.pop(cluster.folder, None)
    if cluster.folder in _held:
        os.close(_held.pop(cluster.folder))


def _start(cluster: Cluster) -> str:
    """Start the server on its data folder, made first if there is none, and return the socket folder."""
    account = server_account(cluster.data)
    programs = _reachable_programs(cluster, account)
    if not (cluster.data / "PG_VERSION").exists():
        _make_data_folder(cluster, programs, account)
    socket = _socket_folder(cluster, account)
    options = {
        "listen_addresses": "",
        "unix_socket_directories": socket,
        "unix_socket_permissions": "0700",
        "max_connections": "100",
        "timezone": "UTC",
        "log_timezone": "UTC",
    }
    if not cluster.durable:
        options |= {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
    command = [programs.postgres, "-D", str(cluster.data)]
    for name, value in options.items():
        command += ["-c", f"{name}={value}"]
    deadline = time.monotonic() + SECONDS_TO_START
    while not _comes_up(cluster, command, account, deadline):
        # What is left of a killed server ends within moments; until then its memory keeps the folder.
        if time.monotonic() > deadline or "still in use" not in _last_words(cluster.log):
            break
        time.sleep(0.2)
    else:
        return socket
    raise EmbeddedPostgresqlError(
        f"The local PostgreSQL did not start on {cluster.data}. Its last words: {_last_words(cluster.log)} "
        f"(all of them: {cluster.log}). `make reset` starts afresh and deletes the local database."
    )


def _comes_up(cluster: Cluster, command: list[str], account: pwd.struct_passwd | None, deadline: float) -> bool:
    """Run the server and wait until it answers; return False if it ends or the deadline passes."""
    _disarm_pid_file(cluster)
    with cluster.log.open("ab") as log:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            cwd="/",
            **run_as(account),
        )
    while time.monotonic() < deadline and process.poll() is None:
        if serving_socket(cluster) is not None:
            process.returncode = 0  # it outlives this process on purpose: no warning about a child left behind
            return True
        time.sleep(0.03)
    return False


def _reachable_programs(cluster: Cluster, account: pwd.struct_passwd | None) -> Programs:
    """Choose the programs and copy them if the server's user cannot reach them where they lie."""
    version = cluster.data / "PG_VERSION"
    major = int(version.read_text().strip()) if version.exists() else None
    programs = find_programs(cluster.source, major=major)
    if account and not can_enter(programs.folder, account):
        return copy_programs(programs, cluster.folder / "programs")
    return programs


def _make_data_folder(cluster: Cluster, programs: Programs, account: pwd.struct_passwd | None) -> None:
    """Run initdb into a folder beside the final one, so that a broken-off run leaves nothing half made."""
    free = shutil.disk_usage(cluster.folder).free
    if free < NEEDED_BYTES:
        raise EmbeddedPostgresqlError(
            f"There is too little room for the local database in {cluster.folder}: {free // 1024**2} MB free, "
            f"{NEEDED_BYTES // 1024**2} MB needed. Make room, or set DATABASE_URL to another server."
        )
    partial = cluster.data.with_name("data.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(mode=0o700)
    if account:
        os.chown(partial, account.pw_uid, account.pw_gid)
    # Sorting and searching never lean on the server's locale (search_key and sort_key columns do that work), so
    # the plainest one is taken: from version 17 on the server's own, before that the C library's.
    locale = ["--locale-provider=builtin", "--locale=C.UTF-8"] if programs.major >= 17 else ["--locale=C.UTF-8"]
    command = [programs.initdb, "-D", str(partial), "-U", USER, "--auth=trust", "--encoding=UTF8", *locale]
    command += ["--no-sync"] if not cluster.durable else []
    answer = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/", **run_as(account))
    if answer.returncode:
        shutil.rmtree(partial, ignore_errors=True)
        raise EmbeddedPostgresqlError(
            f"initdb of PostgreSQL {programs.major} could not make {cluster.data}: {answer.stderr.strip()[-500:]}"
        )
    partial.rename(cluster.data)


def _disarm_pid_file(cluster: Cluster) -> None:
    """Put our own number into a `postmaster.pid` whose process does not serve this folder any more.

    After a crash the number may be another program's, or that of a dead process nobody has collected; PostgreSQL
    would refuse to start. It passes over its parent's number, and then still looks whether an orphan of the old
    server uses the memory that the file names, which deleting the file would keep it from doing.
    """
    lines = pid_file_lines(cluster)
    if len(lines) < 5 or not lines[0].strip().isdigit() or not Path("/proc/self").exists():
        return
    try:
        serves = Path(f"/proc/{lines[0].strip()}/cwd").readlink() == cluster.data.resolve()
    except FileNotFoundError:
        serves = False
    except OSError:  # somebody else's process, which PostgreSQL tells apart itself
        return
    if not serves:
        (cluster.data / "postmaster.pid").write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
        # The lock beside the socket says no more than this file did, and would keep the server from starting too.
        Path(lines[4], f"{SOCKET_NAME}.lock").unlink(missing_ok=True)


def _socket_folder(cluster: Cluster, account: pwd.struct_passwd | None) -> str:
    """Make the private folder of the socket: in the cluster's folder, or in a short one if that path is too long."""
    path = cluster.folder / "socket"
    if len(os.fsencode(path / SOCKET_NAME)) > LONGEST_SOCKET_PATH - len(".lock"):
        path = Path(tempfile.mkdtemp(prefix="itt-", dir=os.sep + "tmp"))  # mkdtemp makes it private
    path.mkdir(mode=0o700, exist_ok=True)
    path.chmod(0o700)
    if account:
        os.chown(path, account.pw_uid, account.pw_gid)
    return str(path)


def _create_database(socket: str, name: str) -> None:
    """Create the database of the project, or of its demonstration, unless it is there."""
    with _connect(socket, "postgres") as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(f'CREATE DATABASE "{name}" OWNER "{USER}"')


def _connect(socket: str, database: str) -> "psycopg.Connection[tuple[Any, ...]]":
    """Connect by the socket, outside of any transaction."""
    return psycopg.connect(host=socket, port=5432, user=USER, dbname=database, autocommit=True, connect_timeout=5)


def _hold(cluster: Cluster) -> None:
    """Say that this process uses the server: a shared lock, which the kernel lets go however the process ends."""
    if cluster.folder not in _held:
        # A bare descriptor: held until the process ends, with no object that complains of not being closed.
        descriptor = os.open(cluster.folder / "users.lock", os.O_CREAT | os.O_WRONLY, 0o600)
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        _held[cluster.folder] = descriptor


def _watch(cluster: Cluster) -> None:
    """Start the watcher that stops the server when nobody uses it any more; a second one ends by itself."""
    watcher = subprocess.Popen(
        [sys.executable, "-m", "tracker.embedded_postgresql", "watch", str(cluster.folder)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        cwd=Path(__file__).resolve().parent.parent.parent,
    )
    watcher.returncode = 0


def _last_words(log: Path) -> str:
    """Return the last lines of the server's messages."""
    return " | ".join(log.read_text(errors="replace").splitlines()[-5:]) if log.exists() else "none"


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold an exclusive lock on a file: starting and stopping happen one at a time."""
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
