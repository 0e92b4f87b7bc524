"""Read a place's own report, the sum of the places below it, and the history that its predecessors left it."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date

from tracker.progress.asked import Cell, Span
from tracker.progress.below import places_above, places_left, with_figures
from tracker.progress.measures import ChildReading, IndicatorKind, KnownSum, Reading, RollUp, roll_up, sum_of_known
from tracker.progress.measures import Reason as Why
from tracker.progress.overlaps import Overlaps
from tracker.progress.own_reports import OwnReports
from tracker.progress.periods import ONE_DAY
from tracker.progress.readings import unknown
from tracker.progress.reporters import OwnReading
from tracker.progress.rollup import alone
from tracker.progress.snapshot import Snapshot
from tracker.progress.stretches import Stretch, stretches
from tracker.progress.succession import OWED, History, renamed, shared, shares_of


@dataclass(slots=True)
class Roller:
    """Reads spans for the places of a snapshot; each cell and span is read once."""

    snapshot: Snapshot
    reported_at: dict[int, set[int]] = field(default_factory=dict)
    """The indicators that have a figure for a place itself, by place."""
    courses_of: Collection[int] | None = ()
    """The indicators of which the rows that are made now carry the quarters of their year; None for all."""
    compares_parts: bool = True  # whether they say what each place directly below brought in both years
    own_reports: OwnReports = field(init=False)
    _alive: dict[int, set[int]] = field(init=False)
    """The indicators that have a figure somewhere below a place, by place: the others need no reading."""
    _units: dict[int, set[str]] = field(default_factory=dict)
    _first_day: dict[int, date] = field(default_factory=dict)
    _owes: dict[tuple[int, int, date], bool] = field(default_factory=dict)
    _left_from: set[int] = field(init=False)
    """The places below which something lay that has closed or moved away."""
    _rolled: dict[tuple[Cell, Span], RollUp] = field(default_factory=dict)
    _heard: dict[tuple[Cell, Span], RollUp] = field(default_factory=dict)
    _stretches: dict[tuple[int, Span, bool], list[Stretch]] = field(default_factory=dict)
    overlaps: Overlaps = field(init=False)

    def __post_init__(self) -> None:
        tree = self.snapshot.tree
        self.own_reports = OwnReports(self.snapshot)
        self.overlaps = Overlaps(tree)
        for (place_id, indicator_id), figures in self.snapshot.figures.items():
            self.reported_at.setdefault(place_id, set()).add(indicator_id)
            self._units.setdefault(indicator_id, set()).update(figure.unit for figure in figures)
            first = min(figure.to_on for figure in figures)
            self._first_day[indicator_id] = min(self._first_day.get(indicator_id, first), first)
        above = places_above(tree)
        self._alive = with_figures(self.reported_at, above)
        self._left_from = places_left(tree, above)

    def draws(self, indicator_id: int) -> bool:
        """Return whether the rows of an indicator carry the quarters of their year."""
        return self.courses_of is None or indicator_id in self.courses_of

    def kind_of(self, indicator_id: int) -> IndicatorKind:
        """Return the kind of an indicator."""
        return IndicatorKind(self.snapshot.indicators[indicator_id].kind)

    def reports_before(self, indicator_id: int, day: date) -> bool:
        """Return whether anybody in the tree reported the indicator before the day."""
        return indicator_id in self._first_day and self._first_day[indicator_id] < day

    def unit_of(self, place_id: int, indicator_id: int) -> str:
        """Return the unit to read in without a target: the indicator's, unless only another was reported here."""
        face = self.snapshot.indicators[indicator_id]
        units = [figure.unit for figure in self.snapshot.figures.get((place_id, indicator_id), [])]
        if not units or face.unit in units:
            return face.unit
        return units[0]

    def units_reported_at(self, place_id: int, indicator_id: int) -> list[str]:
        """Return the units in which the indicator was reported for the place itself: this year, a level at any time."""
        figures = self.snapshot.figures.get((place_id, indicator_id), [])
        year = self.snapshot.quarter.year_first_day
        is_flow = self.kind_of(indicator_id) is IndicatorKind.FLOW
        return list(dict.fromkeys(figure.unit for figure in figures if not is_flow or figure.to_on >= year))

    def own(self, cell: Cell, span: Span) -> OwnReading | None:
        """Return the place's own report over the span; None when nobody reports this indicator for the place."""
        return self.own_within(cell, self.within_life(cell.place_id, span))

    def own_within(self, cell: Cell, lived: Span) -> OwnReading | None:
        """Return the place's own report over a span within its life; None when nobody reports it for the place."""
        return self.own_reports.read(cell, lived, self.heard)

    @property
    def history(self) -> History:
        """Return what reads across successions; nothing that a roller keeps holds it, so that it goes with its page."""
        return History(self)

    def known_pieces(self, cell: Cell, span: Span, own: OwnReading) -> KnownSum | None:
        """Return what an own report knows of the span piece by piece; None where no gap keeps the pieces apart."""
        if own.reading.reason is not Why.GAP_BETWEEN and not own.reading.later_not_linked:
            return None
        figures = self.own_reports.figures_of(cell, own.reporter)
        lived = self.within_life(cell.place_id, span)
        return sum_of_known(figures, lived.starts, lived.quarter, lived.ends)

    def rolled(self, cell: Cell, span: Span) -> RollUp:
        """Return the own report beside the sum of the units that stand for the place: below it, or before it."""
        lived = self.within_life(cell.place_id, span)
        return _closed(self._rolled_within(cell, lived), lived, span)

    def heard(self, cell: Cell, span: Span) -> RollUp:
        """Return what the places above hear of one: its own report, or else the sum of what stands for it.

        Headline, wholeness, reporters, origins and shares are those of `rolled`. What lies below a place that speaks
        for itself is not read: the past of a country would be read down to each park for nothing.
        """
        lived = self.within_life(cell.place_id, span)
        key = cell, lived
        if key not in self._heard:
            found = self.own_within(cell, lived)
            if found is None or not found.reading.is_known:
                self._heard[key] = self._rolled_within(cell, lived)
            else:
                self._heard[key] = alone(found.reading, said_by=(cell.place_id, lived.last_day))
        return _closed(self._heard[key], lived, span)

    def _rolled_within(self, cell: Cell, lived: Span) -> RollUp:
        key = cell, lived
        if key not in self._rolled:
            self._rolled[key] = self._roll(cell, lived)
        return self._rolled[key]

    def other_units(self, cell: Cell, span: Span) -> tuple[tuple[str, Reading], ...]:
        """Return what was reported for the cell over the span in other units, by unit."""
        others = sorted(self._units.get(cell.indicator_id, set()) - {cell.unit})
        found = ((unit, self.heard(cell.counted_in(unit), span).headline) for unit in others)
        return tuple((unit, reading) for unit, reading in found if reading.is_known)

    def within_life(self, place_id: int, span: Span) -> Span:
        """Stop a span at the last day of a place that has closed or gone into another."""
        last = self.snapshot.tree.places[place_id].valid_to
        return span if last is None or last < span.starts else span.within(None, last)

    def unit_reading(self, cell: Cell, unit: Stretch, span: Span) -> ChildReading:
        """Return the reading of a place that is bound together with others, over its own days of the span: it owes."""
        return self.child(cell.at(unit.place_id), span.within(unit.since, unit.until), replace(unit, before=True))

    def owes(self, place_id: int, indicator_id: int, day: date | None = None) -> bool:
        """Return whether somebody owes the indicator for the place, or for one below or before it, on the day.

        Without a day on the quarter's last.
        """
        day = day or self.snapshot.quarter.last_day
        key = (place_id, indicator_id, day)
        if key not in self._owes:
            self._owes[key] = any(
                self.snapshot.is_owed(other, indicator_id, day) for other in self.snapshot.tree.descendants(place_id)
            )
        return self._owes[key]

    def _owed_by_the_gone(self, cell: Cell, span: Span) -> bool:
        """Return whether something owed the indicator while it lay below the place, though it has left it since."""
        if cell.place_id not in self._left_from:
            return False
        for each in self.stretches(cell.place_id, cell.indicator_id, span):
            days = span.within(each.since, each.until)
            if self.owes(each.place_id, cell.indicator_id, days.last_day):
                return True
            if self._owed_by_the_gone(cell.at(each.place_id), days):
                return True
        return False

    def stretches(self, place_id: int, indicator_id: int, span: Span) -> list[Stretch]:
        """Return whose figures make the sum of the place over the span."""
        flow = self.kind_of(indicator_id) is IndicatorKind.FLOW
        key = (place_id, span, flow)
        if key not in self._stretches:
            self._stretches[key] = stretches(self.snapshot.tree, place_id, span, flow=flow)
        return self._stretches[key]

    def merger_within(self, place_id: int, span: Span) -> date | None:
        """Return the day on which a place came out of others, if that day is in the span and not its first."""
        days = [
            before.effective_on
            for before in self.snapshot.tree.predecessors.get(place_id, [])
            if span.starts < before.effective_on <= span.last_day
        ]
        return max(days, default=None)

    # -- one reading -------------------------------------------------------------------------------------------------

    def _roll(self, cell: Cell, span: Span) -> RollUp:
        found = self.own_within(cell, span)
        own = found.reading if found else None
        kind = self.kind_of(cell.indicator_id)
        merger = self.merger_within(cell.place_id, span)
        if kind is IndicatorKind.FLOW and merger is not None:
            return self._named(cell, span, self.history.across(cell, span, merger, own))
        children = self._children(cell, span)
        if own is None and not children:
            own = unknown(kind, Why.NOT_REPORTED)
        twice = self.overlaps.held_twice(cell.place_id, children)
        held = [self.child(cell.at(part), span, Stretch(part)) for part in twice]
        result = roll_up(own, children, starts=span.starts, twice=held)
        if not self.snapshot.tree.exists_on(cell.place_id, span.last_day):
            result = renamed(result, children, self.stretches(cell.place_id, cell.indicator_id, span))
        if kind is not IndicatorKind.FLOW and not span.quarter_only and not result.headline.is_known:
            result = self.history.level_before(cell, span, own) or result
        return self._named(cell, span, result)

    def _named(self, cell: Cell, span: Span, result: RollUp) -> RollUp:
        """Name the place as the reporter where it speaks for itself, or stands for all of its predecessors."""
        if result.own_report:
            return replace(result, origins=((cell.place_id, span.last_day),), reporters=(cell.place_id,))
        before = bool(self.snapshot.tree.predecessors.get(cell.place_id))
        if not (before and result.whole and result.included_keys and not result.after):
            return result
        exists = self.snapshot.tree.exists_on(cell.place_id, span.last_day)
        crosses = self.merger_within(cell.place_id, span) is not None
        return replace(result, reporters=(cell.place_id,)) if crosses or not exists else result

    def _children(self, cell: Cell, span: Span) -> list[ChildReading]:
        """Return the readings whose sum stands for the place over the span."""
        found: list[ChildReading] = []
        for each in self.stretches(cell.place_id, cell.indicator_id, span):
            below = cell.at(each.place_id)
            days = span.within(each.since, each.until)
            if self._is_alive(below) and self.heard(below, days).after is not None:
                found.extend(self.history.apart(below, days, each))
            else:
                found.append(_until_its_last_day(self.child(below, days, each, whole=span)))
        return found

    def _is_alive(self, cell: Cell) -> bool:
        return cell.indicator_id in self._alive.get(cell.place_id, ())

    def child(self, cell: Cell, span: Span, stretch: Stretch, *, whole: Span | None = None) -> ChildReading:
        """Return one reading of a sum; ``whole`` is the span of the sum, of which ``span`` may be a part."""
        kind, day = self.kind_of(cell.indicator_id), span.last_day
        has_duty = self.owes(cell.place_id, cell.indicator_id, day) or self._owed_by_the_gone(cell, span)
        owes, owes_to_successor = stretch.before or has_duty, stretch.before and not has_duty
        if not self._is_alive(cell):
            return ChildReading(
                key=cell.place_id,
                reading=unknown(kind, Why.NOT_REPORTED),
                owes=owes,
                owes_to_successor=owes_to_successor,
                since=stretch.since,
                until=stretch.until,
            )
        rolled = self.heard(cell, span)
        reading, undivided = shared(rolled.headline, stretch.share), None
        if not reading.is_known and whole is not None and stretch.since is not None and stretch.until is None:
            undivided = self.undivided(cell, stretch.since, whole)
            if undivided is not None:
                rolled, reading = undivided, replace(undivided.headline, from_on=stretch.since)
        elsewhere = not reading.is_known and bool(self.other_units(cell, span))
        reports = reading.is_known or reading.reason in OWED or elsewhere
        return ChildReading(
            key=cell.place_id,
            reading=reading,
            owes=owes or reports,
            owes_to_successor=owes_to_successor and not reports,
            since=stretch.since,
            until=stretch.until,
            # Of a predecessor all must be there; of a place below, as of any other, what somebody has a duty to report.
            whole=rolled.whole if stretch.before else rolled.duties_met,
            duties_met=rolled.duties_met,
            reporters=rolled.reporters,
            origins=rolled.origins,
            shares=shares_of(cell.place_id, stretch.share, rolled.shares),
            in_other_unit=elsewhere,
            undivided=undivided is not None,
            partly_new=rolled.partly_new,
            missing=rolled.lacking_keys,
        )

    def undivided(self, cell: Cell, since: date, whole: Span) -> RollUp | None:
        """Return what is known of a place that moved here over all of the span, where nobody reported the two apart."""
        eve = since - ONE_DAY
        before = self.heard(cell, whole.within(None, eve)).headline
        if before.is_known and before.to_on == eve:
            return None
        found = self.heard(cell, whole)
        to_on = found.headline.to_on
        return found if found.headline.is_known and to_on is not None and to_on >= since else None


def _closed(rolled: RollUp, lived: Span, span: Span) -> RollUp:
    """Return the roll-up; of a place that closed before the span's last day nothing more is owed after that day."""
    if lived is span or lived.last_day == span.last_day or not rolled.headline.is_known:
        return rolled
    return replace(rolled, headline=replace(rolled.headline, closed_on=lived.last_day))


def _until_its_last_day(child: ChildReading) -> ChildReading:
    """Return the child; after it has closed or moved away nothing more of it is owed here."""
    if child.until is None or not child.reading.is_known or child.reading.closed_on is not None:
        return child
    return replace(child, reading=replace(child.reading, closed_on=child.until))
