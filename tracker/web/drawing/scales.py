"""Choose the marks of an axis and say where a value lies on it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


@dataclass(frozen=True, slots=True)
class Axis:
    """An upright axis: its marks, from the lowest to the highest, and the two ends in lengths of the drawing."""

    marks: tuple[Decimal, ...]
    top: Decimal
    bottom: Decimal

    def at(self, value: Decimal) -> Decimal:
        """Return the height at which a value lies; beyond the marks it goes on by the same measure."""
        low, high = self.marks[0], self.marks[-1]
        return self.bottom - (value - low) / (high - low) * (self.bottom - self.top)


def axis(values: Iterable[Decimal], *, top: int, bottom: int, with_zero: bool = True, marks: int = 4) -> Axis:
    """Return an axis of round numbers around values; of sums it holds 0, of levels only what they need."""
    found = [*values, *([Decimal(0)] if with_zero else [])]
    low, high = (min(found), max(found)) if found else (Decimal(0), Decimal(1))
    if low == high:
        room = abs(high) / 10 or Decimal(1)
        low, high = low - (0 if with_zero and low == 0 else room), high + room
    return Axis(round_marks(low, high, marks), Decimal(top), Decimal(bottom))


def round_marks(low: Decimal, high: Decimal, count: int) -> tuple[Decimal, ...]:
    """Return round numbers, about ``count`` steps of 1, 2, 2.5 or 5 times a power of ten, around two different ends."""
    raw = (high - low) / count
    power = Decimal(1).scaleb(raw.adjusted())
    step = next(each * power for each in _STEPS if each * power >= raw)
    first = (low / step).to_integral_value(rounding="ROUND_FLOOR")
    last = (high / step).to_integral_value(rounding="ROUND_CEILING")
    return tuple(step * number for number in range(int(first), int(last) + 1))


def apart(heights: Sequence[Decimal], least: int, top: int, bottom: int) -> list[Decimal]:
    """Return heights for labels, in the order given, moved no further than they need to stand ``least`` apart."""
    order = sorted(range(len(heights)), key=lambda index: heights[index])
    placed = [min(max(heights[index], Decimal(top)), Decimal(bottom)) for index in order]
    for index in range(1, len(placed)):
        placed[index] = max(placed[index], placed[index - 1] + least)
    over = placed[-1] - bottom if placed else Decimal(0)
    if over > 0:
        placed[-1] -= over
        for index in range(len(placed) - 2, -1, -1):
            placed[index] = min(placed[index], placed[index + 1] - least)
    found = [Decimal(0)] * len(heights)
    for index, height in zip(order, placed, strict=True):
        found[index] = height
    return found
