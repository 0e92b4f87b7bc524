"""Check whether a share lies between nothing and everything, and fits its own parts."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.findings.facts import Facts
from tracker.findings.figure import Figure
from tracker.findings.finding import Observation, Rule, Severity
from tracker.findings.printed_digits import ClosedEnds, outside
from tracker.findings.suspects import Concern
from tracker.findings.tolerances import HIGHEST_SHARE, LOWEST_SHARE, PERCENT_UNIT
from tracker.findings.wording import input_of, number, shown
from tracker.models import Actual, IndicatorKind


def check(facts: Facts) -> Iterator[Observation]:
    """Yield shares below 0 % or above 100 %, and shares that differ from numerator / denominator beyond rounding."""
    for figure in (*facts.targets, *facts.actuals_for(Concern.ALONE)):
        is_share = figure.indicator.kind == IndicatorKind.RATIO and figure.unit.code == PERCENT_UNIT
        if is_share and figure.is_stated:
            yield from _observe_range(figure)
            yield from _observe_parts(figure)


def _observe_range(figure: Figure) -> Iterator[Observation]:
    top = figure.value if figure.row.high is None else figure.row.high
    if figure.value < LOWEST_SHARE:
        difference = figure.value - LOWEST_SHARE
        text = _("%(value)s is less than nothing.")
    elif top > HIGHEST_SHARE:
        difference = top - HIGHEST_SHARE
        text = _("%(value)s is more than everything: a part of a whole cannot be larger than the whole.")
    else:
        return
    yield _observation(figure, text % {"value": shown(figure)}, difference)


def _observe_parts(figure: Figure) -> Iterator[Observation]:
    row = figure.row
    if not isinstance(row, Actual) or row.numerator is None or row.denominator is None:
        return
    computed = row.numerator / row.denominator * Decimal(100)
    if not outside(ClosedEnds(computed, computed), figure.claimed):
        return
    text = _("%(numerator)s / %(denominator)s = %(computed)s%%, but %(value)s is reported.") % {
        "numerator": number(row.numerator),
        "denominator": number(row.denominator),
        "computed": number(computed, 2),
        "value": shown(figure),
    }
    yield _observation(figure, text, round(computed - figure.value, 6))


def _observation(figure: Figure, arithmetic: str, difference: Decimal) -> Observation:
    return Observation(
        severity=Severity.WARNING,
        arithmetic=arithmetic,
        inputs=(input_of(figure),),
        difference=difference,
        unit=figure.unit.code,
        shown_difference=_("%(number)s points") % {"number": number(difference, 2)},
    )


RULE = Rule("ratio_out_of_range", gettext_lazy("Is the share possible, and does it fit its parts?"), check)
