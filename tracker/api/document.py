"""Describe the API as an OpenAPI 3.1 document: what the framework knows of it, and what stands around every address."""

import re
from functools import cache
from typing import Any, Final

from ninja import NinjaAPI
from ninja.openapi.schema import get_schema

from tracker.api.parameters import MOST_ROWS
from tracker.api.problems import MEDIA_TYPE
from tracker.api.schemas import Problem

ROOT: Final = "/api/v1/"
# What the public may read where it is opened; everything else needs a token or a session.
PUBLIC_TAGS: Final = frozenset({"places", "editions", "documents"})
PUBLIC_OPERATIONS: Final = frozenset({"place_progress", "explanation"})
_DESCRIPTION: Final = f"""
Everything that pages show, to be read by programs, within what your roles let you read. Send
`Authorization: Bearer …` with a token that you make under "Programs that work for you"; where editions or papers are
public, they are read without. Amounts are decimal texts in single units, null means that there is no number and never
0, shares are parts of 1. Lists come in parts of at most {MOST_ROWS} rows: send `next_cursor` of the answer before as
`cursor`. With `as_of` the books are read as they stood at a moment. What an address does not know is refused.
""".replace("\n", " ").strip()
_TEXT: Final = {"schema": {"type": "string"}}
_LIMITS: Final = {
    "RateLimit": {"description": "What is left of this minute.", **_TEXT},
    "RateLimit-Policy": {"description": "How many requests a minute has.", **_TEXT},
}
_REFUSALS: Final = {
    "400": "A parameter cannot be read; `errors` names it and the cure.",
    "401": "No token that works, and no session.",
    "404": "There is nothing of this name, or it is not yours to read.",
    "429": "Too many requests in this minute.",
    "500": "The server made a mistake.",
    "503": "The database is busy; try again.",
}
_HEADERS: Final[dict[str, dict[str, Any]]] = {
    "401": {"WWW-Authenticate": _TEXT},
    "429": {"Retry-After": {"description": "In how many seconds to ask again.", "schema": {"type": "integer"}}},
}


@cache
def document_of(api: NinjaAPI) -> dict[str, Any]:
    """Return the document; it is the same for every reader."""
    told: dict[str, Any] = dict(get_schema(api, ROOT.strip("/") + "/"))
    told["info"]["description"] = _DESCRIPTION
    del told["servers"]
    components = told["components"]
    components["schemas"].update(_schemas_of_problems())
    components["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer"},
        "session": {"type": "apiKey", "in": "cookie", "name": "sessionid"},
    }
    for path in told["paths"].values():
        for operation in path.values():
            _complete(operation)
    return told


def _schemas_of_problems() -> dict[str, Any]:
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    return {**schema.pop("$defs"), "Problem": schema}


def _complete(operation: dict[str, Any]) -> None:
    """Add to an operation what the framework does not know of it."""
    operation["operationId"] = re.sub(r"^tracker_api_[a-z]+_", "", operation["operationId"])
    operation["security"] = [{"token": []}, {"session": []}]
    if PUBLIC_TAGS & set(operation["tags"]) or operation["operationId"] in PUBLIC_OPERATIONS:
        operation["security"].append({})
    for parameter in operation["parameters"]:
        _without_null(parameter)
    answers: dict[str, Any] = {str(status): answer for status, answer in operation["responses"].items()}
    answers["200"]["headers"] = {"ETag": {"description": "Send it as If-None-Match.", **_TEXT}, **_LIMITS}
    answers["304"] = {"description": "Nothing has changed since the tag that was sent."}
    for status, words in _REFUSALS.items():
        answers[status] = {
            "description": words,
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
            **({"headers": _HEADERS[status]} if status in _HEADERS else {}),
        }
    operation["responses"] = answers


def _without_null(parameter: dict[str, Any]) -> None:
    """Say of a parameter that may be left out what it is where it is sent: nobody sends null in an address."""
    schema = parameter["schema"]
    choices = [each for each in schema.pop("anyOf", ()) if each != {"type": "null"}]
    for choice in choices:
        schema.update(choice)
    if schema.get("default", "") is None:
        del schema["default"]
    schema.pop("title", None)
