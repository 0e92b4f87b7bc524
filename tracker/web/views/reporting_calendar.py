"""The due days for calendar programs: the page where somebody makes an address, and the address itself."""

from typing import Any, ClassVar

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from tracker.actions.tokens import person_of_secret
from tracker.exchange.calendar_file import CONTENT_TYPE
from tracker.models import TokenPurpose
from tracker.web.due_calendar import due_calendar
from tracker.web.errors import bad_request
from tracker.web.views.reporting import ReportingView
from tracker.web.views.tokens import TokensView

# Programs ask again by themselves; more often than every hour they need not.
_SECONDS_KEPT = 3600


class CalendarView(TokensView):
    """The addresses for calendar programs of the signed-in person."""

    template_name = "web/reporting_calendar.html"
    section: ClassVar[str] = "reporting"
    title = gettext_lazy("Due days in your calendar")
    purpose = TokenPurpose.CALENDAR

    def page(self) -> dict[str, Any]:
        """Return the addresses that work, and the one that was just made."""
        return {
            **super().page(),
            "addresses": [
                (words, f"{settings.SITE_ADDRESS}{reverse('web:calendar_feed', args=[self.secret])}?language={code}")
                for code, words in settings.LANGUAGES
            ]
            if self.secret
            else [],
            "crumbs": [(str(ReportingView.title), reverse("web:reporting")), (str(self.title), "")],
        }


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
