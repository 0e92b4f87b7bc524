"""Which reminders were sent, so that sending twice reminds once."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from provinces.models.recorded import audited
from tracker.models.frame import ReportingDuty
from tracker.models.person import Person


class ReminderKind(models.TextChoices):
    """Why somebody is reminded."""

    DUE_SOON = "due_soon", _("due soon")
    OVERDUE = "overdue", _("overdue")
    TO_APPROVE = "to_approve", _("waits for approval")


@audited()
class Reminder(models.Model):
    """One reminder to one person about one report that is owed: sent at most once for each kind and day."""

    duty = models.ForeignKey(
        ReportingDuty, on_delete=models.PROTECT, related_name="+", verbose_name=_("reporting duty")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    quarter = models.PositiveSmallIntegerField(_("quarter"))
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("person"))
    kind = models.CharField(_("kind"), max_length=20, choices=ReminderKind)
    sent_on = models.DateField(_("sent on"))
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [
            models.UniqueConstraint(
                fields=["duty", "year", "quarter", "person", "kind", "sent_on"],
                name="reminder_once",
                violation_error_message=_("This person was already reminded of this on that day."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in ReminderKind]),
                name="reminder_kind_known",
                violation_error_message=_("Choose one of the kinds."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.duty}, {self.year}-Q{self.quarter}"
