"""The first way: recompute a row's totals by statements of SQL over the tables, with nothing of tracker/progress."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection

from tracker.management.audit import statements
from tracker.management.audit.asked import NOTHING, Answers, Asked, Value

Reached = tuple[Decimal | None, date | None, list[int]]
"""An amount, the day that it reaches, and which of the places that were asked for have a part in it."""

_BESIDE = ("assigned", "unassigned", "over_assigned", "coverage_of_goal")
_AGAINST = ("attainment", "gap", "needed_per_remaining_quarter", "expected")


class BySql:
    """Answers by statements, as known at one moment."""

    def __init__(self, as_of: datetime | None) -> None:
        self.as_of = as_of
        known = statements.KNOWN_NOW if as_of is None else statements.KNOWN_THEN
        approved = statements.APPROVED_NOW if as_of is None else statements.APPROVED_THEN
        places = (
            "WITH RECURSIVE " + (statements.STANDS_NOW if as_of is None else statements.STOOD_THEN),
            statements.PLACES.format(
                parent_known=known.format(row="parent"),
                member_known=known.format(row="member"),
                step_known=known.format(row="step"),
            ),
        )
        figures = statements.FIGURES.format(approved=approved)
        self._reading = {
            is_flow: ",".join((*places, figures, statements.FLOWS if is_flow else statements.LEVELS, statements.FRONT))
            for is_flow in (True, False)
        }
        in_force = "{row}.approved_at IS NOT NULL" if as_of is None else "{row}.approved_at <= %(as_of)s"
        self.indicator_statement = statements.INDICATOR_NOW if as_of is None else statements.INDICATOR_THEN
        self.goals_of_others = {
            kind: ",".join(places)
            + statements.GOALS_OF_OTHERS.format(
                others=others.format(step_known=known.format(row="step")),
                approved=in_force.format(row="target"),
                newer_approved=in_force.format(row="newer"),
            )
            for kind, others in (("added", statements.BELOW_IT), ("inherited", statements.BEFORE_IT))
        }
        self.assigned_statement = statements.ASSIGNED.format(
            approved=in_force.format(row="part"), newer_approved=in_force.format(row="newer")
        )
        self.against_statement = statements.AGAINST_GOAL.format(
            months_gone=statements.months_between("starts_on", "LEAST(to_on, ends_on)"),
            months_whole=statements.months_between("starts_on", "ends_on"),
        )

    def answers(self, asked: Asked, codes: set[str]) -> Answers:
        """Return what the tables say of the totals ``codes`` of the row; two to eight statements."""
        row = _Row(self, asked)
        found: Answers = {}
        for code in ("to_date", "own_report", "children_sum", "not_broken_down", "in_quarter"):
            if code in codes:
                found[code] = getattr(row, code)()
        if codes & {"same_period_last_year", "same_period_last_year_change"}:
            found.update(row.last_year())
        if codes & set(_AGAINST):
            found.update(row.against_goal())
        if codes & set(_BESIDE):
            found.update(row.beside())
        return {code: value for code, value in found.items() if code in codes}

    def one(self, statement: str, parameters: dict[str, Any]) -> tuple[Any, ...] | None:
        """Return the one row of a statement, None if it has none."""
        with connection.cursor() as cursor:
            cursor.execute(statement, {**parameters, "as_of": self.as_of})
            row: tuple[Any, ...] | None = cursor.fetchone()
            return row

    def reached(self, asked: Asked, kind: str, places: list[int], first: date, last: date, **options: Any) -> Reached:
        """Return what the places have reached over the days, and the day that it reaches."""
        parameters = {
            "places": places,
            "kind": kind,
            "indicator": asked.indicator_id,
            "unit": asked.unit,
            "known_to": asked.days.last,
            "day": last,
            "first": first,
            "last": last,
            "whole": options.get("whole", False),
            "without": options.get("without", []),
        }
        value, to_on, roots = self.one(self._reading[kind == "flow"], parameters) or (None, None, None)
        return (None, None, []) if value is None else (value, to_on, roots)


class _Row:
    """One displayed row, recomputed."""

    def __init__(self, way: BySql, asked: Asked) -> None:
        self.way, self.asked = way, asked
        indicator = way.one(way.indicator_statement, {"indicator": asked.indicator_id})
        assert indicator is not None
        self.kind: str = indicator[0]
        self.direction: str = indicator[1]
        self.first, self.last = asked.days.year_first, asked.days.last
        self.places = [asked.place_id]
        self.targets = [] if asked.target_id is None else [asked.target_id]
        if asked.kind in ("added", "inherited"):
            self._take_goals_of_others()
            return
        if asked.target_id is not None:
            period = way.one(
                "SELECT starts_on, ends_on,"
                " ARRAY(SELECT member.place_id FROM tracker_target_members member WHERE member.target_id = target.id)"
                " FROM tracker_target target WHERE target.id = %(id)s",
                {"id": asked.target_id},
            )
            assert period is not None
            self.first = period[0]
            self.last = min(self.last, period[1] or self.last)
            if asked.kind == "collective":
                self.places = list(period[2])

    def _take_goals_of_others(self) -> None:
        """Measure by the goals of those below that have both a goal and a figure, or by those of all before it.

        Once the place is there, it is measured itself by what those before it promised.
        """
        asked = self.asked
        goals = self.way.one(
            self.way.goals_of_others[asked.kind],
            {"places": self.places, "indicator": asked.indicator_id, "unit": asked.unit, "day": self.last},
        )
        units, targets, is_there = goals or (None, None, None)
        if not units:
            return
        if asked.kind == "inherited" and is_there:
            self.targets = targets
            return
        roots = self.way.reached(asked, self.kind, units, self.first, self.last)[2]
        if not roots and asked.target_id is not None:
            self.places = units
        if roots and (len(roots) == 1 or self.kind in ("flow", "stock")):
            self.places = roots
            self.targets = [target for unit, target in zip(units, targets, strict=True) if unit in roots]

    def _reached(self, first: date, last: date, **options: Any) -> Reached:
        return self.way.reached(self.asked, self.kind, self.places, first, last, **options)

    def _of_the_place(self, **options: Any) -> Reached:
        """Return what the place of the row has reached, whoever's goals it is measured by."""
        places = self.places if self.asked.kind == "collective" else [self.asked.place_id]
        return self.way.reached(self.asked, self.kind, places, self.first, self.last, **options)

    def to_date(self) -> Value:
        return self._reached(self.first, self.last)[0], None

    def in_quarter(self) -> Value:
        return self._reached(self.asked.days.first, self.asked.days.last, whole=True)[0], None

    def own_report(self) -> Value:
        return self._of_the_place()[0], None

    def children_sum(self) -> Value:
        return self._of_the_place(without=[self.asked.place_id])[0], None

    def not_broken_down(self) -> Value:
        own, own_day, _roots = self._of_the_place()
        below, day, _roots = self._of_the_place(without=[self.asked.place_id])
        if own is None or below is None or (self.kind == "flow" and own_day != day):
            return NOTHING
        return own - below, None

    def last_year(self) -> Answers:
        days, earlier = self.asked.days, self.asked.days.a_year_earlier()
        then = self._reached(earlier.year_first, earlier.last)[0]
        now = self._reached(days.year_first, days.last)[0]
        change: Value = NOTHING
        if now is not None and then is not None and then > 0:
            ratio = self.way.one("SELECT %(now)s::numeric(200, 40) / %(then)s - 1", {"now": now, "then": then})
            change = (ratio[0] if ratio else None), None
        return {"same_period_last_year": (then, None), "same_period_last_year_change": change}

    def against_goal(self) -> Answers:
        reached, to_on, _roots = self._reached(self.first, self.last)
        row = self.way.one(
            self.way.against_statement,
            {
                "targets": self.targets,
                "kind": self.kind,
                "direction": self.direction,
                "reached": reached,
                "to_on": to_on,
                "reported": self.asked.reported,
                "day": self.asked.days.last,
                "quarter_first": self.asked.days.first,
            },
        )
        return _pairs(_AGAINST, row)

    def beside(self) -> Answers:
        days = self.asked.days
        row = self.way.one(
            self.way.assigned_statement,
            {"target": self.asked.target_id, "day": days.last, "quarter_first": days.first},
        )
        return _pairs(_BESIDE, row)


def _pairs(codes: tuple[str, ...], row: tuple[Any, ...] | None) -> Answers:
    if row is None:
        return dict.fromkeys(codes, NOTHING)
    return {code: (row[number * 2], row[number * 2 + 1]) for number, code in enumerate(codes)}
