"""Send a page's table as a CSV file: the same columns and rows, streamed, nothing live in a spreadsheet."""

import csv
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from django.http import StreamingHttpResponse

from tracker.exchange.demonstration import mark, marked_name
from tracker.web.columns import PageTable, Value
from tracker.web.numbers import plain_text

# A spreadsheet takes a text that begins like this for a formula.
_LIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "\u2212")
BYTE_ORDER_MARK = "\ufeff"  # tells Excel that the file is UTF-8


class _Line:
    """Hand each written line straight on."""

    def write(self, line: str) -> str:
        return line


def csv_response(table: PageTable, file_name: str, said: Mapping[str, str] | None = None) -> StreamingHttpResponse:
    """Return the table as a file: numbers with a point and all their digits, days as 2025-03-31, missing as nothing.

    ``said`` holds further columns by their labels, which say the same of every row: its map and its moment.
    """
    response = StreamingHttpResponse(_lines(table, said or {}), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{marked_name(file_name)}.csv"'
    return response


def _lines(table: PageTable, said: Mapping[str, str]) -> Iterator[str]:
    writer = csv.writer(_Line())
    columns = [(name, label) for name, _column, label in table.file_columns]
    yield BYTE_ORDER_MARK
    # A demonstration says in every row that it is one: rows are copied without their file's name.
    marks = [mark()] if mark() else []
    more = [*said.values(), *marks]
    yield writer.writerow([*(label for _name, label in columns), *said, *marks])
    for row in table.data:
        yield writer.writerow([*(file_text(table.value_of(name, row)) for name, _label in columns), *more])


def file_text(value: Value) -> str:
    """Return a value as a file holds it; a text that a spreadsheet would run gets an apostrophe before it."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return plain_text(value)
    if isinstance(value, date):
        return value.isoformat()
    text = str(value).replace("\x00", "")
    return f"'{text}" if isinstance(value, str) and text.lstrip(" ").startswith(_LIVE) else text
