"""Tables: each sorts by each column both ways with missing values last, and says the same on the page and in files."""

import csv
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.utils import translation

from tests.web.rows import DDI, FDI, PARKS, PROVINCE, Q1, THRESHOLDS, place, place_progress, row, target
from tracker.progress.measures import Amount, Comparator, Direction, IndicatorKind, Reading, TargetRole, judge
from tracker.progress.rows import ChildProgress, MapChoice, RowKind
from tracker.web import owners
from tracker.web.cells import gap_cell
from tracker.web.children import ChildTable, headline_indicators, indicator_column
from tracker.web.columns import PageColumn, PageTable
from tracker.web.exports import csv_response, file_text
from tracker.web.filters import BadParameterError, PageQuery
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


class ShortLeaves(PageTable):
    """Names, three at a time."""

    name = "names"
    leaf_rows = 3
    name_of_it = PageColumn("Name", head=True)

    def value_name_of_it(self, row: str) -> str:
        return row


def leaves(count, parameters=""):
    return ShortLeaves([f"n{number}" for number in range(1, count + 1)], query=QUERY, parameters=QueryDict(parameters))


class Reasons(PageTable):
    """Names with the reason for each, which a card shows without its label."""

    name = "reasons"
    name_of_it = PageColumn("Name", head=True)
    reason = PageColumn("Reason", wide=True)

    def value_name_of_it(self, row: str) -> str:
        return row

    def value_reason(self, row: str) -> str | None:
        return "Because." if row == "n1" else None


def test_a_dash_without_a_label_is_left_out_of_cards():
    body = Reasons(["n1", "n2"], query=QUERY, parameters=QueryDict("")).body
    assert '<td role="cell" class="wide" data-label="Reason"><div>Because.</div>' in body
    assert '<td role="cell" class="wide blank" data-label="Reason"><div>–</div>' in body


def test_a_table_that_is_no_longer_than_a_leaf_has_none():
    assert leaves(3).leaf is None
    assert all(f"n{number}" in leaves(3).body for number in (1, 2, 3))


