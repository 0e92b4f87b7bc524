"""Hand a place's progress to programs: the rows of its page as JSON, the same as `manage.py progress --format json`."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from provinces.reach import Reach
from tracker.actions.approval import settled
from tracker.actions.reach import reach_of
from tracker.actions.rights import scope_of
from tracker.actions.tokens import person_of_secret
from tracker.exchange.demonstration import mark_of_data
from tracker.models import TokenPurpose
from tracker.progress.as_data import place_data
from tracker.progress.editions import place_page
from tracker.progress.periods import Quarter
from tracker.progress.queries import NotFoundError, newest_quarter
from tracker.web.filters import BadParameterError, read_page_query
from tracker.web.public import as_published, editions_are_public, is_anonymous, reach_of_reader

_BEARER = "bearer "


@require_safe
def progress_view(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer with the rows of a place for quarter, map and moment of the address: to a token, a session, or the public.

    The public reads what was published.

    Somebody else's place answers like one that does not exist.
    """
    answer = _answer(request, slug)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _answer(request: HttpRequest, slug: str) -> HttpResponse:
    known, reach = _reach(request)
    public = not known and "Authorization" not in request.headers and editions_are_public()
    if not known and not public:
        answer = _refusal(HTTPStatus.UNAUTHORIZED, _("Send a token that is still valid, or sign in."))
        answer.headers["WWW-Authenticate"] = "Bearer"
        return answer
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
            reach=reach,
        )
    except BadParameterError as error:
        return _refusal(HTTPStatus.BAD_REQUEST, str(error))
    except NotFoundError:
        return _refusal(HTTPStatus.NOT_FOUND, _("There is no such place, or it is not yours to read."))
    return JsonResponse({**mark_of_data(), **place_data(progress)}, json_dumps_params={"ensure_ascii": False})


def _reach(request: HttpRequest) -> tuple[bool, Reach]:
    """Return whether the request may read at all, and what."""
    authorization = request.headers.get("Authorization", "")
    if authorization.lower().startswith(_BEARER):
        secret = authorization[len(_BEARER) :].strip()
        person = person_of_secret(secret=secret, purpose=TokenPurpose.PROGRAMS, at=timezone.now())
        return (False, frozenset()) if person is None else (True, reach_of(scope_of(person, timezone.localdate())))
    return not is_anonymous(request), reach_of_reader(request)


def _last_full_quarter() -> Quarter:
    return Quarter.containing(timezone.localdate()).previous()


def _refusal(status: HTTPStatus, message: str) -> HttpResponse:
    return JsonResponse({"message": message}, status=status)
