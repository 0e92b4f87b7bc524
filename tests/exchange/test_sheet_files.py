"""A report as a file: what is written is read back as the same, and what is no such file is refused quickly."""

import csv
import io
import time
import unicodedata
import zipfile
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter
from django.utils.translation import override
from hypothesis import example, given
from hypothesis import strategies as st

from provinces.text import search_key
from tracker.exchange.cell_texts import read_cell
from tracker.exchange.file_cells import escaped, unescaped
from tracker.exchange.sheet_files import csv_bytes, read_table, workbook_bytes
from tracker.exchange.sheet_table import (
    COLUMNS,
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_ROWS,
    TableLine,
    TableNumber,
    UnreadableFileError,
    heading_words,
    headings,
    without_aside,
)
from tracker.models import Indicator, IndicatorKind, ObservationStatus, Unit

USD = Unit(code="USD", name="đô la Mỹ", name_en="US dollars", currency="USD")
FDI = Indicator(
    code="fdi-registered",
    name="Vốn FDI đăng ký",
    kind=IndicatorKind.FLOW,
    unit=USD,
    display_scale=Decimal(1_000_000),
    display_unit="triệu USD",
    display_unit_en="million USD",
)
LANGUAGES = pytest.mark.parametrize("language", ["vi", "en"])
WAYS = pytest.mark.parametrize("ending", ["csv", "xlsx"])
# Any amount that a figure's column holds, in single units.
AMOUNTS = st.decimals(min_value=-(10**19) + 1, max_value=10**19 - 1, places=6, allow_nan=False)
# Any text that the entry page keeps beside a figure: single spaces, nothing at its ends, letters in NFC.
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=30).map(
    lambda text: " ".join(unicodedata.normalize("NFC", text).split())
)


def line(*numbers, code="fdi-registered", **said):
    return TableLine(code, "Vốn FDI đăng ký", "triệu USD", numbers or (TableNumber(FDI),), **said)


def written(ending, lines, language):
    with override(language):
        return csv_bytes(lines, language) if ending == "csv" else workbook_bytes(lines, language, sheet_name="2025-Q2")


def read_back(ending, lines, language, reader=""):
    """Return the rows of the file below its headings, for a reader of the same or another language."""
    return read_table(written(ending, lines, language), reader or language)[1:]


