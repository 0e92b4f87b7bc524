"""Follow the phases of a target: what they ask for at a day; pure, standard library only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from tracker.progress.periods import ONE_DAY, exact_months_between
from tracker.progress.quantities import Amount, exact_sum
from tracker.progress.targets import Phase, TargetTerms
from tracker.progress.vocabulary import Basis, IndicatorKind


@dataclass(frozen=True, slots=True)
class Plan:
    """Hold the phases of a target as additions to a level that is known on a day.

    `origin` stands at the end of `opens_on`; nothing is asked for before. The steps lead to `level` at the end of
    `reached`, the last day that the phases name.
    """

    origin: Decimal
    opens_on: date
    steps: tuple[Phase, ...]
    reached: date
    level: Decimal

    def level_at(self, day: date, ends: date, goal: Fraction) -> Fraction | None:
        """Give the level that the plan asks for at a day, None before it asks for any.

        Between the days that the plan names the way runs straight, by months. The plan ends at the goal, whatever its
        phases add up to.
        """
        if day >= ends:
            return goal
        if day < self.opens_on:
            return None
        come = Fraction(self.origin)
        for step in self.steps:
            if day >= step.starts:
                come += Fraction(step.amount.value) * _part_of(step.starts, min(day, step.ends), step.ends)
        if day > self.reached:
            come += (goal - come) * _part_of(self.reached + ONE_DAY, day, ends)
        return come


def plan_of(target: TargetTerms) -> Plan | None:
    """Give the plan that the phases with a number make; None where they make none.

    An addition without a number leaves the level open until the next running total: what follows it is left out, since
    a missing number is not 0. A running total without a number is only one named day less.
    """
    flow = target.kind is IndicatorKind.FLOW
    opens_on = target.starts - ONE_DAY
    origin = level = Decimal(0) if flow else target.baseline
    reached, is_open = opens_on, False
    steps: list[Phase] = []
    for phase in _in_order(target.phases):
        if not phase.amount.is_stated:
            is_open = is_open or not phase.is_cumulative
        elif phase.is_cumulative and level is None:
            origin, opens_on = phase.amount.value, phase.ends
            level, reached, is_open = origin, opens_on, False
        elif phase.is_cumulative and level is not None and phase.ends > reached:
            risen = Amount(exact_sum([phase.amount.value, -level]))
            steps.append(Phase(starts=reached + ONE_DAY, ends=phase.ends, amount=risen, basis=Basis.OTHER_SPAN))
            level, reached, is_open = phase.amount.value, phase.ends, False
        elif not phase.is_cumulative and level is not None and not is_open:
            steps.append(phase)
            level, reached = exact_sum([level, phase.amount.value]), phase.ends
    if origin is None or level is None or reached == target.starts - ONE_DAY:
        return None
    return Plan(origin, opens_on, tuple(steps), reached, level)


def unstated_phases(target: TargetTerms) -> tuple[Phase, ...]:
    """List the phases without a number, in order: the plan does without them."""
    return tuple(phase for phase in _in_order(target.phases) if not phase.amount.is_stated)


def steps_of(target: TargetTerms) -> list[Phase]:
    """Write a flow's plan as additions that fill its period; without a plan it is one straight step."""
    plan = plan_of(target)
    steps = [] if plan is None else list(plan.steps)
    opens, level = (target.starts, Decimal(0)) if plan is None else (plan.reached + ONE_DAY, plan.level)
    if target.ends is not None and opens <= target.ends:
        rest = Amount(exact_sum([target.amount.value, -level]))
        steps.append(Phase(starts=opens, ends=target.ends, amount=rest, basis=Basis.OTHER_SPAN))
    return steps


def _in_order(phases: Sequence[Phase]) -> list[Phase]:
    return sorted(phases, key=lambda phase: (phase.ends, phase.starts))


def _part_of(starts: date, day: date, ends: date) -> Fraction:
    """Give the part of a span that is behind at the end of a day, by months."""
    return exact_months_between(starts, day) / exact_months_between(starts, ends)
