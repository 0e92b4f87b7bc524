"""Keep what a page has computed until anything that it was computed from is changed (docs/adr/0018-kept-answers.md).

An answer is kept with what the database had seen when it was read. It holds for as long as no transaction that changed
what counts (`tracker_counted_change`, written by triggers) is visible now and was not visible then. So nobody reads
what is older than the database: who approves a report finds it on the next page, in whichever process.
"""

import pickle  # nosec B403 -- tells how large an answer is; nothing is ever loaded
import threading
from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass
from datetime import datetime
from functools import partial, wraps
from typing import Any, Final, ParamSpec, TypeVar

from cachetools import TTLCache
from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import get_language

from provinces.models import Place
from provinces.reach import Reach
from tracker.findings import Finding, registry
from tracker.progress import editions, queries
from tracker.replicas import answering_alias

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")

SECONDS_KEPT: Final = 600
"""Also without any change: what an owner writes past the triggers is seen by then."""
_BYTES_FOR_EACH_PICKLED: Final = 5
_BYTES_OF_AN_ENTRY: Final = 1000
"""How much an answer takes in memory for each byte of its pickle: 4.3 to 4.8, measured."""
# What a server shows beside own changes is nobody else's. All that is older than the oldest transaction under way has
# ended; of the others those whose change is visible are named. A snapshot's own list of what is under way would not do:
# on a replica it is empty. What ends beyond the present is of another server, or of this one before it was set back; a
# change beyond it came with a copy of one.
_NOW: Final = """
    SELECT pg_current_xact_id_if_assigned() IS NOT NULL,
           pg_postmaster_start_time()::text || ' ' || 'tracker_counted_change'::regclass::oid,
           pg_snapshot_xmin(now)::text,
           pg_snapshot_xmax(now)::text,
           ARRAY(
               SELECT xid::text FROM tracker_counted_change
               WHERE xid >= pg_snapshot_xmin(now) AND xid < pg_snapshot_xmax(now)
           ),
           %(server)s = pg_postmaster_start_time()::text || ' ' || 'tracker_counted_change'::regclass::oid
               AND %(until)s::xid8 <= pg_snapshot_xmax(now)
               AND NOT EXISTS (
                   SELECT FROM tracker_counted_change
                   WHERE xid >= %(ended)s::xid8 AND xid < pg_snapshot_xmax(now)
                     AND xid <> ALL (%(seen)s::text[]::xid8[])
               )
    FROM pg_current_snapshot() AS now
"""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the database had seen: every transaction before ``ended`` was over, none from ``until`` on had begun.

    Of those between them ``changes`` are the ones whose change of what counts was visible. ``server`` tells this run of
    a server and this database from every other, whose numbers mean other transactions.
    """

    server: str
    ended: str
    until: str
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """One answer, what the database had seen when it was read, and about how many bytes it takes."""

    answer: Any
    seen: Seen
    size: int


class Answers:
    """The answers that this process keeps, for all of its threads: those asked for last, up to a size."""

    def __init__(self, megabytes: int) -> None:
        self._kept: TTLCache[Hashable, Kept] = TTLCache(
            megabytes * 10**6, SECONDS_KEPT, getsizeof=lambda kept: kept.size
        )
        self._lock = threading.Lock()

    def __len__(self) -> int:
        """Return how many answers there are."""
        with self._lock:
            return len(self._kept)

    def find(self, key: Hashable) -> Kept | None:
        """Return what is kept for a question; None for nothing."""
        with self._lock:
            return self._kept.get(key)

    def keep(self, key: Hashable, answer: Any, seen: Seen) -> None:
        """Keep an answer, and drop others for it; one that is larger than all room there is, is not kept."""
        kept = Kept(answer, seen, _BYTES_OF_AN_ENTRY + _BYTES_FOR_EACH_PICKLED * len(pickle.dumps((key, answer))))
        with self._lock:
            if kept.size <= self._kept.maxsize:
                self._kept[key] = kept

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()


ANSWERS: Final = Answers(settings.KEEP_ANSWERS_MEGABYTES)


def keeping(question: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """Return the question so that it answers anew only where its answer may have changed; keywords only.

    Kept by database, language and day. One query tells whether it still holds. As of a past moment all is computed.
    Precondition: nothing in an answer can be changed, for all who ask get the same.
    """
    name = f"{question.__module__}.{question.__qualname__}"

    @wraps(question)
    def answered(*args: Asked.args, **asked: Asked.kwargs) -> Answer:
        if args:
            raise TypeError(f"{name} takes keywords only.")
        if asked.get("as_of") is not None or not settings.KEEP_ANSWERS_MEGABYTES:
            return question(*args, **asked)
        told = tuple(sorted((key, _hashable(value)) for key, value in asked.items() if value is not None))
        key = name, answering_alias(), get_language(), timezone.localdate(), told
        kept = ANSWERS.find(key)
        seen, holds = _state(kept)
        if kept is not None and holds:
            found: Answer = kept.answer
            return found
        answer = question(*args, **asked)
        if seen is not None:
            ANSWERS.keep(key, answer, seen)
        return answer

    return answered


def _hashable(asked: Any) -> Hashable:
    """Return a value that is the same whenever it asks for the same."""
    is_several = isinstance(asked, Collection) and not isinstance(asked, str)
    found: Hashable = frozenset(asked) if is_several else asked
    return found


def _state(kept: Kept | None) -> tuple[Seen | None, bool]:
    """Return what the database has seen by now, None beside own changes, and whether what is kept still holds."""
    then = None if kept is None else kept.seen
    with connection.cursor() as cursor:
        cursor.execute(
            _NOW,
            {
                "server": None if then is None else then.server,
                "ended": None if then is None else then.ended,
                "until": None if then is None else then.until,
                "seen": [] if then is None else list(then.changes),
            },
        )
        writes, server, ended, until, changes, holds = cursor.fetchone()
    if writes:
        return None, False
    return Seen(server, ended, until, tuple(changes)), bool(holds)


progress_for_place = keeping(queries.progress_for_place)
progress_of_own_places = keeping(queries.progress_of_own_places)
progress_for_indicator = keeping(queries.progress_for_indicator)
progress_for_investor = keeping(queries.progress_for_investor)
place_page = partial(editions.place_page, compute=progress_for_place)
newest_quarter = keeping(queries.newest_quarter)
quarters_with_figures = keeping(queries.quarters_with_figures)


@keeping
def _run_checks(
    *, as_of: datetime | None, place: int | None, codes: Collection[str] | None, reach: Reach
) -> tuple[Finding, ...]:
    return tuple(registry.run_checks(as_of=as_of, place=place, codes=codes, reach=reach))


def run_checks(
    *,
    as_of: datetime | None = None,
    place: Place | int | None = None,
    codes: Collection[str] | None = None,
    reach: Reach = None,
) -> tuple[Finding, ...]:
    """Return what the data checks find, as `registry.run_checks` does, kept.

    :raises UnknownCheckError: if a code is none of the rules'.
    """
    key = place.pk if isinstance(place, Place) else place
    return _run_checks(as_of=as_of, place=key, codes=codes, reach=reach)
