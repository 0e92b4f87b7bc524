"""Lay out a place's quarter as offices report it: fixed lines and columns, each cell a number of a progress row.

Nothing is computed here: a cell is a number that `telling` tells of a row, in the unit of its line. Capital from abroad
stands in USD and capital from the country in VND, in sections of their own, and no line adds the two.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext_lazy

from tracker.progress.measures import IndicatorKind
from tracker.progress.number_texts import scaled
from tracker.progress.periods import Quarter
from tracker.progress.rows import PlaceFace, PlaceProgress, ProgressRow, RowKind
from tracker.progress.targets import JUDGED_ROLES
from tracker.progress.telling import numbers_of
from tracker.progress.told import Measure, NumberCode
from tracker.progress.wording import Words

_N = NumberCode


class LayoutColumn(StrEnum):
    """The columns of numbers, in their order."""

    QUARTER_LAST_YEAR = "quarter_last_year"
    QUARTER = "quarter"
    QUARTER_RATIO = "quarter_ratio"
    FULL_YEAR = "full_year"
    YEAR_LAST_YEAR = "year_last_year"
    YEAR = "year"
    YEAR_RATIO = "year_ratio"
    PLAN = "plan"
    ATTAINMENT = "attainment"


@dataclass(frozen=True, slots=True)
class LineKind:
    """One line of the layout: its number, the words that name it, its indicator and the unit that it is read in."""

    number: str
    words: Words
    code: str
    unit: str
    shown_unit: Words


@dataclass(frozen=True, slots=True)
class SectionKind:
    """Lines of one unit of money, or of land, under one heading."""

    number: str
    words: Words
    lines: tuple[LineKind, ...]


_USD, _VND = gettext_lazy("million USD"), gettext_lazy("billion VND")
_PROJECTS, _TIMES = gettext_lazy("projects"), gettext_lazy("times")
_HECTARES, _PERCENT = "ha", "%"


def _capital(origin: str, currency: str, unit: Words) -> Iterator[LineKind]:
    """Yield the lines of the capital of one origin; contribution and share purchase is counted from abroad alone."""
    yield LineKind("1", gettext_lazy("Registered capital, new and adjusted up"), f"{origin}-registered", currency, unit)
    yield LineKind("1.1", gettext_lazy("New: projects"), f"{origin}-projects-new", "projects", _PROJECTS)
    yield LineKind("", gettext_lazy("New: capital"), f"{origin}-registered-new", currency, unit)
    yield LineKind("1.2", gettext_lazy("Adjusted up: occurrences"), f"{origin}-projects-adjusted", "projects", _TIMES)
    yield LineKind("", gettext_lazy("Adjusted up: capital"), f"{origin}-registered-adjusted", currency, unit)
    yield LineKind("2", gettext_lazy("Adjusted down: occurrences"), f"{origin}-projects-reduced", "projects", _TIMES)
    yield LineKind("", gettext_lazy("Adjusted down: capital"), f"{origin}-registered-reduced", currency, unit)
    yield LineKind("3", gettext_lazy("Revoked: projects"), f"{origin}-projects-revoked", "projects", _PROJECTS)
    yield LineKind("", gettext_lazy("Revoked: capital"), f"{origin}-registered-revoked", currency, unit)
    if origin == "fdi":
        yield LineKind("4", gettext_lazy("Contribution and share purchase"), "fdi-contribution", currency, unit)
    number = "5" if origin == "fdi" else "4"
    yield LineKind(number, gettext_lazy("Realised capital"), f"{origin}-realised", currency, unit)


SECTIONS: Final = (
    SectionKind("I", gettext_lazy("Foreign direct investment (FDI)"), tuple(_capital("fdi", "USD", _USD))),
    SectionKind("II", gettext_lazy("Domestic direct investment (DDI)"), tuple(_capital("ddi", "VND", _VND))),
    SectionKind(
        "III",
        gettext_lazy("Land"),
        (
            LineKind("1", gettext_lazy("Land leased in the period"), "land-leased", "ha", _HECTARES),
            LineKind("2", gettext_lazy("Land leased to date"), "land-leased-total", "ha", _HECTARES),
            LineKind("3", gettext_lazy("Industrial and service land"), "land-leasable", "ha", _HECTARES),
            LineKind("4", gettext_lazy("Occupancy: 2 divided by 3"), "occupancy", "percent", _PERCENT),
        ),
    ),
)
CODES: Final = tuple(line.code for section in SECTIONS for line in section.lines)
"""The indicators that a page must be read with to fill every line."""
BELOW: Final = (
    ("fdi-registered", "USD"),
    ("ddi-registered", "VND"),
    ("land-leased-total", "ha"),
    ("land-leasable", "ha"),
    ("occupancy", "percent"),
)
"""What stands side by side of the places below, with the unit that each is read in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LayoutCell:
    """One number in shown units, or in parts of 1 where it is a ``share``; both ends of a range.

    Without a number ``applies`` tells a blank, which was not reported, from what the line does not have at all. A
    ``nil`` is a 0 that was reported as “nothing occurred”. ``code`` is the code by which the number is told.
    """

    low: Decimal | None = None
    high: Decimal | None = None
    comparator: str = "exactly"
    share: bool = False
    nil: bool = False
    applies: bool = True
    code: NumberCode | None = None


