"""Say every code of the arithmetic in words, for pages, files, commands and sentences alike."""

from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from provinces.days import until_text
from provinces.text import sort_key
from provinces.wording import in_english, local_text
from tracker.progress.measures import Basis, Comparator, ExpectedRule, ObservationStatus, Reason, Status, TargetRole

# gettext_lazy gives str to the type checker and a promise to the program.
Words = str | Promise


class Named(Protocol):
    """Anything with a Vietnamese and an English name."""

    @property
    def name(self) -> str:
        """The Vietnamese name."""

    @property
    def name_en(self) -> str:
        """The English name."""


def name_of(thing: Named) -> str:
    """Return the name in the reader's language, or the one that there is.

    A predecessor that stands beside a successor of its own name is told from it by its last day.
    """
    return local_text(thing.name, thing.name_en) + until_text(getattr(thing, "told_until", None))


class Sorted(Named, Protocol):
    """Anything with two names and the dictionary order of the Vietnamese one."""

    @property
    def sort_key(self) -> str:
        """The Vietnamese dictionary order."""


def name_order(thing: Sorted) -> str:
    """Return what sorts a thing by the name that the reader sees, in Vietnamese dictionary order or in English."""
    return sort_key(name_of(thing)) if in_english() else thing.sort_key


STATUS_WORDS: dict[Status | None, Words] = {
    Status.MET: _("Goal met"),
    Status.ON_TRACK: _("On track"),
    Status.AT_RISK: _("At risk"),
    Status.OFF_TRACK: _("Off track"),
    Status.TOO_FEW_REPORTS: _("Too few reports"),
    Status.INCOMPLETE: _("Incomplete"),
    Status.NOT_DUE: _("Not due yet"),
    Status.NOT_REPORTED: _("Not reported"),
    Status.NO_TARGET: _("No goal set"),
    None: _("Not judged"),
}
STATUS_RULES: dict[Status | None, Words] = {
    Status.MET: _("The goal is reached; “over” asks for more than its number, a range for its low end."),
    Status.ON_TRACK: _("The pace reaches the limit from which a goal is on track, which stands below."),
    Status.AT_RISK: _("The pace is below the limit of “on track” and reaches that of “at risk”; both stand below."),
    Status.OFF_TRACK: _("The pace is below the limit from which a goal is at risk, which stands below."),
    Status.TOO_FEW_REPORTS: _(
        "A sum of which fewer than half of those that owe a report, or that have a goal, have a figure: it is shown "
        "and not judged. More may be asked for as coverage needed; it stands below."
    ),
    Status.INCOMPLETE: _("The period is over and figures are missing, or one is missing between those that are there."),
    Status.NOT_DUE: _("Nothing is expected yet."),
    Status.NOT_REPORTED: _("No figure has been reported for the period. That is not zero."),
    Status.NO_TARGET: _("No goal with a number was set. That is not a goal of zero."),
    None: _("Plans, needs, standards, offers, forecasts and implied targets are shown and not judged."),
}

RULE_WORDS: dict[ExpectedRule, Words] = {
    ExpectedRule.PHASED_PLAN: _("phased plan"),
    ExpectedRule.PAST_SHAPE: _("shape of past years"),
    ExpectedRule.STRAIGHT_LINE: _("straight line"),
    ExpectedRule.FROM_BASELINE: _("straight line from the baseline"),
    ExpectedRule.ONLY_AT_END: _("judged only at the end"),
}

