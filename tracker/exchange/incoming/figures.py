"""Read the figures of a table by its mapping: each with its place, indicator, period, basis and cell, or a problem."""

from collections.abc import Iterator, Sequence
from typing import Final

from django.utils.translation import gettext as _

from provinces.wording import local_name
from tracker.exchange.amounts import Amount
from tracker.exchange.cell_texts import CellReading
from tracker.exchange.incoming import limits
from tracker.exchange.incoming.asking import figure_columns
from tracker.exchange.incoming.cell_reading import (
    CellReader,
    Measure,
    UnitOfAnotherKindError,
    marks_of_notes,
    measure_of,
)
from tracker.exchange.incoming.evidence import evidence_of_columns
from tracker.exchange.incoming.mappings import ColumnChoice, FigureBasis, Hidden, TableMapping
from tracker.exchange.incoming.names import Catalogue
from tracker.exchange.incoming.problems import Problems
from tracker.exchange.incoming.results import ReadFigure, ReadResult
from tracker.exchange.incoming.row_reading import RowNames, RowReader
from tracker.exchange.incoming.sheets import Cell, Row, cell_name, column_name, is_blank, shown
from tracker.exchange.incoming.table import Table
from tracker.exchange.incoming.total_checks import tell_differences
from tracker.exchange.incoming.totals import ColumnTotals
from tracker.exchange.numbers import ColumnEvidence, UnreadableNumberError
from tracker.exchange.typed_text import quoted_text
from tracker.models import Indicator, IndicatorKind

_LEVELS: Final = frozenset({FigureBasis.PERIOD, FigureBasis.YEAR_TO_DATE, FigureBasis.SINCE_INCEPTION})
_MOST_REMEMBERED: Final = 10_000
_YEARS_LENGTH: Final = 4


def read_figures(table: Table, mapping: TableMapping, catalogue: Catalogue, language: str) -> ReadResult:
    """Return all that a table states, in memory; two statements of one figure that differ are a problem.

    ``language`` is that of the numbers ("vi" or "en") where the mapping names none. A table that the mapping leaves out
    states nothing.

    :raises UnreadableFileError: as `Sheet.rows`.
    """
    reader = FigureReader(table, mapping, catalogue, language)
    figures: list[ReadFigure] = []
    first: dict[tuple[str, str, str, FigureBasis], ReadFigure] = {}
    for figure in reader.figures():
        key = (figure.place, figure.indicator, figure.period, figure.basis)
        before = first.setdefault(key, figure)
        if before is figure:
            figures.append(figure)
        else:
            reader.tell_contradiction(figure, before.reading, before.cell, before.text)
    reader.compare_totals()
    return reader.result(figures)


def _same(one: CellReading, other: CellReading) -> bool:
    if one.status != other.status or (one.amount is None) != (other.amount is None):
        return False
    return one.amount is None or other.amount is None or one.amount.value == other.amount.value


