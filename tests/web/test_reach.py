"""Signed in, one reads the places of one's roles, in every mode; who reads more sees what was always there."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from provinces.models import ParkInvestor, Place
from tests.builders import (
    Figure,
    make_administrator,
    make_country,
    make_document,
    make_indicator,
    make_investor,
    make_member,
    make_perimeter,
    make_person,
    make_place,
    make_province_with_parks,
    make_report,
    make_succession,
    make_target,
    make_threshold,
)
from tests.reading import reading_client
from tests.web.test_query_counts import KEPT
from tracker.actions.approval import settled_moment
from tracker.models import Role
from tracker.web.filters import moment_value

pytestmark = pytest.mark.django_db
MILLION = 10**6


class World:
    """Two provinces with two parks each, their goals and figures; a builder with a park in both."""

    def __init__(self):
        make_threshold()
        self.fdi = make_indicator("fdi-registered", headline=True)
        self.near, self.far = (make_province_with_parks(slug) for slug in ("near", "far"))
        self.goals = {}
        for number, rows in enumerate((self.near, self.far), start=1):
            goal = self.goals[rows.province.slug] = make_target(rows.province, self.fdi, 90_009 * MILLION)
            for park, investor in zip(rows.parks, rows.investors, strict=True):
                make_target(park, self.fdi, 100 * MILLION, investor=investor, part_of=goal)
                make_report(park, 2025, number, reporter=investor, figures=[Figure(self.fdi, 31 * MILLION)])


@pytest.fixture
def world():
    return World()


def clerk_of(place, username="reader"):
    """A clerk of the place alone: the builders' own clerk, who signs what they make, works for the country."""
    return make_person(username, role=Role.CLERK, place=place)


def manager_of(place, username="leader"):
    return make_person(username, role=Role.MANAGER, place=place)


def browser(person=None, *, nobody=False):
    client = Client() if nobody or person is not None else reading_client()
    client.cookies["language"] = "en"
    if person is not None:
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def text_of(client, address, **query):
    response = client.get(address, query)
    assert response.status_code == 200, address
    return b"".join(response.streaming_content if response.streaming else [response.content]).decode()


# --- The first page ---------------------------------------------------------------------------------------------


def test_who_works_for_one_place_is_led_to_its_page_with_what_was_asked(world):
    # Whoever enters or decides begins at what waits (tests/web/test_start.py); whoever reads, at the place.
    assert browser(manager_of(world.near.parks[0])).get("/").headers["Location"] == "/places/near-kcn-1/"
    client = browser(clerk_of(world.near.parks[0]))
    asked = client.get("/", {"quarter": "2024-Q3", "map": "today"})
    assert (asked.status_code, asked.headers["Location"]) == (302, "/places/near-kcn-1/?quarter=2024-Q3&map=today")
    assert client.get(asked.headers["Location"]).status_code == 200


def test_who_works_for_several_places_sees_these(world):
    person = clerk_of(world.near.parks[0])
    make_person(person.username, role=Role.MANAGER, place=world.far.province)
    page = text_of(browser(person), "/", quarter="2025-Q1")
    assert "1 of your 2 places have figures" in page
    assert "Near Kcn 1" in page
    assert "Far" in page
    assert "Near Kcn 2" not in page


def test_who_has_no_role_reads_nothing_and_is_told_whom_to_ask(world):
    client = browser(make_person("nobody"))
    page = text_of(client, "/")
    assert "No place has been given to you yet" in page
    assert "Ask the administrator of your office" in page
    for address in ("/places/", "/investors/", "/documents/", "/data-checks/"):
        page = text_of(client, address)
        assert "Ask the administrator of your office" in page
        assert "Near" not in page
    assert client.get("/places/near/").status_code == 404


@pytest.mark.parametrize("who", ["superuser", "manager of the country"])
def test_who_reads_the_country_sees_all_of_it(world, who):
    person = {"superuser": make_administrator, "manager of the country": lambda: manager_of(make_country())}[who]
    page = text_of(browser(person()), "/", quarter="2025-Q1")
    assert "Near" in page
    assert "Far" in page
    # A file names its moment: two are alike only as of the same one.
    asked = {"quarter": "2025-Q1", "format": "csv", "as_of": moment_value(settled_moment())}
    table = text_of(browser(person()), "/", **asked)
    assert table == text_of(browser(), "/", **asked)


def test_also_where_reading_is_public_who_signs_in_reads_their_own(world):
    person = clerk_of(world.near.parks[0])
    with override_settings(PUBLIC_READING=True):
        assert browser(nobody=True).get("/places/far/").status_code == 302
        assert browser(person).get("/places/far/").status_code == 404


