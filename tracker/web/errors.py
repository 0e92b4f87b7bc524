"""Answer what cannot be answered: 400, 403, 404 and 500, in the reader's language and in our clothes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from tracker.actions.reach import reach_of_request
from tracker.progress.catalogue import own_places
from tracker.web.kept import (
    carried_typing,
    is_from_our_pages,
    never_stored,
    posted_typing,
    send_again_page,
    sign_in_form,
    sign_in_page,
)
from tracker.web.words import name_of

MOST_OWN_PLACES = 5  # more would be a list, and there is a page for that


def bad_request(request: HttpRequest, sentence: str) -> HttpResponse:
    """Return the page for an address that says nothing, with the sentence that names the cure."""
    return render(
        request,
        "400.html",
        {"title": _("This address says something we cannot read"), "sentence": sentence},
        status=400,
    )


def handle_bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return the page for a request that Django or the admin refuses, with the refusal's own sentence if it has one.

    A refusal of ours carries one, made for people; Django's messages are for programmers and are not shown.
    """
    general = _("The request could not be read. Go back, check what was typed, and send it again.")
    return bad_request(request, getattr(exception, "sentence", "") or general)


def handle_forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - passed by name
    """Return the page for what a person may not do."""
    return render(request, "403.html", {"title": _("You may not open this page")}, status=403)


def handle_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - passed by name
    """Return the page for an address that leads nowhere, with the way to the reader's own places.

    It is the same page for what does not exist and for what is somebody else's.
    """
    known = hasattr(request, "user") and request.user.is_authenticated
    tops = own_places(reach_of_request(request)) if known else []
    own = [(name_of(place), reverse("web:place", args=[place.slug])) for place in tops[:MOST_OWN_PLACES]]
    context = {"title": _("This page was not found"), "own_places": own}
    return render(request, "404.html", context, status=404)


def handle_csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django passes it by name
    """Return the page for a form that was sent from elsewhere or after its session ended.

    What was typed comes back with it if the browser says that our own page sent it; nobody else's form is handed on.
    """
    ours = is_from_our_pages(request)
    if ours and (carried := carried_typing(request)) is not None:
        answer = send_again_page if request.user.is_authenticated else sign_in_page
        return answer(request, carried, status=403)
    context = {"title": _("The form was too old to be sent"), "kept": posted_typing(request) if ours else None}
    return never_stored(render(request, "403_csrf.html", context, status=403))


def handle_locked_out(request: HttpRequest, _response: object, _credentials: object) -> HttpResponse:
    """Return the page for somebody who typed too many wrong passwords; what was typed before waits on it."""
    context = {
        "title": _("Signing in rests for a quarter of an hour"),
        "kept": carried_typing(request),
        "form": sign_in_form(request),
    }
    return never_stored(render(request, "locked_out.html", context, status=429))


def handle_server_error(_request: HttpRequest) -> HttpResponse:
    """Return the page for our own mistakes; it asks neither the database nor the session."""
    try:
        text: str = render_to_string("500.html", {"title": _("The server made a mistake")})
    except TemplateDoesNotExist:
        text = "<!doctype html><title>500</title><h1>500</h1>"
    return HttpResponse(text, status=500)
