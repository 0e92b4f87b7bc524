"""Project to the end of a goal's period by a rule that was tested on the place's own past; pure, standard library only.

A number about the future looks like knowledge. So there is none without at least three complete years to test its rule
on, none for a series that one quarter decides, and none that is surer than its rule was in the past (docs/adr/0010).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from tracker.progress.history import YEARS_FOR_A_SHAPE, Lumpiness, PastYear, complete_years, lumpiness, pooled
from tracker.progress.periods import ONE_DAY, exact_months_between
from tracker.progress.quantities import Amount, exact_sum, to_decimal
from tracker.progress.readings import Reading
from tracker.progress.targets import TargetTerms
from tracker.progress.vocabulary import Comparator, ExpectedRule, IndicatorKind, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """Hold what the end of the goal's period may bring, in the goal's unit.

    `central` goes on as the rule says; `low` to `high` is how far off the rule was in the `past_years` complete years,
    each unseen by the rule that was tested on it. `high` is None when in one of them nothing had come by this day.
    `past_error` is the mean and `worst_error` the largest absolute error of those tests, as shares of what the period
    really brought. `outside_past`: no past year had so little, or so much, by this day.

    All of these are None when `reason` is given. Of a *lumpy* series `lumpiness` says why, and `past_low` to
    `past_high` what the same period brought in the past years. At the goal's end the figure itself is all three, by no
    rule.
    """

    low: Decimal | None = None
    central: Decimal | None = None
    high: Decimal | None = None
    comparator: Comparator = Comparator.EXACTLY
    rule: ExpectedRule | None = None
    past_error: Decimal | None = None
    worst_error: Decimal | None = None
    past_years: int = 0
    outside_past: bool = False
    reason: Reason | None = None
    past_low: Decimal | None = None
    past_high: Decimal | None = None
    lumpiness: Lumpiness | None = None


def project(target: TargetTerms, reading: Reading, *, past_years: Sequence[PastYear] = ()) -> Projection:
    """Project to the end of the goal's period, by the past shape or the straight line; a plan is no forecast.

    Of the two rules the one with the smaller mean error in the past years is used. Levels, and goals of more than one
    year, have no past on which a rule could be tested, and are not projected.
    """
    amount, day = reading.amount, reading.to_on
    if amount is None or day is None or not amount.is_stated or day < target.starts:
        return Projection(reason=reading.reason or Reason.NOT_REPORTED)
    if target.ends is None:
        return Projection(reason=Reason.OPEN_ENDED)
    if day >= target.ends:
        return Projection(low=amount.low, central=amount.low, high=amount.top, comparator=amount.comparator)
    if target.kind is not IndicatorKind.FLOW:
        not_on_a_line = target.kind is IndicatorKind.OTHER
        return Projection(reason=Reason.NOT_PROJECTED if not_on_a_line else Reason.UNTESTED)
    if amount.value <= 0:
        return Projection(reason=Reason.NOTHING_YET if amount.value == 0 else Reason.NEGATIVE_TO_DATE)
    return _flow_projected(target, target.ends, amount, day, complete_years(past_years))


def _flow_projected(
    target: TargetTerms, ends: date, amount: Amount, day: date, years: Sequence[PastYear]
) -> Projection:
    """Go on by the better of the two rules, or say why there is none."""
    if exact_months_between(target.starts, ends) > 12:
        return Projection(reason=Reason.SEVERAL_YEARS)
    periods = _past_periods(target.starts, ends, day, years)
    count = len(periods)
    if count < YEARS_FOR_A_SHAPE:
        return Projection(reason=Reason.TOO_LITTLE_HISTORY, past_years=count)
    uneven = lumpiness(years)
    if uneven is not None:
        totals = [to_decimal(period.total) for period in periods]
        return Projection(
            reason=Reason.LUMPY, past_years=count, past_low=min(totals), past_high=max(totals), lumpiness=uneven
        )
    rules = (_shape_rule(target.starts, ends, day, periods), _line_rule(target.starts, ends, day, periods))
    best = min((rule for rule in rules if rule is not None), key=lambda rule: rule.mean_error)
    if best.mean_error >= 1:
        return Projection(reason=Reason.TOO_UNCERTAIN, past_years=count)
    return _ranged(best, amount, periods)


@dataclass(frozen=True, slots=True)
class _PastPeriod:
    """Hold one past year's part that corresponds to the goal's period: what had come by the day, and in all."""

    year: PastYear
    come: Fraction
    total: Fraction


@dataclass(frozen=True, slots=True)
class _TestedRule:
    """Hold which share of the period a rule says has come by the day, and what it would have said in the past years.

    A call of 1.2 is a projection of 1.2 times what the year's period really brought.
    """

    rule: ExpectedRule
    share: Fraction
    calls: tuple[Fraction, ...]

    @property
    def errors(self) -> tuple[Fraction, ...]:
        return tuple(abs(call - 1) for call in self.calls)

    @property
    def mean_error(self) -> Fraction:
        return sum(self.errors, Fraction(0)) / len(self.errors)


def _past_periods(starts: date, ends: date, day: date, years: Sequence[PastYear]) -> list[_PastPeriod]:
    """Read the goal's period in each past year; one in which it brought nothing, or less, teaches nothing."""
    found = []
    for year in years:
        whole = Fraction(exact_sum(year.known_quarters))
        before, reached, end = (year.shape.years_to(each) * whole for each in (starts - ONE_DAY, day, ends))
        if end > before:
            found.append(_PastPeriod(year, reached - before, end - before))
    return found


