"""Read one cell of a seed file; refuse what is not exactly as it should be, and say how to cure it."""

import re
import unicodedata
from datetime import date
from decimal import Decimal
from difflib import get_close_matches

from django.utils.translation import gettext as _

from provinces.text import clean_text
from tracker.exchange.seed_columns import CellKind, Column
from tracker.models.quantity import VALUE_DECIMALS, VALUE_DIGITS

SEPARATOR = "|"
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_WHOLE = re.compile(r"0|[1-9][0-9]{0,8}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FLAGS = {"yes": True, "no": False, "": False}

Value = str | bool | int | Decimal | date | tuple[str, ...] | None


class CellRefusedError(ValueError):
    """A cell that cannot be read; its text is the cure."""


def read_cell(column: Column, text: str) -> Value:
    """Return what the cell holds; an empty cell is None, and an empty text where texts stand.

    :raises CellRefusedError: if the cell does not hold what its column asks for.
    """
    if clean_text(text) != text or any(unicodedata.category(character) == "Cc" for character in text):
        raise CellRefusedError(
            _("Remove spaces at its ends, double spaces and invisible or decomposed characters (write NFC).")
        )
    if text == "":
        if column.required:
            raise CellRefusedError(_("Fill the cell; it must not be empty."))
        return _EMPTY.get(column.kind)
    if column.kind is CellKind.CHOICE and text not in column.choices:
        raise CellRefusedError(_("Write one of: %(words)s.") % {"words": ", ".join(column.choices)})
    return _READERS[column.kind](text)


def nearest(text: str, known: list[str]) -> str:
    """Return a sentence that proposes the nearest known word, or nothing when none is near."""
    near = get_close_matches(text, known, n=1)
    return _("Did you mean “%(near)s”?") % {"near": near[0]} if near else ""


def _text(text: str) -> Value:
    return text


def _day(text: str) -> Value:
    if not _DAY.fullmatch(text):
        raise CellRefusedError(_("Write the day as year-month-day, for example 2025-03-31."))
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CellRefusedError(_("There is no such day; correct the month or the day.")) from None


def _flag(text: str) -> Value:
    if text not in _FLAGS:
        raise CellRefusedError(_("Write yes or no."))
    return _FLAGS[text]


def _number(text: str) -> Value:
    if not _NUMBER.fullmatch(text):
        raise CellRefusedError(
            _("Write a plain number in single units, with a point for decimals only: 500000000 or 2813.67.")
        )
    whole, _point, decimals = text.lstrip("-").partition(".")
    if len(decimals.rstrip("0")) > VALUE_DECIMALS:
        raise CellRefusedError(_("Write at most %(count)d decimals.") % {"count": VALUE_DECIMALS})
    if len(whole) > VALUE_DIGITS - VALUE_DECIMALS - 1:
        raise CellRefusedError(_("The number is too large; write it in single units, below 10 to the power of 19."))
    return Decimal(text)


def _whole(text: str) -> Value:
    if not _WHOLE.fullmatch(text):
        raise CellRefusedError(_("Write a whole number with digits only, for example 12."))
    return int(text)


def _items(text: str) -> Value:
    items = tuple(text.split(SEPARATOR))
    if any(clean_text(item) != item or not item for item in items):
        raise CellRefusedError(_("Write the items with | between them, without spaces around it and none empty."))
    if len(set(items)) < len(items):
        raise CellRefusedError(_("Name each item once."))
    return items


_EMPTY: dict[CellKind, Value] = {CellKind.TEXT: "", CellKind.LIST: (), CellKind.LINKS: (), CellKind.YES_NO: False}
_READERS = {
    CellKind.TEXT: _text,
    CellKind.DAY: _day,
    CellKind.YES_NO: _flag,
    CellKind.NUMBER: _number,
    CellKind.WHOLE: _whole,
    CellKind.CHOICE: _text,
    CellKind.LIST: _items,
    CellKind.LINK: _text,
    CellKind.LINKS: _items,
}