REASON_WORDS: dict[Reason, Words] = {
    Reason.NOT_REPORTED: _("not reported"),
    Reason.GAP_BETWEEN: _("a figure that would complete the period is missing"),
    Reason.JOINTLY_ONLY: _("known only together with another quarter"),
    Reason.NOT_APPLICABLE: _("not applicable"),
    Reason.NOT_YET_KNOWN: _("not yet known"),
    Reason.NOT_COLLECTED: _("occurred but not collected"),
    Reason.NO_VALUE_STATED: _("no value stated"),
    Reason.NO_COMPONENTS: _("printed without its parts, so never added up"),
    Reason.ZERO_DENOMINATOR: _("the denominator is 0"),
    Reason.NOT_A_FLOW: _("a level, not an amount of the quarter"),
    Reason.KIND_NOT_ADDED: _("never added over places"),
    Reason.NO_CHILDREN: _("nothing below it"),
    Reason.NO_CHILD_REPORTED: _("not reported by any unit below it"),
    Reason.SPANS_DIFFER: _("the figures speak of different periods"),
    Reason.NO_TARGET: _("no goal set"),
    Reason.TARGET_NOT_STATED: _("the goal states no number"),
    Reason.TARGET_NOT_POSITIVE: _("the goal is 0 or less"),
    Reason.TARGET_EQUALS_BASELINE: _("the goal equals its baseline"),
    Reason.TARGET_BEHIND_BASELINE: _("the goal lies behind its baseline"),
    Reason.LOWER_WITHOUT_BASELINE: _("a falling goal without a baseline"),
    Reason.FLOW_AGAINST_BASELINE: _("comparable only at the end of the period"),
    Reason.IMPLIED: _("implied by other numbers, not promised"),
    Reason.ROLE_NOT_JUDGED: _("shown, not judged"),
    Reason.NEUTRAL_DIRECTION: _("neither more nor less is better"),
    Reason.NOT_STARTED: _("the period has not begun"),
    Reason.PERIOD_OVER_UNREPORTED: _("the period is over, its figures stop earlier"),
    Reason.OPEN_ENDED: _("the goal has no last day"),
    Reason.ABOUT_THE_TARGET: _("“about” the goal does not establish it"),
    Reason.DISPUTED: _("sources differ"),
    Reason.CARRIED: _("older than the quarter"),
    Reason.LATER_NOT_LINKED: _("later figures exist after a gap"),
    Reason.MET: _("none: the goal is met"),
    Reason.OVER: _("the period is over"),
    Reason.NOT_BROKEN_DOWN: _("not broken down"),
    Reason.EARLIER_MISSING: _("no earlier figure"),
    Reason.EARLIER_NOT_POSITIVE: _("the earlier figure is 0 or less"),
    Reason.NOTHING_YET: _("nothing yet to project from"),
    Reason.NEGATIVE_TO_DATE: _("the figure is below 0"),
    Reason.COMPUTED_SHARE: _("a computed share, which proves nothing"),
    Reason.NO_THRESHOLD: _("no limits of the statuses were set"),
    Reason.NOT_PROJECTED: _("follows no line"),
    Reason.UNTESTED: _("no rule tested on the past"),
    Reason.SEVERAL_YEARS: _("a goal of several years"),
    Reason.TOO_LITTLE_HISTORY: _("fewer than three complete years"),
    Reason.LUMPY: _("one quarter decides the year"),
    Reason.TOO_UNCERTAIN: _("missed the past years by as much as they brought"),
    Reason.UNITS_DIFFER: _("other units"),
    Reason.RATE_MISSING: _("an exchange rate is missing"),
    Reason.QUARTERS_DIFFER: _("the quarters add up to another amount"),
}


def reason_word(reason: Reason | None) -> str:
    """Return why there is no number; "not reported" where nothing more is known."""
    return str(REASON_WORDS[reason or Reason.NOT_REPORTED])


