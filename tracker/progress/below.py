"""Say which places have something below them: figures, or places that have left; pure."""

from collections.abc import Mapping
from datetime import date

from tracker.progress.tree import Edge, Tree


def places_above(tree: Tree) -> dict[int, set[int]]:
    """Return what each place ever lay below or went into, by the place."""
    above: dict[int, set[int]] = {}
    for parent, edges in tree.edges.items():
        for edge in edges:
            above.setdefault(edge.child_id, set()).add(parent)
    for successor, predecessors in tree.predecessors.items():
        for predecessor in predecessors:
            above.setdefault(predecessor.place.id, set()).add(successor)
    for parent, children in tree.below.items():
        for child in children:
            above.setdefault(child, set()).add(parent)
    return above


def with_figures(reported_at: Mapping[int, set[int]], above: Mapping[int, set[int]]) -> dict[int, set[int]]:
    """Return the indicators that have a figure for a place or somewhere below it, by place: no other needs a reading.

    ``reported_at`` are those that have one for the place itself.
    """
    found: dict[int, set[int]] = {}
    waiting = list(reported_at.items())
    while waiting:
        place_id, indicators = waiting.pop()
        known = found.setdefault(place_id, set())
        if not indicators <= known:
            known |= indicators
            waiting.extend((parent, indicators) for parent in above.get(place_id, ()))
    return found


def places_left(tree: Tree, above: Mapping[int, set[int]]) -> set[int]:
    """Return the places below which something lay that has closed, or moved away, before the tree's day."""
    left: set[int] = set()
    waiting = [parent for parent, edges in tree.edges.items() if any(_has_left(tree, each, tree.day) for each in edges)]
    while waiting:
        place_id = waiting.pop()
        if place_id not in left:
            left.add(place_id)
            waiting.extend(above.get(place_id, ()))
    return left


def _has_left(tree: Tree, edge: Edge, day: date) -> bool:
    child = tree.places.get(edge.child_id)
    last_days = (edge.to_on, None if child is None else child.valid_to)
    return any(last is not None and last < day for last in last_days)
