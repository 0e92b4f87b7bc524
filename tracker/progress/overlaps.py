"""Find the parts that two summands of one place both hold: a park of one channel that is a member of another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tracker.progress.measures import ChildReading
from tracker.progress.tree import Tree


@dataclass(frozen=True, slots=True)
class _Pair:
    """A part, and the ways from it and from the site that holds it too up to two places below one."""

    part: int
    by_site: tuple[int, ...]
    by_parent: tuple[int, ...]


@dataclass(slots=True)
class Overlaps:
    """The parts of a tree that two channels report: each pair at the place where the channels are added."""

    tree: Tree
    _pairs: dict[int, list[_Pair]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        above = {child: parent for parent, below in self.tree.below.items() for child in below}
        for site, members in sorted(self.tree.members.items()):
            for part in self.tree.in_order([member for member in members if member in self.tree.places]):
                by_site, by_parent = _way_up(site, above), _way_up(part, above)
                meeting = next((place for place in by_site if place in by_parent), None)
                if meeting in (None, site, part):
                    continue
                assert meeting is not None
                pair = _Pair(part, by_site[: by_site.index(meeting)], by_parent[: by_parent.index(meeting)])
                self._pairs.setdefault(meeting, []).append(pair)

    @property
    def is_empty(self) -> bool:
        """Tell whether no part of the tree is reported by two channels."""
        return not self._pairs

    def held_twice(self, place_id: int, children: Sequence[ChildReading]) -> list[int]:
        """Return the parts that two of the children's readings hold.

        A site holds its members where its own report speaks, or that of a place above it: a sum of the places below it
        holds what lies below it, and a member lies elsewhere.
        """
        return _held_twice(self._pairs.get(place_id, ()), children)

    def held_twice_anywhere(self, children: Sequence[ChildReading]) -> list[int]:
        """Return the parts that two of the readings hold, at whatever place above them the two are added."""
        return [part for pairs in self._pairs.values() for part in _held_twice(pairs, children)]


def _held_twice(pairs: Iterable[_Pair], children: Iterable[ChildReading]) -> list[int]:
    spoken = {reporter for child in children if child.reading.is_known for reporter in child.reporters}
    return [pair.part for pair in pairs if spoken.intersection(pair.by_site) and spoken.intersection(pair.by_parent)]


def _way_up(place_id: int, above: dict[int, int]) -> tuple[int, ...]:
    """Return a place and all above it, from below upwards."""
    way = [place_id]
    while way[-1] in above and above[way[-1]] not in way:
        way.append(above[way[-1]])
    return tuple(way)
