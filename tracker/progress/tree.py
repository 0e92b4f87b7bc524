"""The part of the place tree that a page needs: who lay below whom on which days, and who came out of whom.

Pure: `tree_rows` reads the rows of the database, `grow_tree` makes the tree of them.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from tracker.progress.periods import ONE_DAY
from tracker.progress.rows import PlaceFace

# The key under which a tree of several roots keeps those that lie below none of the others; no place has it.
TOP = 0


@dataclass(frozen=True, slots=True)
class Edge:
    """The days during which one place lies below another; None is an open end."""

    parent_id: int
    child_id: int
    from_on: date | None = None
    to_on: date | None = None

    def holds_on(self, day: date) -> bool:
        """Return whether the child lies below the parent on the day."""
        return (self.from_on is None or self.from_on <= day) and (self.to_on is None or self.to_on >= day)


@dataclass(frozen=True, slots=True)
class Step:
    """One succession: from the day on the part ``share`` of the predecessor is the successor's (1: all of it)."""

    predecessor_id: int
    successor_id: int
    effective_on: date
    share: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Predecessor:
    """One place that went into another: from which day, and which part of it (1 = all)."""

    place: PlaceFace
    effective_on: date
    share: Decimal


@dataclass(slots=True)
class Tree:
    """Places by id, the places below each on the map's day, and the predecessors of each.

    ``edges`` are the days during which places lay below each other, up to the map's day; ``successors`` the steps that
    the map has taken: those until its day, or until today where it is today's map. ``members`` are the parts that a
    site holds although they lie elsewhere in the tree.
    """

    day: date
    places: dict[int, PlaceFace] = field(default_factory=dict)
    below: dict[int, list[int]] = field(default_factory=dict)
    predecessors: dict[int, list[Predecessor]] = field(default_factory=dict)
    edges: dict[int, list[Edge]] = field(default_factory=dict)
    successors: dict[int, list[Step]] = field(default_factory=dict)
    members: dict[int, frozenset[int]] = field(default_factory=dict)

    def exists_on(self, place_id: int, day: date) -> bool:
        """Return whether the place is valid on the day."""
        place = self.places[place_id]
        return (place.valid_from is None or place.valid_from <= day) and (
            place.valid_to is None or place.valid_to >= day
        )

    def summands(self, place_id: int) -> list[int]:
        """Return the places whose sum stands for the place: those below it, without overlapping perimeters."""
        return [child for child in self.below.get(place_id, []) if not self.places[child].overlapping]

    def descendants(self, place_id: int) -> Iterator[int]:
        """Yield the place and every place below it or before it, each once, parents first."""
        seen: set[int] = set()
        queue = [place_id]
        while queue:
            current = queue.pop(0)
            if current in seen:
                continue
            seen.add(current)
            yield current
            queue.extend(self.below.get(current, []))
            queue.extend(p.place.id for p in self.predecessors.get(current, []))

    def ends_of_chain(self, place_id: int) -> list[int]:
        """Return the places that a place has become on this map, itself if it has not gone into another."""
        steps = self.successors.get(place_id)
        if not steps:
            return [place_id]
        return list(dict.fromkeys(end for step in steps for end in self.ends_of_chain(step.successor_id)))

    def in_order(self, place_ids: Collection[int]) -> list[int]:
        """Return places by name."""
        return sorted(place_ids, key=lambda key: (self.places[key].sort_key, self.places[key].slug))


