"""Bring what people type or paste into one spelling, before it is read as a number or a word."""

import re
import unicodedata
from typing import Final

# The longest text of a cell that is looked at; a figure with its unit and its words needs a quarter of it.
LONGEST_TEXT: Final = 200
_LONGEST_QUOTE: Final = 50
# Stands in a message for a character that cannot be seen.
UNSEEN_SIGN: Final = "\ufffd"

# No-break, figure, thin and narrow spaces are what programs put between thousands; the ideographic one is the space
# bar of East Asian keyboards.
_SPACES: Final = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
# Hyphen, no-break hyphen, figure dash, en dash, minus sign, small hyphen. The em dash is none: nobody counts with it.
_MINUS_SIGNS: Final = "\u2010\u2011\u2012\u2013\u2212\ufe63"
_APOSTROPHES: Final = "\u2019\u02bc"
_FULL_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_ONE_SPELLING: Final[dict[int, int | str]] = {
    **_FULL_WIDTH,
    **dict.fromkeys(map(ord, _SPACES), " "),
    **dict.fromkeys(map(ord, _MINUS_SIGNS), "-"),
    **dict.fromkeys(map(ord, _APOSTROPHES), "'"),
}
_AT_THE_ENDS: Final = re.compile(
    "^[\\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+|[\\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+$"
)
_LINE_ENDS: Final = re.compile(r"[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_BETWEEN_NUMBERS: Final = re.compile(rf"(?<=[\d.,])\s*{_LINE_ENDS.pattern}\s*(?=[\d.,])")
# What people write before a name: "1.", "1)", "II.", "a)", "- ", "+ ".
_NUMBERING: Final = re.compile(r"^\s*(?:(?:[0-9]{1,3}(?:\.[0-9]{1,2})*|[ivxIVX]{1,5}|[a-zđA-ZĐ])[.)]|[-+*•–])\s+")
# Control and format characters, halves of a pair, private and unassigned ones, separators of lines.
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def tidy_text(text: str) -> str:
    """Return the text in NFC with plain digits, marks, spaces, minus signs and apostrophes, nothing at its ends.

    Superscripts stay what they are: 12² is not 122.
    """
    return _AT_THE_ENDS.sub("", unicodedata.normalize("NFC", text).translate(_ONE_SPELLING))


def in_one_line(text: str) -> str:
    """Return the lines of a cell in one; two numbers on two lines stay two, for "1" above "234" is not "1 234"."""
    return _LINE_ENDS.sub(" ", _BETWEEN_NUMBERS.sub(" / ", text))


def without_numbering(text: str) -> str:
    """Return a name without what numbers it: "1.", "II.", "a)", "-"."""
    return _NUMBERING.sub("", text)


def has_unseen_characters(text: str) -> bool:
    """Return whether a text holds a character that its writer cannot see, such as a tab or a zero-width space."""
    return any(unicodedata.category(character) in _UNSEEN for character in text)


def fold_text(text: str) -> str:
    """Return the text in small letters without accents, as long as it was; đ keeps its bar.

    Each character is folded alone, so that a place in the result is the same place in the text.
    """
    return "".join(map(_folded, text))


def _folded(character: str) -> str:
    small = character.lower()
    if small == "\u00f0":  # the Icelandic letter that looks like Đ
        return "đ"
    return unicodedata.normalize("NFD", small)[0]


def quoted_text(text: str) -> str:
    """Return the beginning of a text for a message, with a sign in place of what cannot be seen or stored."""
    start = tidy_text(text[: _LONGEST_QUOTE + 1])
    seen = "".join(UNSEEN_SIGN if unicodedata.category(c) in _UNSEEN else c for c in start[:_LONGEST_QUOTE])
    return seen + "…" if len(start) > _LONGEST_QUOTE or len(text) > LONGEST_TEXT else seen
