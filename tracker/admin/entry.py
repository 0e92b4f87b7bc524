"""The page on which a clerk enters one quarter of one place."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from provinces.models import Organisation, Place
from tracker.actions.entering import UnableToSaveCellsError, save_cells
from tracker.actions.entry_checks import LineProblem
from tracker.actions.entry_sheet import Sheet, read_sheet
from tracker.actions.refusals import UnableToActError
from tracker.actions.reporting import (
    delete_draft,
    form_in_force,
    open_report,
    reopen_report,
    revise_report,
    submit_report,
    withdraw_submission,
)
from tracker.admin.entry_form import read_posted, rows_of
from tracker.admin.scope import scope_of_request
from tracker.exchange.wording import local_name, quarter_name
from tracker.models import Person, QuarterlyReport, ReportForm, ReportRevision, RevisionStatus, Role
from tracker.progress.periods import Quarter


@dataclass(frozen=True)
class _Desk:
    """What the address names: a place, quarter and reporter, with the report if there is one."""

    place: Place
    quarter: Quarter
    reporter: Organisation
    form: ReportForm | None
    report: QuarterlyReport | None
    revision: ReportRevision | None

    @property
    def open(self) -> bool:
        """Whether figures can be typed."""
        return self.form is not None and (self.revision is None or self.revision.status == RevisionStatus.DRAFT)

    def sheet(self) -> Sheet:
        """Read the lines with their figures."""
        return read_sheet(
            place=self.place,
            quarter=self.quarter,
            reporter=self.reporter,
            form=self.form,
            report=self.report,
            revision=self.revision,
        )


def entry_view(
    request: HttpRequest, place_slug: str, quarter_text: str, reporter_slug: str, *, site: admin.AdminSite
) -> HttpResponse:
    """Show the sheet, save it whole or not at all, and take the report's other steps."""
    desk = _desk_or_404(request, place_slug, quarter_text, reporter_slug)
    if request.method != "POST":
        return _page(request, desk, site)
    step = request.POST.get("step", "save")
    if step in ("save", "submit"):
        return _save(request, desk, site, submit=step == "submit")
    return _take_step(request, desk, step)


def _desk_or_404(request: HttpRequest, place_slug: str, quarter_text: str, reporter_slug: str) -> _Desk:
    """Return what the address names; somebody else's place answers like one that does not exist."""
    try:
        quarter = Quarter.parse(quarter_text)
    except ValueError as error:
        raise Http404 from error
    scope = scope_of_request(request)
    place = get_object_or_404(Place, scope.within("pk", Role.CLERK), slug=place_slug)
    reporter = (
        Organisation.objects.filter(Q(duties__place=place) | Q(reports__place=place), slug=reporter_slug).first()
        if scope.has(Role.CLERK)
        else None
    )
    if reporter is None:
        raise Http404
    report = (
        QuarterlyReport.objects.filter(place=place, year=quarter.year, quarter=quarter.number, reporter=reporter)
        .select_related("form")
        .first()
    )
    if report is None:
        form, revision = form_in_force(place=place, reporter=reporter, quarter=quarter), None
    else:
        form = report.form
        revision = report.revisions.select_related("returned_by", "submitted_by", "approved_by").latest("number")
    return _Desk(place, quarter, reporter, form, report, revision)


def _save(request: HttpRequest, desk: _Desk, site: admin.AdminSite, *, submit: bool) -> HttpResponse:
    sheet = desk.sheet()
    posted = read_posted(sheet.lines, request.POST)
    if posted.problems:
        return _page(request, desk, site, posted=request.POST, problems=tuple(posted.problems), sheet=sheet)
    person, now = _person(request), timezone.now()
    try:
        with transaction.atomic():
            revision = desk.revision or open_report(
                place=desk.place, quarter=desk.quarter, reporter=desk.reporter, by=person, at=now
            )
            changed = save_cells(revision=revision, entries=posted.entries, by=person, at=now, seen=posted.seen)
            if submit:
                submit_report(revision=revision, by=person, at=now)
    except UnableToSaveCellsError as refusal:
        if not refusal.problems:
            messages.error(request, refusal.message)
        return _page(request, desk, site, posted=request.POST, problems=refusal.problems)
    except UnableToActError as refusal:
        messages.error(request, refusal.message)
        return _page(request, desk, site, posted=request.POST)
    except (ReportRevision.DoesNotExist, QuarterlyReport.DoesNotExist):
        messages.error(request, _("Somebody has deleted this draft meanwhile. Save again to start a new one."))
        return _page(request, _without_report(desk), site, posted=request.POST)
    if submit:
        messages.success(request, _("Saved and submitted; it now waits for approval."))
        return HttpResponseRedirect(reverse("admin:index"))
    if changed:
        messages.success(request, _("The draft is saved: %(count)s figures changed.") % {"count": changed})
    else:
        messages.info(request, _("Nothing differed from what was saved before."))
    return HttpResponseRedirect(request.path)


def _without_report(desk: _Desk) -> _Desk:
    return _Desk(desk.place, desk.quarter, desk.reporter, desk.form, None, None)


def _take_step(request: HttpRequest, desk: _Desk, step: str) -> HttpResponse:
    person, now = _person(request), timezone.now()
    back = request.path
    try:
        if desk.report is None or desk.revision is None:
            raise Http404
        match step:
            case "withdraw":
                withdraw_submission(revision=desk.revision, by=person, at=now)
                messages.success(request, _("The submission is taken back; you can change the figures."))
            case "reopen":
                reopen_report(revision=desk.revision, by=person, at=now)
                messages.success(request, _("The report is open again; change what was asked for and submit it."))
            case "correct":
                revise_report(report=desk.report, reason=request.POST.get("reason", ""), by=person, at=now)
                messages.success(
                    request, _("The correction is open. The approved figures stay in force until it is approved.")
                )
            case "delete":
                delete_draft(revision=desk.revision, by=person, at=now)
                messages.success(request, _("The draft is deleted; the history keeps what it held."))
                back = reverse("admin:index")
            case _:
                raise Http404
    except UnableToActError as refusal:
        messages.error(request, refusal.message)
    except (ReportRevision.DoesNotExist, QuarterlyReport.DoesNotExist):
        messages.error(request, _("Somebody has deleted this draft meanwhile; nothing was changed."))
    return HttpResponseRedirect(back)


def _person(request: HttpRequest) -> Person:
    person = request.user
    if not isinstance(person, Person):
        raise Http404
    return person


def _page(
    request: HttpRequest,
    desk: _Desk,
    site: admin.AdminSite,
    *,
    posted: QueryDict | None = None,
    problems: tuple[LineProblem, ...] = (),
    sheet: Sheet | None = None,
) -> HttpResponse:
    quarter = quarter_name(desk.quarter.year, desk.quarter.number)
    context: dict[str, Any] = {
        **site.each_context(request),
        "title": _("%(quarter)s – %(place)s") % {"quarter": quarter, "place": local_name(desk.place)},
        "place_name": local_name(desk.place),
        "reporter_name": local_name(desk.reporter),
        "form_name": "" if desk.form is None else local_name(desk.form),
        "quarter": quarter,
        "rows": rows_of(sheet or desk.sheet(), posted=posted, problems=problems),
        "problems": problems,
        "report": desk.report,
        "revision": desk.revision,
        "is_open": desk.open,
        "status": None if desk.revision is None else RevisionStatus(desk.revision.status).value,
    }
    # 200 as Django's own forms answer: the page itself says what is wrong.
    return TemplateResponse(request, "admin/enter_quarter.html", context)
