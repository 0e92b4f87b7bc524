"""Say which of a report's own days a person may change: the day on which its figures stop, and when it is due."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from tracker.actions.leave import require_leave_for_all
from tracker.actions.refusals import UnableToActError
from tracker.actions.rights import Scope
from tracker.models import Person, QuarterlyReport, RevisionStatus, Role

CUT_OFF: Final = "cut_off_on"
DUE: Final = "due_on"


class UnableToChangeDayError(UnableToActError):
    """A day of a report cannot be changed."""


@transaction.atomic
def changeable_days(*, report: QuarterlyReport, by: Person, scope: Scope, at: datetime) -> frozenset[str]:
    """Return the days that the person may change: clerks the cut-off of a first draft, administrators the due day.

    A due day may be extended at any time. The quarter is held until the transaction ends.
    """
    days = {DUE} if scope.covers(report.place_id, Role.ADMINISTRATOR) else set()
    if scope.covers(report.place_id, Role.CLERK) and not refusal_of_cut_off(report=report, by=by, at=at):
        days.add(CUT_OFF)
    return frozenset(days)


@transaction.atomic
def refusal_of_cut_off(*, report: QuarterlyReport, by: Person, at: datetime) -> str:
    """Return why a clerk of the place cannot change the day on which the figures stop; empty if that is possible.

    It says something of every figure of the report, so that approved figures keep it, and in a closed quarter it needs
    leave for all of them. The quarter is held until the transaction ends.
    """
    revisions = list(report.revisions.order_by("-number"))
    if not revisions:
        return _("The report has no figures yet: type some first, then say on which day they stop.")
    if [revision.status for revision in revisions] != [RevisionStatus.DRAFT]:
        status = RevisionStatus(revisions[0].status).label
        return _("The day on which figures stop changes only in their first draft; the report is “%(status)s”.") % {
            "status": status
        }
    sentence = _("%(closed)s The day on which figures stop also belongs to: %(indicators)s; ask for leave for these.")
    try:
        require_leave_for_all(revisions[0], by, at, UnableToChangeDayError, sentence)
    except UnableToChangeDayError as refusal:
        return refusal.message
    return ""
