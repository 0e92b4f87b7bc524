"""Name the addresses of the read API, version 1."""

from collections.abc import Iterator
from functools import partial
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.renderers import JSONRenderer

from tracker.api import progress, published, rows
from tracker.api.answers import answering
from tracker.api.docs import docs_view, document_view
from tracker.api.parameters import refusal_of_validation
from tracker.api.problems import RefusedError, not_found, problem, sentence_of


class PlainJSON(JSONRenderer):
    """Write letters as they are; Vietnamese would be twice as long in escapes."""

    json_dumps_params = {"ensure_ascii": False}


api = NinjaAPI(
    title="Investment-target tracker",
    version="1",
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
    renderer=PlainJSON(),
)
api.add_router("", rows.router)
api.add_router("", progress.router)
api.add_router("", published.router)


@api.exception_handler(ValidationError)
def handle_validation(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Answer for what the framework could not read."""
    return _problem(refusal_of_validation(error.errors))


@api.exception_handler(RefusedError)
def handle_refusal(_request: HttpRequest, error: RefusedError) -> HttpResponse:
    """Answer for what an address refuses."""
    return _problem(error)


@api.exception_handler(Http404)
def handle_missing(_request: HttpRequest, _error: Http404) -> HttpResponse:
    """Answer for what there is not."""
    return _problem(not_found())


@api.exception_handler(Exception)
def handle_mistake(_request: HttpRequest, error: Exception) -> HttpResponse:
    """Hand our own mistakes on to whoever notes them.

    :raises Exception: the mistake.
    """
    raise error


def _problem(error: RefusedError) -> HttpResponse:
    return problem(error.status, error.message, error.errors)


def unknown_address(_request: HttpRequest, **_parts: Any) -> HttpResponse:
    """Answer for an address that the API does not have."""
    return problem(HTTPStatus.NOT_FOUND, sentence_of(HTTPStatus.NOT_FOUND))


def _addresses() -> Iterator[URLPattern]:
    """Yield the addresses of the operations, each with all that the API does around it."""
    for pattern in api.urls[0]:
        if isinstance(pattern, URLPattern) and pattern.name != "api-root":
            yield path(str(pattern.pattern), answering(pattern.callback), name=pattern.name)


app_name = "api"
urlpatterns = [
    *_addresses(),
    path("openapi.json", answering(partial(document_view, api=api)), name="openapi"),
    path("docs", partial(docs_view, api=api), name="docs"),
    re_path(r"^[\s\S]*$", answering(unknown_address), name="unknown"),  # a line feed as well
]
