"""Mergers and splits of places."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from provinces.models.place import Place
from provinces.models.recorded import Recorded, audited, only_retiring_allowed
from provinces.models.source_document import SourceDocument


@audited()
class Succession(Recorded):
    """One predecessor going into one successor from a day on, with its share and its legal basis."""

    predecessor = models.ForeignKey(
        Place, on_delete=models.PROTECT, related_name="successor_rows", verbose_name=_("predecessor")
    )
    successor = models.ForeignKey(
        Place, on_delete=models.PROTECT, related_name="predecessor_rows", verbose_name=_("successor")
    )
    effective_on = models.DateField(_("effective on"), help_text=_("First day of the successor."))
    share = models.DecimalField(
        _("share"),
        max_digits=7,
        decimal_places=6,
        help_text=_("Part of the predecessor that goes into this successor: 1 for all of it."),
    )
    document = models.ForeignKey(SourceDocument, on_delete=models.PROTECT, verbose_name=_("legal basis"))

    class Meta:
        verbose_name = _("succession")
        verbose_name_plural = _("successions")
        constraints = [
            models.CheckConstraint(
                condition=Q(share__gt=0, share__lte=1),
                name="succession_share_in_range",
                violation_error_message=_("The share must be more than 0 and at most 1."),
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")),
                name="succession_not_itself",
                violation_error_message=_("A place cannot succeed itself."),
            ),
            models.UniqueConstraint(
                fields=["predecessor", "successor", "effective_on"],
                condition=Q(retired_at__isnull=True),
                name="succession_once",
                violation_error_message=_("This succession is already recorded."),
            ),
        ]
        triggers = [only_retiring_allowed("succession_recorded")]

    def __str__(self) -> str:
        return f"{self.predecessor} -> {self.successor} ({self.effective_on})"
