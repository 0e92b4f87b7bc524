"""Write a place's goals as results in the manner of IATI 2.03: result, indicator, baseline, periods, target and actual.

Names and codes follow the standard's, which was made for projects. Where a goal says more than the standard can, the
further key is ours: ``row``, ``unit``, ``comparator``, ``value_high``, ``reason``. No number is changed to fit: the end
of a range that the standard has no place for stands in ``value_high``, and what is not known has no ``value``.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, Final

from django.utils import translation

from tracker.progress.course_points import CoursePoint
from tracker.progress.expectation import Expected
from tracker.progress.measures import Amount, Direction, IndicatorKind, Reading
from tracker.progress.plain_data import day_data, plain
from tracker.progress.rows import PlaceProgress, ProgressRow
from tracker.progress.telling import row_key
from tracker.progress.wording import Named, name_of, reason_word

IATI_VERSION: Final = "2.03"
# Codes of the standard's lists: ResultType, IndicatorMeasure, IndicatorVocabulary.
_OUTCOME: Final = "2"
_UNIT: Final = "1"
_PERCENTAGE: Final = "2"
_OWN_VOCABULARY: Final = "99"
_ASCENDING: Final = {Direction.HIGHER_IS_BETTER: True, Direction.LOWER_IS_BETTER: False}
# Added over places: what came in a period, and what stands at a day; a ratio never.
_ADDED: Final = (IndicatorKind.FLOW, IndicatorKind.STOCK)


def results_data(progress: PlaceProgress) -> dict[str, Any]:
    """Return the results of a place at the page's quarter; precondition: it was read with the courses of its rows."""
    return {
        "iati_version": IATI_VERSION,
        "place": progress.place.slug,
        "title": _narratives(lambda: name_of(progress.place)),
        "quarter": str(progress.quarter),
        "map": progress.map_choice.value,
        "as_of": None if progress.as_of is None else progress.as_of.isoformat(),
        "results": [_result(row) for row in progress.rows],
    }


def _result(row: ProgressRow) -> dict[str, Any]:
    return {
        "type": _OUTCOME,
        "aggregation_status": row.indicator.kind in _ADDED,
        "title": _narratives(lambda: _named(row)),
        "row": row_key(row),
        "indicators": [_indicator(row)],
    }


def _indicator(row: ProgressRow) -> dict[str, Any]:
    indicator = row.indicator
    told: dict[str, Any] = {
        "measure": _PERCENTAGE if indicator.unit == "percent" else _UNIT,
        "aggregation_status": indicator.kind in _ADDED,
        "unit": indicator.unit,
        "title": _narratives(lambda: name_of(indicator)),
        "references": [{"vocabulary": _OWN_VOCABULARY, "code": indicator.code}],
    }
    ascending = _ASCENDING.get(Direction(indicator.direction))
    if ascending is not None:
        told["ascending"] = ascending
    if row.terms is not None and row.terms.baseline is not None:
        # The standard asks for a year; a paper that states a baseline does not always say of when.
        on = row.terms.baseline_on
        told["baselines"] = [{"value": plain(row.terms.baseline), "iso_date": day_data(on)}]
    return {**told, "periods": list(_periods(row))}


def _periods(row: ProgressRow) -> Iterator[dict[str, Any]]:
    """Yield the goal's own period, then each quarter of the year that was read, counted from where the goal is."""
    terms = row.terms
    if terms is not None:
        yield _period(terms.starts, terms.ends, [_amount(terms.amount)], row.to_date)
    for point in row.course:
        if point.to_date is not None or point.expected is not None:
            due = [] if point.expected is None else _expected(point.expected)
            yield _period(_first_day(row, point), point.quarter.last_day, due, point.to_date)


def _first_day(row: ProgressRow, point: CoursePoint) -> date:
    if row.indicator.kind != IndicatorKind.FLOW:
        return point.quarter.first_day
    return point.quarter.year_first_day if row.terms is None else row.terms.starts


def _period(starts: date, ends: date | None, targets: list[dict[str, Any]], actual: Reading | None) -> dict[str, Any]:
    return {
        "period_start": day_data(starts),
        "period_end": day_data(ends),
        "targets": targets,
        "actuals": [] if actual is None else [_actual(actual)],
    }


def _actual(reading: Reading) -> dict[str, Any]:
    if reading.amount is None:
        reason = reading.reason
        assert reason is not None
        return {"reason": reason.value, "comment": _narratives(lambda: reason_word(reason))}
    return {
        **_amount(reading.amount),
        "from": day_data(reading.from_on),
        "to": day_data(reading.to_on),
    }


def _expected(expected: Expected) -> list[dict[str, Any]]:
    """Return what should have come, by the rule that it names; nothing where nothing is asked for yet."""
    if expected.low is None:
        return []
    told = {"value": plain(expected.low), "rule": expected.rule.value}
    return [told if expected.high is None else {**told, "value_high": plain(expected.high)}]


def _amount(amount: Amount) -> dict[str, Any]:
    told: dict[str, Any] = {"comparator": amount.comparator.value}
    if amount.low is not None:
        told["value"] = plain(amount.low)
    if amount.high is not None:
        told["value_high"] = plain(amount.high)
    return told


def _named(row: ProgressRow) -> str:
    investor = row.target.investor if row.target is not None else None
    parts: list[Named] = [row.indicator, row.place, *([investor] if investor is not None else [])]
    return ", ".join(map(name_of, parts))


def _narratives(text: Callable[[], str]) -> list[dict[str, str]]:
    """Return a text in both languages."""
    found = []
    for language in ("vi", "en"):
        with translation.override(language):
            found.append({"lang": language, "narrative": text()})
    return found
