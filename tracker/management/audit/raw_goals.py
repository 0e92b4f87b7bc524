"""The goals of others that a row is measured by, from raw rows: those of the places below or before its own.

Added and divided are only the places that have both a goal of the year and a figure. What is not plain enough (several
goals that bind one place, a goal of other days, a chain of mergers) is not audited.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from tracker.management.audit.asked import Asked, NotAuditedError, Unaudited
from tracker.management.audit.raw import Promise, RawRows
from tracker.management.audit.raw_own import Read, Subject
from tracker.management.audit.raw_readings import RawReader
from tracker.models import Comparator, IndicatorKind
from tracker.models.target import BINDING_ROLES


@dataclass(frozen=True, slots=True)
class Bound:
    """What a row is measured by: the goals added up as one, None without any, and whose figures stand against it.

    ``units`` None: the place's own reading does. ``until``: the last day that the figures may reach. ``across``: a
    merger within the year lies between goals and figures.
    """

    goal: Promise | None
    units: tuple[int, ...] | None
    until: date
    across: bool = False


class RawGoals:
    """Finds the goals of others in the rows of one moment."""

    def __init__(self, rows: RawRows, reader: RawReader) -> None:
        self.rows, self.reader = rows, reader

    def bound(self, asked: Asked, subject: Subject) -> Bound:
        """Return what a row of the goals of others is measured by.

        :raises NotAuditedError: where that is not plain enough.
        """
        last = asked.days.last
        if asked.kind == "added":
            if not self.rows.lives[asked.place_id].holds_on(last):
                raise NotAuditedError(Unaudited.ADDED_TARGETS)
            return self._like_for_like(asked, subject, self.reader.units_below(asked.place_id, last), last)
        merger, places = self._before(asked.place_id)
        if merger > last:
            return self._like_for_like(asked, subject, places, last)
        whole = self._inherited(asked.place_id, asked, subject)
        if whole is not None:
            return Bound(whole, None, last)
        found = self._like_for_like(asked, subject, places, merger - timedelta(days=1))
        return replace(found, across=True)

    def _before(self, place: int) -> tuple[date, list[int]]:
        """Return the day on which a place came out of others, and these.

        :raises NotAuditedError: unless all of each went into it, on one day.
        """
        before = self.rows.before.get(place, [])
        if any(share != 1 for _place, _on, share in before):
            raise NotAuditedError(Unaudited.SPLIT)
        days = {on for _place, on, _share in before}
        if len(days) != 1:
            raise NotAuditedError(Unaudited.ADDED_TARGETS)
        return days.pop(), [each for each, _on, _share in before]

    def _inherited(self, place: int, asked: Asked, subject: Subject) -> Promise | None:
        """Return what all that a place came out of promised, as one, if its figures reach over the merger; else None.

        :raises NotAuditedError: where the raw rows do not say whether the figures lack something further down.
        """
        merger, places = self._before(place)
        goals = [self._goal_of_the_year(each, asked) for each in places]
        promised = [goal for goal in goals if goal is not None]
        if merger > asked.days.last or len(promised) < len(places) or self._ratio(asked):
            return None
        read = self.reader.read(place, subject, asked.days.year_first, asked.days.last)
        if read is None or read.to_on < merger:
            return None
        if not read.places <= {place, *places}:
            raise NotAuditedError(Unaudited.ADDED_TARGETS)
        return self._sum(promised)

    def _like_for_like(self, asked: Asked, subject: Subject, places: list[int], until: date) -> Bound:
        """Return the goals and the places of those that have both, over the days that the newest of them reach."""
        goals: dict[int, Promise] = {}
        reads: dict[int, Read] = {}
        across = False
        for place in places:
            goal = self._goal_of_the_year(place, asked)
            if goal is None and self.rows.before.get(place) and not self._binding(place, asked):
                goal = self._inherited(place, asked, subject)
                if goal is None:
                    raise NotAuditedError(Unaudited.ADDED_TARGETS)
                across = True
            if goal is None or goal.value is None:
                continue
            read = self.reader.read(place, subject, asked.days.year_first, until)
            if read is not None:
                goals[place], reads[place] = goal, read
        if not reads:
            if asked.target_id is not None:
                # The only goal, with no figure of its place: what is divided is not plain, unless there never was one.
                if any(self.reader.is_alive(place, asked.indicator_id) for place in places):
                    raise NotAuditedError(Unaudited.ADDED_TARGETS)
                return Bound(None, (), asked.days.last)
            return Bound(None, None, asked.days.last)
        latest = max(read.to_on for read in reads.values())
        flow = self.rows.indicators[asked.indicator_id][0] == IndicatorKind.FLOW
        units = tuple(place for place, read in reads.items() if not flow or read.to_on == latest)
        if len(units) > 1 and self._ratio(asked):
            return Bound(None, None, asked.days.last)
        return Bound(self._sum([goals[place] for place in units]), units, until, across)

    def _ratio(self, asked: Asked) -> bool:
        """Return whether targets of the indicator cannot be added."""
        return self.rows.indicators[asked.indicator_id][0] not in (IndicatorKind.FLOW, IndicatorKind.STOCK)

    def _binding(self, place: int, asked: Asked) -> list[Promise]:
        """Return the goals that bind the place itself in the quarter."""
        return [
            each
            for each in self.rows.promises.values()
            if (each.place_id, each.indicator_id) == (place, asked.indicator_id)
            and each.investor_id is None
            and not each.collective
            and each.role in BINDING_ROLES
            and each.starts <= asked.days.last
            and (each.ends is None or each.ends >= asked.days.first)
        ]

    def _goal_of_the_year(self, place: int, asked: Asked) -> Promise | None:
        """Return the one goal of the year that binds the place itself; None where nothing in the unit does.

        :raises NotAuditedError: where there are several, or one of other days.
        """
        first = asked.days.year_first
        binding = self._binding(place, asked)
        if len(binding) > 1 or any((each.starts, each.ends) != (first, date(first.year, 12, 31)) for each in binding):
            raise NotAuditedError(Unaudited.ADDED_TARGETS)
        return next((each for each in binding if each.unit == asked.unit), None)

    def _sum(self, goals: list[Promise]) -> Promise:
        """Return the goals as one; one alone stays what it is."""
        first = goals[0]
        if len(goals) == 1:
            return first
        if any(each.high is not None or each.value is None for each in goals):
            raise NotAuditedError(Unaudited.RANGE)
        over = any(each.comparator == Comparator.OVER for each in goals)
        values = [each.value for each in goals if each.value is not None]
        baselines = [each.baseline for each in goals if each.baseline is not None]
        return replace(
            first,
            value=sum(values, Decimal(0)),
            comparator=Comparator.OVER if over else first.comparator,
            baseline=sum(baselines, Decimal(0)) if len(baselines) == len(goals) else None,
        )
