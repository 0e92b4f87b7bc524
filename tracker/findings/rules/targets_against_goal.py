"""Check whether a goal is wholly assigned to those who have to reach it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.findings.facts import Facts
from tracker.findings.figure import Figure
from tracker.findings.finding import Observation, Rule, Severity
from tracker.findings.printed_digits import EXACT
from tracker.findings.wording import amount, bare, inputs_of, scale_of, shown
from tracker.models import BINDING_ROLES, Target


def check(facts: Facts) -> Iterator[Observation]:
    """Yield the binding goals whose direct parts add up to less or more than the goal.

    A goal is set, not measured: "1 billion" is meant to the dollar, so rounding excuses nothing here. Parts in
    another unit, and parts that state no number, are left out: nothing is converted, missing is not zero. A range is
    measured at its low end.
    """
    parts: dict[int, list[Figure]] = {}
    for figure in facts.targets:
        assert isinstance(figure.row, Target)
        if figure.row.part_of_id is not None and figure.counts:
            whole = facts.target_versions.get(figure.row.part_of_id, figure.row.part_of_id)
            parts.setdefault(whole, []).append(figure)
    for goal in facts.targets:
        assert isinstance(goal.row, Target)
        if goal.counts and goal.row.role in BINDING_ROLES:
            direct = parts.get(facts.target_versions.get(goal.row.pk, goal.row.pk), [])
            alike = [part for part in direct if part.unit == goal.unit]
            if alike:
                yield from _observe(goal, sorted(alike, key=_position))


def _position(part: Figure) -> tuple[int, object]:
    assert isinstance(part.row, Target)
    return part.row.position, part.sort_key


def _observe(goal: Figure, parts: list[Figure]) -> Iterator[Observation]:
    assigned = goal.value * 0
    for part in parts:
        assigned = EXACT.add(assigned, part.value)
    difference = assigned - goal.value
    if difference == 0:
        return
    scale = scale_of(goal.unit, goal.indicator)
    if difference < 0:
        text = _("%(parts)s = %(assigned)s against %(goal)s: %(difference)s of the goal belong to nobody.")
    else:
        text = _("%(parts)s = %(assigned)s for %(goal)s: %(difference)s more than the goal are assigned.")
    words = {
        "parts": " + ".join(bare(part.value, scale) for part in parts),
        "assigned": bare(assigned, scale),
        "goal": shown(goal),
        "difference": amount(abs(difference), scale),
    }
    yield Observation(
        severity=Severity.NOTICE,
        arithmetic=text % words,
        inputs=inputs_of((goal, *parts)),
        difference=difference,
        unit=goal.unit.code,
        shown_difference=amount(difference, scale),
    )


RULE = Rule("targets_against_goal", gettext_lazy("Is the goal wholly assigned?"), check)
