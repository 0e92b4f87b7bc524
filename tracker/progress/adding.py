"""Add readings of one kind: amounts with what is claimed of them, ratios from their parts; pure."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from tracker.progress.quantities import Amount, exact_sum, to_decimal, total_of
from tracker.progress.readings import Links, Reading, unknown
from tracker.progress.vocabulary import IndicatorKind, Reason


def negated(reading: Reading) -> Reading:
    """Return a reading turned round, so that adding it takes it out."""
    return replace(
        reading,
        amount=None if reading.amount is None else reading.amount.negated(),
        numerator=None if reading.numerator is None else -reading.numerator,
        denominator=None if reading.denominator is None else -reading.denominator,
        links=tuple((-sign, key) for sign, key in reading.links),
        derived=True,
    )


def sum_of(
    kind: IndicatorKind | None, readings: Sequence[Reading], span: tuple[date | None, date | None], why_none: Reason
) -> Reading:
    """Return the sum of readings over the span; unknown, with the reason, where there are none or none may be added.

    A ratio is computed anew from numerators and denominators.

    :raises ValueError: for ratios of different scales.
    """
    if not readings:
        return unknown(kind, why_none)
    if kind is IndicatorKind.OTHER:
        return unknown(kind, Reason.KIND_NOT_ADDED)
    numerator = denominator = None
    if kind is IndicatorKind.RATIO:
        if len({reading.ratio_scale for reading in readings}) > 1:
            raise ValueError("Ratios of different scales cannot be recomputed together.")
        numerator = exact_sum(reading.numerator for reading in readings if reading.numerator is not None)
        denominator = exact_sum(reading.denominator for reading in readings if reading.denominator is not None)
        if denominator == 0:
            return unknown(kind, Reason.ZERO_DENOMINATOR)
        scale = Fraction(readings[0].ratio_scale)
        amount: Amount | None = Amount(to_decimal(Fraction(numerator) / Fraction(denominator) * scale))
    else:
        amount = total_of(reading.amount for reading in readings if reading.amount is not None)
    cut_offs = {reading.cut_off_on for reading in readings}
    openings = {reading.opening_cut_off_on for reading in readings}
    return Reading(
        kind=kind,
        amount=amount,
        from_on=readings[0].from_on and span[0],
        to_on=max((reading.to_on for reading in readings if reading.to_on is not None), default=None),
        links=_joined(link for reading in readings for link in reading.links),
        numerator=numerator,
        denominator=denominator,
        ratio_scale=readings[0].ratio_scale,
        cut_off_on=cut_offs.pop() if len(cut_offs) == 1 else None,
        opening_cut_off_on=openings.pop() if len(openings) == 1 else None,
        derived=any(reading.derived for reading in readings),
        carried=any(reading.carried for reading in readings),
        provisional=any(reading.provisional for reading in readings),
        estimated=any(reading.estimated for reading in readings),
        nil=all(reading.nil for reading in readings),
        unclear_end=any(reading.unclear_end for reading in readings),
        disputed=any(reading.disputed for reading in readings),
        later_not_linked=any(reading.later_not_linked for reading in readings),
        closed_on=_all_closed_on(readings),
    )


def _joined(links: Iterable[tuple[int | Decimal, Hashable]]) -> Links:
    """Put the links of several readings together; the shares of one figure become one link."""
    found = list(links)
    parts = {(key, factor > 0) for factor, key in found if abs(factor) != 1}
    if not parts:
        return tuple(found)
    joined: dict[Hashable, tuple[int | Decimal, Hashable]] = {}
    for number, (factor, key) in enumerate(found):
        # Whole figures stay as they are: one that is added twice is to be seen.
        name = (key, factor > 0) if (key, factor > 0) in parts else number
        before = joined[name][0] if name in joined else 0
        joined[name] = (exact_sum([Decimal(before), Decimal(factor)]) if before else factor, key)
    return tuple(joined.values())


def _all_closed_on(readings: Sequence[Reading]) -> date | None:
    """Give the day after which none of the units owes anything; None while one of them goes on."""
    days = [reading.closed_on for reading in readings if reading.closed_on is not None]
    return max(days) if len(days) == len(readings) else None
