"""People and what they may do where."""

from datetime import UTC
from typing import Any, Final

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from provinces.models import Place
from provinces.models.recorded import audited, ordered_days, valid_on

# The account under which `load_seeds` approves what published papers print; nobody can sign in as it.
PUBLISHER = "published-figures"
# The languages of the screens, each by its own name: the same in every language.
LANGUAGES: Final = (("vi", "Tiếng Việt"), ("en", "English"))


@audited(without=["password", "last_login"])
class Person(AbstractUser):
    """One person with an account; rights come from memberships, never from the account itself."""

    display_name = models.CharField(
        _("full name"), max_length=200, blank=True, help_text=_("As it is written, for example Trần Thị Bình.")
    )

    language = models.CharField(
        _("language"),
        max_length=2,
        blank=True,
        choices=LANGUAGES,
        help_text=_("In which pages greet the person after signing in; empty: as the browser was left."),
    )
    sessions_ended_at = models.DateTimeField(
        _("signed out everywhere at"),
        null=True,
        blank=True,
        help_text=_("Whoever was signed in to this account before, on whatever machine, signs in again."),
    )

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.CheckConstraint(
                condition=Q(language__in=["", *(code for code, _name in LANGUAGES)]),
                name="person_language_known",
                violation_error_message=_("Choose Vietnamese or English."),
            ),
        ]

    def __str__(self) -> str:
        return self.display_name or self.get_username()

    def get_short_name(self) -> str:
        """Return the name that pages greet by."""
        return str(self)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Return what a session must hold to be this person's: another one after a password or an end of all sessions.

        Without such an end it is Django's own, so that nobody is signed out by having this.
        """
        own: str = super()._get_session_auth_hash(secret=secret)  # type: ignore[misc]
        if self.sessions_ended_at is None:
            return own
        ended = self.sessions_ended_at.astimezone(UTC).isoformat()
        return salted_hmac("tracker.Person.sessions_ended_at", f"{own} {ended}", secret=secret).hexdigest()


class Role(models.TextChoices):
    """What a person may do for a place."""

    CLERK = "clerk", _("clerk")
    APPROVER = "approver", _("approver")
    MANAGER = "manager", _("manager")
    ADMINISTRATOR = "administrator", _("administrator")


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships, chosen by day."""

    def valid_on(self, day: Any) -> "MembershipQuerySet":
        """Return the memberships that hold on the day, both ends included."""
        return self.filter(valid_on(day))


@audited()
class Membership(models.Model):
    """One role of one person for a place, everything below it and its predecessors, from a day to a day."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=20, choices=Role)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("place"))
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    standing_in_for = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="deputies",
        verbose_name=_("standing in for"),
        help_text=_("A deputy's role holds only while the person it stands in for has the role too, and has an end."),
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role", "place", "valid_from", "standing_in_for"],
                nulls_distinct=False,
                name="membership_once",
                violation_error_message=_("This person already has this role for this place from this day."),
            ),
            models.CheckConstraint(
                condition=ordered_days("valid_from", "valid_to"),
                name="membership_days_ordered",
                violation_error_message=_("The last day must not be before the first day."),
            ),
            models.CheckConstraint(
                condition=Q(standing_in_for__isnull=True)
                | (Q(valid_to__isnull=False) & ~Q(standing_in_for=models.F("person"))),
                name="membership_deputy_is_somebody_else_for_a_time",
                violation_error_message=_("A deputy is somebody else, and stands in until a day: type the last day."),
            ),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in Role]),
                name="membership_role_known",
                violation_error_message=_("Choose one of the roles."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}, {self.place}"
