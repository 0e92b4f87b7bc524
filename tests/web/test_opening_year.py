"""The page that opens a year: shown before it is made, for administrators of the place alone."""

import html
import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from tests.builders import make_approver, make_duty, make_person, make_province_with_parks, make_target
from tests.progress.owing import make_rules
from tracker.models import ReportForm, ReportingDuty, Role, Target

pytestmark = pytest.mark.django_db
PAGE = "/reporting/open-year/"
HERE = f"{PAGE}?place=hai-duong&year=2027"


@pytest.fixture(autouse=True)
def clock():
    """A day late in 2026."""
    with time_machine.travel(datetime(2026, 12, 20, 3, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def province():
    make_rules()
    rows = make_province_with_parks("hai-duong", parks=1)
    make_duty(rows.board, rows.perimeter, valid_from=date(2026, 1, 1), valid_to=date(2026, 12, 31))
    make_target(rows.province, year=2026)
    return rows


def browser(person=None, language="en"):
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    if person is not None:
        client.force_login(person)
    return client


def keeper(province):
    return browser(make_person("keeper", role=Role.ADMINISTRATOR, place=province.province))


def text_of(response):
    body = html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))
    return re.sub(r"\s+", " ", body).replace("\u00a0", " ")


def test_what_would_be_made_is_shown_and_nothing_is_made(province):
    response = keeper(province).get(HERE)
    text = text_of(response)
    for words in (
        "Hai Duong: open the year 2027",
        "Hai Duong Board: Hai Duong Khu Cong Nghiep",
        "Hai Duong: Fdi Registered",
        "15 Apr 2027",
        "17 Jan 2028",
        "Open the year 2027",
    ):
        assert words in text, words
    assert ReportingDuty.objects.count() == Target.objects.count() == 1
    assert "<script" not in response.content.decode()
    assert 'style="' not in response.content.decode()


def test_the_button_makes_it_once(province):
    client = keeper(province)
    response = client.post(HERE, follow=True)
    assert "The year 2027 is open. Duties carried on: 1; targets to revise: 1." in text_of(response)
    assert ReportingDuty.objects.count() == Target.objects.count() == 2
    assert "Open the year 2027</button>" not in response.content.decode()
    assert "the year is open already" in text_of(client.post(HERE, follow=True))
    assert ReportingDuty.objects.count() == Target.objects.count() == 2


def test_what_a_person_must_decide_stands_on_the_page(province):
    ReportForm.objects.update(valid_to=date(2026, 12, 31))
    assert "To decide: Hai Duong Board owes" in text_of(keeper(province).get(HERE))


def test_the_next_year_is_offered_until_a_place_is_chosen(province):
    response = keeper(province).get(PAGE)
    assert 'value="2027"' in response.content.decode()
    assert '<option value="hai-duong">' in response.content.decode()
    assert "Duties that are carried on" not in text_of(response)


def test_a_foreign_place_and_an_unknown_one_are_found_alike(province):
    make_province_with_parks("bac-ninh", parks=0)
    client = keeper(province)
    for method in (client.get, client.post):
        for slug in ("bac-ninh", "no-such-place", "viet-nam"):
            assert method(f"{PAGE}?place={slug}&year=2027").status_code == 404
    assert "bac-ninh" not in client.get(PAGE).content.decode()


@pytest.mark.parametrize("year", ["x", "20", "٢٠٢٧", "1900", "9999"])
def test_nonsense_is_refused_with_the_cure(province, year):
    client = keeper(province)
    assert client.get(f"{PAGE}?place=hai-duong&year={year}").status_code == 400
    assert client.post(f"{PAGE}?place=hai-duong&year={year}").status_code == 400
    assert client.post(PAGE).status_code == 400
    assert ReportingDuty.objects.count() == 1


def test_others_find_neither_the_page_nor_its_link(province):
    approver = browser(make_approver(province.province))
    assert approver.get(HERE).status_code == 403
    assert approver.post(HERE).status_code == 403
    assert PAGE not in approver.get("/reporting/").content.decode()
    assert browser().get(HERE).status_code == 302
    assert browser().post(HERE).status_code == 302
    assert PAGE in keeper(province).get("/reporting/").content.decode()
    assert ReportingDuty.objects.count() == 1


def test_the_page_answers_in_vietnamese(province):
    person = make_person("keeper", role=Role.ADMINISTRATOR, place=province.province)
    body = browser(person, "vi").get(HERE).content.decode()
    assert '<html lang="vi">' in body
    assert "15/04/2027" in body
    assert "2.027" not in body
