"""What every address of the API does: who may ask, refusals as problems, languages, and answers that are kept."""

import json
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client, override_settings
from django.utils import timezone

from tests.api.world import World, got, refused
from tests.builders import Figure, make_administrator, make_manager, make_person, make_report
from tests.reading import reading_client
from tracker.actions.publishing import publish_edition
from tracker.actions.tokens import make_token
from tracker.api import rows
from tracker.models import TokenPurpose
from tracker.progress.periods import Quarter

PUBLIC = override_settings(PUBLIC_READING=True)
CLOSED = override_settings(PUBLIC_READING=False, PUBLIC_EDITIONS=False)


# --- Who may ask ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["places", "places/near", "investors", "indicators", "targets", "figures"])
@pytest.mark.parametrize("opened", [PUBLIC, CLOSED], ids=["public", "closed"])
def test_nobody_reads_working_data_without_token_and_sign_in(world, address, opened):
    with opened:
        answer = Client().get(f"/api/v1/{address}")
    told = answer.json()
    if answer.status_code == 200:  # what editions have pages of: none yet
        assert (opened, address, told["items"]) == (PUBLIC, "places", [])
    elif answer.status_code == 404:
        assert (opened, address) == (PUBLIC, "places/near")
    else:
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
        assert "Bearer" in told["detail"]


def test_the_public_knows_the_places_that_an_edition_has_a_page_of(world):
    publish_edition(
        place=world.near.province, quarter=Quarter(2025, 1), name="Q1", by=make_administrator(), at=timezone.now()
    )
    with PUBLIC:
        assert [row["slug"] for row in got(Client(), "places", kind="province")["items"]] == ["near"]
        assert refused(Client(), "places/far", 404) == refused(Client(), "places/nowhere", 404)
    with CLOSED:
        refused(Client(), "places/near", 401)


@pytest.mark.parametrize("sent", ["Bearer nonsense", "Bearer ", "bearer", "Basic bmVhcjpuZWFy"])
@PUBLIC
def test_whoever_names_a_wrong_token_is_told_so_whatever_is_public(world, sent):
    refused(Client(headers={"authorization": sent, "accept-language": "en"}), "places", 401)


def test_token_of_a_calendar_reads_nothing(world):
    _token, secret = make_token(purpose=TokenPurpose.CALENDAR, by=world.manager, at=timezone.now())
    refused(Client(headers={"authorization": f"Bearer {secret}"}), "places", 401)


def test_token_is_asked_first_whoever_is_signed_in(world):
    program = world.program(make_manager(world.far.province, "far-manager"))
    program.force_login(world.manager, backend="django.contrib.auth.backends.ModelBackend")
    assert {row["place"] for row in got(program, "figures")["items"]} == {"far"}


def test_somebody_without_any_role_reads_empty_lists(world):
    assert got(world.program(make_person("new-colleague")), "places")["items"] == []


# --- Refusals ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "asked", "parameter", "cure"),
    [
        ("places", {"limit": "0"}, "limit", "from 1 to 200"),
        ("places", {"limit": "201"}, "limit", "from 1 to 200"),
        ("places", {"limit": "1.0"}, "limit", "from 1 to 200"),
        ("places", {"limit": ""}, "limit", "from 1 to 200"),
        ("places", {"kind": "town"}, "kind", "industrial_park"),
        ("places", {"text": ""}, "text", "leave it out"),
        ("places", {"text": "a\0b"}, "text", "leave it out"),
        ("places", {"parent": "Hải Dương"}, "parent", "letters, digits and hyphens"),
        ("places", {"quarter": "2025Q1"}, "quarter", "2025-Q1"),
        ("places", {"quarter": "1900-Q1"}, "quarter", "from 1986 to 2100"),
        ("targets", {"role": "promise"}, "role", "commitment"),
        ("places", {"as_of": "yesterday"}, "as_of", "2025-04-30"),
        ("places/near", {"as_of": "2025-02-30"}, "as_of", "2025-04-30"),
        ("places", {"q": "near"}, "q", "There are: as_of, limit, cursor, kind"),
        ("places/near", {"limit": "5"}, "limit", "There are: as_of"),
    ],
)
def test_bad_parameter_is_refused_by_name_with_the_cure(world, address, asked, parameter, cure):
    told = refused(world.program(), address, 400, **asked)
    [error] = told["errors"]
    assert error["parameter"] == parameter
    assert f"“{parameter}”" in error["message"]
    assert cure in error["message"]
    assert told["detail"] == error["message"]


def test_parameter_given_twice_is_refused(world):
    answer = world.program().get("/api/v1/places?kind=province&kind=phase")
    assert answer.status_code == 400
    assert "given twice" in answer.json()["detail"]


def test_every_bad_parameter_is_named_at_once(world):
    told = refused(world.program(), "places", 400, limit="0", kind="town")
    assert {error["parameter"] for error in told["errors"]} == {"limit", "kind"}


