"""Compare a place's figures with earlier ones over the very same units."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from tracker.progress.asked import Cell, Span
from tracker.progress.measures import (
    Amount,
    ChildReading,
    Comparison,
    Reason,
    RollUp,
    compare,
    compare_groups,
    compare_sums,
    keys_of_both,
)
from tracker.progress.readings import unknown
from tracker.progress.roll import Roller
from tracker.progress.stretches import Stretch, predecessors_until
from tracker.progress.succession import shared

Earlier = Callable[[Span], Span]


@dataclass(frozen=True, slots=True)
class Pair:
    """One unit's reading and the earlier one over the corresponding days; None where it cannot be compared."""

    now: ChildReading
    then: ChildReading


def a_year_earlier(span: Span) -> Span:
    """Return the same days of the year before."""
    return span.a_year_earlier()


def a_quarter_earlier(span: Span) -> Span:
    """Return the quarter before, alone."""
    return Span.of_quarter(span.quarter.previous())


def compared(roller: Roller, cell: Cell, span: Span, earlier: Earlier) -> Comparison | None:
    """Return the comparison of a span with an earlier one over the same units; None when neither has anything.

    What the place says for itself is compared as it stands, and so is all of a place with all of the predecessors that
    it came out of meanwhile. Sums are compared over the units that have both, each over its own days; a unit of which
    another part had reported then is left out.
    """
    now, then = roller.heard(cell, span), roller.heard(cell, earlier(span))
    if not now.headline.is_known and not then.headline.is_known:
        return None
    if not now.headline.is_known or not then.headline.is_known:
        return compare(now.headline, then.headline if then.headline.is_known else None)
    if _are_alike(roller, cell, (span, now), (earlier(span), then)):
        return compare(now.headline, then.headline)
    if now.own_report or then.own_report:
        return replace(compare(now.headline, then.headline), like_for_like=False)
    found = pairs(roller, cell, span, earlier)
    return of_pairs(found, _held_twice(roller, cell, (span, earlier(span)), found))


def of_pairs(found: Sequence[Pair], twice: Sequence[Pair] = ()) -> Comparison | None:
    """Return the comparison of units; None when none of them has anything.

    ``twice`` are the parts that two of them hold.
    """
    answer = compare_sums(*_sides(found), [(part.now, part.then) for part in twice])
    if answer.units or not answer.units_of:
        return answer if answer.units_of else None
    known = next((pair.now.reading for pair in found if pair.now.reading.is_known), None)
    return None if known is None else replace(compare(known, None), units=0, units_of=answer.units_of)


def of_each_part(
    parts: Mapping[int, Sequence[Pair]], twice: Mapping[int, Sequence[Pair]] | None = None
) -> dict[int, Comparison]:
    """Return the comparison of each of the parts of a sum that can be compared, by the place that the part is.

    ``twice`` are, by the same places, what two units of one part hold.
    """
    held = {key: [(part.now, part.then) for part in found] for key, found in (twice or {}).items()}
    return compare_groups({key: _sides(found) for key, found in parts.items()}, held)


def parts_compared(
    roller: Roller, cell: Cell, span: Span, earlier: Earlier, whole: Comparison | None
) -> dict[int, Comparison]:
    """Return the comparison of each place directly below a place, whatever it says for itself, by place.

    There is none across a merger unless the ``whole`` is compared as their sum: what came after it belongs to none of
    those that ended on its eve. Nor is there one where two of the places hold the same part: what they brought does
    not add up.
    """
    if roller.merger_within(cell.place_id, span) is not None and (whole is None or whole.units is None):
        return {}
    both, found = (span, earlier(span)), _pairs_below(roller, cell, span, earlier)
    within = {key: _held_twice(roller, cell, both, of_part) for key, of_part in found.items()}
    every = _held_twice(roller, cell, both, [pair for of_part in found.values() for pair in of_part], known=False)
    if len(every) > sum(map(len, within.values())):
        return {}
    return of_each_part(found, within)


def _pairs_below(roller: Roller, cell: Cell, span: Span, earlier: Earlier) -> dict[int, list[Pair]]:
    """Return the units below a place that are compared, by the place directly below that each belongs to."""
    found: dict[int, list[Pair]] = {}
    for each in _parts(roller, cell, span):
        days = span.within(each.since, each.until)
        below = _pairs(roller, cell.at(each.place_id), days, earlier, each, (span, earlier(span)))
        found.setdefault(each.place_id, []).extend(below)
    return found


