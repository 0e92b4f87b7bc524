"""Write the workbook that clerks fill in for many reports at once: a sheet a form, what names a row locked."""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import xlsxwriter
from django.utils.translation import gettext as _

from tracker.exchange.demonstration import mark
from tracker.exchange.file_cells import TEXTS_STAY_TEXTS, fits_a_number, write_text
from tracker.exchange.sheet_table import TableLine, TableNumber, headings

# A spreadsheet allows a sheet's name 31 characters, none of these.
_LONGEST_SHEET_NAME: Final = 31
_NOT_IN_A_SHEET_NAME: Final = re.compile(r"[\[\]:*?/\\']")
_WIDTHS: Final = (24, 26, 20, 34, 16, 12, 12, 14, 14, 22, 18, 22)
# Place, reporter, code, indicator, unit; then two numbers of the quarter before, two to type, and what is said.
_NAMES: Final = 5
_FIRST_NUMBER: Final = 7
_SAID: Final = 9
_REASON: Final = 11
_ROWS_ABOVE: Final = 3
COLUMNS: Final = len(_WIDTHS)
PAST: Final = (_NAMES, _NAMES + 1)
"""The columns of the quarter before, which are only looked at."""


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """One line of one report: whose it is, what stands in it now, and what stood in it the quarter before."""

    place: str
    reporter: str
    line: TableLine
    before: tuple[TableNumber, ...]


@dataclass(frozen=True, slots=True)
class TemplateSheet:
    """The reports that follow one form, in the names of the reader's language."""

    form: str
    rows: Sequence[TemplateRow]


def template_bytes(
    sheets: Iterable[TemplateSheet], *, quarter: str, before: str, language: str, reasons: Sequence[str] = ()
) -> bytes:
    """Return the workbook: only the cells to type in are open, the quarter before stands beside them in grey.

    ``quarter`` and ``before`` are the names of the two quarters, ``reasons`` are offered for unusual figures; others
    may be typed.
    """
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, **TEXTS_STAY_TEXTS}) as book:
        styles = _Styles(book)
        used: set[str] = set()
        for sheet in sheets:
            page = book.add_worksheet(_sheet_name(sheet.form, used))
            _write_head(page, styles, quarter, before)
            for row, each in enumerate(sheet.rows, start=_ROWS_ABOVE):
                _write_row(page, styles, row, each, language)
            last = _ROWS_ABOVE + max(len(sheet.rows) - 1, 0)
            if reasons:
                page.data_validation(
                    _ROWS_ABOVE,
                    _REASON,
                    last,
                    _REASON,
                    {
                        "validate": "list",
                        "source": _fitting(reasons),
                        "ignore_blank": True,
                        "error_type": "information",
                    },
                )
            page.autofilter(_ROWS_ABOVE - 1, 0, last, _REASON)
            # Without a password: it keeps a hand from slipping, not a person out.
            page.protect("", {"autofilter": True, "sort": True, "format_columns": True, "format_rows": True})
    return out.getvalue()


def template_headings(before: str) -> list[str]:
    """Return the heads of the columns in the reader's language; ``before`` is the name of the quarter before."""
    code, indicator, unit, in_quarter, year_to_date, *said = headings()
    return [
        _("Place"),
        _("Reported by"),
        code,
        indicator,
        unit,
        f"{before}: {in_quarter}",
        f"{before}: {year_to_date}",
        in_quarter,
        year_to_date,
        *said,
    ]


class _Styles:
    """The few formats of the workbook."""

    def __init__(self, book: Any) -> None:
        self.title = book.add_format({"bold": True, "font_size": 13})
        self.hint = book.add_format({"font_color": "#404040"})
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.name = book.add_format({"font_color": "#404040", "text_wrap": True, "valign": "top"})
        self.past = book.add_format({"font_color": "#6B6B6B", "bg_color": "#F1F1F1", "align": "right"})
        self.none = book.add_format({"bg_color": "#D9D9D9"})
        self.number = book.add_format({"locked": False, "border": 1, "align": "right", "bg_color": "#FFFBE6"})
        self.text = book.add_format({"locked": False, "border": 1, "bg_color": "#FFFBE6"})


def _write_head(page: Any, styles: _Styles, quarter: str, before: str) -> None:
    write_text(page, 0, 0, _("Figures of %(quarter)s") % {"quarter": quarter}, styles.title)
    if mark():
        write_text(page, 0, _FIRST_NUMBER, mark(), styles.title)
    hint = _(
        "Type into the yellow cells. A blank cell changes nothing; “clear” takes the figure away; 0 is zero; - is "
        "nothing to report; x is not applicable; … is not collected; 12* is provisional; ~12 is an estimate."
    )
    write_text(page, 1, 0, hint, styles.hint)
    names = template_headings(before)
    for column, (name, width) in enumerate(zip(names, _WIDTHS, strict=True)):
        page.set_column(column, column, width)
        write_text(page, _ROWS_ABOVE - 1, column, name, styles.head)
    page.freeze_panes(_ROWS_ABOVE, 4)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(_ROWS_ABOVE - 1)


def _write_row(page: Any, styles: _Styles, row: int, each: TemplateRow, language: str) -> None:
    line = each.line
    for column, text in enumerate((each.place, each.reporter, line.code, line.name, line.unit)):
        write_text(page, row, column, text, styles.name)
    for offset in range(2):
        before = each.before[offset] if offset < len(each.before) else None
        _write_number(page, row, _NAMES + offset, before, language, styles.past, styles.none)
        now = line.numbers[offset] if offset < len(line.numbers) else None
        _write_number(page, row, _FIRST_NUMBER + offset, now, language, styles.number, styles.none)
    for offset, text in enumerate((line.note, line.source, line.reason)):
        if text:
            write_text(page, row, _SAID + offset, text, styles.text)
        else:
            page.write_blank(row, _SAID + offset, None, styles.text)


def _write_number(
    page: Any, row: int, column: int, number: TableNumber | None, language: str, form: Any, none: Any
) -> None:
    """Write a number as one wherever all its digits are kept; None is a cell that the line does not have."""
    if number is None:
        page.write_blank(row, column, None, none)
    elif (plain := number.plain) is not None and fits_a_number(plain):
        page.write_number(row, column, plain, form)
    elif text := number.text(language):
        write_text(page, row, column, text, form)
    else:
        page.write_blank(row, column, None, form)


def _sheet_name(form: str, used: set[str]) -> str:
    """Return a name for a sheet that no other sheet has; a spreadsheet takes upper and lower case for the same."""
    plain = " ".join(_NOT_IN_A_SHEET_NAME.sub(" ", form).split()) or _("Form")
    name, number = plain[:_LONGEST_SHEET_NAME], 1
    while name.casefold() in used:
        number += 1
        ending = f" {number}"
        name = plain[: _LONGEST_SHEET_NAME - len(ending)] + ending
    used.add(name.casefold())
    return name


def _fitting(reasons: Sequence[str]) -> list[str]:
    """Return as many reasons as a drop-down holds: 255 characters with the commas between them."""
    found: list[str] = []
    for reason in reasons:
        if "," not in reason and len(",".join([*found, reason])) <= 255:
            found.append(reason)
    return found
