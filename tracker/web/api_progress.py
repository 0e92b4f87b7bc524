"""Hand progress to programs: the rows of a page as JSON; those of a place are what `manage.py progress` prints."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from provinces.reach import Reach
from tracker.actions.asked_pages import investor_asked, place_asked
from tracker.actions.page_query import BadParameterError
from tracker.actions.readers import editions_are_public, reader_of
from tracker.exchange.demonstration import mark_of_data
from tracker.progress.as_data import place_data
from tracker.progress.investor_data import investor_data
from tracker.progress.lookup import NotFoundError


@require_safe
def progress_view(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer with the rows of a place for quarter, map and moment of the address: to a token, a session, or the public.

    The public reads what was published. With an indicator the rows carry the quarters of their year.

    Somebody else's place answers like one that does not exist.
    """
    reader = reader_of(request)
    public = not (reader.known or reader.refused) and editions_are_public()
    return _kept_private(
        _of_place(request, slug, reader.reach, public=public) if reader.known or public else _unknown()
    )


@require_safe
def investor_progress_view(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer with the targets of an investor and their totals, to a token or a session, within its reach."""
    reader = reader_of(request)
    return _kept_private(_of_investor(request, slug, reader.reach) if reader.known else _unknown())


def _of_place(request: HttpRequest, slug: str, reach: Reach, *, public: bool) -> HttpResponse:
    try:
        progress = place_asked(request.GET, slug, reach=reach, public=public)
    except BadParameterError as error:
        return _refusal(HTTPStatus.BAD_REQUEST, str(error))
    except NotFoundError:
        return _refusal(HTTPStatus.NOT_FOUND, _("There is no such place, or it is not yours to read."))
    return _data(place_data(progress))


def _of_investor(request: HttpRequest, slug: str, reach: Reach) -> HttpResponse:
    try:
        progress = investor_asked(request.GET, slug, reach=reach)
    except BadParameterError as error:
        return _refusal(HTTPStatus.BAD_REQUEST, str(error))
    except NotFoundError:
        return _refusal(HTTPStatus.NOT_FOUND, _("There is no such investor, or it is not yours to read."))
    return _data(investor_data(progress))


def _data(data: dict[str, Any]) -> HttpResponse:
    return JsonResponse({**mark_of_data(), **data}, json_dumps_params={"ensure_ascii": False})


def _kept_private(answer: HttpResponse) -> HttpResponse:
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _unknown() -> HttpResponse:
    answer = _refusal(HTTPStatus.UNAUTHORIZED, _("Send a token that is still valid, or sign in."))
    answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def _refusal(status: HTTPStatus, message: str) -> HttpResponse:
    return JsonResponse({"message": message}, status=status)
