"""Count quarters and months; pure, standard library only.

A quarter belongs to a year that begins on the first day of `fiscal_start_month` (1 = the calendar year).
Days come from the caller; nothing here asks what day it is.
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Self

ONE_DAY = timedelta(days=1)

_QUARTER_TEXT = re.compile(r"([0-9]{4})-Q([1-4])", re.ASCII)


@dataclass(frozen=True, order=True, slots=True)
class Quarter:
    """Name one quarter of one year.

    `year` is the year in which the fiscal year begins. Quarters of different fiscal years are different things:
    comparing them orders them, and means nothing more.

    :raises ValueError: if the year, the number or the month cannot exist.
    """

    year: int
    number: int
    fiscal_start_month: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.number <= 4:
            raise ValueError(f"{self.number} is no quarter: a year has quarters 1 to 4.")
        if not 1 <= self.fiscal_start_month <= 12:
            raise ValueError(f"{self.fiscal_start_month} is no month: a year can begin in months 1 to 12.")
        if not 1 < self.year < 9998:
            raise ValueError(f"{self.year} is no year that can be counted: use four digits, for example 2025.")

    @classmethod
    def parse(cls, text: str, fiscal_start_month: int = 1) -> Self:
        """Read a quarter written as in "2025-Q1".

        :raises ValueError: if the text is anything else.
        """
        match = _QUARTER_TEXT.fullmatch(text)
        if match is None:
            raise ValueError(f'"{text}" is not a quarter: write year and quarter like this: 2025-Q1.')
        return cls(int(match[1]), int(match[2]), fiscal_start_month)

    @classmethod
    def containing(cls, day: date, fiscal_start_month: int = 1) -> Self:
        """Find the quarter in which a day lies."""
        months = day.year * 12 + day.month - fiscal_start_month
        return cls(months // 12, months % 12 // 3 + 1, fiscal_start_month)

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"

    @property
    def first_day(self) -> date:
        """Give the first day of the quarter."""
        return _days_of(self.year, self.number, self.fiscal_start_month)[0]

    @property
    def last_day(self) -> date:
        """Give the last day of the quarter."""
        return _days_of(self.year, self.number, self.fiscal_start_month)[1]

    @property
    def year_first_day(self) -> date:
        """Give the first day of the year that the quarter belongs to."""
        return date(self.year, self.fiscal_start_month, 1)

    @property
    def year_last_day(self) -> date:
        """Give the last day of the year that the quarter belongs to."""
        return date(self.year + 1, self.fiscal_start_month, 1) - ONE_DAY

    def plus(self, quarters: int) -> Self:
        """Count some quarters on; a negative count goes back."""
        position = self.year * 4 + self.number - 1 + quarters
        return type(self)(position // 4, position % 4 + 1, self.fiscal_start_month)

    def next(self) -> Self:
        """Give the quarter after this one."""
        return self.plus(1)

    def previous(self) -> Self:
        """Give the quarter before this one."""
        return self.plus(-1)

    def same_quarter_last_year(self) -> Self:
        """Give the quarter of the same number, one year earlier."""
        return self.plus(-4)


@lru_cache(maxsize=1024)
def _days_of(year: int, number: int, fiscal_start_month: int) -> tuple[date, date]:
    """Give the first and the last day of a quarter; by its numbers, which are found again faster than the quarter."""
    months = year * 12 + fiscal_start_month - 1 + (number - 1) * 3
    first = date(months // 12, months % 12 + 1, 1)
    after = date((months + 3) // 12, (months + 3) % 12 + 1, 1)
    return first, after - ONE_DAY


def quarters_between(first: Quarter, last: Quarter) -> Iterator[Quarter]:
    """List the quarters from the first to the last, both included; none if the last lies before the first."""
    while first <= last:
        yield first
        first = first.next()


def quarters_of_year(year: int, fiscal_start_month: int = 1) -> tuple[Quarter, ...]:
    """List the four quarters of a year."""
    return tuple(Quarter(year, number, fiscal_start_month) for number in range(1, 5))


def _months_to(day: date) -> Fraction:
    """Count the months from a fixed origin to the end of a day; part months by the days of that month."""
    whole = day.year * 12 + day.month - 1
    return whole + Fraction(day.day, calendar.monthrange(day.year, day.month)[1])


@lru_cache(maxsize=4096)  # a page asks for the same few spans in every row
def exact_months_between(from_on: date, to_on: date) -> Fraction:
    """Count the months from the first day to the last, both included, as an exact fraction.

    The day before `from_on` as `to_on` gives 0. Spans that touch add up exactly.

    :raises ValueError: if the span ends before it starts.
    """
    if to_on < from_on - ONE_DAY:
        raise ValueError(f"A span cannot end on {to_on} when it starts on {from_on}.")
    return _months_to(to_on) - _months_to(from_on - ONE_DAY)


def months_between(from_on: date, to_on: date) -> Decimal:
    """Count the months from the first day to the last, both included.

    Q1 is 3, ten months are 10, 1 January to 21 February of a common year is 1 + 21/28 = 1.75: each whole month
    is one twelfth of a year, whatever its days.

    :raises ValueError: if the span ends before it starts.
    """
    months = exact_months_between(from_on, to_on)
    return Decimal(months.numerator) / Decimal(months.denominator)
