"""What every step of a report starts with: its lock, who may take it, and what was seen of it."""

import hashlib
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from tracker.actions.refusals import UnableToActError
from tracker.actions.rights import scope_of
from tracker.models import Actual, Person, QuarterlyReport, ReportRevision, Role


def locked_revision(revision: ReportRevision) -> ReportRevision:
    """Lock the revision's report until the transaction ends, and return the revision as it stands now.

    :raises ReportRevision.DoesNotExist: if somebody has deleted it meanwhile.
    """
    QuarterlyReport.objects.select_for_update().get(pk=revision.report_id)
    return ReportRevision.objects.select_related("report__place").get(pk=revision.pk)


def people_who_entered(revision: ReportRevision) -> set[int]:
    """Return the keys of the people who wrote the revision's figures, as the trail knows them. Costs one query."""
    users = (
        Actual.pgh_event_model.objects.filter(revision_id=revision.pk)  # type: ignore[attr-defined]
        .values_list("pgh_context__metadata__user", flat=True)
        .distinct()
    )
    return {int(user) for user in users if user is not None}


def figures_token(revision: ReportRevision) -> str:
    """Return a short text that changes whenever a figure of the revision does. Costs one query."""
    rows = revision.actuals.order_by("pk").values_list(
        "pk",
        "indicator",
        "basis",
        "to_on",
        "comparator",
        "value",
        "numerator",
        "denominator",
        "observation_status",
        "note",
    )
    return hashlib.sha256(repr(list(rows)).encode()).hexdigest()[:32]


def require_role(by: Person, role: Role, place_id: int, at: datetime, refusal: type[UnableToActError]) -> None:
    """Refuse unless the person has the role for the place on the day. Costs one query."""
    if not scope_of(by, timezone.localdate(at)).covers(place_id, role):
        raise refusal(
            _("This needs the role “%(role)s” for the place; ask an administrator for it.") % {"role": role.label}
        )
