"""Choose the one exchange rate that a conversion may use, or name the one that is missing; pure, standard library only.

No rate stands in for another (docs/adr/0013): an average is its own quarter's, an end its own quarter's, a plan rate
its own year's.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from tracker.progress.exact_sums import weighted_sum
from tracker.progress.periods import Quarter
from tracker.progress.quantities import Amount
from tracker.progress.vocabulary import IndicatorKind


class RatePurpose(StrEnum):
    """What an exchange rate is meant for."""

    PLAN = "plan"
    QUARTER_AVERAGE = "quarter_average"
    QUARTER_END = "quarter_end"
    SOURCE_OWN = "source_own"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Hold what one unit of `base` cost in `quote` on a day, for a purpose; `source` is the document's key.

    A quarter's average and a quarter's end bear the quarter's last day.

    :raises ValueError: if the rate is no positive number, or the currencies are the same.
    """

    key: Hashable
    base: str
    quote: str
    on: date
    purpose: RatePurpose
    value: Decimal
    source: Hashable = None

    def __post_init__(self) -> None:
        if not self.value.is_finite() or self.value <= 0:
            raise ValueError(f"A rate of {self.value} cannot be.")
        if self.base == self.quote:
            raise ValueError(f"One {self.base} always costs one {self.quote}: that is no rate.")

    def is_between(self, unit: str, into: str) -> bool:
        """Tell whether the rate is one between the two currencies, in either direction."""
        return {self.base, self.quote} == {unit, into}

    def factor(self, unit: str, into: str) -> Fraction:
        """Give the exact number by which an amount of `unit` is multiplied to be one of `into`.

        :raises ValueError: if the rate is of other currencies.
        """
        if not self.is_between(unit, into):
            raise ValueError(f"The rate {self.base}/{self.quote} says nothing of {unit} in {into}.")
        return Fraction(self.value) if self.base == unit else 1 / Fraction(self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingRate:
    """Name a rate that is not in the table: which currencies, which purpose, and for which quarter (plan: its year).

    `source` is the document whose own rate is missing, None for the other purposes.
    """

    unit: str
    into: str
    purpose: RatePurpose
    quarter: Quarter
    source: Hashable = None


def choose_rate(
    rates: Iterable[Rate], *, unit: str, into: str, purpose: RatePurpose, quarter: Quarter, source: Hashable = None
) -> Rate | MissingRate:
    """Choose the one rate that converts `unit` into `into` for a purpose, or name the rate that is missing.

    An average or an end is the quarter's own. A plan rate is one of the quarter's year, the newest up to the quarter's
    last day: a year without one has none, whatever its neighbours have. A source's own rate is that of the document,
    the nearest to the quarter's last day. The order of the rates never matters.
    """
    fitting = [
        rate
        for rate in rates
        if rate.purpose is purpose and rate.is_between(unit, into) and _is_of(rate, purpose, quarter, source)
    ]
    if not fitting:
        own = source if purpose is RatePurpose.SOURCE_OWN else None
        return MissingRate(unit=unit, into=into, purpose=purpose, quarter=quarter, source=own)
    if purpose is RatePurpose.SOURCE_OWN:
        return min(fitting, key=lambda rate: (abs((rate.on - quarter.last_day).days), *_order(rate)))
    newest = max(rate.on for rate in fitting)
    return min((rate for rate in fitting if rate.on == newest), key=_order)


def _is_of(rate: Rate, purpose: RatePurpose, quarter: Quarter, source: Hashable) -> bool:
    if purpose is RatePurpose.SOURCE_OWN:
        return rate.source == source
    first = quarter.year_first_day if purpose is RatePurpose.PLAN else quarter.first_day
    return first <= rate.on <= quarter.last_day


def _order(rate: Rate) -> tuple[date, str, str, Decimal, str]:
    return rate.on, rate.base, rate.quote, rate.value, str(rate.key)


def plan_quarter(starts: date, quarter: Quarter) -> Quarter:
    """Give the quarter whose plan rate holds for a goal: of the year in which it starts, up to the quarter read."""
    month = quarter.fiscal_start_month
    year = Quarter.containing(starts, month).year
    return quarter if quarter.year == year else Quarter(year, 4, month)


def convert(amount: Amount, rate: Rate, *, unit: str, into: str) -> Amount:
    """Give an amount of `unit` in `into` at a rate, with its comparator and both of its ends.

    :raises ValueError: if the rate is of other currencies.
    """
    return weighted_sum([(amount, rate.factor(unit, into))])


def period_purpose(kind: IndicatorKind) -> RatePurpose:
    """Name the period's own rate: the quarter's average for what flowed in it, its end for a level.

    :raises ValueError: for a kind whose figures are never added.
    """
    if kind is IndicatorKind.FLOW:
        return RatePurpose.QUARTER_AVERAGE
    if kind is IndicatorKind.STOCK:
        return RatePurpose.QUARTER_END
    raise ValueError(f"Figures of the kind {kind} are never added, in no currency.")
