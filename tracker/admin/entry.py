"""The page on which a clerk enters one quarter of one place."""

from dataclasses import replace
from typing import Any, Final

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from provinces.wording import local_name
from tracker.actions.desk_address import desk_named
from tracker.actions.entering import Stated, UnableToSaveCellsError, save_sheets
from tracker.actions.entry_checks import LineProblem
from tracker.actions.entry_desks import Desk, desks_owed, with_reports
from tracker.actions.entry_sheet import Sheet, read_sheets
from tracker.actions.entry_submitting import save_and_submit
from tracker.actions.entry_warnings import SUGGESTED_REASONS
from tracker.actions.locking import Closed, closed_cells, sentence_of
from tracker.actions.refusals import UnableToActError
from tracker.actions.report_rows import figures_token
from tracker.actions.worklist import entry_address
from tracker.admin.entry_block import PlacedBlock, block_placed, texts_before, way_of
from tracker.admin.entry_files import file_addresses, file_placed
from tracker.admin.entry_form import read_posted, revision_number
from tracker.admin.entry_lost import homeless_texts, unsaved_texts
from tracker.admin.entry_rows import rows_of, story_address
from tracker.admin.entry_steps import receipt_of, take_step
from tracker.admin.review_later import later_of
from tracker.admin.scope import scope_of_request
from tracker.exchange.blocks import UnreadableBlockError
from tracker.exchange.wording import language_now, quarter_name
from tracker.models import Person, QuarterlyReport, ReportRevision, RevisionStatus, Role
from tracker.progress.completeness import read_due_rules
from tracker.progress.due_days import due_day
from tracker.progress.number_texts import day_text

# The page that follows a save says so to the browser, which then forgets what it kept of the typing.
_SAVED: Final = "entry_saved"


def entry_view(
    request: HttpRequest, place_slug: str, quarter_text: str, reporter_slug: str, *, site: admin.AdminSite
) -> HttpResponse:
    """Show the sheet, save it whole or not at all, and take the report's other steps."""
    desk = _desk_or_404(request, place_slug, quarter_text, reporter_slug)
    if request.method != "POST":
        return _page(request, desk, site)
    step = request.POST.get("step", "save")
    saving = step in ("save", "save_next", "submit")
    if step in ("place_block", "place_file") or (saving and request.POST.get("block", "").strip()):
        return _place_block(request, desk, site)
    if saving:
        return _save(request, desk, site, step)
    if step == "undo_block":
        return _page(request, desk, site, posted=texts_before(request.POST))
    if step == "restore":
        messages.warning(request, _("Here is what you typed; it is not saved yet."))
        return _page(request, desk, site, posted=request.POST)
    return take_step(request, desk, _person(request), step, site=site)


def _desk_or_404(request: HttpRequest, place_slug: str, quarter_text: str, reporter_slug: str) -> Desk:
    """Return what the address names; somebody else's place answers like one that does not exist."""
    desk = desk_named(
        place_slug=place_slug,
        quarter_text=quarter_text,
        reporter_slug=reporter_slug,
        scope=scope_of_request(request),
    )
    if desk is None:
        raise Http404
    return desk


def _save(request: HttpRequest, desk: Desk, site: admin.AdminSite, step: str) -> HttpResponse:
    (sheet,) = read_sheets([desk])
    posted = read_posted(sheet.lines, request.POST)
    if homeless_texts(sheet.lines, request.POST):
        sentence = _("Nothing was saved: the form no longer asks for some of what you typed. Save again without it.")
        messages.error(request, sentence)
        return _page(request, desk, site, posted=request.POST, problems=tuple(posted.problems), sheet=sheet)
    if posted.problems:
        return _page(request, desk, site, posted=request.POST, problems=tuple(posted.problems), sheet=sheet)
    person, now = _person(request), timezone.now()
    shown = revision_number(request.POST.get("revision", ""))
    try:
        stated = [Stated(desk, posted.entries, posted.seen, revision_seen=shown, asked=posted.asked)]
        if step == "submit":
            saved = save_and_submit(stated=stated, by=person, at=now, way=way_of(request.POST)).saved
        else:
            saved = save_sheets(stated=stated, by=person, at=now, way=way_of(request.POST))
    except UnableToSaveCellsError as refusal:
        if not refusal.problems:
            messages.error(request, refusal.message)
        return _page(request, desk, site, posted=request.POST, problems=refusal.problems)
    except UnableToActError as refusal:
        messages.error(request, refusal.message)
        return _page(request, desk, site, posted=request.POST)
    except (ReportRevision.DoesNotExist, QuarterlyReport.DoesNotExist):
        messages.error(request, _("Somebody has deleted this draft meanwhile. Save again to start a new one."))
        return _page(request, replace(desk, report=None, revision=None), site, posted=request.POST)
    if step == "submit":
        messages.success(request, _("Saved and submitted; it now waits for approval."))
        _tell_of_later(request, desk)
    elif saved.count:
        messages.success(request, _("The draft is saved. Figures changed: %(count)s.") % {"count": saved.count})
    else:
        messages.info(request, _("Nothing differed from what was saved before."))
    return HttpResponseRedirect(_after(request, desk, step))


def _tell_of_later(request: HttpRequest, desk: Desk) -> None:
    """Say which approved later quarters the submitted figures contradict, as the approver reads it too."""
    (now,) = with_reports([desk])
    if now.revision is None:
        return
    (sheet,) = read_sheets([now], with_plans=False)
    for found in later_of(now.revision, sheet, sheet.drafted).contradicted:
        words = {"name": found.name, "quarter": found.quarter, "message": found.message}
        sentence = _("This contradicts an approved later quarter: %(name)s, %(quarter)s: %(message)s")
        messages.warning(request, sentence % words)


