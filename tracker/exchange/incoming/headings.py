"""Read the heading of a column: which words of it are known, and what is left over; pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from provinces.text import clean_text
from tracker.exchange.incoming.heading_words import (
    COMPARED,
    DAY,
    FILLERS,
    IN_BRACKETS,
    IN_WORDS,
    KNOWN,
    LAST_WORDS,
    MONTHS,
    QUARTER,
    ROMAN,
    SIGNS,
    TAG_BY_WORDS,
    UNIT_SAID,
    WHOLE_BY_WORDS,
    YEAR,
    Tag,
)
from tracker.exchange.incoming.names import Catalogue
from tracker.exchange.typed_text import fold_text, tidy_text
from tracker.exchange.unit_words import names_money


@dataclass(frozen=True)
class Heading:
    """What a heading says.

    ``quarter`` is its number, 0 for none; ``year`` 0 for none. ``months`` says that it counts months of the year.
    ``rest`` are the words that nobody knows.
    """

    text: str = ""
    tags: frozenset[Tag] = frozenset()
    unit: str = ""
    quarter: int = 0
    year: int = 0
    months: bool = False
    indicator: str = ""
    place: str = ""
    rest: str = ""

    @property
    def is_known(self) -> bool:
        """Return whether every word of it is known, and there is one."""
        return bool(self.text) and not self.rest

    @property
    def names_something(self) -> bool:
        """Return whether any of it is known."""
        return bool(self.tags or self.unit or self.quarter or self.year or self.indicator or self.place)

    @property
    def signature(self) -> str:
        """Return the heading without its quarter and year: the same for the same column of another quarter's file."""
        return signature_of(self.text)


def read_heading(texts: Sequence[str], catalogue: Catalogue) -> Heading:
    """Read the texts of a heading, the upper rows' first."""
    text = tidy_text(" ".join(dict.fromkeys(part for part in map(one_line, texts) if part)))
    if not text:
        return Heading()
    folded = plain_fold(text)
    whole = WHOLE_BY_WORDS.get(folded.strip(SIGNS))
    if whole is not None:
        return Heading(text, frozenset({whole}))
    unit, rest = _without_unit(text, catalogue)
    if (whole := WHOLE_BY_WORDS.get(plain_fold(rest).strip(SIGNS))) is not None:
        return Heading(text, frozenset({whole}), unit)
    if named := _named(rest, catalogue):
        return Heading(text, unit=unit, indicator=named[0], place=named[1])
    tags, quarter, year, months, rest = _without_phrases(rest)
    if named := _named(rest, catalogue) or _named_in_parts(texts, catalogue):
        return Heading(text, tags, unit, quarter, year, months, *named)
    compared, *_nothing, rest = _without_phrases(rest, COMPARED)
    tags |= compared
    if "%" in text and tags:
        tags, unit = tags | {Tag.COMPARED}, unit.replace("%", "")
    left = plain_fold(rest).strip(SIGNS)
    if (whole := WHOLE_BY_WORDS.get(left)) in (Tag.VALUE, Tag.INDICATOR, Tag.PLACE):
        tags, rest = tags | {whole}, ""
    elif not FILLERS.sub("", left).strip(SIGNS):
        rest = ""
    return Heading(text, tags, unit, quarter, year, months, rest=rest)


def one_line(text: str) -> str:
    """Return a text in NFC on one line, with single blanks."""
    return clean_text(text)


def plain_fold(text: str) -> str:
    """Return a text in small letters without accents, đ as d, as long as it was."""
    return fold_text(text).replace("đ", "d")


def signature_of(text: str) -> str:
    """Return a heading's text without quarters, years and days, comparable."""
    folded = plain_fold(one_line(text))
    for pattern, sign in ((DAY, "@"), (MONTHS, "@"), (QUARTER, "@"), (YEAR, "@")):
        folded = pattern.sub(sign, folded)
    return " ".join(folded.split())


def quarters_in(text: str) -> list[tuple[int, int]]:
    """Return the quarters that a text names, as pairs of year and number; 0 for a year that is not said."""
    folded = plain_fold(one_line(text))
    found = []
    for match in QUARTER.finditer(folded):
        number = match["number"] or match["number_behind"] or match["roman"]
        year = match["year"] or match["year_first"] or match["year_behind"] or "0"
        found.append((int(year), ROMAN[number]))
    found.extend(
        (int(match["year"] or match["half_year"] or "0"), IN_WORDS[match["months"] or "6"])
        for match in MONTHS.finditer(folded)
    )
    return found


def years_in(text: str) -> set[int]:
    """Return the years that a text names."""
    return {int(match["year"]) for match in YEAR.finditer(plain_fold(one_line(text)))}


