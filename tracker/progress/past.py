"""Read the quarters before the quarter's year: what a goal's line and a projection may learn from."""

from collections.abc import Callable

from tracker.progress.asked import Span
from tracker.progress.figure_rows import YEARS_OF_HISTORY
from tracker.progress.measures import IndicatorKind, PastQuarter, RollUp
from tracker.progress.periods import Quarter, quarters_between
from tracker.progress.roll import Roller


def past_quarters(roller: Roller, indicator_id: int, read: Callable[[Span], RollUp]) -> list[PastQuarter]:
    """Return the quarters before the one that is read, of the years of history; none where nothing was reported.

    ``read`` gives a quarter of the places whose past is asked for. Each names its reporters, and whether anything that
    is owed is missing: a sum of whatever happened to be reported says nothing about a shape.
    """
    quarter = roller.snapshot.quarter
    is_flow = roller.kind_of(indicator_id) is IndicatorKind.FLOW
    if not is_flow or not roller.reports_before(indicator_id, quarter.first_day):
        return []
    found: list[PastQuarter] = []
    for past in quarters_between(Quarter(quarter.year - YEARS_OF_HISTORY, 1), quarter.previous()):
        rolled = read(Span.of_quarter(past))
        found.append(
            PastQuarter(
                quarter=past,
                amount=rolled.headline.amount,
                units=frozenset(rolled.reporters),
                is_whole=rolled.whole and not rolled.shares,
            )
        )
    return found
