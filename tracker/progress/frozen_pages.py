"""Take the pages of an edition apart into rows that are kept once, and put a page together again; pure."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tracker.progress.frozen import UnreadableError, digest_of, from_text, to_text
from tracker.progress.rows import MapChoice, PlaceProgress, ProgressRow


@dataclass(frozen=True, slots=True)
class FrozenRow:
    """One row of numbers as text; rows that say the same are one."""

    digest: str
    place_id: int
    indicator_id: int
    data: str


@dataclass(frozen=True, slots=True)
class FrozenPage:
    """One page without its rows as text, with the checksums of its rows and of those of the places below."""

    map_choice: MapChoice
    place_id: int
    digest: str
    data: str


@dataclass(frozen=True, slots=True)
class FrozenPages:
    """All pages of an edition in order, all their rows, and the checksum over the pages."""

    pages: tuple[FrozenPage, ...]
    rows: tuple[FrozenRow, ...]
    digest: str


def freeze(pages: Iterable[PlaceProgress]) -> FrozenPages:
    """Return pages as texts that `thaw` reads again, each row once.

    :raises ValueError: if a page does not read as it was written: then something of it would be lost.
    """
    rows: dict[str, FrozenRow] = {}
    frozen = []
    for page in pages:
        own = [_kept(row, rows) for row in page.rows]
        below = [[_kept(row, rows) for row in child.rows] for child in page.children]
        bare = replace(page, rows=(), children=tuple(replace(child, rows=()) for child in page.children))
        data = json.dumps([to_text(bare), own, below], ensure_ascii=False, separators=(",", ":"))
        if thaw(data, {digest: row.data for digest, row in rows.items()}) != page:
            raise ValueError(f"The page of {page.place.slug} does not read as it was written.")
        frozen.append(FrozenPage(page.map_choice, page.place.id, digest_of(data), data))
    return FrozenPages(tuple(frozen), tuple(rows.values()), digest_of("".join(page.digest for page in frozen)))


def row_digests(data: str) -> set[str]:
    """Return the checksums of all rows that a page needs.

    :raises UnreadableError: if the text is no page.
    """
    _bare, own, below = _parts(data)
    return {*own, *(digest for digests in below for digest in digests)}


def thaw(data: str, rows: Mapping[str, str]) -> PlaceProgress:
    """Return the page of a text; ``rows`` are the texts of its rows by checksum.

    :raises UnreadableError: if the text is no page, or a row is missing.
    """
    bare, own, below = _parts(data)
    page = from_text(bare)
    if not isinstance(page, PlaceProgress) or len(page.children) != len(below):
        raise UnreadableError("This is no page of a place.")
    children = (
        replace(child, rows=_thawed(digests, rows)) for child, digests in zip(page.children, below, strict=True)
    )
    return replace(page, rows=_thawed(own, rows), children=tuple(children))


def _parts(data: str) -> tuple[str, list[str], list[list[str]]]:
    try:
        bare, own, below = json.loads(data)
    except ValueError as error:
        raise UnreadableError(str(error)) from error
    return bare, own, below


def _kept(row: ProgressRow, rows: dict[str, FrozenRow]) -> str:
    data = to_text(row)
    digest = digest_of(data)
    rows.setdefault(digest, FrozenRow(digest, row.place.id, row.indicator.id, data))
    return digest


def _thawed(digests: list[str], rows: Mapping[str, str]) -> tuple[Any, ...]:
    try:
        return tuple(from_text(rows[digest]) for digest in digests)
    except KeyError as error:
        raise UnreadableError(f"The row {error} is missing.") from error
