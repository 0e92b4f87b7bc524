"""Explain each number of a row: its formula, the formula with the row's inputs, and the result worked out from them.

The results are computed anew from the inputs alone (`recomputed`); what a page prints is the row's own number, and the
two are the same, or a test fails. Numbers stand here with all their digits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker.progress.investor_totals import InvestorTotal, numbers_of_total
from tracker.progress.measures import Amount, Comparator, Ends, Status
from tracker.progress.rows import PlaceFace, ProgressRow
from tracker.progress.telling import numbers_of
from tracker.progress.told import (
    DENOMINATOR,
    FIGURE,
    MONTHS_GONE,
    MONTHS_IN_ALL,
    NUMERATOR,
    PART,
    SCALE,
    UNIT,
    Formula,
    Input,
    Measure,
    NumberCode,
    Told,
    recomputed,
)
from tracker.web import cells
from tracker.web.number_words import formula_words, number_words
from tracker.web.numbers import (
    MINUS,
    MISSING,
    NO_BREAK,
    day_text,
    exact_text,
    pace_text,
    percent_text,
    period_text,
    plain_text,
    scaled,
    share_range_text,
    with_comparator,
)
from tracker.web.words import RULE_WORDS, STATUS_WORDS, name_of, reason_word

TIMES: Final = "×"
ABOUT: Final = "≈"
RESULT_PLACES: Final = 10  # a result with more decimals has no end, for example 875 / 3
SHOWN_PLACES: Final = 2  # and shows so many, from 1 on
_COUNTED: Final = frozenset({MONTHS_GONE, MONTHS_IN_ALL, NUMERATOR, DENOMINATOR, SCALE, NumberCode.QUARTERS_LEFT.value})
_SHARES: Final = frozenset(
    {
        NumberCode.ATTAINMENT.value,
        NumberCode.EXPECTED_SHARE.value,
        NumberCode.LAST_YEAR_RATIO.value,
        NumberCode.SAME_QUARTER_RATIO.value,
        NumberCode.PREVIOUS_QUARTER_RATIO.value,
    }
)


@dataclass(frozen=True, slots=True)
class Step:
    """One number of the row: its code and name, its formula in words, the formula with the inputs, and the result.

    ``value`` and ``high`` are the plain numbers of the result, as files and programs write them; empty for none.
    """

    code: str
    name: str
    formula: str
    filled: str
    result: str
    value: str = ""
    high: str = ""


Explained = ProgressRow | InvestorTotal


def explain(row: Explained) -> list[Step]:
    """Return the steps in the order in which each needs the ones before."""
    steps: list[Step] = []
    for told in numbers_of(row) if isinstance(row, ProgressRow) else numbers_of_total(row):
        steps.append(_step(told, row))
        if told.code is NumberCode.PACE:
            steps.append(_judged_by_pace(row))
    if row.terms is not None and row.progress.pace is None:
        why = "; ".join(reason_word(reason) for reason in row.progress.reasons)
        steps.append(Step("status", _("Status"), why, "", _status_words(row)))
    return steps


def input_numbers(row: ProgressRow) -> dict[int, int]:
    """Return the number under which each reported figure stands in the list of inputs."""
    return {figure.id: number for number, figure in enumerate(row.used_figures, start=1)}


def _step(told: Told, row: Explained) -> Step:
    result = recomputed(told) or told.result
    return Step(
        code=told.code.value,
        name=number_words(told, row),
        formula=" ".join(part for part in (formula_words(told, row), _beside(told, row)) if part),
        filled="" if told.result.low is None else _filled(told, row),
        result=_result(told, result, row),
        value="" if result.low is None else plain_text(result.low),
        high="" if result.high is None else plain_text(result.high),
    )


def _judged_by_pace(row: Explained) -> Step:
    limits, pace, coverage = row.thresholds, row.progress.pace, row.progress.coverage
    assert pace is not None
    if row.progress.status is Status.TOO_FEW_REPORTS and coverage is not None:
        counted = {"reported": coverage.reported, "owing": coverage.owing}
        why = _("%(reported)s of %(owing)s have a figure: too few to judge by the pace.") % counted
        return Step("status", _("Status"), why, f"{coverage.reported} / {coverage.owing}", _status_words(row))
    words = {"on": percent_text(limits.on_track), "risk": percent_text(limits.at_risk)}
    rule = _("Pace of at least %(on)s: on track; at least %(risk)s: at risk; below: off track.") % words
    return Step("status", _("Status"), rule, pace_text(pace, limits), _status_words(row))


def _status_words(row: Explained) -> str:
    return str(STATUS_WORDS[row.progress.status])


def _beside(told: Told, row: Explained) -> str:
    """Return what belongs to the formula: the days of a reading, the rule of what is expected or projected."""
    if told.code in (NumberCode.TO_DATE, NumberCode.IN_QUARTER):
        reading = row.to_date
        if told.code is NumberCode.IN_QUARTER and isinstance(row, ProgressRow):
            reading = row.in_quarter
        if reading.amount is None or reading.to_on is None:
            return ""
        if reading.from_on is not None:
            return period_text(reading.from_on, reading.to_on)
        return _("on %(day)s") % {"day": day_text(reading.to_on)}
    expected = row.progress.expected
    projection = row.projection if isinstance(row, ProgressRow) else None
    if told.code in (NumberCode.EXPECTED, NumberCode.EXPECTED_SHARE) and expected is not None:
        return _("Rule: %(rule)s.") % {"rule": RULE_WORDS[expected.rule]}
    if told.code is NumberCode.PROJECTION and projection is not None and projection.rule is not None:
        return _("Rule: %(rule)s.") % {"rule": RULE_WORDS[projection.rule]}
    return ""


# --- Numbers ------------------------------------------------------------------------------------------------------


def _unit(row: Explained) -> str:
    return cells.unit_name(row.indicator)


def _exact(value: Decimal, row: Explained) -> str:
    """Return an amount in shown units with all its digits; one that has no end is rounded and says so."""
    shown = scaled(value, row.indicator.display_scale)
    if -int(shown.normalize().as_tuple().exponent) > RESULT_PLACES:
        return f"{ABOUT}{NO_BREAK}{exact_text(round(shown, SHOWN_PLACES if abs(shown) >= 1 else RESULT_PLACES))}"
    return exact_text(shown)


def _result(told: Told, result: Ends, row: Explained) -> str:
    if result.low is None:
        return f"{MISSING} ({reason_word(result.reason)})"
    if told.code is NumberCode.PACE:
        return pace_text(result.low, row.thresholds)
    if told.measure is Measure.SHARE:
        return share_range_text(result.low, result.high, result.comparator)
    if told.measure is Measure.COUNT:
        return exact_text(result.low)
    text = _exact(result.low, row)
    if result.high not in (None, result.low):
        text = _("%(low)s to %(high)s") % {"low": text, "high": _exact(result.high, row)}
    return f"{with_comparator(text, result.comparator)} {_unit(row)}"


# --- The formula with its inputs ----------------------------------------------------------------------------------


def _filled(told: Told, row: Explained) -> str:
    texts = [_input_text(each, row) for each in told.inputs]
    match told.formula:
        case Formula.FIGURES | Formula.SUM:
            return _added(told, texts, row)
        case Formula.COMPONENTS:
            scale = told.inputs[2].amount.low
            return f"{texts[0]} / {texts[1]}" + ("" if scale == 1 else f" {TIMES} {texts[2]}")
        case Formula.DIFFERENCE | Formula.REST:
            return f"{texts[0]} {MINUS} {texts[1]}"
        case Formula.AHEAD_SHARE:
            return f"({texts[1]} {MINUS} {texts[0]}) / {texts[0]}"
        case Formula.EXCESS | Formula.AHEAD:
            return f"{texts[1]} {MINUS} {texts[0]}"
        case Formula.QUOTIENT:
            months = f" {_('months')}" if told.inputs[1].code == MONTHS_IN_ALL else ""
            return f"{texts[0]} / {texts[1]}{months}"
        case Formula.FROM_BASELINE:
            return f"({texts[0]} {MINUS} {texts[2]}) / ({texts[1]} {MINUS} {texts[2]})"
        case Formula.PER_QUARTER:
            left = int(told.inputs[1].amount.low or 0)
            return f"{texts[0]} / " + ngettext("%(count)s quarter", "%(count)s quarters", left) % {"count": left}
        case Formula.LESS_ONE:
            return f"{texts[0]} {MINUS} {percent_text(Decimal(1))}"
        case Formula.LINE:
            return _line(told, texts)
    if told.code is NumberCode.PACE:
        return " / ".join(texts)
    return ""


def _line(told: Told, texts: Sequence[str]) -> str:
    goal, baseline, gone, whole = texts
    time = f"{gone} / {whole} " + _("months")
    if not told.inputs[1].amount.low:
        return f"{goal} {TIMES} {time}"
    return f"{baseline} + ({goal} {MINUS} {baseline}) {TIMES} {time}"


def _added(told: Told, texts: Sequence[str], row: Explained) -> str:
    """Return the sum with a sign before each figure, its share where only a part of it counts, and its number."""
    numbers = input_numbers(row) if isinstance(row, ProgressRow) else {}
    parts: list[str] = []
    for each, text in zip(told.inputs, texts, strict=True):
        plus = f"{MINUS} " if each.factor < 0 else ("+ " if parts else "")
        part = abs(each.factor)
        share = "" if part == 1 else f"{exact_text(Decimal(part.numerator) / Decimal(part.denominator))} {TIMES} "
        beside = f" [{numbers[each.key]}]" if each.code == FIGURE and isinstance(each.key, int) else ""
        parts.append(f"{plus}{share}{text}{beside}")
    if told.code is NumberCode.ASSIGNED and isinstance(row, ProgressRow):
        carriers = {part.terms.key: _carrier(part) for part in row.parts if part.terms is not None}
        named = zip(told.inputs, texts, strict=True)
        return " + ".join(f"{text} ({carriers[each.key]})" for each, text in named if each.code == PART)
    if told.inputs[0].code == UNIT:
        return " + ".join(f"{text} ({_place_name(each)})" for each, text in zip(told.inputs, texts, strict=True))
    return " ".join(parts)


def _place_name(each: Input) -> str:
    """Return the name of the place that an input of a sum of units stands for."""
    if not isinstance(each.key, PlaceFace):
        raise TypeError(f"An input of a sum of units stands for a place, not for {each.key!r}.")
    return name_of(each.key)


def _carrier(part: ProgressRow) -> str:
    if part.target is None or part.target.collective:
        return _("the remaining parks together")
    return name_of(part.target.investor) if part.target.investor else name_of(part.place)


def _input_text(each: Input, row: Explained) -> str:
    amount: Amount | Ends = each.amount
    if amount.low is None:
        return _("no value stated")
    if each.code in _SHARES:
        return share_range_text(amount.low, amount.high, amount.comparator)
    if each.code in _COUNTED:
        return exact_text(round(amount.low, 4)) if each.code in (MONTHS_GONE, MONTHS_IN_ALL) else exact_text(amount.low)
    text = _exact(amount.low, row)
    if amount.high not in (None, amount.low):
        text = f"{text}–{_exact(amount.high, row)}"
    plain = amount.comparator in (Comparator.EXACTLY, Comparator.BETWEEN)
    return text if plain else with_comparator(text, amount.comparator)
