"""The order of approvals: numbers follow commits, and moments follow numbers."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from provinces.models import Place, PlaceParent
from provinces.models.past import MOMENTS_LOCK, as_they_stood, put_back
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
    IndicatorGroup,
    Person,
    QuarterlyReport,
    ReportForm,
    ReportFormLine,
    ReportingDuty,
    ReportRevision,
    Unit,
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


def edit_indicator():
    Indicator.objects.filter(code="fdi-registered").update(headline=True, display_scale=1000)


def rename_unit():
    Unit.objects.filter(code="USD").update(name_en="greenbacks")


def move_group():
    IndicatorGroup.objects.update(position=80)


def extend_report():
    QuarterlyReport.objects.update(due_on=date(2030, 12, 31))


def due_days_at(moment):
    reports = list(QuarterlyReport.objects.order_by("pk"))
    put_back(reports, moment, only=["due_on"])
    return [report.due_on for report in reports]


def books_at(moment):
    """What counts at a moment: keys and days of the rows that every page is made from."""
    return {
        "figures": sorted(Actual.objects.in_force(moment).values_list("pk", flat=True)),
        "parents": sorted(PlaceParent.objects.known_at(moment).values_list("pk", flat=True)),
        "duties": sorted(ReportingDuty.objects.known_at(moment).values_list("pk", flat=True)),
        "places": sorted(as_they_stood(Place, moment).values_list("slug", "valid_to"), key=str),
        "lines": sorted(as_they_stood(ReportFormLine, moment).values_list("indicator_id", flat=True)),
        "holidays": sorted(as_they_stood(Holiday, moment).values_list("on", flat=True)),
        "indicators": sorted(as_they_stood(Indicator, moment).values_list("code", "headline", "display_scale")),
        "units": sorted(as_they_stood(Unit, moment).values_list("code", "name_en")),
        "groups": sorted(as_they_stood(IndicatorGroup, moment).values_list("code", "position")),
        "due days": due_days_at(moment),
    }


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "write",
    [
        approve_report,
        retire_duty,
        replace_duty,
        record_parent,
        end_place,
        add_line,
        add_holiday,
        edit_indicator,
        rename_unit,
        move_group,
        extend_report,
    ],
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


@pytest.mark.django_db(transaction=True)
def test_only_a_due_day_of_a_report_waits_for_others():
    report = make_report(make_park("dai-an"), reporter=make_investor("company"), figures=[], approved=False)

    def holds_the_lock():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s AND pid = pg_backend_pid()",
                [MOMENTS_LOCK],
            )
            return bool(cursor.fetchone()[0])

    with transaction.atomic():
        QuarterlyReport.objects.create(place=report.place, reporter=report.reporter, year=2025, quarter=3)
        QuarterlyReport.objects.filter(pk=report.pk).update(cut_off_on=date(2025, 3, 20))
        assert not holds_the_lock(), "whoever types figures would wait for every approval"
        QuarterlyReport.objects.filter(pk=report.pk).update(due_on=date(2025, 5, 5))
        assert holds_the_lock()


@pytest.mark.django_db(transaction=True)
def test_change_of_a_report_that_began_before_its_extension_says_nothing_of_it_earlier():
    report = make_report(make_park("dai-an"), reporter=make_investor("company"), figures=[], approved=False)
    begun, go_on = threading.Event(), threading.Event()

    def work() -> None:
        try:
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute("SELECT now()")  # a transaction's moment is that of its first statement
                begun.set()
                assert go_on.wait(timeout=20)
                QuarterlyReport.objects.filter(pk=report.pk).update(cut_off_on=date(2025, 3, 20))
        finally:
            connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    assert begun.wait(timeout=20)
    between = settled_moment()
    QuarterlyReport.objects.filter(pk=report.pk).update(due_on=date(2025, 5, 5))
    go_on.set()
    worker.join(timeout=20)
    assert due_days_at(between) == [None]
    assert due_days_at(settled_moment()) == [date(2025, 5, 5)]


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
