"""List the numbers that stand beside the judgement of a row: projection, earlier periods, coverage, counts."""

from collections.abc import Iterator

from tracker.progress.measures import Amount, Comparison, Ends, Reason
from tracker.progress.rows import ProgressRow
from tracker.progress.told import (
    PART,
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
    summed,
    without,
)

_N = NumberCode


def numbers_beside(row: ProgressRow) -> Iterator[Told]:
    """Yield them in reading order; one without a value has its reason, or is left out."""
    yield from _projection(row)
    yield from _earlier(row)
    yield from _coverage(row)
    yield from _counts(row)


def _projection(row: ProgressRow) -> Iterator[Told]:
    projection = row.projection
    if projection is None:
        return
    if projection.reason is not None:
        yield without(_N.PROJECTION, projection.reason)
        return
    numbers = (
        (_N.PROJECTION_LOW, projection.low, Measure.AMOUNT),
        (_N.PROJECTION, projection.central, Measure.AMOUNT),
        (_N.PROJECTION_HIGH, projection.high, Measure.AMOUNT),
        (_N.PROJECTION_ERROR, projection.past_error, Measure.SHARE),
    )
    for code, value, measure in numbers:
        if value is not None:
            yield Told(code=code, measure=measure, result=Ends(low=value), formula=Formula.RULE)


def _earlier(row: ProgressRow) -> Iterator[Told]:
    yield from _compared(row.same_period_last_year, _OF_LAST_YEAR)
    yield from _compared(row.same_quarter_last_year, _OF_SAME_QUARTER)
    yield from _compared(row.previous_quarter, _OF_PREVIOUS_QUARTER)
    yield from _units(row)


_OF_LAST_YEAR = (
    _N.LAST_YEAR,
    _N.LAST_YEAR_CURRENT,
    _N.LAST_YEAR_DIFFERENCE,
    _N.LAST_YEAR_RATIO,
    _N.LAST_YEAR_CHANGE,
)
_OF_SAME_QUARTER = (
    _N.SAME_QUARTER,
    _N.SAME_QUARTER_CURRENT,
    _N.SAME_QUARTER_DIFFERENCE,
    _N.SAME_QUARTER_RATIO,
    _N.SAME_QUARTER_CHANGE,
)
_OF_PREVIOUS_QUARTER = (
    _N.PREVIOUS_QUARTER,
    _N.PREVIOUS_QUARTER_CURRENT,
    _N.PREVIOUS_QUARTER_DIFFERENCE,
    _N.PREVIOUS_QUARTER_RATIO,
    _N.PREVIOUS_QUARTER_CHANGE,
)


def _compared(compared: Comparison | None, codes: tuple[NumberCode, ...]) -> Iterator[Told]:
    """Yield an earlier amount, the present one, their difference, the ratio and the change; over the same units."""
    if compared is None:
        return
    earlier, current, difference, ratio, change = codes
    if compared.value is None or not compared.value.is_stated:
        yield without(earlier, compared.reason or Reason.EARLIER_MISSING)
        return
    yield stated(earlier, compared.value)
    now = compared.current
    if now is None or not now.is_stated or compared.difference is None:
        return
    yield stated(current, now)
    yield _less(difference, compared.difference, current=(current, now), then=(earlier, compared.value))
    if compared.ratio is None or compared.change is None:
        return
    inputs = (given(current, now), given(earlier, compared.value))
    yield Told(
        code=ratio,
        measure=Measure.SHARE,
        result=ends_of(compared.ratio),
        formula=Formula.QUOTIENT,
        inputs=inputs,
    )
    yield Told(
        code=change,
        measure=Measure.SHARE,
        result=ends_of(compared.change),
        formula=Formula.LESS_ONE,
        inputs=(given(ratio, compared.ratio),),
    )


def _units(row: ProgressRow) -> Iterator[Told]:
    """Yield what the places directly below brought in both years, over those that have both."""
    years = row.years_of_units
    if years is None:
        return
    then, now = _N.UNITS_LAST_YEAR, _N.UNITS_CURRENT
    yield summed(then, years.earlier, [(unit.place, unit.earlier) for unit in years.units])
    yield summed(now, years.current, [(unit.place, unit.current) for unit in years.units])
    yield _less(_N.UNITS_DIFFERENCE, years.difference, current=(now, years.current), then=(then, years.earlier))


def _less(
    code: NumberCode, difference: Amount, *, current: tuple[NumberCode, Amount], then: tuple[NumberCode, Amount]
) -> Told:
    inputs = (given(*current), given(*then, factor=-1))
    return Told(code=code, measure=Measure.AMOUNT, result=ends_of(difference), formula=Formula.SUM, inputs=inputs)


def _coverage(row: ProgressRow) -> Iterator[Told]:
    covered, terms = row.goal_coverage, row.terms
    if row.share_of_goal is not None:
        yield Told(
            code=_N.SHARE_OF_GOAL, measure=Measure.SHARE, result=plain_ends(row.share_of_goal), formula=Formula.RULE
        )
    if covered is None or terms is None:
        return
    if covered.assigned is None:
        yield without(_N.ASSIGNED, covered.reason or Reason.NOT_BROKEN_DOWN)
        return
    parts = tuple(
        Input(PART, part.terms.amount, key=part.terms.key)
        for part in row.parts
        if part.terms is not None and part.terms.amount.is_stated
    )
    formula = Formula.SUM if len(parts) == covered.parts_with else Formula.RULE
    yield Told(
        code=_N.ASSIGNED, measure=Measure.AMOUNT, result=ends_of(covered.assigned), formula=formula, inputs=parts
    )
    # The goal's own word changes nothing here: 6,000 of "over 8,500" leaves 2,500.
    goal = given(_N.GOAL, Ends(low=terms.amount.low, high=terms.amount.high, reason=_no_goal(row)))
    assigned = given(_N.ASSIGNED, covered.assigned)
    for code, result, formula in (
        (_N.UNASSIGNED, covered.unassigned, Formula.REST),
        (_N.OVER_ASSIGNED, covered.over_assigned, Formula.EXCESS),
    ):
        yield Told(code=code, measure=Measure.AMOUNT, result=result, formula=formula, inputs=(goal, assigned))
    yield Told(
        code=_N.COVERAGE_OF_GOAL,
        measure=Measure.SHARE,
        result=plain_ends(covered.share),
        formula=Formula.QUOTIENT,
        inputs=(assigned, goal),
    )


def _counts(row: ProgressRow) -> Iterator[Told]:
    reported, owing = row.reported_of_expected
    yield counted(_N.REPORTED, reported)
    yield counted(_N.OWING, owing)


def _no_goal(row: ProgressRow) -> Reason | None:
    return None if row.terms is not None and row.terms.amount.is_stated else Reason.TARGET_NOT_STATED
