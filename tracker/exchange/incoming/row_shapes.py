"""Say by its cells what a row may be: heads, figures, a count of the columns; pure."""

import re
from collections.abc import Sequence
from typing import Final

from tracker.exchange.incoming.headings import one_line
from tracker.exchange.incoming.sheets import Cell, Row, Span, is_blank

_FIGURE: Final = re.compile(r"[~*∼≈<>±]?\s*[-+\u2212\u2013(]?\s*[0-9\uff10-\uff19](?!\))")
_BEGINS_NUMBER: Final = frozenset("0123456789-~*")
_CLEARING: Final = frozenset({"clear", "xóa", "xoá", "Xóa", "Xoá"})
_SIGNS: Final = frozenset({"-", "–", "—", "−", "…", "...", "x", "X", "?", "n/a", "N/A"}) | _CLEARING
# "12 tỷ 500 triệu đồng" is a figure, "(1) Cả phần mở rộng" a note.
_LONGEST_FIGURE: Final = 60
_MOST_BLANKS: Final = 4
_YEAR: Final = re.compile("(?:19|20)[0-9]{2}")
_COUNTING: Final = re.compile(r"\(?(?:(?P<number>[0-9]{1,2})|[A-Za-z])\)?(?:\s*=.*)?")


def texts_above(heads: Sequence[Row], spans: Sequence[Span], column: int) -> tuple[str, ...]:
    """Return the texts above a column, the upper head's first; merged cells stand for all that they cover."""
    texts = []
    for row in heads:
        cell = row.cells[column] if column < len(row.cells) else ""
        if is_blank(cell):
            span = next((s for s in spans if s.top <= row.number <= s.bottom and s.left <= column <= s.right), None)
            anchor = next((one for one in heads if span and one.number == span.top), None)
            cell = anchor.cells[span.left] if span and anchor and span.left < len(anchor.cells) else ""
        text = one_line(cell) if isinstance(cell, str) else written(cell)
        if text:
            texts.append(text)
    return tuple(dict.fromkeys(texts))


def written(cell: Cell) -> str:
    """Return what a cell of a head says: a number in full, a day as 2025-03-31."""
    return cell.text if cell.number is None else f"{cell.number:f}"


def has_figure(row: Row) -> bool:
    """Return whether a row states a figure behind its first cell."""
    return any(is_figure(cell) for cell in row.cells[1:])


def states_number(row: Row) -> bool:
    """Return whether a row states a number behind its first cell that is no year: no row of heads does."""
    for cell in row.cells[1:]:
        if cell != "" and (isinstance(cell, Cell) or cell[0] in _BEGINS_NUMBER) and is_figure(cell):
            return not is_year(cell)
    return False


def is_figure(cell: str | Cell) -> bool:
    """Return whether a cell looks like a figure: it begins with a number, or is one of the signs."""
    if isinstance(cell, Cell):
        return True
    if not cell or len(cell) > _LONGEST_FIGURE:
        return False
    text = cell.strip()
    return text in _SIGNS or (_FIGURE.match(text) is not None and text.count(" ") <= _MOST_BLANKS)


def is_year(cell: str | Cell) -> bool:
    """Return whether a cell is a year, as heads have them."""
    text = cell.strip() if isinstance(cell, str) else written(cell)
    return _YEAR.fullmatch(text) is not None


def counts_columns(row: Row) -> bool:
    """Return whether a row only counts the columns: (1) (2) (3), or A B 1 2 3=2/1."""
    filled = [cell for cell in row.cells if not is_blank(cell)]
    numbers = []
    for cell in filled:
        found = _COUNTING.fullmatch(cell.strip() if isinstance(cell, str) else written(cell))
        if found is None:
            return False
        if found["number"]:
            numbers.append(int(found["number"]))
    return len(filled) > 2 and numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else False
