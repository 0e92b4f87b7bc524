"""The list of published figures: what it holds, in which form, and that it is the same after a reload."""

import csv
import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from tests import builders as build
from tests.seed_folder import ACTUALS, TARGETS, SeedFolderText
from tracker.actions.seeding import load_seeds
from tracker.models import Target

pytestmark = pytest.mark.django_db

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
KEYS = [
    *("source_file", "paragraph", "place", "place_name", "place_name_en"),
    *("organisation", "organisation_name", "organisation_name_en"),
    *("indicator", "indicator_name", "indicator_name_en", "role", "kind", "period"),
    *("comparator", "value", "high", "unit", "currency", "printed", "note"),
]


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def figures(tmp_path, capsys) -> dict[str, dict]:
    load_seeds(folder=SeedFolderText().write(tmp_path))
    return by_reference(capsys)


def output(capsys, **options) -> str:
    capsys.readouterr()
    call_command("published_figures", **options)
    return str(capsys.readouterr().out)


def by_reference(capsys, **options) -> dict[str, dict]:
    return {row["reference"]: row for row in json.loads(output(capsys, format="json", **options))}


def test_every_figure_is_listed_with_its_keys(figures):
    assert list(figures) == [
        *("q1-fdi", "q1-fdi-misprint", "q1-leased", "q1-projects"),
        "q1-fdi-times",
        *("dai-an-fdi", "goal", "offer", "rest"),
        "goal-q1",
    ], "by paragraph, then by reference"
    for row in figures.values():
        assert list(row)[: len(KEYS)] == KEYS


def test_goal_is_a_target_in_single_units(figures):
    assert {key: figures["goal"][key] for key in KEYS} == {
        "source_file": "a.txt",
        "paragraph": 4,
        "place": "hai-duong",
        "place_name": "hai duong",
        "place_name_en": "hai duong",
        "organisation": None,
        "organisation_name": None,
        "organisation_name_en": None,
        "indicator": "fdi",
        "indicator_name": "fdi",
        "indicator_name_en": "fdi",
        "role": "target",
        "kind": "flow",
        "period": "2025",
        "comparator": "at_least",
        "value": "1000000000",
        "high": None,
        "unit": "USD",
        "currency": "USD",
        "printed": "as printed",
        "note": "",
    }


def test_investor_and_collective_targets_name_who_carries_them(figures):
    assert (figures["dai-an-fdi"]["organisation"], figures["dai-an-fdi"]["part_of"]) == ("dai-an-company", "goal")
    assert (figures["rest"]["collective"], figures["rest"]["members"]) == (True, ["lai-vu"])


def test_actual_misprint_and_valueless_figure_are_listed_as_what_they_are(figures):
    actual = figures["q1-fdi"]
    assert (actual["role"], actual["organisation"], actual["period"]) == ("actual", "the-press", "2025-Q1")
    assert figures["q1-fdi-misprint"]["rejected_because"] == "a misprint"
    assert (figures["q1-projects"]["value"], figures["q1-projects"]["comparator"]) == (None, "none_stated")
    assert (figures["q1-leased"]["value"], figures["q1-leased"]["period"]) == ("2973.5", "2025-03-31")


def test_offer_phase_and_comparison_keep_their_roles(figures):
    assert (figures["offer"]["role"], figures["offer"]["period"]) == ("offer", "2021/2023")
    assert figures["offer"]["promotion_item"] == "a-list/1"
    assert (figures["goal-q1"]["role"], figures["goal-q1"]["period"]) == ("target", "2025-Q1")
    comparison = figures["q1-fdi-times"]
    assert (comparison["role"], comparison["kind"], comparison["value"]) == ("comparison", "other", "4.5")


def test_figures_typed_by_people_and_drafts_are_not_listed(figures, capsys):
    place = build.make_place("hai-duong")
    build.make_target(place, build.make_indicator("fdi"), 5)
    build.make_target(place, build.make_indicator("fdi"), 6, reference="a-draft", approved=False)
    build.make_report(place, 2025, 2, figures=[build.Figure(build.make_indicator("fdi"), 7)])
    assert by_reference(capsys) == figures


