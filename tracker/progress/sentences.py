"""Say the edges of a row in sentences, with its numbers: the same on pages, in files, commands and programs."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, npgettext

from provinces.wording import local_name
from tracker.progress.attainment import Attainment, Ends
from tracker.progress.edges import Days, Edge, EdgeCase, Label, LabelledShare, Said, SumEdge
from tracker.progress.measures import Amount, ExpectedRule, Progress, Way
from tracker.progress.number_texts import (
    MISSING,
    amount_text,
    day_text,
    number_text,
    period_text,
    quarter_text,
    range_text,
    share_range_text,
)
from tracker.progress.periods import Quarter
from tracker.progress.rows import IndicatorFace
from tracker.progress.sum_sentences import SUM_SENTENCES
from tracker.progress.wording import RULE_WORDS, Words, name_of

# The unit of indicators whose differences are points: 58 % is 4 points below 62 %.
_PERCENT = "percent"
MOST_NAMES = 8  # more names than this are counted
NAMES_OF_MANY = 6

SENTENCES: dict[Edge, Words] = {
    Edge.GOAL_NOT_POSITIVE: gettext_lazy("The goal is %(goal)s: no percentage; reached %(reached)s."),
    Edge.LEVEL_HELD: gettext_lazy("The goal keeps the level of %(level)s: no percentage; now %(now)s, held."),
    Edge.LEVEL_NOT_HELD: gettext_lazy("The goal keeps the level of %(level)s: no percentage; now %(now)s, not held."),
    Edge.GOAL_BEHIND_BASELINE: gettext_lazy(
        "The goal of %(goal)s lies behind the %(baseline)s at its start: no percentage."
    ),
    Edge.LOWER_WITHOUT_BASELINE: gettext_lazy(
        "To lower something needs its level at the start, which is not known: no percentage."
    ),
    Edge.JUDGED_AT_END: gettext_lazy("Judged on %(ends)s: the level at the start is not known."),
    Edge.RUNNING_SUM: gettext_lazy(
        "Judged on %(ends)s: until then the sum is running and is not compared with the %(baseline)s of a whole period."
    ),
    Edge.BASELINE_REPORTED: gettext_lazy("Measured from %(baseline)s, the level reported for %(day)s."),
    Edge.RANGE_GOAL: gettext_lazy("%(low)s of the low end, %(high)s of the high end."),
    Edge.ASKS_FOR_MORE: gettext_lazy("The goal asks for more than %(goal)s."),
    Edge.ASKS_FOR_LESS: gettext_lazy("The goal asks for less than %(goal)s."),
    Edge.ABOUT_THE_GOAL: gettext_lazy("The figure “%(reached)s” does not establish %(goal)s."),
    Edge.FALLING: gettext_lazy("%(gained)s of the %(way)s %(unit)s are gained; %(rest)s to go down."),
    Edge.FALLING_AWAY: gettext_lazy("%(lost)s above the %(baseline)s at the start; %(rest)s to go down."),
    Edge.FALLING_PASSED: gettext_lazy("%(beyond)s below the %(goal)s asked for."),
    Edge.NEGATIVE_FLOW: gettext_lazy("More was withdrawn than attracted: %(reached)s."),
    Edge.TIMES_THE_GOAL: gettext_lazy("%(times)s times the goal."),
    Edge.OVER_TIMES_THE_GOAL: gettext_lazy("More than %(times)s times the goal."),
    Edge.PARTIAL_SUM: gettext_lazy("The sum of %(reported)s of %(owing)s that owe a report; the goal is that of all."),
    Edge.OTHER_PERIMETER: gettext_lazy("The figure is that of %(figures)s, the goal that of %(goal)s."),
    Edge.SEVERAL_GOALS: gettext_lazy("%(goals)s."),
    Edge.REVISED: gettext_lazy(
        "%(current)s of the goal in force (%(in_force)s), %(first)s of the original (%(original)s)."
    ),
    Edge.PHASES_LEAVE_OUT: gettext_lazy("The phases come to %(planned)s; %(rest)s of the goal have no phase."),
    Edge.PHASES_EXCEED: gettext_lazy("The phases come to %(planned)s, %(rest)s more than the goal."),
    Edge.PHASES_END_EARLY: gettext_lazy(
        "The phases come to %(planned)s by %(day)s; the other %(rest)s are expected evenly until %(ends)s."
    ),
    Edge.PHASE_WITHOUT_NUMBER: gettext_lazy("No number is stated for %(phases)s; the plan does without it."),
    Edge.SEVERAL_YEARS: gettext_lazy("%(reached)s of %(goal)s since %(since)s; of these %(part)s in %(year)s."),
    Edge.FISCAL_YEAR: gettext_lazy("A year from %(starts)s to %(ends)s: quarter %(number)s of 4."),
    Edge.COUNTED_FROM: gettext_lazy("Counted from %(day)s."),
    Edge.PERIOD_OVER: gettext_lazy("The period ended on %(ends)s; the figures reach %(day)s."),
    Edge.KNOWN_PIECES: gettext_lazy("Known: %(pieces)s, %(known)s of %(expected)s quarters: %(amount)s."),
    Edge.KNOWN_JOINTLY: gettext_lazy("%(days)s: known only as a whole, %(amount)s."),
    Edge.PROJECTED: gettext_lazy(
        "Projected by the %(rule)s: %(central)s, from %(low)s to %(high)s. In %(years)s past years this rule was off "
        "by %(mean)s on average, by %(worst)s at worst."
    ),
    Edge.PROJECTED_OPEN: gettext_lazy(
        "Projected by the %(rule)s: %(central)s, from %(low)s upwards, because in one past year nothing had come by "
        "this day. In %(years)s past years this rule was off by %(mean)s on average, by %(worst)s at worst."
    ),
    Edge.OUTSIDE_PAST: gettext_lazy("No past year stood where this one stands: read the projection with care."),
    Edge.LUMPY: gettext_lazy(
        "No projection: one quarter brings most of the year, and not always the same (%(largest)s). These years "
        "brought %(low)s to %(high)s."
    ),
    Edge.TOO_LITTLE_HISTORY: gettext_lazy("No projection: %(years)s of at least three complete past years are known."),
    Edge.NO_PAST_PERIODS: gettext_lazy("No projection: a goal of several years has no past on which to test a rule."),
    Edge.NO_PAST_LEVELS: gettext_lazy("No projection: no rule was tested on the past of this level."),
    Edge.TOO_UNCERTAIN: gettext_lazy("No projection: every rule missed the past years by as much as they brought."),
}


def sentence(case: EdgeCase, indicator: IndicatorFace) -> str:
    """Return one sentence in the reader's language, amounts in the indicator's shown unit, without the unit's name."""
    texts = {name: _text(said, indicator) for name, said in case.numbers}
    words = SUM_SENTENCES[case.code] if isinstance(case.code, SumEdge) else SENTENCES[case.code]
    text = str(words) % {**texts, "unit": unit_word(indicator)}
    return text[0].upper() + text[1:]


