"""Name who approves in somebody's place while they are away, and end it."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from provinces.models import Place
from provinces.wording import local_name
from tracker.actions.refusals import UnableToActError
from tracker.actions.report_rows import on_the_trail
from tracker.actions.rights import scope_of
from tracker.models import Membership, Person, Role

_ONE_DAY = timedelta(days=1)


class UnableToAppointDeputyError(UnableToActError):
    """A deputy cannot be appointed."""


class UnableToEndDeputyError(UnableToActError):
    """A deputy's time cannot be ended."""


@transaction.atomic
def appoint_deputy(
    *,
    by: Person,
    deputy: Person,
    place: Place,
    first_day: date,
    last_day: date,
    at: datetime,
    standing_in_for: Person | None = None,
) -> Membership:
    """Let somebody approve for the place in an approver's stead, both days included; an approver names their own.

    ``standing_in_for`` is for administrators of the place, who name a deputy for somebody else; None is ``by``.
    The deputy's role counts only while the person stood in for has it too (tracker/actions/rights.py).

    :raises UnableToAppointDeputyError: if the person stood in for is no approver of the place by a role of their own,
        ``by`` is neither that person nor an administrator of the place, the deputy is the same person, ``by`` without
        having lent the role, or cannot sign in, the days are past or out of order, or the deputy stands in for that
        person there already. With the setting SMALL_OFFICE administrators may name themselves.
    """
    lender = standing_in_for or by
    today = timezone.localdate(at)
    name = local_name(place)
    if lender.pk != by.pk and not scope_of(by, today).covers(place.pk, Role.ADMINISTRATOR):
        raise UnableToAppointDeputyError(
            _("Only an administrator of %(place)s names a deputy for somebody else.") % {"place": name}
        )
    if deputy.pk == by.pk and lender.pk != by.pk and not getattr(settings, "SMALL_OFFICE", False):
        raise UnableToAppointDeputyError(_("Nobody names themselves as somebody else's deputy; name another person."))
    if last_day < first_day:
        raise UnableToAppointDeputyError(_("The last day must not be before the first day."))
    if last_day < today:
        raise UnableToAppointDeputyError(_("These days have passed; choose a last day from today on."))
    # Two appointments for one person queue here, so that neither overlooks the other.
    Person.objects.select_for_update().get(pk=lender.pk)
    if not approves_by_own_role(lender, place, max(first_day, today)):
        message = (
            _("You are no approver of %(place)s in your own name on that day; only what one has can be lent.")
            if lender.pk == by.pk
            else _("“%(person)s” is no approver of %(place)s in their own name on that day; choose an approver.")
        )
        raise UnableToAppointDeputyError(message % {"place": name, "person": lender.get_username()})
    if deputy.pk == lender.pk:
        raise UnableToAppointDeputyError(_("A deputy is somebody else; type another user name."))
    if not (deputy.is_active and deputy.is_staff):
        raise UnableToAppointDeputyError(
            _("“%(person)s” cannot sign in to these pages; choose somebody who can.")
            % {"person": deputy.get_username()}
        )
    meanwhile = Membership.objects.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=last_day),
        person=deputy,
        standing_in_for=lender,
        role=Role.APPROVER,
        place=place,
        valid_to__gte=first_day,
    ).first()
    if meanwhile is not None:
        message = (
            _("“%(person)s” is your deputy for %(place)s until %(day)s already; end that first.")
            if lender.pk == by.pk
            else _("“%(person)s” is the deputy of “%(lender)s” for %(place)s until %(day)s already; end that first.")
        )
        raise UnableToAppointDeputyError(
            message
            % {
                "person": deputy.get_username(),
                "lender": lender.get_username(),
                "place": name,
                "day": f"{meanwhile.valid_to:%d/%m/%Y}",
            }
        )
    with on_the_trail(by):
        return Membership.objects.create(
            person=deputy,
            role=Role.APPROVER,
            place=place,
            valid_from=first_day,
            valid_to=last_day,
            standing_in_for=lender,
        )


@transaction.atomic
def end_deputy(*, membership: Membership, by: Person, at: datetime) -> None:
    """End a deputy's time at once; one that has not lasted a day is deleted, and the trail keeps it.

    :raises UnableToEndDeputyError: if it is no deputy's, has ended already, or ``by`` is neither the person stood in
        for, nor the deputy, nor an administrator of the place.
    """
    locked = Membership.objects.select_for_update().get(pk=membership.pk)
    today = timezone.localdate(at)
    if locked.standing_in_for_id is None or locked.valid_to is None:
        raise UnableToEndDeputyError(_("This is nobody's deputy; an administrator ends it under “Memberships”."))
    if by.pk not in (locked.standing_in_for_id, locked.person_id) and not scope_of(by, today).covers(
        locked.place_id, Role.ADMINISTRATOR
    ):
        raise UnableToEndDeputyError(_("Only the person stood in for, the deputy or an administrator ends this."))
    if locked.valid_to < today:
        raise UnableToEndDeputyError(_("This deputy's time has ended already; nothing was changed."))
    with on_the_trail(by):
        if locked.valid_from is not None and locked.valid_from >= today:
            locked.delete()
        else:
            locked.valid_to = today - _ONE_DAY
            locked.save(update_fields=["valid_to"])


def approves_by_own_role(person: Person, place: Place, on: date) -> bool:
    """Whether the person approves for the place on the day by a membership of their own. Costs one query."""
    scope = scope_of(person, on)
    key = (Role.APPROVER, place.pk)
    return place.pk in scope.by_role.get(Role.APPROVER, ()) and key not in scope.lenders
