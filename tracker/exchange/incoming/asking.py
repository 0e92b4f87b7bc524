"""Find out by a table's first rows what only a person can decide about its cells."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.utils.translation import gettext as _

from tracker.exchange.incoming.evidence import shows_own_style
from tracker.exchange.incoming.headings import plain_fold
from tracker.exchange.incoming.mappings import ColumnChoice, ColumnKind, Scaled, Star, TableMapping
from tracker.exchange.incoming.names import Catalogue
from tracker.exchange.incoming.sheets import Cell, Row, cell_name, is_blank
from tracker.exchange.incoming.table import Table
from tracker.exchange.numbers import has_two_readings
from tracker.exchange.typed_text import fold_text, quoted_text
from tracker.exchange.unit_words import currency_of

_STAR: Final = re.compile(r"^\s*[*\uff0a]|[*\uff0a]\s*$")
_STAR_NOTE: Final = re.compile(r"\s*\(?[*\uff0a]+\)?\s*:?\s*(.*)")
_HAS_DIGIT: Final = re.compile("[0-9]")
_BARE: Final = re.compile(r"[-+~*(\s]*[0-9][0-9.,' \u00a0]*[)*\s]*")


@dataclass(frozen=True)
class Question:
    """What a person must confirm before a table is read: its code, the sentence, and the index of the column it is of.

    The mapping of the proposal holds the proposed answer. Codes: sheet, column, basis, period, place, indicator, unit,
    hidden, numbers, star, scaled, fill_down.
    """

    code: str
    sentence: str
    column: int | None = None


def questions_of_cells(
    table: Table, mapping: TableMapping, catalogue: Catalogue, language: str
) -> tuple[TableMapping, list[Question]]:
    """Return the mapping with proposed answers to what the cells leave open, and the questions."""
    questions: list[Question] = []
    if has_star(table, mapping):
        star = _star_by_notes(table)
        if star is None:
            star = Star.PROVISIONAL
            questions.append(Question("star", _("What does the star beside figures mean? No note below says it.")))
        mapping = replace(mapping, star=star)
    texts = [cell for cell in _figures(table, mapping) if isinstance(cell, str) and ("." in cell or "," in cell)]
    if (doubtful := next(filter(has_two_readings, texts), "")) and not _shows_style(texts):
        mapping = replace(mapping, numbers=language)
        sentence = _(
            "In what style does the file write numbers? “%(text)s” can be read in two ways, and none shows it."
        )
        questions.append(Question("numbers", sentence % {"text": quoted_text(doubtful)}))
    if any(isinstance(cell, Cell) and cell.thousands and not cell.words for cell in _figures(table, mapping)):
        mapping = replace(mapping, scaled=Scaled.SHOWN)
        questions.append(
            Question(
                "scaled",
                _("Some cells show their numbers without the last digits (#,##0,,). Is the shown number in the unit?"),
            )
        )
    if cell := _without_unit(table, mapping, catalogue):
        mapping = replace(mapping, in_shown_units=True)
        questions.append(
            Question(
                "unit",
                _("No unit stands with some figures (%(cell)s). Are they in the unit that we show?") % {"cell": cell},
            )
        )
    if cell := _nameless(table, mapping):
        mapping = replace(mapping, fill_down=True)
        questions.append(
            Question(
                "fill_down",
                _("Some rows name nothing (%(cell)s). Does the name above stand for them too?") % {"cell": cell},
            )
        )
    return mapping, questions


def _shows_style(texts: Sequence[str]) -> bool:
    return shows_own_style(texts, "vi") or shows_own_style(texts, "en")


def has_star(table: Table, mapping: TableMapping) -> bool:
    """Return whether a star stands beside a figure of the first rows."""
    return any(
        isinstance(cell, str) and _STAR.search(cell) and _HAS_DIGIT.search(cell) for cell in _figures(table, mapping)
    )


def _star_by_notes(table: Table) -> Star | None:
    """Return what a note below says of the star; None if none does."""
    for note in table.notes:
        if found := _STAR_NOTE.fullmatch(note):
            words = plain_fold(found[1])
            if "so bo" in words or "provisional" in words:
                return Star.PROVISIONAL
            return Star.ESTIMATED if "uoc" in words.split() or "estimate" in words else Star.FOOTNOTE
    return None


def figure_columns(table: Table, mapping: TableMapping) -> list[tuple[int, ColumnChoice]]:
    """Return the columns of figures, counted from the sheet's first, with what they are."""
    return [
        (table.left + index, column) for index, column in enumerate(mapping.columns) if column.kind is ColumnKind.FIGURE
    ]


def column_of_kind(table: Table, mapping: TableMapping, kind: ColumnKind) -> int | None:
    """Return the first column of a kind, counted from the sheet's first."""
    return next((table.left + i for i, column in enumerate(mapping.columns) if column.kind is kind), None)


def _figures(table: Table, mapping: TableMapping) -> Iterator[str | Cell]:
    for column, _choice in figure_columns(table, mapping):
        for row in table.sample:
            if column < len(row.cells):
                yield row.cells[column]


def _without_unit(table: Table, mapping: TableMapping, catalogue: Catalogue) -> str:
    """Return a cell with an amount of money in no stated unit; empty if there is none."""
    if mapping.unit or column_of_kind(table, mapping, ColumnKind.UNIT) is not None:
        return ""
    names = column_of_kind(table, mapping, ColumnKind.INDICATOR)
    for column, choice in figure_columns(table, mapping):
        if choice.unit:
            continue
        for row in table.sample:
            cell = row.cells[column] if column < len(row.cells) else ""
            code = choice.indicator or mapping.indicator or _indicator_of(row, names, catalogue)
            if code and catalogue.indicator_of(code).unit.currency and is_bare(cell):
                return cell_name(row.number, column)
    return ""


def is_bare(cell: str | Cell) -> bool:
    """Return whether a cell states a number without any word of its unit."""
    if isinstance(cell, str):
        return _BARE.fullmatch(cell) is not None
    return cell.number is not None and (not cell.words or bool(currency_of(fold_text(cell.words))))


def _indicator_of(row: Row, column: int | None, catalogue: Catalogue) -> str:
    if column is None or column >= len(row.cells):
        return ""
    cell = row.cells[column]
    return catalogue.indicator(cell).key if isinstance(cell, str) else ""


def _nameless(table: Table, mapping: TableMapping) -> str:
    """Return a row's blank name below another one, where a second name stands; empty if there is none."""
    first = column_of_kind(table, mapping, ColumnKind.PLACE)
    second = column_of_kind(table, mapping, ColumnKind.INDICATOR)
    if first is None or second is None:
        return ""
    above = {first: False, second: False}
    for row in table.sample:
        for column, other in ((first, second), (second, first)):
            blank = column >= len(row.cells) or is_blank(row.cells[column])
            named = other < len(row.cells) and not is_blank(row.cells[other])
            covered = table.covered_from(row.number, column)
            if blank and named and above[column] and not covered:
                return cell_name(row.number, column)
            above[column] |= not blank
    return ""
