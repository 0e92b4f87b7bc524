"""Send a page's table as a file, CSV or workbook: the same columns and rows, nothing live in a spreadsheet."""

import csv
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import IO, Any, Final, cast

from django.http import FileResponse, StreamingHttpResponse
from django.utils.translation import gettext as _

from tracker.exchange.demonstration import mark, marked_name
from tracker.exchange.file_cells import BYTE_ORDER_MARK, CSV_TYPE, WORKBOOK_TYPE, escaped
from tracker.exchange.table_workbook import WorkbookTable, write_workbook
from tracker.web.columns import PageColumn, PageTable, Value
from tracker.web.numbers import plain_text


class _Line:
    """Hand each written line straight on."""

    def write(self, line: str) -> str:
        return line


def csv_response(table: PageTable, file_name: str, said: Mapping[str, str] | None = None) -> StreamingHttpResponse:
    """Return the table as a file: numbers with a point and all their digits, days as 2025-03-31, missing as nothing.

    ``said`` holds further columns by their labels, which say the same of every row: its map and its moment.
    """
    response = StreamingHttpResponse(_lines(table, said or {}), content_type=CSV_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{marked_name(file_name)}.csv"'
    return response


def xlsx_response(table: PageTable, file_name: str, said: Mapping[str, str] | None = None) -> FileResponse:
    """Return the table as a workbook with the columns and rows of its CSV file, and the units in its heads.

    It is written to a file without a name, which goes with the answer.
    """
    return written_file(
        lambda out: write_workbook(_workbook(table, said or {}), out), f"{file_name}.xlsx", WORKBOOK_TYPE
    )


def written_file(write: Callable[[IO[bytes]], object], file_name: str, content_type: str) -> FileResponse:
    """Return what is written as a file to download: it waits on the disk, never in memory."""
    out = _Download()
    write(cast("IO[bytes]", out))
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename=marked_name(file_name), content_type=content_type)


class _Download:
    """A file without a name that goes as soon as nobody holds it, whether its answer was sent to its end or not."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed below

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def __del__(self) -> None:
        self._file.close()


RESPONSES: Final[dict[str, Callable[..., StreamingHttpResponse]]] = {"csv": csv_response, "xlsx": xlsx_response}
"""The answer with a table as a file, by what the address calls its format."""


def _lines(table: PageTable, said: Mapping[str, str]) -> Iterator[str]:
    yield BYTE_ORDER_MARK
    heads = [*(label for _name, _column, label in table.file_columns), *said, *_marks()]
    yield from csv_lines(heads, _rows(table, said))


def csv_lines(heads: Iterable[str], rows: Iterable[Sequence[Value]]) -> Iterator[str]:
    """Yield the lines of a CSV file."""
    writer = csv.writer(_Line())
    yield writer.writerow(heads)
    for row in rows:
        yield writer.writerow([file_text(value) for value in row])


def _rows(table: PageTable, said: Mapping[str, str]) -> Iterator[list[Value]]:
    """Yield the values of each row; a demonstration says in each that it is one: rows are copied without their file."""
    names = [name for name, _column, _label in table.file_columns]
    more = [*said.values(), *_marks()]
    for row in table.data:
        yield [*(table.value_of(name, row) for name in names), *more]


def _marks() -> list[str]:
    return [mark()] if mark() else []


def _workbook(table: PageTable, said: Mapping[str, str]) -> WorkbookTable:
    units: dict[str, str] = {}
    heads = [_head(table, column, label, units) for _name, column, label in table.file_columns]
    notes = [(_("Table"), str(table.caption) or table.key), *said.items(), *((_("Mark"), words) for words in _marks())]
    return WorkbookTable(table.key, [*heads, *said, *_marks()], _rows(table, said), notes)


def _head(table: PageTable, column: PageColumn, label: str, units: dict[str, str]) -> str:
    """Return the words above a column with the unit of its numbers; ``units`` keeps those that were looked up."""
    if column.share:
        return _("%(label)s (part of 1)") % {"label": label}
    if not column.unit:
        return label
    if column.unit not in units:
        found = {str(table.value_of(column.unit, row) or "") for row in table.data}
        units[column.unit] = found.pop() if len(found) == 1 else ("" if not found else _("unit of the row"))
    unit = units[column.unit]
    return f"{label} ({unit})" if unit else label


def file_text(value: Value) -> str:
    """Return a value as a file holds it; a text that a spreadsheet would run gets an apostrophe before it."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return plain_text(value)
    if isinstance(value, date):
        return value.isoformat()
    return escaped(value.replace("\x00", "")) if isinstance(value, str) else str(value)
