"""Say how much of a goal is assigned, and divide sums by the goals of the same units; pure, standard library only."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from tracker.progress.attainment import Attainment, Ends, attainment
from tracker.progress.plans import steps_of
from tracker.progress.quantities import Amount, exact_sum, total_of
from tracker.progress.readings import Reading, unknown
from tracker.progress.rollup import ChildReading, roll_up
from tracker.progress.targets import JUDGED_ROLES, Phase, TargetTerms
from tracker.progress.vocabulary import IndicatorKind, Reason, TargetRole


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalPart:
    """Hold one direct part of a goal; `amount` None: the unit has no figure for it, which is not 0.

    `unit` is the unit of the amount, in the caller's code; `collective` marks one number for several members.
    """

    key: Hashable
    amount: Amount | None
    unit: str = ""
    role: TargetRole = TargetRole.COMMITMENT
    collective: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalCoverage:
    """Hold how much of a goal is given to somebody, in the goal's unit.

    `assigned` is None while no part has a figure; `reason` says so. `unassigned` and `over_assigned` are never negative
    and have two numbers where the goal, or the sum of its parts, is a range. `share` = assigned / goal, not capped.
    `parts_collective` of the `parts_with` are one number for several members.
    """

    assigned: Amount | None
    unassigned: Ends
    over_assigned: Ends
    share: Attainment
    parts_with: int
    parts_without: int
    parts_in_other_units: int
    parts_collective: int
    reason: Reason | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitTarget:
    """Hold one unit's reading with the unit's own target; None for a unit that has none."""

    key: Hashable
    reading: Reading
    target: TargetTerms | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LikeForLike:
    """Hold a sum and the sum of the targets of the very same units: 12.5 %, 1 of 2.

    `target` is None when nothing can be divided; `reason` says why. `left_out_keys` are the units with a target or a
    figure that lack the other, or whose figure ends on another day.
    """

    reading: Reading
    target: TargetTerms | None
    attainment: Attainment
    included_keys: tuple[Hashable, ...]
    left_out_keys: tuple[Hashable, ...]
    reason: Reason | None


def coverage_of_goal(goal: Amount, parts: Sequence[GoalPart], *, unit: str = "") -> GoalCoverage:
    """Say how much of a goal is assigned to its direct parts.

    One unit at a time: parts of another unit are counted, never converted. Only goals and commitments are parts; plans,
    offers and the like count nowhere. A goal's comparator changes nothing: 6,000 of "over 8,500" leaves 2,500.
    """
    judged = [part for part in parts if part.role in JUDGED_ROLES]
    without = [part for part in judged if part.amount is None or not part.amount.is_stated]
    stated = [part for part in judged if part.amount is not None and part.amount.is_stated]
    same_unit = [part for part in stated if part.unit == unit]
    assigned = total_of(part.amount for part in same_unit if part.amount is not None)
    reason = None if goal.is_stated else Reason.TARGET_NOT_STATED
    if assigned is None and reason is None:
        reason = Reason.NOT_BROKEN_DOWN
    unassigned = over = Ends(reason=reason or Reason.NOT_BROKEN_DOWN)
    share = Attainment(reason=reason or Reason.NOT_BROKEN_DOWN)
    if assigned is not None and reason is None:
        counted = assigned.low_end() if goal.is_range else assigned
        rests = [Amount(end) - counted for end in _ends_of(goal)]
        unassigned = _never_negative(rests)
        over = _never_negative([rest.negated() for rest in rests])
        share = Attainment(reason=Reason.TARGET_NOT_POSITIVE)
        if goal.value > 0:
            shares = [counted.scaled(1 / Fraction(end)) for end in _ends_of(goal)]
            ends = _two_ends(shares)
            share = Attainment(low=ends.low, high=ends.high, comparator=ends.comparator)
    return GoalCoverage(
        assigned=assigned,
        unassigned=unassigned,
        over_assigned=over,
        share=share,
        parts_with=len(same_unit),
        parts_without=len(without),
        parts_in_other_units=len(stated) - len(same_unit),
        parts_collective=sum(part.collective for part in same_unit),
        reason=reason,
    )


def _ends_of(goal: Amount) -> list[Decimal]:
    return [goal.value] if goal.high is None else [goal.value, goal.high]


def _two_ends(amounts: Sequence[Amount]) -> Ends:
    """Put the measure at one or two ends of a goal side by side."""
    first, last = amounts[0], amounts[-1]
    return Ends(low=first.low, high=first.high if len(amounts) == 1 else last.low, comparator=first.comparator)


def _never_negative(rests: Sequence[Amount]) -> Ends:
    """Keep what is left at each end, 0 where nothing is."""
    return _two_ends([_at_least_zero(rest) for rest in rests])


def _at_least_zero(rest: Amount) -> Amount:
    if rest.top <= 0:
        return Amount.exactly(0)
    return rest if rest.value >= 0 else Amount(Decimal(0), rest.high, rest.comparator)


def like_for_like(units: Sequence[UnitTarget]) -> LikeForLike:
    """Divide the sum of the units that have both a figure and a target by the targets of the same units.

    Targets of different periods, kinds or directions are not added, nor are the targets of ratios and of other kinds.
    """
    both = [
        unit for unit in units if unit.reading.is_known and unit.target is not None and unit.target.amount.is_stated
    ]
    total = roll_up(None, [ChildReading(key=unit.key, reading=unit.reading) for unit in both])
    added = set(total.included_keys)
    included = [unit for unit in both if unit.key in added]
    target, reason = sum_of_targets([unit.target for unit in included if unit.target is not None])
    reading = total.children_sum
    if not units:
        reading, reason = unknown(None, Reason.NO_CHILDREN), Reason.NO_CHILDREN
    answer = attainment(target, reading) if target is not None else Attainment(reason=reason or Reason.NO_TARGET)
    return LikeForLike(
        reading=reading,
        target=target,
        attainment=answer,
        included_keys=tuple(unit.key for unit in included),
        left_out_keys=tuple(unit.key for unit in units if unit.key not in added and _has_something(unit)),
        reason=reason,
    )


def _has_something(unit: UnitTarget) -> bool:
    return unit.reading.is_known or unit.target is not None


def sum_of_targets(targets: Sequence[TargetTerms]) -> tuple[TargetTerms | None, Reason | None]:
    """Add targets that speak of the same period, kind and direction; one alone stays what it is."""
    if not targets:
        return None, Reason.NO_CHILD_REPORTED
    first = targets[0]
    if len(targets) == 1:
        return first, None
    if first.kind in (IndicatorKind.RATIO, IndicatorKind.OTHER):
        return None, Reason.KIND_NOT_ADDED
    alike = {(each.kind, each.direction, each.starts, each.ends) for each in targets}
    phases = _sum_of_phases(targets)
    if len(alike) > 1 or phases is None:
        return None, Reason.SPANS_DIFFER
    baselines = [each.baseline for each in targets if each.baseline is not None]
    return (
        replace(
            first,
            key=tuple(each.key for each in targets),
            amount=total_of(each.amount for each in targets) or Amount.none_stated(),
            baseline=exact_sum(baselines) if len(baselines) == len(targets) else None,
            role=next((each.role for each in targets if each.role not in JUDGED_ROLES), first.role),
            implied=any(each.implied for each in targets),
            phases=phases,
        ),
        None,
    )


def _sum_of_phases(targets: Sequence[TargetTerms]) -> tuple[Phase, ...] | None:
    """Put the plans of several targets together; None where levels are planned for different days."""
    if not any(each.phases for each in targets):
        return ()
    if targets[0].kind is IndicatorKind.FLOW:
        return tuple(step for each in targets for step in steps_of(each))
    days = {tuple(sorted(phase.ends for phase in each.phases)) for each in targets}
    if len(days) > 1:
        return None
    levels: dict[date, list[Phase]] = {}
    for each in targets:
        for phase in each.phases:
            levels.setdefault(phase.ends, []).append(phase)
    return tuple(
        replace(phases[0], amount=total_of(phase.amount for phase in phases) or Amount.none_stated())
        for _, phases in sorted(levels.items())
    )
