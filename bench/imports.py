"""Measure an import end to end beside other ways of doing the same job: SQL by hand, django-import-export, bulk_create.

    .venv/bin/python bench/imports.py [--rows 100000] [--write]

A scratch database on the throw-away embedded server is made and dropped at the end. The file is shaped like a real one:
a row for each park, indicator and quarter, names as people write them. Ours reads it, maps columns, checks it, shows
what would change, reads and checks it again and writes it with receipts. By hand, a statement copies it to a table,
checks names, numbers, duties, forms and closed quarters, opens reports and inserts. The two others only write rows that
somebody has read and resolved. All of them write under the same triggers and constraints, so the trail is in each. Each
runs in a process of its own and takes its rows back; the seconds say little about another machine, the ratios and the
memory hold.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]
RESULTS = ROOT / "bench" / "results" / "imports.md"

LINES, QUARTERS, FIRST_YEAR = 20, 20, 2020
# One row at a time costs django-import-export's bulk mode the same at any size, so it does a part.
ROWS_OF_THE_LIBRARY = 5_000
# What is asked of the speed, as ratios, and of the memory in MB.
LEAST_OF_SQL, LEAST_OF_LIBRARY, LEAST_OF_BULK, MOST_MEMORY = 0.8, 25, 2, 80
NAMES = {
    "ours": "this import",
    "sql": "SQL by hand (COPY, check, insert)",
    "library": "django-import-export, bulk mode",
    "bulk": "bulk_create alone",
}
HEADS = ("Khu công nghiệp", "Chỉ tiêu", "Kỳ", "Trong quý")


# --- What is imported ---------------------------------------------------------------------------------------------
def made_world(parks: int) -> None:
    """Make a province whose parks owe a report of twenty lines in each quarter, and its clerk."""
    from tests import builders

    rows = builders.make_province_with_parks("bench-province", parks=parks)
    indicators = [builders.make_indicator(f"bench-flow-{n}", unit="projects", position=n) for n in range(LINES)]
    form = builders.make_form("bench-form", indicators=indicators)
    for park, reporter in zip(rows.parks, rows.investors, strict=True):
        builders.make_duty(reporter, park, form=form)
    builders.make_clerk(rows.province, "bench-clerk")


def rows_of_file() -> Iterator[tuple[str, str, str, int]]:
    """Yield place, indicator, quarter and number of each row of the file, a quarter after the other."""
    from provinces.models import Place
    from tracker.models import Indicator

    parks = list(Place.objects.filter(slug__startswith="bench-province-kcn-").order_by("pk").values_list("name", "pk"))
    names = list(Indicator.objects.filter(code__startswith="bench-flow-").order_by("pk").values_list("name", flat=True))
    for count in range(QUARTERS):
        year, quarter = FIRST_YEAR + count // 4, count % 4 + 1
        for park, key in parks:
            for number, name in enumerate(names):
                yield park, name, f"Q{quarter}/{year}", (key * 7919 + number * 104729 + count * 31) % 90 + 1


def file_of_rows() -> bytes:
    """Return the rows as CSV."""
    lines = [
        ",".join(HEADS),
        *(f"{place},{name},{quarter},{number}" for place, name, quarter, number in rows_of_file()),
    ]
    return "\n".join(lines).encode()


# --- The ways -----------------------------------------------------------------------------------------------------
def by_pipeline() -> dict[str, float]:
    """Return the seconds of each step of ours, from the bytes to the receipts."""
    from django.utils import timezone

    from tracker.actions.importing.filing import confirm_columns, keep_file
    from tracker.actions.importing.reading import proposal_for, read_stored
    from tracker.actions.importing.running import check_file, save_file
    from tracker.actions.importing.saving import SavedFile
    from tracker.models import ImportKind, Person

    clerk = Person.objects.get(username="bench-clerk")
    content, rows = file_of_rows(), sum(1 for _row in rows_of_file())
    taken: dict[str, float] = {"idle memory": most_memory()}
    with taken_back():
        kept = keep_file(
            kind=ImportKind.FIGURES,
            name="bench.csv",
            content=content,
            year=FIRST_YEAR,
            quarter=None,
            source=None,
            language="en",
            by=clerk,
            at=timezone.now(),
        )
        del content

        def maps() -> None:
            proposal = proposal_for(kept)
            if not proposal.is_certain:
                raise RuntimeError(f"The columns are not certain: {proposal.tables}")
            confirm_columns(file_import=kept, mapping=proposal.mapping, by=clerk)

        taken["map"] = seconds_of(maps)
        checked: list[Any] = []
        taken["check"] = seconds_of(lambda: checked.append(check_file(kept, read=read_stored, at=timezone.now())))
        result = checked[0]
        if not result.can_be_saved or result.question_count:
            raise RuntimeError(f"The file cannot be saved: {result.problems[:3]} {result.questions[:3]}")
        saved: list[Any] = []
        taken["save"] = seconds_of(
            lambda: saved.append(save_file(kept, read=read_stored, at=timezone.now())), ends=True
        )
        if not isinstance(saved[0], SavedFile) or saved[0].figures != rows:
            raise RuntimeError(f"Not every figure was saved: {saved[0]}")
    return {**taken, "seconds": taken["map"] + taken["check"] + taken["save"], "rows": rows}


SQL = (
    "CREATE TEMP TABLE staged (place text, indicator text, quarter text, number text) ON COMMIT DROP",
    "COPY",
    """
    CREATE TEMP TABLE resolved ON COMMIT DROP AS
    SELECT place.id AS place_id, indicator.id AS indicator_id, indicator.unit_id,
           duty.reporter_id, duty.form_id, line.id AS line_id,
           substr(staged.quarter, 4)::int AS year, substr(staged.quarter, 2, 1)::int AS quarter,
           CASE WHEN staged.number ~ '^-?[0-9]+([.][0-9]+)?$' THEN staged.number::numeric END AS value,
           tracker_quarter_lock(place.id, substr(staged.quarter, 4)::int, substr(staged.quarter, 2, 1)::int) AS shut
    FROM staged
    LEFT JOIN provinces_place place ON place.name = staged.place
    LEFT JOIN tracker_indicator indicator ON indicator.name = staged.indicator
    LEFT JOIN tracker_reportingduty duty ON duty.place_id = place.id AND duty.retired_at IS NULL
    LEFT JOIN tracker_reportformline line ON line.form_id = duty.form_id AND line.indicator_id = indicator.id
    """,
    "CHECK",
    "REPORTS",
    "REVISIONS",
    "ACTUALS",
)
# A line that a statement by hand refuses as ours does.
SQL_CHECK = """
    SELECT count(*) FILTER (WHERE place_id IS NULL OR indicator_id IS NULL OR line_id IS NULL OR value IS NULL
                               OR shut IS NOT NULL OR quarter NOT BETWEEN 1 AND 4)
         + count(*) - count(DISTINCT (place_id, indicator_id, year, quarter))
    FROM resolved
