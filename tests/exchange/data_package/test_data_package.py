"""The data package: valid for another program, complete, exact, within a reach, without secrets, and streamed."""

import csv
import io
import json
from datetime import UTC, date, datetime
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils.translation import override
from frictionless import Package
from frictionless import system as frictionless_system

from provinces.models import Organisation, Place
from tests.builders import (
    Figure,
    make_document,
    make_duty,
    make_form,
    make_indicator,
    make_investor,
    make_manager,
    make_organisation,
    make_park,
    make_place,
    make_province_with_parks,
    make_rate,
    make_report,
    make_revision,
    make_succession,
    make_target,
    make_threshold,
)
from tests.reading import read, reading_client
from tracker.actions.exporting import export_data
from tracker.exchange.data_package.tables import tables
from tracker.exchange.data_package.writing import PlainFolder
from tracker.exchange.file_cells import escaped, unescaped
from tracker.models import Actual, Comparator, ObservationStatus, Target

pytestmark = pytest.mark.django_db
AT = datetime(2025, 4, 15, 3, tzinfo=UTC)
M = 1_000_000
# What is nobody's fact (drafts' surroundings, accounts, the trail) and what only this program reads.
NOT_EXPORTED = {
    "AccessToken",
    "Attachment",
    "EditionPage",
    "EditionRow",
    "EntryReceipt",
    "FileImport",
    "LockException",
    "Membership",
    "Person",
    "QuarterLock",
    "Reminder",
}


@pytest.fixture
def world():
    """Two provinces of which one lies beyond a reach, with something in most tables."""
    made = make_province_with_parks("hai-duong", parks=["dai-an", "lai-vu"])
    other = make_province_with_parks("bac-ninh", parks=["que-vo"])
    fdi = make_indicator("fdi-registered")
    make_threshold()
    make_rate("25130.5")
    far_paper = make_document("far-paper", title="Of the neighbour alone")
    make_rate("24999.75", on=date(2025, 2, 3), document=far_paper)
    make_target(other.province, make_indicator("ddi-registered", unit="VND"), 66 * M, document=far_paper)
    document = make_document("a-paper", title="=HYPERLINK(1)", title_en="'quoted")
    goal = make_target(made.province, fdi, 1000 * M, document=document)
    make_target(made.parks[0], fdi, 500 * M, part_of=goal)
    make_target(made.province, fdi, 1100 * M, supersedes=goal)
    make_target(other.province, fdi, 77 * M, investor=make_investor("far-company", park=other.parks[0]))
    make_target(made.province, fdi, 50 * M, members=[made.parks[1], other.parks[0]], role="plan", position=9)
    reporter = make_organisation("dai-an-company")
    report = make_report(
        made.parks[0],
        reporter=reporter,
        figures=[
            Figure(fdi, "125400000.000001", fields={"note": "−5 in words", "document": document}),
            Figure(
                make_indicator("ddi-registered", unit="VND"),
                None,
                comparator=Comparator.NONE_STATED,
                observation_status=ObservationStatus.NOT_APPLICABLE,
            ),
        ],
    )
    make_revision(report, [Figure(fdi, 126 * M)])
    make_revision(report, [Figure(fdi, 999 * M)], approved=False)
    make_report(other.parks[0], reporter=make_organisation("far-reporter"), figures=[Figure(fdi, 88 * M)])
    make_duty(reporter, made.parks[0], form=make_form(indicators=[fdi]))
    make_succession(made.province, make_place("hai-phong"))
    return made


def written(tmp_path, reach=None):
    export_data(folder=PlainFolder(tmp_path / "package"), reach=reach, at=AT)
    return tmp_path / "package"


def lines(folder, name):
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_another_program_finds_every_file_true_to_its_description(world, tmp_path):
    folder = written(tmp_path)
    with frictionless_system.use_context(trusted=True):
        report = Package(str(folder / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "title", "rowNumber", "fieldName", "message"])[:20]
    assert len(report.tasks) == len(tables(None)) + 1


def test_a_broken_file_is_found(world, tmp_path):
    folder = written(tmp_path)
    file = folder / "place_parents.csv"
    file.write_text(file.read_text().replace("hai-duong", "nowhere-at-all", 1))
    with frictionless_system.use_context(trusted=True):
        found = Package(str(folder / "datapackage.json")).validate().flatten(["type"])
    assert ["foreign-key"] in found


def test_every_table_of_the_database_is_in_it_or_left_out_by_name(world):
    exported = {table.rows.model.__name__ for table in tables(None)}
    ours = {
        model.__name__
        for app in ("provinces", "tracker")
        for model in apps.get_app_config(app).get_models()
        if not model.__name__.endswith("Event") and not model._meta.proxy
    }
    assert ours - exported == NOT_EXPORTED
    assert "TargetMember" in exported


def test_without_a_reach_every_row_is_in_it(world, tmp_path):
    folder = written(tmp_path)
    some_are_drafts = {"report_revisions", "actuals"}
    for table in tables(None):
        if table.name not in some_are_drafts:
            assert len(lines(folder, table.name)) == table.rows.model.objects.count(), table.name


def test_figures_are_exact_and_drafts_are_nobodys(world, tmp_path):
    folder = written(tmp_path)
    found = {row["value"] for row in lines(folder, "actuals")}
    assert found == {"125400000.000001", "", "126000000", "88000000"}
    revisions = {row["id"]: row for row in lines(folder, "report_revisions")}
    assert {revisions[row["revision"]]["number"] for row in lines(folder, "actuals")} == {"1", "2"}
    missing = next(row for row in lines(folder, "actuals") if row["value"] == "")
    assert (missing["observation_status"], missing["comparator"]) == ("not_applicable", "none_stated")
    rates = {row["rate"] for row in lines(folder, "exchange_rates")}
    assert rates == {"25130.5", "24999.75"}
    targets = lines(folder, "targets")
    goals = [row for row in targets if (row["place"], row["role"]) == ("hai-duong", "goal")]
    assert sorted(row["version"] for row in goals) == ["1", "2"]


