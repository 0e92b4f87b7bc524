"""Write what happened in a quarter as the figures of a report: the bases that a clerk chose, blanks, nils; pure."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from tracker.actions.demo_country.draws import Draws
from tracker.actions.demo_country.filed import FiledFigure
from tracker.actions.demo_country.lines import FORMS, LINES, Kind, Line, form_in_force
from tracker.actions.demo_country.provinces import Happening, in_year
from tracker.progress.periods import Quarter

_CELL_MISSING_PER_MILLE: Final = 9
_PROVISIONAL_PER_MILLE: Final = 40
_ESTIMATED_PER_MILLE: Final = 4
_NIL_PER_MILLE: Final = 700
_STYLES: Final = {("in_quarter",): 430, ("year_to_date",): 480, ("in_quarter", "year_to_date"): 90}
_BOTH: Final = ("in_quarter", "year_to_date")
_CHANGES_STYLE_PER_MILLE: Final = 90
_MILLIONTH: Final = Decimal("0.000001")
_WHY_LESS: Final = "Thu hồi hoặc giảm vốn dự án, trả lại đất"
_WHY_UNKNOWN: Final = "Đang chờ doanh nghiệp xác nhận số liệu"

Key = tuple[object, ...]


def figures_of(
    form: str, series: Happening, quarter: Quarter, draws: Draws, key: Key, *, both: bool = False, whole: bool = False
) -> tuple[FiledFigure, ...]:
    """Return the true figures of a form for a quarter, in its order, blanks left out.

    ``key`` names the report; ``both`` states every flow for the quarter and for the year to date, ``whole`` leaves
    no cell out.
    """
    bases = _BOTH if both else _style(draws, key, quarter)
    figures: list[FiledFigure] = []
    for code in FORMS[form_in_force(form, quarter)]:
        line = LINES[code]
        if not whole and draws.chance(_CELL_MISSING_PER_MILLE, "cell missing", code, *key):
            figures += _missing(line, quarter, draws, (code, *key))
        else:
            figures += _stated(line, series, quarter, bases, draws, (code, *key))
    return tuple(figures)


def _style(draws: Draws, key: Key, quarter: Quarter) -> tuple[str, ...]:
    """Return which bases a reporter states: mostly those of its paper, for whole years."""
    reporter, place = key[0], key[1]
    if draws.chance(_CHANGES_STYLE_PER_MILLE, "changes style", reporter, place, quarter.year):
        return draws.weighted(_STYLES, "other style", reporter, place, quarter.year)
    return draws.weighted(_STYLES, "style", reporter, place)


def _missing(line: Line, quarter: Quarter, draws: Draws, key: Key) -> Iterator[FiledFigure]:
    """Yield what stands in a cell without a number: mostly nothing at all."""
    status = draws.weighted({"": 50, "not_collected": 25, "not_yet_known": 25}, "why missing", *key)
    if status:
        note = _WHY_UNKNOWN if status == "not_yet_known" else ""
        yield _figure(line, _basis_of_level(line), quarter, None, status, note)


def _stated(
    line: Line, series: Happening, quarter: Quarter, bases: tuple[str, ...], draws: Draws, key: Key
) -> Iterator[FiledFigure]:
    steps = series[quarter]
    if line.kind is Kind.FLOW:
        for basis in bases:
            amount = steps.get(line.code, 0) if basis == "in_quarter" else in_year(series, line.code, quarter)
            note = _WHY_LESS if steps.get(line.code, 0) < 0 else ""
            yield _figure(line, basis, quarter, line.amount(amount), _status(amount, quarter, draws, key), note)
    elif line.kind is Kind.RATIO:
        yield _ratio(line, steps, quarter)
    else:
        amount = steps.get(line.code, 0)
        yield _figure(line, "as_of", quarter, line.amount(amount), _status_of_level(quarter, draws, key))


def _ratio(line: Line, steps: Mapping[str, int], quarter: Quarter) -> FiledFigure:
    over, under = (LINES[code].amount(steps.get(code, 0)) for code in line.parts)
    if not under:
        return _figure(line, "as_of", quarter, None, "not_applicable")
    figure = _figure(line, "as_of", quarter, percentage(over, under), "normal")
    return replace(figure, numerator=over, denominator=under)


def percentage(over: Decimal, under: Decimal) -> Decimal:
    """Return a quotient in per cent, rounded half up to six decimals as entry does."""
    return (over * 100 / under).quantize(_MILLIONTH, rounding=ROUND_HALF_UP)


def _status(amount: int, quarter: Quarter, draws: Draws, key: Key) -> str:
    if amount == 0:
        return "nil" if draws.chance(_NIL_PER_MILLE, "nil", *key) else "normal"
    return _status_of_level(quarter, draws, key)


def _status_of_level(quarter: Quarter, draws: Draws, key: Key) -> str:
    if quarter.number == 4 and draws.chance(_PROVISIONAL_PER_MILLE, "provisional", *key):
        return "provisional"
    return "estimated" if draws.chance(_ESTIMATED_PER_MILLE, "estimated", *key) else "normal"


def _basis_of_level(line: Line) -> str:
    return "in_quarter" if line.kind is Kind.FLOW else "as_of"


def _figure(
    line: Line, basis: str, quarter: Quarter, value: Decimal | None, status: str, note: str = ""
) -> FiledFigure:
    first: dict[str, date] = {"in_quarter": quarter.first_day, "year_to_date": quarter.year_first_day}
    return FiledFigure(line.code, basis, first.get(basis), quarter.last_day, value, status, line.unit, note=note)
