"""Write a report's table as CSV or workbook, and read such files back as rows of texts.

Files of strangers are read with care: by their first bytes, never by their names; nothing in them is run, and what
would take long is refused before it is opened.
"""

import csv
import io
import unicodedata
from collections.abc import Iterable
from typing import Any, Final

import xlsxwriter
from django.utils.translation import gettext as _

from tracker.exchange.bounded_csv import bounded_reader
from tracker.exchange.demonstration import mark
from tracker.exchange.file_cells import (
    BYTE_ORDER_MARK,
    TEXTS_STAY_TEXTS,
    escaped,
    fits_a_number,
    unescaped,
    write_text,
)
from tracker.exchange.numbers import ENGLISH, marks_of
from tracker.exchange.sheet_table import (
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_ROWS,
    TableLine,
    TableNumber,
    UnreadableFileError,
    headings,
    too_many_cells,
)
from tracker.exchange.typed_text import in_one_line

_WIDTHS: Final = (22, 48, 26, 20, 20, 40, 30, 40)
# How many rows tell which separator a file has.
_ROWS_TO_JUDGE: Final = 20
# How a file begins that is no table of ours.
_ZIP: Final = b"PK\x03\x04"
_OLD_OFFICE: Final = bytes.fromhex("D0CF11E0A1B11AE1")
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")


# --- Writing ------------------------------------------------------------------------------------------------------


def csv_bytes(lines: Iterable[TableLine], language: str) -> bytes:
    """Return the table as CSV in UTF-8, with the separator and the decimal mark that spreadsheets of the language use.

    Nothing in it is live: a text that a spreadsheet would run gets an apostrophe before it, which reading takes back.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter="," if marks_of(language) is ENGLISH else ";", lineterminator="\r\n")
    writer.writerow([*headings(), *filter(None, [mark()])])
    for line in lines:
        writer.writerow(
            [cell.text(language) if isinstance(cell, TableNumber) else escaped(cell) for cell in line.cells()]
        )
    return (BYTE_ORDER_MARK + out.getvalue()).encode()


def workbook_bytes(lines: Iterable[TableLine], language: str, sheet_name: str) -> bytes:
    """Return the table as a workbook: numbers as numbers wherever these keep every digit, else as texts."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, **TEXTS_STAY_TEXTS}) as book:
        sheet = book.add_worksheet(sheet_name)
        bold, right = book.add_format({"bold": True, "bottom": 1}), book.add_format({"align": "right"})
        for column, (heading, width) in enumerate(zip(headings(), _WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            write_text(sheet, 0, column, heading, bold)
        if mark():
            write_text(sheet, 0, len(_WIDTHS), mark(), bold)
        sheet.freeze_panes(1, 2)
        for row, line in enumerate(lines, start=1):
            for column, cell in enumerate(line.cells()):
                if isinstance(cell, TableNumber):
                    _write_number(sheet, row, column, cell, language, right)
                elif cell:
                    write_text(sheet, row, column, cell)
    return out.getvalue()


def _write_number(sheet: Any, row: int, column: int, number: TableNumber, language: str, right: Any) -> None:
    plain = number.plain
    if plain is not None and fits_a_number(plain):
        # As a Decimal: it is written by its own digits, never as the nearest binary number.
        sheet.write_number(row, column, plain)
    elif text := number.text(language):
        write_text(sheet, row, column, text, right)


# --- Reading ------------------------------------------------------------------------------------------------------


def read_table(content: bytes, language: str) -> list[list[str]]:
    """Return the rows of a CSV file or workbook as texts, numbers as the language writes them, all rows equally long.

    Blank rows are left out at the end only, so that a row's place stays its place in the file.

    :raises UnreadableFileError: if the content is too large, no such file, or holds what is no cell of a table.
    """
    if len(content) > MOST_BYTES:
        raise UnreadableFileError(
            _("The file is larger than %(most)s MB. Send the sheet of this report alone.")
            % {"most": MOST_BYTES // 1024 // 1024}
        )
    if content.startswith(_ZIP):
        from tracker.exchange.workbook import read_workbook

        rows = read_workbook(content, language)
    elif content.startswith(_OLD_OFFICE):
        raise UnreadableFileError(_old_office_sentence(content))
    else:
        rows = _read_csv(_decoded(content))
    return _rectangle(rows)


def _old_office_sentence(content: bytes) -> str:
    if _ENCRYPTED in content:
        return _("The workbook is protected by a password. Save it without one, and choose it again.")
    return _("This is a workbook of the old kind (.xls). Save it as .xlsx or as CSV, and choose that file.")


def _rectangle(rows: list[list[str]]) -> list[list[str]]:
    tidy = [[_tidy(cell) for cell in row] for row in rows]
    while tidy and not any(tidy[-1]):
        tidy.pop()
    if not tidy:
        raise UnreadableFileError(_("The file holds no cells. Fill in the table that this page gives you."))
    width = max(index + 1 for row in tidy for index, cell in enumerate(row) if cell)
    if len(tidy) > MOST_ROWS or width > MOST_COLUMNS:
        raise too_many_cells()
    return [(row + [""] * (width - len(row)))[:width] for row in tidy]


def _tidy(text: str) -> str:
    """Return a text in one composition of its letters, with single spaces: what the entry page makes of it too."""
    return " ".join(in_one_line(unicodedata.normalize("NFC", text)).split())


def _decoded(content: bytes) -> str:
    """Return the text of a CSV file: UTF-8 or UTF-16 by its first bytes, else UTF-8, else Vietnamese Windows."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\x00" in content:
        raise UnreadableFileError(_no_table())
    else:
        encodings = ["utf-8-sig", "cp1258"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if any(unicodedata.category(character) == "Cc" and character not in "\t\r\n" for character in text):
            break
        return text
    raise UnreadableFileError(_no_table())


def _no_table() -> str:
    return _("The file is neither a workbook (.xlsx) nor a table as text (.csv). Save it as one of them.")


def _read_csv(text: str) -> list[list[str]]:
    """Return the rows of a CSV file with the separator that divides its rows evenly; "sep=;" in the first line rules.

    :raises UnreadableFileError: if it cannot be divided, or is longer than a table may be.
    """
    first, _line_end, rest = text.partition("\n")
    stated = first.strip().strip('"').lower()
    if len(stated) == len("sep=;") and stated.startswith("sep="):
        return _divided(rest, stated[-1])
    # The first of equally good ones: a comma may stand before decimals, a tab in no text.
    return _divided(text, max(("\t", ";", ","), key=lambda mark: _evenness(text, mark)))


def _divided(text: str, mark: str, most: int | None = None) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for row in bounded_reader(io.StringIO(text, newline=""), delimiter=mark):
            if len(rows) == most:
                break
            if len(rows) > MOST_ROWS or len(row) > 10 * MOST_COLUMNS:
                raise too_many_cells()
            rows.append([unescaped(cell) for cell in row])
    except csv.Error as error:
        raise UnreadableFileError(_no_table()) from error
    return rows


def _evenness(text: str, mark: str) -> int:
    """Return how many of the first rows are as long as the very first; 0 where the mark divides nothing."""
    try:
        rows = _divided(text, mark, most=_ROWS_TO_JUDGE)
    except UnreadableFileError:
        return 0
    if not rows or len(rows[0]) < 2:
        return 0
    return sum(len(row) == len(rows[0]) for row in rows)
