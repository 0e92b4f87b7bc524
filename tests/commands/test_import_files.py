"""A file brought from the terminal: compared as on the page, asked before it is saved, and its exit code says how."""

import io
import json

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import translation

from tests.actions.importing.test_saving import NOW, Office
from tests.actions.importing.test_targets import Office as TargetOffice
from tests.actions.importing.test_targets import a_row, table
from tests.exchange.incoming.ugly.making import book, grid
from tracker.management.progress_bar import ProgressBar
from tracker.models import Actual, FileImport, ImportState, Target

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    with time_machine.travel(NOW, tick=True):
        yield Office()


@pytest.fixture
def certain(office, tmp_path):
    """A file whose heads say everything."""
    path = tmp_path / "figures.xlsx"
    one, two, _three = office.rows.parks
    head = f"{office.fdi.name_en} in the quarter (million USD)"
    path.write_bytes(book(grid(("Industrial park", head), (one.name, 125.5), (two.name, 35))))
    return path


def run(path, *arguments, name="import_figures", **options):
    """Return what the command prints and its exit code."""
    out = io.StringIO()
    quarter = ["--quarter", "2025-Q2"] if name == "import_figures" else []
    try:
        call_command(name, str(path), *quarter, "--language", "en", *arguments, stdout=out, **options)
    except CommandError as error:
        return out.getvalue() + str(error), error.returncode
    return out.getvalue(), 0


def test_file_is_compared_and_saved_without_asking_where_told_so(office, certain):
    text, code = run(certain, "--as", "hd-clerk", "--yes")
    assert code == 0
    assert "New: 2 · changed: 0" in text
    assert "Sheet1!B2" in text
    assert "Saved: 2." in text
    assert Actual.objects.count() == 2
    assert FileImport.objects.filter(state=ImportState.SAVED).count() == 1


def test_same_file_again_has_nothing_to_save(office, certain):
    run(certain, "--as", "hd-clerk", "--yes")
    text, code = run(certain, "--as", "hd-clerk", "--yes")
    assert code == 0
    assert "There is nothing to save." in text
    assert Actual.objects.count() == 2


def test_dry_run_compares_and_keeps_nothing(office, certain):
    before = FileImport.objects.count()
    text, code = run(certain, "--as", "hd-clerk", "--dry-run")
    assert (code, FileImport.objects.count(), Actual.objects.count()) == (0, before, 0)
    assert "New: 2" in text


@pytest.mark.parametrize(("answer", "code", "count"), [("y\n", 0, 2), ("có\n", 0, 2), ("\n", 3, 0), ("n\n", 3, 0)])
def test_it_asks_before_it_saves(office, certain, monkeypatch, answer, code, count):
    monkeypatch.setattr("sys.stdin", io.StringIO(answer))
    text, found = run(certain, "--as", "hd-clerk")
    assert "Save all of it? [y/N]" in text
    assert (found, Actual.objects.count()) == (code, count)


def test_errors_are_printed_with_their_cells_and_nothing_is_saved(office, tmp_path):
    path = tmp_path / "wrong.xlsx"
    head = f"{office.fdi.name_en} in the quarter (million USD)"
    path.write_bytes(book(grid(("Industrial park", head), (office.rows.parks[0].name, "1.2x"), ("Nowhere", 3))))
    text, code = run(path, "--as", "hd-clerk", "--yes")
    assert code == 1
    assert "! Sheet1!A3" in text
    assert "mend the errors in the file" in text
    assert not Actual.objects.exists()
    assert FileImport.objects.latest("pk").state == ImportState.CANCELLED


def test_unusual_figure_needs_a_reason(office, tmp_path):
    path = tmp_path / "unusual.xlsx"
    head = f"{office.fdi.name_en} in the quarter (million USD)"
    path.write_bytes(book(grid(("Industrial park", head), (office.rows.parks[0].name, -5))))
    text, code = run(path, "--as", "hd-clerk", "--yes")
    assert code == 1
    assert "give it with --reason" in text
    assert run(path, "--as", "hd-clerk", "--yes", "--reason", "capital withdrawn")[1] == 0
    assert Actual.objects.get().reason == "capital withdrawn"


