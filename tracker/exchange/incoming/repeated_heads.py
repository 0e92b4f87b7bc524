"""Find heads that stand once more among the rows, as a long table has them on each printed page."""

from typing import Final

from tracker.exchange.incoming.headings import one_line
from tracker.exchange.incoming.sheets import Cell, Row

_MOST_REMEMBERED: Final = 10_000


class RepeatedHeads:
    """Know the last row of a table's heads again, where it stands once more among the rows."""

    def __init__(self, texts: list[str], left: int) -> None:
        self._texts = texts
        self._left = left
        self._first = next((index for index, text in enumerate(texts) if text), 0)
        # Whether a first cell begins a head; a long list has few different ones.
        self._begins: dict[str, bool] = {}

    def is_head(self, row: Row) -> bool:
        """Return whether a row says the same as the heads."""
        at = self._left + self._first
        cell = row.cells[at] if at < len(row.cells) else ""
        if not isinstance(cell, str) or not cell:
            return False
        begins = self._begins.get(cell)
        if begins is None:
            begins = one_line(cell) == self._texts[self._first]
            if len(self._begins) < _MOST_REMEMBERED:
                self._begins[cell] = begins
        return begins and self._says_the_same(row)

    def _says_the_same(self, row: Row) -> bool:
        cells = row.cells[self._left : self._left + len(self._texts)]
        if any(isinstance(cell, Cell) for cell in cells):
            return False
        return [one_line(str(cell)) for cell in cells] + [""] * (len(self._texts) - len(cells)) == self._texts
