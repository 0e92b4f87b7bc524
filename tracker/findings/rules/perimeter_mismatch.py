"""Check whether a goal and the only figure it could be measured by speak of the same perimeter."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.findings.facts import Facts
from tracker.findings.figure import Figure
from tracker.findings.finding import Observation, Rule, Severity
from tracker.findings.suspects import Concern
from tracker.findings.wording import inputs_of, place_name, shown


def check(facts: Facts) -> Iterator[Observation]:
    """Yield the goals of a place that has no figure of its own while a narrower or wider perimeter has one.

    An investor's and a collective target are measured by parks and are no findings. The latest figure is shown.
    """
    own = _by_place(facts.actuals_for(Concern.GOAL_MEASURE))
    elsewhere = _by_place(facts.actuals_for(Concern.OTHER_PERIMETER))
    for goal in facts.own_goals:
        cell = (goal.indicator.pk, goal.place.pk)
        if any(_in_period(goal, actual) for actual in own.get(cell, ())):
            continue
        others = [
            actual
            for place in sorted(facts.other_perimeters(goal.place))
            for actual in elsewhere.get((goal.indicator.pk, place), ())
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


def _by_place(actuals: Iterable[Figure]) -> dict[tuple[int, int], list[Figure]]:
    """Return the actuals by indicator and place: a goal looks at few places, and a country's figures are many."""
    found: dict[tuple[int, int], list[Figure]] = {}
    for actual in actuals:
        if actual.counts:
            found.setdefault((actual.indicator.pk, actual.place.pk), []).append(actual)
    return found


def _in_period(goal: Figure, actual: Figure) -> bool:
    assert goal.from_on is not None
    assert actual.to_on is not None
    return goal.from_on <= actual.to_on and (goal.to_on is None or actual.to_on <= goal.to_on)


RULE = Rule("perimeter_mismatch", gettext_lazy("Do the goal and its figure speak of the same perimeter?"), check)
