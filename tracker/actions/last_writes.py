"""Note up to where each person has written, so that no replica shows them a state from before their own last change.

The place is that of the primary's log, never a time: whoever wrote is sent to a replica as soon as it has replayed so
far, and not a moment sooner. One row a person, in a table that is not logged (docs/adr/0017-reading-from-replicas.md).
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.conf import settings
from django.db import DatabaseError, connection

from tracker.replicas import PRIMARY_STATE, PrimaryState, on_primary

_LOG: Final = logging.getLogger(__name__)
_NEEDED: Final = f"""
    SELECT {PRIMARY_STATE.removeprefix("SELECT ")}, mark.written_to::text, mark.at_work
    FROM pg_control_system() LEFT JOIN tracker_last_write mark ON mark.person_id = %(person)s
"""  # noqa: S608 - our own columns
# Where the log ends is read when the statement runs: after the person's changes are committed.
_NOTE: Final = """
    INSERT INTO tracker_last_write AS mark (person_id, written_to, at_work)
    VALUES (%(person)s, pg_current_wal_insert_lsn(), coalesce(%(at_work)s, false))
    ON CONFLICT (person_id) DO UPDATE
    SET written_to = greatest(mark.written_to, EXCLUDED.written_to), at_work = coalesce(%(at_work)s, mark.at_work)
"""


def needed_of(person_id: int | None) -> tuple[PrimaryState, str | None]:
    """Return where the primary stands, and up to where a replica has to be to answer a person; None: none can.

    Somebody without an account has written nothing. A person of whom nothing is known, after a crash or a failover,
    has to see what the primary shows now, which is noted. Costs one query on the primary, two the first time.
    """
    with on_primary(), connection.cursor() as cursor:
        cursor.execute(_NEEDED, {"person": person_id})
        written_to, at, system, marked, at_work = cursor.fetchone()
    state = PrimaryState(written_to, at, system)
    if person_id is None:
        return state, "0/0"
    if marked is None:
        note_write(person_id)
        return state, written_to
    return state, None if at_work else marked


def note_write(person_id: int, *, at_work: bool | None = None) -> None:
    """Note that a person's changes are committed; one statement, none without replicas.

    ``at_work`` says whether a process begins or ends to write for the person; None leaves that as it is. What cannot
    be noted, because the primary has gone or may only be read, fails nothing that is saved.
    """
    if not settings.REPLICAS:
        return
    try:
        with on_primary(), connection.cursor() as cursor:
            cursor.execute(_NOTE, {"person": person_id, "at_work": at_work})
    except DatabaseError:
        _LOG.warning("What person %s wrote could not be noted for the replicas.", person_id, exc_info=True)


@contextmanager
def writing_for(person_id: int) -> Iterator[None]:
    """Let the primary alone answer a person while a process of its own writes for them."""
    note_write(person_id, at_work=True)
    try:
        yield
    finally:
        note_write(person_id, at_work=False)
