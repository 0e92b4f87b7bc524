"""Read what the number format of a cell says of its number: a day, per cent, thousands left away, a unit; pure."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from tracker.exchange.typed_text import fold_text, tidy_text
from tracker.exchange.unit_words import names_money

# The formats that a workbook names by number alone, as far as they say more than "a number".
_BUILT_IN: Final = {
    9: "0%",
    10: "0.00%",
    **dict.fromkeys((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)), "d"),
}
_FIRST_OF_ITS_OWN: Final = 164
_ELAPSED: Final = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
# A text in quotation marks, one escaped character, a currency in brackets; a gap as wide as a character, a filling.
_LITERAL: Final = re.compile(r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[[^\]]*\]|[_*].')
_DAY_LETTERS: Final = re.compile("[dmyhs]", re.IGNORECASE)
_LEFT_AWAY: Final = re.compile(r"[0#?](,+)(?![0#?,])")


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """What a format says: ``words`` is a unit written with the number, ``thousands`` how often it leaves 000 away."""

    is_day: bool = False
    is_per_cent: bool = False
    words: str = ""
    thousands: int = 0

    @property
    def is_plain(self) -> bool:
        """Return whether the number is what is kept."""
        return self == PLAIN


PLAIN: Final = NumberFormat()


@lru_cache(maxsize=1024)
def read_format(code: str) -> NumberFormat:
    """Read a format by its part for numbers above 0."""
    first = _first_part(code)
    if _ELAPSED.search(first):
        return NumberFormat(is_day=True)
    words = _words(first)
    bare = _LITERAL.sub("", first)
    if _DAY_LETTERS.search(bare.replace("General", "").replace("GENERAL", "")):
        return NumberFormat(is_day=True)
    left_away = _LEFT_AWAY.search(bare)
    return NumberFormat(
        is_per_cent="%" in bare,
        words=words if words == "%" or names_money(fold_text(words)) else "",
        thousands=len(left_away[1]) if left_away else 0,
    )


def built_in_format(number: int) -> str:
    """Return the code of a format that a workbook names by its number alone; "" is a plain number."""
    return _BUILT_IN.get(number, "") if number < _FIRST_OF_ITS_OWN else ""


def _first_part(code: str) -> str:
    """Return the format of numbers above 0; a semicolon inside a text divides nothing."""
    at = 0
    while at < len(code):
        if found := _LITERAL.match(code, at):
            at = found.end()
        elif code[at] == ";":
            return code[:at]
        else:
            at += 1
    return code


def _words(code: str) -> str:
    """Return the texts that a format writes around the number, in their order."""
    texts = (match["quoted"] or match["escaped"] or match["currency"] or "" for match in _LITERAL.finditer(code))
    return tidy_text("".join(texts))
