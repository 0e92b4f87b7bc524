"""Write a table of any length as a workbook, row by row, so that a million rows need no more memory than one."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Context, Decimal
from itertools import islice
from typing import IO, Any, Final

import xlsxwriter
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from tracker.exchange.file_cells import SAME_EVERY_TIME, TEXTS_STAY_TEXTS, fits_a_number, plain_number, write_text
from tracker.exchange.sheet_table import DIGITS_OF_A_SPREADSHEET

Value = Decimal | int | str | date | None
MOST_ROWS_OF_A_SHEET: Final = 1_048_576
"""The rows of a sheet, its heads included; a longer table goes on on the next sheet."""
DIGITS_OF_A_QUOTIENT: Final = 26
"""From so many digits on a number is a quotient that was cut already: no figure has more than 25."""
# A day before it has no number in a spreadsheet.
_FIRST_DAY: Final = date(1900, 3, 1)
_NOT_IN_A_SHEET_NAME: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST_SHEET_NAME: Final = 31
_NARROWEST, _WIDEST = 8, 60
# So many rows tell how wide a column must be.
_ROWS_TO_MEASURE: Final = 200
_SPREADSHEET: Final = Context(prec=DIGITS_OF_A_SPREADSHEET)


@dataclass(frozen=True, slots=True)
class WorkbookTable:
    """A table as a workbook holds it: its name, heads and rows, and what is said of all of it on a sheet of its own."""

    name: str
    heads: Sequence[str]
    rows: Iterable[Sequence[Value]]
    notes: Sequence[tuple[str, str]] = ()


def write_workbook(table: WorkbookTable, out: IO[bytes]) -> None:
    """Write the table: frozen heads with a filter, numbers as numbers, days as days, texts as nothing but texts.

    Nothing is rounded in silence: an exact number of more digits than a spreadsheet keeps is a text, and a quotient
    without end has the 15 digits that a spreadsheet counts with, which the sheet of notes says.
    """
    with xlsxwriter.Workbook(out, {"constant_memory": True, **TEXTS_STAY_TEXTS}) as book:
        book.set_properties(SAME_EVERY_TIME)
        book.use_zip64()
        forms = _Forms.of(book)
        rows = iter(table.rows)
        for number in _sheets():
            sheet = book.add_worksheet(_sheet_name(table.name, number))
            if not _write_sheet(sheet, table.heads, rows, forms):
                break
        _write_notes(book.add_worksheet(_sheet_name(pgettext("sheet", "Notes"), 1, taken=table.name)), table, forms)


def _sheets() -> Iterator[int]:
    number = 0
    while True:
        number += 1
        yield number


def _sheet_name(name: str, number: int, taken: str = "") -> str:
    """Return a name that a sheet may have: without some marks, 31 characters at most, no two alike."""
    tidy = " ".join(_NOT_IN_A_SHEET_NAME.sub(" ", name).split()).strip("'") or "1"
    if taken and tidy.casefold() == taken.casefold():
        tidy = f"{tidy} 0"
    end = f" ({number})" if number > 1 else ""
    return tidy[: _LONGEST_SHEET_NAME - len(end)].rstrip(" '") + end


@dataclass(slots=True)
class _Forms:
    """The formats of a workbook, each made once."""

    book: Any
    head: Any
    right: Any
    wrapped: Any
    day: Any
    numbers: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, book: Any) -> "_Forms":
        return cls(
            book,
            head=book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
            right=book.add_format({"align": "right"}),
            wrapped=book.add_format({"text_wrap": True, "valign": "top"}),
            day=book.add_format({"num_format": "dd/mm/yyyy" if get_language() == "vi" else "yyyy-mm-dd"}),
        )

    def number(self, value: Decimal) -> Any:
        """Return a format that groups thousands and shows every decimal of the number, so rounds nothing."""
        decimals = max(0, -int(value.normalize().as_tuple().exponent))
        if decimals > 6:
            return None
        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        if pattern not in self.numbers:
            self.numbers[pattern] = self.book.add_format({"num_format": pattern})
        return self.numbers[pattern]


def _write_sheet(sheet: Any, heads: Sequence[str], rows: Iterator[Sequence[Value]], forms: _Forms) -> bool:
    """Write heads and as many rows as a sheet has; return whether there may be more."""
    widths = [min(max(_NARROWEST, len(head) // 2 + 2), _WIDEST) for head in heads]
    for column, head in enumerate(heads):
        write_text(sheet, 0, column, head, forms.head)
    number = 0
    for number, row in enumerate(islice(rows, MOST_ROWS_OF_A_SHEET - 1), start=1):
        for column, value in enumerate(row):
            if value is not None and value != "":
                _write_value(sheet, number, column, value, forms)
                if number <= _ROWS_TO_MEASURE:
                    widths[column] = max(widths[column], min(_WIDEST, len(_shown(value)) + 2))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, number, max(0, len(heads) - 1))
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)
    return number == MOST_ROWS_OF_A_SHEET - 1


def _write_value(sheet: Any, row: int, column: int, value: Value, forms: _Forms) -> None:
    if isinstance(value, int):
        value = Decimal(value)
        if fits_a_number(value):
            sheet.write_number(row, column, value)  # a count, a year or a number of a line: without marks
            return
    if isinstance(value, Decimal):
        kept = spreadsheet_number(value)
        if kept is None:
            write_text(sheet, row, column, plain_number(value), forms.right)
        else:
            # As a Decimal: it is written by its own digits, never as the nearest binary number.
            sheet.write_number(row, column, kept, forms.number(kept))
    elif isinstance(value, date) and not isinstance(value, datetime) and value >= _FIRST_DAY:
        sheet.write_datetime(row, column, value, forms.day)
    else:
        write_text(sheet, row, column, value.isoformat() if isinstance(value, date) else str(value))


def spreadsheet_number(value: Decimal) -> Decimal | None:
    """Return a number as a spreadsheet holds it, None where it would lose digits and is written as a text.

    A quotient without end was cut to 28 digits by division already; it gets the 15 digits of a spreadsheet.
    """
    if not value.is_finite():
        return None
    if len(value.normalize().as_tuple().digits) >= DIGITS_OF_A_QUOTIENT:
        return _SPREADSHEET.plus(value)
    return value if fits_a_number(value) else None


def _shown(value: Value) -> str:
    if isinstance(value, Decimal):
        kept = spreadsheet_number(value)
        return plain_number(value if kept is None else kept)
    return str(value)


def _write_notes(sheet: Any, table: WorkbookTable, forms: _Forms) -> None:
    """Write what holds for the whole table, so that a sheet that was copied elsewhere is not all that there is."""
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
    told = [
        *table.notes,
        (_("Blank"), _("A blank cell is a number that was not reported or does not exist; it is never zero.")),
        (
            _("Numbers"),
            _(
                "A number of more than 15 digits, which a spreadsheet would round, is written as a text. A quotient "
                "without end has 15 digits. The CSV file of the same table has every digit."
            ),
        ),
    ]
    for row, (name, words) in enumerate(told):
        write_text(sheet, row, 0, name, forms.head)
        write_text(sheet, row, 1, words, forms.wrapped)
