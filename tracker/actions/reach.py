"""What one person reads: the places of their roles, the same for pages, files, commands and the admin."""

from datetime import date
from typing import Final

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from provinces.reach import Reach, without_mixed_perimeters
from tracker.actions.refusals import UnableToActError
from tracker.actions.rights import READERS, WORKERS, Scope, scope_of
from tracker.models import Person

_SCOPE: Final = "tracker_scope"
_REACH: Final = "tracker_reach"


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
    """Return the places whose figures the roles let somebody read; None for superusers: everything.

    A place that a membership names is read even if it is a perimeter that holds others too: somebody has decided so.
    One query, none for superusers and for people without a role.
    """
    if scope.everything:
        return None
    return without_mixed_perimeters(scope.places(*READERS)) | scope.named


def reach_of_request(request: HttpRequest) -> Reach:
    """Return the places that the person of a request reads; nothing for nobody. Two queries for each request."""
    if not hasattr(request, _REACH):
        setattr(request, _REACH, reach_of(scope_of_request(request)))
    reach: Reach = getattr(request, _REACH)
    return reach


def drafts_of_scope(scope: Scope) -> Reach:
    """Return the places whose drafts and returned reports somebody knows of; None for superusers: everything."""
    return None if scope.everything else scope.places(*WORKERS)


def reach_of_username(username: str, on: date) -> Reach:
    """Return the places that the person of a user name reads on the day; three queries.

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
