"""Answer when the database could not serve a request in time: nothing is saved, and what was typed comes back."""

from collections.abc import Callable
from typing import Final

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from tracker.web.kept import is_from_our_pages, never_stored, posted_typing

# PostgreSQL's names of what passes by itself: a lock not free in time, two who wait for each other, a statement that
# took too long, and a change beside a change.
PASSING: Final = frozenset({"55P03", "40P01", "57014", "40001"})
_SECONDS: Final = "5"


class BusyMiddleware:
    """Answer 503 with the reason and the fields of the form, in the place of 500, for what a second try may mend."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Return the answer as it is."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return the page that says to try again; None for every other mistake."""
        return busy_answer(request) if is_passing(exception) else None


def is_passing(exception: Exception) -> bool:
    """Whether the database refused for a reason that passes by itself. The transaction is rolled back by then."""
    return isinstance(exception, OperationalError) and getattr(exception.__cause__, "sqlstate", None) in PASSING


def busy_answer(request: HttpRequest) -> HttpResponse:
    """Return the page, or for a program the sentence, which says that nothing was saved and when to try again."""
    sentence = _("Others were just working on the same figures, and the wait became too long. Nothing was saved.")
    if request.path_info.startswith("/api/"):
        answer: HttpResponse = JsonResponse({"message": sentence}, status=503)
        if request.path_info.startswith("/api/v1/"):
            told = {"type": "about:blank", "title": "Service Unavailable", "status": 503, "detail": sentence}
            answer = JsonResponse(told, status=503, content_type="application/problem+json")
    else:
        typed = posted_typing(request) if request.method == "POST" and is_from_our_pages(request) else None
        context = {"title": _("Please try again in a moment"), "sentence": sentence, "kept": typed}
        answer = render(request, "503.html", context, status=503)
    answer.headers["Retry-After"] = _SECONDS
    return never_stored(answer)
