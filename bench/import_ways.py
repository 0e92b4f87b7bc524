"""Import the same figures in several ways: ours, by hand, by django-import-export, by bulk_create."""

import io
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

LINES, QUARTERS, FIRST_YEAR = 20, 20, 2020
# One row at a time costs django-import-export's bulk mode the same at any size, so it does a part.
ROWS_OF_THE_LIBRARY: Final = 2_000
HEADS: Final = ("Khu công nghiệp", "Chỉ tiêu", "Kỳ", "Trong quý")
CSV, XLSX = "bench.csv", "bench.xlsx"


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


def workbook_of_rows() -> bytes:
    """Return the rows as a workbook, numbers as numbers."""
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate((HEADS, *rows_of_file())):
            sheet.write_row(number, 0, row)
    return file.getvalue()


# --- The ways -----------------------------------------------------------------------------------------------------
def keep(name: str) -> None:
    """Keep the file as its clerk uploads it, to be worked on by a process of its own."""
    from django.utils import timezone

    from tracker.actions.importing.filing import keep_file
    from tracker.models import ImportKind, Person

    keep_file(
        kind=ImportKind.FIGURES,
        name=name,
        content=file_of_rows() if name == CSV else workbook_of_rows(),
        year=FIRST_YEAR,
        quarter=None,
        source=None,
        language="en",
        by=Person.objects.get(username="bench-clerk"),
        at=timezone.now(),
    )


def by_pipeline(name: str = CSV) -> dict[str, float]:
    """Return the seconds of each step of ours, from the kept file to the receipts."""
    from django.utils import timezone

    from tracker.actions.importing.filing import confirm_columns
    from tracker.actions.importing.reading import proposal_for, read_stored
    from tracker.actions.importing.running import check_file, save_file
    from tracker.actions.importing.saving import SavedFile
    from tracker.models import FileImport, Person

    clerk = Person.objects.get(username="bench-clerk")
    kept = FileImport.objects.defer("content").select_related("made_by").get(name=name)
    taken: dict[str, float] = {"idle memory": most_memory()}
    with taken_back():

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
        if not isinstance(saved[0], SavedFile) or saved[0].figures != result.lines:
            raise RuntimeError(f"Not every figure was saved: {saved[0]}")
    return {**taken, "seconds": taken["map"] + taken["check"] + taken["save"], "rows": result.lines}


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
    "workbook": lambda: by_pipeline(XLSX),
    "sql": by_sql,
    "library": by_library,
    "bulk": by_bulk_create,
}


@contextmanager
def taken_back() -> Iterator[None]:
    """Let the trail name the clerk, and take back what is written inside: the next way finds the same database."""
    from django.db import connection, transaction

    from tracker.actions.trail import acting
    from tracker.models import Person

    with acting(Person.objects.get(username="bench-clerk")), transaction.atomic():
        with connection.cursor() as cursor:
            # A statement by hand does in one what an import does in many, and would be cut off at some size.
            cursor.execute("SET LOCAL statement_timeout = 0")
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
    return int(re.search(r"VmHWM:\s+([0-9]+)", status)[1]) / 1024  # type: ignore[index]
