"""Pages of the files that belong to a report: attach, take away, download."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.defaultfilters import filesizeformat
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from provinces.wording import local_name
from tracker.actions.attachments import (
    DamagedAttachmentError,
    attach_file,
    read_attachment,
    take_away_attachment,
)
from tracker.actions.refusals import UnableToActError
from tracker.actions.rights import Scope
from tracker.admin.generic import AnyModelAdmin
from tracker.admin.scope import scope_of_request
from tracker.exchange.wording import quarter_name
from tracker.models import Attachment, Person, ReportRevision, RevisionStatus, Role


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    """One attached file as a page shows it; ``may_take_away`` says whether its reader can.

    ``also`` names the other reports that the very same file is attached to, as far as the reader may know them.
    """

    key: int
    name: str
    size: str
    note: str
    who: str
    at: datetime
    address: str
    may_take_away: bool
    also: tuple[str, ...] = ()


def attachments_of(revision: ReportRevision, reader: Person, scope: Scope) -> list[AttachmentRow]:
    """Return the files of a revision in the order they came. Costs one query, two where there are files."""
    draft = revision.status == RevisionStatus.DRAFT
    rows = list(revision.attachments.select_related("attached_by").order_by("pk"))
    also = _other_reports(rows, revision, scope)
    return [
        AttachmentRow(
            key=row.pk,
            name=row.name,
            size=filesizeformat(row.size),
            note=row.note,
            who=str(row.attached_by),
            at=row.attached_at,
            address=reverse("admin:tracker_attachment_download", args=[row.pk]),
            may_take_away=draft and row.attached_by_id == reader.pk,
            also=tuple(also.get(row.sha256, ())),
        )
        for row in rows
    ]


def _other_reports(rows: Sequence[Attachment], revision: ReportRevision, scope: Scope) -> dict[str, list[str]]:
    """Return by checksum the names of the other reports in reach that the same files are attached to."""
    if not rows:
        return {}
    others = (
        Attachment.objects.filter(
            scope.within("revision__report__place", Role.CLERK, Role.APPROVER),
            sha256__in=[row.sha256 for row in rows],
        )
        .exclude(revision__report=revision.report_id)
        .select_related("revision__report__place", "revision__report__reporter")
        .order_by("revision__report__year", "revision__report__quarter", "revision__report__place__sort_key", "pk")
    )
    found: dict[str, list[str]] = {}
    for other in others:
        report = other.revision.report
        name = f"{quarter_name(report.year, report.quarter)} – {local_name(report.place)}"
        found.setdefault(other.sha256, []).append(f"{name} ({local_name(report.reporter)})")
    return {sha256: list(dict.fromkeys(names)) for sha256, names in found.items()}


def attachments_view(
    request: HttpRequest, revision_id: int, *, site: admin.AdminSite, model_admin: AnyModelAdmin
) -> HttpResponse:
    """Show the files of a revision, take one more, or take one away."""
    revision = (
        model_admin.get_queryset(request)
        .select_related("report__place", "report__reporter")
        .filter(pk=revision_id)
        .first()
    )
    person = request.user
    if revision is None or not isinstance(person, Person):
        raise Http404
    if request.method == "POST":
        return _take_step(request, revision, person)
    report = revision.report
    words = {
        "quarter": quarter_name(report.year, report.quarter),
        "place": local_name(report.place),
        "number": revision.number,
    }
    context: dict[str, Any] = {
        **site.each_context(request),
        "title": _("Files: %(quarter)s – %(place)s") % words,
        "revision": revision,
        "reporter_name": local_name(report.reporter),
        "status_name": RevisionStatus(revision.status).label,
        "attachments": attachments_of(revision, person, scope_of_request(request)),
        "may_attach": scope_of_request(request).covers(report.place_id, Role.CLERK, Role.APPROVER),
        "limit": settings.UPLOAD_LIMIT_MEGABYTES,
    }
    return TemplateResponse(request, "admin/attachments.html", context)


def download_view(request: HttpRequest, attachment_id: int, *, visible: Callable[[HttpRequest], Any]) -> HttpResponse:
    """Hand out an attached file whole, or say that it is damaged."""
    attachment: Attachment | None = visible(request).filter(pk=attachment_id).first()
    if attachment is None:
        raise Http404
    try:
        content = read_attachment(attachment)
    except DamagedAttachmentError as refusal:
        messages.error(request, refusal.message)
        return HttpResponseRedirect(reverse("admin:tracker_reportrevision_attachments", args=[attachment.revision_id]))
    # Never shown in the page's own name: a paper from outside is saved, not opened.
    return HttpResponse(
        content,
        content_type=attachment.content_type,
        headers={
            "Content-Disposition": content_disposition_header(True, attachment.name) or "attachment",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )


def _take_step(request: HttpRequest, revision: ReportRevision, person: Person) -> HttpResponse:
    now = timezone.now()
    try:
        match request.POST.get("step"):
            case "attach":
                upload = request.FILES.get("file")
                if upload is None:
                    messages.error(request, _("Choose a file first; nothing was attached."))
                else:
                    note = request.POST.get("note", "")
                    attachment = attach_file(
                        revision=revision, upload=upload, name=upload.name or "", note=note, by=person, at=now
                    )
                    messages.success(request, _("“%(file)s” is attached.") % {"file": attachment.name})
            case "take_away":
                attachment = _own_attachment(request, revision)
                take_away_attachment(attachment=attachment, by=person, at=now)
                messages.success(request, _("“%(file)s” is taken away.") % {"file": attachment.name})
            case _:
                raise Http404
    except UnableToActError as refusal:
        messages.error(request, refusal.message)
    except ReportRevision.DoesNotExist:
        messages.error(request, _("Somebody has deleted this draft meanwhile; nothing was changed."))
        return HttpResponseRedirect(reverse("admin:index"))
    return HttpResponseRedirect(request.path)


def _own_attachment(request: HttpRequest, revision: ReportRevision) -> Attachment:
    key = request.POST.get("attachment", "")
    attachment = (
        revision.attachments.filter(pk=key).first() if key.isascii() and key.isdigit() and len(key) < 19 else None
    )
    if attachment is None:
        raise Http404
    return attachment
