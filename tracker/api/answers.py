"""Stand around every address of the API: who reads, in which language, how often; what is cached, and every refusal."""

import hashlib
import logging
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Final

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import gettext as _

from tracker.actions.limits import WINDOW, Allowance, count_request
from tracker.actions.passing import SECONDS_TO_WAIT, is_passing
from tracker.actions.readers import Reader, reader_of
from tracker.api.problems import MEDIA_TYPE, RefusedError, problem, sentence_of, unknown_reader

_READER: Final = "tracker_api_reader"
_logger = logging.getLogger("django.request")
View = Callable[..., HttpResponseBase]


def reader_asking(request: HttpRequest, *, public: Callable[[], bool] | None = None) -> Reader:
    """Return who asks; ``public`` tells whether the address may be read by somebody whom the tracker does not know.

    :raises RefusedError: 401, if it may not.
    """
    reader: Reader = getattr(request, _READER)
    if reader.known or (public is not None and not reader.refused and public()):
        return reader
    raise unknown_reader()


def answering(view: View) -> View:
    """Return the view with all that every address of the API does."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with translation.override(_language(request)):
            answer = _answer(view, request, *args, **kwargs)
            if isinstance(answer, HttpResponse):
                answer = _finished(request, answer)
            answer.headers["Content-Language"] = translation.get_language()
        patch_vary_headers(answer, ("Authorization", "Cookie", "Accept-Language"))
        return answer

    # No browser sends a token by itself, and nothing here changes anything.
    answered.csrf_exempt = True  # type: ignore[attr-defined]
    return answered


def _language(request: HttpRequest) -> str:
    """Return the language that the reader has switched to, else the first of ours that the program asks for."""
    known = {code for code, _name in settings.LANGUAGES}
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if chosen in known:
        return chosen
    asked = [part.split(";")[0].strip().lower()[:2] for part in request.headers.get("Accept-Language", "").split(",")]
    return next((code for code in asked if code in known), settings.LANGUAGE_CODE)


def _answer(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    method = request.method
    if method == "HEAD":
        request.method = "GET"  # the addresses know GET alone; the server leaves the body out
    try:
        reader = reader_of(request)
        setattr(request, _READER, reader)
        allowance = count_request(name=reader.name, at=timezone.now())
        answer = _too_many(allowance) if allowance.exceeded else view(request, *args, **kwargs)
        _tell_allowance(answer, allowance)
        return answer
    except RefusedError as refusal:
        return problem(refusal.status, refusal.message, refusal.errors)
    except OperationalError as error:
        if not is_passing(error):
            raise  # a database that is away is answered for all pages alike
        answer = problem(HTTPStatus.SERVICE_UNAVAILABLE, sentence_of(HTTPStatus.SERVICE_UNAVAILABLE))
        answer.headers["Retry-After"] = str(SECONDS_TO_WAIT)
        return answer
    except Exception:
        _logger.exception("Internal Server Error: %s", request.path)
        return problem(HTTPStatus.INTERNAL_SERVER_ERROR, sentence_of(HTTPStatus.INTERNAL_SERVER_ERROR))
    finally:
        request.method = method


def _too_many(allowance: Allowance) -> HttpResponse:
    words = {"most": allowance.most, "seconds": allowance.seconds}
    answer = problem(
        HTTPStatus.TOO_MANY_REQUESTS,
        _("%(most)s requests in a minute are allowed; ask again in %(seconds)s seconds.") % words,
    )
    answer.headers["Retry-After"] = str(allowance.seconds)
    return answer


def _tell_allowance(answer: HttpResponseBase, allowance: Allowance) -> None:
    """Write what is left as the IETF's draft on RateLimit header fields says."""
    answer.headers["RateLimit-Policy"] = f'"minute";q={allowance.most};w={WINDOW.seconds}'
    answer.headers["RateLimit"] = f'"minute";r={max(0, allowance.left)};t={allowance.seconds}'


def _finished(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Return the answer with its tag, or that nothing has changed since the tag that the reader has."""
    status = HTTPStatus(answer.status_code)
    if status >= HTTPStatus.BAD_REQUEST:
        if answer.headers.get("Content-Type") != MEDIA_TYPE:
            plain, answer = answer, problem(status, sentence_of(status))
            for header in ("RateLimit-Policy", "RateLimit"):
                answer.headers[header] = plain.headers[header]
            if "Allow" in plain.headers:
                answer.headers["Allow"] = f"{plain.headers['Allow']}, HEAD"
        answer.headers["Cache-Control"] = "no-store"
        return answer
    answer.headers["Cache-Control"] = "private, no-cache"
    name = getattr(request, _READER).name
    tag = hashlib.sha256(name.encode() + b"\0" + answer.content).hexdigest()
    answer.headers["ETag"] = f'"{tag[:32]}"'
    kept = get_conditional_response(request, etag=answer.headers["ETag"], response=answer)
    assert kept is not None  # one is given, so one comes back
    for name in ("Cache-Control", "RateLimit-Policy", "RateLimit"):
        kept.headers.setdefault(name, answer.headers[name])
    return kept
