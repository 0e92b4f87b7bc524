"""What an audit asks of each way: one displayed row, by what identifies it, and the numbers that it may answer."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

Number = Decimal | Fraction
Value = tuple[Number | None, Number | None]
"""A number at the goal's low end and, of a range alone, at its high end; (None, None) where there is none."""

NOTHING: Value = (None, None)

# The totals that are recomputed; every other number of a row is a count, a rule or a part of these.
TOTALS = (
    "in_quarter",
    "to_date",
    "own_report",
    "children_sum",
    "not_broken_down",
    "attainment",
    "expected",
    "gap",
    "needed_per_remaining_quarter",
    "same_period_last_year",
    "same_period_last_year_change",
    "assigned",
    "unassigned",
    "over_assigned",
    "coverage_of_goal",
)


class Unaudited(StrEnum):
    """Why one of the ways does not recompute a total."""

    ADDED_TARGETS = "added_targets"
    SEVERAL_REPORTERS = "several_reporters"
    OTHER_REPORTER = "other_reporter"
    CONTRADICTION = "contradiction"
    RANGE = "range"
    BOUNDS = "bounds"
    TREE_CHANGED = "tree_changed"
    MERGER = "merger"
    SPLIT = "split"
    SHARED_SITE = "shared_site"
    OTHER_KIND = "other_kind"
    RATIO_OVER_SPANS = "ratio_over_spans"
    UNITS_DIFFER = "units_differ"
    BASELINE_REPORTED = "baseline_reported"
    FLOW_FROM_BASELINE = "flow_from_baseline"
    OTHER_RULE = "other_rule"
    NOT_IN_FILE = "not_in_file"


class NotAuditedError(Exception):
    """A total lies outside what a way recomputes; ``why`` says which case it is."""

    def __init__(self, why: Unaudited) -> None:
        super().__init__(why.value)
        self.why = why


Answers = dict[str, Value | Unaudited]
"""What one way says of a row's totals, by code; a code that is not there is none of its business."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """The days of the quarter at which a row is read, of its year, and of the same a year earlier."""

    first: date
    last: date
    year_first: date

    def a_year_earlier(self) -> "Days":
        """Give the same quarter of the year before."""
        first, last = self.first.replace(year=self.first.year - 1), self.last.replace(year=self.last.year - 1)
        return Days(first=first, last=last, year_first=self.year_first.replace(year=self.year_first.year - 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One displayed row: what it is the row of, and its totals as displayed.

    ``key`` names it in the file. ``line`` says whether what is expected was displayed by a straight line; ``reported``
    whether the goal is measured from a baseline that its target does not state.
    """

    key: str
    kind: str
    place_id: int
    indicator_id: int
    unit: str
    target_id: int | None
    days: Days
    as_of: datetime | None
    line: bool
    reported: bool
    displayed: dict[str, Value]
