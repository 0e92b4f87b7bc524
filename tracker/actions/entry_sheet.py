"""Read reports as their clerks meet them: the form's lines with what stands, stood and is planned."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import F, Q

from provinces.models import Organisation, Place
from tracker.actions.entry_checks import year_to_date_before
from tracker.actions.entry_desks import Desk, DeskKey
from tracker.actions.entry_history import QuarterValues, quarter_values
from tracker.actions.entry_lines import LineEntry, entry_of, rows_by_line
from tracker.actions.entry_plans import LinePlan, plans_of, read_targets
from tracker.actions.entry_rounding import ToDate
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
from tracker.progress.figure_rows import YEARS_OF_HISTORY
from tracker.progress.periods import Quarter

Rows = Mapping[int, Mapping[Basis, Actual]]
# What is usual for a line is what the three years before this one were like.
_USUAL_YEARS = 3


@dataclass(frozen=True)
class Sheet:
    """A report's lines and rows, each by indicator and basis.

    ``approved`` is in force, ``drafted`` belongs to the open revision, ``previous`` to the quarter before and
    ``last_year`` to the same quarter a year ago; ``before`` is the year to date up to the quarter where it is known,
    0 in a first quarter; ``values`` are the reporter's own earlier quarters, ``plans`` the year's targets with their
    parts.
    """

    quarter: Quarter
    lines: tuple[ReportFormLine, ...]
    approved: Rows
    drafted: Rows
    previous: Rows
    last_year: Rows
    before: Mapping[int, ToDate]
    values: QuarterValues
    plans: Mapping[int, LinePlan]
    _current: dict[int, LineEntry] = field(default_factory=dict, init=False, repr=False, compare=False)

    def current_rows(self, indicator_id: int) -> dict[Basis, Actual]:
        """Return the rows of a line with the draft's laid over the approved ones; withdrawn ones drop out."""
        return without_withdrawn({**self.approved.get(indicator_id, {}), **self.drafted.get(indicator_id, {})})

    def current(self, line: ReportFormLine) -> LineEntry:
        """Return what the line stated when the sheet was read."""
        found = self._current.get(line.indicator_id)
        if found is None:
            found = self._current[line.indicator_id] = entry_of(line, self.current_rows(line.indicator_id))
        return found

    def in_force(self, line: ReportFormLine) -> LineEntry:
        """Return what stands approved for the line, whatever the draft says."""
        return entry_of(line, without_withdrawn(self.approved.get(line.indicator_id, {})))

    def value_in(self, indicator_id: int, quarter: Quarter) -> Decimal | None:
        """Return what the reporter says of an earlier quarter alone (a level at its end); None if that is unknown."""
        return self.values.get(indicator_id, {}).get(quarter)

    def past(self, indicator_id: int) -> tuple[Decimal, ...]:
        """Return the known values of the earlier quarters, oldest first."""
        return tuple(value for _quarter, value in sorted(self.values.get(indicator_id, {}).items()))


def without_withdrawn(rows: Mapping[Basis, Actual]) -> dict[Basis, Actual]:
    """Return the rows of a line that state something."""
    return {basis: row for basis, row in rows.items() if row.observation_status != ObservationStatus.WITHDRAWN}


def read_sheet(
    *,
    place: Place,
    quarter: Quarter,
    reporter: Organisation,
    form: ReportForm | None,
    report: QuarterlyReport | None,
    revision: ReportRevision | None,
) -> Sheet:
    """Read the sheet of a report, or of one that is not opened yet (``report`` and ``revision`` None)."""
    return read_sheets([Desk(place, quarter, reporter, form, report, revision)])[0]


