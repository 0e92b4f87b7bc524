"""The words that people write beside a figure: powers of ten, currencies, and the names of its unit.

All words are folded (`typed_text.fold_text`): small, without accents, đ with its bar. The space
between two words may be left out or be a hyphen.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from tracker.exchange.typed_text import fold_text, tidy_text
from tracker.models import Unit

# A billion has nine zeros, as tỷ has. Vạn (ten thousand), chục and trăm are left out: few would read them alike.
_SCALES: Final[dict[str, int]] = {
    **dict.fromkeys(("nghin", "ngan", "thousand", "thousands"), 3),
    **dict.fromkeys(("trieu", "million", "millions", "mn"), 6),
    **dict.fromkeys(("ty", "ti", "billion", "billions", "bn"), 9),
    **dict.fromkeys(("nghin ty", "nghin ti", "ngan ty", "ngan ti"), 12),
    **dict.fromkeys(("thousand billion", "trillion", "trillions", "tn"), 12),
    **dict.fromkeys(("trieu ty", "trieu ti"), 15),
}
# Beside a count or an area these might be the unit itself (m, k…), so only money takes them.
_SHORT_SCALES: Final[dict[str, int]] = {"k": 3, "m": 6, "tr": 6, "b": 9}
# What one letter leaves open, with its readings.
_OPEN_SHORT_SCALES: Final[Mapping[str, str]] = {"t": "tỷ, trillion"}
_OPEN_IN_ENGLISH: Final[Mapping[str, str]] = {"tr": "triệu, trillion"}

_CURRENCIES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("usd", "us$", "$", "đo la", "đo la my", "đo", "đo my", "đola", "dollar", "dollars"), "USD"),
    **dict.fromkeys(("do la", "do la my", "do", "do my", "dola", "us dollar", "us dollars"), "USD"),
    **dict.fromkeys(
        ("vnd", "vnđ", "đong", "dong", "đ", "₫", "đong viet nam", "dong viet nam", "vietnamese dong"), "VND"
    ),
    **dict.fromkeys(("eur", "€", "euro", "euros"), "EUR"),
    **dict.fromkeys(("jpy", "¥", "yen", "yen nhat"), "JPY"),
    **dict.fromkeys(("cny", "rmb", "ndt", "nhan dan te", "te", "yuan"), "CNY"),
    **dict.fromkeys(("krw", "won", "won han quoc", "₩"), "KRW"),
    **dict.fromkeys(("gbp", "£", "bang anh", "pound", "pounds"), "GBP"),
    **dict.fromkeys(("twd", "nt$"), "TWD"),
    **dict.fromkeys(("sgd", "s$"), "SGD"),
    **dict.fromkeys(("hkd", "hk$"), "HKD"),
    **dict.fromkeys(("thb", "baht"), "THB"),
}
_SHORTEST_PLURAL: Final = 3
# Other names of units that the tables of units may hold; a unit with one of them has them all.
_SAME_UNIT: Final = (
    frozenset({"%", "percent", "per cent", "phan tram"}),
    frozenset({"ha", "hecta", "hec ta", "hectare", "hectares"}),
    frozenset({"countries", "country", "quoc gia", "nuoc"}),
)


@dataclass(frozen=True, slots=True)
class UnitWords:
    """What the words beside a number say.

    ``scale`` is the number they multiply by, None if they name none; ``currency`` an ISO code; ``own`` whether they
    name a unit that is no money. ``short`` is the letter or two that were written for a scale.
    """

    scale: Decimal | None = None
    currency: str = ""
    own: bool = False
    short: str = ""


def currency_of(word: str) -> str:
    """Return the ISO code of a folded currency word or sign; empty if it is none."""
    return _CURRENCY_KEYS.get(_key(word), "")


def readings_of_short_scale(word: str, language: str) -> str:
    """Return the readings of a short word that a language leaves open, for example "triệu, trillion"; else empty."""
    english = language.split("-", maxsplit=1)[0] == "en"
    return _OPEN_SHORT_SCALES.get(word, "") or (_OPEN_IN_ENGLISH.get(word, "") if english else "")


def read_unit_words(words: str, unit: Unit) -> UnitWords | None:
    """Return what the folded words behind a number say; None if any of them is not known.

    A scale stands before its currency or unit ("tỷ đồng") or behind it ("VND billion").
    """
    names = _names_of(unit)
    before, behind = _patterns(names)
    found = before.fullmatch(words) or behind.fullmatch(words)
    if found is None or not any(found.groups()):
        return None
    scale, name = _key(found["scale"] or ""), found["unit"] or ""
    own = bool(name) and not unit.currency and _key(name) in map(_key, names)
    return UnitWords(
        scale=Decimal(10) ** _SCALE_KEYS[scale] if scale in _SCALE_KEYS else None,
        currency="" if own or not name else currency_of(name) or unit.currency,
        own=own,
        short=scale if scale in _SHORT_SCALES or scale in _OPEN_SHORT_SCALES else "",
    )


def names_money(words: str) -> bool:
    """Return whether folded words name a power of ten, a currency, or both: "ty", "usd", "trieu usd"."""
    before, behind = _patterns(frozenset())
    # Letters that follow a currency without a blank are rather another word: "đợt".
    found = before.fullmatch(words) or (behind.fullmatch(words) if " " in words else None)
    return found is not None and any(found.groups())


def _key(word: str) -> str:
    """Return a word as the tables find it: "nghìn tỷ" is also written in one."""
    return word.replace(" ", "").replace("-", "")


_SCALE_KEYS: Final = {_key(word): power for word, power in (_SCALES | _SHORT_SCALES).items()}
_CURRENCY_KEYS: Final = {_key(word): code for word, code in _CURRENCIES.items()}


def _names_of(unit: Unit) -> frozenset[str]:
    """Return the folded names of a unit, its code and the singular of English names among them."""
    names = {fold_text(tidy_text(name)) for name in (unit.code, unit.name, unit.name_en) if name}
    names |= {name.removesuffix("s") for name in names if len(name) > _SHORTEST_PLURAL}
    for same in _SAME_UNIT:
        if names & same:
            names |= same
    return frozenset(names)


@lru_cache(maxsize=128)
def _patterns(names: frozenset[str]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of a scale before its unit, and behind it."""
    scale = f"(?P<scale>{_any_of([*_SCALES, *_SHORT_SCALES, *_OPEN_SHORT_SCALES])})"
    unit = f"(?P<unit>{_any_of([*_CURRENCIES, *names])})"
    return re.compile(rf"{scale}?[ .-]?{unit}?\.?"), re.compile(f"{unit} ?{scale}")


def _any_of(words: Iterable[str]) -> str:
    """Return a pattern for any of the words, the longest first; their spaces may be left out or be hyphens."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return "|".join("[ -]?".join(map(re.escape, word.split(" "))) for word in longest_first)
