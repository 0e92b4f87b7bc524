"""Open a file of whoever sent it as sheets: by its first bytes, never by its name; nothing in it is run or fetched."""

import io
from pathlib import PurePath
from typing import IO, Final

from django.utils.translation import gettext as _

from tracker.exchange.incoming import limits, refusals
from tracker.exchange.incoming.package import open_archive, read_book, refuse_other_archives
from tracker.exchange.incoming.sheets import Sheet, Sheets
from tracker.exchange.incoming.text_sheets import TextSheet, detect_encoding, detect_separator, require_text
from tracker.exchange.incoming.workbook_sheets import WorkbookSheet
from tracker.exchange.sheet_table import UnreadableFileError

_ZIP: Final = b"PK\x03\x04"
_OLD_OFFICE: Final = bytes.fromhex("D0CF11E0A1B11AE1")
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_PICTURES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_WORKBOOK_NAMES: Final = (".xlsx", ".xlsm", ".xls", ".xltx")
_TEXT_NAMES: Final = (".csv", ".txt", ".tsv")


def open_file(source: bytes | IO[bytes], name: str = "", *, encoding: str = "", separator: str = "") -> Sheets:
    """Open a workbook or a text file; a file object must be able to seek and stay open while the sheets are read.

    ``name`` is what its sender called it: it names the sheet of a text file, and a wrong ending is noticed.
    ``encoding`` and ``separator`` are a person's own choice for a text file; empty finds them out. No row is read yet.

    :raises UnreadableFileError: if it is no such file, is broken, protected, or larger than the limits.
    """
    file = _opened(source)
    if file.seek(0, io.SEEK_END) > limits.MOST_BYTES:
        raise refusals.too_large()
    file.seek(0)
    start = file.read(4096)
    if start.startswith(_ZIP):
        return _workbook(file, name)
    _refuse_others(start, file)
    return _text(file, name, encoding, separator)


def _opened(source: bytes | IO[bytes]) -> IO[bytes]:
    if isinstance(source, bytes):
        return io.BytesIO(source)
    return source


def _workbook(file: IO[bytes], name: str) -> Sheets:
    try:
        archive = open_archive(file)
        refuse_other_archives(archive)
        book = read_book(archive)
        sheets = tuple(WorkbookSheet(archive, part, book) for part in book.sheets)
    except UnreadableFileError:
        raise
    except Exception as error:  # a broken file breaks its reader anywhere, with any exception
        raise refusals.broken() from error
    notices = []
    if book.has_macros:
        notices.append(_("The workbook holds macros. They were neither run nor read; its cells were."))
    if _ends(name, _TEXT_NAMES):
        notices.append(_("The file is a workbook, though its name says otherwise; it was read as one."))
    return Sheets(_with_cells(sheets), notices=tuple(notices))


def _text(file: IO[bytes], name: str, encoding: str, separator: str) -> Sheets:
    found, certain = (encoding, True) if encoding else detect_encoding(file)
    require_text(file, found)
    mark = separator or detect_separator(file, found)
    sheet = TextSheet(file, found, mark, PurePath(name).stem or _("Text file"))
    notices: tuple[str, ...] = ()
    if _ends(name, _WORKBOOK_NAMES):
        notices = (_("The file is a text file, though its name says otherwise; it was read as one."),)
    return Sheets(_with_cells((sheet,)), found, mark, certain, notices)


def _with_cells(sheets: tuple[Sheet, ...]) -> tuple[Sheet, ...]:
    """Return the sheets that hold cells.

    :raises UnreadableFileError: if none does.
    """
    found = tuple(sheet for sheet in sheets if next(sheet.rows(), None) is not None)
    if not found:
        raise refusals.no_cells()
    return found


def _refuse_others(start: bytes, file: IO[bytes]) -> None:
    """Say of a file that is known to be something else what it is.

    :raises UnreadableFileError: if it is.
    """
    if start.startswith(_OLD_OFFICE):
        file.seek(0)
        raise refusals.locked() if _ENCRYPTED in file.read(limits.MOST_BYTES) else refusals.old_kind()
    words = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"%PDF"):
        raise refusals.no_cells_in_it("PDF")
    if start.startswith(_PICTURES):
        raise refusals.no_cells_in_it(_("a picture"))
    if words.startswith(b"{\\rtf"):
        raise refusals.no_cells_in_it("RTF")
    if words.startswith((b"<!doctype html", b"<table")) or b"<html" in words[:1024]:
        raise refusals.another_kind(_("a web page"))
    if words.startswith(b"<?xml"):
        raise refusals.another_kind("XML")


def _ends(name: str, endings: tuple[str, ...]) -> bool:
    return PurePath(name).suffix.lower() in endings