def grow_tree(
    edges: Collection[Edge],
    steps: Collection[Step],
    *,
    places: Mapping[int, PlaceFace],
    roots: Collection[int],
    day: date,
    today: date | None = None,
    tops: Collection[int] | None = None,
    members: Mapping[int, frozenset[int]] | None = None,
) -> Tree:
    """Return the places below and before the roots on the day.

    With ``today`` every place below a root that has gone into another by that day is replaced by its successor, whose
    predecessors then stand under it; nothing else moves, so totals stay. Under `TOP` stand those of the roots (of the
    ``tops``, if some are named) that lie below no other on the day. Edges and steps of places that are not among
    ``places`` are left out: they are beyond the reader's reach.
    """
    places = _told_apart(places, steps)
    links = _Links(
        [edge for edge in edges if edge.parent_id in places and edge.child_id in places],
        [step for step in set(steps) if step.predecessor_id in places and step.successor_id in places],
        day,
    )
    read_on = links.days_read([root for root in roots if root in places])
    tree = Tree(day=day, places={key: places[key] for key in read_on}, members=dict(members or {}))
    for place_id, last in read_on.items():
        reached = links.edges.get(place_id, [])
        # A place that outlives a merger is reached on two days; what left it in between lies elsewhere now.
        below = tree.in_order({edge.child_id for edge in reached if edge.holds_on(last)})
        if reached:
            tree.edges[place_id] = reached
        if below:
            tree.below[place_id] = below
        for step in links.into.get(place_id, ()):
            _remember_predecessor(tree, step)
    children = {child for below in tree.below.values() for child in below}
    highest = {top for top in (roots if tops is None else tops) if top in tree.places and top not in children}
    tree.below[TOP] = [top for top in tree.in_order(highest) if tree.exists_on(top, day)]
    taken = links.steps_until(day if today is None else max(day, today))
    if today is not None:
        _move_to_today(tree, places, taken)
    for key, found in taken.items():
        known = [step for step in found if step.successor_id in tree.places]
        if known and key in tree.places:
            tree.successors[key] = known
    for before in tree.predecessors.values():
        before.sort(key=lambda p: (p.place.sort_key, p.place.slug))
    return tree


def _told_apart(places: Mapping[int, PlaceFace], steps: Collection[Step]) -> dict[int, PlaceFace]:
    """Return the places; the name of one that a successor among them has taken over says its last day."""
    found = dict(places)
    for step in steps:
        old, new = places.get(step.predecessor_id), places.get(step.successor_id)
        if old is not None and new is not None and old.name == new.name:
            found[old.id] = replace(old, told_until=step.effective_on - ONE_DAY)
    return found


class _Links:
    """The edges that began by the day, by parent, and the steps, by successor."""

    def __init__(self, edges: Collection[Edge], steps: Collection[Step], day: date) -> None:
        self.day = day
        self.edges: dict[int, list[Edge]] = {}
        self.into: dict[int, list[Step]] = {}
        # Both come as sets, which Python orders anew in each process: two servers must say the same, byte for byte.
        for edge in sorted(edges, key=lambda each: (each.parent_id, each.child_id, each.from_on or date.min)):
            if edge.from_on is None or edge.from_on <= day:
                self.edges.setdefault(edge.parent_id, []).append(edge)
        for step in sorted(steps, key=lambda each: (each.effective_on, each.predecessor_id, each.successor_id)):
            self.into.setdefault(step.successor_id, []).append(step)

    def steps_until(self, day: date) -> dict[int, list[Step]]:
        """Return the steps that were taken by the day, by predecessor."""
        found: dict[int, list[Step]] = {}
        for steps in self.into.values():
            for step in steps:
                if step.effective_on <= day:
                    found.setdefault(step.predecessor_id, []).append(step)
        return found

    def days_read(self, roots: Collection[int]) -> dict[int, date]:
        """Return the last day on which each place is reached from the roots: below them, or before a succession."""
        read_on: dict[int, date] = {}
        queue = [(root, self.day) for root in roots]
        while queue:
            place_id, last = queue.pop(0)
            if place_id in read_on and read_on[place_id] >= last:
                continue
            read_on[place_id] = last
            queue.extend(
                (edge.child_id, last if edge.to_on is None else min(last, edge.to_on))
                for edge in self.edges.get(place_id, ())
                if edge.from_on is None or edge.from_on <= last
            )
            queue.extend(
                (step.predecessor_id, min(last, step.effective_on - ONE_DAY)) for step in self.into.get(place_id, ())
            )
        return read_on


def _remember_predecessor(tree: Tree, step: Step) -> None:
    known = tree.predecessors.setdefault(step.successor_id, [])
    found = Predecessor(tree.places[step.predecessor_id], step.effective_on, step.share)
    if found not in known:
        known.append(found)


def _move_to_today(tree: Tree, places: Mapping[int, PlaceFace], steps: Mapping[int, list[Step]]) -> None:
    """Put successors in the place of predecessors below every node, chains of successions included."""
    tree.successors = dict(steps)
    waiting = [place_id for below in tree.below.values() for place_id in below]
    while waiting:
        place_id = waiting.pop()
        for step in steps.get(place_id, ()):
            tree.places.setdefault(step.successor_id, places[step.successor_id])
            _remember_predecessor(tree, step)
            waiting.append(step.successor_id)
    for above_id, children in list(tree.below.items()):
        moved = {end for child in children for end in tree.ends_of_chain(child)}
        tree.below[above_id] = tree.in_order(moved)
    tree.successors = {}