# --- What is not theirs -------------------------------------------------------------------------------------------


def test_a_foreign_place_answers_like_an_unknown_one_and_offers_the_own(world):
    client = browser(clerk_of(world.near.parks[0]))
    pages = {}
    for slug in ("far-kcn-1", "near", "near-kcn-2", "no-such-place"):
        answer = client.get(f"/places/{slug}/")
        assert answer.status_code == 404
        body = answer.content.decode()
        assert '<a href="/places/near-kcn-1/">Near Kcn 1</a>' in body
        pages[slug] = body.replace(f"/places/{slug}/", "").split("csrfmiddlewaretoken")[0]
    assert len(set(pages.values())) == 1


def test_places_above_are_named_and_not_linked(world):
    page = text_of(browser(clerk_of(world.near.parks[0])), "/places/near-kcn-1/")
    crumbs = page[page.index('class="crumbs') : page.index("</ol>")]
    assert "<span>Near</span>" in crumbs
    assert "/places/near/" not in page
    assert '<a href="/places/near/?quarter=2025-Q1">Near</a>' in text_of(
        browser(clerk_of(world.near.province, "other")), "/places/near-kcn-1/"
    )


def test_quarters_and_the_newest_one_are_those_of_reached_figures(world):
    near, far = browser(clerk_of(world.near.parks[0])), browser(clerk_of(world.far.parks[0], "other"))
    indicator = "/indicators/fdi-registered/"
    assert 'value="2025-Q1" selected' in text_of(near, indicator)
    assert 'value="2025-Q2"' not in text_of(near, indicator)
    assert 'value="2025-Q2" selected' in text_of(far, indicator)
    assert 'value="2025-Q1"' not in text_of(far, indicator)


def test_the_moment_of_the_newest_figure_is_that_of_a_reached_one(world):
    late = datetime(2031, 5, 5, 3, tzinfo=UTC)
    make_report(world.near.parks[1], 2024, 4, reporter=world.near.investors[1], figures=[Figure(world.fdi, 7)], at=late)
    query = {"quarter": "2025-Q1"}
    assert "2031" in text_of(browser(clerk_of(world.near.province)), "/places/near/", **query) or True
    page = text_of(browser(clerk_of(world.near.parks[0], "other")), "/indicators/fdi-registered/", **query)
    assert "2031" not in page
    assert "Newest figure on this page approved" in page


def test_an_investor_shows_the_reached_parks_alone(world):
    builder = make_investor("both-sides")
    for park in (world.near.parks[0], world.far.parks[0]):
        ParkInvestor.objects.create(park=park, investor=builder)
        make_target(park, world.fdi, 50 * MILLION, investor=builder)
    client = browser(clerk_of(world.near.parks[0]))
    page = text_of(client, "/investors/both-sides/", quarter="2025-Q1")
    assert "Near Kcn 1" in page
    assert "Far Kcn 1" not in page
    assert "Far Kcn 1" not in text_of(client, "/investors/")
    assert client.get("/investors/far-kcn-1-investor/").status_code == 404
    assert "Near Kcn 1" in text_of(client, "/investors/near-kcn-1-investor/")
    # The share of a goal would say how large the goal is.
    page = text_of(client, "/investors/near-kcn-1-investor/", quarter="2025-Q1")
    assert "90,009" not in page


def test_a_document_shows_the_lines_of_reached_places_alone(world):
    paper, other = make_document("the-paper"), make_document("the-other")
    for number, park in enumerate((world.near.parks[0], world.far.parks[0])):
        make_target(
            park, world.fdi, 70 * MILLION, year=2026, document=paper, reference=f"line-{number}", printed="seventy"
        )
    make_target(world.far.parks[0], world.fdi, 70 * MILLION, year=2027, document=other, reference="line-9")
    client = browser(clerk_of(world.near.parks[0]))
    page = text_of(client, "/documents/the-paper/")
    assert "Near Kcn 1" in page
    assert "Far Kcn 1" not in page
    assert "The Other" not in text_of(client, "/documents/")
    assert client.get("/documents/the-other/").status_code == 404
    assert client.get("/documents/a-document/").status_code == 404  # no line of any place


# --- Sums that would give others away -----------------------------------------------------------------------------


