"""Read a place's own report, the sum of the places below it, and the history that its predecessors left it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from tracker.progress.asked import Span, reported_figure
from tracker.progress.measures import (
    Amount,
    ChildReading,
    IndicatorKind,
    PastYear,
    Reading,
    ReportedFigure,
    RollUp,
    in_quarter,
    roll_up,
    to_date,
)
from tracker.progress.measures import (
    Reason as Why,
)
from tracker.progress.periods import ONE_DAY, Quarter
from tracker.progress.readings import unknown
from tracker.progress.reporters import OwnReading, Said
from tracker.progress.rows import OrganisationFace
from tracker.progress.snapshot import YEARS_OF_HISTORY, Snapshot

# A unit that began to report, or says that it will, is missing from a sum even where nobody wrote down its duty.
_OWED = frozenset(
    {Why.NOT_YET_KNOWN, Why.NOT_COLLECTED, Why.NO_VALUE_STATED, Why.GAP_BETWEEN, Why.JOINTLY_ONLY, Why.NO_COMPONENTS}
)


@dataclass(slots=True)
class Roller:
    """Reads spans for the places of a snapshot; each (place, indicator, unit, span) is read once."""

    snapshot: Snapshot
    reported_at: dict[int, set[int]] = field(default_factory=dict)
    """The indicators that have a figure for a place itself, by place."""
    _alive: dict[int, set[int]] = field(default_factory=dict)
    _owes: dict[tuple[int, int], bool] = field(default_factory=dict)
    _rolled: dict[tuple[int, int, str, Span], RollUp] = field(default_factory=dict)
    _reported: dict[tuple[int, int, str], dict[OrganisationFace, list[ReportedFigure]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        tree = self.snapshot.tree
        for place_id, indicator_id in self.snapshot.figures:
            self.reported_at.setdefault(place_id, set()).add(indicator_id)
        above: dict[int, set[int]] = {}
        for parent, children in tree.below.items():
            for child in children:
                above.setdefault(child, set()).add(parent)
        for successor, predecessors in tree.predecessors.items():
            for predecessor in predecessors:
                above.setdefault(predecessor.place.id, set()).add(successor)
        for place_id, indicators in self.reported_at.items():
            self._enliven(place_id, indicators, above)

    def _enliven(self, place_id: int, indicators: set[int], above: dict[int, set[int]]) -> None:
        """Mark a place and all above it as having figures somewhere below: the others need no reading."""
        known = self._alive.setdefault(place_id, set())
        if not indicators <= known:
            known |= indicators
            for parent in above.get(place_id, ()):
                self._enliven(parent, indicators, above)

    def unit_of(self, place_id: int, indicator_id: int) -> str:
        """Return the unit to read in without a target: the indicator's, unless only another was reported here."""
        face = self.snapshot.indicators[indicator_id]
        units = [figure.unit for figure in self.snapshot.figures.get((place_id, indicator_id), [])]
        if not units or face.unit in units:
            return face.unit
        return units[0]

    def has_figures(self, place_id: int, indicator_id: int, unit: str) -> bool:
        """Return whether anybody reported the indicator for the place itself: a flow this year, a level at any time."""
        is_flow = self.snapshot.indicators[indicator_id].kind == IndicatorKind.FLOW
        year = self.snapshot.quarter.year_first_day
        return any(
            figure.unit == unit and (not is_flow or figure.to_on >= year)
            for figure in self.snapshot.figures.get((place_id, indicator_id), [])
        )

    def own(
        self, place_id: int, indicator_id: int, unit: str, span: Span, first: int | None = None
    ) -> OwnReading | None:
        """Return the place's own report over the span; None when nobody reports this indicator for the place.

        The reporter ``first`` (an investor whose target is measured) leads; then the rank of the reporters, then who
        reaches further, then the newer document; where no order is known both are shown and the reading is disputed.
        Amounts of another unit are left aside, never converted.
        """
        by_reporter = self._by_reporter(place_id, indicator_id, unit)
        if not by_reporter:
            return None
        ranked = sorted(
            (self._said(figures, reporter, span, first) for reporter, figures in by_reporter.items()),
            key=lambda said: said.order,
        )
        leader = ranked[0]
        others = tuple(said for said in ranked[1:] if said.reading.is_known)
        reading = leader.reading
        if any(leader.is_disputed_by(other) for other in others):
            reading = replace(reading, disputed=True)
        return OwnReading(reading, leader.reporter, tuple((said.reporter, said.reading) for said in others))

    def _said(self, figures: list[ReportedFigure], reporter: OrganisationFace, span: Span, first: int | None) -> Said:
        reading = self._read(figures, span)
        faces = self.snapshot.figures_by_id
        documents = [faces[int(str(key))].document for _sign, key in reading.links]
        days = [document.on for document in documents if document is not None and document.on is not None]
        return Said(
            reporter=reporter,
            reading=reading,
            rank=(reporter.id != first, self.snapshot.rank(faces[int(str(figures[0].key))])),
            newest=max(days, default=None),
        )

    def _by_reporter(self, place_id: int, indicator_id: int, unit: str) -> dict[OrganisationFace, list[ReportedFigure]]:
        key = (place_id, indicator_id, unit)
        if key not in self._reported:
            kind = IndicatorKind(self.snapshot.indicators[indicator_id].kind)
            found: dict[OrganisationFace, list[ReportedFigure]] = {}
            for figure in self.snapshot.figures.get((place_id, indicator_id), []):
                if figure.unit == unit:
                    found.setdefault(figure.reporter, []).append(reported_figure(figure, kind))
            self._reported[key] = found
        return self._reported[key]

    @staticmethod
    def _read(figures: list[ReportedFigure], span: Span) -> Reading:
        if span.quarter_only:
            return in_quarter(figures, span.quarter)
        return to_date(figures, span.starts, span.quarter, span.ends)

    def rolled(self, place_id: int, indicator_id: int, unit: str, span: Span, first: int | None = None) -> RollUp:
        """Return the own report beside the sum of the units that stand for the place: below it, or before it."""
        span = self.within_life(place_id, span)
        key = (place_id, indicator_id, unit, span)
        if first is None and key in self._rolled:
            return self._rolled[key]
        own = self.own(place_id, indicator_id, unit, span, first)
        children = self._children(place_id, indicator_id, unit, span)
        reading = own.reading if own else None
        if reading is None and not children:
            kind = IndicatorKind(self.snapshot.indicators[indicator_id].kind)
            reading = unknown(kind, Why.NOT_REPORTED)
        result = roll_up(reading, children)
        if not result.headline.is_known and self.snapshot.tree.exists_on(place_id, span.last_day):
            result = self._with_history(place_id, indicator_id, unit, span, result)
        if first is None:
            self._rolled[key] = result
        return result

    def within_life(self, place_id: int, span: Span) -> Span:
        """Stop a span at the last day of a place that has gone into another."""
        last = self.snapshot.tree.places[place_id].valid_to
        if last is None or span.quarter_only or span.last_day <= last or last < span.starts:
            return span
        return Span(span.starts, Quarter.containing(last), last)

    def members(self, member_ids: tuple[int, ...], indicator_id: int, unit: str, span: Span) -> RollUp:
        """Return the sum of the members of a collective target; it binds them all, so each of them owes."""
        children = [self._child(member, indicator_id, unit, span, lambda r: r) for member in member_ids]
        return roll_up(None, [replace(child, owes=True) for child in children])

    def _children(self, place_id: int, indicator_id: int, unit: str, span: Span) -> list[ChildReading]:
        tree = self.snapshot.tree
        if tree.exists_on(place_id, span.last_day):
            return [self._child(child, indicator_id, unit, span, lambda r: r) for child in tree.summands(place_id)]
        before = [
            self._child(p.place.id, indicator_id, unit, span, sharer(p.share))
            for p in tree.predecessors.get(place_id, [])
            if p.effective_on > span.last_day
        ]
        # A successor is all of its predecessors: a silent one is missing, whether or not a duty was recorded for it.
        return [replace(child, owes=True) for child in before]

    def _child(
        self, place_id: int, indicator_id: int, unit: str, span: Span, share: Callable[[Reading], Reading]
    ) -> ChildReading:
        if indicator_id not in self._alive.get(place_id, ()):
            silent = unknown(IndicatorKind(self.snapshot.indicators[indicator_id].kind), Why.NOT_REPORTED)
            return ChildReading(key=place_id, reading=silent, owes=self.owes(place_id, indicator_id))
        reading = share(self.rolled(place_id, indicator_id, unit, span).headline)
        owes = reading.is_known or reading.reason in _OWED or self.owes(place_id, indicator_id)
        return ChildReading(key=place_id, reading=reading, owes=owes)

    def owes(self, place_id: int, indicator_id: int) -> bool:
        """Return whether somebody owes the indicator for the place or for a place below or before it."""
        key = (place_id, indicator_id)
        if key not in self._owes:
            duties = self.snapshot.duties
            self._owes[key] = any((other, indicator_id) in duties for other in self.snapshot.tree.descendants(place_id))
        return self._owes[key]

    def _with_history(self, place_id: int, indicator_id: int, unit: str, span: Span, result: RollUp) -> RollUp:
        """Join the predecessors' figures until the merger with the place's own after it, when neither says it alone."""
        predecessors = self.snapshot.tree.predecessors.get(place_id, [])
        before = [p for p in predecessors if p.effective_on <= span.last_day]
        kind = IndicatorKind(self.snapshot.indicators[indicator_id].kind)
        if not before or span.quarter_only:
            return result
        merger = max(p.effective_on for p in before)
        if kind is IndicatorKind.FLOW and merger <= span.starts:
            return result
        last_day = merger - ONE_DAY
        earlier = Span(span.starts, Quarter.containing(last_day), last_day)
        children = [self._child(p.place.id, indicator_id, unit, earlier, sharer(p.share)) for p in before]
        past = roll_up(None, children)
        if not past.headline.is_known:
            return result
        if kind is not IndicatorKind.FLOW:
            return replace(past, headline=replace(past.headline, carried=True))
        after = self.rolled(place_id, indicator_id, unit, Span(merger, span.quarter, span.ends))
        complete = past.headline.to_on == last_day and not past.missing_keys
        if complete and after.headline.is_known:
            return replace(past, headline=_joined(past.headline, after.headline, span.starts))
        return past

    def contributors(self, place_id: int, indicator_id: int, unit: str, span: Span) -> tuple[int, ...]:
        """Return the places whose own reports make the headline, in tree order."""
        result = self.rolled(place_id, indicator_id, unit, span)
        if not result.headline.is_known:
            return ()
        keys = [self.snapshot.figures_by_id[int(str(key))].place.id for _sign, key in result.headline.links]
        return tuple(dict.fromkeys(keys))

    def past_years(self, place_id: int, indicator_id: int, unit: str) -> list[PastYear]:
        """Return the years before the quarter's, each with its four quarters; none where nothing was reported."""
        year = self.snapshot.quarter.year
        kind = IndicatorKind(self.snapshot.indicators[indicator_id].kind)
        if kind is not IndicatorKind.FLOW or not self._has_figures_before(place_id, indicator_id, date(year, 1, 1)):
            return []
        years: list[PastYear] = []
        for past in range(year - YEARS_OF_HISTORY, year):
            amounts: list[Decimal | None] = []
            for number in (1, 2, 3, 4):
                quarter = Quarter(past, number)
                span = Span(quarter.first_day, quarter, None, quarter_only=True)
                amount = self.rolled(place_id, indicator_id, unit, span).headline.amount
                amounts.append(amount.low if amount is not None and amount.is_stated else None)
            years.append(PastYear(past, (amounts[0], amounts[1], amounts[2], amounts[3])))
        return years

    def _has_figures_before(self, place_id: int, indicator_id: int, day: date) -> bool:
        figures = self.snapshot.figures
        return any(
            figure.to_on < day
            for other in self.snapshot.tree.descendants(place_id)
            for figure in figures.get((other, indicator_id), [])
        )


def sharer(share: Decimal) -> Callable[[Reading], Reading]:
    """Return what takes a predecessor's reading to the part of it that a successor got; a ratio keeps its value."""

    def scale(reading: Reading) -> Reading:
        if share == 1 or reading.amount is None or reading.kind is IndicatorKind.OTHER:
            return reading
        if reading.kind is not IndicatorKind.RATIO:
            return replace(reading, amount=reading.amount.scaled(share), derived=True)
        if reading.numerator is None or reading.denominator is None:
            return reading
        numerator, denominator = (Amount(part).scaled(share).low for part in (reading.numerator, reading.denominator))
        return replace(reading, numerator=numerator, denominator=denominator, derived=True)

    return scale


def _joined(past: Reading, after: Reading, starts: date) -> Reading:
    """Return the two flows as one, its marks those of either."""
    assert past.amount is not None
    assert after.amount is not None
    return replace(
        after,
        amount=past.amount + after.amount,
        from_on=starts,
        links=past.links + after.links,
        derived=True,
        provisional=past.provisional or after.provisional,
        estimated=past.estimated or after.estimated,
        nil=past.nil and after.nil,
        unclear_end=past.unclear_end or after.unclear_end,
        disputed=past.disputed or after.disputed,
    )
