"""Check the exchange rates that documents imply against each other and against the rate table."""

from collections.abc import Iterator
from itertools import combinations, groupby, product

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from provinces.days import day_text
from provinces.wording import local_text
from tracker.findings.facts import Facts
from tracker.findings.figure import Figure
from tracker.findings.finding import Observation, Rule, Severity
from tracker.findings.implied_rates import ImpliedRate, all_rates
from tracker.findings.tolerances import RATE_DRIFT_IN_A_YEAR, RATE_SPREAD_DAYS, RATE_TABLE_DAYS, RATE_TABLE_SHARE
from tracker.findings.wording import inputs_of, number
from tracker.models import ExchangeRate


def check(facts: Facts) -> Iterator[Observation]:
    """Yield rates that lie further apart than rounding explains: in one document, within a year, from the table.

    Within one document the rates should be one rate; within a year the market may have moved. A rate belongs to the
    period of its amounts, not to the day of its document. The table's nearest rate is asked within a quarter of a year.
    """
    rates = all_rates(facts)
    for _document, group in groupby(
        (rate for rate in rates if rate.document is not None), key=lambda rate: (rate.document, rate.unit)
    ):
        together = list(group)
        lowest, highest = _ends(together)
        if highest.low > lowest.high:
            yield _spread(lowest, highest, one_document=True)
    yield from _observe_years(rates)
    for rate in rates:
        yield from _observe_table(rate, facts.rates)


def _ends(rates: list[ImpliedRate]) -> tuple[ImpliedRate, ImpliedRate]:
    return min(rates, key=lambda rate: rate.high), max(rates, key=lambda rate: rate.low)


def _observe_years(rates: list[ImpliedRate]) -> Iterator[Observation]:
    """Yield, for each two documents, the two rates within a year that lie furthest apart."""
    of_document: dict[tuple[str, int], list[ImpliedRate]] = {}
    for rate in rates:
        if rate.day is not None:
            of_document.setdefault((rate.unit, rate.document or 0), []).append(rate)
    for (one_key, ones), (other_key, others) in combinations(of_document.items(), 2):
        if one_key[0] != other_key[0]:
            continue
        apart = [
            (lowest, highest)
            for one, other in product(ones, others)
            for lowest, highest in [_ends([one, other])]
            if _within_a_year(one, other) and highest.low > lowest.high * (1 + RATE_DRIFT_IN_A_YEAR)
        ]
        if apart:
            yield _spread(*max(apart, key=lambda pair: pair[1].rate - pair[0].rate), one_document=False)


def _within_a_year(one: ImpliedRate, other: ImpliedRate) -> bool:
    assert one.day is not None
    assert other.day is not None
    return abs((one.day - other.day).days) <= RATE_SPREAD_DAYS


def _spread(lowest: ImpliedRate, highest: ImpliedRate, *, one_document: bool) -> Observation:
    difference = highest.rate - lowest.rate
    words = {
        "lowest": number(lowest.rate, 0),
        "highest": number(highest.rate, 0),
        "unit": lowest.unit,
        "percent": number(difference / lowest.rate * 100, 1),
        "one": _source(lowest.figures[0]),
        "other": _source(highest.figures[0]),
        "one_period": lowest.period,
        "other_period": highest.period,
    }
    if one_document:
        text = _(
            "One document uses two rates: %(lowest)s (%(one_period)s) and %(highest)s %(unit)s (%(other_period)s), "
            "%(percent)s%% apart, more than the rounding of its numbers explains."
        )
    else:
        text = _(
            "“%(one)s” implies %(lowest)s %(unit)s for %(one_period)s and “%(other)s” %(highest)s for "
            "%(other_period)s: %(percent)s%% apart, more than rounding and the market explain."
        )
    figures = {figure.sort_key: figure for rate in (lowest, highest) for figure in rate.figures}
    return Observation(
        severity=Severity.WARNING,
        arithmetic=text % words,
        inputs=inputs_of(figures.values()),
        difference=round(difference, 6),
        unit=lowest.unit,
        shown_difference=f"{number(difference, 0)} {lowest.unit}",
    )


def _source(figure: Figure) -> str:
    document = figure.row.document
    return local_text(document.title, document.title_en) if document else _("a typed figure")


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
            "day": day_text(nearest.on),
            "difference": number(abs(difference), 0),
        },
        inputs=inputs_of(rate.figures),
        difference=round(difference, 6),
        unit=rate.unit,
        shown_difference=f"{number(difference, 0)} {rate.unit}",
    )


RULE = Rule("implied_rate", gettext_lazy("Do the amounts printed in two currencies use the same exchange rate?"), check)
