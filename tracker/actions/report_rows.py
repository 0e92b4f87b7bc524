"""What every step of a report starts with: its lock, who may take it, and what was seen of it."""

import hashlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from tracker.actions.refusals import UnableToActError
from tracker.actions.rights import Scope, scope_of
from tracker.actions.trail import acting
from tracker.models import Actual, Person, QuarterlyReport, ReportRevision, RevisionStatus, Role

LONGEST_REASON: Final = 300


def locked_revision(revision: ReportRevision) -> ReportRevision:
    """Lock the revision's report until the transaction ends, and return the revision as it stands now.

    :raises ReportRevision.DoesNotExist: if somebody has deleted it meanwhile.
    """
    try:
        QuarterlyReport.objects.select_for_update().get(pk=revision.report_id)
    except QuarterlyReport.DoesNotExist as error:
        # With its first draft a report goes as well.
        raise ReportRevision.DoesNotExist from error
    return ReportRevision.objects.select_related("report__place").get(pk=revision.pk)


def next_number(report: QuarterlyReport) -> int:
    """Return the number of the report's next revision: one that none ever had, so that an old tab never means another.

    The trail remembers the deleted ones. Expects the report locked. Costs one query.
    """
    events = ReportRevision.pgh_event_model.objects.filter(report_id=report.pk)  # type: ignore[attr-defined]
    highest: int | None = events.aggregate(highest=Max("number"))["highest"]
    return (highest or 0) + 1


def people_who_entered(revision: ReportRevision) -> set[int]:
    """Return the keys of the people who wrote the revision's figures, as the trail knows them. Costs one query."""
    return people_who_entered_each([revision.pk]).get(revision.pk, set())


def people_who_entered_each(revisions: Collection[int]) -> dict[int, set[int]]:
    """Return `people_who_entered` by the key of the revision; none where the trail names nobody. Costs one query."""
    found: dict[int, set[int]] = {}
    rows = (
        Actual.pgh_event_model.objects.filter(  # type: ignore[attr-defined]
            revision_id__in=revisions, pgh_context__metadata__user__isnull=False
        )
        .values_list("revision_id", "pgh_context__metadata__user")
        .distinct()
    )
    for revision, user in rows:
        if user is not None:
            found.setdefault(revision, set()).add(int(user))
    return found


def is_for_others(person: Person, scope: Scope, place_id: int, barred: Collection[int | None]) -> bool:
    """Whether somebody else has to approve what the people in ``barred`` had a hand in, as `approve_report` decides."""
    if getattr(settings, "SMALL_OFFICE", False):
        return False
    return person.pk in barred or lender_of(scope, place_id, Role.APPROVER, barred=barred) in (set(barred) - {None})


def figures_token(revision: ReportRevision) -> str:
    """Return a short text that changes whenever a figure of the revision does, or the day on which they stop.

    That day is read from the report as it is loaded beside the revision. Costs one query.
    """
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
        "reason",
        "source",
    )
    return hashlib.sha256(repr([revision.report.cut_off_on, *rows]).encode()).hexdigest()[:32]


def require_role(by: Person, role: Role, place_id: int, at: datetime, refusal: type[UnableToActError]) -> Scope:
    """Refuse unless the person has the role for the place on the day; return what they cover. Costs one query."""
    scope = scope_of(by, timezone.localdate(at))
    if not scope.covers(place_id, role):
        raise refusal(
            _("This needs the role “%(role)s” for the place; ask an administrator for it.") % {"role": role.label}
        )
    return scope


def lender_of(scope: Scope, place_id: int, role: Role, *, barred: Collection[int | None] = ()) -> int | None:
    """Return the key of the person for whom a deputy acts, None for people who act for themselves.

    Those in ``barred`` have nothing to lend here, unless everybody else is barred as well.
    """
    lenders = scope.lenders_of(place_id, role)
    return min(lenders - set(barred) or lenders, default=None)


@contextmanager
def on_the_trail(by: Person, *, lender: int | None = None, why: str = "") -> Iterator[None]:
    """Name in the trail who acts, for whom if they stand in for somebody, and why."""
    with acting(by, why=why, standing_in_for=lender):
        yield


def usable_reason(reason: str, refusal: type[UnableToActError], missing: str = "") -> str:
    """Return a reason that can be kept, without the spaces around it.

    :raises UnableToActError: of the kind ``refusal``: with the sentence ``missing`` if there is none, or if it is too
        long or holds what no text can.
    """
    reason = reason.strip()
    if not reason:
        raise refusal(missing)
    if "\x00" in reason:
        raise refusal(_("The reason holds a character that no text has; type it again."))
    if len(reason) > LONGEST_REASON:
        raise refusal(_("The reason has %(count)s characters; 300 is the most.") % {"count": len(reason)})
    return reason


def require_seen(revision: ReportRevision, seen: str | None, refusal: type[UnableToActError]) -> None:
    """Refuse if the figures are not those that were seen; None skips the comparison."""
    if seen is not None and seen != figures_token(revision):
        raise refusal(_("The figures have changed since you opened the page; read them again, then decide."))


def not_in(revision: ReportRevision, wanted: RevisionStatus) -> str:
    """Return the sentence that the report would need another status for this."""
    return _("This needs the status “%(wanted)s”, but the report is “%(status)s” by now.") % {
        "wanted": wanted.label,
        "status": RevisionStatus(revision.status).label,
    }


def save_step(
    revision: ReportRevision, by: Person, *fields: str, lender: int | None = None, why: str = ""
) -> ReportRevision:
    """Save the fields of a step, naming on the trail who took it, for whom and why."""
    with on_the_trail(by, lender=lender, why=why):
        revision.save(update_fields=fields)
    return revision


def delete_if_empty(report: QuarterlyReport) -> None:
    """Delete a report without revisions; with a due day that an administrator has extended it stays, empty.

    The extension is not the clerk's to delete; the clerk's own cut-off day goes with what was typed.
    """
    if report.revisions.exists():
        return
    if report.due_on is None:
        report.delete()
    elif report.cut_off_on is not None:
        report.cut_off_on = None
        report.save(update_fields=["cut_off_on"])