def sentences(cases: Iterable[EdgeCase], indicator: IndicatorFace) -> list[str]:
    """Return the sentences in the order of their edges."""
    return [sentence(case, indicator) for case in cases]


def unit_word(indicator: IndicatorFace) -> str:
    """Return the name of the shown unit for differences: of percentages these are points."""
    if indicator.unit == _PERCENT:
        return _("percentage points")
    return local_name(indicator, "display_unit")


def gap_text(progress: Progress, indicator: IndicatorFace) -> str:
    """Return what is still to go, and which way; how far a goal is passed; a dash where that cannot be said."""
    gap, way = progress.gap, progress.way
    if gap.low is None or way is None:
        return MISSING
    if way is Way.TO_FALL or (way is Way.BEYOND and gap.low < 0):
        gap = gap.negated()
    ends = sorted(end for end in (gap.low, gap.high) if end is not None)
    text = range_text(ends[0], ends[-1], gap.comparator, indicator.display_scale)
    if way is Way.TO_FALL:
        return _("%(number)s to go down") % {"number": text}
    return _("%(number)s beyond") % {"number": text} if way is Way.BEYOND else text


def _text(said: Said | tuple[Said, ...], indicator: IndicatorFace) -> str:
    """Return a number, a day, a name or a list of them as the sentence says it."""
    match said:
        case tuple():
            return _listed(said, indicator)
        case Amount():
            return amount_text(said, indicator.display_scale)
        case Attainment():
            return share_range_text(said.low, said.high, said.comparator)
        case Ends():
            return range_text(said.low, said.high, said.comparator, indicator.display_scale)
        case Label():
            return f"{name_of(said)}, {said.number}" if said.number else name_of(said)
        case LabelledShare():
            return f"{_text(said.label, indicator)}: {_text(said.share, indicator)}"
        case Days():
            return period_text(said.starts, said.ends)
        case Quarter():
            return quarter_text(said)
        case ExpectedRule():
            return str(RULE_WORDS[said])
        case date():
            return day_text(said)
        case int():
            return number_text(Decimal(said))


def _listed(many: tuple[Said, ...], indicator: IndicatorFace) -> str:
    """Return a list with a word before its last; goals with their percentages are told apart by semicolons.

    Of many names the first are said and the rest are counted.
    """
    texts = [_text(said, indicator) for said in many]
    if any(isinstance(said, LabelledShare) for said in many) or len(texts) < 2:
        return "; ".join(texts)
    if len(texts) > MOST_NAMES and isinstance(many[0], Label):
        more = len(texts) - NAMES_OF_MANY
        words = npgettext("names", "%(count)s more", "%(count)s more", more)
        texts = [*texts[:NAMES_OF_MANY], words % {"count": more}]
    return _("%(first)s and %(last)s") % {"first": ", ".join(texts[:-1]), "last": texts[-1]}
