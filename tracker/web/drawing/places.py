"""Find a place for a text beside a point of a drawing where it covers no line, no other text and no edge."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

Point = tuple[Decimal, Decimal]


@dataclass(frozen=True, slots=True)
class Frame:
    """The lengths between which texts may stand."""

    left: int
    right: int
    top: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a text begins or ends, by its base line."""

    x: Decimal
    y: Decimal
    anchor: str


@dataclass(frozen=True, slots=True)
class _Box:
    left: Decimal
    right: Decimal
    top: Decimal
    bottom: Decimal


@dataclass(slots=True)
class Places:
    """The places of a drawing that are still free: its frame, its lines, and the texts that were given a place."""

    frame: Frame
    lines: Sequence[Sequence[Point]]
    taken: list[_Box] = field(default_factory=list)

    def beside(self, point: Point, text: str, *, size: int, below: bool) -> Spot:
        """Return the freest of four spots around a point and take it; ``below`` says which are tried first."""
        x, y = point
        over, under = y - 12, y + size + 6
        spots = [Spot(x - 6, over, "end"), Spot(x + 8, under, "start")]
        if below:
            spots.reverse()
        spots += [Spot(x + 8, over, "start"), Spot(x - 6, under, "end")]
        chosen = min(spots, key=lambda spot: self._hits(_box(spot, text, size)))
        self.taken.append(_box(chosen, text, size))
        return chosen

    def _hits(self, box: _Box) -> int:
        """Return how much a text would cover; beyond the frame it might cover anything."""
        frame = self.frame
        inside = frame.left <= box.left and box.right <= frame.right and frame.top <= box.top
        found = 0 if inside and box.bottom <= frame.bottom else 3
        found += sum(_crosses(line, box) for line in self.lines)
        return found + 2 * sum(_overlap(box, other) for other in self.taken)


def text_width(text: str, size: int) -> Decimal:
    """Return about how wide a text is, in bold letters of a height: figures are wider than half of it."""
    return Decimal(len(text) * size) * Decimal("0.53")


def _box(spot: Spot, text: str, size: int) -> _Box:
    wide = text_width(text, size)
    left = spot.x if spot.anchor == "start" else spot.x - wide
    return _Box(left, left + wide, spot.y - Decimal(size) * Decimal("0.8"), spot.y + 5)


def _overlap(one: _Box, other: _Box) -> bool:
    return one.left < other.right and other.left < one.right and one.top < other.bottom and other.top < one.bottom


def _crosses(line: Sequence[Point], box: _Box) -> bool:
    """Whether a line that goes from left to right runs through a box."""
    for (x, y), (next_x, next_y) in pairwise(line):
        low, high = max(x, box.left), min(next_x, box.right)
        if low > high or x == next_x:
            continue
        ends = [y + (at - x) / (next_x - x) * (next_y - y) for at in (low, high)]
        if min(ends) < box.bottom and max(ends) > box.top:
            return True
    return False
