"""Pages of reports, their revisions and figures; figures are typed on the entry page only."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.actions.locking import KEEPERS
from tracker.actions.rights import READERS, WORKERS, Scope
from tracker.admin.attachment_pages import attachments_view
from tracker.admin.base import ScopedAdmin
from tracker.admin.columns import AmountColumn, IndicatorColumn, PlaceColumn, quarter_of
from tracker.admin.entry import entry_view
from tracker.admin.entry_files import file_routes
from tracker.admin.entry_overview import overview_view
from tracker.admin.figure_story import figure_story_view
from tracker.admin.review import review_view
from tracker.admin.scope import scope_of_request
from tracker.admin.worklist import entry_address, worklist_of
from tracker.exchange.wording import local_name
from tracker.models import (
    Actual,
    QuarterlyReport,
    ReportRevision,
    RevisionStatus,
    Role,
)
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
    list_filter = (LatestStatusFilter, "year", "quarter", ("place", admin.RelatedOnlyFieldListFilter))
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

    def may_write(self, scope: Scope, obj: Any = None) -> bool:
        """Let clerks and administrators change the days that are theirs."""
        if obj is None:
            return super().may_write(scope, obj)
        return bool(self._own_days(scope, obj))

    def _own_days(self, scope: Scope, obj: QuarterlyReport) -> set[str]:
        """Return the days that the person may change: the clerk the cut-off of a draft, the administrator the due day.

        Approved figures keep their cut-off; a due day may be extended at any time.
        """
        days = set()
        statuses = set(obj.revisions.values_list("status", flat=True))
        if scope.covers(obj.place_id, Role.CLERK) and statuses == {RevisionStatus.DRAFT}:
            days.add("cut_off_on")
        if scope.covers(obj.place_id, Role.ADMINISTRATOR):
            days.add("due_on")
        return days

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Show the days that are not the person's to change."""
        own = set() if obj is None else self._own_days(scope_of_request(request), obj)
        return (*self.readonly_fields, *(day for day in ("cut_off_on", "due_on") if day not in own))

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


def _with_drafts_for_workers(scope: Scope, revision: str, report: str) -> Q:
    """Return the condition for revisions: submitted and approved for readers, drafts for those who work on them."""
    place = f"{report}place"
    finished = Q(**{f"{revision}status__in": [RevisionStatus.AWAITING_APPROVAL, RevisionStatus.APPROVED]})
    return scope.within(place, *READERS) & (finished | scope.within(place, *WORKERS))


@admin.register(ReportRevision)
class ReportRevisionAdmin(ScopedAdmin):
    """The revisions; approvers decide on the review page."""

    search_keys = ("report__place__search_key", "report__reporter__search_key")
    list_display = ("title", "status", "submitted_by", "submitted_at", "approved_by", "approved_at", "review")
    list_display_links = None
    list_select_related = ("report__place", "report__reporter", "submitted_by", "approved_by")
    list_filter = ("status", "report__year", "report__quarter", ("report__place", admin.RelatedOnlyFieldListFilter))
    ordering = ("-report__year", "-report__quarter", "report__place__sort_key", "-number", "pk")
    fields = (
        "report",
        "number",
        "status",
        "reason",
        "submitted_by",
        "submitted_at",
        "approved_by",
        "approved_at",
        "returned_by",
        "returned_at",
        "return_reason",
        "review",
    )

    def seen(self, scope: Scope) -> Q:
        """Show drafts only to those who work on them."""
        return Q() if scope.keeps_reference_data else _with_drafts_for_workers(scope, "", "report__")

    def may_write(self, scope: Scope, obj: Any = None) -> bool:
        """Leave every step to the entry page and the review page."""
        return False

    @admin.display(description=gettext_lazy("report"), ordering="report__year")
    def title(self, obj: ReportRevision) -> str:
        """Return place, quarter and number."""
        return f"{local_name(obj.report.place)}, {quarter_of(obj.report)} ({obj.number})"

    @admin.display(description=gettext_lazy("figures"))
    def review(self, obj: ReportRevision) -> str:
        """Return the link to the figures."""
        address = reverse("admin:tracker_reportrevision_review", args=[obj.pk])
        return format_html('<a href="{}">{}</a>', address, _("Read %(title)s") % {"title": self.title(obj)})

    def get_urls(self) -> list[Any]:
        """Add the addresses of the review page and of the report's files."""
        own = [
            path(
                f"<int:revision_id>/{page}/",
                self.admin_site.admin_view(partial(view, site=self.admin_site, model_admin=self)),
                name=f"tracker_reportrevision_{page}",
            )
            for page, view in (("review", review_view), ("attachments", attachments_view))
        ]
        return [*own, *super().get_urls()]


@admin.register(Actual)
class ActualAdmin(IndicatorColumn, AmountColumn, ScopedAdmin):
    """The reported figures, each with where it stands; they are typed on the entry page of their report."""

    search_keys = ("revision__report__place__search_key", "indicator__search_key")
    list_display = ("place_name", "quarter_name", "indicator_name", "basis", "amount", "observation_status", "state")
    list_select_related = ("revision__report__place", "revision__report__reporter", "indicator__unit")
    list_filter = (
        "revision__status",
        "revision__report__year",
        "revision__report__quarter",
        "basis",
        "observation_status",
        ("indicator", admin.RelatedOnlyFieldListFilter),
        ("revision__report__place", admin.RelatedOnlyFieldListFilter),
    )
    ordering = ("-to_on", "revision__report__place__sort_key", "indicator__position", "pk")
    fieldsets = (
        (None, {"fields": ("place_name", "quarter_name", "indicator", "amount", "observation_status", "state")}),
        (gettext_lazy("Days"), {"fields": ("basis", "from_on", "to_on", "cut_off_on")}),
        (
            gettext_lazy("Where it was printed"),
            {"fields": ("document", "paragraph", "printed", "rejected_because", "note", "correct_it")},
        ),
    )

    def seen(self, scope: Scope) -> Q:
        """Show the figures of drafts only to those who work on them."""
        if scope.keeps_reference_data:
            return Q()
        return _with_drafts_for_workers(scope, "revision__", "revision__report__")

    def may_write(self, scope: Scope, obj: Any = None) -> bool:
        """Leave typing to the entry page."""
        return False

    @admin.display(description=gettext_lazy("place"), ordering="revision__report__place__sort_key")
    def place_name(self, obj: Actual) -> str:
        """Return the place's name."""
        return local_name(obj.revision.report.place)

    @admin.display(description=gettext_lazy("quarter"), ordering="revision__report__year")
    def quarter_name(self, obj: Actual) -> str:
        """Return the quarter's name."""
        return quarter_of(obj.revision.report)

    @admin.display(description=gettext_lazy("state"), ordering="revision__status")
    def state(self, obj: Actual) -> str:
        """Return how far the figure's revision has come."""
        return str(RevisionStatus(obj.revision.status).label)

    @admin.display(description=gettext_lazy("to correct it"))
    def correct_it(self, obj: Actual) -> str:
        """Return the link to the page where the figure is corrected."""
        report = obj.revision.report
        if report.form_id is None:
            return str(_("Taken from a publication: corrected in the seeds files."))
        address = entry_address(
            place_slug=report.place.slug,
            quarter=Quarter(report.year, report.quarter),
            reporter_slug=report.reporter.slug,
        )
        return format_html('<a href="{}">{}</a>', address, _("Correct"))
