"""Say how a value stands in a file that leaves: texts that nothing runs or interprets, numbers with all their digits.

Every file that people open in a spreadsheet is written through this module, whatever table it holds.
"""

import re
from datetime import datetime
from decimal import Decimal
from html import escape
from typing import Any, Final

from django.utils.translation import gettext as _

from tracker.exchange.sheet_table import DIGITS_OF_A_SPREADSHEET

CSV_TYPE: Final = "text/csv; charset=utf-8"
WORKBOOK_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BYTE_ORDER_MARK: Final = "\ufeff"
"""Tells a spreadsheet that a CSV file is in UTF-8."""
TEXTS_STAY_TEXTS: Final = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
"""Options of every workbook that is written: no text becomes a formula, a number or a link."""
SAME_EVERY_TIME: Final = {"created": datetime(1980, 1, 1)}  # noqa: DTZ001 - the format has no time zone
"""Properties of every workbook that is written: the same figures give the same file, whenever it is asked for."""
MOST_OF_A_TEXT: Final = 32767
"""How many UTF-16 units a cell of a workbook holds."""

# A spreadsheet takes a text that begins like this for a formula.
_LIVE: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\u2212", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_ESCAPE: Final = "'"
_NOT_IN_XML: Final = re.compile("[\ud800-\udfff\ufffe\uffff]")
# Before what a reader of workbooks may take for the code of a character.
_LOOKS_CODED: Final = re.compile("(?<=_)(?=x[0-9A-Fa-f]{4}_)")
# What xlsxwriter takes for a text with formats inside, and copies into the file as it is.
_RAW_BEGINS: Final = "<r>"
_RAW_ENDS: Final = "</r>"


def escaped(text: str) -> str:
    """Return a text of a CSV cell that no spreadsheet runs; `unescaped` takes it back."""
    return _ESCAPE + text if _looks_live(text) or text.startswith(_ESCAPE) else text


def unescaped(text: str) -> str:
    """Return the text that `escaped` was given; a text that never was escaped stays."""
    rest = text.removeprefix(_ESCAPE)
    return rest if rest != text and (_looks_live(rest) or rest.startswith(_ESCAPE)) else text


def _looks_live(text: str) -> bool:
    return text.lstrip(" \u00a0").startswith(_LIVE)


def fits_a_number(value: Decimal) -> bool:
    """Return whether a spreadsheet keeps every digit of a number; one that is longer is written as a text."""
    return value.is_finite() and len(value.normalize().as_tuple().digits) <= DIGITS_OF_A_SPREADSHEET


def plain_number(value: Decimal) -> str:
    """Return a number as files write it: a point for decimals, no exponent, no trailing zeros."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def write_text(sheet: Any, row: int, column: int, text: str, form: Any = None) -> None:
    """Write a text as this text, whatever it looks like; one that no cell holds is cut, and says so at its end."""
    kept = _cut(_NOT_IN_XML.sub("", text))
    if _LOOKS_CODED.search(kept) or (kept.startswith(_RAW_BEGINS) and kept.endswith(_RAW_ENDS)):
        # In runs of our own its marks are escaped, and no reader takes "_x0041_" for the letter A.
        runs = "".join(
            f'{_RAW_BEGINS}<t xml:space="preserve">{escape(run, quote=False)}</t>{_RAW_ENDS}'
            for run in _LOOKS_CODED.split(kept)
        )
        # One that grows too long by it gets a space before it, with which it is no longer taken for one with formats.
        kept = runs if _units(runs) <= MOST_OF_A_TEXT else _cut(f" {kept}")
    sheet.write_string(row, column, kept, form)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _cut(text: str) -> str:
    if len(text) <= MOST_OF_A_TEXT // 2 or _units(text) <= MOST_OF_A_TEXT:
        return text
    said = " … " + _("[cut here: a cell of a workbook holds no more; the CSV file has the whole text]")
    units = text.encode("utf-16-le")[: 2 * (MOST_OF_A_TEXT - len(said))]
    return units.decode("utf-16-le", "ignore") + said