def workbook(fill):
    """Return the content of a workbook whose first sheet the function fills."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        fill(book, book.add_worksheet())
    return out.getvalue()


def cells(*values):
    return workbook(lambda _book, sheet: [sheet.write(0, column, value) for column, value in enumerate(values)])


def refusal(content):
    with override("en"), pytest.raises(UnreadableFileError) as caught:
        read_table(content, "en")
    return str(caught.value)


# --- There and back -------------------------------------------------------------------------------------------------


@WAYS
@LANGUAGES
@pytest.mark.parametrize("reader", ["vi", "en"])
@pytest.mark.parametrize(
    ("value", "status", "text"),
    [
        (None, None, ""),
        (Decimal(0), ObservationStatus.NORMAL, "0"),
        (Decimal(0), ObservationStatus.NIL, "-"),
        (None, ObservationStatus.NOT_APPLICABLE, "x"),
        (None, ObservationStatus.NOT_YET_KNOWN, "?"),
        (None, ObservationStatus.NOT_COLLECTED, "…"),
    ],
)
def test_what_is_no_plain_number_is_itself_again(ending, language, reader, value, status, text):
    [row] = read_back(ending, [line(TableNumber(FDI, value, status), note="n")], language, reader)
    assert row[3] == text
    reading = read_cell(row[3], FDI, reader)
    assert (reading.amount and reading.amount.value, reading.status) == (
        (Decimal(0), None) if text == "0" else (None, status)
    )


@WAYS
@LANGUAGES
@pytest.mark.parametrize("reader", ["vi", "en"])
@given(value=AMOUNTS, status=st.sampled_from(["normal", "provisional", "estimated"]))
@example(value=Decimal(1234000), status="normal")
@example(value=Decimal(1234000000), status="normal")
@example(value=Decimal("9999999999999.990000"), status="normal")
@example(value=Decimal("125400000.000001"), status="normal")
@example(value=Decimal(-1234567000), status="provisional")
def test_every_amount_is_read_back_to_its_last_digit(ending, language, reader, value, status):
    [row] = read_back(ending, [line(TableNumber(FDI, value, status))], language, reader)
    reading = read_cell(row[3], FDI, reader)
    assert reading.amount.value == value
    assert reading.status == (None if status == "normal" else status)


@WAYS
@given(note=TEXTS, source=TEXTS)
@example(note="=1+1", source="'=1+1")
@example(note="-", source="''")
@example(note="_x0041_", source="@SUM(A1)")
@example(note="_x000D_", source="_x005F_x000D_")
@example(note="<r>x</r>", source="<r><t>x</t></r>")
@example(note="<r>x & y</r>", source="<r></r>")
@example(note="<t>x</t>", source="&amp;<br/>]]>")
@example(note="a;b,c\td", source='say "no"')
def test_every_text_is_read_back_as_it_was(ending, note, source):
    full = line(TableNumber(FDI, Decimal(1), "normal"), note=note, source=source, reason="r")
    [row] = read_back(ending, [full], "vi")
    assert row[5:] == [note.replace("\t", " "), source, "r"]


@given(text=st.text())
def test_an_escaped_text_is_not_live_and_comes_back(text):
    assert unescaped(escaped(text)) == text
    assert not escaped(text).lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))


@LANGUAGES
def test_headings_stand_first_and_name_their_columns(language):
    rows = read_table(written("csv", [line()], language), language)
    with override(language):
        assert rows[0] == list(headings())
    words = heading_words()
    assert [column for text in rows[0] for column in COLUMNS if text in words[column]] == list(COLUMNS)
    keys = [search_key(word) for words_of in words.values() for word in set(words_of)]
    assert len(keys) == len(set(keys))  # no heading names two columns in any language


def test_headings_of_names_and_units_are_no_unused_columns():
    assert without_aside(["Mã", "Indicator", "Đơn vị tính", "Ngày"]) == ["Ngày"]


def test_a_csv_file_opens_in_the_spreadsheets_of_its_language():
    number = TableNumber(FDI, Decimal(1234567800000), "normal")
    assert written("csv", [line(number)], "vi").startswith(b"\xef\xbb\xbf")
    assert ";1234567,8;" in written("csv", [line(number)], "vi").decode()
    assert ",1234567.8," in written("csv", [line(number)], "en").decode()


def test_a_workbook_holds_numbers_as_numbers_and_what_they_would_lose_as_texts():
    numbers = (TableNumber(FDI, Decimal(125400000), "normal"), TableNumber(FDI, Decimal(10**18 + 1), "normal"))
    book = openpyxl.load_workbook(io.BytesIO(written("xlsx", [line(*numbers, note="=1+1")], "vi")))
    sheet = book.worksheets[0]
    assert (sheet["D2"].value, sheet["D2"].data_type) == (125.4, "n")
    assert (sheet["E2"].value, sheet["E2"].data_type) == ("1000000000000,000001", "s")
    assert (sheet["F2"].value, sheet["F2"].data_type) == ("=1+1", "s")
    assert sheet.freeze_panes == "C2"


# --- Files of others ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_encoding_and_separator_are_found_out(encoding, mark):
    rows = [["Chỉ tiêu", "Ghi chú"], ["Vốn", "quý này"], ["FDI", '"1,5; 2"']]
    if encoding == "cp1258":  # Windows writes tone marks behind the letters
        rows = [["Ch\u0069\u0309 tiêu", "Ghi chu\u0301"], ["Vô\u0301n", "quy\u0301 này"], ["FDI", '"1,5; 2"']]
    content = "\r\n".join(mark.join(row) for row in rows).encode(encoding)
    assert read_table(content, "vi") == [["Chỉ tiêu", "Ghi chú"], ["Vốn", "quý này"], ["FDI", "1,5; 2"]]


def test_the_separator_that_a_file_states_rules():
    assert read_table(b"sep=,\r\na,b;c\r\nd,e;f\r\n", "vi") == [["a", "b;c"], ["d", "e;f"]]


def test_decimal_commas_do_not_divide_a_file_of_semicolons():
    assert read_table(b"fdi;125,4;1,5\nddi;7;2,5\n", "vi") == [["fdi", "125,4", "1,5"], ["ddi", "7", "2,5"]]


def test_a_number_of_a_spreadsheet_is_read_by_what_it_shows():
    def fill(book, sheet):
        sheet.write(0, 0, 125.39999999999999)
        sheet.write(0, 1, 1234)
        sheet.write(0, 2, 1.234)
        sheet.write(0, 3, 0.58, book.add_format({"num_format": "0%"}))
        sheet.write(0, 4, 7, book.add_format({"num_format": '0 "%"'}))
        sheet.write(0, 5, 1e21)
        sheet.write(0, 6, True)

    assert read_table(workbook(fill), "vi") == [
        ["125,4", "1234", "1,2340", "58%", "7%", "1000000000000000000000", "TRUE"]
    ]


def test_a_unit_in_the_format_of_a_number_is_part_of_it():
    def fill(book, sheet):
        sheet.write(0, 0, 1700, book.add_format({"num_format": '#,##0" tỷ"'}))
        sheet.write(0, 1, 2_500_000_000, book.add_format({"num_format": '#,##0.0,,,"tỷ"'}))

    assert read_table(workbook(fill), "vi") == [["1700 tỷ", "2,5 tỷ"]]


def test_a_format_that_leaves_digits_away_is_refused_with_its_cell():
    content = workbook(lambda book, sheet: sheet.write("C5", 125_400_000, book.add_format({"num_format": "#,##0,,"})))
    assert "C5" in refusal(content)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_numbers_on_two_lines_of_a_cell_stay_two(ending):
    """1 above 234 is not 1 234; words on two lines are one text as before."""
    if ending == "csv":
        content = '"Vốn\r\nFDI";"1\r\n234"\r\n"a";"b"\r\n'.encode()
    else:
        content = workbook(lambda _book, sheet: sheet.write_row(0, 0, ["Vốn\nFDI", "1\n234"]))
    (name, number), *_rest = read_table(content, "vi")
    assert (name, number) == ("Vốn FDI", "1 / 234")


def test_blank_rows_keep_the_places_of_those_below():
    assert read_table(b"a;b\n\n\nc;d\n\n", "vi") == [["a", "b"], ["", ""], ["", ""], ["c", "d"]]


@pytest.mark.parametrize("value", [date(2025, 2, 1), datetime(2025, 2, 1, 9, 30)], ids=["a day", "a time"])
def test_a_day_is_refused_with_its_cell(value):
    content = workbook(lambda book, sheet: sheet.write(4, 2, value, book.add_format({"num_format": "dd/mm/yyyy"})))
    assert "C5" in refusal(content)


def test_a_formula_gives_its_result_and_one_without_a_result_is_refused_with_its_cell():
    reckoned = workbook(lambda _book, sheet: sheet.write_formula("B2", "=100+25.4", value=125.4))
    assert read_table(reckoned, "vi")[1][1] == "125,4"
    assert read_table(workbook(lambda _book, sheet: sheet.write_formula("B2", '=""&"x"', value="x")), "vi")[1][1] == "x"
    empty = SHEET % b'<row r="2"><c r="B2" t="str"><f>IF(A1,"","")</f><v></v></c><c r="C2"><v>7</v></c></row>'
    assert read_table(parts(**{"xl/worksheets/sheet1.xml": empty}), "vi")[1] == ["", "", "7"]
    book = openpyxl.Workbook()
    book.active["B2"] = "=100+25.4"
    out = io.BytesIO()
    book.save(out)
    assert "B2" in refusal(out.getvalue())


# --- Files that are none ----------------------------------------------------------------------------------------------


def parts(**changes):
    """Return a small workbook with some of its parts replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(cells("a"))) as good, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bad:
        for name in good.namelist():
            bad.writestr(name, changes.pop(name, good.read(name)))
        for name, content in changes.items():
            bad.writestr(name, content)
    return out.getvalue()