def test_each_row_of_a_long_table_is_on_one_leaf_and_all_are_in_the_file():
    # Seven rows in threes: 1-3, 4-6, 7.
    shown = [leaves(7, f"names-leaf={leaf}") for leaf in (1, 2, 3)]
    assert [(table.leaf.first, table.leaf.last, table.leaf.total) for table in shown] == [
        (1, 3, 7),
        (4, 6, 7),
        (7, 7, 7),
    ]
    for number in range(1, 8):
        assert [f">n{number}<" in table.body for table in shown] == [(number - 1) // 3 == leaf for leaf in range(3)]
    assert [table.leaf.previous for table in shown] == ["", "?names-leaf=1#names", "?names-leaf=2#names"]
    assert [table.leaf.following for table in shown] == ["?names-leaf=2#names", "?names-leaf=3#names", ""]
    text = b"".join(csv_response(shown[1], "names").streaming_content).decode()
    assert len(text.splitlines()) == 8


def test_rows_are_sorted_before_they_are_put_on_leaves_and_sorting_starts_at_the_first():
    table = leaves(7, "names-sort=-name_of_it&names-leaf=2")
    assert [f">n{number}<" in table.body for number in range(1, 8)] == [False, True, True, True, False, False, False]
    assert [header.address for header in table.headers] == ["?names-sort=name_of_it#names"]


@pytest.mark.parametrize("asked", ["0", "4", "-1", "x", "1.0", ""])
def test_a_leaf_that_is_not_there_is_refused_with_those_that_are(asked):
    with translation.override("en"), pytest.raises(BadParameterError, match="“names-leaf” goes from 1 to 3"):
        leaves(7, f"names-leaf={asked}")


def made(kind, rows=ROWS, parameters=""):
    return kind(rows, query=QUERY, parameters=QueryDict(parameters), caption="Rows")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_table_sorts_by_every_column_both_ways_with_missing_values_last(kind, language):
    with translation.override(language):
        assert made(kind).all_columns
        for name, column, _label in made(kind).all_columns:
            for sign in ("", "-"):
                table = made(kind, parameters=f"{kind.name}-sort={sign}{name}")
                keys = [table.sort_key(name, record) for record in table.data]
                known = [key for key in keys if key is not None]
                assert keys[len(known) :] == [None] * (len(keys) - len(known)), (name, sign)
                if column.orderable:
                    assert known == sorted(known, reverse=bool(sign)), (name, sign)
                assert table.body.count('<tr role="row">') == len(ROWS)


@pytest.mark.parametrize(
    ("reached", "english", "vietnamese"),
    [
        ("15", "7 to go down", "còn phải giảm 7"),
        ("13", "5 to go down", "còn phải giảm 5"),  # W23: once "−5"
        ("8", "0", "0"),
        ("7", "1 beyond", "vượt 1"),  # W23: once "1", as if it were still to go
    ],
)
def test_gap_of_a_falling_goal_says_which_way_it_goes(reached, english, vietnamese):
    # Eight days for a certificate, where it was fifteen at the start of the year.
    terms = replace(
        target(Amount(Decimal(8))).terms,
        kind=IndicatorKind.OTHER,
        direction=Direction.LOWER_IS_BETTER,
        baseline=Decimal(15),
    )
    level = Reading(kind=IndicatorKind.OTHER, amount=Amount(Decimal(reached)), to_on=Q1.last_day)
    progress = judge(terms, level, quarter=Q1, thresholds=THRESHOLDS)
    made_row = replace(row(), terms=terms, progress=progress, indicator=replace(FDI, display_scale=Decimal(1)))
    with translation.override("en"):
        assert gap_cell(made_row) == english
    with translation.override("vi"):
        assert gap_cell(made_row) == vietnamese


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
    first, second = list(csv.DictReader(text.splitlines()))[:2]
    assert text.startswith("Indicator,Unit,Quarter,Status,")
    assert first["Status"] == "Off track"
    assert (first["Goal"], first["Reached to date"], first["% of goal"]) == ("1000", "125", "0.125")
    assert first["Needed per remaining quarter"].startswith("291.666666666666666666666")
    assert second["Reached to date"] == ""  # not reported: nothing, and no 0


def test_a_table_reads_the_same_in_the_page_and_in_the_file_whatever_the_language():
    with translation.override("vi"):
        values = [made(GoalTable).value_of("to_date", record) for record in ROWS]
    assert values == [Decimal(125), None, Decimal(900), Decimal(5)]


def test_a_download_keeps_comparators_in_columns_of_their_own_and_numbers_plain():
    over = row(Decimal(125 * M), Amount(Decimal(1000 * M), Decimal(1200 * M), Comparator.BETWEEN))
    least = row(None, Amount(Decimal(8500 * M), None, Comparator.OVER))
    with translation.override("vi"):
        text = b"".join(csv_response(made(GoalTable, [over, least]), "goals").streaming_content).decode("utf-8-sig")
    between, above = csv.DictReader(text.splitlines())
    assert (between["Mục tiêu"], between["Mục tiêu, mức trên"]) == ("1000", "1200")
    assert (above["Mục tiêu, so sánh"], above["Mục tiêu"]) == ("trên", "8500")
    assert above["Trạng thái"] == "Chưa báo cáo"
    assert between["Tình trạng"] == "khác phạm vi với mục tiêu"


@pytest.mark.parametrize("text", ["=1+1", "+84", "-5", "@SUM(A1)", "\tx", "\u22125", "  =1"])
def test_a_text_that_a_spreadsheet_would_run_is_made_harmless(text):
    assert file_text(text).startswith("'")


def test_numbers_in_files_stay_numbers():
    assert file_text(Decimal("-5.50")) == "-5.5"
    assert file_text(None) == ""
    assert file_text("Hải Dương") == "Hải Dương"


def test_places_below_have_a_column_for_each_headline_indicator():
    children = (
        ChildProgress(place=PROVINCE, rows=(ROWS[0],), owes=True, has_anything=True),
        ChildProgress(place=PARKS, rows=(), owes=True, has_anything=False),
        ChildProgress(
            place=place(5, "c", name="C", name_en="C"), rows=(row(None, None, of=DDI),), owes=False, has_anything=True
        ),
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
    assert body.count("other indicators") == 1  # only C has something, and none of it in the columns
    assert next(child.place for child in table.data) == PROVINCE


def test_a_plan_of_a_place_below_is_named_a_plan_and_not_judged():
    plan = row(None, None, target=target(Amount(Decimal(11 * M)), role=TargetRole.PLAN))
    child = ChildProgress(place=PROVINCE, rows=(plan,), owes=False, has_anything=True)
    with translation.override("vi"):
        body = ChildTable([child], query=QUERY, parameters=QueryDict(""), extra_columns=[indicator_column(FDI)]).body
    assert "kế hoạch: 11" in body
    assert "Không đánh giá" not in body
    assert "mục tiêu: 11" not in body


def test_a_goal_of_another_place_says_whose_it_is_with_and_without_a_figure():
    silent = row(None, None, target=target(Amount(Decimal(500 * M)), at=PARKS))
    with translation.override("vi"):
        assert "mục tiêu của: KCN tỉnh Hải Dương" in made(GoalTable, [silent]).body
        assert "mục tiêu của:" not in made(GoalTable, [row(None, Decimal(500 * M))]).body


def test_a_collective_goal_names_those_who_carry_it_on_the_page_of_its_perimeter():
    shared = target(Amount(Decimal(50 * M)), at=PARKS, role=TargetRole.COMMITMENT, collective=True, member_ids=(7, 8))
    table = made(GoalTable, [row(None, None, at=PARKS, kind=RowKind.COLLECTIVE, target=shared)])
    table.members = {7: place(7, "x", name="KCN X"), 8: place(8, "y", name="KCN Y"), 9: place(9, "z", name="KCN Z")}
    with translation.override("vi"):
        body = table.body
    assert "các khu còn lại tính chung" in body
    assert "Các khu cùng thực hiện: KCN X, KCN Y." in body
    assert "KCN Z" not in body
    assert not owners.is_own_goal(next(iter(table.data)), PARKS)


def test_an_inherited_goal_counts_the_predecessors_even_while_nothing_is_reported():
    old = [place(n, f"old-{n}", name=f"Old {n}", valid_to=date(2025, 6, 30)) for n in (11, 12)]
    parts = [row(None, Decimal(500 * M), at=old[0])]
    inherited = row(None, Decimal(500 * M), kind=RowKind.INHERITED, parts=parts, target_units=(1, 2))
    with translation.override("vi"):
        body = made(GoalTable, [inherited]).body
    assert "1/2 đơn vị tiền thân" in body
    assert "mục tiêu của: Old 11" in body


def test_figures_on_todays_map_count_the_predecessors_that_have_any():
    old = [place(n, f"old-{n}", name=f"Old {n}", valid_to=date(2025, 6, 30)) for n in (11, 12)]
    new = replace(PROVINCE, valid_from=date(2025, 7, 1))
    shown = row(Decimal(5 * M), None, at=new, figure_places=(old[0],), reported=(old[0],), missing=(old[1],))
    with translation.override("vi"):
        assert "1/2 đơn vị tiền thân" in made(FigureTable, [shown]).body


def test_a_table_of_nothing_is_empty():
    class Empty(PageTable):
        name = "nothing"
        what = PageColumn("What")

    assert made(Empty, []).is_empty