def read_sheets(desks: Sequence[Desk], *, with_plans: bool = True) -> list[Sheet]:
    """Read the sheets of some reports of one quarter, in the order given.

    Costs three queries, two more with plans, whatever the number of reports and lines.
    """
    if not desks:
        return []
    quarter = desks[0].quarter
    lines = _lines_of({desk.form.pk for desk in desks if desk.form is not None})
    in_force = _by_desk(_rows_in_force(desks, quarter), desks)
    drafted = _rows_of_drafts(desks)
    targets = read_targets(desks) if with_plans else {}
    return [
        _sheet(
            quarter,
            lines.get(desk.form.pk, ()) if desk.form is not None else (),
            in_force.get(desk.key, []),
            drafted.get(desk.revision.pk, []) if desk.revision is not None else [],
            targets.get(desk.key, {}),
        )
        for desk in desks
    ]


def _sheet(
    quarter: Quarter,
    lines: tuple[ReportFormLine, ...],
    in_force: Sequence[Actual],
    drafted: Sequence[Actual],
    targets: Mapping[int, Target],
) -> Sheet:
    earlier = [row for row in in_force if row.to_on < quarter.first_day]
    values = quarter_values(earlier)
    usual = {
        indicator: {past: value for past, value in known.items() if past.year >= quarter.year - _USUAL_YEARS}
        for indicator, known in values.items()
    }
    return Sheet(
        quarter=quarter,
        lines=lines,
        approved=rows_by_line(in_force, quarter),
        drafted=rows_by_line(drafted, quarter),
        previous=rows_by_line(earlier, quarter.previous()),
        last_year=rows_by_line(earlier, quarter.same_quarter_last_year()),
        before=year_to_date_before(
            [row for row in earlier if row.to_on.year == quarter.year], quarter, [line.indicator for line in lines]
        ),
        values=usual,
        plans=plans_of(targets, quarter, values),
    )


def _lines_of(forms: Iterable[int]) -> dict[int, tuple[ReportFormLine, ...]]:
    lines = (
        ReportFormLine.objects.filter(form__in=forms)
        .select_related(
            "indicator__unit",
            "indicator__numerator__unit",
            "indicator__denominator__unit",
            "indicator__accumulates__unit",
        )
        .order_by("form_id", "position", "pk")
    )
    found: dict[int, list[ReportFormLine]] = {}
    for line in lines:
        found.setdefault(line.form_id, []).append(line)
    return {form: tuple(members) for form, members in found.items()}


def _rows_in_force(desks: Sequence[Desk], quarter: Quarter) -> list[Actual]:
    """Return what is approved for the desks, of this quarter and the years before it."""
    first = quarter.year - YEARS_OF_HISTORY
    return list(
        Actual.objects.in_force(None)
        .filter(
            Q(revision__report__year__gte=first, revision__report__year__lt=quarter.year)
            | Q(revision__report__year=quarter.year, revision__report__quarter__lte=quarter.number),
            revision__report__place__in=[desk.place.pk for desk in desks],
            revision__report__reporter__in=[desk.reporter.pk for desk in desks],
        )
        .annotate(
            desk_place=F("revision__report__place_id"),
            desk_reporter=F("revision__report__reporter_id"),
            desk_quarter=F("revision__report__year") * 10 + F("revision__report__quarter"),
        )
        .order_by("pk")
    )


def _by_desk(rows: Iterable[Actual], desks: Sequence[Desk]) -> dict[DeskKey, list[Actual]]:
    """Return the rows by desk: the quarter's own report speaks for its quarter, earlier reports for earlier days."""
    keys = {desk.key for desk in desks}
    found: dict[DeskKey, list[Actual]] = {}
    for row in rows:
        key = (row.desk_place, row.desk_reporter)  # type: ignore[attr-defined]
        own = Quarter.containing(row.to_on)
        if key in keys and row.desk_quarter == own.year * 10 + own.number:  # type: ignore[attr-defined]
            found.setdefault(key, []).append(row)
    return found


def _rows_of_drafts(desks: Sequence[Desk]) -> dict[int, list[Actual]]:
    open_revisions = [
        desk.revision.pk
        for desk in desks
        if desk.revision is not None and desk.revision.status != RevisionStatus.APPROVED
    ]
    found: dict[int, list[Actual]] = {}
    for row in Actual.objects.filter(revision__in=open_revisions).order_by("pk"):
        found.setdefault(row.revision_id, []).append(row)
    return found
