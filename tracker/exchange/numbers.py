"""Read numbers as people write them, and write them so that they can be read back.

A text with exactly one reading is read, whoever wrote it: 1.234,5 and 1,234.5 in both languages. Where a mark may stand
between thousands or before decimals (one group of exactly three digits) the person's language decides, and what the
rest of the column shows; what stays open is refused with both readings, because a silent guess is wrong by a factor of
a thousand. docs/reading-numbers.md has the rules with examples.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NoReturn

from django.utils.translation import gettext as _

from tracker.exchange.typed_text import LONGEST_TEXT, UNSEEN_SIGN, has_unseen_characters, quoted_text, tidy_text

# In digits: a country's money in single VND with six decimals needs 26; anything longer is a slip of the keyboard.
LONGEST_NUMBER: Final = 40

_SIGNED: Final = re.compile("([+-]?) ?(.*)")
_BRACKETED: Final = re.compile(r"\( ?([0-9][0-9., ']*) ?\)")
_GROUPED_BY_GAPS: Final = re.compile("(?P<whole>[1-9][0-9]{0,2}(?P<gap>[ '])[0-9]{3}(?:(?P=gap)[0-9]{3})*)(?P<rest>.*)")
# A program that writes an exponent writes no groups, so the mark before it is the decimal mark.
_WITH_EXPONENT: Final = re.compile("([0-9]+)(?:[.,]([0-9]+))?[eE]([+-]?)0*([0-9]+)")
_ONE_GROUP_OF_THREE: Final = re.compile("[1-9][0-9]{0,2}([.,])[0-9]{3}")
_DIGITS_AND_MARKS: Final = re.compile("[0-9](?:[0-9., ']*[0-9])?")
_SIMPLE: Final = re.compile("-?[0-9]{1,15}(?:[.,](?:[0-9]{1,2}|[0-9]{4,15}))?")
_RUN_OF_DIGITS: Final = re.compile("[0-9](?:[0-9.,]*[0-9])?")


@dataclass(frozen=True, slots=True)
class NumberMarks:
    """The two marks of a written number."""

    decimal: str
    group: str


VIETNAMESE: Final = NumberMarks(decimal=",", group=".")
ENGLISH: Final = NumberMarks(decimal=".", group=",")


@dataclass(frozen=True, slots=True)
class ColumnEvidence:
    """What the unambiguous cells of a column show: decimals in the reader's style, anything in the other style.

    ``is_open`` says that the reader's language decides nothing here: another program may have written the column.
    """

    own_decimals: bool = False
    foreign_style: bool = False
    is_open: bool = False


class UnreadableNumberError(ValueError):
    """Say why a text is not read as a number, and how to type it."""


def marks_of(language: str) -> NumberMarks:
    """Return the marks of a language code; "en-gb" counts as English, everything else as Vietnamese."""
    return ENGLISH if language.split("-", maxsplit=1)[0] == "en" else VIETNAMESE


def read_number(text: str, language: str, evidence: ColumnEvidence | None = None) -> Decimal:
    """Read a number typed by a person who writes the language ("vi" or "en").

    The result is exact: nothing is rounded or cut, and its last digit is the last one typed. Spaces or apostrophes may
    group. ``evidence`` is what the number's column shows; None means that it stands alone.

    :raises UnreadableNumberError: if the text is no number, or can be read in two ways.
    """
    marks = marks_of(language)
    signed = _SIGNED.fullmatch(checked_text(text, language))
    sign, body = signed.groups() if signed else ("", "")
    number = _read_unsigned(text, sign, body, marks, evidence or ColumnEvidence())
    # A minus before 0 says nothing.
    return number.copy_negate() if sign == "-" and number else number


def read_simple(text: str) -> Decimal | None:
    """Return the number of a text that every language and column reads alike: digits, one mark, not three decimals.

    A tenth of the cost of `read_number`, which reads it as the same; None says nothing about any other text.
    """
    if not _SIMPLE.fullmatch(text):
        return None
    number = Decimal(text.replace(",", "."))
    return number or number.copy_abs()


def checked_text(text: str, language: str) -> str:
    """Return a typed text in one spelling.

    :raises UnreadableNumberError: if it is too long for any figure, or holds a character that cannot be seen.
    """
    if len(text) > LONGEST_TEXT:
        raise UnreadableNumberError(
            _("“%(text)s” is too long for a figure. Type the number alone, for example %(example)s.")
            % {"text": quoted_text(text), "example": _example(marks_of(language))}
        )
    tidy = tidy_text(text)
    if has_unseen_characters(tidy):
        raise UnreadableNumberError(
            _("“%(text)s” holds a character that cannot be seen, here shown as %(sign)s. Type the number anew.")
            % {"text": quoted_text(tidy), "sign": UNSEEN_SIGN}
        )
    return tidy


def evidence_of(texts: Iterable[str], language: str) -> ColumnEvidence:
    """Return what a column's texts show of its style of writing; units, words and blank cells do no harm.

    Groups of the reader's own style are no evidence for decimals of that style.
    """
    marks = marks_of(language)
    own_decimals = foreign_style = False
    for text in texts:
        if len(text) > LONGEST_TEXT:
            continue
        for run in _RUN_OF_DIGITS.findall(tidy_text(text)):
            own, foreign = _plain_reading(run, marks), _plain_reading(run, _other(marks))
            if own is not None and foreign is None:
                own_decimals |= marks.decimal in run
            elif foreign is not None and own is None:
                foreign_style = True
    return ColumnEvidence(own_decimals, foreign_style)


def has_two_readings(text: str) -> bool:
    """Return whether a text holds a number of one group of three, 6.918 or 6,918, whose mark may be either."""
    return any(map(_ONE_GROUP_OF_THREE.fullmatch, _RUN_OF_DIGITS.findall(tidy_text(text[:LONGEST_TEXT]))))


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


def refuse_number(text: str, language: str) -> NoReturn:
    """Say that a text is no number, with an example of the language.

    :raises UnreadableNumberError: always.
    """
    raise UnreadableNumberError(_not_a_number(text, marks_of(language)))


def _read_unsigned(text: str, sign: str, body: str, marks: NumberMarks, evidence: ColumnEvidence) -> Decimal:
    """Read what follows the sign; ``text`` is what was typed, for the messages."""
    if exponent := _WITH_EXPONENT.fullmatch(body):
        return _with_exponent(text, exponent, marks)
    if sum(map(str.isdigit, body)) > LONGEST_NUMBER:
        raise UnreadableNumberError(_not_a_number(text, marks))
    if ambiguous := _ONE_GROUP_OF_THREE.fullmatch(body):
        is_own = ambiguous[1] == marks.decimal
        if evidence.foreign_style or evidence.is_open or (is_own and not evidence.own_decimals):
            raise UnreadableNumberError(_two_readings(sign, body, marks, mixed=evidence.foreign_style))
        return Decimal(body.replace(marks.group, "").replace(marks.decimal, "."))
    if grouped := _GROUPED_BY_GAPS.fullmatch(body):
        return _grouped_by_gaps(text, sign, grouped, marks, evidence)
    readings = (_plain_reading(body, marks), _plain_reading(body, _other(marks)))
    number = next((reading for reading in readings if reading is not None), None)
    if number is None:
        raise UnreadableNumberError(_why_unreadable(text, body, marks))
    return number


def _plain_reading(body: str, marks: NumberMarks) -> Decimal | None:
    """Read digits with the marks of one style; None where the style's rules are broken.

    01,234 is none: where zeros fill up the front, three digits may well be meant for a group.
    """
    group, decimal = re.escape(marks.group), re.escape(marks.decimal)
    whole = f"(?:[0-9]+|[1-9][0-9]{{0,2}}(?:{group}[0-9]{{3}})+)"
    if not re.fullmatch(f"{whole}(?:{decimal}[0-9]+)?", body) or re.fullmatch("0[0-9]+[.,][0-9]{3}", body):
        return None
    return Decimal(body.replace(marks.group, "").replace(marks.decimal, "."))


def _grouped_by_gaps(
    text: str, sign: str, grouped: re.Match[str], marks: NumberMarks, evidence: ColumnEvidence
) -> Decimal:
    """Read a number grouped by spaces or apostrophes: its one mark stands before decimals.

    1 234.567 may be meant for 1.234.567, unless the mark is the reader's own decimal mark.
    """
    whole, rest = grouped["whole"].replace(grouped["gap"], ""), grouped["rest"]
    if not re.fullmatch("(?:[.,][0-9]+)?", rest):
        raise UnreadableNumberError(_why_unreadable(text, grouped.string, marks))
    if len(rest) == len(".000") and (rest[0] == marks.group or evidence.foreign_style):
        raise UnreadableNumberError(_two_readings(sign, whole + rest, marks, mixed=evidence.foreign_style))
    return Decimal(whole + rest.replace(",", "."))


def _with_exponent(text: str, parts: re.Match[str], marks: NumberMarks) -> Decimal:
    """Read 1,23E+09. The digits that a program left out are unknown: the last one typed stands for millions."""
    whole, decimals, sign, exponent = parts.groups(default="")
    # The length goes first: an exponent of many digits is never computed.
    if len(exponent) > len(str(LONGEST_NUMBER)) or len(whole + decimals) + int(exponent) > LONGEST_NUMBER:
        raise UnreadableNumberError(
            _("“%(text)s” has an exponent that no figure needs. Type the number in full, for example %(example)s.")
            % {"text": quoted_text(text), "example": _example(marks)}
        )
    point = "." if decimals else ""
    return Decimal(f"{whole}{point}{decimals}E{sign}{exponent}")


def _split(value: Decimal) -> tuple[bool, str, str]:
    """Split a number into its sign, whole digits and decimals without trailing zeros; -0 is 0."""
    plain = format(value, "f")
    negative = plain.startswith("-") and value != 0
    whole, _point, decimals = plain.lstrip("-").partition(".")
    return negative, whole, decimals.rstrip("0")


def _other(marks: NumberMarks) -> NumberMarks:
    return VIETNAMESE if marks is ENGLISH else ENGLISH


def _example(marks: NumberMarks) -> str:
    return f"1{marks.group}234{marks.decimal}5"


def _why_unreadable(text: str, body: str, marks: NumberMarks) -> str:
    """Return the sentence that helps most."""
    if bracketed := _BRACKETED.fullmatch(body):
        return _("“%(text)s” stands in brackets. Type -%(number)s if you mean less than 0, or %(number)s.") % {
            "text": quoted_text(text),
            "number": bracketed[1].strip(),
        }
    if _DIGITS_AND_MARKS.fullmatch(body) and not body.isdigit():
        return _(
            "“%(text)s” has marks where no number has them: thousands stand in groups of exactly three digits "
            "behind a first group that does not start with 0, and decimals have one mark. Type it like %(example)s."
        ) % {"text": quoted_text(text), "example": _example(marks)}
    return _not_a_number(text, marks)


def _not_a_number(text: str, marks: NumberMarks) -> str:
    if marks is VIETNAMESE:
        return _(
            "“%(text)s” cannot be read as a number. Use a comma for decimals and dots between thousands, "
            "for example 1.234,5."
        ) % {"text": quoted_text(text)}
    return _(
        "“%(text)s” cannot be read as a number. Use a dot for decimals and commas between thousands, "
        "for example 1,234.5."
    ) % {"text": quoted_text(text)}


def _two_readings(sign: str, body: str, marks: NumberMarks, *, mixed: bool) -> str:
    """Return both readings of a number whose last mark has three digits behind it, each as it can be typed."""
    language = "en" if marks is ENGLISH else "vi"
    whole = re.sub("[.,]", "", body)
    decimal = write_number_to_edit(Decimal(body.replace(",", ".")), language)
    words = {"text": sign + body, "plain": sign + whole, "decimal": sign + decimal}
    if mixed:
        return (
            _(
                "“%(text)s” can be read in two ways, because its column writes decimals and thousands in both styles: "
                "type %(plain)s if you mean a whole number, or %(decimal)s if the mark is the decimal mark."
            )
            % words
        )
    return _(
        "“%(text)s” can be read in two ways: type %(whole)s if you mean %(plain)s, or %(decimal)s if the mark is "
        "the decimal mark."
    ) % {**words, "whole": sign + write_number(Decimal(whole), language)}
