"""Nobody gets back one name or number of a place that is not theirs, from any address of the site.

The addresses come from the URL configuration: a new one is walked by itself, or fails here by name.
"""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import pytest
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.test import override_settings
from django.utils import timezone

from tests.builders import make_administrator, make_report
from tests.security.addresses import UNKNOWN, Address, Route, UnknownRouteError, addresses_of, every_route
from tests.security.walk import FOREIGN, READING, Walker, marks_in, unlike_unknown, without
from tests.security.world import World, our_models
from tracker.actions.desk_address import desk_named
from tracker.actions.entry_lines import LineEntry
from tracker.actions.entry_sheet import read_sheets
from tracker.actions.rights import scope_of
from tracker.exchange import published
from tracker.models import AccessToken, Actual, TokenPurpose
from tracker.progress import catalogue, editions, queries
from tracker.web.api_lines import report_as_data

pytestmark = pytest.mark.django_db
ROLES = ("clerk", "approver", "manager", "two places")
# The parts of the address of one report, and a line as one would guess it.
REPORT_PARTS = ("place_slug", "quarter_text", "reporter_slug")
BLANK_LINE = {
    "indicator": "fdi-registered",
    "in_quarter": "12",
    "year_to_date": None,
    "status": "normal",
    "note": "walked",
    "source": "",
    "reason": "asked for",
}
# What only shows or changes the reader's own session.
UNSENT = (
    "admin:logout",
    "web:sign_out",
    "web:sign_out_everywhere",
    "set_language",
    "admin:login",
    "web:sign_in",
    "admin:jsi18n",
)


# What everybody reads at every setting: it holds no row of the database.
OPEN = ("web:help", "web:guide", "api:docs", "api:openapi")


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Build the two provinces once; what a walk writes is rolled back after it, these rows at the end."""
    with django_db_blocker.unblock(), override_settings(PUBLIC_READING=False):
        outer = transaction.atomic()
        outer.__enter__()
        try:
            yield World()
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


def report(walker: Walker) -> None:
    """Fail with every hole that the walk has seen."""
    assert walker.asked > 0
    assert not walker.holes, f"{len(walker.holes)} holes:\n" + "\n".join(dict.fromkeys(walker.holes))


def by_side(route: Route, world: World, most: int) -> dict[str, list[Address]]:
    """Return the route's addresses by side."""
    found: dict[str, list[Address]] = {}
    for address in addresses_of(route, world, most):
        found.setdefault(address.side, []).append(address)
    return found


# --- The walk itself can be trusted ------------------------------------------------------------------------------


def test_every_route_has_addresses(world):
    routes = every_route()
    assert len(routes) > 200
    unknown = []
    for route in routes:
        try:
            assert addresses_of(route, world), route
        except UnknownRouteError as error:
            unknown.append(str(error))
    assert not unknown, "say in tests/security/addresses.py what goes into:\n" + "\n".join(unknown)


def test_a_route_that_nothing_is_known_of_is_named(world):
    with pytest.raises(UnknownRouteError, match="web:new_thing"):
        addresses_of(Route("things/<slug:thing>/", "web:new_thing", ("thing",)), world)


def test_every_table_has_rows_of_the_others(world):
    # A table without rows of the others would show nothing of them, and prove nothing.
    without = [
        model.__name__
        for model in our_models()
        if _leads_to_a_place(model) and not any(world.sides[side].keys[model] for side in FOREIGN)
    ]
    assert without == []


def _leads_to_a_place(model: Any) -> bool:
    names = {getattr(field.related_model, "__name__", "") for field in model._meta.local_fields if field.remote_field}
    return bool(names & {"Place", "QuarterlyReport", "ReportRevision", "ReportingDuty", "Membership", "QuarterLock"})


def test_the_superuser_sees_the_marks(world):
    # The marks do come back where they may: a walk that cannot see them would find no hole either.
    keeper = world.people["clerk"]
    keeper.is_superuser = True
    keeper.save()
    walker = Walker(world, keeper)
    # The bare address is the keeper's own desk; with anything asked for it is the country.
    for path in (
        "/?map=then",
        "/places/",
        "/investors/",
        "/documents/",
        "/admin/tracker/actual/",
        "/admin/provinces/place/",
    ):
        before = len(walker.holes)
        walker.get(path)
        assert len(walker.holes) > before, path


