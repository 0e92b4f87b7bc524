"""The steps of a report beside typing: take back, open again, correct, delete after a question, undo."""

from typing import Any, Final

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from provinces.wording import local_name
from tracker.actions.entry_desks import Desk
from tracker.actions.entry_sheet import read_sheets
from tracker.actions.entry_texts import last_writers, line_text
from tracker.actions.entry_undoing import undo_receipt
from tracker.actions.refusals import UnableToActError
from tracker.actions.report_rows import figures_token
from tracker.actions.reporting import delete_draft, reopen_report, revise_report, withdraw_submission
from tracker.admin.entry_form import revision_number
from tracker.exchange.wording import quarter_name
from tracker.models import EntryReceipt, Person, QuarterlyReport, ReportRevision, RevisionStatus

# What is done to a revision only as it was seen; a correction and an undo say themselves what they are about.
_AS_SEEN: Final = frozenset({"withdraw", "reopen", "delete"})


def take_step(request: HttpRequest, desk: Desk, person: Person, step: str, *, site: admin.AdminSite) -> HttpResponse:
    """Take a step and lead back to the page, or say why it is not taken; deleting asks first."""
    now, seen = timezone.now(), request.POST.get("seen", "")
    back = request.path
    try:
        if desk.report is None or desk.revision is None:
            raise Http404
        if step in _AS_SEEN:
            _require_revision_seen(request, desk.revision)
        match step:
            case "withdraw":
                withdraw_submission(revision=desk.revision, by=person, at=now, seen=seen)
                messages.success(request, _("The submission is taken back; you can change the figures."))
            case "reopen":
                reopen_report(revision=desk.revision, by=person, at=now, seen=seen)
                messages.success(request, _("The report is open again; change what was asked for and submit it."))
            case "correct":
                revise_report(report=desk.report, reason=request.POST.get("reason", ""), by=person, at=now)
                messages.success(
                    request, _("The correction is open. The approved figures stay in force until it is approved.")
                )
            case "delete":
                if desk.revision.status == RevisionStatus.DRAFT and not request.POST.get("confirmed"):
                    return _ask_to_delete(request, desk, site)
                delete_draft(revision=desk.revision, by=person, at=now, seen=seen)
                messages.success(request, _("The draft is deleted; the history keeps what it held."))
                back = reverse("admin:index")
            case "undo":
                receipt = receipt_of(desk, person)
                if receipt is None or str(receipt.pk) != request.POST.get("receipt", ""):
                    raise UnableToActError(_("There is nothing of yours to undo here any more."))
                undo_receipt(receipt=receipt, by=person, at=now)
                messages.success(request, _("The last save is undone; the history keeps both."))
            case _:
                raise Http404
    except UnableToActError as refusal:
        messages.error(request, refusal.message)
    except (ReportRevision.DoesNotExist, QuarterlyReport.DoesNotExist):
        messages.error(request, _("Somebody has deleted this draft meanwhile; nothing was changed."))
    return HttpResponseRedirect(back)


def receipt_of(desk: Desk, person: Person) -> EntryReceipt | None:
    """Return the person's last save that can still be undone; None if there is none."""
    if desk.revision is None or desk.revision.status != RevisionStatus.DRAFT:
        return None
    receipt = (
        EntryReceipt.objects.filter(
            place=desk.place, year=desk.quarter.year, quarter=desk.quarter.number, made_by=person
        )
        .order_by("-pk")
        .first()
    )
    if receipt is None or receipt.undone_at is not None:
        return None
    return receipt if all(line["revision"] == desk.revision.pk for line in receipt.lines) else None


def _require_revision_seen(request: HttpRequest, revision: ReportRevision) -> None:
    """Refuse what was meant for an earlier revision: an old tab must not touch the correction that came after it."""
    if revision_number(request.POST.get("revision", "")) == revision.number:
        return
    raise UnableToActError(
        _("Nothing was changed: since you opened the page the report has become another one. Read it, then decide.")
    )


def _ask_to_delete(request: HttpRequest, desk: Desk, site: admin.AdminSite) -> HttpResponse:
    """Show what the draft holds and who typed it, and ask whether it is to be deleted."""
    assert desk.revision is not None  # the caller has looked
    # Read before the figures: if one changes between the two, the answer is refused and the question put again.
    seen = figures_token(desk.revision)
    (sheet,) = read_sheets([desk], with_plans=False)
    lines = [line for line in sheet.lines if line.indicator_id in sheet.drafted]
    writers = last_writers((desk.revision.pk, line.indicator_id) for line in lines)
    quarter = quarter_name(desk.quarter.year, desk.quarter.number)
    context: dict[str, Any] = {
        **site.each_context(request),
        "title": _("Delete this draft?"),
        "report_name": _("%(quarter)s – %(place)s") % {"quarter": quarter, "place": local_name(desk.place)},
        "reporter_name": local_name(desk.reporter),
        "revision": desk.revision,
        "seen": seen,
        "lines": [
            (
                local_name(line.indicator),
                line_text(line, sheet.current(line)),
                *writers.get((desk.revision.pk, line.indicator_id), ("", "")),
            )
            for line in lines
        ],
        "files": desk.revision.attachments.count(),
    }
    return TemplateResponse(request, "admin/delete_draft.html", context)
