"""Read the sheets of a workbook row by row, with what the libraries' streaming readers leave out.

openpyxl's streaming reader knows neither hidden rows nor merged cells, nor a formula beside its result, and gives up
on style sheets of other programs; its other reader holds the whole workbook, fifty times its size.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Context, Decimal
from functools import cached_property
from typing import Final
from xml.parsers import expat

from tracker.exchange.incoming import limits, refusals
from tracker.exchange.incoming.number_formats import PLAIN, NumberFormat
from tracker.exchange.incoming.package import Book, SheetPart, unmarked
from tracker.exchange.incoming.sheets import Cell, Row, Sheet, Span, Trouble, is_blank
from tracker.exchange.incoming.xml_parts import Reader
from tracker.exchange.numbers import LONGEST_NUMBER
from tracker.exchange.sheet_table import DIGITS_OF_A_SPREADSHEET, UnreadableFileError

_KEPT: Final = Context(prec=DIGITS_OF_A_SPREADSHEET)
_EXACT: Final = Context(prec=60)
_HUNDRED: Final = Decimal(100)
_LAST_DAY: Final = 2_958_465  # 31 December 9999
_MERGED: Final = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})")
_PIECE: Final = 1024 * 1024
_OVERLAP: Final = 300
_DIGITS: Final = "0123456789"
_FALSE: Final = ("", "0", "false")


class WorkbookSheet(Sheet):
    """One sheet of a workbook; it reads from the open archive."""

    def __init__(self, archive: zipfile.ZipFile, part: SheetPart, book: Book) -> None:
        self.name = part.name
        self.hidden = part.hidden
        self._archive = archive
        self._part = part.part
        self._book = book

    def rows(self) -> Iterator[Row]:
        """Yield the rows that hold a cell."""
        reader = _SheetReader(self.name, self._book)
        try:
            with self._archive.open(self._part) as part:
                for _piece in reader.pieces(part):
                    yield from reader.rows
                    reader.rows.clear()
        except UnreadableFileError:
            raise
        except Exception as error:  # a broken file breaks its reader anywhere, with any exception
            raise refusals.broken() from error

    @cached_property
    def spans(self) -> Sequence[Span]:
        """Return the merged cells; they stand behind the rows, so the part is unpacked once more."""
        found: list[Span] = []
        try:
            with self._archive.open(self._part) as part:
                before = b""
                while piece := part.read(_PIECE):
                    text = before + piece
                    if b"mergeCell" in text:
                        found.extend(map(_span, _MERGED.findall(text)))
                    before = text[-_OVERLAP:]
                    if len(found) > limits.MOST_MERGES:
                        raise refusals.too_much()
        except UnreadableFileError:
            raise
        except Exception as error:  # as above
            raise refusals.broken() from error
        return tuple(dict.fromkeys(found))

    @cached_property
    def hidden_columns(self) -> frozenset[int]:
        """Return the hidden columns; they stand before the rows."""
        reader = _SheetReader(self.name, self._book)
        try:
            with self._archive.open(self._part) as part:
                for _piece in reader.pieces(part):
                    if reader.rows:
                        break
        except UnreadableFileError:
            raise
        except Exception as error:  # as above
            raise refusals.broken() from error
        return frozenset(reader.hidden_columns)


class _SheetReader(Reader):
    """Gather rows with a cell; ``rows`` is emptied by whoever takes them."""

    most_elements = limits.MOST_EMPTY_ELEMENTS * 4

    def __init__(self, sheet: str, book: Book) -> None:
        super().__init__()
        self.rows: list[Row] = []
        self.hidden_columns: set[int] = set()
        self._sheet = sheet
        self._book = book
        self._formats = book.formats
        self._columns: dict[str, int] = {}
        self._row = 0
        self._row_hidden = False
        self._cells: list[str | Cell] = []
        self._column = -1
        self._kind = ""
        self._format: NumberFormat = PLAIN
        self._texts: list[str] = []
        self._heard = self._run = 0
        self._has_formula = False
        self._empty = 0

    def unprefixed(self, parser: expat.XMLParserType) -> None:
        parser.StartElementHandler, parser.EndElementHandler = self.starts, self.ends

    def starts(self, name: str, attributes: Mapping[str, str]) -> None:
        # The commonest first: a sheet has millions of them.
        if name == "v":
            return
        if name == "c":
            reference = attributes.get("r")
            self._column = self._column + 1 if reference is None else self._column_of(reference)
            self._kind = attributes.get("t", "n")
            style = attributes.get("s")
            self._format = self._formats[int(style)] if style and self._formats else PLAIN
            self._has_formula = False
            self._texts.clear()
        elif name == "row":
            self._begins_row(attributes)
        elif name == "f":
            self._has_formula = True
        elif name == "t":
            self._run = len(self._texts)
        elif name == "rPh":
            self._heard = len(self._texts)
        elif name == "sheetData":
            self.listens(self._texts.append)
        elif name == "col" and attributes.get("hidden", "") not in _FALSE:
            last = min(int(attributes["max"]), limits.MOST_COLUMNS)
            self.hidden_columns.update(range(int(attributes["min"]) - 1, last))

    def ends(self, name: str) -> None:
        if name == "v":
            return
        if name == "c":
            texts = self._texts
            cell = self._cell("".join(texts)) if texts or self._has_formula else ""
            if cell != "":
                self._put(cell)
            else:
                self._count_empty()
        elif name == "row":
            if self._cells:
                self.rows.append(Row(self._row, self._cells, self._row_hidden))
            else:
                self._count_empty()
        elif name == "f":
            self._texts.clear()
        elif name == "t":  # a mark that is torn between two runs is none
            self._texts[self._run :] = [unmarked("".join(self._texts[self._run :]))]
        elif name == "rPh":  # how letters sound is no part of the text
            del self._texts[self._heard :]
        elif name == "sheetData":
            self.listens(None)

    def _begins_row(self, attributes: Mapping[str, str]) -> None:
        number = int(attributes["r"]) if "r" in attributes else self._row + 1
        if number <= self._row:
            raise ValueError("rows out of order")
        if number > limits.MOST_ROWS:
            raise refusals.too_long(self._sheet)
        self._row, self._row_hidden = number, attributes.get("hidden", "") not in _FALSE
        self._cells, self._column = [], -1

    def _count_empty(self) -> None:
        self._empty += 1
        if self._empty > limits.MOST_EMPTY_ELEMENTS:
            raise refusals.too_much()

    def _put(self, cell: str | Cell) -> None:
        gap = self._column - len(self._cells)
        if self._column >= limits.MOST_COLUMNS:
            if is_blank(cell):
                return
            raise refusals.too_wide(self._sheet)
        if gap < 0:
            raise ValueError("cells out of order")
        if gap:
            self._cells.extend([""] * gap)
        self._cells.append(cell)

    def _column_of(self, reference: str) -> int:
        letters = reference.rstrip(_DIGITS)
        column = self._columns.get(letters)
        if column is None:
            column = self._columns.setdefault(letters, column_of(letters))
        return column

    def _cell(self, text: str) -> str | Cell:
        if self._kind == "n":
            if not text:
                return Cell(trouble=Trouble.UNRECKONED) if self._has_formula else ""
            return self._number(text)
        if self._kind == "s":
            return self._book.texts[int(text)] if text else ""
        if self._kind == "e":
            return Cell(text=text or "#", trouble=Trouble.ERROR)
        if self._kind == "d":
            return Cell(text=text[:10], trouble=Trouble.DAY)
        if self._kind == "b":
            return {"0": "FALSE", "1": "TRUE"}.get(text, text)
        return text if self._kind == "inlineStr" else unmarked(text)

    def _number(self, text: str) -> str | Cell:
        number = Decimal(text)
        if not number.is_finite() or abs(number.adjusted()) > LONGEST_NUMBER:
            return text  # refused as a figure, with its words
        if "." in text or "e" in text or "E" in text:
            # Beyond its digits a spreadsheet keeps only the dust of binary arithmetic: 125.39999999999999 is 125.4.
            number = _KEPT.plus(number)
        if self._format is PLAIN:
            return Cell(number)
        if self._format.is_day:
            return Cell(text=self._day(number), trouble=Trouble.DAY)
        words, thousands = self._format.words, self._format.thousands
        if self._format.is_per_cent:
            return Cell(_EXACT.multiply(number, _HUNDRED), "%")
        if words and thousands:
            return Cell(_EXACT.scaleb(number, -3 * thousands), words)
        return Cell(number, words, thousands)

    def _day(self, number: Decimal) -> str:
        """Return the day that a serial number stands for; the number itself where it is none."""
        start = date(1904, 1, 1) if self._book.counts_from_1904 else date(1899, 12, 30)
        if not 1 <= number <= _LAST_DAY:
            return f"{number:f}"
        try:
            return (start + timedelta(days=int(number))).isoformat()
        except OverflowError:
            return f"{number:f}"


def column_of(letters: str) -> int:
    """Return the column that letters name, counted from 0.

    :raises ValueError: if they name none.
    """
    if not 1 <= len(letters) <= 3 or not letters.isascii() or not letters.isalpha():
        raise ValueError(letters)
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


def _span(found: tuple[bytes, bytes, bytes, bytes]) -> Span:
    left, top, right, bottom = (text.decode() for text in found)
    return Span(int(top), column_of(left), int(bottom), column_of(right))
