"""Read a calendar file back, as strictly as RFC 5545 writes it; the tests' own, so that it shares no mistake."""

import re
from typing import Any

_PROPERTY = re.compile(r"([A-Z][A-Z0-9-]*)((?:;[A-Z-]+=[^;:,\"]+)*):(.*)", re.DOTALL)


def content_lines(octets):
    """The unfolded lines of a file; every way in which a line can be wrong fails."""
    assert octets.endswith(b"\r\n")
    raw = octets.split(b"\r\n")[:-1]
    assert raw
    for line in raw:
        assert len(line) <= 75, line
        assert b"\n" not in line
        assert b"\r" not in line
        line.decode("utf-8")  # no character is cut in two
    lines: list[bytes] = []
    for line in raw:
        if line.startswith((b" ", b"\t")):
            lines[-1] += line[1:]
        else:
            lines.append(line)
    return [line.decode("utf-8") for line in lines]


def unescaped(text):
    assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", text), text
    return re.sub(r"\\([\\;,nN])", lambda found: {"n": "\n", "N": "\n"}.get(found[1], found[1]), text)


def read_calendar(octets):
    """The properties of the calendar and of each event: name to (parameters, text as it stands)."""
    calendar: dict[str, Any] = {}
    events: list[dict[str, Any]] = []
    current: dict[str, Any] | None = None
    lines = content_lines(octets)
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-1] == "END:VCALENDAR"
    for line in lines[1:-1]:
        if line == "BEGIN:VEVENT":
            assert current is None
            current = {}
        elif line == "END:VEVENT":
            assert current is not None
            events.append(current)
            current = None
        else:
            found = _PROPERTY.fullmatch(line)
            assert found, line
            name, parameters, text = found.groups()
            kept = calendar if current is None else current
            assert name not in kept, line
            kept[name] = (dict(part.split("=", 1) for part in parameters.split(";")[1:]), text)
    assert current is None
    assert {"VERSION", "PRODID"} <= set(calendar)
    for event in events:
        assert {"UID", "DTSTAMP", "DTSTART"} <= set(event)
    return calendar, events
