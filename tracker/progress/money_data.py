"""Write what amounts come to in one currency as plain data: each number with its rates, each refusal with its reason.

The keys and forms are those of `as_data`: amounts in single units, shares of 1, days as ISO dates.
"""

from typing import Any

from tracker.progress.in_one_currency import OneCurrency
from tracker.progress.money import ConvertedTotal, Outcome
from tracker.progress.money_lines import MoneyLine
from tracker.progress.plain_data import amount_data, day_data, ends_data, plain
from tracker.progress.rate_choice import MissingRate
from tracker.progress.rates import RateFace


def one_currency_data(item: OneCurrency) -> dict[str, Any]:
    """Return a total in one currency with everything that led to it, or why it was refused."""
    reckoning = item.reckoning
    stated = item.stated
    return {
        "kind": item.kind.value,
        "place": item.place.slug,
        "indicator": item.indicator.code,
        "unit": item.into,
        "target_references": [target.reference or None for target in item.targets],
        "reported": [
            {
                "indicator": each.indicator.code,
                "unit": each.unit,
                **amount_data(each.reading.amount, "value"),
                "from": day_data(each.reading.from_on),
                "to": day_data(each.reading.to_on),
                "states": list(each.states),
                "missing": [place.slug for place in each.missing],
            }
            for each in item.amounts
        ],
        "figures_of_other_perimeters": [place.slug for place in item.other_perimeters],
        "without_figure": [face.code for face in item.silent],
        **amount_data(stated.amount if stated else None, "stated"),
        "reason": None if item.reason is None else item.reason.value,
        **amount_data(item.terms.amount if item.terms else None, "goal"),
        "goal_at_plan_rate": None if item.goal is None else _outcome(item.goal, item.goal_lines),
        "at_plan_rate": None if reckoning is None else _outcome(reckoning.at_plan, item.plan_lines),
        "at_period_rate": None if reckoning is None else _outcome(reckoning.at_period, item.period_lines),
        "at_source_rate": (
            None
            if reckoning is None or reckoning.at_source is None
            else _outcome(reckoning.at_source, item.source_lines)
        ),
        **amount_data(reckoning.effect if reckoning else None, "exchange_effect"),
        **ends_data(reckoning.attainment_at_plan if reckoning else None, "attainment_at_plan_rate"),
        **ends_data(reckoning.attainment_at_period if reckoning else None, "attainment_at_period_rate"),
    }


def _outcome(outcome: Outcome, lines: tuple[MoneyLine, ...]) -> dict[str, Any]:
    if isinstance(outcome, ConvertedTotal):
        return {
            "purpose": outcome.purpose.value,
            **amount_data(outcome.amount, "value"),
            "lines": [_line(line) for line in lines],
            "missing_rates": [],
            "reasons": [],
        }
    return {
        "purpose": outcome.purpose.value,
        **amount_data(None, "value"),
        "lines": [],
        "missing_rates": [_missing(rate) for rate in outcome.missing],
        "reasons": sorted({reason.value for _part, reason in outcome.unsplit}),
    }


def _line(line: MoneyLine) -> dict[str, Any]:
    return {
        "indicator": line.origin.indicator.code,
        "unit": line.origin.indicator.unit,
        **amount_data(line.amount, "value"),
        "from": day_data(line.origin.from_on),
        "to": day_data(line.origin.to_on),
        "places": [place.slug for place in line.origin.places],
        "rate": None if line.rate is None else rate_data(line.rate),
        "printed_by_its_source": line.printed,
        **amount_data(line.converted, "converted"),
    }


def rate_data(face: RateFace) -> dict[str, Any]:
    """Return a rate with its day, purpose and source: one unit of the base costs the value in the quote currency."""
    rate = face.rate
    return {
        "base": rate.base,
        "quote": rate.quote,
        "value": plain(rate.value),
        "on": day_data(rate.on),
        "purpose": rate.purpose.value,
        "source": face.document.slug,
    }


def _missing(rate: MissingRate) -> dict[str, Any]:
    return {
        "from": rate.unit,
        "into": rate.into,
        "purpose": rate.purpose.value,
        "quarter": str(rate.quarter),
    }
