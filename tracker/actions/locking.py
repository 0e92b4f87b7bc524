"""Close a quarter for a place and all below it, open it again, and say what is closed.

The database holds the floor (trigger `report_revision_quarter_open`); what is here looks first, and says in words who
closed the quarter, when and why, and whom to ask for leave.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from provinces.models import Place
from provinces.wording import local_name
from tracker.actions.recorded import retire_row
from tracker.actions.refusals import UnableToActError
from tracker.actions.report_rows import lender_of, on_the_trail, usable_reason
from tracker.actions.rights import scope_of
from tracker.exchange.wording import quarter_name
from tracker.models import Indicator, LockException, Person, QuarterLock, QuarterlyReport, Role
from tracker.progress.periods import Quarter

# Those who close a quarter, open it again and give leave to correct it.
KEEPERS: Final = (Role.APPROVER, Role.ADMINISTRATOR)
# Any fixed number will do; it keeps these locks apart from others that a database hands out by two numbers.
_QUARTER_LOCKS: Final = 7_302_002
# Until when, and one cell by key, name and English name; a leave for every cell has None for them.
_Leave = tuple[datetime, int | None, str | None, str | None]


class UnableToCloseQuarterError(UnableToActError):
    """A quarter cannot be closed."""


class UnableToReopenQuarterError(UnableToActError):
    """A closed quarter cannot be opened again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """How a quarter of a place is closed, and what one person may change all the same.

    ``place`` and ``lock_place`` are names; ``lock_place`` is the place for which it was closed, the place itself or
    one above it. ``open_indicators`` holds the keys of what may still be changed: none at all when it is empty, every
    cell when it is None; ``open_names`` are their names. ``open_until`` is the end of that leave, None where there is
    none.
    """

    lock_id: int
    place: str
    lock_place: str
    quarter: Quarter
    since: datetime
    by: str
    reason: str
    open_indicators: frozenset[int] | None
    open_until: datetime | None
    open_names: tuple[str, ...] = ()

    @property
    def is_shut(self) -> bool:
        """Whether the person may change nothing at all."""
        return self.open_indicators is not None and not self.open_indicators

    def allows(self, indicator_id: int) -> bool:
        """Whether the person may change this indicator's cells."""
        return self.open_indicators is None or indicator_id in self.open_indicators


def closed_cells(*, places: Collection[int], quarter: Quarter, by: Person, at: datetime) -> Mapping[int, Closed]:
    """Return, for each of the places whose quarter is closed, how it is closed and what the person may still change.

    Costs one query while none is closed, else four, whatever the number of places.
    """
    locks_by_place = closings_of(places, quarter)
    if not locks_by_place:
        return {}
    names = Place.objects.in_bulk(locks_by_place)
    locks = QuarterLock.objects.select_related("place", "locked_by").in_bulk(set(locks_by_place.values()))
    leave: dict[tuple[int, int], list[_Leave]] = {}
    rows = LockException.objects.known_at(None).filter(
        lock__in=locks, place__in=locks_by_place, person=by, ends_at__gt=at
    )
    named = ("indicators", "indicators__name", "indicators__name_en")
    for lock_id, place_id, ends_at, *cell in rows.values_list("lock", "place", "ends_at", *named).order_by(
        "indicators__position", "indicators", "pk"
    ):
        leave.setdefault((lock_id, place_id), []).append((ends_at, *cell))
    return {
        place_id: _closed(names[place_id], locks[lock_id], quarter, leave.get((lock_id, place_id), []))
        for place_id, lock_id in locks_by_place.items()
    }


def sentence_of(closed: Closed) -> str:
    """Return in words since when, by whom and why the quarter is closed, and how to get leave to correct it."""
    words = {
        "quarter": quarter_name(closed.quarter.year, closed.quarter.number),
        "place": closed.lock_place,
        "since": _moment(closed.since),
        "person": closed.by,
        "reason": closed.reason,
    }
    if closed.reason:
        text = _("%(quarter)s is closed for %(place)s since %(since)s, by %(person)s: “%(reason)s”.") % words
    else:
        text = _("%(quarter)s is closed for %(place)s since %(since)s, by %(person)s.") % words
    if closed.open_until is not None:
        leave = (
            _("You have leave to correct it until %(until)s.")
            if closed.open_indicators is None
            else _("You have leave to correct these cells until %(until)s: %(cells)s.")
        )
        return f"{text} {leave % {'until': _moment(closed.open_until), 'cells': ', '.join(closed.open_names)}}"
    cure = _("To correct it, ask an approver or administrator of %(place)s for leave; they give it under “%(page)s”.")
    return f"{text} {cure % {**words, 'page': QuarterLock._meta.verbose_name_plural}}"


def hold_quarter(quarter: Quarter) -> None:
    """Keep the quarter from being closed until this transaction ends, so that nothing is written behind a closing.

    Call it before `closed_cells` in whatever writes. Any number of writers hold it side by side. Costs one query.
    """
    _lock_quarter(quarter, "pg_advisory_xact_lock_shared")


def hold_quarter_of(report: QuarterlyReport) -> None:
    """Call `hold_quarter` for a report, before its row is locked: in that order nobody waits in a circle."""
    hold_quarter(Quarter(report.year, report.quarter))


def require_open(
    *, place_id: int, quarter: Quarter, by: Person, at: datetime, refusal: type[UnableToActError]
) -> Closed | None:
    """Refuse if the quarter is closed and the person has no leave; return how it is closed if they have, else None.

    The quarter is held until the transaction ends. Costs two queries while it is open.
    """
    hold_quarter(quarter)
    closed = closed_cells(places=[place_id], quarter=quarter, by=by, at=at).get(place_id)
    if closed is not None and closed.is_shut:
        raise refusal(sentence_of(closed))
    return closed