def _shape_rule(starts: date, ends: date, day: date, periods: Sequence[_PastPeriod]) -> _TestedRule | None:
    """Test the past shape on each year, learned from the other years; None where it could not have been used."""
    shape = pooled([period.year for period in periods])
    share = None if shape is None else shape.share_of(starts, day, ends)
    calls = []
    for period in periods:
        unseen = pooled([other.year for other in periods if other is not period])
        said = None if unseen is None else unseen.share_of(starts, day, ends)
        if not said:
            return None
        calls.append(period.come / period.total / said)
    return _TestedRule(ExpectedRule.PAST_SHAPE, share, tuple(calls)) if share else None


def _line_rule(starts: date, ends: date, day: date, periods: Sequence[_PastPeriod]) -> _TestedRule:
    """Test the straight line by months on each year."""
    share = exact_months_between(starts, day) / exact_months_between(starts, ends)
    calls = tuple(period.come / period.total / share for period in periods)
    return _TestedRule(ExpectedRule.STRAIGHT_LINE, share, calls)


def _ranged(best: _TestedRule, amount: Amount, periods: Sequence[_PastPeriod]) -> Projection:
    """Put the range around what the rule says: never narrower than it was wrong, nor than the past years differ."""
    come = Fraction(amount.value)
    central = come / best.share
    worst = max(best.errors)
    is_outside = not min(period.come for period in periods) <= come <= max(period.come for period in periods)
    is_open = min(best.calls) <= 0  # in some year nothing had come by this day: no multiple of it is the end
    lows, highs = [central, central * (1 - worst)], [central, central * (1 + worst)]
    for period, call in zip(periods, best.calls, strict=True):
        if call > 0:
            ends = [central / call, come * period.total / period.come]
            lows, highs = lows + ends, highs + ends
        if is_outside:
            # So much, or so little, was never seen by this day: the rest of the year may as well come as it used to.
            rest = come + period.total - period.come
            lows.append(rest)
            highs.append(rest)
    low = min(lows)
    if all(period.total >= period.come for period in periods):
        low = max(low, come)  # in no past year was anything lost again after this day
    return Projection(
        low=to_decimal(low),
        central=to_decimal(central),
        high=None if is_open else to_decimal(max(highs)),
        comparator=amount.low_end().comparator,
        rule=best.rule,
        past_error=to_decimal(best.mean_error),
        worst_error=to_decimal(worst),
        past_years=len(periods),
        outside_past=is_outside,
    )
