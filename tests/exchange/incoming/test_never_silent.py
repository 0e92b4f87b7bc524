"""Tables that could be read as other figures than they state: each case comes to the right figures, or to a word."""

import pytest
from django.utils.translation import override

from tests.exchange.incoming.ugly.catalogue import CATALOGUE
from tests.exchange.incoming.ugly.making import all_of, book, grid, lines
from tracker.exchange.incoming.columns import Expected
from tracker.exchange.incoming.reading import look_at
from tracker.exchange.sheet_table import UnreadableFileError

FDI = ("KCN", "Vốn FDI trong quý (triệu USD)")


def read(content, period="2025-Q1"):
    """Return figures in millions by their cells, codes of questions, and problems by their cells."""
    with override("en"):
        seen = look_at(content, CATALOGUE, Expected(period))
        results = seen.read("vi")
    figures = {
        figure.cell: (figure.place, figure.indicator, figure.period, figure.basis.value, figure.reading.amount.value)
        for result in results
        for figure in result.figures
    }
    asked = {question.code for one in seen.tables for question in one.proposal.questions}
    problems = {one.cell: one.code for result in results for one in result.problems}
    return figures, asked, problems | {one.cell: one.code for one in seen.problems}


def hide(row):
    return lambda _book, sheet: sheet.set_row(row, options={"hidden": True})


def merge(area, text):
    return lambda _book, sheet: sheet.merge_range(area, text)


def test_the_year_of_a_list_is_no_figure():
    figures, asked, _problems = read(lines("KCN;Năm;Vốn FDI trong quý (triệu USD)", "Đại An;2025;7"))
    assert list(figures) == ["C2"]
    assert "column" in asked


def test_a_whole_year_is_not_the_chosen_quarter():
    figures, asked, _problems = read(lines("KCN;Vốn FDI năm 2024 (triệu USD)", "Đại An;900"))
    assert figures["B2"][2:4] == ("2024-Q4", "year_to_date")
    assert "basis" in asked


def test_a_column_of_another_year_without_its_quarter_is_not_the_chosen_quarter():
    figures, asked, _problems = read(lines("KCN;Vốn FDI trong quý năm 2024 (triệu USD)", "Đại An;900"))
    assert figures == {}
    assert "column" in asked


def test_a_title_names_no_indicator_for_columns_beside_those_that_name_one():
    content = lines("Vốn FDI", "KCN;Vốn DDI trong quý (tỷ đồng);Lũy kế từ đầu năm (tỷ đồng)", "Đại An;5;6")
    figures, asked, problems = read(content)
    assert set(figures) <= {"B3"}
    assert "indicator" in asked
    assert problems


def test_a_column_without_a_quarter_beside_others_of_other_quarters_is_asked():
    content = lines("KCN;Vốn FDI trong quý II/2025 (triệu USD);Vốn FDI lũy kế từ đầu năm (triệu USD)", "Đại An;5;6")
    _figures, asked, _problems = read(content)
    assert "period" in asked


def test_a_merged_name_whose_first_row_is_hidden_stays_with_its_rows():
    head = ("Khu công nghiệp", "Chỉ tiêu", "Đơn vị tính", "Trong quý")
    rows = [
        ("KCN Lai Vu", "Vốn FDI", "triệu USD", 1),
        (None, "Vốn FDI", "triệu USD", 2),
        (None, "Vốn DDI", "tỷ đồng", 3),
    ]
    figures, _asked, _problems = read(book(all_of(grid(head, *rows), hide(2), merge("A3:A4", "KCN Đại An"))))
    assert figures["D4"][:2] == ("dai-an", "ddi-registered")


def test_a_merged_name_that_is_blank_is_asked_about():
    head = ("Khu công nghiệp", "Chỉ tiêu", "Đơn vị tính", "Trong quý")
    rows = [
        ("KCN Lai Vu", "Vốn FDI", "triệu USD", 1),
        (None, "Vốn DDI", "tỷ đồng", 2),
        (None, "Vốn FDI", "triệu USD", 3),
    ]
    content = book(all_of(grid(head, *rows), lambda _book, sheet: sheet.merge_range("A3:A4", "")))
    figures, asked, problems = read(content)
    assert list(figures) == ["D2", "D3"]
    assert problems == {"A4": "no_name"}
    assert "fill_down" in asked


def test_a_second_table_with_unknown_heads_is_not_read_as_the_first():
    content = book(grid(FDI, ("Đại An", 7), (), ("Bảng 2",), ("KCN", "Diện tích cây xanh"), ("Lai Vu", 12)))
    figures, asked, _problems = read(content)
    assert list(figures) == ["B2"]
    assert "column" in asked


def test_rows_below_words_that_are_no_heads_are_told():
    content = book(grid(FDI, ("Đại An", 7), (), ("Dự án", "Cây xanh"), ("Lai Vu", 12)))
    figures, _asked, problems = read(content)
    assert list(figures) == ["B2"]
    assert problems == {"A5": "stray"}


def test_a_cell_of_words_among_figures_ends_no_table():
    figures, _asked, problems = read(book(grid(FDI, ("Đại An", 7), ("Lai Vu", "đang rà soát"), ("Kim Thành", 9))))
    assert list(figures) == ["B2", "B4"]
    assert problems == {"B3": "cell"}


def test_the_last_row_may_hold_words_only():
    figures, _asked, problems = read(book(grid(FDI, ("Đại An", 7), ("Lai Vu", "đang rà soát"))))
    assert list(figures) == ["B2"]
    assert problems == {"B3": "cell"}


def test_a_quotation_mark_that_is_never_closed_swallows_no_rows():
    with override("en"), pytest.raises(UnreadableFileError, match="quotation mark"):
        read(lines(";".join(FDI), '"Đại An;7', "Lai Vu;8"))


def test_a_quarter_without_its_year_is_asked_where_the_title_names_another_year():
    _figures, asked, _problems = read(lines("NĂM 2024", "", "KCN;Vốn FDI trong quý I (triệu USD)", "Đại An;7"))
    assert "period" in asked


def test_figures_below_a_total_of_a_group_do_not_take_its_name():
    head = ("Khu công nghiệp", "Chỉ tiêu", "Đơn vị tính", "Trong quý")
    rows = [
        ("KCN Lai Vu", "Vốn FDI", "triệu USD", 1),
        ("Cộng", "Vốn FDI", "triệu USD", 1),
        (None, "Vốn DDI", "tỷ đồng", 2),
    ]
    figures, _asked, _problems = read(book(grid(head, *rows)))
    assert list(figures) == ["D2"]
