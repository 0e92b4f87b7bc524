"""Pages of reports; their figures are typed on the entry page only."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from provinces.wording import local_name
from tracker.actions.locking import KEEPERS, hold_quarter_of
from tracker.actions.report_days import CUT_OFF, DUE, changeable_days, refusal_of_cut_off
from tracker.actions.worklist import entry_address, worklist_of
from tracker.admin.base import ScopedAdmin
from tracker.admin.columns import PlaceColumn, quarter_of
from tracker.admin.entry import entry_view
from tracker.admin.entry_files import file_routes
from tracker.admin.entry_overview import overview_view
from tracker.admin.figure_story import figure_story_view
from tracker.admin.filters import NamesFilter
from tracker.admin.scope import scope_of_request
from tracker.models import Person, QuarterlyReport, ReportRevision, RevisionStatus, Role
from tracker.progress.periods import Quarter


class LatestStatusFilter(admin.SimpleListFilter):
    """How far the latest revision has come."""

    title = gettext_lazy("status")
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[str, Any]]:
        """Return the statuses."""
        return list(RevisionStatus.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Narrow the list."""
        return queryset.filter(latest_status=self.value()) if self.value() else queryset


@admin.register(QuarterlyReport)
class QuarterlyReportAdmin(PlaceColumn, ScopedAdmin):
    """The reports; each leads to its entry page."""

    place_lookups = ("place",)
    writers = (Role.CLERK,)
    search_keys = ("place__search_key", "reporter__search_key")
    list_display = ("place_name", "quarter_name", "reporter_name", "status", "figures")
    list_select_related = ("place", "reporter")
    list_filter = (LatestStatusFilter, "year", "quarter", ("place", NamesFilter))
    ordering = ("-year", "-quarter", "place__sort_key", "pk")
    change_list_template = "admin/reports.html"
    readonly_fields = ("place", "quarter_name", "reporter", "form", "status", "figures")
    fieldsets = (
        (None, {"fields": ("place", "quarter_name", "reporter", "form", "status", "figures")}),
        (
            gettext_lazy("Days"),
            {
                "fields": ("cut_off_on", "due_on"),
                "description": gettext_lazy("Only when they differ from the rule, for example 20/03/2025."),
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the reports with the status of their latest revision."""
        latest = ReportRevision.objects.filter(report=OuterRef("pk")).order_by("-number")
        rows: QuerySet[Any] = super().get_queryset(request)
        with_status: QuerySet[Any] = rows.annotate(latest_status=Subquery(latest.values("status")[:1]))
        return with_status

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Offer to close a quarter to those who may."""
        keeps = scope_of_request(request).has(*KEEPERS)
        return super().changelist_view(request, {"may_close": keeps, **(extra_context or {})})

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let clerks and administrators change the days that are theirs."""
        return super().has_change_permission(request, obj) if obj is None else bool(self._own_days(request, obj))

    def _own_days(self, request: HttpRequest, obj: QuarterlyReport) -> frozenset[str]:
        """Return the days that the person may change, as first read for the request."""
        scope, person = scope_of_request(request), request.user
        if not isinstance(person, Person):
            return frozenset()
        known: dict[int, frozenset[str]] = request.__dict__.setdefault("_own_days", {})
        if obj.pk not in known:
            known[obj.pk] = changeable_days(report=obj, by=person, scope=scope, at=timezone.now())
        return known[obj.pk]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Show the days that are not the person's to change."""
        own = frozenset() if obj is None else self._own_days(request, obj)
        return (*self.readonly_fields, *(day for day in (CUT_OFF, DUE) if day not in own))

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """Hold the quarter before the report is locked, and say why a day that was typed does not change any more."""
        with transaction.atomic():
            report = self.get_object(request, unquote(object_id)) if request.method == "POST" and object_id else None
            if report is not None:
                hold_quarter_of(report)
                if sentence := self._refusal(request, report):
                    self.message_user(request, sentence, messages.ERROR)
                    return HttpResponseRedirect(request.path)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def _refusal(self, request: HttpRequest, report: QuarterlyReport) -> str:
        """Return why the cut-off that a clerk has typed is not saved; empty if it is, or if none was typed."""
        person, typed = request.user, request.POST.get(CUT_OFF)
        clerk = scope_of_request(request).covers(report.place_id, Role.CLERK)
        if typed is None or not clerk or not isinstance(person, Person):
            return ""
        why = refusal_of_cut_off(report=report, by=person, at=timezone.now())
        return _("Nothing was saved. %(why)s You typed: %(text)s.") % {"why": why, "text": typed} if why else ""

    @admin.display(description=gettext_lazy("quarter"), ordering="year")
    def quarter_name(self, obj: QuarterlyReport) -> str:
        """Return the quarter's name."""
        return quarter_of(obj)

    @admin.display(description=gettext_lazy("reporter"), ordering="reporter__sort_key")
    def reporter_name(self, obj: QuarterlyReport) -> str:
        """Return the reporter's name."""
        return local_name(obj.reporter)

    @admin.display(description=gettext_lazy("status"))
    def status(self, obj: Any) -> str:
        """Return how far the latest revision has come."""
        return str(RevisionStatus(obj.latest_status).label) if obj.latest_status else "–"

    @admin.display(description=gettext_lazy("figures"))
    def figures(self, obj: QuarterlyReport) -> str:
        """Return the link to the entry page."""
        address = entry_address(
            place_slug=obj.place.slug,
            quarter=Quarter(obj.year, obj.quarter),
            reporter_slug=obj.reporter.slug,
        )
        name = _("Figures of %(quarter)s, %(place)s") % {"quarter": quarter_of(obj), "place": local_name(obj.place)}
        return format_html('<a href="{}">{}</a>', address, name)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Let the clerk choose which quarter of which place to enter."""
        if not self.has_add_permission(request):
            return super().add_view(request, form_url, extra_context)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Which report do you enter?"),
            "work": worklist_of(scope_of_request(request), timezone.now(), request.user),
        }
        return TemplateResponse(request, "admin/choose_report.html", context)

    def get_urls(self) -> list[Any]:
        """Add the addresses of the entry page, of the report as a file and of the story of a figure."""
        view = partial(entry_view, site=self.admin_site)
        story = path(
            "figure/<slug:place_slug>/<str:quarter_text>/<slug:reporter_slug>/<slug:indicator_code>/",
            self.admin_site.admin_view(partial(figure_story_view, site=self.admin_site)),
            name="tracker_quarterlyreport_figure",
        )
        own = path(
            "enter/<slug:place_slug>/<str:quarter_text>/<slug:reporter_slug>/",
            self.admin_site.admin_view(view),
            name="tracker_quarterlyreport_enter",
        )
        several = path(
            "enter/<slug:place_slug>/<str:quarter_text>/",
            self.admin_site.admin_view(partial(overview_view, site=self.admin_site)),
            name="tracker_quarterlyreport_overview",
        )
        return [own, several, story, *file_routes(self.admin_site.admin_view), *super().get_urls()]
