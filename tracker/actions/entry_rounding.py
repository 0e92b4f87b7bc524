"""By how much a typed figure may differ from the true one; pure."""

from dataclasses import dataclass
from decimal import Decimal

from tracker.findings.printed_digits import half_unit
from tracker.models import Indicator


@dataclass(frozen=True, slots=True)
class ToDate:
    """A year to date up to the previous quarter, and by how much it may differ from the true one; in single units.

    ``room`` grows with each rounded quarter that was added to it.
    """

    value: Decimal
    room: Decimal = Decimal(0)

    def plus(self, quarter: Decimal, indicator: Indicator) -> "ToDate":
        """Return the year to date with one more quarter in it."""
        return ToDate(self.value + quarter, self.room + half_step(quarter, Decimal(0), indicator))


def half_step(value: Decimal, step: Decimal, indicator: Indicator) -> Decimal:
    """Return by how much a rounded figure may differ from the true one: half of its last digit, nothing for counts.

    ``step`` is the size of the last digit typed; 0 where that is not known, and then the digits of the value in its
    shown unit say it.
    """
    if indicator.unit.whole:
        return Decimal(0)
    if step:
        return step / 2
    return half_unit(value, "", decimal_comma=True, scale=indicator.display_scale, whole=False)
