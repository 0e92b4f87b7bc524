"""Read one cell of figures with the unit of its column or row, by the rules that hold for typed figures."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from decimal import Context, Decimal, Inexact
from typing import Final

from django.utils.translation import gettext as _

from provinces.wording import local_name
from tracker.exchange.amounts import Amount, read_amount
from tracker.exchange.cell_texts import CellReading, read_stated
from tracker.exchange.incoming.asking import is_bare
from tracker.exchange.incoming.mappings import Scaled, Star, TableMapping
from tracker.exchange.incoming.sheets import Cell, Trouble, shown
from tracker.exchange.numbers import ColumnEvidence, UnreadableNumberError, read_simple
from tracker.exchange.typed_text import fold_text, in_one_line, quoted_text, tidy_text
from tracker.exchange.unit_words import currency_of, read_unit_words, readings_of_short_scale
from tracker.exchange.wording import shown_unit
from tracker.models import Indicator, ObservationStatus

_EXACT: Final = Context(prec=100, traps=[Inexact])
_SUPERSCRIPTS: Final = str.maketrans("¹²³⁴⁵⁶⁷⁸⁹⁰", "1234567890")
_HIGH: Final = "[¹²³⁴⁵⁶⁷⁸⁹⁰]+"
_FOOTNOTE: Final = re.compile(
    rf"(?P<rest>.*?[^\s(])\s*(?:\((?P<round>[0-9]{{1,2}})\)|\[(?P<square>[0-9]{{1,2}})\]|(?P<high>{_HIGH}))"
)
_MARK_OF_NOTE: Final = re.compile(rf"[(\[]?(?P<mark>[0-9]{{1,2}}|{_HIGH})[)\].:]?\s*\S.*")
_STARS: Final = " *\uff0a"
# So many readings of texts are remembered for a table; a column of signs and round numbers repeats itself.
_MOST_REMEMBERED: Final = 20_000


@dataclass(frozen=True, slots=True)
class Measure:
    """In what an indicator's figures are stated: how many single units one has, and the unit as written."""

    indicator: Indicator
    scale: Decimal
    unit: str
    is_stated: bool


class UnitOfAnotherKindError(ValueError):
    """Say why a stated unit cannot be an indicator's."""


def measure_of(indicator: Indicator, unit: str, language: str) -> Measure:
    """Return in what figures of an indicator count whose unit is stated so; empty counts in the shown unit.

    :raises UnitOfAnotherKindError: if the unit is another currency, no unit of the indicator, or can be read twice.
    """
    if not unit:
        return Measure(indicator, indicator.display_scale, shown_unit(indicator), is_stated=False)
    folded = fold_text(tidy_text(unit))
    if folded in {fold_text(name) for name in (indicator.display_unit, indicator.display_unit_en) if name}:
        return Measure(indicator, indicator.display_scale, unit, is_stated=True)
    said = read_unit_words(folded, indicator.unit)
    words = {"unit": quoted_text(unit), "indicator": local_name(indicator), "kept": indicator.unit.currency}
    if said is None or (said.currency and not indicator.unit.currency):
        raise UnitOfAnotherKindError(
            _("“%(unit)s” is no unit of %(indicator)s, which is stated in %(shown)s. Correct the unit, or the column.")
            % {**words, "shown": shown_unit(indicator)}
        )
    if said.currency and said.currency != indicator.unit.currency:
        raise UnitOfAnotherKindError(
            _("“%(unit)s” is another currency than %(kept)s, in which %(indicator)s is kept. Nothing is converted.")
            % words
        )
    if said.short and readings_of_short_scale(said.short, language):
        raise UnitOfAnotherKindError(_("“%(unit)s” can be read in several ways. Write the unit in full.") % words)
    return Measure(indicator, said.scale or Decimal(1), unit, is_stated=True)


