"""Answer when the database could not serve a request in time: nothing is saved, and what was typed comes back."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from tracker.actions.passing import SECONDS_TO_WAIT, is_passing
from tracker.web.kept import is_from_our_pages, never_stored, posted_typing


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


def busy_answer(request: HttpRequest) -> HttpResponse:
    """Return the page, or for a program the sentence, which says that nothing was saved and when to try again."""
    sentence = _("Others were just working on the same figures, and the wait became too long. Nothing was saved.")
    if request.path_info.startswith("/api/"):
        answer: HttpResponse = JsonResponse({"message": sentence}, status=503)
    else:
        typed = posted_typing(request) if request.method == "POST" and is_from_our_pages(request) else None
        context = {"title": _("Please try again in a moment"), "sentence": sentence, "kept": typed}
        answer = render(request, "503.html", context, status=503)
    answer.headers["Retry-After"] = str(SECONDS_TO_WAIT)
    return never_stored(answer)
