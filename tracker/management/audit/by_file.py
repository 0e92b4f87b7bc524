"""The third way: read the file of all numbers back, and work each total out anew from the file's other lines."""

import csv
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from io import StringIO

from tracker.management.audit.asked import NOTHING, Answers, Asked, NotAuditedError, Unaudited, Value
from tracker.management.audit.raw import RawRows
from tracker.models import IndicatorKind

Line = tuple[Fraction | None, Fraction | None, str, str]
"""Low, high, comparator, and the day to which the row is read."""


class ByFile:
    """Answers from the text of the file, and from the raw rows who lies below whom."""

    def __init__(self, text: str, rows: RawRows) -> None:
        self.rows = rows
        self.lines: dict[str, dict[str, Line]] = {}
        self.at_place: dict[tuple[str, str], list[str]] = {}
        for line in csv.DictReader(StringIO(text)):
            key = line["row"]
            if key not in self.lines:
                indicator, _kind, slug, _rest = key.split(":", 3)
                self.at_place.setdefault((indicator, slug), []).append(key)
            told = (_number(line["value"]), _number(line["high"]), line["comparator"], line["read_to"])
            self.lines.setdefault(key, {})[line["code"]] = told
            if line["unit"] not in ("share", "count"):
                self.lines[key].setdefault(f"unit:{line['unit']}", told)

    def answers(self, asked: Asked) -> Answers:
        """Return what the file's other lines say of each displayed total of the row."""
        given = self.lines[asked.key]
        ways: dict[str, Callable[[], Value]] = {
            "not_broken_down": lambda: (_less(_low(given, "own_report"), _low(given, "children_sum")), None),
            "attainment": lambda: self._against(given, _share),
            "expected": lambda: self._expected(asked, given),
            "gap": lambda: self._against(given, lambda end, reached, _start: end - reached),
            "needed_per_remaining_quarter": lambda: self._needed(given),
            "same_period_last_year_change": lambda: self._change(given),
            "assigned": _absent,
            "unassigned": lambda: self._held(given, lambda end, held: max(end - held, Fraction(0))),
            "over_assigned": lambda: self._held(given, lambda end, held: max(held - end, Fraction(0))),
            "coverage_of_goal": lambda: self._held(given, lambda end, held: held / end),
            "children_sum": lambda: self._children(asked),
        }
        found: Answers = {}
        for code, shown in asked.displayed.items():
            if shown == NOTHING and code != "children_sum":
                # Why there is none stands in words in the file; there is nothing to add.
                found[code] = Unaudited.NOT_IN_FILE
                continue
            try:
                found[code] = ways.get(code, _absent)()
            except NotAuditedError as refusal:
                found[code] = refusal.why
        return found

    def _against(self, given: dict[str, Line], measure: Callable[[Fraction, Fraction, Fraction], Fraction]) -> Value:
        goal, reached = given.get("target"), given.get("to_date")
        if goal is None or reached is None or goal[0] is None or reached[0] is None:
            raise NotAuditedError(Unaudited.NOT_IN_FILE)
        if reached[1] is not None:
            raise NotAuditedError(Unaudited.RANGE)
        start = _low(given, "baseline") or Fraction(0)
        high = None if goal[1] is None else measure(goal[1], reached[0], start)
        return measure(goal[0], reached[0], start), high

    def _expected(self, asked: Asked, given: dict[str, Line]) -> Value:
        share = _low(given, "expected_share")
        if share is None or not asked.line:
            raise NotAuditedError(Unaudited.OTHER_RULE)
        return self._against(given, lambda end, _reached, start: start + (end - start) * share)

    def _needed(self, given: dict[str, Line]) -> Value:
        gap, left = given["gap"], _low(given, "quarters_left")
        if gap[0] is None or not left:
            raise NotAuditedError(Unaudited.NOT_IN_FILE)
        return gap[0] / left, None if gap[1] is None else gap[1] / left

    def _change(self, given: dict[str, Line]) -> Value:
        ratio = given["same_period_last_year_ratio"]
        if ratio[0] is None:
            raise NotAuditedError(Unaudited.NOT_IN_FILE)
        return ratio[0] - 1, None if ratio[1] is None else ratio[1] - 1

    def _held(self, given: dict[str, Line], measure: Callable[[Fraction, Fraction], Fraction]) -> Value:
        goal, held = given["target"], given["assigned"]
        if goal[0] is None or held[0] is None or held[1] is not None:
            raise NotAuditedError(Unaudited.RANGE)
        return measure(goal[0], held[0]), None if goal[1] is None else measure(goal[1], held[0])

    def _children(self, asked: Asked) -> Value:
        """Add up the lines of the places below, where the file has them over the same days."""
        indicator, _kind, _slug, _rest = asked.key.split(":", 3)
        if asked.target_id is not None:
            goal = self.rows.promises[asked.target_id]
            days = asked.days
            whole_year = goal.starts == days.year_first and (goal.ends is None or goal.ends >= days.last)
            if not whole_year and self.rows.indicators[asked.indicator_id][0] == IndicatorKind.FLOW:
                raise NotAuditedError(Unaudited.NOT_IN_FILE)
        if self.rows.indicators[asked.indicator_id][0] == IndicatorKind.RATIO:
            raise NotAuditedError(Unaudited.NOT_IN_FILE)
        if self.rows.indicators[asked.indicator_id][0] == IndicatorKind.FLOW and self._merged_within(asked):
            # The days before a merger are its predecessors', who have no line in the file any more.
            raise NotAuditedError(Unaudited.MERGER)
        found: list[Line] = []
        for child, life in self.rows.below.get(asked.place_id, ()):
            if not life.holds_on(asked.days.last) or child in self.rows.overlapping:
                continue
            keys = self.at_place.get((indicator, self._slug_of(child)), [])
            keys = [key for key in keys if f"unit:{asked.unit}" in self.lines[key]]
            lines = [self.lines[key]["to_date"] for key in keys if key.split(":", 3)[1] in ("own", "without")]
            if keys and not lines:
                # What an investor reports of its own goal may be all that the file has of the place.
                raise NotAuditedError(Unaudited.NOT_IN_FILE)
            if len({line[:2] for line in lines}) > 1:
                raise NotAuditedError(Unaudited.SEVERAL_REPORTERS)
            found += lines[:1]
        known = [line for line in found if line[0] is not None]
        if not known:
            raise NotAuditedError(Unaudited.NOT_IN_FILE)
        latest = max(line[3] for line in known)
        if self.rows.indicators[asked.indicator_id][0] == IndicatorKind.FLOW:
            known = [line for line in known if line[3] == latest]
        if any(line[1] is not None for line in known):
            raise NotAuditedError(Unaudited.RANGE)
        return sum((line[0] for line in known if line[0] is not None), Fraction(0)), None

    def _merged_within(self, asked: Asked) -> bool:
        before = self.rows.before.get(asked.place_id, ())
        return any(asked.days.year_first < on <= asked.days.last for _place, on, _share in before)

    def _slug_of(self, place_id: int) -> str:
        return next(slug for slug, known in self.rows.slugs.items() if known == place_id)


def _number(text: str) -> Fraction | None:
    return None if text == "" else Fraction(Decimal(text))


def _low(given: dict[str, Line], code: str) -> Fraction | None:
    line = given.get(code)
    return None if line is None else line[0]


def _less(first: Fraction | None, second: Fraction | None) -> Fraction | None:
    return None if first is None or second is None else first - second


def _share(end: Fraction, reached: Fraction, start: Fraction) -> Fraction:
    return (reached - start) / (end - start)


def _absent() -> Value:
    raise NotAuditedError(Unaudited.NOT_IN_FILE)