@pytest.mark.parametrize(
    "text", ["739.182,00", "739,182.5", "73 918", "73\u00a0918 ha", "7.3918.0", "73918000000", "1,478,362", "61’234"]
)
def test_a_number_is_known_in_every_printed_style(text):
    assert marks_in(f"<td>{text}</td>")


def test_what_was_sent_is_no_hole_and_what_was_not_is_one():
    assert marks_in(without("<input value='zqxvhkwjp-near-park'>", ["zqxvhkwjp-near-park"])) == []
    assert marks_in(without("<a href='/places/zqxvhkwjp-far-park/'>", ["zqxvhkwjp-near-park"])) == ["zqxvhkwjp"]
    assert marks_in("<td>Wkjqpvzth park</td>") == ["wkjqpvzth"]
    assert marks_in("<td>1.111 · 2.222 · 2025</td>") == []


def everything(*_arguments: Any, **_options: Any) -> Q:
    """Return the condition that holds for every row: what a forgotten limit comes to."""
    return Q()


def ignoring_reach(function: Any) -> Any:
    """Return a read that forgets whose reader asks."""
    return lambda *arguments, **options: function(*arguments, **{**options, "reach": None})


def denying(place: str) -> Any:
    """Return a look-up that tells a place of others from one that does not exist."""

    def look_up(*arguments: Any, **options: Any) -> Any:
        if options.get("slug") == place:
            raise PermissionDenied
        return editions.place_page(*arguments, **options)

    return look_up


HOLES = {
    "roles cover every place": ("tracker.actions.rights.Scope.within", everything, "/admin/provinces/place/"),
    "an admin page shows all rows": (
        "tracker.admin.base.ScopedAdmin.seen",
        everything,
        "/admin/provinces/parkinvestor/",
    ),
    "pages forget the reader": ("tracker.web.views.base.reach_of_reader", lambda _request: None, "/places/"),
    "a place opens to all": ("tracker.progress.queries.within", everything, "/places/{near}/?quarter=2025-Q1"),
    "an edition opens to all": ("tracker.progress.editions.within", everything, "/editions/{near_edition}/"),
    "a page of an edition opens to all": (
        "tracker.progress.editions.within",
        everything,
        "/places/{near}/?edition={near_edition}",
    ),
    "a ledger opens to all": ("tracker.progress.ledger.within", everything, "/places/{near}/targets/?quarter=2025-Q1"),
    "restatements open to all": (
        "tracker.progress.restatements.within",
        everything,
        "/places/{near}/restatements/?quarter=2025-Q1&since=2020-01-01",
    ),
    "a place of others is refused": ("tracker.web.views.base.place_page", denying, "/places/{near}/"),
    "the list of places": (
        "tracker.progress.catalogue.places_in_name_order",
        ignoring_reach(catalogue.places_in_name_order),
        "/places/?q=wkj",
    ),
    "the lines of a document": (
        "tracker.web.views.documents.published_figures",
        ignoring_reach(published.published_figures),
        "/documents/joint-paper/?format=csv",
    ),
    "the title of a document": (
        "tracker.progress.catalogue.document_by_slug",
        ignoring_reach(catalogue.document_by_slug),
        "/documents/{near_paper}/",
    ),
    "the parks of a builder": ("tracker.progress.of_investor.within", everything, "/investors/joint-builder/"),
    "the figures of an indicator": (
        "tracker.web.views.indicators.progress_for_indicator",
        ignoring_reach(queries.progress_for_indicator),
        "/indicators/fdi-registered/?format=csv&table=figures",
    ),
    "the findings": ("tracker.findings.registry._within", lambda found, *_rest: found, "/data-checks/"),
    "the rates": (
        "tracker.progress.catalogue.exchange_rates",
        ignoring_reach(catalogue.exchange_rates),
        "/data-checks/?format=csv&table=rates",
    ),
    "what is typed into": (
        "tracker.admin.base.ScopedAdmin.get_queryset",
        lambda page, _request: page.model._default_manager.order_by("pk"),
        "/admin/autocomplete/?app_label=tracker&model_name=target&field_name=place&term=wkj",
    ),
    "the years of a filter": (
        "tracker.admin.filters.SeenValuesFilter.__init__",
        admin.AllValuesFieldListFilter.__init__,
        "/admin/tracker/actual/",
    ),
    "a row of others is refused": (
        "tracker.admin.base.ScopedAdmin.get_object",
        lambda page, _request, key, *_rest: page.model._default_manager.filter(pk=key).first(),
        "/admin/tracker/actual/{near_figure}/change/",
    ),
}

