"""The page of a file: what its columns are, how it compares with what stands, and its saving."""

from typing import Any, Final

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tracker.actions.entry_undoing import UnableToUndoError
from tracker.actions.entry_warnings import SUGGESTED_REASONS
from tracker.actions.importing.filing import begin_work, cancel_file, confirm_columns
from tracker.actions.importing.reading import proposal_for, read_stored
from tracker.actions.importing.result import CheckResult
from tracker.actions.importing.running import save_file
from tracker.actions.importing.saving import UnableToSaveFileError, receipts_of, undo_file
from tracker.actions.importing.target_files import target_proposal_for
from tracker.actions.importing.target_saving import undo_targets
from tracker.actions.refusals import UnableToActError
from tracker.admin.import_columns import ColumnsForm
from tracker.admin.import_forms import quarters_offered
from tracker.admin.import_process import start_process
from tracker.admin.import_steps import STATE, check_or_ask, file_or_404, is_long, start_of, to_file
from tracker.admin.import_target_columns import TargetColumnsForm
from tracker.exchange.incoming.text_sheets import ENCODINGS, SEPARATORS
from tracker.models import STATES_AT_WORK, FileImport, ImportKind, ImportState

_TAB: Final = "\t"


def step_view(request: HttpRequest, key: str, *, site: admin.AdminSite) -> HttpResponse:
    """Show how far a file has come, and take its next step."""
    file_import = file_or_404(request, key)
    if request.method == "POST":
        try:
            return _take_step(request, file_import, site)
        except UnableToActError as refusal:
            messages.error(request, refusal.message)
            return to_file(file_import)
    return _page(request, file_import, site)


def state_view(request: HttpRequest, key: str) -> HttpResponse:
    """Tell the page that waits how far the work has come."""
    file_import = file_or_404(request, key)
    response = JsonResponse({**_progress(file_import), "at_work": file_import.state in STATES_AT_WORK})
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _take_step(request: HttpRequest, file_import: FileImport, site: admin.AdminSite) -> HttpResponse:
    person, step = file_import.made_by, request.POST.get("step", "")
    if step == "columns":
        return _confirm_columns(request, file_import, site)
    if step == "other_columns":
        confirm_columns(file_import=file_import, mapping=None, by=person)
        return _page(request, file_import, site, asks_columns=True)
    if step == "check":
        return check_or_ask(file_import, reason=request.POST.get("reason", ""))
    if step == "save":
        return _save(request, file_import)
    if step == "cancel":
        cancel_file(file_import=file_import, by=person)
        messages.info(request, _("“%(file)s” is discarded; nothing of it was saved.") % {"file": file_import.name})
        return HttpResponseRedirect(start_of(ImportKind(file_import.kind)))
    if step == "undo":
        return _undo(request, file_import)
    return to_file(file_import)


def _confirm_columns(request: HttpRequest, file_import: FileImport, site: admin.AdminSite) -> HttpResponse:
    form = _columns_form(request, file_import, request.POST)
    if form is None:
        return to_file(file_import)
    if not form.is_valid():
        return _page(request, file_import, site, columns=form)
    confirm_columns(file_import=file_import, mapping=form.mapping(), by=file_import.made_by)
    return check_or_ask(file_import)


def _save(request: HttpRequest, file_import: FileImport) -> HttpResponse:
    if is_long(file_import, saving=True):
        begin_work(file_import=file_import, saving=True, by=file_import.made_by)
        start_process(file_import)
        return to_file(file_import)
    saved = save_file(file_import, read=read_stored, at=timezone.now())
    if isinstance(saved, UnableToSaveFileError):
        messages.error(request, saved.message)
    return to_file(file_import)


def _undo(request: HttpRequest, file_import: FileImport) -> HttpResponse:
    undo = undo_targets if file_import.kind == ImportKind.TARGETS else undo_file
    try:
        count = undo(file_import=file_import, by=file_import.made_by, at=timezone.now())
    except UnableToUndoError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(
            request,
            _("What the file changed is put back as it was before it. Put back: %(count)s.") % {"count": count},
        )
    return to_file(file_import)


