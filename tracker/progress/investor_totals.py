"""Add up the targets of one investor over its parks, wherever they lie: like for like, and only what can be added."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tracker.progress.assignment import sum_of_targets
from tracker.progress.measures import Coverage, Progress, TargetTerms, Thresholds, UnitTarget, judge, like_for_like
from tracker.progress.periods import Quarter
from tracker.progress.rows import IndicatorFace, PlaceFace, ProgressRow
from tracker.progress.targets import JUDGED_ROLES


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
    )
    return InvestorTotal(
        indicator=rows[0].indicator,
        terms=terms,
        progress=progress,
        thresholds=thresholds,
        places=tuple(row.place for row in rows if row.place.id in included),
        left_out=tuple(row.place for row in rows if row.place.id not in included),
    )
