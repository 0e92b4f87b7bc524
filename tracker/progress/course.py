"""Read how a row's year went, quarter by quarter."""

from collections.abc import Sequence

from tracker.progress.asked import Span
from tracker.progress.course_points import CoursePoint
from tracker.progress.measured import Measured, quarter_of
from tracker.progress.measures import PastYear, Reading, RollUp, TargetTerms, expected
from tracker.progress.periods import Quarter


def course_of(
    measured: Measured, terms: TargetTerms | None, quarter: Quarter, history: Sequence[PastYear]
) -> tuple[CoursePoint, ...]:
    """Return the four quarters of the year of a row that was measured at a quarter; that quarter has the row's numbers.

    Last year's are read over the same units as the row's, on the same map.
    """
    points: list[CoursePoint] = []
    for each in (Quarter(quarter.year, number, quarter.fiscal_start_month) for number in (1, 2, 3, 4)):
        due = terms is not None and (terms.starts <= each.last_day)
        to_date, alone = _reached(measured, each, quarter, terms)
        points.append(
            CoursePoint(
                quarter=each,
                to_date=to_date,
                in_quarter=alone,
                expected=expected(terms, each.last_day, past_years=history) if terms is not None and due else None,
                to_date_before=_whole(measured.history(Span.of_year(each.same_quarter_last_year()))),
                in_quarter_before=_whole(measured.history(Span.of_quarter(each.same_quarter_last_year()))),
            )
        )
    return tuple(points)


def _reached(
    measured: Measured, each: Quarter, now: Quarter, terms: TargetTerms | None
) -> tuple[Reading | None, Reading | None]:
    """Return what a quarter of the year had reached, and what it brought; nothing of those still to come."""
    if each > now or (terms is not None and terms.starts > each.last_day):
        return None, None
    if each == now:
        return measured.roll_up.headline, measured.in_quarter
    span = Span.of_year(each) if terms is None else Span(terms.starts, each, terms.ends)
    rolled, alone = measured.history(span), measured.history(Span.of_quarter(each))
    return rolled.headline, quarter_of(each, rolled, alone)


def _whole(rolled: RollUp) -> Reading | None:
    return rolled.headline if rolled.headline.is_known and (rolled.own_report or rolled.whole) else None
