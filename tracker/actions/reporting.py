"""Take a quarterly report from its first draft to approval, back, and into corrections.

Every function locks the report row first, so that nobody approves figures while they change. The person is `by`,
the moment `at`; approvals take their moment from the database (tracker/actions/approval.py).
"""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from provinces.models import Organisation, Place
from provinces.models.recorded import valid_on
from provinces.wording import local_name
from tracker.actions.approval import next_approval
from tracker.actions.attachments import delete_attachments
from tracker.actions.entry_desks import Desk, refuse_to_open
from tracker.actions.leave import require_leave_for_all
from tracker.actions.locking import hold_quarter_of, require_open, require_report_open
from tracker.actions.refusals import UnableToActError
from tracker.actions.report_rows import (
    delete_if_empty,
    lender_of,
    locked_revision,
    next_number,
    not_in,
    on_the_trail,
    people_who_entered,
    require_role,
    require_seen,
    save_step,
    usable_reason,
)
from tracker.exchange.wording import quarter_name
from tracker.models import (
    Person,
    QuarterlyReport,
    ReportForm,
    ReportingDuty,
    ReportRevision,
    RevisionStatus,
    Role,
)
from tracker.progress.periods import Quarter


class UnableToOpenReportError(UnableToActError):
    """A report cannot be opened."""


class UnableToSubmitReportError(UnableToActError):
    """A draft cannot be submitted."""


class UnableToWithdrawSubmissionError(UnableToActError):
    """A submission cannot be taken back."""


class UnableToReturnReportError(UnableToActError):
    """A report cannot be returned."""


class UnableToReopenReportError(UnableToActError):
    """A returned report cannot be opened again."""


class UnableToApproveReportError(UnableToActError):
    """A report cannot be approved."""


class UnableToReviseReportError(UnableToActError):
    """A correction cannot be started."""


class UnableToDeleteDraftError(UnableToActError):
    """A draft cannot be deleted."""


def form_in_force(*, place: Place, reporter: Organisation, quarter: Quarter) -> ReportForm | None:
    """Return the form that the reporter owes for the place at the quarter's end; None if it owes none."""
    duty = (
        ReportingDuty.objects.known_at(None)
        .filter(valid_on(quarter.last_day), place=place, reporter=reporter)
        .select_related("form")
        .order_by("form__code", "pk")
        .first()
    )
    return None if duty is None else duty.form


@transaction.atomic
def open_report(*, place: Place, quarter: Quarter, reporter: Organisation, by: Person, at: datetime) -> ReportRevision:
    """Create the report and its first draft, with the form in force at the quarter's end.

    :raises UnableToOpenReportError: if the person does not enter for the place, the quarter has not begun or is closed,
        the place did not exist then, the reporter owes no report, or there is one already.
    """
    require_role(by, Role.CLERK, place.pk, at, UnableToOpenReportError)
    form = form_in_force(place=place, reporter=reporter, quarter=quarter)
    refuse_to_open(Desk(place, quarter, reporter, form), at, UnableToOpenReportError)
    require_open(place_id=place.pk, quarter=quarter, by=by, at=at, refusal=UnableToOpenReportError)
    with on_the_trail(by):
        report, made = QuarterlyReport.objects.get_or_create(
            place=place, year=quarter.year, quarter=quarter.number, reporter=reporter, defaults={"form": form}
        )
        if not made:
            raise UnableToOpenReportError(
                _("There is already a report of %(reporter)s for %(place)s, %(quarter)s. Open it from the list.")
                % {
                    "reporter": local_name(reporter),
                    "place": local_name(place),
                    "quarter": quarter_name(quarter.year, quarter.number),
                }
            )
        return ReportRevision.objects.create(report=report, number=1, status=RevisionStatus.DRAFT)


