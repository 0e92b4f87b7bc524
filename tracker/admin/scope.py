"""What the person of a request covers; read once for each request."""

from typing import Final

from django.http import HttpRequest
from django.utils import timezone

from tracker.actions.rights import Scope, scope_of

_SCOPE: Final = "tracker_scope"


def scope_of_request(request: HttpRequest) -> Scope:
    """Return what the person's roles cover today. Costs one query for each request."""
    scope: Scope | None = getattr(request, _SCOPE, None)
    if scope is None:
        scope = scope_of(request.user, timezone.localdate())
        setattr(request, _SCOPE, scope)
    return scope
