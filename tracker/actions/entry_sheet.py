"""Read a report as its clerk meets it: the form's lines with what stands, stood and is planned."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, Q

from provinces.models import Organisation, Place
from tracker.actions.entry_checks import year_to_date_before
from tracker.actions.entry_lines import LineEntry, entry_of, rows_by_line
from tracker.models import (
    Actual,
    Basis,
    ObservationStatus,
    QuarterlyReport,
    ReportForm,
    ReportFormLine,
    ReportRevision,
    RevisionStatus,
    Target,
)
from tracker.progress.periods import Quarter

Rows = Mapping[int, Mapping[Basis, Actual]]


@dataclass(frozen=True)
class Sheet:
    """A report's lines and rows, each by indicator and basis.

    ``approved`` is in force, ``drafted`` belongs to the open revision, ``previous`` to the quarter before;
    ``before`` is the year to date up to that quarter where it is known; ``plans`` are the year's targets.
    """

    quarter: Quarter
    lines: tuple[ReportFormLine, ...]
    approved: Rows
    drafted: Rows
    previous: Rows
    before: Mapping[int, Decimal]
    plans: Mapping[int, Target]

    def current_rows(self, indicator_id: int) -> dict[Basis, Actual]:
        """Return the rows of a line with the draft's laid over the approved ones; withdrawn ones drop out."""
        rows = {**self.approved.get(indicator_id, {}), **self.drafted.get(indicator_id, {})}
        return {basis: row for basis, row in rows.items() if row.observation_status != ObservationStatus.WITHDRAWN}

    def current(self, line: ReportFormLine) -> LineEntry:
        """Return what the line states now."""
        return entry_of(line, self.current_rows(line.indicator_id))


def read_sheet(
    *,
    place: Place,
    quarter: Quarter,
    reporter: Organisation,
    form: ReportForm | None,
    report: QuarterlyReport | None,
    revision: ReportRevision | None,
) -> Sheet:
    """Read the sheet of a report, or of one that is not opened yet (``report`` and ``revision`` None).

    Costs five queries, whatever the form's length.
    """
    lines = ReportFormLine.objects.none()
    if form is not None:
        lines = form.lines.select_related("indicator__unit", "indicator__numerator", "indicator__denominator").order_by(
            "position", "pk"
        )
    approved: list[Actual] = []
    drafted: list[Actual] = []
    if report is not None:
        approved = list(Actual.objects.in_force(None).filter(revision__report=report))
    if revision is not None and revision.status != RevisionStatus.APPROVED:
        drafted = list(revision.actuals.all())
    earlier = quarter.previous()
    history = list(
        Actual.objects.in_force(None).filter(
            Q(revision__report__year=quarter.year, revision__report__quarter__lt=quarter.number)
            | Q(revision__report__year=earlier.year, revision__report__quarter=earlier.number),
            revision__report__place=place,
            revision__report__reporter=reporter,
        )
    )
    this_year = [row for row in history if row.to_on.year == quarter.year]
    return Sheet(
        quarter=quarter,
        lines=tuple(lines),
        approved=rows_by_line(approved, quarter),
        drafted=rows_by_line(drafted, quarter),
        previous=rows_by_line(history, earlier),
        before=year_to_date_before(this_year, quarter),
        plans=_plans(place, reporter, quarter),
    )


def _plans(place: Place, reporter: Organisation, quarter: Quarter) -> dict[int, Target]:
    """Return the year's binding targets of the place by indicator; the reporter's own leads."""
    targets = (
        Target.objects.in_force(None)
        .binding()
        .filter(
            Q(investor=reporter) | Q(investor__isnull=True),
            place=place,
            collective=False,
            starts_on=quarter.year_first_day,
            ends_on=date(quarter.year_last_day.year, 12, 31),
        )
        .order_by(F("investor").asc(nulls_last=True), "role", "position", "pk")
    )
    plans: dict[int, Target] = {}
    for target in targets:
        plans.setdefault(target.indicator_id, target)
    return plans
