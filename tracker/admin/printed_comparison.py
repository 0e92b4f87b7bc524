"""Pages of the comparisons that documents print."""

from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy

from tracker.actions.rights import Scope
from tracker.admin.base import ScopedAdmin
from tracker.models import PrintedComparison


@admin.register(PrintedComparison)
class PrintedComparisonAdmin(ScopedAdmin):
    """The comparisons that documents print; kept and checked, never computed with."""

    search_texts = ("printed", "reference", "document__search_key")
    list_display = ("printed", "kind", "document", "paragraph")
    list_select_related = ("document",)
    list_filter = ("kind", ("document", admin.RelatedOnlyFieldListFilter))
    ordering = ("document__slug", "paragraph", "pk")
    fieldsets = (
        (None, {"fields": ("reference", "kind", "comparator", "value", "unit", "printed", "document", "paragraph")}),
        (gettext_lazy("What is compared"), {"fields": ("subject_actual", "subject_target")}),
        (
            gettext_lazy("With what"),
            {"fields": ("against_actual", "against_target", "against_label", "against_label_en")},
        ),
        (gettext_lazy("Notes"), {"fields": ("note", "note_en"), "classes": ("collapse",)}),
    )

    def seen(self, scope: Scope) -> Q:
        """Show the comparisons of which the person sees both sides."""
        if scope.keeps_reference_data:
            return Q()
        condition = Q()
        for side in ("subject_actual", "subject_target", "against_actual", "against_target"):
            condition &= Q(**{f"{side}__isnull": True}) | self.pointing_at_seen(side, scope)
        return condition
