"""Build figures and targets for the tests of the pure arithmetic: a few words a case."""

from datetime import date
from decimal import Decimal

from tracker.progress.measures import (
    Amount,
    Basis,
    Comparator,
    Direction,
    IndicatorKind,
    Reading,
    ReportedFigure,
    TargetRole,
    TargetTerms,
    Thresholds,
)
from tracker.progress.periods import Quarter

FLOW, STOCK, RATIO, OTHER = IndicatorKind.FLOW, IndicatorKind.STOCK, IndicatorKind.RATIO, IndicatorKind.OTHER
Q1, Q2, Q3, Q4 = (Quarter(2025, number) for number in range(1, 5))
LIMITS = Thresholds(on_track=Decimal("0.95"), at_risk=Decimal("0.80"), coverage=Decimal("0.5"))


def number(text):
    return None if text is None else Decimal(text)


def amount(text, comparator=Comparator.EXACTLY):
    """Read "7" as a plain amount and "35..60" as a range."""
    low, _, high = text.partition("..")
    if high:
        return Amount(
            Decimal(low), Decimal(high), Comparator.BETWEEN if comparator is Comparator.EXACTLY else comparator
        )
    return Amount(Decimal(low), None, comparator)


def figure(to_on, value, *, key=None, kind=FLOW, basis=Basis.YEAR_TO_DATE, **other):
    """Build a figure; a quarter stands for its last day, and the key says what it is."""
    if isinstance(to_on, Quarter):
        to_on = to_on.last_day
    return ReportedFigure(
        key=key or f"{basis} {to_on}", indicator_kind=kind, basis=basis, to_on=to_on, value=number(value), **other
    )


def ytd(to_on, value, **other):
    return figure(to_on, value, basis=Basis.YEAR_TO_DATE, **other)


def quarterly(quarter, value, **other):
    return figure(quarter, value, basis=Basis.IN_QUARTER, **other)


def span(from_on, to_on, value, **other):
    return figure(to_on, value, basis=Basis.OTHER_SPAN, from_on=from_on, **other)


def level(to_on, value, *, kind=STOCK, **other):
    return figure(to_on, value, kind=kind, basis=Basis.AS_OF, **other)


def target(value, comparator=Comparator.EXACTLY, **other):
    """Build a goal of 2025 for a rising flow; whatever differs is said."""
    terms = {
        "key": "goal",
        "kind": FLOW,
        "direction": Direction.HIGHER_IS_BETTER,
        "role": TargetRole.GOAL,
        "starts": date(2025, 1, 1),
        "ends": date(2025, 12, 31),
        "amount": Amount.none_stated() if value is None else amount(value, comparator),
    }
    return TargetTerms(**{**terms, **other})


def flow_reading(value, to_on=date(2025, 3, 31), comparator=Comparator.EXACTLY, **other):
    return Reading(
        kind=FLOW,
        amount=amount(value, comparator),
        from_on=other.pop("from_on", date(2025, 1, 1)),
        to_on=to_on,
        **other,
    )


def level_reading(value, to_on=date(2025, 3, 31), comparator=Comparator.EXACTLY, kind=STOCK, **other):
    return Reading(kind=kind, amount=amount(value, comparator), to_on=to_on, **other)
