"""The page about the reader's own account: name, roles, deputies, language, password, programs, sessions."""

from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from tracker.actions.accounts import (
    UnableToChooseLanguageError,
    choose_language,
    deputies_of,
    end_sessions,
    keep_language,
    roles_of,
)
from tracker.actions.locking import KEEPERS
from tracker.actions.reach import scope_of_request
from tracker.models import Membership
from tracker.models.person import LANGUAGES
from tracker.web.numbers import day_text, moment_text
from tracker.web.views.base import PageView
from tracker.web.words import name_of


class ProfileView(LoginRequiredMixin, PageView):
    """The account of the signed-in person; the form keeps the language in which pages greet them."""

    template_name = "web/profile.html"
    section: ClassVar[str] = "profile"
    title = gettext_lazy("Your account")
    http_method_names = ["get", "head", "options", "post"]

    def page(self) -> dict[str, Any]:
        """Return who the person is, what they may do where, who stands in for them, and which forms they have."""
        person: Any = self.request.user
        today = timezone.localdate()
        return {
            "headline": str(person),
            "crumbs": [(str(self.title), "")],
            "person": person,
            "last_login": moment_text(person.last_login) if person.last_login else "",
            "roles": [_role(row, today) for row in roles_of(person)],
            "deputies": [_deputy(row) for row in deputies_of(person, today)],
            "names_deputies": scope_of_request(self.request).has(*KEEPERS),
            "languages": [(code, name, code == translation.get_language()) for code, name in LANGUAGES],
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep the language, and go on in it."""
        language = request.POST.get("language", "")
        person: Any = request.user
        try:
            choose_language(person=person, language=language)
        except UnableToChooseLanguageError as refusal:
            messages.error(request, refusal.message)
            return HttpResponseRedirect(request.path)
        with translation.override(language):
            messages.success(request, _("Pages greet you in this language from now on, wherever you sign in."))
        answer = HttpResponseRedirect(request.path)
        keep_language(answer, person)
        return answer


class PasswordView(PasswordChangeView):
    """The form that changes one's own password; other machines are signed out by it, this one is not."""

    template_name = "registration/password.html"
    success_url = reverse_lazy("web:profile")
    extra_context = {
        "title": gettext_lazy("Change the password"),
        "section": "profile",
        "crumbs": [(gettext_lazy("Your account"), reverse_lazy("web:profile")), (gettext_lazy("Password"), "")],
    }

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        """Change it, and say so on the page of the account."""
        messages.success(
            self.request, _("Your password is changed. Whoever was signed in with the old one is not any more.")
        )
        return super().form_valid(form)


@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End the person's sessions on every machine, this one too, and lead to the sign-in page."""
    person: Any = request.user
    if person.is_authenticated:
        end_sessions(person=person, at=timezone.now())
        logout(request)
        messages.success(request, _("You are signed out everywhere."))
    return HttpResponseRedirect(reverse("web:sign_in"))


def _role(row: Membership, today: Any) -> dict[str, Any]:
    """Return what the page prints of a role: its place, its days, and whether it holds today."""
    ended = row.valid_to is not None and row.valid_to < today
    coming = row.valid_from is not None and row.valid_from > today
    return {
        "role": row.get_role_display(),
        "place": name_of(row.place),
        "address": "" if ended or coming else reverse("web:place", args=[row.place.slug]),
        "since": day_text(row.valid_from) if row.valid_from else "",
        "until": day_text(row.valid_to) if row.valid_to else "",
        "state": _("ended") if ended else _("not begun yet") if coming else _("holds"),
        "stands_in_for": str(row.standing_in_for) if row.standing_in_for else "",
    }


def _deputy(row: Membership) -> dict[str, str]:
    return {
        "person": str(row.person),
        "place": name_of(row.place),
        "since": day_text(row.valid_from) if row.valid_from else "",
        "until": day_text(row.valid_to) if row.valid_to else "",
    }