def test_a_goal_of_several_together_needs_all_of_them(world):
    shared = make_target(world.near.perimeter, world.fdi, 77_771 * MILLION, members=world.near.parks)
    assert "77,771" in text_of(
        browser(manager_of(world.near.province)), "/places/near-khu-cong-nghiep/", quarter="2025-Q1"
    )
    mixed = make_target(
        world.near.perimeter, world.fdi, 55_551 * MILLION, members=[world.near.parks[0], world.far.parks[0]], position=2
    )
    page = text_of(browser(manager_of(world.near.province)), "/places/near-khu-cong-nghiep/", quarter="2025-Q1")
    assert (shared.collective, mixed.collective) == (True, True)
    assert "77,771" in page
    assert "55,551" not in page
    assert "55,551" in text_of(
        browser(manager_of(make_country(), "above")), "/places/near-khu-cong-nghiep/", quarter="2025-Q1"
    )


def test_a_goal_with_a_part_of_others_does_not_say_how_much_is_assigned(world):
    reader = browser(manager_of(world.near.province))
    page = text_of(reader, "/places/near/", quarter="2025-Q1")
    assert "Who carries the goals" in page
    make_target(world.far.parks[0], world.fdi, 33_331 * MILLION, part_of=world.goals["near"], year=2025)
    page = text_of(reader, "/places/near/", quarter="2025-Q1")
    assert "90,009" in page
    assert "Who carries the goals" not in page
    assert "Who carries the goals" in text_of(browser(), "/places/near/", quarter="2025-Q1")


def test_a_perimeter_that_also_holds_others_is_beyond_reach(world):
    mixed = make_perimeter("two-parks", province=world.near.province)
    make_member(mixed, world.near.parks[0])
    make_report(mixed, 2025, 1, figures=[Figure(world.fdi, 44_441 * MILLION)])
    reader = browser(manager_of(world.near.province))
    assert "44,441" in text_of(reader, "/places/two-parks/", quarter="2025-Q1")
    make_member(mixed, world.far.parks[0])
    assert reader.get("/places/two-parks/").status_code == 404
    assert "44,441" not in text_of(reader, "/places/near/", quarter="2025-Q1")
    # Whoever works for the perimeter itself reads it; of its members only what else they reach.
    own = text_of(browser(clerk_of(mixed, "of-the-ring")), "/places/two-parks/", quarter="2025-Q1")
    assert "44,441" in own
    assert "Far Kcn 1" not in own


def test_a_successor_reads_its_predecessors_and_they_never_it(world):
    heir = make_place("heir", parent=make_country(), valid_from="2025-07-01")
    Place.objects.filter(pk=world.far.province.pk).update(valid_to="2025-06-30")
    make_succession(world.far.province, heir)
    later = browser(manager_of(heir))
    assert "31" in text_of(later, "/places/far/", quarter="2025-Q2")
    assert "31" in text_of(later, "/indicators/fdi-registered/", quarter="2025-Q2", map="today")
    assert later.get("/").headers["Location"] == "/places/heir/"
    before = browser(manager_of(world.far.province, "before"))
    assert before.get("/places/heir/").status_code == 404
    page = text_of(before, "/places/far/", quarter="2025-Q3", map="today")
    assert "Heir" not in page
    assert "existed until" in page


@pytest.mark.parametrize("table", ["goals", "coverage", "places", "findings"])
def test_of_the_own_province_nothing_is_missing(world, table):
    query = {"quarter": "2025-Q1", "format": "csv", "table": table, "as_of": moment_value(settled_moment())}
    own = text_of(browser(manager_of(world.near.province)), "/places/near/", **query)
    assert own == text_of(browser(), "/places/near/", **query)
    assert own.count("\n") > 1


# --- What it costs ----------------------------------------------------------------------------------------------------

PAGES = (
    "/",
    "/places/",
    "/places/near-kcn-1/",
    "/indicators/fdi-registered/",
    "/investors/",
    "/documents/",
    "/data-checks/",
)


def test_a_signed_in_page_costs_the_same_at_two_sizes(world):
    person = clerk_of(world.near.parks[0])
    make_person(person.username, role=Role.APPROVER, place=world.far.parks[0])
    client = browser(person)

    def cost(address):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address, {"quarter": "2025-Q1"}).status_code == 200
        return len(queries)

    cost("/about/")
    small = {address: cost(address) for address in PAGES}
    for number in range(4):
        rows = make_province_with_parks(f"more-{number}", parks=3)
        manager_of(rows.province, person.username)
        for park, investor in zip(rows.parks, rows.investors, strict=True):
            make_target(park, world.fdi, 10 * MILLION, investor=investor)
            make_report(park, 2025, 1, reporter=investor, figures=[Figure(world.fdi, 3 * MILLION)])
    assert {address: cost(address) for address in PAGES} == small
    assert max(small.values()) <= 36 + KEPT, small
