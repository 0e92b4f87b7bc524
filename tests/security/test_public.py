"""Without an account nobody gets back a working figure, from any address of the site and at any setting.

Everything is published first; then working data are planted, with digits and words that nobody else uses: a correction
and a new goal that are approved, a draft, a place, a document, a list, a threshold's law, a correction of a figure that
`load_seeds` brought.
"""

import html
import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tests.builders import (
    Figure,
    approve_target,
    make_document,
    make_indicator,
    make_investor,
    make_park,
    make_person,
    make_report,
    make_revision,
    make_target,
)
from tests.reading import readable, reading_client
from tests.security.addresses import UnknownRouteError, addresses_of, every_route
from tests.security.world import World
from tracker.models import PUBLISHER, Edition

pytestmark = pytest.mark.django_db
MILLION = 10**6
# In millions of dollars, as pages show them, and in dollars, as programs get them.
DIGITS = ("27182818", "57721566", "69314718", "23606797", "17320508")
# Long enough not to come up in a random token.
WORD = "hvbzqkwpt"
PRINTED = "61616161"
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[.,'’\s\u00a0\u202f\u2009](?=\d)")
SETTINGS = [(False, False), (True, False), (False, True), (True, True)]


class Planted:
    """The world of the walk with its editions, and working data that came after them."""

    def __init__(self) -> None:
        self.world = World()
        own = self.world.sides["own"]
        self.park, self.indicator = own.places[0], make_indicator("fdi-registered")
        loaded_by = make_person(PUBLISHER)
        self.paper = make_document("a-published-paper", title="A paper", title_en="A paper")
        printed = {"document": self.paper, "paragraph": 1, "printed": PRINTED, "reference": "printed-in-the-paper"}
        self.printed = make_target(self.park, self.indicator, int(PRINTED) * MILLION, approved=False, **printed)
        approve_target(self.printed, by=loaded_by)
        # From here on it is working data.
        other = {
            "document": make_document("hvbzqkwpt-letter", title="Hvbzqkwpt letter", title_en="Hvbzqkwpt letter"),
            "paragraph": 1,
        }
        figures = [Figure(self.indicator, int(DIGITS[0]) * MILLION, fields=other)]
        report = make_report(self.park, 2026, 2, reporter=own.investor, figures=figures)
        make_revision(report, [Figure(self.indicator, int(DIGITS[1]) * MILLION)], approved=False)
        make_target(self.park, self.indicator, int(DIGITS[2]) * MILLION, year=2026, **other)
        make_target(
            self.park,
            self.indicator,
            int(DIGITS[3]) * MILLION,
            supersedes=self.printed,
            **{**printed, "printed": DIGITS[3]},
        )
        park = make_park("hvbzqkwpt-park", parent=own.places[0], name="Hvbzqkwpt park", name_en="Hvbzqkwpt park")
        make_investor("hvbzqkwpt-investor", park=park, name="Hvbzqkwpt", name_en="Hvbzqkwpt")
        make_report(park, 2025, 1, figures=[Figure(self.indicator, int(DIGITS[4]) * MILLION)])


@pytest.fixture(scope="module")
def planted(django_db_setup: None, django_db_blocker: Any) -> Iterator[Planted]:
    """Plant it once; these rows are rolled back at the end."""
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        try:
            yield Planted()
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


def marks_in(text: str) -> list[str]:
    """Return the planted words and digits that a text bears, however the number is printed."""
    plain = html.unescape(text).lower()
    digits = _BETWEEN_DIGITS.sub("", plain)
    return [mark for mark in (WORD,) if mark in plain] + [mark for mark in DIGITS if mark in digits]


def body_of(response: Any) -> str:
    """Return what came back, headers and all."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return "\n".join(f"{name}: {value}" for name, value in response.items()) + readable(body)


def questions(client: Client, path: str) -> Iterator[dict[str, str]]:
    """Yield what each address is asked for: nothing, quarters, maps, moments, editions, and each table as a file."""
    yield {}
    yield {"quarter": "2026-Q2"}
    yield {"quarter": "2025-Q1", "map": "today"}
    yield {"as_of": "2099-01-01", "indicator": "fdi-registered"}
    yield {"since": "2020-01-01", "quarter": "2026-Q2"}
    for slug in Edition.objects.order_by("pk").values_list("slug", flat=True)[:3]:
        yield {"edition": slug, "indicator": "fdi-registered"}
    context = getattr(client.get(path, {"indicator": "fdi-registered"}), "context", None) or {}
    for table in context.get("tables", []):
        if table is not None:
            yield {"format": "csv", "table": table.key, "indicator": "fdi-registered"}
            yield {"format": "xlsx", "table": table.key, "indicator": "fdi-registered"}


def paths(planted: Planted) -> Iterator[str]:
    """Yield every address of the site with the identifiers of each side, and those of what was planted."""
    for route in every_route():
        if route.name in ("admin:logout", "web:sign_out", "set_language"):
            continue
        try:
            found = addresses_of(route, planted.world, 2)
        except UnknownRouteError:
            continue  # tests/security/test_walk.py fails for it by name
        # Whoever has the secret address of a feed has been given it.
        yield from (address.path for address in found if not (address.side == "own" and "secret" in route.parts))
    for name in ("places/hvbzqkwpt-park/", "documents/hvbzqkwpt-letter/", "investors/hvbzqkwpt-investor/"):
        yield f"/{name}"
    yield f"/documents/{planted.paper.slug}/"
    yield f"/places/{planted.park.slug}/explanation/"
    yield f"/api/progress/places/{planted.park.slug}/"


@pytest.mark.parametrize(("reading", "editions"), SETTINGS)
def test_no_working_figure_comes_back_without_an_account(planted, settings, reading, editions):
    settings.PUBLIC_READING, settings.PUBLIC_EDITIONS = reading, editions
    client, holes, answered = Client(raise_request_exception=False), [], set()
    client.cookies["language"] = "en"
    for path in dict.fromkeys(paths(planted)):
        first = client.get(path)
        if first.status_code not in (HTTPStatus.OK, HTTPStatus.BAD_REQUEST):
            # Closed, or led elsewhere: what is asked for beside the address changes nothing, but for an edition.
            asked = [{}, {"edition": Edition.objects.order_by("pk").values_list("slug", flat=True)[0]}]
        else:
            asked = list(questions(client, path))
        for query in asked:
            response = client.get(path, query)
            text = body_of(response)
            for sent in (path, *query.values()):
                text = text.replace(sent, "")
            if response.status_code == HTTPStatus.OK:
                answered.add(path)
            if response.status_code >= 500 or marks_in(text):
                holes.append(f"{path} {query} -> {response.status_code} bears {marks_in(text)}")
    assert not holes, "\n".join(holes)
    opened = {path for path in answered if path.startswith(("/places/", "/editions/", "/documents/"))}
    assert bool(opened) is (reading or editions), "the walk reads what is public, and nothing where nothing is"
    assert (f"/documents/{planted.paper.slug}/" in answered) is reading


def test_whoever_reads_everything_sees_each_mark(planted):
    # A walk that cannot see the marks would find no hole either.
    client, seen = reading_client(), set()
    for address in ("/places/?q=hvbzqkwpt", f"/places/{planted.park.slug}/?quarter=2026-Q2", "/documents/"):
        seen |= set(marks_in(body_of(client.get(address))))
    seen |= set(marks_in(body_of(client.get("/places/hvbzqkwpt-park/?quarter=2025-Q1"))))
    seen |= set(marks_in(body_of(client.get(f"/places/{planted.park.slug}/?quarter=2026-Q1"))))
    seen |= set(marks_in(body_of(client.get(f"/documents/{planted.paper.slug}/"))))
    assert seen >= {WORD, *DIGITS} - {DIGITS[1]}, "a draft is on no page"


def test_an_open_machine_reads_everything_without_an_account(planted, settings):
    settings.OPEN_READING = True
    client = Client()
    for address in (f"/places/{planted.park.slug}/?quarter=2026-Q2", "/data-checks/", "/indicators/", "/investors/"):
        assert client.get(address).status_code == HTTPStatus.OK, address
    working = body_of(client.get(f"/places/{planted.park.slug}/?quarter=2026-Q1"))
    assert marks_in(working)
    assert client.get(f"/api/progress/places/{planted.park.slug}/").status_code == HTTPStatus.OK
    assert client.get("/admin/").status_code == HTTPStatus.FOUND, "whoever enters or approves signs in"


def test_a_published_paper_prints_what_was_loaded_and_not_what_was_made_of_it(planted, settings):
    settings.PUBLIC_READING = True
    said = body_of(Client().get(f"/documents/{planted.paper.slug}/"))
    assert PRINTED in said
    settings.PUBLIC_READING = False
    settings.PUBLIC_EDITIONS = True
    assert Client().get(f"/documents/{planted.paper.slug}/").status_code == HTTPStatus.FOUND
