"""The moment and number of an approval, so that any past moment replays in the same order."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction
from django.utils import timezone

from provinces.models.past import MOMENTS_LOCK
from tracker.replicas import on_primary, require_replayed

# No transaction that approves takes longer: what counts from a moment that is older is committed, or never will be.
_LONGEST_APPROVAL: Final = timedelta(hours=1)


@dataclass(frozen=True)
class Approval:
    """When something was approved, and its place in the order of all approvals."""

    at: datetime
    sequence: int


def next_approval() -> Approval:
    """Return the moment and the number for an approval that is written in this transaction.

    Approvals queue for a lock that is held until the transaction ends, so a higher number always means a
    later commit and never an earlier moment. Costs 3 queries.

    :raises TransactionManagementError: if there is no transaction, in which the lock would not hold.
    """
    at = next_moment()
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('tracker_approval_sequence')")
        (sequence,) = cursor.fetchone()
    return Approval(at=at, sequence=sequence)


def next_moment() -> datetime:
    """Return the moment from which something counts that is written in this transaction: an approval, a frame row.

    It is later than every such moment that is committed, and whoever asks for a `settled_moment` waits for this
    transaction. Costs 2 queries.

    :raises TransactionManagementError: if there is no transaction, in which the lock would not hold.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("An approval is written inside a transaction.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [MOMENTS_LOCK])
        # A statement of its own: only now, with the lock held, is the moment read.
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment


def settled_moment() -> datetime:
    """Return a moment at which all that counts by then is committed: read as of it, the books never change.

    An approval that is under way is waited for, and the next one gets a later moment; nobody waits any longer than
    that. Costs 4 queries.
    """
    with on_primary(), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [MOMENTS_LOCK])
            cursor.execute("SELECT clock_timestamp()")
            moment: datetime = cursor.fetchone()[0]
        # Rolling back to here hands the lock back although the transaction around it may go on.
        transaction.set_rollback(True)
    require_replayed()
    return moment


def settled(as_of: datetime | None) -> datetime | None:
    """Return the moment as of which to read the books where ``as_of`` is asked for, so that they read alike for ever.

    That is the moment itself, once everything is committed that counts by then, which is waited for; of one that lies
    ahead it is the present. None stays None. Costs 4 queries for a moment of the last hour, none for older ones.
    """
    if as_of is None or as_of < timezone.now() - _LONGEST_APPROVAL:
        return as_of
    return min(as_of, settled_moment())
