"""Write sheets in the layout of official quarter reports: letterhead, table with merged heads, notes, signatures; A4.

What stands in a cell is decided elsewhere; here is only how it looks. Numbers are values, never formulas, and are
shown with all their decimals: a format that would round one into 0 or 100 per cent gets more of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import IO, Any, Final

import xlsxwriter

from tracker.exchange.file_cells import SAME_EVERY_TIME, TEXTS_STAY_TEXTS, plain_number, write_text
from tracker.exchange.table_workbook import spreadsheet_number

_FONT: Final = "Times New Roman"
_SIZE: Final = 11
_A4: Final = 9
_MOST_DECIMALS: Final = 6
# How many characters of the font one unit of a column's width shows, on the safe side.
_CHARACTERS_OF_WIDTH: Final = 1.2
_LINE_HEIGHT: Final = 15
# So many lines are readable on one leaf; a longer table has as many leaves as it needs.
_LINES_OF_A_LEAF: Final = 48


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a cell: a ``share`` is shown in per cent, a ``nil`` as a dash, ``before`` and ``after`` around it."""

    value: Decimal
    share: bool = False
    nil: bool = False
    before: str = ""
    after: str = ""


Cell = Number | str | None


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One line of the table; a heading is shaded."""

    cells: tuple[Cell, ...]
    bold: bool = False
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column, or of several under one."""

    words: str
    below: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialSheet:
    """One sheet: what stands above the table, the table, and what stands below it."""

    name: str
    office: str
    dated: str
    title: str
    period: str
    lines_above: tuple[str, ...]
    heads: tuple[Head, ...]
    widths: tuple[float, ...]
    texts: int
    """How many of the first columns are texts; the others are numbers, but for a last one where it ``has_note``."""
    lines: tuple[SheetLine, ...]
    has_note: bool = False
    notes: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()
    footer: str = ""


def write_official(sheets: Sequence[OfficialSheet], out: IO[bytes]) -> None:
    """Write the sheets to a workbook, ready to be printed on A4."""
    with xlsxwriter.Workbook(out, {"in_memory": True, **TEXTS_STAY_TEXTS}) as book:
        book.set_properties(SAME_EVERY_TIME)
        forms = _Forms(book)
        for sheet in sheets:
            _Writer(book.add_worksheet(sheet.name), sheet, forms).write()


