"""Write calendars of whole days as RFC 5545 asks: line ends, folding, escaping; the texts come from the caller."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

CONTENT_TYPE: Final = "text/calendar; charset=utf-8"
_LINE_END: Final = "\r\n"
# Octets of a line without its end; a continued line begins with a space, which counts.
_LONGEST_LINE: Final = 75
# No text has them; a tab may stay, and a line feed has a spelling of its own.
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_NOT_IN_ADDRESSES: Final = re.compile(r"[\x00-\x20\x7f]")
_ESCAPES: Final = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}


@dataclass(frozen=True, slots=True)
class DayEvent:
    """One entry that fills a whole day. ``uid`` is the same in every edition of the calendar, and nobody else's."""

    uid: str
    on: date
    summary: str
    description: str = ""
    address: str = ""
    categories: tuple[str, ...] = ()


def calendar_text(events: Iterable[DayEvent], *, name: str, language: str, made_at: datetime) -> str:
    """Return a calendar with the events; ``made_at`` is the moment at which they were read."""
    return "".join(f"{part}{_LINE_END}" for line in _lines(events, name, language, made_at) for part in folded(line))


def _lines(events: Iterable[DayEvent], name: str, language: str, made_at: datetime) -> Iterator[str]:
    stamp = made_at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield f"PRODID:-//Investment-target tracker//Due reports//{language.upper()}"
    yield "CALSCALE:GREGORIAN"
    yield "METHOD:PUBLISH"
    yield f"NAME:{escaped(name)}"
    # What most programs read instead of NAME, which came later (RFC 7986).
    yield f"X-WR-CALNAME:{escaped(name)}"
    yield "REFRESH-INTERVAL;VALUE=DURATION:PT12H"
    for event in events:
        yield from _event_lines(event, language, stamp)
    yield "END:VCALENDAR"


def _event_lines(event: DayEvent, language: str, stamp: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(event.uid)}"
    yield f"DTSTAMP:{stamp}"
    yield f"DTSTART;VALUE=DATE:{event.on:%Y%m%d}"
    # The end of whole days is the day after the last one.
    yield f"DTEND;VALUE=DATE:{event.on + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY;LANGUAGE={language}:{escaped(event.summary)}"
    if event.description:
        yield f"DESCRIPTION;LANGUAGE={language}:{escaped(event.description)}"
    if event.categories:
        yield f"CATEGORIES;LANGUAGE={language}:{','.join(escaped(word) for word in event.categories)}"
    if event.address:
        yield f"URL:{_NOT_IN_ADDRESSES.sub('', event.address)}"
    # A due day makes nobody busy.
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def escaped(text: str) -> str:
    """Return a text as a property holds it: backslash, semicolon, comma and line feed escaped, no other control."""
    plain = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(_ESCAPES.get(character, character) for character in plain)


def folded(line: str) -> Iterator[str]:
    """Yield a line in parts of at most 75 octets, the later ones after a space; no character is cut in two."""
    part, octets = "", 0
    for character in line:
        size = len(character.encode())
        if octets + size > _LONGEST_LINE:
            yield part
            part, octets = " ", 1
        part += character
        octets += size
    yield part
