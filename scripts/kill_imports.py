"""Kill imports with -9 at random moments, and prove that each was saved whole or not at all.

    .venv/bin/python scripts/kill_imports.py --kills 100

A scratch database on the throw-away embedded server is made and dropped at the end. Each file states another number
in every row; a process of its own saves it, as the pages start it, and is killed. Then the figures, or with ``--kind
targets`` the drafts of targets, must be all new or all old, the file's state and its receipts must say which, the next
process must bring the rest home, and the trail must rebuild every table.
"""

import argparse
import os
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:1] = [str(ROOT), str(ROOT / "scripts")]

from concurrent_edits.scratch import refusal, scratch_database  # noqa: E402  # found once the path says where
from import_offices import OFFICES, OfficeOfFigures, OfficeOfTargets  # noqa: E402

Office = OfficeOfFigures | OfficeOfTargets


def checked_file(office: Office, number: int) -> Any:
    """Return a file that states the number in every row, compared and about to be saved."""
    from django.utils import timezone

    from tracker.actions.importing.filing import begin_work, confirm_columns, keep_file
    from tracker.actions.importing.reading import read_stored
    from tracker.actions.importing.running import check_file
    from tracker.models import ImportKind
    from tracker.progress.periods import Quarter

    kind = ImportKind(office.kind)
    quarter = Quarter.containing(timezone.localdate()).previous()
    kept = keep_file(
        kind=kind,
        name="scratch.csv",
        content=office.content(number),
        year=quarter.year,
        quarter=quarter if kind == ImportKind.FIGURES else None,
        source=None,
        language="en",
        by=office.by,
        at=timezone.now(),
    )
    confirm_columns(file_import=kept, mapping=office.mapping(kept), by=office.by)
    result = check_file(kept, read=read_stored, at=timezone.now())
    if not result.can_be_saved or result.question_count:
        raise RuntimeError(f"The file cannot be saved: {result.problems[:3]} {result.questions[:3]}")
    begin_work(file_import=kept, saving=True, by=office.by)
    return kept


def killed(kept: Any, database: str, seconds: float | None) -> float:
    """Let a process save the file and kill it after so many seconds, None: never; return how long it ran."""
    from django.db import connection

    environment = {
        **os.environ,
        "DATABASE_URL": f"postgresql://tracker@/{database}",
        "PGHOST": connection.settings_dict["HOST"],
        "TRACKER_MODE": "local",
    }
    command = [sys.executable, "manage.py", "run_imports", "--file", str(kept.key)]
    start = time.monotonic()
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    seconds_taken = time.monotonic() - start
    wait_for_sessions_to_end()
    return seconds_taken


def wait_for_sessions_to_end() -> None:
    """Wait until the database has noticed that the process is gone: a statement that ran goes on to its end first.

    :raises RuntimeError: if that takes more than half a minute.
    """
    from django.db import connection

    for _attempt in range(300):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            if cursor.fetchone()[0] == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("A session of a killed process does not end.")


def judged(office: Office, kept: Any, number: int) -> str:
    """Return whether the file is saved whole ("after") or not at all ("before"); anything else is what is wrong."""
    from tracker.models import FileImport, ImportState

    saved = FileImport.objects.get(pk=kept.pk).state == ImportState.SAVED
    new, receipts = office.saved(number, kept)
    if (saved, new, receipts) == (True, office.whole, office.whole):
        return "after"
    if (saved, new, receipts) == (False, 0, 0):
        return "before"
    return f"state saved: {saved}, {new} of {office.whole} rows new, {receipts} lines on receipts"


def main() -> int:
    """Kill as often as asked, judge each time, and say what came of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--kills", type=int, default=100, help="processes to kill (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="of the random moments (default: %(default)s)")
    parser.add_argument("--kind", choices=list(OFFICES), default="figures", help="what the files state")
    asked = parser.parse_args()
    if sentence := refusal():
        print(sentence, file=sys.stderr)
        return 2
    os.environ["DJANGO_SETTINGS_MODULE"] = "tracker.settings"
    os.environ["TEST_DATABASE_NAME"] = f"kill_imports_{os.getpid()}"
    import django

    import tests.environment  # noqa: F401  # the test mode, with the throw-away server

    django.setup()
    from django.utils import timezone

    from tracker.actions.importing.reading import read_stored
    from tracker.actions.importing.running import work_on
    from tracker.findings.trail import check_trail

    moments = random.Random(asked.seed)  # noqa: S311  # no secret
    counts = {"before": 0, "after": 0}
    wrong = []
    print("Making a scratch database …", flush=True)
    with scratch_database() as database:
        office = OFFICES[asked.kind]()
        first = checked_file(office, 1)
        whole = killed(first, database, None)
        if judged(office, first, 1) != "after":
            print(f"A process that nobody kills saves nothing: {judged(office, first, 1)}.", file=sys.stderr)
            return 1
        print(f"A process that nobody kills takes {whole:.1f} s for {office.whole} rows.", flush=True)
        for number in range(2, asked.kills + 2):
            kept = checked_file(office, number)
            killed(kept, database, moments.uniform(0.2, 1.6) * whole)
            found = judged(office, kept, number)
            if found in counts:
                counts[found] += 1
            else:
                wrong.append(f"{number}: {found}")
            if found == "before" and not work_on(kept, read=read_stored, now=timezone.now):
                wrong.append(f"{number}: it is still held after its process was killed")
            if judged(office, kept, number) != "after":
                wrong.append(f"{number}: the next process did not bring it home")
        wrong += [f"trail: {row}" for table in check_trail() for row in table.differences]
    print(f"{asked.kills} killed: {counts['before']} before, {counts['after']} after, {len(wrong)} wrong.")
    for sentence in wrong:
        print(f"  {sentence}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
