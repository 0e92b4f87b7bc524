"""Loading published figures: once, again, changed, and never half."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pghistory.models
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone, translation

from provinces.models import Place, PlaceParent, SourceDocument, Succession
from tests import builders as build
from tests.seed_folder import ACTUALS, COMPARISONS, DOCUMENT, ITEMS, PHASES, TARGETS, SeedFolderText
from tracker.actions.seeding import PUBLISHER, UnableToLoadSeedsError, load_seeds
from tracker.exchange.published import published_figures
from tracker.models import (
    Actual,
    DueRule,
    Indicator,
    ObservationStatus,
    Person,
    PrintedComparison,
    PromotionItem,
    QuarterlyReport,
    ReportForm,
    ReportFormLine,
    ReportRevision,
    Target,
    Threshold,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def text() -> SeedFolderText:
    return SeedFolderText()


def counts() -> dict[str, int]:
    """Return the number of rows of every table of ours, history included."""
    tables = [name for name in connection.introspection.table_names() if name.startswith(("tracker_", "provinces_"))]
    with connection.cursor() as cursor:
        return {name: _count(cursor, name) for name in tables}


def _count(cursor, table: str) -> int:
    cursor.execute(f'SELECT count(*) FROM "{table}"')
    return int(cursor.fetchone()[0])


def listed() -> list[dict]:
    return [figure.as_data() for figure in published_figures()]


# --- The first load and the second ---------------------------------------------------------------------------


def test_first_load_writes_every_row_approved_by_the_publisher(text, tmp_path):
    before = timezone.now()
    report = load_seeds(folder=text.write(tmp_path))
    assert {kind: len(names) for kind, names in report.added.items()} == {
        kind: len(rows)
        for kind, rows in {
            "documents": "1",
            "places": "123456",
            "parents": "12345",
            "successions": "1",
            "members": "1",
            "organisations": "123",
            "park_investors": "1",
            "units": "123456",
            "groups": "1",
            "indicators": "1234567",
            "forms": "1",
            "form_lines": "12",
            "duties": "1",
            "due_rules": "1",
            "holidays": "1",
            "precedence": "1",
            "thresholds": "1",
            "exchange_rates": "1",
            "promotion_lists": "1",
            "promotion_items": "12",
            "targets": "1234",
            "phases": "1",
            "actuals": "1234",
            "comparisons": "1",
        }.items()
    }
    publisher = Person.objects.get(username=PUBLISHER)
    assert not publisher.is_active
    assert not publisher.has_usable_password()
    target = Target.objects.get(reference="goal")
    assert target.approved_by == publisher
    assert target.approved_at >= before, "never backdated"
    assert target.phases.get().value == Decimal(200_000_000)
    rest = Target.objects.get(reference="rest")
    assert rest.part_of == target
    assert [member.slug for member in rest.members.all()] == ["lai-vu"]
    assert PromotionItem.objects.get(position=0).sums.get().position == 1
    assert {actual.reference for actual in Actual.objects.in_force(None)} == {"q1-fdi", "q1-leased", "q1-projects"}
    assert Place.objects.get(slug="hai-duong").aliases == ["Hải Dương", "Hai Duong City"]


def test_second_load_writes_nothing(text, tmp_path):
    folder = text.write(tmp_path)
    load_seeds(folder=folder)
    stood, figures = counts(), listed()
    report = load_seeds(folder=folder)
    assert report.nothing_changed
    assert sum(report.unchanged.values()) == 54
    assert counts() == stood, "no row and no history event more"
    assert listed() == figures


def test_load_in_another_order_of_rows_gives_the_same_figures(text, tmp_path):
    load_seeds(folder=text.write(tmp_path / "a"))
    figures = listed()
    report = load_seeds(folder=text.shuffle(7).write(tmp_path / "b"))
    assert report.nothing_changed
    assert listed() == figures


@pytest.mark.parametrize("seed", range(3))
def test_first_load_of_shuffled_rows_gives_the_same_figures(seed, text, tmp_path):
    in_order = SeedFolderText()
    load_seeds(folder=text.shuffle(seed).write(tmp_path / "a"))
    assert load_seeds(folder=in_order.write(tmp_path / "b")).nothing_changed


def test_check_says_what_would_change_and_writes_nothing(text, tmp_path):
    stood = counts()
    report = load_seeds(folder=text.write(tmp_path), keep=False)
    assert len(report.added["targets"]) == 4
    assert counts() == stood


def test_approvals_of_one_load_share_a_moment_and_are_numbered(text, tmp_path):
    load_seeds(folder=text.write(tmp_path))
    moments = {target.approved_at for target in Target.objects.all()}
    moments |= {revision.approved_at for revision in ReportRevision.objects.all()}
    assert len(moments) == 1, "no past moment shows half of a load"
    numbers = [target.approval_sequence for target in Target.objects.all()]
    assert len(set(numbers)) == 4


def test_history_says_that_the_seeds_were_loaded(text, tmp_path):
    load_seeds(folder=text.write(tmp_path))
    contexts = pghistory.models.Context.objects.all()
    assert {context.metadata.get("source") for context in contexts} == {"load_seeds"}


# --- Changes -----------------------------------------------------------------------------------------------


def test_changed_place_is_updated(text, tmp_path):
    load_seeds(folder=text.write(tmp_path))
    report = load_seeds(folder=text.set("parks/places.csv", 1, name="KCN Đại An").write(tmp_path))
    assert report.changed == {"places": ["dai-an"]}
    place = Place.objects.get(slug="dai-an")
    assert place.name == "KCN Đại An"
    assert "dai an" in place.search_key


def test_changed_threshold_retires_the_old_row(text, tmp_path):
    load_seeds(folder=text.write(tmp_path))
    report = load_seeds(folder=text.set("frame/thresholds.csv", 0, at_risk="0.75").write(tmp_path))
    assert report.changed == {"thresholds": ["/"]}
    assert Threshold.objects.known_at(None).get().at_risk == Decimal("0.75")
    assert Threshold.objects.count() == 2


def test_parent_that_ends_and_is_followed_by_another_replaces_the_open_one(text, tmp_path):
    load_seeds(folder=text.write(tmp_path))
    text.set("parks/parents.csv", 0, valid_to="2025-06-30")
    text.add("parks/parents.csv", parent="hai-phong", valid_from="2025-07-01", valid_to="")
    report = load_seeds(folder=text.write(tmp_path))
    assert report.changed["parents"] == ["hai-duong-parks/"]
    assert report.added["parents"] == ["hai-duong-parks/2025-07-01"]
    rows = PlaceParent.objects.known_at(None).filter(place__slug="hai-duong-parks").order_by("pk")
    assert [row.parent.slug for row in rows] == ["hai-duong", "hai-phong"]


def test_parent_with_corrected_first_day_replaces_the_one_it_excludes(text, tmp_path):
    load_seeds(folder=text.write(tmp_path))
    report = load_seeds(folder=text.set("parks/parents.csv", 1, valid_from="2003-03-24").write(tmp_path))
    assert report.removed == {"parents": ["dai-an/"]}
    assert PlaceParent.objects.known_at(None).get(place__slug="dai-an").valid_from == date(2003, 3, 24)


def test_rows_only_in_the_database_stay(text, tmp_path):
    load_seeds(folder=text.write(tmp_path))
    build.make_duty(build.make_organisation("the-board"), build.make_place("lai-vu"), form=build.make_form("a-form"))
    report = load_seeds(folder=text.write(tmp_path))
    assert report.nothing_changed
    assert report.only_in_database["duties"] == 1


def test_lines_of_a_form_change_places_and_go(text, tmp_path):
    load_seeds(folder=text.write(tmp_path))
    text.set("frame/form_lines.csv", 0, position="2").set("frame/form_lines.csv", 1, position="1")
    assert load_seeds(folder=text.write(tmp_path)).changed == {"form_lines": ["a-form/fdi", "a-form/leased"]}
    assert load_seeds(folder=text.drop("frame/form_lines.csv", 0).write(tmp_path)).removed == {
        "form_lines": ["a-form/fdi"]
    }
    assert [line.indicator.code for line in ReportFormLine.objects.all()] == ["leased"]


def test_line_of_a_form_that_reports_follow_stays(text, tmp_path):
    load_seeds(folder=text.write(tmp_path))
    build.make_report(form=ReportForm.objects.get(code="a-form"), approved=False)
    with pytest.raises(UnableToLoadSeedsError, match="put its line “a-form/fdi” back"):
        load_seeds(folder=text.drop("frame/form_lines.csv", 0).write(tmp_path))
    assert ReportFormLine.objects.filter(indicator__code="fdi").exists()


def test_changed_target_becomes_the_next_version(text, tmp_path):
    load_seeds(folder=text.write(tmp_path))
    report = load_seeds(folder=text.set(TARGETS, 0, value="1200000000").write(tmp_path))
    assert report.changed == {"targets": ["goal"], "phases": ["goal-q1"], "comparisons": ["q1-fdi-times"]}
    first, second = Target.objects.filter(reference="goal").order_by("version")
    assert (second.version, second.supersedes, second.value) == (2, first, Decimal(1_200_000_000))
    assert second.reason
    assert second.phases.get().value == Decimal(200_000_000)
    assert Target.objects.in_force(None).get(reference="goal") == second
    assert [row["value"] for row in listed() if row["reference"] == "goal"] == ["1200000000"]
    assert load_seeds(folder=tmp_path).nothing_changed


@pytest.mark.parametrize(
    ("file", "row", "cells"),
    [
        (TARGETS, 2, {"members": "lai-vu|dai-an"}),
        (TARGETS, 1, {"part_of": ""}),
        (TARGETS, 1, {"ends_on": "2025-06-30"}),
        (TARGETS, 1, {"note": "ghi chú", "note_en": "a note"}),
        (TARGETS, 1, {"other_value": "12500000000000", "other_unit": "VND"}),
        (PHASES, 0, {"value": "250000000", "printed": "250 million"}),
        (PHASES, 0, {"reference": "goal-first-quarter"}),
    ],
    ids=lambda value: str(value),
)
def test_every_part_of_a_target_counts_as_a_change(file, row, cells, text, tmp_path):
    load_seeds(folder=text.write(tmp_path))
    report = load_seeds(folder=text.set(file, row, **cells).write(tmp_path))
    assert len(report.changed["targets"]) == 1
    assert load_seeds(folder=tmp_path).nothing_changed


def test_removed_target_is_withdrawn_and_may_come_back(text, tmp_path):
    load_seeds(folder=text.write(tmp_path))
    again = SeedFolderText()
    report = load_seeds(folder=text.drop(TARGETS, 3).write(tmp_path))
    assert report.removed == {"targets": ["offer"]}
    assert not Target.objects.in_force(None).filter(reference="offer").exists()
    assert "offer" not in {row["reference"] for row in listed()}
    assert load_seeds(folder=tmp_path).nothing_changed
    load_seeds(folder=again.write(tmp_path))
    assert Target.objects.in_force(None).get(reference="offer").version == 3


def with_many_targets(text, count):
    for number in range(count):
        text.add(TARGETS, 0, reference=f"goal-{number}", starts_on="2024-01-01")
    return text


def test_files_that_lose_many_figures_are_refused_unless_it_is_meant(text, tmp_path):
    # 4 + 6 targets, 4 actuals and 1 comparison stand; the 6 lost are more than a tenth of 15.
    load_seeds(folder=with_many_targets(text, 6).write(tmp_path))
    fewer = SeedFolderText().write(tmp_path)
    with pytest.raises(UnableToLoadSeedsError, match=r"6 of the document's 15 published figures.*--allow-removals"):
        load_seeds(folder=fewer)
    assert len(load_seeds(folder=fewer, allow_removals=True).removed["targets"]) == 6


def test_files_that_lose_a_tenth_of_their_figures_are_loaded(text, tmp_path):
    # 4 + 41 targets, 4 actuals and 1 comparison are 50; 5 of them are a tenth.
    load_seeds(folder=with_many_targets(text, 41).write(tmp_path))
    report = load_seeds(folder=with_many_targets(SeedFolderText(), 36).write(tmp_path))
    assert len(report.removed["targets"]) == 5


def test_correction_by_a_person_is_not_undone(text, tmp_path):
    load_seeds(folder=text.write(tmp_path))
    first = Target.objects.get(reference="goal")
    corrected = build.make_target(first.place, first.indicator, 1_100_000_000, supersedes=first)
    assert load_seeds(folder=tmp_path).nothing_changed
    assert corrected in Target.objects.in_force(None)
    load_seeds(folder=text.set(TARGETS, 0, value="1300000000").write(tmp_path))
    newest = Target.objects.in_force(None).get(reference="goal")
    assert (newest.version, newest.supersedes) == (3, corrected)


def test_waiting_revision_of_a_target_is_named_and_nothing_written(text, tmp_path):
    load_seeds(folder=text.write(tmp_path))
    first = Target.objects.get(reference="goal")
    build.make_target(first.place, first.indicator, 1, supersedes=first, approved=False)
    with pytest.raises(UnableToLoadSeedsError, match=r"targets.csv, line 2, reference.*“goal”.*approve or delete it"):
        load_seeds(folder=text.set(TARGETS, 0, value="1300000000").write(tmp_path))


def test_changed_actual_is_the_next_revision_with_only_its_cell(text, tmp_path):
    load_seeds(folder=text.write(tmp_path))
    report = load_seeds(folder=text.set(ACTUALS, 2, value="2974").write(tmp_path))
    assert report.changed == {"actuals": ["q1-leased"]}
    second = QuarterlyReport.objects.get().revisions.get(number=2)
    assert [actual.reference for actual in second.actuals.all()] == ["q1-leased"]
    assert second.reason
    in_force = {actual.reference: actual.value for actual in Actual.objects.in_force(None)}
    assert in_force == {"q1-fdi": Decimal(125_000_000), "q1-leased": Decimal(2974), "q1-projects": None}
    assert load_seeds(folder=tmp_path).nothing_changed


def test_changed_misprint_leaves_the_used_figure_of_its_cell_in_force(text, tmp_path):
    load_seeds(folder=text.write(tmp_path))
    report = load_seeds(folder=text.set(ACTUALS, 1, value="3").write(tmp_path))
    assert report.changed["actuals"] == ["q1-fdi-misprint"]
    assert Actual.objects.in_force(None).get(reference="q1-fdi").value == Decimal(125_000_000)
    assert load_seeds(folder=tmp_path).nothing_changed


def test_removed_actual_is_withdrawn_and_may_come_back(text, tmp_path):
    load_seeds(folder=text.write(tmp_path))
    again = SeedFolderText()
    report = load_seeds(folder=text.drop(ACTUALS, 2).write(tmp_path))
    assert report.removed == {"actuals": ["q1-leased"]}
    withdrawal = Actual.objects.get(revision__number=2)
    assert (withdrawal.observation_status, withdrawal.value) == (ObservationStatus.WITHDRAWN, None)
    assert "q1-leased" not in {actual.reference for actual in Actual.objects.in_force(None)}
    assert "q1-leased" not in {row["reference"] for row in listed()}
    assert load_seeds(folder=tmp_path).nothing_changed
    load_seeds(folder=again.write(tmp_path))
    assert Actual.objects.in_force(None).get(reference="q1-leased").value == Decimal("2973.5")


def test_actual_moved_to_other_days_leaves_nothing_behind(text, tmp_path):
    load_seeds(folder=text.write(tmp_path))
    report = load_seeds(folder=text.set(ACTUALS, 2, to_on="2025-02-28").write(tmp_path))
    assert report.changed["actuals"] == ["q1-leased"]
    assert Actual.objects.in_force(None).get(indicator__code="leased").to_on == date(2025, 2, 28)
    assert load_seeds(folder=tmp_path).nothing_changed


def test_actual_moved_to_another_quarter_leaves_nothing_behind(text, tmp_path):
    load_seeds(folder=text.write(tmp_path))
    load_seeds(folder=text.set(ACTUALS, 2, quarter="2", to_on="2025-06-30").write(tmp_path))
    moved = Actual.objects.in_force(None).get(indicator__code="leased")
    assert moved.revision.report.quarter == 2
    assert [row["period"] for row in listed() if row["reference"] == "q1-leased"] == ["2025-06-30"]
    assert load_seeds(folder=tmp_path).nothing_changed


def test_used_figure_that_takes_the_cell_of_a_removed_one_counts(text, tmp_path):
    load_seeds(folder=text.write(tmp_path))
    text.drop(ACTUALS, 2).add(
        ACTUALS, reference="new", indicator="leased", unit="ha", basis="as_of", from_on="", value="9"
    )
    load_seeds(folder=text.write(tmp_path))
    assert Actual.objects.in_force(None).get(indicator__code="leased").reference == "new"
    assert load_seeds(folder=tmp_path).nothing_changed


def test_unapproved_revision_of_a_report_is_named(text, tmp_path):
    load_seeds(folder=text.write(tmp_path))
    build.make_revision(QuarterlyReport.objects.get(), approved=False)
    with pytest.raises(UnableToLoadSeedsError, match=r"actuals.csv, line 4, reporter.*approve or discard it"):
        load_seeds(folder=text.set(ACTUALS, 2, value="1").write(tmp_path))
    with pytest.raises(UnableToLoadSeedsError, match=r"actuals.csv, reference: read “q1-leased”.*approve or discard"):
        load_seeds(folder=text.drop(ACTUALS, 2).write(tmp_path))


def test_comparison_follows_its_figure_and_goes_with_its_row(text, tmp_path):
    load_seeds(folder=text.write(tmp_path))
    load_seeds(folder=text.set(ACTUALS, 0, value="126000000").write(tmp_path))
    assert PrintedComparison.objects.get().subject_actual.value == Decimal(126_000_000)
    report = load_seeds(folder=text.drop(COMPARISONS, 0).write(tmp_path))
    assert report.removed == {"comparisons": ["q1-fdi-times"]}
    assert not PrintedComparison.objects.exists()


def test_folder_of_one_document_leaves_other_documents_alone(text, tmp_path):
    load_seeds(folder=text.write(tmp_path / "all"))
    other = SeedFolderText()
    other.files = {
        "documents.csv": [{**text.files["documents.csv"][0], "slug": "another", "source_file": "b.txt"}],
        "documents/another/targets.csv": [{**text.files[TARGETS][0], "reference": "another-goal"}],
    }
    report = load_seeds(folder=other.write(tmp_path / "one"))
    assert (report.added, report.removed) == ({"documents": ["another"], "targets": ["another-goal"]}, {})
    assert Target.objects.in_force(None).count() == 5


def test_earlier_moment_shows_what_was_known_then(text, tmp_path):
    early, late = datetime(2025, 4, 1, tzinfo=UTC), datetime(2025, 5, 1, tzinfo=UTC)
    load_seeds(folder=text.write(tmp_path), at=early)
    text.set(TARGETS, 0, value="1200000000").set("frame/due_rules.csv", 0, day_of_month="12")
    load_seeds(folder=text.write(tmp_path), at=late)
    assert Target.objects.in_force(early).get(reference="goal").value == Decimal(1_000_000_000)
    assert Target.objects.in_force(late).get(reference="goal").value == Decimal(1_200_000_000)
    assert DueRule.objects.known_at(early).get().day_of_month == 10
    assert DueRule.objects.known_at(late).get().day_of_month == 12


# --- Refusals that need the database -----------------------------------------------------------------------


def test_database_refusal_is_a_sentence_and_nothing_is_written(text, tmp_path, monkeypatch):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE tracker_threshold ADD CONSTRAINT planted CHECK (at_risk < 0.5)")
    stood = counts()
    with pytest.raises(UnableToLoadSeedsError, match=r"frame/thresholds.csv, line 2.*planted"):
        load_seeds(folder=text.write(tmp_path))
    assert counts() == stood


def test_all_problems_are_reported_at_once(text, tmp_path):
    text.set("parks/places.csv", 0, kind="garden").set(TARGETS, 0, value="1,000").set(ITEMS, 0, sums="7")
    with pytest.raises(UnableToLoadSeedsError) as refusal:
        load_seeds(folder=text.write(tmp_path))
    fields = [(problem.file, problem.line, problem.field) for problem in refusal.value.problems]
    assert fields == [
        (ITEMS, 2, "sums"),
        (TARGETS, 2, "value"),
        ("parks/places.csv", 2, "kind"),
    ], "rows that link to a refused row are not reported again"
    assert not SourceDocument.objects.exists()
    assert not Succession.objects.exists()
    assert not Indicator.objects.exists()


# --- The command -------------------------------------------------------------------------------------------


def test_command_prints_what_changed_and_then_that_nothing_did(text, tmp_path, capsys):
    folder = str(text.write(tmp_path))
    call_command("load_seeds", path=folder)
    assert "targets: 4 added, 0 changed, 0 removed, 0 unchanged" in capsys.readouterr().out
    call_command("load_seeds", path=folder)
    out = capsys.readouterr().out
    assert "nothing changed" in out
    assert "26 files read from" in out
    text.set(TARGETS, 0, value="1200000000").write(tmp_path)
    call_command("load_seeds", path=folder, check=True)
    out = capsys.readouterr().out
    assert "A trial run: nothing was written." in out
    assert "changed: goal" in out
    call_command("load_seeds", path=folder, verbosity=2)
    assert "documents/a-document/targets.csv" in capsys.readouterr().out


def test_command_prints_each_problem_and_fails(text, tmp_path, capsys):
    text.set(TARGETS, 0, value="1,000").set(TARGETS, 1, ends_on="2025-02-30")
    with pytest.raises(CommandError, match="2 problems; nothing was written"):
        call_command("load_seeds", path=str(text.write(tmp_path)))
    error = capsys.readouterr().err
    assert f"documents/{DOCUMENT}/targets.csv, line 2, value: read “1,000”. Write a plain number" in error
    assert f"documents/{DOCUMENT}/targets.csv, line 3, ends_on: read “2025-02-30”. There is no such day" in error


def test_command_prints_fifty_problems_and_how_many_more(text, tmp_path, capsys):
    for number in range(53):
        text.put(f"unknown-{number:02d}.csv", "a")
    with pytest.raises(CommandError, match="53 problems; nothing was written"):
        call_command("load_seeds", path=str(text.write(tmp_path)))
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 51
    assert lines[-1] == "… and 3 more."


# --- The project's own figures -----------------------------------------------------------------------------


def test_published_figures_of_the_project_load_and_load_again():
    seeds = Path(__file__).resolve().parents[2] / "seeds"
    first = load_seeds(folder=seeds)
    figures, stood = listed(), counts()
    assert len({row["source_file"] for row in figures}) == 5
    assert len(figures) == sum(
        len(first.added.get(name, [])) for name in ("targets", "phases", "actuals", "comparisons")
    )
    assert load_seeds(folder=seeds).nothing_changed
    assert listed() == figures
    assert counts() == stood
    assert Place.objects.filter(kind="province").count() == 86
