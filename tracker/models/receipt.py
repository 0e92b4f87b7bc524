"""What one save of a block changed, so that it can be shown and undone."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from provinces.models import Place
from provinces.models.recorded import audited
from tracker.models.file_import import FileImport
from tracker.models.person import Person


class EntryWay(models.TextChoices):
    """How figures came in."""

    GRID = "grid", _("typed into the grid")
    PASTE = "paste", _("pasted")
    FILE = "file", _("read from a file")
    PROGRAM = "program", _("sent by a program")
    IMPORT = "import", _("imported with other reports")


@audited()
class EntryReceipt(models.Model):
    """One save of several cells at once: who, when, how, and each line before and after it."""

    way = models.CharField(_("way"), max_length=10, choices=EntryWay)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", verbose_name=_("place"))
    year = models.PositiveSmallIntegerField(_("year"))
    quarter = models.PositiveSmallIntegerField(_("quarter"))
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("saved by"))
    made_at = models.DateTimeField(_("saved at"), db_default=Now(), editable=False)
    file_import = models.ForeignKey(
        FileImport,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="receipts",
        verbose_name=_("file import"),
    )
    lines = models.JSONField(
        _("lines"), help_text=_("Each changed line: its revision and indicator, before and after.")
    )
    undone_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("undone by")
    )
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    class Meta:
        verbose_name = _("receipt of an entry")
        verbose_name_plural = _("receipts of entries")
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_by__isnull=True, undone_at__isnull=True)
                | Q(undone_by__isnull=False, undone_at__isnull=False),
                name="entry_receipt_undone_who_when",
                violation_error_message=_("Undoing needs both who and when."),
            ),
            models.CheckConstraint(
                condition=Q(way__in=[way.value for way in EntryWay]),
                name="entry_receipt_way_known",
                violation_error_message=_("Choose one of the ways."),
            ),
        ]
        indexes = [models.Index(fields=["place", "year", "quarter"], name="entry_receipt_by_quarter")]

    def __str__(self) -> str:
        return f"{self.place}, {self.year}-Q{self.quarter}: {self.get_way_display()}"