def test_open_columns_are_asked_and_the_proposal_is_written_to_be_corrected(office, tmp_path):
    path, columns = tmp_path / "own.xlsx", tmp_path / "columns.json"
    head = f"{office.fdi.name} (triệu USD)"
    path.write_bytes(book(grid(("Khu công nghiệp", head), (office.rows.parks[0].name, 125.4))))
    text, code = run(path, "--as", "hd-clerk", "--yes", "--columns", str(columns))
    assert code == 2
    assert "? " in text
    mapping = json.loads(columns.read_text())
    mapping["tables"][0]["columns"][1]["basis"] = "in_quarter"
    columns.write_text(json.dumps(mapping))
    assert run(path, "--as", "hd-clerk", "--yes", "--columns", str(columns))[1] == 0
    assert Actual.objects.get().value == 125_400_000


def test_place_of_the_command_line_is_meant_where_the_file_names_none(office, tmp_path):
    path = tmp_path / "one.xlsx"
    head = f"{office.fdi.name_en} in the quarter (million USD)"
    path.write_bytes(book(grid(("Quarter", head), ("Q2/2025", 125.4))))
    park = office.rows.parks[1]
    text, code = run(path, "--as", "hd-clerk", "--yes", "--place", park.slug)
    assert code == 0, text
    assert Actual.objects.get().revision.report.place == park
    text, code = run(path, "--as", "hd-clerk", "--yes", "--place", "nowhere")
    assert code == 1
    assert "--place nowhere" in text


def test_interrupted_it_saves_nothing(office, certain, monkeypatch):
    def interrupt(*_args, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr("tracker.management.progress_bar.ProgressBar.done", interrupt)
    text, code = run(certain, "--as", "hd-clerk", "--yes")
    assert code == 130
    assert "nothing was saved" in text
    assert not Actual.objects.exists()
    assert FileImport.objects.latest("pk").state == ImportState.CANCELLED


def test_unknown_person_file_and_office_are_told(office, certain, tmp_path):
    assert "There is no open account" in run(certain, "--as", "nobody")[0]
    assert "There is no file" in run(tmp_path / "none.xlsx", "--as", "hd-clerk")[0]
    assert "This office sends no files" in run(certain, "--as", "hd-clerk", "--source", "nobody")[0]


def test_approver_brings_nothing(office, certain):
    text, code = run(certain, "--as", office.approver.username, "--yes")
    assert code == 1
    assert "This needs the role" in text


def test_targets_are_brought_as_drafts(tmp_path):
    with time_machine.travel(NOW, tick=True):
        office = TargetOffice()
        path = tmp_path / "targets.csv"
        path.write_bytes(table_in_english(a_row(office)))
        text, code = run(path, "--as", "keeper", "--yes", name="import_targets")
        assert code == 0, text
        assert Target.objects.latest("pk").approved_at is None
        assert run(path, "--as", "keeper", "--yes", name="import_targets")[1] == 0
        assert Target.objects.count() == 3


def test_open_columns_of_targets_are_asked(tmp_path):
    office = TargetOffice()
    path = tmp_path / "targets.csv"
    path.write_bytes(table_in_english(a_row(office)).replace(b"Value", b"How much"))
    text, code = run(path, "--as", "keeper", "--yes", name="import_targets")
    assert code == 2
    assert "What is the column “How much”?" in text


def table_in_english(*rows):
    with translation.override("en"):
        return table(*rows)


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_bar_is_drawn_in_one_line_of_a_terminal_and_in_lines_elsewhere():
    for out, expected in ((Terminal(), ["\r", "[" + "#" * 30 + "]"]), (io.StringIO(), ["10 of 10", "\n"])):
        with translation.override("en"), ProgressBar("saving", out) as bar:
            bar.done(1)
            bar.known(10)
            for rows in range(1, 11):
                bar.done(rows)
        assert all(text in out.getvalue() for text in expected)
    assert out.getvalue().count("\n") == 10
