"""Check whether a goal and the only figure it could be measured by speak of the same perimeter."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from provinces.models import PlaceKind
from tracker.findings.components import ADDED_KINDS
from tracker.findings.facts import Facts
from tracker.findings.figure import Figure
from tracker.findings.finding import Observation, Rule, Severity
from tracker.findings.wording import inputs_of, place_name, shown
from tracker.models import BINDING_ROLES, Target


def check(facts: Facts) -> Iterator[Observation]:
    """Yield the goals of a place that has no figure of its own while a narrower or wider perimeter has one.

    An investor's and a collective target are measured by parks and are no findings. The latest figure is shown.
    """
    actuals: dict[int, dict[int, list[Figure]]] = {}
    for actual in facts.actuals:
        if actual.counts:
            # By place: a goal looks at few places, and a country's figures are many.
            actuals.setdefault(actual.indicator.pk, {}).setdefault(actual.place.pk, []).append(actual)
    for goal in facts.targets:
        row = goal.row
        assert isinstance(row, Target)
        own = row.investor_id is None and not row.collective
        if not own or not goal.counts or row.role not in BINDING_ROLES or goal.indicator.kind not in ADDED_KINDS:
            continue
        by_place = actuals.get(goal.indicator.pk, {})
        if any(_in_period(goal, actual) for actual in by_place.get(goal.place.pk, ())):
            continue
        others = [
            actual
            for figures in by_place.values()
            if _other_perimeter(goal, figures[0], facts)
            for actual in figures
            if _in_period(goal, actual)
        ]
        if others:
            latest = max(others, key=lambda actual: (str(actual.to_on), actual.sort_key))
            yield Observation(
                severity=Severity.WARNING,
                arithmetic=_(
                    "The goal of %(goal)s is for %(place)s; the only figure, %(actual)s, is for %(other)s. "
                    "Dividing one by the other compares two different things."
                )
                % {
                    "goal": shown(goal),
                    "place": place_name(goal.place),
                    "actual": shown(latest),
                    "other": place_name(latest.place),
                },
                inputs=inputs_of((goal, latest)),
            )


def _in_period(goal: Figure, actual: Figure) -> bool:
    assert goal.from_on is not None
    assert actual.to_on is not None
    return goal.from_on <= actual.to_on and (goal.to_on is None or actual.to_on <= goal.to_on)


def _other_perimeter(goal: Figure, actual: Figure, facts: Facts) -> bool:
    narrower = actual.place.kind == PlaceKind.PERIMETER and goal.place.pk in facts.above(actual.place.pk)
    wider = goal.place.kind == PlaceKind.PERIMETER and actual.place.pk in facts.above(goal.place.pk)
    return narrower or wider


RULE = Rule("perimeter_mismatch", gettext_lazy("Do the goal and its figure speak of the same perimeter?"), check)