@dataclass(slots=True)
class _Forms:
    book: Any
    made: dict[tuple[tuple[str, Any], ...], Any] = field(default_factory=dict)

    def form(self, **properties: Any) -> Any:
        """Return the format with the properties, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self.made:
            self.made[key] = self.book.add_format({"font_name": _FONT, "font_size": _SIZE, **properties})
        return self.made[key]


@dataclass(slots=True)
class _Writer:
    page: Any
    sheet: OfficialSheet
    forms: _Forms
    row: int = 0

    def write(self) -> None:
        for column, width in enumerate(self.sheet.widths):
            self.page.set_column(column, column, width)
        self._letterhead()
        first = self._heads()
        for line in self.sheet.lines:
            self._line(line)
        self.row += 1
        for note in self.sheet.notes:
            self._across(note, height=_height(note, sum(self.sheet.widths)), font_size=10)
        self._signatures()
        self._print(first)

    @property
    def _last(self) -> int:
        return len(self.sheet.widths) - 1

    def _across(self, text: str, *, height: float = _LINE_HEIGHT, **properties: Any) -> None:
        """Write a text over the whole width."""
        self._merged(0, self._last, text, text_wrap=True, valign="top", **properties)
        self.page.set_row(self.row, height)
        self.row += 1

    def _merged(self, first: int, last: int, text: str, **properties: Any) -> None:
        form = self.forms.form(**properties)
        if last > first:
            self.page.merge_range(self.row, first, self.row, last, "", form)
        write_text(self.page, self.row, first, text, form)

    def _letterhead(self) -> None:
        half = self._last // 2
        self._merged(0, half, self.sheet.office, bold=True)
        self._merged(half + 1, self._last, self.sheet.dated, italic=True, align="right")
        self.row += 2
        self._across(self.sheet.title, height=22, bold=True, font_size=14, align="center")
        self._across(self.sheet.period, height=18, bold=True, font_size=12, align="center")
        for line in self.sheet.lines_above:
            height = _height(line, sum(self.sheet.widths))
            self._across(line, height=height, italic=True, align="center")
        self.row += 1

    def _heads(self) -> int:
        """Write the heads in two rows, and a third that numbers the columns; return the first of them."""
        first, column = self.row, 0
        form = self.forms.form(bold=True, border=1, align="center", valign="vcenter", text_wrap=True, font_size=10)
        for head in self.sheet.heads:
            width = max(1, len(head.below))
            if head.below:
                if width > 1:
                    self.page.merge_range(first, column, first, column + width - 1, "", form)
                write_text(self.page, first, column, head.words, form)
                for offset, words in enumerate(head.below):
                    write_text(self.page, first + 1, column + offset, words, form)
            else:
                self.page.merge_range(first, column, first + 1, column, "", form)
                write_text(self.page, first, column, head.words, form)
            column += width
        numbers = self.forms.form(italic=True, border=1, align="center", font_size=9)
        for each in range(column):
            write_text(self.page, first + 2, each, f"({each + 1})", numbers)
        self.page.set_row(first, 2 * _LINE_HEIGHT)
        self.page.set_row(first + 1, 3 * _LINE_HEIGHT)
        self.row = first + 3
        return first

    def _line(self, line: SheetLine) -> None:
        lines = 1
        for column, cell in enumerate(line.cells):
            look: dict[str, Any] = {"border": 1, "valign": "vcenter", "bold": line.bold}
            if line.heading:
                look["bg_color"] = "#EEEEEE"
            if isinstance(cell, Number):
                self._number(column, cell, look)
                continue
            text = cell or ""
            look["text_wrap"] = True
            look |= self._aligned(column)
            form = self.forms.form(**look)
            if text:
                write_text(self.page, self.row, column, text, form)
            else:
                self.page.write_blank(self.row, column, None, form)
            lines = max(lines, _lines(text, self.sheet.widths[column]))
        self.page.set_row(self.row, lines * _LINE_HEIGHT + 2)
        self.row += 1

    def _aligned(self, column: int) -> dict[str, Any]:
        """Return how texts of a column stand: numbers and units of lines in the middle, what numbers have right."""
        is_note = self.sheet.has_note and column == self._last
        if column in (0, 2) and column < self.sheet.texts:
            return {"align": "center"}
        if column < self.sheet.texts:
            return {"align": "left", "indent": 1}
        return {"align": "center", "bold": False} if is_note else {"align": "right", "indent": 1}

    def _number(self, column: int, number: Number, look: dict[str, Any]) -> None:
        kept = spreadsheet_number(number.value)
        if kept is None:
            text = f"{number.before}{plain_number(number.value)}{number.after}"
            write_text(self.page, self.row, column, text, self.forms.form(**look, align="right", indent=1))
            return
        form = self.forms.form(**look, align="right", indent=1, num_format=number_format(kept, number))
        self.page.write_number(self.row, column, kept, form)

    def _signatures(self) -> None:
        if not self.sheet.signatures:
            return
        self.row += 1
        half = self._last // 2
        for (first, last), words in zip(((0, half), (half + 1, self._last)), self.sheet.signatures, strict=True):
            self._merged(first, last, words, bold=True, align="center")

    def _print(self, first: int) -> None:
        self.page.set_landscape()
        self.page.set_paper(_A4)
        self.page.set_margins(left=0.6, right=0.5, top=0.7, bottom=0.7)
        self.page.fit_to_pages(1, 1 if self.row - first <= _LINES_OF_A_LEAF else 0)
        self.page.repeat_rows(first, first + 2)
        self.page.freeze_panes(first + 3, self.sheet.texts)
        self.page.center_horizontally()
        self.page.set_footer(f"&L&8{self.sheet.footer.replace('&', '&&')}&R&8&P / &N")


def number_format(value: Decimal, number: Number) -> str:
    """Return a format that shows a number with its decimals, a share in per cent, and the words around it.

    A share has one decimal, and as many more as keep it from being shown as 0 % or 100 % without being that.
    """
    if number.share:
        places = _places_of_share(value)
        pattern = "0" + ("." + "0" * places if places else "") + "%"
        return _around(f"#,##{pattern}", number)
    places = min(_MOST_DECIMALS, max(0, -int(value.normalize().as_tuple().exponent)))
    pattern = "#,##0" + ("." + "0" * places if places else "")
    shown = _around(pattern, number)
    return f'{shown};-{shown};"-"' if number.nil else shown


def _places_of_share(value: Decimal) -> int:
    percent = value * 100
    for places in range(1, _MOST_DECIMALS):
        shown = round(percent, places)
        if (shown == 0) == (percent == 0) and (shown == 100) == (percent == 100):
            return places
    return _MOST_DECIMALS


def _around(pattern: str, number: Number) -> str:
    before, after = (f'"{words.replace(chr(34), "")}"' if words else "" for words in (number.before, number.after))
    return f"{before}{pattern}{after}"


def _lines(text: str, width: float) -> int:
    return max(1, -(-len(text) // max(1, int(width * _CHARACTERS_OF_WIDTH))))


def _height(text: str, width: float) -> float:
    return _lines(text, width) * _LINE_HEIGHT
