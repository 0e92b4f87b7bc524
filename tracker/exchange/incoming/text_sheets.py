"""Read a text file as one sheet: find out its encoding and its separator, and say both."""

import codecs
import csv
import io
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from typing import IO, Final

from tracker.exchange.bounded_csv import bounded_reader
from tracker.exchange.file_cells import unescaped
from tracker.exchange.incoming import limits, refusals
from tracker.exchange.incoming.sheets import Row, Sheet

# What a person may choose; the first two are found out by the bytes alone.
ENCODINGS: Final = ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp1258", "cp1252")
SEPARATORS: Final = (";", "\t", ",", "|")
_PIECE: Final = 1024 * 1024
# How many rows tell which separator a file has.
_ROWS_TO_JUDGE: Final = 100
_LEGACY: Final = "cp1258"
_LONGEST_LINE: Final = 8_000_000
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f]")
_STATED: Final = re.compile(r'"?sep=(.)"?\r?\n?', re.IGNORECASE)
_ESCAPED: Final = "'"


class TextSheet(Sheet):
    """The one sheet of a text file."""

    def __init__(self, file: IO[bytes], encoding: str, separator: str, name: str) -> None:
        self.name = name
        self._file = file
        self._encoding = encoding
        self._separator = separator

    def rows(self) -> Iterator[Row]:
        """Yield the rows that hold a cell."""
        number = 0
        try:
            for number, cells in enumerate(self._cells(), 1):
                if len(cells) > limits.MOST_COLUMNS:
                    if any(cells[limits.MOST_COLUMNS :]):
                        raise refusals.too_wide(self.name)
                    cells = cells[: limits.MOST_COLUMNS]
                if number > limits.MOST_ROWS:
                    raise refusals.too_long(self.name)
                if number == 1 and _STATED.fullmatch(self._separator.join(cells)):
                    continue
                text = "".join(cells)
                if _ESCAPED in text:
                    cells = list(map(unescaped, cells))
                if text:
                    yield Row(number, cells)
        except csv.Error as error:
            if "limit" in str(error):
                raise refusals.no_table_file() from error
            raise refusals.open_quotation(number + 1) from error
        except UnicodeDecodeError as error:
            raise refusals.no_table_file() from error

    def _cells(self) -> Iterator[list[str]]:
        return bounded_reader(_lines(self._file, self._encoding), delimiter=self._separator, strict=True)


def detect_encoding(file: IO[bytes]) -> tuple[str, bool]:
    """Return the encoding of a text, and whether its bytes allow no other: UTF-8, UTF-16, else Vietnamese Windows.

    :raises UnreadableFileError: if it is no text, or one in UTF-16 that does not say so.
    """
    file.seek(0)
    start = file.read(4096)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", True
    if b"\x00" in start:
        text_like = max(start[0::2].count(0), start[1::2].count(0)) * 4 > len(start)
        raise refusals.without_its_mark() if text_like else refusals.no_table_file()
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        file.seek(0)
        while piece := file.read(_PIECE):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return _LEGACY, False
    return "utf-8", True


def require_text(file: IO[bytes], encoding: str) -> None:
    """Read a file through once.

    :raises UnreadableFileError: if it is not written in the encoding, or holds characters that no text holds.
    """
    decoder = codecs.getincrementaldecoder("utf-8-sig" if encoding == "utf-8" else encoding)()
    try:
        file.seek(0)
        while True:
            piece = file.read(_PIECE)
            text = decoder.decode(piece, final=not piece)
            if _CONTROL.search(text):
                raise refusals.no_table_file()
            if not piece:
                return
    except UnicodeDecodeError as error:
        raise refusals.not_in_encoding(encoding) from error


def detect_separator(file: IO[bytes], encoding: str) -> str:
    """Return the separator that the file states, else the one that divides its first rows most evenly.

    Of equally good ones the first: a comma may stand before decimals, a tab in no text.
    """
    if stated := _STATED.fullmatch(next(_lines(file, encoding), "")[:10]):
        return stated[1]
    counts = {mark: _evenness(_lines(file, encoding), mark) for mark in ("\t", ";", "|", ",")}
    best = max(counts, key=lambda mark: counts[mark])
    return best if counts[best] else ";"


def _evenness(text: Iterator[str], mark: str) -> int:
    """Return how many of the first rows have the commonest number of cells above one."""
    try:
        rows = itertools.islice(bounded_reader(text, delimiter=mark), _ROWS_TO_JUDGE)
        widths = Counter(len(cells) for cells in rows if len(cells) > 1)
    except csv.Error:
        return 0
    return max(widths.values(), default=0)


def _lines(file: IO[bytes], encoding: str) -> Iterator[str]:
    """Yield the lines with their ends; several readers may take turns at one file.

    :raises UnreadableFileError: if a line has no end.
    """
    decoder = codecs.getincrementaldecoder("utf-8-sig" if encoding == "utf-8" else encoding)()
    at, before = 0, ""
    while True:
        file.seek(at)
        piece = file.read(_PIECE)
        at += len(piece)
        text = before + decoder.decode(piece, final=not piece)
        if not piece:
            yield from io.StringIO(text, newline="")
            return
        # The last line goes on in the next piece; so may the end of Windows, of which a piece can hold the first half.
        cut = max(text.rfind("\n"), text.rfind("\r", 0, -1)) + 1
        yield from io.StringIO(text[:cut], newline="")
        before = text[cut:]
        if len(before) > _LONGEST_LINE:
            raise refusals.no_table_file()
