"""Add amounts times exact factors, rounding nowhere but in the last step; pure, standard library only."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from tracker.progress.quantities import Amount, to_decimal, total_of
from tracker.progress.vocabulary import Comparator


def weighted_sum(terms: Sequence[tuple[Amount, Fraction]]) -> Amount:
    """Add amounts, each times an exact factor: both ends exactly, and turned into decimals once, at the end.

    :raises ValueError: for no terms.
    """
    signed = total_of(amount.scaled(_sign(factor)) for amount, factor in terms)
    if signed is None:
        raise ValueError("A sum of nothing is not 0.")
    if not signed.is_stated:
        return signed
    ends = [sorted((Fraction(amount.value) * factor, Fraction(amount.top) * factor)) for amount, factor in terms]
    low, high = sum((low for low, _ in ends), Fraction(0)), sum((high for _, high in ends), Fraction(0))
    if low == high:
        plain = Comparator.EXACTLY if signed.comparator is Comparator.BETWEEN else signed.comparator
        return Amount(_decimal(low), None, plain)
    return Amount(_decimal(low), _decimal(high), signed.comparator)


def _sign(factor: Fraction) -> Decimal:
    return Decimal((factor > 0) - (factor < 0))


def _decimal(number: Fraction) -> Decimal:
    """Give a number without loss where it has an end, else to 28 digits."""
    power = number.denominator
    for prime in (2, 5):
        while power % prime == 0:
            power //= prime
    if power != 1:
        return to_decimal(number)
    places = 0
    while number.denominator != 1:
        number *= 10
        places += 1
    return Decimal(f"{number.numerator}E-{places}")
