"""Keys by which programs act for a person: calendars and scripts."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from provinces.models.recorded import audited
from tracker.models.person import Person


class TokenPurpose(models.TextChoices):
    """What a token opens."""

    CALENDAR = "calendar", _("calendar of due reports")
    PROGRAMS = "programs", _("reading and entering by programs")


@audited()
class AccessToken(models.Model):
    """One secret that stands for a person; only its digest is kept, so nobody can read it here."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tokens", verbose_name=_("person"))
    purpose = models.CharField(_("purpose"), max_length=20, choices=TokenPurpose)
    may_enter = models.BooleanField(
        _("may enter"), default=False, help_text=_("Whether programs that use it may enter figures; else they read.")
    )
    name = models.CharField(_("name"), max_length=100, blank=True, help_text=_("For example: telephone."))
    digest = models.CharField(_("digest"), max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("made at"), db_default=Now(), editable=False)
    ends_at = models.DateTimeField(_("ends at"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    class Meta:
        verbose_name = _("access token")
        verbose_name_plural = _("access tokens")
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose__in=[purpose.value for purpose in TokenPurpose]),
                name="access_token_purpose_known",
                violation_error_message=_("Choose one of the purposes."),
            ),
            models.CheckConstraint(
                condition=Q(may_enter=False) | Q(purpose=TokenPurpose.PROGRAMS.value),
                name="access_token_only_programs_enter",
                violation_error_message=_("A calendar enters nothing."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_purpose_display()}"
