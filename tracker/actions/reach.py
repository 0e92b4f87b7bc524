"""What one person reads: the places of their roles, the same for pages, files, commands and the admin."""

from datetime import date
from typing import Final

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from provinces.models import OrganisationKind, ParkInvestor
from provinces.reach import Reach
from tracker.actions.refusals import UnableToActError
from tracker.actions.rights import READERS, WORKERS, Scope, scope_of
from tracker.models import Person, QuarterlyReport, ReportingDuty, Target
from tracker.models.document_reach import of_others

_SCOPE: Final = "tracker_scope"
# Bodies above the provinces and the press concern every place.
_EVERYBODYS: Final = (OrganisationKind.CENTRAL, OrganisationKind.PRESS)


class UnableToReadAsError(UnableToActError):
    """Nobody of the user name has an account that is open."""


def scope_of_request(request: HttpRequest) -> Scope:
    """Return what the person's roles cover today. Costs one query for each request."""
    scope: Scope | None = getattr(request, _SCOPE, None)
    if scope is None:
        scope = scope_of(request.user, timezone.localdate())
        setattr(request, _SCOPE, scope)
    return scope


def reach_of(scope: Scope) -> Reach:
    """Return the places whose figures the roles let somebody read; None for superusers: everything."""
    return None if scope.everything else scope.places(*READERS)


def reach_of_request(request: HttpRequest) -> Reach:
    """Return the places that the person of a request reads; nothing for nobody. One query for each request."""
    return reach_of(scope_of_request(request))


def targets_seen(scope: Scope) -> Q:
    """Return the condition for the targets that somebody may see: approved ones of their places, drafts they work on.

    A collective target is seen only if all its members are: less the own figures, it would be those of the others.
    """
    if scope.keeps_reference_data:
        return Q()
    others = Target.members.through.objects.filter(~scope.within("place", *READERS), target=OuterRef("pk"))
    return (
        scope.within("place", *READERS)
        & (Q(approved_at__isnull=False) | scope.within("place", *WORKERS))
        & ~Q(Exists(others), collective=True)
    )


def organisations_seen(scope: Scope) -> Q:
    """Return the condition for the organisations of somebody's places: seated, building, reporting or bound there."""
    if not scope.has(*READERS):
        return Q(pk__in=[])
    if scope.keeps_reference_data:
        return Q()

    def of_own_places(rows: type[ParkInvestor | ReportingDuty | QuarterlyReport | Target], key: str, place: str) -> Q:
        found = rows._default_manager.filter(scope.within(place, *READERS), **{f"{key}__isnull": False})
        return Q(pk__in=found.values(key))

    return (
        scope.within("place", *READERS)
        | Q(kind__in=_EVERYBODYS)
        | of_own_places(ParkInvestor, "investor", "park")
        | of_own_places(ReportingDuty, "reporter", "place")
        | of_own_places(QuarterlyReport, "reporter", "place")
        | of_own_places(Target, "issuer", "place")
        | of_own_places(Target, "investor", "place")
    )


def documents_seen(scope: Scope) -> Q:
    """Return the condition for the documents that speak of somebody's places or of none, drafts included."""
    if not scope.has(*READERS):
        return Q(pk__in=[])
    if scope.keeps_reference_data:
        return Q()
    return ~of_others(scope.places(*READERS), drafts=True)


def drafts_of_scope(scope: Scope) -> Reach:
    """Return the places whose drafts and returned reports somebody knows of; None for superusers: everything."""
    return None if scope.everything else scope.places(*WORKERS)


def reach_of_username(username: str, on: date) -> Reach:
    """Return the places that the person of a user name reads on the day; two queries.

    :raises UnableToReadAsError: if nobody of this name may sign in.
    """
    return reach_of(_scope_of_username(username, on))


def drafts_of_username(username: str, on: date) -> Reach:
    """Return the places whose drafts the person of a user name knows of on the day; two queries.

    :raises UnableToReadAsError: as `reach_of_username`.
    """
    return drafts_of_scope(_scope_of_username(username, on))


def _scope_of_username(username: str, on: date) -> Scope:
    person: Person | AnonymousUser | None = Person.objects.filter(username=username, is_active=True).first()
    if person is None:
        raise UnableToReadAsError(
            _("There is no open account “%(username)s”. Write the user name as it is typed when signing in.")
            % {"username": username}
        )
    return scope_of(person, on)
