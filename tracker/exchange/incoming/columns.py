"""Propose what each column of a table is: certain where known words say it, asked otherwise; nothing silently."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from django.utils.translation import gettext as _

from tracker.exchange.incoming.asking import Question, questions_of_cells
from tracker.exchange.incoming.column_periods import (
    is_of_another_year,
    is_whole_year,
    period_of_column,
    period_of_table,
)
from tracker.exchange.incoming.heading_words import Tag
from tracker.exchange.incoming.headings import Heading, is_unit, read_heading
from tracker.exchange.incoming.mappings import ColumnChoice, ColumnKind, FigureBasis, Hidden, TableMapping
from tracker.exchange.incoming.names import Catalogue
from tracker.exchange.incoming.sheets import Cell, column_name, is_blank
from tracker.exchange.incoming.table import Table
from tracker.models import IndicatorKind, ObservationStatus

_KIND_BY_TAG: Final = {
    Tag.NUMBERING: ColumnKind.IGNORED,
    Tag.PLACE: ColumnKind.PLACE,
    Tag.INDICATOR: ColumnKind.INDICATOR,
    Tag.UNIT: ColumnKind.UNIT,
    Tag.PERIOD: ColumnKind.PERIOD,
    Tag.BASIS: ColumnKind.BASIS,
    Tag.NOTE: ColumnKind.NOTE,
}
_STATUS_BY_TAG: Final = {
    Tag.ESTIMATED: ObservationStatus.ESTIMATED.value,
    Tag.PROVISIONAL: ObservationStatus.PROVISIONAL.value,
}


@dataclass(frozen=True)
class Expected:
    """What is known before the file is read: the quarter ("2025-Q1") and the place chosen, empty for none.

    ``language`` is that of the person: in its style the numbers of the file are expected.
    """

    period: str = ""
    place: str = ""
    language: str = "vi"


@dataclass(frozen=True)
class Proposal:
    """What a table is taken for. ``mapping`` holds every proposed answer; ``questions`` are those to be confirmed."""

    mapping: TableMapping
    questions: tuple[Question, ...]

    @property
    def is_certain(self) -> bool:
        """Return whether nothing is left to ask."""
        return not self.questions


@dataclass
class _Asking:
    """One table while its columns are proposed."""

    table: Table
    catalogue: Catalogue
    expected: Expected
    questions: list[Question] = field(default_factory=list)

    def ask(self, code: str, sentence: str, column: int | None = None) -> None:
        self.questions.append(Question(code, sentence, column))


def propose(table: Table, catalogue: Catalogue, expected: Expected) -> Proposal:
    """Return what the columns of a table are taken for, and what a person must confirm; reads no row again."""
    asking = _Asking(table, catalogue, expected)
    headings = [read_heading(texts, catalogue) for texts in table.headings]
    kinds = _one_place(asking, headings, [_kind(asking, index, heading) for index, heading in enumerate(headings)])
    period, year, doubt = period_of_table(table, headings, kinds, expected.period)
    if doubt:
        asking.ask("period", doubt)
    columns = tuple(
        _choice(asking, index, heading, kind, kinds, year)
        for index, (heading, kind) in enumerate(zip(headings, kinds, strict=True))
    )
    mapping = TableMapping(
        columns=columns,
        place=_place(asking, columns),
        indicator=_indicator(asking, columns),
        period=period,
        unit=table.unit,
        left_out=table.sheet.hidden,
    )
    mapping, more = questions_of_cells(table, mapping, catalogue, expected.language)
    if table.sheet.hidden:
        asking.ask("sheet", _("The sheet is hidden in the file. Is it to be read?"))
    if table.hidden_rows or table.hidden_columns:
        mapping = replace(mapping, hidden=Hidden.LEAVE_OUT)
        asking.ask(
            "hidden",
            _("%(rows)s rows and %(columns)s columns with figures are hidden in the file. Are they to be read?")
            % {"rows": table.hidden_rows, "columns": len(table.hidden_columns)},
        )
    return Proposal(mapping, (*asking.questions, *more))


def _kind(asking: _Asking, index: int, heading: Heading) -> ColumnKind:
    if Tag.COMPARED in heading.tags and not heading.rest and not (heading.indicator or heading.place):
        return ColumnKind.COMPARISON
    for tag, kind in _KIND_BY_TAG.items():
        if tag in heading.tags and not (heading.indicator or heading.quarter or heading.unit):
            return kind
    if Tag.UNIT_OR_PLACE in heading.tags or Tag.CODE in heading.tags:
        return _kind_by_cells(asking, index)
    if heading.is_known and heading.names_something:
        return ColumnKind.FIGURE
    return _unknown(asking, index, heading)


def _one_place(asking: _Asking, headings: Sequence[Heading], kinds: list[ColumnKind]) -> list[ColumnKind]:
    """Return the kinds with one column of places: the last that names places; a person confirms it where others do.

    "Tỉnh" before "Khu công nghiệp" says where the park lies, "Đơn vị báo cáo" behind it who reports.
    """
    named = [index for index, kind in enumerate(kinds) if kind is ColumnKind.PLACE]
    if len(named) < 2:
        return kinds
    naming = [
        index for index in named if _mostly(_texts(asking.table, index), lambda text: asking.catalogue.place(text).keys)
    ]
    kept = (naming or named[:1])[-1]
    if len(naming) != 1:
        asking.ask("column", _column_sentence(asking, kept, headings[kept]), kept)
    return [ColumnKind.IGNORED if index in named and index != kept else kind for index, kind in enumerate(kinds)]


def _mostly(texts: Iterable[str], holds: Callable[[str], object]) -> bool:
    """Return whether it holds for more than half of the different texts."""
    told = set(texts)
    return sum(bool(holds(text)) for text in told) * 2 > len(told)


def _kind_by_cells(asking: _Asking, index: int) -> ColumnKind:
    """Return what a column is by what stands in it: "Đơn vị" means a unit or an organisation, "Mã" any code.

    More than half of what it says decides, so that a typing error is told at its row and not taken for another column.
    """
    texts, catalogue = _texts(asking.table, index), asking.catalogue
    tests: tuple[tuple[ColumnKind, Callable[[str], object]], ...] = (
        (ColumnKind.UNIT, lambda text: is_unit(text, catalogue)),
        (ColumnKind.INDICATOR, lambda text: catalogue.indicator(text).keys),
        (ColumnKind.PLACE, lambda text: catalogue.place(text).keys),
    )
    return next((kind for kind, holds in tests if _mostly(texts, holds)), ColumnKind.IGNORED)


def _unknown(asking: _Asking, index: int, heading: Heading) -> ColumnKind:
    """Return what a column is whose heading has unknown words; one without a figure can do no harm."""
    cells = _cells(asking.table, index)
    if not any(isinstance(cell, Cell) or any(map(str.isdigit, cell)) for cell in cells):
        filled = [cell for cell in cells if isinstance(cell, str) and not is_blank(cell)]
        for kind, find in (
            (ColumnKind.PLACE, asking.catalogue.place),
            (ColumnKind.INDICATOR, asking.catalogue.indicator),
        ):
            if filled and all(find(text).keys for text in filled):
                asking.ask("column", _column_sentence(asking, index, heading), index)
                return kind
        return ColumnKind.IGNORED
    asking.ask("column", _column_sentence(asking, index, heading), index)
    return ColumnKind.IGNORED


def _column_sentence(asking: _Asking, index: int, heading: Heading) -> str:
    return _("What is column %(column)s, “%(heading)s”?") % {
        "column": column_name(asking.table.left + index),
        "heading": heading.text,
    }


def _choice(
    asking: _Asking, index: int, heading: Heading, kind: ColumnKind, kinds: Sequence[ColumnKind], year: int
) -> ColumnChoice:
    choice = ColumnChoice(heading.signature, kind)
    if kind is not ColumnKind.FIGURE:
        return choice
    if is_of_another_year(heading, year):
        asking.ask("column", _column_sentence(asking, index, heading), index)
        return replace(choice, kind=ColumnKind.IGNORED)
    basis = _basis(asking, index, heading, kinds)
    return replace(
        choice,
        indicator=heading.indicator,
        place=heading.place,
        period=period_of_column(heading, basis, year),
        basis=basis,
        unit=heading.unit,
        status=next((status for tag, status in _STATUS_BY_TAG.items() if tag in heading.tags), ""),
    )


def _basis(asking: _Asking, index: int, heading: Heading, kinds: Sequence[ColumnKind]) -> FigureBasis | None:
    """Return the basis that a heading says; None leaves it to a column of its own."""
    tags = heading.tags
    to_date = Tag.YEAR_TO_DATE in tags or heading.months
    if Tag.PLAN in tags:
        return FigureBasis.PLAN
    if Tag.LAST_YEAR in tags:
        if not to_date and Tag.IN_QUARTER not in tags:
            _ask_basis(asking, index, heading)
        return FigureBasis.LAST_YEAR_TO_DATE if to_date or Tag.CUMULATIVE in tags else FigureBasis.LAST_YEAR_IN_QUARTER
    if to_date:
        return FigureBasis.YEAR_TO_DATE
    if Tag.IN_QUARTER in tags:
        return FigureBasis.IN_QUARTER
    if Tag.IN_PERIOD in tags:
        return FigureBasis.PERIOD
    if Tag.SINCE_INCEPTION in tags:
        return FigureBasis.SINCE_INCEPTION
    if ColumnKind.BASIS in kinds:
        return None
    if heading.indicator and asking.catalogue.indicator_of(heading.indicator).kind != IndicatorKind.FLOW:
        return FigureBasis.AS_OF
    _ask_basis(asking, index, heading)
    to_date = Tag.CUMULATIVE in tags or is_whole_year(heading)
    return FigureBasis.YEAR_TO_DATE if to_date else FigureBasis.PERIOD


def _ask_basis(asking: _Asking, index: int, heading: Heading) -> None:
    asking.ask(
        "basis",
        _("Does column %(column)s, “%(heading)s”, say what the quarter alone brought, or the year to date?")
        % {"column": column_name(asking.table.left + index), "heading": heading.text},
        index,
    )


def _place(asking: _Asking, columns: Sequence[ColumnChoice]) -> str:
    """Return the place of rows and columns that name none: the name of the sheet, a line above, else the chosen one."""
    if any(column.kind is ColumnKind.PLACE for column in columns) or all(
        column.place for column in columns if column.kind is ColumnKind.FIGURE
    ):
        return ""
    texts = [] if any(column.place for column in columns) else [asking.table.sheet.name, *asking.table.titles]
    found = dict.fromkeys(key for text in texts for part in _parts(text) if (key := asking.catalogue.place(part).key))
    chosen = asking.expected.place
    if len(found) == 1 and (not chosen or chosen in found):
        return next(iter(found))
    if chosen and not found:
        return chosen
    asking.ask("place", _("Which place does the table speak of? Its columns name none."))
    return chosen or next(iter(found), "")


def _parts(text: str) -> list[str]:
    """Return a line whole and by its parts: "Biểu số 1. KCN Đại An", "Đơn vị báo cáo: KCN Đại An"."""
    parts = [text]
    for mark in (". ", ": ", ":", ", "):
        before, _mark, behind = text.partition(mark)
        parts += [before, behind]
    return [part.strip() for part in parts if part.strip()]


def _indicator(asking: _Asking, columns: Sequence[ColumnChoice]) -> str:
    """Return the indicator of rows and columns that name none: the one that a line above names."""
    if any(column.kind is ColumnKind.INDICATOR for column in columns) or all(
        column.indicator for column in columns if column.kind is ColumnKind.FIGURE
    ):
        return ""
    # A line above does not speak of one column while another names something else.
    texts = () if any(column.indicator for column in columns) else asking.table.titles
    found = dict.fromkeys(
        key for text in texts for part in _parts(text) if (key := asking.catalogue.indicator(part).key)
    )
    if len(found) == 1:
        return next(iter(found))
    asking.ask("indicator", _("Which indicator does the table speak of? Its columns name none."))
    return next(iter(found), "")


def _cells(table: Table, index: int) -> list[str | Cell]:
    column = table.left + index
    return [row.cells[column] for row in table.sample if column < len(row.cells)]


def _texts(table: Table, index: int) -> list[str]:
    return [cell.strip() for cell in _cells(table, index) if isinstance(cell, str) and not is_blank(cell)]
