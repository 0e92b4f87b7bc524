"""List the numbers of a judgement: the goal, the reached part, what is expected, how far from it, what is left."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from tracker.progress.judged_row import JudgedRow
from tracker.progress.measures import Amount, Direction, Ends, ExpectedRule, Reason
from tracker.progress.periods import exact_months_between
from tracker.progress.row_distances import distance_of, distance_share_of
from tracker.progress.told import (
    MONTHS_GONE,
    MONTHS_IN_ALL,
    Formula,
    Input,
    Measure,
    NumberCode,
    Told,
    counted,
    given,
    plain_ends,
    stated,
    without,
)

_N = NumberCode


def goal_numbers(row: JudgedRow) -> Iterator[Told]:
    """Yield the goal, or why there is no number of it, and its baseline."""
    terms = row.terms
    if terms is None:
        return
    if terms.amount.is_stated:
        yield stated(_N.GOAL, terms.amount)
    else:
        yield without(_N.GOAL, Reason.TARGET_NOT_STATED)
    if terms.baseline is not None:
        yield stated(_N.BASELINE, Amount(terms.baseline))


def judged_numbers(row: JudgedRow) -> Iterator[Told]:
    """Yield the numbers of the judgement in reading order; none where there is no goal."""
    yield from _judgement(row)
    yield from _rest(row)


def _judgement(row: JudgedRow) -> Iterator[Told]:
    terms, progress = row.terms, row.progress
    if terms is None:
        return
    reached = row.to_date.amount
    if reached is None:
        yield Told(
            code=_N.ATTAINMENT, measure=Measure.SHARE, result=plain_ends(progress.attainment), formula=Formula.QUOTIENT
        )
    else:
        yield divided(_N.ATTAINMENT, progress.attainment, given(_N.TO_DATE, reached), row)
    expected = progress.expected
    if expected is None or expected.low is None:
        return
    yield _expected(row)
    if expected.share is not None:
        share = Ends(low=expected.share)
        months = _line_months(row)
        yield Told(
            code=_N.EXPECTED_SHARE,
            measure=Measure.SHARE,
            result=share,
            formula=Formula.QUOTIENT if months else Formula.RULE,
            inputs=months,
        )
        if progress.pace is not None:
            inputs = (given(_N.ATTAINMENT, progress.attainment), given(_N.EXPECTED_SHARE, share))
            # Judged by the cautious end of what is reached, and by exact fractions.
            yield Told(
                code=_N.PACE,
                measure=Measure.SHARE,
                result=Ends(low=progress.pace),
                formula=Formula.RULE,
                inputs=inputs,
            )
    yield from _distance(row)


def _distance(row: JudgedRow) -> Iterator[Told]:
    """Yield how far what is reached lies from what was expected, and, of a flow, as a share of it."""
    due, reached, terms = row.progress.expected, row.to_date.amount, row.terms
    asked = None if due is None else due.ends
    if terms is None or asked is None or reached is None:
        return
    inputs = (given(_N.EXPECTED, asked), given(_N.TO_DATE, reached))
    for code, result, measure, formula in (
        (_N.DISTANCE, distance_of(row), Measure.AMOUNT, Formula.AHEAD),
        (_N.DISTANCE_SHARE, distance_share_of(row), Measure.SHARE, Formula.AHEAD_SHARE),
    ):
        if result is not None:
            yield Told(
                code=code, measure=measure, result=result, formula=formula, inputs=inputs, falling=_is_falling(row)
            )


def _expected(row: JudgedRow) -> Told:
    terms, progress = row.terms, row.progress
    expected = progress.expected
    assert terms is not None
    assert expected is not None
    result = Ends(low=expected.low, high=expected.high)
    months = _line_months(row)
    if not months:
        inputs: tuple[Input, ...] = (given(_N.GOAL, terms.amount),)
        return Told(code=_N.EXPECTED, measure=Measure.AMOUNT, result=result, formula=Formula.RULE, inputs=inputs)
    start = Decimal(0) if expected.rule is ExpectedRule.STRAIGHT_LINE else (terms.baseline or Decimal(0))
    # What is expected is a number; the word before the goal says nothing about it.
    goal = given(_N.GOAL, Ends(low=terms.amount.low, high=terms.amount.high))
    inputs = (goal, given(_N.BASELINE, Amount(start)), *months)
    return Told(code=_N.EXPECTED, measure=Measure.AMOUNT, result=result, formula=Formula.LINE, inputs=inputs)


def _line_months(row: JudgedRow) -> tuple[Input, ...]:
    """Return the months gone and the months in all of a straight line; nothing where another rule says what to ask."""
    terms, progress = row.terms, row.progress
    expected = progress.expected
    by_line = expected is not None and expected.rule in (ExpectedRule.STRAIGHT_LINE, ExpectedRule.FROM_BASELINE)
    if terms is None or not by_line or progress.read_to is None or terms.ends is None:
        return ()
    return (
        Input(MONTHS_GONE, _months(exact_months_between(terms.starts, progress.read_to))),
        Input(MONTHS_IN_ALL, _months(exact_months_between(terms.starts, terms.ends))),
    )


def _rest(row: JudgedRow) -> Iterator[Told]:
    terms, progress, reached = row.terms, row.progress, row.to_date.amount
    if terms is None or reached is None:
        return
    gap, needed, left = progress.gap, progress.needed_per_remaining_quarter, progress.quarters_left
    inputs = (given(_N.GOAL, terms.amount), given(_N.TO_DATE, reached))
    yield Told(
        code=_N.GAP,
        measure=Measure.AMOUNT,
        result=gap,
        formula=Formula.DIFFERENCE,
        inputs=inputs,
        falling=_is_falling(row),
    )
    if left is not None:
        yield counted(_N.QUARTERS_LEFT, left)
    quarters: tuple[Input, ...] = (
        () if left is None else (given(_N.GAP, gap), given(_N.QUARTERS_LEFT, Amount.exactly(left)))
    )
    yield Told(code=_N.NEEDED, measure=Measure.AMOUNT, result=needed, formula=Formula.PER_QUARTER, inputs=quarters)


def divided(code: NumberCode, result: Ends, part: Input, row: JudgedRow) -> Told:
    """Return a part of the goal, counted from the baseline where there is one."""
    assert row.terms is not None
    goal = given(_N.GOAL, row.terms.amount)
    # A goal's own word changes nothing: 125 of "at least 1,000" is 12.5 %.
    if row.terms.amount.is_stated:
        goal = given(_N.GOAL, Ends(low=row.terms.amount.low, high=row.terms.amount.high))
    inputs: tuple[Input, ...] = (part, goal)
    formula = Formula.QUOTIENT
    if row.terms.baseline is not None:
        formula, inputs = Formula.FROM_BASELINE, (*inputs, given(_N.BASELINE, Amount(row.terms.baseline)))
    return Told(
        code=code,
        measure=Measure.SHARE,
        result=plain_ends(result),
        formula=formula,
        inputs=inputs,
        falling=_is_falling(row),
    )


def _is_falling(row: JudgedRow) -> bool:
    return row.terms is not None and row.terms.direction is Direction.LOWER_IS_BETTER


def _months(months: Fraction) -> Amount:
    return Amount(Decimal(months.numerator) / Decimal(months.denominator))
