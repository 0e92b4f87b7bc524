"""Signing in and out, in the clothes of the other pages."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tracker.actions.accounts import keep_language
from tracker.web.kept import carried_typing, send_again_page


class SignInView(LoginView):
    """The sign-in page; where reading is public, only those who enter figures need it.

    After a session that ended while somebody typed, the form carries what was typed, and gives it back.
    """

    template_name = "registration/login.html"
    redirect_authenticated_user = False
    extra_context = {"title": _("Sign in"), "section": "sign-in"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the form; after a wrong password what was typed stays with it."""
        return {**super().get_context_data(**kwargs), "kept": carried_typing(self.request)}

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Sign the person in, and lead on: to what was typed, or to the page that was asked for."""
        answer = super().form_valid(form)
        kept = carried_typing(self.request)
        if kept is not None:
            answer = send_again_page(self.request, kept)
        keep_language(answer, form.get_user())
        return answer


class SignOutView(LogoutView):
    """Ends the session, returns to the first page, and says so there."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """End the session."""
        answer: HttpResponse = super().post(request, *args, **kwargs)
        messages.success(request, gettext("You are signed out."))
        return answer
