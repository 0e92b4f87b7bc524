"""The files that were brought to be imported; they are worked on by the pages of the import alone."""

from functools import partial
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import path

from tracker.actions.rights import Scope
from tracker.admin.base import ScopedAdmin
from tracker.admin.import_pages import state_view, step_view
from tracker.admin.import_start import start_view, targets_start_view, targets_template_view, template_view
from tracker.admin.import_steps import START, STATE, STEP, TARGETS_START, TARGETS_TEMPLATE, TEMPLATE
from tracker.admin.scope import scope_of_request
from tracker.models import FileImport


@admin.register(FileImport)
class FileImportAdmin(ScopedAdmin):
    """Each file, who brought it and how far it has come: people see their own, administrators of the country all."""

    search_texts = ("name",)
    list_display = ("name", "kind", "year", "quarter", "state", "made_by", "made_at")
    list_select_related = ("made_by",)
    list_filter = ("state", "kind")
    ordering = ("-made_at", "-pk")
    fields = (
        *("name", "kind", "year", "quarter", "source", "language", "size", "sha256", "state", "reason", "message"),
        *("made_by", "made_at", "ended_at", "targets_undone_by", "targets_undone_at"),
    )

    def may_write(self, scope: Scope, obj: Any = None) -> bool:
        """Leave writing to the pages of the import."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the person's own files, all of them to those who keep the country's data; never their content."""
        rows: QuerySet[Any] = super().get_queryset(request).defer("content")
        if scope_of_request(request).keeps_reference_data:
            return rows
        return rows.filter(made_by=request.user.pk)

    def get_urls(self) -> list[Any]:
        """Add the addresses of the import."""
        wrap, site = self.admin_site.admin_view, self.admin_site
        own = [
            path("import/", wrap(partial(start_view, site=site)), name=START),
            path("import/template.xlsx", wrap(template_view), name=TEMPLATE),
            path("import/targets/", wrap(partial(targets_start_view, site=site)), name=TARGETS_START),
            path("import/targets.xlsx", wrap(targets_template_view), name=TARGETS_TEMPLATE),
            path("import/<uuid:key>/", wrap(partial(step_view, site=site)), name=STEP),
            path("import/<uuid:key>/state/", wrap(state_view), name=STATE),
        ]
        return [*own, *super().get_urls()]
