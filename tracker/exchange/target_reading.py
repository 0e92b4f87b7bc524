"""Read a file of targets row by row: which column is which by its head, and each cell with its place."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from tracker.exchange.file_cells import unescaped
from tracker.exchange.incoming.sheets import Cell, Row, Sheet, Sheets, Trouble, cell_name, is_blank, shown
from tracker.exchange.target_columns import COLUMNS, NEEDED, column_of
from tracker.exchange.target_workbook import is_own_sheet
from tracker.exchange.typed_text import in_one_line, quoted_text

_MOST_ROWS_ABOVE: Final = 15
# So many heads that are certain make a row the row of heads.
_FEWEST_HEADS: Final = 2
_MOST_SAMPLES: Final = 3
_DAY: Final = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_ISO_DAY: Final = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[T ]00:00(?::00)?)?")
_YEAR: Final = re.compile(r"[0-9]{4}")


class UnreadableDayError(ValueError):
    """Say why a text is no day, and how one is written."""


@dataclass(frozen=True, slots=True)
class TargetCell:
    """One cell of a row: where it stands and what it says, as the file's language writes it."""

    where: str
    text: str


@dataclass(frozen=True)
class TargetTable:
    """The targets of one sheet: the row of heads, its texts, and what each column is; an empty text is not read."""

    sheet: Sheet
    head: int
    heads: tuple[str, ...]
    columns: tuple[str, ...]

    @property
    def is_certain(self) -> bool:
        """Return whether every head names a column, and nothing that a target needs is lacking."""
        return all(column or not head for head, column in zip(self.heads, self.columns, strict=True)) and not (
            problems_of_columns(self.columns)
        )

    def with_columns(self, columns: Sequence[str]) -> "TargetTable":
        """Return the table with what a person says of its columns."""
        return TargetTable(self.sheet, self.head, self.heads, tuple(columns))

    def lines(self, language: str) -> Iterator[Mapping[str, TargetCell]]:
        """Yield the rows that say something, each by its columns; "" is the row itself, by its first cell.

        :raises UnreadableFileError: as `Sheet.rows`.
        """
        for row in self.sheet.rows():
            if row.number <= self.head:
                continue
            cells = {
                column: TargetCell(self._where(row, position), text)
                for position, column in enumerate(self.columns)
                if column and (text := _text(row, position, language))
            }
            if cells:
                yield {"": TargetCell(self._where(row, 0), ""), **cells}

    def samples(self, language: str) -> list[tuple[str, ...]]:
        """Return the first texts of each column."""
        found: list[list[str]] = [[] for _head in self.heads]
        for row in self.sheet.rows():
            if row.number > self.head:
                for position, texts in enumerate(found):
                    if len(texts) < _MOST_SAMPLES and (text := _text(row, position, language)):
                        texts.append(text)
                if all(len(texts) == _MOST_SAMPLES for texts in found) or row.number > self.head + 50:
                    break
        return [tuple(texts) for texts in found]

    def passed_over(self, language: str) -> Iterator[TargetCell]:
        """Yield the heads of columns that say something and are not read."""
        for position, texts in enumerate(self.samples(language)):
            if texts and not self.columns[position]:
                letter = cell_name(self.head, position)
                yield TargetCell(f"{self.sheet.name}!{letter}", self.heads[position])

    def _where(self, row: Row, position: int) -> str:
        return f"{self.sheet.name}!{cell_name(row.number, position)}"


def problems_of_columns(columns: Sequence[str]) -> list[str]:
    """Return what is wrong with what the columns of a table are said to be."""
    named = [column for column in columns if column]
    words = []
    if len(named) != len(set(named)):
        words.append(_("Two columns are the same; leave one of them out."))
    if any(needed not in named for needed in NEEDED) or not {"code", "indicator"} & set(named):
        words.append(_("A table of targets needs columns for the place, the indicator, the value and the first day."))
    return words


def tables_of_targets(sheets: Sheets) -> tuple[list[TargetTable], list[TargetCell]]:
    """Return the tables of targets with what their heads certainly say, and the first cells of other sheets.

    :raises UnreadableFileError: as `Sheet.rows`.
    """
    tables, others = [], []
    for sheet in sheets.sheets:
        table, first = _table_of(sheet)
        if table is not None:
            tables.append(table)
        elif not is_own_sheet(first.text):
            others.append(first)
    return tables, others


def read_day(text: str, *, last: bool = False) -> date:
    """Read a day as 31/12/2025 or 2025-12-31; a year alone is its first day, with ``last`` its last one.

    :raises UnreadableDayError: if it is none.
    """
    try:
        if found := _DAY.fullmatch(text):
            return date(int(found[3]), int(found[2]), int(found[1]))
        if found := _ISO_DAY.fullmatch(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if _YEAR.fullmatch(text):
            return date(int(text), 12, 31) if last else date(int(text), 1, 1)
    except ValueError:
        pass
    raise UnreadableDayError(
        _("“%(text)s” is no day. Write it as 31/12/2025, or the year alone.") % {"text": quoted_text(text)}
    )


def _table_of(sheet: Sheet) -> tuple[TargetTable | None, TargetCell]:
    first = TargetCell(f"{sheet.name}!A1", "")
    for row in sheet.rows():
        if row.number > _MOST_ROWS_ABOVE:
            break
        texts = [_text(row, position, "vi") for position in range(len(row.cells))]
        if not first.text:
            position = next((number for number, text in enumerate(texts) if text), 0)
            first = TargetCell(f"{sheet.name}!{cell_name(row.number, position)}", texts[position] if texts else "")
        if is_own_sheet(first.text):
            break
        columns = [column_of(text) if text else "" for text in texts]
        if len({column for column in columns if column}) >= _FEWEST_HEADS:
            return TargetTable(sheet, row.number, tuple(texts), tuple(_once(columns))), first
    return None, first


def _once(columns: Sequence[str]) -> Iterator[str]:
    """Yield each column where it is named first: a second one of a name is for a person to say."""
    known = set()
    for column in columns:
        yield column if column in COLUMNS and column not in known else ""
        known.add(column)


def _text(row: Row, position: int, language: str) -> str:
    cell: str | Cell = row.cells[position] if position < len(row.cells) else ""
    if is_blank(cell):
        return ""
    if isinstance(cell, Cell) and cell.trouble not in (None, Trouble.DAY) and not cell.text:
        return "#"
    return " ".join(in_one_line(unescaped(shown(cell, language))).split())
