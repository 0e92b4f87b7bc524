"""Publishing a quarter: who may, what is frozen, that nothing of it changes or grows, and that it reads as written."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from provinces.models import ParkInvestor, PlaceParent
from tests.builders import (
    Figure,
    make_indicator,
    make_member,
    make_people,
    make_perimeter,
    make_province_with_parks,
    make_report,
    make_revision,
    make_target,
    make_threshold,
)
from tests.progress.backdating import record_at
from tracker.actions.approval import settled_moment
from tracker.actions.publishing import UnableToPublishError, publish_edition
from tracker.models import Edition, EditionPage, EditionRow, ReportingDuty, Threshold
from tracker.progress.editions import (
    EditionNotFound,
    edition_by_slug,
    editions,
    page_of_edition,
    places_of_edition,
)
from tracker.progress.frozen_pages import row_digests
from tracker.progress.lookup import PlaceNotFound
from tracker.progress.periods import Quarter
from tracker.progress.queries import progress_for_place
from tracker.progress.rows import MapChoice

pytestmark = pytest.mark.django_db
MILLION = 10**6
Q1 = Quarter(2025, 1)


def moment(day, hour=9):
    return datetime(2025, 4, day, hour, tzinfo=UTC)


class Country:
    """A province of two parks, one with a goal and a figure; another province that nobody publishes."""

    def __init__(self):
        self.tree = make_province_with_parks("hai-duong", parks=["dai-an", "lai-vu"])
        self.other = make_province_with_parks("bac-ninh", parks=1)
        self.people = make_people(self.tree.province)
        self.fdi = make_indicator(headline=True)
        make_threshold()
        record_at(moment(1), ParkInvestor, PlaceParent, ReportingDuty, Threshold)
        self.goal = make_target(self.tree.province, self.fdi, 1000 * MILLION, at=moment(1))
        make_target(
            self.tree.parks[0],
            self.fdi,
            400 * MILLION,
            investor=self.tree.investors[0],
            part_of=self.goal,
            at=moment(1),
        )
        self.report = make_report(
            self.tree.parks[0],
            reporter=self.tree.investors[0],
            figures=[Figure(self.fdi, 125 * MILLION)],
            at=moment(5),
        )

    def publish(self, **more):
        asked = {
            "place": self.tree.province,
            "quarter": Q1,
            "name": "Quý I/2025",
            "by": self.people.approver,
            "at": timezone.now(),
        }
        return publish_edition(**(asked | more))


@pytest.fixture
def country():
    return Country()


def page(edition, slug="hai-duong", map_choice=MapChoice.THEN):
    return page_of_edition(edition_by_slug(edition.slug), slug=slug, map_choice=map_choice)


# --- What is frozen -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("map_choice", MapChoice)
@pytest.mark.parametrize("slug", ["hai-duong", "hai-duong-khu-cong-nghiep", "dai-an", "lai-vu"])
def test_every_page_reads_from_the_edition_as_it_is_computed_at_its_moment(country, slug, map_choice):
    edition = country.publish()
    computed = progress_for_place(slug=slug, quarter=Q1, map_choice=map_choice, as_of=edition.as_of, with_courses=True)
    assert computed.rows or slug == "lai-vu"
    assert page(edition, slug, map_choice) == computed


def test_edition_says_what_was_known_when_it_was_published_whatever_happens_later(country):
    edition = country.publish()
    before = page(edition)
    make_revision(country.report, [Figure(country.fdi, 900 * MILLION)])
    make_target(country.tree.province, country.fdi, 500 * MILLION, supersedes=country.goal)
    assert page(edition) == before
    assert progress_for_place(slug="hai-duong", quarter=Q1).rows != before.rows


def test_edition_can_be_of_an_earlier_moment(country):
    make_revision(country.report, [Figure(country.fdi, 900 * MILLION)], at=moment(20))
    edition = country.publish(as_of=moment(10))
    (row,) = page(edition, "dai-an").rows
    assert row.to_date.amount.low == 125 * MILLION
    assert edition.as_of == moment(10)
    assert edition.published_at > moment(20)


def test_edition_holds_the_place_and_all_below_it_and_nothing_else(country):
    edition = country.publish()
    found = places_of_edition(edition_by_slug(edition.slug))
    below = ["hai-duong", "hai-duong-khu-cong-nghiep", "dai-an", "lai-vu"]
    assert [(choice, face.slug) for choice, face in found] == [
        *((MapChoice.THEN, slug) for slug in below),
        *((MapChoice.TODAY, slug) for slug in below),
    ]
    with pytest.raises(PlaceNotFound):
        page(edition, "bac-ninh")


def test_perimeter_that_also_holds_parks_of_others_is_in_no_edition(country):
    # Less the own parks, its figure would be that of the neighbour's.
    ring = make_perimeter("two-parks", province=country.tree.province)
    make_member(ring, country.tree.parks[0])
    make_member(ring, country.other.parks[0])
    make_report(ring, reporter=country.tree.board, figures=[Figure(country.fdi, 61234 * MILLION)])
    edition = country.publish()
    with pytest.raises(PlaceNotFound):
        page(edition, "two-parks")
    assert not EditionRow.objects.filter(data__contains="61234").exists()
    assert not EditionPage.objects.filter(data__contains="two-parks").exists()


def test_rows_that_pages_share_are_kept_once(country):
    edition = country.publish()
    needed = [digest for one in EditionPage.objects.all() for digest in row_digests(one.data)]
    kept = set(EditionRow.objects.values_list("digest", flat=True))
    assert set(needed) == kept
    assert len(needed) > len(kept)
    assert {row.edition_id for row in EditionRow.objects.all()} == {edition.pk}


# --- Numbers, names, reasons --------------------------------------------------------------------------------------


def test_editions_of_a_quarter_are_counted_and_the_second_says_why(country):
    first = country.publish()
    with pytest.raises(UnableToPublishError, match="đã được công bố"):
        country.publish()
    second = country.publish(reason="Sửa số của Đại An")
    assert (first.number, second.number) == (1, 2)
    assert (first.slug, second.slug) == ("hai-duong-2025-q1-1", "hai-duong-2025-q1-2")
    assert country.publish(quarter=Quarter(2025, 2)).number == 1
    assert [edition.slug for edition in editions(quarter=Q1)] == [second.slug, first.slug]


@pytest.mark.parametrize("who", ["approver", "administrator"])
def test_approvers_and_administrators_publish(country, who):
    assert country.publish(by=getattr(country.people, who)).published_by == getattr(country.people, who)


@pytest.mark.parametrize("who", ["clerk", "manager"])
def test_others_do_not(country, who):
    with pytest.raises(UnableToPublishError):
        country.publish(by=getattr(country.people, who))
    assert not Edition.objects.exists()


def test_nobody_publishes_for_a_place_of_others(country):
    with pytest.raises(UnableToPublishError):
        country.publish(place=country.other.province)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "  "},
        {"name": "x" * 201},
        {"name": "a\x00b"},
        {"quarter": Quarter(2099, 1)},
        {"as_of": timezone.now() + timedelta(days=1)},
        {"reason": "x" * 301},
    ],
    ids=["no name", "long name", "unprintable", "not begun", "ahead", "long reason"],
)
def test_what_cannot_be_kept_is_refused_and_nothing_is_written(country, wrong):
    with pytest.raises(UnableToPublishError):
        country.publish(**wrong)
    assert [model.objects.count() for model in (Edition, EditionPage, EditionRow)] == [0, 0, 0]


def test_quarter_of_which_nothing_is_known_is_not_published(country):
    with pytest.raises(UnableToPublishError):
        country.publish(place=country.tree.parks[1], by=country.people.administrator, quarter=Quarter(2019, 1))


def test_trail_names_who_published_and_why(country):
    country.publish()
    edition = country.publish(reason="Sửa số")
    event = Edition.pgh_event_model.objects.get(pgh_obj_id=edition.pk)
    assert event.pgh_context.metadata["user"] == country.people.approver.pk
    assert event.pgh_context.metadata["why"] == "Sửa số"


# --- Written once -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", [Edition, EditionPage, EditionRow])
def test_nothing_of_an_edition_is_changed_or_deleted(country, model):
    country.publish()
    table = model._meta.db_table
    for statement in (f"UPDATE {table} SET digest = repeat('0', 64)", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_nothing_is_added_to_an_edition_that_is_there(country):
    edition = country.publish()
    row = EditionRow.objects.first()
    page_of_it = EditionPage.objects.first()
    for added in (
        EditionRow(edition=edition, place=row.place, indicator=row.indicator, data="x", digest="x"),
        EditionPage(edition=edition, place=country.other.province, map="then", position=9, data="x", digest="x"),
    ):
        with pytest.raises(DatabaseError, match="nothing is added"), transaction.atomic():
            added.save(force_insert=True)
    assert page_of_it is not None


# --- Who finds it -------------------------------------------------------------------------------------------------


def test_edition_of_a_place_beyond_the_reach_is_not_there(country):
    edition = country.publish()
    with pytest.raises(EditionNotFound):
        edition_by_slug(edition.slug, reach=frozenset({country.tree.parks[0].pk}))
    assert edition_by_slug(edition.slug, reach=frozenset({country.tree.province.pk})).number == 1
    assert editions(reach=frozenset({country.tree.parks[0].pk})) == ()


# --- The moment ---------------------------------------------------------------------------------------------------


def test_settled_moment_gives_its_lock_back_at_once(country):
    def held():
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")
            return cursor.fetchone()[0]

    before = held()
    first, second = settled_moment(), settled_moment()
    assert first < second
    assert held() == before
