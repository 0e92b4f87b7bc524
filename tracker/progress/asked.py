"""Name the days that are read, and hand reported figures to the arithmetic."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tracker.progress.measures import Basis, Comparator, IndicatorKind, ObservationStatus, ReportedFigure
from tracker.progress.periods import Quarter
from tracker.progress.rows import FigureFace


@dataclass(frozen=True, slots=True)
class Span:
    """The days that are read: from a start to a quarter's end (or an earlier end), or the quarter alone."""

    starts: date
    quarter: Quarter
    ends: date | None = None
    quarter_only: bool = False

    @property
    def last_day(self) -> date:
        """Return the last day that may be read."""
        return self.quarter.last_day if self.ends is None else min(self.quarter.last_day, self.ends)

    def a_year_earlier(self) -> "Span":
        """Return the same span of the year before."""
        earlier = self.quarter.same_quarter_last_year()
        return Span(_a_year_before(self.starts), earlier, self.ends and _a_year_before(self.ends), self.quarter_only)


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
