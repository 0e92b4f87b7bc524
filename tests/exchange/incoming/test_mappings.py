"""A confirmed mapping survives JSON, is found to fit the next file of the same layout, and answers its questions."""

import json
from dataclasses import replace

import pytest

from tests.exchange.incoming.ugly.catalogue import CATALOGUE
from tests.exchange.incoming.ugly.making import lines
from tests.exchange.incoming.ugly.texts import TEXTS
from tests.exchange.incoming.ugly.workbooks import WORKBOOKS
from tracker.exchange.incoming.columns import Expected
from tracker.exchange.incoming.fitting import fits, fitted
from tracker.exchange.incoming.mappings import (
    LEFT_OUT,
    ColumnKind,
    FigureBasis,
    Star,
    TableMapping,
    UnreadableMappingError,
)
from tracker.exchange.incoming.reading import look_at

SMALL = [
    name
    for name, ugly in (TEXTS | WORKBOOKS).items()
    if ugly.figures and not ugly.answers and name != "a million empty rows below"
]
FIRST = lines("KCN;Vốn FDI Quý I/2025 (triệu USD);Ghi chú", "KCN Đại An;125,4*;x", "Đại Ân;7;y")


def seen(content, period="2025-Q1"):
    [table] = look_at(content, CATALOGUE, Expected(period)).tables
    return table


def confirmed():
    """Return the mapping of the first file as a person confirmed it, differently from what was proposed."""
    mapping = seen(FIRST).proposal.mapping.with_column(1, basis=FigureBasis.YEAR_TO_DATE)
    return replace(mapping, star=Star.ESTIMATED, names={"Đại Ân": "dai-an-mo-rong"})


@pytest.mark.parametrize("name", SMALL)
def test_every_proposed_mapping_survives_json(name):
    for one in look_at((TEXTS | WORKBOOKS)[name].make(), CATALOGUE, Expected("2025-Q1")).tables:
        mapping = replace(one.proposal.mapping, names={"x": LEFT_OUT})
        assert TableMapping.from_json(json.loads(json.dumps(mapping.as_json()))) == mapping


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {},
        {"version": 2, "columns": [], "names": {}},
        {"version": 1, "columns": [{}], "names": {}},
        {"version": 1, "columns": [{"heading": "x", "kind": "moon"}], "names": {}},
        {"version": 1, "columns": [], "names": {}, "star": "moon"},
        {"version": 1, "columns": [], "names": {}, "moon": 1},
        {"version": 1, "columns": [], "names": []},
    ],
)
def test_what_is_no_mapping_is_refused(data):
    with pytest.raises(UnreadableMappingError):
        TableMapping.from_json(data)


def test_a_mapping_answers_for_the_next_quarter_with_its_columns_in_another_order():
    following = lines("Ghi chú;Vốn FDI Quý II/2025 (triệu USD);KCN", "x;40*;KCN Đại An", "y;3;Đại Ân")
    table = seen(following, "2025-Q2").table
    proposal = fitted(confirmed(), table, CATALOGUE, Expected("2025-Q2"))
    assert proposal.questions == ()
    assert [column.kind for column in proposal.mapping.columns] == [
        ColumnKind.NOTE,
        ColumnKind.FIGURE,
        ColumnKind.PLACE,
    ]
    [result] = look_at(following, CATALOGUE, Expected("2025-Q2")).read("vi", [proposal.mapping])
    assert [(one.place, one.period, one.basis.value, one.reading.amount.value) for one in result.figures] == [
        ("dai-an", "2025-Q2", "year_to_date", 40_000_000),
        ("dai-an-mo-rong", "2025-Q2", "year_to_date", 3_000_000),
    ]
    assert result.figures[0].reading.status == "estimated"
    assert result.problems == []


@pytest.mark.parametrize(
    "heads",
    [
        "KCN;Vốn DDI Quý I/2025 (tỷ đồng);Ghi chú",
        "KCN;Vốn FDI Quý I/2025 (triệu USD)",
        "KCN;Vốn FDI Quý I/2025 (tỷ USD);Ghi chú",
        "KCN;Vốn FDI Quý I/2025 (triệu USD);Vốn FDI Quý I/2025 (triệu USD);Ghi chú",
    ],
)
def test_a_mapping_does_not_fit_other_columns(heads):
    table = seen(lines(heads, "KCN Đại An;1;2;3"))
    assert not fits(confirmed(), table.proposal)
    assert fitted(confirmed(), table.table, CATALOGUE, Expected("2025-Q1")) is None


def test_a_quarter_that_contradicts_the_chosen_one_is_asked_again():
    content = lines("QUÝ II NĂM 2025", "", "KCN;Vốn FDI trong quý (triệu USD)", "KCN Đại An;1")
    first = seen(content, "2025-Q2")
    assert first.proposal.is_certain
    again = fitted(first.proposal.mapping, first.table, CATALOGUE, Expected("2025-Q3"))
    assert [question.code for question in again.questions] == ["period"]


def test_columns_place_and_reporter_side_by_side_are_one_table_and_a_wrong_code_is_told_at_its_row():
    content = (
        "Địa bàn;Đơn vị báo cáo;Mã;Trong quý (triệu USD)\n"
        "dai-an;cong-ty-dai-an;fdi-registered;125,4\n"
        "lai-vu;cong-ty-dai-an;fdi-registered;3\n"
        "dai-an;cong-ty-dai-an;khong-co-ma;7\n"
        "dai-an;;ddi-registered;8\n"
    ).encode()
    looked = look_at(content, CATALOGUE, Expected("2025-Q1"))
    [table] = looked.tables
    kinds = [column.kind for column in table.proposal.mapping.columns]
    assert kinds == [ColumnKind.PLACE, ColumnKind.IGNORED, ColumnKind.INDICATOR, ColumnKind.FIGURE]
    [result] = looked.read("vi", [table.proposal.mapping])
    assert [(one.place, one.indicator) for one in result.figures][:2] == [
        ("dai-an", "fdi-registered"),
        ("lai-vu", "fdi-registered"),
    ]
    assert "C4" in [one.cell for one in result.problems]


def test_the_park_and_not_its_province_before_it_is_the_place_of_a_figure_and_is_asked():
    content = (
        "Tỉnh;Khu công nghiệp;Vốn FDI đăng ký trong quý (triệu USD)\nHải Dương;KCN Đại An;40\nHải Dương;KCN Lai Vu;3\n"
    ).encode()
    looked = look_at(content, CATALOGUE, Expected("2025-Q1"))
    [table] = looked.tables
    assert [question.column for question in table.proposal.questions if question.code == "column"] == [1]
    [result] = looked.read("vi", [table.proposal.mapping])
    assert [one.place for one in result.figures] == ["dai-an", "lai-vu"]
