"""Add the readings of units without inventing any; pure, standard library only."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tracker.progress.judgement import Attainment, Coverage, Ends
from tracker.progress.quantities import Amount
from tracker.progress.readings import Reading
from tracker.progress.targets import TargetTerms
from tracker.progress.vocabulary import Reason, TargetRole


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalPart:
    """Hold one direct part of a goal; `amount` None: the unit has no figure for it, which is not 0."""

    key: Hashable
    amount: Amount | None
    unit: str = ""
    role: TargetRole = TargetRole.COMMITMENT
    collective: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalCoverage:
    """Hold how much of a goal is given to somebody, in the goal's unit.

    `assigned` is None while no part has a figure. `unassigned` and `over_assigned` are never negative; one of them is
    0 at each end of a range. `share` = assigned / goal.
    """

    assigned: Amount | None
    unassigned: Ends
    over_assigned: Ends
    share: Attainment
    parts_with: int
    parts_without: int
    parts_in_other_units: int
    reason: Reason | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildReading:
    """Hold the reading of one unit below; `owes`: whether it owes a report for the quarter."""

    key: Hashable
    reading: Reading
    owes: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RollUp:
    """Hold a place's own report and the sum of its children, side by side and never added.

    `headline` is the own report where there is one, else the sum. `gap` = own less sum ("not broken down"); its
    reason says why there is none. The key tuples are in the order in which the children came.
    """

    headline: Reading
    own_report: bool
    own: Reading | None
    children_sum: Reading
    gap: Amount | None
    gap_reason: Reason | None
    coverage: Coverage
    included_keys: tuple[Hashable, ...]
    missing_keys: tuple[Hashable, ...]
    carried_keys: tuple[Hashable, ...]
    other_span_keys: tuple[Hashable, ...]
    not_applicable_keys: tuple[Hashable, ...]
    printed_only_keys: tuple[Hashable, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitTarget:
    """Hold one unit's reading with the unit's own target; None for a unit that has none."""

    key: Hashable
    reading: Reading
    target: TargetTerms | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LikeForLike:
    """Hold a sum and the sum of the targets of the very same units: 12.5 %, 1 of 2."""

    reading: Reading
    target: TargetTerms | None
    attainment: Attainment
    included_keys: tuple[Hashable, ...]
    left_out_keys: tuple[Hashable, ...]
    reason: Reason | None


def coverage_of_goal(goal: Amount, parts: Sequence[GoalPart], *, unit: str = "") -> GoalCoverage:
    """Say how much of a goal is assigned; parts of another unit are counted, never converted."""
    raise NotImplementedError


def roll_up(own: Reading | None, children: Sequence[ChildReading], *, to_on: date | None = None) -> RollUp:
    """Put a place's own report beside the sum of its children; a collective target's members go the same way."""
    raise NotImplementedError


def like_for_like(units: Sequence[UnitTarget]) -> LikeForLike:
    """Divide the sum of the units that have both a figure and a target by the targets of the same units."""
    raise NotImplementedError
