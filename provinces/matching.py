"""Find names by what people type: words in any order, without accents, their beginnings, and typing errors forgiven."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from provinces.text import search_key

# A word of fewer letters has too many neighbours to be guessed at.
SHORTEST_GUESSED = 4
# How alike two words must be (difflib's ratio) for one to be read as a slip of the other: "dai ann" for "dai an".
ALIKE = 0.75


@dataclass(frozen=True, slots=True)
class Match:
    """How well a name fits what was typed: the better, the larger. ``guessed``: a word was read as another one."""

    position: int
    score: int
    guessed: bool


def best_matches(typed: str, keys: Sequence[str], *, most: int) -> list[Match]:
    """Return the positions of the search keys (of `search_key`) that fit, best first, at most so many.

    Every typed word must be found: as a word, as the beginning of one, or within one. Only where no key holds all of
    them, words that are nearly alike count as well. A text without letters or digits finds nothing.
    """
    words = search_key(typed).split()
    if not words:
        return []
    found = [Match(index, score, False) for index, key in enumerate(keys) if (score := _score(words, key, {}))]
    if not found:
        slips = _slips(words, keys)
        found = [Match(index, score, True) for index, key in enumerate(keys) if (score := _score(words, key, slips))]
    return sorted(found, key=lambda match: (-match.score, len(keys[match.position]), keys[match.position]))[:most]


def _score(words: Iterable[str], key: str, slips: dict[str, list[str]]) -> int:
    """Return how well a key fits all words, 0 if one is not in it; a key that begins with the words fits best."""
    parts = key.split()
    total = 0
    for word in words:
        if word in parts:
            total += 8
        elif any(part.startswith(word) for part in parts):
            total += 5
        elif word in key:
            total += 2
        elif any(slip in parts for slip in slips.get(word, ())):
            total += 1
        else:
            return 0
    return total + (4 if key.startswith(" ".join(words)) else 0)


def _slips(words: Iterable[str], keys: Iterable[str]) -> dict[str, list[str]]:
    """Return for each typed word the words of the keys that are nearly the same."""
    known = sorted({part for key in keys for part in key.split() if len(part) >= SHORTEST_GUESSED - 1})
    return {word: get_close_matches(word, known, n=5, cutoff=ALIKE) for word in words if len(word) >= SHORTEST_GUESSED}
