"""Every page and file says the same when its answers are kept as when they are computed, and asks for little."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from provinces.models import Place
from tests.reading import reading_client
from tests.web.test_as_of_everywhere import _ONE_USE, API_MORE, BESIDE, make_books, routes
from tests.web.test_query_counts import SIGNED_IN
from tracker.actions.kept_answers import ANSWERS
from tracker.actions.tokens import make_token
from tracker.models import Person, TokenPurpose

pytestmark = pytest.mark.django_db(transaction=True)
# What a page may ask beside who asks, with its answers kept.
MOST = 8
DEARER = {"document": 9, "promotion_list": 10}
# Pages that show more than figures, each with what else they ask for.
MOMENT = "a file names its moment, and is computed as of it"
MORE = {
    "reporting": "who has submitted, which no approval changes",
    "restatements": "two moments of everything",
    "edition_restatements": "two moments of everything",
    "ledger": "every version of every target",
    "explanation": "every revision behind one figure",
    "quarter_workbook": MOMENT,
    "results": MOMENT,
    "figures_sdmx_structure": MOMENT,
    "report": "the layout of the quarter, computed",
}
OWN_MOMENT = [name for name, reason in MORE.items() if reason == MOMENT]


def asked_addresses():
    """Each route with its parameters, as somebody follows a link to it."""
    for room, name, address in routes():
        more = {**BESIDE.get(name, {}), **API_MORE.get(name, {})}
        if room == "web" and name not in ("edition", "edition_restatements"):
            more["quarter"] = "2025-Q1"
        yield room, name, address, more


def body_of(answer):
    """The answer without what is told once: the secret of a form, and the minute of printing."""
    if answer.streaming:
        return b"".join(answer.streaming_content)
    text = answer.content.decode()
    if answer.context is not None:
        text = text.replace(f"tracker, {answer.context['printed_at']}", "")
    return _ONE_USE.sub("", text)


@pytest.fixture
def told(settings):
    """Books, a browser that reads everything, and the token of its person."""
    settings.API_REQUESTS_PER_MINUTE = 100_000
    with transaction.atomic():
        make_books()
    client = reading_client()
    person = Person.objects.get(username="reads-everything")
    _token, secret = make_token(by=person, at=timezone.now(), purpose=TokenPurpose.PROGRAMS, name="reads")
    return client, {"Authorization": f"Bearer {secret}"}


def test_every_page_is_the_same_kept_and_computed(told):
    client, headers = told
    warm = 0
    for room, name, address, more in asked_addresses():
        if name in OWN_MOMENT:
            continue
        sent = headers if room == "api" else {}
        ANSWERS.clear()
        computed = body_of(client.get(address, more, headers=sent))
        kept_now = len(ANSWERS)
        assert body_of(client.get(address, more, headers=sent)) == computed, name
        assert len(ANSWERS) == kept_now, name
        warm += bool(kept_now)
    assert warm > 15


def test_pages_with_kept_answers_ask_for_little(told):
    client, _headers = told
    cost = {}
    for room, name, address, more in asked_addresses():
        if room == "api" or name in MORE:
            continue
        client.get(address, more)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address, more)
        if not answer.streaming:
            cost[name] = len(queries) - SIGNED_IN
    assert len(cost) > 15
    assert {name: count for name, count in cost.items() if count > MOST} == DEARER, cost


def test_every_page_shows_a_change_at_once(told):
    client, _headers = told
    place = Place.objects.get(slug="hai-duong")
    shown = [each for each in asked_addresses() if each[0] == "web"]
    pages = [each for each in shown if each[1] in ("home", "place", "indicator", "investor", "data_checks")]
    assert len(pages) == 5
    before = {name: body_of(client.get(address, more)) for _room, name, address, more in pages}
    Place.objects.filter(pk=place.pk).update(name="Một tên khác", name_en="Another name")
    after = {name: body_of(client.get(address, more)) for _room, name, address, more in pages}
    unchanged = [name for name, text in before.items() if place.name in text and after[name] == text]
    assert unchanged == []
    assert "Another name" in after["place"]