def _held_twice(
    roller: Roller, cell: Cell, days: tuple[Span, Span], found: Sequence[Pair], *, known: bool = True
) -> list[Pair]:
    """Return the parts that two of the compared units hold, now and then.

    One of which a figure is not ``known`` in both cannot be taken out of both, and is taken out of neither.
    """
    if roller.overlaps.is_empty:
        return []
    keys = keys_of_both(*_sides(found))
    sides = _sides([pair for pair in found if pair.now.key in keys])
    now, then = (roller.overlaps.held_twice_anywhere(side) for side in sides)
    parts = []
    for part in now:
        if part in then:
            there = [
                _child(cell.at(part), roller.heard(cell.at(part), each), Stretch(part), each, each) for each in days
            ]
            parts.append(Pair(*there))
    return [part for part in parts if not known or (part.now.reading.is_known and part.then.reading.is_known)]


def _sides(found: Sequence[Pair]) -> tuple[list[ChildReading], list[ChildReading]]:
    return [pair.now for pair in found], [pair.then for pair in found]


def pairs(roller: Roller, cell: Cell, span: Span, earlier: Earlier, share: Decimal = Decimal(1)) -> list[Pair]:
    """Return the units of a place that are compared, from above downwards, as far down as they must be told apart."""
    return _pairs(roller, cell, span, earlier, Stretch(cell.place_id, share=share), (span, earlier(span)))


def _pairs(
    roller: Roller, cell: Cell, span: Span, earlier: Earlier, stretch: Stretch, whole: tuple[Span, Span]
) -> list[Pair]:
    before = earlier(span)
    now, then = roller.heard(cell, span), roller.heard(cell, before)
    both = now.headline.is_known and then.headline.is_known
    alike = not both or _are_alike(roller, cell, (span, now), (before, then))
    if alike or now.own_report or then.own_report:
        earlier_one = then if alike else None
        return [
            Pair(_child(cell, now, stretch, span, whole[0]), _child(cell, earlier_one, stretch, before, whole[1], now))
        ]
    found: list[Pair] = []
    for each in _parts(roller, cell, span):
        part = replace(each, share=Amount(each.share).scaled(stretch.share).value)
        days = span.within(each.since, each.until)
        found += _pairs(roller, cell.at(each.place_id), days, earlier, part, whole)
    return found


def _parts(roller: Roller, cell: Cell, span: Span) -> list[Stretch]:
    """Return the units of a sum; those of a place across a merger are its predecessors until the eve."""
    if roller.merger_within(cell.place_id, span) is not None:
        return predecessors_until(roller.snapshot.tree, cell.place_id, span.last_day)
    return roller.stretches(cell.place_id, cell.indicator_id, span)


def _are_alike(roller: Roller, cell: Cell, now: tuple[Span, RollUp], then: tuple[Span, RollUp]) -> bool:
    """Return whether two readings of a place are of the same sort and of all of the same land.

    Both are the place's own reports. Or it came out of others after the earlier span began: then there are no units
    that have both, and all of it is compared with all of them.
    """
    came = any(
        then[0].starts < before.effective_on <= now[0].last_day
        for before in roller.snapshot.tree.predecessors.get(cell.place_id, ())
    )

    def speaks(rolled: RollUp) -> bool:
        return rolled.own_report or (came and rolled.whole and bool(rolled.included_keys) and rolled.after is None)

    return speaks(now[1]) and speaks(then[1])


def _child(
    cell: Cell, rolled: RollUp | None, stretch: Stretch, span: Span, whole: Span, now: RollUp | None = None
) -> ChildReading:
    """Return a unit's reading with the days that are its own; an unknown one where it cannot be compared."""
    reading = unknown(None if now is None else now.headline.kind, Reason.SPANS_DIFFER)
    return ChildReading(
        key=cell.place_id,
        reading=reading if rolled is None else shared(rolled.headline, stretch.share),
        since=span.starts if span.starts > whole.starts else None,
        until=span.last_day if span.last_day < whole.last_day else None,
        reporters=() if rolled is None else rolled.reporters,
    )
