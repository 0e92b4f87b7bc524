"""Who reads: somebody with a token, somebody signed in, or the public, who may read what was published and no more."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from provinces.reach import Reach
from tracker.actions.bearers import sends_token, token_of_request
from tracker.actions.reach import reach_of, reach_of_request
from tracker.actions.rights import scope_of


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks, and the places whose working data they may see; None means all.

    ``known`` is whether the reader may read working data at all: nobody without an account, and nobody with a token
    that does not work, whom ``refused`` tells from the public. ``name`` tells readers apart, for limits.
    """

    known: bool
    reach: Reach
    name: str
    refused: bool = False


def reader_of(request: HttpRequest) -> Reader:
    """Return who asks: the person of a token, else of the session, else nobody. At most three queries."""
    address = f"address {request.META.get('REMOTE_ADDR', '')}"
    if sends_token(request):
        token = token_of_request(request, at=timezone.now())
        if token is None:
            return Reader(known=False, reach=frozenset(), name=address, refused=True)
        return Reader(
            known=True, reach=reach_of(scope_of(token.person, timezone.localdate())), name=f"token {token.pk}"
        )
    known = not is_anonymous(request)
    name = f"person {request.user.pk}" if request.user.is_authenticated else address
    # Whoever tries to be somebody is not answered as if nobody had asked.
    refused = not known and "Authorization" in request.headers
    return Reader(known=known, reach=reach_of_reader(request), name=name, refused=refused)


def is_anonymous(request: HttpRequest) -> bool:
    """Return whether the reader is nobody whom the tracker knows; on an open machine everybody counts as known."""
    return not (request.user.is_authenticated or settings.OPEN_READING)


def reach_of_reader(request: HttpRequest) -> Reach:
    """Return the places whose working data the reader may see; None means all. Without an account there is none."""
    if is_anonymous(request):
        return frozenset()
    return reach_of_request(request) if request.user.is_authenticated else None


def editions_are_public() -> bool:
    """Return whether editions are read without signing in."""
    return bool(settings.PUBLIC_EDITIONS or settings.PUBLIC_READING)


def papers_are_public() -> bool:
    """Return whether also the published papers, with the figures that they print, are read without signing in."""
    return bool(settings.PUBLIC_READING)
