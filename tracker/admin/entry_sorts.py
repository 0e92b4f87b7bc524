"""Say which cells of a pasted column are new, change, repeat what stands or cannot be read, as saving reads them."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, TypeVar

from tracker.exchange.cell_texts import read_cell
from tracker.exchange.numbers import ColumnEvidence, UnreadableNumberError, evidence_of
from tracker.exchange.wording import language_now
from tracker.models import Indicator, ObservationStatus

NEW: Final = "new"
CHANGED: Final = "changed"
SAME: Final = "same"
WRONG: Final = "wrong"

_Key = TypeVar("_Key", bound=Hashable)
# What a text states: the value in single units and the status; None where it cannot be read.
_Statement = tuple[Decimal | None, ObservationStatus | None] | None
_BLANK: Final = (None, None)


@dataclass(frozen=True, slots=True)
class PastedNumber:
    """One pasted cell: the text that stands there, the pasted one, and the indicator whose unit is typed."""

    old: str
    new: str
    indicator: Indicator


@dataclass(frozen=True, slots=True)
class Sorted:
    """Of which sort a pasted cell is, and whether its text takes the place of the old one."""

    sort: str
    lays: bool


def sorted_column(cells: Mapping[_Key, PastedNumber], others: Iterable[str] = ()) -> dict[_Key, Sorted]:
    """Return of which sort each pasted cell of one column is; ``others`` are the column's texts that stay.

    A cell is read with what its whole column shows of its style of writing, the old texts among the old ones. One that
    repeats what stands leaves the old text, unless the column would then be read otherwise: 1,234.5 beside 6.918 says
    that the dots are decimal marks, also where it changes nothing itself.
    """
    others = list(others)
    was = _style(others, [cell.old for cell in cells.values()])
    now = _style(others, [cell.new for cell in cells.values()])
    sorts = {key: _sort(_stated(cell.old, cell, was), _stated(cell.new, cell, now)) for key, cell in cells.items()}
    kept = {key: cell.old if sorts[key] == SAME else cell.new for key, cell in cells.items()}
    mixed = _style(others, kept.values())
    lays_all = any(sort != SAME for sort in sorts.values()) and any(
        _stated(kept[key], cell, mixed) != _stated(cell.new, cell, now) for key, cell in cells.items()
    )
    return {key: Sorted(sort, lays_all or sort != SAME) for key, sort in sorts.items()}


def sort_of_words(old: str, new: str) -> Sorted:
    """Return of which sort a pasted cell of words is."""
    if " ".join(old.split()) == " ".join(new.split()):
        return Sorted(SAME, lays=False)
    return Sorted(CHANGED if old else NEW, lays=True)


def _style(*texts: Iterable[str]) -> ColumnEvidence:
    return evidence_of([text for part in texts for text in part], language_now())


def _stated(text: str, cell: PastedNumber, column: ColumnEvidence) -> _Statement:
    try:
        reading = read_cell(text, cell.indicator, language_now(), column)
    except UnreadableNumberError:
        return None
    return None if reading.amount is None else reading.amount.value, reading.status


def _sort(before: _Statement, now: _Statement) -> str:
    if now is None:
        return WRONG
    if before == now:
        return SAME
    return NEW if before == _BLANK else CHANGED
