"""Check for figures that cannot be: a negative stock, half a project."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.findings.facts import Facts
from tracker.findings.finding import Observation, Rule, Severity
from tracker.findings.suspects import Concern
from tracker.findings.wording import input_of, shown
from tracker.models import IndicatorKind


def check(facts: Facts) -> Iterator[Observation]:
    """Yield stocks below zero and parts of things that are only counted whole; misprints are asked too.

    A flow may fall below zero: land is given back, capital is withdrawn.
    """
    for figure in (*facts.targets, *facts.actuals_for(Concern.ALONE), *facts.phases):
        if not figure.is_stated:
            continue
        if figure.unit.whole and figure.value != figure.value.to_integral_value():
            text = _("%(value)s: this unit is counted in whole numbers only.")
        elif figure.indicator.kind == IndicatorKind.STOCK and figure.value < 0:
            text = _("%(value)s: a stock cannot be less than nothing.")
        else:
            continue
        yield Observation(
            severity=Severity.ERROR, arithmetic=text % {"value": shown(figure)}, inputs=(input_of(figure),)
        )


RULE = Rule("impossible_figure", gettext_lazy("Can the figure be at all?"), check)
