"""Add up the targets of one investor over its parks, wherever they lie: like for like, and only what can be added."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tracker.progress.assignment import sum_of_targets
from tracker.progress.measures import (
    Amount,
    Coverage,
    Progress,
    Reading,
    TargetTerms,
    Thresholds,
    UnitTarget,
    judge,
    like_for_like,
)
from tracker.progress.periods import Quarter
from tracker.progress.rows import IndicatorFace, PlaceFace, ProgressRow
from tracker.progress.targets import JUDGED_ROLES
from tracker.progress.telling_judged import judged_numbers
from tracker.progress.told import NumberCode, Told, stated, summed


@dataclass(frozen=True, slots=True, kw_only=True)
class InvestorTotal:
    """The targets of one investor for one indicator, unit and period, added over the places that have figures too.

    ``terms`` is the sum of the targets of ``places``, of all of them where none has a figure, and ``progress`` what has
    been reached of it; None where such targets are never added. ``left_out`` are the places with a target that are not
    in it: no figure, or one to an earlier day. A target for a whole province is no summand beside those of parks in
    it, nor is a second one for the same place.
    """

    indicator: IndicatorFace
    terms: TargetTerms | None
    progress: Progress
    thresholds: Thresholds
    places: tuple[PlaceFace, ...]
    left_out: tuple[PlaceFace, ...]
    rows: tuple[ProgressRow, ...]
    """The rows whose targets are added: those of ``places``, of all places where none has a figure."""

    @property
    def to_date(self) -> Reading:
        """Give what the same places have reached."""
        return self.progress.reading


def numbers_of_total(total: InvestorTotal) -> tuple[Told, ...]:
    """Return every number of the total in reading order: its two sums, and the judgement of one by the other."""
    return tuple(_numbers_of(total))


def _numbers_of(total: InvestorTotal) -> Iterator[Told]:
    if total.terms is not None:
        targets = [(row.place, row.terms.amount) for row in total.rows if row.terms is not None]
        yield summed(NumberCode.GOAL, total.terms.amount, targets)
        if total.terms.baseline is not None:
            yield stated(NumberCode.BASELINE, Amount(total.terms.baseline))
    reached = total.to_date
    if reached.amount is not None and reached.numerator is None:
        amounts = [(row.place, row.to_date.amount) for row in total.rows if row.to_date.amount is not None]
        yield summed(NumberCode.TO_DATE, reached.amount, amounts)
    yield from judged_numbers(total)


def investor_totals(
    rows: Iterable[ProgressRow], quarter: Quarter, below: Mapping[int, frozenset[int]]
) -> tuple[InvestorTotal, ...]:
    """Return a total for each indicator, unit and period of which the investor has targets for several places.

    ``rows`` are those of the investor's own targets; ``below`` are the places anywhere below each of their places.
    """
    groups: dict[object, list[ProgressRow]] = {}
    for row in rows:
        if row.terms is not None and row.terms.role in JUDGED_ROLES and row.terms.amount.is_stated:
            key = (row.indicator.id, row.indicator.unit, row.terms.starts, row.terms.ends)
            groups.setdefault(key, []).append(row)
    found = (list(_summands(group, below)) for group in groups.values())
    return tuple(_total(summands, quarter) for summands in found if len(summands) > 1)


def _summands(rows: list[ProgressRow], below: Mapping[int, frozenset[int]]) -> Iterator[ProgressRow]:
    """Yield the first row of each place that holds none of the others."""
    seen: set[int] = set()
    places = {row.place.id for row in rows}
    for row in rows:
        if row.place.id not in seen and not (below.get(row.place.id, frozenset()) & places):
            seen.add(row.place.id)
            yield row


def _total(rows: list[ProgressRow], quarter: Quarter) -> InvestorTotal:
    added = like_for_like([UnitTarget(key=row.place.id, reading=row.to_date, target=row.terms) for row in rows])
    included = set(added.included_keys)
    thresholds = rows[0].thresholds
    # Where nobody has a figure, the total is what was promised and nothing is reported of it.
    terms = added.target if included else sum_of_targets([row.terms for row in rows if row.terms is not None])[0]
    progress = judge(
        terms,
        added.reading,
        quarter=quarter,
        thresholds=thresholds,
        coverage=Coverage(len(included), len(rows)),
        own_report=False,
        goals_added=True,
    )
    return InvestorTotal(
        indicator=rows[0].indicator,
        terms=terms,
        progress=progress,
        thresholds=thresholds,
        places=tuple(row.place for row in rows if row.place.id in included),
        left_out=tuple(row.place for row in rows if row.place.id not in included),
        rows=tuple(row for row in rows if row.place.id in included or not included),
    )