BLANK: Final = LayoutCell()
NOT_HERE: Final = LayoutCell(applies=False)


@dataclass(frozen=True, slots=True)
class LayoutLine:
    """One line with its cells in the order of `LayoutColumn`, and the row whose numbers they are; None without any."""

    kind: LineKind
    cells: tuple[LayoutCell, ...]
    row: ProgressRow | None
    other_rows: tuple[ProgressRow, ...] = ()
    """Rows of the same indicator that the line does not print: further goals, figures in another unit."""


@dataclass(frozen=True, slots=True)
class BelowLine:
    """What a place below has, two cells for each indicator of `BELOW` that is a flow, one for every other."""

    place: PlaceFace
    cells: tuple[LayoutCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterLayout:
    """A place's quarter in the official layout, and the places below it side by side with their sum."""

    place: PlaceFace
    quarter: Quarter
    sections: tuple[tuple[SectionKind, tuple[LayoutLine, ...]], ...]
    below: tuple[BelowLine, ...]
    sums: tuple[LayoutCell, ...]
    """The sums of the places below; blank where there is none."""
    reported: tuple[tuple[int, int], ...]
    """How many of the places below are in each sum, of how many that owe; in the order of `BELOW`."""


def quarter_layout(progress: PlaceProgress) -> QuarterLayout:
    """Return the layout of a place's page, which was read with the indicators of `CODES`."""
    rows = {code: [row for row in progress.rows if row.indicator.code == code] for code in CODES}
    sections = tuple((kind, tuple(_line(each, rows[each.code]) for each in kind.lines)) for kind in SECTIONS)
    wholes = [(_chosen(rows[code], unit), code) for code, unit in BELOW]
    return QuarterLayout(
        place=progress.place,
        quarter=progress.quarter,
        sections=sections,
        below=tuple(
            BelowLine(child.place, tuple(cell for code, unit in BELOW for cell in _beside(child.rows, code, unit)))
            for child in progress.children
            if child.has_anything or child.owes
        ),
        sums=tuple(cell for row, code in wholes for cell in _sums(row, code)),
        reported=tuple((0, 0) if row is None else row.reported_of_expected for row, _code in wholes),
    )


def is_flow(code: str) -> bool:
    """Return whether what is side by side has a quarter of its own beside the year to date."""
    return code in ("fdi-registered", "ddi-registered")


# --- One line -----------------------------------------------------------------------------------------------------


def _line(kind: LineKind, rows: Sequence[ProgressRow]) -> LayoutLine:
    row = _chosen(rows, kind.unit)
    others = tuple(each for each in rows if each is not row and each.kind is not RowKind.COLLECTIVE)
    if row is None:
        is_level = kind.code in ("land-leased-total", "land-leasable", "occupancy")
        return LayoutLine(kind, _blank(is_level=is_level), None, others)
    return LayoutLine(kind, _cells(row), row, others)


def _chosen(rows: Iterable[ProgressRow], unit: str) -> ProgressRow | None:
    """Return the row that a line prints: the first goal of the calendar year, else the figures, else what there is.

    A row in another unit is never printed in the line's unit.
    """
    alike = [row for row in rows if row.indicator.unit == unit and row.kind is not RowKind.COLLECTIVE]
    alike.sort(key=lambda row: (row.kind is RowKind.INVESTOR, not is_of_the_year(row), row.terms is not None))
    return alike[0] if alike else None


def is_of_the_year(row: ProgressRow) -> bool:
    """Return whether the row is measured by a goal of the quarter's calendar year: a flow's from its first day on."""
    terms, year = row.terms, row.progress.quarter.year
    if terms is None or terms.role not in JUDGED_ROLES or terms.ends is None:
        return False
    ends = (terms.ends.year, terms.ends.month, terms.ends.day) == (year, 12, 31)
    if row.indicator.kind != IndicatorKind.FLOW:
        return ends
    return ends and (terms.starts.year, terms.starts.month, terms.starts.day) == (year, 1, 1)


def _blank(*, is_level: bool) -> tuple[LayoutCell, ...]:
    quarter = (NOT_HERE,) * 3 if is_level else (BLANK,) * 3
    return (*quarter, *(BLANK,) * (len(LayoutColumn) - 3))


def _cells(row: ProgressRow) -> tuple[LayoutCell, ...]:
    told = {each.code: each for each in numbers_of(row)}
    scale = row.indicator.display_scale

    def cell(code: NumberCode, *, nil: bool = False) -> LayoutCell:
        number = told.get(code)
        if number is None or number.result.low is None:
            return BLANK
        share = number.measure is Measure.SHARE
        low, high = number.result.low, number.result.high
        return LayoutCell(
            low=low if share else scaled(low, scale),
            high=high if share or high is None else scaled(high, scale),
            comparator=number.result.comparator.value,
            share=share,
            nil=nil and low == 0,
            code=code,
        )

    flow, ratio = row.indicator.kind == IndicatorKind.FLOW, row.indicator.kind == IndicatorKind.RATIO
    first = row.progress.quarter.number == 1
    then, times = (_N.LAST_YEAR, _N.LAST_YEAR_RATIO) if first else (_N.SAME_QUARTER, _N.SAME_QUARTER_RATIO)
    quarter = (cell(then), cell(_N.IN_QUARTER, nil=row.in_quarter.nil), cell(times)) if flow else (NOT_HERE,) * 3
    yearly = is_of_the_year(row)
    to_date = row.terms is None or yearly or not flow
    year = cell(_N.TO_DATE, nil=row.to_date.nil) if to_date else cell(_N.LAST_YEAR_CURRENT)
    return (
        *quarter,
        cell(_N.PROJECTION) if yearly else BLANK,
        cell(_N.LAST_YEAR),
        year,
        NOT_HERE if ratio else cell(_N.LAST_YEAR_RATIO),
        cell(_N.GOAL) if yearly else BLANK,
        cell(_N.ATTAINMENT) if yearly else BLANK,
    )


# --- The places below ---------------------------------------------------------------------------------------------


def _beside(rows: Iterable[ProgressRow], code: str, unit: str) -> tuple[LayoutCell, ...]:
    row = _chosen((row for row in rows if row.indicator.code == code), unit)
    if row is None:
        return (BLANK, BLANK) if is_flow(code) else (BLANK,)
    cells = dict(zip(LayoutColumn, _cells(row), strict=True))
    year = cells[LayoutColumn.YEAR]
    return (cells[LayoutColumn.QUARTER], year) if is_flow(code) else (year,)


def _sums(row: ProgressRow | None, code: str) -> tuple[LayoutCell, ...]:
    """Return the sum of the places below, never the place's own report; a ratio is that of the sums."""
    blank = (BLANK, BLANK) if is_flow(code) else (BLANK,)
    if row is None or row.roll_up is None:
        return blank
    own = row.roll_up.own_report
    told = {each.code: each for each in numbers_of(row)}
    found = told.get(_N.CHILDREN_SUM if own else _N.TO_DATE)
    if found is None or found.result.low is None or (not own and not is_of_sum(row)):
        return blank
    scale = row.indicator.display_scale
    year = LayoutCell(low=scaled(found.result.low, scale), comparator=found.result.comparator.value, code=found.code)
    if not is_flow(code):
        return (year,)
    quarter = told.get(_N.IN_QUARTER)
    if own or quarter is None or quarter.result.low is None:
        return (BLANK, year)
    return (LayoutCell(low=scaled(quarter.result.low, scale), code=_N.IN_QUARTER), year)


def is_of_sum(row: ProgressRow) -> bool:
    """Return whether the row's number is the sum of the places below, over the year so far."""
    of_year = row.terms is None or row.indicator.kind != IndicatorKind.FLOW or is_of_the_year(row)
    return row.roll_up is not None and not row.roll_up.own_report and of_year
