"""Files are opened as sheets of cells, or refused with a sentence, whatever their bytes are."""

import io
import random
from contextlib import suppress
from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.exchange.incoming.ugly.broken import BROKEN
from tests.exchange.incoming.ugly.making import book, grid, lines, sheet_xml, text_cell, with_parts
from tests.exchange.incoming.ugly.texts import TEXTS
from tests.exchange.incoming.ugly.workbooks import HEAD, ROWS, WORKBOOKS
from tracker.exchange.incoming.files import open_file
from tracker.exchange.incoming.sheets import Cell, Row, Trouble, cell_name, column_name, shown
from tracker.exchange.sheet_table import UnreadableFileError

GOOD = book(grid(HEAD, *ROWS))


def rows_of(content, sheet=0, **choices):
    return [(row.number, list(row.cells)) for row in open_file(content, **choices).sheets[sheet].rows()]


def read_whole(content, name="", **choices):
    found = open_file(content, name, **choices)
    for sheet in found.sheets:
        assert sheet.spans is not None
        for _row in sheet.rows():
            pass
    return found


def refusal(content, name=""):
    with override("en"), pytest.raises(UnreadableFileError) as caught:
        read_whole(content, name)
    return str(caught.value)


@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_is_none_is_refused_with_a_sentence(name):
    ugly = BROKEN[name]
    assert ugly.refusal in refusal(ugly.make(), ugly.file_name)


@pytest.mark.parametrize("name", [name for name, ugly in (TEXTS | WORKBOOKS).items() if not ugly.refusal])
def test_an_ugly_file_is_opened(name):
    ugly = (TEXTS | WORKBOOKS)[name]
    with override("en"):
        found = read_whole(ugly.make(), ugly.file_name, encoding=ugly.answers.get("encoding", ""))
    assert len(found.notices) == len(ugly.notices)
    assert all(words in notice for words, notice in zip(ugly.notices, found.notices, strict=True))
    assert ("encoding" in ugly.asked) == (not found.encoding_certain)


def test_text_and_workbook_give_the_same_cells():
    text = rows_of(lines("a;1,5", ";x"))
    workbook = rows_of(book(grid(("a", 1.5), (None, "x"))))
    assert text == [(1, ["a", "1,5"]), (2, ["", "x"])]
    assert workbook == [(1, ["a", Cell(Decimal("1.5"))]), (2, ["", "x"])]
    assert shown(workbook[0][1][1], "vi") == "1,5"


