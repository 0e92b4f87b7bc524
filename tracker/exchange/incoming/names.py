"""Find the place or the indicator that a text names: one, several (ask), or none (suggest, never take).

Case, spelling of letters, place of the tone mark (Thuỷ, Thủy), blanks and the words of a place's kind (Tỉnh, TP., KCN)
do no harm. A text typed without accents finds its name; one with other accents is another name.
"""

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple, Self

from provinces.models import Place, PlaceKind
from provinces.text import clean_text, search_key
from provinces.wording import local_name
from tracker.exchange.typed_text import fold_text, tidy_text, without_numbering
from tracker.models import Indicator

_TONES: Final = frozenset("\u0300\u0301\u0303\u0309\u0323")
_NO_WORD: Final = re.compile(r"[^\w]+|_+")
_PARK, _CLUSTER, _ZONE, _HIGH_TECH = (
    PlaceKind.INDUSTRIAL_PARK,
    PlaceKind.INDUSTRIAL_CLUSTER,
    PlaceKind.ECONOMIC_ZONE,
    PlaceKind.HIGH_TECH_PARK,
)
_PROVINCE, _DISTRICT = PlaceKind.PROVINCE, PlaceKind.DISTRICT
# Words before a name that say what kind of place it is, without accents.
_BEFORE: Final[dict[str, str]] = {
    **dict.fromkeys(("khu cong nghiep", "kcn", "k c n"), _PARK),
    **dict.fromkeys(("cum cong nghiep", "ccn", "c c n"), _CLUSTER),
    **dict.fromkeys(("khu kinh te", "kkt"), _ZONE),
    **dict.fromkeys(("khu cong nghe cao", "kcnc"), _HIGH_TECH),
    **dict.fromkeys(("tinh", "thanh pho", "tp", "t p", "city of"), _PROVINCE),
    **dict.fromkeys(("huyen", "quan", "thi xa", "tx"), _DISTRICT),
}
_BEHIND: Final[dict[str, str]] = {
    **dict.fromkeys(("industrial park", "ip"), _PARK),
    **dict.fromkeys(("industrial cluster", "ic"), _CLUSTER),
    "economic zone": _ZONE,
    "high tech park": _HIGH_TECH,
    **dict.fromkeys(("province", "city"), _PROVINCE),
    "district": _DISTRICT,
}
_MOST_NEAR: Final = 3
_NEARNESS: Final = 0.72


@dataclass(frozen=True)
class PlaceEntry:
    """One place of the catalogue: its key, the names that mean it, its kind, and the days between which it is valid."""

    key: str
    names: tuple[str, ...]
    kind: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    @classmethod
    def of(cls, place: Place) -> Self:
        """Return the entry of a place; its key is the slug, its first name the one in the reader's language."""
        names = (local_name(place), place.name, place.name_en, *place.aliases, place.slug)
        return cls(place.slug, _given(names), place.kind, place.valid_from, place.valid_to)

    def is_valid(self, on: date | None) -> bool:
        """Return whether the place exists on the day; None asks for no day."""
        if on is None:
            return True
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True)
class IndicatorEntry:
    """One indicator of the catalogue, with its unit loaded; its key is the code."""

    key: str
    names: tuple[str, ...]
    indicator: Indicator

    @classmethod
    def of(cls, indicator: Indicator) -> Self:
        """Return the entry of an indicator; its first name is the one in the reader's language."""
        names = (local_name(indicator), indicator.name, indicator.name_en, *indicator.aliases, indicator.code)
        return cls(indicator.code, _given(names), indicator)


