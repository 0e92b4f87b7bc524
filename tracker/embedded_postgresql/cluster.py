"""Say where a server keeps its data, and how it is run."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from tracker.embedded_postgresql.accounts import can_enter, nearest_existing, owner_of, server_account
from tracker.embedded_postgresql.programs import EmbeddedPostgresqlError, Source


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """One server: the folder everything of it lies in, and how it is run.

    `durable` is false for the throw-away server of the tests, which does not wait for the disk. `database` is the one
    that is made on it unless it is there; another process may use another one of the same server.
    """

    folder: Path
    source: Source = "auto"
    durable: bool = True
    database: str = "tracker"

    @property
    def data(self) -> Path:
        """Return the folder that PostgreSQL itself makes and owns."""
        return self.folder / "data"

    @property
    def log(self) -> Path:
        """Return the file the server writes its messages to."""
        return self.folder / "server.log"


def place_cluster(var: Path, *, source: Source, durable: bool, database: str = "tracker") -> Cluster:
    """Choose the folder of a cluster: below `var`, unless root's server user could not reach it there.

    Throw-away clusters are kept apart by source, so that the tests can run on both kinds of server.
    """
    name = "postgresql" if durable else f"postgresql-scratch-{source}"
    folder = var / name
    account = server_account(folder / "data")
    if account and not can_enter(nearest_existing(folder), account):
        digest = hashlib.sha256(str(var).encode()).hexdigest()[:12]
        folder = Path("/var/lib/investment-target-tracker") / digest / name
    return Cluster(folder=folder, source=source, durable=durable, database=database)


def make_folder(cluster: Cluster) -> None:
    """Make the cluster's folder: entered by the server's user, written by nobody else."""
    try:
        cluster.folder.mkdir(parents=True, exist_ok=True)
        if server_account(cluster.data):
            cluster.folder.chmod(0o711)
        with (cluster.folder / "start.lock").open("a"):
            pass
    except OSError as error:
        existing = nearest_existing(cluster.folder)
        owner = owner_of(existing)
        raise EmbeddedPostgresqlError(
            f"The local database cannot be kept in {cluster.folder}: {error.strerror} ({existing} "
            f"belongs to {owner}). Run as {owner}, or take the folder over (chown), or set DATABASE_URL."
        ) from error


def pid_file_lines(cluster: Cluster) -> list[str]:
    """Return the lines of `postmaster.pid`: process, data folder, start, port, socket folder …; none if absent."""
    try:
        return (cluster.data / "postmaster.pid").read_text().splitlines()
    except OSError:
        return []
