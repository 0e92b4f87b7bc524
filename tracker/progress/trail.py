"""Read of an event who made it and why, as far as the trail knows."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Author:
    """Who made one change.

    ``person_id`` is None where nobody signed in. Then ``command`` names the command that wrote, and if that is empty
    as well somebody wrote past the application, of whom only ``database_account`` is known; it is empty for events
    from before it was kept. ``standing_in_for_id`` is the person for whom a deputy acted.
    """

    person_id: int | None
    standing_in_for_id: int | None
    command: str
    database_account: str
    why: str


def author_of(event: Any) -> Author:
    """Return who made an event and why.

    Precondition: its context is loaded, otherwise this costs a query.
    """
    metadata = event.pgh_context.metadata if event.pgh_context else {}
    return Author(
        person_id=_key(metadata.get("user")),
        standing_in_for_id=_key(metadata.get("standing_in_for")),
        command=str(metadata.get("source") or metadata.get("command") or ""),
        database_account=getattr(event, "database_account", None) or "",
        why=str(metadata.get("why") or ""),
    )


def _key(text: Any) -> int | None:
    # Somebody with the database's own tools may write anything into the context.
    return int(text) if str(text).isdecimal() else None
