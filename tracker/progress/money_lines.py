"""Add up the steps of a conversion that used one rate, so that a country is not a page of a thousand steps."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tracker.progress.exact_sums import weighted_sum
from tracker.progress.measures import Amount
from tracker.progress.money import Conversion, ConvertedTotal, Outcome
from tracker.progress.rates import RateFace
from tracker.progress.rows import IndicatorFace, PlaceFace


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a part comes from: the indicator as its amounts are shown, the days, and the places that reported it.

    ``from_on`` is None for a level and for a goal.
    """

    indicator: IndicatorFace
    from_on: date | None
    to_on: date | None
    places: tuple[PlaceFace, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyLine:
    """Amounts of one indicator and currency that were converted at one rate, added before and after.

    ``rate`` is None where they are in the total's currency already, or were ``printed`` in it by their own source.
    """

    origin: Origin
    amount: Amount
    rate: RateFace | None
    printed: bool
    converted: Amount


def money_lines(
    outcome: Outcome | None, origin_of: Callable[[Hashable], Origin], faces: Mapping[Hashable, RateFace]
) -> tuple[MoneyLine, ...]:
    """Return the steps of a total, those of one indicator, currency, rate and quarter added; none if it was refused."""
    if not isinstance(outcome, ConvertedTotal):
        return ()
    groups: dict[tuple[object, ...], list[Conversion]] = {}
    for step in outcome.conversions:
        origin = origin_of(step.part)
        quarter = None if step.piece is None else step.piece.quarter
        rate = None if step.rate is None else step.rate.key
        # What a source printed is its own conversion, not to be mixed with another's.
        alone = step.part if step.printed else None
        key = (origin.indicator.id, step.unit, rate, quarter, alone)
        groups.setdefault(key, []).append(step)
    return tuple(_line(steps, origin_of, faces) for steps in groups.values())


def _line(
    steps: list[Conversion], origin_of: Callable[[Hashable], Origin], faces: Mapping[Hashable, RateFace]
) -> MoneyLine:
    first = steps[0]
    origins = [origin_of(step.part) for step in steps]
    pieces = [step.piece for step in steps if step.piece is not None]
    starts = [piece.from_on for piece in pieces] or [each.from_on for each in origins if each.from_on is not None]
    ends = [piece.to_on for piece in pieces] or [each.to_on for each in origins if each.to_on is not None]
    return MoneyLine(
        origin=Origin(
            indicator=origins[0].indicator,
            from_on=min(starts, default=None),
            to_on=max(ends, default=None),
            places=tuple(dict.fromkeys(place for each in origins for place in each.places)),
        ),
        amount=weighted_sum([(step.amount, Fraction(1)) for step in steps]),
        rate=None if first.rate is None else faces[first.rate.key],
        printed=first.printed,
        converted=first.converted if first.printed else weighted_sum([(step.amount, step.factor) for step in steps]),
    )
