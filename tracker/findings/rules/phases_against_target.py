"""Check whether the phases of a target end at the target."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.findings.facts import Facts
from tracker.findings.figure import Figure
from tracker.findings.finding import Observation, Rule, Severity
from tracker.findings.printed_digits import EXACT, NOTHING, ClosedEnds
from tracker.findings.wording import amount, bare, inputs_of, period, scale_of, shown
from tracker.models import PhaseBasis, Target, TargetPhase

_ONE_DAY = timedelta(days=1)


def check(facts: Facts) -> Iterator[Observation]:
    """Yield the targets whose phases add up to another number, or leave out some of the target's days."""
    phases: dict[int, list[Figure]] = {}
    for phase in facts.phases:
        assert isinstance(phase.row, TargetPhase)
        if phase.counts:
            phases.setdefault(phase.row.target_id, []).append(phase)
    for target in facts.targets:
        own = sorted(phases.get(target.row.pk, ()), key=lambda phase: (str(phase.from_on), str(phase.to_on)))
        if own and target.counts:
            yield from _observe_days(target, own)
            yield from _observe_sum(target, own)


def _observe_days(target: Figure, phases: list[Figure]) -> Iterator[Observation]:
    if target.from_on is None or target.to_on is None:
        return
    reached = target.from_on - _ONE_DAY
    for phase in phases:
        assert phase.from_on is not None
        assert phase.to_on is not None
        if phase.from_on > reached + _ONE_DAY:
            break
        reached = max(reached, phase.to_on)
    if reached >= target.to_on:
        return
    yield Observation(
        severity=Severity.NOTICE,
        arithmetic=_("The phases cover the target's days only until %(reached)s; the target covers %(days)s.")
        % {"reached": period(None, reached), "days": period(target.from_on, target.to_on)},
        inputs=inputs_of((target, *phases)),
    )


def _observe_sum(target: Figure, phases: list[Figure]) -> Iterator[Observation]:
    bases = {phase.row.basis for phase in phases if isinstance(phase.row, TargetPhase)}
    if any(phase.unit != target.unit for phase in phases) or len(bases) != 1:
        return
    counted = phases if bases == {PhaseBasis.IN_PHASE} else phases[-1:]
    ends, found = NOTHING, target.value * 0
    baseline = target.row.baseline if isinstance(target.row, Target) else None
    if bases == {PhaseBasis.IN_PHASE} and baseline is not None:
        ends, found = ClosedEnds(baseline, baseline), baseline
    for phase in counted:
        ends += phase.plausible
        found = EXACT.add(found, phase.value)
    top = target.value if target.row.high is None else target.row.high
    if ends.low <= top and ends.high >= target.value:
        return
    scale = scale_of(target.unit, target.indicator)
    difference = found - target.value
    yield Observation(
        severity=Severity.WARNING,
        arithmetic=_(
            "The phases come to %(parts)s = %(sum)s, the target is %(target)s: a difference of %(difference)s."
        )
        % {
            "parts": " + ".join(bare(phase.value, scale) for phase in counted),
            "sum": amount(found, scale),
            "target": shown(target),
            "difference": amount(abs(difference), scale),
        },
        inputs=inputs_of((target, *phases)),
        difference=difference,
        unit=target.unit.code,
        shown_difference=amount(difference, scale),
    )


RULE = Rule("phases_against_target", gettext_lazy("Do the phases end at the target?"), check)
