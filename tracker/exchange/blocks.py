"""Read a block of cells as a spreadsheet copies it, and find which rows and columns of a grid it means; pure.

Nothing is guessed silently: a name that fits no row or several is reported with its place in the block, and so is
every cell that finds no place.
"""

import csv
import difflib
import re
from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass, field
from io import StringIO
from typing import Final, Generic, TypeVar

from django.utils.translation import gettext as _

from provinces.text import search_key
from tracker.exchange.bounded_csv import bounded_reader
from tracker.exchange.typed_text import UNSEEN_SIGN, in_one_line, without_numbering

MOST_ROWS: Final = 1000
MOST_COLUMNS: Final = 100
MOST_CHARACTERS: Final = 500_000

_LETTER: Final = re.compile(r"[^\W\d_]")

_Row = TypeVar("_Row", bound=Hashable)
_Column = TypeVar("_Column", bound=Hashable)


class UnreadableBlockError(ValueError):
    """Say why a text is not read as a block of cells, and the cure."""


@dataclass(frozen=True)
class Named(Generic[_Row]):
    """One row or column of a grid: its key, the names that mean it, and its unit as it may be written beside it.

    A column ``by_name_only`` is filled where a heading names it, never because it is the next one.
    """

    key: _Row
    names: tuple[str, ...]
    units: tuple[str, ...] = ()
    by_name_only: bool = False


@dataclass(frozen=True)
class PastedCell:
    """One cell of a block: its text, and its row and column in the block, counted from 1."""

    text: str
    row: int
    column: int


@dataclass(frozen=True)
class BlockProblem:
    """What finds no place: a sentence, and the row and column of the block, counted from 1; column 0 is the row."""

    row: int
    column: int
    message: str


@dataclass
class Placement(Generic[_Row, _Column]):
    """Which cell of the block goes where, and what finds no place; ``unused`` are headings that name no column."""

    cells: dict[tuple[_Row, _Column], PastedCell] = field(default_factory=dict)
    problems: list[BlockProblem] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)


def read_block(text: str) -> list[list[str]]:
    """Return the rows of cells that a spreadsheet puts on the clipboard; every row has the same number of cells.

    Cells are separated by tabs; one in quotation marks may hold line breaks. Blank rows at the end are dropped.

    :raises UnreadableBlockError: if there is nothing, or more than the grid can mean.
    """
    if len(text) > MOST_CHARACTERS:
        raise UnreadableBlockError(_("The block is too long; copy fewer cells at once."))
    # A sign that cannot be seen is shown; left out it would join what stands around it.
    body = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", UNSEEN_SIGN)
    try:
        rows = [[_tidy(cell) for cell in row] for row in bounded_reader(StringIO(body, newline=""), delimiter="\t")]
    except csv.Error as error:
        raise UnreadableBlockError(
            _("The block cannot be read as cells. Copy the cells from the spreadsheet again.")
        ) from error
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise UnreadableBlockError(_("The block is empty. Copy the cells from the spreadsheet and paste them here."))
    width = max(len(row) for row in rows)
    if len(rows) > MOST_ROWS or width > MOST_COLUMNS:
        raise UnreadableBlockError(
            _("The block has %(rows)s rows and %(columns)s columns; at most %(most_rows)s and %(most_columns)s fit.")
            % {"rows": len(rows), "columns": width, "most_rows": MOST_ROWS, "most_columns": MOST_COLUMNS}
        )
    return [row + [""] * (width - len(row)) for row in rows]


def place_block(
    block: Sequence[Sequence[str]],
    *,
    rows: Sequence[Named[_Row]],
    columns: Sequence[Named[_Column]],
    at_row: int = 0,
    at_column: int = 0,
) -> Placement[_Row, _Column]:
    """Return where each cell of the block goes.

    Rows are found by the names in the block's column of names, wherever that stands, and columns by its heading row;
    a block without names fills rows from ``at_row`` on, one without headings columns from ``at_column`` on. A column
    that only repeats units, or numbers the rows, is passed over. Blank cells beside a name are placed too: they say
    that there is no figure.
    """
    placement: Placement[_Row, _Column] = Placement()
    label_column = _label_column(block, rows)
    heading = _heading_row(block, columns, label_column)
    body = range(0 if heading is None else heading + 1, len(block))
    found_columns = _columns(block, heading, label_column, rows, columns, at_column, body, placement)
    found_rows = _rows(block, label_column, rows, at_row, body, placement)
    for index, row in found_rows.items():
        for position, column in found_columns.items():
            text = block[index][position]
            cell = PastedCell(text, index + 1, position + 1)
            if (row, column) in placement.cells:
                message = _("“%(text)s” stands a second time for the same cell.") % {"text": text}
                placement.problems.append(BlockProblem(cell.row, cell.column, message))
            else:
                placement.cells[row, column] = cell
    return placement


def _tidy(cell: str) -> str:
    return in_one_line(cell).strip(" \t\u00a0\u202f\ufeff")


def _key(text: str) -> str:
    return search_key(without_numbering(text))


def _index(members: Sequence[Named[_Row]]) -> dict[str, list[_Row]]:
    found: dict[str, list[_Row]] = {}
    for member in members:
        for name in dict.fromkeys(search_key(name) for name in member.names if name):
            found.setdefault(name, []).append(member.key)
    return found


