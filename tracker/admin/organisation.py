"""Pages of organisations: investors, boards, issuers and publishers."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from provinces.models import Investor, Organisation, ParkInvestor, SourceDocument
from provinces.wording import local_name
from tracker.actions.reach import documents_seen, organisations_seen
from tracker.actions.rights import Scope
from tracker.admin.base import ScopedAdmin
from tracker.admin.columns import NameColumn
from tracker.admin.recorded import RecordedAdmin, StateFilter


@admin.register(Organisation)
class OrganisationAdmin(NameColumn, ScopedAdmin):
    """All organisations; people see those that have to do with their places."""

    search_keys = ("search_key",)
    list_display: Any = ("own_name", "kind", "place", "tax_code")
    list_select_related = ("place",)
    list_filter: ClassVar[Any] = ("kind",)
    ordering = ("sort_key", "slug")
    fieldsets = (
        (None, {"fields": ("kind", "name", "name_en", "slug", "aliases")}),
        (_("Where and who"), {"fields": ("place", "tax_code", "country")}),
    )

    def seen(self, scope: Scope) -> Q:
        """Show what `organisations_seen` says."""
        return organisations_seen(scope)


@admin.register(Investor)
class InvestorAdmin(OrganisationAdmin):
    """The infrastructure investors."""

    list_display = ("own_name", "tax_code", "country")
    list_filter = ("country",)


@admin.register(ParkInvestor)
class ParkInvestorAdmin(RecordedAdmin):
    """Which investor builds and fills which park, from and to a day."""

    place_lookups = ("park",)
    search_keys = ("park__search_key", "investor__search_key")
    list_display = ("park_name", "investor_name", "valid_from", "valid_to")
    list_select_related = ("park", "investor")
    list_filter = (StateFilter,)
    ordering = ("park__sort_key", "pk")
    fields = ("park", "investor", "valid_from", "valid_to", "document")

    @admin.display(description=_("park"), ordering="park__sort_key")
    def park_name(self, obj: ParkInvestor) -> str:
        """Return the park's name."""
        return local_name(obj.park)

    @admin.display(description=_("investor"), ordering="investor__sort_key")
    def investor_name(self, obj: ParkInvestor) -> str:
        """Return the investor's name."""
        return local_name(obj.investor)


@admin.register(SourceDocument)
class SourceDocumentAdmin(ScopedAdmin):
    """The documents that figures, targets and legal bases come from."""

    search_keys = ("search_key",)
    list_display = ("title_of", "number", "kind", "publisher", "issued_on", "published_on")
    list_filter = ("kind", "number_style")
    ordering = ("-published_on", "slug")
    fieldsets = (
        (None, {"fields": ("kind", "number", "title", "title_en", "slug")}),
        (_("Where it was published"), {"fields": ("publisher", "issued_on", "published_on", "address")}),
        (
            _("How its figures are read"),
            {
                "fields": ("number_style", "source_file"),
                "description": _("Each document has its own marks: 6.918 is 6918 in a Vietnamese style."),
            },
        ),
        (_("Notes"), {"fields": ("note", "note_en"), "classes": ("collapse",)}),
    )

    def seen(self, scope: Scope) -> Q:
        """Show documents that speak of the person's places or of none, drafts included; a title may name a place."""
        return documents_seen(scope)

    @admin.display(description=_("title"), ordering="title")
    def title_of(self, obj: SourceDocument) -> str:
        """Return the title."""
        return local_name(obj, "title")
