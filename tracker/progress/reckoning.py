"""Put a total at the plan rate beside the same at the period's rate, and divide both by the goal; pure.

Standard library only. The difference of the two is the exchange effect, a number of its own (docs/adr/0013).
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.progress.attainment import Attainment, attainment
from tracker.progress.exact_sums import weighted_sum
from tracker.progress.money import ConvertedTotal, Outcome, Part, Refused, exchange_effect, total_in
from tracker.progress.periods import Quarter
from tracker.progress.quantities import Amount
from tracker.progress.rate_choice import Rate, RatePurpose, period_purpose, plan_quarter
from tracker.progress.readings import Reading
from tracker.progress.targets import TargetTerms
from tracker.progress.vocabulary import IndicatorKind, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """Hold the terms of one goal with the currency of its amount."""

    key: Hashable
    unit: str
    terms: TargetTerms


def goal_in(
    goals: Sequence[Goal], *, into: str, rates: Sequence[Rate], quarter: Quarter
) -> tuple[TargetTerms | None, Outcome | None]:
    """Add goals of one period in one currency at the plan rate: the terms of the sum, and how it was reckoned.

    The terms are None if a rate is missing (the outcome names it), or if the goals cannot be added: other periods,
    roles or directions, a baseline that only some have, or a goal without a number; then the outcome is None as well.
    No goals give neither.
    """
    if not goals or len({_kind_of(goal.terms) for goal in goals}) > 1:
        return None, None
    first = goals[0].terms
    when = plan_quarter(first.starts, quarter)
    parts = [Part(key=goal.key, unit=goal.unit, amount=goal.terms.amount) for goal in goals]
    total = total_in(parts, into=into, purpose=RatePurpose.PLAN, rates=rates, quarter=when)
    if isinstance(total, Refused):
        return None, total
    if not total.amount.is_stated:
        return None, None
    factors = {step.part: step.factor for step in total.conversions}
    baselines = [(Amount(goal.terms.baseline), factors[goal.key]) for goal in goals if goal.terms.baseline is not None]
    terms = replace(
        first,
        amount=total.amount,
        baseline=weighted_sum(baselines).low if baselines else None,
        phases=(),
        implied=any(goal.terms.implied for goal in goals),
    )
    return terms, total


def _kind_of(terms: TargetTerms) -> tuple[object, ...]:
    """Give what two goals must have in common to be added."""
    return (
        terms.kind,
        terms.direction,
        terms.is_judged or terms.implied,
        terms.starts,
        terms.ends,
        terms.baseline is None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoning:
    """Hold one total in one currency: at the plan rate and at the period's rate, side by side.

    `effect` is what the change of the rates alone did, None while one of the two is refused. The two attainments
    divide by the same goal; without one, or without a rate, they say why there is none. `at_source` is there only
    where the sources themselves say what the amounts are worth.
    """

    at_plan: Outcome
    at_period: Outcome
    at_source: ConvertedTotal | None
    effect: Amount | None
    attainment_at_plan: Attainment
    attainment_at_period: Attainment


def reckon(
    parts: Sequence[Part],
    *,
    into: str,
    kind: IndicatorKind,
    rates: Sequence[Rate],
    quarter: Quarter,
    to_on: date | None,
    terms: TargetTerms | None = None,
) -> Reckoning:
    """Add the parts in one currency at the plan rate and at the period's, and divide both by the goal.

    `terms` are the goal's in the currency `into`, None without a goal; `to_on` is the last day that the parts reach.

    :raises ValueError: if there are no parts, or the kind is never added.
    """
    when = quarter if terms is None else plan_quarter(terms.starts, quarter)
    at_plan = total_in(parts, into=into, purpose=RatePurpose.PLAN, rates=rates, quarter=when)
    at_period = total_in(parts, into=into, purpose=period_purpose(kind), rates=rates, quarter=quarter)
    at_source = total_in(parts, into=into, purpose=RatePurpose.SOURCE_OWN, rates=rates, quarter=quarter)

    def reached(outcome: Outcome) -> Attainment:
        if isinstance(outcome, Refused):
            reason = Reason.RATE_MISSING if outcome.missing else outcome.unsplit[0][1]
            return Attainment(reason=Reason.NO_TARGET if terms is None else reason)
        return attainment(terms, Reading(kind=kind, amount=outcome.amount, to_on=to_on))

    return Reckoning(
        at_plan=at_plan,
        at_period=at_period,
        at_source=None if isinstance(at_source, Refused) else at_source,
        effect=exchange_effect(at_plan, at_period),
        attainment_at_plan=reached(at_plan),
        attainment_at_period=reached(at_period),
    )
