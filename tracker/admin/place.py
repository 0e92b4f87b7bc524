"""Pages of places: the tree, its kinds, members and mergers."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from provinces.days import dated_name
from provinces.models import Park, Place, PlaceMember, PlaceParent, Province, Succession
from provinces.models.succession import days_held_by_successions
from tracker.actions.rights import READERS, Scope
from tracker.admin.base import ScopedAdmin
from tracker.admin.columns import NameColumn
from tracker.admin.forms import CheckedForm
from tracker.admin.recorded import RecordedAdmin, StateFilter


class PlaceForm(CheckedForm):
    """A form that leaves the days alone on which mergers and splits rest."""

    def _post_clean(self) -> None:
        """Check the row; of its days, those that a succession holds are refused at their field."""
        super()._post_clean()
        if not self.errors:
            for name, sentence in days_held_by_successions(self.instance).items():
                self.add_error(name, sentence)


@admin.register(Place)
class PlaceAdmin(NameColumn, ScopedAdmin):
    """All places; a place that ends gets its last day, it is never deleted."""

    form = PlaceForm
    place_lookups = ("pk",)
    search_keys = ("search_key",)
    list_display: Any = ("own_name", "kind", "valid_from", "valid_to", "official_code")
    list_filter: ClassVar[Any] = ("kind", "centrally_run")
    ordering = ("sort_key", "slug")
    fieldsets = (
        (None, {"fields": ("kind", "name", "name_en", "slug", "aliases")}),
        (
            _("Since when and until when"),
            {
                "fields": ("valid_from", "valid_to", "official_code"),
                "description": _(
                    "A place that ends keeps its row: type its last day, and record a succession if another takes over."
                ),
            },
        ),
        (
            _("Only for some kinds"),
            {
                "fields": ("centrally_run", "perimeter_scope"),
                "description": _("Centrally run is for provinces; the scope is for perimeters."),
            },
        ),
        (_("Notes"), {"fields": ("note", "note_en"), "classes": ("collapse",)}),
    )

    def place_of(self, obj: Any) -> int | None:
        """Return the place itself."""
        key: int | None = obj.pk
        return key


@admin.register(Province)
class ProvinceAdmin(PlaceAdmin):
    """The provinces and centrally run cities."""

    list_display = ("own_name", "centrally_run", "valid_from", "valid_to", "official_code")
    list_filter = ("centrally_run",)


@admin.register(Park)
class ParkAdmin(PlaceAdmin):
    """The sites: parks, clusters, zones, their parts and phases."""

    list_filter = ("kind",)


@admin.register(PlaceParent)
class PlaceParentAdmin(RecordedAdmin):
    """Which place lies under which, from and to a day."""

    place_lookups = ("place",)
    search_keys = ("place__search_key", "parent__search_key")
    list_display = ("place_name", "parent_name", "valid_from", "valid_to")
    list_select_related = ("place", "parent")
    list_filter = (StateFilter, "place__kind")
    ordering = ("place__sort_key", "pk")
    fieldsets = (
        (
            None,
            {
                "fields": ("place", "parent", "valid_from", "valid_to"),
                "description": _(
                    "A place has one parent on each day. When it moves, give the old row a last day and add a new one."
                ),
            },
        ),
    )

    @admin.display(description=_("place"), ordering="place__sort_key")
    def place_name(self, obj: PlaceParent) -> str:
        """Return the place's name."""
        return dated_name(obj.place)

    @admin.display(description=_("parent"), ordering="parent__sort_key")
    def parent_name(self, obj: PlaceParent) -> str:
        """Return the parent's name."""
        return dated_name(obj.parent)


@admin.register(PlaceMember)
class PlaceMemberAdmin(RecordedAdmin):
    """Which places an overlapping perimeter holds; such a perimeter is never added up."""

    place_lookups = ("perimeter",)
    search_keys = ("perimeter__search_key", "member__search_key")
    list_display = ("perimeter_name", "member_name", "document")
    list_select_related = ("perimeter", "member", "document")
    ordering = ("perimeter__sort_key", "pk")
    fields = ("perimeter", "member", "document")

    def seen(self, scope: Scope) -> Q:
        """Show the members whose names the person may read."""
        named = Q() if scope.keeps_reference_data else scope.within("member", *READERS) | Q(member__isnull=True)
        return super().seen(scope) & named

    @admin.display(description=_("perimeter"), ordering="perimeter__sort_key")
    def perimeter_name(self, obj: PlaceMember) -> str:
        """Return the perimeter's name."""
        return dated_name(obj.perimeter)

    @admin.display(description=_("member"), ordering="member__sort_key")
    def member_name(self, obj: PlaceMember) -> str:
        """Return the member's name."""
        return dated_name(obj.member) if obj.member else str(_("not named by the document"))


@admin.register(Succession)
class SuccessionAdmin(RecordedAdmin):
    """Which place goes into which, from a day on."""

    search_keys = ("predecessor__search_key", "successor__search_key")
    list_display = ("predecessor_name", "successor_name", "effective_on", "share", "document")
    list_select_related = ("predecessor", "successor", "document")
    list_filter = (StateFilter, "effective_on")
    ordering = ("-effective_on", "successor__sort_key", "pk")
    fieldsets = (
        (
            None,
            {
                "fields": ("predecessor", "successor", "effective_on", "share", "document"),
                "description": _(
                    "A province that goes wholly into another has the share 1; the shares of a split one add to 1."
                ),
            },
        ),
    )

    def seen(self, scope: Scope) -> Q:
        """Show the successions of which the person reads both places: a predecessor reads nothing of its successor."""
        if scope.keeps_reference_data:
            return Q()
        return scope.within("predecessor", *READERS) & scope.within("successor", *READERS)

    @admin.display(description=_("predecessor"), ordering="predecessor__sort_key")
    def predecessor_name(self, obj: Succession) -> str:
        """Return the predecessor's name."""
        return dated_name(obj.predecessor)

    @admin.display(description=_("successor"), ordering="successor__sort_key")
    def successor_name(self, obj: Succession) -> str:
        """Return the successor's name."""
        return dated_name(obj.successor)
