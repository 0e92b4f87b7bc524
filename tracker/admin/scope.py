"""What the person of a request covers; read once for each request, the same as on the pages."""

from dataclasses import replace

from django.http import HttpRequest

from tracker.actions.reach import reach_of_request, scope_of_request
from tracker.actions.rights import Scope

__all__ = ["reach_of_request", "reading_scope_of_request", "scope_of_request"]


def reading_scope_of_request(request: HttpRequest) -> Scope:
    """Return the scope of a request without the places that are covered, but not read: what the admin shows."""
    scope, reach = scope_of_request(request), reach_of_request(request)
    if reach is None:
        return scope
    return replace(scope, by_role={role: places & reach for role, places in scope.by_role.items()})
