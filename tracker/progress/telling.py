"""List every number of a progress row: the one list that pages, files, programs and explanations use."""

from collections.abc import Iterator
from fractions import Fraction

from tracker.progress.measures import (
    Amount,
    Comparator,
    Ends,
    IndicatorKind,
    ObservationStatus,
    Reading,
    Reason,
    total_of,
)
from tracker.progress.rows import FigureFace, ProgressRow
from tracker.progress.telling_beside import numbers_beside
from tracker.progress.telling_judged import divided, goal_numbers, judged_numbers
from tracker.progress.told import (
    DENOMINATOR,
    FIGURE,
    NUMERATOR,
    SCALE,
    Formula,
    Input,
    Measure,
    NumberCode,
    Told,
    ends_of,
    given,
    stated,
    summed,
)

_N = NumberCode


def numbers_of(row: ProgressRow) -> tuple[Told, ...]:
    """Return every number of the row in reading order; one without a value has its reason, or is left out."""
    parts = (_goal, _readings, _report_and_sum, judged_numbers, numbers_beside)
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
    """Yield the goal that a document states, or the sum of those that the row is measured by."""
    if row.target is not None or row.terms is None or not row.measured_by:
        yield from goal_numbers(row)
        return
    targets = [(target.place, target.terms.amount) for target in row.measured_by]
    amount = row.terms.amount
    if total_of(each for _place, each in targets) == amount:
        yield summed(_N.GOAL, amount, targets)
    else:
        # Of a place that was split each successor has its share.
        yield Told(code=_N.GOAL, measure=Measure.AMOUNT, result=ends_of(amount), formula=Formula.RULE)
    if row.terms.baseline is not None:
        yield stated(_N.BASELINE, Amount(row.terms.baseline))


def _readings(row: ProgressRow) -> Iterator[Told]:
    if row.indicator.kind == IndicatorKind.FLOW:
        yield _reading(_N.IN_QUARTER, row.in_quarter, row)
        share = row.progress.quarter_share
        if row.terms is not None and row.in_quarter.amount is not None:
            yield divided(_N.QUARTER_SHARE, share, given(_N.IN_QUARTER, row.in_quarter.amount), row)
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


def _result_of(reading: Reading) -> Ends:
    if reading.amount is None or not reading.amount.is_stated:
        return Ends(reason=reading.reason or Reason.NO_VALUE_STATED)
    return ends_of(reading.amount)
