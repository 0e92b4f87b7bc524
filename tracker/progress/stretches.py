"""Say during which days the figures of the places below belong to the sum of a place; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tracker.progress.asked import Span
from tracker.progress.periods import ONE_DAY
from tracker.progress.quantities import exact_sum
from tracker.progress.tree import Tree


@dataclass(frozen=True, slots=True)
class Stretch:
    """One place whose figures belong to a sum: from one day to another (None: the span's own ends), by its share.

    ``before``: it is a predecessor, without which the sum is not whole, whether or not anybody wrote down its duty.
    """

    place_id: int
    since: date | None = None
    until: date | None = None
    share: Decimal = Decimal(1)
    before: bool = False

    def meets(self, span: Span) -> bool:
        """Return whether any of the place's own days lie in the span."""
        return (self.since is None or self.since <= span.last_day) and (self.until is None or self.until >= span.starts)


@dataclass(frozen=True, slots=True)
class _Days:
    """The days of one place below another within a span; None where they reach the span's own end."""

    since: date | None
    until: date | None


def stretches(tree: Tree, place_id: int, span: Span, *, flow: bool) -> list[Stretch]:
    """Return whose figures make the sum of a place over a span, by name.

    A flow is added over the days that each place lay below this one, so that a park that closed or moved away keeps
    what it brought until then; everything else is read at the span's last day. Where all the predecessors of a place
    lay below this one, the place stands for them. Before its own days a place is the sum of its predecessors.
    """
    last = span.last_day
    if not tree.exists_on(place_id, last):
        return predecessors_after(tree, place_id, last)
    if place_id not in tree.edges:
        return []
    first = span.starts if flow else last
    found = _with_successors(tree, place_id, _days_below(tree, place_id, first, last), last)
    return [Stretch(child, days.since, days.until) for child in tree.in_order(found) for days in found[child]]


def predecessors_after(tree: Tree, place_id: int, day: date) -> list[Stretch]:
    """Return the predecessors that went into the place after the day."""
    return [
        Stretch(before.place.id, share=before.share, before=True)
        for before in tree.predecessors.get(place_id, [])
        if before.effective_on > day
    ]


def predecessors_until(tree: Tree, place_id: int, day: date) -> list[Stretch]:
    """Return the predecessors that went into the place by the day, each until the eve."""
    return [
        Stretch(before.place.id, None, before.effective_on - ONE_DAY, before.share, before=True)
        for before in tree.predecessors.get(place_id, [])
        if before.effective_on <= day
    ]


def _days_below(tree: Tree, place_id: int, first: date, last: date) -> dict[int, list[_Days]]:
    """Return the days within a span on which each place lay below another and existed, joined where they touch."""
    found: dict[int, list[tuple[date, date]]] = {}
    for edge in tree.edges.get(place_id, ()):
        child = tree.places.get(edge.child_id)
        if child is None or child.overlapping:
            # Not in the tree: it came to a place that had ended.
            continue
        since = max(day for day in (first, edge.from_on, child.valid_from) if day is not None)
        until = min(day for day in (last, edge.to_on, child.valid_to) if day is not None)
        if since <= until:
            found.setdefault(child.id, []).append((since, until))
    return {
        child: [
            _Days(None if since == first else since, None if until == last else until)
            for since, until in _joined(stays)
        ]
        for child, stays in found.items()
    }


def _joined(stays: list[tuple[date, date]]) -> list[tuple[date, date]]:
    """Join stretches of days that touch."""
    joined: list[tuple[date, date]] = []
    for since, until in sorted(stays):
        if joined and since <= joined[-1][1] + ONE_DAY:
            joined[-1] = (joined[-1][0], max(joined[-1][1], until))
        else:
            joined.append((since, until))
    return joined


def _with_successors(tree: Tree, place_id: int, found: dict[int, list[_Days]], last: date) -> dict[int, list[_Days]]:
    """Put successors in the place of predecessors that lay below the same place, chains of successions included."""
    if not any(child in tree.successors for child in found):
        return found
    standing = _standing_in(tree, place_id, found, last)
    found = dict(found)
    for successor in standing:
        before = [p.place.id for p in tree.predecessors[successor]]
        since = found[before[0]][0].since
        until = found[successor][-1].until if successor in found else None
        found[successor] = [_Days(since, until)]
    for successor in standing:
        for each in tree.predecessors[successor]:
            found.pop(each.place.id, None)
    return found


def _standing_in(tree: Tree, place_id: int, found: dict[int, list[_Days]], last: date) -> list[int]:
    """Return the successors that stand for all their predecessors below a place, the earliest first.

    A successor drops out, and with it the others of its predecessors, unless all of them were here from the same day
    on and went wholly into places that stand here.
    """
    here = set(tree.below.get(place_id, ()))
    steps = sorted(
        {(step.effective_on, step.successor_id) for found_steps in tree.successors.values() for step in found_steps}
    )
    standing = [successor for _day, successor in steps]
    while True:
        since: dict[int, object] = {child: days[0].since for child, days in found.items() if len(days) == 1}
        kept: list[int] = []
        for effective_on, successor in steps:
            if successor not in standing:
                continue
            starts = {since.get(p.place.id, _ABSENT) for p in tree.predecessors[successor]}
            own = since.get(successor, _ABSENT)
            fits = own == effective_on or (own is _ABSENT and effective_on > last)
            whole = all(_goes_wholly_to(tree, p.place.id, standing) for p in tree.predecessors[successor])
            onward = successor in here or _goes_wholly_to(tree, successor, standing)
            if len(starts) == 1 and _ABSENT not in starts and fits and whole and onward:
                kept.append(successor)
                since[successor] = next(iter(starts))
        if kept == standing:
            return kept
        standing = kept


# Marks a place that did not lie below; None already means "from the span's first day on".
_ABSENT = object()


def _goes_wholly_to(tree: Tree, place_id: int, standing: Iterable[int]) -> bool:
    """Return whether all of a place went into places that stand."""
    steps = tree.successors.get(place_id, ())
    known = set(standing)
    return bool(steps) and exact_sum(step.share for step in steps) == 1 and all(s.successor_id in known for s in steps)
