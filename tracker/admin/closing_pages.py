"""Pages on which quarters are closed and opened again, and leave to correct them is given and taken back."""

from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from provinces.wording import local_name
from tracker.actions.leave import allow_correction, take_back_exception
from tracker.actions.locking import KEEPERS, close_quarter, reopen_quarter
from tracker.actions.refusals import UnableToActError
from tracker.admin.closing_forms import AllowCorrectionForm, CloseQuarterForm
from tracker.admin.generic import AnyModelAdmin
from tracker.admin.scope import scope_of_request
from tracker.exchange.wording import quarter_name
from tracker.models import LockException, Person, QuarterLock


def close_view(request: HttpRequest, *, site: admin.AdminSite) -> HttpResponse:
    """Ask which quarter of which place is closed, and close it."""
    person, scope = _keeper(request)
    today = timezone.localdate()
    form = CloseQuarterForm(
        request.POST if request.method == "POST" else None, scope=scope, today=today, initial=_asked(request)
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            lock = close_quarter(
                place=data["place"], quarter=data["quarter"], reason=data["reason"], by=person, at=timezone.now()
            )
        except UnableToActError as refusal:
            form.add_error(None, refusal.message)
        else:
            words = {"quarter": quarter_name(lock.year, lock.quarter), "place": local_name(data["place"])}
            messages.success(
                request,
                _("%(quarter)s is closed for %(place)s and all below it. What waits can still be approved or returned.")
                % words,
            )
            return HttpResponseRedirect(_page_of(lock))
    return _form_page(request, site, form, _("Close a quarter"), _("Close the quarter"))


def reopen_view(request: HttpRequest, lock_id: int, *, model_admin: AnyModelAdmin) -> HttpResponse:
    """Open a closed quarter again, with a reason."""
    person, _scope = _keeper(request)
    lock = _lock_or_404(request, lock_id, model_admin)
    if request.method != "POST":
        raise Http404
    try:
        reopen_quarter(lock=lock, reason=request.POST.get("reason", ""), by=person, at=timezone.now())
    except UnableToActError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The quarter is open again; reports can be entered and corrected."))
    return HttpResponseRedirect(_page_of(lock))


def allow_view(
    request: HttpRequest, lock_id: int, *, site: admin.AdminSite, model_admin: AnyModelAdmin
) -> HttpResponse:
    """Ask who may correct what until when, and allow it."""
    person, scope = _keeper(request)
    lock = _lock_or_404(request, lock_id, model_admin)
    if not scope.covers(lock.place_id, *KEEPERS):
        raise Http404
    form = AllowCorrectionForm(request.POST if request.method == "POST" else None, scope=scope, lock=lock)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            exception = allow_correction(
                lock=lock,
                place=data["place"],
                person=data["person"],
                indicators=list(data["indicators"]),
                reason=data["reason"],
                ends_at=form.ends_at,
                by=person,
                at=timezone.now(),
            )
        except UnableToActError as refusal:
            form.add_error(None, refusal.message)
        else:
            words = {"person": exception.person.get_username(), "day": f"{data['last_day']:%d/%m/%Y}"}
            messages.success(request, _("“%(person)s” may correct it until the end of %(day)s.") % words)
            return HttpResponseRedirect(_page_of(lock))
    words = {"quarter": quarter_name(lock.year, lock.quarter), "place": local_name(lock.place)}
    title = _("Allow a correction: %(quarter)s – %(place)s") % words
    return _form_page(request, site, form, title, _("Allow the correction"), back=_page_of(lock))


def take_back_view(request: HttpRequest, exception_id: int, *, model_admin: AnyModelAdmin) -> HttpResponse:
    """Take leave back before its end."""
    person, _scope = _keeper(request)
    exception = model_admin.get_queryset(request).select_related("lock").filter(pk=exception_id).first()
    if not isinstance(exception, LockException) or request.method != "POST":
        raise Http404
    try:
        take_back_exception(exception=exception, by=person, at=timezone.now())
    except UnableToActError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The leave is taken back; what was corrected with it stays."))
    return HttpResponseRedirect(_page_of(exception.lock))


def _keeper(request: HttpRequest) -> tuple[Person, Any]:
    scope = scope_of_request(request)
    if not isinstance(request.user, Person) or not scope.has(*KEEPERS):
        raise Http404
    return request.user, scope


def _lock_or_404(request: HttpRequest, lock_id: int, model_admin: AnyModelAdmin) -> QuarterLock:
    lock = model_admin.get_queryset(request).select_related("place").filter(pk=lock_id).first()
    if not isinstance(lock, QuarterLock):
        raise Http404
    return lock


def _asked(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET[name] for name in ("place", "quarter") if name in request.GET}


def _page_of(lock: QuarterLock) -> str:
    return reverse("admin:tracker_quarterlock_change", args=[lock.pk])


def _form_page(
    request: HttpRequest, site: admin.AdminSite, form: Any, title: str, button: str, back: str = ""
) -> HttpResponse:
    context = {
        **site.each_context(request),
        "opts": QuarterLock._meta,
        "title": title,
        "form": form,
        "button": button,
        "back": back or reverse("admin:tracker_quarterlock_changelist"),
    }
    return TemplateResponse(request, "admin/closing_form.html", context)