@transaction.atomic
def submit_report(*, revision: ReportRevision, by: Person, at: datetime) -> ReportRevision:
    """Send a draft to its approver; from then on its figures do not change.

    :raises UnableToSubmitReportError: if it is not a draft, holds no figure, is not the person's to submit, or its
        quarter is closed and the person has no leave for every figure in it.
    """
    hold_quarter_of(revision.report)
    locked = locked_revision(revision)
    require_role(by, Role.CLERK, locked.report.place_id, at, UnableToSubmitReportError)
    if locked.status != RevisionStatus.DRAFT:
        raise UnableToSubmitReportError(not_in(locked, RevisionStatus.DRAFT))
    if not locked.actuals.exists():
        message = (
            _("The correction changes nothing yet: change a figure and save, or delete the draft.")
            if locked.number > 1
            else _("The report has no figure yet: type at least one and save before submitting.")
        )
        raise UnableToSubmitReportError(message)
    sentence = _("%(closed)s The draft also changes: %(indicators)s. Clear these changes, or ask for leave for them.")
    require_leave_for_all(locked, by, at, UnableToSubmitReportError, sentence)
    locked.status = RevisionStatus.AWAITING_APPROVAL
    locked.submitted_by, locked.submitted_at = by, at
    return save_step(locked, by, "status", "submitted_by", "submitted_at")


@transaction.atomic
def withdraw_submission(
    *, revision: ReportRevision, by: Person, at: datetime, seen: str | None = None
) -> ReportRevision:
    """Take a submitted report back to a draft, so that it can be changed.

    ``seen`` is the `figures_token` that the person saw; None skips the comparison.

    :raises UnableToWithdrawSubmissionError: if it does not await approval, has changed since it was seen, is not the
        person's, or the quarter is closed and the person has no leave for every figure in it: what was submitted in
        time is then approved or returned as it is.
    """
    hold_quarter_of(revision.report)
    locked = locked_revision(revision)
    require_role(by, Role.CLERK, locked.report.place_id, at, UnableToWithdrawSubmissionError)
    require_seen(locked, seen, UnableToWithdrawSubmissionError)
    if locked.status != RevisionStatus.AWAITING_APPROVAL:
        raise UnableToWithdrawSubmissionError(not_in(locked, RevisionStatus.AWAITING_APPROVAL))
    require_leave_for_all(locked, by, at, UnableToWithdrawSubmissionError)
    locked.status = RevisionStatus.DRAFT
    locked.submitted_by = locked.submitted_at = None
    return save_step(locked, by, "status", "submitted_by", "submitted_at")


@transaction.atomic
def return_report(
    *, revision: ReportRevision, reason: str, by: Person, at: datetime, seen: str | None = None
) -> ReportRevision:
    """Send a submitted report back to its clerk with a reason.

    ``seen`` is the `figures_token` that the approver saw; None skips the comparison.

    :raises UnableToReturnReportError: if there is no reason, it does not await approval, it has changed since it
        was seen, or it is not the person's to return.
    """
    locked = locked_revision(revision)
    scope = require_role(by, Role.APPROVER, locked.report.place_id, at, UnableToReturnReportError)
    require_seen(locked, seen, UnableToReturnReportError)
    if locked.status != RevisionStatus.AWAITING_APPROVAL:
        raise UnableToReturnReportError(not_in(locked, RevisionStatus.AWAITING_APPROVAL))
    reason = usable_reason(
        reason, UnableToReturnReportError, _("Say why the report is returned, so that the clerk knows what to change.")
    )
    locked.status = RevisionStatus.RETURNED
    locked.returned_by, locked.returned_at, locked.return_reason = by, at, reason
    lender = lender_of(scope, locked.report.place_id, Role.APPROVER)
    return save_step(locked, by, "status", "returned_by", "returned_at", "return_reason", lender=lender, why=reason)


@transaction.atomic
def reopen_report(*, revision: ReportRevision, by: Person, at: datetime, seen: str | None = None) -> ReportRevision:
    """Make a returned report a draft again; who returned it and why stays readable.

    ``seen`` is the `figures_token` that the person saw; None skips the comparison.

    :raises UnableToReopenReportError: if it is not returned, has changed since it was seen, is not the person's, or
        its quarter is closed and the person has no leave for every figure in it.
    """
    hold_quarter_of(revision.report)
    locked = locked_revision(revision)
    require_role(by, Role.CLERK, locked.report.place_id, at, UnableToReopenReportError)
    require_seen(locked, seen, UnableToReopenReportError)
    if locked.status != RevisionStatus.RETURNED:
        raise UnableToReopenReportError(not_in(locked, RevisionStatus.RETURNED))
    require_leave_for_all(locked, by, at, UnableToReopenReportError)
    locked.status = RevisionStatus.DRAFT
    return save_step(locked, by, "status")


