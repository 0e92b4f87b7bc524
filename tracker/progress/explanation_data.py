"""Write how each number of a row came about as plain data: its formula, its inputs with their sources, the same result.

Keys and values follow `as_data`; formulas are codes of `told.Formula`, which docs/api.md says in words.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tracker.progress.as_data import figure_data
from tracker.progress.measures import Amount, Ends
from tracker.progress.plain_data import plain
from tracker.progress.row_edges import projection_sentences, row_sentences
from tracker.progress.rows import PlaceFace, ProgressRow
from tracker.progress.telling import numbers_of, row_key
from tracker.progress.told import Input, Measure, Told, recomputed


def explanation_data(row: ProgressRow, beside: Sequence[ProgressRow], number: str = "") -> dict[str, Any]:
    """Return the numbers of a row, or one by its code, with all that they come from; ``beside`` are its page's rows."""
    told = [each for each in numbers_of(row) if number in ("", each.code.value)]
    return {
        "row": row_key(row),
        "place": row.place.slug,
        "indicator": row.indicator.code,
        "unit": row.indicator.unit,
        "quarter": str(row.progress.quarter),
        "status": row.progress.status.value if row.progress.status else None,
        "reasons": [reason.value for reason in row.progress.reasons],
        "numbers": [_number(each, row) for each in told],
        "rows": [row_key(each) for each in _with_parts(beside)],
        "figures": [{"id": figure.id, **figure_data(figure)} for figure in row.used_figures],
        "notes": [*row_sentences(row, beside), *projection_sentences(row)],
    }


def _number(told: Told, row: ProgressRow) -> dict[str, Any]:
    anew = recomputed(told)
    return {
        "number": told.code.value,
        **_ends(told.result),
        "unit": row.indicator.unit if told.measure is Measure.AMOUNT else told.measure.value,
        "reason": None if told.result.reason is None else told.result.reason.value,
        "formula": told.formula.value,
        "inputs": [_input(each) for each in told.inputs],
        "recomputed": None if anew is None else plain(anew.low),
    }


def _ends(ends: Amount | Ends) -> dict[str, Any]:
    comparator = None if ends.low is None else ends.comparator.value
    return {"value": plain(ends.low), "high": plain(ends.high), "comparator": comparator}


def _input(given: Input) -> dict[str, Any]:
    key = given.key.slug if isinstance(given.key, PlaceFace) else given.key
    return {
        "input": given.code,
        "key": None if key is None else str(key),
        **_ends(given.amount),
        "factor": _factor(given.factor),
    }


def _factor(factor: Fraction) -> str:
    """Return a factor as a decimal where it has one, else as a fraction: nothing is rounded."""
    value = Decimal(factor.numerator) / Decimal(factor.denominator)
    exact = Fraction(value) == factor
    return str(plain(value)) if exact else f"{factor.numerator}/{factor.denominator}"


def find_row(rows: Iterable[ProgressRow], key: str, target: str = "") -> ProgressRow | None:
    """Return the row of a key, or of a target by its reference or number; None if there is none.

    Without either: the row that has no target, else the first one.
    """
    every = list(_with_parts(rows))
    if key:
        return next((row for row in every if row_key(row) == key), None)
    if target:
        return next((r for r in every if r.target and target in (r.target.reference, str(r.target.id))), None)
    return next((row for row in every if row.target is None), every[0] if every else None)


def _with_parts(rows: Iterable[ProgressRow]) -> Iterable[ProgressRow]:
    rows = list(rows)
    yield from rows
    for row in rows:
        yield from _with_parts(row.parts)
