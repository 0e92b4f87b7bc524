"""Pages of recorded rows: saving retires the row and adds the corrected one."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from provinces.models import Recorded
from tracker.actions.recorded import UnableToRetireRowError, record_row, replace_row, retire_row
from tracker.actions.rights import Scope
from tracker.admin.base import ScopedAdmin


class StateFilter(admin.SimpleListFilter):
    """Show the rows that count; retired ones on request."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[str, Any]]:
        """Return the states beside the default."""
        return [("retired", gettext_lazy("retired")), ("all", gettext_lazy("all, with the retired"))]

    def choices(self, changelist: Any) -> Any:
        """Name the default: the rows that count."""
        for number, choice in enumerate(super().choices(changelist)):
            yield {**choice, "display": _("in use")} if number == 0 else choice

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Narrow the list."""
        if self.value() == "all":
            return queryset
        return queryset.filter(retired_at__isnull=self.value() != "retired")


class RecordedAdmin(ScopedAdmin):
    """A page of rows that are never rewritten; the button "Retire" ends one without another."""

    change_form_template = "admin/recorded_change_form.html"
    list_filter: ClassVar[Any] = (StateFilter,)

    def may_write(self, scope: Scope, obj: Any = None) -> bool:
        """Whether the scope writes such rows; a retired one is never written."""
        return super().may_write(scope, obj) and (obj is None or obj.retired_at is None)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Insert the row, or retire it and insert the corrected copy."""
        if not change:
            record_row(row=obj, by=request.user)  # type: ignore[arg-type]
            return
        changes = {name: form.cleaned_data[name] for name in form.changed_data}
        old: Recorded = self.get_queryset(request).get(pk=obj.pk)
        new = replace_row(row=old, changes=changes, by=request.user)  # type: ignore[arg-type]
        obj.pk, obj.recorded_at, obj.retired_at = new.pk, new.recorded_at, new.retired_at

    def get_urls(self) -> list[Any]:
        """Add the address of "Retire"."""
        own = path(
            "<path:object_id>/retire/",
            self.admin_site.admin_view(self.retire_view),
            name=f"{self.opts.app_label}_{self.opts.model_name}_retire",
        )
        return [own, *super().get_urls()]

    def retire_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask whether to retire a row, and do it."""
        obj = self.get_object(request, object_id)
        if obj is None or not self.has_change_permission(request, obj):
            raise Http404
        if request.method == "POST":
            try:
                retire_row(row=obj, by=request.user)  # type: ignore[arg-type]
            except UnableToRetireRowError as refusal:
                self.message_user(request, refusal.message, messages.ERROR)
            else:
                self.log_change(request, obj, _("Retired."))
                self.message_user(request, _("“%(row)s” is retired; its past stays readable.") % {"row": obj})
            return HttpResponseRedirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "object": obj,
            "title": _("Retire: %(row)s") % {"row": obj},
        }
        return TemplateResponse(request, "admin/retire.html", context)
