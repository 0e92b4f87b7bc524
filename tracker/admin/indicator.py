"""Pages of what is measured: indicators, their groups and units."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from provinces.wording import local_name
from tracker.actions.indicator_rules import indicator_problems
from tracker.admin.base import ScopedAdmin
from tracker.admin.filters import NamesFilter
from tracker.admin.forms import CheckedForm
from tracker.exchange.wording import shown_unit
from tracker.models import Indicator, IndicatorGroup, Unit


class IndicatorForm(CheckedForm):
    """The form of an indicator; it says what keeps kind and unit."""

    def _post_clean(self) -> None:
        """Check the row; what contradicts approved figures and targets is refused at its field."""
        super()._post_clean()
        for problem in indicator_problems(self.instance):
            if problem.field in self.cleaned_data:
                self.add_error(problem.field, problem.message)


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