@transaction.atomic
def approve_report(*, revision: ReportRevision, by: Person, at: datetime, seen: str | None = None) -> ReportRevision:
    """Approve a submitted report; from then on the database refuses every change of it.

    The moment of approval is the database's; ``at`` decides whose rights hold. ``seen`` is the `figures_token`
    that the approver saw; None skips the comparison. With the setting SMALL_OFFICE people may approve their own.
    A deputy may not approve what the person entered for whom they stand in: nobody lends what they do not have.

    :raises UnableToApproveReportError: if it does not await approval, has changed since it was seen, was submitted
        by this person or holds a figure that they entered or changed, or is not the person's to approve.
    """
    locked = locked_revision(revision)
    scope = require_role(by, Role.APPROVER, locked.report.place_id, at, UnableToApproveReportError)
    require_seen(locked, seen, UnableToApproveReportError)
    if locked.status != RevisionStatus.AWAITING_APPROVAL:
        raise UnableToApproveReportError(not_in(locked, RevisionStatus.AWAITING_APPROVAL))
    barred: set[int | None] = {*people_who_entered(locked), locked.submitted_by_id}
    lender = lender_of(scope, locked.report.place_id, Role.APPROVER, barred=barred)
    if not getattr(settings, "SMALL_OFFICE", False):
        if by.pk in barred:
            raise UnableToApproveReportError(
                _("You entered, changed or submitted figures of this report yourself; somebody else has to approve it.")
            )
        if lender in barred:
            raise UnableToApproveReportError(
                _(
                    "The person you stand in for entered, changed or submitted figures of this report; "
                    "somebody else has to approve it."
                )
            )
    approval = next_approval()
    locked.status = RevisionStatus.APPROVED
    locked.approved_by, locked.approved_at, locked.approval_sequence = by, approval.at, approval.sequence
    return save_step(locked, by, "status", "approved_by", "approved_at", "approval_sequence", lender=lender)


@transaction.atomic
def revise_report(*, report: QuarterlyReport, reason: str, by: Person, at: datetime) -> ReportRevision:
    """Start a correction of an approved report: the next revision, which will hold only the cells it changes.

    :raises UnableToReviseReportError: if there is no reason, nothing is approved yet, a revision is still open, the
        quarter is closed, or the report is not the person's.
    """
    hold_quarter_of(report)
    locked = QuarterlyReport.objects.select_for_update().get(pk=report.pk)
    require_role(by, Role.CLERK, locked.place_id, at, UnableToReviseReportError)
    latest = locked.revisions.order_by("-number").first()
    if latest is None or latest.status != RevisionStatus.APPROVED:
        raise UnableToReviseReportError(
            _("The report has a revision that is not approved yet: change that one instead of starting another.")
        )
    if locked.form_id is None:
        raise UnableToReviseReportError(
            _("These figures were taken from a publication and follow no form; they are corrected in the seeds files.")
        )
    reason = usable_reason(reason, UnableToReviseReportError, _("Say why the report is corrected."))
    require_report_open(locked, by, at, UnableToReviseReportError)
    with on_the_trail(by, why=reason):
        return ReportRevision.objects.create(
            report=locked, number=next_number(locked), reason=reason, status=RevisionStatus.DRAFT
        )


@transaction.atomic
def delete_draft(*, revision: ReportRevision, by: Person, at: datetime, seen: str | None = None) -> None:
    """Delete a draft with its figures and files, and the report if nothing else is in it; the trail keeps what was.

    A draft of a closed quarter can be deleted like any other: nothing that counts is written by it.

    ``seen`` is the `figures_token` that the person saw; None skips the comparison.

    :raises UnableToDeleteDraftError: if it is not a draft, has changed since it was seen, or is not the person's.
    """
    locked = locked_revision(revision)
    require_role(by, Role.CLERK, locked.report.place_id, at, UnableToDeleteDraftError)
    require_seen(locked, seen, UnableToDeleteDraftError)
    if locked.status != RevisionStatus.DRAFT:
        raise UnableToDeleteDraftError(not_in(locked, RevisionStatus.DRAFT))
    with on_the_trail(by):
        report = locked.report
        delete_attachments(locked)
        locked.actuals.all().delete()
        locked.delete()
        delete_if_empty(report)
