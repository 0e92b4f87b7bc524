"""Write the data package: each table by COPY, a piece at a time, and the descriptor that says what the files hold."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, Final, Protocol
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.db import connection, transaction

from tracker.exchange.copying import copy_rows
from tracker.exchange.data_package.columns import Column, Table
from tracker.exchange.demonstration import KEY, mark

DESCRIPTOR: Final = "datapackage.json"
_PROFILE: Final = "tabular-data-package"


class Folder(Protocol):
    """Where files are written: a folder or a ZIP file."""

    def file(self, name: str) -> AbstractContextManager[IO[bytes]]:
        """Open a new file of this name for writing."""
        ...


@dataclass(frozen=True, slots=True)
class PlainFolder:
    """A folder of the disk."""

    path: Path

    @contextmanager
    def file(self, name: str) -> Iterator[IO[bytes]]:
        """Open a new file in the folder.

        :raises FileExistsError: if there is one of this name.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        with (self.path / name).open("xb") as out:
            yield out


@dataclass(frozen=True, slots=True)
class ZipFolder:
    """A ZIP file that is being written."""

    archive: ZipFile

    @contextmanager
    def file(self, name: str) -> Iterator[IO[bytes]]:
        """Open a new file in the archive; one after the other, of any size."""
        entry = ZipInfo(name)
        entry.compress_type = ZIP_DEFLATED
        with self.archive.open(entry, "w", force_zip64=True) as out:
            yield out


@dataclass(frozen=True, slots=True)
class ReadyRows:
    """A table whose rows are computed and not selected: their values in the order of its columns."""

    table: Table
    rows: Iterable[Sequence[str | None]]


class Counted:
    """A file that counts and digests what goes through it."""

    def __init__(self, out: IO[bytes]) -> None:
        self.out = out
        self.size = 0
        self.digest = sha256()

    def write(self, data: bytes) -> None:
        """Write a piece."""
        self.size += len(data)
        self.digest.update(data)
        self.out.write(data)


def write_package(
    tables: Sequence[Table], computed: Sequence[ReadyRows], folder: Folder, *, at: datetime
) -> dict[str, int]:
    """Write all tables as known at one moment, and the descriptor last; return how many bytes each file has.

    One statement a table, whatever it holds; no row is kept in memory.
    """
    resources = []
    with transaction.atomic():
        if len(connection.savepoint_ids) == 0:
            # All files tell of the same moment, whoever writes meanwhile.
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        for table in tables:
            with folder.file(f"{table.name}.csv") as out:
                resources.append(_resource(table, copied(table, out)))
    for each in computed:
        with folder.file(f"{each.table.name}.csv") as out:
            resources.append(_resource(each.table, _written(each, out)))
    with folder.file(DESCRIPTOR) as out:
        out.write(json.dumps(_descriptor(resources, at), ensure_ascii=False, indent=2).encode())
    return {resource["path"]: resource["bytes"] for resource in resources}


def zipped(out: IO[bytes]) -> ZipFile:
    """Return an archive to write a package into."""
    return ZipFile(out, "w", ZIP_DEFLATED)


def copied(table: Table, out: IO[bytes]) -> Counted:
    """Copy the rows of a table to a file as CSV with a line of heads; return how much it was."""
    counted = Counted(out)
    counted.write(_head(table.columns))
    names = {f"c{index}": column.selected for index, column in enumerate(table.columns)}
    rows = table.rows.order_by(*table.order).annotate(**names).values_list(*names)
    copy_rows(rows, counted.write)
    return counted


def _written(each: ReadyRows, out: IO[bytes]) -> Counted:
    counted = Counted(out)
    counted.write(_head(each.table.columns))
    for row in each.rows:
        counted.write(_csv_line(row))
    return counted


def _head(columns: Iterable[Column]) -> bytes:
    return _csv_line([column.name for column in columns])


def _csv_line(values: Iterable[str | None]) -> bytes:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(["" if value is None else value for value in values])
    return line.getvalue().encode()


# --- The descriptor -----------------------------------------------------------------------------------------------


def _resource(table: Table, counted: Counted) -> dict[str, Any]:
    return {
        "name": table.name,
        "path": f"{table.name}.csv",
        "profile": "tabular-data-resource",
        "title": table.title,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": counted.size,
        "hash": f"sha256:{counted.digest.hexdigest()}",
        "schema": {
            "fields": [column.described() for column in table.columns],
            "missingValues": [""],
            "primaryKey": list(table.key),
            "foreignKeys": [
                {
                    "fields": [column.name],
                    "reference": {"resource": _named(column, table), "fields": [column.points_to[1]]},
                }
                for column in table.columns
                if column.points_to is not None
            ],
        },
    }


def _named(column: Column, table: Table) -> str:
    assert column.points_to is not None
    return "" if column.points_to[0] == table.name else column.points_to[0]


def _descriptor(resources: list[dict[str, Any]], at: datetime) -> dict[str, Any]:
    return {
        "profile": _PROFILE,
        "name": "investment-target-tracker",
        "title": "Goals, reports and figures of an investment-target tracker",
        "description": (
            "What was promised, what was reported and approved, and the frame that both hang on. Amounts are in single "
            "units of the unit named beside them and in the currency they were reported in. An empty cell is missing, "
            "never zero. A text that a spreadsheet would run has an apostrophe before it, and so has one that begins "
            "with an apostrophe: take one off. Drafts, accounts, tokens and the trail are no part of it."
        ),
        "created": at.isoformat(),
        **({KEY: mark()} if mark() else {}),
        "resources": resources,
    }
