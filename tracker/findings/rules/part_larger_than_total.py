"""Check whether a part is larger than the whole that it belongs to."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.findings.components import breakdowns
from tracker.findings.facts import Facts
from tracker.findings.finding import Observation, Rule, Severity
from tracker.findings.wording import amount, indicator_name, inputs_of, scale_of, shown


def check(facts: Facts) -> Iterator[Observation]:
    """Yield the parts of incomplete splits that exceed their total; complete splits are added up by another rule."""
    for breakdown in breakdowns(facts):
        total = breakdown.total
        if breakdown.complete or total.claimed.high is None:
            continue
        for part in breakdown.parts:
            found = part.amount_in(total.unit)
            if found is None or found[1].low <= total.claimed.high:
                continue
            scale = scale_of(total.unit, total.indicator)
            difference = found[0] - total.value
            yield Observation(
                severity=Severity.WARNING,
                arithmetic=_(
                    "“%(part)s” is a part of “%(whole)s”, but %(part_amount)s is %(difference)s more than %(total)s."
                )
                % {
                    "part": indicator_name(part.indicator),
                    "whole": indicator_name(total.indicator),
                    "part_amount": shown(part),
                    "total": shown(total),
                    "difference": amount(difference, scale),
                },
                inputs=inputs_of((total, part)),
                difference=difference,
                unit=total.unit.code,
                shown_difference=amount(difference, scale),
            )


RULE = Rule("part_larger_than_total", gettext_lazy("Is a part larger than its whole?"), check)
