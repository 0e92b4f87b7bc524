"""The demonstration: an invented country beside the published figures, in a database of its own, marked everywhere."""

import csv
import html
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client, override_settings

from provinces.models import Organisation, Place
from tests.reading import reading_client
from tests.test_setup_settings import PRODUCTION, run, settings_with
from tracker.actions.demo_country.loading import CountryLoaded, UnableToLoadCountryError, load_country
from tracker.actions.demo_country.size import SIZES
from tracker.actions.seeding import load_seeds
from tracker.exchange.demonstration import mark, mark_lines, mark_of_data, marked_name
from tracker.exchange.published import published_figures
from tracker.exchange.seed_files import read_folder
from tracker.exchange.sheet_table import without_aside
from tracker.findings.trail import check_trail
from tracker.models import Actual, ExchangeRate, Indicator, QuarterlyReport, ReportRevision, Target
from tracker.progress.tree_rows import load_tree

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"
DEMO = SEEDS / "demo"
MARK = "Số liệu minh họa, không phải thống kê thật"


# --- The files ---------------------------------------------------------------------------------------------------


def test_published_figures_are_read_without_the_invented_ones() -> None:
    assert not [name for name in read_folder(SEEDS).files if name.startswith("demo")]
    assert not [slug for slug in read_folder(SEEDS).keys("documents") if "minh-hoa" in slug]


def test_files_of_the_demonstration_are_what_a_person_wrote_and_say_that_all_is_invented() -> None:
    seeds = read_folder(DEMO)
    assert not seeds.problems
    assert sum(path.stat().st_size for path in DEMO.rglob("*.csv")) < 20_000
    (document,) = seeds.rows["documents"]
    assert (document["title"], document["title_en"]) == ("Số liệu minh họa", "Invented figures for demonstrations")
    assert not [row for name in ("targets", "phases", "actuals", "places") for row in seeds.rows[name]]
    assert all("minh-hoa" in row.key for row in seeds.rows["forms"])


# --- The database and the settings -------------------------------------------------------------------------------


def test_demonstration_has_a_database_a_session_and_a_folder_of_its_own() -> None:
    show = "import json; from django.conf import settings as s; d = s.DATABASES['default']; "
    show += "print(json.dumps([s.DEMO, d['NAME'], d['EMBEDDED_CLUSTER'].database, s.SESSION_COOKIE_NAME, "
    show += "s.MEDIA_ROOT.name]))"
    usual = run(["-c", show], {"TRACKER_MODE": "local", "DATABASE_URL": ""})
    demo = run(["-c", show], {"TRACKER_MODE": "local", "DATABASE_URL": "", "DEMO": "true"})
    assert json.loads(usual.stdout) == [False, "tracker", "tracker", "sessionid", "uploads"]
    assert json.loads(demo.stdout) == [True, "tracker_demo", "tracker_demo", "demo_sessionid", "uploads_demo"]


def test_demonstration_refuses_production_and_the_database_of_somebody_else() -> None:
    production = run(["-c", "from django.conf import settings; settings.DEMO"], {**PRODUCTION, "DEMO": "true"})
    assert "DEMO is on in production mode; unset DEMO" in production.stderr
    environment = {"TRACKER_MODE": "local", "DEMO": "true", "DATABASE_URL": "postgresql://u:p@h:5432/targets"}
    foreign = run(["-c", "from django.conf import settings; settings.DEMO"], environment)
    assert "leave it out: DATABASE_URL= make demo" in foreign.stderr


def test_nothing_is_a_demonstration_unless_it_is_asked_for() -> None:
    assert settings_with({"TRACKER_MODE": "local"}, "DEMO") == {"DEMO": False}


# --- The country, small, loaded beside the published figures: once in the whole suite -----------------------------


@dataclass(frozen=True)
class Loaded:
    """What was published before and after the invented country was loaded, and what loading it said."""

    before: list[str]
    after: list[str]
    country: CountryLoaded
    again: CountryLoaded
    said: list[str]


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[Loaded]:
    """Load the published figures alone, then in their place with a small invented country, and take all of it back."""
    with django_db_blocker.unblock():
        with transaction.atomic():
            load_seeds(folder=SEEDS)
            before = published()
            transaction.set_rollback(True)
        with transaction.atomic():
            said: list[str] = []
            with override_settings(DEMO=True):
                country = load_country(size=SIZES["small"], seeds=SEEDS, say=said.append)
                again = load_country(size=SIZES["small"], seeds=SEEDS, say=said.append)
            yield Loaded(before, published(), country, again, said)
            transaction.set_rollback(True)
        connection.close()


