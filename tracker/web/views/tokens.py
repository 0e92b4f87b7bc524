"""The pages on which people make the secrets by which programs act for them, see which work, and revoke them."""

from datetime import timedelta
from typing import Any, ClassVar, Final

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.actions.tokens import (
    LONGEST_DAYS_OF_PROGRAMS,
    LONGEST_NAME,
    UnableToMakeTokenError,
    UnableToRevokeTokenError,
    live_tokens,
    make_token,
    revoke_token,
)
from tracker.models import AccessToken, TokenPurpose
from tracker.web.filters import BadParameterError
from tracker.web.numbers import moment_text
from tracker.web.views.base import PageView

# A key of more digits is the key of nothing.
_LONGEST_KEY: Final = 19


class TokensView(LoginRequiredMixin, PageView):
    """The tokens of one purpose of the signed-in person, a form that makes one and a button that revokes each.

    ``days`` are the lifetimes that may be chosen, the first one by default; without any a token works until it is
    revoked. ``enters`` says whether one may be made that enters figures; all others read.
    """

    purpose: ClassVar[TokenPurpose]
    days: ClassVar[tuple[int, ...]] = ()
    enters: ClassVar[bool] = False
    http_method_names = ["get", "head", "options", "post"]
    secret: str = ""

    def page(self) -> dict[str, Any]:
        """Return the tokens that work; a subclass adds the one that was just made, which is shown this once."""
        tokens = live_tokens(person=self._person, purpose=self.purpose, at=timezone.now())
        return {
            "tokens": [_row(token) for token in tokens],
            "longest_name": LONGEST_NAME,
            "days": self.days,
            "most_days": LONGEST_DAYS_OF_PROGRAMS,
            "enters": self.enters,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Make a token and show it, or revoke one.

        :raises BadParameterError: if the form asks for neither.
        """
        step = request.POST.get("step", "")
        if step == "make":
            return self._make(request)
        if step != "revoke":
            raise BadParameterError(_("The form asks for nothing that this page can do. Go back and use its buttons."))
        token = request.POST.get("token", "")
        key = int(token) if token.isascii() and token.isdigit() and len(token) < _LONGEST_KEY else 0
        try:
            revoke_token(token_id=key, by=self._person, at=timezone.now())
        except UnableToRevokeTokenError as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("It is revoked; programs that use it find nothing any more."))
        return HttpResponseRedirect(request.path)

    def _make(self, request: HttpRequest) -> HttpResponse:
        now = timezone.now()
        chosen = request.POST.get("days", "")
        days = next((days for days in self.days if str(days) == chosen), self.days[0] if self.days else None)
        try:
            self.secret = make_token(
                purpose=self.purpose,
                name=request.POST.get("name", ""),
                by=self._person,
                at=now,
                ends_at=None if days is None else now + timedelta(days=days),
                may_enter=self.enters and request.POST.get("may") == "enter",
            )[1]
        except UnableToMakeTokenError as refusal:
            messages.error(request, refusal.message)
        response = self.render_to_response(self.get_context_data())
        # The one answer that holds a secret is kept by nobody on the way.
        response.headers["Cache-Control"] = "no-store"
        return response

    @property
    def _person(self) -> Any:
        return self.request.user


class ProgramsView(TokensView):
    """The tokens by which programs read and enter reports for the signed-in person."""

    template_name = "web/program_tokens.html"
    section: ClassVar[str] = "reporting"
    title = gettext_lazy("Programs that work for you")
    purpose = TokenPurpose.PROGRAMS
    days = (90, 30, LONGEST_DAYS_OF_PROGRAMS)
    enters = True

    def page(self) -> dict[str, Any]:
        """Return the tokens, and the one that was just made."""
        return {**super().page(), "secret": self.secret, "crumbs": [(str(self.title), "")]}


def _row(token: AccessToken) -> tuple[int, str, str, str, str]:
    """Return key, name, when it was made and ends, and what a program may do with it, in words."""
    ends = "" if token.ends_at is None else moment_text(token.ends_at)
    may = ""
    if token.purpose == TokenPurpose.PROGRAMS:
        may = _("reads and enters") if token.may_enter else _("reads only")
    return token.pk, token.name or _("without a name"), moment_text(token.made_at), ends, may
