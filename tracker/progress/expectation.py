"""Say how far a goal should have come by a day; pure, standard library only.

Shares are exact fractions inside, so that an inclusive threshold is met exactly when it is met; they become decimals
once, at the edge.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from tracker.progress.attainment import Ends, why_undefined
from tracker.progress.history import PastYear, Shape, pooled_shape
from tracker.progress.periods import exact_months_between
from tracker.progress.plans import plan_of
from tracker.progress.quantities import to_decimal
from tracker.progress.targets import TargetTerms
from tracker.progress.vocabulary import Direction, ExpectedRule, IndicatorKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """Hold what should have been reached by a day, and by which rule.

    `low` is in the goal's unit at the goal's low end, `high` at the high end of a range, None otherwise. `share` is the
    expected attainment (1 = the goal), at the end by which a range is judged. `low` is None while nothing is asked for
    yet (then the share is 0); the share is None wherever there is no attainment, and all three are None where the goal
    states no number.
    """

    low: Decimal | None
    high: Decimal | None
    share: Decimal | None
    rule: ExpectedRule

    @property
    def ends(self) -> Ends | None:
        """Give what is expected as one number or the two of a range; None where nothing is, or no number is known.

        A plan may ask for the same on the way to both ends of a goal: that is one number.
        """
        if self.low is None:
            return None
        return Ends(low=self.low, high=None if self.high == self.low else self.high)


def expected(target: TargetTerms, read_to: date, *, past_years: Sequence[PastYear] = ()) -> Expected:
    """Say how far the target should have come at the end of a day.

    The first that applies: the phased plan; the past shape, for a flow with three complete years; the straight line by
    months, for a flow; the line from the baseline, for the other kinds and for a falling goal; only at the end.
    """
    rule = expected_rule(target, past_years)
    if not target.amount.is_stated:
        return Expected(low=None, high=None, share=None, rule=rule)
    ends = [target.amount.value] if target.amount.high is None else [target.amount.value, target.amount.high]
    levels = [_expected_level(target, Fraction(end), rule, read_to, past_years) for end in ends]
    low, high = levels[0], levels[-1]
    share = expected_share(target, read_to, past_years)
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
    if target.ends is not None and plan_of(target) is not None:
        return ExpectedRule.PHASED_PLAN
    if flow:
        return ExpectedRule.STRAIGHT_LINE if _shape_of(target, past_years) is None else ExpectedRule.PAST_SHAPE
    if target.baseline is not None and target.ends is not None:
        return ExpectedRule.FROM_BASELINE
    return ExpectedRule.ONLY_AT_END


def expected_share(target: TargetTerms, read_to: date, past_years: Sequence[PastYear]) -> Fraction | None:
    """Give the expected attainment at the end by which a range is judged; None where there is no attainment."""
    if why_undefined(target) is not None:
        return None
    end = Fraction(target.easier_end)
    rule = expected_rule(target, past_years)
    if rule is not ExpectedRule.PHASED_PLAN:
        return _time_share(target, rule, read_to, past_years)
    origin = Fraction(target.baseline or 0)
    level = _planned_level(target, end, read_to)
    return Fraction(0) if level is None else (level - origin) / (end - origin)


def _expected_level(
    target: TargetTerms,
    end: Fraction,
    rule: ExpectedRule,
    read_to: date,
    past_years: Sequence[PastYear],
) -> Fraction | None:
    """Give the level that should stand at a day, on the way to one end of the goal; None if none is asked for yet."""
    if rule is ExpectedRule.PHASED_PLAN:
        return _planned_level(target, end, read_to)
    origin = Fraction(target.baseline or 0)
    share = _time_share(target, rule, read_to, past_years)
    if rule is ExpectedRule.ONLY_AT_END and share == 0:
        return None
    return origin + (end - origin) * share


def _time_share(target: TargetTerms, rule: ExpectedRule, read_to: date, past_years: Sequence[PastYear]) -> Fraction:
    """Give the share of the goal's way that should be behind it, from 0 to 1; an open end is never due."""
    if read_to < target.starts or target.ends is None:
        return Fraction(0)
    if read_to >= target.ends:
        return Fraction(1)
    if rule is ExpectedRule.ONLY_AT_END:
        return Fraction(0)
    if rule is ExpectedRule.PAST_SHAPE:
        shape = _shape_of(target, past_years)
        share = None if shape is None else shape.share_of(target.starts, read_to, target.ends)
        assert share is not None  # expected_rule() gives no past shape otherwise
        return share
    return exact_months_between(target.starts, read_to) / exact_months_between(target.starts, target.ends)


def _shape_of(target: TargetTerms, past_years: Sequence[PastYear]) -> Shape | None:
    """Give the shape of the past years; None where they are too few, or where the goal's period brought nothing."""
    shape = pooled_shape(past_years)
    if shape is None or target.ends is None:
        return None
    return None if shape.share_of(target.starts, target.ends, target.ends) is None else shape


def _planned_level(target: TargetTerms, end: Fraction, read_to: date) -> Fraction | None:
    plan = plan_of(target)
    assert plan is not None  # expected_rule() gives no phased plan otherwise, nor to an open end
    assert target.ends is not None
    return plan.level_at(read_to, target.ends, end)
