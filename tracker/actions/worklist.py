"""What waits for a person: quarters to enter, reports and targets to approve. The admin and the first page ask here."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from provinces.days import day_text
from provinces.wording import local_name
from tracker.actions.inbox import Waiting, reports_waiting, targets_waiting
from tracker.actions.rights import Scope
from tracker.exchange.wording import quarter_name
from tracker.models import Membership, ObservationStatus, ReportForm, ReportRevision, RevisionStatus, Role
from tracker.progress.completeness import read_completeness
from tracker.progress.owed_report import OwedReport, ReportState
from tracker.progress.periods import Quarter, quarters_between

# Two years back: older quarters are entered from the list of reports.
QUARTERS_SHOWN: Final = 8
_TO_ENTER: Final = (ReportState.DRAFT, ReportState.RETURNED)
# "Not yet known" is still to be typed.
_UNKNOWN: Final = Q(actuals__observation_status=ObservationStatus.NOT_YET_KNOWN)


@dataclass(frozen=True, slots=True)
class QuarterToEnter:
    """One quarter of one duty that is not submitted yet; the status is empty when nothing is typed.

    ``owed`` is the report itself; None stands for several at once. ``form`` is the form's name. ``missing`` counts the
    lines of the form that nothing is typed in; None for a correction, which states only what it changes.
    """

    quarter: Quarter
    name: str
    address: str
    status: str
    returned_because: str
    owed: OwedReport | None = None
    form: str = ""
    missing: int | None = None

    @property
    def due(self) -> str:
        """Return the day on which it is due; empty for several at once and where no rule names a day."""
        return day_text(self.owed.due_on) if self.owed is not None and self.owed.due_on is not None else ""

    @property
    def days(self) -> str:
        """Return how many days are left or over; empty where nothing is due any more."""
        return "" if self.owed is None else days_words(self.owed)

    @property
    def is_overdue(self) -> bool:
        """Return whether the due day has passed without approved figures."""
        return self.owed is not None and self.owed.is_overdue


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
    """Read what waits for a person. Costs at most seventeen queries."""
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


def days_words(owed: OwedReport) -> str:
    """Return how many days a report is late or has left; empty once approved, or without a due day."""
    if owed.is_overdue:
        return _("days late: %(days)s") % {"days": owed.days_late}
    return "" if owed.days_left is None else _("days left: %(days)s") % {"days": owed.days_left}


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
    """Yield each duty with the quarters that wait; nine queries."""
    last = Quarter.containing(today)
    shown = tuple(quarters_between(last.plus(1 - QUARTERS_SHOWN), last))
    reach = None if scope.everything else scope.places(Role.CLERK)
    owed = [row for row in read_completeness(quarters=shown, read_on=today, reach=reach).owed if _waits(row)]
    drafts = _drafts([row.open_revision_id for row in owed if row.open_revision_id is not None])
    codes = {row.form_code for row in owed}
    forms = {form.code: local_name(form) for form in ReportForm.objects.filter(code__in=codes)}
    by_duty: dict[int, list[OwedReport]] = {}
    for row in owed:
        by_duty.setdefault(row.duty_id, []).append(row)
    for rows in by_duty.values():
        quarters = tuple(_quarter_to_enter(row, drafts.get(row.open_revision_id), forms) for row in rows)
        yield PlaceToEnter(local_name(rows[0].place), local_name(rows[0].reporter), quarters)


def _waits(row: OwedReport) -> bool:
    return row.open_state in _TO_ENTER or row.state is ReportState.NOTHING


def _drafts(revisions: list[int]) -> dict[int | None, Any]:
    """Return the open revisions by key, each with the number of lines that something is typed in. Costs one query."""
    typed = Count("actuals__indicator", distinct=True, filter=~_UNKNOWN)
    return {row.pk: row for row in ReportRevision.objects.filter(pk__in=revisions).annotate(typed=typed)}


def _quarter_to_enter(row: OwedReport, draft: Any, forms: dict[str, str]) -> QuarterToEnter:
    missing = None if row.is_approved else row.cells_asked - (0 if draft is None else draft.typed)
    return QuarterToEnter(
        quarter=row.quarter,
        name=quarter_name(row.quarter.year, row.quarter.number),
        address=entry_address(place_slug=row.place.slug, quarter=row.quarter, reporter_slug=row.reporter.slug),
        status="" if draft is None else str(RevisionStatus(draft.status).label),
        returned_because=draft.return_reason if draft is not None and draft.status == RevisionStatus.RETURNED else "",
        owed=row,
        form=forms.get(row.form_code, row.form_code),
        missing=None if missing is None else max(missing, 0),
    )
