"""Write the workbook of targets that people change and bring back: what stands, and empty rows for new targets."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

import xlsxwriter
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override
from xlsxwriter.utility import xl_col_to_name

from provinces.text import search_key
from tracker.exchange.demonstration import mark
from tracker.exchange.file_cells import TEXTS_STAY_TEXTS, fits_a_number, write_text
from tracker.exchange.numbers import write_number_to_edit
from tracker.exchange.target_columns import COLUMNS, headings

HEAD_ROW: Final = 3
"""The row of heads, counted from 1."""
EMPTY_ROWS: Final = 200
_WIDTHS: Final = {
    "target": 14,
    "place": 26,
    "investor": 26,
    "indicator": 30,
    "document": 34,
    "issuer": 28,
    "note": 26,
    "reason": 26,
    "printed": 22,
}
_USUAL_WIDTH: Final = 13
# What names a target stays as it is; so does what follows from it.
_LOCKED: Final = frozenset({"target", "place", "code", "indicator", "unit"})

Value = str | Decimal | date | None


@dataclass(frozen=True)
class TargetRow:
    """One target as a row: its values by column, amounts in shown units; a column that is left out is blank."""

    values: Mapping[str, Value]


def target_workbook(rows: Sequence[TargetRow], choices: Mapping[str, Sequence[str]], *, language: str) -> bytes:
    """Return the workbook: the targets that stand, with empty rows below them for new ones.

    ``choices`` are the names to choose from by column. Other names may be typed and are refused when they are read.
    """
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, **TEXTS_STAY_TEXTS}) as book:
        page, lists, notes = (book.add_worksheet(name[:31]) for name in (_("Targets"), *own_sheets()))
        _write_targets(book, page, rows, language)
        _write_lists(page, lists, choices, first=HEAD_ROW, last=HEAD_ROW + len(rows) + EMPTY_ROWS - 1)
        _write_notes(book, notes)
    return out.getvalue()


def own_sheets() -> tuple[str, str]:
    """Return the names of the sheets beside the targets, in the reader's language; each begins with its name."""
    return _("Names to choose from"), _("How to fill it in")


def is_own_sheet(first_cell: str) -> bool:
    """Return whether a sheet is one of those that stand beside the targets: there is nothing to read in it."""
    known = set()
    for language, _name in settings.LANGUAGES:
        with override(language):
            known |= {search_key(name) for name in own_sheets()}
    return search_key(first_cell) in known


def _write_targets(book: Any, page: Any, rows: Sequence[TargetRow], language: str) -> None:
    styles = {
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "name": book.add_format({"font_color": "#404040", "text_wrap": True, "valign": "top"}),
        "open": book.add_format({"locked": False, "border": 1, "bg_color": "#FFFBE6"}),
        "day": book.add_format({"locked": False, "border": 1, "bg_color": "#FFFBE6", "num_format": "dd/mm/yyyy"}),
    }
    write_text(page, 0, 0, _("Targets"), book.add_format({"bold": True, "font_size": 13}))
    if mark():
        write_text(page, 0, COLUMNS.index("value"), mark(), styles["head"])
    hint = _("Change the yellow cells; add new targets in the empty rows. The last sheet says how.")
    write_text(page, 1, 0, hint, book.add_format({"font_color": "#404040"}))
    for column, (code, name) in enumerate(headings().items()):
        page.set_column(column, column, _WIDTHS.get(code, _USUAL_WIDTH))
        write_text(page, HEAD_ROW - 1, column, name, styles["head"])
    for number, row in enumerate(rows, start=HEAD_ROW):
        for column, code in enumerate(COLUMNS):
            locked = code in _LOCKED
            _write_value(page, number, column, row.values.get(code), language, styles, locked=locked)
    for number in range(HEAD_ROW + len(rows), HEAD_ROW + len(rows) + EMPTY_ROWS):
        for column in range(1, len(COLUMNS)):
            page.write_blank(number, column, None, styles["open"])
    page.freeze_panes(HEAD_ROW, 2)
    page.autofilter(HEAD_ROW - 1, 0, HEAD_ROW - 1 + len(rows) + EMPTY_ROWS, len(COLUMNS) - 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(HEAD_ROW - 1)
    # Without a password: it keeps a hand from slipping, not a person out.
    page.protect("", {"autofilter": True, "sort": True, "format_columns": True, "format_rows": True})


def _write_value(
    page: Any, row: int, column: int, value: Value, language: str, styles: Mapping[str, Any], *, locked: bool
) -> None:
    form = styles["name" if locked else "open"]
    if value is None or value == "":
        page.write_blank(row, column, None, form)
    elif isinstance(value, date):
        page.write_datetime(row, column, value, styles["day"])
    elif isinstance(value, Decimal) and fits_a_number(value):
        page.write_number(row, column, value, form)
    else:
        text = write_number_to_edit(value, language) if isinstance(value, Decimal) else value
        write_text(page, row, column, text, form)


def _write_lists(page: Any, lists: Any, choices: Mapping[str, Sequence[str]], *, first: int, last: int) -> None:
    """Write the names to choose from below each other, a column each, and offer them where they are typed."""
    write_text(lists, 0, 0, own_sheets()[0])
    for position, (code, names) in enumerate(choices.items()):
        lists.set_column(position, position, 40)
        write_text(lists, 1, position, headings()[code])
        for row, name in enumerate(names, start=2):
            write_text(lists, row, position, name)
        if names:
            letter = xl_col_to_name(position)
            source = f"='{lists.get_name()}'!${letter}$3:${letter}${len(names) + 2}"
            column = COLUMNS.index(code)
            page.data_validation(
                first, column, last, column, {"validate": "list", "source": source, "error_type": "warning"}
            )


def _write_notes(book: Any, notes: Any) -> None:
    notes.set_column(0, 0, 110)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    write_text(notes, 0, 0, own_sheets()[1], book.add_format({"bold": True, "font_size": 13}))
    for row, sentence in enumerate(notes_of_targets(), start=1):
        write_text(notes, row, 0, sentence, wrapped)


def notes_of_targets() -> list[str]:
    """Return how the workbook is filled in, a sentence or two each."""
    return [
        _("A row with a number in the column “Target” means that target; a row without one is a new target."),
        _("A blank cell changes nothing. The word “clear” empties a cell that may be empty."),
        _("Numbers count in the unit of the row: 500 for 500 million where the unit says million."),
        _("“Between” needs the lower end in “Value” and the upper one in “Upper end”."),
        _("Days are written as 31/12/2025; a year alone is its first day, or its last day in “Last day”."),
        _("A new target, and a change, is a draft until somebody else approves it."),
        _("An approved target is not changed: the change becomes its next version, and needs a reason."),
        _("A target that several places share is begun on its own page; its number may be changed here."),
        _("A target is withdrawn on its own page, not by taking its row away."),
    ]
