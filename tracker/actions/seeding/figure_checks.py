"""Check what a figure of the files says against its indicator, its unit, its period and its neighbours.

The models hold each row to itself; these rules look further, and name the cell to correct.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from tracker.actions.seeding.loading import Loading
from tracker.exchange.seed_files import SeedRow
from tracker.models import BINDING_ROLES, Basis, Comparator, Direction, Indicator, IndicatorKind, Origin, Unit

Complaint = tuple[str, str]  # the column and the cure
_FIRST_MONTH = {1: 1, 2: 4, 3: 7, 4: 10}


def check_figure(loading: Loading, row: SeedRow, indicator: Indicator | None, unit: Unit) -> bool:
    """Note everything that is wrong with a figure; return whether nothing is."""
    complaints = [*_quantity(row, unit)]
    if indicator is not None:
        complaints += _unit_of_indicator(indicator, unit)
    if row.table.name == "targets":
        assert indicator is not None
        complaints += _target(row, indicator)
    if row.table.name == "actuals":
        assert indicator is not None
        complaints += _actual(row, indicator)
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
    if row["paragraph"] == 0:
        yield "paragraph", _("Paragraphs are counted from 1.")
    yield from _both_languages(row, "note", "note_en")
    if "other_unit" in row.cells:
        yield from _both_languages(row, "rejected_because", "rejected_because_en")
        if row["other_unit"] and row["other_unit"] == row["unit"]:
            yield "other_unit", _("The second amount is in the same unit; choose the other currency.")


def _both_languages(row: SeedRow, vietnamese: str, english: str) -> Iterator[Complaint]:
    for filled, empty in ((vietnamese, english), (english, vietnamese)):
        if row[filled] and not row[empty]:
            yield empty, _("Fill it too: “%(filled)s” is filled, and both languages are shown.") % {"filled": filled}


def _unit_of_indicator(indicator: Indicator, unit: Unit) -> Iterator[Complaint]:
    """Money may be printed in another currency than the indicator's; anything else keeps the indicator's unit."""
    own = indicator.unit
    if own.pk != unit.pk and not (own.currency and unit.currency):
        cure = _("The indicator “%(code)s” is counted in %(unit)s; correct the unit or the indicator.")
        yield "unit", cure % {"code": indicator.code, "unit": own.code}


def _target(row: SeedRow, indicator: Indicator) -> Iterator[Complaint]:
    lowers = indicator.direction == Direction.LOWER_IS_BETTER and row["role"] in BINDING_ROLES
    if lowers and row["baseline"] is None and row["comparator"] != Comparator.NONE_STATED:
        yield "baseline", _("A goal to lower something needs the value at its start; fill it.")
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
