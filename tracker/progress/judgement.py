"""Judge how far a goal has come; pure, standard library only."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tracker.progress.expectation import Expected, PastYear
from tracker.progress.periods import Quarter
from tracker.progress.quantities import Amount
from tracker.progress.readings import Reading
from tracker.progress.targets import TargetTerms, Thresholds
from tracker.progress.vocabulary import Comparator, ExpectedRule, Reason, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """Hold a number at both ends of a range: `low` at the goal's low end, `high` at its high end.

    `high` is None for a plain goal. With a plain goal and a reported range, `low` to `high` is what the range gives,
    and the comparator is *between*. `low` is None exactly when `reason` is given.
    """

    low: Decimal | None = None
    high: Decimal | None = None
    comparator: Comparator = Comparator.EXACTLY
    reason: Reason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attainment(Ends):
    """Hold the reached part of a goal as a share of 1 (0.125 = 12.5 %), never capped."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Hold how many of the units that owe a report have given one."""

    reported: int
    owing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Hold everything that is said about one goal at one quarter.

    `status` is None where a judgement would say more than is known; `reasons` tell why. `gap` = goal less to date.
    `quarters_left` counts from the day after `read_to`; `needed_per_remaining_quarter` is for flows.
    """

    target_key: Hashable | None
    quarter: Quarter
    reading: Reading
    read_to: date | None
    attainment: Attainment
    expected: Expected | None
    expected_rule: ExpectedRule | None
    status: Status | None
    pace: Decimal | None
    gap: Ends
    needed_per_remaining_quarter: Ends
    quarters_left: int | None
    quarter_share: Attainment
    coverage: Coverage | None
    reasons: tuple[Reason, ...]


def attainment(target: TargetTerms | None, to_date: Amount | Reading | None) -> Attainment:
    """Say what part of the goal is reached, or why that cannot be said."""
    raise NotImplementedError


def judge(
    target: TargetTerms | None,
    reading: Reading,
    *,
    quarter: Quarter,
    thresholds: Thresholds,
    past_years: Sequence[PastYear] = (),
    coverage: Coverage | None = None,
    own_report: bool = True,
    in_quarter: Reading | None = None,
) -> Progress:
    """Judge one goal at one quarter; `reading` comes from `to_date(figures, target.starts, quarter, target.ends)`."""
    raise NotImplementedError
