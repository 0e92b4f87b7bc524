"""The due days for calendar programs: the page where somebody makes an address, and the address itself."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from tracker.actions.tokens import (
    LONGEST_NAME,
    UnableToMakeTokenError,
    UnableToRevokeTokenError,
    live_tokens,
    make_token,
    person_of_secret,
    revoke_token,
)
from tracker.exchange.calendar_file import CONTENT_TYPE
from tracker.models import TokenPurpose
from tracker.web.due_calendar import due_calendar
from tracker.web.errors import bad_request
from tracker.web.filters import BadParameterError
from tracker.web.numbers import moment_text
from tracker.web.views.base import PageView
from tracker.web.views.reporting import ReportingView

# Programs ask again by themselves; more often than every hour they need not.
_SECONDS_KEPT = 3600


class CalendarView(LoginRequiredMixin, PageView):
    """The addresses of the signed-in person, a form that makes one and a button that revokes each."""

    template_name = "web/reporting_calendar.html"
    section: ClassVar[str] = "reporting"
    title = gettext_lazy("Due days in your calendar")
    http_method_names = ["get", "head", "options", "post"]
    secret: str = ""

    def page(self) -> dict[str, Any]:
        """Return the addresses that work, and the one that was just made, which is shown this once."""
        tokens = live_tokens(person=self._person, purpose=TokenPurpose.CALENDAR, at=timezone.now())
        return {
            "tokens": [(token.pk, token.name or _("without a name"), moment_text(token.made_at)) for token in tokens],
            "longest_name": LONGEST_NAME,
            "addresses": [
                (words, f"{settings.SITE_ADDRESS}{reverse('web:calendar_feed', args=[self.secret])}?language={code}")
                for code, words in settings.LANGUAGES
            ]
            if self.secret
            else [],
            "crumbs": [(str(ReportingView.title), reverse("web:reporting")), (str(self.title), "")],
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Make an address and show it, or revoke one.

        :raises BadParameterError: if the form asks for neither.
        """
        step = request.POST.get("step", "")
        if step == "make":
            return self._make(request)
        if step != "revoke":
            raise BadParameterError(_("The form asks for nothing that this page can do. Go back and use its buttons."))
        token = request.POST.get("token", "")
        try:
            # A number too long for a key is the key of nothing.
            key = int(token) if token.isascii() and token.isdigit() and len(token) < 19 else 0
            revoke_token(token_id=key, by=self._person, at=timezone.now())
        except UnableToRevokeTokenError as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("The address is revoked; programs that use it find nothing any more."))
        return redirect("web:reporting_calendar")

    def _make(self, request: HttpRequest) -> HttpResponse:
        try:
            self.secret = make_token(
                purpose=TokenPurpose.CALENDAR,
                name=request.POST.get("name", ""),
                by=self._person,
                at=timezone.now(),
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


@require_safe
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Return the calendar of whoever the secret stands for; a wrong one and a revoked one are found alike: not at all.

    No session is asked: programs have none, so nobody's own sign-in opens somebody else's address.
    """
    at = timezone.now()
    person = person_of_secret(secret=secret, purpose=TokenPurpose.CALENDAR, at=at)
    if person is None:
        raise Http404
    language = request.GET.get("language", "") or settings.LANGUAGE_CODE
    if language not in dict(settings.LANGUAGES):
        return bad_request(request, _("“language” can only be vi or en. Leave it out for Vietnamese."))
    response = HttpResponse(due_calendar(person, at=at, language=language), content_type=CONTENT_TYPE)
    response.headers["Content-Disposition"] = 'inline; filename="reports.ics"'
    response.headers["Content-Language"] = language
    response.headers["Cache-Control"] = f"private, max-age={_SECONDS_KEPT}"
    return response
