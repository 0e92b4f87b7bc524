"""What a number of a progress row is: its code, its result, its formula, and its inputs; pure.

A number is *told* by a code, the same on every page, in every file and for every program (tracker/progress/telling.py
lists those of a row). Whoever doubts it works it out anew from the inputs alone: `recomputed`.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from tracker.progress.measures import Amount, Comparator, Ends, Reason, total_of
from tracker.progress.named import PlaceFace


class NumberCode(StrEnum):
    """Which number of a row it is: the words of domain.md §5, and the keys of files and programs."""

    GOAL = "target"
    BASELINE = "baseline"
    IN_QUARTER = "in_quarter"
    QUARTER_SHARE = "quarter_share"
    TO_DATE = "to_date"
    OWN_REPORT = "own_report"
    CHILDREN_SUM = "children_sum"
    NOT_BROKEN_DOWN = "not_broken_down"
    ATTAINMENT = "attainment"
    EXPECTED = "expected"
    EXPECTED_SHARE = "expected_share"
    PACE = "pace"
    DISTANCE = "distance_from_expected"
    DISTANCE_SHARE = "distance_from_expected_share"
    GAP = "gap"
    QUARTERS_LEFT = "quarters_left"
    NEEDED = "needed_per_remaining_quarter"
    PROJECTION_LOW = "projection_low"
    PROJECTION = "projection"
    PROJECTION_HIGH = "projection_high"
    PROJECTION_ERROR = "projection_past_error"
    LAST_YEAR = "same_period_last_year"
    LAST_YEAR_CURRENT = "same_period_last_year_current"
    LAST_YEAR_DIFFERENCE = "same_period_last_year_difference"
    LAST_YEAR_RATIO = "same_period_last_year_ratio"
    LAST_YEAR_CHANGE = "same_period_last_year_change"
    SAME_QUARTER = "same_quarter_last_year"
    SAME_QUARTER_CURRENT = "same_quarter_last_year_current"
    SAME_QUARTER_DIFFERENCE = "same_quarter_last_year_difference"
    SAME_QUARTER_RATIO = "same_quarter_last_year_ratio"
    SAME_QUARTER_CHANGE = "same_quarter_last_year_change"
    PREVIOUS_QUARTER = "previous_quarter"
    PREVIOUS_QUARTER_CURRENT = "previous_quarter_current"
    PREVIOUS_QUARTER_DIFFERENCE = "previous_quarter_difference"
    PREVIOUS_QUARTER_RATIO = "previous_quarter_ratio"
    PREVIOUS_QUARTER_CHANGE = "previous_quarter_change"
    UNITS_LAST_YEAR = "units_same_period_last_year"
    UNITS_CURRENT = "units_current"
    UNITS_DIFFERENCE = "units_difference"
    ASSIGNED = "assigned"
    UNASSIGNED = "unassigned"
    OVER_ASSIGNED = "over_assigned"
    COVERAGE_OF_GOAL = "coverage_of_goal"
    SHARE_OF_GOAL = "share_of_goal"
    REPORTED = "reported"
    OWING = "owing"


class Measure(StrEnum):
    """What a number counts: single units of the row's unit, parts of 1, or things."""

    AMOUNT = "amount"
    SHARE = "share"
    COUNT = "count"


class Formula(StrEnum):
    """How a number follows from its inputs, in their order."""

    STATED = "stated"
    """The input itself: nothing is computed."""
    FIGURES = "figures"
    """The sum of factor × figure."""
    COMPONENTS = "components"
    """Numerator / denominator × scale."""
    SUM = "sum"
    DIFFERENCE = "difference"
    REST = "rest"
    """First − second, never below 0."""
    EXCESS = "excess"
    """Second − first, never below 0."""
    AHEAD = "ahead"
    """Second − first; a reported range counts at a range with its cautious end."""
    AHEAD_SHARE = "ahead_share"
    """(Second − first) / first."""
    QUOTIENT = "quotient"
    FROM_BASELINE = "from_baseline"
    """(First − third) / (second − third)."""
    PER_QUARTER = "per_quarter"
    """First / second, where the second is a count."""
    LINE = "line"
    """Baseline + (goal − baseline) × months gone / months in all: goal, baseline, gone, all."""
    LESS_ONE = "less_one"
    """First − 1."""
    RULE = "rule"
    """A rule that looks at more than its inputs here: past years, phases. It is named beside the number."""


FIGURE = "figure"
NUMERATOR = "numerator"
DENOMINATOR = "denominator"
SCALE = "scale"
PART = "part"
MONTHS_GONE = "months_gone"
MONTHS_IN_ALL = "months_in_all"
UNIT = "unit"


