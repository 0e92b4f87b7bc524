"""Stand around every address of the API: who reads, in which language, how often; what is cached, and every refusal."""

import hashlib
import logging
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Final

from django.conf import settings
from django.core.signals import got_request_exception
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers

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
    if request.method == "HEAD":
        request.method = "GET"  # the server leaves the body out
    try:
        setattr(request, _READER, reader_of(request))
        return view(request, *args, **kwargs)
    except RefusedError as refusal:
        return problem(refusal.status, refusal.message, refusal.errors)
    except OperationalError:
        raise  # a database that is away or busy is answered for all pages alike
    except Exception:
        got_request_exception.send(sender=None, request=request)
        _logger.exception("Internal Server Error: %s", request.path)
        return problem(HTTPStatus.INTERNAL_SERVER_ERROR, sentence_of(HTTPStatus.INTERNAL_SERVER_ERROR))


def _finished(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Return the answer with its tag, or that nothing has changed since the tag that the reader has."""
    status = HTTPStatus(answer.status_code)
    if status >= HTTPStatus.BAD_REQUEST:
        if answer.headers.get("Content-Type") != MEDIA_TYPE:
            allow = answer.headers.get("Allow")
            answer = problem(status, sentence_of(status))
            if allow:
                answer.headers["Allow"] = f"{allow}, HEAD"
        answer.headers["Cache-Control"] = "no-store"
        return answer
    answer.headers["Cache-Control"] = "private, no-cache"
    name = getattr(request, _READER).name
    tag = hashlib.sha256(name.encode() + b"\0" + answer.content).hexdigest()
    answer.headers["ETag"] = f'"{tag[:32]}"'
    kept: HttpResponse = get_conditional_response(request, etag=answer.headers["ETag"], response=answer)
    kept.headers.setdefault("Cache-Control", answer.headers["Cache-Control"])
    return kept