"""


def by_sql() -> dict[str, float]:
    """Return the seconds of statements by hand: copy, check, open reports, insert."""
    from django.db import connection

    content = file_of_rows().split(b"\n", 1)[1]
    rows = content.count(b"\n") + 1

    def run() -> None:
        with connection.cursor() as cursor:
            for statement in SQL:
                if statement == "COPY":
                    with cursor.copy("COPY staged FROM STDIN (FORMAT csv)") as copy:
                        copy.write(content)
                    cursor.execute("ANALYZE staged")
                elif statement == "CHECK":
                    cursor.execute(SQL_CHECK)
                    if cursor.fetchone()[0]:
                        raise RuntimeError("The statement finds problems in a sound file.")
                else:
                    cursor.execute(inserting(statement) if statement.isupper() and " " not in statement else statement)
            if cursor.rowcount != rows:
                raise RuntimeError(f"{cursor.rowcount} figures of {rows} were inserted.")

    with taken_back():
        seconds = seconds_of(run, ends=True)
    return {"seconds": seconds, "rows": rows}


def inserting(statement: str) -> str:
    """Return the statement that inserts the reports, their first revisions or their figures."""
    from tracker.models import Actual, QuarterlyReport, ReportRevision

    if statement == "REPORTS":
        columns = ("place_id", "reporter_id", "form_id", "year", "quarter")
        return _inserting(QuarterlyReport, dict.fromkeys(columns), "FROM resolved", distinct=True)
    reports = """FROM resolved JOIN tracker_quarterlyreport report
        ON (report.place_id, report.year, report.quarter) = (resolved.place_id, resolved.year, resolved.quarter)"""
    if statement == "REVISIONS":
        return _inserting(
            ReportRevision, {"report_id": "report.id", "number": "1", "status": "'draft'"}, reports, distinct=True
        )
    first_day = "make_date(resolved.year, 3 * resolved.quarter - 2, 1)"
    own = {
        "revision_id": "revision.id",
        "indicator_id": "resolved.indicator_id",
        "unit_id": "resolved.unit_id",
        "value": "resolved.value",
        "basis": "'in_quarter'",
        "from_on": first_day,
        "to_on": f"({first_day} + interval '3 months - 1 day')::date",
        "comparator": "'exactly'",
        "origin": "'printed'",
        "observation_status": "'normal'",
    }
    return _inserting(Actual, own, f"{reports} JOIN tracker_reportrevision revision ON revision.report_id = report.id")


def _inserting(model: Any, own: dict[str, str | None], source: str, *, distinct: bool = False) -> str:
    """Return an insert of the named columns and, empty, of those that neither may be null nor have a default."""
    for field in model._meta.local_concrete_fields:
        if field.column not in own and not field.primary_key and not field.null:
            own[field.column] = "false" if field.get_internal_type() == "BooleanField" else "''"
    values = ", ".join(value or column for column, value in own.items())
    return f"INSERT INTO {model._meta.db_table} ({', '.join(own)}) SELECT {'DISTINCT' * distinct} {values} {source}"


def resolved_rows() -> Iterator[dict[str, Any]]:
    """Open the reports, and yield each figure with its keys: what the two others are given."""
    from provinces.models import Place
    from tracker.models import Indicator, QuarterlyReport, ReportingDuty, ReportRevision
    from tracker.progress.periods import Quarter

    places = dict(Place.objects.values_list("name", "pk"))
    indicators = {each.name: each for each in Indicator.objects.all()}
    duties = {duty.place_id: duty for duty in ReportingDuty.objects.all()}
    quarters = [Quarter(FIRST_YEAR + count // 4, count % 4 + 1) for count in range(QUARTERS)]
    reports = QuarterlyReport.objects.bulk_create(
        QuarterlyReport(
            place_id=duty.place_id,
            reporter_id=duty.reporter_id,
            form_id=duty.form_id,
            year=each.year,
            quarter=each.number,
        )
        for each in quarters
        for duty in duties.values()
    )
    revisions = ReportRevision.objects.bulk_create(
        ReportRevision(report=report, number=1, status="draft") for report in reports
    )
    opened = {(each.report.place_id, each.report.year, each.report.quarter): each.pk for each in revisions}
    for place, name, quarter, number in rows_of_file():
        stated = Quarter(int(quarter[3:]), int(quarter[1]))
        yield {
            "revision": opened[places[place], stated.year, stated.number],
            "indicator": indicators[name].pk,
            "unit": indicators[name].unit_id,
            "basis": "in_quarter",
            "from_on": stated.first_day,
            "to_on": stated.last_day,
            "value": number,
            "comparator": "exactly",
            "origin": "printed",
            "observation_status": "normal",
        }


def by_bulk_create() -> dict[str, float]:
    """Return the seconds of Django's bulk_create alone: no reading, no check, no preview, no receipt."""
    from tracker.models import Actual

    with taken_back():
        rows = list(resolved_rows())

        def write() -> None:
            Actual.objects.bulk_create(
                (
                    Actual(
                        revision_id=row["revision"],
                        indicator_id=row["indicator"],
                        unit_id=row["unit"],
                        **{name: row[name] for name in row if name not in ("revision", "indicator", "unit")},
                    )
                    for row in rows
                ),
                batch_size=1000,
            )

        seconds = seconds_of(write, ends=True)
    return {"seconds": seconds, "rows": len(rows)}


