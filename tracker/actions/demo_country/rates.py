"""Invented exchange rates of an invented country: a plan rate a year, an average and an end a quarter; pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from tracker.progress.periods import Quarter

# VND a US dollar at the end of each year; between them the rate runs straight.
_YEAR_ENDS: Final = {
    2014: 21_380, 2015: 22_500, 2016: 22_770, 2017: 22_710, 2018: 23_240, 2019: 23_170, 2020: 23_130, 2021: 22_830,
    2022: 23_610, 2023: 24_270, 2024: 25_450, 2025: 26_180, 2026: 26_530,
}  # fmt: skip
_ROUNDED_TO: Final = 10


@dataclass(frozen=True, slots=True)
class InventedRate:
    """What a US dollar costs in VND on a day, for a purpose."""

    on: date
    purpose: str
    rate: Decimal


def invented_rates(quarters: list[Quarter]) -> Iterator[InventedRate]:
    """Yield the rates of some quarters, and of their years."""
    for year in sorted({quarter.year for quarter in quarters}):
        yield InventedRate(date(year, 1, 1), "plan", _plan_rate(year))
    for quarter in quarters:
        yield InventedRate(quarter.last_day, "quarter_average", average_rate(quarter))
        yield InventedRate(quarter.last_day, "quarter_end", end_rate(quarter))


def end_rate(quarter: Quarter) -> Decimal:
    """Return the rate at the end of a quarter; years without one of their own stand at the nearest known."""
    before, after = _at_year_end(quarter.year - 1), _at_year_end(quarter.year)
    return _rounded(before + (after - before) * quarter.number // 4)


def average_rate(quarter: Quarter) -> Decimal:
    """Return the average rate of a quarter: between its two ends."""
    return _rounded(int(end_rate(quarter.previous()) + end_rate(quarter)) // 2)


def _plan_rate(year: int) -> Decimal:
    """Return the rate that plans of a year reckon with: that of the eve, in whole hundreds."""
    return Decimal(_at_year_end(year - 1) // 100 * 100)


def _at_year_end(year: int) -> int:
    return _YEAR_ENDS.get(year) or _YEAR_ENDS[min(_YEAR_ENDS) if year < min(_YEAR_ENDS) else max(_YEAR_ENDS)]


def _rounded(rate: int) -> Decimal:
    return Decimal(rate // _ROUNDED_TO * _ROUNDED_TO)
