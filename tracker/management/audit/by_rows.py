"""The second way: recompute a row's totals by plain Python from raw rows, with nothing of tracker/progress."""

import calendar
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property

from tracker.management.audit.asked import NOTHING, Answers, Asked, NotAuditedError, Unaudited, Value
from tracker.management.audit.raw import Promise, RawRows
from tracker.management.audit.raw_goals import Bound, RawGoals
from tracker.management.audit.raw_own import Read, Subject
from tracker.management.audit.raw_readings import RawReader
from tracker.models import Comparator, Direction, IndicatorKind
from tracker.models.target import BINDING_ROLES


class ByRows:
    """Answers from the rows of one moment."""

    def __init__(self, rows: RawRows) -> None:
        self.rows = rows
        self.reader = RawReader(rows)
        self.goals = RawGoals(rows, self.reader)
        self.across: set[str] = set()
        """The totals of the row answered last for which a merger within the period was read across."""

    def answers(self, asked: Asked) -> Answers:
        """Return what the raw rows say of each displayed total of the row."""
        row = _Row(self.rows, self.reader, self.goals, asked)
        found = row.answers()
        self.across = row.across
        return found


class _Row:
    """One displayed row, recomputed."""

    def __init__(self, rows: RawRows, reader: RawReader, goals: RawGoals, asked: Asked) -> None:
        self.rows, self.reader, self.goals, self.asked = rows, reader, goals, asked
        self.across: set[str] = set()
        self.subject = Subject(asked.indicator_id, asked.unit, asked.days.last)
        self.kind, self.direction = rows.indicators[asked.indicator_id]
        self.promise = None if asked.target_id is None else rows.promises[asked.target_id]

    @cached_property
    def bound(self) -> Bound:
        """Give what the row is measured by: its own target, or the goals of others."""
        if self.asked.kind in ("inherited", "added"):
            return self.goals.bound(self.asked, self.subject)
        members = self.rows.members.get(self.asked.target_id or 0, []) if self.asked.kind == "collective" else None
        return Bound(self.promise, None if members is None else tuple(members), self.asked.days.last)

    def answers(self) -> Answers:
        ways: dict[str, Callable[[], Value]] = {
            "in_quarter": self._in_quarter,
            "to_date": lambda: _plain(self.reached()),
            "own_report": lambda: _plain(self._own()),
            "children_sum": lambda: _plain(self._below()),
            "not_broken_down": self._not_broken_down,
            "attainment": self._attainment,
            "expected": self._expected,
            "gap": self._gap,
            "needed_per_remaining_quarter": self._needed,
            "same_period_last_year": lambda: _plain(self._last_year()),
            "same_period_last_year_change": self._change,
            "assigned": lambda: (self._assigned(), None),
            "unassigned": lambda: self._rest(lambda end, held: max(end - held, Fraction(0))),
            "over_assigned": lambda: self._rest(lambda end, held: max(held - end, Fraction(0))),
            "coverage_of_goal": lambda: self._rest(lambda end, held: held / end),
        }
        found: Answers = {}
        for code in self.asked.displayed:
            self.reader.crossed = False
            try:
                found[code] = ways[code]()
            except NotAuditedError as refusal:
                found[code] = refusal.why
            if self.reader.crossed or self._is_bound_across():
                self.across.add(code)
        return found

    def _is_bound_across(self) -> bool:
        try:
            return self.bound.across
        except NotAuditedError:
            return False

    def days(self) -> tuple[date, date]:
        goal, last = self.bound.goal, self.asked.days.last
        return (self.asked.days.year_first, last) if goal is None else (goal.starts, min(last, goal.ends or last))

    def reached(self) -> Read | None:
        first, last = self.days()
        return self._read(first, min(last, self.bound.until))

    def _read(self, first: date, last: date, *, whole: bool = False) -> Read | None:
        place, units, target = self.asked.place_id, self.bound.units, self.promise
        if units is not None:
            return self.reader.total(list(units), self.subject, first, last, whole=whole)
        if self.asked.kind == "investor":
            assert target is not None
            others = self.reader.reporters(place, self.subject) - {target.investor_id}
            below = any(self.reader.is_alive(c, self.asked.indicator_id) for c, _life in self.rows.below.get(place, ()))
            if below or any(self.rows.reporter_kinds[each] == "investor" for each in others):
                raise NotAuditedError(Unaudited.OTHER_REPORTER)
        return self.reader.read(place, self.subject, first, last, whole=whole)

    def _own(self) -> Read | None:
        return self.reader.own(self.asked.place_id, self.subject, *self.days())

    def _below(self) -> Read | None:
        return self.reader.below(self.asked.place_id, self.subject, *self.days())

    def _not_broken_down(self) -> Value:
        own, below = self._own(), self._below()
        if own is None or below is None or (self.kind == IndicatorKind.FLOW and own.to_on != below.to_on):
            return NOTHING
        return own.value - below.value, None

    def _in_quarter(self) -> Value:
        if self.kind != IndicatorKind.FLOW:
            raise NotAuditedError(Unaudited.OTHER_KIND)
        alone = self._read(self.asked.days.first, self.asked.days.last, whole=True)
        reached = self.reached()
        if alone is not None and reached is not None and alone.places != reached.places:
            raise NotAuditedError(Unaudited.UNITS_DIFFER)
        return _plain(alone)

    def _measured(self) -> tuple[Promise, Read] | None:
        """Return the goal and what is reached of it; None where either is not there."""
        reached, goal = self.reached(), self.bound.goal
        if goal is None or goal.value is None or reached is None:
            return None
        if self.kind != IndicatorKind.FLOW and reached.to_on < goal.starts:
            return None
        return goal, reached

    def _attainment(self) -> Value:
        measured = self._measured()
        if measured is None:
            return NOTHING
        goal, reached = measured
        if self.asked.reported:
            raise NotAuditedError(Unaudited.BASELINE_REPORTED)
        if goal.baseline is None and (self.direction == Direction.LOWER_IS_BETTER or _least(goal) <= 0):
            return NOTHING
        if goal.baseline is not None and self.kind == IndicatorKind.FLOW:
            raise NotAuditedError(Unaudited.FLOW_FROM_BASELINE)
        start = Fraction(goal.baseline or 0)
        ends = _ends(goal)
        falls, rises = self.direction == Direction.LOWER_IS_BETTER, self.direction == Direction.HIGHER_IS_BETTER
        behind = any((falls and end > start) or (rises and end < start) for end in ends if end is not None)
        if start in ends or (goal.baseline is not None and behind):
            return NOTHING
        return _at(goal, lambda end: (reached.value - start) / (end - start))

    def _gap(self) -> Value:
        measured = self._measured()
        if measured is None:
            return NOTHING
        goal, reached = measured
        falls = self.direction == Direction.LOWER_IS_BETTER
        if self.kind == IndicatorKind.FLOW and (falls or goal.baseline is not None):
            raise NotAuditedError(Unaudited.FLOW_FROM_BASELINE)
        if goal.baseline is None and not self.asked.reported and not falls and _least(goal) <= 0:
            return NOTHING
        return _at(goal, lambda end: end - reached.value)

    def _needed(self) -> Value:
        gap, measured = self._gap(), self._measured()
        if gap == NOTHING or measured is None or self.kind != IndicatorKind.FLOW:
            return NOTHING
        goal, reached = measured
        assert goal.value is not None
        if reached.value >= goal.value:
            if not reached.exact or goal.comparator == Comparator.OVER:
                raise NotAuditedError(Unaudited.BOUNDS)
            return NOTHING
        left = self._quarters_left(goal, reached.to_on)
        return NOTHING if not left else _at(goal, lambda end: (end - reached.value) / left)

    def _quarters_left(self, goal: Promise, day: date) -> int | None:
        days = self.asked.days
        if goal.ends is None:
            return None
        if day >= goal.ends or (days.last >= goal.ends and day < days.first):
            return 0
        following = day + timedelta(days=1)
        return (goal.ends.year - following.year) * 4 + (goal.ends.month - 1) // 3 - (following.month - 1) // 3 + 1

    def _expected(self) -> Value:
        if not self.asked.line:
            raise NotAuditedError(Unaudited.OTHER_RULE)
        if self.asked.reported:
            raise NotAuditedError(Unaudited.BASELINE_REPORTED)
        measured = self._measured()
        if measured is None or measured[0].ends is None:
            return NOTHING
        goal, reached = measured
        assert goal.ends is not None
        start = Fraction(goal.baseline or 0)
        day = min(reached.to_on, goal.ends)
        gone = _months_before(day + timedelta(days=1)) - _months_before(goal.starts)
        whole = _months_before(goal.ends + timedelta(days=1)) - _months_before(goal.starts)
        return _at(goal, lambda end: start + (end - start) * gone / whole)

    def _last_year(self) -> Read | None:
        days, earlier = self.asked.days, self.asked.days.a_year_earlier()
        now, then = self._read(days.year_first, days.last), self._read(earlier.year_first, earlier.last)
        if then is None:
            return None
        if any(read is not None and (read.parted or read.uneven) for read in (now, then)):
            # Whether a silent place owes anything, so that both years end on the eve, is not in the raw rows.
            raise NotAuditedError(Unaudited.MERGER)
        if self.bound.units is None and (now is None or self._speaks_for_itself(now) or self._speaks_for_itself(then)):
            return then
        if now is None or not self._of_the_same_land(now, then):
            raise NotAuditedError(Unaudited.UNITS_DIFFER)
        return then

    def _of_the_same_land(self, now: Read, then: Read) -> bool:
        """Return whether the same places speak, or all those that the place came out of, and now it or it with them."""
        if now.places == then.places:
            return True
        first, place = self.asked.days.a_year_earlier().year_first, self.asked.place_id
        before, here = {each for each, on, _share in self.rows.before.get(place, ()) if on > first}, {place}
        return self.bound.units is None and then.places == before and now.places in (here, here | before)

    def _speaks_for_itself(self, read: Read) -> bool:
        return read.places == {self.asked.place_id}

    def _change(self) -> Value:
        then, days = self._last_year(), self.asked.days
        now = self._read(days.year_first, days.last)
        if then is None or now is None or then.value <= 0:
            return NOTHING
        if not self._of_the_same_land(now, then):
            raise NotAuditedError(Unaudited.UNITS_DIFFER)
        if self.kind == IndicatorKind.FLOW and _next_year(then.to_on) != now.to_on:
            raise NotAuditedError(Unaudited.UNITS_DIFFER)
        if not (then.exact and now.exact):
            raise NotAuditedError(Unaudited.BOUNDS)
        return now.value / then.value - 1, None

    def _assigned(self) -> Fraction | None:
        goal, days = self.promise, self.asked.days
        assert goal is not None
        first = self.rows.first_versions
        parts = [
            each
            for each in self.rows.promises.values()
            if each.part_of is not None
            and first[each.part_of] == first[goal.id]
            and each.role in BINDING_ROLES
            and each.unit == goal.unit
            and each.starts <= days.last
            and (each.ends is None or each.ends >= days.first)
        ]
        if any(each.high is not None for each in parts):
            raise NotAuditedError(Unaudited.RANGE)
        held = [Fraction(each.value) for each in parts if each.value is not None]
        return sum(held, Fraction(0)) if held else None

    def _rest(self, measure: Callable[[Fraction, Fraction], Fraction]) -> Value:
        held = self._assigned()
        goal = self.promise
        if held is None or goal is None or goal.value is None or goal.value <= 0:
            return NOTHING
        return _at(goal, lambda end: measure(end, held))


def _plain(read: Read | None) -> Value:
    return NOTHING if read is None else (read.value, None)


def _ends(goal: Promise) -> tuple[Fraction | None, Fraction | None]:
    low, high = goal.value, goal.high
    return (None if low is None else Fraction(low)), (None if high is None else Fraction(high))


def _least(goal: Promise) -> Fraction:
    return min(end for end in _ends(goal) if end is not None)


def _at(goal: Promise, measure: Callable[[Fraction], Fraction]) -> Value:
    low, high = _ends(goal)
    assert low is not None
    return measure(low), None if high is None else measure(high)


def _months_before(day: date) -> Fraction:
    """Count the months until the beginning of a day; a part of a month by the days of that month."""
    return day.year * 12 + day.month + Fraction(day.day - 1, calendar.monthrange(day.year, day.month)[1])


def _next_year(day: date) -> date:
    last = calendar.monthrange(day.year, day.month)[1]
    there = calendar.monthrange(day.year + 1, day.month)[1]
    return date(day.year + 1, day.month, there if day.day == last else min(day.day, there))
