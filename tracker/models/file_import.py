"""Files whose figures or targets are read, compared with what stands, and saved together."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from provinces.models import Organisation
from provinces.models.recorded import audited
from tracker.models.person import Person


class ImportKind(models.TextChoices):
    """What a file states."""

    FIGURES = "figures", _("figures of a quarter")
    TARGETS = "targets", _("targets")


class ImportState(models.TextChoices):
    """How far a file has come; while it is checked or saved, a process of its own is at work on it."""

    UPLOADED = "uploaded", _("uploaded")
    CHECKING = "checking", _("being checked")
    CHECKED = "checked", _("checked, not saved")
    SAVING = "saving", _("being saved")
    SAVED = "saved", _("saved")
    CANCELLED = "cancelled", _("cancelled")


# A process of its own is, or ought to be, at work.
STATES_AT_WORK = (ImportState.CHECKING, ImportState.SAVING)


@audited(without=["content", "check_result", "rows_done", "rows_known", "beat_at"])
class FileImport(models.Model):
    """One file that somebody uploaded to enter many figures or targets at once.

    Saving it and its state *saved* are one transaction: whatever ends the process, the state tells which it was.
    ``check_result`` is what the last comparison found, as the page shows it. ``rows_done`` of ``rows_known`` and
    ``beat_at`` say how far the process at work has come; 0 of 0 is not known yet. What a file of figures changed is in
    its `EntryReceipt` rows, what one of targets did in ``target_receipt``.
    """

    key = models.UUIDField(_("key"), unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("what it states"), max_length=10, choices=ImportKind)
    name = models.CharField(_("file name"), max_length=200)
    content = models.BinaryField(_("content"), editable=False)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("checksum (SHA-256)"), max_length=64)
    year = models.PositiveSmallIntegerField(_("year"))
    quarter = models.PositiveSmallIntegerField(
        _("quarter"), null=True, blank=True, help_text=_("What a file means that names no quarter; none for targets.")
    )
    source = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("whose file it is"),
        help_text=_("Its columns are remembered for the next file of the same office."),
    )
    language = models.CharField(_("language"), max_length=10)
    mapping = models.JSONField(_("columns as confirmed"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ImportState, default=ImportState.UPLOADED)
    check_result = models.JSONField(_("what the comparison found"), null=True, blank=True)
    reason = models.CharField(_("reason for what is unusual"), max_length=300, blank=True)
    message = models.TextField(_("message"), blank=True)
    cancel_asked = models.BooleanField(_("to be cancelled"), default=False)
    rows_done = models.PositiveIntegerField(_("rows done"), default=0, editable=False)
    rows_known = models.PositiveIntegerField(_("rows in all"), default=0, editable=False)
    beat_at = models.DateTimeField(_("last sign of work"), null=True, blank=True, editable=False)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("uploaded by"))
    made_at = models.DateTimeField(_("uploaded at"), db_default=Now(), editable=False)
    ended_at = models.DateTimeField(_("saved at"), null=True, blank=True, editable=False)
    target_receipt = models.JSONField(
        _("targets that it changed"), null=True, blank=True, help_text=_("Each target's version, before and after.")
    )
    targets_undone_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("undone by")
    )
    targets_undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    class Meta:
        verbose_name = _("file import")
        verbose_name_plural = _("file imports")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in ImportKind]),
                name="file_import_kind_known",
                violation_error_message=_("Choose figures or targets."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in ImportState]),
                name="file_import_state_known",
                violation_error_message=_("Choose one of the states."),
            ),
            models.CheckConstraint(
                condition=Q(state=ImportState.SAVED, ended_at__isnull=False)
                | (~Q(state=ImportState.SAVED) & Q(ended_at__isnull=True)),
                name="file_import_saved_when",
                violation_error_message=_("A saved file has the moment of saving, and only a saved one has."),
            ),
            models.CheckConstraint(
                condition=Q(quarter__isnull=True) | Q(quarter__gte=1, quarter__lte=4),
                name="file_import_quarter_1_to_4",
                violation_error_message=_("The quarter is 1, 2, 3 or 4."),
            ),
            models.CheckConstraint(
                condition=Q(targets_undone_by__isnull=True, targets_undone_at__isnull=True)
                | Q(targets_undone_by__isnull=False, targets_undone_at__isnull=False),
                name="file_import_undone_who_when",
                violation_error_message=_("Undoing needs both who and when."),
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"),
                name="file_import_has_checksum",
                violation_error_message=_("The file has no checksum; upload it again."),
            ),
        ]
        indexes = [
            models.Index(fields=["made_by", "-made_at"], name="file_import_by_person"),
            models.Index(fields=["state"], condition=Q(state__in=["checking", "saving"]), name="file_import_at_work"),
        ]

    def __str__(self) -> str:
        return self.name
