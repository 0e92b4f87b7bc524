"""Read the numbers of a printed form, in the number style of its document; English and Vietnamese scale words.

Unlike a typed number, a printed one is not refused for being readable in two ways: its document's style decides.
"""

import re
from decimal import Decimal
from typing import Final

NUMBER_WORDS: Final = {
    "one": 1,
    "two": 2,
    "three": 3,
    "trio": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "dozen": 12,
}
_SCALES: Final = {
    "trillion": 10**12,
    "nghìn tỷ": 10**12,
    "ngàn tỷ": 10**12,
    "nghìn tỉ": 10**12,
    "ngàn tỉ": 10**12,
    "billion": 10**9,
    "bn": 10**9,
    "tỷ": 10**9,
    "tỉ": 10**9,
    "million": 10**6,
    "mn": 10**6,
    "triệu": 10**6,
    "thousand": 10**3,
    "nghìn": 10**3,
    "ngàn": 10**3,
}
_SPACE: Final = "[ \u00a0\u202f]"
_WORDS: Final = "|".join(NUMBER_WORDS)
_DIGITS: Final = rf"[0-9]{{1,3}}(?:{_SPACE}[0-9]{{3}})+(?:[.,][0-9]+)?\b|[0-9]+(?:[.,][0-9]+)*"
_SCALED: Final = re.compile(
    rf"({_DIGITS}|\b(?:{_WORDS})\b)(?:{_SPACE}*({'|'.join(map(re.escape, _SCALES))})\b)?", re.IGNORECASE
)
_ANY_DIGIT: Final = re.compile("[0-9]")


def has_digits(printed: str) -> bool:
    """Return whether a printed form gives its number in digits."""
    return _ANY_DIGIT.search(printed) is not None


def printed_numbers(printed: str, *, decimal_comma: bool) -> list[Decimal]:
    """Return the numbers of a printed form in single units, each with its own scale word."""
    return [number * scale for number, scale in _read(printed, decimal_comma=decimal_comma)]


def possible_numbers(printed: str, *, decimal_comma: bool) -> set[Decimal]:
    """Return every number that a printed form may mean: in "35 to 60 million" the 35 may be millions too."""
    read = _read(printed, decimal_comma=decimal_comma)
    possible: set[Decimal] = set()
    later = 1
    for number, scale in reversed(read):
        later = scale if scale != 1 else later
        possible |= {number * scale, number * later}
    return possible


def _read(printed: str, *, decimal_comma: bool) -> list[tuple[Decimal, int]]:
    mark, group = (",", ".") if decimal_comma else (".", ",")
    numbers = []
    for token, scale in _SCALED.findall(printed):
        word = NUMBER_WORDS.get(token.lower())
        if word is not None:
            number = Decimal(word)
        else:
            plain = re.sub(_SPACE, "", token).replace(group, "").replace(mark, ".")
            if plain.count(".") > 1:
                continue  # a day or a paragraph number, no amount
            number = Decimal(plain)
        numbers.append((number, _SCALES.get(" ".join(scale.lower().split()), 1)))
    return numbers
