"""Say on which day a report is due; pure, standard library only.

The day follows from the kind of reporter and the quarter alone: the rule in force on the quarter's last day names a day
of the month that follows, and may move it past Saturdays, Sundays and holidays. An extension that was recorded on a
report itself is a decision of somebody and stands as it is.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from tracker.progress.periods import ONE_DAY, Quarter

# Who builds on whose figures: an investor's report goes into the board's, the boards' into the province's.
CHAIN = ("investor", "board", "province_office")
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class DueDayRule:
    """The day of the month after a quarter by which a kind of reporter owes its report."""

    reporter_kind: str
    day_of_month: int
    moves_to_working_day: bool
    valid_from: date | None = None
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        """Return whether the rule is in force on the day, both ends included."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class OrderProblem:
    """Two kinds of reporters of which the one that builds on the other is due no later than it."""

    earlier_kind: str
    earlier_day: date
    later_kind: str
    later_day: date


def is_working_day(day: date, holidays: Collection[date]) -> bool:
    """Return whether offices are open: neither Saturday nor Sunday nor a holiday."""
    return day.weekday() < _SATURDAY and day not in holidays


def next_working_day(day: date, holidays: Collection[date]) -> date:
    """Return the day itself if offices are open, otherwise the first day after it on which they are."""
    while not is_working_day(day, holidays):
        day += ONE_DAY
    return day


def rule_in_force(*, reporter_kind: str, quarter: Quarter, rules: Iterable[DueDayRule]) -> DueDayRule | None:
    """Return the rule for the kind of reporter on the quarter's last day; None if there is none.

    Of several the one that began last counts, because it was made knowing the others; of those that began on the same
    day the one with the earlier day of the month.
    """
    holding = [rule for rule in rules if rule.reporter_kind == reporter_kind and rule.holds_on(quarter.last_day)]
    newest = max((rule.valid_from or date.min for rule in holding), default=None)
    latest = [rule for rule in holding if (rule.valid_from or date.min) == newest]
    return min(latest, key=lambda rule: (rule.day_of_month, not rule.moves_to_working_day), default=None)


def due_day(
    *,
    reporter_kind: str,
    quarter: Quarter,
    rules: Iterable[DueDayRule],
    holidays: Collection[date],
    due_on: date | None = None,
) -> date | None:
    """Return the day by which a report is owed; None if no rule says so, and then nothing is ever overdue.

    ``due_on`` is the report's own extension; it wins over every rule and is not moved.
    """
    if due_on is not None:
        return due_on
    rule = rule_in_force(reporter_kind=reporter_kind, quarter=quarter, rules=rules)
    if rule is None:
        return None
    day = (quarter.last_day + ONE_DAY).replace(day=rule.day_of_month)
    return next_working_day(day, holidays) if rule.moves_to_working_day else day


def order_problems(
    *, quarter: Quarter, rules: Collection[DueDayRule], holidays: Collection[date]
) -> Iterator[OrderProblem]:
    """Yield where those who build on other reports are due before, or on the same day as, these reports.

    A kind of reporter without a rule is passed over: its neighbours in the chain are compared.
    """
    days = [(kind, due_day(reporter_kind=kind, quarter=quarter, rules=rules, holidays=holidays)) for kind in CHAIN]
    known = [(kind, day) for kind, day in days if day is not None]
    for (source, source_day), (user, user_day) in pairwise(known):
        if user_day <= source_day:
            yield OrderProblem(user, user_day, source, source_day)
