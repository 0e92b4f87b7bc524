"""List every number of a progress row: the one list that pages, files, programs and explanations use."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from tracker.progress.measures import (
    Amount,
    Comparator,
    Direction,
    Ends,
    ExpectedRule,
    IndicatorKind,
    ObservationStatus,
    Reading,
    Reason,
)
from tracker.progress.periods import exact_months_between
from tracker.progress.rows import FigureFace, ProgressRow
from tracker.progress.telling_beside import numbers_beside
from tracker.progress.told import (
    DENOMINATOR,
    FIGURE,
    MONTHS_GONE,
    MONTHS_IN_ALL,
    NUMERATOR,
    SCALE,
    Formula,
    Input,
    Measure,
    NumberCode,
    Told,
    counted,
    ends_of,
    given,
    plain_ends,
    stated,
    without,
)

_N = NumberCode


def numbers_of(row: ProgressRow) -> tuple[Told, ...]:
    """Return every number of the row in reading order; one without a value has its reason, or is left out."""
    parts = (_goal, _readings, _report_and_sum, _judgement, _rest, numbers_beside)
    return tuple(told for part in parts for told in part(row))


def row_key(row: ProgressRow) -> str:
    """Return what names a row of a page and an indicator in addresses and files: kind, place, and target or unit.

    Two rows of one place and indicator never share it: each target has one row of a kind, and rows without a target of
    their own (sums of others' targets, figures alone) are told apart by kind and unit.
    """
    target = "" if row.target is None else row.target.reference or str(row.target.id)
    return ":".join((row.kind.value, row.place.slug, target or row.indicator.unit))


def number_of(row: ProgressRow, code: NumberCode) -> Told | None:
    """Return one number of the row; None if the row has nothing of the kind."""
    return next((told for told in numbers_of(row) if told.code is code), None)


def _goal(row: ProgressRow) -> Iterator[Told]:
    terms = row.terms
    if terms is None:
        return
    if terms.amount.is_stated:
        yield stated(_N.GOAL, terms.amount)
    else:
        yield without(_N.GOAL, Reason.TARGET_NOT_STATED)
    if terms.baseline is not None:
        yield stated(_N.BASELINE, Amount(terms.baseline))


def _readings(row: ProgressRow) -> Iterator[Told]:
    if row.indicator.kind == IndicatorKind.FLOW:
        yield _reading(_N.IN_QUARTER, row.in_quarter, row)
        share = row.progress.quarter_share
        if row.terms is not None and row.in_quarter.amount is not None:
            yield _divided(_N.QUARTER_SHARE, share, given(_N.IN_QUARTER, row.in_quarter.amount), row)
    yield _reading(_N.TO_DATE, row.to_date, row)


def _reading(code: NumberCode, reading: Reading, row: ProgressRow) -> Told:
    """Return an amount with the reported figures that it is the sum of, or the ratio that it is computed as."""
    result = _result_of(reading)
    if result.low is None:
        return Told(code=code, measure=Measure.AMOUNT, result=result, formula=Formula.FIGURES)
    if reading.numerator is not None and reading.denominator is not None:
        inputs: tuple[Input, ...] = (
            Input(NUMERATOR, Amount(reading.numerator)),
            Input(DENOMINATOR, Amount(reading.denominator)),
            Input(SCALE, Amount(reading.ratio_scale)),
        )
        return Told(code=code, measure=Measure.AMOUNT, result=result, formula=Formula.COMPONENTS, inputs=inputs)
    figures = {figure.id: figure for figure in row.used_figures}
    inputs = tuple(
        Input(FIGURE, _reported(figure), key=figure.id, factor=Fraction(factor))
        for factor, figure in ((factor, figures.get(int(str(key)))) for factor, key in reading.links)
        if figure is not None
    )
    complete = len(inputs) == len(reading.links)
    formula = Formula.FIGURES if complete else Formula.RULE
    return Told(code=code, measure=Measure.AMOUNT, result=result, formula=formula, inputs=inputs)


def _reported(figure: FigureFace) -> Amount:
    """Return a reported figure as it counts: a nil is 0, a figure without a value is none."""
    if figure.observation_status == ObservationStatus.NIL:
        return Amount.exactly(0)
    if figure.value is None:
        return Amount.none_stated()
    return Amount(figure.value, figure.high, Comparator(figure.comparator))


def _report_and_sum(row: ProgressRow) -> Iterator[Told]:
    """Yield a place's own report, the sum of what is below it, and what the sum leaves: side by side, never added."""
    roll_up = row.roll_up
    if roll_up is None or roll_up.own is None or roll_up.own.amount is None or roll_up.children_sum.amount is None:
        return
    own, below = roll_up.own.amount, roll_up.children_sum.amount
    yield stated(_N.OWN_REPORT, own)
    yield stated(_N.CHILDREN_SUM, below)
    if roll_up.gap is not None:
        inputs = (given(_N.OWN_REPORT, own), given(_N.CHILDREN_SUM, below, factor=-1))
        yield Told(
            code=_N.NOT_BROKEN_DOWN,
            measure=Measure.AMOUNT,
            result=ends_of(roll_up.gap),
            formula=Formula.SUM,
            inputs=inputs,
        )


def _judgement(row: ProgressRow) -> Iterator[Told]:
    terms, progress = row.terms, row.progress
    if terms is None:
        return
    reached = row.to_date.amount
    if reached is None:
        yield Told(
            code=_N.ATTAINMENT, measure=Measure.SHARE, result=plain_ends(progress.attainment), formula=Formula.QUOTIENT
        )
    else:
        yield _divided(_N.ATTAINMENT, progress.attainment, given(_N.TO_DATE, reached), row)
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


def _expected(row: ProgressRow) -> Told:
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


def _line_months(row: ProgressRow) -> tuple[Input, ...]:
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


def _rest(row: ProgressRow) -> Iterator[Told]:
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


def _divided(code: NumberCode, result: Ends, part: Input, row: ProgressRow) -> Told:
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


def _is_falling(row: ProgressRow) -> bool:
    return row.terms is not None and row.terms.direction is Direction.LOWER_IS_BETTER


def _months(months: Fraction) -> Amount:
    return Amount(Decimal(months.numerator) / Decimal(months.denominator))


def _result_of(reading: Reading) -> Ends:
    if reading.amount is None or not reading.amount.is_stated:
        return Ends(reason=reading.reason or Reason.NO_VALUE_STATED)
    return ends_of(reading.amount)
