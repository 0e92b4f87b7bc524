"""`manage.py read_workbook`: what it prints of a file, and how it refuses one."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests import builders
from tests.exchange.incoming.ugly.making import book, grid, lines
from tracker.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def catalogue():
    """Keep one park and one indicator."""
    builders.make_park("dai-an", name="KCN Đại An")
    builders.make_indicator("fdi-registered", unit="USD", name="Vốn FDI", name_en="FDI registered")


def output(path, *arguments):
    out = StringIO()
    call_command("read_workbook", str(path), *arguments, stdout=out)
    return out.getvalue()


def saved(folder, content, name="file.csv"):
    path = folder / name
    path.write_bytes(content)
    return path


def test_text_names_columns_questions_problems_and_figures(tmp_path):
    path = saved(tmp_path, lines("KCN;Vốn FDI (triệu USD)", "Đại An;125,4", "Lai Vu;7"))
    text = output(path, "--quarter", "2025-Q1", "--language", "en")
    assert "encoding utf-8, separator “;”" in text
    assert "A “KCN”: place" in text
    assert "B “Vốn FDI (triệu USD)”: figures, fdi-registered, of the quarter, levels at its end, triệu USD" in text
    assert "? Does column B" in text
    assert "! file!A3: No place is called “Lai Vu”." in text
    assert "= file!B2 dai-an, FDI registered, 2025-Q1 in the quarter: 125,4 million USD" not in text
    assert "= file!B2 dai-an, FDI registered, 2025-Q1 in the quarter: 125.4 million USD" in text


def test_json_has_every_figure_in_single_units(tmp_path):
    path = saved(tmp_path, book(grid(("KCN", "Vốn FDI trong quý (triệu USD)"), ("Đại An", 125.4))), "a.xlsx")
    data = json.loads(output(path, "--quarter", "2025-Q1", "--format", "json"))
    assert data["encoding"] is None
    [table] = data["tables"]
    assert (table["questions"], table["problems"]) == ([], [])
    [figure] = table["figures"]
    assert (figure["cell"], figure["value"], figure["status"]) == ("Sheet1!B2", "125400000", None)


def test_vietnamese_is_the_default(tmp_path):
    path = saved(tmp_path, lines("KCN;Vốn FDI trong quý (triệu USD)", "Đại An;125,4"))
    assert "bảng mã utf-8" in output(path, "--quarter", "2025-Q1")


def test_encoding_and_separator_may_be_chosen(tmp_path):
    content = lines("KCN|Vốn FDI trong quý (triệu USD)", "Đại An|125,4").decode().encode("utf-16-le")
    text = output(saved(tmp_path, content), "--quarter", "2025-Q1", "--encoding", "utf-16-le", "--separator", "|")
    assert "dai-an" in text


def test_a_reader_finds_only_places_within_reach(tmp_path):
    builders.make_person("binh", role=Role.CLERK, place=builders.make_park("lai-vu", name="KCN Lai Vu"))
    path = saved(tmp_path, lines("KCN;Vốn FDI trong quý (triệu USD)", "Lai Vu;1", "Đại An;125,4"))
    text = output(path, "--quarter", "2025-Q1", "--as", "binh", "--language", "en")
    assert "lai-vu, FDI registered" in text
    assert "dai-an" not in text


@pytest.mark.parametrize(
    ("content", "arguments", "words"),
    [
        (b"%PDF-1.7", (), "PDF"),
        (b"a;b", ("--separator", ";;"), "more than one character"),
        (b"a;b", ("--quarter", "2025"), "2025 is not a quarter"),
        (None, (), "There is no file"),
    ],
)
def test_what_cannot_be_read_ends_with_its_sentence(tmp_path, content, arguments, words):
    path = tmp_path / "nothing.csv" if content is None else saved(tmp_path, content)
    with pytest.raises(CommandError, match=words):
        output(path, *arguments, "--language", "en")
