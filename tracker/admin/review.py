"""The page on which an approver reads a submitted report and approves or returns it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tracker.actions.entering import line_text
from tracker.actions.entry_lines import entry_of
from tracker.actions.entry_sheet import read_sheet
from tracker.actions.refusals import UnableToActError
from tracker.actions.report_rows import figures_token
from tracker.actions.reporting import approve_report, return_report
from tracker.admin.generic import AnyModelAdmin
from tracker.admin.scope import scope_of_request
from tracker.admin.worklist import entry_address
from tracker.exchange.wording import NO_FIGURE, local_name, quantity_text, quarter_name, shown_unit
from tracker.models import Person, ReportRevision, RevisionStatus, Role
from tracker.progress.periods import Quarter


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One line of the report: what was approved before, what is submitted now, and what it is measured against."""

    name: str
    unit: str
    previous: str
    plan: str
    before: str
    now: str
    changed: bool


def review_view(
    request: HttpRequest, revision_id: int, *, site: admin.AdminSite, model_admin: AnyModelAdmin
) -> HttpResponse:
    """Show a revision's figures, and approve or return it."""
    revision = (
        model_admin.get_queryset(request)
        .select_related("report__place", "report__reporter", "report__form", "submitted_by", "approved_by")
        .filter(pk=revision_id)
        .first()
    )
    person = request.user
    if revision is None or not isinstance(person, Person):
        raise Http404
    if request.method == "POST":
        return _decide(request, revision, person)
    return _page(request, revision, site)


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
    return HttpResponseRedirect(reverse("admin:index"))


def _page(request: HttpRequest, revision: ReportRevision, site: admin.AdminSite) -> HttpResponse:
    report = revision.report
    quarter = Quarter(report.year, report.quarter)
    scope = scope_of_request(request)
    name = quarter_name(report.year, report.quarter)
    context: dict[str, Any] = {
        **site.each_context(request),
        "title": _("%(quarter)s – %(place)s") % {"quarter": name, "place": local_name(report.place)},
        "place_name": local_name(report.place),
        "reporter_name": local_name(report.reporter),
        "quarter": name,
        "revision": revision,
        "report": report,
        "status_name": RevisionStatus(revision.status).label,
        "rows": _rows(revision, quarter),
        "seen": figures_token(revision),
        "may_decide": revision.status == RevisionStatus.AWAITING_APPROVAL
        and scope.covers(report.place_id, Role.APPROVER),
        "entry_address": entry_address(
            place_slug=report.place.slug, quarter=quarter, reporter_slug=report.reporter.slug
        )
        if scope.covers(report.place_id, Role.CLERK)
        else "",
    }
    return TemplateResponse(request, "admin/review_quarter.html", context)


def _rows(revision: ReportRevision, quarter: Quarter) -> list[ReviewRow]:
    report = revision.report
    sheet = read_sheet(
        place=report.place,
        quarter=quarter,
        reporter=report.reporter,
        form=report.form,
        report=report,
        revision=revision,
    )
    rows = []
    for line in sheet.lines:
        key = line.indicator_id
        plan = sheet.plans.get(key)
        rows.append(
            ReviewRow(
                name=local_name(line.indicator),
                unit=shown_unit(line.indicator),
                previous=line_text(line, entry_of(line, sheet.previous.get(key, {}))),
                plan=NO_FIGURE if plan is None else quantity_text(plan.target, line.indicator),
                before=line_text(line, entry_of(line, sheet.approved.get(key, {}))),
                now=line_text(line, sheet.current(line)),
                changed=key in sheet.drafted,
            )
        )
    return rows
