"""Say how far a goal should have come by a day; pure, standard library only.

Shares are exact fractions inside, so that an inclusive threshold is met exactly when it is met; they become decimals
once, at the edge.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from tracker.progress.periods import ONE_DAY, Quarter, exact_months_between
from tracker.progress.quantities import to_decimal
from tracker.progress.targets import TargetTerms
from tracker.progress.vocabulary import Direction, ExpectedRule, IndicatorKind

# Fewer complete years than this say nothing about a place's shape of the year (domain.md §5).
YEARS_FOR_A_SHAPE = 3


@dataclass(frozen=True, slots=True)
class PastYear:
    """Hold the four quarters of one past year of the same place and flow; None for a quarter that is not known."""

    year: int
    quarters: tuple[Decimal | None, Decimal | None, Decimal | None, Decimal | None]

    @property
    def is_complete(self) -> bool:
        """Tell whether every quarter is known and the year's total is more than 0."""
        known = self.known_quarters
        return len(known) == 4 and sum(known) > 0

    @property
    def known_quarters(self) -> tuple[Fraction, ...]:
        """Give the quarters that are known, as exact fractions."""
        return tuple(Fraction(quarter) for quarter in self.quarters if quarter is not None)

    def share_to(self, day: date, fiscal_start_month: int) -> Fraction:
        """Say which share of the year's total had come by a day of the year, moved into this shape's year.

        A part of a quarter counts by months. Precondition: the year is complete.
        """
        return _shape_share(self.known_quarters, day, fiscal_start_month)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """Hold what should have been reached by a day, and by which rule.

    `low` is in the goal's unit at the goal's low end, `high` at the high end of a range, None otherwise. `share` is the
    expected attainment (1 = the goal), at the end by which a range is judged. `low` is None while nothing is asked for
    yet (then the share is 0), and all three are None where the goal states no number.
    """

    low: Decimal | None
    high: Decimal | None
    share: Decimal | None
    rule: ExpectedRule


def expected(
    target: TargetTerms, read_to: date, *, past_years: Sequence[PastYear] = (), fiscal_start_month: int = 1
) -> Expected:
    """Say how far the target should have come at the end of a day.

    The first that applies: the phased plan; the past shape, for a flow with three complete years; the straight line by
    months, for a flow; the line from the baseline, for the other kinds and for a falling goal; only at the end.
    """
    rule = expected_rule(target, past_years)
    if not target.amount.is_stated:
        return Expected(low=None, high=None, share=None, rule=rule)
    ends = [target.amount.value] if target.amount.high is None else [target.amount.value, target.amount.high]
    levels = [_expected_level(target, Fraction(end), rule, read_to, past_years, fiscal_start_month) for end in ends]
    low, high = levels[0], levels[-1]
    share = expected_share(target, read_to, past_years, fiscal_start_month)
    return Expected(
        low=None if low is None else to_decimal(low),
        high=None if high is None or len(levels) == 1 else to_decimal(high),
        share=None if share is None else to_decimal(share),
        rule=rule,
    )


def expected_rule(target: TargetTerms, past_years: Sequence[PastYear]) -> ExpectedRule:
    """Choose the rule that says how far the target should have come."""
    flow = target.kind is IndicatorKind.FLOW
    if flow and (target.baseline is not None or target.direction is Direction.LOWER_IS_BETTER):
        # A running sum says nothing yet about the sum of the whole period that the baseline is.
        return ExpectedRule.ONLY_AT_END
    if target.phases and target.ends is not None:
        return ExpectedRule.PHASED_PLAN
    if flow:
        return ExpectedRule.PAST_SHAPE if pooled_shape(past_years) else ExpectedRule.STRAIGHT_LINE
    if target.baseline is not None and target.ends is not None:
        return ExpectedRule.FROM_BASELINE
    return ExpectedRule.ONLY_AT_END


def expected_share(
    target: TargetTerms, read_to: date, past_years: Sequence[PastYear], fiscal_start_month: int
) -> Fraction | None:
    """Give the expected attainment at the end by which a range is judged; None where there is no attainment."""
    if not target.amount.is_stated:
        return None
    end = Fraction(target.easier_end)
    rule = expected_rule(target, past_years)
    if rule is not ExpectedRule.PHASED_PLAN:
        return _time_share(target, rule, read_to, past_years, fiscal_start_month)
    origin = Fraction(target.baseline or 0)
    if end == origin:
        return None
    level = _phased_level(target, end, read_to)
    return Fraction(0) if level is None else (level - origin) / (end - origin)


