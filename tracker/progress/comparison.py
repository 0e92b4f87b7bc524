"""Compare with an earlier period and project to the end; pure, standard library only."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tracker.progress.expectation import PastYear
from tracker.progress.quantities import Amount
from tracker.progress.readings import Reading
from tracker.progress.rollup import ChildReading
from tracker.progress.targets import TargetTerms
from tracker.progress.vocabulary import Comparator, ExpectedRule, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Hold a figure against an earlier one.

    `value` is the earlier amount, `ratio` = current / earlier (1 = unchanged: the official forms print it as 100),
    `change` = ratio - 1 (the news print this), `difference` = current less earlier, in the unit. `like_for_like` is
    False when the two were cut off on different days of their periods. A sum names the `units` that both have, of
    `units_of`.
    """

    value: Amount | None
    ratio: Amount | None
    change: Amount | None
    difference: Amount | None
    reason: Reason | None
    like_for_like: bool
    units: int | None = None
    units_of: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """Hold what the period's end may bring; `past_error` is the rule's mean absolute error in past years, as a share.

    `low` and `high` come from how those years went on from the same day, None with fewer than three complete years.
    """

    low: Decimal | None
    central: Decimal | None
    high: Decimal | None
    comparator: Comparator
    rule: ExpectedRule | None
    past_error: Decimal | None
    past_years: int
    reason: Reason | None


def compare(current: Reading, earlier: Reading | None) -> Comparison:
    """Compare a reading with the same span of an earlier year or quarter."""
    raise NotImplementedError


def compare_sums(current: Sequence[ChildReading], earlier: Sequence[ChildReading]) -> Comparison:
    """Compare the sums of the units that have both figures."""
    raise NotImplementedError


def project(
    target: TargetTerms, reading: Reading, *, past_years: Sequence[PastYear] = (), fiscal_start_month: int = 1
) -> Projection:
    """Project a goal's indicator to the end of the goal's period."""
    raise NotImplementedError
