"""The twenty lines that an invented country reports, and the forms that ask for them; pure.

Amounts are whole numbers of steps throughout (0.1 million USD, a billion VND, 0.1 ha), so that sums are exact.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from tracker.progress.periods import Quarter


class Kind(StrEnum):
    """How the figures of a line behave, as the indicator's kind says."""

    FLOW = "flow"
    STOCK = "stock"
    RATIO = "ratio"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its indicator, its unit, and how many single units a step is."""

    code: str
    kind: Kind
    unit: str
    step: Decimal
    parts: tuple[str, str] = ("", "")
    """Of a ratio: the lines of its numerator and denominator."""

    def amount(self, steps: int) -> Decimal:
        """Return so many steps in single units."""
        return self.step * steps


_USD, _VND, _HA, _ONE = Decimal(100_000), Decimal(1_000_000_000), Decimal("0.1"), Decimal(1)
LINES: Final = {
    line.code: line
    for line in (
        Line("fdi-registered", Kind.FLOW, "USD", _USD),
        Line("fdi-registered-new", Kind.FLOW, "USD", _USD),
        Line("fdi-registered-adjusted", Kind.FLOW, "USD", _USD),
        Line("fdi-projects-new", Kind.FLOW, "projects", _ONE),
        Line("fdi-realised", Kind.FLOW, "USD", _USD),
        Line("ddi-registered", Kind.FLOW, "VND", _VND),
        Line("ddi-projects-new", Kind.FLOW, "projects", _ONE),
        Line("ddi-realised", Kind.FLOW, "VND", _VND),
        Line("land-leased", Kind.FLOW, "ha", _HA),
        Line("land-leased-total", Kind.STOCK, "ha", _HA),
        Line("land-leasable", Kind.STOCK, "ha", _HA),
        Line("occupancy", Kind.RATIO, "percent", _ONE, ("land-leased-total", "land-leasable")),
        Line("projects-fdi-total", Kind.STOCK, "projects", _ONE),
        Line("projects-ddi-total", Kind.STOCK, "projects", _ONE),
        Line("fdi-registered-total", Kind.STOCK, "USD", _USD),
        Line("projects-delayed", Kind.STOCK, "projects", _ONE),
        Line("workers-total", Kind.STOCK, "workers", _ONE),
        Line("workers-local", Kind.STOCK, "workers", _ONE),
        Line("workers-local-share", Kind.RATIO, "percent", _ONE, ("workers-local", "workers-total")),
        Line("days-investment-certificate-new", Kind.OTHER, "days", _ONE),
    )
}
Steps = Mapping[str, int]
"""The true amounts of one place and quarter by line, in steps; ratios follow from their parts."""

# Rules change: from this quarter on parks owe a longer form.
LONGER_FORMS_FROM: Final = Quarter(2022, 1)

FORMS: Final[Mapping[str, tuple[str, ...]]] = {
    "minh-hoa-khu-von-nuoc-ngoai": (
        "fdi-registered",
        "fdi-registered-new",
        "fdi-registered-adjusted",
        "fdi-projects-new",
        "fdi-realised",
        "ddi-registered",
        "land-leased",
        "occupancy",
    ),
    "minh-hoa-khu-von-nuoc-ngoai-2022": (
        "fdi-registered",
        "fdi-registered-new",
        "fdi-registered-adjusted",
        "fdi-projects-new",
        "fdi-realised",
        "ddi-registered",
        "land-leased",
        "occupancy",
        "workers-total",
        "workers-local-share",
    ),
    "minh-hoa-khu-hon-hop": (
        "fdi-registered",
        "fdi-projects-new",
        "ddi-registered",
        "ddi-projects-new",
        "land-leased",
        "land-leased-total",
        "occupancy",
    ),
    "minh-hoa-khu-hon-hop-2022": (
        "fdi-registered",
        "fdi-projects-new",
        "ddi-registered",
        "ddi-projects-new",
        "land-leased",
        "land-leased-total",
        "occupancy",
        "projects-delayed",
        "workers-total",
    ),
    "minh-hoa-khu-trong-nuoc": (
        "ddi-registered",
        "ddi-projects-new",
        "ddi-realised",
        "land-leased",
        "land-leased-total",
        "occupancy",
        "projects-delayed",
    ),
    "minh-hoa-cum": (
        "ddi-registered",
        "ddi-projects-new",
        "land-leased",
        "land-leasable",
        "occupancy",
        "workers-total",
    ),
    "minh-hoa-ban-quan-ly": (
        "fdi-registered",
        "fdi-registered-new",
        "fdi-registered-adjusted",
        "ddi-registered",
        "land-leased",
        "land-leased-total",
        "land-leasable",
        "occupancy",
    ),
    "minh-hoa-tinh": (
        "fdi-registered",
        "fdi-projects-new",
        "fdi-realised",
        "ddi-registered",
        "ddi-projects-new",
        "ddi-realised",
        "land-leased",
        "occupancy",
        "projects-fdi-total",
        "projects-ddi-total",
        "fdi-registered-total",
        "projects-delayed",
        "workers-total",
        "workers-local",
        "days-investment-certificate-new",
    ),
}
"""What each form asks for, in its order; seeds/demo/frame/form_lines.csv says the same, held by a test."""


def form_in_force(form: str, quarter: Quarter) -> str:
    """Return which form is owed for a quarter by those who begin with a form."""
    longer = f"{form}-2022"
    return longer if longer in FORMS and quarter >= LONGER_FORMS_FROM else form
