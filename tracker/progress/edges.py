"""Name what must be said of a row whose numbers do not speak for themselves; pure, standard library only.

Each edge is a code with the numbers that its sentence prints; `sentences` has the words, docs/progress-examples.md a
worked example of each. The order is that of a reader: the goal, what is reached of it, the plan, the days, the future.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.progress.attainment import Attainment, Ends
from tracker.progress.judgement import Progress
from tracker.progress.periods import Quarter
from tracker.progress.pieces import KnownSum
from tracker.progress.quantities import Amount
from tracker.progress.targets import TargetTerms
from tracker.progress.vocabulary import ExpectedRule


class Edge(StrEnum):
    """What a sentence about a goal is about."""

    # The goal cannot be divided by
    GOAL_NOT_POSITIVE = "goal_not_positive"
    LEVEL_HELD = "level_held"
    LEVEL_NOT_HELD = "level_not_held"
    GOAL_BEHIND_BASELINE = "goal_behind_baseline"
    LOWER_WITHOUT_BASELINE = "lower_without_baseline"
    # The goal is read in another way than at first sight
    JUDGED_AT_END = "judged_at_end"
    RUNNING_SUM = "running_sum"
    BASELINE_REPORTED = "baseline_reported"
    RANGE_GOAL = "range_goal"
    ASKS_FOR_MORE = "asks_for_more"
    ASKS_FOR_LESS = "asks_for_less"
    ABOUT_THE_GOAL = "about_the_goal"
    # What is reached
    FALLING = "falling"
    FALLING_AWAY = "falling_away"
    FALLING_PASSED = "falling_passed"
    NEGATIVE_FLOW = "negative_flow"
    TIMES_THE_GOAL = "times_the_goal"
    OVER_TIMES_THE_GOAL = "over_times_the_goal"
    PARTIAL_SUM = "partial_sum"
    OTHER_PERIMETER = "other_perimeter"
    # Other goals beside this one
    SEVERAL_GOALS = "several_goals"
    REVISED = "revised"
    # The plan
    PHASES_LEAVE_OUT = "phases_leave_out"
    PHASES_EXCEED = "phases_exceed"
    PHASES_END_EARLY = "phases_end_early"
    PHASE_WITHOUT_NUMBER = "phase_without_number"
    # The days
    SEVERAL_YEARS = "several_years"
    FISCAL_YEAR = "fiscal_year"
    COUNTED_FROM = "counted_from"
    PERIOD_OVER = "period_over"
    KNOWN_PIECES = "known_pieces"
    KNOWN_JOINTLY = "known_jointly"
    # The future
    PROJECTED = "projected"
    PROJECTED_OPEN = "projected_open"
    OUTSIDE_PAST = "outside_past"
    LUMPY = "lumpy"
    TOO_LITTLE_HISTORY = "too_little_history"
    NO_PAST_PERIODS = "no_past_periods"
    NO_PAST_LEVELS = "no_past_levels"
    TOO_UNCERTAIN = "too_uncertain"


class SumEdge(StrEnum):
    """What a sentence about a sum is about, in the order of a reader."""

    OWN_ABOVE_SUM = "own_above_sum"
    OWN_BELOW_SUM = "own_below_sum"
    OWN_EQUALS_SUM = "own_equals_sum"
    OWN_OF_OTHER_DAYS = "own_of_other_days"
    OWN_BESIDE_SUM = "own_beside_sum"
    SINCE_SUCCESSION = "since_succession"
    MISSING_UNITS = "missing_units"
    MISSING_FURTHER_DOWN = "missing_further_down"
    UNITS_OF_OTHER_DAYS = "units_of_other_days"
    UNITS_IN_OTHER_UNITS = "units_in_other_units"
    PRINTED_ONLY_UNITS = "printed_only_units"
    CARRIED_UNITS = "carried_units"
    UNDIVIDED_UNITS = "undivided_units"
    COMPUTED_SHARES = "computed_shares"
    COUNTED_ONCE = "counted_once"
    MAYBE_TWICE = "maybe_twice"
    TOO_FEW_REPORTS = "too_few_reports"
    TOO_FEW_WITH_GOAL = "too_few_with_goal"
    GOALS_ADDED = "goals_added"
    QUARTER_OF_FEWER = "quarter_of_fewer"
    LAST_YEAR_OF_FEWER = "last_year_of_fewer"
    LAST_YEAR_UNTIL = "last_year_until"
    LAST_YEAR_FROM_JANUARY = "last_year_from_january"
    GOALS_NOT_USED = "goals_not_used"


@dataclass(frozen=True, slots=True)
class Label:
    """Hold the name of a place, an issuer or a document in both languages, with a document's number."""

    name: str
    name_en: str
    number: str = ""
    told_until: date | None = None
    """The last day of a predecessor that may stand beside a successor of its own name: its name says it."""


@dataclass(frozen=True, slots=True)
class LabelledShare:
    """Hold what is reached of one of several goals, or of one of several versions."""

    label: Label
    share: Attainment


@dataclass(frozen=True, slots=True)
class Days:
    """Hold a span of days, named in a sentence by its quarter, year or days."""

    starts: date
    ends: date


Said = Amount | Ends | Label | LabelledShare | Quarter | Days | ExpectedRule | date | int


@dataclass(frozen=True, slots=True)
class EdgeCase:
    """Hold an edge with the numbers of its sentence, by name.

    Amounts and ends are in the single unit of the row's indicator; an `Attainment` is a share of 1. Days, spans of
    days, quarters, counts, names and rules are what they are; a tuple is a list of any of them.
    """

    code: Edge | SumEdge
    numbers: tuple[tuple[str, Said | tuple[Said, ...]], ...] = ()


def case(code: Edge, **numbers: Said | tuple[Said, ...]) -> EdgeCase:
    """Give an edge with its numbers."""
    return EdgeCase(code, tuple(numbers.items()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Hold one judged goal with what its edges are found in.

    `is_divided_alike`: the goal is the sum of the goals of the very units whose figures are added. `year` is what the
    calendar year of the quarter has brought, for goals of several years. `known` are the pieces of a flow with gaps.
    `other_goals` are all binding goals of the same place and period with their shares, this one included, if there are
    several. `in_force` and `original` name this version and the first one, if they differ, with the terms of the first.
    `figures_of` and `goal_of` are names, where the figures are of another perimeter.
    """

    terms: TargetTerms
    progress: Progress
    is_divided_alike: bool = False
    year: Amount | None = None
    known: KnownSum | None = None
    other_goals: tuple[LabelledShare, ...] = ()
    in_force: Label | None = None
    original: tuple[Label, TargetTerms] | None = None
    figures_of: tuple[Label, ...] = ()
    goal_of: tuple[Label, ...] = ()

    @property
    def reached(self) -> Amount | None:
        """Give what is reached in the goal's period, None where nothing is known of it."""
        return None if self.progress.read_to is None else self.progress.reading.amount
