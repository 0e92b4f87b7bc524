"""The page on which an import begins: take the template, bring a file, go on with one."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from tracker.actions.importing.filing import files_of, keep_file, sources_of
from tracker.actions.importing.target_template import target_template_of
from tracker.actions.importing.template import template_of
from tracker.actions.refusals import UnableToActError
from tracker.admin.import_forms import TargetUploadForm, UploadForm
from tracker.admin.import_steps import (
    START,
    TARGETS_TEMPLATE,
    TEMPLATE,
    check_or_ask,
    person_or_404,
    to_file,
)
from tracker.admin.scope import scope_of_request
from tracker.exchange.demonstration import marked_name
from tracker.exchange.file_cells import WORKBOOK_TYPE
from tracker.exchange.wording import language_now
from tracker.models import FileImport, ImportKind, Person
from tracker.progress.periods import Quarter

_FILES_SHOWN = 20


def start_view(request: HttpRequest, *, site: admin.AdminSite) -> HttpResponse:
    """Offer the template, take a file, and list the files that are under way."""
    person = person_or_404(request, ImportKind.FIGURES)
    today = timezone.localdate()
    sources = sources_of(scope_of_request(request), ImportKind.FIGURES)
    form = UploadForm(today=today, sources=sources)
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES, today=today, sources=sources)
        if form.is_valid() and (kept := _kept(form, person, ImportKind.FIGURES, form.cleaned_data["quarter"])):
            return _begun(request, kept)
    return _start_page(request, site, form, person, ImportKind.FIGURES)


def targets_start_view(request: HttpRequest, *, site: admin.AdminSite) -> HttpResponse:
    """Offer the workbook of targets, take a file of them, and list the files that are under way."""
    person = person_or_404(request, ImportKind.TARGETS)
    sources = sources_of(scope_of_request(request), ImportKind.TARGETS)
    form = TargetUploadForm(sources=sources)
    if request.method == "POST":
        form = TargetUploadForm(request.POST, request.FILES, sources=sources)
        if form.is_valid() and (kept := _kept(form, person, ImportKind.TARGETS, None)):
            return _begun(request, kept)
    return _start_page(request, site, form, person, ImportKind.TARGETS)


def _start_page(
    request: HttpRequest, site: admin.AdminSite, form: TargetUploadForm, person: Person, kind: ImportKind
) -> HttpResponse:
    is_targets = kind == ImportKind.TARGETS
    context: dict[str, Any] = {
        **site.each_context(request),
        "title": _("Import targets from a file") if is_targets else _("Import figures from a file"),
        "form": form,
        "is_targets": is_targets,
        "files": list(files_of(person).filter(kind=kind)[:_FILES_SHOWN]),
        "template_address": reverse(f"admin:{TARGETS_TEMPLATE if is_targets else TEMPLATE}"),
    }
    return TemplateResponse(request, "admin/imports.html", context)


def targets_template_view(request: HttpRequest) -> HttpResponse:
    """Return the workbook of the targets that the person keeps."""
    person_or_404(request, ImportKind.TARGETS)
    content = target_template_of(scope_of_request(request)) or b""
    return _workbook(content, f"{_('targets')}-{timezone.localdate():%Y-%m-%d}.xlsx")


def template_view(request: HttpRequest) -> HttpResponse:
    """Return the workbook of all reports of a quarter that the person enters."""
    person_or_404(request, ImportKind.FIGURES)
    try:
        quarter = Quarter.parse(request.GET.get("quarter", ""))
    except ValueError:
        quarter = Quarter.containing(timezone.localdate()).previous()
    content = template_of(quarter=quarter, scope=scope_of_request(request))
    if content is None:
        messages.info(request, _("You owe no report in this quarter; choose another quarter."))
        return HttpResponseRedirect(reverse(f"admin:{START}"))
    return _workbook(content, f"{_('figures')}-{quarter}.xlsx")


def _workbook(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=WORKBOOK_TYPE)
    disposition = content_disposition_header(as_attachment=True, filename=marked_name(name))
    response.headers["Content-Disposition"] = str(disposition)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _kept(form: TargetUploadForm, person: Person, kind: ImportKind, quarter: Quarter | None) -> FileImport | None:
    data = form.cleaned_data
    try:
        return keep_file(
            kind=kind,
            name=data["file"].name,
            content=data["file"].read(),
            year=timezone.localdate().year if quarter is None else quarter.year,
            quarter=quarter,
            source=data["source"],
            language=language_now(),
            by=person,
            at=timezone.now(),
        )
    except UnableToActError as refusal:
        form.add_error("file", refusal.message)
        return None


def _begun(request: HttpRequest, file_import: FileImport) -> HttpResponse:
    """Go straight to the comparison where the columns leave nothing to ask."""
    try:
        return check_or_ask(file_import)
    except UnableToActError as refusal:
        messages.error(request, refusal.message)
        return to_file(file_import)
