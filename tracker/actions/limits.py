"""Count how often each reader asks, for all processes together, so that no program takes the server for itself.

One row for a reader and minute, in a table that is not logged: nothing waits for the disk, and a crash empties it,
which forgives everybody the minute. Readers stand there by a digest alone (docs/adr/0016-limits-of-the-read-api.md).
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import InternalError, connection

from tracker.replicas import on_primary

WINDOW: Final = timedelta(minutes=1)
_READ_ONLY: Final = "25006"  # PostgreSQL's name of a statement that a standby or a read-only session refuses
_COUNT: Final = """
    INSERT INTO tracker_request_count (reader, minute, requests) VALUES (%(reader)s, %(minute)s, 1)
    ON CONFLICT (reader, minute) DO UPDATE SET requests = tracker_request_count.requests + 1
    RETURNING requests
"""
_FORGET: Final = "DELETE FROM tracker_request_count WHERE minute < %(minute)s"


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many requests a reader has in a minute, how many are left of this one, and in how many seconds it ends."""

    most: int
    left: int
    seconds: int

    @property
    def exceeded(self) -> bool:
        """Whether this request is one too many."""
        return self.left < 0


def count_request(*, name: str, at: datetime) -> Allowance:
    """Count one request of a reader and return what is left; one statement, two when the reader's minute begins.

    A database that may only be read counts nothing and lets everybody read on.
    """
    minute = at.replace(second=0, microsecond=0)
    told: dict[str, str | datetime] = {"reader": hashlib.sha256(name.encode()).hexdigest(), "minute": minute}
    try:
        with on_primary(), connection.cursor() as cursor:
            cursor.execute(_COUNT, told)
            (requests,) = cursor.fetchone()
            if requests == 1:
                cursor.execute(_FORGET, {"minute": minute - WINDOW})
    except InternalError as error:
        if getattr(error.__cause__, "sqlstate", None) != _READ_ONLY:
            raise
        requests = 0
    most = int(settings.API_REQUESTS_PER_MINUTE)
    ends_in = (minute + WINDOW - at).total_seconds()
    return Allowance(most=most, left=most - requests, seconds=max(1, int(-(-ends_in // 1))))
