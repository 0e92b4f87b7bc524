"""Find out what the columns of a table show of the style in which their numbers are written."""

from collections.abc import Iterable
from typing import Final

from tracker.exchange.incoming.tables import Table
from tracker.exchange.numbers import ColumnEvidence, evidence_of

_NONE: Final = ColumnEvidence()
_TEXTS_AT_ONCE: Final = 5000


def evidence_of_columns(table: Table, columns: Iterable[int], language: str) -> dict[int, ColumnEvidence]:
    """Return what each column's texts show; reads the table once. Numbers of a workbook show nothing.

    :raises UnreadableFileError: as `Sheet.rows`.
    """
    texts: dict[int, list[str]] = {column: [] for column in columns}
    found: dict[int, ColumnEvidence] = dict.fromkeys(texts, _NONE)
    for row in table.rows():
        for column, gathered in texts.items():
            if column >= len(row.cells):
                continue
            cell = row.cells[column]
            if isinstance(cell, str) and ("." in cell or "," in cell):
                gathered.append(cell)
                if len(gathered) >= _TEXTS_AT_ONCE:
                    found[column] = _with(found[column], gathered, language)
                    gathered.clear()
    for column, gathered in texts.items():
        found[column] = _with(found[column], gathered, language)
    # One program or one person wrote all of a table: one column in another style makes every column doubtful.
    foreign = any(one.foreign_style for one in found.values())
    return {column: ColumnEvidence(one.own_decimals, foreign) for column, one in found.items()}


def _with(evidence: ColumnEvidence, texts: list[str], language: str) -> ColumnEvidence:
    more = evidence_of(texts, language)
    return ColumnEvidence(evidence.own_decimals or more.own_decimals, evidence.foreign_style or more.foreign_style)
