"""Say how far a goal should have come by a day; pure, standard library only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tracker.progress.quantities import Amount
from tracker.progress.targets import TargetTerms
from tracker.progress.vocabulary import ExpectedRule


@dataclass(frozen=True, slots=True)
class PastYear:
    """Hold the four quarters of one past year of the same place and flow; None for a quarter that is not known."""

    year: int
    quarters: tuple[Decimal | None, Decimal | None, Decimal | None, Decimal | None]

    @property
    def is_complete(self) -> bool:
        """Tell whether every quarter is known and the year's total is more than 0."""
        known = [quarter for quarter in self.quarters if quarter is not None]
        return len(known) == 4 and sum(known) > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """Hold what should have been reached.

    `share` is the expected attainment (1 = the goal); `amount` the same in the goal's unit, `low` at the low end of the
    goal and `high` at the high end of a range.
    """

    low: Decimal
    high: Decimal | None
    share: Decimal
    rule: ExpectedRule


def expected(
    target: TargetTerms, read_to: date, *, past_years: Sequence[PastYear] = (), fiscal_start_month: int = 1
) -> Expected | None:
    """Say how far the target should have come at the end of a day; None if it states no number."""
    raise NotImplementedError
