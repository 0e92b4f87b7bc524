"""Measure an import end to end beside other ways of doing the same job: SQL by hand, django-import-export, bulk_create.

    .venv/bin/python bench/imports.py [--rows 10000,100000] [--rounds 3] [--ways ours,sql] [--write]

A scratch database on the throw-away embedded server is made for each number of rows and dropped at the end. The file
is shaped like a real one: a row for each park, indicator and quarter, names as people write them, as CSV and as a
workbook. Ours takes the kept file, maps columns, reads and checks it, shows what would change, reads and compares it
again and writes it with receipts. By hand, a statement copies it to a table, checks names, numbers, duties, forms and
closed quarters, opens reports and inserts. The two others only write rows that somebody has read and resolved. All of
them write under the same triggers and constraints, so the trail is in each. Each runs in a process of its own and
takes its rows back; the ways take turns, and the seconds are medians of the rounds. They say little about another
machine, the ratios and the memory hold.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]
from bench.import_ways import CSV, LINES, QUARTERS, WAYS, XLSX, keep, made_world, most_memory  # noqa: E402

RESULTS = ROOT / "bench" / "results" / "imports.md"
# What is asked of the speed, as ratios, and of the memory in MB.
LEAST = {"sql": 0.8, "library": 25.0, "bulk": 2.0}
LEAST_OF_WORKBOOK = 0.6
MOST_MEMORY = {"ours": 80, "workbook": 120}
NAMES = {
    "ours": "this import, CSV",
    "workbook": "this import, workbook",
    "sql": "SQL by hand (COPY, check, insert)",
    "library": "django-import-export, bulk mode",
    "bulk": "bulk_create alone",
}
Taken = dict[str, dict[str, float]]


def measured(way: str, database: str) -> dict[str, float]:
    """Let a process of its own go one way; return what it measured."""
    from django.db import connection

    environment = {
        **os.environ,
        "DATABASE_URL": f"postgresql://tracker@/{database}",
        "PGHOST": connection.settings_dict["HOST"],
        "TRACKER_MODE": "local",
        "UPLOAD_LIMIT_MEGABYTES": "50",
    }
    answer = subprocess.run(
        [sys.executable, __file__, "--way", way],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    found: dict[str, float] = json.loads(answer.stdout)
    return found


def in_rounds(rows: int, ways: list[str], rounds: int) -> Taken:
    """Make a world for so many rows and let the ways take turns; return the medians, and the most memory."""
    from concurrent_edits.scratch import scratch_database
    from django.db import connection
    from django.test import override_settings

    taken: dict[str, list[dict[str, float]]] = {way: [] for way in ways}
    with scratch_database() as database:
        made_world(max(1, rows // (LINES * QUARTERS)))
        with override_settings(UPLOAD_LIMIT_MEGABYTES=50):
            for way, name in (("ours", CSV), ("workbook", XLSX)):
                if way in ways:
                    keep(name)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        for _round in range(rounds):
            for way in ways:
                taken[way].append(measured(way, database))
                print(f"{rows:,} rows, {NAMES[way]}: {taken[way][-1]['seconds']:.1f} s", file=sys.stderr, flush=True)
    return {
        way: {name: (max if "memory" in name else statistics.median)(each[name] for each in found) for name in found[0]}
        for way, found in taken.items()
    }


def main() -> int:
    """Go one way, or make the databases, go all of them and print the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--rows", default="10000,100000", help="rows of each file (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="how often each way is gone (default: %(default)s)")
    parser.add_argument("--ways", default=",".join(WAYS), help="of these (default: %(default)s)")
    parser.add_argument("--write", action="store_true", help=f"keep the tables in {RESULTS.relative_to(ROOT)}")
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    if asked.way:
        import django

        django.setup()
        found = WAYS[asked.way]()
        print(json.dumps({**found, "memory": most_memory()}))
        return 0
    from concurrent_edits.scratch import refusal

    if sentence := refusal():
        print(sentence, file=sys.stderr)
        return 2
    os.environ["TEST_DATABASE_NAME"] = f"bench_imports_{os.getpid()}"
    import django

    import tests.environment  # noqa: F401  # the test mode, with the throw-away server

    django.setup()
    ways = [way for way in WAYS if way in asked.ways.split(",")]
    parts = [told(in_rounds(int(rows), ways, asked.rounds), asked.rounds) for rows in asked.rows.split(",")]
    text = "\n".join([HEAD, *parts])
    print(text)
    if asked.write:
        RESULTS.write_text(text, "utf-8")
    return 0


HEAD = """# Imports: figures end to end, all under the same triggers

Written by `bench/imports.py --write`. Seconds are this machine's; the ratios and the memory hold elsewhere.
Ours maps the columns of a kept file, reads and checks it, shows what would change, reads and compares it anew, then
writes.
"""


def told(found: Taken, rounds: int) -> str:
    """Return the table of one number of rows in words, with what is missed."""
    rates = {way: each["rows"] / each["seconds"] for way, each in found.items()}
    ours = found["ours"]
    lines = [
        f"## {ours['rows']:,.0f} rows, {'medians of ' * (rounds > 1)}{rounds} round{'s' * (rounds > 1)}",
        "",
        "| way | rows | seconds | rows/s | CSV is … times as fast | MB above an idle process |",
        "|---|---|---|---|---|---|",
    ]
    memory = {way: found[way]["memory"] - found[way]["idle memory"] for way in MOST_MEMORY if way in found}
    for way, name in NAMES.items():
        if way in found:
            each = found[way]
            lines.append(
                f"| {name} | {each['rows']:,.0f} | {each['seconds']:.1f} | {rates[way]:,.0f} "
                f"| {rates['ours'] / rates[way]:.2f} | {f'{memory[way]:.0f}' if way in memory else ''} |"
            )
    steps = f"columns {ours['map']:.1f} s, check {ours['check']:.1f} s, save {ours['save']:.1f} s"
    lines += ["", f"Of CSV: {steps}; {ours['memory']:.0f} MB in all."]
    missed = [
        f"{rates['ours'] / rates[way]:.2f} times {NAMES[way]}, of {least:g}"
        for way, least in LEAST.items()
        if way in rates and rates["ours"] / rates[way] < least
    ]
    if "workbook" in rates and rates["workbook"] / rates["ours"] < LEAST_OF_WORKBOOK:
        missed.append(f"a workbook {rates['workbook'] / rates['ours']:.2f} times CSV, of {LEAST_OF_WORKBOOK}")
    missed += [
        f"{memory[way]:.0f} MB ({NAMES[way]}), of {most}"
        for way, most in MOST_MEMORY.items()
        if way in memory and memory[way] > most
    ]
    lines += ["", f"Missed: {'; '.join(missed)}." if missed else "Every bar is kept.", ""]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
