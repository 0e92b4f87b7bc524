"""Bring drafts in step with what is stated: only the cells that differ from what is approved are held."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tracker.actions.copying import copy_rows
from tracker.actions.entry_desks import Desk
from tracker.actions.entry_lines import Figure, LineEntry, bases_of, days_of, entry_as_data, figures_of
from tracker.actions.entry_sheet import Sheet
from tracker.models import Actual, Basis, Comparator, ObservationStatus, Origin, ReportFormLine, ReportRevision
from tracker.progress.periods import Quarter

_CHANGEABLE = (
    "value",
    "comparator",
    "numerator",
    "denominator",
    "observation_status",
    "note",
    "reason",
    "source",
)


# Of a row that is copied; the others have the default of their field.
_COPIED = (
    "revision_id",
    "indicator_id",
    "unit_id",
    "basis",
    "from_on",
    "to_on",
    "origin",
    *_CHANGEABLE,
)
# From so many rows on a copy is faster than an insert, although it is a statement more.
_MANY = 500


@dataclass(frozen=True, slots=True)
class _NewFigure:
    """A row to insert; it becomes one when it is written, as most comparisons write nothing."""

    revision: ReportRevision
    quarter: Quarter
    line: ReportFormLine
    basis: Basis
    figure: Figure

    def row(self) -> Actual:
        """Return the row."""
        return Actual(**dict(zip(_COPIED, self.values(), strict=True)))

    def values(self) -> tuple[object, ...]:
        """Return what the row holds, in the order of the copied columns."""
        figure, indicator = self.figure, self.line.indicator
        first, last = days_of(self.basis, self.quarter)
        return (
            self.revision.pk,
            indicator.pk,
            indicator.unit_id,
            self.basis.value,
            first,
            last,
            Origin.PRINTED.value,
            figure.value,
            _comparator(figure),
            figure.numerator,
            figure.denominator,
            figure.status,
            figure.note,
            figure.reason,
            figure.source,
        )


@dataclass
class Changes:
    """The rows to write for some sheets, and the lines that change by it, each before and after."""

    new: list[_NewFigure] = field(default_factory=list)
    changed: list[tuple[Actual, Figure]] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    lines: list[dict[str, object]] = field(default_factory=list)

    @property
    def count(self) -> int:
        """Return how many figures change."""
        return len(self.new) + len(self.changed) + len(self.gone)

    def add(self, desk: Desk, sheet: Sheet, entries: Mapping[int, LineEntry]) -> None:
        """Note what the entries of one sheet change. Expects an open revision and lines without problems."""
        assert desk.revision is not None  # the caller has opened it
        lines = {line.indicator_id: line for line in sheet.lines}
        for key, entry in entries.items():
            count, before = self.count, entry_as_data(sheet.current(lines[key]))
            self._add_line(desk.revision, sheet, lines[key], entry)
            if self.count > count:
                self.lines.append(
                    {
                        "revision": desk.revision.pk,
                        "place": desk.place.pk,
                        "reporter": desk.reporter.pk,
                        "indicator": key,
                        "before": before,
                        "after": entry_as_data(entry),
                    }
                )

    def write(self) -> None:
        """Write the rows, in four statements at most."""
        if self.gone:
            Actual.objects.filter(pk__in=self.gone).delete()
        if len(self.new) >= _MANY:
            copy_rows(Actual, _COPIED, (figure.values() for figure in self.new))
        elif self.new:
            Actual.objects.bulk_create(figure.row() for figure in self.new)
        if self.changed:
            # Filled here and not before: the same lines may be judged once more, beside what stands.
            Actual.objects.bulk_update([_fill(row, figure) for row, figure in self.changed], _CHANGEABLE)

    def _add_line(self, revision: ReportRevision, sheet: Sheet, line: ReportFormLine, entry: LineEntry) -> None:
        stated = figures_of(line, entry)
        approved, drafted = sheet.approved.get(line.indicator_id, {}), sheet.drafted.get(line.indicator_id, {})
        for basis in bases_of(line):
            wanted, in_force, row = stated.get(basis), approved.get(basis), drafted.get(basis)
            if (wanted is None and in_force is None) or (wanted is not None and wanted.is_in(in_force)):
                if row is not None:
                    self.gone.append(row.pk)
                continue
            figure = wanted or Figure(None, ObservationStatus.WITHDRAWN)
            if figure.is_in(row):
                continue
            if row is None:
                self.new.append(_NewFigure(revision, sheet.quarter, line, basis, figure))
            else:
                self.changed.append((row, figure))


def _comparator(figure: Figure) -> str:
    return (Comparator.NONE_STATED if figure.value is None else Comparator.EXACTLY).value


def _fill(row: Actual, figure: Figure) -> Actual:
    row.value, row.comparator = figure.value, _comparator(figure)
    row.numerator, row.denominator = figure.numerator, figure.denominator
    row.observation_status, row.note = figure.status, figure.note
    row.reason, row.source = figure.reason, figure.source
    return row
