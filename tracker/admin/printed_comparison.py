"""Pages of the comparisons that documents print."""

from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy

from tracker.actions.rights import READERS, Scope
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
        """Show the comparisons about figures of the person's places."""
        if scope.keeps_reference_data:
            return Q()
        return scope.within("subject_actual__revision__report__place", *READERS) | scope.within(
            "subject_target__place", *READERS
        )
