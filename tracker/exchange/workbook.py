"""Read the first sheet of a workbook as rows of texts; nothing in it is run or fetched."""

import io
import re
import zipfile
from collections.abc import Iterator
from decimal import Context, Decimal
from typing import Any, Final

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from tracker.exchange.numbers import marks_of, write_number_to_edit
from tracker.exchange.sheet_table import (
    DIGITS_OF_A_SPREADSHEET,
    MOST_COLUMNS,
    MOST_ROWS,
    UnreadableFileError,
    too_many_cells,
)

# Unpacked: the largest table that is read takes some ten million bytes; the rest is room for styles.
_MOST_UNPACKED: Final = 16 * 1024 * 1024
# Marks "<" of all parts but the sheets: each text and style of a workbook is made before its first row is read.
_MOST_MARKS: Final = 250_000
_MOST_PARTS: Final = 500
# A document type may hold entities that unfold without end; no spreadsheet writes one.
_DOCUMENT_TYPES: Final = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
_QUOTED: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f[ />]")
_KEPT: Final = Context(prec=DIGITS_OF_A_SPREADSHEET)
_EXACT: Final = Context(prec=60)


def read_workbook(content: bytes, language: str) -> list[list[str]]:
    """Return the rows of the first sheet as texts; numbers as the language writes them, without marks of thousands.

    :raises UnreadableFileError: if it is no workbook, holds macros, would unpack to too much, or a cell holds a day or
        a formula without a result.
    """
    has_formulas = _looked_through(content)
    try:
        sheet = _first_sheet(content, results=True)
        rows = [[_cell_text(cell, language) for cell in row] for row in _rows(sheet)]
        if has_formulas:
            _require_results(_first_sheet(content, results=True), _first_sheet(content, results=False))
    except UnreadableFileError:
        raise
    except Exception as error:  # a broken file breaks the reader anywhere, with any exception
        raise UnreadableFileError(_broken()) from error
    return rows


def _require_results(results: Any, formulas: Any) -> None:
    """Refuse a formula that nobody has reckoned: its blank cell would say "not reported".

    One whose result is an empty text says by its type that it was reckoned.
    """
    for row, shadow in zip(_rows(results), _rows(formulas), strict=False):
        for result, formula in zip(row, shadow, strict=False):
            if result.value is None and formula.value is not None and result.data_type == "n":
                raise UnreadableFileError(
                    _(
                        "Cell %(cell)s holds a formula without a result. Open the file in the spreadsheet, save it "
                        "there, and choose it again."
                    )
                    % {"cell": _name(formula)}
                )


def _looked_through(content: bytes) -> bool:
    """Look at the parts of the file before a reader opens it, and return whether there are formulas in it.

    :raises UnreadableFileError: if there are too many, they unpack to too much, or some are no workbook's.
    """
    has_formulas = False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            # A part never unpacks to more than it says here: the reader stops at that size.
            if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
                raise UnreadableFileError(_too_much())
            if any(part.flag_bits & 1 for part in parts):
                raise UnreadableFileError(
                    _("The workbook is protected by a password. Save it without one, and choose it again.")
                )
            names = {part.filename.lower() for part in parts}
            if "[content_types].xml" not in names or not any(name.startswith("xl/") for name in names):
                raise UnreadableFileError(_broken())
            types = archive.read("[Content_Types].xml")
            if b"macroEnabled" in types or any(name.endswith("vbaproject.bin") for name in names):
                raise UnreadableFileError(
                    _("The workbook holds macros (.xlsm). Save it as .xlsx without them, and choose that file.")
                )
            marks = 0
            for part in parts:
                content = archive.read(part)
                marks += 0 if part.filename.startswith("xl/worksheets/") else content.count(b"<")
                if marks > _MOST_MARKS:
                    raise UnreadableFileError(_too_much())
                if any(start in content for start in _DOCUMENT_TYPES):
                    raise UnreadableFileError(_broken())
                has_formulas = has_formulas or _FORMULA.search(content) is not None
    except UnreadableFileError:
        raise
    except Exception as error:  # as above
        raise UnreadableFileError(_broken()) from error
    return has_formulas


def _too_much() -> str:
    return _("The workbook unpacks to more than a report holds. Send the sheet of this report alone.")


def _broken() -> str:
    return _("The workbook cannot be read. Open it in the spreadsheet, save it anew as .xlsx, and choose it again.")


def _first_sheet(content: bytes, *, results: bool) -> Any:
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=results, keep_links=False)
    sheet = book.worksheets[0]
    # What the file says of its own size is not believed.
    sheet.reset_dimensions()
    return sheet


def _rows(sheet: Any) -> Iterator[tuple[Any, ...]]:
    """Yield the rows; one row and one column more than are allowed, to notice them."""
    for number, row in enumerate(sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS + 1), start=1):
        if (number > MOST_ROWS or len(row) > MOST_COLUMNS) and any(
            cell.value is not None for cell in (row if number > MOST_ROWS else row[MOST_COLUMNS:])
        ):
            raise too_many_cells()
        yield row


def _cell_text(cell: Any, language: str) -> str:
    """Return the text of one cell.

    :raises UnreadableFileError: if it holds a day or a time.
    """
    value = cell.value
    if value is None:
        return ""
    if cell.is_date:
        raise UnreadableFileError(
            _("Cell %(cell)s holds a day or a time: a spreadsheet makes one of 1/2 or 3.5. Format it as text.")
            % {"cell": _name(cell)}
        )
    if isinstance(value, str):
        # So a workbook writes the line ends of Windows inside a cell.
        return value.replace("_x000D_", "\r")
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    number = Decimal(repr(value))
    if isinstance(value, float):
        # Beyond its digits a spreadsheet keeps only the dust of binary arithmetic: 125.39999999999999 is 125.4.
        number = _KEPT.plus(number)
    if "%" in _QUOTED.sub("", cell.number_format or ""):
        # It shows 58% and keeps 0.58.
        return _written(_EXACT.multiply(number, Decimal(100)), language) + "%"
    return _written(number, language)


def _written(number: Decimal, language: str) -> str:
    return write_number_to_edit(number, language).replace(marks_of(language).group, "")


def _name(cell: Any) -> str:
    return f"{get_column_letter(cell.column)}{cell.row}"
