"""Compute the exchange rates that documents used without stating them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from provinces.days import period_text
from tracker.findings.components import Breakdown, breakdowns
from tracker.findings.facts import Facts
from tracker.findings.figure import Figure
from tracker.findings.printed_digits import NOTHING, ClosedEnds
from tracker.findings.suspects import Concern
from tracker.models import Origin, Unit

_LONGEST_YEAR = 366


@dataclass(frozen=True, slots=True)
class ImpliedRate:
    """Hold one rate that printed amounts imply: how much of the quote currency one unit of the base cost.

    `low` and `high` follow from the rounding of the printed digits alone. `day` is the last day of the period that the
    amounts are of, or of publication where that came before; None where the period has no end or spans years.
    """

    base: str
    quote: str
    rate: Decimal
    low: Decimal
    high: Decimal
    day: date | None
    figures: tuple[Figure, ...]

    @property
    def unit(self) -> str:
        """Return the unit of the rate, for example VND/USD."""
        return f"{self.quote}/{self.base}"

    @property
    def period(self) -> str:
        """Return the name of the period that the amounts are of, for example "Q1 2025"."""
        return period_text(self.figures[0].from_on, self.figures[0].to_on)

    @property
    def document(self) -> int | None:
        """Return the number of the document that implies the rate; None for typed figures."""
        return self.figures[0].row.document_id


def rates_of_pairs(facts: Facts) -> Iterator[ImpliedRate]:
    """Yield the rates of amounts that are printed in two currencies."""
    for figure in (*facts.targets, *facts.actuals_for(Concern.ALONE), *facts.phases):
        other, other_unit = figure.row.other_value, figure.row.other_unit
        printed = figure.is_stated and figure.row.origin == Origin.PRINTED
        if not printed or other is None or other_unit is None:
            continue
        one = (figure.value, _rounded(figure, figure.value, figure.unit), figure.unit.currency)
        two = (other, _rounded(figure, other, other_unit), other_unit.currency)
        rate = _rate(one, two, (figure,))
        if rate is not None:
            yield rate


@dataclass(frozen=True, slots=True)
class MixedTotal:
    """Show a total in one currency with parts in another: what the parts leave over is worth the other part.

    `rest` is the total less the parts in its own currency; `rate` is None where nothing is left over.
    """

    total: Figure
    own: tuple[Figure, ...]
    foreign: tuple[Figure, ...]
    rest: Decimal
    foreign_sum: Decimal
    rate: ImpliedRate | None


def mixed_totals(facts: Facts) -> Iterator[MixedTotal]:
    """Yield the totals printed in one currency whose parts are in two, all of them known."""
    for breakdown in breakdowns(facts):
        if breakdown.complete and not breakdown.silent and breakdown.total.unit.currency:
            mixed = _mixed(breakdown)
            if mixed is not None:
                yield mixed


def _mixed(breakdown: Breakdown) -> MixedTotal | None:
    total = breakdown.total
    own = tuple(part for part in breakdown.parts if part.amount_in(total.unit) is not None)
    foreign = tuple(part for part in breakdown.parts if part.amount_in(total.unit) is None)
    currencies = {part.unit.currency for part in foreign}
    if len(currencies) != 1 or "" in currencies:
        return None
    rest, rest_ends = total.value, _rounded(total, total.value, total.unit)
    for part in own:
        value = part.value if part.unit == total.unit else part.row.other_value
        assert value is not None  # amount_in found it
        ends = _rounded(part, value, total.unit)
        rest -= value
        rest_ends = ClosedEnds(rest_ends.low - ends.high, rest_ends.high - ends.low)
    foreign_sum, foreign_ends = Decimal(0), NOTHING
    for part in foreign:
        foreign_sum += part.value
        foreign_ends += _rounded(part, part.value, part.unit)
    (currency,) = currencies
    rate = _rate((foreign_sum, foreign_ends, currency), (rest, rest_ends, total.unit.currency), (total, *own, *foreign))
    return MixedTotal(total, own, foreign, rest, foreign_sum, rate)


def _rounded(figure: Figure, value: Decimal, unit: Unit) -> ClosedEnds:
    half = figure.half_unit_of(value, unit)
    return ClosedEnds(value - half, value + half)


def _rate(
    one: tuple[Decimal, ClosedEnds, str], two: tuple[Decimal, ClosedEnds, str], figures: tuple[Figure, ...]
) -> ImpliedRate | None:
    """Return the rate of two equal amounts, so that one unit of the base costs more than one of the quote."""
    if not one[2] or not two[2] or one[2] == two[2] or one[1].low <= 0 or two[1].low <= 0:
        return None
    dear, cheap = (one, two) if one[0] < two[0] else (two, one)
    return ImpliedRate(
        base=dear[2],
        quote=cheap[2],
        rate=cheap[0] / dear[0],
        low=cheap[1].low / dear[1].high,
        high=cheap[1].high / dear[1].low,
        day=_day(figures[0]),
        figures=figures,
    )


def _day(figure: Figure) -> date | None:
    if figure.to_on is None or (figure.from_on is not None and (figure.to_on - figure.from_on).days > _LONGEST_YEAR):
        return None
    document = figure.row.document
    published = (document.published_on or document.issued_on) if document else None
    return min(figure.to_on, published) if published else figure.to_on


def all_rates(facts: Facts) -> list[ImpliedRate]:
    """Return the rates of amounts printed in two currencies and of totals of such amounts, by document."""
    totals: Iterable[ImpliedRate] = (mixed.rate for mixed in mixed_totals(facts) if mixed.rate is not None)
    return sorted([*rates_of_pairs(facts), *totals], key=lambda rate: rate.figures[0].sort_key)