def published() -> list[str]:
    """Return every figure of the five documents, and what stands of Hải Dương's goals at the end of Quý I/2025."""
    out = io.StringIO()
    call_command("progress", place="hai-duong", quarter="2025-Q1", format="json", stdout=out)
    figures = [figure.as_data() for figure in published_figures()]
    rows = [json.dumps(row, sort_keys=True, default=str) for row in figures if row["source_file"]]
    # What the demonstration's invented rates convert is no published figure, and names those rates.
    stands = {key: value for key, value in json.loads(out.getvalue()).items() if key != "in_one_currency"}
    return [*rows, re.sub(r'"approved_at": "[^"]*"', "", json.dumps(stands))]


def page(address: str, language: str) -> str:
    """Return the words of a page, as a reader sees them."""
    client = reading_client(language)
    if address == "/admin/login/":  # the page of those who are not signed in
        client.logout()
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    response = client.get(address)
    assert response.status_code == 200
    body = re.sub(r"<svg.*?</svg>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", body)))


def printed(command: str, **options: Any) -> str:
    """Return what a command prints in a demonstration."""
    out = io.StringIO()
    with override_settings(DEMO=True):
        call_command(command, stdout=out, **options)
    return out.getvalue()


@pytest.mark.setup
@pytest.mark.django_db
def test_no_published_figure_changes(loaded):
    assert len(loaded.before) > 100
    assert loaded.before == loaded.after


@pytest.mark.setup
@pytest.mark.django_db
def test_as_many_rows_are_there_as_loading_says(loaded):
    country = loaded.country
    invented = {"revision__report__form__code__startswith": "minh-hoa"}
    assert (country.parks, country.investors) == (24, 9)
    assert Place.objects.filter(slug__regex="^minh-hoa-(kcn|ccn)-").count() == country.parks
    assert Organisation.objects.filter(slug__startswith="minh-hoa-chu-dau-tu-").count() == country.investors
    assert Target.objects.filter(reference__startswith="minh-hoa-").count() == country.goals > 200
    assert QuarterlyReport.objects.filter(form__code__startswith="minh-hoa").count() == country.reports > 200
    assert Actual.objects.filter(**invented).count() == country.figures > 3000
    assert (
        Indicator.objects.filter(actuals__revision__report__form__code__startswith="minh-hoa").distinct().count() == 20
    )
    states = Counter(ReportRevision.objects.values_list("status", flat=True))
    assert set(states) == {"approved", "awaiting_approval", "draft"}
    assert ReportRevision.objects.filter(number__gt=1).exists()
    assert ExchangeRate.objects.filter(purpose="quarter_average").count() == 7
    assert any("2026" in sentence for sentence in loaded.said), "loading says how far it is"


@pytest.mark.setup
@pytest.mark.django_db
def test_loading_again_writes_nothing_and_another_country_is_refused(loaded):
    assert loaded.again == CountryLoaded()
    with override_settings(DEMO=True), pytest.raises(UnableToLoadCountryError, match="make reset"):
        load_country(size=SIZES["demo"], seeds=SEEDS, say=print)
    with pytest.raises(UnableToLoadCountryError, match="make demo"):
        load_country(size=SIZES["small"], seeds=SEEDS, say=print)
    assert load_seeds(folder=SEEDS).nothing_changed
    assert load_seeds(folder=DEMO).nothing_changed


@pytest.mark.setup
@pytest.mark.django_db
def test_trail_rebuilds_the_country(loaded):
    tables = check_trail()
    assert sum(table.rows for table in tables) > 5000
    assert [difference for table in tables for difference in table.differences] == []


@pytest.mark.setup
@pytest.mark.django_db
def test_approvals_stand_in_the_order_of_their_moments(loaded):
    ordered = sorted(
        (sequence, at)
        for model in (Target, ReportRevision)
        for sequence, at in model.objects.filter(approved_at__isnull=False).values_list(
            "approval_sequence", "approved_at"
        )
    )
    assert all(one[1] <= other[1] for one, other in pairwise(ordered))


@pytest.mark.setup
@pytest.mark.django_db
def test_past_moments_know_less(loaded):
    # Read at the same quarter: what was approved by the end of 2025 is part of what is approved now.
    figures = {as_of: Actual.objects.in_force(as_of).count() for as_of in (at(2025, 6), at(2026, 1), None)}
    assert 0 < figures[at(2025, 6)] < figures[at(2026, 1)] < figures[None]
    tree = load_tree(
        roots=[Place.objects.get(slug="viet-nam").pk], day=date(2025, 3, 31), as_of=at(2025, 1), today=None
    )
    assert len(tree.below[Place.objects.get(slug="viet-nam").pk]) == 63


def at(year: int, month: int) -> datetime:
    """Return the first moment of a month."""
    return datetime(year, month, 1, tzinfo=UTC)


