"""Due days in calendar programs: the page of the addresses, and what an address answers."""

import html
import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from tests.builders import make_approver, make_clerk, make_person, make_report, submit_revision
from tests.exchange.calendar_reading import read_calendar, unescaped
from tests.progress.owing import make_owing
from tracker.actions.tokens import make_token, revoke_token
from tracker.models import AccessToken, TokenPurpose

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 4, 17, 3, tzinfo=UTC)
PAGE = "/reporting/calendar/"


@pytest.fixture(autouse=True)
def clock():
    """The day on which the calendar is read."""
    with time_machine.travel(NOW, tick=False):
        yield


def browser(person=None, language="en"):
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    if person is not None:
        client.force_login(person)
    return client


def address_for(person, language="en"):
    _token, secret = make_token(purpose=TokenPurpose.CALENDAR, by=person, at=NOW)
    return f"{PAGE}{secret}.ics?language={language}"


def feed(person, language="en"):
    """The events of a person's calendar by UID."""
    response = Client().get(address_for(person, language))
    assert response.status_code == 200
    _calendar, events = read_calendar(response.content)
    found = {event["UID"][1]: event for event in events}
    assert len(found) == len(events)
    return found


def days_of(events):
    return sorted(event["DTSTART"][1] for event in events.values())


@pytest.fixture
def owing():
    return make_owing(parks=1)


# --- The feed -----------------------------------------------------------------------------------------------------
def test_a_clerk_finds_the_due_days_of_their_own_reports(owing):
    events = feed(make_clerk(owing.perimeter))
    # The board's and its park's investor's report: Q1 2025 and four quarters ahead of it.
    assert days_of(events) == [
        "20250410", "20250415", "20250710", "20250715", "20251010", "20251015", "20260112", "20260115",
        "20260410", "20260415",
    ]  # fmt: skip
    event = events["due-2025-q1-hai-duong-khu-cong-nghiep-hai-duong-board-park-quarter@investment-target-tracker"]
    assert unescaped(event["SUMMARY"][1]).replace("\u00a0", " ") == (
        "Due: Q1 2025, Hai Duong Khu Cong Nghiep (Hai Duong Board)"
    )
    assert event["URL"][1].endswith("/enter/hai-duong-khu-cong-nghiep/2025-Q1/hai-duong-board/")
    assert event["DTSTAMP"][1] == "20250417T030000Z"


def test_a_clerk_of_one_park_finds_nothing_of_another(owing):
    make_owing("bac-ninh", parks=1)
    events = feed(make_clerk(owing.places.parks[0]))
    assert len(events) == 5
    assert all("hai-duong-kcn-1" in uid for uid in events)


def test_somebody_without_a_role_gets_an_empty_calendar_even_a_superuser(owing):
    assert feed(make_person("nobody")) == {}
    assert feed(make_person("root", is_superuser=True)) == {}


def test_an_approver_finds_what_waits_on_its_day_beside_the_due_days(owing):
    approver = make_approver(owing.perimeter)
    report = make_report(
        owing.perimeter, reporter=owing.board, form=owing.form, figures=owing.figures(5), approved=False
    )
    revision = submit_revision(report.revisions.get(), by=make_person("colleague"))
    events = feed(approver)
    waiting = [event for uid, event in events.items() if uid.startswith("approve-")]
    assert [event["DTSTART"][1] for event in waiting] == ["20250417"]
    assert waiting[0]["URL"][1].endswith(f"/admin/tracker/reportrevision/{revision.pk}/review/")
    assert len(events) == 10 + 1
    assert not any(uid.startswith("approve-") for uid in feed(make_clerk(owing.perimeter)))


def test_what_is_reported_says_so_under_the_same_name(owing):
    clerk = make_clerk(owing.perimeter)
    before = feed(clerk)
    make_report(owing.perimeter, reporter=owing.board, form=owing.form, figures=owing.figures(5))
    after = feed(clerk)
    assert set(before) == set(after)
    changed = {uid for uid in after if before[uid]["SUMMARY"] != after[uid]["SUMMARY"]}
    assert {uid.split("-hai")[0] for uid in changed} == {"due-2025-q1"}
    (uid,) = changed
    assert after[uid]["SUMMARY"][1].startswith("Reported:")


def test_the_language_is_in_the_address(owing):
    clerk = make_clerk(owing.perimeter)
    vietnamese = feed(clerk, "vi")
    assert set(vietnamese) == set(feed(clerk, "en"))
    assert any("Quý I/2025" in event["SUMMARY"][1].replace("\u00a0", " ") for event in vietnamese.values())
    assert {event["SUMMARY"][0]["LANGUAGE"] for event in vietnamese.values()} == {"vi"}
    client = Client()
    address = address_for(clerk, "fr")
    assert client.get(address).status_code == 400
    response = client.get(address.split("?")[0])
    assert response.headers["Content-Language"] == "vi"
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "private" in response.headers["Cache-Control"]


