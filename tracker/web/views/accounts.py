"""Signing in and out, in the clothes of the other pages."""

from django.contrib.auth.views import LoginView, LogoutView
from django.utils.translation import gettext_lazy as _


class SignInView(LoginView):
    """The sign-in page; where reading is public, only those who enter figures need it."""

    template_name = "registration/login.html"
    redirect_authenticated_user = False
    extra_context = {"title": _("Sign in"), "section": "sign-in"}


class SignOutView(LogoutView):
    """Ends the session and returns to the first page."""
