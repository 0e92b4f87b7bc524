"""Name the days that are read, and hand reported figures to the arithmetic."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from tracker.progress.measures import Basis, Comparator, IndicatorKind, ObservationStatus, ReportedFigure
from tracker.progress.periods import Quarter
from tracker.progress.rows import FigureFace


class Span(NamedTuple):
    """The days that are read: from a start to a quarter's end (or an earlier end).

    ``quarter_only``: exactly these days or nothing, within one quarter; without it a reading may end earlier.
    Spans and cells are tuples: what is read is kept under one of each, and tuples are found again fastest.
    """

    starts: date
    quarter: Quarter
    ends: date | None = None
    quarter_only: bool = False

    @classmethod
    def of_quarter(cls, quarter: Quarter) -> "Span":
        """Return the days of one quarter alone."""
        return cls(quarter.first_day, quarter, None, quarter_only=True)

    @classmethod
    def of_year(cls, quarter: Quarter) -> "Span":
        """Return the days from the year's first to the quarter's last."""
        return cls(quarter.year_first_day, quarter)

    @property
    def last_day(self) -> date:
        """Return the last day that may be read."""
        return self.quarter.last_day if self.ends is None else min(self.quarter.last_day, self.ends)

    @property
    def is_one_quarter(self) -> bool:
        """Return whether the span is exactly one whole quarter."""
        return (self.starts, self.last_day) == (self.quarter.first_day, self.quarter.last_day)

    def within(self, since: date | None, until: date | None) -> "Span":
        """Return the part of the span from one day to another; None leaves that end as it is."""
        starts = self.starts if since is None else max(self.starts, since)
        if until is None or until >= self.last_day:
            return self if starts == self.starts else Span(starts, self.quarter, self.ends, self.quarter_only)
        return Span(starts, Quarter.containing(until, self.quarter.fiscal_start_month), until, self.quarter_only)

    def a_year_earlier(self) -> "Span":
        """Return the same span of the year before."""
        earlier = self.quarter.same_quarter_last_year()
        return Span(_a_year_before(self.starts), earlier, self.ends and _a_year_before(self.ends), self.quarter_only)


class Cell(NamedTuple):
    """What is read: a place and an indicator in one unit.

    With ``first``, an investor, that investor's own report leads, and no other investor's is read.
    """

    place_id: int
    indicator_id: int
    unit: str
    first: int | None = None

    def at(self, place_id: int) -> "Cell":
        """Return the same cell of another place."""
        return Cell(place_id, self.indicator_id, self.unit, self.first)

    def counted_in(self, unit: str) -> "Cell":
        """Return the same cell in another unit."""
        return Cell(self.place_id, self.indicator_id, unit, self.first)


def _a_year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def reported_figure(figure: FigureFace, kind: IndicatorKind) -> ReportedFigure:
    """Return what the arithmetic needs of a figure."""
    return ReportedFigure(
        key=figure.id,
        indicator_kind=kind,
        basis=Basis(figure.basis),
        from_on=figure.from_on,
        to_on=figure.to_on,
        cut_off_on=figure.cut_off_on,
        value=figure.value,
        high=figure.high,
        comparator=Comparator(figure.comparator),
        numerator=figure.numerator,
        denominator=figure.denominator,
        observation_status=ObservationStatus(figure.observation_status),
        unclear_end=figure.unclear,
        ratio_scale=Decimal(100) if figure.unit == "percent" else Decimal(1),
    )