def _page(
    request: HttpRequest,
    file_import: FileImport,
    site: admin.AdminSite,
    *,
    columns: ColumnsForm | TargetColumnsForm | None = None,
    asks_columns: bool = False,
) -> HttpResponse:
    state = ImportState(file_import.state)
    context: dict[str, Any] = {
        **site.each_context(request),
        "title": file_import.name,
        "file": file_import,
        "state": state,
        "start_address": start_of(ImportKind(file_import.kind)),
        "is_targets": file_import.kind == ImportKind.TARGETS,
    }
    if state in STATES_AT_WORK:
        return TemplateResponse(
            request,
            "admin/import_progress.html",
            {**context, **_progress(file_import), "state_address": reverse(f"admin:{STATE}", args=[file_import.key])},
        )
    if state == ImportState.CHECKED and not asks_columns:
        result = CheckResult.from_data(file_import.check_result or {})
        return TemplateResponse(
            request,
            "admin/import_check.html",
            {**context, "result": result, "suggested_reasons": SUGGESTED_REASONS},
        )
    if state == ImportState.SAVED:
        receipts = receipts_of(file_import)
        return TemplateResponse(
            request,
            "admin/import_saved.html",
            {
                **context,
                "result": CheckResult.from_data(file_import.check_result or {}),
                "receipts": receipts,
                "may_undo": bool(receipts or file_import.target_receipt),
                "is_undone": file_import.targets_undone_at is not None
                or (bool(receipts) and all(receipt.undone_at for receipt in receipts)),
            },
        )
    if state == ImportState.CANCELLED:
        return TemplateResponse(request, "admin/import_cancelled.html", context)
    return _columns_page(request, file_import, context, columns)


def _columns_page(
    request: HttpRequest,
    file_import: FileImport,
    context: dict[str, Any],
    columns: ColumnsForm | TargetColumnsForm | None,
) -> HttpResponse:
    """Ask what the columns are; a file that cannot be read is given up with the sentence."""
    if columns is None:
        try:
            columns = _columns_form(request, file_import)
        except UnableToActError as refusal:
            is_said = any(str(one) == refusal.message for one in messages.get_messages(request))
            unreadable = {**context, "sentence": refusal.message, "is_said": is_said}
            return TemplateResponse(request, "admin/import_unreadable.html", unreadable)
    if columns is None:
        return TemplateResponse(request, "admin/import_template.html", context)
    template = "import_target_columns" if isinstance(columns, TargetColumnsForm) else "import_columns"
    return TemplateResponse(request, f"admin/{template}.html", {**context, "form": columns, **_ways_to_read()})


def _columns_form(
    request: HttpRequest, file_import: FileImport, posted: Any = None
) -> ColumnsForm | TargetColumnsForm | None:
    """Return the form of the file's columns; None for a filled template, of which nothing is asked.

    :raises UnableToActError: if the file cannot be read.
    """
    chosen = request.GET if posted is None else posted
    encoding, separator = chosen.get("encoding", ""), chosen.get("separator", "")
    read_as = {
        "encoding": encoding if encoding in ENCODINGS else "",
        "separator": separator if separator in SEPARATORS else "",
    }
    if file_import.kind == ImportKind.TARGETS:
        return TargetColumnsForm(posted, proposal=target_proposal_for(file_import, **read_as))
    proposal = proposal_for(file_import, **read_as)
    if proposal.seen is None:
        return None
    return ColumnsForm(posted, proposal=proposal, quarters=quarters_offered(timezone.localdate()))


def _ways_to_read() -> dict[str, Any]:
    """Return what a text file may be written in and what may stand between its cells, with what people call it."""
    encodings = [(name, name.upper().replace("CP", "Windows-")) for name in ENCODINGS]
    return {"encodings": encodings, "marks": [(mark, "Tab" if mark == _TAB else mark) for mark in SEPARATORS]}


def _progress(file_import: FileImport) -> dict[str, Any]:
    """Return the rows done, how many there are, per cent, and about how many seconds are left; None: not known yet."""
    done, known = file_import.rows_done, file_import.rows_known
    return {"done": done, "known": known, "percent": 100 * done // known if known else None}
