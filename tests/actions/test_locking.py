"""Closed quarters: who closes them, what they stop, and who may correct them all the same."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, transaction
from django.utils import translation

from tests.builders import (
    Figure,
    make_actual,
    make_approver,
    make_clerk,
    make_duty,
    make_form,
    make_indicator,
    make_manager,
    make_park,
    make_person,
    make_place,
    make_province_with_parks,
)
from tracker.actions.deputies import appoint_deputy
from tracker.actions.entering import UnableToSaveCellsError, save_cells
from tracker.actions.entry_lines import LineEntry
from tracker.actions.leave import (
    UnableToAllowCorrectionError,
    UnableToTakeBackExceptionError,
    allow_correction,
    take_back_exception,
)
from tracker.actions.locking import (
    UnableToCloseQuarterError,
    UnableToReopenQuarterError,
    close_quarter,
    closed_cells,
    reopen_quarter,
    sentence_of,
)
from tracker.actions.reporting import (
    UnableToOpenReportError,
    UnableToReopenReportError,
    UnableToReviseReportError,
    UnableToSubmitReportError,
    UnableToWithdrawSubmissionError,
    approve_report,
    delete_draft,
    open_report,
    reopen_report,
    return_report,
    revise_report,
    submit_report,
    withdraw_submission,
)
from tracker.models import LockException, QuarterLock, ReportRevision, RevisionStatus, Role
from tracker.progress.periods import Quarter

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 7, 5, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
# The database's trigger reads its own clock, so a leave that it shall see lasts past every run of this test.
LATER = datetime(2099, 1, 1, tzinfo=UTC)
Q2 = Quarter(2025, 2)


@pytest.fixture(autouse=True)
def english():
    """Read the refusals in English, whatever the catalogue says in Vietnamese."""
    with translation.override("en"):
        yield


class Office:
    """Hải Dương with two parks whose investors owe a form with two lines, and its people."""

    def __init__(self):
        self.rows = make_province_with_parks("hai-duong", parks=["dai-an", "lai-vu"])
        self.park, self.reporter = self.rows.parks[0], self.rows.investors[0]
        self.fdi = make_indicator()
        self.ddi = make_indicator("ddi-registered", unit="VND")
        form = make_form(indicators=[self.fdi, self.ddi])
        for park, investor in zip(self.rows.parks, self.rows.investors, strict=True):
            make_duty(investor, park, form=form)
        self.clerk = make_clerk(self.rows.province, "hd-clerk")
        self.colleague = make_clerk(self.rows.province, "hd-colleague")
        self.approver = make_approver(self.rows.province, "hd-approver")
        self.manager = make_manager(self.rows.province, "hd-manager")

    def draft(self, *indicators):
        revision = open_report(place=self.park, quarter=Q2, reporter=self.reporter, by=self.clerk, at=NOW)
        for indicator in indicators or (self.fdi,):
            make_actual(revision, Figure(indicator, 125))
        return revision

    def submitted(self):
        return submit_report(revision=self.draft(), by=self.clerk, at=NOW)

    def approved(self):
        return approve_report(revision=self.submitted(), by=self.approver, at=NOW)

    def close(self, place=None, **fields):
        fields = {"quarter": Q2, "by": self.approver, "at": NOW, "reason": "Sent to the ministry", **fields}
        return close_quarter(place=place or self.rows.province, **fields)

    def allow(self, lock, *indicators, **fields):
        fields = {
            "place": self.park,
            "person": self.clerk,
            "reason": "A letter came late.",
            "ends_at": LATER,
            "by": self.approver,
            "at": NOW,
            **fields,
        }
        return allow_correction(lock=lock, indicators=indicators, **fields)

    def closed(self, place=None, by=None, at=NOW):
        place = place or self.park
        return closed_cells(places=[place.pk], quarter=Q2, by=by or self.clerk, at=at).get(place.pk)


@pytest.fixture
def office(db):
    return Office()


def test_close_closes_the_place_and_all_below_it_and_nothing_else(office):
    lock = office.close()
    other = make_park("yen-phong", parent=make_place("bac-ninh"))
    places = [office.rows.province.pk, office.park.pk, office.rows.parks[1].pk, office.rows.country.pk, other.pk]
    found = closed_cells(places=places, quarter=Q2, by=office.clerk, at=NOW)
    assert found.keys() == {office.rows.province.pk, office.park.pk, office.rows.parks[1].pk}
    closed = found[office.park.pk]
    assert (closed.lock_id, closed.place, closed.lock_place) == (lock.pk, "Dai An", "Hai Duong")
    assert (closed.by, closed.reason, closed.since) == (str(office.approver), "Sent to the ministry", lock.recorded_at)
    assert closed.is_shut
    assert not closed_cells(places=places, quarter=Quarter(2025, 1), by=office.clerk, at=NOW)


def test_sentence_says_since_when_by_whom_why_and_how_to_get_leave(office):
    office.close()
    text = sentence_of(office.closed())
    for words in ("Q2 2025", "Hai Duong", str(office.approver), "“Sent to the ministry”", "ask an approver"):
        assert words in text


@pytest.mark.parametrize("who", ["clerk", "manager", "neighbour", "parks_approver"])
def test_close_is_for_those_who_approve_or_administer_the_place(office, who):
    make_approver(office.park, "parks_approver")
    make_approver(make_place("bac-ninh"), "neighbour")
    person = getattr(office, who, None) or make_person(who)
    with pytest.raises(UnableToCloseQuarterError, match="roles"):
        office.close(by=person)
    assert not QuarterLock.objects.exists()


def test_close_by_an_administrator_of_the_place_counts(office):
    administrator = make_person("hd-administrator", role=Role.ADMINISTRATOR, place=office.rows.province)
    assert office.close(by=administrator, reason="").locked_by == administrator
    assert "“" not in sentence_of(office.closed()).split(". ")[0]


def test_close_of_what_is_closed_or_has_not_begun_is_refused(office):
    office.close()
    for place in (office.rows.province, office.park):
        with pytest.raises(UnableToCloseQuarterError, match="Hai Duong since"):
            office.close(place)
    with pytest.raises(UnableToCloseQuarterError, match="not begun"):
        office.close(quarter=Quarter(2025, 4))


def test_reopened_quarter_takes_reports_again_and_the_trail_says_why(office):
    lock = office.close()
    with pytest.raises(UnableToReopenQuarterError, match="Say why"):
        reopen_quarter(lock=lock, reason=" ", by=office.approver, at=NOW)
    with pytest.raises(UnableToReopenQuarterError, match="roles"):
        reopen_quarter(lock=lock, reason="why", by=office.clerk, at=NOW)
    reopen_quarter(lock=lock, reason="closed by mistake", by=office.approver, at=NOW)
    assert office.closed() is None
    assert office.draft().status == RevisionStatus.DRAFT
    event = QuarterLock.pgh_event_model.objects.filter(pgh_obj_id=lock.pk).latest("pgh_id")
    assert event.pgh_context.metadata["why"] == "closed by mistake"
    with pytest.raises(UnableToReopenQuarterError, match="already"):
        reopen_quarter(lock=lock, reason="again", by=office.approver, at=NOW)


def test_nothing_is_opened_submitted_reopened_withdrawn_or_corrected_in_a_closed_quarter(office):
    draft = office.draft()
    office.close()
    with pytest.raises(UnableToOpenReportError, match="is closed for Hai Duong"):
        open_report(place=office.rows.parks[1], quarter=Q2, reporter=office.rows.investors[1], by=office.clerk, at=NOW)
    with pytest.raises(UnableToSubmitReportError, match="is closed for Hai Duong"):
        submit_report(revision=draft, by=office.clerk, at=NOW)
    assert ReportRevision.objects.get().status == RevisionStatus.DRAFT


def test_what_was_submitted_in_time_is_still_approved_or_returned_but_not_withdrawn(office):
    revision = office.submitted()
    office.close()
    with pytest.raises(UnableToWithdrawSubmissionError, match="is closed"):
        withdraw_submission(revision=revision, by=office.clerk, at=NOW)
    approved = approve_report(revision=revision, by=office.approver, at=NOW)
    assert approved.status == RevisionStatus.APPROVED
    with pytest.raises(UnableToReviseReportError, match="is closed"):
        revise_report(report=approved.report, reason="why", by=office.clerk, at=NOW)


def test_returned_report_of_a_closed_quarter_stays_returned(office):
    revision = office.submitted()
    office.close()
    returned = return_report(revision=revision, reason="wrong unit", by=office.approver, at=NOW)
    with pytest.raises(UnableToReopenReportError, match="is closed"):
        reopen_report(revision=returned, by=office.clerk, at=NOW)


def test_draft_of_a_closed_quarter_can_be_deleted(office):
    draft = office.draft()
    office.close()
    delete_draft(revision=draft, by=office.clerk, at=NOW)
    assert not ReportRevision.objects.exists()


def test_leave_lets_the_named_person_correct_until_its_end_and_nobody_else(office):
    report = office.approved().report
    exception = office.allow(office.close())
    with pytest.raises(UnableToReviseReportError, match="is closed"):
        revise_report(report=report, reason="why", by=office.colleague, at=NOW)
    with pytest.raises(UnableToReviseReportError, match="is closed"):
        revise_report(report=report, reason="why", by=office.clerk, at=LATER)
    closed = office.closed()
    assert (closed.open_indicators, closed.open_until, closed.is_shut) == (None, LATER, False)
    assert "You have leave to correct it until" in sentence_of(closed)
    draft = revise_report(report=report, reason="why", by=office.clerk, at=NOW)
    make_actual(draft, Figure(office.ddi, 5))
    submitted = submit_report(revision=draft, by=office.clerk, at=NOW)
    assert approve_report(revision=submitted, by=office.approver, at=NOW).approved_at
    take_back_exception(exception=exception, by=office.approver, at=NOW)
    assert office.closed().is_shut
    with pytest.raises(UnableToTakeBackExceptionError, match="already"):
        take_back_exception(exception=exception, by=office.approver, at=NOW)


def test_leave_for_some_cells_lets_only_these_be_submitted(office):
    report = office.approved().report
    office.allow(office.close(), office.fdi)
    closed = office.closed()
    assert closed.open_indicators == frozenset({office.fdi.pk})
    assert (closed.allows(office.fdi.pk), closed.allows(office.ddi.pk)) == (True, False)
    assert "You have leave to correct these cells until" in sentence_of(closed)
    assert sentence_of(closed).endswith(": Fdi Registered.")
    draft = revise_report(report=report, reason="why", by=office.clerk, at=NOW)
    make_actual(draft, Figure(office.fdi, 5))
    other = make_actual(draft, Figure(office.ddi, 5))
    with pytest.raises(UnableToSubmitReportError, match="Ddi Registered"):
        submit_report(revision=draft, by=office.clerk, at=NOW)
    other.delete()
    assert submit_report(revision=draft, by=office.clerk, at=NOW).submitted_at


def test_line_outside_the_leave_goes_back_to_what_is_approved(office):
    """A draft from before the closing changes two lines; the leave is for one, so the other has to be cleared."""
    report = office.approved().report
    draft = revise_report(report=report, reason="why", by=office.clerk, at=NOW)
    make_actual(draft, Figure(office.fdi, 130))
    make_actual(draft, Figure(office.ddi, 5))
    office.allow(office.close(), office.ddi)
    with pytest.raises(UnableToSubmitReportError, match="Clear these changes"):
        submit_report(revision=draft, by=office.clerk, at=NOW)

    def save(**typed):
        entry = LineEntry(indicator_id=office.fdi.pk, **{name: Decimal(value) for name, value in typed.items()})
        return save_cells(revision=draft, entries=[entry], by=office.clerk, at=NOW)

    for other in ({"year_to_date": 140}, {}):
        with pytest.raises(UnableToSaveCellsError) as refused:
            save(**other)
        assert "is closed" in refused.value.problems[0].message
    assert save(year_to_date=125) == 1
    assert submit_report(revision=draft, by=office.clerk, at=NOW).submitted_at


def test_line_outside_the_leave_is_cleared_where_nothing_is_approved(office):
    draft = office.draft(office.fdi, office.ddi)
    office.allow(office.close(), office.ddi)
    assert save_cells(revision=draft, entries=[LineEntry(indicator_id=office.fdi.pk)], by=office.clerk, at=NOW) == 1
    assert submit_report(revision=draft, by=office.clerk, at=NOW).submitted_at


def test_report_that_could_not_be_submitted_again_is_neither_taken_back_nor_opened(office):
    draft = office.draft(office.fdi, office.ddi)
    revision = submit_report(revision=draft, by=office.clerk, at=NOW)
    lock = office.close()
    office.allow(lock, office.fdi)
    with pytest.raises(UnableToWithdrawSubmissionError, match="also states: Ddi Registered; as a draft it could not"):
        withdraw_submission(revision=revision, by=office.clerk, at=NOW)
    returned = return_report(revision=revision, reason="wrong unit", by=office.approver, at=NOW)
    with pytest.raises(UnableToReopenReportError, match="also states: Ddi Registered; as a draft it could not"):
        reopen_report(revision=returned, by=office.clerk, at=NOW)
    office.allow(lock, office.ddi)
    reopened = reopen_report(revision=returned, by=office.clerk, at=NOW)
    submitted = submit_report(revision=reopened, by=office.clerk, at=NOW)
    withdrawn = withdraw_submission(revision=submitted, by=office.clerk, at=NOW)
    assert submit_report(revision=withdrawn, by=office.clerk, at=NOW).status == RevisionStatus.AWAITING_APPROVAL


def test_two_leaves_add_up(office):
    lock = office.close()
    office.allow(lock, office.fdi, ends_at=LATER - timedelta(days=9))
    office.allow(lock, office.ddi)
    closed = office.closed()
    assert closed.open_indicators == frozenset({office.fdi.pk, office.ddi.pk})
    assert closed.open_until == LATER
    assert office.closed(at=LATER - timedelta(days=1)).open_indicators == frozenset({office.ddi.pk})
    office.allow(lock)
    assert office.closed().open_indicators is None


def test_leave_does_not_reach_another_park_of_the_same_closing(office):
    office.allow(office.close())
    assert office.closed(office.rows.parks[1]).is_shut


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"reason": " "}, "Say why"),
        ({"ends_at": NOW}, "passed already"),
        ({"person": "approver"}, "leave to themselves"),
        ({"person": "manager"}, "does not enter"),
        ({"by": "clerk"}, "roles"),
        ({"by": "parks_approver"}, "roles"),
        ({"place": "elsewhere"}, "does not count"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_leave_that_cannot_be_is_refused(office, fields, sentence):
    known = {
        "approver": office.approver,
        "manager": office.manager,
        "clerk": office.clerk,
        "parks_approver": make_approver(office.park, "parks-approver"),
        "elsewhere": make_park("yen-phong", parent=make_place("bac-ninh")),
    }
    lock = office.close()
    fields = {name: known.get(value, value) if isinstance(value, str) else value for name, value in fields.items()}
    with pytest.raises(UnableToAllowCorrectionError, match=sentence):
        office.allow(lock, **fields)
    assert not LockException.objects.exists()


def test_closing_of_an_office_above_counts_over_an_earlier_one_below(office):
    parks_approver = make_approver(office.park, "parks-approver")
    report = office.approved().report
    lower = office.close(office.park, by=parks_approver)
    office.allow(lower, by=parks_approver)
    assert not office.closed().is_shut
    upper = office.close()
    closed = office.closed()
    assert (closed.lock_id, closed.lock_place, closed.is_shut) == (upper.pk, "Hai Duong", True)
    with pytest.raises(UnableToAllowCorrectionError, match="does not count"):
        office.allow(lower, by=parks_approver)
    with pytest.raises(UnableToAllowCorrectionError, match="roles"):
        office.allow(upper, by=parks_approver)
    with pytest.raises(UnableToReviseReportError, match="is closed for Hai Duong"):
        revise_report(report=report, reason="why", by=office.clerk, at=NOW)
    with pytest.raises(DatabaseError, match="the quarter is closed"), transaction.atomic():
        ReportRevision.objects.create(report=report, number=2, reason="past the action", status=RevisionStatus.DRAFT)
    reopen_quarter(lock=upper, reason="too early", by=office.approver, at=NOW)
    assert office.closed().lock_id == lower.pk


def test_leave_in_a_quarter_that_is_open_again_is_refused(office):
    lock = office.close()
    reopen_quarter(lock=lock, reason="why", by=office.approver, at=NOW)
    with pytest.raises(UnableToAllowCorrectionError, match="open again"):
        office.allow(lock)


def test_deputy_gives_no_leave_to_the_person_stood_in_for(office, settings):
    make_clerk(office.rows.province, "hd-approver")
    appoint_deputy(
        by=office.approver,
        deputy=office.colleague,
        place=office.rows.province,
        first_day=NOW.date(),
        last_day=NOW.date(),
        at=NOW,
    )
    lock = office.close()
    with pytest.raises(UnableToAllowCorrectionError, match="leave to themselves"):
        office.allow(lock, by=office.colleague, person=office.approver)
    settings.SMALL_OFFICE = True
    assert office.allow(lock, by=office.colleague, person=office.approver).given_by == office.colleague


def test_deputy_of_two_gives_leave_to_one_for_the_other(office):
    second = make_approver(office.rows.province, "second-approver")
    for lender in (office.approver, second):
        make_clerk(office.rows.province, lender.username)
        appoint_deputy(
            by=lender,
            deputy=office.colleague,
            place=office.rows.province,
            first_day=NOW.date(),
            last_day=NOW.date(),
            at=NOW,
        )
    lock = office.close()
    for person, lender in ((office.approver, second), (second, office.approver)):
        exception = office.allow(lock, by=office.colleague, person=person)
        event = LockException.pgh_event_model.objects.get(pgh_obj_id=exception.pk)
        assert event.pgh_context.metadata["standing_in_for"] == lender.pk


def test_small_office_gives_leave_to_itself(office, settings):
    settings.SMALL_OFFICE = True
    make_clerk(office.rows.province, "hd-approver")
    assert office.allow(office.close(), person=office.approver).given_by == office.approver


def test_leave_is_taken_back_by_those_who_keep_the_closing_only(office):
    exception = office.allow(office.close())
    with pytest.raises(UnableToTakeBackExceptionError, match="roles"):
        take_back_exception(exception=exception, by=office.clerk, at=NOW)


def test_database_refuses_a_correction_that_the_action_would_have_refused(office):
    report = office.approved().report
    office.close()
    with pytest.raises(DatabaseError, match="the quarter is closed"), transaction.atomic():
        ReportRevision.objects.create(report=report, number=2, reason="past the action", status=RevisionStatus.DRAFT)


def test_looking_for_closed_cells_costs_the_same_for_one_place_and_for_many(office, django_assert_num_queries):
    many = [office.rows.province.pk, *(park.pk for park in office.rows.parks)]
    with django_assert_num_queries(1):
        closed_cells(places=many, quarter=Q2, by=office.clerk, at=NOW)
    lock = office.close()
    office.allow(lock, office.fdi, office.ddi)
    for places in (many[:1], many):
        with django_assert_num_queries(4):
            assert len(closed_cells(places=places, quarter=Q2, by=office.clerk, at=NOW)) == len(places)
