"""Pages of the dated frame: forms, duties, due rules, holidays, precedence, thresholds and exchange rates."""

from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from provinces.wording import local_name
from tracker.actions.rights import READERS, Scope
from tracker.admin.base import ScopedAdmin, ScopedInline
from tracker.admin.columns import PlaceColumn
from tracker.admin.forms import CheckedForm
from tracker.admin.recorded import RecordedAdmin, StateFilter
from tracker.models import (
    DueRule,
    Holiday,
    ReporterPrecedence,
    ReportForm,
    ReportFormLine,
    ReportingDuty,
    Threshold,
)


class ReportFormLineForm(CheckedForm):
    """A line of a form; from the first report on only its position is free, or typed figures would change meaning."""

    fixed = ("form", "indicator", "asked")

    def __init__(self, *args: Any, in_use: bool | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        line = self.instance
        if line.pk is not None and (line.form.reports.exists() if in_use is None else in_use):
            for name in self.fixed_fields():
                self.fields[name].disabled = True

    def fixed_fields(self) -> list[str]:
        """Return the fields of the page that give a line its meaning."""
        return [name for name in self.fixed if name in self.fields and not self.fields[name].widget.is_hidden]

    def clean(self) -> dict[str, Any] | None:
        """Refuse what was chosen on a page from before the first report, rather than overlook it."""
        for name in self.fixed_fields():
            field = self.fields[name]
            sent = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            # A fixed field of Django compares nothing by itself.
            if field.disabled and sent is not None and str(sent) != str(self.get_initial_for_field(field, name)):
                self.add_error(
                    name,
                    _(
                        "Reports follow this form, so its lines keep what they ask for. For something else add a "
                        "line, or make a new form and record the duties for it."
                    ),
                )
        return super().clean()


class ReportFormLineInline(ScopedInline):
    """The indicators that a form asks for, in order."""

    model = ReportFormLine
    form = ReportFormLineForm
    fields = ("position", "indicator", "asked")
    ordering = ("position", "pk")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Return the form set, whose forms know whether reports follow the form. Costs one query."""
        formset = super().get_formset(request, obj, **kwargs)
        in_use = obj is not None and obj.reports.exists()

        class LineFormSet(formset):  # type: ignore[misc,valid-type]  # made by Django at run time
            def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
                return {**super().get_form_kwargs(index), "in_use": in_use}

        return LineFormSet

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Remove lines only while no report follows the form: a report keeps the lines that it was entered with."""
        unused = obj is None or not obj.reports.exists()
        return unused and super().has_delete_permission(request, obj)


@admin.register(ReportForm)
class ReportFormAdmin(ScopedAdmin):
    """The official layouts; a new circular is a new form, with the old one's last day."""

    search_texts = ("name", "name_en", "code")
    list_display = ("name_of", "code", "valid_from", "valid_to", "document")
    list_select_related = ("document",)
    ordering = ("code",)
    fields = ("code", "name", "name_en", "document", "valid_from", "valid_to")
    inlines = (ReportFormLineInline,)

    @admin.display(description=_("name"), ordering="name")
    def name_of(self, obj: ReportForm) -> str:
        """Return the name."""
        return local_name(obj)


@admin.register(ReportFormLine)
class ReportFormLineAdmin(ScopedAdmin):
    """The lines of all forms."""

    form = ReportFormLineForm
    search_keys = ("indicator__search_key",)
    search_texts = ("form__name", "form__name_en")
    list_display = ("indicator_name", "form", "position", "asked")
    list_select_related = ("form", "indicator")
    list_filter = ("form", "asked")
    ordering = ("form__code", "position", "pk")
    fields = ("form", "position", "indicator", "asked")

    @admin.display(description=_("indicator"), ordering="indicator__name")
    def indicator_name(self, obj: ReportFormLine) -> str:
        """Return the indicator's name."""
        return local_name(obj.indicator)


@admin.register(ReportingDuty)
class ReportingDutyAdmin(PlaceColumn, RecordedAdmin):
    """Who owes which form for which place."""

    place_lookups = ("place",)
    search_keys = ("place__search_key", "reporter__search_key")
    list_display = ("place_name", "reporter_name", "form", "valid_from", "valid_to")
    list_select_related = ("place", "reporter", "form")
    list_filter = (StateFilter, "form")
    ordering = ("place__sort_key", "pk")
    fields = ("reporter", "place", "form", "valid_from", "valid_to")

    @admin.display(description=_("reporter"), ordering="reporter__sort_key")
    def reporter_name(self, obj: ReportingDuty) -> str:
        """Return the reporter's name."""
        return local_name(obj.reporter)


@admin.register(DueRule)
class DueRuleAdmin(RecordedAdmin):
    """By which day of the next month reports are owed."""

    search_keys = ("document__search_key",)
    list_display = ("reporter_kind", "day_of_month", "working_day", "valid_from", "valid_to", "document")
    list_select_related = ("document",)
    list_filter = (StateFilter, "reporter_kind")
    ordering = ("reporter_kind", "pk")
    fields = ("reporter_kind", "day_of_month", "working_day", "document", "valid_from", "valid_to")


@admin.register(Holiday)
class HolidayAdmin(ScopedAdmin):
    """The days on which nothing falls due."""

    search_texts = ("name", "name_en")
    list_display = ("on", "name", "name_en")
    date_hierarchy = "on"
    ordering = ("-on",)
    fields = ("on", "name", "name_en")


@admin.register(ReporterPrecedence)
class ReporterPrecedenceAdmin(RecordedAdmin):
    """Whose figures are official where several report."""

    search_keys = ("place__search_key", "indicator__search_key")
    list_display = ("reporter_kind", "rank", "place", "indicator")
    list_select_related = ("place", "indicator")
    list_filter = (StateFilter, "reporter_kind")
    ordering = ("rank", "pk")
    fieldsets = (
        (
            None,
            {
                "fields": ("reporter_kind", "rank", "place", "indicator"),
                "description": _("A row for a place or an indicator beats the general one, which has neither."),
            },
        ),
    )

    def seen(self, scope: Scope) -> Q:
        """Show the general rows, and those of the person's places."""
        if scope.keeps_reference_data or not scope.has(*READERS):
            return super().seen(scope)
        return Q(place__isnull=True) | scope.within("place", *READERS)


@admin.register(Threshold)
class ThresholdAdmin(RecordedAdmin):
    """The limits of “on track” and “at risk”."""

    search_texts = ("group__name", "group__name_en")
    list_display = ("group_name", "on_track", "at_risk", "coverage", "valid_from", "valid_to")
    list_select_related = ("group",)
    ordering = ("group__position", "pk")
    fieldsets = (
        (
            None,
            {
                "fields": ("group", "on_track", "at_risk", "coverage", "valid_from", "valid_to", "document"),
                "description": _("Shares of 1, each limit included: 0,95 is on track from 95 % of what is expected."),
            },
        ),
    )

    @admin.display(description=_("indicator group"), ordering="group__position")
    def group_name(self, obj: Threshold) -> str:
        """Return the group's name."""
        return local_name(obj.group) if obj.group else str(_("every other group"))
