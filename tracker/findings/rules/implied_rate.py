"""Check the exchange rates that documents imply against each other and against the rate table."""

from collections.abc import Iterator
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.findings.facts import Facts
from tracker.findings.figure import Figure
from tracker.findings.finding import Observation, Rule, Severity
from tracker.findings.implied_rates import ImpliedRate, all_rates
from tracker.findings.tolerances import RATE_DRIFT_IN_A_YEAR, RATE_TABLE_DAYS, RATE_TABLE_SHARE
from tracker.findings.wording import inputs_of, number, worded
from tracker.models import ExchangeRate


def check(facts: Facts) -> Iterator[Observation]:
    """Yield rates that lie further apart than rounding explains: in one document, in one year, from the table.

    Within one document the rates should be one rate; within a year the market may have moved; the nearest rate of
    the table is asked within a quarter of a year.
    """
    rates = all_rates(facts)
    for _document, group in groupby(
        (rate for rate in rates if rate.document is not None), key=lambda rate: (rate.document, rate.unit)
    ):
        yield from _observe_spread(list(group), one_document=True)
    dated = sorted((rate for rate in rates if rate.day is not None), key=_by_year)
    for _year, group in groupby(dated, key=_by_year):
        together = list(group)
        if len({rate.document for rate in together}) > 1:
            yield from _observe_spread(together, one_document=False)
    for rate in rates:
        yield from _observe_table(rate, facts.rates)


def _by_year(rate: ImpliedRate) -> tuple[int, str]:
    return (rate.day.year if rate.day else 0, rate.unit)


def _observe_spread(rates: list[ImpliedRate], *, one_document: bool) -> Iterator[Observation]:
    lowest = min(rates, key=lambda rate: rate.high)
    highest = max(rates, key=lambda rate: rate.low)
    allowed = 0 if one_document else RATE_DRIFT_IN_A_YEAR
    if highest.low <= lowest.high * (1 + allowed):
        return
    difference = highest.rate - lowest.rate
    words = {
        "lowest": number(lowest.rate, 0),
        "highest": number(highest.rate, 0),
        "unit": lowest.unit,
        "percent": number(difference / lowest.rate * 100, 1),
        "one": _source(lowest.figures[0]),
        "other": _source(highest.figures[0]),
        "year": str(lowest.day.year if lowest.day else ""),
    }
    if one_document:
        text = _(
            "One document uses two rates: %(lowest)s and %(highest)s %(unit)s, %(percent)s %% apart, "
            "more than the rounding of its numbers explains."
        )
    else:
        text = _(
            "In %(year)s “%(one)s” implies %(lowest)s %(unit)s and “%(other)s” %(highest)s: %(percent)s %% apart, "
            "more than rounding and the market explain."
        )
    figures = {figure.sort_key: figure for rate in (lowest, highest) for figure in rate.figures}
    yield Observation(
        severity=Severity.WARNING,
        arithmetic=text % words,
        inputs=inputs_of(figures.values()),
        difference=round(difference, 6),
        unit=lowest.unit,
        shown_difference=f"{number(difference, 0)} {lowest.unit}",
    )


def _source(figure: Figure) -> str:
    document = figure.row.document
    return worded(document.title, document.title_en) if document else _("a typed figure")


def _observe_table(rate: ImpliedRate, table: list[ExchangeRate]) -> Iterator[Observation]:
    day = rate.day
    if day is None:
        return
    near = [row for row in table if (row.base, row.quote) == (rate.base, rate.quote)]
    near = [row for row in near if abs((row.on - day).days) <= RATE_TABLE_DAYS]
    if not near:
        return
    nearest = min(near, key=lambda row: (abs((row.on - day).days), row.on, row.purpose))
    if rate.low * (1 - RATE_TABLE_SHARE) <= nearest.rate <= rate.high * (1 + RATE_TABLE_SHARE):
        return
    difference = rate.rate - nearest.rate
    yield Observation(
        severity=Severity.WARNING,
        arithmetic=_(
            "The printed amounts imply %(rate)s %(unit)s; the rate table has %(table)s for %(day)s: "
            "a difference of %(difference)s."
        )
        % {
            "rate": number(rate.rate, 0),
            "unit": rate.unit,
            "table": number(nearest.rate),
            "day": f"{nearest.on:%d/%m/%Y}",
            "difference": number(abs(difference), 0),
        },
        inputs=inputs_of(rate.figures),
        difference=round(difference, 6),
        unit=rate.unit,
        shown_difference=f"{number(difference, 0)} {rate.unit}",
    )


RULE = Rule("implied_rate", gettext_lazy("Do the amounts printed in two currencies use the same exchange rate?"), check)
