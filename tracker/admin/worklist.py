"""What waits for a person: quarters to enter, reports and targets to approve."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone

from tracker.actions.rights import Scope
from tracker.admin.inbox import Waiting, reports_waiting, targets_waiting
from tracker.exchange.wording import local_name, quarter_name
from tracker.models import (
    Membership,
    QuarterlyReport,
    ReportingDuty,
    ReportRevision,
    RevisionStatus,
    Role,
)
from tracker.progress.completeness import is_owed
from tracker.progress.periods import Quarter, quarters_between

# Two years back: older quarters are entered from the list of reports.
QUARTERS_SHOWN: Final = 8


@dataclass(frozen=True, slots=True)
class QuarterToEnter:
    """One quarter of one duty that is not submitted yet; the status is empty when nothing is typed."""

    quarter: Quarter
    name: str
    address: str
    status: str
    returned_because: str


@dataclass(frozen=True, slots=True)
class PlaceToEnter:
    """One reporter and place with the quarters that are still to be entered, oldest first."""

    place: str
    reporter: str
    quarters: tuple[QuarterToEnter, ...]


@dataclass(frozen=True, slots=True)
class Worklist:
    """Everything that waits; the flags say which lists concern the person at all."""

    enters: bool
    approves: bool
    to_enter: tuple[PlaceToEnter, ...]
    reports_waiting: tuple[Waiting, ...]
    targets_waiting: tuple[Waiting, ...]
    further_targets: int = 0
    together: tuple[PlaceToEnter, ...] = ()

    @property
    def quarters(self) -> list[QuarterToEnter]:
        """Return one of each quarter in which a report is still to be entered, oldest first: the table's columns."""
        found = {each.quarter: each for row in self.to_enter for each in row.quarters}
        return [found[quarter] for quarter in sorted(found)]

    @property
    def table(self) -> list[tuple[PlaceToEnter, list[QuarterToEnter | None]]]:
        """Return the reports, those of a whole place on one sheet first, with a cell for each of the quarters."""
        columns = [each.quarter for each in self.quarters]
        rows = []
        for row in (*self.together, *self.to_enter):
            cells = {each.quarter: each for each in row.quarters}
            rows.append((row, [cells.get(quarter) for quarter in columns]))
        return rows


def worklist_of(scope: Scope, now: datetime, reader: Any) -> Worklist:
    """Read what waits for a person. Costs at most nine queries."""
    enters, approves = scope.has(Role.CLERK), scope.has(Role.APPROVER)
    sets_targets = scope.has(Role.APPROVER, Role.ADMINISTRATOR)
    targets, further = targets_waiting(scope, reader, now) if sets_targets else ([], 0)
    to_enter = tuple(_to_enter(scope, timezone.localdate(now))) if enters else ()
    return Worklist(
        enters=enters,
        approves=approves or sets_targets,
        to_enter=to_enter,
        together=tuple(_together(reader, to_enter, timezone.localdate(now))) if len(to_enter) > 1 else (),
        reports_waiting=tuple(reports_waiting(scope, reader, now)) if approves else (),
        targets_waiting=tuple(targets),
        further_targets=further,
    )


def entry_address(*, place_slug: str, quarter: Quarter, reporter_slug: str) -> str:
    """Return the address of the entry page."""
    return reverse("admin:tracker_quarterlyreport_enter", args=[place_slug, str(quarter), reporter_slug])


def _together(reader: Any, to_enter: tuple[PlaceToEnter, ...], today: date) -> Iterator[PlaceToEnter]:
    """Yield the places that the person enters for, with the quarters in which several of their reports wait."""
    waiting = Counter(quarter.quarter for row in to_enter for quarter in row.quarters)
    several = sorted((quarter for quarter, count in waiting.items() if count > 1), reverse=True)
    own = Membership.objects.filter(person=reader.pk, role=Role.CLERK).valid_on(today).select_related("place")
    for place in sorted({membership.place for membership in own}, key=lambda place: (place.sort_key, place.pk)):
        quarters = [
            QuarterToEnter(
                quarter=quarter,
                name=quarter_name(quarter.year, quarter.number),
                address=reverse("admin:tracker_quarterlyreport_overview", args=[place.slug, str(quarter)]),
                status="",
                returned_because="",
            )
            for quarter in several
        ]
        if quarters:
            yield PlaceToEnter(local_name(place), "", tuple(quarters))


def _to_enter(scope: Scope, today: date) -> Iterator[PlaceToEnter]:
    last = Quarter.containing(today)
    shown = tuple(quarters_between(last.plus(1 - QUARTERS_SHOWN), last))
    duties = (
        ReportingDuty.objects.known_at(None)
        .filter(scope.within("place", Role.CLERK))
        .select_related("place", "reporter")
        .order_by("place__sort_key", "reporter__sort_key", "pk")
    )
    latest = ReportRevision.objects.filter(report=OuterRef("pk")).order_by("-number")
    reports = {
        (report.place_id, report.reporter_id, report.year, report.quarter): report
        for report in QuarterlyReport.objects.filter(
            scope.within("place", Role.CLERK), year__gte=shown[0].year
        ).annotate(
            latest_status=Subquery(latest.values("status")[:1]),
            latest_return=Subquery(latest.values("return_reason")[:1]),
        )
    }
    for duty in duties:
        quarters = []
        for quarter in shown:
            report = reports.get((duty.place_id, duty.reporter_id, quarter.year, quarter.number))
            status = "" if report is None else report.latest_status
            if not is_owed(duty, quarter) or status in (RevisionStatus.APPROVED, RevisionStatus.AWAITING_APPROVAL):
                continue
            quarters.append(
                QuarterToEnter(
                    quarter=quarter,
                    name=quarter_name(quarter.year, quarter.number),
                    address=entry_address(
                        place_slug=duty.place.slug, quarter=quarter, reporter_slug=duty.reporter.slug
                    ),
                    status=str(RevisionStatus(status).label) if status else "",
                    returned_because=report.latest_return if report and status == RevisionStatus.RETURNED else "",
                )
            )
        if quarters:
            yield PlaceToEnter(local_name(duty.place), local_name(duty.reporter), tuple(quarters))
