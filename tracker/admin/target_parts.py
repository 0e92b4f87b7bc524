"""Pages of what hangs on targets: their phases and the places that share them; both are edited on the target."""

from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy

from tracker.actions.rights import Scope
from tracker.admin.base import ScopedAdmin
from tracker.exchange.wording import quantity_text
from tracker.models import TargetMember, TargetPhase


class _PartAdmin(ScopedAdmin):
    """Rows that are seen by whoever sees their target, and written on its page only."""

    place_lookups = ("target__place",)

    def seen(self, scope: Scope) -> Q:
        """Show the rows of the targets that are shown."""
        return Q() if scope.keeps_reference_data else self.pointing_at_seen("target", scope)

    def may_write(self, scope: Scope, obj: Any = None) -> bool:
        """Leave writing to the page of the target."""
        return False


@admin.register(TargetPhase)
class TargetPhaseAdmin(_PartAdmin):
    """The steps of phased targets."""

    search_keys = ("target__place__search_key", "target__indicator__search_key")
    list_display = ("target", "starts_on", "ends_on", "basis", "value_text")
    list_select_related = ("target__place", "target__indicator__unit")
    list_filter = ("basis",)
    ordering = ("target__place__sort_key", "starts_on", "pk")
    fields = ("target", "starts_on", "ends_on", "basis", "value_text", "document", "paragraph", "printed", "note")

    @admin.display(description=gettext_lazy("value"), ordering="value")
    def value_text(self, obj: TargetPhase) -> str:
        """Return the figure as people say it."""
        return quantity_text(obj, obj.target.indicator)


@admin.register(TargetMember)
class TargetMemberAdmin(_PartAdmin):
    """The places that share collective targets."""

    search_keys = ("target__place__search_key", "target__indicator__search_key", "place__search_key")
    list_display = ("target", "place")
    list_select_related = ("target__place", "target__indicator", "place")
    ordering = ("target__place__sort_key", "place__sort_key", "pk")
    fields = ("target", "place")
