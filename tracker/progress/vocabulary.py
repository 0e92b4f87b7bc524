"""Name the words that the progress arithmetic speaks in; pure, standard library only.

The values of the members are the codes that the database, the exports and the command line use.
"""

from enum import StrEnum


class Comparator(StrEnum):
    """How a printed number is meant: "over 8,500", "from 35 to 60", "nearly 4.8"."""

    EXACTLY = "exactly"
    AT_LEAST = "at_least"
    OVER = "over"
    ABOUT = "about"
    NEARLY = "nearly"
    AT_MOST = "at_most"
    UNDER = "under"
    BETWEEN = "between"
    NONE_STATED = "none_stated"


class IndicatorKind(StrEnum):
    """What may be done with the figures of an indicator (domain.md §3.3); it alone decides."""

    FLOW = "flow"
    STOCK = "stock"
    RATIO = "ratio"
    OTHER = "other"


class Direction(StrEnum):
    """Which way is good; a neutral indicator gets percentages and never a status."""

    HIGHER_IS_BETTER = "higher_is_better"
    LOWER_IS_BETTER = "lower_is_better"
    NEUTRAL = "neutral"


class Basis(StrEnum):
    """Which span a figure speaks of."""

    IN_QUARTER = "in_quarter"
    YEAR_TO_DATE = "year_to_date"
    SINCE_INCEPTION = "since_inception"
    AS_OF = "as_of"
    OTHER_SPAN = "other_span"


class ObservationStatus(StrEnum):
    """What kind of answer a cell is: a value, a nil, or one of the ways of having none."""

    NORMAL = "normal"
    PROVISIONAL = "provisional"
    ESTIMATED = "estimated"
    NIL = "nil"
    NOT_COLLECTED = "not_collected"
    NOT_APPLICABLE = "not_applicable"
    NOT_YET_KNOWN = "not_yet_known"
    WITHDRAWN = "withdrawn"


class Status(StrEnum):
    """The judgement of one goal at one quarter, in the order in which the rules are tried (domain.md §5)."""

    NO_TARGET = "no_target"
    NOT_REPORTED = "not_reported"
    MET = "met"
    TOO_FEW_REPORTS = "too_few_reports"
    INCOMPLETE = "incomplete"
    NOT_DUE = "not_due"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"


class ExpectedRule(StrEnum):
    """Which rule said how far a goal should have come; the page names it."""

    PHASED_PLAN = "phased_plan"
    PAST_SHAPE = "past_shape"
    STRAIGHT_LINE = "straight_line"
    FROM_BASELINE = "from_baseline"
    ONLY_AT_END = "only_at_end"


class Way(StrEnum):
    """Where a figure stands on its way to the goal: which way the gap still has to go, if it has to go any."""

    TO_RISE = "to_rise"
    TO_FALL = "to_fall"
    REACHED = "reached"  # exactly there
    BEYOND = "beyond"
    BETWEEN_ENDS = "between_ends"  # one end of a range is reached, the other is not


class TargetRole(StrEnum):
    """What a target's document means by it; only goals and commitments are judged."""

    GOAL = "goal"
    COMMITMENT = "commitment"
    PLAN = "plan"
    NEED = "need"
    STANDARD = "standard"
    OFFER = "offer"
    FORECAST = "forecast"


class Reason(StrEnum):
    """Why a number or a judgement is absent, or must be read with care."""

    # No figure
    NOT_REPORTED = "not_reported"  # nothing was entered for the period
    GAP_BETWEEN = "gap_between"  # figures exist, but a missing one lies between them and the period's start
    JOINTLY_ONLY = "jointly_only"  # known only as a part of a longer span
    NOT_APPLICABLE = "not_applicable"  # owes nothing
    NOT_YET_KNOWN = "not_yet_known"  # owed, and late for a stated reason
    NOT_COLLECTED = "not_collected"  # occurred, but nobody counted it
    NO_VALUE_STATED = "no_value_stated"  # the source names the thing and gives no number
    NO_COMPONENTS = "no_components"  # a ratio printed without numerator and denominator cannot be rolled up
    ZERO_DENOMINATOR = "zero_denominator"
    NOT_A_FLOW = "not_a_flow"  # stocks, ratios and others have no amount "in the quarter"
    KIND_NOT_ADDED = "kind_not_added"  # kind other (rank, growth, days) is never added over units
    NO_CHILDREN = "no_children"
    NO_CHILD_REPORTED = "no_child_reported"
    SPANS_DIFFER = "spans_differ"  # two figures of different periods are not subtracted or divided
    # No attainment
    NO_TARGET = "no_target"
    TARGET_NOT_STATED = "target_not_stated"
    TARGET_NOT_POSITIVE = "target_not_positive"  # T <= 0 without a baseline
    TARGET_EQUALS_BASELINE = "target_equals_baseline"
    TARGET_BEHIND_BASELINE = "target_behind_baseline"  # the target lies on the wrong side of its baseline
    LOWER_WITHOUT_BASELINE = "lower_without_baseline"
    FLOW_AGAINST_BASELINE = "flow_against_baseline"  # a running sum is compared with a full period only at its end
    # No status, or a status to be explained
    IMPLIED = "implied"  # the target was computed from other numbers: a percentage, no status
    ROLE_NOT_JUDGED = "role_not_judged"
    NEUTRAL_DIRECTION = "neutral_direction"
    NOT_STARTED = "not_started"
    PERIOD_OVER_UNREPORTED = "period_over_unreported"  # the goal's period has ended, its figures stop earlier
    OPEN_ENDED = "open_ended"
    ABOUT_THE_TARGET = "about_the_target"  # "about T" or "nearly T" does not establish T
    DISPUTED = "disputed"  # two figures of the very same period, and nothing says which is right
    CARRIED = "carried"
    LATER_NOT_LINKED = "later_not_linked"  # later figures exist that no addition links with the start
    # No amount needed any more
    MET = "met"
    OVER = "over"  # the target's period has ended
    # No coverage, no comparison, no projection
    NOT_BROKEN_DOWN = "not_broken_down"
    EARLIER_MISSING = "earlier_missing"
    EARLIER_NOT_POSITIVE = "earlier_not_positive"
    NOTHING_YET = "nothing_yet"
    NEGATIVE_TO_DATE = "negative_to_date"
    COMPUTED_SHARE = "computed_share"  # a part was not counted, but computed as the share of a place that was split
    NO_THRESHOLD = "no_threshold"  # no limits of the statuses held on that day, or were known at that moment
    NOT_PROJECTED = "not_projected"  # a rank, a growth rate or days follow no line
    UNTESTED = "untested"  # no rule could be tested on the past of a level
    SEVERAL_YEARS = "several_years"  # a goal of more than one year has no past periods to test a rule on
    TOO_LITTLE_HISTORY = "too_little_history"  # fewer than three complete years
    LUMPY = "lumpy"  # single quarters decide the years
    TOO_UNCERTAIN = "too_uncertain"  # every rule missed the past years by as much as they brought
    UNITS_DIFFER = "units_differ"
    # No total in one currency
    RATE_MISSING = "rate_missing"  # an exchange rate is not in the table, and none stands in for it
    QUARTERS_DIFFER = "quarters_differ"  # the quarters add up to another amount than the period
