"""Comparable forms of Vietnamese names: one to search by, one to sort by.

PostgreSQL builds differ in their collations and extensions, so both forms are computed here and
stored beside the name; every server then finds and orders the same rows in the same way.
"""

import re
import unicodedata

_NOT_WORD = re.compile(r"[^0-9a-z]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_SPACES = re.compile(r"\s+")

# The Vietnamese alphabet, with the foreign letters that occur in company names in their Latin places.
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_RANK = {letter: f"{rank:02d}" for rank, letter in enumerate(_ALPHABET, start=20)}
_DIGIT_RANK = {str(digit): f"{digit + 1:02d}" for digit in range(10)}
# Tone order of Vietnamese dictionaries: none, huyền, hỏi, ngã, sắc, nặng.
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_LETTER_MARKS = {"\u0306", "\u0302", "\u031b"}


def clean_text(text: str) -> str:
    """Return the text in NFC, without invisible characters, with single inner spaces and none at its ends."""
    return _SPACES.sub(" ", _INVISIBLE.sub("", unicodedata.normalize("NFC", text))).strip()


def search_key(*texts: str) -> str:
    """Return the words of the texts without accents, case or punctuation, one space between words.

    Đ and the Icelandic Ð both become d: people type either. The key is for finding, never for deciding
    that two names are the same.
    """
    joined = clean_text(" ".join(text for text in texts if text)).lower()
    plain = joined.replace("đ", "d").replace("ð", "d")
    without_marks = "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", without_marks).strip()


def sort_key(text: str) -> str:
    """Return a key whose byte order is the order of a Vietnamese dictionary (Đ after D, tones last)."""
    ranks: list[str] = []
    tones: list[str] = []
    for character in clean_text(text).lower():
        decomposed = unicodedata.normalize("NFD", character)
        letter = unicodedata.normalize("NFC", decomposed[0] + "".join(m for m in decomposed[1:] if m in _LETTER_MARKS))
        tone = next((_TONES[mark] for mark in decomposed[1:] if mark in _TONES), "0")
        if letter in _LETTER_RANK:
            ranks.append(_LETTER_RANK[letter])
        elif letter in _DIGIT_RANK:
            ranks.append(_DIGIT_RANK[letter])
        else:
            ranks.append("00")
        tones.append(tone)
    return "".join(ranks) + " " + "".join(tones)
