"""Check for ratios that are known without the two numbers they were computed from."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.findings.facts import Facts
from tracker.findings.finding import Observation, Rule, Severity
from tracker.findings.suspects import Concern
from tracker.findings.wording import input_of, place_name, shown
from tracker.models import Actual, IndicatorKind


def check(facts: Facts) -> Iterator[Observation]:
    """Yield reported ratios without numerator and denominator: they are shown where they stand, never rolled up."""
    for figure in facts.actuals_for(Concern.ALONE):
        row = figure.row
        assert isinstance(row, Actual)
        if figure.counts and figure.indicator.kind == IndicatorKind.RATIO and row.numerator is None:
            yield Observation(
                severity=Severity.NOTICE,
                arithmetic=_(
                    "%(value)s for %(place)s comes without its numerator and denominator, so it cannot be recomputed "
                    "or added to that of other places."
                )
                % {"value": shown(figure), "place": place_name(figure.place)},
                inputs=(input_of(figure),),
            )


RULE = Rule("printed_ratio_without_components", gettext_lazy("Is a ratio known without its two parts?"), check)
