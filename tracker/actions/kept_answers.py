"""Keep what a page has computed until anything that it was computed from is changed (docs/adr/0018-kept-answers.md).

An answer is kept with the snapshot of the database in which it was read. It holds for as long as no transaction that
changed what counts (`tracker_counted_change`, written by triggers) is visible now and was not visible then. So nobody
reads what is older than the database: who approves a report finds it on the next page, in whichever process.
"""

import pickle  # nosec B403 -- tells how large an answer is; nothing is ever loaded
import threading
from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
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
from tracker.progress.editions import EditionFace
from tracker.progress.periods import Quarter
from tracker.progress.rows import MapChoice, PlaceProgress

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")

SECONDS_KEPT: Final = 600
"""Also without any change: what an owner writes past the triggers is seen by then."""
_BYTES_OF_A_BYTE: Final = 5
"""How much an answer takes in memory for each byte of its pickle: 4.3 to 4.8, measured."""
# Own changes are in no snapshot: what is read beside them is nobody else's. A snapshot that ends beyond the present one
# is of another server, or of this one before it was set back; a change beyond it came with a copy of one.
_NOW: Final = """
    SELECT CASE WHEN pg_current_xact_id_if_assigned() IS NULL THEN pg_current_snapshot()::text END,
           pg_snapshot_xmax(%(kept)s::pg_snapshot) <= pg_snapshot_xmax(pg_current_snapshot())
               AND NOT EXISTS (
                   SELECT FROM tracker_counted_change
                   WHERE xid >= pg_snapshot_xmin(%(kept)s::pg_snapshot)
                     AND xid < pg_snapshot_xmax(pg_current_snapshot())
                     AND NOT pg_visible_in_snapshot(xid, %(kept)s::pg_snapshot)
               )
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """One answer, the snapshot in which it was read, and about how many bytes it takes."""

    answer: Any
    snapshot: str
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

    def keep(self, key: Hashable, answer: Any, snapshot: str) -> None:
        """Keep an answer, and drop others for it; one that is larger than all room there is, is not kept."""
        kept = Kept(answer, snapshot, _BYTES_OF_A_BYTE * len(pickle.dumps(answer)))
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

    Kept by language and day. One query tells whether it still holds. As of a past moment everything is computed.
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
        key = name, get_language(), timezone.localdate(), told
        kept = ANSWERS.find(key)
        snapshot, holds = _state(kept)
        if kept is not None and snapshot is not None and holds:
            found: Answer = kept.answer
            return found
        answer = question(*args, **asked)
        if snapshot is not None:
            ANSWERS.keep(key, answer, snapshot)
        return answer

    return answered


def _hashable(asked: Any) -> Hashable:
    """Return a value that is the same whenever it asks for the same."""
    is_several = isinstance(asked, Collection) and not isinstance(asked, str)
    found: Hashable = frozenset(asked) if is_several else asked
    return found


def _state(kept: Kept | None) -> tuple[str | None, bool]:
    """Return the snapshot of this moment, None beside own changes, and whether what was kept in another still holds."""
    with connection.cursor() as cursor:
        cursor.execute(_NOW, {"kept": None if kept is None else kept.snapshot})
        snapshot, holds = cursor.fetchone()
    return snapshot, bool(holds)


progress_for_place = keeping(queries.progress_for_place)
progress_of_own_places = keeping(queries.progress_of_own_places)
progress_for_indicator = keeping(queries.progress_for_indicator)
progress_for_investor = keeping(queries.progress_for_investor)
newest_quarter = keeping(queries.newest_quarter)
quarters_with_figures = keeping(queries.quarters_with_figures)


@keeping
def _run_checks(
    *, as_of: datetime | None, place: int | None, codes: Collection[str] | None, reach: Reach
) -> tuple[Finding, ...]:
    return tuple(registry.run_checks(as_of=as_of, place=place, codes=codes, reach=reach))


def place_page(
    *,
    slug: str,
    quarter: Quarter,
    map_choice: MapChoice,
    as_of: datetime | None,
    edition: EditionFace | None,
    indicator_codes: list[str] | None = None,
    with_courses: bool = False,
    reach: Reach = None,
) -> PlaceProgress:
    """Return the page of a place as `editions.place_page` does: as an edition printed it, else as it is now, kept.

    :raises PlaceNotFound: if there is no such page.
    :raises IndicatorNotFound: if a code is unknown.
    """
    if edition is not None:
        return editions.page_of_edition(edition, slug=slug, map_choice=map_choice, indicator_codes=indicator_codes)
    return progress_for_place(
        slug=slug,
        quarter=quarter,
        map_choice=map_choice,
        as_of=as_of,
        indicator_codes=indicator_codes,
        with_courses=with_courses,
        reach=reach,
    )


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