def test_list_is_the_same_byte_for_byte_after_loading_again(tmp_path, capsys):
    load_seeds(folder=SeedFolderText().write(tmp_path / "a"))
    before = output(capsys, format="json")
    load_seeds(folder=SeedFolderText().shuffle(3).write(tmp_path / "b"))
    assert output(capsys, format="json") == before


def test_revised_figures_are_listed_once_as_they_are_now(figures, tmp_path, capsys):
    text = SeedFolderText().set(TARGETS, 0, value="1200000000").set(ACTUALS, 0, comparator="over")
    load_seeds(folder=text.write(tmp_path))
    now = by_reference(capsys)
    assert list(now) == list(figures)
    assert now["goal"]["value"] == "1200000000"
    assert now["q1-fdi"]["comparator"] == "over"
    assert Target.objects.filter(reference="goal").count() == 2


def test_one_document_can_be_chosen_and_an_unknown_one_is_named(figures, capsys):
    assert by_reference(capsys, document="a-document") == figures
    with pytest.raises(CommandError, match=r"there is no document “a-documnt”.+Did you mean “a-document”"):
        call_command("published_figures", document="a-documnt")
    with pytest.raises(CommandError, match="The documents are: a-document"):
        call_command("published_figures", document="zzz")


def test_csv_holds_the_same_figures(figures, capsys):
    rows = list(csv.DictReader(io.StringIO(output(capsys, format="csv"))))
    assert [row["reference"] for row in rows] == list(figures)
    assert rows[0]["value"] == "125000000"
    assert rows[-2]["members"] == "lai-vu"


def test_table_reads_in_the_language_of_the_reader(figures, capsys):
    table = output(capsys, format="table")
    assert "a.txt (10)" in table
    assert "at least 1,000,000,000 USD" in table
    assert "[not used]" in table
    with translation.override("vi"):
        assert "1.000.000.000 USD" in output(capsys, format="table")


def test_reader_that_closes_the_pipe_early_gets_no_traceback(figures, monkeypatch):
    class ClosedPipe(io.StringIO):
        def write(self, text):
            raise BrokenPipeError

    turned = []
    monkeypatch.setattr("os.dup2", lambda source, target: turned.append(target))
    monkeypatch.setattr("sys.stdout.fileno", lambda: 1, raising=False)
    call_command("published_figures", format="json", stdout=ClosedPipe())
    assert turned == [1]


def test_table_without_figures_says_how_to_load_them(capsys):
    assert "manage.py load_seeds" in output(capsys, format="table")


def test_list_costs_the_same_queries_at_every_size(tmp_path, capsys, django_assert_num_queries):
    load_seeds(folder=SeedFolderText().write(tmp_path))
    with django_assert_num_queries(5):
        output(capsys, format="json")
    load_seeds(folder=SEEDS)
    with django_assert_num_queries(5):
        output(capsys, format="json")


def test_published_figures_of_the_five_documents(capsys):
    load_seeds(folder=SEEDS)
    rows = json.loads(output(capsys, format="json"))
    assert len({row["source_file"] for row in rows}) == 5
    assert all(row["paragraph"] >= 1 for row in rows)
    assert len({row["reference"] for row in rows}) == len(rows)
    hai_duong = [
        row for row in rows if row["place"] == "hai-duong" and row["role"] == "target" and row["period"] == "2025"
    ]
    goals = {row["indicator"]: (row["comparator"], row["value"]) for row in hai_duong}
    assert goals["fdi-registered"] == ("at_least", "1000000000")
    assert goals["ddi-registered"] == ("over", "8500000000000")
    actuals = {
        row["indicator"]: row["value"]
        for row in rows
        if row["place"] == "hai-duong-khu-cong-nghiep" and row["period"] == "2025-Q1" and not row["rejected_because"]
    }
    assert actuals["fdi-registered"] == "125000000"
    assert actuals["ddi-registered"] == "6918000000000"
