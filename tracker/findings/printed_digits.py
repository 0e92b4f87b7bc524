"""Say how exactly a figure was printed, and between which ends the true number may lie; pure."""

import re
from dataclasses import dataclass
from decimal import Context, Decimal

from tracker.findings.tolerances import VAGUE_SHARE
from tracker.models.quantity import Comparator

_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)*", re.ASCII)
_LARGEST_SCALE = 15  # "million billion" is the largest scale that a sentence could print

# Sums must be exact: money of 26 digits, added a few thousand times, stays within this precision.
EXACT = Context(prec=60)


@dataclass(frozen=True, slots=True)
class Ends:
    """Hold the two ends between which a true number lies; None is an open end."""

    low: Decimal | None
    high: Decimal | None


@dataclass(frozen=True, slots=True)
class ClosedEnds:
    """Hold the two ends between which a true number plausibly lies; both are known."""

    low: Decimal
    high: Decimal

    def __add__(self, other: "ClosedEnds") -> "ClosedEnds":
        return ClosedEnds(EXACT.add(self.low, other.low), EXACT.add(self.high, other.high))


NOTHING = ClosedEnds(Decimal(0), Decimal(0))


def half_unit(value: Decimal, printed: str, *, decimal_comma: bool, scale: Decimal, whole: bool) -> Decimal:
    """Return half a unit of the last printed digit, in single units.

    "2.23 billion" stands for 2.225 to 2.235 billion: half a unit is 5 million. The printed number is the first one
    in the text that is the value but for a power of ten, read with the document's decimal mark. Where no text was
    printed the figure counts as written in its shown unit of `scale` single units. A whole number that is printed
    in single units is exact, and so is a typed nothing.
    """
    for token in _NUMBER.findall(printed):
        for comma in (decimal_comma, not decimal_comma):
            number, decimals = _read(token, decimal_comma=comma)
            power = _power_of_ten(value, number)
            if power is None:
                continue
            if whole and power == 0:
                return Decimal(0)
            return Decimal(1).scaleb(power - decimals) / 2
    if whole or value == 0:
        return Decimal(0)
    shown = (value / scale).normalize()
    exponent = shown.as_tuple().exponent
    assert isinstance(exponent, int)  # a stored figure is finite
    return scale.scaleb(min(exponent, 0)) / 2


def _read(token: str, *, decimal_comma: bool) -> tuple[Decimal, int]:
    """Return the number of a token and its count of decimals, for one decimal mark."""
    mark, group = (",", ".") if decimal_comma else (".", ",")
    whole_part, _mark, decimals = token.partition(mark)
    groups = whole_part.split(group)
    if mark in decimals or group in decimals or any(len(part) != 3 for part in groups[1:]):
        return Decimal(0), 0  # written for the other mark
    return Decimal("".join(groups) + ("." + decimals if decimals else "")), len(decimals)


def _power_of_ten(value: Decimal, number: Decimal) -> int | None:
    """Return k where value = number x 10^k, or None."""
    if number == 0:
        return None
    return next((power for power in range(_LARGEST_SCALE + 1) if number.scaleb(power) == abs(value)), None)


def claimed(value: Decimal, high: Decimal | None, comparator: str, half: Decimal) -> Ends:
    """Return what the printed words claim: "over 5" has no upper end.

    Precondition: the figure states a value.
    """
    if comparator in (Comparator.OVER, Comparator.AT_LEAST):
        return Ends(value, None)
    if comparator in (Comparator.UNDER, Comparator.AT_MOST):
        return Ends(None, value)
    ends = plausible(value, high, comparator, half)
    return Ends(ends.low, ends.high)


def plausible(value: Decimal, high: Decimal | None, comparator: str, half: Decimal) -> ClosedEnds:
    """Return where the true number plausibly lies: "over 782" is not far over 782, or the writer had said more.

    Precondition: the figure states a value.
    """
    vague = max(2 * half, abs(value) * VAGUE_SHARE)
    if comparator in (Comparator.OVER, Comparator.AT_LEAST):
        return ClosedEnds(value, EXACT.add(value, vague))
    if comparator in (Comparator.UNDER, Comparator.AT_MOST, Comparator.NEARLY):
        return ClosedEnds(EXACT.subtract(value, vague), value)
    room = vague if comparator == Comparator.ABOUT else half
    return ClosedEnds(EXACT.subtract(value, room), EXACT.add(value if high is None else high, room))


def outside(found: ClosedEnds, expected: Ends) -> bool:
    """Tell whether no true number lies between both pairs of ends."""
    below = expected.low is not None and found.high < expected.low
    above = expected.high is not None and found.low > expected.high
    return below or above


def apart(one: Ends, other: Ends) -> bool:
    """Tell whether two claims leave no number that fits both."""
    return _before(one, other) or _before(other, one)


def _before(one: Ends, other: Ends) -> bool:
    return one.high is not None and other.low is not None and one.high < other.low
