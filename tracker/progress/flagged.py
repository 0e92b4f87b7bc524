"""Find approved figures of a quarter that are worth a second look; whoever reads them decides, nothing is changed."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from django.db.models import Q

from tracker.models import Actual, Basis, Indicator, IndicatorKind, QuarterLock
from tracker.models.indicator import put_back_indicators
from tracker.progress.faces import indicator_face
from tracker.progress.owed_report import OwedReport
from tracker.progress.periods import Quarter
from tracker.progress.rows import IndicatorFace, OrganisationFace, PlaceFace

JUMP = 3
"""A figure is a jump if it is more than so many times that of the quarter before."""


class Flag(StrEnum):
    """Why a figure is worth a second look."""

    NEGATIVE_FLOW = "negative_flow"
    AFTER_CLOSE = "after_close"
    JUMP = "jump"


@dataclass(frozen=True, slots=True)
class FlaggedFigure:
    """One approved figure with one flag, in single units; ``before`` is the quarter before's, None where unknown.

    ``reason`` is what its clerk confirmed it by when it was entered, empty where nothing was asked.
    """

    flag: Flag
    place: PlaceFace
    reporter: OrganisationFace
    indicator: IndicatorFace
    basis: str
    value: Decimal
    before: Decimal | None
    reason: str

    @property
    def times(self) -> Decimal | None:
        """Return how many times the figure of the quarter before it is; None unless both are above zero."""
        return self.value / self.before if self.before is not None and self.before > 0 and self.value > 0 else None


@dataclass(frozen=True, slots=True)
class _Cell:
    """One approved figure as it is read: the report's keys, the cell within it, and what it says."""

    place_id: int
    reporter_id: int
    year: int
    quarter: int
    indicator_id: int
    basis: str
    unit_id: int
    value: Decimal
    reason: str
    approved_at: datetime
    from_on: date | None
    to_on: date

    def is_of(self, quarter: Quarter) -> bool:
        """Return whether it tells of the quarter's own days, and not of a year or of an older day."""
        return self.to_on == quarter.last_day and self.from_on in (None, quarter.first_day)

    @property
    def key(self) -> tuple[int, int, int, str, int]:
        """Return what tells the same cell in another quarter."""
        return self.place_id, self.reporter_id, self.indicator_id, self.basis, self.unit_id


def flags_of(
    value: Decimal, before: Decimal | None, *, kind: str, basis: str, approved_at: datetime, closed_at: datetime | None
) -> Iterator[Flag]:
    """Yield why a figure is worth a second look.

    A figure of several quarters together grows by itself, and so is never a jump; a ratio never is, nor a figure after
    nothing or less.
    """
    if kind == IndicatorKind.FLOW and value < 0:
        yield Flag.NEGATIVE_FLOW
    if closed_at is not None and approved_at > closed_at:
        yield Flag.AFTER_CLOSE
    comparable = (kind == IndicatorKind.FLOW and basis == Basis.IN_QUARTER) or (
        kind == IndicatorKind.STOCK and basis == Basis.AS_OF
    )
    if comparable and before is not None and before > 0 and value > JUMP * before:
        yield Flag.JUMP


def flagged_figures(
    owed: Iterable[OwedReport],
    *,
    quarter: Quarter,
    above: Mapping[int, Collection[int]],
    as_of: datetime | None = None,
) -> tuple[FlaggedFigure, ...]:
    """Return the flagged figures of the reports, those below zero first, then by how far they jump; three queries.

    ``above`` says for each place which places hold it, itself among them: closing one closes those below it. A moment
    costs further queries for what was edited since (`put_back_indicators`).
    """
    reports = {(report.place.id, report.reporter.id): report for report in owed if report.quarter == quarter}
    now, before = _cells({place for place, _reporter in reports}, quarter, as_of)
    closed = _closings(quarter, as_of)
    indicators = _indicators({cell.indicator_id for cell in now}, as_of)
    found: list[FlaggedFigure] = []
    for cell in now:
        report = reports.get((cell.place_id, cell.reporter_id))
        if report is None:
            continue
        closings = [closed[place] for place in above.get(cell.place_id, ()) if place in closed]
        indicator = indicators[cell.indicator_id]
        earlier = before.get(cell.key) if cell.is_of(quarter) else None
        found += [
            FlaggedFigure(flag, report.place, report.reporter, indicator, cell.basis, cell.value, earlier, cell.reason)
            for flag in flags_of(
                cell.value,
                earlier,
                kind=indicator.kind,
                basis=cell.basis,
                approved_at=cell.approved_at,
                closed_at=min(closings, default=None),
            )
        ]
    order = list(Flag)
    return tuple(
        sorted(
            found,
            key=lambda each: (order.index(each.flag), -(each.times or 0), each.place.sort_key, each.indicator.order),
        )
    )


def _cells(
    place_ids: Collection[int], quarter: Quarter, as_of: datetime | None
) -> tuple[list[_Cell], dict[tuple[int, int, int, str, int], Decimal]]:
    """Return the figures of the quarter, and the values of the quarter before by their cells; one query."""
    earlier = quarter.previous()
    asked = Q(revision__report__year=quarter.year, revision__report__quarter=quarter.number) | Q(
        revision__report__year=earlier.year, revision__report__quarter=earlier.number
    )
    rows = Actual.objects.in_force(as_of).filter(asked, revision__report__place__in=place_ids, value__isnull=False)
    cells = [
        _Cell(*row)  # type: ignore[arg-type]  # asked for: a value there, and approved
        for row in rows.order_by("pk").values_list(
            "revision__report__place_id",
            "revision__report__reporter_id",
            "revision__report__year",
            "revision__report__quarter",
            "indicator_id",
            "basis",
            "unit_id",
            "value",
            "reason",
            "revision__approved_at",
            "from_on",
            "to_on",
        )
    ]
    now = [cell for cell in cells if (cell.year, cell.quarter) == (quarter.year, quarter.number)]
    reported_before = (cell for cell in cells if (cell.year, cell.quarter) == (earlier.year, earlier.number))
    return now, {cell.key: cell.value for cell in reported_before if cell.is_of(earlier)}


def _closings(quarter: Quarter, as_of: datetime | None) -> dict[int, datetime]:
    """Return when the quarter was closed, by the place that it was closed for; one query."""
    rows = QuarterLock.objects.known_at(as_of).filter(year=quarter.year, quarter=quarter.number)
    return dict(rows.values_list("place_id", "recorded_at"))


def _indicators(ids: Collection[int], as_of: datetime | None) -> dict[int, IndicatorFace]:
    """Return the indicators by key, as they stood; one query, more with a moment."""
    found = list(Indicator.objects.filter(pk__in={*ids, 0}).select_related("unit", "group"))
    put_back_indicators(found, as_of)
    return {indicator.pk: indicator_face(indicator) for indicator in found}
