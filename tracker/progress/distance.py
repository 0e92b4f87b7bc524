"""Say how far what is reached lies from what was expected by then; pure, standard library only."""

from fractions import Fraction

from tracker.progress.attainment import Ends, at_ends
from tracker.progress.expectation import Expected
from tracker.progress.quantities import Amount
from tracker.progress.vocabulary import Comparator, Direction, IndicatorKind

_LOWER_BOUNDS = frozenset({Comparator.AT_LEAST, Comparator.OVER})
_UPPER_BOUNDS = frozenset({Comparator.AT_MOST, Comparator.UNDER})


def distance_from(due: Expected | None, reached: Amount | None, direction: Direction) -> Ends | None:
    """Return reached less expected in the goal's unit, comparators included; None where either is not known.

    At a plan that is a range it is the distance from the low end and from the high one; a range that was reported then
    counts with its cautious end. More is never turned round: a falling goal is ahead where the distance is negative.
    """
    asked = None if due is None else due.ends
    if asked is None or reached is None or not reached.is_stated:
        return None
    return at_ends(asked, reached, lambda part, end: part - Amount(end), falling=direction is Direction.LOWER_IS_BETTER)


def distance_share(
    due: Expected | None, reached: Amount | None, direction: Direction, kind: IndicatorKind
) -> Ends | None:
    """Return the distance as a share of what was expected (1 = 100 %), at each end of a plan that is a range.

    None for a level, whose distance is said in its own unit: most of it was there before the period began. None too
    where nothing, or less than nothing, was expected.
    """
    asked = None if due is None else due.ends
    if kind is not IndicatorKind.FLOW or asked is None or reached is None or not reached.is_stated:
        return None
    if any(end is not None and end <= 0 for end in (asked.low, asked.high)):
        return None
    return at_ends(
        asked,
        reached,
        lambda part, end: (part - Amount(end)).scaled(1 / Fraction(end)),
        falling=direction is Direction.LOWER_IS_BETTER,
    )


def is_ahead(distance: Ends | None, direction: Direction) -> bool | None:
    """Tell whether a distance is good news: nothing lost is good. None where that is not known, or nothing is better.

    A plan that is a range is judged at the end that is reached first, as the goal itself is. "More than 5 less" may be
    any number above it: a bound that says nothing of the side is not judged.
    """
    if distance is None or distance.low is None or direction is Direction.NEUTRAL:
        return None
    gained = distance.negated() if direction is Direction.LOWER_IS_BETTER else distance
    assert gained.low is not None
    ends = [gained.low] if gained.high is None else [gained.low, gained.high]
    best = max(ends)
    if gained.comparator is Comparator.BETWEEN:
        return None if min(ends) < 0 <= best else best >= 0
    if gained.comparator in _LOWER_BOUNDS and best < 0:
        return None
    if gained.comparator in _UPPER_BOUNDS and best >= 0:
        return None
    return best >= 0