def by_library() -> dict[str, float]:
    """Return the seconds of django-import-export in bulk mode: it reads rows, compares with what stands, and writes."""
    from import_export.resources import ModelResource
    from tablib import Dataset

    from tracker.models import Actual

    with taken_back():
        rows = [row for row, _number in zip(resolved_rows(), range(ROWS_OF_THE_LIBRARY), strict=False)]

        class ActualResource(ModelResource):
            class Meta:
                model = Actual
                fields = tuple(rows[0])
                import_id_fields = ("revision", "indicator", "basis")
                use_bulk = True
                batch_size = 1000
                use_transactions = True
                skip_diff = True

        dataset = Dataset(*[[str(value) for value in row.values()] for row in rows], headers=list(rows[0]))
        result: list[Any] = []
        seconds = seconds_of(lambda: result.append(ActualResource().import_data(dataset, raise_errors=True)), ends=True)
        if result[0].totals["new"] != len(rows):
            raise RuntimeError(f"Not every row was new: {result[0].totals}")
    return {"seconds": seconds, "rows": len(rows)}


WAYS: dict[str, Callable[[], dict[str, float]]] = {
    "ours": by_pipeline,
    "sql": by_sql,
    "library": by_library,
    "bulk": by_bulk_create,
}


# --- Measuring ----------------------------------------------------------------------------------------------------
@contextmanager
def taken_back() -> Iterator[None]:
    """Let the trail name the clerk, and take back what is written inside: the next way finds the same database."""
    from django.db import transaction

    from tracker.actions.trail import acting
    from tracker.models import Person

    with acting(Person.objects.get(username="bench-clerk")), transaction.atomic():
        yield
        transaction.set_rollback(True)


