"""Find out what the columns of a table show of the style in which their numbers are written."""

import re
from collections.abc import Iterable
from typing import Final

from tracker.exchange.incoming.table import Table
from tracker.exchange.numbers import ENGLISH, ColumnEvidence, evidence_of, marks_of

_NONE: Final = ColumnEvidence()
_TEXTS_AT_ONCE: Final = 5000
# Decimals of the style with this mark, which the other style cannot read.
_SIMPLE_BY_MARK: Final = {
    mark: re.compile(rf"-?[0-9]{{1,15}}{re.escape(mark)}(?:[0-9]{{1,2}}|[0-9]{{4,15}})") for mark in ".,"
}


def evidence_of_columns(
    table: Table, columns: Iterable[int], language: str, *, is_confirmed: bool
) -> dict[int, ColumnEvidence]:
    """Return what each column's texts show; reads the table once. Numbers of a workbook show nothing.

    Where no person has confirmed in which style the file writes and none of its texts shows it, 6.918 stays open.

    :raises UnreadableFileError: as `Sheet.rows`.
    """
    found: dict[int, ColumnEvidence] = dict.fromkeys(columns, _NONE)
    texts: dict[int, list[str]] = {column: [] for column in found if column in table.marked_columns}
    simple = _SIMPLE_BY_MARK[marks_of(language).decimal]
    shows_style = False
    for row in table.rows() if texts else ():
        for column, gathered in texts.items():
            if column >= len(row.cells):
                continue
            cell = row.cells[column]
            if isinstance(cell, str) and ("." in cell or "," in cell):
                if simple.fullmatch(cell):
                    # What nearly all cells of a long list show is seen at a glance.
                    shows_style = True
                    if not found[column].own_decimals:
                        found[column] = ColumnEvidence(True, found[column].foreign_style)
                    continue
                gathered.append(cell)
                if len(gathered) >= _TEXTS_AT_ONCE:
                    found[column] = _with(found[column], gathered, language)
                    shows_style = shows_style or shows_own_style(gathered, language)
                    gathered.clear()
    for column, gathered in texts.items():
        found[column] = _with(found[column], gathered, language)
        shows_style = shows_style or shows_own_style(gathered, language)
    # One program or one person wrote all of a table: one column in another style makes every column doubtful.
    foreign = any(one.foreign_style for one in found.values())
    is_open = not is_confirmed and not shows_style
    return {column: ColumnEvidence(one.own_decimals, foreign, is_open) for column, one in found.items()}


def shows_own_style(texts: Iterable[str], language: str) -> bool:
    """Return whether a text can be read in the style of the language alone."""
    return evidence_of(texts, "vi" if marks_of(language) is ENGLISH else "en").foreign_style


def _with(evidence: ColumnEvidence, texts: list[str], language: str) -> ColumnEvidence:
    more = evidence_of(texts, language)
    return ColumnEvidence(evidence.own_decimals or more.own_decimals, evidence.foreign_style or more.foreign_style)
