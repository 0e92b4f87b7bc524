"""Blocks copied from a spreadsheet find their rows and columns, or say where they do not."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tracker.exchange.blocks import MOST_ROWS, Named, UnreadableBlockError, place_block, read_block
from tracker.exchange.numbers import UnreadableNumberError, read_number

ROWS = [
    Named("fdi", ("Vốn FDI đăng ký", "Registered FDI", "fdi-registered"), units=("triệu USD", "million USD")),
    Named("ddi", ("Vốn DDI đăng ký", "Registered DDI"), units=("tỷ đồng",)),
    Named("jobs", ("Lao động", "Workers"), units=("người",)),
]
COLUMNS = [
    Named("quarter", ("Trong quý", "In the quarter")),
    Named("year", ("Lũy kế", "Year to date")),
    Named("note", ("Ghi chú", "Note")),
]


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def placed(text, **where):
    placement = place_block(read_block(text), rows=ROWS, columns=COLUMNS, **where)
    return {key: cell.text for key, cell in placement.cells.items()}, placement


def test_cells_in_quotation_marks_hold_tabs_and_line_breaks():
    assert read_block('a\t"b\tc\nd"\r\ne\tf\r\n\r\n') == [["a", "b\tc d"], ["e", "f"]]


@pytest.mark.parametrize("cell", ["1\n234", "1 \n 234", "1\r\n234", "1,\n5", "1\u2028234", "1\x0b234", "1\x85234"])
def test_numbers_on_two_lines_of_a_cell_stay_two(cell):
    """1 above 234 is not 1 234: nobody knows which of them is meant."""
    ((text, _next),) = read_block(f'"{cell}"\t5')
    assert "/" in text
    with pytest.raises(UnreadableNumberError):
        read_number(text, "vi")


def test_sign_that_cannot_be_seen_does_not_join_what_stands_around_it():
    ((text, _next),) = read_block("1\x002\t5")
    with pytest.raises(UnreadableNumberError):
        read_number(text, "vi")


def test_short_rows_are_filled_up():
    assert read_block("1\t2\t3\n4") == [["1", "2", "3"], ["4", "", ""]]


@pytest.mark.parametrize("text", ["", "\n\n", "\t\t\n"])
def test_block_without_a_cell_is_refused(text):
    with pytest.raises(UnreadableBlockError, match="is empty"):
        read_block(text)


@pytest.mark.parametrize("text", ["1\n" * (MOST_ROWS + 1), "\t".join("1" * 101), "1" * 500_001])
def test_block_that_no_grid_can_mean_is_refused(text):
    with pytest.raises(UnreadableBlockError):
        read_block(text)


def test_block_without_names_fills_from_the_cell_it_is_pasted_at():
    cells, placement = placed("1\t2\n3\t4", at_row=1, at_column=0)
    assert cells == {("ddi", "quarter"): "1", ("ddi", "year"): "2", ("jobs", "quarter"): "3", ("jobs", "year"): "4"}
    assert placement.problems == []


def test_rows_are_found_by_name_without_accents_and_numbering_whatever_their_order():
    cells, placement = placed("2. von ddi DANG KY\t6.918\n1. Vốn FDI đăng ký\t125")
    assert cells == {("ddi", "quarter"): "6.918", ("fdi", "quarter"): "125"}
    assert placement.problems == []


def test_decomposed_names_are_the_same_names():
    import unicodedata

    cells, _placement = placed(unicodedata.normalize("NFD", "Vốn FDI đăng ký") + "\t125")
    assert cells == {("fdi", "quarter"): "125"}


def test_headings_name_the_columns_and_others_are_listed_as_unused():
    cells, placement = placed("TT\tChỉ tiêu\tĐơn vị\tLũy kế\tTrong quý\n1\tVốn FDI đăng ký\ttriệu USD\t250\t125")
    assert cells == {("fdi", "year"): "250", ("fdi", "quarter"): "125"}
    assert placement.unused == ["TT", "Đơn vị"]
    assert placement.problems == []


def test_column_that_repeats_the_units_is_passed_over():
    cells, _placement = placed("Vốn FDI đăng ký\ttriệu USD\t125\nVốn DDI đăng ký\ttỷ đồng\t6.918")
    assert cells == {("fdi", "quarter"): "125", ("ddi", "quarter"): "6.918"}


def test_unknown_row_is_named_with_its_place_and_the_nearest_name():
    cells, placement = placed("Vốn FDI đăng kí mới\t1\nVốn FDI đăng ký\t125")
    assert cells == {("fdi", "quarter"): "125"}
    (problem,) = placement.problems
    assert (problem.row, problem.column) == (1, 0)
    assert "Vốn FDI đăng kí mới" in problem.message
    assert "meant, write its name: “Vốn FDI đăng ký”" in problem.message


def test_block_of_unknown_names_only_is_not_taken_for_figures():
    cells, placement = placed("Xuất khẩu hàng hóa\t1\nNhập khẩu hàng hóa\t2")
    assert cells == {}
    assert [problem.row for problem in placement.problems] == [1, 2]


def test_name_of_two_rows_is_ambiguous():
    rows = [Named("a", ("Kim Thành",)), Named("b", ("Kim Thanh",)), Named("c", ("Đại An",))]
    placement = place_block(read_block("Kim Thành\t1\nĐại An\t2"), rows=rows, columns=COLUMNS)
    assert {key for key, _column in placement.cells} == {"c"}
    assert "several rows" in placement.problems[0].message


def test_row_that_stands_twice_is_refused_at_the_second():
    cells, placement = placed("Lao động\t1\nLao động\t2")
    assert cells == {("jobs", "quarter"): "1"}
    assert placement.problems[0].row == 2


def test_figures_without_a_name_are_reported():
    _cells, placement = placed("Lao động\t1\n\t5")
    assert placement.problems[0].message == "This row has figures and no name."


@pytest.mark.parametrize("text", ["1\n2\n3\n4", "1\t2\t3\t4"])
def test_block_beyond_the_grid_is_reported(text):
    _cells, placement = placed(text)
    assert len(placement.problems) == 1


def test_blank_cell_beside_a_name_says_that_there_is_no_figure():
    cells, _placement = placed("Lao động\t\t12")
    assert cells == {("jobs", "quarter"): "", ("jobs", "year"): "12"}


@given(
    st.lists(
        st.lists(
            st.one_of(st.sampled_from(["Lao động", "Trong quý", "tỷ đồng", "", "1,5", "Ghi chú"]), st.text(max_size=6)),
            min_size=1,
            max_size=6,
        ),
        min_size=1,
        max_size=8,
    )
)
def test_any_block_is_placed_or_reported_and_no_cell_goes_to_two_places(rows):
    text = "\n".join("\t".join(row) for row in rows)
    with translation.override("en"):
        try:
            block = read_block(text)
        except UnreadableBlockError:
            return
        placement = place_block(block, rows=ROWS, columns=COLUMNS)
    places = [(cell.row, cell.column) for cell in placement.cells.values()]
    assert len(places) == len(set(places))
    assert all(
        block[row - 1][column - 1] == cell.text
        for cell in placement.cells.values()
        for row, column in [(cell.row, cell.column)]
    )


def test_unknown_name_is_answered_with_every_name_that_may_be_meant_as_the_grid_writes_it():
    """Song Xanh and Song Xanh 2 (phase 1) are not the same park: whoever writes Song Xanh 2 is asked about both."""
    parks = [
        Named("one", ("KCN Sông Xanh", "Song Xanh")),
        Named("two", ("KCN Sông Xanh 2 (giai đoạn 1)", "Song Xanh 2 (phase 1)")),
        Named("far", ("KCN Núi Cao", "Nui Cao")),
    ]
    text = "\tTrong quý\nKCN Sông Xanh 2\t5\nKCN Núi Cao\t6\n"
    placement = place_block(read_block(text), rows=parks, columns=COLUMNS)
    (problem,) = placement.problems
    assert "“KCN Sông Xanh”" in problem.message
    assert "“KCN Sông Xanh 2 (giai đoạn 1)”" in problem.message
    assert "Núi Cao" not in problem.message
    assert [key for key, _column in placement.cells] == ["far"]
