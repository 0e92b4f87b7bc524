"""Learn the shape of a place's years from its past quarters; pure, standard library only.

A year teaches something only if it is whole: the same units in all four quarters, none of them silent, and exact
numbers in each. A bound ("over 500") is no amount, and half of the units are another place.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from statistics import median

from tracker.progress.periods import ONE_DAY, Quarter, exact_months_between
from tracker.progress.quantities import Amount, exact_sum, to_decimal
from tracker.progress.targets import TargetTerms
from tracker.progress.vocabulary import Comparator

# Fewer complete years than this say nothing about a place's shape of the year (domain.md §5).
YEARS_FOR_A_SHAPE = 3
# A rule of this project; no office defines it. In the middle one of the years more than this came in one quarter, and
# not in the same one each year: a single project decides the year, and no share of it says how far the year has come.
LUMPY_SHARE = Fraction(1, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class PastQuarter:
    """Hold what one calendar quarter of the past alone brought.

    `amount` is None where it is not known. `units` are the keys of the units whose figures are in it: the place itself
    where it reported, else those that were added. `is_whole` is False when a unit that owed a figure is not in it.
    """

    quarter: Quarter
    amount: Amount | None
    units: frozenset[Hashable] = frozenset()
    is_whole: bool = True

    @property
    def value(self) -> Decimal | None:
        """Give the one exact number of the whole place; None for a bound, a range, a part or nothing."""
        if self.amount is None or not self.is_whole or self.amount.comparator is not Comparator.EXACTLY:
            return None
        return self.amount.low


@dataclass(frozen=True, slots=True)
class PastYear:
    """Hold the four quarters of one past year of the same place and flow; None for a quarter that is not known.

    The year begins on the first day of `first_month` of the calendar year `year`.
    """

    year: int
    quarters: tuple[Decimal | None, Decimal | None, Decimal | None, Decimal | None]
    first_month: int = 1

    @property
    def is_complete(self) -> bool:
        """Tell whether every quarter is known and the year's total is more than 0."""
        return None not in self.quarters and exact_sum(self.known_quarters) > 0

    @property
    def known_quarters(self) -> tuple[Decimal, ...]:
        """Give the quarters that are known."""
        return tuple(quarter for quarter in self.quarters if quarter is not None)

    @property
    def shape(self) -> "Shape":
        """Give the year's own shape. Precondition: the year is complete."""
        return Shape(self.known_quarters, self.first_month)


@dataclass(frozen=True, slots=True)
class Shape:
    """Hold what the quarters of a year that begins in `first_month` bring, in any unit; the sum is above 0."""

    quarters: tuple[Decimal, ...]
    first_month: int = 1

    def years_to(self, day: date) -> Fraction:
        """Count the years to the end of a day, the running one by its shape; a running quarter by months."""
        quarter = Quarter.containing(day, self.first_month)
        come = Fraction(exact_sum(self.quarters[: quarter.number - 1]))
        come += Fraction(self.quarters[quarter.number - 1]) * exact_months_between(quarter.first_day, day) / 3
        return quarter.year + come / Fraction(exact_sum(self.quarters))

    def share_of(self, starts: date, day: date, ends: date) -> Fraction | None:
        """Say which part of what a period brings has come by a day in it; None where the period brings nothing."""
        return _share_of(self, starts, day, ends)


@lru_cache(maxsize=1024)  # a row asks for the same share several times
def _share_of(shape: Shape, starts: date, day: date, ends: date) -> Fraction | None:
    before, reached, end = (shape.years_to(each) for each in (starts - ONE_DAY, day, ends))
    return (reached - before) / (end - before) if end > before else None


@dataclass(frozen=True, slots=True)
class Lumpiness:
    """Say that single quarters decide the years: which quarter was the largest of each, and its median share.

    `largest` has a pair (year, number of its largest quarter) for each complete year, the oldest first.
    """

    share: Decimal
    largest: tuple[tuple[int, int], ...]


def lumpiness(past_years: Iterable[PastYear]) -> Lumpiness | None:
    """Tell whether single quarters decide the years; None where they do not, or where the years are too few to tell."""
    complete = complete_years(past_years)
    if len(complete) < YEARS_FOR_A_SHAPE:
        return None
    shares = [Fraction(max(year.known_quarters)) / Fraction(exact_sum(year.known_quarters)) for year in complete]
    largest = [year.known_quarters.index(max(year.known_quarters)) + 1 for year in complete]
    if median(shares) <= LUMPY_SHARE or len(set(largest)) == 1:
        return None
    numbers = tuple((year.year, number) for year, number in zip(complete, largest, strict=True))
    return Lumpiness(to_decimal(median(shares)), numbers)


def complete_years(past_years: Iterable[PastYear]) -> tuple[PastYear, ...]:
    """Give the years that can be learned from, the oldest first."""
    return tuple(sorted((year for year in past_years if year.is_complete), key=lambda year: year.year))


def pooled_shape(past_years: Sequence[PastYear]) -> Shape | None:
    """Add the complete years quarter by quarter; None when they are too few, or when a quarter of the sum shrinks.

    Years are pooled, not averaged: a year in which almost nothing came says little about the shape.
    """
    complete = complete_years(past_years)
    return pooled(complete) if len(complete) >= YEARS_FOR_A_SHAPE else None


def pooled(complete: Sequence[PastYear]) -> Shape | None:
    """Add complete years quarter by quarter; None for none, or when a quarter of the sum shrinks.

    :raises ValueError: if the years begin in different months.
    """
    months = {year.first_month for year in complete}
    if len(months) > 1:
        raise ValueError(f"Years that begin in different months have no shape together: {sorted(months)}.")
    quarters = tuple(exact_sum(each) for each in zip(*(year.known_quarters for year in complete), strict=True))
    return Shape(quarters, months.pop()) if quarters and min(quarters) >= 0 else None


def year_begins_in(target: TargetTerms) -> int:
    """Give the month in which the target's own years begin: a fiscal year's, or 1 for any other period."""
    if target.ends is None:
        return 1
    after = target.ends + ONE_DAY
    of_whole_years = target.starts.day == 1 and (after.day, after.month) == (1, target.starts.month)
    return target.starts.month if of_whole_years else 1


def past_years(target: TargetTerms, quarters: Iterable[PastQuarter], read: Quarter) -> tuple[PastYear, ...]:
    """Put past quarters together to the target's own years before that of the quarter read, the oldest first.

    A year is left out unless the same units reported all its quarters whole. Years that begin inside a calendar quarter
    have no quarters that are known: there are none.
    """
    month = year_begins_in(target)
    if (month - 1) % 3:
        return ()
    running = Quarter.containing(read.first_day, month).year
    by_year: dict[int, dict[int, PastQuarter]] = {}
    for past in quarters:
        own = Quarter.containing(past.quarter.first_day, month)
        if own.year < running:
            by_year.setdefault(own.year, {})[own.number] = past
    found = []
    for year, known in sorted(by_year.items()):
        one, two, three, four = (known.get(number) for number in (1, 2, 3, 4))
        if one is None or two is None or three is None or four is None:
            continue
        if len({past.units for past in (one, two, three, four)}) == 1:
            found.append(PastYear(year, (one.value, two.value, three.value, four.value), month))
    return tuple(found)
