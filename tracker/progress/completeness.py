"""Read who owes which report when, and what is missing: a fixed number of SELECTs, however many duties or quarters."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from provinces.models.past import as_they_stood, put_back
from provinces.models.past_names import past_names
from provinces.reach import Reach, within
from tracker.models import (
    DueRule,
    Holiday,
    QuarterlyReport,
    ReportFormLine,
    ReportingDuty,
    ReportRevision,
    RevisionStatus,
)
from tracker.models.indicator import put_back_indicators
from tracker.progress.above import Above
from tracker.progress.due_days import DueDayRule, due_day, order_problems
from tracker.progress.faces import indicator_face, organisation_face, place_face
from tracker.progress.filled_cells import cells_of
from tracker.progress.heads import places_above
from tracker.progress.owed_report import Completeness, IndicatorGap, OwedReport, ReportState
from tracker.progress.periods import Quarter
from tracker.progress.rows import IndicatorFace, PlaceFace

_SUBMITTED_STATES = {
    RevisionStatus.DRAFT: ReportState.DRAFT,
    RevisionStatus.AWAITING_APPROVAL: ReportState.AWAITING_APPROVAL,
    RevisionStatus.RETURNED: ReportState.RETURNED,
}

# A report is told by place, reporter and quarter, a cell by report and indicator.
_ReportKey = tuple[int, int, int, int]


@dataclass(slots=True)
class _Progress:
    """What is known of one report: its extension, its approvals and the revision that is not approved yet."""

    pk: int
    due_on: date | None
    first_approved_at: datetime | None = None
    handed_in_at: datetime | None = None
    open_state: ReportState | None = None
    open_revision_id: int | None = None
    submitted_at: datetime | None = None


@dataclass(slots=True)
class _Frame:
    """The lines of the forms, the due rules, the holidays, and what the reports and their cells say."""

    lines: dict[int, list[int]]
    indicators: dict[int, IndicatorFace]
    rules: list[DueDayRule]
    holidays: frozenset[date]
    reports: dict[_ReportKey, _Progress]
    filled: set[tuple[int, int]]
    not_applicable: set[tuple[int, int]]
    approved_only: bool


def last_ended_quarter(day: date) -> Quarter:
    """Return the quarter whose reports are collected on the day: the last one that has ended before it."""
    return Quarter.containing(day).previous()


def is_owed(duty: ReportingDuty, quarter: Quarter) -> bool:
    """Return whether a duty asks for a report: it holds on the last day, its place on some day of the quarter."""
    place = duty.place
    return (
        (duty.valid_from is None or duty.valid_from <= quarter.last_day)
        and (duty.valid_to is None or duty.valid_to >= quarter.last_day)
        and (place.valid_from is None or place.valid_from <= quarter.last_day)
        and (place.valid_to is None or place.valid_to >= quarter.first_day)
    )


def read_completeness(
    *,
    quarters: Sequence[Quarter],
    read_on: date,
    reach: Reach = None,
    drafts_of: Reach = None,
    as_of: datetime | None = None,
    approved_only: bool = False,
    by_province: bool = False,
    within: str = "",
) -> Completeness:
    """Return the reports owed in the quarters and the gaps of the newest one; seven queries.

    ``by_province`` says of each place under which province it stands at the end of the newest quarter, by two queries
    more (three with a moment); ``within`` then keeps those under the place of that address name alone.

    Days are counted from ``read_on``. ``reach`` holds the keys of the places that may be told of, None meaning all;
    ``drafts_of`` those of them whose drafts and returned reports may be told of, elsewhere they are nothing yet.
    ``as_of`` reads duties, rules, approvals and submissions as they were known then; what had not been submitted by
    then counts as nothing, since drafts leave no moments behind. ``approved_only`` is for readers without an account:
    it tells approved reports from all others, and says nothing of work that goes on.
    """
    shown = tuple(sorted(quarters))
    duties = _duties(shown, reach, as_of)
    above = Above({}, {})
    if by_province:
        owing = {duty.place_id for duty in duties}
        above = places_above(owing, day=shown[-1].last_day, reach=reach, as_of=as_of)
        # A place within reach has a head within reach: itself, if there is nobody above it.
        duties = [duty for duty in duties if not within or above.heads[duty.place_id].slug == within]
    frame = _frame(shown, duties, as_of, approved_only=approved_only)
    owed = tuple(
        _owed_report(duty, quarter, frame, read_on) for duty in duties for quarter in shown if is_owed(duty, quarter)
    )
    if drafts_of is not None:
        owed = tuple(row if row.place.id in drafts_of else row.without_drafts() for row in owed)
    return Completeness(
        quarters=shown,
        read_on=read_on,
        as_of=as_of,
        owed=owed,
        above=above,
        gaps=tuple(_gaps((report for report in owed if report.quarter == shown[-1]), duties, frame)),
        order_problems=tuple(order_problems(quarter=shown[-1], rules=frame.rules, holidays=frame.holidays)),
    )


def read_due_rules(as_of: datetime | None = None) -> tuple[list[DueDayRule], frozenset[date]]:
    """Return the due rules and holidays known at ``as_of`` (None: now); two queries."""
    rules = [
        DueDayRule(row.reporter_kind, row.day_of_month, row.working_day, row.valid_from, row.valid_to)
        for row in DueRule.objects.known_at(as_of).order_by("pk")
    ]
    return rules, frozenset(as_they_stood(Holiday, as_of).values_list("on", flat=True))


def _duties(quarters: Sequence[Quarter], reach: Reach, as_of: datetime | None) -> list[ReportingDuty]:
    duties = (
        ReportingDuty.objects.known_at(as_of)
        .filter(Q(valid_from__isnull=True) | Q(valid_from__lte=quarters[-1].last_day))
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=quarters[0].last_day))
        .filter(within(reach))
    )
    found = list(
        duties.select_related("reporter", "place", "form").order_by(
            "place__sort_key", "place__slug", "reporter__sort_key", "reporter__slug", "form__code", "valid_from", "pk"
        )
    )
    put_back((duty.place for duty in found), as_of)
    past_names(as_of).put_on(found, "reporter")
    return sorted(found, key=lambda duty: (duty.place.sort_key, duty.place.slug, duty.reporter.sort_key))


def _frame(
    quarters: Sequence[Quarter], duties: Sequence[ReportingDuty], as_of: datetime | None, *, approved_only: bool
) -> _Frame:
    lines: dict[int, list[int]] = {}
    asked = list(
        as_they_stood(ReportFormLine, as_of)
        .filter(form__in={duty.form_id for duty in duties})
        .select_related("indicator__unit", "indicator__group")
        .order_by("form", "position", "pk")
    )
    put_back_indicators((line.indicator for line in asked), as_of)
    indicators = {line.indicator_id: indicator_face(line.indicator) for line in asked}
    for line in asked:
        lines.setdefault(line.form_id, []).append(line.indicator_id)
    rules, holidays = read_due_rules(as_of)
    reports = _reports(quarters, duties, as_of, approved_only=approved_only)
    filled, not_applicable = cells_of([report.pk for report in reports.values()], as_of)
    return _Frame(lines, indicators, rules, holidays, reports, filled, not_applicable, approved_only)


def _reports(
    quarters: Sequence[Quarter], duties: Sequence[ReportingDuty], as_of: datetime | None, *, approved_only: bool
) -> dict[_ReportKey, _Progress]:
    found = QuarterlyReport.objects.filter(
        place__in={duty.place_id for duty in duties},
        reporter__in={duty.reporter_id for duty in duties},
        year__gte=quarters[0].year,
        year__lte=quarters[-1].year,
    )
    rows = list(found.order_by("pk"))
    put_back(rows, as_of, only=["due_on"])
    reports = {
        (row.place_id, row.reporter_id, row.year, row.quarter): _Progress(pk=row.pk, due_on=row.due_on) for row in rows
    }
    by_key = {report.pk: report for report in reports.values()}
    for revision in ReportRevision.objects.filter(report__in=list(by_key)).order_by("report", "number"):
        _take_in(by_key[revision.report_id], revision, as_of, approved_only=approved_only)
    return reports


def _take_in(report: _Progress, revision: ReportRevision, as_of: datetime | None, *, approved_only: bool) -> None:
    """Add what a revision says, oldest first, as it was known at the moment."""
    if revision.approved_at is not None and (as_of is None or revision.approved_at <= as_of):
        known = report.first_approved_at
        if known is None or revision.approved_at < known:
            report.first_approved_at = revision.approved_at
            report.handed_in_at = None if approved_only else revision.submitted_at
        return
    state = _state_of(revision, as_of)
    # At a past moment the later revisions did not exist yet: the first one not approved by then was the open one.
    if approved_only or report.open_state is not None or state is None:
        return
    report.open_state, report.open_revision_id = state, revision.pk
    report.submitted_at = revision.submitted_at if state is ReportState.AWAITING_APPROVAL else None


def _state_of(revision: ReportRevision, as_of: datetime | None) -> ReportState | None:
    """Return how far a revision without approval had come; None if nothing is known of it at that moment."""
    if as_of is None:
        return _SUBMITTED_STATES[RevisionStatus(revision.status)]
    if revision.submitted_at is None or revision.submitted_at > as_of:
        return None
    returned = revision.returned_at
    if returned is not None and revision.submitted_at < returned <= as_of:
        return ReportState.RETURNED
    return ReportState.AWAITING_APPROVAL


def _owed_report(duty: ReportingDuty, quarter: Quarter, frame: _Frame, read_on: date) -> OwedReport:
    report = frame.reports.get((duty.place_id, duty.reporter_id, quarter.year, quarter.number))
    asked, filled = _asked_and_filled(duty.form_id, report, frame)
    approved_on = _day_of(report.first_approved_at) if report else None
    open_state = report.open_state if report else None
    reporter = organisation_face(duty.reporter)
    assert reporter is not None
    return OwedReport(
        duty_id=duty.pk,
        reporter=reporter,
        place=place_face(duty.place),
        form_code=duty.form.code,
        quarter=quarter,
        state=ReportState.APPROVED if approved_on else open_state or ReportState.NOTHING,
        open_state=open_state,
        open_revision_id=report.open_revision_id if report else None,
        submitted_on=_day_of(report.submitted_at) if report else None,
        due_on=due_day(
            reporter_kind=duty.reporter.kind,
            quarter=quarter,
            rules=frame.rules,
            holidays=frame.holidays,
            due_on=report.due_on if report else None,
        ),
        first_approved_on=approved_on,
        handed_in_on=_day_of(report.handed_in_at) if report else None,
        approved_only=frame.approved_only,
        cells_asked=len(asked),
        cells_filled=len(filled),
        read_on=read_on,
    )


def _asked_and_filled(form_id: int, report: _Progress | None, frame: _Frame) -> tuple[list[int], list[int]]:
    """Return the indicators that a report is asked for, and those of them that it has."""
    lines = frame.lines.get(form_id, [])
    if report is None:
        return lines, []
    asked = [indicator for indicator in lines if (report.pk, indicator) not in frame.not_applicable]
    return asked, [indicator for indicator in asked if (report.pk, indicator) in frame.filled]


def _gaps(owed: Iterable[OwedReport], duties: Sequence[ReportingDuty], frame: _Frame) -> Iterator[IndicatorGap]:
    """Yield the indicators with empty cells, those that are missing most often first."""
    forms = {duty.pk: duty for duty in duties}
    asked: dict[int, int] = {}
    missing: dict[int, list[PlaceFace]] = {}
    for row in owed:
        duty = forms[row.duty_id]
        report = frame.reports.get((duty.place_id, duty.reporter_id, row.quarter.year, row.quarter.number))
        wanted, had = _asked_and_filled(duty.form_id, report, frame)
        for indicator in wanted:
            asked[indicator] = asked.get(indicator, 0) + 1
            if indicator not in had:
                missing.setdefault(indicator, []).append(row.place)
    for indicator in sorted(missing, key=lambda key: (-len(missing[key]), frame.indicators[key].order)):
        yield IndicatorGap(
            frame.indicators[indicator], asked[indicator], len(missing[indicator]), tuple(missing[indicator])
        )


def _day_of(moment: Any) -> date | None:
    """Return the day of a moment in the site's time zone."""
    return None if moment is None else timezone.localtime(moment).date()
