"""Find the tables of a sheet: titles above, heads of one to three rows, rows with figures, notes below."""

import itertools
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from tracker.exchange.incoming import limits, refusals
from tracker.exchange.incoming.heading_words import Tag
from tracker.exchange.incoming.headings import Heading, one_line, read_heading, unit_line
from tracker.exchange.incoming.names import Catalogue
from tracker.exchange.incoming.row_shapes import (
    counts_columns,
    has_figure,
    is_figure,
    is_year,
    states_number,
    texts_above,
)
from tracker.exchange.incoming.sheets import Cell, Row, Sheet, is_blank
from tracker.exchange.incoming.table import Table

# How many of a table's first rows are looked at to propose what its columns are.
SAMPLE_ROWS: Final = 300
_LABELS: Final = frozenset({Tag.PLACE, Tag.INDICATOR, Tag.CODE, Tag.UNIT, Tag.UNIT_OR_PLACE, Tag.NUMBERING, Tag.PERIOD})
_ROW_NAMES: Final = frozenset({Tag.PLACE, Tag.INDICATOR})


def find_tables(sheet: Sheet, catalogue: Catalogue, head_rows: Sequence[int] = ()) -> list[Table]:
    """Return the tables of a sheet from top to bottom, those side by side from left to right; reads the sheet once.

    ``head_rows`` are the rows that a person names as the heads of the one table; empty finds the heads out.

    :raises UnreadableFileError: as `Sheet.rows`.
    """
    finder = _Finder(sheet, catalogue, frozenset(head_rows))
    for row in sheet.rows():
        finder.take(row)
    found = finder.tables()
    if not found and not head_rows and finder.likely_head:
        return find_tables(sheet, catalogue, (finder.likely_head,))
    if found and finder.stray is not None:
        found[-1] = replace(found[-1], stray_row=finder.stray.number)
    return [part for table in found for part in _side_by_side(table, catalogue)]


