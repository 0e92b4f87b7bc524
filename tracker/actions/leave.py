"""Give named people leave to correct named cells of a closed quarter until a moment, and take it back."""

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from provinces.models import Place
from provinces.wording import local_name
from tracker.actions.locking import closings_of, require_keeper, require_report_open, sentence_of
from tracker.actions.recorded import retire_row
from tracker.actions.refusals import UnableToActError
from tracker.actions.report_rows import on_the_trail, usable_reason
from tracker.actions.rights import scope_of
from tracker.exchange.wording import quarter_name
from tracker.models import Indicator, LockException, Person, QuarterLock, ReportRevision, Role
from tracker.progress.periods import Quarter


class UnableToAllowCorrectionError(UnableToActError):
    """Leave to correct a closed quarter cannot be given."""


class UnableToTakeBackExceptionError(UnableToActError):
    """Leave to correct a closed quarter cannot be taken back."""


@transaction.atomic
def allow_correction(
    *,
    lock: QuarterLock,
    place: Place,
    person: Person,
    indicators: Collection[Indicator],
    reason: str,
    ends_at: datetime,
    by: Person,
    at: datetime,
) -> LockException:
    """Let a person correct the cells of the indicators in the place's closed quarter until a moment; none: all cells.

    :raises UnableToAllowCorrectionError: if the closing is not ``by``'s to keep, no longer counts or does not count for
        the place, the person does not enter for the place or is ``by`` or whoever ``by`` stands in for, the moment has
        passed, or there is no reason. With the setting SMALL_OFFICE people may give leave to themselves.
    """
    lender = require_keeper(by, lock.place_id, at, UnableToAllowCorrectionError, barred=[person.pk])
    locked = QuarterLock.objects.select_for_update().get(pk=lock.pk)
    quarter = Quarter(locked.year, locked.quarter)
    name = quarter_name(quarter.year, quarter.number)
    if locked.retired_at is not None:
        raise UnableToAllowCorrectionError(
            _("%(quarter)s is open again; nobody needs leave to correct it.") % {"quarter": name}
        )
    if closings_of([place.pk], quarter).get(place.pk) != locked.pk:
        raise UnableToAllowCorrectionError(
            _("This closing does not count for %(place)s; choose a place below %(above)s, or the closing that counts.")
            % {"place": local_name(place), "above": local_name(locked.place)}
        )
    if person.pk in (by.pk, lender) and not getattr(settings, "SMALL_OFFICE", False):
        raise UnableToAllowCorrectionError(_("Nobody gives leave to themselves; ask another approver."))
    if not scope_of(person, timezone.localdate(at)).covers(place.pk, Role.CLERK):
        raise UnableToAllowCorrectionError(
            _("“%(person)s” does not enter for %(place)s; choose a clerk of the place.")
            % {"person": person.get_username(), "place": local_name(place)}
        )
    if ends_at <= at:
        raise UnableToAllowCorrectionError(_("The end of the leave has passed already; choose a later moment."))
    reason = usable_reason(reason, UnableToAllowCorrectionError, _("Say why the closed quarter may be changed."))
    exception = LockException(lock=locked, place=place, person=person, reason=reason, ends_at=ends_at, given_by=by)
    with on_the_trail(by, lender=lender, why=reason):
        exception.save(force_insert=True)
        exception.indicators.set(indicators)
    return exception


@transaction.atomic
def take_back_exception(*, exception: LockException, by: Person, at: datetime) -> None:
    """End a leave before its time; what was corrected with it stays.

    :raises UnableToTakeBackExceptionError: if it was taken back already, or is not the person's to take back.
    """
    lender = require_keeper(by, exception.lock.place_id, at, UnableToTakeBackExceptionError)
    locked = LockException.objects.select_for_update().get(pk=exception.pk)
    if locked.retired_at is not None:
        raise UnableToTakeBackExceptionError(_("This leave was taken back already; nothing was changed."))
    with on_the_trail(by, lender=lender):
        retire_row(row=locked, by=by)


def require_leave_for_all(
    revision: ReportRevision, by: Person, at: datetime, refusal: type[UnableToActError], sentence: str = ""
) -> None:
    """Refuse if the revision's quarter is closed and the person has no leave for every figure in it.

    ``sentence`` takes how the quarter is closed, and the names of the indicators that the leave does not cover; the
    usual one says that the report could not be submitted again. The quarter is held as in `require_open`.
    """
    closed = require_report_open(revision.report, by, at, refusal)
    if closed is None or closed.open_indicators is None:
        return
    others = revision.actuals.exclude(indicator__in=closed.open_indicators).select_related("indicator")
    names = sorted({local_name(actual.indicator) for actual in others})
    if names:
        sentence = sentence or _(
            "%(closed)s The report also states: %(indicators)s; as a draft it could not be submitted again. Ask for "
            "leave for these as well."
        )
        raise refusal(sentence % {"closed": sentence_of(closed), "indicators": ", ".join(names)})
