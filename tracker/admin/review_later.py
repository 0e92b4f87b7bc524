"""What a revision makes of the quarters after it: which read differently, and which typed figures it contradicts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from provinces.wording import local_name
from tracker.actions.entry_history import quarter_values
from tracker.actions.entry_later import contradicted_later
from tracker.actions.entry_sheet import Rows, Sheet
from tracker.exchange.wording import amount_text, quarter_name
from tracker.models import Actual, ObservationStatus, QuarterlyReport, ReportRevision, RevisionStatus
from tracker.progress.periods import Quarter

_LAST: Final = 4


@dataclass(frozen=True, slots=True)
class Restated:
    """A quarter that nobody types again and that reads differently once the revision is approved."""

    name: str
    quarter: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ContradictedLine:
    """A line of an approved later quarter that no longer fits once the revision is approved, and why."""

    name: str
    quarter: str
    message: str


@dataclass(frozen=True, slots=True)
class Later:
    """What an approval does to the quarters after it."""

    restated: tuple[Restated, ...] = ()
    contradicted: tuple[ContradictedLine, ...] = ()


def later_of(revision: ReportRevision, sheet: Sheet, stated: Rows) -> Later:
    """Return what the revision makes of later quarters; nothing for an approved one. Costs at most one query.

    A typed figure never changes; the quarter between two years to date does when the earlier one comes late.
    """
    if revision.status == RevisionStatus.APPROVED:
        return Later()
    in_force = _in_force(revision)
    new = [row for rows in stated.values() for row in rows.values()]
    replaced = {_cell(row) for row in new}
    after = [*(row for row in in_force if _cell(row) not in replaced), *_valued(new)]
    contradicted = contradicted_later(sheet.lines, sheet.quarter, _valued(in_force), after)
    return Later(
        restated=tuple(_restated(sheet, in_force, after)),
        contradicted=tuple(
            ContradictedLine(
                local_name(found.line.indicator), quarter_name(found.quarter.year, found.quarter.number), found.message
            )
            for found in contradicted
        ),
    )


def _in_force(revision: ReportRevision) -> list[Actual]:
    """Return what stands approved of the report's year and the quarter after it, each in its quarter's own report."""
    report = revision.report
    rows = (
        Actual.objects.in_force(None)
        .filter(
            revision__report__place=report.place_id,
            revision__report__reporter=report.reporter_id,
            revision__report__year__in=[report.year, report.year + 1],
        )
        .select_related("revision__report")
        .order_by("pk")
    )
    return [row for row in rows if Quarter.containing(row.to_on) == _quarter_of(row.revision.report)]


def _quarter_of(report: QuarterlyReport) -> Quarter:
    return Quarter(report.year, report.quarter)


def _restated(sheet: Sheet, before: Sequence[Actual], after: Sequence[Actual]) -> Iterator[Restated]:
    """Yield the later quarters of the year that follow from typed ones, and read differently with the revision."""
    old_values, new_values = quarter_values(before), quarter_values(after)
    for line in sheet.lines:
        old, new = old_values.get(line.indicator_id, {}), new_values.get(line.indicator_id, {})
        for number in range(sheet.quarter.number + 1, _LAST + 1):
            quarter = Quarter(sheet.quarter.year, number)
            if old.get(quarter) != new.get(quarter):
                yield Restated(
                    name=local_name(line.indicator),
                    quarter=quarter_name(quarter.year, quarter.number),
                    before=amount_text(old.get(quarter), line.indicator),
                    after=amount_text(new.get(quarter), line.indicator),
                )


def _cell(row: Actual) -> tuple[object, ...]:
    return row.indicator_id, row.basis, row.from_on, row.to_on


def _valued(rows: Sequence[Actual]) -> list[Actual]:
    return [row for row in rows if row.observation_status != ObservationStatus.WITHDRAWN]