@pytest.mark.setup
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("place", "indicator", "status"),
    [
        ("hung-yen", "fdi-registered", "met"),
        ("quang-tri", "fdi-registered", "off_track"),
        ("quang-ninh", "fdi-registered", "on_track"),  # 61.2 % of the goal: its plan says 60 %, a straight line 75 %
        ("dien-bien", "fdi-registered", "no_target"),
    ],
)
def test_places_show_what_they_are_there_for(loaded, place, indicator, status):
    out = printed("progress", place=place, quarter="2026-Q3", indicator=[indicator], format="json")
    rows = [row for row in json.loads(out)["rows"] if row["row"] in ("own", "without")]
    assert status in [row["status"] for row in rows]


@pytest.mark.setup
@pytest.mark.django_db
def test_silent_province_is_read_at_the_end_of_its_last_report(loaded):
    out = printed(
        "progress", place="son-la", quarter="2026-Q3", indicator=["days-investment-certificate-new"], format="json"
    )
    assert json.loads(out)["rows"][0]["read_to"] == "2026-06-30"


# --- Marked wherever it goes -------------------------------------------------------------------------------------


@pytest.mark.setup
@pytest.mark.django_db
def test_every_page_of_the_demonstration_says_that_it_is_invented(loaded):
    addresses = ("/", "/places/bac-ninh/?quarter=2026-Q3", "/documents/", "/data-checks/", "/admin/login/")
    with override_settings(DEMO=True):
        assert all(MARK in page(address, "vi") for address in addresses)
        assert "Invented figures for a demonstration, no real statistics" in page("/", "en")
        assert MARK in Client().get("/nowhere/").content.decode()
    assert not any(MARK in page(address, "vi") for address in ("/documents/", "/admin/login/"))


@pytest.mark.setup
@pytest.mark.django_db
def test_files_of_pages_say_it_in_their_names_and_in_every_row(loaded):
    with override_settings(DEMO=True):
        answer = reading_client("vi").get("/places/?format=csv")
        rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode())))
    assert 'filename="minh-hoa-' in answer.headers["Content-Disposition"]
    assert len(rows) > 30
    assert {row[-1] for row in rows} == {MARK}


@pytest.mark.setup
@pytest.mark.django_db
def test_data_for_programs_say_it(loaded):
    with override_settings(DEMO=True):
        answer = reading_client("vi").get("/api/progress/places/dien-bien/?quarter=2026-Q2").json()
    assert answer["demonstration"] == MARK
    asked = {"place": "dien-bien", "quarter": "2026-Q2"}
    assert json.loads(printed("progress", format="json", **asked))["demonstration"] == MARK
    assert json.loads(printed("reporting_status", format="json", quarter="2026-Q2"))["demonstration"] == MARK
    assert {row["demonstration"] for row in json.loads(printed("published_figures", format="json"))} == {MARK}
    assert {row["demonstration"] for row in json.loads(printed("data_checks", format="json"))} == {MARK}


@pytest.mark.setup
@pytest.mark.django_db
def test_terminal_says_it_first(loaded):
    asked = {"place": "dien-bien", "quarter": "2026-Q2"}
    for text in (
        printed("progress", **asked),
        printed("reporting_status", quarter="2026-Q2"),
        printed("data_checks"),
        printed("published_figures"),
    ):
        assert text.startswith(MARK)
    rows = list(csv.DictReader(io.StringIO(printed("published_figures", format="csv"))))
    assert {row["demonstration"] for row in rows} == {MARK}


def test_whatever_makes_files_or_data_knows_the_mark() -> None:
    # A new command, file or interface is found here by name until it marks what it gives out.
    makes = re.compile(r"json\.dumps\(|Content-Disposition|JsonResponse\(\{?\*|place_data\(|csv\.(?:Dict)?[wW]riter\(")
    rooms = (ROOT / "tracker" / room for room in ("web", "admin", "management", "exchange"))
    found = {
        path.relative_to(ROOT).as_posix()
        for room in rooms
        for path in room.rglob("*.py")
        if makes.search(path.read_text("utf-8")) and "exchange.demonstration import" not in path.read_text("utf-8")
    }
    assert found == UNMARKED


# What gives out no figures of its own, and why.
UNMARKED = {
    "tracker/admin/attachment_pages.py",  # files as somebody attached them
    "tracker/admin/entry_rows.py",  # data for the script of a page, which bears the line
    "tracker/admin/import_pages.py",  # how far the work on a file has come
    "tracker/web/kept.py",  # what somebody typed, given back on a page
    "tracker/web/views/reporting_calendar.py",  # the head of the answer; due_calendar marks what is in it
}


def test_nothing_real_is_marked() -> None:
    assert (mark(), mark_of_data(), mark_lines(), marked_name("a.csv")) == ("", {}, [], "a.csv")
    with override_settings(DEMO=True):
        assert mark() == MARK
        assert marked_name("a.csv") == "minh-hoa-a.csv"
        # A file of the demonstration can be read by the demonstration; elsewhere its heading names nothing known.
        assert without_aside([MARK, "Mã"]) == []
    assert without_aside([MARK]) == [MARK]
