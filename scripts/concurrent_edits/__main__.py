"""Let many people edit the same reports through the real site at once, and prove that no edit is lost or unanswered.

    .venv/bin/python scripts/concurrent_edits --edits 10000 --threads 8

A scratch database on the throw-away embedded server is made, served by gunicorn as in production, and dropped at the
end. Clerks type figures into single reports or into the table of all of them, paste blocks, press Save twice, undo,
submit, take back and correct, often from pages that others have changed since; one approver approves and returns; one
keeper closes and opens the quarter. What a page shows is held against what it takes for seen, and at the end every
answer that anybody got against the trail. An edit is one typed or pasted cell in one POST. docs/operations.md.
"""

import argparse
import os
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
# In the place of this folder, whose modules are those of a package.
sys.path[:1] = [str(ROOT), str(ROOT / "scripts")]

from concurrent_edits.clerk import Clerk  # noqa: E402  # found once the path says where
from concurrent_edits.judging import hold_against_the_trail, report  # noqa: E402
from concurrent_edits.office import Office  # noqa: E402
from concurrent_edits.scratch import refusal, scratch_database, served  # noqa: E402
from concurrent_edits.table_clerk import TableClerk  # noqa: E402
from concurrent_edits.world import World, made_world  # noqa: E402


def edit(world: World, threads: int) -> None:
    """Let everybody work until all edits are made."""
    clerks = [(TableClerk if number % 4 == 0 else Clerk)(world, number) for number in range(threads)]
    offices = [Office(world, "approver"), Office(world, "keeper")]
    start = shown = time.monotonic()
    for person in (*clerks, *offices):
        person.start()
    while any(clerk.is_alive() for clerk in clerks):
        time.sleep(0.5)
        if time.monotonic() - shown > 60:
            shown = time.monotonic()
            print(f"  {world.counts['edits']} of {world.edits} after {shown - start:.0f} s", flush=True)
    world.finished.set()
    for office in offices:
        office.join()
    world.counts["seconds"] = round(time.monotonic() - start)


def main() -> int:
    """Make the scratch site, let people edit, hold everything against the trail, and say what came of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--edits", type=int, default=10_000, help="cells to type or paste (default: %(default)s)")
    parser.add_argument("--threads", type=int, default=8, help="clerks at work at once (default: %(default)s)")
    parser.add_argument("--workers", type=int, default=2, help="processes of the server (default: %(default)s)")
    asked = parser.parse_args()
    if sentence := refusal():
        print(sentence, file=sys.stderr)
        return 2
    os.environ["DJANGO_SETTINGS_MODULE"] = "tracker.settings"
    os.environ["TEST_DATABASE_NAME"] = f"concurrent_edits_{os.getpid()}"
    import django

    import tests.environment  # noqa: F401  # the test mode, with the throw-away server

    django.setup()
    from django.conf import settings
    from django.db import connection

    if not settings.TESTING or "EMBEDDED_CLUSTER" not in settings.DATABASES["default"]:
        print("A file .env names a database; this needs the embedded server. Run it without that.", file=sys.stderr)
        return 2
    print("Making a scratch database …", flush=True)
    with scratch_database() as database, served(database, asked.workers) as address:
        world = made_world(address, asked.edits, asked.threads)
        print(f"{asked.threads} clerks, an approver and a keeper work at {address} …", flush=True)
        edit(world, asked.threads)
        hold_against_the_trail(world)
        connection.close()
    return report(world)


if __name__ == "__main__":
    sys.exit(main())
