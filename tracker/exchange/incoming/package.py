"""The parts of a workbook file apart from its sheets: names, texts, formats; nothing in them is run or fetched."""

import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO, Final

from tracker.exchange.incoming import limits, refusals
from tracker.exchange.incoming.number_formats import PLAIN, NumberFormat, built_in_format, read_format
from tracker.exchange.incoming.xml_parts import Reader, attribute

_ENCRYPTED: Final = 1
_TRUE: Final = ("1", "true", "on")
_MARKS: Final = {"_x000D_": "\r", "_x005F_": "_"}
_MARK: Final = re.compile("|".join(_MARKS))


@dataclass
class SheetPart:
    """One sheet as the workbook names it, and the part that holds it."""

    name: str
    link: str
    hidden: bool
    part: str = ""


@dataclass
class Book:
    """What the sheets of a workbook share."""

    sheets: list[SheetPart] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    formats: list[NumberFormat] = field(default_factory=list)
    counts_from_1904: bool = False
    has_macros: bool = False


def open_archive(file: IO[bytes], most_unpacked: int | None = None, most_parts: int | None = None) -> zipfile.ZipFile:
    """Open a zip file that unpacks to no more than is read; None takes the limits of any file.

    :raises UnreadableFileError: if it would, or is protected by a password.
    """
    archive = zipfile.ZipFile(file)
    parts = archive.infolist()
    # A part never unpacks to more than it says here: the reader stops at that size.
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > (most_parts or limits.MOST_PARTS) or unpacked > (most_unpacked or limits.MOST_UNPACKED):
        raise refusals.too_much()
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise refusals.locked()
    return archive


def refuse_other_archives(archive: zipfile.ZipFile) -> None:
    """Say of an archive that is no workbook what it is.

    :raises UnreadableFileError: if it is none.
    """
    names = set(archive.namelist())
    if "mimetype" in names or "content.xml" in names:
        raise refusals.another_kind("OpenDocument (.ods)")
    if any(name.startswith("word/") for name in names):
        raise refusals.no_cells_in_it("Word (.docx)")
    if "xl/workbook.bin" in names:
        raise refusals.another_kind("Excel Binary (.xlsb)")
    if not any(name.startswith("xl/") for name in names):
        raise refusals.broken()


def read_book(archive: zipfile.ZipFile, most_text_elements: int | None = None) -> Book:
    """Read what the sheets share; None takes the limit of any file.

    :raises UnreadableFileError: if it is more than is read.
    :raises KeyError: if a part is missing without which there is no workbook.
    """
    book = Book(has_macros=any(name.lower().endswith("vbaproject.bin") for name in archive.namelist()))
    workbook = _linked(archive, "")["officeDocument"]
    with archive.open(workbook) as part:
        _WorkbookReader(book).read(part)
    links = _linked(archive, workbook)
    for sheet in book.sheets:
        sheet.part = links[sheet.link]
    book.sheets = [sheet for sheet in book.sheets if "/chartsheets/" not in sheet.part]
    if len(book.sheets) > limits.MOST_SHEETS:
        raise refusals.too_much()
    if "sharedStrings" in links:
        with archive.open(links["sharedStrings"]) as part:
            _TextReader(book, most_text_elements or limits.MOST_TEXT_ELEMENTS).read(part)
    if "styles" in links:
        with archive.open(links["styles"]) as part:
            _StyleReader(book).read(part)
    return book


def _linked(archive: zipfile.ZipFile, source: str) -> Mapping[str, str]:
    """Return the parts that a part links to, by the identifier of the link and by its kind."""
    folder, name = posixpath.split(source)
    links = _LinkReader(folder)
    with archive.open(posixpath.join(folder, "_rels", f"{name}.rels")) as part:
        links.read(part)
    return links.found


class _LinkReader(Reader):
    most_elements = limits.MOST_PARTS * 2

    def __init__(self, folder: str) -> None:
        super().__init__()
        self._folder = folder
        self.found: dict[str, str] = {}

    def starts(self, name: str, attributes: Mapping[str, str]) -> None:
        target = attributes.get("Target", "")
        if name != "Relationship" or attributes.get("TargetMode") == "External":
            return
        path = posixpath.normpath(posixpath.join("/", self._folder, target)).lstrip("/")
        self.found[attributes.get("Id", "")] = path
        self.found.setdefault(posixpath.basename(attributes.get("Type", "")), path)


class _WorkbookReader(Reader):
    most_elements = limits.MOST_STYLE_ELEMENTS

    def __init__(self, book: Book) -> None:
        super().__init__()
        self._book = book

    def starts(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "sheet":
            hidden = attributes.get("state", "visible") != "visible"
            self._book.sheets.append(SheetPart(attributes.get("name", ""), attribute(attributes, "id"), hidden))
        elif name == "workbookPr":
            self._book.counts_from_1904 = attributes.get("date1904") in _TRUE


class _TextReader(Reader):
    """Gather the shared texts; what is written above letters to say how they sound is no part of them."""

    def __init__(self, book: Book, most_elements: int) -> None:
        super().__init__()
        self.most_elements = most_elements
        self._texts = book.texts
        self._pieces: list[str] = []
        self._run: list[str] = []
        self._sounding = False
        self._characters = 0

    def starts(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "t" and not self._sounding:
            self._run.clear()
            self.listens(self._run.append)
        elif name == "si":
            self._pieces.clear()
        elif name == "rPh":
            self._sounding = True

    def ends(self, name: str) -> None:
        if name == "t":
            self.listens(None)
            if not self._sounding:  # a mark that is torn between two runs is none
                self._pieces.append(unmarked("".join(self._run)))
        elif name == "rPh":
            self._sounding = False
        elif name == "si":
            text = "".join(self._pieces)
            self._characters += len(text)
            if self._characters > limits.MOST_TEXT_CHARACTERS:
                raise refusals.too_much()
            self._texts.append(text)


class _StyleReader(Reader):
    """Gather the number format of each style of cells."""

    most_elements = limits.MOST_STYLE_ELEMENTS

    def __init__(self, book: Book) -> None:
        super().__init__()
        self._formats = book.formats
        self._codes: dict[int, str] = {}
        self._among_cell_styles = False

    def starts(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "numFmt":
            self._codes.setdefault(int(attributes["numFmtId"]), attributes.get("formatCode", ""))
        elif name == "cellXfs":
            self._among_cell_styles = True
        elif name == "xf" and self._among_cell_styles:
            number = int(attributes.get("numFmtId", "0"))
            code = self._codes.get(number) or built_in_format(number)
            self._formats.append(read_format(code) if code else PLAIN)

    def ends(self, name: str) -> None:
        if name == "cellXfs":
            self._among_cell_styles = False


def unmarked(text: str) -> str:
    """Return a text with the line ends of Windows that a workbook writes as _x000D_, and its escaped marks."""
    return _MARK.sub(lambda mark: _MARKS[mark[0]], text) if "_x00" in text else text
