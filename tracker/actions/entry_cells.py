"""Lay what single cells state over a line: the same for a page of many reports and for a file; pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from tracker.actions.entry_lines import LineEntry
from tracker.exchange.cell_texts import CellReading
from tracker.models import Basis, ObservationStatus


@dataclass(frozen=True, slots=True)
class Laid:
    """A line with cells laid over it; ``contradictory``: they say different things of the same figure."""

    entry: LineEntry
    contradictory: bool


def laid_over(current: LineEntry, cells: Mapping[str, CellReading]) -> Laid:
    """Return the line with the cells, named by its parts, laid over what it states; a part not given keeps what stands.

    What the line says besides stays: where that contradicts the new status, the checks say so.
    """
    values: dict[str, Decimal | None] = {}
    statuses: set[str] = set()
    for part, cell in cells.items():
        if cell.status is not None:
            statuses.add(cell.status)
        values[part] = None if cell.amount is None else cell.amount.value
        if part == Basis.YEAR_TO_DATE and cell.status == ObservationStatus.NIL:
            values[part] = Decimal(0)
        if cell.amount is not None and part in (Basis.IN_QUARTER, Basis.YEAR_TO_DATE):
            values[f"{part}_step"] = cell.amount.step
    stays = _says_more_than_shown(current, cells, values)
    status = next(iter(statuses), current.status if stays else ObservationStatus.NORMAL)
    entry = replace(current, status=status, **values)  # type: ignore[arg-type]
    if entry.status != current.status or (entry.amounts != current.amounts and not stays):
        entry = replace(entry, reason="")
    return Laid(entry, len(statuses) > 1)


def _says_more_than_shown(
    current: LineEntry, cells: Mapping[str, CellReading], values: Mapping[str, Decimal | None]
) -> bool:
    """Whether the line's status and reason belong to a figure that the cells do not show, and so stay with it.

    The other basis of a flow is such a figure. A number typed over a shown one takes its mark and reason away; one
    typed into a blank cell, or a cell that is cleared, says nothing of the hidden figure.
    """
    if current.status == ObservationStatus.NIL:
        return set(values) <= {"year_to_date", "year_to_date_step"}
    hidden = current.amounts.keys() - values.keys()
    return bool(hidden) and all(current.amounts.get(part) is None or values.get(part) is None for part in cells)