def test_texts_are_never_live_and_come_back(world, tmp_path):
    folder = written(tmp_path)
    [paper] = [row for row in lines(folder, "documents") if row["slug"] == "a-paper"]
    assert (paper["title"], paper["title_en"]) == ("'=HYPERLINK(1)", "''quoted")
    assert (unescaped(paper["title"]), unescaped(paper["title_en"])) == ("=HYPERLINK(1)", "'quoted")
    assert {row["note"] for row in lines(folder, "actuals")} >= {"'−5 in words"}


@pytest.mark.parametrize(
    "text", ["=1", "+1", "-1", "@A", "\tx", "\rx", "\nx", "\u22121", "\uff1d1", "\uff0b1", "\uff0d1", "\uff201", "'x",
             " =1", "\u00a0\u00a0-1", "x=1", " 'x", "Đại An", "", "1", "zebra", "{x",
             "\u00a1x", "\u2211x", "\u2213x", "\u00a0x", "A", "Ư", "\u1ea0", '"', "a\nb"],
)  # fmt: skip
def test_database_and_program_escape_the_same_texts(text, world, tmp_path):
    Place.objects.filter(slug="dai-an").update(note=text)
    Organisation.objects.filter(slug="dai-an-company").update(name=text or "x")
    [found] = [row["name"] for row in lines(written(tmp_path), "organisations") if row["slug"] == "dai-an-company"]
    assert found == escaped(text or "x")


def test_a_reach_holds_nothing_of_its_neighbours(world, tmp_path):
    here = frozenset(
        Place.objects.filter(slug__in=["hai-duong", "dai-an", "lai-vu", "hai-duong-khu-cong-nghiep"]).values_list(
            "pk", flat=True
        )
    )
    folder = written(tmp_path, here)
    everything = "".join(file.read_text() for file in folder.iterdir())
    theirs = ("bac-ninh", "que-vo", "far-company", "far-reporter", "far-paper", "88000000", "77000000", "24999.75")
    for word in (*theirs, "viet-nam", "hai-phong"):
        assert word not in everything, word
    # The collective target binds a park beyond it as well.
    assert "50000000" not in everything.replace("500000000", "")
    assert {row["value"] for row in lines(folder, "actuals")} == {"125400000.000001", "", "126000000"}
    with frictionless_system.use_context(trusted=True):
        assert Package(str(folder / "datapackage.json")).validate().valid


def test_nobody_is_named(world, tmp_path):
    make_manager(world.province, "a-named-manager")
    everything = "".join(file.read_text() for file in written(tmp_path).iterdir())
    assert "a-named-manager" not in everything
    assert "approver" not in everything
    assert "argon2" not in everything


def test_each_table_is_one_statement_whatever_it_holds(world, tmp_path, django_assert_num_queries):
    def statements(name):
        with connection.execute_wrapper(count):
            seen.clear()
            export_data(folder=PlainFolder(tmp_path / name), reach=None, at=AT)
        return len(seen)

    seen = []

    def count(execute, sql, parameters, many, context):
        seen.append(sql)
        return execute(sql, parameters, many, context)

    before = statements("one")
    park, reporter, fdi = make_park("one-more", parent=world.province), make_organisation("more"), make_indicator()
    for quarter in (1, 2, 3):
        make_report(park, 2025, quarter, reporter=reporter, figures=[Figure(fdi, quarter)])
    assert statements("two") == before
    assert (Actual.objects.count(), Target.objects.count()) > (3, 3)


def test_command_writes_a_folder_or_a_zip_and_nothing_over_another(world, tmp_path, capsys):
    call_command("export_data", to=str(tmp_path / "all.zip"))
    call_command("export_data", to=str(tmp_path / "all"))
    with ZipFile(tmp_path / "all.zip") as archive:
        names = set(archive.namelist())
        assert archive.testzip() is None
        assert archive.read("actuals.csv") == (tmp_path / "all" / "actuals.csv").read_bytes()
    assert names == {file.name for file in (tmp_path / "all").iterdir()}
    assert "actuals.csv" in capsys.readouterr().out
    for path in ("all.zip", "all"):
        with override("en"), pytest.raises(CommandError, match="is there already"):
            call_command("export_data", to=str(tmp_path / path))
    with override("en"), pytest.raises(CommandError, match="cannot be written"):
        call_command("export_data", to=str(tmp_path / "nowhere" / "at" / "all.zip"))


def test_demonstration_says_in_every_row_that_it_is_one(world, tmp_path, settings):
    settings.DEMO = True
    folder = written(tmp_path)
    descriptor = json.loads((folder / "datapackage.json").read_text())
    assert descriptor["demonstration"]
    for resource in descriptor["resources"]:
        rows = lines(folder, resource["name"])
        assert {row["demonstration"] for row in rows} <= {descriptor["demonstration"]}


# --- On the site ----------------------------------------------------------------------------------------------------


def test_a_reader_downloads_what_he_reaches_and_nobody_else_anything(world):
    answer = read("/data/package.zip", person=make_manager(world.province, "manager-here"))
    content = io.BytesIO(b"".join(answer.streaming_content))
    with ZipFile(content) as archive:
        assert b"que-vo" not in archive.read("places.csv")
        assert b"dai-an" in archive.read("places.csv")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert read("/data/package.zip", nobody=True).status_code == 302


def test_page_of_words_and_rules_leads_to_it():
    assert 'href="/data/package.zip"' in reading_client().get("/about/").content.decode()