def test_refusals_speak_the_language_of_the_cookie_else_of_the_program(world):
    english, vietnamese = world.program(), world.program(language="vi-VN,vi;q=0.9,en;q=0.5")
    assert "Write one of" in refused(english, "places", 400, kind="town")["detail"]
    assert "Write one of" not in refused(vietnamese, "places", 400, kind="town")["detail"]
    answer = vietnamese.get("/api/v1/places")
    assert answer.headers["Content-Language"] == "vi"
    assert {"Authorization", "Accept-Language", "Cookie"} <= set(answer.headers["Vary"].split(", "))
    english.cookies["language"] = "vi"
    assert english.get("/api/v1/places").headers["Content-Language"] == "vi"


@pytest.mark.parametrize(
    "address", ["", "nothing", "places/", "places/near/", "targets/x", "%00", "targets/%0A", "%0Aplaces"]
)
def test_address_that_there_is_not_is_a_problem(world, address):
    refused(world.program(), address, 404)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_only_reading_is_allowed(world, method):
    answer = getattr(world.program(), method)("/api/v1/places")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["title"] == "Method Not Allowed"


def test_our_own_mistake_is_a_problem_that_says_nothing_of_it(world, monkeypatch, caplog):
    def mistaken(_asked):
        raise ZeroDivisionError("a secret of the house")

    monkeypatch.setattr(rows.place_rows, "places", mistaken)
    program = world.program()
    told = refused(program, "places", 500)
    assert "secret" not in json.dumps(told)
    assert "a secret of the house" in caplog.text


# --- Answers that are kept --------------------------------------------------------------------------------------


def test_unchanged_answer_is_not_sent_again_and_a_changed_one_is(world):
    program = world.program()
    answer = program.get("/api/v1/figures")
    tag = answer.headers["ETag"]
    assert answer.headers["Cache-Control"] == "private, no-cache"
    again = program.get("/api/v1/figures", headers={"if-none-match": tag})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    assert again.headers["Cache-Control"] == "private, no-cache"
    weak = program.get("/api/v1/figures", headers={"if-none-match": f"W/{tag}"})
    assert weak.status_code == 304
    make_report(world.near.parks[0], 2025, 1, reporter=world.near.board, figures=[Figure(world.fdi, 5)])
    changed = program.get("/api/v1/figures", headers={"if-none-match": tag})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != tag


def test_same_answer_has_another_tag_for_another_reader(world):
    one, other = world.program(), world.program(make_manager(world.near.province, "second"))
    first, second = one.get("/api/v1/places"), other.get("/api/v1/places")
    assert first.content == second.content
    assert first.headers["ETag"] != second.headers["ETag"]
    assert other.get("/api/v1/places", headers={"if-none-match": first.headers["ETag"]}).status_code == 200


def test_refusal_is_never_kept(world):
    answer = world.program().get("/api/v1/places?kind=town")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers


def test_head_says_what_get_would(world):
    program = world.program()
    whole, head = program.get("/api/v1/places"), program.head("/api/v1/places")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["ETag"] == whole.headers["ETag"]


@override_settings(DEMO=True)
def test_answers_of_a_demonstration_say_so(world):
    reader = reading_client()
    for address in ("places", "places/near", "figures"):
        assert "Invented" in got(reader, address)["demonstration"]


@pytest.mark.usefixtures("db")
def test_answers_of_real_figures_carry_no_mark():
    World()
    assert "demonstration" not in got(reading_client(), "places")


@pytest.fixture
def clock():
    """A moment in the middle of a minute."""
    with time_machine.travel(datetime(2026, 11, 23, 3, 0, 20, tzinfo=UTC), tick=False):
        yield


# --- How often --------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("clock")
@override_settings(API_REQUESTS_PER_MINUTE=2)
def test_one_request_too_many_is_told_when_to_ask_again(world):
    program = world.program()
    first = program.get("/api/v1/places")
    assert first.headers["RateLimit-Policy"] == '"minute";q=2;w=60'
    assert first.headers["RateLimit"].startswith('"minute";r=1;t=')
    tag = first.headers["ETag"]
    kept = program.get("/api/v1/places", headers={"if-none-match": tag})
    assert kept.headers["RateLimit"].startswith('"minute";r=0;t=')
    answer = program.get("/api/v1/places")
    assert (answer.status_code, answer.headers["Content-Type"]) == (429, "application/problem+json")
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert "ask again in" in answer.json()["detail"]
    assert world.program().get("/api/v1/places").status_code == 200, "another token has its own"


@pytest.mark.usefixtures("clock")
@override_settings(API_REQUESTS_PER_MINUTE=2)
def test_guessing_tokens_is_limited_by_address(world):
    guesses = [Client(headers={"authorization": f"Bearer {n}"}).get("/api/v1/places").status_code for n in range(3)]
    assert guesses == [401, 401, 429]


def test_database_that_is_busy_is_a_problem_too(world, monkeypatch):
    def waiting(_asked):
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 20; SELECT pg_sleep(1)")

    monkeypatch.setattr(rows.place_rows, "places", waiting)
    program = world.program()
    with transaction.atomic():
        answer = program.get("/api/v1/places")
        transaction.set_rollback(True)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"] == "The database is busy; try again in a moment."
