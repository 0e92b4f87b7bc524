"""Pages of what is measured: indicators, their groups and units."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from provinces.wording import local_name
from tracker.admin.base import ScopedAdmin
from tracker.admin.filters import NamesFilter
from tracker.admin.forms import CheckedForm
from tracker.exchange.wording import shown_unit
from tracker.models import Actual, Indicator, IndicatorGroup, Target, Unit


class IndicatorForm(CheckedForm):
    """The form of an indicator; it says what keeps kind and unit, before the database refuses without naming it."""

    def clean(self) -> dict[str, Any]:
        """Refuse another kind or unit where approved figures or targets rest on them; three queries at most.

        The trigger holds the same rule against whoever writes, and against an approval that comes in between.
        """
        cleaned: dict[str, Any] = super().clean() or {}
        flow, unit = cleaned.get("accumulates"), cleaned.get("unit")
        if flow is not None and unit is not None and flow.unit_id != unit.pk:
            sentence = gettext("This flow is not measured in %(unit)s, so it cannot be added up; choose another.")
            self.add_error("accumulates", sentence % {"unit": local_name(unit)})
        changed = {"kind", "unit"} & set(self.changed_data) & cleaned.keys()
        if self.instance.pk is None or not changed:
            return cleaned
        figures = Actual.objects.filter(indicator=self.instance.pk, revision__approved_at__isnull=False).count()
        targets = Target.objects.filter(indicator=self.instance.pk, approved_at__isnull=False).count()
        if not figures and not targets:
            return cleaned
        stored = Indicator.objects.select_related("unit").get(pk=self.instance.pk)
        words = {"figures": figures, "targets": targets}
        if "kind" in changed:
            sentence = gettext(
                "Approved figures (%(figures)s) and approved targets (%(targets)s) are read by this kind, so it "
                "stays. Set it back to “%(before)s”, and add a new indicator for another kind."
            )
            self.add_error("kind", sentence % {**words, "before": stored.get_kind_display()})
        if "unit" in changed:
            sentence = gettext(
                "Approved figures (%(figures)s) and approved targets (%(targets)s) are measured in this unit, so it "
                "stays. Set it back to “%(before)s”, and add a new indicator for another unit."
            )
            self.add_error("unit", sentence % {**words, "before": local_name(stored.unit)})
        return cleaned


@admin.register(Indicator)
class IndicatorAdmin(ScopedAdmin):
    """The indicators; the kind decides how figures are added, nothing else does."""

    form = IndicatorForm
    search_keys = ("search_key",)
    list_display = ("name_of", "group_name", "kind", "shown_unit_of", "direction", "headline")
    list_select_related = ("group", "unit")
    list_filter = (("group", NamesFilter), "kind", "direction", "headline")
    ordering = ("group__position", "position", "code")
    fieldsets = (
        (None, {"fields": ("code", "name", "name_en", "definition", "definition_en", "aliases")}),
        (_("Order"), {"fields": ("group", "position", "headline")}),
        (
            _("How it is added and judged"),
            {
                "fields": (
                    "kind",
                    "direction",
                    "numerator",
                    "denominator",
                    "component_of",
                    "split",
                    "split_complete",
                    "accumulates",
                ),
                "description": _(
                    "Flows add over time and places, stocks only over places, ratios are recomputed from their parts."
                ),
            },
        ),
        (
            _("How it is measured and shown"),
            {
                "fields": ("unit", "display_scale", "display_unit", "display_unit_en"),
                "description": _(
                    "Figures are kept in single units. With the scale 1.000.000 and “triệu USD”, people type and "
                    "read 500 for 500 million USD."
                ),
            },
        ),
    )

    @admin.display(description=_("name"), ordering="name")
    def name_of(self, obj: Indicator) -> str:
        """Return the name."""
        return local_name(obj)

    @admin.display(description=_("group"), ordering="group__position")
    def group_name(self, obj: Indicator) -> str:
        """Return the name of the heading under which it stands."""
        return local_name(obj.group)

    @admin.display(description=_("shown unit"))
    def shown_unit_of(self, obj: Indicator) -> str:
        """Return the unit that people type and read."""
        return shown_unit(obj)


@admin.register(IndicatorGroup)
class IndicatorGroupAdmin(ScopedAdmin):
    """The headings under which indicators stand."""

    search_texts = ("name", "name_en", "code")
    list_display = ("name", "name_en", "position")
    ordering = ("position", "code")
    fields = ("code", "name", "name_en", "position")


@admin.register(Unit)
class UnitAdmin(ScopedAdmin):
    """The units in their single form."""

    search_texts = ("name", "name_en", "code")
    list_display = ("name", "name_en", "code", "currency", "whole")
    list_filter = ("whole",)
    ordering = ("code",)
    fields = ("code", "name", "name_en", "currency", "whole")
