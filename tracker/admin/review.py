"""The page on which an approver reads a submitted report and approves or returns it."""

from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from provinces.wording import local_name
from tracker.actions.inbox import next_to_decide
from tracker.actions.locking import closed_cells, sentence_of
from tracker.actions.refusals import UnableToActError
from tracker.actions.report_rows import figures_token
from tracker.actions.reporting import approve_report, return_report
from tracker.actions.worklist import entry_address
from tracker.admin.attachment_pages import attachments_of
from tracker.admin.generic import AnyModelAdmin
from tracker.admin.review_checks import checks_of
from tracker.admin.review_rows import review_of
from tracker.admin.scope import reach_of_request, scope_of_request
from tracker.exchange.wording import quarter_name
from tracker.models import Person, ReportRevision, RevisionStatus, Role
from tracker.progress.periods import Quarter


def review_view(
    request: HttpRequest, revision_id: int, *, site: admin.AdminSite, model_admin: AnyModelAdmin
) -> HttpResponse:
    """Show a revision's figures, and approve or return it."""
    revision = (
        model_admin.get_queryset(request)
        .select_related(
            "report__place", "report__reporter", "report__form", "submitted_by", "approved_by", "returned_by"
        )
        .filter(pk=revision_id)
        .first()
    )
    person = request.user
    if revision is None or not isinstance(person, Person):
        raise Http404
    if request.method == "POST":
        return _decide(request, revision, person)
    return _page(request, revision, person, site)


def _decide(request: HttpRequest, revision: ReportRevision, person: Person) -> HttpResponse:
    seen, now = request.POST.get("seen", ""), timezone.now()
    here = HttpResponseRedirect(request.path)
    try:
        match request.POST.get("step"):
            case "approve":
                approve_report(revision=revision, by=person, at=now, seen=seen)
                messages.success(request, _("Approved. The figures count from now on and can only be corrected."))
            case "return":
                reason = request.POST.get("reason", "")
                return_report(revision=revision, reason=reason, by=person, at=now, seen=seen)
                messages.success(request, _("Returned with your reason; the clerk finds it on the front page."))
            case _:
                raise Http404
    except UnableToActError as refusal:
        messages.error(request, refusal.message)
        return here
    except ReportRevision.DoesNotExist:
        messages.error(request, _("Somebody has deleted this draft meanwhile; nothing was changed."))
    following = next_to_decide(scope_of_request(request), person, revision)
    if following:
        messages.info(request, _("This is the next report that waits for you."))
    return HttpResponseRedirect(following or reverse("admin:index"))


def _page(request: HttpRequest, revision: ReportRevision, person: Person, site: admin.AdminSite) -> HttpResponse:
    report = revision.report
    quarter = Quarter(report.year, report.quarter)
    scope = scope_of_request(request)
    name = quarter_name(report.year, report.quarter)
    closed = closed_cells(places=[report.place_id], quarter=quarter, by=person, at=timezone.now()).get(report.place_id)
    enters = scope.covers(report.place_id, Role.CLERK)
    # Before the figures are read: what changes in between must pass for unseen.
    seen = figures_token(revision)
    context: dict[str, Any] = {
        **site.each_context(request),
        "title": _("%(quarter)s – %(place)s") % {"quarter": name, "place": local_name(report.place)},
        "place_name": local_name(report.place),
        "reporter_name": local_name(report.reporter),
        "quarter": name,
        "revision": revision,
        "report": report,
        "status_name": RevisionStatus(revision.status).label,
        "review": review_of(revision),
        "checks": checks_of(report, reach_of_request(request)),
        "attachments": attachments_of(revision, person, scope),
        "may_attach": scope.covers(report.place_id, Role.CLERK, Role.APPROVER),
        "closed": "" if closed is None else sentence_of(closed),
        "seen": seen,
        "stood_in_for": _stood_in_for(revision),
        "may_decide": revision.status == RevisionStatus.AWAITING_APPROVAL
        and scope.covers(report.place_id, Role.APPROVER),
        "entry_address": entry_address(
            place_slug=report.place.slug, quarter=quarter, reporter_slug=report.reporter.slug
        )
        if enters
        else "",
    }
    return TemplateResponse(request, "admin/review_quarter.html", context)


def _stood_in_for(revision: ReportRevision) -> str:
    """Return for whom a deputy approved the revision; empty if its approver acted in their own name."""
    if revision.approved_at is None:
        return ""
    event = (
        ReportRevision.pgh_event_model.objects.filter(pgh_obj_id=revision.pk, status=RevisionStatus.APPROVED)  # type: ignore[attr-defined]
        .select_related("pgh_context")
        .order_by("-pgh_id")
        .first()
    )
    lender = event.pgh_context.metadata.get("standing_in_for") if event and event.pgh_context else None
    person = None if lender is None else Person.objects.filter(pk=lender).first()
    return "" if person is None else str(person)
