"""Say whether a figure is out of keeping with its own history; pure, and exact without logarithms.

Sums of money and projects come in lumps: one project can be a year's target. So a figure is compared by how many
times it is another, never by how much more, and against order statistics, which one large lump does not move. Every
comparison is a product of powers of the figures: in another unit the answers are the same.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

# Wide enough for the fifth power of a figure of 26 digits, so that no comparison is rounded.
_EXACT: Final = Context(prec=400)
# Thousand for million, million for billion, dong for billion dong.
_SLIPS: Final = (Decimal(1_000), Decimal(1_000_000), Decimal(1_000_000_000))
# How far from exactly 1,000 times the usual figure a slip may lie, as a factor either way.
_ROOM_FOR_SLIP: Final = 5

FEWEST_FOR_FENCES: Final = 4  # earlier figures; with fewer there are no quarters of a distribution
FEW_TIMES: Final = 12  # with so few, a figure is far if it is so many times the largest, or a part of the smallest
FLOW_ROOM: Final = 6  # times the median: a year's target in one quarter is five ordinary quarters
LEVEL_ROOM: Final = 3  # times the median: levels move slowly
_BEYOND_KNOWN: Final = 2  # times the largest figure so far, or a part of the smallest
_SEASON_ROOM: Final = 3  # times the same quarter last year, either way
FEWEST_FLOWS_WITHOUT_ZERO: Final = 8  # earlier figures, none of them 0, that make a 0 unusual
FEWEST_LEVELS_WITHOUT_ZERO: Final = 4


def median(values: Sequence[Decimal]) -> Decimal:
    """Return the median; of an even number the middle between the two in the middle. Expects one value at least."""
    ordered = sorted(values)
    half = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[half]
    return _EXACT.divide(_EXACT.add(ordered[half - 1], ordered[half]), 2)


def unit_slip(value: Decimal, past: Sequence[Decimal], last_year: Decimal | None) -> Decimal | None:
    """Return by what a figure must be divided to be usual, if that is about 1,000, 10^6, 10^9 or such a part of one.

    Sizes count, signs do not. "About" is within a factor of 5 of the median of the earlier figures that are not 0;
    a figure within their range, or near that of the same quarter last year, is no slip.
    """
    sizes = [abs(earlier) for earlier in past if earlier]
    size = abs(value)
    if not size or not sizes or min(sizes) <= size <= max(sizes) or _as_last_year(size, last_year):
        return None
    usual = median(sizes)
    for slip in _SLIPS:
        if _near(size, _EXACT.multiply(usual, slip)):
            return slip
        if _near(_EXACT.multiply(size, slip), usual):
            return _EXACT.divide(Decimal(1), slip)
    return None


def is_far(value: Decimal, past: Sequence[Decimal], last_year: Decimal | None, *, flow: bool) -> bool:
    """Whether a figure that is not negative is out of keeping with the reporter's earlier ones.

    From four positive earlier figures on, one is far above if all of these hold, and far below if their mirrors do:

    - it is over 6 times their median (levels and ratios: over 3 times);
    - it is over twice the largest;
    - it lies beyond Tukey's outer reach on the scale of ratios: over ``high x (high / low)^1.5``, where low and high
      are the medians of the lower and of the upper half. So a history that spans tenfold has far wider limits than
      a steady one.

    With one to three it is far if it is over 12 times the largest or below a twelfth of the smallest. A figure
    within a factor of 3 of the same quarter last year is never far: that is the season. A zero is far only where
    none of at least eight earlier quarters (four for levels and ratios) was 0 or less.

    A tenfold slip in a steady history is found; in one whose ordinary quarters differ tenfold it is not, and asking
    there would ask every quarter. Of eight lognormal figures whose logarithms have a deviation of 0.3, 0.7 and 1.3,
    about 0, 1 and 3 in a hundred sound next quarters are asked about, and of tenfold slips about 94, 58 and 23.
    """
    if value < 0 or not past:
        return False
    if value == 0:
        fewest = FEWEST_FLOWS_WITHOUT_ZERO if flow else FEWEST_LEVELS_WITHOUT_ZERO
        return len(past) >= fewest and min(past) > 0 and last_year != 0
    positive = sorted(earlier for earlier in past if earlier > 0)
    if not positive or _as_last_year(value, last_year):
        return False
    least, most = positive[0], positive[-1]
    if len(positive) < FEWEST_FOR_FENCES:
        return _times(most, FEW_TIMES) < value or _times(value, FEW_TIMES) < least
    half = (len(positive) + 1) // 2
    low, middle, high = median(positive[:half]), median(positive), median(positive[-half:])
    room = FLOW_ROOM if flow else LEVEL_ROOM
    above = (
        value > _times(most, _BEYOND_KNOWN)
        and value > _times(middle, room)
        and _product((value, 2), (low, 3)) > _product((high, 5))
    )
    below = (
        _times(value, _BEYOND_KNOWN) < least
        and _times(value, room) < middle
        and _product((value, 2), (high, 3)) < _product((low, 5))
    )
    return above or below


def whole_times(larger: Decimal, smaller: Decimal) -> Decimal:
    """Return how many times one positive figure is another, to the next whole number."""
    return _EXACT.divide(larger, smaller).quantize(Decimal(1), rounding=ROUND_HALF_UP, context=_EXACT)


def _near(one: Decimal, other: Decimal) -> bool:
    return one <= _times(other, _ROOM_FOR_SLIP) and other <= _times(one, _ROOM_FOR_SLIP)


def _as_last_year(size: Decimal, last_year: Decimal | None) -> bool:
    if last_year is None or last_year == 0:
        return False
    then = abs(last_year)
    return size <= _times(then, _SEASON_ROOM) and then <= _times(size, _SEASON_ROOM)


def _times(value: Decimal, factor: int) -> Decimal:
    return _EXACT.multiply(value, Decimal(factor))


def _product(*powers: tuple[Decimal, int]) -> Decimal:
    """Return the product of figures, each to a whole power."""
    product = Decimal(1)
    for value, power in powers:
        for _step in range(power):
            product = _EXACT.multiply(product, value)
    return product
