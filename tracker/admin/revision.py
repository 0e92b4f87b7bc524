"""Pages of revisions and of their figures: read here, decided on the review page, typed on the entry page."""

from functools import partial
from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from provinces.wording import local_name
from tracker.actions.rights import READERS, WORKERS, Scope
from tracker.actions.worklist import entry_address
from tracker.admin.attachment_pages import attachments_view
from tracker.admin.base import ScopedAdmin
from tracker.admin.columns import AmountColumn, IndicatorColumn, quarter_of
from tracker.admin.filters import NamesFilter, SeenValuesFilter
from tracker.admin.review import review_view
from tracker.models import Actual, ReportRevision, RevisionStatus
from tracker.progress.periods import Quarter


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
    list_filter = (
        "status",
        ("report__year", SeenValuesFilter),
        ("report__quarter", SeenValuesFilter),
        ("report__place", NamesFilter),
    )
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
        ("revision__report__year", SeenValuesFilter),
        ("revision__report__quarter", SeenValuesFilter),
        "basis",
        "observation_status",
        ("indicator", NamesFilter),
        ("revision__report__place", NamesFilter),
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
