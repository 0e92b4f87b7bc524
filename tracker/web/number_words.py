"""Say in words what each number of a progress row is, and how it follows from its inputs."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tracker.progress.investor_totals import InvestorTotal
from tracker.progress.measures import IndicatorKind
from tracker.progress.rows import ProgressRow
from tracker.progress.told import Formula, NumberCode, Told
from tracker.web.words import Words

_N = NumberCode

NUMBER_WORDS: dict[NumberCode, Words] = {
    _N.GOAL: _("Goal"),
    _N.BASELINE: _("Baseline"),
    _N.IN_QUARTER: _("In the quarter"),
    _N.QUARTER_SHARE: _("Share of the goal in the quarter"),
    _N.TO_DATE: _("Reached to date"),
    _N.OWN_REPORT: _("Own report"),
    _N.CHILDREN_SUM: _("Sum of the units below"),
    _N.NOT_BROKEN_DOWN: _("Not broken down"),
    _N.ATTAINMENT: _("% of goal"),
    _N.EXPECTED: _("Expected by now"),
    _N.EXPECTED_SHARE: _("Expected % of goal"),
    _N.PACE: _("Pace"),
    _N.DISTANCE: _("Against expected"),
    _N.DISTANCE_SHARE: _("Against expected, % of it"),
    _N.GAP: _("To go"),
    _N.QUARTERS_LEFT: _("Quarters left"),
    _N.NEEDED: _("Needed per remaining quarter"),
    _N.PROJECTION_LOW: _("Projection, low"),
    _N.PROJECTION: _("Projection"),
    _N.PROJECTION_HIGH: _("Projection, high"),
    _N.PROJECTION_ERROR: _("Past error of the projection"),
    _N.LAST_YEAR: _("Same period last year"),
    _N.LAST_YEAR_CURRENT: _("Now, over the same units as last year"),
    _N.LAST_YEAR_DIFFERENCE: _("Difference from last year"),
    _N.LAST_YEAR_RATIO: _("Ratio to last year"),
    _N.LAST_YEAR_CHANGE: _("Change since last year"),
    _N.SAME_QUARTER: pgettext_lazy("beside the same period", "Same quarter last year"),
    _N.SAME_QUARTER_CURRENT: _("This quarter, over the same units as last year"),
    _N.SAME_QUARTER_DIFFERENCE: _("Difference from the same quarter last year"),
    _N.SAME_QUARTER_RATIO: _("Ratio to the same quarter last year"),
    _N.SAME_QUARTER_CHANGE: _("Change since the same quarter last year"),
    _N.PREVIOUS_QUARTER: _("Previous quarter"),
    _N.PREVIOUS_QUARTER_CURRENT: _("Now, over the same units as in the previous quarter"),
    _N.PREVIOUS_QUARTER_DIFFERENCE: _("Difference from the previous quarter"),
    _N.PREVIOUS_QUARTER_RATIO: _("Ratio to the previous quarter"),
    _N.PREVIOUS_QUARTER_CHANGE: _("Change since the previous quarter"),
    _N.UNITS_LAST_YEAR: _("Units below with both years: last year"),
    _N.UNITS_CURRENT: _("Units below with both years: this year"),
    _N.UNITS_DIFFERENCE: _("Units below with both years: difference"),
    _N.ASSIGNED: _("Assigned"),
    _N.UNASSIGNED: _("Unassigned"),
    _N.OVER_ASSIGNED: _("Assigned beyond the goal"),
    _N.COVERAGE_OF_GOAL: _("Coverage of the goal"),
    _N.SHARE_OF_GOAL: _("Part of the whole goal"),
    _N.REPORTED: _("Units that have reported"),
    _N.OWING: _("Units that owe a report"),
}

_FORMULAS: dict[NumberCode, Words] = {
    _N.GOAL: _("As its document states it."),
    _N.BASELINE: _("The level when the period starts, as its document states it."),
    _N.QUARTER_SHARE: _("In the quarter / goal."),
    _N.OWN_REPORT: _("What the place itself reports; never added to the sum of its parts."),
    _N.CHILDREN_SUM: _("The sum of what the units below report."),
    _N.NOT_BROKEN_DOWN: _("Own report − sum of the units below."),
    _N.EXPECTED_SHARE: _("Part of the goal that the rule asks for by now."),
    _N.PACE: _("% of goal / expected % of goal."),
    _N.DISTANCE: _("Reached to date − expected by now."),
    _N.DISTANCE_SHARE: _("(Reached to date − expected by now) / expected by now."),
    _N.GAP: _("Goal − reached to date."),
    _N.QUARTERS_LEFT: _("Quarters to the goal's end; an open quarter counts as one."),
    _N.NEEDED: _("To go / quarters left; an open quarter counts as one."),
    _N.PROJECTION_LOW: _("As the least of the past years went on from the same day."),
    _N.PROJECTION: _("As the rule goes on to the end of the period."),
    _N.PROJECTION_HIGH: _("As the most of the past years went on from the same day."),
    _N.PROJECTION_ERROR: _("How far the same rule missed the past years on the same day, on average."),
    _N.LAST_YEAR: _("The same days, one year earlier, of the same units."),
    _N.LAST_YEAR_CURRENT: _("From 1 January, or the level on the day; of the units that have both years."),
    _N.LAST_YEAR_DIFFERENCE: _("Now − last year; of a percentage in points."),
    _N.LAST_YEAR_RATIO: _("Now / last year; 100% means unchanged."),
    _N.LAST_YEAR_CHANGE: _("Ratio − 100%."),
    _N.SAME_QUARTER: _("The same quarter alone, one year earlier, of the same units."),
    _N.SAME_QUARTER_CURRENT: _("The quarter alone, of the units that have both years."),
    _N.SAME_QUARTER_DIFFERENCE: _("Now − the same quarter last year."),
    _N.SAME_QUARTER_RATIO: _("Now / the same quarter last year; 100% means unchanged."),
    _N.SAME_QUARTER_CHANGE: _("Ratio − 100%."),
    _N.PREVIOUS_QUARTER: _("The quarter before, of the same units."),
    _N.PREVIOUS_QUARTER_CURRENT: _("This quarter, of the units that have both quarters."),
    _N.PREVIOUS_QUARTER_DIFFERENCE: _("Now − the quarter before; of a percentage in points."),
    _N.PREVIOUS_QUARTER_RATIO: _("Now / the quarter before; 100% means unchanged."),
    _N.PREVIOUS_QUARTER_CHANGE: _("Ratio − 100%."),
    _N.UNITS_LAST_YEAR: _("Sum over the places directly below, to the same day of last year."),
    _N.UNITS_CURRENT: _("Sum over the same places this year."),
    _N.UNITS_DIFFERENCE: _("This year − last year."),
    _N.ASSIGNED: _("Sum of the goal's direct parts."),
    _N.UNASSIGNED: _("Goal − assigned, never below 0."),
    _N.OVER_ASSIGNED: _("Assigned − goal, never below 0."),
    _N.COVERAGE_OF_GOAL: _("Assigned / goal."),
    _N.SHARE_OF_GOAL: _("This part / the whole goal."),
    _N.REPORTED: _("Units that owe this indicator for the quarter and have reported it."),
    _N.OWING: _("Units that owe this indicator for the quarter."),
}


# Of the sums over the places of one investor.
_TOTALS: dict[NumberCode, Words] = {
    _N.GOAL: _("Sum of the targets of these places."),
    _N.TO_DATE: _("Sum of what the same places have reached."),
}


def number_words(told: Told, row: ProgressRow | InvestorTotal) -> str:
    """Return the name of a number; a stock or a ratio is a level, nothing that is reached bit by bit."""
    if told.code is _N.TO_DATE and row.indicator.kind != IndicatorKind.FLOW:
        return str(_("Level"))
    return str(NUMBER_WORDS[told.code])


def formula_words(told: Told, row: ProgressRow | InvestorTotal) -> str:
    """Return in words how a number follows from its inputs."""
    if told.formula is Formula.SUM and (isinstance(row, InvestorTotal) or told.code is _N.GOAL):
        return str(_TOTALS[told.code])
    if told.code is _N.BASELINE:
        return str(_baseline_words(row))
    if told.formula is Formula.RULE and told.code is _N.GOAL:
        return str(_("Sum of the targets of the places that it is measured by, each with its share."))
    if told.code in (_N.TO_DATE, _N.IN_QUARTER):
        return str(_reading_words(told, row))
    if told.code is _N.ATTAINMENT:
        if told.formula is Formula.FROM_BASELINE:
            return str(_("(Reached − baseline) / (goal − baseline)."))
        return str(_("Reached to date / goal."))
    return str(_FORMULAS.get(told.code, ""))


def _baseline_words(row: ProgressRow | InvestorTotal) -> Words:
    if row.terms is not None and row.terms.baseline_on is not None:
        return _("The level that was reported when the period began.")
    if isinstance(row, InvestorTotal) or row.target is None:
        return _("Sum of the baselines of the goals that are added.")
    return _FORMULAS[_N.BASELINE]


def _reading_words(told: Told, row: ProgressRow | InvestorTotal) -> Words:
    reading = row.in_quarter if told.code is _N.IN_QUARTER and isinstance(row, ProgressRow) else row.to_date
    if reading.amount is None:
        return _("No figure, no number: missing is never counted as 0.")
    if told.formula is Formula.COMPONENTS:
        return _("Sum of the numerators divided by the sum of the denominators.")
    if isinstance(row, ProgressRow) and row.roll_up is not None and not row.roll_up.own_report:
        return _("Sum of the figures of the units below it; it has no report of its own.")
    if len(told.inputs) > 1:
        return _("Reported figures added and subtracted so that they cover the period without gap or overlap.")
    return _("The reported figure itself.")
