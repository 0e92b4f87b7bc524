"""Read what the cells beside the figures of a row say: place, indicator, unit, period, basis; or that it is a total."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final, TypeVar

from django.utils.translation import gettext as _

from tracker.exchange.incoming.asking import column_of_kind
from tracker.exchange.incoming.cell_reading import without_footnote
from tracker.exchange.incoming.heading_words import Tag
from tracker.exchange.incoming.headings import one_line, quarters_in, read_heading
from tracker.exchange.incoming.mappings import LEFT_OUT, ColumnKind, FigureBasis, TableMapping
from tracker.exchange.incoming.names import Catalogue, Match
from tracker.exchange.incoming.problems import Problems
from tracker.exchange.incoming.sheets import Row, cell_name, is_blank
from tracker.exchange.incoming.table import Table
from tracker.exchange.incoming.totals import is_total, without_of_which
from tracker.exchange.typed_text import quoted_text

_BASIS_BY_TAG: Final = {
    Tag.IN_QUARTER: FigureBasis.IN_QUARTER,
    Tag.YEAR_TO_DATE: FigureBasis.YEAR_TO_DATE,
    Tag.IN_PERIOD: FigureBasis.PERIOD,
    Tag.SINCE_INCEPTION: FigureBasis.SINCE_INCEPTION,
    Tag.PLAN: FigureBasis.PLAN,
}
_BASIS_BY_CODE: Final = {basis.value: basis for basis in FigureBasis}
# So many names are remembered at once: a long list is in some order, and they come back soon or never.
_MOST_REMEMBERED: Final = 10_000
_Known = TypeVar("_Known")
_LAST_DAYS: Final = {"1": (3, 31), "2": (6, 30), "3": (9, 30), "4": (12, 31)}


@dataclass(frozen=True, slots=True)
class RowNames:
    """What a row says of its figures; empty where it says nothing. ``total`` is the name of a total."""

    place: str = ""
    indicator: str = ""
    unit: str = ""
    period: str = ""
    basis: FigureBasis | None = None
    total: str = ""
    of_which: bool = False


class RowReader:
    """Read the names of a table's rows; each is remembered, so that a long list costs what it says anew."""

    def __init__(
        self, table: Table, mapping: TableMapping, catalogue: Catalogue, problems: Problems, notes: Collection[str]
    ) -> None:
        self._table = table
        self._mapping = mapping
        self._catalogue = catalogue
        self._problems = problems
        self._notes = notes
        self._place, self._indicator, self._unit, self._period, self._basis = (
            column_of_kind(table, mapping, kind)
            for kind in (
                ColumnKind.PLACE,
                ColumnKind.INDICATOR,
                ColumnKind.UNIT,
                ColumnKind.PERIOD,
                ColumnKind.BASIS,
            )
        )
        columns = (self._place, self._indicator, self._unit, self._period, self._basis)
        self._named = [column for column in columns if column is not None]
        self._names: dict[tuple[int, str, date | None], tuple[str, bool]] = {}
        self._may_be_totals: dict[str, bool] = {}
        self._above: dict[int, tuple[int, str]] = {}
        self._periods: dict[str, str] = {}
        self._bases: dict[str, FigureBasis | None] = {}
        self._first_figure = next(
            (table.left + i for i, column in enumerate(mapping.columns) if column.kind is ColumnKind.FIGURE),
            table.right,
        )

    @property
    def has_places(self) -> bool:
        """Return whether the rows are places, so that a total may be the sum of the others."""
        return self._place is not None and self._indicator is None

    def remember(self, row: Row) -> None:
        """Note the names of a row, for the rows below that it may stand for."""
        for column in self._named:
            cell = row.cells[column] if column < len(row.cells) else ""
            if cell != "" and not is_blank(cell):
                self._above[column] = row.number, cell if isinstance(cell, str) else cell.text

    def read(self, row: Row) -> RowNames | None:
        """Return what a row with figures says of them; None, with a problem, if its names are not known."""
        period = self._period_of(row)
        if period is None:
            return None
        on = _last_day(period or self._mapping.period)
        name = self._first_text(row)
        place = indicator = ""
        of_which = False
        if name and self._may_be_total(name) and not self._known(name, on):
            return RowNames(
                total=name, unit=self._text(row, self._unit), indicator="", period=period, basis=self._basis_of(row)
            )
        if self._place is not None:
            found = self._name(row, self._place, on, is_place=True)
            if found is None:
                return None
            place, of_which = found
        if self._indicator is not None:
            found = self._name(row, self._indicator, None, is_place=False)
            if found is None:
                return None
            indicator, is_part = found
            of_which = of_which or is_part
        return RowNames(place, indicator, self._text(row, self._unit), period, self._basis_of(row), of_which=of_which)

    def _may_be_total(self, name: str) -> bool:
        found = self._may_be_totals.get(name)
        if found is None:
            found = is_total(name)
            _with_room(self._may_be_totals)[name] = found
        return found

    def _known(self, name: str, on: date | None) -> bool:
        return bool(self._catalogue.place(name, on).keys or self._catalogue.indicator(name).keys)

    def _first_text(self, row: Row) -> str:
        """Return the name of a row wherever it stands before the figures; a total's may stand beside its column."""
        if self._place is not None and (text := self._text(row, self._place)):
            return text
        for cell in row.cells[self._table.left : self._first_figure]:
            if isinstance(cell, str) and not is_blank(cell) and is_total(cell):
                return one_line(cell)
        return self._text(row, self._indicator)

    def _text(self, row: Row, column: int | None) -> str:
        """Return the text of a cell, of the merged cells it belongs to, or of the row above where a person said so."""
        if column is None:
            return ""
        cell = row.cells[column] if column < len(row.cells) else ""
        if is_blank(cell):
            at, text = self._above.get(column, (0, ""))
            if first := self._table.covered_from(row.number, column):
                return text if at == first else ""
            return text if self._mapping.fill_down and self._is_second(row, column) else ""
        if isinstance(cell, str):
            return cell
        return cell.text if cell.number is None else f"{cell.number:f}"

    def _is_second(self, row: Row, column: int) -> bool:
        """Return whether another name stands in a row whose cell is blank."""
        others = [other for other in (self._place, self._indicator) if other is not None and other != column]
        return any(other < len(row.cells) and not is_blank(row.cells[other]) for other in others)

    def _name(self, row: Row, column: int, on: date | None, *, is_place: bool) -> tuple[str, bool] | None:
        """Return the key that a row's name means on a day, and whether it is a part; None, with a problem, for none."""
        text = self._text(row, column)
        known = self._names.get((column, text, on))
        if known is not None:
            return known
        at = cell_name(row.number, column)
        if is_blank(text):
            self._problems.add(
                at, "", _("This row has figures and no name. Write the name, or remove the figures."), "no_name"
            )
            return None
        chosen = self._mapping.names.get(one_line(text))
        if chosen == LEFT_OUT:
            return None
        if chosen:
            return chosen, False
        match, of_which = self._match(text, on, is_place=is_place), False
        if not match.keys:
            bare, of_which = without_of_which(without_footnote(text, self._notes))
            match = self._match(bare, on, is_place=is_place) if bare != text else match
        if match.key:
            _with_room(self._names)[column, text, on] = match.key, of_which
            return match.key, of_which
        if is_total(text):
            return None
        self._tell_name(at, text, match, is_place=is_place)
        return None

    def _match(self, text: str, on: date | None, *, is_place: bool) -> Match:
        return self._catalogue.place(text, on) if is_place else self._catalogue.indicator(text)

    def _tell_name(self, at: str, text: str, match: Match, *, is_place: bool) -> None:
        name = one_line(text)
        if not self._problems.has_room():
            message = ""
        elif match.keys:
            full = self._catalogue.place_name if is_place else self._catalogue.indicator_name
            sentence = (
                _("“%(text)s” means several places: %(names)s. Say which one.")
                if is_place
                else _("“%(text)s” means several indicators: %(names)s. Say which one.")
            )
            message = sentence % {"text": quoted_text(name), "names": _listed(map(full, match.keys))}
        else:
            near = (self._catalogue.places_near if is_place else self._catalogue.indicators_near)(text)
            message = _no_such_name(quoted_text(name), _listed(near), is_place=is_place)
        self._problems.add(at, name, message, "name", cause=name)

    def _period_of(self, row: Row) -> str | None:
        """Return the quarter that a row names; empty if it has no such column, None with a problem if it is unclear."""
        if self._period is None:
            return ""
        text = self._text(row, self._period)
        found = self._periods.get(text)
        if found is None:
            pairs = [pair for pair in quarters_in(text) if pair[0]]
            found = f"{pairs[0][0]}-Q{pairs[0][1]}" if len(pairs) == 1 else ""
            _with_room(self._periods)[text] = found
        if not found:
            self._problems.add(
                cell_name(row.number, self._period),
                text,
                _("“%(text)s” is no quarter. Write it like Quý I/2025 or 2025-Q1.") % {"text": quoted_text(text)},
                "period",
                cause=f"period {text}",
            )
            return None
        return found

    def _basis_of(self, row: Row) -> FigureBasis | None:
        """Return the basis that a row names; None if it has no such column, or one that says nothing known."""
        if self._basis is None:
            return None
        text = self._text(row, self._basis)
        if text not in self._bases:
            _with_room(self._bases)[text] = _BASIS_BY_CODE.get(text) or next(
                (
                    basis
                    for tag, basis in _BASIS_BY_TAG.items()
                    if tag in (heading := read_heading((text,), self._catalogue)).tags and not heading.rest
                ),
                None,
            )
        return self._bases[text]


def _with_room(remembered: dict[Any, _Known]) -> dict[Any, _Known]:
    """Return what is remembered with room for one more: forgotten whole once it is full."""
    if len(remembered) >= _MOST_REMEMBERED:
        remembered.clear()
    return remembered


def _no_such_name(name: str, near: str, *, is_place: bool) -> str:
    words = {"text": name, "near": near}
    if near:
        return (
            _("No place is called “%(text)s”. If one of these is meant, say so: %(near)s.")
            if is_place
            else _("No indicator is called “%(text)s”. If one of these is meant, say so: %(near)s.")
        ) % words
    return (
        _("No place is called “%(text)s”. Say which one is meant, or leave the row out.")
        if is_place
        else _("No indicator is called “%(text)s”. Say which one is meant, or leave the row out.")
    ) % words


def _listed(names: "map[str] | tuple[str, ...]") -> str:
    return ", ".join(f"“{name}”" for name in names)


@lru_cache(maxsize=256)
def _last_day(period: str) -> date | None:
    """Return the last day of a quarter written as 2025-Q1; None for anything else."""
    year, _mark, number = period.partition("-Q")
    if not number or not year.isdigit():
        return None
    return date(int(year), *_LAST_DAYS[number])
