"""Read what the reporters of one place say about it: who leads, who stands beside, what is disputed."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

from provinces.models import OrganisationKind
from tracker.progress.asked import Cell, Span, reported_figure
from tracker.progress.links import Series
from tracker.progress.measures import IndicatorKind, Reading, ReportedFigure, RollUp, in_quarter, read_span, to_date
from tracker.progress.periods import ONE_DAY, Quarter
from tracker.progress.reporters import OwnReading, Said
from tracker.progress.rows import OrganisationFace
from tracker.progress.snapshot import Snapshot
from tracker.progress.spans import in_force
from tracker.progress.succession import less

Rolled = Callable[[Cell, Span], RollUp]


@dataclass(slots=True)
class OwnReports:
    """The reports of the places of a snapshot about themselves."""

    snapshot: Snapshot
    _reported: dict[Cell, dict[OrganisationFace, Series]] = field(default_factory=dict)
    _read: dict[tuple[Cell, Span], OwnReading | None] = field(default_factory=dict)

    def read(self, cell: Cell, span: Span, rolled: Rolled) -> OwnReading | None:
        """Return the place's own report over the span; None when nobody reports this indicator for the place.

        An investor whose target is measured leads, and no other investor speaks then: its report is not the park's.
        Then the rank of the reporters, then who reaches further, then the newer document; where no order is known both
        are shown and the reading is disputed. Amounts of another unit are left aside, never converted. ``rolled`` reads
        a place with what lies before it.
        """
        key = cell, span
        if key not in self._read:
            self._read[key] = self._official(cell, span, rolled)
        return self._read[key]

    def _official(self, cell: Cell, span: Span, rolled: Rolled) -> OwnReading | None:
        by_reporter = self._by_reporter(cell)
        if len(by_reporter) < 2:
            # Nobody to be ranked.
            spoken = (
                (self._reading(figures, cell, span, rolled), reporter) for reporter, figures in by_reporter.items()
            )
            return next((OwnReading(reading, reporter, ()) for reading, reporter in spoken), None)
        ranked = sorted(
            (self._said(figures, reporter, cell, span, rolled) for reporter, figures in by_reporter.items()),
            key=lambda said: said.order,
        )
        leader = ranked[0]
        others = tuple(said for said in ranked[1:] if said.reading.is_known)
        reading = leader.reading
        if any(leader.is_disputed_by(other) for other in others):
            reading = replace(reading, disputed=True)
        return OwnReading(reading, leader.reporter, tuple((said.reporter, said.reading) for said in others))

    def figures_of(self, cell: Cell, reporter: OrganisationFace) -> Series:
        """Return what one reporter says of the place, in the unit of the cell."""
        return self._by_reporter(cell).get(reporter, Series())

    def _by_reporter(self, cell: Cell) -> dict[OrganisationFace, Series]:
        if cell not in self._reported:
            kind = IndicatorKind(self.snapshot.indicators[cell.indicator_id].kind)
            found: dict[OrganisationFace, list[ReportedFigure]] = {}
            for figure in self.snapshot.figures.get((cell.place_id, cell.indicator_id), []):
                if figure.unit == cell.unit and _may_speak(figure.reporter, cell.first):
                    found.setdefault(figure.reporter, []).append(reported_figure(figure, kind))
            told = ((reporter, Series(in_force(figures))) for reporter, figures in found.items())
            self._reported[cell] = {reporter: series for reporter, series in told if series}
        return self._reported[cell]

    def _said(self, figures: Series, reporter: OrganisationFace, cell: Cell, span: Span, rolled: Rolled) -> Said:
        reading = self._reading(figures, cell, span, rolled)
        faces = self.snapshot.figures_by_id
        documents = [faces[int(str(key))].document for _sign, key in reading.links]
        days = [document.on for document in documents if document is not None and document.on is not None]
        return Said(
            reporter=reporter,
            reading=reading,
            rank=(reporter.id != cell.first, self.snapshot.rank(faces[int(str(figures[0].key))])),
            newest=max(days, default=None),
        )

    def _reading(self, figures: Series, cell: Cell, span: Span, rolled: Rolled) -> Reading:
        """Return what one reporter's figures say over the span, birth and succession of the place considered."""
        reading = read(figures, span)
        is_flow = figures[0].indicator_kind is IndicatorKind.FLOW
        if not is_flow or (reading.is_known and reading.to_on == span.last_day):
            return reading
        if not self.snapshot.tree.predecessors.get(cell.place_id):
            return _since_birth(figures, span, reading, self.snapshot.tree.places[cell.place_id].valid_from)
        return reading if reading.is_known else self._since_succession(figures, cell, span, reading, rolled)

    def _since_succession(self, figures: Series, cell: Cell, span: Span, reading: Reading, rolled: Rolled) -> Reading:
        """Return a successor's own figure of the whole year less what was there before the span.

        A successor's year to date covers its predecessors too. What they brought until the eve is taken out of it, if
        all of it is known.
        """
        year = Quarter.containing(span.last_day, span.quarter.fiscal_start_month).year_first_day
        before = self.snapshot.tree.predecessors[cell.place_id]
        if not any(year < each.effective_on <= span.starts for each in before):
            return reading
        whole = read(figures, Span(year, span.quarter, span.ends, span.quarter_only))
        if not whole.is_known or whole.to_on is None or whole.to_on < span.starts:
            return reading
        eve = span.starts - ONE_DAY
        earlier = rolled(cell, Span(year, Quarter.containing(eve, span.quarter.fiscal_start_month), eve))
        if not earlier.headline.is_known or earlier.headline.to_on != eve or not earlier.whole:
            return reading
        return less(whole, earlier.headline, span.starts)


def read(figures: Series, span: Span) -> Reading:
    """Return the reading of one reporter's figures over a span: exactly its days, or as far as it is known."""
    if not span.quarter_only:
        return to_date(figures, span.starts, span.quarter, span.ends)
    if span.is_one_quarter:
        return in_quarter(figures, span.quarter)
    return read_span(figures, span.starts, span.last_day)


def _may_speak(reporter: OrganisationFace, first: int | None) -> bool:
    """Return whether a reporter is heard: where an investor's target is measured, no other investor is."""
    return first is None or reporter.id == first or reporter.kind != OrganisationKind.INVESTOR


def _since_birth(figures: Series, span: Span, reading: Reading, birth: date | None) -> Reading:
    """Return the reading that reaches furthest, where a place came into being after the span began.

    Before that day there was nothing, so its year to date and its figure since that day are the same.
    """
    if birth is None or not span.starts <= birth <= span.last_day:
        return reading
    year = Quarter.containing(birth, span.quarter.fiscal_start_month).year_first_day
    best = reading
    for starts in (birth, year):
        found = read(figures, span._replace(starts=starts))
        if found.is_known and (not best.is_known or (found.to_on or birth) > (best.to_on or birth)):
            best = replace(found, from_on=span.starts)
    return best
