"""Read and write the cells of master data: each column is a field of a model, which says what a cell may hold."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from provinces.text import clean_text, search_key
from tracker.exchange.incoming.sheets import Cell, Trouble
from tracker.exchange.numbers import UnreadableNumberError, read_number, write_number_to_edit
from tracker.exchange.seed_cells import nearest
from tracker.exchange.typed_days import read_quarter_or_year
from tracker.exchange.typed_text import quoted_text

LANGUAGES: Final = ("vi", "en")
# Between the names of a list. A comma may stand within a name.
BETWEEN_NAMES: Final = ";"
YES: Final = gettext_noop("yes")
NO: Final = gettext_noop("no")
_ISO_DAY: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TYPED_DAY: Final = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_NUMBERS: Final = (models.DecimalField, models.IntegerField)

Value = str | bool | int | Decimal | date | list[str] | models.Model | None


class CellRefusedError(ValueError):
    """A cell that cannot be read; its text says why, and the cure."""


@dataclass(frozen=True)
class MasterColumn:
    """One field of a model as a column of a file.

    ``key`` is the field by which a reference names its row, empty where the column is none. ``takes_quarters`` is for a
    day that may be written as the quarter or year which it stands for.
    """

    field: Any
    key: str = ""
    takes_quarters: bool = False

    @property
    def name(self) -> str:
        """Return the name of the field."""
        return str(self.field.name)

    @property
    def label(self) -> str:
        """Return the head of the column in the reader's language."""
        return str(self.field.verbose_name)

    @property
    def required(self) -> bool:
        """Return whether each row needs a value."""
        return not self.field.blank

    @cached_property
    def heads(self) -> frozenset[str]:
        """Return every head under which the column is found, in comparable form: its name and its labels."""
        found = {search_key(self.name)}
        for language in LANGUAGES:
            with override(language):
                found.add(search_key(self.label))
        return frozenset(found)

    @cached_property
    def choices(self) -> Mapping[str, str]:
        """Return what may be written for each choice, in comparable form: its code and its labels."""
        words: dict[str, str] = {}
        for code, label in self.field.choices or ():
            words[search_key(str(code))] = str(code)
            for language in LANGUAGES:
                with override(language):
                    words[search_key(str(label))] = str(code)
        return words

    def read(self, cell: str | Cell, language: str) -> Value:
        """Return what a cell holds; an empty one is an empty text, no name, or None.

        A reference costs one query.

        :raises CellRefusedError: if the cell holds what the field cannot.
        """
        text = _text_of(cell)
        if not text:
            return self._empty()
        if self.key:
            return self._row_named(clean_text(_own_text(cell)))
        if isinstance(self.field, ArrayField):
            return [name for part in _own_text(cell).split(BETWEEN_NAMES) if (name := clean_text(part))]
        if isinstance(self.field, models.BooleanField):
            return _flag(text)
        if isinstance(self.field, models.DateField):
            named = read_quarter_or_year(text) if self.takes_quarters else None
            return named or _day(text)
        if isinstance(self.field, _NUMBERS):
            return self._number(cell, text, language)
        if self.field.choices:
            return self._choice(text)
        own = _own_text(cell)
        if isinstance(self.field, models.TextField):
            return unicodedata.normalize("NFC", own).strip()
        return clean_text(own)

    def _empty(self) -> Value:
        if self.required:
            raise CellRefusedError(_("Fill the cell; it must not be empty."))
        if isinstance(self.field, ArrayField):
            return []
        return "" if isinstance(self.field, models.CharField | models.TextField) else None

    def _row_named(self, name: str) -> models.Model:
        rows = self.field.related_model._default_manager
        found: models.Model | None = rows.filter(**{self.key: name}).first()
        if found is None:
            known = list(rows.order_by(self.key).values_list(self.key, flat=True))
            sentence = _("There is no row “%(name)s” here: %(what)s.")
            words = {"name": quoted_text(name), "what": str(self.field.related_model._meta.verbose_name_plural)}
            raise CellRefusedError(f"{sentence % words} {nearest(name, known)}".strip())
        return found

    def _choice(self, text: str) -> str:
        code = self.choices.get(search_key(text))
        if code is None:
            labels = "; ".join(str(label) for _code, label in self.field.choices)
            raise CellRefusedError(_("Write one of: %(words)s.") % {"words": labels})
        return code

    def _number(self, cell: str | Cell, text: str, language: str) -> Decimal | int:
        if isinstance(cell, Cell) and cell.number is not None and not cell.words and not cell.thousands:
            number = cell.number
        else:
            try:
                number = read_number(text, language)
            except UnreadableNumberError as error:
                raise CellRefusedError(str(error)) from error
        if isinstance(self.field, models.DecimalField):
            return number
        if number != number.to_integral_value():
            raise CellRefusedError(_("Write a whole number with digits only, for example 12."))
        return int(number)


def written(column: MasterColumn, value: Any) -> Any:
    """Return what a file holds of a field's value: numbers and days as such, choices in the reader's words."""
    if value is None:
        return None
    if column.key:
        return getattr(value, column.key)
    if isinstance(value, list):
        return f"{BETWEEN_NAMES} ".join(value)
    if isinstance(value, bool):
        return _(YES) if value else _(NO)
    if column.field.choices:
        return str(dict(column.field.choices).get(value, value))
    return value


def shown_value(column: MasterColumn, value: Any, language: str) -> str:
    """Return a value as a page and a CSV file show it, so that it can be read back."""
    plain = written(column, value)
    if plain is None:
        return ""
    if isinstance(plain, Decimal):
        return write_number_to_edit(plain, language)
    return plain.isoformat() if isinstance(plain, date) else str(plain)


def _text_of(cell: str | Cell) -> str:
    """Return the text of a cell in one spelling; a number by its digits.

    :raises CellRefusedError: if the spreadsheet itself could not say what the cell holds.
    """
    if isinstance(cell, str):
        return clean_text(cell)
    if cell.trouble is Trouble.UNRECKONED:
        raise CellRefusedError(
            _("The cell holds a formula without a result. Open the file in the spreadsheet, and save it there.")
        )
    if cell.trouble is Trouble.ERROR:
        raise CellRefusedError(
            _("“%(text)s” is an error of the spreadsheet. Mend the formula, or type what belongs there.")
            % {"text": quoted_text(cell.text)}
        )
    if cell.number is not None:
        return f"{cell.number:f}{cell.words}"
    return clean_text(cell.text)


def _own_text(cell: str | Cell) -> str:
    """Return the text of a cell that is one.

    :raises CellRefusedError: if it is a number or a day: a spreadsheet has dropped zeros and turned texts into days.
    """
    if isinstance(cell, str):
        return cell
    raise CellRefusedError(
        _(
            "The cell holds a number or a day, and this column holds texts: a spreadsheet drops zeros at the front. "
            "Format the cell as text and type it again."
        )
    )


def _flag(text: str) -> bool:
    words = {"true": True, "false": False}
    for language in LANGUAGES:
        with override(language):
            words |= {search_key(_(YES)): True, search_key(_(NO)): False}
    flag = words.get(search_key(text))
    if flag is None:
        raise CellRefusedError(_("Write yes or no."))
    return flag


def _day(text: str) -> date:
    try:
        if match := _ISO_DAY.fullmatch(text):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := _TYPED_DAY.fullmatch(text):
            return date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        raise CellRefusedError(_("There is no such day; correct the month or the day.")) from None
    raise CellRefusedError(_("Write the day as day/month/year, for example 31/03/2025."))
