"""Delete the local database and what was made with it, after asking."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


def main() -> int:
    """Ask, delete, and say what comes next."""
    from tracker.embedded_postgresql.__main__ import VAR
    from tracker.embedded_postgresql.cluster import place_cluster
    from tracker.embedded_postgresql.programs import EmbeddedPostgresqlError
    from tracker.embedded_postgresql.server import remove

    clusters = [place_cluster(VAR, source="auto", durable=True)]
    clusters += [place_cluster(VAR, source=source, durable=False) for source in ("auto", "system", "wheel")]
    answer = os.environ.get("CONFIRM", "")
    if answer != "yes":
        if not sys.stdin.isatty():
            print("Nothing was deleted. To delete the local database: make reset CONFIRM=yes", file=sys.stderr)
            return 1
        print(f"This deletes the local database in {clusters[0].folder}, with everything typed into it,")
        print("and the one of the demonstration, if there is one.")
        answer = input("Type yes to delete it: ")
    if answer != "yes":
        print("Nothing was deleted.")
        return 1
    try:
        for cluster in clusters:
            remove(cluster)
    except (EmbeddedPostgresqlError, OSError) as error:
        print(f"Not everything could be deleted: {error}", file=sys.stderr)
        return 1
    print("The local database is deleted; make run makes a new one.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