def require_report_open(
    report: QuarterlyReport, by: Person, at: datetime, refusal: type[UnableToActError]
) -> Closed | None:
    """Ask `require_open` for the place and quarter of a report."""
    quarter = Quarter(report.year, report.quarter)
    return require_open(place_id=report.place_id, quarter=quarter, by=by, at=at, refusal=refusal)


@transaction.atomic
def close_quarter(*, place: Place, quarter: Quarter, by: Person, at: datetime, reason: str = "") -> QuarterLock:
    """Close a quarter for the place and all below it; what awaits approval can still be approved or returned.

    :raises UnableToCloseQuarterError: if the person is neither approver nor administrator of the place, the quarter
        has not begun, or it is closed already.
    """
    lender = require_keeper(by, place.pk, at, UnableToCloseQuarterError)
    if quarter.first_day > timezone.localdate(at):
        raise UnableToCloseQuarterError(
            _("%(quarter)s has not begun; choose a quarter that has.")
            % {"quarter": quarter_name(quarter.year, quarter.number)}
        )
    # Waits for everybody who is just writing; whoever comes later finds the quarter closed.
    _lock_quarter(quarter, "pg_advisory_xact_lock")
    already = closed_cells(places=[place.pk], quarter=quarter, by=by, at=at).get(place.pk)
    if already is not None:
        raise UnableToCloseQuarterError(
            _("Nothing was changed: %(quarter)s is closed for %(place)s since %(since)s, by %(person)s.")
            % {
                "quarter": quarter_name(quarter.year, quarter.number),
                "place": already.lock_place,
                "since": _moment(already.since),
                "person": already.by,
            }
        )
    reason = usable_reason(reason, UnableToCloseQuarterError) if reason.strip() else ""
    lock = QuarterLock(place=place, year=quarter.year, quarter=quarter.number, locked_by=by, reason=reason)
    with on_the_trail(by, lender=lender, why=reason):
        lock.save(force_insert=True)
    lock.refresh_from_db(fields=["recorded_at"])
    return lock


@transaction.atomic
def reopen_quarter(*, lock: QuarterLock, reason: str, by: Person, at: datetime) -> None:
    """Open a closed quarter again, for the place of the closing and all below it; who had closed it stays readable.

    :raises UnableToReopenQuarterError: if there is no reason, it is open already, or it is not the person's.
    """
    lender = require_keeper(by, lock.place_id, at, UnableToReopenQuarterError)
    locked = QuarterLock.objects.select_for_update().get(pk=lock.pk)
    if locked.retired_at is not None:
        raise UnableToReopenQuarterError(_("The quarter is open again already; nothing was changed."))
    reason = usable_reason(reason, UnableToReopenQuarterError, _("Say why the quarter is opened again."))
    with on_the_trail(by, lender=lender, why=reason):
        retire_row(row=locked, by=by)


def closings_of(places: Collection[int], quarter: Quarter) -> dict[int, int]:
    """Return the key of the closing that counts, by place, for places that have one. Costs one query.

    The database's own function decides, the same as in its trigger.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT place, closing FROM ("
            "SELECT place, tracker_quarter_lock(place, %s, %s) AS closing FROM unnest(%s::bigint[]) AS place"
            ") AS asked WHERE closing IS NOT NULL",
            [quarter.year, quarter.number, sorted(places)],
        )
        return dict(cursor.fetchall())


def _closed(place: Place, lock: QuarterLock, quarter: Quarter, leave: Collection[_Leave]) -> Closed:
    # An exception without cells comes as one row without an indicator, and opens all of them.
    everything = any(key is None for _ends_at, key, *_names in leave)
    cells = {key: Indicator(name=name or "", name_en=english or "") for _ends_at, key, name, english in leave if key}
    return Closed(
        lock_id=lock.pk,
        place=local_name(place),
        lock_place=local_name(lock.place),
        quarter=quarter,
        since=lock.recorded_at,
        by=str(lock.locked_by),
        reason=lock.reason,
        open_indicators=None if everything else frozenset(cells),
        open_until=max((ends_at for ends_at, *_cell in leave), default=None),
        open_names=() if everything else tuple(local_name(cell) for cell in cells.values()),
    )


def _lock_quarter(quarter: Quarter, function: str) -> None:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("A quarter is held inside a transaction.")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s, %s)", [_QUARTER_LOCKS, 10 * quarter.year + quarter.number])


def require_keeper(
    by: Person, place_id: int, at: datetime, refusal: type[UnableToActError], *, barred: Collection[int] = ()
) -> int | None:
    """Refuse unless the person closes and opens quarters of the place; return for whom they do it as a deputy.

    None is for those who act for themselves; nobody in ``barred`` is named while there is another. Costs one query.
    """
    scope = scope_of(by, timezone.localdate(at))
    if not scope.covers(place_id, *KEEPERS):
        roles = ", ".join(str(role.label) for role in KEEPERS)
        raise refusal(_("This needs one of these roles for the place: %(roles)s.") % {"roles": roles})
    if scope.covers(place_id, Role.ADMINISTRATOR):
        return lender_of(scope, place_id, Role.ADMINISTRATOR, barred=barred)
    return lender_of(scope, place_id, Role.APPROVER, barred=barred)


def _moment(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "H:i d/m/Y")