# These say no word of the others, but that there is somebody.
REFUSALS = ("a place of others is refused", "a row of others is refused")


@pytest.mark.parametrize("hole", HOLES)
def test_a_planted_hole_is_seen(world, monkeypatch, hole):
    target, replacement, path = HOLES[hole]
    near = world.sides["neighbour"]
    names = {
        "near": near.places[0].slug,
        "near_paper": near.document.slug,
        "near_figure": min(near.keys[Actual]),
        "near_edition": near.rows["edition"].slug,
    }
    path = path.format(**names)
    monkeypatch.setattr(target, replacement(names["near"]) if replacement is denying else replacement)
    walker = Walker(world, world.people["clerk"])
    answer = walker.get(path)
    if hole in REFUSALS:
        place = Address(Route("", "", ()), "neighbour", path)
        unlike_unknown(walker, answer, walker.get("/places/no-such-name/"), place)
    assert walker.holes, f"{path} answered {answer.status} and nobody noticed"


def test_a_written_row_of_the_others_is_seen(world):
    walker = Walker(world, world.people["clerk"])
    before = walker.digests()
    assert walker.digests() == before
    make_report(world.sides["neighbour"].places[0], 2022, 1, reporter=world.builder, approved=False)
    changed = [name for name, digest in walker.digests().items() if digest != before[name]]
    assert changed == ["QuarterlyReport", "ReportRevision"] or changed == ["QuarterlyReport"]


# --- Reading ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
def test_nothing_of_the_others_comes_back(world, role):
    walker = Walker(world, world.people[role], thorough=role == "clerk")
    # The clerk walks it all; the others, whose roles differ in a few conditions, one address of each sort.
    most = 2 if role == "clerk" else 1
    skipped = {"clerk": ("second",), "two places": ("shared", "above", "stranger")}.get(role, ("shared", "second"))
    writing = ("_add", "_delete", "_retire") if role in ("approver", "manager") else ()
    for route in every_route():
        if route.name in UNSENT or route.name.endswith(writing):
            continue
        sides = by_side(route, world, most)
        sides = {side: found for side, found in sides.items() if side not in skipped or not route.parts}
        unknown = [walker.get(address.path) for address in sides.pop(UNKNOWN, [])]
        for side, addresses in sides.items():
            for address in addresses:
                if side in FOREIGN:
                    foreign = walker.get(address.path)
                    if unknown:
                        unlike_unknown(walker, foreign, unknown[0], address)
                else:
                    walker.walk(address)
    report(walker)


@pytest.mark.parametrize("role", ROLES)
def test_nothing_of_the_others_is_offered_for_typing(world, role):
    walker = Walker(world, world.people[role])
    for question in walker.autocompletes():
        walker.get("/admin/autocomplete/", question)
    report(walker)


def test_nobody_who_is_not_signed_in_reads_anything(world):
    walker = Walker(world, None)
    for route in every_route():
        for addresses in by_side(route, world, 1).values():
            for address in addresses:
                if address.side == "own" and "secret" in route.parts:
                    continue
                answer = walker.get(address.path)
                assert answer.status != 200 or route.name in (*UNSENT, *OPEN), address
    report(walker)


