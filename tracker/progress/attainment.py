"""Say what part of a goal is reached, and how much is missing; pure, standard library only."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Self

from tracker.progress.periods import ONE_DAY
from tracker.progress.quantities import Amount, mirrored
from tracker.progress.readings import Reading
from tracker.progress.targets import TargetTerms, is_behind_baseline
from tracker.progress.vocabulary import Comparator, Direction, IndicatorKind, Reason, Way

_VAGUE = frozenset({Comparator.ABOUT, Comparator.NEARLY})
_UPPER_BOUNDS = frozenset({Comparator.AT_MOST, Comparator.UNDER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """Hold a number at both ends of a range: `low` at the goal's low end, `high` at its high end.

    `high` is None for a plain goal. With a plain goal and a reported range, `low` to `high` is what the range gives,
    smaller first, and the comparator is *between*. With two ranges the reported one is read at its cautious end.
    `low` is None exactly when `reason` is given. The comparator is the reported figure's: what is known of the number.
    """

    low: Decimal | None = None
    high: Decimal | None = None
    comparator: Comparator = Comparator.EXACTLY
    reason: Reason | None = None

    def negated(self) -> Self:
        """Mirror the number at zero, each end at its place: a gap of -5 is 5 to go down."""
        if self.low is None:
            return self
        high = None if self.high is None else -self.high
        return replace(self, low=-self.low, high=high, comparator=mirrored(self.comparator))

    def __post_init__(self) -> None:
        if (self.low is None) == (self.reason is None):
            raise ValueError("There is either a number or the reason why there is none.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attainment(Ends):
    """Hold the reached part of a goal as a share of 1 (0.125 = 12.5 %), never capped."""


def attainment(target: TargetTerms | None, to_date: Amount | Reading | None) -> Attainment:
    """Say what part of the goal is reached, or why that cannot be said.

    to_date / T for a rising goal without a baseline, (to_date - B) / (T - B) with one, in either direction.
    A plain amount is taken as read at the goal's end.
    """
    amount = to_date.amount if isinstance(to_date, Reading) else to_date
    if target is not None and isinstance(to_date, Reading) and _is_running_against_baseline(target, to_date.to_on):
        return Attainment(reason=Reason.FLOW_AGAINST_BASELINE)
    if amount is None or not amount.is_stated:
        why = to_date.reason if isinstance(to_date, Reading) else None
        undefined = why_undefined(target)
        missing = (Reason.NO_TARGET, Reason.TARGET_NOT_STATED)
        return Attainment(reason=undefined if undefined in missing else why or Reason.NOT_REPORTED)
    return share_of(target, amount)


def share_of(target: TargetTerms | None, amount: Amount | None) -> Attainment:
    """Divide an amount by the goal, both counted from the baseline, comparators included."""
    reason = why_undefined(target)
    if target is None or reason is not None:
        return Attainment(reason=reason)
    if amount is None or not amount.is_stated:
        return Attainment(reason=Reason.NOT_REPORTED)
    origin = Amount(Decimal(0) if target.baseline is None else target.baseline)
    answer = at_ends(
        target.amount,
        amount,
        lambda part, end: (part - origin).scaled(1 / (Fraction(end) - Fraction(origin.value))),
        falling=target.direction is Direction.LOWER_IS_BETTER,
    )
    return Attainment(low=answer.low, high=answer.high, comparator=answer.comparator)


def gap_to(target: TargetTerms | None, reading: Reading) -> Ends:
    """Subtract what is reached from the goal, comparators included: the gap to an *over* is an *under*.

    A falling goal has a negative gap until it is met, a rising one from then on. No gap is said to a goal of 0 or less
    without a baseline, to which nothing is on its way, nor of a sum that must stay below a goal and is still running.
    """
    undefined = why_undefined(target)
    if target is None or undefined in (Reason.TARGET_NOT_STATED, Reason.TARGET_NOT_POSITIVE):
        return Ends(reason=undefined)
    amount = reading.amount
    if amount is None or not amount.is_stated:
        return Ends(reason=reading.reason or Reason.NO_VALUE_STATED)
    falling = target.direction is Direction.LOWER_IS_BETTER
    if falling and _is_running_against_baseline(target, reading.to_on):
        return Ends(reason=Reason.FLOW_AGAINST_BASELINE)
    return at_ends(target.amount, amount, lambda part, end: Amount(end) - part, falling=falling)


def way_to_go(target: TargetTerms | None, gap: Ends) -> Way | None:
    """Say which way a gap has to go, or that it has been gone; None where there is no gap.

    A falling goal's gap is negative on its way. Where neither more nor less is better, the gap goes where it points.
    """
    if target is None or gap.low is None:
        return None
    falling = target.direction is Direction.LOWER_IS_BETTER
    rests = [-end if falling else end for end in (gap.low, gap.high) if end is not None]
    if all(rest == 0 for rest in rests):
        return Way.REACHED
    if min(rests) > 0:
        return Way.TO_FALL if falling else Way.TO_RISE
    if max(rests) < 0:
        return Way.TO_FALL if target.direction is Direction.NEUTRAL else Way.BEYOND
    return Way.BETWEEN_ENDS


def why_undefined(target: TargetTerms | None) -> Reason | None:
    """Say why nothing can be divided by this goal, None if it can."""
    if target is None:
        return Reason.NO_TARGET
    if not target.amount.is_stated:
        return Reason.TARGET_NOT_STATED
    ends = (target.amount.value, target.amount.top)
    if target.baseline is None:
        if target.direction is Direction.LOWER_IS_BETTER:
            return Reason.LOWER_WITHOUT_BASELINE
        return Reason.TARGET_NOT_POSITIVE if min(ends) <= 0 else None
    if is_behind_baseline(target):
        return Reason.TARGET_BEHIND_BASELINE
    return Reason.TARGET_EQUALS_BASELINE if target.baseline in ends else None


def measured_from_reported(target: TargetTerms, eve: Reading | None) -> TargetTerms:
    """Give a level's target without a baseline the level that was reported when its period began, with its day.

    That is the level of the eve or of the year's end before. Unchanged where the target has a baseline, where no exact
    level stood on either day, or where the level is at or past the goal already: then it would be no start of a way. A
    level from within the period never serves.
    """
    if target.kind is IndicatorKind.FLOW or target.baseline is not None or not target.amount.is_stated:
        return target
    amount = None if eve is None else eve.amount
    if eve is None or amount is None or amount.comparator is not Comparator.EXACTLY or eve.disputed:
        return target
    if eve.to_on not in (target.starts - ONE_DAY, date(target.starts.year - 1, 12, 31)):
        return target
    started = replace(target, baseline=amount.value, baseline_on=eve.to_on)
    return target if why_undefined(started) is not None or is_met(target, amount) else started


def attained_share(target: TargetTerms, amount: Amount | None) -> Fraction | None:
    """Give the exact attainment by which pace is judged; None where it is undefined.

    A reported range counts with its cautious end, a goal that is a range with the end that is reached first.
    """
    if why_undefined(target) is not None or amount is None or not amount.is_stated:
        return None
    falling = target.direction is Direction.LOWER_IS_BETTER
    cautious = Fraction(amount.top if falling else amount.value)
    origin = Fraction(target.baseline or 0)
    return (cautious - origin) / (Fraction(target.easier_end) - origin)


def is_met(target: TargetTerms, amount: Amount | None) -> bool:
    """Tell whether the goal is certainly reached.

    "Over T" asks for more than T; a range asks for the end that is reached first. A reported "about T" or "nearly T"
    does not establish T, "at most" and "under" establish nothing upwards, and "over T" is more than T.
    """
    if amount is None or not amount.is_stated or not target.amount.is_stated:
        return False
    asked = target.amount
    if target.direction is Direction.LOWER_IS_BETTER:
        # A falling goal is the mirror image of a rising one.
        amount, asked = amount.negated(), asked.negated()
    reached, needed = amount.value, asked.value
    if amount.comparator in _UPPER_BOUNDS:
        return False
    if amount.comparator is Comparator.OVER:
        return reached >= needed
    if amount.comparator in _VAGUE or asked.comparator is Comparator.OVER:
        return reached > needed
    return reached >= needed


def is_about_the_target(target: TargetTerms, amount: Amount | None) -> bool:
    """Tell whether a vague figure stands exactly at the goal, so that nobody can say whether it is met."""
    return (
        amount is not None
        and amount.comparator in _VAGUE
        and target.amount.is_stated
        and amount.value == target.easier_end
    )


def _is_running_against_baseline(target: TargetTerms, day: date | None) -> bool:
    """Tell whether a running sum would be measured against the baseline of a whole period."""
    return (
        target.kind is IndicatorKind.FLOW
        and target.baseline is not None
        and (target.ends is None or day is None or day < target.ends)
    )


def at_ends(
    asked: Amount | Ends, amount: Amount, measure: Callable[[Amount, Decimal], Amount], *, falling: bool
) -> Ends:
    """Measure an amount at the one number that is asked for, or at both ends of a range.

    At a range, a range that was reported counts with the end that promises less; ``falling``: that is its high one.

    :raises ValueError: if what is asked for is no number.
    """
    if asked.low is None:
        raise ValueError("Nothing can be measured against a number that is not stated.")
    if asked.high is None:
        only = measure(amount, asked.low)
        return Ends(low=only.low, high=only.high, comparator=only.comparator)
    cautious = _cautious_end(amount, falling=falling) if amount.is_range else amount
    low, high = measure(cautious, asked.low), measure(cautious, asked.high)
    return Ends(low=low.low, high=high.low, comparator=low.comparator)


def _cautious_end(amount: Amount, *, falling: bool) -> Amount:
    """Keep of a reported range the end that promises less, as the bound that it is."""
    return amount.negated().low_end().negated() if falling else amount.low_end()