class FigureReader:
    """Read one table; `figures` yields while it reads, so that a long one need not fit in memory."""

    def __init__(self, table: Table, mapping: TableMapping, catalogue: Catalogue, language: str) -> None:
        self._table = table
        self._mapping = mapping
        self._catalogue = catalogue
        self._language = mapping.numbers or language
        self.problems = Problems(table.sheet.name)
        self._cells = CellReader(mapping, table.notes, self._language)
        self._rows = RowReader(table, mapping, catalogue, self.problems, marks_of_notes(table.notes))
        self._measures: dict[tuple[str, str], Measure | None] = {}
        self._merged = {(span.top, span.left): span for span in table.spans}
        self._totals: dict[int, ColumnTotals] = {}
        self._indicators: dict[int, Indicator] = {}
        self._known: dict[tuple[int, str, str, FigureBasis | None], tuple[str, FigureBasis, Measure]] = {}
        self._sheet = table.sheet.name
        self._blanks = 0
        self._passed_over: list[str] = []
        self._leaves_out_hidden = mapping.hidden != Hidden.READ
        hidden = table.hidden_columns if self._leaves_out_hidden else frozenset()
        self._hidden_columns = {column for column, _choice in figure_columns(table, mapping)} & hidden
        self._columns = [one for one in figure_columns(table, mapping) if one[0] not in hidden]
        self._letters = {column: column_name(column) for column, _choice in self._columns}

    def figures(self) -> Iterator[ReadFigure]:
        """Yield the figures row by row; problems gather in `problems` meanwhile.

        :raises UnreadableFileError: as `Sheet.rows`.
        """
        if self._mapping.left_out:
            return
        self._ask_about_hidden_columns()
        columns = [column for column, _choice in self._columns]
        evidence = evidence_of_columns(self._table, columns, self._language, is_confirmed=bool(self._mapping.numbers))
        for row in self._table.rows():
            self._rows.remember(row)
            if row.hidden and self._leaves_out_hidden:
                self._ask_about_hidden_row(row)
                continue
            if any(column < len(row.cells) and not is_blank(row.cells[column]) for column, _choice in self._columns):
                yield from self._figures_of(row, evidence)

    def result(self, figures: Sequence[ReadFigure] = ()) -> ReadResult:
        """Return what was found in the way, with the figures that were kept."""
        return ReadResult(figures, self.problems.listed(), self.problems.count, self._blanks, tuple(self._passed_over))

    def tell_contradiction(self, figure: ReadFigure, before: CellReading, cell: str, text: str) -> None:
        """Tell a figure that differs from what a cell before it states of the same; an equal one does no harm."""
        if not _same(before, figure.reading):
            self.problems.add(
                figure.cell,
                figure.text,
                _("“%(text)s” contradicts %(cell)s, which says “%(other)s” of the same figure. Keep one of them.")
                % {"text": quoted_text(figure.text), "cell": cell, "other": quoted_text(text)},
                "stated_twice",
            )

    def compare_totals(self) -> None:
        """Warn of totals that are not the sum of their parts."""
        for column, totals in self._totals.items():
            tell_differences(totals, self._indicators.get(column), self.problems)

    def _figures_of(self, row: Row, evidence: dict[int, ColumnEvidence]) -> Iterator[ReadFigure]:
        names = self._rows.read(row)
        for column, choice in self._columns:
            cell = row.cells[column] if column < len(row.cells) else ""
            if is_blank(cell):
                self._blanks += names is not None and not names.total
                continue
            if names is None:
                continue
            figure = self._figure(row, column, choice, cell, names, evidence[column])
            if figure is not None:
                yield figure

    def _figure(
        self, row: Row, column: int, choice: ColumnChoice, cell: str | Cell, names: RowNames, evidence: ColumnEvidence
    ) -> ReadFigure | None:
        name = f"{self._letters[column]}{row.number}"
        text = cell if isinstance(cell, str) else shown(cell, self._language)
        if self._merged and self._is_merged(row, column, name, text):
            return None
        spoken = self._spoken(name, text, column, choice, names)
        if spoken is None:
            return None
        place, code, period, basis, measure = spoken
        try:
            reading = self._cells.read(cell, measure, evidence, choice.status)
        except UnreadableNumberError as error:
            self.problems.add(name, text, str(error), "cell")
            return None
        if reading.amount is not None and self._rows.has_places:
            self._add_up(column, reading.amount, measure.indicator, name, names)
        if names.total:
            self._pass_over(name)
            return None
        return ReadFigure(place, code, period, basis, reading, measure.unit, self._sheet, name, text)

    def _add_up(self, column: int, amount: Amount, indicator: Indicator, name: str, names: RowNames) -> None:
        self._indicators[column] = indicator
        totals = self._totals.setdefault(column, ColumnTotals())
        if names.total:
            totals.add_total(amount, name, names.total)
        elif not names.of_which:
            totals.add_part(amount)

    def _spoken(
        self, name: str, text: str, column: int, choice: ColumnChoice, names: RowNames
    ) -> tuple[str, str, str, FigureBasis, Measure] | None:
        """Return what a figure speaks of and its measure; what rows of one indicator share is remembered."""
        place = choice.place or names.place or self._mapping.place
        period = choice.period or names.period or self._mapping.period
        key = (column, names.indicator, names.unit, names.basis)
        known = self._known.get(key) if place and period else None
        if known is None:
            where = self._where(name, text, column, choice, names)
            if where is None:
                return None
            place, code, period, basis = where
            measure = self._measure(code, names.unit or choice.unit or self._mapping.unit, name, text)
            if measure is None:
                return None
            if len(self._known) < _MOST_REMEMBERED:
                self._known[key] = code, basis, measure
            return place, code, period, basis, measure
        code, basis, measure = known
        return place, code, period[:_YEARS_LENGTH] if basis is FigureBasis.PLAN else period, basis, measure

    def _pass_over(self, name: str) -> None:
        if len(self._passed_over) < limits.MOST_PROBLEMS:
            self._passed_over.append(name)

    def _where(
        self, name: str, text: str, column: int, choice: ColumnChoice, names: RowNames
    ) -> tuple[str, str, str, FigureBasis] | None:
        """Return place, indicator, period and basis of a cell; None, with a problem, where one is not known."""
        place = choice.place or names.place or self._mapping.place
        code = choice.indicator or names.indicator or self._mapping.indicator
        period = choice.period or names.period or self._mapping.period
        basis = choice.basis or names.basis or self._mapping.basis
        lacking = ""
        if not place and not names.total:
            lacking = _("Nothing says of which place the figures in column %(column)s are. Choose it.")
        elif not code:
            lacking = _("Nothing says of which indicator the figures in column %(column)s are. Choose it.")
        elif not period:
            lacking = _("Nothing says of which quarter the figures in column %(column)s are. Choose it.")
        elif basis is None:
            lacking = _("Column %(column)s: nothing says whether its figures are the quarter's alone. Choose it.")
        if lacking or basis is None:
            if not (names.total and not code):
                sentence = lacking % {"column": column_name(column)}
                self.problems.add(name, text, sentence, "lacking", cause=sentence)
            return None
        if basis is FigureBasis.PLAN:
            period = period[:_YEARS_LENGTH]
        basis = self._basis_of(basis, self._catalogue.indicator_of(code), name, text)
        return None if basis is None else (place, code, period, basis)

    def _basis_of(self, basis: FigureBasis, indicator: Indicator, name: str, text: str) -> FigureBasis | None:
        is_flow = indicator.kind == IndicatorKind.FLOW
        if basis is FigureBasis.PERIOD:
            return FigureBasis.IN_QUARTER if is_flow else FigureBasis.AS_OF
        if not is_flow and basis in _LEVELS:
            return FigureBasis.AS_OF
        if (is_flow and basis is FigureBasis.AS_OF) or (not is_flow and basis is FigureBasis.IN_QUARTER):
            sentence = (
                _("%(indicator)s is an amount of a period, not a level on a day. Say what the column counts.")
                if is_flow
                else _("%(indicator)s is a level at the quarter's end, no amount of it. Say what the column counts.")
            )
            self.problems.add(
                name, text, sentence % {"indicator": local_name(indicator)}, "basis", cause=f"{indicator.code} {basis}"
            )
            return None
        return basis

    def _measure(self, code: str, unit: str, name: str, text: str) -> Measure | None:
        """Return in what a figure is stated; None, with one problem for all such cells, where that cannot be."""
        key = (code, unit)
        if key in self._measures and (found := self._measures[key]) is not None:
            return found
        try:
            found = measure_of(self._catalogue.indicator_of(code), unit, self._language)
        except UnitOfAnotherKindError as error:
            self.problems.add(name, text, str(error), "unit", cause=f"{code} {unit}")
            found = None
        self._measures[key] = found
        return found

    def _is_merged(self, row: Row, column: int, name: str, text: str) -> bool:
        """Tell a figure whose cell is merged with others: nobody can say whose it is."""
        span = self._merged.get((row.number, column))
        if span is None:
            return False
        others = [at for at, _choice in self._columns if span.left <= at <= span.right]
        if span.bottom == span.top and len(others) < 2:
            return False
        area = f"{name}:{cell_name(span.bottom, span.right)}"
        self.problems.add(
            name,
            text,
            _("“%(text)s” is merged over %(area)s, so that it is open whose it is. Write each figure in its own cell.")
            % {"text": quoted_text(text), "area": area},
            "merged",
        )
        return True

    def _ask_about_hidden_row(self, row: Row) -> None:
        if any(column < len(row.cells) and not is_blank(row.cells[column]) for column, _choice in self._columns):
            self._ask_about_hidden(f"{row.number}:{row.number}")

    def _ask_about_hidden_columns(self) -> None:
        for column in sorted(self._hidden_columns):
            self._ask_about_hidden(f"{column_name(column)}:{column_name(column)}")

    def _ask_about_hidden(self, area: str) -> None:
        if self._mapping.hidden is None:
            sentence = _("Hidden rows or columns hold figures. Say whether they are to be read.")
            self.problems.add(area, "", sentence, "hidden", cause="hidden")
        else:
            sentence = _("Hidden rows or columns hold figures, which were left out as you said.")
            self.problems.add(area, "", sentence, "hidden_left_out", cause="hidden_left_out", is_warning=True)
