"""The order of approvals: numbers follow commits, and moments follow numbers."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from provinces.models import Place, PlaceParent
from provinces.models.past import as_they_stood
from tests.builders import (
    Figure,
    approve_revision,
    make_administrator,
    make_duty,
    make_form,
    make_indicator,
    make_investor,
    make_park,
    make_report,
)
from tracker.actions.approval import Approval, next_approval, settled, settled_moment
from tracker.actions.recorded import record_row, replace_row, retire_row
from tracker.models import (
    Actual,
    Holiday,
    Indicator,
    Person,
    ReportForm,
    ReportFormLine,
    ReportingDuty,
    ReportRevision,
)


@pytest.mark.django_db
def test_later_approval_has_a_higher_number_and_no_earlier_moment():
    with transaction.atomic():
        first = next_approval()
    with transaction.atomic():
        second = next_approval()
    assert second.sequence > first.sequence
    assert second.at > first.at


@pytest.mark.django_db(transaction=True)
def test_approval_outside_a_transaction_is_refused():
    with pytest.raises(transaction.TransactionManagementError, match="inside a transaction"):
        next_approval()


@pytest.mark.django_db(transaction=True)
def test_approval_waits_for_one_that_is_not_yet_committed():
    got: list[Approval] = []
    asking = threading.Event()

    def approve() -> None:
        try:
            with transaction.atomic():
                asking.set()
                got.append(next_approval())
        finally:
            connection.close()

    other = threading.Thread(target=approve)
    with transaction.atomic():
        mine = next_approval()
        other.start()
        assert asking.wait(timeout=20)
        other.join(timeout=0.5)
        assert got == [], "the other waits for this transaction to end"
    other.join(timeout=20)
    assert got[0].sequence > mine.sequence
    assert got[0].at > mine.at


def a_duty():
    return ReportingDuty.objects.get(retired_at__isnull=True)


def approve_report():
    approve_revision(ReportRevision.objects.get())


def retire_duty():
    retire_row(row=a_duty(), by=Person.objects.get(username="administrator"))


def replace_duty():
    by = Person.objects.get(username="administrator")
    replace_row(row=a_duty(), changes={"valid_to": date(2030, 12, 31)}, by=by)


def record_parent():
    park, country = Place.objects.get(slug="lai-vu"), Place.objects.get(slug="viet-nam")
    record_row(row=PlaceParent(place=park, parent=country), by=Person.objects.get(username="administrator"))


def end_place():
    place = Place.objects.get(slug="dai-an")
    place.valid_to = date(2030, 12, 31)
    place.save()


def add_line():
    form, fdi = ReportForm.objects.get(), Indicator.objects.get(code="jobs")
    ReportFormLine.objects.create(form=form, indicator=fdi, position=7, asked="as_of")


def add_holiday():
    Holiday.objects.create(on=date(2026, 1, 1), name="Tết Dương lịch", name_en="New Year")


def books_at(moment):
    """What counts at a moment: keys and days of the rows that every page is made from."""
    return {
        "figures": sorted(Actual.objects.in_force(moment).values_list("pk", flat=True)),
        "parents": sorted(PlaceParent.objects.known_at(moment).values_list("pk", flat=True)),
        "duties": sorted(ReportingDuty.objects.known_at(moment).values_list("pk", flat=True)),
        "places": sorted(as_they_stood(Place, moment).values_list("slug", "valid_to"), key=str),
        "lines": sorted(as_they_stood(ReportFormLine, moment).values_list("indicator_id", flat=True)),
        "holidays": sorted(as_they_stood(Holiday, moment).values_list("on", flat=True)),
    }


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "write", [approve_report, retire_duty, replace_duty, record_parent, end_place, add_line, add_holiday]
)
def test_moment_that_is_asked_for_while_something_is_under_way_reads_alike_before_and_after(write):
    park, fdi = make_park("dai-an"), make_indicator()
    Place.objects.create(slug="lai-vu", kind="industrial_park", name="Lai Vu", name_en="Lai Vu")
    make_indicator("jobs", unit="person")
    reporter, form = make_investor("company", park=park), make_form(indicators=[fdi])
    make_duty(reporter, park, form=form)
    make_administrator()
    make_report(park, reporter=reporter, form=form, figures=[Figure(fdi, 5)], approved=False)
    before = settled_moment()
    stood = books_at(before)
    written, may_end, moments = threading.Event(), threading.Event(), []

    def work() -> None:
        try:
            with transaction.atomic():
                write()
                written.set()
                assert may_end.wait(timeout=20)
        finally:
            connection.close()

    def ask() -> None:
        try:
            # Somebody asks for the present, while it is not known yet whether the work will be committed.
            moments.append(settled(timezone.now()))
        finally:
            connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    assert written.wait(timeout=20)
    asker = threading.Thread(target=ask)
    asker.start()
    asker.join(timeout=0.5)
    assert moments == [], "the one who asks waits for the work that is under way"
    assert books_at(before) == stood
    may_end.set()
    worker.join(timeout=20)
    asker.join(timeout=20)
    (moment,) = moments
    assert books_at(before) == stood, "what was read before the work still reads so"
    assert books_at(moment) == books_at(settled_moment()) != stood, "what was asked for meanwhile has the work in it"


@pytest.mark.django_db
def test_moment_that_lies_ahead_is_read_as_the_present():
    ahead = timezone.now() + timedelta(days=3)
    asked = settled(ahead)
    assert asked < ahead
    assert asked <= settled_moment()


@pytest.mark.django_db
def test_moment_of_long_ago_and_none_are_what_they_are(django_assert_num_queries):
    long_ago = timezone.now() - timedelta(days=3)
    with django_assert_num_queries(0):
        assert settled(long_ago) == long_ago
        assert settled(None) is None
