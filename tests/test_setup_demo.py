"""The demonstration: invented figures beside the published ones, in a database of its own, marked on every page."""

import html
import importlib.util
import io
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client, override_settings

from tests.test_setup_settings import PRODUCTION, run, settings_with
from tracker.actions.seeding import load_seeds
from tracker.exchange.published import published_figures
from tracker.exchange.seed_files import read_folder

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"
DEMO = SEEDS / "demo"
MARK = "Số liệu minh họa, không phải thống kê thật"


# --- The files ---------------------------------------------------------------------------------------------------


def test_files_are_what_the_script_writes() -> None:
    spec = importlib.util.spec_from_file_location("demo_figures", ROOT / "scripts" / "demo_figures.py")
    script: Any = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = script  # data classes look their module up
    try:
        spec.loader.exec_module(script)
        texts = script.texts()
    finally:
        del sys.modules[spec.name]
    assert texts == {path.relative_to(DEMO).as_posix(): path.read_text("utf-8") for path in DEMO.rglob("*.csv")}
    assert sum(len(text.encode()) for text in texts.values()) < 1_500_000


def test_published_figures_are_read_without_the_invented_ones() -> None:
    assert not [name for name in read_folder(SEEDS).files if name.startswith("demo")]
    assert not [slug for slug in read_folder(SEEDS).keys("documents") if "minh-hoa" in slug]


def test_every_invented_figure_stands_in_the_one_document_that_says_so() -> None:
    seeds = read_folder(DEMO)
    assert not seeds.problems
    (document,) = seeds.rows["documents"]
    assert (document["title"], document["title_en"]) == ("Số liệu minh họa", "Invented figures for demonstrations")
    figures = [row for name in ("targets", "phases", "actuals") for row in seeds.rows[name]]
    assert figures
    assert all(row.document == document.key and row.key.startswith("minh-hoa-") for row in figures)
    assert all("minh-hoa" in row.key for name in ("places", "organisations", "forms") for row in seeds.rows[name])


# --- The database and the settings -------------------------------------------------------------------------------


def test_demonstration_has_a_database_and_a_session_of_its_own() -> None:
    show = "import json; from django.conf import settings as s; d = s.DATABASES['default']; "
    show += "print(json.dumps([s.DEMO, d['NAME'], d['EMBEDDED_CLUSTER'].database, s.SESSION_COOKIE_NAME]))"
    usual = run(["-c", show], {"TRACKER_MODE": "local", "DATABASE_URL": ""})
    demo = run(["-c", show], {"TRACKER_MODE": "local", "DATABASE_URL": "", "DEMO": "true"})
    assert json.loads(usual.stdout) == [False, "tracker", "tracker", "sessionid"]
    assert json.loads(demo.stdout) == [True, "tracker_demo", "tracker_demo", "demo_sessionid"]


def test_demonstration_refuses_production_and_the_database_of_somebody_else() -> None:
    production = run(["-c", "from django.conf import settings; settings.DEMO"], {**PRODUCTION, "DEMO": "true"})
    assert "DEMO is on in production mode; unset DEMO" in production.stderr
    environment = {"TRACKER_MODE": "local", "DEMO": "true", "DATABASE_URL": "postgresql://u:p@h:5432/targets"}
    foreign = run(["-c", "from django.conf import settings; settings.DEMO"], environment)
    assert "leave it out: DATABASE_URL= make demo" in foreign.stderr


def test_nothing_is_a_demonstration_unless_it_is_asked_for() -> None:
    assert settings_with({"TRACKER_MODE": "local"}, "DEMO") == {"DEMO": False}


# --- Loaded on top of the published figures: minutes, so only once in the whole suite ----------------------------


@pytest.fixture(scope="module")
def before_and_after(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[list[str], list[str]]]:
    """Load the published figures, then the invented ones; give what was published before and after."""
    with django_db_blocker.unblock():
        with transaction.atomic():
            load_seeds(folder=SEEDS)
            before = published()
            load_seeds(folder=DEMO)
            yield before, published()
            transaction.set_rollback(True)
        connection.close()


def published() -> list[str]:
    """Return every figure of the five documents, and what stands of Hải Dương's goals at the end of Quý I/2025."""
    out = io.StringIO()
    call_command("progress", place="hai-duong", quarter="2025-Q1", format="json", stdout=out)
    figures = [figure.as_data() for figure in published_figures()]
    return [json.dumps(row, sort_keys=True, default=str) for row in figures if row["source_file"]] + [out.getvalue()]


def page(address: str, language: str) -> str:
    """Return the words of a page, as a reader sees them."""
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    response = client.get(address)
    assert response.status_code == 200
    body = re.sub(r"<svg.*?</svg>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", body)))


@pytest.mark.setup
@pytest.mark.django_db
def test_no_published_figure_changes(before_and_after):
    before, after = before_and_after
    assert len(before) > 100
    assert before == after


@pytest.mark.setup
@pytest.mark.django_db
def test_loading_the_invented_figures_again_changes_nothing(before_and_after):
    assert load_seeds(folder=DEMO).nothing_changed
    assert load_seeds(folder=SEEDS).nothing_changed


@pytest.mark.setup
@pytest.mark.django_db
def test_first_page_judges_the_country_at_the_third_quarter(before_and_after):
    text = page("/?quarter=2026-Q3", "en")
    having, places = re.search(r"(\d+) of (\d+) provinces have figures", text).groups()
    assert places == "34"
    assert int(having) >= 32  # two are silent in the quarter; their first half year is known
    assert "too few to judge" not in text
    assert "123.6% of the goal" in text
    assert "Q3 2026: " in page("/", "en")  # the newest quarter


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
def test_places_show_what_they_are_there_for(before_and_after, place, indicator, status):
    out = io.StringIO()
    call_command("progress", place=place, quarter="2026-Q3", indicator=[indicator], format="json", stdout=out)
    rows = [row for row in json.loads(out.getvalue())["rows"] if row["row"] in ("own", "without")]
    assert [row["status"] for row in rows] == [status]


@pytest.mark.setup
@pytest.mark.django_db
def test_silent_province_is_read_at_the_end_of_its_last_report(before_and_after):
    out = io.StringIO()
    call_command("progress", place="son-la", quarter="2026-Q3", indicator=["fdi-registered"], format="json", stdout=out)
    (row,) = json.loads(out.getvalue())["rows"]
    assert row["read_to"] == "2026-06-30"
    assert row["reported_of_expected"] == {"reported": 0, "expected": 1, "missing": ["son-la"]}


@pytest.mark.setup
@pytest.mark.django_db
def test_every_page_of_the_demonstration_says_that_it_is_invented(before_and_after):
    addresses = ("/", "/places/bac-ninh/?quarter=2026-Q3", "/documents/", "/data-checks/", "/admin/login/")
    with override_settings(DEMO=True):
        assert all(MARK in page(address, "vi") for address in addresses)
        assert "Invented figures for a demonstration, no real statistics" in page("/", "en")
        assert MARK in Client().get("/nowhere/").content.decode()
    assert not any(MARK in page(address, "vi") for address in ("/documents/", "/admin/login/"))