class CellReader:
    """Read the figures of one table; what notes and answers say of its marks is known beforehand."""

    def __init__(self, mapping: TableMapping, notes: Iterable[str], language: str) -> None:
        self._mapping = mapping
        self._language = language
        self._notes = marks_of_notes(notes)
        self._remembered: dict[tuple[str, int, ColumnEvidence, str], CellReading] = {}

    def read(self, cell: str | Cell, measure: Measure, evidence: ColumnEvidence, status: str) -> CellReading:
        """Return what a cell states, marked with the status of its column.

        :raises UnreadableNumberError: if it has two readings or none, or lacks an answer.
        """
        is_open = not measure.is_stated and measure.indicator.unit.currency and not self._mapping.in_shown_units
        if is_open and is_bare(cell):
            raise UnreadableNumberError(
                _("No unit stands with this amount. Say in which unit the column is, for example %(unit)s.")
                % {"unit": measure.unit}
            )
        reading = self._read(cell, measure, evidence)
        if status and reading.amount is not None and reading.status is None:
            return replace(reading, status=ObservationStatus(status))
        return reading

    def _read(self, cell: str | Cell, measure: Measure, evidence: ColumnEvidence) -> CellReading:
        if isinstance(cell, str):
            number = read_simple(cell)
            if number is not None:
                return CellReading(_amount(number, measure.scale))
            return self._read_text(cell, measure, evidence)
        if cell.trouble is not None:
            raise UnreadableNumberError(_sentence_of(cell))
        assert cell.number is not None
        number = cell.number
        if cell.thousands and not cell.words:
            number = self._unscaled(cell)
        elif cell.words:
            same = measure.is_stated and currency_of(fold_text(cell.words)) == measure.indicator.unit.currency
            if not same and not (cell.words == "%" and measure.indicator.unit.name == "%"):
                return self._read_text(shown(cell, self._language), measure, evidence)
        return CellReading(_amount(number, measure.scale))

    def _unscaled(self, cell: Cell) -> Decimal:
        assert cell.number is not None
        if self._mapping.scaled is None:
            raise UnreadableNumberError(
                _("The format of this cell leaves digits away. Say whether the unit is that of the shown number.")
            )
        return cell.number if self._mapping.scaled == Scaled.KEPT else _EXACT.scaleb(cell.number, -3 * cell.thousands)

    def _read_text(self, text: str, measure: Measure, evidence: ColumnEvidence) -> CellReading:
        key = (text, id(measure), evidence, "")
        reading = self._remembered.get(key)
        if reading is None:
            reading = self._read_anew(text, measure, evidence)
            if len(self._remembered) < _MOST_REMEMBERED:
                self._remembered[key] = reading
        return reading

    def _read_anew(self, text: str, measure: Measure, evidence: ColumnEvidence) -> CellReading:
        body = self._without_footnote(tidy_text(in_one_line(text)))
        status = None
        if ("*" in body or "\uff0a" in body) and any(map(str.isdigit, body)):
            body, status = self._without_star(body)
        indicator = measure.indicator
        names = (measure.unit, shown_unit(indicator), indicator.display_unit, indicator.display_unit_en)
        # A bare number counts in the stated unit; its own words take that unit's place.
        own_names = names if measure.scale == indicator.display_scale else (measure.unit,)

        def amount_of(number: str) -> Amount:
            return read_amount(number, measure.scale, indicator.unit, self._language, evidence, shown_units=own_names)

        reading = read_stated(body, self._language, amount_of)
        if status is not None and reading.status is None:
            reading = replace(reading, status=status)
        return reading

    def _without_star(self, body: str) -> tuple[str, ObservationStatus | None]:
        star = self._mapping.star
        if star is None:
            raise UnreadableNumberError(
                _("“%(text)s” bears a star. Say whether it means a provisional figure or only leads to a note.")
                % {"text": quoted_text(body)}
            )
        bare = body.strip(_STARS)
        if star == Star.FOOTNOTE:
            return bare, None
        return bare, ObservationStatus.PROVISIONAL if star == Star.PROVISIONAL else ObservationStatus.ESTIMATED

    def _without_footnote(self, body: str) -> str:
        found = _FOOTNOTE.fullmatch(body)
        if found is None or not found["rest"][-1].isdigit():
            return body
        mark = found["round"] or found["square"] or found["high"].translate(_SUPERSCRIPTS)
        if mark not in self._notes:
            raise UnreadableNumberError(
                _("“%(text)s” ends with %(mark)s, and no note below the table explains it. Type the number alone.")
                % {"text": quoted_text(body), "mark": body[len(found["rest"]) :].strip()}
            )
        return found["rest"]


def without_footnote(name: str, notes: Collection[str]) -> str:
    """Return a name without the mark of a footnote that stands below the table; else the name."""
    found = _FOOTNOTE.fullmatch(name.strip())
    if found is None:
        return name.strip().rstrip(_STARS) if "*" in name else name
    mark = found["round"] or found["square"] or found["high"].translate(_SUPERSCRIPTS)
    return found["rest"] if mark in notes else name


def marks_of_notes(notes: Iterable[str]) -> frozenset[str]:
    """Return the marks with which the notes below a table begin: "1" for "(1) Cả phần mở rộng"."""
    marks = (_MARK_OF_NOTE.fullmatch(note.strip()) for note in notes)
    return frozenset(mark["mark"].translate(_SUPERSCRIPTS) for mark in marks if mark)


def _amount(number: Decimal, scale: Decimal) -> Amount:
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    return Amount(_EXACT.multiply(number, scale), scale.scaleb(exponent, _EXACT))


def _sentence_of(cell: Cell) -> str:
    if cell.trouble is Trouble.DAY:
        return _("The cell holds a day (%(day)s): a spreadsheet makes one of 1/2 or 3.5. Type the number, as text.") % {
            "day": cell.text
        }
    if cell.trouble is Trouble.UNRECKONED:
        return _("The cell holds a formula without a result. Open the file in the spreadsheet, and save it there.")
    return _("“%(text)s” is an error of the spreadsheet. Mend the formula, or type the number itself.") % {
        "text": quoted_text(cell.text)
    }
