"""Check for figures that a document names without a number."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.findings.facts import Facts
from tracker.findings.finding import Observation, Rule, Severity
from tracker.findings.suspects import Concern
from tracker.findings.wording import figure_name, input_of, place_name
from tracker.models import MISSING_STATUSES, Actual


def check(facts: Facts) -> Iterator[Observation]:
    """Yield figures that are named without a value; a reported "not yet known" is an answer and no finding."""
    for figure in (*facts.targets, *facts.actuals_for(Concern.ALONE), *facts.phases):
        row = figure.row
        answered = isinstance(row, Actual) and row.observation_status in MISSING_STATUSES
        if figure.is_stated or answered or not row.counts:
            continue
        yield Observation(
            severity=Severity.NOTICE,
            arithmetic=_("“%(figure)s” of %(place)s is named without a number; that is not a zero.")
            % {"figure": figure_name(figure), "place": place_name(figure.place)},
            inputs=(input_of(figure),),
        )


RULE = Rule("figure_without_value", gettext_lazy("Is a figure named without a number?"), check)