@pytest.mark.parametrize("mark", [";", "\t", ",", "|"])
@pytest.mark.parametrize(("encoding", "found"), [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16")])
def test_encoding_and_separator_are_found_out_and_said(mark, encoding, found):
    content = lines("Báo cáo quý I", "", f"KCN{mark}Vốn", f"Đại An{mark}1", encoding="utf-8").decode().encode(encoding)
    sheets = open_file(content)
    assert (sheets.encoding, sheets.separator, sheets.encoding_certain) == (found, mark, True)
    assert [list(row.cells) for row in sheets.sheets[0].rows()] == [["Báo cáo quý I"], ["KCN", "Vốn"], ["Đại An", "1"]]


def test_a_person_may_choose_encoding_and_separator():
    assert rows_of(lines("a;b,c"), separator=",") == [(1, ["a;b", "c"])]
    assert rows_of("é".encode("cp1252"), encoding="cp1252") == [(1, ["é"])]
    with override("en"), pytest.raises(UnreadableFileError, match="not written in utf-8"):
        open_file("é".encode("cp1252"), encoding="utf-8")


def test_a_line_may_end_where_a_piece_of_the_file_ends():
    line = "a" * 1022 + "\r\n"  # the first half of a line's end is the last byte of a megabyte
    content = ("b" * 1023 + "\r\n" + line * 2048).encode()
    assert {len(cells[0]) for _number, cells in rows_of(content)[1:]} == {1022}
    assert [number for number, _cells in rows_of(content)] == list(range(1, 2050))


def test_two_readers_of_one_text_take_turns():
    sheet = open_file(lines(*(f"{number};x" for number in range(300_000)))).sheets[0]
    first, second = sheet.rows(), sheet.rows()
    pairs = [(next(first), next(second)) for _time in range(200_000)]
    assert all(one == other for one, other in pairs)


def test_escaped_texts_are_read_as_they_were():
    assert rows_of(lines("'=1+1;'-5")) == [(1, ["=1+1", "-5"])]


def test_places_hidden_rows_and_merged_cells_are_told():
    def fill(workbook, sheet):
        sheet.merge_range("B2:C3", "x")
        sheet.set_row(4, options={"hidden": True})
        sheet.write("A5", "hidden")
        sheet.set_column(3, 4, options={"hidden": True})

    sheet = open_file(book(fill)).sheets[0]
    assert list(sheet.rows()) == [Row(2, ["", "x"]), Row(5, ["hidden"], hidden=True)]
    assert sheet.spans == ((2, 1, 3, 2),)
    assert sheet.hidden_columns == {3, 4}


def test_rows_and_cells_without_their_names_follow_one_another():
    part = sheet_xml("<row><c><v>1</v></c><c><v>2</v></c></row><row><c/><c><v>3</v></c></row>")
    content = with_parts(GOOD, **{"xl/worksheets/sheet1.xml": part})
    assert rows_of(content) == [(1, [Cell(Decimal(1)), Cell(Decimal(2))]), (2, ["", Cell(Decimal(3))])]


def test_elements_may_have_prefixes():
    part = (
        b'<x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"><x:sheetData><x:row r="3">'
        b'<x:c r="B3"><x:v>7</x:v></x:c></x:row></x:sheetData><x:mergeCells><x:mergeCell ref="B3:C3"/></x:mergeCells>'
        b"</x:worksheet>"
    )
    content = with_parts(GOOD, **{"xl/worksheets/sheet1.xml": part})
    assert rows_of(content) == [(3, ["", Cell(Decimal(7))])]
    assert open_file(content).sheets[0].spans == ((3, 1, 3, 2),)


@pytest.mark.parametrize(
    ("xml", "cell"),
    [
        ("<c><v>125.39999999999999</v></c>", Cell(Decimal("125.4"))),
        ("<c><v>1E-3</v></c>", Cell(Decimal("0.001"))),
        ("<c><v>1000000000000000001</v></c>", Cell(Decimal(1000000000000000001))),
        ("<c><v>1e308</v></c>", "1e308"),
        ("<c><v>NaN</v></c>", "NaN"),
        ('<c t="b"><v>1</v></c>', "TRUE"),
        ('<c t="e"><v>#N/A</v></c>', Cell(text="#N/A", trouble=Trouble.ERROR)),
        ('<c t="str"><f>x</f><v>y</v></c>', "y"),
        ('<c t="str"><f>x</f><v></v></c>', None),
        ("<c><f>1+1</f></c>", Cell(trouble=Trouble.UNRECKONED)),
        ('<c t="d"><v>2025-02-01T00:00:00</v></c>', Cell(text="2025-02-01", trouble=Trouble.DAY)),
        ('<c t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c>', "ab"),
        ("<c/>", None),
    ],
)
def test_each_kind_of_cell_is_read_as_what_it_is(xml, cell):
    part = sheet_xml(f"<row>{text_cell('A1', 'x')}{xml}</row>")
    expected = ["x"] if cell is None else ["x", cell]
    assert rows_of(with_parts(GOOD, **{"xl/worksheets/sheet1.xml": part})) == [(1, expected)]


@pytest.mark.parametrize(
    ("value", "code", "cell"),
    [
        (0.585, "0.0%", Cell(Decimal("58.5"), "%")),
        (1700, '#,##0" tỷ"', Cell(Decimal(1700), "tỷ")),
        (2_500_000_000, '#,##0.0,,,\\ "tỷ đồng"', Cell(Decimal("2.5"), "tỷ đồng")),
        (125_400_000, "#,##0,,", Cell(Decimal(125_400_000), thousands=2)),
        (7, "#,##0.00_);[Red](#,##0.00)", Cell(Decimal(7))),
        (7, '_(* #,##0_);_(* "-"??_);_(@_)', Cell(Decimal(7))),
        (7, '[$$-409]#,##0.00;"m;d"', Cell(Decimal(7), "$")),
        (7, '"Đợt "0', Cell(Decimal(7))),
        (7, "General", Cell(Decimal(7))),
        (45689, "dd/mm/yyyy", Cell(text="2025-02-01", trouble=Trouble.DAY)),
        (45689, "[$-1042]d/m/yyyy;@", Cell(text="2025-02-01", trouble=Trouble.DAY)),
        (0.5, "[h]:mm", Cell(text="0.5", trouble=Trouble.DAY)),
        (-7, "#,##0,", Cell(Decimal(-7), thousands=1)),
    ],
)
def test_the_format_of_a_number_is_part_of_what_it_says(value, code, cell):
    content = book(lambda workbook, sheet: sheet.write(0, 0, value, workbook.add_format({"num_format": code})))
    assert rows_of(content) == [(1, [cell])]


@pytest.mark.parametrize(("column", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_have_the_names_of_a_spreadsheet(column, name):
    assert column_name(column) == name
    assert cell_name(7, column) == f"{name}7"


# --- Whatever the bytes are -----------------------------------------------------------------------------------------


def opened_or_refused(content):
    with suppress(UnreadableFileError):
        read_whole(content)


@settings(deadline=None)
@given(st.binary(max_size=3000))
def test_any_bytes_are_opened_or_refused(content):
    opened_or_refused(content)


@settings(deadline=None)
@given(st.text(alphabet=" ;,\t|\"'\r\n.0123456789aĐư-(=", max_size=300))
def test_any_text_is_opened_or_refused(text):
    opened_or_refused(text.encode())


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.randoms(use_true_random=False), st.integers(1, 8))
def test_a_workbook_with_flipped_bits_is_opened_or_refused(chance: random.Random, flips):
    content = bytearray(GOOD)
    for _flip in range(flips):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    opened_or_refused(bytes(content))


@settings(deadline=None)
@given(st.data())
def test_a_sheet_with_flipped_bits_is_opened_or_refused(data):
    """The parts themselves, behind the checksums of their archive."""
    name = data.draw(
        st.sampled_from(
            ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml", "_rels/.rels"]
        )
    )
    part = bytearray(part_of(GOOD, name))
    for _flip in range(data.draw(st.integers(1, 6))):
        part[data.draw(st.integers(0, len(part) - 1))] = data.draw(st.integers(0, 255))
    opened_or_refused(with_parts(GOOD, **{name: bytes(part)}))


@settings(deadline=None)
@given(st.integers(0, len(GOOD)), st.integers(0, len(GOOD)))
def test_a_piece_of_a_workbook_is_refused_or_opened(start, end):
    opened_or_refused(GOOD[:start] + GOOD[end:])


def part_of(content, name):
    import zipfile

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)
