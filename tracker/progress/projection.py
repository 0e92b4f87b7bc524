"""Project to the end of a goal's period, with the past error of the rule; pure, standard library only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from tracker.progress.expectation import YEARS_FOR_A_SHAPE, PastYear, expected_rule, expected_share
from tracker.progress.periods import Quarter, exact_months_between
from tracker.progress.quantities import Amount, to_decimal
from tracker.progress.readings import Reading
from tracker.progress.targets import TargetTerms
from tracker.progress.vocabulary import Comparator, Direction, ExpectedRule, IndicatorKind, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """Hold what the end of the goal's period may bring, in the goal's unit.

    `central` goes on as the rule says. `low` and `high` go on as the least and the most of the complete past years did
    from the same day; None with fewer than three of them, and `high` also when in one of them nothing had come by then.
    `past_error` is the rule's mean absolute error at this day in the `past_years` complete years, as a share of the
    year's total; None without such a year. All numbers are None exactly when `reason` is given.
    """

    low: Decimal | None = None
    central: Decimal | None = None
    high: Decimal | None = None
    comparator: Comparator = Comparator.EXACTLY
    rule: ExpectedRule | None = None
    past_error: Decimal | None = None
    past_years: int = 0
    reason: Reason | None = None


def project(
    target: TargetTerms, reading: Reading, *, past_years: Sequence[PastYear] = (), fiscal_start_month: int = 1
) -> Projection:
    """Project to the end of the goal's period, by past shape or straight line; a plan is no forecast.

    A level moves on from its baseline as it has moved so far.
    """
    amount, day = reading.amount, reading.to_on
    if amount is None or day is None or not amount.is_stated or day < target.starts:
        return Projection(reason=reading.reason or Reason.NOT_REPORTED)
    if target.ends is None:
        return Projection(reason=Reason.OPEN_ENDED)
    if day >= target.ends:
        return Projection(low=amount.low, central=amount.low, high=amount.top, comparator=amount.comparator)
    if target.kind is IndicatorKind.OTHER:
        return Projection(reason=Reason.NOT_PROJECTED)
    if target.kind is not IndicatorKind.FLOW:
        return _level_projected(target, amount, day)
    return _flow_projected(target, amount, day, past_years, fiscal_start_month)


def _level_projected(target: TargetTerms, amount: Amount, day: date) -> Projection:
    """Go on from the baseline at the pace so far."""
    assert target.ends is not None
    if target.baseline is None:
        return Projection(reason=Reason.NO_BASELINE)
    origin = Fraction(target.baseline)
    way = (Fraction(amount.value) - origin) / _straight_share(target, day)
    return Projection(
        central=to_decimal(origin + way), comparator=amount.low_end().comparator, rule=ExpectedRule.FROM_BASELINE
    )


def _flow_projected(
    target: TargetTerms, amount: Amount, day: date, past_years: Sequence[PastYear], fiscal_start_month: int
) -> Projection:
    """Go on as the past shape or the straight line says."""
    if amount.value <= 0:
        return Projection(reason=Reason.NOTHING_YET if amount.value == 0 else Reason.NEGATIVE_TO_DATE)
    plain = _without_plan(target)
    rule = expected_rule(plain, past_years)
    share = expected_share(plain, day, past_years, fiscal_start_month)
    if not share:
        return Projection(reason=Reason.NOTHING_YET)
    come = Fraction(amount.value)
    shares = _past_shares(target, day, past_years, fiscal_start_month)
    enough = len(shares) >= YEARS_FOR_A_SHAPE
    fastest, slowest = (max(shares), min(shares)) if shares else (Fraction(0), Fraction(0))
    return Projection(
        low=to_decimal(come / fastest) if enough and fastest > 0 else None,
        central=to_decimal(come / share),
        high=to_decimal(come / slowest) if enough and slowest > 0 else None,
        comparator=amount.low_end().comparator,
        rule=rule,
        past_error=_past_error(plain, rule, day, past_years, fiscal_start_month, shares),
        past_years=len(shares),
    )


def _without_plan(target: TargetTerms) -> TargetTerms:
    """Copy the terms as a plain rising goal, since only its period matters to a forecast."""
    return TargetTerms(
        key=target.key,
        kind=target.kind,
        direction=Direction.NEUTRAL,
        role=target.role,
        starts=target.starts,
        ends=target.ends,
        amount=Amount.exactly(1),
    )


def _straight_share(target: TargetTerms, day: date) -> Fraction:
    assert target.ends is not None
    return exact_months_between(target.starts, day) / exact_months_between(target.starts, target.ends)


def _past_shares(
    target: TargetTerms, day: date, past_years: Sequence[PastYear], fiscal_start_month: int
) -> list[Fraction]:
    """Give each complete year's share that had come by the same day; none for a goal of more than one year."""
    complete = sorted((year for year in past_years if year.is_complete), key=lambda year: year.year)
    quarter = Quarter.containing(day, fiscal_start_month)
    if (target.starts, target.ends) != (quarter.year_first_day, quarter.year_last_day):
        return []
    return [year.share_to(day, fiscal_start_month) for year in complete]


def _past_error(
    plain: TargetTerms,
    rule: ExpectedRule,
    day: date,
    past_years: Sequence[PastYear],
    fiscal_start_month: int,
    shares: Sequence[Fraction],
) -> Decimal | None:
    """Average how far the rule would have missed, had it been used in each past year; the year itself unseen.

    In shares of a year's total the truth is 1 and the rule would have said share come / share of the rule.
    """
    if not shares:
        return None
    complete = sorted((year for year in past_years if year.is_complete), key=lambda year: year.year)
    errors = []
    for position, come in enumerate(shares):
        unseen = [year for index, year in enumerate(complete) if index != position]
        said = _straight_share(plain, day)
        if rule is ExpectedRule.PAST_SHAPE:
            said = _pooled_share(unseen, day, fiscal_start_month)
        if said <= 0:
            return None
        errors.append(abs(come / said - 1))
    return to_decimal(sum(errors, Fraction(0)) / len(errors))


def _pooled_share(years: Sequence[PastYear], day: date, fiscal_start_month: int) -> Fraction:
    totals = [sum(year.known_quarters, Fraction(0)) for year in years]
    come = sum(
        (year.share_to(day, fiscal_start_month) * total for year, total in zip(years, totals, strict=True)),
        Fraction(0),
    )
    return come / sum(totals, Fraction(0)) if totals else Fraction(0)
