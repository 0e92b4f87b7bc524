"""Hold the terms of a target and refuse terms that cannot be judged; pure, standard library only."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from tracker.progress.quantities import Amount
from tracker.progress.vocabulary import Basis, Comparator, Direction, IndicatorKind, TargetRole

JUDGED_ROLES = frozenset({TargetRole.GOAL, TargetRole.COMMITMENT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """Hold one step of a phased target, in the target's unit.

    Basis *in quarter* or *other span*: the amount belongs to the phase's own days. Any other basis: the amount is what
    shall stand at the phase's last day, counted from the target's start (flows) or as a level.
    """

    starts: date
    ends: date
    amount: Amount
    basis: Basis = Basis.IN_QUARTER

    @property
    def is_cumulative(self) -> bool:
        """Tell whether the amount is a running total or a level, rather than an addition."""
        return self.basis not in (Basis.IN_QUARTER, Basis.OTHER_SPAN)


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetTerms:
    """Hold what the arithmetic needs of one target, current version.

    `starts` and `ends` are the first and the last day of its period; `ends` None is an open end. `amount` is in the
    indicator's single unit, with the target's own comparator; *none stated* is a target without a number. `baseline`
    is the level when the period starts, None if unknown; `baseline_on` is the day for which it was reported, None where
    the target's own document states it. `implied`: computed from other numbers, not promised.
    """

    key: Hashable
    kind: IndicatorKind
    direction: Direction
    role: TargetRole
    starts: date
    ends: date | None
    amount: Amount
    baseline: Decimal | None = None
    phases: tuple[Phase, ...] = ()
    implied: bool = False
    baseline_on: date | None = None

    @property
    def is_judged(self) -> bool:
        """Tell whether the target gets a status."""
        return self.role in JUDGED_ROLES and not self.implied and self.direction is not Direction.NEUTRAL

    @property
    def easier_end(self) -> Decimal:
        """Give the number by which a range is judged: the end that is reached first.

        That is the low end of a rising goal and the high end of a falling one.

        :raises ValueError: if no number is stated.
        """
        return self.amount.top if self.direction is Direction.LOWER_IS_BETTER else self.amount.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Hold the limits of one judgement, inclusive, as shares of 1; they are dated rows, passed in by the caller.

    `on_track` and `at_risk` limit the pace; `coverage` is the share of reports below which a sum is incomplete.

    :raises ValueError: if they are not in order.
    """

    on_track: Decimal
    at_risk: Decimal
    coverage: Decimal

    def __post_init__(self) -> None:
        if not 0 < self.at_risk <= self.on_track:
            raise ValueError(f"At risk ({self.at_risk}) must lie above 0 and not above on track ({self.on_track}).")
        if not 0 <= self.coverage <= 1:
            raise ValueError(f"The coverage threshold is a share from 0 to 1, and not {self.coverage}.")


class TermsProblem(StrEnum):
    """Why terms cannot be accepted; the interface turns the code into a sentence."""

    ENDS_BEFORE_STARTS = "ends_before_starts"
    LOWER_WITHOUT_BASELINE = "lower_without_baseline"
    BASELINE_ON_RISING_FLOW = "baseline_on_rising_flow"
    TARGET_BEHIND_BASELINE = "target_behind_baseline"
    COMPARATOR_AGAINST_DIRECTION = "comparator_against_direction"
    PHASE_ENDS_BEFORE_STARTS = "phase_ends_before_starts"
    PHASE_OUTSIDE_TARGET = "phase_outside_target"
    PHASES_OVERLAP = "phases_overlap"
    PHASES_MIX_BASES = "phases_mix_bases"
    PHASE_WITHOUT_AMOUNT = "phase_without_amount"
    PHASE_ADDS_TO_LEVEL = "phase_adds_to_level"
    PHASES_WITHOUT_END = "phases_without_end"


def check_target_terms(target: TargetTerms) -> tuple[TermsProblem, ...]:
    """List what is wrong with a target's terms, in a fixed order; none means that it can be stored.

    What would mislead a judgement is refused for goals and commitments only: a published offer is kept as printed.
    """
    problems: list[TermsProblem] = []
    if target.ends is not None and target.ends < target.starts:
        problems.append(TermsProblem.ENDS_BEFORE_STARTS)
    if target.role in JUDGED_ROLES:
        problems += _judged_problems(target)
    problems += _phase_problems(target)
    return tuple(problems)


def _judged_problems(target: TargetTerms) -> list[TermsProblem]:
    problems: list[TermsProblem] = []
    rising = target.direction is Direction.HIGHER_IS_BETTER
    falling = target.direction is Direction.LOWER_IS_BETTER
    if falling and target.baseline is None and target.amount.is_stated:
        problems.append(TermsProblem.LOWER_WITHOUT_BASELINE)
    if rising and target.kind is IndicatorKind.FLOW and target.baseline is not None:
        problems.append(TermsProblem.BASELINE_ON_RISING_FLOW)
    if is_behind_baseline(target):
        problems.append(TermsProblem.TARGET_BEHIND_BASELINE)
    wrong_way = {Comparator.AT_MOST, Comparator.UNDER} if rising else {Comparator.AT_LEAST, Comparator.OVER}
    if (rising or falling) and target.amount.comparator in wrong_way:
        problems.append(TermsProblem.COMPARATOR_AGAINST_DIRECTION)
    return problems


def is_behind_baseline(target: TargetTerms) -> bool:
    """Tell whether a target would be reached by moving away from the good direction.

    A target equal to its baseline is not behind it: to hold a level is a goal, though it has no percentage.
    """
    if target.baseline is None or not target.amount.is_stated:
        return False
    if target.direction is Direction.HIGHER_IS_BETTER:
        return target.amount.value < target.baseline
    if target.direction is Direction.LOWER_IS_BETTER:
        return target.amount.top > target.baseline
    return False


def _phase_problems(target: TargetTerms) -> list[TermsProblem]:
    if not target.phases:
        return []
    phases = sorted(target.phases, key=lambda phase: (phase.starts, phase.ends))
    checks = (
        (TermsProblem.PHASES_WITHOUT_END, target.ends is None),
        (TermsProblem.PHASE_ENDS_BEFORE_STARTS, any(phase.ends < phase.starts for phase in phases)),
        (
            TermsProblem.PHASE_OUTSIDE_TARGET,
            any(
                phase.starts < target.starts or (target.ends is not None and phase.ends > target.ends)
                for phase in phases
            ),
        ),
        (TermsProblem.PHASE_WITHOUT_AMOUNT, not all(phase.amount.is_stated for phase in phases)),
        (TermsProblem.PHASES_MIX_BASES, len({phase.is_cumulative for phase in phases}) > 1),
        (
            TermsProblem.PHASE_ADDS_TO_LEVEL,
            target.kind is not IndicatorKind.FLOW and not all(phase.is_cumulative for phase in phases),
        ),
        (TermsProblem.PHASES_OVERLAP, _overlap(phases)),
    )
    return [problem for problem, found in checks if found]


def _overlap(phases: list[Phase]) -> bool:
    """Tell whether additions share a day, or two running totals stand at the same one; phases sorted by start."""
    if any(phase.is_cumulative for phase in phases):
        return len({phase.ends for phase in phases}) < len(phases)
    return any(later.starts <= earlier.ends for earlier, later in pairwise(phases))
