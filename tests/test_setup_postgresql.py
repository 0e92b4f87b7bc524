"""The embedded server: started, shared, stopped, and started again after a crash."""

import os
import pwd
import signal
import subprocess
import sys
import textwrap
import time
from collections import namedtuple
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from tracker.embedded_postgresql import cluster as cluster_module
from tracker.embedded_postgresql import programs, server
from tracker.embedded_postgresql.cluster import Cluster, place_cluster
from tracker.embedded_postgresql.programs import EmbeddedPostgresqlError, Programs, find_programs

ROOT = Path(__file__).resolve().parent.parent
DiskUsage = namedtuple("DiskUsage", "total used free")


@pytest.fixture
def cluster(tmp_path_factory):
    """A throw-away cluster in a folder with a space in its name, short enough for a socket."""
    folder = Path(f"/var/tmp/itt {os.getpid()} {time.monotonic_ns()}")
    cluster = Cluster(folder=folder, source="wheel", durable=False)
    yield cluster
    server.remove(cluster)


def ask(socket: str, question: str) -> object:
    with psycopg.connect(host=socket, user="tracker", dbname="tracker", autocommit=True) as connection:
        row = connection.execute(question).fetchone()
        assert row is not None
        return row[0]


def server_pid(cluster: Cluster) -> int:
    return int((cluster.data / "postmaster.pid").read_text().splitlines()[0])


def forget(cluster: Cluster) -> None:
    """Behave as a new process would: know nothing of a server started before."""
    server._sockets.pop(cluster.folder, None)


def wait_until_gone(pid: int) -> None:
    for _ in range(400):
        try:
            os.kill(pid, 0)
            os.waitpid(pid, os.WNOHANG)
        except ProcessLookupError:
            return
        except ChildProcessError:
            pass
        time.sleep(0.02)
    pytest.fail(f"process {pid} is still there")


def test_ensure_running_starts_a_server_that_answers_on_a_socket_only(cluster):
    socket = server.ensure_running(cluster)
    assert ask(socket, "SHOW listen_addresses") == ""
    assert ask(socket, "SHOW server_encoding") == "UTF8"
    assert ask(socket, "SELECT 99999999999999.99::numeric") is not None
    assert Path(socket).stat().st_mode & 0o777 == 0o700


def test_ensure_running_a_second_time_uses_the_same_server(cluster):
    first = server.ensure_running(cluster)
    pid = server_pid(cluster)
    forget(cluster)
    assert server.ensure_running(cluster) == first
    assert server_pid(cluster) == pid