class Match(NamedTuple):
    """What a text names: nothing, one key, or several that it may mean."""

    keys: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Return the one key that is meant; empty if none or several are."""
        return self.keys[0] if len(self.keys) == 1 else ""


@dataclass
class Catalogue:
    """The places and indicators that a file may speak of, ready to be found by their names."""

    places: Sequence[PlaceEntry]
    indicators: Sequence[IndicatorEntry]
    _place_by_key: dict[str, PlaceEntry] = field(init=False)
    _indicator_by_key: dict[str, IndicatorEntry] = field(init=False)
    _place_names: "_Index" = field(init=False)
    _indicator_names: "_Index" = field(init=False)
    unit_names: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self._place_by_key = {entry.key: entry for entry in self.places}
        self._indicator_by_key = {entry.key: entry for entry in self.indicators}
        self._place_names = _Index((entry.key, entry.names, entry.kind) for entry in self.places)
        self._indicator_names = _Index((entry.key, entry.names, "") for entry in self.indicators)
        texts: set[str] = set()
        for entry in self.indicators:
            indicator, unit = entry.indicator, entry.indicator.unit
            texts |= {unit.name, unit.name_en, unit.code, indicator.display_unit, indicator.display_unit_en}
        self.unit_names = frozenset(fold_text(tidy_text(text)) for text in texts if text)

    def place(self, text: str, on: date | None = None) -> Match:
        """Return the places that a text names, of those that exist on the day."""
        found = self._place_names.find(text)
        if on is None or not found.keys:
            return found
        return Match(tuple(key for key in found.keys if self._place_by_key[key].is_valid(on)))

    def indicator(self, text: str) -> Match:
        """Return the indicators that a text names."""
        return self._indicator_names.find(text)

    def places_near(self, text: str) -> tuple[str, ...]:
        """Return the names of places that a text may be meant for; slow, for messages."""
        return self._place_names.near(text)

    def indicators_near(self, text: str) -> tuple[str, ...]:
        """Return the names of indicators that a text may be meant for; slow, for messages."""
        return self._indicator_names.near(text)

    def indicator_of(self, key: str) -> Indicator:
        """Return the indicator of a key."""
        return self._indicator_by_key[key].indicator

    def has_indicator(self, key: str) -> bool:
        """Return whether the catalogue has an indicator of this key."""
        return key in self._indicator_by_key

    def has_place(self, key: str) -> bool:
        """Return whether the catalogue has a place of this key."""
        return key in self._place_by_key

    def place_name(self, key: str) -> str:
        """Return the first name of a place."""
        return self._place_by_key[key].names[0]

    def indicator_name(self, key: str) -> str:
        """Return the first name of an indicator."""
        return self._indicator_by_key[key].names[0]


class _Spelling(NamedTuple):
    """A name in comparable forms: with accents and without, whole and without the words of its kind."""

    whole: str
    core: str
    plain_whole: str
    plain_core: str
    kind: str


class _Index:
    """Names found by their spellings, the closest one first."""

    def __init__(self, entries: Iterable[tuple[str, tuple[str, ...], str]]) -> None:
        self._by: tuple[dict[str, dict[str, None]], ...] = ({}, {}, {}, {})
        self._kinds: dict[str, set[str]] = {}
        self._first: dict[str, str] = {}
        self._known: dict[str, Match] = {}
        for key, names, kind in entries:
            self._first[key] = names[0]
            kinds = self._kinds.setdefault(key, {kind})
            for name in names:
                spelling = _spelling(name)
                kinds.add(spelling.kind)
                for index, text in zip(self._by, spelling, strict=False):
                    index.setdefault(text, {})[key] = None

    def find(self, text: str) -> Match:
        """Return what a text names; texts are remembered."""
        known = self._known.get(text)
        if known is None:
            known = self._known.setdefault(text, self._find(text))
        return known

    def _find(self, text: str) -> Match:
        found = self._keys(text)
        bare = without_numbering(text)
        if not found and bare != text:
            found = self._keys(bare)
        return Match(found)

    def _keys(self, text: str) -> tuple[str, ...]:
        spelling = _spelling(text)
        if not spelling.core:
            return ()
        whole, core, plain_whole, plain_core = self._by
        tiers: tuple[tuple[dict[str, dict[str, None]], str, Callable[[str], bool]], ...] = (
            (whole, spelling.whole, lambda _key: True),
            (core, spelling.core, lambda key: self._fits(key, spelling.kind)),
            (plain_whole, spelling.plain_whole, lambda _key: True),
            (plain_core, spelling.plain_core, lambda key: self._fits(key, spelling.kind)),
        )
        # Other accents are another name; none at all is how people type in a hurry.
        for index, form, fits in tiers if spelling.whole == spelling.plain_whole else tiers[:2]:
            if found := tuple(key for key in index.get(form, ()) if fits(key)):
                return found
        return ()

    def _fits(self, key: str, kind: str) -> bool:
        return not kind or kind in self._kinds[key]

    def near(self, text: str) -> tuple[str, ...]:
        """Return the names that a text may be meant for: those written nearly so, and those that begin or go on so."""
        plain = _spelling(without_numbering(text)).plain_core
        if not plain:
            return ()
        index = self._by[3]
        forms = [
            *index.get(plain, {}),
            *(key for form in index if form.startswith(f"{plain} ") for key in index[form]),
            *(
                key
                for form in difflib.get_close_matches(plain, index, n=_MOST_NEAR, cutoff=_NEARNESS)
                for key in index[form]
            ),
        ]
        return tuple(dict.fromkeys(self._first[key] for key in forms))[:_MOST_NEAR]


def _spelling(text: str) -> _Spelling:
    whole, plain = _accented_key(text), search_key(text)
    words = plain.split(" ")
    for length in (3, 2, 1):
        if len(words) > length and (kind := _BEFORE.get(" ".join(words[:length]))):
            core = " ".join(whole.split(" ")[length:])
            return _Spelling(whole, core, plain, " ".join(words[length:]), kind)
        if len(words) > length and (kind := _BEHIND.get(" ".join(words[-length:]))):
            core = " ".join(whole.split(" ")[:-length])
            return _Spelling(whole, core, plain, " ".join(words[:-length]), kind)
    return _Spelling(whole, whole, plain, plain, "")


def _accented_key(text: str) -> str:
    """Return the words of a text in small letters, each with its tone behind it; ê, ơ and đ keep what makes them."""
    words = _NO_WORD.sub(" ", clean_text(text).lower().replace("ð", "đ")).split()
    return " ".join(map(_with_tone_behind, words))


def _with_tone_behind(word: str) -> str:
    letters = unicodedata.normalize("NFD", word)
    tones = "".join(letter for letter in letters if letter in _TONES)
    if not tones:
        return word
    return unicodedata.normalize("NFC", "".join(letter for letter in letters if letter not in _TONES)) + tones


def _given(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))
