"""Check what a figure of the files says against its indicator, its unit, its period and its neighbours.

The models hold each row to itself; these rules look further, and name the cell to correct.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from provinces.models import NumberStyle, SourceDocument
from tracker.actions.seeding.loading import Loading
from tracker.actions.target_terms import terms_problems
from tracker.exchange.numbers import write_number
from tracker.exchange.printed_numbers import has_digits, possible_numbers, printed_numbers
from tracker.exchange.seed_files import SeedRow
from tracker.exchange.wording import language_now
from tracker.models import (
    BINDING_ROLES,
    Basis,
    Comparator,
    Indicator,
    IndicatorKind,
    Origin,
    Target,
    TargetPhase,
    Unit,
)

Complaint = tuple[str, str]  # the column and the cure
# Press articles and resolutions have tens of paragraphs; a number above this is a slip of the keyboard.
MOST_PARAGRAPHS = 500
_AREA, _PERCENT = "ha", "percent"
_FIRST_MONTH = {1: 1, 2: 4, 3: 7, 4: 10}


def check_figure(loading: Loading, row: SeedRow, values: dict[str, Any], indicator: Indicator) -> bool:
    """Note everything that is wrong with a figure; return whether nothing is."""
    unit = values["unit"]
    complaints = [*_quantity(row, unit), *_as_printed(row, values["document"])]
    complaints += _units(indicator, unit, values.get("other_unit"))
    complaints += _sign(row, indicator, unit)
    if row.table.name == "targets":
        complaints += [*_target(row, values), *_whole(row, values)]
    if row.table.name == "actuals":
        complaints += _actual(row, indicator)
    for column, cure in complaints:
        loading.refuse(row, column, cure)
    return not complaints


def check_comparison(loading: Loading, row: SeedRow, document: SourceDocument) -> bool:
    """Note where a printed comparison is not what its printed form says; return whether it is."""
    complaints = [*_paragraph(row), *_as_printed(row, document)]
    for column, cure in complaints:
        loading.refuse(row, column, cure)
    return not complaints


def _quantity(row: SeedRow, unit: Unit) -> Iterator[Complaint]:
    if unit.whole:
        for name in ("value", "high"):
            if row[name] is not None and row[name] != row[name].to_integral_value():
                yield (
                    name,
                    _("“%(unit)s” are counted in whole numbers; correct the value or the unit.") % {"unit": unit},
                )
    if row["comparator"] == Comparator.NONE_STATED and row["value"] is not None:
        yield "value", _("Empty the cell, or choose another comparator than none_stated.")
    if row["origin"] == Origin.PRINTED and not row["printed"] and row["comparator"] != Comparator.NONE_STATED:
        yield "printed", _("Write the figure as the document prints it, or set the origin to implied.")
    yield from _paragraph(row)
    yield from _both_languages(row, "note", "note_en")
    if "other_unit" in row.cells:
        yield from _both_languages(row, "rejected_because", "rejected_because_en")


def _paragraph(row: SeedRow) -> Iterator[Complaint]:
    if row["paragraph"] == 0:
        yield "paragraph", _("Paragraphs are counted from 1.")
    elif row["paragraph"] > MOST_PARAGRAPHS:
        cure = _("No document has more than %(most)d paragraphs; write the number of the non-empty line.")
        yield "paragraph", cure % {"most": MOST_PARAGRAPHS}


def _as_printed(row: SeedRow, document: SourceDocument) -> Iterator[Complaint]:
    """Hold the amounts of a row to its printed form; a form without digits says nothing that could be held."""
    if not has_digits(row["printed"]):
        return
    decimal_comma = document.number_style == NumberStyle.VIETNAMESE
    possible = possible_numbers(row["printed"], decimal_comma=decimal_comma)
    for name in ("value", "high", "other_value"):
        value = row.cells.get(name)
        if isinstance(value, Decimal) and abs(value) not in possible:
            printed = printed_numbers(row["printed"], decimal_comma=decimal_comma)
            cure = _(
                "The printed form “%(printed)s” gives %(numbers)s in the document's number style (%(style)s), the cell "
                "%(value)s; correct the cell, the printed form or number_style in documents.csv."
            )
            yield (
                name,
                cure
                % {
                    "printed": row["printed"],
                    "numbers": "; ".join(write_number(number, language_now()) for number in printed) or "–",
                    "style": document.number_style,
                    "value": write_number(value, language_now()),
                },
            )


def _both_languages(row: SeedRow, vietnamese: str, english: str) -> Iterator[Complaint]:
    for filled, empty in ((vietnamese, english), (english, vietnamese)):
        if row[filled] and not row[empty]:
            yield empty, _("Fill it too: “%(filled)s” is filled, and both languages are shown.") % {"filled": filled}


def _units(indicator: Indicator, unit: Unit, other: Unit | None) -> Iterator[Complaint]:
    """A value keeps its indicator's unit, because nothing is converted; the other currency has columns of its own."""
    own = indicator.unit
    words = {"code": indicator.code, "unit": own.code}
    if own.pk != unit.pk and own.currency and unit.currency:
        cure = _(
            "The indicator “%(code)s” is counted in %(unit)s, and nothing is converted: choose an indicator in this "
            "currency; if the document prints both amounts, the one in %(unit)s is the value, the other belongs in "
            "other_value and other_unit."
        )
        yield "unit", cure % words
    elif own.pk != unit.pk:
        cure = _("The indicator “%(code)s” is counted in %(unit)s; correct the unit or the indicator.")
        yield "unit", cure % words
    elif other is not None and other.pk == unit.pk:
        yield "other_unit", _("The second amount is in the same unit; choose the other currency.")
    elif other is not None and not (unit.currency and other.currency):
        cure = _("A second amount is the same money in another currency; empty other_value and other_unit.")
        yield "other_unit", cure


