"""Every route of the site, asked as of a moment, answers after any change as it did before.

The routes come from the URL configuration: a new one is asked here by itself, fails for want of what goes into its
address, or stands in `WITHOUT_MOMENT` with the reason.
"""

import re
from datetime import date

import pytest
from django.urls import get_resolver, reverse

from provinces.models import Organisation, Place, SourceDocument
from tests.builders import make_administrator, make_document, make_investor, make_park, make_succession, make_threshold
from tests.reading import reading_client
from tests.web.test_as_of import Books
from tracker.actions.approval import settled_moment
from tracker.actions.publishing import publish_edition
from tracker.models import Actual, Indicator, IndicatorGroup, QuarterlyReport, Target, Threshold, Unit
from tracker.models.promotion import PromotionList
from tracker.progress.periods import Quarter
from tracker.web.filters import moment_value

pytestmark = pytest.mark.django_db

WITHOUT_MOMENT = {
    "sign_in": "a form",
    "sign_out": "ends a session",
    "sign_out_everywhere": "ends all sessions of somebody",
    "profile": "the reader's own account, as it is now",
    "password": "a form",
    "help": "how to work with the tracker; no row of the database",
    "guide": "how to work with the tracker; no row of the database",
    "programs": "the reader's own secrets, as they are now",
    "open_year": "what is to be done now",
    "reporting_remind": "what is to be done now",
    "reporting_calendar": "the reader's own address of the feed",
    "calendar_feed": "due days for a calendar, which asks again by itself",
    "data_package": "every row says when it was recorded or approved",
    "report_api": "entering: what is typed follows what stands now",
    "unknown": "what the API has no address for",
    "docs": "how programs read; no row of the database",
    "openapi": "how programs read; no row of the database",
}
# What goes into an address, and what stands beside it.
PARTS = {"code": "fdi-registered"}
SLUGS = {
    "documents": "the-paper",
    "editions": "hai-duong-2025-q1-1",
    "investors": "dai-an-investor",
    "places": "hai-duong",
    "promotion-lists": "the-list",
}
BESIDE = {"explanation": {"indicator": "fdi-registered"}, "restatements": {"since": "2025-10-03"}}
# The API refuses what an address does not know; these know a quarter.
API_MORE = {
    **{name: {"quarter": "2025-Q1"} for name in ("places", "targets", "figures", "editions")},
    **{
        name: {"quarter": "2025-Q1", "map": "today"}
        for name in ("place_progress", "investor_progress", "indicator_progress", "explanation")
    },
}
_ONE_USE = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|csrfmiddlewaretoken=\w+')


def every_pattern():
    """Each route of the pages and of the API, with the name of its room."""
    for room in ("web", "api"):
        for pattern in get_resolver(f"tracker.{room}.urls").url_patterns:
            yield room, pattern


def routes():
    """Each route of the pages and of the API with its name and the address that it has here."""
    keys = {
        "target_id": Target.objects.order_by("pk").values_list("pk", flat=True)[0],
        "actual_id": Actual.objects.order_by("pk").values_list("pk", flat=True)[0],
    }
    for room, pattern in every_pattern():
        if pattern.name in WITHOUT_MOMENT:
            continue
        named = [word for word in str(pattern.pattern).split("/") if word in SLUGS]
        known = {**PARTS, **keys}
        parts = {part: known.get(part) or SLUGS[named[-1]] for part in pattern.pattern.converters}
        yield room, pattern.name, reverse(f"{room}:{pattern.name}", kwargs=parts)


def answers(client, moment):
    """What every route answers on both maps, with and without a quarter, and the first table as a file."""
    found: dict[tuple[object, ...], object] = {}
    for room, name, address in routes():
        for more in ({}, API_MORE.get(name, {}) if room == "api" else {"quarter": "2025-Q1", "map": "today"}):
            more = dict(more)
            if name in ("edition", "edition_restatements"):
                more.pop("quarter", None)
            asked = {**BESIDE.get(name, {}), **more, "as_of": moment_value(moment)}
            response = client.get(address, asked)
            assert response.status_code == 200, (name, response)
            if response.streaming:  # a file: the same to its last byte
                found[room, name, *more.items()] = b"".join(response.streaming_content)
                continue
            text = response.content.decode()
            tables = []
            if response.context is not None:
                text = text.replace(f"tracker, {response.context['printed_at']}", "")
                tables = [table.key for table in response.context["tables"] if table is not None]
            found[room, name, *more.items()] = _ONE_USE.sub("", text)
            if tables and more:
                file = client.get(address, {**asked, "format": "csv", "table": tables[0]})
                found[room, name, "file"] = b"".join(file.streaming_content)
    return found


