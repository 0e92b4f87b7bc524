"""Serve the scripts: start, stop, find or remove the local server."""

import sys
from pathlib import Path

from tracker.embedded_postgresql.cluster import Cluster, place_cluster
from tracker.embedded_postgresql.programs import EmbeddedPostgresqlError
from tracker.embedded_postgresql.server import ensure_running, remove, stop
from tracker.embedded_postgresql.watcher import watch

VAR = Path(__file__).resolve().parent.parent.parent / "var"


def main(arguments: list[str]) -> int:
    """Do what the first argument says; return the exit code."""
    verb = arguments[0] if arguments else ""
    try:
        if verb == "watch":
            watch(Path(arguments[1]))
            return 0
        return _serve(verb, place_cluster(VAR, source="auto", durable=True))
    except EmbeddedPostgresqlError as error:
        print(error, file=sys.stderr)
        return 1


def _serve(verb: str, cluster: Cluster) -> int:
    """Act on the durable cluster."""
    if verb == "start":
        print(f"PostgreSQL serves {cluster.data} at {ensure_running(cluster)}")
    elif verb == "stop":
        print("stopped" if stop(cluster) else "was not running")
    elif verb == "where":
        print(cluster.folder)
    elif verb == "remove":
        remove(cluster)
        print(f"removed {cluster.folder}")
    else:
        print("Say start, stop, where or remove.", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
