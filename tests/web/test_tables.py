"""Tables: each sorts by each column both ways with missing values last, and says the same on the page and in files."""

from decimal import Decimal

import pytest
from django.http import QueryDict
from django.utils import translation

from tests.web.rows import DDI, FDI, PARKS, PROVINCE, Q1, place, place_progress, row
from tracker.progress.measures import Amount, Comparator
from tracker.progress.rows import ChildProgress, MapChoice
from tracker.web.children import ChildTable, headline_indicators, indicator_column
from tracker.web.columns import PageColumn, PageTable
from tracker.web.exports import csv_response, file_text
from tracker.web.filters import PageQuery
from tracker.web.tables import (
    FigureTable,
    GoalTable,
    IndicatorPlaceTable,
    InvestorGoalTable,
    OtherTargetTable,
    ProvinceTable,
)

QUERY = PageQuery(Q1, MapChoice.THEN, None)
M = 10**6
ROWS = [
    row(Decimal(125 * M), Decimal(1000 * M)),
    row(None, Decimal(500 * M), at=place(3, "b", name="B", name_en="B")),
    row(Decimal(900 * M), Decimal(800 * M), at=place(4, "a", name="A", name_en="A")),
    row(Decimal(5 * M), None, at=PARKS),
]
KINDS = [GoalTable, InvestorGoalTable, ProvinceTable, IndicatorPlaceTable, OtherTargetTable, FigureTable]


def made(kind, rows=ROWS, parameters=""):
    return kind(rows, query=QUERY, parameters=QueryDict(parameters), caption="Rows")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_table_sorts_by_every_column_both_ways_with_missing_values_last(kind, language):
    with translation.override(language):
        for name, column, _label in made(kind).all_columns:
            for sign in ("", "-"):
                table = made(kind, parameters=f"{kind.name}-sort={sign}{name}")
                keys = [table.sort_key(name, record) for record in table.data]
                known = [key for key in keys if key is not None]
                assert keys[len(known) :] == [None] * (len(keys) - len(known)), (name, sign)
                if column.orderable:
                    assert known == sorted(known, reverse=bool(sign)), (name, sign)
                assert table.body.count('<tr role="row">') == len(ROWS)


def test_a_sorted_head_says_so_and_leads_to_the_other_way():
    heads = {head.label: head for head in made(GoalTable, parameters="goals-sort=to_date").headers}
    assert heads["Thực hiện đến nay"].sorted == "ascending"
    assert heads["Thực hiện đến nay"].address == "?goals-sort=-to_date#goals"


def test_sorting_by_nonsense_leaves_the_order():
    table = made(GoalTable, parameters="goals-sort=nonsense")
    assert list(table.data) == ROWS


def test_the_goal_row_says_its_numbers_in_english():
    with translation.override("en"):
        body = made(GoalTable, [row(Decimal(125 * M), Amount(Decimal(1000 * M), None, Comparator.AT_LEAST))]).body
    for words in ("at least 1,000", "<b>125</b>", "12.5%", "250", "25% · straight line", "875", "291.67", "Off track"):
        assert words in body, words
    assert "figure of:" in body
    assert "goal of: Hai Duong" in body


def test_a_silent_goal_is_not_reported_and_never_zero():
    with translation.override("en"):
        body = made(GoalTable, [row(None, Decimal(500 * M))]).body
    assert "not reported" in body
    assert ">0<" not in body
    assert "0%" not in body.replace("100%", "")


def test_cells_are_escaped():
    bad = place(9, "bad", name="<script>alert(1)</script>", name_en="<script>alert(1)</script>")
    body = made(ProvinceTable, [row(None, Decimal(5), at=bad)]).body
    assert "<script>" not in body
    assert "&lt;script&gt;" in body


def test_a_download_holds_the_same_numbers_with_all_digits():
    with translation.override("en"):
        text = b"".join(csv_response(made(GoalTable), "goals").streaming_content).decode("utf-8-sig")
    lines = text.splitlines()
    assert lines[0].startswith("Indicator,Unit,Quarter,Status,Goal,Goal as set,Reached to date")
    assert lines[1].startswith('FDI registered,USD million,2025-Q1,Off track,1000,"1,000",125')
    assert ",291.666666666666666666666" in lines[1]
    assert lines[2].split(",")[6] == ""  # not reported: nothing, and no 0


def test_a_table_reads_the_same_in_the_page_and_in_the_file_whatever_the_language():
    with translation.override("vi"):
        values = [made(GoalTable).value_of("to_date", record) for record in ROWS]
    assert values == [Decimal(125), None, Decimal(900), Decimal(5)]


@pytest.mark.parametrize("text", ["=1+1", "+84", "-5", "@SUM(A1)", "\tx", "\u22125", "  =1"])
def test_a_text_that_a_spreadsheet_would_run_is_made_harmless(text):
    assert file_text(text).startswith("'")


def test_numbers_in_files_stay_numbers():
    assert file_text(Decimal("-5.50")) == "-5.5"
    assert file_text(None) == ""
    assert file_text("Hải Dương") == "Hải Dương"


def test_places_below_have_a_column_for_each_headline_indicator():
    children = (
        ChildProgress(place=PROVINCE, rows=(ROWS[0],), owes=True),
        ChildProgress(place=PARKS, rows=(), owes=True),
        ChildProgress(place=place(5, "c", name="C", name_en="C"), rows=(row(None, None, of=DDI),), owes=False),
    )
    indicators = headline_indicators(children)
    assert indicators == [FDI]  # nobody has a figure or a goal for the other
    with translation.override("en"):
        table = ChildTable(
            place_progress(children=children).children,
            query=QUERY,
            parameters=QueryDict("places-sort=-fdi-registered"),
            extra_columns=[indicator_column(indicator) for indicator in indicators],
        )
        body = table.body
    assert "12.5% of 1,000" in body
    assert "not reported" in body
    assert next(child.place for child in table.data) == PROVINCE


def test_a_table_of_nothing_is_empty():
    class Empty(PageTable):
        name = "nothing"
        what = PageColumn("What")

    assert made(Empty, []).is_empty