def unit_line(text: str, catalogue: Catalogue) -> str:
    """Return the unit that a line above a table states ("Đơn vị tính: tỷ đồng"); empty if it states none."""
    line = one_line(text).strip("() ")
    said = UNIT_SAID.fullmatch(plain_fold(line))
    unit = line[said.start("unit") :].strip(SIGNS.replace("%", "")) if said else ""
    return unit if is_unit(unit, catalogue) else ""


def is_unit(text: str, catalogue: Catalogue) -> bool:
    """Return whether a text is the name of a unit, a currency or a power of ten."""
    folded = fold_text(tidy_text(text))
    return bool(folded) and (folded == "%" or names_money(folded) or folded in catalogue.unit_names)


def _named(text: str, catalogue: Catalogue) -> tuple[str, str] | None:
    """Return the one indicator or place that a text names."""
    name = text.strip(SIGNS.replace("(", "").replace(")", ""))
    if not name:
        return None
    if key := catalogue.indicator(name).key:
        return key, ""
    if key := catalogue.place(name).key:
        return "", key
    return None


def _named_in_parts(texts: Sequence[str], catalogue: Catalogue) -> tuple[str, str] | None:
    """Return the indicator and the place that rows of a heading name, each in a row of its own."""
    indicator = place = ""
    for text in texts:
        _unit, rest = _without_unit(one_line(text), catalogue)
        *_tags, rest = _without_phrases(rest)
        if not FILLERS.sub("", plain_fold(rest)).strip(SIGNS):
            continue
        named = _named(rest, catalogue)
        if named is None:
            return None
        indicator, place = named[0] or indicator, named[1] or place
    return (indicator, place) if indicator or place else None


def _without_unit(text: str, catalogue: Catalogue) -> tuple[str, str]:
    """Split a heading's unit off: in brackets, behind a comma or "ĐVT:", or as its last words."""
    for match in IN_BRACKETS.finditer(text):
        inner = match[1].strip()
        unit = inner if is_unit(inner, catalogue) else unit_line(inner, catalogue)
        if unit:
            return unit, (text[: match.start()] + text[match.end() :]).strip()
    for mark in (",", ":", " - ", ";"):
        before, found, behind = text.rpartition(mark)
        if found and is_unit(behind, catalogue) and before.strip():
            said = plain_fold(before).strip(SIGNS)
            return behind.strip(), "" if said in ("dvt", "don vi tinh", "don vi") else before.strip()
    words = text.split(" ")
    for length in range(min(LAST_WORDS, len(words) - 1), 0, -1):
        last = " ".join(words[-length:])
        # One word alone may be part of a name ("… dự án").
        if ((length > 1 or last == "%") and names_money(fold_text(last))) or last == "%":
            return last, " ".join(words[:-length])
    return ("", text) if not is_unit(text, catalogue) else (text, "")


def _without_phrases(text: str, known: re.Pattern[str] = KNOWN) -> tuple[frozenset[Tag], int, int, bool, str]:
    """Take the known words out of a heading; what is left has the letters that it had."""
    folded = plain_fold(text)
    tags: set[Tag] = set()
    quarter = year = 0
    months = False
    if (match := DAY.search(folded)) and (found := _quarter_ending(match)):
        year, quarter = found
        text, folded = _cut(text, folded, match)
    if match := MONTHS.search(folded):
        quarter, months = IN_WORDS[match["months"] or "6"], True
        year = int(match["year"] or match["half_year"] or year)
        text, folded = _cut(text, folded, match)
    elif match := QUARTER.search(folded):
        if match["within"]:
            tags.add(Tag.IN_QUARTER)
        quarter = ROMAN[match["number"] or match["number_behind"] or match["roman"]]
        year = int(match["year"] or match["year_first"] or match["year_behind"] or year)
        text, folded = _cut(text, folded, match)
    while match := known.search(folded):
        tags.add(TAG_BY_WORDS[match[0]])
        text, folded = _cut(text, folded, match)
    if match := YEAR.search(folded):
        year = year or int(match["year"])
        text, folded = _cut(text, folded, match)
    return (
        frozenset(tags),
        quarter,
        year,
        months,
        " ".join(text.split()).strip(SIGNS.replace("(", "").replace(")", "")),
    )


def _cut(text: str, folded: str, match: re.Match[str]) -> tuple[str, str]:
    start, end = match.span()
    return f"{text[:start]} {text[end:]}", f"{folded[:start]} {folded[end:]}"


def _quarter_ending(match: re.Match[str]) -> tuple[int, int] | None:
    """Return year and number of the quarter that ends on a day; None if none does."""
    try:
        day = date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None
    after = day + timedelta(days=1)
    return (day.year, day.month // 3) if after.day == 1 and day.month % 3 == 0 else None
