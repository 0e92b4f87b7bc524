"""A file as sheets of rows of cells, whatever it was: what the reading of tables begins with."""

import enum
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NamedTuple

from tracker.exchange.numbers import marks_of, write_number_to_edit

_LETTERS: Final = 26
_ZERO_WIDTH: Final = "\u200b\u200c\u200d\u2060\ufeff"


class Trouble(enum.Enum):
    """Why a cell of a workbook states no number, though it looks so."""

    DAY = "day"
    UNRECKONED = "unreckoned"
    ERROR = "error"


class Cell(NamedTuple):
    """One cell of a workbook that is more than a text.

    ``number`` is exact, in the unit that ``words`` name: 58 and "%" for a kept 0.58, 6918 and "tỷ" where the format
    writes the word. ``thousands`` is how often the format leaves three digits away without a word (#,##0,, twice);
    ``number`` keeps them. ``text`` is what a cell in trouble holds: a day as 2025-02-01, an error as #REF!.
    """

    number: Decimal | None = None
    words: str = ""
    thousands: int = 0
    text: str = ""
    trouble: Trouble | None = None


class Row(NamedTuple):
    """One row: its number, counted from 1, and its cells from the first column on; an empty cell is ""."""

    number: int
    cells: Sequence[str | Cell]
    hidden: bool = False


class Span(NamedTuple):
    """Cells merged into one: rows and columns counted from 1 and 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


class Sheet(ABC):
    """One sheet of a file. Its rows are read anew from the file each time, so that no sheet need fit in memory."""

    name: str
    hidden: bool = False

    @abstractmethod
    def rows(self) -> Iterator[Row]:
        """Yield the rows from the first to the last with a cell; rows without one may be left out.

        :raises UnreadableFileError: if the sheet is broken, or larger than the limits.
        """

    @property
    def spans(self) -> Sequence[Span]:
        """Return the merged cells."""
        return ()

    @property
    def hidden_columns(self) -> frozenset[int]:
        """Return the columns that the sheet hides, counted from 0."""
        return frozenset()


@dataclass(frozen=True)
class Sheets:
    """What a file holds.

    ``encoding`` and ``separator`` are those of a text file, empty for a workbook; ``encoding_certain`` says whether
    the bytes allow no other. ``notices`` are sentences about what was left aside.
    """

    sheets: tuple[Sheet, ...]
    encoding: str = ""
    separator: str = ""
    encoding_certain: bool = True
    notices: tuple[str, ...] = ()

    @property
    def is_text(self) -> bool:
        """Return whether the file is a text file."""
        return bool(self.encoding)


def shown(cell: str | Cell, language: str) -> str:
    """Return a cell as the language writes it, in a form that `cell_texts.read_cell` reads as the same."""
    if isinstance(cell, str):
        return cell
    if cell.number is None:
        return cell.text
    # Without marks between thousands: groups of the language could be taken for decimals of another.
    number = write_number_to_edit(cell.number, language).replace(marks_of(language).group, "")
    return f"{number}{cell.words}" if cell.words in ("", "%") else f"{number} {cell.words}"


def is_blank(cell: str | Cell) -> bool:
    """Return whether nothing can be seen in a cell."""
    if isinstance(cell, str):
        if not cell or cell[0].isalnum():  # nearly all cells
            return not cell
        return not cell.strip(_ZERO_WIDTH + " \t\r\n\u00a0\u202f\u3000")
    return cell.number is None and cell.trouble is None and not cell.text


def column_name(column: int) -> str:
    """Return the letters of a column counted from 0: A, Z, AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """Return the name of a cell, its row counted from 1 and its column from 0: B7."""
    return f"{column_name(column)}{row}"
