"""Refuse as RFC 9457 says: a problem with its status, a sentence in the reader's language, and what to mend."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, Final

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _

MEDIA_TYPE: Final = "application/problem+json"


class RefusedError(Exception):
    """The request is not answered; ``message`` says why and what to do, in the reader's language."""

    def __init__(self, status: HTTPStatus, message: str, errors: Sequence[dict[str, str]] = ()) -> None:
        self.status = status
        self.message = message
        self.errors = errors
        super().__init__(message)


def problem(status: HTTPStatus, message: str, errors: Sequence[dict[str, str]] = ()) -> HttpResponse:
    """Return the refusal; ``errors`` names each parameter that is wrong, with the cure."""
    told: dict[str, Any] = {"type": "about:blank", "title": status.phrase, "status": status.value, "detail": message}
    if errors:
        told["errors"] = list(errors)
    answer = JsonResponse(told, status=status, json_dumps_params={"ensure_ascii": False})
    answer.headers["Content-Type"] = MEDIA_TYPE
    if status == HTTPStatus.UNAUTHORIZED:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def not_found() -> RefusedError:
    """Return the refusal of what does not exist, and of what is somebody else's: nobody can tell one from the other."""
    return RefusedError(HTTPStatus.NOT_FOUND, _("There is nothing of this name, or it is not yours to read."))


def unknown_reader() -> RefusedError:
    """Return the refusal of somebody whom the tracker does not know."""
    return RefusedError(
        HTTPStatus.UNAUTHORIZED, _("Send a token that is still valid: Authorization: Bearer …, or sign in.")
    )


def sentence_of(status: HTTPStatus) -> str:
    """Return what is said of a refusal that nobody gave a sentence of its own."""
    sentences = {
        HTTPStatus.NOT_FOUND: _("There is no such address; /api/v1/docs names them all."),
        HTTPStatus.METHOD_NOT_ALLOWED: _("Everything here is only read: send GET or HEAD."),
        HTTPStatus.SERVICE_UNAVAILABLE: _("The database is busy; try again in a moment."),
        HTTPStatus.INTERNAL_SERVER_ERROR: _("The server made a mistake; it has been noted."),
    }
    return sentences.get(status, _("The request could not be read. Check it, and send it again."))