def test_of_a_language_the_answer_does_not_depend(world):
    # Vietnamese is the first language of the screens; its sentences name places as well.
    walker = Walker(world, world.people["clerk"])
    walker.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "vi"
    for route in every_route():
        if route.name.startswith("web:") and route.name not in UNSENT:
            for side in ("shared", "own"):
                for address in by_side(route, world, 2).get(side, []):
                    walker.get(address.path)
    report(walker)


# --- Sending ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["clerk", "approver", "two places"])
def test_no_form_that_is_sent_writes_or_shows_anything_of_the_others(world, role):
    walker = Walker(world, world.people[role])
    before = walker.digests()
    for route in every_route():
        if route.name in UNSENT:
            continue
        sides = by_side(route, world, 2)
        if role != "clerk" and route.name.endswith(("_history", "_changelist")):
            continue  # no form but the choice of rows, and no role sees another
        own = [address for side in ("own", "second", "shared") for address in sides.get(side, [])]
        for address in own[: 1 if role == "approver" else 2]:
            page = walker.get(address.path)
            bodies = list(walker.bodies_of(page.body))[:10] or [("", {"confirm": "yes"})]
            others = [other for side in ("neighbour", "above") for other in sides.get(side, [])[:1]]
            for _action, body in bodies:
                for other in (*others, address):
                    walker.post(other.path, body)
    report(walker)
    assert walker.done > 0, "no form was taken, so none could have written anything"
    changed = [name for name, digest in walker.digests().items() if digest != before[name]]
    assert not changed, f"written by {role}: {changed}"


def lines_to_send(address: Address, keeper: Any) -> dict[str, Any]:
    """Return what a program that knew all of the report would send: its revision, and a line with another note."""
    desk = None
    if address.route.parts == REPORT_PARTS:
        names = dict(zip(REPORT_PARTS, address.path.strip("/").split("/")[-len(REPORT_PARTS) :], strict=True))
        desk = desk_named(**names, scope=scope_of(keeper, timezone.localdate()))
    if desk is None:
        return {"lines": [{**BLANK_LINE, "if_match": LineEntry(indicator_id=0).fingerprint}]}
    report_data = report_as_data(desk, read_sheets([desk], with_plans=False)[0])
    return {
        "revision": report_data["revision"],
        "lines": [{**line, "if_match": line["fingerprint"], "note": "walked"} for line in report_data["lines"][:1]],
    }


@pytest.mark.parametrize("signed_in", [True, False], ids=["by session", "by token"])
def test_programs_read_and_write_nothing_of_the_others(world, signed_in):
    clerk = world.people["clerk"]
    walker = Walker(world, clerk if signed_in else None)
    if not signed_in:
        digest = sha256(b"a secret of the clerk").hexdigest()
        AccessToken.objects.create(
            person=clerk, purpose=TokenPurpose.PROGRAMS, may_enter=True, name="program", digest=digest
        )
        walker.client.defaults["HTTP_AUTHORIZATION"] = "Bearer a secret of the clerk"
    routes = [route for route in every_route() if not route.pattern.startswith("admin") and route.name not in UNSENT]
    assert any(route.pattern.startswith("api/") for route in routes)
    keeper = make_administrator("knows-all")
    before = walker.digests()
    for route in routes:
        sides = by_side(route, world, 2)
        unknown = sides.pop(UNKNOWN, [])
        for method in (*READING, "PUT", "PATCH", "DELETE"):
            expected = walker.send(method, unknown[0].path, lines_to_send(unknown[0], keeper)) if unknown else None
            for side in ("own", *FOREIGN):
                for address in sides.get(side, []):
                    answer = walker.send(method, address.path, lines_to_send(address, keeper))
                    if expected is not None and side != "own":
                        unlike_unknown(walker, answer, expected, address)
    report(walker)
    # The same bodies do write where they may: into one's own draft.
    assert walker.done > 0
    written = Actual.objects.filter(note="walked").select_related("revision__report")
    assert {row.revision.report.place_id for row in written} == {world.sides["own"].places[0].pk}
    assert walker.digests() == before
