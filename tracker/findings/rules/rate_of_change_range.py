"""Check whether a rate of change is possible and plausible."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.findings.facts import Facts
from tracker.findings.figure import Figure
from tracker.findings.finding import Observation, Rule, Severity
from tracker.findings.suspects import Concern
from tracker.findings.tolerances import (
    HIGHEST_PLAUSIBLE_CHANGE,
    LARGEST_FALL,
    LOWEST_PLAUSIBLE_CHANGE,
    PERCENT_UNIT,
)
from tracker.findings.wording import input_of, input_of_comparison, number
from tracker.models import ComparisonKind, IndicatorKind

_LONGEST_YEAR = 366  # days: changes over more years may be larger


def check(facts: Facts) -> Iterator[Observation]:
    """Yield yearly changes outside the plausible range, and falls by more than everything; misprints are asked too.

    A change is an indicator of kind *other* in per cent: growth is the one per cent that is neither a share nor
    recomputed from parts.
    """
    for figure in (*facts.targets, *facts.actuals_for(Concern.ALONE)):
        is_change = figure.indicator.kind == IndicatorKind.OTHER and figure.unit.code == PERCENT_UNIT
        if is_change and figure.is_stated and _within_a_year(figure):
            yield from _observe(figure)
    subjects = {
        (figure.record, figure.row.pk): figure for figure in (*facts.targets, *facts.actuals_for(Concern.ALONE))
    }
    for comparison in facts.comparisons:
        subject = subjects.get(
            ("actual", comparison.subject_actual_id or 0), subjects.get(("target", comparison.subject_target_id or 0))
        )
        lowest = {ComparisonKind.CHANGE: LARGEST_FALL, ComparisonKind.TIMES: Decimal(0)}.get(
            ComparisonKind(comparison.kind)
        )
        if subject is not None and lowest is not None and comparison.value < lowest:
            yield Observation(
                severity=Severity.ERROR,
                arithmetic=_("%(value)s is less than %(lowest)s: nothing can fall by more than everything.")
                % {"value": number(comparison.value), "lowest": number(lowest)},
                inputs=(input_of_comparison(comparison, subject.place), input_of(subject)),
                difference=comparison.value - lowest,
                unit=comparison.unit.code,
                shown_difference=number(comparison.value - lowest),
            )


def _within_a_year(figure: Figure) -> bool:
    if figure.from_on is None or figure.to_on is None:
        return figure.from_on is None
    return (figure.to_on - figure.from_on).days <= _LONGEST_YEAR


def _observe(figure: Figure) -> Iterator[Observation]:
    top = figure.value if figure.row.high is None else figure.row.high
    if figure.value >= LOWEST_PLAUSIBLE_CHANGE and top <= HIGHEST_PLAUSIBLE_CHANGE:
        return
    if figure.value < LOWEST_PLAUSIBLE_CHANGE:
        value, limit = figure.value, LOWEST_PLAUSIBLE_CHANGE
    else:
        value, limit = top, HIGHEST_PLAUSIBLE_CHANGE
    text = _("%(value)s%% in one year lies outside the range from %(low)s%% to %(high)s%% that such changes keep to.")
    tenth = value / 10
    if LOWEST_PLAUSIBLE_CHANGE <= tenth <= HIGHEST_PLAUSIBLE_CHANGE:
        text += " " + _("If a decimal mark was lost, %(tenth)s%% was meant.")
    yield Observation(
        severity=Severity.ERROR if value < LARGEST_FALL else Severity.WARNING,
        arithmetic=text
        % {
            "value": number(value),
            "low": number(LOWEST_PLAUSIBLE_CHANGE),
            "high": number(HIGHEST_PLAUSIBLE_CHANGE),
            "tenth": number(tenth),
        },
        inputs=(input_of(figure),),
        difference=value - limit,
        unit=figure.unit.code,
        shown_difference=_("%(number)s points") % {"number": number(value - limit)},
    )


RULE = Rule("rate_of_change_range", gettext_lazy("Can a figure change that much in a year?"), check)
