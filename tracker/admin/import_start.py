"""The page on which an import begins: take the template, bring a file, go on with one."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tracker.actions.importing.filing import files_of, keep_file, sources_of
from tracker.actions.importing.template import template_of
from tracker.actions.refusals import UnableToActError
from tracker.admin.import_forms import UploadForm
from tracker.admin.import_steps import START, TEMPLATE, check_or_ask, clerk_or_404, to_file
from tracker.admin.scope import scope_of_request
from tracker.exchange.demonstration import marked_name
from tracker.exchange.file_cells import WORKBOOK_TYPE
from tracker.exchange.wording import language_now
from tracker.models import FileImport, ImportKind, Person
from tracker.progress.periods import Quarter

_FILES_SHOWN = 20


def start_view(request: HttpRequest, *, site: admin.AdminSite) -> HttpResponse:
    """Offer the template, take a file, and list the files that are under way."""
    person = clerk_or_404(request)
    today = timezone.localdate()
    sources = sources_of(scope_of_request(request), ImportKind.FIGURES)
    form = UploadForm(today=today, sources=sources)
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES, today=today, sources=sources)
        if form.is_valid() and (kept := _kept(form, person)) is not None:
            return _begun(request, kept)
    context: dict[str, Any] = {
        **site.each_context(request),
        "title": _("Import figures from a file"),
        "form": form,
        "files": list(files_of(person)[:_FILES_SHOWN]),
        "template_address": reverse(f"admin:{TEMPLATE}"),
    }
    return TemplateResponse(request, "admin/imports.html", context)


def template_view(request: HttpRequest) -> HttpResponse:
    """Return the workbook of all reports of a quarter that the person enters."""
    clerk_or_404(request)
    try:
        quarter = Quarter.parse(request.GET.get("quarter", ""))
    except ValueError:
        quarter = Quarter.containing(timezone.localdate()).previous()
    content = template_of(quarter=quarter, scope=scope_of_request(request))
    if content is None:
        messages.info(request, _("You owe no report in this quarter; choose another quarter."))
        return HttpResponseRedirect(reverse(f"admin:{START}"))
    response = HttpResponse(content, content_type=WORKBOOK_TYPE)
    name = marked_name(f"{_('figures')}-{quarter}.xlsx")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _kept(form: UploadForm, person: Person) -> FileImport | None:
    data = form.cleaned_data
    quarter: Quarter = data["quarter"]
    try:
        return keep_file(
            kind=ImportKind.FIGURES,
            name=data["file"].name,
            content=data["file"].read(),
            year=quarter.year,
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
