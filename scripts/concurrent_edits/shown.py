"""Read from a page what it shows of each line, and hold it against what the page says its reader has seen.

A page that shows one value and carries the fingerprint of another lets its reader write over what nobody has read.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

# The sentence of a conflict, for example: Clerk 1 changed this line at … to 1,234 projects (provisional).
_THEIRS: Final = re.compile(r"changed this line at .*? to: (?P<theirs>.*?)\. You typed", re.DOTALL)
_NUMBER: Final = re.compile(r"-?[0-9][0-9,.]*[0-9]|[0-9]")
_SAID: Final = ("note", "reason", "source")


def line_shown(key: int, text: str, status: str = "", **more: Any) -> Any:
    """Return the line that a cell in English shows: a number with or without its mark, or a blank."""
    from tracker.actions.entry_lines import LineEntry

    plain = text.strip().rstrip("*").replace(",", "")
    chosen = "provisional" if text.strip().endswith("*") else status or "normal"
    year = more.pop("year_to_date", "").replace(",", "")
    return LineEntry(
        indicator_id=key,
        in_quarter=Decimal(plain) if plain else None,
        year_to_date=Decimal(year) if year else None,
        status=chosen,
        **more,
    )


def grid_lines(fields: Mapping[str, str]) -> Iterator[tuple[int, str, str]]:
    """Yield each line of an entry page: its indicator, the fingerprint of what its inputs show, and the one it carries.

    Of a page that shows what is stored; one that was refused shows what was typed.
    """
    for name, seen in fields.items():
        if name.startswith("line-") and name.endswith("-seen"):
            key = int(name.split("-")[1])
            texts = {part: fields.get(f"line-{key}-{part}", "") for part in (*_SAID, "year_to_date")}
            shown = line_shown(key, fields[f"line-{key}-in_quarter"], fields[f"line-{key}-status"], **texts)
            yield key, shown.fingerprint, seen


def overview_seen(fields: Mapping[str, str]) -> dict[tuple[int, int], str]:
    """Return the fingerprints that the page of several reports carries, by place and indicator."""
    found = {}
    for item in fields["seen"].split(","):
        desk, indicator, fingerprint, _texts = item.split(":")
        found[int(desk.split("-")[0]), int(indicator)] = fingerprint
    return found


def overview_lines(fields: Mapping[str, str]) -> Iterator[tuple[tuple[int, int], str, str]]:
    """Yield each open cell: its place and indicator, the fingerprint of what it shows, and the one the page carries."""
    seen = overview_seen(fields)
    for name, text in fields.items():
        if name.startswith("cell-"):
            _cell, place, _reporter, indicator, _part = name.split("-")
            where = int(place), int(indicator)
            yield where, line_shown(where[1], text).fingerprint, seen[where]


def theirs_in(key: int, sentence: str) -> str | None:
    """Return the fingerprint of the value that a conflict names as the other's; None where it names none."""
    found = _THEIRS.search(sentence)
    if found is None:
        return None
    number = _NUMBER.search(found["theirs"])
    status = "provisional" if "(provisional)" in found["theirs"] else ""
    fingerprint: str = line_shown(key, "" if number is None else number.group(), status).fingerprint
    return fingerprint
