"""Lists of projects that a place offers to investors."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from provinces.models import Place, SourceDocument
from provinces.models.recorded import audited, ordered_days
from provinces.wording import local_name


@audited(replayed=True)
class PromotionList(models.Model):
    """One list of projects on offer by a place for a period."""

    slug = models.SlugField(_("address name"), unique=True, max_length=80)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="promotion_lists", verbose_name=_("place"))
    name = models.CharField(_("name (Vietnamese)"), max_length=250)
    name_en = models.CharField(_("name (English)"), max_length=250)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    addressed_to = models.CharField(_("addressed to (Vietnamese)"), max_length=200, blank=True)
    addressed_to_en = models.CharField(_("addressed to (English)"), max_length=200, blank=True)
    document = models.ForeignKey(SourceDocument, on_delete=models.PROTECT, verbose_name=_("document"))

    class Meta:
        verbose_name = _("promotion list")
        verbose_name_plural = _("promotion lists")
        constraints = [
            models.CheckConstraint(
                condition=ordered_days("starts_on", "ends_on"),
                name="promotion_list_days_ordered",
                violation_error_message=_("The last day must not be before the first day."),
            ),
        ]

    def __str__(self) -> str:
        return local_name(self)


@audited(replayed=True)
class PromotionItem(models.Model):
    """One group of a promotion list, its figures being targets of role offer; position 0 is the whole list.

    A group that sums others of the same list (a printed subtotal) names them in ``sums``.
    """

    promotion_list = models.ForeignKey(
        PromotionList, on_delete=models.PROTECT, related_name="items", verbose_name=_("promotion list")
    )
    position = models.PositiveSmallIntegerField(_("position"), help_text=_("0 is the whole list."))
    name = models.CharField(_("name (Vietnamese)"), max_length=250)
    name_en = models.CharField(_("name (English)"), max_length=250)
    procedure = models.CharField(_("investment procedure (Vietnamese)"), max_length=250, blank=True)
    procedure_en = models.CharField(_("investment procedure (English)"), max_length=250, blank=True)
    is_group = models.BooleanField(
        _("is a group of the list"), help_text=_("Not ticked for the whole list and for printed subtotals.")
    )
    sums = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="summed_in", verbose_name=_("sums")
    )

    class Meta:
        verbose_name = _("item of a promotion list")
        verbose_name_plural = _("items of promotion lists")
        constraints = [
            models.UniqueConstraint(
                fields=["promotion_list", "position"],
                name="promotion_item_position_once",
                violation_error_message=_("The list already has an item at this position."),
            ),
            models.CheckConstraint(
                condition=~Q(position=0, is_group=True),
                name="promotion_item_whole_list_is_no_group",
                violation_error_message=_("Position 0 is the whole list, not one of its groups."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.promotion_list}: {local_name(self)}"


# Made by Django from the field; a proxy gives it events of its own.
_Through: Any = PromotionItem.sums.through


@audited()
class PromotionItemSum(_Through):
    """One item that a printed subtotal of a promotion list sums."""

    class Meta:
        proxy = True
        verbose_name = _("summed item of a promotion list")
        verbose_name_plural = _("summed items of promotion lists")

    def __str__(self) -> str:
        return f"{self.from_promotionitem}: {local_name(self.to_promotionitem)}"
