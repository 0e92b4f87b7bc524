"""Reading seed files without a database: cells, rows, names and links."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from tests.seed_folder import ACTUALS, ITEMS, TARGETS, SeedFolderText
from tracker.exchange.seed_cells import CellRefusedError, read_cell
from tracker.exchange.seed_columns import CellKind, Column
from tracker.exchange.seed_files import SeedProblem, read_folder
from tracker.exchange.seed_links import unknown_links
from tracker.exchange.seed_tables import TABLES, known_files
from tracker.models import Comparator


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def column(kind: CellKind, **fields) -> Column:
    return Column("a", kind, **fields)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (CellKind.TEXT, "Đại An", "Đại An"),
        (CellKind.TEXT, "", ""),
        (CellKind.DAY, "2024-02-29", date(2024, 2, 29)),
        (CellKind.DAY, "", None),
        (CellKind.YES_NO, "yes", True),
        (CellKind.YES_NO, "no", False),
        (CellKind.YES_NO, "", False),
        (CellKind.NUMBER, "6918000000000", Decimal(6918000000000)),
        (CellKind.NUMBER, "2813.67", Decimal("2813.67")),
        (CellKind.NUMBER, "-3.5", Decimal("-3.5")),
        (CellKind.NUMBER, "0", Decimal(0)),
        (CellKind.NUMBER, "", None),
        (CellKind.WHOLE, "12", 12),
        (CellKind.WHOLE, "", None),
        (CellKind.LIST, "Hải Dương|Hai Duong", ("Hải Dương", "Hai Duong")),
        (CellKind.LIST, "", ()),
        (CellKind.LINK, "dai-an", "dai-an"),
        (CellKind.LINK, "", None),
        (CellKind.LINKS, "dai-an|lai-vu", ("dai-an", "lai-vu")),
    ],
)
def test_cell_holds_what_its_column_asks_for(kind, text, value):
    assert read_cell(column(kind), text) == value


def test_missing_number_is_none_and_never_zero():
    assert read_cell(column(CellKind.NUMBER), "") is None
    assert read_cell(column(CellKind.NUMBER), "0") is not None


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (CellKind.NUMBER, text)
        for text in (
            "1,5",
            "1 000",
            "+1",
            "1.",
            ".5",
            "007",
            "1e3",
            "Infinity",
            "١٢",
            "0x1",
            "1_000",
            "−5",
            "12%",
            "5 USD",
        )
    ]
    + [(CellKind.WHOLE, text) for text in ("-1", "1.0", "01", "1234567890", "mười")]
    + [
        (CellKind.DAY, text)
        for text in ("2025-13-01", "2025-02-29", "20250101", "2025-1-1", "01/01/2025", "2025-W01-1")
    ]
    + [(CellKind.YES_NO, text) for text in ("Yes", "true", "1", "có")]
    + [(CellKind.LIST, text) for text in ("a|", "|a", "a| b", "a||b", "a|a")]
    + [(CellKind.TEXT, text) for text in (" a", "a ", "a  b", "a\u200b", "a\u00a0b", "a\nb", "a\x07b", "A\u0301")],
)
def test_cell_that_is_not_exactly_so_is_refused(kind, text):
    with pytest.raises(CellRefusedError, match=r"\w+"):
        read_cell(column(kind), text)


def test_cell_without_a_needed_value_is_refused():
    with pytest.raises(CellRefusedError, match="must not be empty"):
        read_cell(column(CellKind.NUMBER, required=True), "")


def test_small_folder_reads_without_a_problem(tmp_path):
    seeds = read_folder(SeedFolderText().write(tmp_path))
    assert seeds.problems == []
    assert len(seeds.files) == 26
    target = seeds.rows["targets"][0]
    assert (target.key, target.file, target.line, target.document) == ("dai-an-fdi", TARGETS, 3, "a-document")
    assert target["value"] == Decimal(500_000_000)
    assert target["comparator"] == Comparator.AT_LEAST
    assert unknown_links(seeds, {}) == []


def test_rows_come_in_the_order_of_their_keys(tmp_path):
    first = read_folder(SeedFolderText().shuffle(1).write(tmp_path / "a"))
    second = read_folder(SeedFolderText().shuffle(2).write(tmp_path / "b"))
    assert any(len(rows) > 1 for rows in first.rows.values())
    for table in TABLES:
        keys = [row.key for row in first.rows[table.name]]
        assert keys == sorted(keys)
        assert keys == [row.key for row in second.rows[table.name]]


def test_positions_of_an_item_are_read_within_its_list(tmp_path):
    seeds = read_folder(SeedFolderText().write(tmp_path))
    assert [row["sums"] for row in seeds.rows["promotion_items"]] == [("a-list/1",), ()]


def test_optional_column_may_be_left_out(tmp_path):
    text = SeedFolderText().put("frame/due_rules.csv", "reporter_kind,day_of_month\ninvestor,10\n")
    row = read_folder(text.write(tmp_path)).rows["due_rules"][0]
    assert (row["working_day"], row["valid_to"], row["document"]) == (False, None, None)


def test_quoted_cell_keeps_commas_and_the_line_stays_right(tmp_path):
    text = SeedFolderText().put(
        "frame/holidays.csv", 'on,name,name_en\n2025-01-01,"Tết, năm mới",New Year\n2025-99-01,a,a\n'
    )
    seeds = read_folder(text.write(tmp_path))
    assert seeds.rows["holidays"][0]["name"] == "Tết, năm mới"
    assert [(problem.line, problem.field) for problem in seeds.problems] == [(3, "on")]


def test_every_bad_cell_of_a_row_is_reported(tmp_path):
    text = SeedFolderText().set(TARGETS, 0, value="x", starts_on="y", unclear="z")
    problems = read_folder(text.write(tmp_path)).problems
    assert {(problem.line, problem.field, problem.value) for problem in problems} == {
        (2, "value", "x"),
        (2, "starts_on", "y"),
        (2, "unclear", "z"),
    }


def test_link_to_a_refused_row_is_no_second_problem(tmp_path):
    seeds = read_folder(SeedFolderText().set("parks/places.csv", 1, kind="garden").write(tmp_path))
    assert [problem.field for problem in seeds.problems] == ["kind"]
    assert unknown_links(seeds, {}) == []


def test_link_may_point_into_the_database(tmp_path):
    text = SeedFolderText().set(TARGETS, 1, place="known-already")
    seeds = read_folder(text.write(tmp_path))
    assert [problem.value for problem in unknown_links(seeds, {})] == ["known-already"]
    assert unknown_links(seeds, {"places": {"known-already"}}) == []


def test_unknown_item_of_a_list_is_named(tmp_path):
    seeds = read_folder(SeedFolderText().set(ITEMS, 0, sums="1|8").write(tmp_path))
    problem = unknown_links(seeds, {})[0]
    assert (problem.line, problem.field, problem.value) == (2, "sums", "1|8")
    assert "a-list/8" in problem.cure


def test_reference_is_one_name_over_all_kinds_of_figures(tmp_path):
    problems = read_folder(SeedFolderText().set(ACTUALS, 0, reference="goal-q1").write(tmp_path)).problems
    assert len(problems) == 1
    assert problems[0].value == "goal-q1"
    assert "The same stands in documents/a-document/phases.csv, line 2" in problems[0].cure


def test_unreadable_file_is_named(tmp_path, monkeypatch):
    folder = SeedFolderText().write(tmp_path)
    target = folder / "frame/holidays.csv"
    original = type(target).read_bytes

    def refuse(path):
        if path == target:
            raise PermissionError(13, "Permission denied")
        return original(path)

    monkeypatch.setattr(type(target), "read_bytes", refuse)
    problems = read_folder(folder).problems
    assert [(problem.file, problem.cure) for problem in problems] == [
        ("frame/holidays.csv", "The file cannot be read (Permission denied); correct its rights.")
    ]


def test_problem_reads_as_a_sentence_and_long_values_are_cut():
    problem = SeedProblem("a.csv", 3, "note", "x" * 200, "Shorten it.")
    assert str(problem) == f"a.csv, line 3, note: read “{'x' * 79}…”. Shorten it."
    assert str(SeedProblem("a.csv", 0, "", "", "Remove it.")) == "a.csv. Remove it."


def test_every_kind_of_figure_has_a_file_in_each_document():
    names = known_files(["one", "two"])
    assert sum(name.startswith("documents/one/") for name in names) == 6
    assert names["documents/two/targets.csv"].name == "targets"
