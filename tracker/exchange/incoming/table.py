"""One table of a sheet, as it was found."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from tracker.exchange.incoming.headings import one_line
from tracker.exchange.incoming.repeated_heads import RepeatedHeads
from tracker.exchange.incoming.sheets import Row, Sheet, Span


@dataclass(frozen=True)
class Table:
    """One table of a sheet.

    ``headings`` are the texts above each column from ``left`` on, the upper row's first. Rows are counted from 1;
    ``last_row`` is the last with a figure. ``unit`` is what a line above says of all of it. ``sample`` are its first
    rows, ``notes`` the lines below it. ``marked_columns`` have texts with a dot or a comma among their rows.
    ``stray_row`` is the first row below it that has figures and stands in no table; 0 for none.
    """

    sheet: Sheet
    titles: tuple[str, ...]
    head_rows: tuple[int, ...]
    left: int
    headings: tuple[tuple[str, ...], ...]
    first_row: int
    last_row: int
    unit: str = ""
    notes: tuple[str, ...] = ()
    sample: tuple[Row, ...] = field(default=(), repr=False)
    hidden_rows: int = 0
    marked_columns: frozenset[int] = frozenset()
    stray_row: int = 0
    spans: tuple[Span, ...] = field(default=(), repr=False)

    @property
    def right(self) -> int:
        """Return the column behind the last one."""
        return self.left + len(self.headings)

    @property
    def hidden_columns(self) -> frozenset[int]:
        """Return its hidden columns, counted from the first of the sheet."""
        return frozenset(column for column in self.sheet.hidden_columns if self.left <= column < self.right)

    def rows(self) -> Iterator[Row]:
        """Yield its rows from the first below the heads to the last with a figure; heads that are repeated left out."""
        last_head = [one_line(texts[-1]) if texts else "" for texts in self.headings]
        repeats = RepeatedHeads(last_head, self.left)
        for row in self.sheet.rows():
            if row.number > self.last_row:
                return
            if row.number >= self.first_row and not repeats.is_head(row):
                yield row

    def covered_from(self, row: int, column: int) -> int:
        """Return the first row of the cells merged downwards below whose first a cell lies; 0 where it lies in none."""
        spans = self._spans_down.get(column, [])
        index = bisect_left(spans, (row, 0)) - 1
        return spans[index][0] if index >= 0 and spans[index][1] >= row else 0

    @cached_property
    def _spans_down(self) -> dict[int, list[tuple[int, int]]]:
        found: dict[int, list[tuple[int, int]]] = {}
        for span in self.spans:
            if span.bottom > span.top:
                found.setdefault(span.left, []).append((span.top, span.bottom))
        return {column: sorted(spans) for column, spans in found.items()}
