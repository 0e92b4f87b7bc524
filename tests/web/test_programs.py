"""Tokens by which programs act for people: made, shown once, used, ended and revoked on a page of one's own."""

import html
import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from tests.builders import make_clerk, make_duty, make_form, make_indicator, make_person, make_province_with_parks
from tracker.models import AccessToken, TokenPurpose

pytestmark = pytest.mark.django_db
PAGE = "/accounts/programs/"


@pytest.fixture(autouse=True)
def clock():
    """The day on which tokens are made."""
    with time_machine.travel(datetime(2025, 7, 5, 3, tzinfo=UTC), tick=False) as traveller:
        yield traveller


def browser(person):
    client = Client()
    client.cookies["language"] = "en"
    client.force_login(person)
    return client


def made(client, **fields):
    """Make a token on the page and return its secret."""
    page = client.post(PAGE, {"step": "make", **fields})
    assert page.headers["Cache-Control"] == "no-store"
    [secret] = re.findall(r"<code class=\"text-break\">([\w-]{43})</code>", html.unescape(page.content.decode()))
    assert secret not in client.get(PAGE).content.decode()
    return secret


def asked(address, secret):
    return Client().get(address, headers={"authorization": f"Bearer {secret}"}).status_code


@pytest.fixture
def report():
    rows = make_province_with_parks("hai-duong", parks=["dai-an"])
    make_duty(rows.investors[0], rows.parks[0], form=make_form(indicators=[make_indicator()]))
    return rows, f"/api/reports/dai-an/2025-Q2/{rows.investors[0].slug}/"


def test_token_opens_what_its_maker_enters_until_it_is_revoked(report):
    rows, address = report
    client = browser(make_clerk(rows.parks[0]))
    secret = made(client, name="nightly import")
    assert asked(address, secret) == 200
    page = client.get(PAGE).content.decode()
    assert "nightly import" in page
    client.post(PAGE, {"step": "revoke", "token": AccessToken.objects.get().pk})
    assert asked(address, secret) == 401
    assert "nightly import" not in client.get(PAGE).content.decode()


@pytest.mark.parametrize(("days", "lasts"), [("", 90), ("30", 30), ("365", 365), ("9999", 90)])
def test_token_ends_by_itself(report, clock, days, lasts):
    rows, address = report
    secret = made(browser(make_clerk(rows.parks[0])), days=days)
    clock.shift(lasts * 86_400 - 1)
    assert asked(address, secret) == 200
    clock.shift(1)
    assert asked(address, secret) == 401


@pytest.mark.parametrize(("may", "words"), [("", "reads only"), ("read", "reads only"), ("enter", "reads and enters")])
def test_token_enters_only_where_its_maker_chose_that(report, may, words):
    rows, address = report
    client = browser(make_clerk(rows.parks[0]))
    secret = made(client, may=may)
    page = client.get(PAGE).content.decode()
    assert [text for text in ("reads only", "reads and enters") if text in page] == [words]
    assert "after 365 days at the latest" in page
    headers = {"authorization": f"Bearer {secret}"}
    sent = Client().put(address, b'{"lines": []}', content_type="application/json", headers=headers)
    assert (sent.status_code == 403) == (may != "enter")


def test_an_address_of_a_calendar_enters_nothing_whatever_is_asked(report):
    rows, _address = report
    browser(make_clerk(rows.parks[0])).post("/reporting/calendar/", {"step": "make", "may": "enter"})
    assert not AccessToken.objects.get().may_enter


def test_nobody_revokes_the_token_of_somebody_else(report):
    rows, address = report
    secret = made(browser(make_clerk(rows.parks[0])))
    other = browser(make_person("other"))
    other.post(PAGE, {"step": "revoke", "token": AccessToken.objects.get().pk})
    assert asked(address, secret) == 200


def test_calendar_addresses_and_tokens_of_programs_stay_apart(report):
    rows, _address = report
    client = browser(make_clerk(rows.parks[0]))
    client.post("/reporting/calendar/", {"step": "make", "name": "orchid"})
    assert AccessToken.objects.get().purpose == TokenPurpose.CALENDAR
    assert "orchid" not in client.get(PAGE).content.decode()


def test_page_asks_to_sign_in():
    response = Client().get(PAGE)
    assert response.status_code == 302
    assert response.url.startswith("/accounts/login/")
