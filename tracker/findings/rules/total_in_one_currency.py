"""Check for totals in one currency of amounts in two, printed without the rate that was used."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.findings.facts import Facts
from tracker.findings.finding import Observation, Rule, Severity
from tracker.findings.implied_rates import MixedTotal, mixed_totals
from tracker.findings.wording import amount, inputs_of, number, scale_of, shown
from tracker.models import RatePurpose


def check(facts: Facts) -> Iterator[Observation]:
    """Yield the totals whose parts are in two currencies, with the rate at which they fit.

    A document's own rate in the rate table answers the question where it fits.
    """
    for mixed in mixed_totals(facts):
        rate = mixed.rate
        own = [
            row
            for row in facts.rates
            if row.purpose == RatePurpose.SOURCE_OWN and row.document_id == mixed.total.row.document_id
        ]
        answered = rate is not None and any(rate.low <= row.rate <= rate.high for row in own)
        if not answered:
            yield _observation(mixed)


def _observation(mixed: MixedTotal) -> Observation:
    total = mixed.total
    scale = scale_of(total.unit, total.indicator)
    foreign = mixed.foreign[0]
    words = {
        "total": shown(total),
        "own": " + ".join(shown(part) for part in mixed.own),
        "rest": amount(mixed.rest, scale),
        "foreign": amount(mixed.foreign_sum, scale_of(foreign.unit, foreign.indicator)),
        "rate": number(mixed.rate.rate, 0) if mixed.rate else "",
        "unit": mixed.rate.unit if mixed.rate else "",
    }
    if mixed.rate is None:
        text = _("The total is %(total)s, of which %(own)s leave %(rest)s for %(foreign)s: no rate can make that fit.")
    elif mixed.own:
        text = _(
            "The total is %(total)s, of which %(own)s leave %(rest)s for %(foreign)s: that fits only at "
            "%(rate)s %(unit)s, a rate that the document does not state."
        )
    else:
        text = _(
            "The total of %(total)s stands for %(foreign)s: that fits only at %(rate)s %(unit)s, "
            "a rate that the document does not state."
        )
    return Observation(
        severity=Severity.WARNING if mixed.rate is None else Severity.NOTICE,
        arithmetic=text % words,
        inputs=inputs_of((total, *mixed.own, *mixed.foreign)),
    )


RULE = Rule("total_in_one_currency", gettext_lazy("At which rate were two currencies added into one total?"), check)