def seconds_of(call: Callable[[], object], *, ends: bool = False) -> float:
    """Return how long a call takes by the clock; ``ends`` counts what the database checks at the end as well."""
    from django.db import connection

    start = time.perf_counter()
    call()
    if ends:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return time.perf_counter() - start


def most_memory() -> float:
    """Return the most memory that this process has held, in MB: VmHWM."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))) / 1024


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


def main() -> int:
    """Go one way, or make the database, go all of them and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--rows", type=int, default=100_000, help="rows of the file (default: %(default)s)")
    parser.add_argument("--write", action="store_true", help=f"keep the table in {RESULTS.relative_to(ROOT)}")
    parser.add_argument("--ways", default=",".join(WAYS), help=argparse.SUPPRESS)
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    if asked.way:
        import django

        django.setup()
        found = WAYS[asked.way]()
        print(json.dumps({**found, "memory": most_memory()}))
        return 0
    from concurrent_edits.scratch import refusal, scratch_database

    if sentence := refusal():
        print(sentence, file=sys.stderr)
        return 2
    os.environ["TEST_DATABASE_NAME"] = f"bench_imports_{os.getpid()}"
    import django

    import tests.environment  # noqa: F401  # the test mode, with the throw-away server

    django.setup()
    from django.db import connection

    with scratch_database() as database:
        made_world(max(1, asked.rows // (LINES * QUARTERS)))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        found = {way: measured(way, database) for way in asked.ways.split(",")}
    text = told(found)
    print(text)
    if asked.write:
        RESULTS.write_text(text, "utf-8")
    return 0


def told(found: dict[str, dict[str, float]]) -> str:
    """Return the table in words, with what is missed."""
    rates = {way: each["rows"] / each["seconds"] for way, each in found.items()}
    ours = found["ours"]
    memory = ours["memory"] - ours["idle memory"]
    lines = [
        f"# Imports: {ours['rows']:,.0f} figures end to end, all under the same triggers",
        "",
        "Written by `bench/imports.py --write`. Seconds are this machine's; the ratios and the memory hold elsewhere.",
        "Ours maps the columns, reads and checks, shows what would change, reads and checks anew, then writes.",
        "",
        "| way | rows | seconds | rows/s | ours is … times as fast |",
        "|---|---|---|---|---|",
    ]
    for way, name in NAMES.items():
        if way in found:
            each = found[way]
            lines.append(
                f"| {name} | {each['rows']:,.0f} | {each['seconds']:.1f} | {rates[way]:,.0f} "
                f"| {rates['ours'] / rates[way]:.2f} |"
            )
    lines += [
        "",
        f"Of ours: columns {ours['map']:.1f} s, check {ours['check']:.1f} s, save {ours['save']:.1f} s.",
        f"Memory of its process: {ours['memory']:.0f} MB at most, {memory:.0f} MB above one that has done nothing.",
    ]
    wanted = {"sql": LEAST_OF_SQL, "library": LEAST_OF_LIBRARY, "bulk": LEAST_OF_BULK}
    missed = [
        f"{rates['ours'] / rates[way]:.2f} times {NAMES[way]}, of {least}"
        for way, least in wanted.items()
        if way in rates and rates["ours"] / rates[way] < least
    ]
    if memory > MOST_MEMORY:
        missed.append(f"{memory:.0f} MB of memory, of {MOST_MEMORY}")
    lines += ["", f"Missed: {'; '.join(missed)}." if missed else "Every bar is kept.", ""]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
