"""What waits for an approver: reports and targets, oldest first, each with what it takes to decide."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from provinces.wording import local_name
from tracker.actions.reach import targets_seen
from tracker.actions.report_rows import is_for_others, people_who_entered_each
from tracker.actions.rights import Scope
from tracker.exchange.wording import quantity_text, quarter_name
from tracker.models import Person, ReportRevision, RevisionStatus, Role, Target

TARGETS_SHOWN: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One thing that waits for approval: what it is, who sent it and when, and where it is decided.

    ``figures`` counts what it states or changes, ``reasons`` the unusual figures among them that carry a reason.
    ``correction`` is the number of a correction, 0 for a first report. ``before`` and ``now`` are a target's amounts.
    ``own`` says that the reader, or the person the reader stands in for, had a hand in it: somebody else decides.
    """

    title: str
    who: str
    at: datetime | None
    days: int
    address: str
    own: bool
    figures: int = 0
    reasons: int = 0
    correction: int = 0
    before: str = ""
    now: str = ""


def reports_waiting(scope: Scope, reader: Any, now: datetime) -> Iterator[Waiting]:
    """Yield the submitted reports that the reader may read, oldest first. Costs two queries."""
    revisions = (
        _submitted(scope)
        .select_related("report__place", "report__reporter", "submitted_by")
        .annotate(figures=Count("actuals"), reasons=Count("actuals", filter=~Q(actuals__reason="")))
    )
    for revision, own in _with_own(revisions, scope, reader):
        report = revision.report
        yield Waiting(
            title=f"{local_name(report.place)}, {quarter_name(report.year, report.quarter)} "
            f"({local_name(report.reporter)})",
            who=str(revision.submitted_by),
            at=revision.submitted_at,
            days=_days_between(revision.submitted_at, now),
            address=reverse("admin:tracker_reportrevision_review", args=[revision.pk]),
            own=own,
            figures=revision.figures,
            reasons=revision.reasons,
            correction=revision.number if revision.number > 1 else 0,
        )


def targets_waiting(scope: Scope, reader: Any, now: datetime) -> tuple[list[Waiting], int]:
    """Return the oldest drafts of targets that the reader may decide, and how many more there are.

    Costs four queries at most: the drafts and their number, who wrote them last, and those people.
    """
    drafts = Target.objects.filter(
        targets_seen(scope), scope.within("place", Role.APPROVER, Role.ADMINISTRATOR), approved_at__isnull=True
    )
    shown = list(drafts.select_related("place", "indicator__unit", "supersedes").order_by("pk")[:TARGETS_SHOWN])
    more = max(drafts.count() - len(shown), 0)
    # The trail knows who wrote a draft; the row itself does not.
    events = {
        event.pgh_obj_id: event
        for event in Target.pgh_event_model.objects.filter(pgh_obj_id__in=[target.pk for target in shown])  # type: ignore[attr-defined]
        .select_related("pgh_context")
        .order_by("pgh_obj_id", "-pgh_id")
        .distinct("pgh_obj_id")
    }
    writers = {
        key: int(user)
        for key, event in events.items()
        if event.pgh_context is not None and (user := event.pgh_context.metadata.get("user")) is not None
    }
    people = Person.objects.in_bulk(set(writers.values()))
    return [_target_waiting(target, events.get(target.pk), writers, people, reader, now) for target in shown], more


def next_to_decide(scope: Scope, person: Person, after: ReportRevision) -> str:
    """Return the address of the next report that waits, the oldest again after the last one; empty if none does.

    What the person, or whom they stand in for, entered or submitted is passed over: somebody else decides that.
    Costs two queries.
    """
    revisions = _submitted(scope).exclude(pk=after.pk).select_related("report")
    waiting = [(revision.submitted_at, revision.pk) for revision, own in _with_own(revisions, scope, person) if not own]
    if not waiting:
        return ""
    done = (after.submitted_at, after.pk)
    later = [key for key in waiting if after.submitted_at is not None and key > done]
    return reverse("admin:tracker_reportrevision_review", args=[(later or waiting)[0][1]])


def _with_own(revisions: Iterable[Any], scope: Scope, person: Person) -> Iterator[tuple[Any, bool]]:
    """Yield each revision with whether somebody else has to decide it."""
    waiting = list(revisions)
    entered = people_who_entered_each([revision.pk for revision in waiting]) if waiting else {}
    for revision in waiting:
        barred = {*entered.get(revision.pk, ()), revision.submitted_by_id}
        yield revision, is_for_others(person, scope, revision.report.place_id, barred)


def _submitted(scope: Scope) -> Any:
    return ReportRevision.objects.filter(
        scope.within("report__place", Role.APPROVER), status=RevisionStatus.AWAITING_APPROVAL
    ).order_by("submitted_at", "pk")


def _target_waiting(
    target: Target, event: Any, writers: dict[int, int], people: dict[int, Person], reader: Any, now: datetime
) -> Waiting:
    at = None if event is None else event.pgh_created_at
    old = target.supersedes
    writer = writers.get(target.pk)
    return Waiting(
        title=f"{local_name(target.place)}: {local_name(target.indicator)}, {target.starts_on:%d/%m/%Y}",
        who="" if writer is None else str(people.get(writer) or ""),
        at=at,
        days=_days_between(at, now),
        address=reverse("admin:tracker_target_change", args=[target.pk]),
        own=writer == reader.pk,
        correction=target.version if target.version > 1 else 0,
        before="" if old is None else quantity_text(old, target.indicator),
        now=quantity_text(target, target.indicator),
    )


def _days_between(at: datetime | None, now: datetime) -> int:
    return 0 if at is None else max((timezone.localdate(now) - timezone.localdate(at)).days, 0)
