"""What the person of a request covers; read once for each request, the same as on the pages."""

from tracker.actions.reach import reach_of_request, scope_of_request

__all__ = ["reach_of_request", "scope_of_request"]
