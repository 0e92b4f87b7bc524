"""Lines of a report form that stand in no database: what is pure is tested without one."""

import itertools
from decimal import Decimal
from typing import Any

from tracker.actions.entry_lines import LineEntry
from tracker.models import AskedBasis, Direction, Indicator, IndicatorKind, ReportFormLine, Unit

_keys = itertools.count(1)
UNITS = {
    "USD": Unit(pk=1, code="USD", name="đô la Mỹ", name_en="US dollars", currency="USD"),
    "VND": Unit(pk=2, code="VND", name="đồng", name_en="dong", currency="VND"),
    "ha": Unit(pk=3, code="ha", name="ha", name_en="hectares"),
    "projects": Unit(pk=4, code="projects", name="dự án", name_en="projects", whole=True),
    "percent": Unit(pk=5, code="percent", name="%", name_en="per cent"),
}
_SHOWN = {
    "USD": (10**6, "triệu USD", "million USD"),
    "VND": (10**9, "tỷ đồng", "billion VND"),
    "ha": (1, "ha", "ha"),
    "projects": (1, "dự án", "projects"),
    "percent": (1, "%", "%"),
}


def indicator(
    name: str = "FDI registered", kind: IndicatorKind = IndicatorKind.FLOW, unit: str = "USD", **fields: Any
) -> Indicator:
    """Return an unsaved indicator with a key of its own."""
    scale, shown, shown_en = _SHOWN[unit]
    values: dict[str, Any] = {
        "pk": next(_keys),
        "code": name.lower().replace(" ", "-"),
        "name": name,
        "name_en": name,
        "kind": kind,
        "unit": UNITS[unit],
        "direction": Direction.HIGHER_IS_BETTER,
        "display_scale": Decimal(scale),
        "display_unit": shown,
        "display_unit_en": shown_en,
    }
    return Indicator(**{**values, **fields})


def line_of(asked_for: Indicator, asked: AskedBasis | None = None) -> ReportFormLine:
    """Return the line that asks for an indicator as the usual form does."""
    usual = AskedBasis.QUARTER_AND_YEAR_TO_DATE if asked_for.kind == IndicatorKind.FLOW else AskedBasis.AS_OF
    return ReportFormLine(indicator=asked_for, asked=asked or usual, position=1)


def stock(name: str = "Land leased to date", unit: str = "ha", **fields: Any) -> Indicator:
    """Return an unsaved stock."""
    return indicator(name, IndicatorKind.STOCK, unit, **fields)


def occupancy() -> Indicator:
    """Return an unsaved ratio in per cent of two areas."""
    leased, leasable = stock("Land leased to date"), stock("Industrial land")
    return indicator("Occupancy", IndicatorKind.RATIO, "percent", numerator=leased, denominator=leasable)


def entry_of(line: ReportFormLine, **fields: Any) -> LineEntry:
    """Return what is typed into a line; numbers may be given as whole numbers or texts."""
    return LineEntry(
        indicator_id=line.indicator_id,
        **{
            name: Decimal(value) if name not in ("status", "note", "reason", "source") else value
            for name, value in fields.items()
        },
    )
