"""Choose by SQL the reported actuals that a data check can say anything of; the rules then judge those alone.

A country's quarters are some hundred thousand figures, and nearly all of them fit. Each block of the statement leaves
out what cannot be a finding, by plain comparisons of stored values: what a figure claims always holds its value, so
sums that agree to the last digit agree whatever was rounded. What is left in doubt is read with everything that its
rule needs to judge it, so that the rules find among the suspects what they find among all figures
(`tests/findings/test_suspects.py`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db import connection

from tracker.findings import suspects_sql as blocks
from tracker.findings.tolerances import (
    AREA_UNIT,
    HIGHEST_PLAUSIBLE_CHANGE,
    HIGHEST_SHARE,
    LOWEST_PLAUSIBLE_CHANGE,
    LOWEST_SHARE,
    PERCENT_UNIT,
)
from tracker.models import MISSING_STATUSES, Actual, Basis


class Concern(StrEnum):
    """Name what an actual is read for; one that is read for two things stands under both."""

    ALONE = "alone"
    """Judged by itself, by a printed comparison, or by the rate between its own two amounts."""
    SUMMED = "summed"
    """A total in doubt, with every figure of the same place, period and speaker."""
    AREA_WHOLE = "area_whole"
    """An area that may be smaller than what lies inside it."""
    AREA_PART = "area_part"
    """An area inside such a place."""
    STEP = "step"
    """A quarter, or a year to date that falls, that may not fit the figures before it."""
    STEP_BEFORE = "step_before"
    """The figures of the same line and year that a step is judged by, itself included."""
    LEVEL = "level"
    """A level that may not follow from the level before it and the flow between them."""
    LEVEL_BEFORE = "level_before"
    """The levels and flows that such a level is judged by, itself included."""
    SAME_CELL = "same_cell"
    """Figures of the same thing that are not all equal."""
    GOAL_MEASURE = "goal_measure"
    """A goal's own figure in its period, where the figure of another perimeter might stand for it."""
    OTHER_PERIMETER = "other_perimeter"
    """The figure of another perimeter that might stand for a goal's own."""


@dataclass(frozen=True, slots=True)
class OverlookedGoal:
    """Name one goal that the figure of another perimeter might be measured by; days as the goal has them."""

    place: int
    indicator: int
    from_on: date | None
    to_on: date | None
    others: frozenset[int]
    """The places whose figures might stand for the goal's own."""


@dataclass(frozen=True, slots=True)
class Near:
    """Say of which places figures are looked at: of some all of them, of others their areas alone."""

    places: frozenset[int]
    areas_of: frozenset[int]


@dataclass(frozen=True, slots=True)
class Suspect:
    """Hold one actual with the place and the reporter of its report, and what it is read for."""

    row: Actual
    place_id: int
    reporter_id: int
    concerns: tuple[Concern, ...]


def suspects(as_of: datetime | None, goals: Iterable[OverlookedGoal], near: Near | None = None) -> list[Suspect]:
    """Return the actuals in doubt as known at `as_of` (None: now), each once; one query, with ``near`` two.

    ``near`` are the places whose figures are looked at (None: all), joined by those whose figures are compared with any
    others: they are asked for first, so that the planner knows how many there are.
    """
    if near is None:
        return _read(blocks.SUSPECTS, as_of, goals)
    with connection.cursor() as cursor:
        cursor.execute(blocks.COMPARED_ANYWHERE)
        compared = frozenset(int(place) for (place,) in cursor.fetchall())
    places = compared | near.places
    asked = (goal for goal in goals if goal.place in places)
    return _read(blocks.SUSPECTS_NEAR, as_of, asked, Near(places, near.areas_of - places))


def every_actual(as_of: datetime | None) -> list[Suspect]:
    """Return all actuals that the checks look at, in force or a misprint that nothing replaced, for every concern."""
    return _read(blocks.EVERY, as_of, ())


def _read(
    statement: str, as_of: datetime | None, goals: Iterable[OverlookedGoal], near: Near | None = None
) -> list[Suspect]:
    pairs = [(goal, other) for goal in goals for other in sorted(goal.others)]
    words: dict[str, Any] = {
        "as_of": as_of,
        "places": sorted(near.places | near.areas_of) if near else [],
        "areas_of": sorted(near.areas_of) if near else [],
        "concerns": [str(concern) for concern in Concern],
        "bases": [str(basis) for basis in Basis],
        "missing": [str(status) for status in MISSING_STATUSES],
        "percent": PERCENT_UNIT,
        "hectare": AREA_UNIT,
        "lowest_share": LOWEST_SHARE,
        "highest_share": HIGHEST_SHARE,
        "lowest_change": LOWEST_PLAUSIBLE_CHANGE,
        "highest_change": HIGHEST_PLAUSIBLE_CHANGE,
        "goal_places": [goal.place for goal, _other in pairs],
        "goal_indicators": [goal.indicator for goal, _other in pairs],
        "goal_from": [goal.from_on for goal, _other in pairs],
        "goal_to": [goal.to_on for goal, _other in pairs],
        "goal_others": [other for _goal, other in pairs],
    }
    return [
        Suspect(row, row.place_id, row.reporter_id, tuple(map(Concern, row.concerns)))  # type: ignore[attr-defined]  # columns beside the row's own
        for row in Actual.objects.raw(statement, words)
    ]