def _label_column(block: Sequence[Sequence[str]], rows: Sequence[Named[_Row]]) -> int | None:
    """Return the column that names rows: the one with most names that are known, else a first column of words."""
    known = _index(rows)
    counts = [sum(_key(row[position]) in known for row in block) for position in range(len(block[0]))]
    best = max(range(len(counts)), key=lambda position: (counts[position], -position))
    if counts[best]:
        return best
    words = [row[0] for row in block if row[0]]
    if len(block[0]) > 1 and words and all(len(_LETTER.findall(word)) > 4 for word in words):
        return 0
    return None


def _heading_row(
    block: Sequence[Sequence[str]], columns: Sequence[Named[_Column]], label_column: int | None
) -> int | None:
    """Return the first row that names columns, looking at the first three; None if there is none."""
    known = _index(columns)
    for index, row in enumerate(block[:3]):
        cells = [cell for position, cell in enumerate(row) if position != label_column]
        if any(search_key(cell) in known for cell in cells if cell):
            return index
    return None


def _columns(
    block: Sequence[Sequence[str]],
    heading: int | None,
    label_column: int | None,
    rows: Sequence[Named[_Row]],
    columns: Sequence[Named[_Column]],
    at_column: int,
    body: range,
    placement: Placement[_Row, _Column],
) -> dict[int, _Column]:
    """Return the grid's column for each column of the block that has one."""
    if heading is not None:
        known = _index(columns)
        found: dict[int, _Column] = {}
        for position, text in enumerate(block[heading]):
            keys = known.get(search_key(text), []) if text and position != label_column else []
            if len(keys) == 1:
                found[position] = keys[0]
            elif len(keys) > 1:
                message = _("The heading “%(text)s” means several columns; write one of these: %(names)s.") % {
                    "text": text,
                    "names": _full_names(keys, columns),
                }
                placement.problems.append(BlockProblem(heading + 1, position + 1, message))
            elif text and position != label_column:
                placement.unused.append(text)
        return found
    units = {search_key(unit) for row in rows for unit in row.units}
    positions = [
        position
        for position in range(len(block[0]))
        if (label_column is None or position > label_column) and not _repeats_units(block, body, position, units)
    ]
    free = [column for column in columns[at_column:] if not column.by_name_only]
    for position in positions[len(free) :]:
        if any(block[index][position] for index in body):
            message = _("The block is wider than the grid: this column has no place.")
            placement.problems.append(BlockProblem(body.start + 1, position + 1, message))
    return {position: column.key for position, column in zip(positions, free, strict=False)}


def _repeats_units(block: Sequence[Sequence[str]], body: range, position: int, units: Collection[str]) -> bool:
    cells = [search_key(block[index][position]) for index in body if block[index][position]]
    return bool(cells) and all(cell in units for cell in cells)


def _rows(
    block: Sequence[Sequence[str]],
    label_column: int | None,
    rows: Sequence[Named[_Row]],
    at_row: int,
    body: range,
    placement: Placement[_Row, _Column],
) -> dict[int, _Row]:
    """Return the grid's row for each row of the block that has one."""
    found: dict[int, _Row] = {}
    if label_column is None:
        for offset, index in enumerate(body):
            if at_row + offset < len(rows):
                found[index] = rows[at_row + offset].key
            elif any(block[index]):
                message = _("The block is longer than the grid: this row has no place.")
                placement.problems.append(BlockProblem(index + 1, 0, message))
        return found
    known = _index(rows)
    taken: dict[_Row, int] = {}
    for index in body:
        text = block[index][label_column]
        if not any(block[index]):
            continue
        keys = known.get(_key(text)) or known.get(search_key(text), [])
        if len(keys) == 1 and keys[0] not in taken:
            found[index] = keys[0]
            taken[keys[0]] = index
        else:
            sentence = _row_sentence(text, keys, rows, taken)
            placement.problems.append(BlockProblem(index + 1, 0, sentence))
    return found


def _full_names(keys: Collection[_Row], members: Sequence[Named[_Row]]) -> str:
    """Return for each member the first of its names that means it alone, or its first name if none does."""
    known = _index(members)
    found = []
    for member in members:
        if member.key in keys:
            names = [name for name in member.names if name]
            found.append(next((name for name in names if len(known.get(search_key(name), ())) == 1), names[0]))
    return ", ".join(f"“{name}”" for name in found)


def _near(name: str, rows: Sequence[Named[_Row]]) -> list[_Row]:
    """Return the rows that a name may mean: those written nearly so, and those whose names go on where it ends."""
    known = _index(rows)
    names = [
        *difflib.get_close_matches(name, known, cutoff=0.75),
        *(one for one in known if one.startswith(f"{name} ")),
    ]
    return list(dict.fromkeys(key for one in names for key in known[one]))


def _row_sentence(text: str, keys: Sequence[_Row], rows: Sequence[Named[_Row]], taken: dict[_Row, int]) -> str:
    if len(keys) > 1:
        return _("“%(text)s” means several rows; write one of these: %(names)s.") % {
            "text": text,
            "names": _full_names(keys, rows),
        }
    if keys:
        return _("“%(text)s” stands in the block twice; the first is in row %(row)s.") % {
            "text": text,
            "row": taken[keys[0]] + 1,
        }
    if not text:
        return _("This row has figures and no name.")
    if near := _near(_key(text), rows):
        return _("No row is called “%(text)s”. If one of these is meant, write its name: %(near)s.") % {
            "text": text,
            "near": _full_names(near, rows),
        }
    return _("No row is called “%(text)s”; write the name as the grid does.") % {"text": text}