@dataclass(frozen=True, slots=True)
class Input:
    """One input of a formula.

    ``code`` is a `NumberCode` for another number of the same row, else one of the names above. ``key`` is the id of a
    reported figure, the place that brings a summand, or the reference of a part's target. ``factor`` is what the
    input is multiplied by: −1, a successor's share, else 1.
    """

    code: str
    amount: Amount | Ends
    key: Hashable = None
    factor: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One number of a row: its result, or the reason why there is none, and how it follows from its inputs.

    ``falling``: the goal is to lower something, so that the cautious end of a reported range is the high one.
    """

    code: NumberCode
    measure: Measure
    result: Ends
    formula: Formula
    inputs: tuple[Input, ...] = ()
    falling: bool = False


def recomputed(told: Told) -> Ends | None:
    """Return the number worked out anew from its inputs; None where it has no value, or where a rule is needed."""
    if told.result.low is None or told.formula is Formula.RULE:
        return None
    first = told.inputs[0].amount
    match told.formula:
        case Formula.STATED:
            return Ends(low=first.low, high=first.high, comparator=first.comparator)
        case Formula.PER_QUARTER:
            return _each_end(first, 1 / Fraction(_amount(told.inputs[1]).value))
        case Formula.FIGURES | Formula.SUM:
            total = total_of(_amount(each).scaled(each.factor) for each in told.inputs)
            return None if total is None else ends_of(total)
        case Formula.COMPONENTS:
            numerator, denominator, scale = map(_amount, told.inputs)
            return ends_of(numerator.scaled(Fraction(scale.value)).divided_by(denominator))
        case Formula.LESS_ONE:
            return ends_of(_amount(told.inputs[0]) - Amount.exactly(1))
        case Formula.LINE:
            goal, baseline, gone, whole = map(_amount, told.inputs)
            part = Fraction(gone.value) / Fraction(whole.value)
            return _at_ends(goal, baseline, told, lambda start, end: start + (Amount(end) - start).scaled(part))
    return _against_goal(told, [_amount(each) for each in told.inputs])


def _against_goal(told: Told, amounts: Sequence[Amount]) -> Ends:
    first, second = amounts[0], amounts[1]
    if told.formula is Formula.DIFFERENCE:
        return _at_ends(first, second, told, lambda part, end: Amount(end) - part)
    if told.formula is Formula.AHEAD:
        return _at_ends(first, second, told, lambda part, end: part - Amount(end))
    if told.formula is Formula.AHEAD_SHARE:
        return _at_ends(first, second, told, lambda part, end: (part - Amount(end)).scaled(1 / Fraction(end)))
    if told.formula in (Formula.REST, Formula.EXCESS):
        counted = second.low_end() if first.is_range else second
        if told.formula is Formula.REST:
            return _at_ends(first, counted, told, lambda part, end: _not_negative(Amount(end) - part))
        return _at_ends(first, counted, told, lambda part, end: _not_negative((Amount(end) - part).negated()))
    origin = amounts[2] if told.formula is Formula.FROM_BASELINE else Amount.exactly(0)
    return _at_ends(
        second, first, told, lambda part, end: (part - origin).scaled(1 / (Fraction(end) - Fraction(origin.value)))
    )


def _at_ends(goal: Amount, reached: Amount, told: Told, measure: Callable[[Amount, Decimal], Amount]) -> Ends:
    """Measure at the end of a plain goal, at both of a range: there a reported range counts with its cautious end."""
    if goal.high is None:
        return ends_of(measure(reached, goal.value))
    if reached.is_range:
        reached = reached.negated().low_end().negated() if told.falling else reached.low_end()
    low, high = measure(reached, goal.value), measure(reached, goal.high)
    return Ends(low=low.low, high=high.low, comparator=low.comparator)


def _not_negative(rest: Amount) -> Amount:
    if rest.top <= 0:
        return Amount.exactly(0)
    return rest if rest.value >= 0 else Amount(Decimal(0), rest.high, rest.comparator)


def _each_end(ends: Amount | Ends, factor: Fraction) -> Ends:
    """Scale each end for itself: what was measured at the two ends of a goal is no range of amounts."""
    low, high = (None if end is None else Amount(end).scaled(factor).low for end in (ends.low, ends.high))
    return Ends(low=low, high=high, comparator=ends.comparator)


def _amount(given: Input) -> Amount:
    amount = given.amount
    if isinstance(amount, Amount):
        return amount
    if amount.low is None:
        return Amount.none_stated()
    plain = amount.high is not None and amount.comparator is Comparator.EXACTLY
    return Amount(amount.low, amount.high, Comparator.BETWEEN if plain else amount.comparator)


# --- What the lists are made with ---------------------------------------------------------------------------------


def given(code: NumberCode, amount: Amount | Ends, factor: int = 1) -> Input:
    """Return another number of the same row as an input."""
    return Input(code.value, amount, factor=Fraction(factor))


def stated(code: NumberCode, amount: Amount) -> Told:
    """Return a number that is its own input."""
    inputs = (Input(code.value, amount),)
    return Told(code=code, measure=Measure.AMOUNT, result=ends_of(amount), formula=Formula.STATED, inputs=inputs)


def summed(code: NumberCode, total: Amount, units: Iterable[tuple[PlaceFace, Amount]]) -> Told:
    """Return the sum of what several places bring in."""
    inputs = tuple(Input(UNIT, amount, key=place) for place, amount in units)
    return Told(code=code, measure=Measure.AMOUNT, result=ends_of(total), formula=Formula.SUM, inputs=inputs)


def without(code: NumberCode, reason: Reason) -> Told:
    """Return a number that is not there, with the reason."""
    return Told(code=code, measure=Measure.AMOUNT, result=Ends(reason=reason), formula=Formula.STATED)


def counted(code: NumberCode, count: int) -> Told:
    """Return a count of things."""
    number = Amount.exactly(count)
    return Told(
        code=code, measure=Measure.COUNT, result=ends_of(number), formula=Formula.STATED, inputs=(given(code, number),)
    )


def ends_of(amount: Amount) -> Ends:
    """Return a stated amount as a result."""
    return Ends(low=amount.low, high=amount.high, comparator=amount.comparator)


def plain_ends(ends: Ends) -> Ends:
    """Return a share as a plain result, so that results compare."""
    return Ends(low=ends.low, high=ends.high, comparator=ends.comparator, reason=ends.reason)
