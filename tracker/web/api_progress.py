"""Hand progress to programs: the rows of a page as JSON; those of a place are what `manage.py progress` prints."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from provinces.reach import Reach
from tracker.actions.approval import settled
from tracker.actions.bearers import sends_token, token_of_request
from tracker.actions.reach import reach_of
from tracker.actions.rights import scope_of
from tracker.exchange.demonstration import mark_of_data
from tracker.progress.as_data import place_data
from tracker.progress.editions import place_page
from tracker.progress.investor_data import investor_data
from tracker.progress.periods import Quarter
from tracker.progress.queries import NotFoundError, newest_quarter, progress_for_investor
from tracker.web.filters import BadParameterError, read_page_query
from tracker.web.public import as_published, editions_are_public, is_anonymous, reach_of_reader


@require_safe
def progress_view(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer with the rows of a place for quarter, map and moment of the address: to a token, a session, or the public.

    The public reads what was published. With an indicator the rows carry the quarters of their year.

    Somebody else's place answers like one that does not exist.
    """
    known, reach = _reach(request)
    public = not known and "Authorization" not in request.headers and editions_are_public()
    return _kept_private(_of_place(request, slug, reach, public=public) if known or public else _unknown())


@require_safe
def investor_progress_view(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer with the targets of an investor and their totals, to a token or a session, within its reach."""
    known, reach = _reach(request)
    return _kept_private(_of_investor(request, slug, reach) if known else _unknown())


def _of_place(request: HttpRequest, slug: str, reach: Reach, *, public: bool) -> HttpResponse:
    try:
        query = read_page_query(request.GET, editions_within=None if public else reach)
        if public:
            published = as_published(query, slug)
            if published is None:
                raise NotFoundError(slug)
            query = published
        as_of = query.as_of if query.edition is not None else settled(query.as_of)
        quarter = query.quarter or newest_quarter(place_slug=slug, reach=reach, as_of=as_of) or _last_full_quarter()
        progress = place_page(
            slug=slug,
            quarter=quarter,
            map_choice=query.map_choice,
            as_of=as_of,
            edition=query.edition,
            indicator_codes=[query.indicator] if query.indicator else None,
            with_courses=bool(query.indicator),
            reach=reach,
        )
    except BadParameterError as error:
        return _refusal(HTTPStatus.BAD_REQUEST, str(error))
    except NotFoundError:
        return _refusal(HTTPStatus.NOT_FOUND, _("There is no such place, or it is not yours to read."))
    return _data(place_data(progress))


def _of_investor(request: HttpRequest, slug: str, reach: Reach) -> HttpResponse:
    try:
        query = read_page_query(request.GET, editions_within=reach)
        if query.edition is not None:
            raise BadParameterError(_("An investor's targets are no part of an edition. Leave “edition” out."))
        as_of = settled(query.as_of)
        progress = progress_for_investor(
            slug=slug,
            quarter=query.quarter or newest_quarter(reach=reach, as_of=as_of) or _last_full_quarter(),
            map_choice=query.map_choice,
            as_of=as_of,
            reach=reach,
        )
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


def _reach(request: HttpRequest) -> tuple[bool, Reach]:
    """Return whether the request may read at all, and what."""
    if sends_token(request):
        token = token_of_request(request, at=timezone.now())
        return (False, frozenset()) if token is None else (True, reach_of(scope_of(token.person, timezone.localdate())))
    return not is_anonymous(request), reach_of_reader(request)


def _last_full_quarter() -> Quarter:
    return Quarter.containing(timezone.localdate()).previous()


def _refusal(status: HTTPStatus, message: str) -> HttpResponse:
    return JsonResponse({"message": message}, status=status)
