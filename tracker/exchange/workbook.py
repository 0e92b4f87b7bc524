"""Read the first sheet of a report's workbook as rows of texts; nothing in it is run or fetched."""

import io
from typing import Final

from django.utils.translation import gettext as _

from tracker.exchange.incoming import refusals
from tracker.exchange.incoming.package import Book, open_archive, read_book, refuse_other_archives
from tracker.exchange.incoming.sheets import Cell, Row, Trouble, cell_name, shown
from tracker.exchange.incoming.workbook_sheets import WorkbookSheet
from tracker.exchange.sheet_table import MOST_COLUMNS, MOST_ROWS, UnreadableFileError, too_many_cells

# The largest table that is read takes some ten million bytes unpacked; the rest is room for styles.
_MOST_UNPACKED: Final = 16 * 1024 * 1024
_MOST_PARTS: Final = 500
_MOST_TEXT_ELEMENTS: Final = 125_000


def read_workbook(content: bytes, language: str) -> list[list[str]]:
    """Return the rows of the first sheet as texts; numbers as the language writes them, without marks of thousands.

    :raises UnreadableFileError: if it is no workbook, holds macros, would unpack to too much, or a cell holds a day,
        a formula without a result, or a number whose format leaves digits away.
    """
    try:
        archive = open_archive(io.BytesIO(content), _MOST_UNPACKED, _MOST_PARTS)
        refuse_other_archives(archive)
        book = read_book(archive, _MOST_TEXT_ELEMENTS)
        _refuse_macros(book)
        rows: list[list[str]] = []
        for row in WorkbookSheet(archive, book.sheets[0], book).rows():
            if row.number > MOST_ROWS or len(row.cells) > MOST_COLUMNS:
                raise too_many_cells()
            # A row's place in the list is its place in the file.
            rows.extend([] for _blank in range(row.number - len(rows) - 1))
            rows.append(_texts(row, language))
    except UnreadableFileError:
        raise
    except Exception as error:  # a broken file breaks the reader anywhere, with any exception
        raise refusals.broken() from error
    return rows


def _refuse_macros(book: Book) -> None:
    if book.has_macros:
        raise UnreadableFileError(
            _("The workbook holds macros (.xlsm). Save it as .xlsx without them, and choose that file.")
        )


def _texts(row: Row, language: str) -> list[str]:
    return [
        cell if isinstance(cell, str) else _text(cell, cell_name(row.number, column), language)
        for column, cell in enumerate(row.cells)
    ]


def _text(cell: Cell, name: str, language: str) -> str:
    """Return the text of one cell that is more than a text.

    :raises UnreadableFileError: if nobody can say which number it states.
    """
    if cell.trouble is Trouble.DAY:
        raise UnreadableFileError(
            _("Cell %(cell)s holds a day or a time: a spreadsheet makes one of 1/2 or 3.5. Format it as text.")
            % {"cell": name}
        )
    if cell.trouble is Trouble.UNRECKONED:
        raise UnreadableFileError(
            _(
                "Cell %(cell)s holds a formula without a result. Open the file in the spreadsheet, save it "
                "there, and choose it again."
            )
            % {"cell": name}
        )
    if cell.thousands and not cell.words:
        raise UnreadableFileError(
            _("The format of cell %(cell)s leaves digits away (#,##0,,). Format it as a plain number, and check it.")
            % {"cell": name}
        )
    return shown(cell, language)
