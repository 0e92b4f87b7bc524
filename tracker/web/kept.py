"""Keep what was typed when its sender has to sign in again, or when its form had grown too old.

Nothing is stored: the posted fields travel in the page that answers, through as many wrong passwords as there are, and
come back as a form that its sender sends by hand. Only a request that began on our own pages is answered so.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import Resolver404, ResolverMatch, get_script_prefix, resolve, reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

KEPT_FIELD: Final = "kept_typing"
"""The one input in which the fields travel through the sign-in form, so that no limit on their number is met."""
_ENTRY_PAGES: Final = frozenset({"admin:tracker_quarterlyreport_enter", "admin:tracker_quarterlyreport_overview"})
_NOT_KEPT: Final = frozenset(
    {"web:sign_in", "web:sign_out", "web:sign_out_everywhere", "admin:login", "admin:logout", "set_language"}
)
_ROOM_FOR_THE_REST: Final = 64 * 1024
"""Bytes of the sign-in form that are left to names, password and the parts between the fields."""
_STEP: Final = "step"
# What the inputs of both grids begin with. Whatever else a form carries (a reason, a receipt) says nothing of cells.
_CELLS: Final = ("line-", "cell-")
# What a form carries for the server: of no use to a reader who looks for what was typed.
_MACHINERY: Final = re.compile(r"_.*|step|next|action|initial-.*|.*-seen|.*_FORMS")


@dataclass(frozen=True, slots=True)
class KeptPost:
    """One POST that could not be answered: where it went and what it carried, in its order.

    ``files`` are the names of files, which no page can choose for a person; ``passwords`` says whether some were left
    out; ``restores`` says whether the address can show the fields again without saving them.
    """

    address: str
    fields: tuple[tuple[str, str], ...]
    files: tuple[str, ...] = ()
    passwords: bool = False
    restores: bool = False

    def packed(self) -> str:
        """Return the POST as the text of one input."""
        return json.dumps([self.address, self.fields, self.files, self.passwords], ensure_ascii=False)

    @property
    def comes_back_unsaved(self) -> bool:
        """Whether sending it shows a filled form first; a step without cells (undo, delete) is simply taken."""
        return self.restores and any(name.startswith(_CELLS) for name, _value in self.fields)

    @property
    def fields_to_send(self) -> list[tuple[str, str]]:
        """Return the fields as they are sent again: to be shown where the address can, otherwise as they were."""
        if not self.comes_back_unsaved:
            return list(self.fields)
        return [*((name, value) for name, value in self.fields if name != _STEP), (_STEP, "restore")]

    @property
    def typed(self) -> list[tuple[str, str]]:
        """Return the fields that hold something a person typed or chose, for reading and copying."""
        return [(name, value) for name, value in self.fields if value.strip() and not _MACHINERY.fullmatch(name)]

    @property
    def too_long(self) -> bool:
        """Whether it is too long to travel through the sign-in form."""
        return len(self.packed().encode()) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE - _ROOM_FOR_THE_REST


def posted_typing(request: HttpRequest) -> KeptPost | None:
    """Return what a POST carries; None if that is nothing, or if it is a form of signing in, out or of the language."""
    try:
        fields = [(name, str(value)) for name, values in request.POST.lists() for value in values]
    except UnreadablePostError:  # the line broke before the whole of it was here
        return None
    files = [str(file.name) for _name, chosen in request.FILES.lists() for file in chosen]
    return _checked(address=request.get_full_path(), fields=fields, files=files)


def carried_typing(request: HttpRequest) -> KeptPost | None:
    """Return what a sign-in form carries along; None if that is nothing, or not what we wrote into it."""
    try:
        address, fields, files, passwords = json.loads(request.POST.get(KEPT_FIELD, ""))
        kept = _checked(
            address=str(address),
            fields=[(str(name), str(value)) for name, value in fields],
            files=[str(name) for name in files],
            passwords=passwords is True,
        )
        if kept is not None:
            kept.packed().encode()  # half a character, which no page can print, is no text of ours
    except (ValueError, TypeError, RecursionError):  # no JSON, no such list, a list in a list without end
        return None
    return kept


def _checked(
    *,
    address: str,
    fields: list[tuple[str, str]],
    files: list[str],
    passwords: bool = False,
) -> KeptPost | None:
    """Return the POST without passwords and tokens; None if nothing is left or the address is not one of ours."""
    fields = [(name, value) for name, value in fields if name not in ("csrfmiddlewaretoken", KEPT_FIELD)]
    open_fields = [(name, value) for name, value in fields if "password" not in name.lower()]
    page = _page_here(address)
    if page is None or page.view_name in _NOT_KEPT or not open_fields:
        return None
    return KeptPost(
        address=address,
        fields=tuple(open_fields),
        files=tuple(name for name in files if name),
        passwords=passwords or len(open_fields) < len(fields),
        restores=_restores(page),
    )


def _page_here(address: str) -> ResolverMatch | None:
    """Return the page of this site that the address leads to; None for other sites and for no page."""
    prefix = get_script_prefix()
    path = unquote(urlsplit(address).path)
    if not path.startswith(prefix) or not url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        return None
    try:
        return resolve("/" + path.removeprefix(prefix))
    except Resolver404:
        return None


def _restores(page: ResolverMatch) -> bool:
    """Whether the page shows posted fields again without saving them, when it is sent the step “restore”."""
    return page.view_name in _ENTRY_PAGES


def is_from_our_pages(request: HttpRequest) -> bool:
    """Whether the browser says that the request began on this site; without a word from it, no.

    A page of somebody else must not see its own fields come back in a form of ours that one press would send.
    """
    source = request.headers.get("Origin") or request.headers.get("Referer") or ""
    try:
        parts = urlsplit(source)
    except ValueError:
        return False
    return (parts.scheme, parts.netloc) == (request.scheme, request.get_host())


# --- Pages ------------------------------------------------------------------------------------------------------


def sign_in_form(request: HttpRequest) -> AuthenticationForm:
    """Return an empty sign-in form."""
    return AuthenticationForm(request)


def sign_in_page(request: HttpRequest, kept: KeptPost, *, status: int) -> HttpResponse:
    """Return the sign-in page that carries the fields along."""
    context = {
        "title": _("Sign in"),
        "section": "sign-in",
        "form": sign_in_form(request),
        "next": kept.address if kept.too_long else "",
        "kept": kept,
    }
    return never_stored(render(request, "registration/login.html", context, status=status))


def send_again_page(request: HttpRequest, kept: KeptPost, *, status: int = 200) -> HttpResponse:
    """Return the page that shows somebody who has signed in what was typed, and sends it by one button."""
    context = {"title": _("Here is what you typed"), "kept": kept}
    return never_stored(render(request, "registration/send_again.html", context, status=status))


def never_stored(response: HttpResponse) -> HttpResponse:
    """Return the answer marked as one that no cache may keep."""
    add_never_cache_headers(response)
    return response


class KeptTypingMiddleware:
    """Answer a POST that is sent off to sign in with the sign-in page itself, which keeps what was typed.

    The status is 401: nothing was saved, and a script must be able to tell; browsers show the page all the same.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Return the answer, or in the place of a redirect to sign-in the page that keeps what was typed."""
        response = self.get_response(request)
        if request.method != "POST" or not _sends_to_sign_in(response):
            return response
        kept = posted_typing(request)
        if kept is None:
            return response
        page = sign_in_page(request, kept, status=401)
        page.headers["WWW-Authenticate"] = "Session"  # a 401 has to name a way; browsers pass over one they do not know
        return page


def _sends_to_sign_in(response: HttpResponseBase) -> bool:
    if response.status_code != 302:
        return False
    address = urlsplit(response.headers["Location"])
    return "next" in parse_qs(address.query) and address.path in (reverse("web:sign_in"), reverse("admin:login"))
