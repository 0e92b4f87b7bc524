"""Read numbers as people write them, and write them so that they can be read back.

One rule for each language: Vietnamese writes 1.234,5 and English 1,234.5. What the language leaves open is refused
with both readings, because a silent guess is wrong by a factor of a thousand.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

# A country's money in single VND with six decimals needs 26 digits; anything longer is a slip of the keyboard.
LONGEST_NUMBER: Final = 40

_MINUS_SIGNS: Final = "-\u2212"
_SPACES: Final = re.compile("[ \u00a0\u2007\u2009\u202f]")
_GROUPED_BY_SPACES: Final = re.compile("[1-9][0-9]{0,2}(?:[ \u00a0\u2007\u2009\u202f][0-9]{3})+(?:[.,][0-9]+)?")
_ONE_GROUP_OF_THREE: Final = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")


@dataclass(frozen=True, slots=True)
class NumberMarks:
    """The two marks of a written number."""

    decimal: str
    group: str


VIETNAMESE: Final = NumberMarks(decimal=",", group=".")
ENGLISH: Final = NumberMarks(decimal=".", group=",")


class UnreadableNumberError(ValueError):
    """Say why a text is not read as a number, and how to type it."""


def marks_of(language: str) -> NumberMarks:
    """Return the marks of a language code; "en-gb" counts as English, everything else as Vietnamese."""
    return ENGLISH if language.split("-", maxsplit=1)[0] == "en" else VIETNAMESE


def read_number(text: str, language: str) -> Decimal:
    """Read a number as it is written in the language ("vi" or "en").

    The result is exact: nothing is rounded or cut. Spaces, also unbreakable ones, may group; a minus may be the
    hyphen or U+2212.

    :raises UnreadableNumberError: if the text is no number, breaks the language's rule, or can be read in two ways.
    """
    marks = marks_of(language)
    body = text.strip(" \t\r\n\u00a0\u2007\u2009\u202f")
    sign = ""
    if body and body[0] in _MINUS_SIGNS:
        sign, body = "-", body[1:].lstrip(" \u00a0\u202f")
    if not body or len(body) > LONGEST_NUMBER or not body[0].isascii() or not body[0].isdigit():
        raise UnreadableNumberError(_not_a_number(text, marks))
    if _SPACES.search(body):
        if not _GROUPED_BY_SPACES.fullmatch(body):
            raise UnreadableNumberError(_not_a_number(text, marks))
        body = _SPACES.sub("", body)
        grouped = True
    else:
        grouped = False
    if not grouped and _ONE_GROUP_OF_THREE.fullmatch(body) and marks.decimal in body:
        raise UnreadableNumberError(_two_readings(sign, body, marks))
    group, decimal = re.escape(marks.group), re.escape(marks.decimal)
    if re.fullmatch(f"0{group}[0-9]+", body):
        raise UnreadableNumberError(_zero_of_thousands(sign, body, marks))
    whole = "[0-9]+" if grouped else f"(?:[0-9]+|[1-9][0-9]{{0,2}}(?:{group}[0-9]{{3}})+)"
    if not re.fullmatch(f"{whole}(?:{decimal}[0-9]+)?", body):
        raise UnreadableNumberError(_not_a_number(text, marks))
    return Decimal(sign + body.replace(marks.group, "").replace(marks.decimal, "."))


def write_number(value: Decimal, language: str) -> str:
    """Write a number in full, grouped in threes, with the minus U+2212 and no trailing zeros."""
    marks = marks_of(language)
    sign, digits, decimals = _split(value)
    text = f"{int(digits):,}".replace(",", marks.group)
    if decimals:
        text += marks.decimal + decimals
    return ("\u2212" if sign else "") + text


def write_number_to_edit(value: Decimal, language: str) -> str:
    """Write a number so that `read_number` gives the same number back, for the inputs of forms.

    1.234 in Vietnamese becomes "1,2340": with three decimals it could be taken for a thousand.
    """
    text = write_number(value, language).replace("\u2212", "-")
    if _ONE_GROUP_OF_THREE.fullmatch(text.lstrip("-")) and marks_of(language).decimal in text:
        text += "0"
    return text


def _split(value: Decimal) -> tuple[bool, str, str]:
    """Split a number into its sign, whole digits and decimals without trailing zeros; -0 is 0."""
    plain = format(value, "f")
    negative = plain.startswith("-") and value != 0
    whole, _point, decimals = plain.lstrip("-").partition(".")
    return negative, whole, decimals.rstrip("0")


def _not_a_number(text: str, marks: NumberMarks) -> str:
    shown = text.strip()[: LONGEST_NUMBER + 10]
    if marks is VIETNAMESE:
        return _(
            "“%(text)s” cannot be read as a number. Use a comma for decimals and dots between thousands, "
            "for example 1.234,5."
        ) % {"text": shown}
    return _(
        "“%(text)s” cannot be read as a number. Use a dot for decimals and commas between thousands, "
        "for example 1,234.5."
    ) % {"text": shown}


def _zero_of_thousands(sign: str, body: str, marks: NumberMarks) -> str:
    return _(
        "“%(text)s” starts with 0, so its mark cannot stand between thousands: type %(decimal)s if you mean decimals."
    ) % {"text": sign + body, "decimal": sign + body.replace(marks.group, marks.decimal)}


def _two_readings(sign: str, body: str, marks: NumberMarks) -> str:
    digits = body.replace(marks.decimal, "")
    as_thousands = sign + body.replace(marks.decimal, marks.group)
    return _(
        "“%(text)s” can be read in two ways: type %(whole)s if you mean %(plain)s, or %(decimal)s if the mark is "
        "the decimal mark."
    ) % {"text": sign + body, "whole": as_thousands, "plain": sign + digits, "decimal": sign + body + "0"}
