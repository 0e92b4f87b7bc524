"""Take figures across successions: a year until the eve and after it, levels, shares, and what a year leaves."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from tracker.progress.asked import Cell, Span
from tracker.progress.measures import Amount, ChildReading, IndicatorKind, Reading, RollUp, roll_up
from tracker.progress.measures import Reason as Why
from tracker.progress.origins import Shares
from tracker.progress.periods import ONE_DAY, Quarter
from tracker.progress.readings import unknown
from tracker.progress.stretches import Stretch, predecessors_until

if TYPE_CHECKING:
    from tracker.progress.roll import Roller

# A unit that began to report, or says that it will, is missing from a sum even where nobody wrote down its duty.
OWED = frozenset(
    {Why.NOT_YET_KNOWN, Why.NOT_COLLECTED, Why.NO_VALUE_STATED, Why.GAP_BETWEEN, Why.JOINTLY_ONLY, Why.NO_COMPONENTS}
)


@dataclass(slots=True)
class History:
    """What a place has from its predecessors: its year across the merger, its last level, its parts."""

    roller: "Roller"

    def across(self, cell: Cell, span: Span, merger: date, own: Reading | None) -> RollUp:
        """Join the predecessors' figures until the merger with the place's own after it.

        Where the days before are not all known nothing is joined: they are read alone, and what came after stands
        beside them. Where they are not known to the eve, the successor may speak for the merger's whole quarter, or the
        places that moved with the merger may be known over both.
        """
        past = [
            self.roller.child(cell.at(each.place_id), span.within(None, each.until), each)
            for each in predecessors_until(self.roller.snapshot.tree, cell.place_id, span.last_day)
        ]
        after = self.roller.heard(cell, span.within(merger, None))
        joined = roll_up(own, [*past, self._later(cell, merger, after, own)], starts=span.starts)
        if joined.own_report:
            return joined
        silent = joined.missing_keys or joined.other_span_keys or joined.other_unit_keys
        if silent or not after.headline.is_known:
            over = self._from_its_quarter(cell, span, merger, own) or self._moved(cell, span, merger, own, joined)
            if over is not None and _reaches_further(over.headline, joined.headline):
                return over
        if not silent and joined.children_sum.is_known:
            return _headed(joined, replace(joined.children_sum, derived=True))
        if span.quarter_only:
            why = Why.GAP_BETWEEN if joined.children_sum.is_known else joined.children_sum.reason or Why.NOT_REPORTED
            return replace(_headed(joined, own or unknown(joined.headline.kind, why)), after=_known(after))
        found = joined
        if after.headline.is_known:
            found = replace(roll_up(own, past, starts=span.starts), after=after.headline, whole=False, duties_met=False)
        if found.headline.is_known:
            to_on = found.headline.to_on
            stale = to_on is not None and to_on < span.quarter.first_day
            return _headed(found, replace(found.headline, carried=stale))
        return found

    def _from_its_quarter(self, cell: Cell, span: Span, merger: date, own: Reading | None) -> RollUp | None:
        """Join the predecessors until the quarter of a merger in its midst with the successor's own from there on.

        What a successor says of that quarter covers its predecessors too, as its year to date does. None where
        either is not known.
        """
        first = Quarter.containing(merger, span.quarter.fiscal_start_month).first_day
        if not span.starts < first < merger:
            return None
        said = self.roller.own_within(cell, span.within(first, None))
        if said is None or not said.reading.is_known:
            return None
        eve = first - ONE_DAY
        stays = [
            replace(each, until=eve if each.until is None else min(each.until, eve))
            for each in predecessors_until(self.roller.snapshot.tree, cell.place_id, span.last_day)
        ]
        past = [self.roller.child(cell.at(each.place_id), span.within(None, each.until), each) for each in stays]
        origins = ((cell.place_id, span.last_day),)
        since = ChildReading(
            key=cell.place_id, reading=said.reading, since=first, reporters=(cell.place_id,), origins=origins
        )
        joined = roll_up(own, [*past, since], starts=span.starts)
        if not joined.children_sum.is_known or len(joined.included_keys) < len({each.key for each in (*past, since)}):
            return None
        return _headed(joined, replace(joined.children_sum, derived=True))

    def _moved(self, cell: Cell, span: Span, merger: date, own: Reading | None, joined: RollUp) -> RollUp | None:
        """Return what is known over all of the span of the places that moved with a merger; None if nothing is.

        Only if all that speak of the days before are there after it as well, and none of them tells the two apart:
        otherwise what they brought before would be lost.
        """
        if not all(self.roller.snapshot.tree.exists_on(int(str(key)), span.last_day) for key, _day in joined.origins):
            return None
        moved = self.roller.stretches(cell.place_id, cell.indicator_id, span)
        found = [self._undivided(cell, span, merger, each) for each in moved]
        if any(each.reading.is_known and not each.undivided for each in found):
            return None
        whole = roll_up(own, found, starts=span.starts)
        return whole if whole.headline.is_known else None

    def _undivided(self, cell: Cell, span: Span, merger: date, stretch: Stretch) -> ChildReading:
        """Return what is known of a place over all of a span in whose midst it came to a successor with its parent."""
        below = cell.at(stretch.place_id)
        found = self.roller.undivided(below, merger, span)
        if found is None:
            return self.roller.child(below, span.within(stretch.since, stretch.until), stretch)
        return ChildReading(
            key=stretch.place_id,
            reading=found.headline,
            whole=found.duties_met,
            duties_met=found.duties_met,
            reporters=found.reporters,
            origins=found.origins,
            shares=found.shares,
            undivided=True,
            missing=found.lacking_keys,
        )

    def _later(self, cell: Cell, merger: date, after: RollUp, own: Reading | None) -> ChildReading:
        """Return what a successor brought after the merger, unless that was itself taken out of its own report."""
        circular = own is not None and {key for _sign, key in own.links} & {key for _sign, key in after.headline.links}
        reading = unknown(after.headline.kind, Why.NOT_REPORTED) if circular else after.headline
        owed = reading.is_known or reading.reason in OWED or self.roller.owes(cell.place_id, cell.indicator_id)
        return ChildReading(
            key=cell.place_id,
            reading=reading,
            owes=owed and not circular,
            since=merger,
            whole=after.whole,
            duties_met=after.duties_met,
            reporters=after.reporters,
            origins=after.origins,
            shares=after.shares,
            missing=after.lacking_keys,
        )

    def level_before(self, cell: Cell, span: Span, own: Reading | None) -> RollUp | None:
        """Return the level that the predecessors of a place left it; None if it has none, or they left nothing."""
        before = predecessors_until(self.roller.snapshot.tree, cell.place_id, span.last_day)
        if not before or not self.roller.snapshot.tree.exists_on(cell.place_id, span.last_day):
            return None
        children = [self.roller.child(cell.at(each.place_id), span.within(None, each.until), each) for each in before]
        past = renamed(roll_up(own, children), children, before)
        return _headed(past, replace(past.headline, carried=True)) if past.headline.is_known else None

    def apart(self, cell: Cell, span: Span, stretch: Stretch) -> list[ChildReading]:
        """Return the predecessors of a place until the merger and the place itself after it, as they stand."""
        merger = self.roller.merger_within(cell.place_id, span)
        assert merger is not None
        parts = [
            replace(each, since=stretch.since, share=Amount(each.share).scaled(stretch.share).value)
            for each in predecessors_until(self.roller.snapshot.tree, cell.place_id, span.last_day)
        ]
        parts.append(replace(stretch, since=merger))
        return [self.roller.child(cell.at(each.place_id), span.within(each.since, each.until), each) for each in parts]


def _headed(result: RollUp, headline: Reading) -> RollUp:
    """Put another reading in front, which stands for the sum as well."""
    return replace(result, headline=headline, children_sum=headline)


def renamed(result: RollUp, children: Sequence[ChildReading], before: Sequence[Stretch]) -> RollUp:
    """Hand on what cannot be added from the only predecessor of a place: it is the same place under another name."""
    if result.children_sum.reason is not Why.KIND_NOT_ADDED or len(children) != 1 or before[0].share != 1:
        return result
    reading = children[0].reading
    return replace(result, headline=result.headline if result.own_report else reading, children_sum=reading)


def _reaches_further(one: Reading, other: Reading) -> bool:
    """Return whether a reading goes on to a later day than another, which may be unknown."""
    return not other.is_known or other.to_on is None or (one.to_on is not None and one.to_on > other.to_on)


def _known(rolled: RollUp) -> Reading | None:
    return rolled.headline if rolled.headline.is_known else None


def shared(reading: Reading, share: Decimal) -> Reading:
    """Return the part of a predecessor's reading that a successor got; a ratio keeps its value."""
    if share == 1 or reading.amount is None or reading.kind is IndicatorKind.OTHER:
        return reading
    links = tuple((Amount(Decimal(factor)).scaled(share).value, key) for factor, key in reading.links)
    if reading.kind is not IndicatorKind.RATIO:
        return replace(reading, amount=reading.amount.scaled(share), links=links, derived=True)
    if reading.numerator is None or reading.denominator is None:
        return reading
    numerator, denominator = (Amount(part).scaled(share).low for part in (reading.numerator, reading.denominator))
    return replace(reading, numerator=numerator, denominator=denominator, links=links, derived=True)


def shares_of(key: Hashable, share: Decimal, inner: Shares) -> Shares:
    """Return of which places a part of a reading is a computed share."""
    if share == 1:
        return inner
    return (
        (key, share),
        *((place, Amount(part).scaled(share).value) for place, part in inner),
    )


def less(whole: Reading, earlier: Reading, starts: date) -> Reading:
    """Return what a flow's longer reading leaves from a day on, when the days before it are taken out.

    Precondition: both begin on the same day, and the earlier one ends on the eve of ``starts``.
    """
    assert whole.amount is not None
    assert earlier.amount is not None
    return replace(
        whole,
        amount=whole.amount - earlier.amount,
        from_on=starts,
        links=whole.links + tuple((-sign, key) for sign, key in earlier.links),
        opening_cut_off_on=earlier.cut_off_on,
        derived=True,
        provisional=whole.provisional or earlier.provisional,
        estimated=whole.estimated or earlier.estimated,
        nil=whole.nil and earlier.nil,
        unclear_end=whole.unclear_end or earlier.unclear_end,
        disputed=whole.disputed or earlier.disputed,
    )
