"""Show the API's document as a page: every address with its parameters, rendered here, without a script."""

from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import NinjaAPI

from tracker.actions.readers import is_anonymous
from tracker.api.document import document_of
from tracker.api.purposes import PURPOSES


class Parameter(NamedTuple):
    """One parameter of an address, as the page says it."""

    name: str
    required: bool
    words: str


class Address(NamedTuple):
    """One address of the API, as the page says it."""

    key: str
    title: str
    path: str
    purpose: str
    parameters: list[Parameter]


def document_view(_request: HttpRequest, api: NinjaAPI) -> HttpResponse:
    """Answer with the OpenAPI document; it holds no figure and may be read by everybody."""
    return JsonResponse(document_of(api), json_dumps_params={"ensure_ascii": False})


def docs_view(request: HttpRequest, api: NinjaAPI) -> HttpResponse:
    """Answer with the page."""
    context = {
        "title": _("Reading by programs"),
        "section": "about",
        "anonymous": is_anonymous(request),
        "crumbs": [(_("Words and rules"), reverse("web:about")), (_("Reading by programs"), "")],
        "addresses": [
            _address(path, operation)
            for path, operations in document_of(api)["paths"].items()
            for operation in operations.values()
        ],
        "refusals": [
            ("400", _("A parameter cannot be read; “errors” names it and the cure.")),
            ("401", _("No token that works, and nobody is signed in.")),
            ("404", _("There is nothing of this name, or it is not yours to read.")),
            ("429", _("Too many requests in this minute; “Retry-After” says when to ask again.")),
            ("503", _("The database is busy; try again in a moment.")),
        ],
    }
    return render(request, "api/docs.html", context)


def _address(path: str, operation: dict[str, Any]) -> Address:
    summary = operation["summary"]  # marked for translation where the address is declared
    return Address(
        key=operation["operationId"],
        title=_(summary),
        path=path,
        purpose=str(PURPOSES[operation["operationId"]]),
        parameters=[
            Parameter(parameter["name"], parameter["required"], _words(parameter["schema"]))
            for parameter in operation["parameters"]
        ],
    )


def _words(schema: dict[str, Any]) -> str:
    """Return what a parameter may be, in words."""
    if "enum" in schema:
        return _("one of: %(choices)s") % {"choices": ", ".join(schema["enum"])}
    if "maximum" in schema and "default" in schema:
        words = {"least": schema["minimum"], "most": schema["maximum"], "usual": schema["default"]}
        return _("a whole number from %(least)s to %(most)s; %(usual)s if left out") % words
    if schema["type"] == "integer":
        return _("a number that a list gave")
    examples = [*schema.get("examples", []), *([schema["example"]] if "example" in schema else [])]
    if examples:
        return _("like %(examples)s") % {"examples": "; ".join(examples)}
    if "maxLength" in schema:
        return _("a text of at most %(most)s characters") % {"most": schema["maxLength"]}
    return _("a name, code or key that an answer gave")