def _after(request: HttpRequest, desk: Desk, step: str) -> str:
    """Return where a save leads: back to the page, to the next report that is not submitted, or to the front."""
    if step == "save":
        request.session[_SAVED] = request.path
        return request.path
    following = _next_desk(request, desk) if step == "save_next" else None
    if following is None:
        return reverse("admin:index")
    return entry_address(
        place_slug=following.place.slug, quarter=following.quarter, reporter_slug=following.reporter.slug
    )


def _next_desk(request: HttpRequest, desk: Desk) -> Desk | None:
    """Return the next report of the quarter, in the order of names, that the person still has to enter."""
    scope = scope_of_request(request)
    desks = desks_owed(desk.quarter, scope.within("place", Role.CLERK))
    here = next((index for index, other in enumerate(desks) if other.key == desk.key), 0)
    others = [*desks[here + 1 :], *desks[:here]]
    return next((other for other in others if other.is_open), None)


def _place_block(request: HttpRequest, desk: Desk, site: admin.AdminSite) -> HttpResponse:
    """Show where the cells of a pasted block or a file go and what they change; nothing is saved."""
    (sheet,) = read_sheets([desk])
    try:
        from_file = request.POST.get("step") == "place_file"
        placed = file_placed(sheet, request) if from_file else block_placed(sheet, request.POST)
    except UnreadableBlockError as refusal:
        messages.error(request, str(refusal))
        return _page(request, desk, site, posted=request.POST, sheet=sheet)
    problems = tuple(read_posted(sheet.lines, placed.texts).problems)
    return _page(request, desk, site, posted=placed.texts, problems=problems, sheet=sheet, placed=placed)


def _person(request: HttpRequest) -> Person:
    person = request.user
    if not isinstance(person, Person):
        raise Http404
    return person


def _page(
    request: HttpRequest,
    desk: Desk,
    site: admin.AdminSite,
    *,
    posted: QueryDict | None = None,
    problems: tuple[LineProblem, ...] = (),
    sheet: Sheet | None = None,
    placed: PlacedBlock | None = None,
) -> HttpResponse:
    person = _person(request)
    shut = _closed(desk, person)
    quarter = quarter_name(desk.quarter.year, desk.quarter.number)
    # Read before the figures: if one changes between the two, a step is refused that could have been taken.
    seen = "" if desk.revision is None else figures_token(desk.revision)
    sheet = sheet or read_sheets([desk])[0]
    story = "" if desk.report is None else story_address(desk.place.slug, desk.quarter, desk.reporter.slug)
    is_open = desk.is_open and not (shut is not None and shut.is_shut)
    # On a locked page only what is stored may look like a figure; what was typed is listed beside it.
    status = RevisionStatus.DRAFT if desk.revision is None else RevisionStatus(desk.revision.status)
    rows = rows_of(sheet, posted=posted if is_open else None, problems=problems, story=story, status=status)
    unsaved = [] if is_open or posted is None else unsaved_texts(sheet, posted)
    context: dict[str, Any] = {
        **site.each_context(request),
        "title": _("%(quarter)s – %(place)s") % {"quarter": quarter, "place": local_name(desk.place)},
        "place_name": local_name(desk.place),
        "reporter_name": local_name(desk.reporter),
        "form_name": "" if desk.form is None else local_name(desk.form),
        "quarter": quarter,
        "rows": rows,
        "problems": problems,
        "asks_reasons": any(problem.confirmable for problem in problems),
        "suggested_reasons": SUGGESTED_REASONS,
        "report": desk.report,
        "revision": desk.revision,
        "seen": seen,
        "is_open": is_open,
        "unsaved": unsaved,
        "homeless": [] if posted is None else homeless_texts(sheet.lines, posted),
        "closed": "" if shut is None else sentence_of(shut),
        "due": _due_text(desk) if is_open else "",
        "status": None if desk.revision is None else RevisionStatus(desk.revision.status).value,
        "language": language_now(),
        "placed": placed,
        "pasted": "" if posted is None else posted.get("pasted", ""),
        "pasted_block": "" if posted is None else posted.get("block", ""),
        **file_addresses(desk),
        "receipt": None if posted is not None else receipt_of(desk, person),
        "keep": f"entry:{desk.place.pk}:{desk.quarter}:{desk.reporter.pk}",
        "keep_version": "" if desk.revision is None else f"{desk.revision.pk}:{desk.revision.status}",
        "saved": "1" if posted is None and request.session.pop(_SAVED, "") == request.path else "",
    }
    # 200 as Django's own forms answer: the page itself says what is wrong.
    return TemplateResponse(request, "admin/enter_quarter.html", context)


def _due_text(desk: Desk) -> str:
    """Return the day by which the report is owed, empty where no rule names one; two queries."""
    rules, holidays = read_due_rules()
    extended = None if desk.report is None else desk.report.due_on
    day = due_day(
        reporter_kind=desk.reporter.kind, quarter=desk.quarter, rules=rules, holidays=holidays, due_on=extended
    )
    return "" if day is None else day_text(day)


def _closed(desk: Desk, person: Person) -> Closed | None:
    closed = closed_cells(places=[desk.place.pk], quarter=desk.quarter, by=person, at=timezone.now())
    return closed.get(desk.place.pk)
