"""Pages of the lists of projects that places offer to investors."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from provinces.wording import local_name
from tracker.actions.rights import Scope
from tracker.admin.base import ScopedAdmin, ScopedInline
from tracker.admin.columns import PlaceColumn
from tracker.models import PromotionItem, PromotionItemSum, PromotionList, Role


class PromotionItemInline(ScopedInline):
    """The groups of a list; position 0 is the whole list."""

    model = PromotionItem
    fields = ("position", "name", "name_en", "is_group", "procedure", "procedure_en")
    ordering = ("position", "pk")
    can_delete = False


@admin.register(PromotionList)
class PromotionListAdmin(PlaceColumn, ScopedAdmin):
    """The lists; their figures are targets with the role “offer”."""

    place_lookups = ("place",)
    writers = (Role.ADMINISTRATOR,)
    search_keys = ("place__search_key",)
    search_texts = ("name", "name_en")
    list_display = ("name_of", "place_name", "starts_on", "ends_on", "document")
    list_select_related = ("place", "document")
    list_filter = (("place", admin.RelatedOnlyFieldListFilter),)
    ordering = ("-starts_on", "slug")
    fields = (
        "place",
        "name",
        "name_en",
        "slug",
        "starts_on",
        "ends_on",
        "addressed_to",
        "addressed_to_en",
        "document",
    )
    inlines = (PromotionItemInline,)

    @admin.display(description=_("name"), ordering="name")
    def name_of(self, obj: PromotionList) -> str:
        """Return the name."""
        return local_name(obj)


@admin.register(PromotionItem)
class PromotionItemAdmin(ScopedAdmin):
    """The groups of all lists."""

    place_lookups = ("promotion_list__place",)
    writers = (Role.ADMINISTRATOR,)
    search_texts = ("name", "name_en", "promotion_list__name", "promotion_list__name_en")
    list_display = ("name_of", "promotion_list", "position", "is_group")
    list_select_related = ("promotion_list",)
    list_filter = ("is_group",)
    ordering = ("promotion_list__slug", "position", "pk")
    fields = ("promotion_list", "position", "name", "name_en", "is_group", "sums", "procedure", "procedure_en")

    def place_of(self, obj: PromotionItem) -> int | None:
        """Return the place of the item's list."""
        return obj.promotion_list.place_id

    @admin.display(description=_("name"), ordering="name")
    def name_of(self, obj: PromotionItem) -> str:
        """Return the name."""
        return local_name(obj)


@admin.register(PromotionItemSum)
class PromotionItemSumAdmin(ScopedAdmin):
    """Which items the printed subtotals sum; edited on the subtotal."""

    place_lookups = ("from_promotionitem__promotion_list__place",)
    search_texts = (
        "from_promotionitem__name",
        "from_promotionitem__name_en",
        "to_promotionitem__name",
        "to_promotionitem__name_en",
    )
    list_display = ("from_promotionitem", "to_promotionitem")
    list_select_related = ("from_promotionitem__promotion_list", "to_promotionitem__promotion_list")
    ordering = ("from_promotionitem", "to_promotionitem", "pk")
    fields = ("from_promotionitem", "to_promotionitem")

    def may_write(self, scope: Scope, obj: Any = None) -> bool:
        """Leave writing to the page of the item."""
        return False
