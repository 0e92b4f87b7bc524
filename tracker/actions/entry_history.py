"""What stood in earlier quarters, as one number for each quarter; pure."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from tracker.models import Actual, Basis, Comparator
from tracker.progress.history import PastQuarter
from tracker.progress.periods import Quarter
from tracker.progress.quantities import Amount

_FLOWS = (Basis.IN_QUARTER, Basis.YEAR_TO_DATE)
QuarterValues = Mapping[int, Mapping[Quarter, Decimal]]


def quarter_values(rows: Iterable[Actual]) -> dict[int, dict[Quarter, Decimal]]:
    """Return by indicator and quarter what a report says of the quarter alone, or at its end.

    The rows are those in force of one place and reporter. A flow's quarter is the typed one, otherwise its year to
    date less the one before, where both are known; a level or ratio is as typed. Figures printed with a comparator
    ("over") count as unknown, like spans that are no whole quarters.
    """
    levels: dict[int, dict[Quarter, Decimal]] = {}
    flows: dict[int, dict[tuple[str, Quarter], Decimal]] = {}
    for row in rows:
        quarter = Quarter.containing(row.to_on)
        if row.to_on != quarter.last_day or row.value is None or row.comparator != Comparator.EXACTLY:
            continue
        if row.basis in _FLOWS:
            first = quarter.first_day if row.basis == Basis.IN_QUARTER else quarter.year_first_day
            if row.from_on == first:
                flows.setdefault(row.indicator_id, {})[row.basis, quarter] = row.value
        elif row.basis in (Basis.AS_OF, Basis.SINCE_INCEPTION):
            levels.setdefault(row.indicator_id, {})[quarter] = row.value
    for indicator, typed in flows.items():
        levels[indicator] = _singles(typed)
    return levels


def _singles(typed: Mapping[tuple[str, Quarter], Decimal]) -> dict[Quarter, Decimal]:
    found: dict[Quarter, Decimal] = {}
    for year in {quarter.year for _basis, quarter in typed}:
        to_date: Decimal | None = Decimal(0)
        for number in range(1, 5):
            quarter = Quarter(year, number)
            single = typed.get((Basis.IN_QUARTER, quarter))
            total = typed.get((Basis.YEAR_TO_DATE, quarter))
            if single is None and total is not None and to_date is not None:
                single = total - to_date
            if single is not None:
                found[quarter] = single
            added = None if to_date is None or single is None else to_date + single
            to_date = added if total is None else total
    return found


def past_quarters(values: Mapping[Quarter, Decimal], years: range) -> tuple[PastQuarter, ...]:
    """Return the quarters of some years that are known, as a progress page reads those of one reporter."""
    return tuple(
        PastQuarter(quarter=quarter, amount=Amount(value), units=frozenset({"reporter"}))
        for quarter, value in sorted(values.items())
        if quarter.year in years
    )
