"""Pages on which administrators of the country take master data along as files and bring them back."""

from functools import partial
from typing import Any, Final

from django import forms
from django.contrib import admin, messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.actions.master_data.bringing import (
    MasterCheck,
    UnableToBringFileError,
    check_master_file,
    master_file,
    save_master_file,
)
from tracker.actions.master_data.tables import TABLES, MasterTable, table_of
from tracker.admin.scope import scope_of_request
from tracker.exchange.demonstration import marked_name
from tracker.exchange.file_cells import CSV_TYPE, WORKBOOK_TYPE
from tracker.exchange.master_files import MOST_BYTES
from tracker.exchange.wording import language_now
from tracker.models import Person

PAGE: Final = "master_data"
FILE: Final = "master_data_file"
_TYPES: Final = {"xlsx": WORKBOOK_TYPE, "csv": CSV_TYPE}
# The file waits for its confirmation on the page itself, signed: nothing is stored of one that is never confirmed.
_SALT: Final = "tracker.master-data"
_SECONDS_TO_CONFIRM: Final = 24 * 60 * 60


class BringForm(forms.Form):
    """Which kind of master data, and the file that holds them."""

    kind = forms.ChoiceField(label=gettext_lazy("What the file holds"))
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("A workbook (.xlsx) or a table as text (.csv)."),
        error_messages={
            "required": gettext_lazy("No file was chosen. Choose a workbook (.xlsx) or a CSV file first."),
            "empty": gettext_lazy("The file is empty; choose another."),
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(table.code, table.title) for table in TABLES if not table.is_read_only]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        """Refuse a file that is too large before it is read."""
        upload = self.cleaned_data["file"]
        if upload.size > MOST_BYTES:
            raise forms.ValidationError(
                _("The file is larger than %(most)s MB. Divide it into several files.")
                % {"most": MOST_BYTES // 1024 // 1024}
            )
        return upload


def master_data_urls(site: admin.AdminSite) -> list[Any]:
    """Return the addresses of the pages."""
    return [
        path("master-data/", site.admin_view(partial(page_view, site=site)), name=PAGE),
        path("master-data/<str:kind_of_file>/", site.admin_view(file_view), name=FILE),
    ]


def page_view(request: HttpRequest, *, site: admin.AdminSite) -> HttpResponse:
    """Offer the files, compare one that is brought, and save one that was compared."""
    person = _keeper_or_404(request)
    form = BringForm()
    if request.method == "POST" and "save" in request.POST:
        return _saved(request, person)
    if request.method == "POST":
        form = BringForm(request.POST, request.FILES)
        if form.is_valid() and (checked := _checked(form, person)) is not None:
            return _check_page(request, site, *checked)
    context: dict[str, Any] = {
        **site.each_context(request),
        "title": _("Master data as files"),
        "form": form,
        "tables": [(table, [(kind, _address(table, kind)) for kind in _TYPES]) for table in TABLES],
    }
    return TemplateResponse(request, "admin/master_data.html", context)


def file_view(request: HttpRequest, kind_of_file: str) -> HttpResponse:
    """Return all rows of a kind as a file: "places.xlsx"."""
    _keeper_or_404(request)
    code, _point, kind = kind_of_file.partition(".")
    table = table_of(code)
    if table is None or kind not in _TYPES:
        raise Http404
    response = HttpResponse(master_file(table, kind=kind, language=language_now()), content_type=_TYPES[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="{marked_name(kind_of_file)}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _keeper_or_404(request: HttpRequest) -> Person:
    if not isinstance(request.user, Person) or not scope_of_request(request).keeps_reference_data:
        raise Http404
    return request.user


def _address(table: MasterTable, kind: str) -> str:
    return reverse(f"admin:{FILE}", args=[f"{table.code}.{kind}"])


def _checked(form: BringForm, person: Person) -> tuple[MasterCheck, str, str] | None:
    """Return what a file would do, its name, and the file itself with what was found, signed; None if unreadable."""
    table = table_of(form.cleaned_data["kind"])
    assert table is not None
    upload = form.cleaned_data["file"]
    content, language = upload.read(), language_now()
    try:
        check = check_master_file(table, content=content, name=upload.name, language=language, by=person)
    except UnableToBringFileError as refusal:
        form.add_error("file", refusal.message)
        return None
    kept = {
        "kind": table.code,
        "name": upload.name,
        "content": signing.b64_encode(content).decode(),
        "language": language,
        "digest": check.digest,
        "person": person.pk,
    }
    return check, upload.name, signing.dumps(kept, salt=_SALT, compress=True) if check.can_be_saved else ""


def _check_page(request: HttpRequest, site: admin.AdminSite, check: MasterCheck, name: str, kept: str) -> HttpResponse:
    context: dict[str, Any] = {
        **site.each_context(request),
        "title": name,
        "check": check,
        "kept": kept,
        "page_address": reverse(f"admin:{PAGE}"),
    }
    response = TemplateResponse(request, "admin/master_data_check.html", context)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _saved(request: HttpRequest, person: Person) -> HttpResponse:
    again = HttpResponseRedirect(reverse(f"admin:{PAGE}"))
    try:
        kept = signing.loads(request.POST.get("_kept", ""), salt=_SALT, max_age=_SECONDS_TO_CONFIRM)
    except signing.BadSignature:
        kept = {}
    table = table_of(kept.get("kind", ""))
    if table is None or kept.get("person") != person.pk:
        messages.error(request, _("Nothing was saved: the check is no longer valid. Choose the file once more."))
        return again
    try:
        check = save_master_file(
            table,
            content=signing.b64_decode(kept["content"].encode()),
            name=kept["name"],
            language=kept["language"],
            by=person,
            digest=kept["digest"],
        )
    except UnableToBringFileError as refusal:
        messages.error(request, refusal.message)
        return again
    messages.success(
        request,
        _("“%(kind)s” is saved from the file: new rows %(new)s, changed rows %(changed)s.")
        % {"kind": table.title, "new": check.new, "changed": check.changed},
    )
    return again