class _Finder:
    """Take the rows of a sheet one after another, and gather its tables."""

    def __init__(self, sheet: Sheet, catalogue: Catalogue, forced: frozenset[int]) -> None:
        self._sheet = sheet
        self._catalogue = catalogue
        self._forced = forced
        self._found: list[Table] = []
        self._above: list[Row] = []  # what may be titles of the next table or notes of the last
        self._heads: list[Row] = []
        self._sample: list[Row] = []
        self._titles: list[Row] = []
        self._first = self._last = 0
        self._hidden = 0
        self._marked: set[int] = set()
        self._figures: set[int] = set()  # columns in which figures stood
        self._known: dict[str, Heading] = {}
        self.likely_head = 0
        self.stray: Row | None = None

    def take(self, row: Row) -> None:
        """Take the next row."""
        if not self._heads:
            self._take_above(row)
        elif self._first and states_number(row):
            self._take_data(row)
        elif not self._first and self._goes_on(row):
            self._heads.append(row)
        elif self._starts_table(row, surely=True):
            self._close()
            self._heads = [row]
        elif has_figure(row) or self._continues(row):
            self._take_data(row)
        elif self._breaks(row):
            self._close()
            self._take_above(row)
        else:
            self._keep_above(row)

    def _continues(self, row: Row) -> bool:
        """Return whether a row right below the others has a name, and beside it words with a digit ("trên 12")."""
        last = self._above[-1].number if self._above else self._last
        if row.number != last + 1 or len(row.cells) <= self._left() or is_blank(row.cells[self._left()]):
            return False
        if any(isinstance(cell, str) and any(map(str.isdigit, cell)) for cell in row.cells[self._left() + 1 :]):
            return True
        return self._has_words_for_figures(row) and self._names_something(row)

    def _breaks(self, row: Row) -> bool:
        """Return whether words stand where figures should, so that what follows is another table or none."""
        return bool(self._first) and self._has_words_for_figures(row)

    def _has_words_for_figures(self, row: Row) -> bool:
        return any(column < len(row.cells) and not is_blank(row.cells[column]) for column in self._figures)

    def _left(self) -> int:
        """Return the first column in which the heads have a text, or the first of the sheet."""
        return next((index for index, cell in enumerate(self._heads[0].cells) if not is_blank(cell)), 0)

    def tables(self) -> list[Table]:
        """Return what was found."""
        self._close()
        return self._found

    def _take_above(self, row: Row) -> None:
        if self._starts_table(row):
            self._heads = [row]
            return
        if not self._found and not self.likely_head and has_figure(row) and self._above:
            before = self._above[-1]
            if sum(not is_blank(cell) for cell in before.cells) > 1:
                self.likely_head = before.number
        if self._found and self.stray is None and has_figure(row) and self._names_something(row):
            self.stray = row
        self._keep_above(row)

    def _names_something(self, row: Row) -> bool:
        """Return whether a row names a place or an indicator of the catalogue."""
        texts = [cell for cell in row.cells if isinstance(cell, str) and not is_blank(cell)]
        return any(self._catalogue.place(text).keys or self._catalogue.indicator(text).keys for text in texts)

    def _keep_above(self, row: Row) -> None:
        self._above.append(row)
        del self._above[: -limits.MOST_TITLE_ROWS]

    def _take_data(self, row: Row) -> None:
        if not self._first:
            self._first = self._heads[-1].number + 1
            self._sample.extend(one for one in self._above if one.number >= self._first)
            self._above = [one for one in self._above if one.number < self._first]
            self._titles, self._above = self._above, []
        self._last = row.number
        self._hidden += row.hidden
        if len(self._sample) < SAMPLE_ROWS:
            self._figures.update(column for column, cell in enumerate(row.cells) if column and is_figure(cell))
        for column, cell in enumerate(row.cells):
            if isinstance(cell, str) and ("," in cell or "." in cell):
                self._marked.add(column)
        if len(self._sample) < SAMPLE_ROWS:
            self._sample.extend(self._above)
            self._sample.append(row)
        self._above = []

    def _goes_on(self, row: Row) -> bool:
        """Return whether a row is one more of the heads: below a name that is merged or left blank, or counting."""
        if self._forced:
            return row.number in self._forced
        if row.number != self._heads[-1].number + 1:
            return False
        if counts_columns(row):
            return True
        if len(self._heads) == limits.MOST_HEAD_ROWS or any(
            is_figure(cell) and not is_year(cell) for cell in row.cells
        ):
            return False
        texts = [one_line(str(cell)) for cell in row.cells if isinstance(cell, str) and not is_blank(cell)]
        known = [self._read(text) for text in texts]
        if self._starts_table(row, surely=True):
            return [one_line(str(cell)) for cell in row.cells] != [
                one_line(str(cell)) for cell in self._heads[-1].cells
            ]
        first = next((index for index, cell in enumerate(self._heads[0].cells) if not is_blank(cell)), 0)
        below_name = len(row.cells) <= first or is_blank(row.cells[first])
        years = any(is_year(cell) for cell in row.cells if isinstance(cell, Cell))
        return below_name and (years or any(heading.names_something for heading in known))

    def _starts_table(self, row: Row, *, surely: bool = False) -> bool:
        """Return whether a row is the first of a table's heads; where others stand above, only known words are."""
        if self._forced:
            return row.number in self._forced and not self._first
        filled = [cell for cell in row.cells if not is_blank(cell)]
        if len(filled) < 2 or any(is_figure(cell) and not is_year(cell) for cell in filled):
            return False
        texts = [one_line(cell) for cell in filled if isinstance(cell, str)]
        if self._first and texts == self._texts_of_last_head():
            return False
        known = [
            heading
            for text in texts
            if not unit_line(text, self._catalogue) and (heading := self._read(text)).names_something
        ]
        has_label = any(heading.tags & _LABELS for heading in known)
        if len(known) < 2:
            # A name of rows beside words that nobody knows: a head all the same, whose columns are asked.
            return not surely and has_label and len(filled) == len(texts)
        return has_label or (not surely and any(heading.tags or heading.unit or heading.quarter for heading in known))

    def _texts_of_last_head(self) -> list[str]:
        return [one_line(str(cell)) for cell in self._heads[-1].cells if not is_blank(cell)]

    def _read(self, text: str) -> Heading:
        found = self._known.get(text)
        if found is None:
            found = self._known.setdefault(text, read_heading((text,), self._catalogue))
        return found

    def _close(self) -> None:
        """Put the table together that ends here; its notes may be titles of the next one too."""
        if not self._heads:
            return
        heads = [row for row in self._heads if not counts_columns(row)]
        width = max(len(row.cells) for row in heads)
        rows = [row.number for row in heads]
        spans = [span for span in self._sheet.spans if span.bottom >= rows[0] and span.top <= rows[-1]]
        columns = [texts_above(heads, spans, column) for column in range(width)]
        left = next((index for index, texts in enumerate(columns) if texts), 0)
        titles = self._titles if self._first else []
        lines = [one_line(str(cell)) for row in titles for cell in row.cells if isinstance(cell, str) and cell]
        table = Table(
            sheet=self._sheet,
            titles=tuple(filter(None, lines)),
            head_rows=tuple(row.number for row in heads),
            left=left,
            headings=tuple(columns[left:]),
            first_row=self._first,
            last_row=self._last,
            unit=next((unit for line in reversed(lines) if (unit := unit_line(line, self._catalogue))), ""),
            notes=tuple(
                line for row in self._above for cell in row.cells if isinstance(cell, str) and (line := one_line(cell))
            ),
            sample=tuple(self._sample[:SAMPLE_ROWS]),
            hidden_rows=self._hidden,
            marked_columns=frozenset(self._marked),
            spans=tuple(span for span in self._sheet.spans if self._first <= span.top <= self._last),
        )
        if self._first:
            self._found.append(table)
            if len(self._found) > limits.MOST_TABLES:
                raise refusals.too_much()
        else:
            self._above = [*self._heads, *self._above]
        self._heads, self._sample, self._titles, self._marked, self._figures = [], [], [], set(), set()
        self._first = self._last = self._hidden = 0


def _side_by_side(table: Table, catalogue: Catalogue) -> list[Table]:
    """Return the tables that stand side by side under one row of heads: each begins with a name of rows of its own.

    Two names of a row side by side ("Địa bàn", "Đơn vị báo cáo") with no figures between them belong to one table.
    """
    heads = [read_heading(texts, catalogue) for texts in table.headings]
    starts: list[int] = []
    seen: set[Tag] = set()
    for index, heading in enumerate(heads):
        names = heading.tags & _ROW_NAMES
        if names & seen and heading.is_known and _has_figures(table, starts[-1] if starts else 0, index):
            starts.append(index - 1 if Tag.NUMBERING in heads[index - 1].tags else index)
            seen = set(names)
        else:
            seen |= names
    if not starts:
        return [table]
    bounds = [0, *starts, len(heads)]
    found = []
    for start, end in itertools.pairwise(bounds):
        headings = table.headings[start:end]
        while headings and not headings[-1]:
            headings = headings[:-1]
        found.append(replace(table, left=table.left + start, headings=headings))
    return found


def _has_figures(table: Table, start: int, end: int) -> bool:
    """Return whether figures stand in the columns of the table from the one up to the other, its numbering aside."""
    columns = range(table.left + start + 1, table.left + end)
    return any(is_figure(row.cells[column]) for row in table.sample for column in columns if column < len(row.cells))
