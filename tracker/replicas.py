"""Let a request's reads be answered by a PostgreSQL replica (docs/adr/0017-reading-from-replicas.md).

For as long as a replica answers, its connection stands in the place of the primary's in this thread, so that every
read goes there, whatever makes it: the ORM, a cursor, COPY. `on_primary` fetches the primary back for what must be as
it is now: who somebody is, what they may read, how often they ask. Nothing else chooses a database.
"""

import logging
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import psycopg
from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

PRIMARY: Final = "default"
SECONDS_LEFT_OUT: Final = 5
"""How long a replica that did not answer, or lags too far, is not asked again."""
SECONDS_FOR_REPLAY: Final = 0.2
"""How long somebody who asks for this very moment waits for a replica before the primary is asked."""
# A statement that ran too long runs no faster on the primary.
_RAN_TOO_LONG: Final = "57014"
_LOG: Final = logging.getLogger(__name__)

# `pg_last_xact_replay_timestamp` is the primary's clock, as is the moment it is compared with. An idle primary commits
# nothing: then the place in the log says that nothing is missing.
_STATE: Final = """
    SELECT pg_is_in_recovery() AND system_identifier = %(system)s,
           pg_last_wal_replay_lsn() >= %(primary_at)s::pg_lsn
               OR pg_last_xact_replay_timestamp() >= %(oldest)s,
           pg_last_wal_replay_lsn() >= %(written_to)s::pg_lsn
    FROM pg_control_system()
"""
PRIMARY_STATE: Final = "SELECT pg_current_wal_insert_lsn()::text, clock_timestamp(), system_identifier"
"""What `PrimaryState` holds, to be selected from ``pg_control_system()``."""


class ReplicaBehindError(OperationalError):
    """What is asked for may not have arrived at the replica yet; the primary answers."""


@dataclass(frozen=True, slots=True)
class PrimaryState:
    """Where the primary's log ends, its clock, and which cluster it is."""

    written_to: str
    at: datetime
    system: int


class _Thread(threading.local):
    """What stands in the primary's place in this thread."""

    primary: BaseDatabaseWrapper | None = None
    replica: BaseDatabaseWrapper | None = None
    failed: bool = False
    ends: ExitStack | None = None


_thread = _Thread()
_asked_again_at: dict[str, float] = {}  # by alias: the time of `time.monotonic` until which a replica is left out


def choose(*, name: str, primary: PrimaryState, written_to: str) -> str | None:
    """Return the alias of a replica that may answer somebody; None if the primary has to.

    ``name`` tells readers apart: the same one gets the same replica for as long as it answers, so that what they have
    seen there does not vanish on the next page. The replica holds all that was written up to ``written_to``, a
    place in the primary's log, and lacks nothing older than the limit. Costs one query on the replica.
    """
    aliases: list[str] = settings.REPLICAS
    first = zlib.crc32(name.encode()) % len(aliases)
    for alias in (*aliases[first:], *aliases[:first]):
        if time.monotonic() < _asked_again_at.get(alias, 0):
            continue
        # Until it has answered, nobody else waits for it beside us.
        left_out_before = _asked_again_at.pop(alias, None)
        if left_out_before is not None:
            leave_out(alias)
        try:
            is_replica, is_fresh, holds_own = _state_of(alias, primary=primary, written_to=written_to)
        except (DatabaseError, InterfaceError) as error:
            _LOG.warning("The replica %s does not answer, so the primary does: %s", alias, str(error).strip())
            leave_out(alias)
            continue
        if not is_replica or not is_fresh:
            reason = "lags too far behind" if is_replica else "is no replica of this primary"
            _LOG.warning("The replica %s %s, so the primary answers.", alias, reason)
            leave_out(alias)
            continue
        _asked_again_at.pop(alias, None)
        # Another replica may have come further, but would show what this one has shown as if it had not been.
        return alias if holds_own else None
    return None


def leave_out(alias: str) -> None:
    """Ask a replica nothing for some seconds; for all threads of this process."""
    _asked_again_at[alias] = time.monotonic() + SECONDS_LEFT_OUT


