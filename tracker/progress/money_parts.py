"""Take a reading apart into what each reporter gave, quarter by quarter; pure, standard library only."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.progress.money import Part, Piece
from tracker.progress.periods import ONE_DAY, Quarter
from tracker.progress.pieces import sum_of_known
from tracker.progress.quantities import Amount, total_of
from tracker.progress.readings import INCEPTION, Reading, ReportedFigure
from tracker.progress.vocabulary import IndicatorKind, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyFigure:
    """Hold one reported amount of money with the one who said it and what its source says beside it.

    `speaker` is the caller's key of indicator, place and reporter; `source` the document's. `printed` is the same
    amount as the source prints it in another currency, None if it does not.
    """

    figure: ReportedFigure
    unit: str
    speaker: Hashable
    source: Hashable = None
    printed: tuple[str, Amount] | None = None


class MoneyBook:
    """Holds reported amounts by their keys, and the figures of each speaker in each currency."""

    def __init__(self, figures: Iterable[MoneyFigure]) -> None:
        self._by_key: dict[Hashable, MoneyFigure] = {}
        self._series: dict[tuple[Hashable, str], list[ReportedFigure]] = {}
        for money in figures:
            self._by_key[money.figure.key] = money
            self._series.setdefault((money.speaker, money.unit), []).append(money.figure)

    def parts_of(self, reading: Reading, *, key: Hashable) -> tuple[Part, ...]:
        """Give the parts of a reading of one currency, one for each speaker, in the order of its links.

        Where the links do not come to the amount (a computed share of a place that was split), the whole is one part
        under `key` that cannot be divided into quarters. None for a reading that is not known or states no number.

        :raises KeyError: if a link leads to a figure that the book does not hold.
        """
        if reading.amount is None or not reading.amount.is_stated or not reading.links:
            return ()
        by_speaker: dict[Hashable, list[tuple[int, MoneyFigure]]] = {}
        for factor, link in reading.links:
            money = self._by_key[link]
            by_speaker.setdefault(money.speaker, []).append((1 if factor > 0 else -1, money))
        parts = tuple(self._part(speaker, links) for speaker, links in by_speaker.items())
        if not _same(total_of(part.amount for part in parts), reading.amount):
            unit = self._by_key[reading.links[0][1]].unit
            return (Part(key=key, unit=unit, amount=reading.amount, reason=Reason.QUARTERS_DIFFER),)
        return parts

    def _part(self, speaker: Hashable, links: Sequence[tuple[int, MoneyFigure]]) -> Part:
        amount = total_of(_signed(sign, money.figure) for sign, money in links)
        assert amount is not None  # there is at least one link
        first = links[0][1]
        sources = {money.source for _sign, money in links}
        printed = first.printed if len(links) == 1 and links[0][0] > 0 else None
        pieces: tuple[Piece, ...] = ()
        reason = None
        if first.figure.indicator_kind is IndicatorKind.FLOW:
            pieces, reason = _pieces(self._series[(speaker, first.unit)], links, amount)
        return Part(
            key=speaker,
            unit=first.unit,
            amount=amount,
            pieces=pieces,
            reason=reason,
            source=sources.pop() if len(sources) == 1 else None,
            printed=() if printed is None else (printed,),
        )


def _signed(sign: int, figure: ReportedFigure) -> Amount:
    return figure.amount if sign > 0 else figure.amount.negated()


def _pieces(
    series: Sequence[ReportedFigure], links: Sequence[tuple[int, MoneyFigure]], amount: Amount
) -> tuple[tuple[Piece, ...], Reason | None]:
    """Give the amounts of the quarters that the links span, or why they are not known."""
    span = _span(links)
    if span is None:
        return (), Reason.JOINTLY_ONLY
    from_on, to_on, added = span
    found: list[Piece] = []
    follows = from_on
    for reading in sum_of_known(series, from_on, Quarter.containing(to_on), to_on).pieces:
        if reading.amount is None or reading.from_on != follows or reading.to_on is None:
            return (), Reason.JOINTLY_ONLY
        if Quarter.containing(reading.from_on) != Quarter.containing(reading.to_on):
            return (), Reason.JOINTLY_ONLY
        brought = reading.amount if added else reading.amount.negated()
        found.append(Piece(amount=brought, from_on=reading.from_on, to_on=reading.to_on))
        follows = reading.to_on + ONE_DAY
    if follows != to_on + ONE_DAY:
        return (), Reason.JOINTLY_ONLY
    if not _same(total_of(piece.amount for piece in found), amount):
        return (), Reason.QUARTERS_DIFFER
    return tuple(found), None


def _span(links: Sequence[tuple[int, MoneyFigure]]) -> tuple[date, date, bool] | None:
    """Give the days that a chain of links spans: each link leads from the day before it to its last day.

    With it comes whether the chain was added; it was subtracted where two units hold the same part.
    """
    steps: Counter[date] = Counter()
    for sign, money in links:
        steps[money.figure.to_on] += sign
        steps[money.figure.opens_on] -= sign
    opens = [day for day, count in steps.items() if count == -1]
    ends = [day for day, count in steps.items() if count == 1]
    single = len(opens) == len(ends) == 1 and all(abs(count) <= 1 for count in steps.values())
    if not single or INCEPTION in (opens[0], ends[0]):
        return None
    return min(opens[0], ends[0]) + ONE_DAY, max(opens[0], ends[0]), opens[0] < ends[0]


def _same(one: Amount | None, other: Amount) -> bool:
    """Tell whether two amounts have the same numbers; what is claimed of them may differ by the way they were added."""
    if one is None or not (one.is_stated and other.is_stated):
        return False
    return (one.value, one.top) == (other.value, other.top)