def _expected_level(
    target: TargetTerms,
    end: Fraction,
    rule: ExpectedRule,
    read_to: date,
    past_years: Sequence[PastYear],
    fiscal_start_month: int,
) -> Fraction | None:
    """Give the level that should stand at a day, on the way to one end of the goal; None if none is asked for yet."""
    if rule is ExpectedRule.PHASED_PLAN:
        return _phased_level(target, end, read_to)
    origin = Fraction(target.baseline or 0)
    share = _time_share(target, rule, read_to, past_years, fiscal_start_month)
    if rule is ExpectedRule.ONLY_AT_END and share == 0:
        return None
    return origin + (end - origin) * share


def _time_share(
    target: TargetTerms, rule: ExpectedRule, read_to: date, past_years: Sequence[PastYear], fiscal_start_month: int
) -> Fraction:
    """Give the share of the goal's way that should be behind it, from 0 to 1; an open end is never due."""
    if read_to < target.starts or target.ends is None:
        return Fraction(0)
    if read_to >= target.ends:
        return Fraction(1)
    if rule is ExpectedRule.ONLY_AT_END:
        return Fraction(0)
    if rule is ExpectedRule.PAST_SHAPE:
        shape = pooled_shape(past_years)
        before, reached, end = (
            _shaped_years(shape, day, fiscal_start_month) for day in (target.starts - ONE_DAY, read_to, target.ends)
        )
        if end > before:
            return (reached - before) / (end - before)
    return exact_months_between(target.starts, read_to) / exact_months_between(target.starts, target.ends)


def pooled_shape(past_years: Sequence[PastYear]) -> tuple[Fraction, ...]:
    """Add the complete years quarter by quarter; empty when they are too few, or when a quarter of the sum shrinks.

    Years are pooled, not averaged: a year in which almost nothing came says little about the shape.
    """
    complete = [year.known_quarters for year in past_years if year.is_complete]
    if len(complete) < YEARS_FOR_A_SHAPE:
        return ()
    pooled = tuple(sum(quarters, Fraction(0)) for quarters in zip(*complete, strict=True))
    return pooled if min(pooled) >= 0 else ()


def _shape_share(quarters: tuple[Fraction, ...], day: date, fiscal_start_month: int) -> Fraction:
    """Give the share of a year's total that had come by a day of the year; a running quarter by months."""
    quarter = Quarter.containing(day, fiscal_start_month)
    running = exact_months_between(quarter.first_day, day) / 3
    come = sum(quarters[: quarter.number - 1], Fraction(0)) + quarters[quarter.number - 1] * running
    return come / sum(quarters)


def _shaped_years(quarters: tuple[Fraction, ...], day: date, fiscal_start_month: int) -> Fraction:
    """Count the years to the end of a day, the running one by its shape."""
    return Quarter.containing(day, fiscal_start_month).year + _shape_share(quarters, day, fiscal_start_month)


def _phased_level(target: TargetTerms, end: Fraction, read_to: date) -> Fraction | None:
    """Give the level that the phases ask for at a day.

    Between the days that the plan names the way runs straight, by months. The plan ends at the goal, whatever its
    phases add up to. A level whose start is unknown asks for nothing before its first named day.
    """
    assert target.ends is not None  # expected_rule() gives open ends no phased plan
    if read_to >= target.ends:
        return end
    if any(phase.is_cumulative for phase in target.phases):
        return _level_between_points(target, end, read_to)
    come = Fraction(0)
    for phase in target.phases:
        if read_to >= phase.starts:
            reached = min(read_to, phase.ends)
            share = exact_months_between(phase.starts, reached) / exact_months_between(phase.starts, phase.ends)
            come += Fraction(phase.amount.value) * share
    last = max(phase.ends for phase in target.phases)
    if read_to > last:
        rest = exact_months_between(last + ONE_DAY, read_to) / exact_months_between(last + ONE_DAY, target.ends)
        come += (end - come) * rest
    return come


def _level_between_points(target: TargetTerms, end: Fraction, read_to: date) -> Fraction | None:
    """Give the level between two named days; None before the first."""
    points: dict[date, Fraction] = {phase.ends: Fraction(phase.amount.value) for phase in target.phases}
    assert target.ends is not None
    points[target.ends] = end
    known_start = target.kind is IndicatorKind.FLOW or target.baseline is not None
    if known_start:
        points[target.starts - ONE_DAY] = Fraction(target.baseline or 0)
    passed = max((day for day in points if day <= read_to), default=None)
    if passed is None:
        return None
    coming = min(day for day in points if day > read_to)
    share = exact_months_between(passed + ONE_DAY, read_to) / exact_months_between(passed + ONE_DAY, coming)
    return points[passed] + (points[coming] - points[passed]) * share
