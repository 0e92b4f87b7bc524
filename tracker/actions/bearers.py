"""Read the token that a program sends with its request."""

from datetime import datetime
from typing import Final

from django.http import HttpRequest

from tracker.actions.tokens import token_of_secret
from tracker.models import AccessToken, TokenPurpose

_BEARER: Final = "bearer "
_KEPT: Final = "tracker_token"


def sends_token(request: HttpRequest) -> bool:
    """Return whether the request names a bearer of rights; then it stands for nobody else, whoever is signed in."""
    return request.headers.get("Authorization", "").lower().startswith(_BEARER)


def token_of_request(request: HttpRequest, *, at: datetime) -> AccessToken | None:
    """Return the token that the request sends, with its person; None if it sends none that works. One query at most.

    It is asked for once for each request.
    """
    if not sends_token(request):
        return None
    if not hasattr(request, _KEPT):
        secret = request.headers["Authorization"][len(_BEARER) :].strip()
        setattr(request, _KEPT, token_of_secret(secret=secret, purpose=TokenPurpose.PROGRAMS, at=at))
    token: AccessToken | None = getattr(request, _KEPT)
    return token