def _state_of(alias: str, *, primary: PrimaryState, written_to: str) -> tuple[Any, ...]:
    connection = connections[alias]
    asked = {
        "system": primary.system,
        "primary_at": primary.written_to,
        "oldest": primary.at - timedelta(seconds=settings.REPLICA_LAG_SECONDS),
        "written_to": written_to,
    }
    if connection.connection is not None:
        try:
            return _row(connection, asked)
        except (DatabaseError, InterfaceError):
            # The connection is older than the replica's last restart, perhaps; a new one tells.
            connection.close()
    return _row(connection, asked)


def _row(connection: BaseDatabaseWrapper, asked: dict[str, Any]) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(_STATE, asked)
        row: tuple[Any, ...] = cursor.fetchone()
    return row


# --- The primary's place ------------------------------------------------------------------------------------------
def stand_in(alias: str) -> None:
    """Put a replica into the primary's place in this thread, until `give_back`.

    Precondition: the thread is in no transaction of the primary.
    """
    replica = connections[alias]
    _thread.primary, _thread.replica, _thread.failed = connections[PRIMARY], replica, False
    _thread.ends = ExitStack()
    _thread.ends.enter_context(replica.execute_wrapper(_noting_failures))
    replica.errors_occurred = False
    connections[PRIMARY] = replica


def give_back() -> bool:
    """Put the primary back into its place; return whether the replica failed, so that what it answered is void.

    False where no replica stood there.
    """
    replica, primary, ends = _thread.replica, _thread.primary, _thread.ends
    if replica is None or primary is None or ends is None:
        return False
    connections[PRIMARY] = primary
    ends.close()
    _thread.replica = _thread.primary = _thread.ends = None
    if _thread.failed and not _is_usable(replica):
        leave_out(replica.alias)
    return _thread.failed


def answering_alias() -> str:
    """Return the alias of the database that answers in this thread."""
    return PRIMARY if _thread.replica is None else _thread.replica.alias


def _is_usable(replica: BaseDatabaseWrapper) -> bool:
    """Return whether the connection still works; a broken one is closed, and the next request opens another."""
    usable = replica.connection is not None and replica.is_usable()
    if not usable:
        replica.close()
    return usable


def note_failure(error: BaseException) -> bool:
    """Note that the replica which stands in could not answer; return whether that was the reason.

    Any error of the database counts but that of a statement that ran too long: a replica may lack a column that a
    migration has just made, cancel what conflicts with its recovery, or be gone.
    """
    if _thread.replica is None:
        return False
    if isinstance(error, DatabaseError | InterfaceError | psycopg.Error):
        cause = error if isinstance(error, psycopg.Error) else error.__cause__
        if getattr(cause, "sqlstate", None) != _RAN_TOO_LONG:
            _thread.failed = True
            _LOG.info("The replica %s failed in a request: %s", _thread.replica.alias, str(error).strip())
    return _thread.failed


def _noting_failures(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
    try:
        return execute(sql, params, many, context)
    except Exception as error:
        note_failure(error)
        raise


# --- What must be as it is now ------------------------------------------------------------------------------------
@contextmanager
def on_primary() -> Iterator[None]:
    """Ask the primary within this block, also while a replica stands in its place."""
    replica, primary = _thread.replica, _thread.primary
    if replica is None or primary is None:
        yield
        return
    connections[PRIMARY] = primary
    try:
        yield
    finally:
        connections[PRIMARY] = replica


def state_of_primary() -> PrimaryState:
    """Return where the primary stands; one query."""
    with on_primary(), connections[PRIMARY].cursor() as cursor:
        cursor.execute(f"{PRIMARY_STATE} FROM pg_control_system()")
        return PrimaryState(*cursor.fetchone())


def require_replayed() -> None:
    """See to it that all that is committed by now is read; nothing to do on the primary, two queries on a replica.

    A replica is waited for, for as long as it commonly needs.

    :raises ReplicaBehindError: if it has not arrived at the replica that stands in. Then the request is answered anew.
    """
    replica = _thread.replica
    if replica is None:
        return
    primary = state_of_primary()
    given_up_at = time.monotonic() + SECONDS_FOR_REPLAY
    while True:
        with replica.cursor() as cursor:
            cursor.execute("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", [primary.written_to])
            (replayed,) = cursor.fetchone()
        if replayed:
            return
        if time.monotonic() > given_up_at:
            break
        time.sleep(SECONDS_FOR_REPLAY / 20)
    _thread.failed = True
    raise ReplicaBehindError("What is asked for may not have arrived at the replica yet.")