def _sign(row: SeedRow, indicator: Indicator, unit: Unit) -> Iterator[Complaint]:
    """Refuse numbers below zero where none can be; a flow may fall below zero, when capital is withdrawn."""
    flow = indicator.kind == IndicatorKind.FLOW and not unit.whole
    for name in ("value", "high", "other_value"):
        value = row.cells.get(name)
        if not isinstance(value, Decimal) or value >= 0:
            continue
        if row.table.name == "targets" and row["role"] in BINDING_ROLES and unit.code != _PERCENT:
            yield name, _("A goal cannot be less than nothing; correct the number or the role.")
        elif not flow and (unit.whole or unit.code == _AREA or indicator.kind == IndicatorKind.STOCK):
            cure = _("“%(indicator)s” cannot be less than nothing; correct the number or the indicator.")
            yield name, cure % {"indicator": indicator.code}


def _whole(row: SeedRow, values: dict[str, Any]) -> Iterator[Complaint]:
    """Hold a part to the goal that it is a part of: one indicator, and days within the goal's."""
    whole = values["part_of"]
    if whole is None:
        return
    words = {"goal": row["part_of"], "indicator": whole.indicator.code}
    if whole.indicator_id != values["indicator"].pk:
        cure = _("“%(goal)s” is a goal for “%(indicator)s”; name a goal for this row's indicator, or correct it.")
        yield "part_of", cure % words
    ends, last = row["ends_on"], whole.ends_on
    if row["starts_on"] < whole.starts_on or (last is not None and (ends is None or ends > last)):
        cure = _("The days leave those of the goal “%(goal)s”, %(first)s to %(last)s; correct the days or the goal.")
        days = {"first": whole.starts_on.isoformat(), "last": last.isoformat() if last else "…"}
        yield "part_of", cure % {**words, **days}


def _target(row: SeedRow, values: dict[str, Any]) -> Iterator[Complaint]:
    for problem in terms_problems(Target(**values)):
        if problem.field != "ends_on":  # the model's own constraint names both days
            yield problem.field, problem.message
    if row["collective"] and not row["members"]:
        yield "members", _("A collective target names the places that share it, with | between.")
    if row["members"] and not row["collective"]:
        yield "collective", _("Only a collective target has members; write yes, or empty the members.")


def _actual(row: SeedRow, indicator: Indicator) -> Iterator[Complaint]:
    if row["numerator"] is not None and indicator.kind != IndicatorKind.RATIO:
        yield "numerator", _("Only a ratio has a numerator and a denominator; empty both.")
    year, quarter = row["year"], row["quarter"]
    if quarter not in _FIRST_MONTH or not 1986 <= year <= 2100:
        return  # the report's own sentences say so
    starts, ends = quarter_days(year, quarter)
    if not starts <= row["to_on"] <= ends:
        yield (
            "to_on",
            _("The last day lies outside the report's quarter, %(first)s to %(last)s; correct one of them.")
            % {
                "first": starts.isoformat(),
                "last": ends.isoformat(),
            },
        )
    wanted = {Basis.IN_QUARTER: starts, Basis.YEAR_TO_DATE: date(year, 1, 1)}.get(row["basis"])
    if wanted is not None and row["from_on"] != wanted:
        yield "from_on", _("This basis begins on %(day)s; correct the day or the basis.") % {"day": wanted.isoformat()}


def quarter_days(year: int, quarter: int) -> tuple[date, date]:
    """Return the first and the last day of a quarter."""
    month = _FIRST_MONTH[quarter]
    last = {3: 31, 6: 30, 9: 30, 12: 31}[month + 2]
    return date(year, month, 1), date(year, month + 2, last)


def check_plan(loading: Loading, row: SeedRow, target: Target, phases: list[TargetPhase]) -> None:
    """Note what only the phases together show, at the first day of their target."""
    for problem in terms_problems(target, phases):
        loading.refuse(row, problem.field if problem.field in row.cells else "starts_on", problem.message)


def check_phase(loading: Loading, row: SeedRow, target: Any) -> bool:
    """Note a phase that leaves the period of its target; return whether it does not."""
    good = True
    for name in ("starts_on", "ends_on"):
        if row[name] < target.starts_on or (target.ends_on is not None and row[name] > target.ends_on):
            loading.refuse(row, name, _("The phase leaves the period of its target; correct the day."))
            good = False
    return good


def refuse_second_figures(loading: Loading) -> None:
    """Refuse a second figure that counts for the same report, indicator and days: only one can."""
    seen: dict[tuple[Any, ...], SeedRow] = {}
    names = ("place", "year", "quarter", "reporter", "indicator", "basis", "from_on", "to_on")
    for row in loading.rows("actuals"):
        if row["rejected_because"]:
            continue
        cell = tuple(row[name] for name in names)
        first = seen.setdefault(cell, row)
        if first is not row:
            cure = _("“%(first)s” (%(file)s, line %(line)d) is the same figure; say why one of them is not used.")
            place = {"first": first.key, "file": first.file, "line": first.line}
            loading.refuse(row, "rejected_because", cure % place)