def make_books():
    """Books with a row for every address: a promotion list and an edition beside places, figures and goals."""
    made = Books()
    PromotionList.objects.create(
        slug="the-list",
        place=made.tree.province,
        document=made.paper,
        name="Danh mục",
        name_en="List",
        starts_on=date(2025, 1, 1),
        ends_on=date(2025, 12, 31),
    )
    administrator = make_administrator()
    made.publish = lambda reason="": publish_edition(
        place=made.tree.province,
        quarter=Quarter(2025, 1),
        name="Quý I/2025",
        by=administrator,
        at=settled_moment(),
        reason=reason,
    )
    made.publish()
    return made


@pytest.fixture
def books():
    return make_books()


def change_everything(books):
    """One change of each sort: figures, goals, places, successions, indicators, due days, limits, papers, editions."""
    books.revise_five_cells()
    Place.objects.filter(slug="lai-vu").update(valid_to=date(2025, 3, 30), name="Khu mới", name_en="Renamed park")
    park = make_park("an-phat", parent=books.tree.province)
    make_investor("an-phat-investor", park=park)
    heir = make_park("an-phat-two", parent=books.tree.province, valid_from=date(2025, 7, 1))
    make_succession(park, heir)
    Threshold.objects.update(retired_at=settled_moment())
    make_threshold(on_track="0.5", at_risk="0.4")
    Indicator.objects.update(
        headline=False,
        display_scale=1000,
        display_unit="nghìn",
        display_unit_en="thousand",
        direction="neutral",
        name="Chỉ số mới",
        name_en="Renamed indicator",
        position=9,
    )
    IndicatorGroup.objects.update(name="Nhóm mới", name_en="Renamed group", position=9)
    Unit.objects.update(name="Đơn vị mới", name_en="Renamed unit")
    Organisation.objects.update(name="Tổ chức mới", name_en="Renamed organisation")
    Organisation.objects.filter(slug="lai-vu-investor").update(kind="company")
    SourceDocument.objects.update(
        number="99/QĐ",
        title="Tên mới",
        title_en="Retitled",
        note="Ghi chú",
        note_en="Noted",
        published_on=date(2025, 5, 5),
    )
    PromotionList.objects.update(name="Danh mục mới", name_en="Renamed list")
    QuarterlyReport.objects.update(due_on=date(2025, 9, 9))
    make_document("a-later-paper")
    books.publish(reason="Đính chính")


def difference(one, other):
    """The first line in which two answers part."""
    lines = zip(str(one).splitlines(), str(other).splitlines(), strict=False)
    return next((f"{first.strip()[:150]} | {second.strip()[:150]}" for first, second in lines if first != second), "")


def test_every_route_answers_as_of_a_moment_what_it_answered_before_the_changes(books):
    client = reading_client()
    moment = settled_moment()
    before = answers(client, moment)
    assert len(before) > 30
    change_everything(books)
    after = answers(client, moment)
    changed = {key: difference(before[key], after[key]) for key in before if after[key] != before[key]}
    assert changed == {}, "\n".join(f"{key}: {what}" for key, what in changed.items())
    now = answers(client, settled_moment())
    unmoved = {key[:2] for key in before} - {key[:2] for key in before if "file" in key and now[key] != before[key]}
    assert ("web", "place") not in unmoved, "the changes are none, so that nothing is shown"


def test_routes_without_a_moment_are_routes(books):
    names = {pattern.name for _room, pattern in every_pattern()}
    assert set(WITHOUT_MOMENT) <= names
    assert all(WITHOUT_MOMENT.values())
