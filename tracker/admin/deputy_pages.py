"""The page on which approvers name who stands in for them, and end it."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from provinces.wording import local_name
from tracker.actions.deputies import appoint_deputy, end_deputy
from tracker.actions.locking import KEEPERS
from tracker.actions.refusals import UnableToActError
from tracker.actions.rights import Scope
from tracker.admin.closing_forms import AppointDeputyForm
from tracker.admin.scope import scope_of_request
from tracker.models import Membership, Person, Role


def deputies_view(request: HttpRequest, *, site: admin.AdminSite) -> HttpResponse:
    """Show who stands in for whom, appoint a deputy, or end one."""
    person, scope = request.user, scope_of_request(request)
    if not isinstance(person, Person) or not scope.has(*KEEPERS):
        raise Http404
    form = AppointDeputyForm(scope=scope)
    if request.method == "POST":
        if request.POST.get("step") == "end":
            return _end(request, person, scope)
        form = AppointDeputyForm(request.POST, scope=scope)
        if form.is_valid() and _appointed(request, form, person):
            return HttpResponseRedirect(request.path)
    context: dict[str, Any] = {
        **site.each_context(request),
        "title": _("Deputies"),
        "form": form,
        "rows": [_row(membership, person) for membership in _current(person, scope)],
    }
    return TemplateResponse(request, "admin/deputies.html", context)


def _appointed(request: HttpRequest, form: AppointDeputyForm, person: Person) -> bool:
    data = form.cleaned_data
    try:
        appoint_deputy(
            by=person,
            deputy=data["deputy"],
            place=data["place"],
            first_day=data["first_day"],
            last_day=data["last_day"],
            at=timezone.now(),
            standing_in_for=data["lender"],
        )
    except UnableToActError as refusal:
        form.add_error(None, refusal.message)
        return False
    messages.success(
        request,
        _("“%(person)s” approves for %(place)s from %(first)s to %(last)s; the history names both people.")
        % {
            "person": data["username"],
            "place": local_name(data["place"]),
            "first": f"{data['first_day']:%d/%m/%Y}",
            "last": f"{data['last_day']:%d/%m/%Y}",
        },
    )
    return True


def _end(request: HttpRequest, person: Person, scope: Scope) -> HttpResponse:
    key = request.POST.get("membership", "")
    membership = (
        _current(person, scope).filter(pk=key).first() if key.isascii() and key.isdigit() and len(key) < 19 else None
    )
    if membership is None:
        raise Http404
    try:
        end_deputy(membership=membership, by=person, at=timezone.now())
    except UnableToActError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The deputy's time is ended; it counts from now on."))
    return HttpResponseRedirect(request.path)


def _current(person: Person, scope: Scope) -> Any:
    """Return the deputies that concern the person: their own, those they are, and those of places they administer."""
    concerns = Q(standing_in_for=person) | Q(person=person)
    if scope.has(Role.ADMINISTRATOR):
        concerns |= scope.within("place", Role.ADMINISTRATOR)
    return (
        Membership.objects.filter(concerns, standing_in_for__isnull=False, valid_to__gte=timezone.localdate())
        .select_related("person", "standing_in_for", "place")
        .order_by("valid_from", "pk")
    )


def _row(membership: Membership, reader: Person) -> dict[str, Any]:
    lender = membership.standing_in_for
    return {
        "key": membership.pk,
        # The names that are typed: the page tells nobody who is behind an account.
        "deputy": membership.person.get_username(),
        "lender": "" if lender is None else lender.get_username(),
        "is_reader": membership.person_id == reader.pk,
        "place": local_name(membership.place),
        "first": membership.valid_from,
        "last": membership.valid_to,
    }
