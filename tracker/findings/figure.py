"""One figure as the data checks see it, whichever table it stands in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from provinces.models import NumberStyle, Place
from tracker.findings.printed_digits import ClosedEnds, Ends, claimed, half_unit, plausible
from tracker.findings.wording import scale_of
from tracker.models import Actual, Indicator, IndicatorKind, Target, TargetPhase, Unit
from tracker.models.quantity import Quantity

# Kinds of indicators whose figures can be added up.
ADDED_KINDS = (IndicatorKind.FLOW, IndicatorKind.STOCK)


@dataclass(frozen=True)
class Figure:
    """Hold one target, actual or phase with its place, indicator and days.

    `from_on` is None for a figure on a day, `to_on` for a target without an end, `reporter_id` for all but actuals.
    """

    row: Quantity
    record: str
    place: Place
    indicator: Indicator
    from_on: date | None
    to_on: date | None
    reporter_id: int | None = None

    @property
    def sort_key(self) -> tuple[str, int, str, str, str, str, str, int]:
        """Order figures the same way whatever the order of loading; the row's number breaks the last ties."""
        document = self.row.document.slug if self.row.document else ""
        days = (str(self.from_on or ""), str(self.to_on or ""))
        key = (document, self.row.paragraph or 0, self.place.slug, self.indicator.code, *days)
        return (*key, self.row.reference or "", self.row.pk)

    @property
    def value(self) -> Decimal:
        """Return the value in single units; precondition: the figure states one."""
        value = self.row.value
        assert isinstance(value, Decimal)
        return value

    @property
    def is_stated(self) -> bool:
        """Tell whether there is a value."""
        return self.row.value is not None

    @property
    def counts(self) -> bool:
        """Tell whether the figure has a value and is no rejected misprint."""
        return self.is_stated and self.row.counts

    @property
    def unit(self) -> Unit:
        """Return the unit of the value."""
        return self.row.unit

    @property
    def decimal_comma(self) -> bool:
        """Tell whether the figure's document writes decimals with a comma."""
        document = self.row.document
        return document is None or document.number_style == NumberStyle.VIETNAMESE

    def half_unit_of(self, value: Decimal, unit: Unit) -> Decimal:
        """Return half a unit of the last printed digit of one of the figure's amounts, in single units."""
        return half_unit(
            value,
            self.row.printed,
            decimal_comma=self.decimal_comma,
            scale=scale_of(unit, self.indicator).divisor,
            whole=unit.whole,
        )

    @cached_property
    def claimed(self) -> Ends:
        """Return the ends that the printed words claim; precondition: a value is stated."""
        half = self.half_unit_of(self.value, self.unit)
        return claimed(self.value, self.row.high, self.row.comparator, half)

    @cached_property
    def plausible(self) -> ClosedEnds:
        """Return the ends between which the true number plausibly lies; precondition: a value is stated."""
        half = self.half_unit_of(self.value, self.unit)
        return plausible(self.value, self.row.high, self.row.comparator, half)

    def amount_in(self, unit: Unit) -> tuple[Decimal, ClosedEnds] | None:
        """Return the value and its plausible ends in a unit that the source printed; None where it printed none.

        Nothing is converted: an amount printed in two currencies answers in both, any other in one.
        """
        if not self.is_stated:
            return None
        if self.unit == unit:
            return self.value, self.plausible
        other, other_unit = self.row.other_value, self.row.other_unit
        if other is None or other_unit != unit:
            return None
        half = self.half_unit_of(other, other_unit)
        return other, plausible(other, None, self.row.comparator, half)

    @property
    def series(self) -> tuple[object, ...]:
        """Return what two figures share that speak of one place, one period and one speaker, not of one indicator."""
        row = self.row
        if isinstance(row, Actual):
            return ("actual", self.place.pk, self.reporter_id, row.basis, self.from_on, self.to_on)
        if isinstance(row, Target):
            item = row.promotion_item_id
            who = (row.investor_id, row.issuer_id, row.role, row.collective, item)
            return ("target", self.place.pk, self.from_on, self.to_on, *who)
        return ("phase", row.pk)


def of_target(target: Target) -> Figure:
    """Return a target as a figure."""
    return Figure(target, "target", target.place, target.indicator, target.starts_on, target.ends_on)


def of_actual(actual: Actual, place: Place, reporter_id: int) -> Figure:
    """Return a reported actual of a report's place and reporter as a figure."""
    return Figure(actual, "actual", place, actual.indicator, actual.from_on, actual.to_on, reporter_id)


def of_phase(phase: TargetPhase) -> Figure:
    """Return a phase of a target as a figure."""
    target = phase.target
    return Figure(phase, "targetphase", target.place, target.indicator, phase.starts_on, phase.ends_on)


def in_order(figures: Iterable[Figure]) -> list[Figure]:
    """Return the figures by document, paragraph, place, indicator and days."""
    return sorted(figures, key=lambda figure: figure.sort_key)