def encrypted_zip():
    """Return a zip whose parts say that they are encrypted."""
    content = bytearray(cells("a"))
    for start in (b"PK\x03\x04", b"PK\x01\x02"):
        at = content.find(start)
        while at >= 0:
            content[at + (6 if start[2] == 3 else 8)] |= 1
            at = content.find(start, at + 4)
    return bytes(content)


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b"]><sst><si><t>&b;</t></si></sst>"
)
SHEET = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b'<dimension ref="A1:XFD1048576"/><sheetData>%s</sheetData></worksheet>'
)
HOSTILE = {
    "nothing": (b"", "no cells"),
    "blanks": (b";;\n;;\n", "no cells"),
    "too many bytes": (b"a;b\n" * (MOST_BYTES // 4 + 1), "larger than 5 MB"),
    "too many rows": (b"a;b\n" * (MOST_ROWS + 1), "2000 rows"),
    "too many columns": (b";".join([b"1"] * (MOST_COLUMNS + 1)), "100 columns"),
    "one endless row": (b";" * 4_000_000, "neither a workbook"),
    "one endless cell": (b'"' + b"a" * 4_000_000, "neither a workbook"),
    "binary": (bytes(range(256)) * 40, "neither a workbook"),
    "a paper": (b"%PDF-1.7\n\x01\x02", "neither a workbook"),
    "an old workbook": (bytes.fromhex("D0CF11E0A1B11AE1") + b"\x00" * 600, "old kind"),
    "a locked workbook": (
        bytes.fromhex("D0CF11E0A1B11AE1") + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 600,
        "password",
    ),
    "a locked archive": (encrypted_zip(), "password"),
    "macros": (parts(**{"xl/vbaProject.bin": b"x"}), "macros"),
    "another archive": (parts(**{"[Content_Types].xml": b"<Types/>", "x": b""})[:-30], "cannot be read"),
    "half a workbook": (cells(*range(50))[:900], "cannot be read"),
    "a broken sheet": (parts(**{"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row>"}), "cannot be read"),
    "a row of nowhere": (
        parts(**{"xl/worksheets/sheet1.xml": SHEET % b'<row r="x"/>'}),
        "cannot be read",
    ),
    "entities": (parts(**{"xl/sharedStrings.xml": LAUGHS}), "cannot be read"),
    "a bomb": (parts(**{"xl/media/zeros.xml": b"0" * 60_000_000}), "unpacks to more"),
    "texts without end": (
        parts(**{"xl/sharedStrings.xml": b"<sst>" + b"<si><t>a</t></si>" * 200_000 + b"</sst>"}),
        "unpacks to more",
    ),
    "many parts": (parts(**{f"xl/{n}.xml": b"" for n in range(600)}), "unpacks to more"),
    "rows far below": (workbook(lambda _b, sheet: sheet.write(MOST_ROWS, 0, 1)), "2000 rows"),
    "columns far right": (workbook(lambda _b, sheet: sheet.write(0, MOST_COLUMNS, 1)), "100 columns"),
}


@pytest.fixture
def lifted_limit():
    """Lift the bound on the length of a cell, as libraries do that read tables."""
    before = csv.field_size_limit(10**9)
    yield
    csv.field_size_limit(before)


@pytest.mark.usefixtures("lifted_limit")
def test_endless_cell_is_refused_whatever_else_runs_in_the_process():
    with pytest.raises(UnreadableFileError):
        read_table(b'"' + b"a" * 400_000, "vi")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_is_no_report_is_refused_quickly_with_a_sentence(name):
    content, words = HOSTILE[name]
    start = time.perf_counter()
    assert words in refusal(content)
    assert time.perf_counter() - start < 5


def test_rows_that_a_workbook_only_claims_to_have_are_not_waited_for():
    sheet = SHEET % (b'<row r="1"><c r="A1"><v>5</v></c></row><row r="1048576"><c r="XFD1048576"/></row>')
    start = time.perf_counter()
    assert read_table(parts(**{"xl/worksheets/sheet1.xml": sheet}), "vi") == [["5"]]
    assert time.perf_counter() - start < 5
