"""The template reads back as it was written, from a workbook and from a text file saved from it, in either language."""

import csv
import io
from decimal import Decimal

import openpyxl
import pytest
from django.utils import translation

from tests.exchange.incoming.ugly.catalogue import USD, indicator
from tests.exchange.incoming.ugly.making import book, grid
from tracker.exchange.incoming.files import open_file
from tracker.exchange.sheet_table import TableLine, TableNumber
from tracker.exchange.template_reading import template_of_file
from tracker.exchange.template_workbook import TemplateRow, TemplateSheet, template_bytes
from tracker.models import IndicatorKind, ObservationStatus

FDI = indicator("fdi-registered", IndicatorKind.FLOW, USD, "Vốn FDI đăng ký", "FDI registered")
MILLION = 10**6


def number(value=None, status=None):
    return TableNumber(FDI, None if value is None else Decimal(value) * MILLION, status)


def line(*numbers, note="", source="", reason=""):
    return TableLine("fdi-registered", "Vốn FDI đăng ký", "triệu USD", numbers, note, source, reason)


ROWS = [
    TemplateRow("KCN Đại An", "Công ty A", line(number("125.4"), number("1234.567"), note="=1+1"), (number(100),)),
    TemplateRow("KCN Lai Vu", "Công ty B", line(number(None, ObservationStatus.NIL), number(7)), ()),
    TemplateRow("KCN Kim Thành", "", line(number("5", ObservationStatus.PROVISIONAL), number()), ()),
    TemplateRow("KCN Gia Lộc", "", line(number(), number()), ()),
]


def written(language):
    with translation.override(language):
        return template_bytes(
            [TemplateSheet("Biểu 1", ROWS)], quarter="Quý II/2025", before="Quý I/2025", language=language
        )


def read(content, language, name="template.xlsx"):
    with translation.override(language):
        template = template_of_file(open_file(content, name))
        assert template is not None
        return template.before, list(template.lines(language))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_template_reads_back_as_it_was_written(language):
    before, lines = read(written(language), language)
    assert before == (2025, 1)
    assert [(each.place, each.reporter, each.code) for each in lines] == [
        (row.place, row.reporter, row.line.code) for row in ROWS
    ]
    mark = "," if language == "vi" else "."
    assert [tuple(cell.text for cell in each.numbers) for each in lines] == [
        (f"125{mark}4", f"1234{mark}567"),
        ("-", "7"),
        ("5*", ""),
        ("", ""),
    ]
    assert lines[0].note == "=1+1"
    assert [each.is_blank for each in lines] == [False, False, False, True]
    assert lines[0].numbers[0].where == "Biểu 1!H4"


def test_template_saved_as_a_text_file_reads_the_same():
    page = openpyxl.load_workbook(io.BytesIO(written("vi"))).worksheets[0]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    for row in page.iter_rows(values_only=True):
        writer.writerow(["" if cell is None else str(cell).replace(".", ",") for cell in row])
    _before, lines = read(out.getvalue().encode("utf-8-sig"), "vi", "template.csv")
    assert [cell.text for cell in lines[0].numbers] == ["125,4", "1234,567"]


def test_template_is_known_in_the_other_language_too():
    _before, lines = read(written("vi"), "en")
    assert [cell.text for cell in lines[0].numbers] == ["125.4", "1234.567"]


def test_workbook_with_other_heads_is_no_template():
    assert template_of_file(open_file(book(grid(("KCN", "FDI"), ("Đại An", 5))))) is None


def test_template_with_a_second_sheet_of_another_kind_is_no_template():
    workbook = openpyxl.load_workbook(io.BytesIO(written("vi")))
    workbook.create_sheet("Khác").append(["KCN", "FDI"])
    out = io.BytesIO()
    workbook.save(out)
    assert template_of_file(open_file(out.getvalue())) is None


def changed(**cells):
    workbook = openpyxl.load_workbook(io.BytesIO(written("vi")))
    for name, value in cells.items():
        workbook.worksheets[0][name] = value
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def test_row_that_names_nothing_and_says_something_is_a_line_too():
    _before, lines = read(changed(H9=12), "vi")
    assert (lines[-1].place, lines[-1].code, lines[-1].numbers[0].text) == ("", "", "12")


def test_column_that_no_template_has_is_told_with_its_head():
    template = template_of_file(open_file(changed(M3="Ghi chú riêng", M4="x")))
    assert [(cell.where, cell.text) for cell in template.strange] == [("Biểu 1!M3", "Ghi chú riêng")]
