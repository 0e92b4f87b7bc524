"""Add, subtract and divide quantities that carry a comparator; pure, standard library only.

The rules (docs/adr/0010): *exactly* and ranges give way to every other comparator; *about* stays about; two bounds on
the same side keep their side, strict if one of them is strict; bounds on opposite sides leave *about*; *nearly* is a
strict upper bound close to its number; a negative factor mirrors *over* and *under*, *at least* and *at most*. Both
ends of a range are always carried along, so that no order and no grouping of a sum matters.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from typing import Self

from tracker.progress.vocabulary import Comparator

_C = Comparator

# Sums must be exact: amounts of 10^18 with two decimals leave this precision by a wide margin.
_EXACT = Context(prec=200)

_MIRROR = {
    _C.EXACTLY: _C.EXACTLY,
    _C.AT_LEAST: _C.AT_MOST,
    _C.AT_MOST: _C.AT_LEAST,
    _C.OVER: _C.UNDER,
    _C.UNDER: _C.OVER,
    _C.NEARLY: _C.OVER,  # just under v, mirrored, is just over -v
    _C.ABOUT: _C.ABOUT,
    _C.BETWEEN: _C.BETWEEN,
}
_LOWER_BOUNDS = frozenset({_C.AT_LEAST, _C.OVER})
_UPPER_BOUNDS = frozenset({_C.AT_MOST, _C.UNDER, _C.NEARLY})
_PLAIN = frozenset({_C.EXACTLY, _C.BETWEEN})


def exact_sum(numbers: Iterable[Decimal]) -> Decimal:
    """Add decimals without rounding; 0 for none."""
    total = Decimal(0)
    for number in numbers:
        total = _EXACT.add(total, number)
    return total


def to_decimal(fraction: Fraction) -> Decimal:
    """Turn an exact fraction into a decimal: the one division, to the 28 digits of the default context."""
    return Decimal(fraction.numerator) / Decimal(fraction.denominator)


@dataclass(frozen=True, slots=True)
class Amount:
    """Hold one quantity: `low` alone, or `low` to `high` for a range, with the comparator it was printed with.

    `high` is None unless there are two numbers. Both are None exactly when none is stated. A sum of a range and a bound
    has two numbers and the bound: *over* 45 to 70 is more than 45, *under* 45 to 70 is less than 70.

    :raises ValueError: if the numbers do not fit the comparator, or are not finite.
    """

    low: Decimal | None
    high: Decimal | None = None
    comparator: Comparator = Comparator.EXACTLY

    def __post_init__(self) -> None:
        if (self.low is None) != (self.comparator is _C.NONE_STATED):
            raise ValueError(f"An amount with the comparator {self.comparator} and the value {self.low} cannot be.")
        if self.high is None:
            if self.comparator is _C.BETWEEN:
                raise ValueError("A range needs both of its ends.")
        elif self.comparator is _C.EXACTLY:
            raise ValueError("Exactly goes with one number: two numbers are a range.")
        elif self.low is None or self.high < self.low:
            raise ValueError(f"A range cannot run from {self.low} down to {self.high}.")
        if not all(number.is_finite() for number in (self.low, self.high) if number is not None):
            raise ValueError("An amount must be a finite number.")

    @classmethod
    def exactly(cls, value: Decimal | int) -> Self:
        """Give the amount of a plain number."""
        return cls(Decimal(value))

    @classmethod
    def none_stated(cls) -> Self:
        """Give the amount of a source that names a thing and no number."""
        return cls(None, None, Comparator.NONE_STATED)

    @property
    def is_stated(self) -> bool:
        """Tell whether there is a number at all."""
        return self.low is not None

    @property
    def is_range(self) -> bool:
        """Tell whether there are two numbers."""
        return self.high is not None

    @property
    def value(self) -> Decimal:
        """Give the lower number.

        :raises ValueError: if none is stated: missing is never zero.
        """
        if self.low is None:
            raise ValueError("This amount states no number.")
        return self.low

    @property
    def top(self) -> Decimal:
        """Give the upper number of a range, the only number otherwise.

        :raises ValueError: if none is stated.
        """
        return self.value if self.high is None else self.high

    def admits_zero(self) -> bool:
        """Tell whether the true number may be 0; "about" never excludes it, none stated neither."""
        if self.low is None or self.comparator is _C.ABOUT:
            return True
        if self.comparator is _C.AT_LEAST:
            return self.low <= 0
        if self.comparator is _C.OVER:
            return self.low < 0
        if self.comparator is _C.AT_MOST:
            return self.top >= 0
        if self.comparator in _UPPER_BOUNDS:
            return self.top > 0
        return self.low <= 0 <= self.top

    def low_end(self) -> "Amount":
        """Give the low end alone, with what it is known to say: 35 to 60 is at least 35."""
        if self.high is None:
            return self
        claim = _C.AT_LEAST if self.comparator is _C.BETWEEN else self.comparator
        return Amount(self.low, None, claim if claim in _LOWER_BOUNDS else _C.ABOUT)

    def negated(self) -> Self:
        """Mirror the amount at zero: over 3 becomes under -3."""
        if self.low is None:
            return self
        comparator = _MIRROR[self.comparator]
        if self.high is None:
            return type(self)(-self.low, None, comparator)
        return type(self)(-self.high, -self.low, comparator)

    def __add__(self, other: "Amount") -> "Amount":
        if not (self.is_stated and other.is_stated):
            return Amount.none_stated()
        comparator = _combined(self.comparator, other.comparator)
        low, high = _EXACT.add(self.value, other.value), _EXACT.add(self.top, other.top)
        return _with_ends(low, high, comparator)

    def __sub__(self, other: "Amount") -> "Amount":
        return self + other.negated()

    def scaled(self, factor: Decimal | Fraction) -> "Amount":
        """Multiply by an exact factor; a negative one mirrors the comparator, 0 gives exactly 0."""
        if self.low is None:
            return self
        if factor == 0:
            return Amount.exactly(0)
        ends = sorted(_times(number, factor) for number in (self.low, self.top))
        comparator = self.comparator if factor > 0 else _MIRROR[self.comparator]
        return _with_ends(ends[0], ends[1], comparator)

    def divided_by(self, divisor: "Amount") -> "Amount":
        """Divide one amount by another, comparators included: over 832 by exactly 1,000 is over 0.832.

        A divisor with a bound is taken to lie on one side of zero.

        :raises ZeroDivisionError: if the divisor is or contains 0.
        """
        if not (self.is_stated and divisor.is_stated):
            return Amount.none_stated()
        if divisor.value <= 0 <= divisor.top:
            raise ZeroDivisionError("An amount cannot be divided by a quantity that is or contains 0.")
        positive = divisor.value > 0
        quotients = sorted(
            Fraction(number) / Fraction(by) for number in (self.value, self.top) for by in (divisor.value, divisor.top)
        )
        comparator = self.comparator if positive else _MIRROR[self.comparator]
        if self.value != 0 or self.is_range:
            # 1/Y falls where Y rises, and a negative dividend turns it round once more.
            below = _MIRROR[divisor.comparator]
            comparator = _combined(comparator, below if self.top > 0 else _MIRROR[below])
        return _with_ends(to_decimal(quotients[0]), to_decimal(quotients[-1]), comparator)


ZERO = Amount(Decimal(0))


def mirrored(comparator: Comparator) -> Comparator:
    """Give what is known of -x where the comparator says what is known of x: over becomes under."""
    return _MIRROR.get(comparator, comparator)


def total_of(amounts: Iterable[Amount]) -> Amount | None:
    """Add amounts with their comparators; None for no amounts at all, because no figure is not zero."""
    total: Amount | None = None
    for amount in amounts:
        total = amount if total is None else total + amount
    return total


def _times(number: Decimal, factor: Decimal | Fraction) -> Decimal:
    if isinstance(factor, Decimal):
        return _EXACT.multiply(number, factor)
    return to_decimal(Fraction(number) * factor)


def _with_ends(low: Decimal, high: Decimal, comparator: Comparator) -> Amount:
    """Make two ends a range, and two equal ends one number."""
    if low == high:
        return Amount(low, None, _C.EXACTLY if comparator is _C.BETWEEN else comparator)
    return Amount(low, high, _C.BETWEEN if comparator is _C.EXACTLY else comparator)


def _combined(one: Comparator, other: Comparator) -> Comparator:
    """Say what may be claimed of a sum of two quantities with these comparators (docs/adr/0010)."""
    if one in _PLAIN:
        return other
    if other in _PLAIN or one is other:
        return one
    pair = {one, other}
    if pair <= _LOWER_BOUNDS:
        return _C.OVER
    return _C.UNDER if pair <= _UPPER_BOUNDS else _C.ABOUT


def rounded_share(share: Decimal, places: int = 1) -> tuple[str, Decimal]:
    """Round a share to a percentage for print, half up, once, and never into 0 % or 100 % (domain.md §3.10).

    The share is a part of 1: 0.125 is 12.5 %. The answer is a marker ("", "<" or ">") and the percentage:
    0.004 with no places is ("<", 1), 0.9996 with one place is (">", 99.9), 1.0004 is (">", 100.0), exact 0 and
    exact 1 bear no marker. The number of places is 0 or more.
    """
    step = Decimal(1).scaleb(-places)
    percent = _EXACT.multiply(share, Decimal(100))
    rounded = percent.quantize(step, rounding=ROUND_HALF_UP, context=_EXACT)
    if rounded == 0 and percent != 0:
        return ("<", step) if percent > 0 else (">", -step)
    if rounded == 100 and percent != 100:
        return (">", rounded - step) if percent < 100 else (">", rounded)
    return "", _EXACT.add(rounded, Decimal(0))  # adding 0 turns a negative zero into zero
