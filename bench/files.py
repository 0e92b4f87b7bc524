"""Measure what files cost: CSV against a bare COPY of the same rows, workbooks against CSV, memory at a million rows.

Rows are made in one transaction that is rolled back. The seconds say little about another machine; the ratios and the
memory hold. ``ROWS=100000`` in the environment measures fewer rows.
"""

import io
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")

ROWS = int(os.environ.get("ROWS", "1000000"))
ROUNDS = 3
HEADS = ("Place", "Indicator", "Day", "Value", "% of goal")


class Nowhere(io.RawIOBase):
    """Take what is written and keep nothing of it."""

    def writable(self) -> bool:
        """Return that it can be written to."""
        return True

    def write(self, data: Any) -> int:
        """Return how much was written."""
        return len(data)


def main() -> int:
    """Measure each kind of file, and print the table."""
    if len(sys.argv) > 1:
        return alone(sys.argv[1])
    from run import prepare

    prepare(accounts=False)
    copied, exported = against_copy()
    print(f"{'what, ' + format(ROWS, ',') + ' rows':<58}{'ratio':>8}")
    print(f"{'CSV of the data package / bare COPY, speed':<58}{copied / exported:>8.2f}")
    times, memory = {}, {}
    for kind in ("nothing", "csv", "xlsx"):
        said = subprocess.run([sys.executable, __file__, kind], check=True, capture_output=True, text=True).stdout
        times[kind], memory[kind] = map(float, said.split())
    print(f"{'page table as workbook / as CSV, time':<58}{times['xlsx'] / times['csv']:>8.2f}")
    for kind in ("csv", "xlsx"):
        above = memory[kind] - memory["nothing"]
        print(f"{'page table as ' + kind + ', memory above an idle process':<58}{above:>8.1f} MB")
    return 0


def against_copy() -> tuple[float, float]:
    """Return the median seconds of a bare COPY and of the package's own writing of the same rows, in turns."""
    from django.db import connection, transaction

    from tracker.exchange.data_package.tables import tables
    from tracker.exchange.data_package.writing import copied

    table = next(each for each in tables(None) if each.name == "holidays")
    times: dict[str, list[float]] = {"bare": [], "package": []}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # the trail is no part of what is measured
        cursor.execute("DELETE FROM tracker_holiday")
        cursor.execute(
            'INSERT INTO tracker_holiday ("on", name, name_en) '
            "SELECT date '0001-01-01' + n, 'Ngày thứ ' || n, 'Day ' || n FROM generate_series(0, %s) n",
            [ROWS - 1],
        )
        cursor.execute("ANALYZE tracker_holiday")

        def bare() -> None:
            statement = 'COPY (SELECT "on", name, name_en FROM tracker_holiday ORDER BY id) TO STDOUT (FORMAT csv)'
            with cursor.copy(statement) as copy:
                for _piece in copy:
                    pass

        for _round in range(ROUNDS):
            times["bare"].append(seconds_of(bare))
            times["package"].append(seconds_of(lambda: copied(table, Nowhere())))
        transaction.set_rollback(True)
    return statistics.median(times["bare"]), statistics.median(times["package"])


def alone(kind: str) -> int:
    """Write one file of one kind in a process of its own; print its seconds and the process's most memory in MB."""
    import django

    django.setup()
    from tracker.exchange.table_workbook import WorkbookTable, write_workbook
    from tracker.web.exports import csv_lines

    def write() -> None:
        if kind == "csv":
            for _line in csv_lines(HEADS, rows()):
                pass
        elif kind == "xlsx":
            with tempfile.TemporaryFile() as out:
                write_workbook(WorkbookTable("bench", HEADS, rows()), out)

    taken = seconds_of(write)
    print(taken, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return 0


def rows() -> Iterator[list[Any]]:
    """Yield rows as tables of pages have them: names, a day, an amount, a share; every tenth row lacks its number."""
    first = date(2000, 1, 1)
    for number in range(ROWS):
        amount = None if number % 10 == 0 else Decimal(number * 1250) / 100
        yield [
            f"Khu {number % 400}",
            "Vốn FDI đăng ký",
            first + timedelta(number % 9000),
            amount,
            Decimal(number % 997) / 1000,
        ]


def seconds_of(call: Callable[[], object]) -> float:
    """Return how long a call takes by the clock, the database's part included."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