@override_settings(PUBLIC_READING=False)
def test_no_session_is_needed_and_none_helps(owing):
    clerk, other = make_clerk(owing.perimeter), make_person("other")
    address = address_for(clerk)
    assert Client().get(address).status_code == 200
    own = browser(other).get(address)
    assert b"hai-duong-board" in own.content  # the address decides, not who is signed in
    assert browser(clerk).get(f"{PAGE}wrong.ics").status_code == 404


def test_wrong_revoked_and_closed_answer_alike(owing):
    clerk = make_clerk(owing.perimeter)
    token, secret = make_token(purpose=TokenPurpose.CALENDAR, by=clerk, at=NOW)
    _programs, other = make_token(purpose=TokenPurpose.PROGRAMS, by=clerk, at=NOW)
    gone = make_person("gone")
    closed = address_for(gone)
    gone.is_active = False
    gone.save()
    revoke_token(token_id=token.pk, by=clerk, at=NOW)
    addresses = [f"{PAGE}{secret}.ics", f"{PAGE}{other}.ics", f"{PAGE}wrong.ics", f"{PAGE}{'x' * 3000}.ics", closed]
    bodies = set()
    for address in addresses:
        response = Client().get(address)
        assert response.status_code == 404, address
        body = response.content.decode()
        body = re.sub(r'name="(?:next|csrfmiddlewaretoken)" value="[^"]*"', "", body)
        bodies.add(body)
    assert len(bodies) == 1


def test_the_feed_costs_the_same_at_two_sizes(owing):
    make_report(owing.perimeter, reporter=owing.board, form=owing.form, figures=owing.figures(5))
    address = address_for(make_clerk(owing.places.country))

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert Client().get(address).status_code == 200
        return len(queries)

    small = cost()
    more = make_owing("bac-ninh", parks=6)
    make_report(more.perimeter, reporter=more.board, form=more.form, figures=more.figures(5))
    assert cost() == small == 1 + 1 + 7


def test_nothing_but_reading_is_answered(owing):
    assert Client().post(address_for(make_clerk(owing.perimeter))).status_code == 405


# --- The page -----------------------------------------------------------------------------------------------------
def test_an_address_is_shown_once_and_works(owing):
    clerk = make_clerk(owing.perimeter)
    client = browser(clerk)
    response = client.post(PAGE, {"step": "make", "name": "telephone"})
    body = html.unescape(response.content.decode())
    addresses = re.findall(rf"{re.escape(settings.SITE_ADDRESS)}({PAGE}[^<\s]+)", body)
    assert [address.rpartition("=")[2] for address in addresses] == ["vi", "en"]
    assert response.headers["Cache-Control"] == "no-store"
    assert Client().get(addresses[0]).status_code == 200
    again = client.get(PAGE).content.decode()
    assert ".ics" not in again
    assert "telephone" in again


def test_an_address_is_revoked_with_its_button(owing):
    clerk = make_clerk(owing.perimeter)
    address = address_for(clerk)
    token = AccessToken.objects.get()
    client = browser(clerk)
    assert f'value="{token.pk}"' in client.get(PAGE).content.decode()
    response = client.post(PAGE, {"step": "revoke", "token": str(token.pk)}, follow=True)
    assert "is revoked" in response.content.decode()
    assert Client().get(address).status_code == 404
    assert f'value="{token.pk}"' not in client.get(PAGE).content.decode()


@pytest.mark.parametrize("token", ["", "x", "-1", "9" * 40, "٣", "0"])
def test_a_foreign_or_impossible_address_is_refused_alike(owing, token):
    clerk, other = make_clerk(owing.perimeter), make_person("other")
    address = address_for(other)
    own = browser(clerk)
    foreign = own.post(PAGE, {"step": "revoke", "token": str(AccessToken.objects.get().pk)}, follow=True)
    answer = own.post(PAGE, {"step": "revoke", "token": token}, follow=True)
    for response in (foreign, answer):
        assert "This is none of your addresses" in response.content.decode()
    assert Client().get(address).status_code == 200


def test_nonsense_is_refused_with_the_cure(owing):
    client = browser(make_clerk(owing.perimeter))
    assert client.post(PAGE, {}).status_code == 400
    assert "at most 100" in client.post(PAGE, {"step": "make", "name": "x" * 101}).content.decode()
    assert not AccessToken.objects.exists()


def test_the_page_asks_for_a_sign_in():
    for method in ("get", "post"):
        response = getattr(browser(), method)(PAGE)
        assert response.status_code == 302
        assert response.url.startswith("/accounts/login/")
