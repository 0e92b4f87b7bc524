"""Whatever a text looks like, a workbook holds it as this text: nothing is run, read as marks, or lost unsaid."""

import io
import unicodedata
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter
from django.utils.translation import override
from hypothesis import example, given
from hypothesis import strategies as st

from tracker.exchange.file_cells import MOST_OF_A_TEXT, TEXTS_STAY_TEXTS, fits_a_number, write_text

WAYS = pytest.mark.parametrize("way", [{"in_memory": True}, {"constant_memory": True}])
LOOKS = ["<r>", "</r>", "<t>", "</t>", "<is>", "&", "<", ">", '"', "]]>", "_x0041_", "=1+1", "http://x", " ", "x", "Đ"]


def read_back(text, way):
    out = io.BytesIO()
    with override("en"), xlsxwriter.Workbook(out, {**way, **TEXTS_STAY_TEXTS}) as book:
        write_text(book.add_worksheet(), 0, 0, text)
    cell = openpyxl.load_workbook(io.BytesIO(out.getvalue())).worksheets[0]["A1"]
    assert cell.data_type == "s"
    assert cell.hyperlink is None
    return cell.value


@WAYS
@given(parts=st.lists(st.sampled_from(LOOKS), min_size=1, max_size=8))
@example(parts=["<r>", "x", "</r>"])
@example(parts=["<r>", "</r>"])
@example(parts=["<r>", " ", "</r>"])
@example(parts=["<r>", "<t>", "x", "</t>", "</r>"])
@example(parts=["<r>", "&", "<", "_x0041_", "</r>"])
def test_a_text_that_looks_like_marks_is_read_back_as_it_was(way, parts):
    assert read_back("".join(parts), way) == "".join(parts)


@WAYS
@given(text=st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), min_size=1))
def test_any_text_is_read_back_as_it_was(way, text):
    assert read_back(f"<r>{text}</r>", way) == f"<r>{text}</r>"


@WAYS
def test_characters_that_no_xml_holds_are_left_out(way):
    assert read_back("a\ud800b\ufffec", way) == "abc"


@WAYS
@pytest.mark.parametrize("text", ["x" * 40_000, "\U0001f600" * 20_000, "<r>" + "&" * 40_000 + "</r>"])
def test_a_text_that_no_cell_holds_says_that_it_is_cut(way, text):
    kept = read_back(text, way)
    assert kept.endswith("… [cut here: a cell of a workbook holds no more; the CSV file has the whole text]")
    assert text.startswith(kept.partition(" … ")[0])
    assert MOST_OF_A_TEXT - 2 <= len(kept.encode("utf-16-le")) // 2 <= MOST_OF_A_TEXT
    assert all(unicodedata.category(character) != "Cs" for character in kept)


@WAYS
def test_a_text_that_only_grows_too_long_by_its_escapes_keeps_every_character(way):
    text = "<r>" + "&" * 20_000 + "</r>"
    assert read_back(text, way) == " " + text


def test_numbers_of_more_digits_than_a_spreadsheet_keeps_do_not_fit():
    assert fits_a_number(Decimal(999999999999999))
    assert fits_a_number(Decimal("1E+18"))
    assert fits_a_number(Decimal("-0.000123456789012345"))
    assert not fits_a_number(Decimal(1000000000000001))
    assert not fits_a_number(Decimal("NaN"))
