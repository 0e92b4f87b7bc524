"""Files that are none, or that would do harm: each refused with a sentence."""

import io
import zipfile

from tests.exchange.incoming.ugly.making import Ugly, book, grid, lines, sheet_xml, with_parts

SMALL = grid(("KCN", "Vốn FDI trong quý (triệu USD)"), ("Đại An", 125.4))
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b"]><sst><si><t>&b;</t></si></sst>"
)
OLD_OFFICE = bytes.fromhex("D0CF11E0A1B11AE1")


def archive(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def locked_archive() -> bytes:
    """Return a workbook whose parts say that they are encrypted."""
    content = bytearray(book(SMALL))
    for start in (b"PK\x03\x04", b"PK\x01\x02"):
        at = content.find(start)
        while at >= 0:
            content[at + (6 if start[2] == 3 else 8)] |= 1
            at = content.find(start, at + 4)
    return bytes(content)


def sheet_of(rows: str) -> bytes:
    return with_parts(book(SMALL), **{"xl/worksheets/sheet1.xml": sheet_xml(rows)})


BROKEN = {
    "nothing": Ugly(lambda: b"", refusal="no cells"),
    "only separators": Ugly(lambda: b";;\n;;\n", refusal="no cells"),
    "a workbook without cells": Ugly(lambda: book(grid()), refusal="no cells"),
    "51 MB": Ugly(lambda: b"a;b\n" * (51 * 1024 * 1024 // 4), refusal="larger than 50 MB"),
    "one endless row": Ugly(lambda: b";" * 4_000_000, refusal="no cells"),
    "one endless cell": Ugly(lambda: b'"' + b"a" * 4_000_000, refusal="neither a workbook"),
    "bytes of a program": Ugly(lambda: bytes(range(256)) * 40, refusal="neither a workbook"),
    "a PDF": Ugly(lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", refusal="PDF"),
    "a picture": Ugly(lambda: b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", refusal="picture"),
    "a page of the web called .xls": Ugly(
        lambda: lines("<html><body><table>", "<tr><td>Đại An</td><td>125,4</td></tr>", "</table></body></html>"),
        refusal="web page",
        file_name="bao-cao.xls",
    ),
    "a workbook of Excel 2003 as XML": Ugly(
        lambda: lines('<?xml version="1.0"?>', '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'),
        refusal="XML",
    ),
    "an old workbook": Ugly(lambda: OLD_OFFICE + b"\x00" * 600, refusal="old kind", file_name="bao-cao.xls"),
    "a workbook under a password": Ugly(
        lambda: OLD_OFFICE + b"\x00" * 512 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 600,
        refusal="password",
    ),
    "an archive under a password": Ugly(locked_archive, refusal="password"),
    "a sheet of LibreOffice": Ugly(
        lambda: archive(mimetype=b"application/vnd.oasis.opendocument.spreadsheet", **{"content.xml": b"<a/>"}),
        refusal=".ods",
    ),
    "a binary workbook": Ugly(
        lambda: archive(**{"[Content_Types].xml": b"<Types/>", "xl__workbook.bin": b"x"}), refusal=".xlsb"
    ),
    "a document of Word": Ugly(
        lambda: archive(**{"[Content_Types].xml": b"<Types/>", "word__document.xml": b"<a/>"}), refusal="Word"
    ),
    "another archive": Ugly(lambda: archive(**{"a.txt": b"a"}), refusal="cannot be read"),
    "half a workbook": Ugly(lambda: book(SMALL)[:900], refusal="cannot be read"),
    "the end of a workbook": Ugly(lambda: b"PK\x03\x04" + book(SMALL)[900:], refusal="cannot be read"),
    "a broken sheet": Ugly(
        lambda: with_parts(book(SMALL), **{"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row>"}),
        refusal="cannot be read",
    ),
    "a row of nowhere": Ugly(lambda: sheet_of('<row r="x"><c r="A1"><v>1</v></c></row>'), refusal="cannot be read"),
    "entities": Ugly(lambda: with_parts(book(SMALL), **{"xl/sharedStrings.xml": LAUGHS}), refusal="cannot be read"),
    "entities in a sheet": Ugly(
        lambda: with_parts(book(SMALL), **{"xl/worksheets/sheet1.xml": LAUGHS}), refusal="cannot be read"
    ),
    "a bomb of zeros": Ugly(
        lambda: with_parts(book(SMALL), **{"xl/media/zeros.bin": b"0" * 300_000_000}), refusal="unpacks to more"
    ),
    "a bomb of texts": Ugly(
        lambda: with_parts(
            book(SMALL), **{"xl/sharedStrings.xml": b"<sst>" + b"<si><t>a</t></si>" * 1_500_000 + b"</sst>"}
        ),
        refusal="unpacks to more",
    ),
    "a bomb of styles": Ugly(
        lambda: with_parts(
            book(SMALL),
            **{"xl/styles.xml": b"<styleSheet><fonts>" + b"<font/>" * 400_000 + b"</fonts></styleSheet>"},
        ),
        refusal="unpacks to more",
    ),
    "a bomb of cells": Ugly(lambda: sheet_of("<c/>" * 13_000_000), refusal="unpacks to more"),
    "many parts": Ugly(
        lambda: with_parts(book(SMALL), **{f"xl/{number}.xml": b"" for number in range(2100)}),
        refusal="unpacks to more",
    ),
    "columns far right": Ugly(lambda: book(lambda _book, sheet: sheet.write(0, 5000, 1)), refusal="columns"),
}
