"""Pages of targets: drafts are edited, approved versions are read and corrected by a new version."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from provinces.wording import local_name
from tracker.actions.reach import targets_seen
from tracker.actions.refusals import UnableToActError
from tracker.actions.rights import Scope
from tracker.actions.targets import (
    approve_target,
    revise_target,
    target_definition_problems,
    target_token,
    withdraw_target,
)
from tracker.admin.amounts import AmountForm, understood
from tracker.admin.base import ScopedAdmin, ScopedInline
from tracker.admin.columns import AmountColumn, IndicatorColumn, PlaceColumn
from tracker.admin.filters import NamesFilter
from tracker.admin.scope import scope_of_request
from tracker.models import Person, Role, Target, TargetPhase
from tracker.progress.number_texts import period_text


class TargetForm(AmountForm):
    """A target with its definition checked as a whole."""

    amounts = ("value", "high", "baseline")

    def check_constraints(self) -> None:
        """Check the definition first: its sentences stand at their fields."""
        if self.errors:
            return
        for problem in target_definition_problems(self.instance):
            self.add_error(problem.field if problem.field in self.fields else None, problem.message)
        super().check_constraints()

    def clean(self) -> dict[str, Any]:
        """Settle the version of a new target."""
        if self.instance.version is None:
            self.instance.version = 1
        return super().clean()


class TargetStateFilter(admin.SimpleListFilter):
    """Drafts, approved versions and replaced ones."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[str, Any]]:
        """Return the states."""
        return [
            ("draft", gettext_lazy("draft")),
            ("in_force", gettext_lazy("in force")),
            ("replaced", gettext_lazy("replaced or withdrawn")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Narrow the list."""
        in_force = Target.objects.in_force(None).values("pk")
        match self.value():
            case "draft":
                return queryset.filter(approved_at__isnull=True)
            case "in_force":
                return queryset.filter(pk__in=in_force)
            case "replaced":
                return queryset.filter(approved_at__isnull=False).exclude(pk__in=in_force)
        return queryset


class TargetPhaseForm(AmountForm):
    """A phase, typed in the unit of its target's indicator."""

    def indicator(self) -> Any:
        """Return the indicator of the phase's target."""
        target = self.instance.target if self.instance.target_id else getattr(self, "parent_target", None)
        return target.indicator if target is not None and target.indicator_id else None


class TargetPhaseInline(ScopedInline):
    """The steps of a phased target, for example one for each quarter."""

    model = TargetPhase
    form = TargetPhaseForm
    fields = ("starts_on", "ends_on", "basis", "comparator", "value", "high")
    ordering = ("starts_on", "pk")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Return the form set, its forms knowing a target that is only just being added."""
        formset = super().get_formset(request, obj, **kwargs)

        class PhaseFormSet(formset):  # type: ignore[misc,valid-type]  # made by Django at run time
            def _construct_form(self, i: int, **options: Any) -> Any:
                form = super()._construct_form(i, **options)
                form.parent_target = self.instance
                return form

        return PhaseFormSet


@admin.register(Target)
class TargetAdmin(PlaceColumn, IndicatorColumn, AmountColumn, ScopedAdmin):
    """The promises: who owes how much of what, by when, according to which document."""

    form = TargetForm
    change_form_template = "admin/target_change_form.html"
    place_lookups = ("place",)
    writers = (Role.ADMINISTRATOR,)
    search_keys = ("place__search_key", "indicator__search_key", "investor__search_key")
    list_display = ("owner", "indicator_name", "amount", "period", "role", "state")
    list_select_related = ("place", "investor", "indicator__unit", "promotion_item")
    list_filter = (
        TargetStateFilter,
        "role",
        ("place", NamesFilter),
        ("indicator", NamesFilter),
    )
    ordering = ("-starts_on", "place__sort_key", "position", "pk")
    inlines = (TargetPhaseInline,)
    fieldsets = (
        (
            gettext_lazy("Who promises what"),
            {"fields": ("place", "investor", "indicator", "role", "starts_on", "ends_on")},
        ),
        (
            gettext_lazy("How much"),
            {
                "fields": ("comparator", "value", "high", "baseline"),
                "description": gettext_lazy(
                    "A range has the comparator “between” and an upper end. A goal to lower something, for example "
                    "8 days instead of 15, needs the baseline 15."
                ),
            },
        ),
        (
            gettext_lazy("Where it stands"),
            {
                "fields": ("issuer", "issued_on", "document", "paragraph", "printed", "position"),
                "description": gettext_lazy("The order is that of the document that sets the targets, from 1."),
            },
        ),
        (
            gettext_lazy("How it hangs together"),
            {
                "fields": ("part_of", "collective", "members"),
                "description": gettext_lazy(
                    "A collective target is one number for the places listed as members: the remaining parks, say."
                ),
            },
        ),
        (gettext_lazy("Notes"), {"fields": ("note", "note_en"), "classes": ("collapse",)}),
    )

    def seen(self, scope: Scope) -> Q:
        """Show what `targets_seen` says."""
        return targets_seen(scope)

    def may_write(self, scope: Scope, obj: Any = None) -> bool:
        """Let administrators of the place change drafts; an approved version is never changed."""
        return super().may_write(scope, obj) and (obj is None or obj.approved_at is None)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Offer to delete a draft without phases; the history keeps it."""
        return obj is not None and self.may_write(scope_of_request(request), obj) and not obj.phases.exists()

    @admin.display(description=gettext_lazy("place"), ordering="place__sort_key")
    def owner(self, obj: Target) -> SafeString | str:
        """Return the place, and below it the investor who owes the target and the item of a list that it stands at."""
        below = [local_name(row) for row in (obj.investor, obj.promotion_item) if row is not None]
        spans = format_html_join("", ' <span class="below">{}</span>', ((name,) for name in below))
        return format_html("{}{}", self.place_name(obj), spans) if below else self.place_name(obj)

    @admin.display(description=gettext_lazy("period"), ordering="starts_on")
    def period(self, obj: Target) -> str:
        """Return the days as people say them, for example the year alone."""
        return period_text(obj.starts_on, obj.ends_on)

    @admin.display(description=gettext_lazy("state"))
    def state(self, obj: Target) -> str:
        """Return whether the version counts."""
        if obj.approved_at is None:
            return str(_("draft"))
        return str(_("withdrawn") if obj.withdrawn else _("approved"))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save members and phases, and say how the figure was understood."""
        super().save_related(request, form, formsets, change)
        figure = form.instance
        text = understood(figure, figure.indicator)
        self.message_user(
            request, _("Understood: %(text)s. The target is a draft until it is approved.") % {"text": text}
        )

    def get_urls(self) -> list[Any]:
        """Add the addresses of the buttons."""
        own = [
            path(f"<int:target_id>/{step}/", self.admin_site.admin_view(view), name=f"tracker_target_{step}")
            for step, view in (
                ("approve", self.approve_view),
                ("revise", self.revise_view),
                ("withdraw", self.withdraw_view),
            )
        ]
        return [*own, *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Offer the buttons that the person may press."""
        scope, target = scope_of_request(request), kwargs.get("obj")
        if target is not None:
            approver = scope.covers(target.place_id, Role.APPROVER, Role.ADMINISTRATOR)
            administrator = scope.covers(target.place_id, Role.ADMINISTRATOR)
            replaced = Target.objects.filter(supersedes=target).exists()
            context["seen"] = target_token(target)
            # What came between reading the target and its token would be approved unseen: then the page offers nothing.
            shown = self.watched(target.pk).look() == context["row_seen"]
            context["may_approve"] = approver and target.approved_at is None and shown
            context["may_revise"] = administrator and target.approved_at is not None and not replaced
        return super().render_change_form(request, context, *args, **kwargs)

    def _target_or_404(self, request: HttpRequest, target_id: int) -> tuple[Target, Person]:
        target = self.get_queryset(request).filter(pk=target_id).first()
        if target is None or request.method != "POST" or not isinstance(request.user, Person):
            raise Http404
        return target, request.user

    def _step(self, request: HttpRequest, target: Target, take: Any, said: str) -> HttpResponse:
        shown = target
        try:
            shown = take()
        except UnableToActError as refusal:
            self.message_user(request, refusal.message, messages.ERROR)
        else:
            self.message_user(request, said)
        return HttpResponseRedirect(reverse("admin:tracker_target_change", args=[shown.pk]))

    def approve_view(self, request: HttpRequest, target_id: int) -> HttpResponse:
        """Approve a draft."""
        target, person = self._target_or_404(request, target_id)
        said = _("Approved. The target counts from now on and can only be replaced.")
        seen = request.POST.get("seen", "")
        return self._step(
            request, target, lambda: approve_target(target=target, by=person, at=timezone.now(), seen=seen), said
        )

    def revise_view(self, request: HttpRequest, target_id: int) -> HttpResponse:
        """Start the next version."""
        target, person = self._target_or_404(request, target_id)
        reason = request.POST.get("reason", "")
        said = _("This is the new version, a draft: change it and have it approved. The old one counts until then.")
        return self._step(
            request,
            target,
            lambda: revise_target(supersedes=target, reason=reason, by=person, at=timezone.now()),
            said,
        )

    def withdraw_view(self, request: HttpRequest, target_id: int) -> HttpResponse:
        """Start the version that ends the target."""
        target, person = self._target_or_404(request, target_id)
        reason = request.POST.get("reason", "")
        said = _("This version ends the target once it is approved; until then the old one counts.")
        return self._step(
            request,
            target,
            lambda: withdraw_target(target=target, reason=reason, by=person, at=timezone.now()),
            said,
        )
