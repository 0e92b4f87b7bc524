"""Read one reporter's raw figures over some days; plain Python, nothing of tracker/progress.

A flow is read by levels of water: the day before the start stands at 0, every reported span says how much higher its
last day stands than the day before it, and the amount to a day is the height of that day. Figures that give one day two
heights contradict each other, and are not audited.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from tracker.management.audit.asked import NotAuditedError, Unaudited
from tracker.management.audit.raw import Figure
from tracker.models import Basis, Comparator, ObservationStatus

_SPANLESS = (Basis.AS_OF, Basis.SINCE_INCEPTION)


@dataclass(frozen=True, slots=True)
class Subject:
    """What is read: an indicator in one unit, with the figures up to a day."""

    indicator_id: int
    unit: str
    known_to: date


@dataclass(frozen=True, slots=True)
class Read:
    """An amount with the day that it reaches and the places whose own figures it is made of."""

    value: Fraction
    to_on: date
    places: frozenset[int]
    exact: bool = True
    parted: bool = False
    """Whether it ends with a merger within the days because the days before that are not all known."""
    parts: tuple[Fraction, Fraction] | None = None
    uneven: bool = False
    """Whether a place that speaks until a merger within the days is silent after it."""


def flow(place_id: int, figures: list[Figure], first: date, last: date, *, whole: bool) -> Read | None:
    """Return what one reporter's figures say of a flow over the days; None where they are not linked with the start.

    ``whole``: only a height of the last day counts.
    """
    opens = first - timedelta(days=1)
    nothing = [each for each in figures if (each.opens, each.to_on) == (opens, last)]
    if whole and any(each.status == ObservationStatus.NOT_APPLICABLE for each in nothing):
        return None
    spans = [each for each in figures if each.value is not None and each.basis != Basis.AS_OF]
    height = {opens: Fraction(0)}
    rising = True
    while rising:
        rising = False
        for each in spans:
            assert each.value is not None
            if each.opens in height and each.to_on not in height:
                height[each.to_on] = height[each.opens] + Fraction(each.value)
                rising = True
            elif each.to_on in height and each.opens not in height:
                height[each.opens] = height[each.to_on] - Fraction(each.value)
                rising = True
    for each in spans:
        assert each.value is not None
        if each.opens in height and height[each.to_on] != height[each.opens] + Fraction(each.value):
            raise NotAuditedError(Unaudited.CONTRADICTION)
    days = [day for day in height if first <= day <= last and (day == last or not whole)]
    if not days:
        return None
    exact = all(each.comparator == Comparator.EXACTLY for each in spans if each.to_on in height)
    return Read(height[max(days)], max(days), frozenset((place_id,)), exact)


def level(place_id: int, figures: list[Figure], asked: Subject, last: date, *, is_ratio: bool) -> Read | None:
    """Return the newest level that one reporter's figures say by the day; None without one."""
    past = [each for each in figures if each.to_on <= last]
    if is_ratio and any(each.numerator is not None and each.basis not in _SPANLESS for each in past):
        raise NotAuditedError(Unaudited.RATIO_OVER_SPANS)
    valued = [each for each in past if each.value is not None or each.numerator is not None]
    if not valued:
        return None
    day = max(each.to_on for each in valued)
    if any(each.status == ObservationStatus.NOT_APPLICABLE and each.to_on > day for each in past):
        # Whether it still counts depends on what was said last.
        raise NotAuditedError(Unaudited.CONTRADICTION)
    newest = [each for each in valued if each.to_on == day]
    if len({(each.value, each.numerator, each.denominator) for each in newest}) > 1:
        raise NotAuditedError(Unaudited.CONTRADICTION)
    figure, places = newest[0], frozenset((place_id,))
    exact = figure.comparator == Comparator.EXACTLY
    if is_ratio and figure.numerator is not None and figure.denominator:
        parts = Fraction(figure.numerator), Fraction(figure.denominator)
        return Read(parts[0] / parts[1] * whole_of(asked.unit), day, places, parts=parts)
    return None if figure.value is None else Read(Fraction(figure.value), day, places, exact)


def whole_of(unit: str) -> int:
    """Return what a ratio of all is in its unit."""
    return 100 if unit == "percent" else 1