# What must be said beside a number, in a word or two.
STATE_WORDS: dict[str, Words] = {
    "own_report": _("own report"),
    "children_sum": _("sum of the units below"),
    "partial_sum": _("some units are missing"),
    "computed_share": _("a computed share"),
    "other_units": _("more in another unit"),
    "counted_once": _("a part reported twice, counted once"),
    "maybe_twice": _("may hold a part twice"),
    "undivided": _("holds days before the move"),
    "derived": _("derived"),
    "carried": _("carried from an earlier quarter"),
    "provisional": _("provisional"),
    "estimated": _("estimated"),
    "nil": _("nil"),
    "unclear_end": _("last day unclear"),
    "printed_only": _("printed without its parts"),
    "disputed": _("sources differ"),
    "without_components": _("printed without its parts below"),
    "perimeter_differs": _("other perimeter than the goal"),
    "inherited": _("of the predecessors"),
    "added_targets": _("goals added"),
    "implied": _("implied"),
    "not_reported": _("not reported"),
    "like_for_like_partial": _("only units with both numbers"),
}
STATE_MEANINGS: dict[str, Words] = {
    "children_sum": _("No report of its own; the number is the sum of the units below that have reported."),
    "partial_sum": _("Some of the units that owe a figure have given none; they are not in the number."),
    "computed_share": _("A place was split; its figures were shared out by the share that the succession names."),
    "other_units": _("Some figures are given in another unit or currency; they are not in the number."),
    "counted_once": _("A place below reports to two of the units that are added; its own figure was taken out once."),
    "maybe_twice": _("A place below reports to two of the units that are added, and its own figure is not known."),
    "undivided": _("A place below came here within the period; its figures before and after were not told apart."),
    "derived": _("Computed from other reported figures, for example by subtracting a year-to-date figure."),
    "carried": _("The newest level known, from an earlier quarter."),
    "provisional": _("The source calls the figure provisional."),
    "estimated": _("The source calls the figure an estimate."),
    "nil": _("The report says that nothing occurred; counted as 0."),
    "unclear_end": _("The source leaves open on which day the figure ends; read at the last quarter it may mean."),
    "printed_only": _("A ratio printed without numerator and denominator: shown, never added up."),
    "without_components": _("Places below print this ratio without numerator and denominator, so it cannot be added."),
    "disputed": _("Another figure in force for the very same days has another value."),
    "perimeter_differs": _("The figure and the goal speak of different areas; the percentage must be read with care."),
    "inherited": _("Figures and goals of the predecessors, added for those that have both."),
    "added_targets": _("The goals of the places below, added for those that have a figure as well."),
    "implied": _("The target follows from other numbers; nobody promised it."),
    "like_for_like_partial": _("Only the units that have both a figure and a goal are divided."),
}
# Said already by the number's own place on the page.
SILENT_STATES = frozenset({"own_report", "not_reported"})

ROLE_WORDS: dict[TargetRole, Words] = {
    TargetRole.GOAL: _("goal"),
    TargetRole.COMMITMENT: _("commitment"),
    TargetRole.PLAN: _("plan"),
    TargetRole.NEED: _("need"),
    TargetRole.STANDARD: _("standard"),
    TargetRole.OFFER: _("offer"),
    TargetRole.FORECAST: _("forecast"),
}
# What stands before a number, alone in a column of a file; an exact number needs no word.
COMPARATOR_WORDS: dict[Comparator, Words] = {
    Comparator.EXACTLY: "",
    Comparator.AT_LEAST: _("at least"),
    Comparator.OVER: _("over"),
    Comparator.ABOUT: _("about"),
    Comparator.NEARLY: _("nearly"),
    Comparator.AT_MOST: _("at most"),
    Comparator.UNDER: _("under"),
    Comparator.BETWEEN: _("between"),
    Comparator.NONE_STATED: _("not stated"),
}
BASIS_WORDS: dict[Basis, Words] = {
    Basis.IN_QUARTER: _("in the quarter"),
    Basis.YEAR_TO_DATE: _("year to date"),
    Basis.SINCE_INCEPTION: _("since the beginning"),
    Basis.AS_OF: _("on a day"),
    Basis.OTHER_SPAN: _("other span of days"),
}
OBSERVATION_WORDS: dict[ObservationStatus, Words] = {
    ObservationStatus.NORMAL: _("reported"),
    ObservationStatus.PROVISIONAL: _("provisional"),
    ObservationStatus.ESTIMATED: _("estimated"),
    ObservationStatus.NIL: _("nil: nothing occurred"),
    ObservationStatus.NOT_COLLECTED: _("occurred but not collected"),
    ObservationStatus.NOT_APPLICABLE: _("not applicable"),
    ObservationStatus.NOT_YET_KNOWN: _("not yet known"),
    ObservationStatus.WITHDRAWN: _("withdrawn"),
}


def comparator_word(comparator: Comparator | str | None) -> str | None:
    """Return the word that a source puts before a number, None where it puts none."""
    return str(COMPARATOR_WORDS[Comparator(comparator)]) or None if comparator else None
