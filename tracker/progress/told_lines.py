"""Lay every number of rows out flat, a line each: the body of the file of all numbers, and what an audit reads back."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import StringIO

from tracker.progress.number_texts import plain_text
from tracker.progress.rows import ProgressRow
from tracker.progress.telling import numbers_of, row_key
from tracker.progress.told import Measure, Told


@dataclass(frozen=True, slots=True)
class NumberLine:
    """One number of one row, as a line of the file."""

    row: ProgressRow
    told: Told

    @property
    def row_name(self) -> str:
        """Give the key of the row with its indicator, as in the address of its explanation."""
        return f"{self.row.indicator.code}:{row_key(self.row)}"

    @property
    def comparator(self) -> str:
        """Give what is known of the number; nothing where there is none."""
        return "" if self.told.result.low is None else self.told.result.comparator.value

    @property
    def unit(self) -> str:
        """Give the single unit of an amount; a share is a part of 1, a count has none."""
        return self.row.indicator.unit if self.told.measure is Measure.AMOUNT else self.told.measure.value

    @property
    def read_to(self) -> date | None:
        """Give the day at which the row is read, None if nothing could be read."""
        return self.row.progress.read_to


def lines_of(rows: Iterable[ProgressRow]) -> Iterator[NumberLine]:
    """Yield the numbers of the rows, those of each goal's parts behind the goal's own."""
    for row in rows:
        yield from (NumberLine(row, told) for told in numbers_of(row))
        yield from lines_of(row.parts)


def lines_of_page(rows: Iterable[ProgressRow]) -> Iterator[NumberLine]:
    """Yield the numbers of the rows of one page, each once: a part of a goal may be a goal of the same place too."""
    told_already: set[tuple[str, str]] = set()
    for line in lines_of(rows):
        key = line.row_name, line.told.code.value
        if key not in told_already:
            told_already.add(key)
            yield line


# The columns of the file that are the same in every language.
FLAT_COLUMNS = ("quarter", "row", "code", "comparator", "value", "high", "unit", "read_to")


def flat_texts(line: NumberLine) -> tuple[str, ...]:
    """Return the line's texts in the order of `FLAT_COLUMNS`: all digits, a point, days as 2025-03-31, none as ""."""
    result = line.told.result
    return (
        str(line.row.progress.quarter),
        line.row_name,
        line.told.code.value,
        line.comparator,
        _text(result.low),
        _text(result.high),
        line.unit,
        "" if line.read_to is None else line.read_to.isoformat(),
    )


def flat_file(rows: Iterable[ProgressRow]) -> str:
    """Return the lines of the rows as the text of a CSV file with a line of headings."""
    held = StringIO()
    writer = csv.writer(held)
    writer.writerow(FLAT_COLUMNS)
    writer.writerows(flat_texts(line) for line in lines_of(rows))
    return held.getvalue()


def _text(value: Decimal | None) -> str:
    return "" if value is None else plain_text(value)