def test_ensure_running_after_kill_9_finds_the_data_again(cluster):
    cluster = replace(cluster, durable=True)
    socket = server.ensure_running(cluster)
    with psycopg.connect(host=socket, user="tracker", dbname="tracker", autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS value")
    pid = server_pid(cluster)
    os.kill(pid, signal.SIGKILL)
    wait_until_gone(pid)
    assert (cluster.data / "postmaster.pid").exists()
    forget(cluster)
    assert ask(server.ensure_running(cluster), "SELECT value FROM kept") == 7


def test_ensure_running_with_a_pid_file_that_names_another_program_starts_all_the_same(cluster):
    server.ensure_running(cluster)
    lines = (cluster.data / "postmaster.pid").read_text().splitlines()
    server.stop(cluster)
    other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        (cluster.data / "postmaster.pid").write_text("\n".join([str(other.pid), *lines[1:]]) + "\n")
        forget(cluster)
        assert ask(server.ensure_running(cluster), "SELECT 1") == 1
        assert server_pid(cluster) != other.pid
    finally:
        other.kill()
        other.wait()


def test_ensure_running_after_a_crash_that_nobody_collected_starts_all_the_same(cluster):
    """A dead process whose parent never asks for its exit code keeps its number: containers are full of them."""
    socket = Path(server.ensure_running(cluster))
    lines = (cluster.data / "postmaster.pid").read_text().splitlines()
    server.stop(cluster)
    dead = subprocess.Popen([sys.executable, "-c", "pass"])
    os.waitid(os.P_PID, dead.pid, os.WEXITED | os.WNOWAIT)
    try:
        (cluster.data / "postmaster.pid").write_text("\n".join([str(dead.pid), *lines[1:]]) + "\n")
        (socket / ".s.PGSQL.5432.lock").write_text("\n".join([str(dead.pid), *lines[1:5]]) + "\n")
        forget(cluster)
        assert ask(server.ensure_running(cluster), "SELECT 1") == 1
    finally:
        dead.wait()


def test_serving_socket_of_a_server_on_another_folder_is_none(cluster):
    server.ensure_running(cluster)
    other = Cluster(folder=cluster.folder / "other", source="wheel", durable=False)
    other.data.mkdir(parents=True)
    (other.data / "postmaster.pid").write_text((cluster.data / "postmaster.pid").read_text())
    assert server.serving_socket(other) is None


def test_ensure_running_from_two_processes_at_once_starts_one_server(cluster):
    program = textwrap.dedent(
        """
        import sys
        from pathlib import Path
        from tracker.embedded_postgresql.cluster import Cluster
        from tracker.embedded_postgresql.server import ensure_running
        cluster = Cluster(folder=Path(sys.argv[1]), source="wheel", durable=False)
        print(ensure_running(cluster), (cluster.data / "postmaster.pid").read_text().split()[0])
        """
    )
    command = [sys.executable, "-c", program, str(cluster.folder)]
    both = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    answers = {process.communicate(timeout=60)[0] for process in both}
    assert [process.returncode for process in both] == [0, 0]
    assert len(answers) == 1


def test_the_watcher_stops_a_server_whose_users_were_killed(cluster, monkeypatch):
    from tracker.embedded_postgresql import watcher

    monkeypatch.setattr(watcher, "SECONDS_BETWEEN_LOOKS", 0.05)
    monkeypatch.setattr(watcher, "SECONDS_TO_LINGER", 0.1)
    monkeypatch.setattr(server, "_watch", lambda cluster: None)
    server.ensure_running(cluster)
    pid = server_pid(cluster)
    os.close(server._held.pop(cluster.folder))  # as the kernel does when a process ends
    forget(cluster)
    watcher.watch(cluster.folder)
    wait_until_gone(pid)
    assert server.serving_socket(cluster) is None


def test_a_long_path_gets_a_short_folder_for_its_socket(cluster):
    long = Cluster(folder=cluster.folder / ("x" * 90), source="wheel", durable=False)
    socket = server.ensure_running(long)
    try:
        assert len(os.fsencode(f"{socket}/.s.PGSQL.5432")) <= 107
        assert ask(socket, "SELECT 1") == 1
    finally:
        server.stop(long)
        Path(socket).rmdir()


def test_a_data_folder_of_another_version_names_the_version_and_the_cure(cluster):
    cluster.data.mkdir(parents=True)
    (cluster.data / "PG_VERSION").write_text("13\n")
    with pytest.raises(EmbeddedPostgresqlError, match=r"made by PostgreSQL 13.*make reset"):
        server.ensure_running(cluster)


def test_no_programs_at_all_names_the_cure(monkeypatch):
    monkeypatch.setattr(programs, "_system_folders", list)
    monkeypatch.setattr(programs, "_wheel_folders", list)
    with pytest.raises(EmbeddedPostgresqlError, match=r"make install.*DATABASE_URL"):
        find_programs("auto")


def test_too_little_room_says_how_much_is_needed(cluster, monkeypatch):
    monkeypatch.setattr("shutil.disk_usage", lambda path: DiskUsage(0, 0, 5 * 1024**2))
    with pytest.raises(EmbeddedPostgresqlError, match="5 MB free, 200 MB needed"):
        server.ensure_running(cluster)
    assert not cluster.data.exists()


def test_a_folder_that_cannot_be_written_names_its_owner(tmp_path):
    (tmp_path / "var").write_text("a file where the folder should be")
    with pytest.raises(EmbeddedPostgresqlError, match=r"cannot be kept in .*chown.*DATABASE_URL"):
        server.ensure_running(Cluster(folder=tmp_path / "var" / "postgresql"))


def test_the_machines_server_comes_before_the_wheels(monkeypatch):
    found = {
        "system": [Programs(folder=Path("/usr/lib/postgresql/15/bin"), major=15, source="system")],
        "wheel": [Programs(folder=Path("/wheel/bin"), major=18, source="wheel")],
    }
    monkeypatch.setattr(programs, "_newest_first", lambda folders, source: found[source])
    assert find_programs("auto").major == 15
    assert find_programs("wheel").major == 18
    assert find_programs("auto", major=18).source == "wheel"


def test_copied_programs_start_a_server(cluster):
    wheel = find_programs("wheel")
    cluster.folder.mkdir(parents=True)
    copied = programs.copy_programs(wheel, cluster.folder / "programs")
    assert copied.major == wheel.major
    assert subprocess.run([copied.postgres, "--version"], capture_output=True, check=True).stdout
    assert subprocess.run([copied.initdb, "--version"], capture_output=True, check=True).stdout


def test_place_cluster_moves_where_the_servers_account_cannot_go(tmp_path, monkeypatch):
    monkeypatch.setattr(cluster_module, "server_account", lambda data: pwd.getpwuid(os.getuid()))
    monkeypatch.setattr(cluster_module, "can_enter", lambda folder, account: False)
    moved = place_cluster(tmp_path / "var", source="auto", durable=True)
    assert moved.folder.parent.parent == Path("/var/lib/investment-target-tracker")
    monkeypatch.setattr(cluster_module, "can_enter", lambda folder, account: True)
    assert place_cluster(tmp_path / "var", source="auto", durable=True).folder == tmp_path / "var" / "postgresql"
