"""Check whether the parts of a printed total add up to it."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.findings.components import Breakdown, breakdowns
from tracker.findings.facts import Facts
from tracker.findings.finding import Observation, Rule, Severity
from tracker.findings.printed_digits import EXACT, NOTHING, outside
from tracker.findings.wording import amount, bare, inputs_of, scale_of, shown_bare


def check(facts: Facts) -> Iterator[Observation]:
    """Yield the totals of complete splits whose parts cannot add up to them, rounding and comparators allowed for.

    A silent part is not zero: with one, only parts that already exceed the total are a finding. Parts printed in
    two currencies are added in the total's; parts that are not printed in it belong to another rule.
    """
    for breakdown in breakdowns(facts):
        if breakdown.complete:
            yield from _observe(breakdown)


def _observe(breakdown: Breakdown) -> Iterator[Observation]:
    total = breakdown.total
    values: list[Decimal] = []
    ends = NOTHING
    for part in breakdown.parts:
        found = part.amount_in(total.unit)
        if found is None:
            return
        values.append(found[0])
        ends += found[1]
    if breakdown.silent:
        fits = total.claimed.high is None or ends.low <= total.claimed.high
    else:
        fits = not outside(ends, total.claimed)
    if fits:
        return
    scale = scale_of(total.unit, total.indicator)
    found_sum = Decimal(0)
    for value in values:
        found_sum = EXACT.add(found_sum, value)
    difference = found_sum - total.value
    words = {
        "parts": " + ".join(bare(value, scale) for value in values),
        "sum": amount(found_sum, scale),
        "total": shown_bare(total),
        "difference": amount(abs(difference), scale),
    }
    if breakdown.silent:
        text = _(
            "%(parts)s = %(sum)s, which is %(difference)s more than the printed total of %(total)s, "
            "although some parts are not even known."
        )
    elif difference < 0:
        text = _("%(parts)s = %(sum)s, but the printed total is %(total)s: %(difference)s are not accounted for.")
    else:
        text = _("%(parts)s = %(sum)s, but the printed total is %(total)s: the parts are %(difference)s more.")
    yield Observation(
        severity=Severity.WARNING,
        arithmetic=text % words,
        inputs=inputs_of((total, *breakdown.parts)),
        difference=difference,
        unit=total.unit.code,
        shown_difference=amount(difference, scale),
    )


RULE = Rule("parts_against_total", gettext_lazy("Do the parts add up to the printed total?"), check)
