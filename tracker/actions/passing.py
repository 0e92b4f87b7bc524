"""Tell what the database refuses for a reason that passes by itself from what is wrong."""

from typing import Final

from django.db import OperationalError

# PostgreSQL's names of what passes by itself: a lock not free in time, two who wait for each other, a statement that
# took too long, and a change beside a change.
PASSING: Final = frozenset({"55P03", "40P01", "57014", "40001"})
SECONDS_TO_WAIT: Final = 5


def is_passing(exception: Exception) -> bool:
    """Whether the database refused for a reason that passes by itself. The transaction is rolled back by then."""
    return isinstance(exception, OperationalError) and getattr(exception.__cause__, "sqlstate", None) in PASSING
