"""The life of a report: every exit of every step."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pghistory
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
    make_organisation,
    make_person,
    make_place,
    make_province_with_parks,
    make_report,
)
from tracker.actions.entering import Stated, save_sheets
from tracker.actions.entry_desks import Desk
from tracker.actions.entry_lines import LineEntry
from tracker.actions.report_rows import figures_token
from tracker.actions.reporting import (
    UnableToApproveReportError,
    UnableToDeleteDraftError,
    UnableToOpenReportError,
    UnableToReopenReportError,
    UnableToReturnReportError,
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
from tracker.models import Actual, Basis, QuarterlyReport, ReportRevision, RevisionStatus, Role
from tracker.progress.completeness import read_completeness
from tracker.progress.owed_report import ReportState
from tracker.progress.periods import Quarter

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    """Read the refusals in English, whatever the catalogue says in Vietnamese."""
    with translation.override("en"):
        yield


NOW = datetime(2025, 7, 5, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
Q2 = Quarter(2025, 2)


class Office:
    """Hải Dương with Dai An, whose investor owes a form, and three people of the province."""

    def __init__(self):
        self.rows = make_province_with_parks("hai-duong", parks=["dai-an"])
        self.park, self.reporter = self.rows.parks[0], self.rows.investors[0]
        self.fdi = make_indicator()
        self.form = make_form(indicators=[self.fdi])
        self.duty = make_duty(self.reporter, self.park, form=self.form)
        self.clerk = make_clerk(self.rows.province, "hd-clerk")
        self.approver = make_approver(self.rows.province, "hd-approver")
        self.manager = make_manager(self.rows.province, "hd-manager")

    def draft(self, value="125000000"):
        revision = open_report(place=self.park, quarter=Q2, reporter=self.reporter, by=self.clerk, at=NOW)
        if value is not None:
            make_actual(revision, Figure(self.fdi, value))
        return revision

    def submitted(self):
        return submit_report(revision=self.draft(), by=self.clerk, at=NOW)

    def approved(self):
        return approve_report(revision=self.submitted(), by=self.approver, at=NOW)


@pytest.fixture
def office(db):
    return Office()


def test_open_creates_report_and_draft_with_the_form_in_force(office):
    revision = office.draft(None)
    assert (revision.number, revision.status) == (1, RevisionStatus.DRAFT)
    assert (revision.report.year, revision.report.quarter, revision.report.form) == (2025, 2, office.form)


def test_open_of_a_quarter_that_has_not_begun_is_refused(office):
    with pytest.raises(UnableToOpenReportError, match="2025"):
        open_report(place=office.park, quarter=Quarter(2025, 4), reporter=office.reporter, by=office.clerk, at=NOW)
    assert not QuarterlyReport.objects.exists()


def test_open_at_the_first_hour_of_the_quarter_in_vietnam_is_allowed(office):
    at = datetime(2025, 6, 30, 17, 0, tzinfo=ZoneInfo("UTC"))
    revision = open_report(
        place=office.park, quarter=Quarter(2025, 3), reporter=office.reporter, by=office.clerk, at=at
    )
    assert revision.report.quarter == 3


def test_open_without_duty_is_refused(office):
    other = make_organisation("other-board")
    with pytest.raises(UnableToOpenReportError):
        open_report(place=office.park, quarter=Q2, reporter=other, by=office.clerk, at=NOW)


def test_open_a_second_time_is_refused(office):
    office.draft()
    with pytest.raises(UnableToOpenReportError):
        office.draft()
    assert QuarterlyReport.objects.count() == 1


def test_open_for_a_place_that_had_ended_is_refused(office):
    type(office.park).objects.filter(pk=office.park.pk).update(valid_to="2025-03-31")
    office.park.refresh_from_db()
    with pytest.raises(UnableToOpenReportError):
        office.draft()


@pytest.mark.parametrize("who", ["approver", "manager", "stranger"])
def test_open_by_anybody_but_a_clerk_of_the_place_is_refused(office, who):
    stranger = make_clerk(make_place("bac-ninh"), "bn-clerk")
    person = stranger if who == "stranger" else getattr(office, who)
    with pytest.raises(UnableToOpenReportError):
        open_report(place=office.park, quarter=Q2, reporter=office.reporter, by=person, at=NOW)


def test_submit_stamps_who_and_when(office):
    revision = office.submitted()
    assert (revision.status, revision.submitted_by, revision.submitted_at) == (
        RevisionStatus.AWAITING_APPROVAL,
        office.clerk,
        NOW,
    )


def test_submit_without_figures_is_refused(office):
    with pytest.raises(UnableToSubmitReportError):
        submit_report(revision=office.draft(None), by=office.clerk, at=NOW)


def test_submit_twice_is_refused(office):
    revision = office.submitted()
    with pytest.raises(UnableToSubmitReportError):
        submit_report(revision=revision, by=office.clerk, at=NOW)


def test_submit_by_approver_is_refused(office):
    with pytest.raises(UnableToSubmitReportError):
        submit_report(revision=office.draft(), by=office.approver, at=NOW)


def test_withdrawn_submission_is_a_draft_again(office):
    revision = withdraw_submission(revision=office.submitted(), by=office.clerk, at=NOW)
    assert (revision.status, revision.submitted_by, revision.submitted_at) == (RevisionStatus.DRAFT, None, None)


def test_withdraw_of_a_draft_is_refused(office):
    with pytest.raises(UnableToWithdrawSubmissionError):
        withdraw_submission(revision=office.draft(), by=office.clerk, at=NOW)


def test_return_keeps_reason_and_reopen_keeps_it_readable(office):
    revision = return_report(revision=office.submitted(), reason=" thiếu DDI ", by=office.approver, at=NOW)
    assert (revision.status, revision.return_reason, revision.returned_by) == (
        RevisionStatus.RETURNED,
        "thiếu DDI",
        office.approver,
    )
    revision = reopen_report(revision=revision, by=office.clerk, at=NOW)
    assert (revision.status, revision.return_reason) == (RevisionStatus.DRAFT, "thiếu DDI")


@pytest.mark.parametrize("reason", ["", "  ", "x" * 301])
def test_return_without_usable_reason_is_refused(office, reason):
    with pytest.raises(UnableToReturnReportError):
        return_report(revision=office.submitted(), reason=reason, by=office.approver, at=NOW)


def test_return_by_clerk_or_of_a_draft_is_refused(office):
    revision = office.draft()
    with pytest.raises(UnableToReturnReportError):
        return_report(revision=revision, reason="why", by=office.approver, at=NOW)
    submit_report(revision=revision, by=office.clerk, at=NOW)
    with pytest.raises(UnableToReturnReportError):
        return_report(revision=revision, reason="why", by=office.clerk, at=NOW)


def test_reopen_of_anything_but_returned_is_refused(office):
    with pytest.raises(UnableToReopenReportError):
        reopen_report(revision=office.draft(), by=office.clerk, at=NOW)


def test_approve_takes_moment_and_number_from_the_database(office):
    revision = office.approved()
    assert revision.status == RevisionStatus.APPROVED
    assert revision.approved_by == office.approver
    assert revision.approval_sequence is not None
    assert revision.approved_at > NOW


def test_approve_of_a_draft_is_refused(office):
    with pytest.raises(UnableToApproveReportError):
        approve_report(revision=office.draft(), by=office.approver, at=NOW)


def test_approve_twice_is_refused(office):
    revision = office.approved()
    with pytest.raises(UnableToApproveReportError):
        approve_report(revision=revision, by=office.approver, at=NOW)


@pytest.mark.parametrize("who", ["clerk", "manager"])
def test_approve_without_the_role_is_refused(office, who):
    with pytest.raises(UnableToApproveReportError):
        approve_report(revision=office.submitted(), by=getattr(office, who), at=NOW)


def test_approver_of_a_neighbour_cannot_approve(office):
    neighbour = make_approver(make_place("bac-ninh"), "bn-approver")
    with pytest.raises(UnableToApproveReportError):
        approve_report(revision=office.submitted(), by=neighbour, at=NOW)


def test_nobody_approves_what_they_submitted(office):
    both = make_person("both", role=Role.CLERK, place=office.rows.province)
    make_person("both", role=Role.APPROVER, place=office.rows.province)
    revision = submit_report(revision=office.draft(), by=both, at=NOW)
    with pytest.raises(UnableToApproveReportError):
        approve_report(revision=revision, by=both, at=NOW)


def test_small_office_may_approve_its_own(office, settings):
    settings.SMALL_OFFICE = True
    both = make_person("both", role=Role.CLERK, place=office.rows.province)
    make_person("both", role=Role.APPROVER, place=office.rows.province)
    revision = submit_report(revision=office.draft(), by=both, at=NOW)
    assert approve_report(revision=revision, by=both, at=NOW).status == RevisionStatus.APPROVED


def test_approve_of_figures_that_changed_since_they_were_seen_is_refused(office):
    revision = office.submitted()
    seen = figures_token(revision)
    withdraw_submission(revision=revision, by=office.clerk, at=NOW)
    Actual.objects.filter(revision=revision).update(value=1)
    submit_report(revision=revision, by=office.clerk, at=NOW)
    with pytest.raises(UnableToApproveReportError):
        approve_report(revision=revision, by=office.approver, at=NOW, seen=seen)
    assert approve_report(revision=revision, by=office.approver, at=NOW, seen=figures_token(revision)).approved_at


def test_revise_opens_the_next_revision_without_figures(office):
    approved = office.approved()
    draft = revise_report(report=approved.report, reason="nhập nhầm", by=office.clerk, at=NOW)
    assert (draft.number, draft.status, draft.reason) == (2, RevisionStatus.DRAFT, "nhập nhầm")
    assert not draft.actuals.exists()
    assert Actual.objects.in_force(None).get().value == 125_000_000


def test_revise_without_reason_or_while_open_is_refused(office):
    revision = office.submitted()
    with pytest.raises(UnableToReviseReportError):
        revise_report(report=revision.report, reason="why", by=office.clerk, at=NOW)
    approve_report(revision=revision, by=office.approver, at=NOW)
    with pytest.raises(UnableToReviseReportError):
        revise_report(report=revision.report, reason=" ", by=office.clerk, at=NOW)
    with pytest.raises(UnableToReviseReportError):
        revise_report(report=revision.report, reason="why", by=office.approver, at=NOW)
    assert ReportRevision.objects.count() == 1


def test_revise_of_press_figures_is_refused_with_the_cure(office):
    report = make_report(office.park, 2025, 1, reporter=office.reporter, figures=[Figure(office.fdi, 1)])
    with pytest.raises(UnableToReviseReportError):
        revise_report(report=report, reason="why", by=office.clerk, at=NOW)


def test_delete_of_the_first_draft_deletes_its_report(office):
    delete_draft(revision=office.draft(), by=office.clerk, at=NOW)
    assert not QuarterlyReport.objects.exists()
    assert Actual.pgh_event_model.objects.filter(pgh_label="delete").count() == 1


def test_delete_of_the_first_draft_leaves_the_extension_that_was_given(office):
    # The administrator gave the reporter until 30 August; the clerk's own day goes with what the clerk had typed.
    draft = office.draft()
    QuarterlyReport.objects.update(due_on=date(2025, 8, 30), cut_off_on=date(2025, 6, 20))
    delete_draft(revision=draft, by=office.clerk, at=NOW)
    report = QuarterlyReport.objects.get()
    assert (report.due_on, report.cut_off_on, report.revisions.count()) == (date(2025, 8, 30), None, 0)
    [owed] = read_completeness(quarters=[Q2], read_on=date(2025, 8, 20)).owed
    assert (owed.state, owed.due_on) == (ReportState.NOTHING, date(2025, 8, 30))
    # Typing begins the report again, with its extension.
    desk = Desk(office.park, Q2, office.reporter, report.form, report)
    entry = LineEntry(indicator_id=office.fdi.pk, in_quarter=Decimal(5))
    assert save_sheets(stated=[Stated(desk, [entry])], by=office.clerk, at=NOW).count == 1
    assert QuarterlyReport.objects.get().due_on == date(2025, 8, 30)


def test_delete_of_a_correction_leaves_the_approved_revision(office):
    approved = office.approved()
    draft = revise_report(report=approved.report, reason="why", by=office.clerk, at=NOW)
    delete_draft(revision=draft, by=office.clerk, at=NOW)
    assert [r.number for r in ReportRevision.objects.all()] == [1]


def test_delete_of_a_submitted_report_or_by_a_stranger_is_refused(office):
    revision = office.draft()
    with pytest.raises(UnableToDeleteDraftError):
        delete_draft(revision=revision, by=office.manager, at=NOW)
    submit_report(revision=revision, by=office.clerk, at=NOW)
    with pytest.raises(UnableToDeleteDraftError):
        delete_draft(revision=revision, by=office.clerk, at=NOW)


def test_trail_names_who_took_each_step(office):
    revision = office.approved()
    events = ReportRevision.pgh_event_model.objects.filter(pgh_obj_id=revision.pk).order_by("pgh_id")
    assert [(event.pgh_label, event.status, event.pgh_context.metadata["user"]) for event in events] == [
        ("insert", "draft", office.clerk.pk),
        ("update", "awaiting_approval", office.clerk.pk),
        ("update", "approved", office.approver.pk),
    ]


@pytest.mark.parametrize("change", ["figure", "insert", "delete", "status", "number"])
def test_database_refuses_to_change_an_approved_revision(office, change):
    revision = office.approved()
    attempts = {
        "figure": lambda: Actual.objects.filter(revision=revision).update(value=1),
        "insert": lambda: make_actual(revision, Figure(make_indicator("other"), 1)),
        "delete": lambda: Actual.objects.filter(revision=revision).delete(),
        "status": lambda: ReportRevision.objects.filter(pk=revision.pk).update(status="draft"),
        "number": lambda: ReportRevision.objects.filter(pk=revision.pk).update(number=9),
    }
    with pytest.raises(DatabaseError, match="tracker:"), transaction.atomic():
        attempts[change]()
    assert Actual.objects.get(revision=revision).value == 125_000_000


def test_database_refuses_a_step_that_leaves_one_out(office):
    revision = office.draft()
    with pytest.raises(DatabaseError, match="tracker:"), transaction.atomic():
        ReportRevision.objects.filter(pk=revision.pk).update(status="returned", return_reason="x")


def test_approval_by_somebody_who_changed_one_figure_is_refused(office):
    both = make_clerk(office.rows.province, "hd-both")
    make_approver(office.rows.province, "hd-both")
    revision = office.draft()
    with pghistory.context(user=both.pk):
        revision.actuals.update(value=126_000_000)
    submitted = submit_report(revision=revision, by=office.clerk, at=NOW)
    with pytest.raises(UnableToApproveReportError, match="somebody else"):
        approve_report(revision=submitted, by=both, at=NOW)
    assert approve_report(revision=submitted, by=office.approver, at=NOW).approved_at


@pytest.mark.parametrize("field", ["reason", "source", "note"])
def test_token_of_the_figures_changes_with_their_words(office, field):
    revision = office.draft()
    seen = figures_token(revision)
    Actual.objects.filter(revision=revision).update(**{field: "theo công văn 12"})
    assert figures_token(revision) != seen


def test_report_for_an_earlier_quarter_leaves_every_typed_figure_of_a_later_one(office):
    later = open_report(place=office.park, quarter=Q2, reporter=office.reporter, by=office.clerk, at=NOW)
    make_actual(later, Figure(office.fdi, 25))
    make_actual(later, Figure(make_indicator("ddi-registered", unit="VND"), 7, Basis.IN_QUARTER))
    submit_report(revision=later, by=office.clerk, at=NOW)
    approve_report(revision=later, by=office.approver, at=NOW)
    before = list(Actual.objects.in_force(None).filter(revision__report=later.report).order_by("pk").values())
    assert len(before) == 2
    earlier = open_report(
        place=office.park, quarter=Quarter(2025, 1), reporter=office.reporter, by=office.clerk, at=NOW
    )
    make_actual(earlier, Figure(office.fdi, 10))
    submit_report(revision=earlier, by=office.clerk, at=NOW)
    approve_report(revision=earlier, by=office.approver, at=NOW)
    assert list(Actual.objects.in_force(None).filter(revision__report=later.report).order_by("pk").values()) == before
