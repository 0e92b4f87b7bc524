"""What a file states is kept in the order of its reports, and a long file takes no more memory than a short one."""

import tracemalloc
from decimal import Decimal

import pytest

from tests.reading import stated_lines
from tracker.actions.importing.statement import ReportKey, StatedCell, Statement
from tracker.exchange.amounts import Amount
from tracker.exchange.cell_texts import CellReading
from tracker.models import Basis, ObservationStatus
from tracker.progress.periods import Quarter

Q1, Q2 = Quarter(2025, 1), Quarter(2025, 2)
PARK, ZONE = ReportKey(7), ReportKey(3)


def cell(value, where="Sheet1!B2", basis=Basis.IN_QUARTER):
    return StatedCell(CellReading(Amount(Decimal(value), Decimal("0.1"), True)), where, f"{value} tỷ", basis)


def test_lines_come_by_quarter_and_place_and_within_a_report_as_the_file_has_them():
    statement = Statement()
    for quarter, report, indicator in ((Q2, PARK, 2), (Q1, PARK, 9), (Q1, PARK, 1), (Q1, ZONE, 5)):
        statement.add_once(quarter, report, indicator, cell(indicator), table=0)
    statement.add_once(Q1, ReportKey(3, reporter_id=4), 5, cell(5), table=0)
    assert statement.quarters() == [Q1, Q2]
    found = stated_lines(statement)
    assert [list(found[Q1]), list(found[Q2])] == [[ZONE, ReportKey(3, 4), PARK], [PARK]]
    assert list(found[Q1][PARK]) == [9, 1]
    assert (statement.count, statement.places(Q1), statement.indicators()) == (5, {3, 7}, {1, 2, 5, 9})


@pytest.mark.parametrize(
    "kept",
    [
        cell("125400000.50"),
        cell("1E+6", basis=Basis.AS_OF),
        StatedCell(CellReading(status=ObservationStatus.NIL), "Sheet1!C2", "-", Basis.YEAR_TO_DATE),
        StatedCell(CellReading(clears=True), "Sheet1!C3", "xóa", None, second=True),
        StatedCell(CellReading(Amount(Decimal(0), Decimal(1)), ObservationStatus.ESTIMATED), "Sheet1!C4", "~0"),
    ],
    ids=["amount", "power of ten", "nil", "clearing", "estimated zero"],
)
def test_cell_comes_back_as_it_was(kept):
    statement = Statement()
    statement.add(Q1, PARK, 1, kept)
    assert stated_lines(statement)[Q1][PARK][1].cells == [kept]


def test_second_number_of_a_figure_is_told_by_the_first_and_not_added():
    statement = Statement()
    first = cell(5)
    assert statement.add_once(Q1, PARK, 1, first, table=0) is None
    assert statement.add_once(Q1, PARK, 1, cell(6, "Sheet1!B9"), table=0) == first
    assert statement.add_once(Q1, PARK, 1, cell(6, "Sheet2!B9"), table=1) is None, "another table is another statement"
    assert [each.where for each in stated_lines(statement)[Q1][PARK][1].cells] == ["Sheet1!B2", "Sheet2!B9"]


def test_number_for_comparison_is_remembered_and_stands_in_no_report():
    statement = Statement()
    plan = StatedCell(CellReading(Amount(Decimal(9), Decimal(1))), "Sheet1!F2", "9")
    assert statement.compare_once("2025", 7, 1, "plan", plan, table=0) is None
    assert statement.compare_once("2025-Q1", 7, 1, "last_year_in_quarter", plan, table=0) is None
    assert statement.compare_once("2025", 7, 1, "plan", cell(8), table=0) == plan
    assert (statement.count, statement.quarters(), statement.indicators()) == (0, [], set())


def test_words_of_a_line_stand_beside_its_numbers_and_alone():
    statement = Statement()
    statement.add(Q1, PARK, 1, cell(5))
    statement.say(Q1, PARK, 1, {"note": "a note"}, "Form!H4")
    statement.say(Q1, PARK, 1, {"source": "a letter"}, "Form!H9")
    statement.say(Q1, PARK, 2, {"reason": "revoked"}, "Form!H5")
    both, alone = stated_lines(statement)[Q1][PARK].values()
    assert (both.said, both.where) == ({"note": "a note", "source": "a letter"}, "Sheet1!B2")
    assert (alone.said, alone.where, alone.cells) == ({"reason": "revoked"}, "Form!H5", [])


@pytest.mark.parametrize("most", [1, 2, 3])
def test_parts_hold_each_report_whole_and_once(most):
    statement = Statement()
    for place in (5, 3, 9, 1, 7):
        for indicator in range(3):
            statement.add_once(Q1, ReportKey(place), indicator, cell(indicator), table=0)
    parts = list(statement.parts(Q1, most))
    assert [len(part) for part in parts[:-1]] == [most] * (len(parts) - 1)
    assert [key.place_id for part in parts for key, _lines in part] == [1, 3, 5, 7, 9]
    assert all(len(lines) == 3 for part in parts for _key, lines in part)


def _peak(lines):
    """Return the most memory of Python objects while so many lines are taken and read again, in order of reports."""
    tracemalloc.start()
    try:
        statement = Statement()
        for number in range(lines):
            place, indicator = divmod(number * 7919 % lines, 20)
            statement.add_once(Q1, ReportKey(place), indicator, cell(number), table=0)
        assert sum(len(found) for part in statement.parts(Q1, 10) for _key, found in part) == lines == statement.count
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_ten_times_the_lines_take_no_more_memory_but_the_keys_of_their_reports():
    short, long = _peak(2_000), _peak(20_000)
    reports = 20_000 // 20
    assert long - short < 300 * reports
