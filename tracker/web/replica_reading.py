"""Choose which database answers a request: a replica for what only reads, the primary for everything else."""

from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from tracker.actions.bearers import sends_token, token_of_request
from tracker.actions.last_writes import needed_of, note_write
from tracker.replicas import answering_alias, choose, give_back, note_failure, on_primary, stand_in

SAFE: Final = ("GET", "HEAD")
_ROOMS: Final = frozenset({"web", "api"})
ON_PRIMARY: Final = {
    "web:sign_in": "a session begins",
    "web:sign_out": "a session ends",
    "web:sign_out_everywhere": "sessions end",
    "web:profile": "the reader's own account",
    "web:password": "the reader's own account",
    "web:programs": "the reader's own secrets",
    "web:open_year": "the form of a change",
    "web:reporting_remind": "the form of a change",
    "web:reporting_calendar": "the reader's own secret address",
    "web:report_api": "entry: what is typed follows what stands now",
}
"""Addresses of these rooms that no replica answers, and why."""
_AGAIN: Final = "tracker_answered_again"
ANSWERED_BY: Final = "tracker_answered_by"


class ReplicaMiddleware:
    """Read from a replica where that shows the reader all that they wrote, and anew from the primary where it fails.

    The session, the account, the token and what they may read are asked of the primary before and beside it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Stand aside where there are no replicas.

        :raises MiddlewareNotUsed: then.
        """
        if not settings.REPLICAS:
            raise MiddlewareNotUsed("There are no replicas.")
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Return the answer of one database; note what was written before the writer hears of it."""
        answer, failed = self._answer(request)
        if failed:
            setattr(request, _AGAIN, True)
            answer, _failed = self._answer(request)
        if request.method not in SAFE:
            person = _person_asking(request)
            if person is not None:
                note_write(person)
        return answer

    def _answer(self, request: HttpRequest) -> tuple[HttpResponseBase, bool]:
        try:
            answer = self.get_response(request)
        except BaseException:
            give_back()
            raise
        return answer, give_back()

    def process_view(self, request: HttpRequest, _view: object, _args: Any, _kwargs: Any) -> None:
        """Let a replica stand in for the view, if there is one that may answer."""
        if _only_reads(request) and not hasattr(request, _AGAIN):
            person = _person_asking(request)
            primary, written_to = needed_of(person)
            if written_to is not None:
                name = f"address {request.META.get('REMOTE_ADDR', '')}" if person is None else f"person {person}"
                alias = choose(name=name, primary=primary, written_to=written_to)
                if alias is not None:
                    stand_in(alias)
        setattr(request, ANSWERED_BY, answering_alias())

    def process_exception(self, _request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Keep quiet of what failed on a replica alone: this answer is never sent."""
        return HttpResponse(status=503) if note_failure(exception) else None


def _only_reads(request: HttpRequest) -> bool:
    match = request.resolver_match
    return (
        request.method in SAFE
        and match is not None
        and bool(_ROOMS.intersection(match.namespaces))
        and match.view_name not in ON_PRIMARY
    )


def _person_asking(request: HttpRequest) -> int | None:
    """Return the key of the person whose token or session it is; None for nobody. Asks the primary."""
    with on_primary():
        signed_in = request.user.is_authenticated  # read in any case: what the view asks of the session is kept by then
        if sends_token(request):
            token = token_of_request(request, at=timezone.now())
            return None if token is None else token.person_id
        return request.user.pk if signed_in else None
