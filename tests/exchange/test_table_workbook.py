"""A table as a workbook: numbers that keep every digit, days, texts, sheets of any length, and what is said of it."""

import io
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from tests.reading import assert_same_cell
from tracker.exchange import table_workbook
from tracker.exchange.file_cells import plain_number
from tracker.exchange.table_workbook import WorkbookTable, spreadsheet_number, write_workbook


def written(*rows, heads=("A", "B"), name="goals", language="en", notes=()):
    out = io.BytesIO()
    with override(language):
        write_workbook(WorkbookTable(name, heads, rows, notes), out)
    return openpyxl.load_workbook(io.BytesIO(out.getvalue()))


@given(value=st.decimals(min_value=-(10**19) + 1, max_value=10**19 - 1, places=6, allow_nan=False))
def test_an_exact_number_is_never_rounded(value):
    cell = written([value]).worksheets[0]["A2"]
    assert_same_cell(plain_number(value), cell)
    assert cell.data_type == ("n" if spreadsheet_number(value) is not None else "s")


@pytest.mark.parametrize(
    ("value", "kept", "form"),
    [
        (Decimal("1234567.5"), 1234567.5, "#,##0.0"),
        (Decimal(0), 0, "#,##0"),
        (Decimal("-0.0"), 0, "#,##0"),
        (Decimal("1E+3"), 1000, "#,##0"),
        (Decimal(999999999999999), 999999999999999, "#,##0"),
        (Decimal(1000000000000001), "1000000000000001", "General"),
        (Decimal("0.123456789012345"), 0.123456789012345, "General"),
        (Decimal(1) / 3, 0.333333333333333, "General"),  # a quotient, cut to 28 digits before
        (2025, 2025, "General"),
        (Decimal("NaN"), "NaN", "General"),
    ],
)
def test_a_number_is_a_number_where_a_spreadsheet_keeps_it(value, kept, form):
    cell = written([value]).worksheets[0]["A2"]
    assert (cell.value, cell.number_format) == (kept, form)


@pytest.mark.parametrize(("language", "form"), [("vi", "dd/mm/yyyy"), ("en", "yyyy-mm-dd")])
def test_days_are_days_and_moments_and_old_days_are_texts(language, form):
    sheet = written([date(2025, 3, 31), datetime(2025, 3, 31, 8, 0)], [date(1890, 5, 19), None], language=language)
    sheet = sheet.worksheets[0]
    assert (sheet["A2"].value, sheet["A2"].number_format) == (datetime(2025, 3, 31), form)
    assert sheet["B2"].value == "2025-03-31T08:00:00"
    assert sheet["A3"].value == "1890-05-19"


def test_a_blank_is_no_cell_and_no_text_is_live():
    sheet = written([None, ""], ["=1+1", "http://example.org"]).worksheets[0]
    assert (sheet["A2"].value, sheet["B2"].value) == (None, None)
    assert (sheet["A3"].data_type, sheet["B3"].hyperlink) == ("s", None)


def test_a_longer_table_than_a_sheet_goes_on_on_the_next(monkeypatch):
    monkeypatch.setattr(table_workbook, "MOST_ROWS_OF_A_SHEET", 4)
    book = written(*([number] for number in range(7)), heads=("Number",), name="n" * 40)
    assert [sheet.title for sheet in book.worksheets] == ["n" * 31, "n" * 27 + " (2)", "n" * 27 + " (3)", "Notes"]
    found = [[cell.value for (cell,) in sheet.iter_rows(max_col=1)] for sheet in book.worksheets[:3]]
    assert found == [["Number", 0, 1, 2], ["Number", 3, 4, 5], ["Number", 6]]


@pytest.mark.parametrize(
    ("name", "title"), [("[a]:*?/\\b", "a b"), ("'quoted'", "quoted"), ("", "1"), ("notes", "notes")]
)
def test_any_name_gives_a_sheet(name, title):
    book = written([1], name=name)
    assert book.worksheets[0].title == title
    assert len({sheet.title.casefold() for sheet in book.worksheets}) == 2


def test_an_empty_table_has_its_heads():
    sheet = written().worksheets[0]
    assert [cell.value for cell in sheet[1]] == ["A", "B"]
    assert sheet.max_row == 1


def test_what_holds_for_the_whole_table_is_said_on_its_last_sheet():
    notes = written([1], notes=[("Table", "Goals of a place")]).worksheets[-1]
    said = {name.value: words.value for name, words in notes.iter_rows(max_col=2)}
    assert said["Table"] == "Goals of a place"
    assert "never zero" in said["Blank"]
    assert "15 digits" in said["Numbers"]
