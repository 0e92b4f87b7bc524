"""Read a file of master data into rows of cells by the heads of its columns, and write one that can be read back."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import override

from provinces.text import search_key
from tracker.exchange.demonstration import mark
from tracker.exchange.file_cells import BYTE_ORDER_MARK, escaped
from tracker.exchange.incoming import limits
from tracker.exchange.incoming.files import open_file
from tracker.exchange.incoming.sheets import Cell, Sheet, cell_name, is_blank, shown
from tracker.exchange.master_columns import LANGUAGES, MasterColumn, shown_value, written
from tracker.exchange.numbers import ENGLISH, marks_of
from tracker.exchange.sheet_table import UnreadableFileError
from tracker.exchange.table_workbook import WorkbookTable, write_workbook
from tracker.exchange.typed_text import quoted_text

# Master data are looked at row by row, each checked against the database: a country has a few hundred rows of a kind.
MOST_BYTES: Final = 2 * 1024 * 1024
MOST_ROWS: Final = 3000


@dataclass(frozen=True)
class MasterRow:
    """One row of a file: its number as the spreadsheet counts, and its cells by the names of their columns."""

    number: int
    cells: dict[str, str | Cell]


@dataclass(frozen=True)
class MasterFile:
    """What a file holds; ``positions`` are its columns by name, counted from 0, ``notices`` what was left aside."""

    sheet: str
    positions: dict[str, int]
    rows: list[MasterRow] = field(default_factory=list)
    notices: tuple[str, ...] = ()

    def where(self, row: int, column: str = "") -> str:
        """Return the name of a cell, or of the row where the column is not in the file."""
        position = self.positions.get(column)
        return _("row %(number)s") % {"number": row} if position is None else cell_name(row, position)


def read_master_file(
    content: bytes, *, name: str, columns: Sequence[MasterColumn], keys: Sequence[str], language: str
) -> MasterFile:
    """Return the rows of the first sheet that has the columns ``keys``, found by their heads in either language.

    :raises UnreadableFileError: if no sheet has them, a head is unknown or stands twice, or the file is too large.
    """
    if len(content) > MOST_BYTES:
        raise UnreadableFileError(
            _("The file is larger than %(most)s MB. Divide it into several files.")
            % {"most": MOST_BYTES // 1024 // 1024}
        )
    sheets = open_file(content, name)
    for sheet in sheets.sheets:
        found = _heads_of(sheet, columns, keys, language)
        if found is not None:
            return _rows_of(sheet, *found, sheets.notices)
    wanted = ", ".join(column.label for column in columns if column.name in keys)
    raise UnreadableFileError(
        _("No sheet has the columns %(heads)s. Download the file of this kind, and change it.") % {"heads": wanted}
    )


def _heads_of(
    sheet: Sheet, columns: Sequence[MasterColumn], keys: Sequence[str], language: str
) -> tuple[int, dict[str, int]] | None:
    """Return the row of the heads and the columns by name; None if no row near the top has all the keys."""
    by_head = {head: column.name for column in columns for head in column.heads}
    for row in islice(sheet.rows(), limits.MOST_TITLE_ROWS):
        texts = [shown(cell, language).strip() for cell in row.cells]
        known = {by_head.get(search_key(text)) for text in texts}
        if not known.issuperset(keys):
            continue
        positions: dict[str, int] = {}
        for position, text in enumerate(texts):
            name = by_head.get(search_key(text)) if text else ""
            if name is None and text not in _marks():
                known_heads = ", ".join(column.label for column in columns)
                raise UnreadableFileError(
                    _("%(cell)s: “%(head)s” is no column of this kind. Its columns are: %(known)s.")
                    % {"cell": cell_name(row.number, position), "head": quoted_text(text), "known": known_heads}
                )
            if name and name in positions:
                raise UnreadableFileError(
                    _("%(cell)s: “%(head)s” stands twice. Leave the right one of the two columns.")
                    % {"cell": cell_name(row.number, position), "head": quoted_text(text)}
                )
            if name:
                positions[name] = position
        return row.number, positions
    return None


def _marks() -> set[str]:
    found = set()
    for language in LANGUAGES:
        with override(language):
            found.add(mark())
    return found


def _rows_of(sheet: Sheet, head_row: int, positions: dict[str, int], notices: tuple[str, ...]) -> MasterFile:
    rows: list[MasterRow] = []
    hidden = 0
    for row in sheet.rows():
        if row.number <= head_row:
            continue
        cells = {name: row.cells[at] if at < len(row.cells) else "" for name, at in positions.items()}
        if all(map(is_blank, cells.values())):
            continue
        hidden += row.hidden
        rows.append(MasterRow(row.number, cells))
        if len(rows) > MOST_ROWS:
            raise UnreadableFileError(
                _("“%(sheet)s” has more than %(rows)s rows. Send it in parts.")
                % {"sheet": sheet.name, "rows": MOST_ROWS}
            )
    if hidden:
        notices = (*notices, _("Rows that the sheet hides were read as well: %(count)s.") % {"count": hidden})
    return MasterFile(sheet.name, positions, rows, notices)


def master_csv(columns: Sequence[MasterColumn], rows: Iterable[Sequence[Any]], language: str) -> bytes:
    """Return rows as CSV with the separator and the decimal mark of the language; no text in it is live."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter="," if marks_of(language) is ENGLISH else ";", lineterminator="\r\n")
    marks = [mark()] if mark() else []
    writer.writerow([*(column.label for column in columns), *marks])
    for row in rows:
        texts = [_csv_text(column, value, language) for column, value in zip(columns, row, strict=True)]
        writer.writerow([*texts, *marks])
    return (BYTE_ORDER_MARK + out.getvalue()).encode()


def _csv_text(column: MasterColumn, value: Any, language: str) -> str:
    text = shown_value(column, value, language)
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        # Without marks between thousands: a spreadsheet of another language would take 1.234 for a number below two.
        return text.replace(marks_of(language).group, "")
    return escaped(text)


def master_workbook(name: str, columns: Sequence[MasterColumn], rows: Iterable[Sequence[Any]]) -> bytes:
    """Return rows as a workbook: numbers and days as such, texts as nothing but texts."""
    out = io.BytesIO()
    marks = [mark()] if mark() else []
    values = ([*(written(column, value) for column, value in zip(columns, row, strict=True)), *marks] for row in rows)
    write_workbook(WorkbookTable(name, [*(column.label for column in columns), *marks], values), out)
    return out.getvalue()
