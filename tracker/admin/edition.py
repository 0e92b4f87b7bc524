"""Pages of what was published, all read here, and the one on which a quarter is published."""

from functools import partial
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from provinces.wording import local_name
from tracker.actions.locking import KEEPERS
from tracker.actions.publishing import LONGEST_NAME, publish_edition
from tracker.actions.refusals import UnableToActError
from tracker.actions.rights import Scope
from tracker.admin.base import ScopedAdmin
from tracker.admin.closing_forms import CloseQuarterForm
from tracker.admin.scope import scope_of_request
from tracker.exchange.wording import quarter_name
from tracker.models import Edition, EditionPage, EditionRow, Person


class _PublishedAdmin(ScopedAdmin):
    """Rows that nobody writes on these pages: they are written once, when a quarter is published."""

    def may_write(self, scope: Scope, obj: Any = None) -> bool:
        """Leave writing to the publishing."""
        return False


class PublishForm(CloseQuarterForm):
    """Which quarter of which place is published, under which name, and why again."""

    name = forms.CharField(
        label=gettext_lazy("Vietnamese name"),
        max_length=LONGEST_NAME,
        help_text=gettext_lazy("For example: Quý I/2025, công bố lần đầu."),
    )
    name_en = forms.CharField(label=gettext_lazy("English name"), max_length=LONGEST_NAME, required=False)
    field_order = ("place", "quarter", "name", "name_en", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].help_text = _("The quarter is published for it and for everything below it.")
        self.fields["reason"].label = _("Why it is published again")
        self.fields["reason"].help_text = _("Needed from the second edition of the same quarter on.")


@admin.register(Edition)
class EditionAdmin(_PublishedAdmin):
    """What was published, and the way to publish the next."""

    place_lookups = ("place",)
    search_keys = ("place__search_key",)
    search_texts = ("name", "name_en", "slug")
    list_display = ("name_of", "place", "year", "quarter", "number", "published_at", "published_by")
    list_select_related = ("place", "published_by")
    list_filter: ClassVar[Any] = ("year", "quarter")
    ordering = ("-published_at", "-pk")
    fields = (
        "slug",
        "name",
        "name_en",
        "place",
        "year",
        "quarter",
        "number",
        "as_of",
        "published_by",
        "published_at",
        "reason",
        "digest",
    )
    change_list_template = "admin/editions.html"

    @admin.display(description=gettext_lazy("name"), ordering="name")
    def name_of(self, obj: Edition) -> str:
        """Return the name."""
        return local_name(obj)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Offer to publish to those who may."""
        keeps = scope_of_request(request).has(*KEEPERS)
        return super().changelist_view(request, {"may_publish": keeps, **(extra_context or {})})

    def get_urls(self) -> list[Any]:
        """Add the address of publishing."""
        view = self.admin_site.admin_view(partial(publish_view, site=self.admin_site))
        return [path("publish/", view, name="tracker_edition_publish"), *super().get_urls()]


class _PartAdmin(_PublishedAdmin):
    """Parts of editions; their text is read on the pages of the edition."""

    def seen(self, scope: Scope) -> Q:
        """Show the parts of the editions that are shown."""
        return self.pointing_at_seen("edition", scope)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the parts without their long texts."""
        return super().get_queryset(request).defer("data")


@admin.register(EditionPage)
class EditionPageAdmin(_PartAdmin):
    """The pages of editions."""

    search_keys = ("place__search_key",)
    list_display = ("edition", "place", "map", "position")
    list_select_related = ("edition", "place")
    list_filter: ClassVar[Any] = ("map",)
    ordering = ("-edition", "position")
    fields = ("edition", "place", "map", "position", "digest")


@admin.register(EditionRow)
class EditionRowAdmin(_PartAdmin):
    """The rows of numbers of editions."""

    search_keys = ("place__search_key", "indicator__search_key")
    list_display = ("edition", "place", "indicator")
    list_select_related = ("edition", "place", "indicator")
    ordering = ("-edition", "pk")
    fields = ("edition", "place", "indicator", "digest")


def publish_view(request: HttpRequest, *, site: admin.AdminSite) -> HttpResponse:
    """Ask what is published under which name, and publish it."""
    scope = scope_of_request(request)
    if not isinstance(request.user, Person) or not scope.has(*KEEPERS):
        raise Http404
    asked = {name: request.GET[name] for name in ("place", "quarter") if name in request.GET}
    posted = request.POST if request.method == "POST" else None
    form = PublishForm(posted, scope=scope, today=timezone.localdate(), initial=asked)
    if posted is not None and form.is_valid():
        data = form.cleaned_data
        try:
            edition = publish_edition(**data, by=request.user, at=timezone.now())
        except UnableToActError as refusal:
            form.add_error(None, refusal.message)
        else:
            words = {"quarter": quarter_name(edition.year, edition.quarter), "place": local_name(data["place"])}
            messages.success(
                request,
                _("%(quarter)s is published for %(place)s and all below it. What changes from now on is a restatement.")
                % words,
            )
            return HttpResponseRedirect(reverse("admin:tracker_edition_change", args=[edition.pk]))
    context = {
        **site.each_context(request),
        "opts": Edition._meta,
        "title": _("Publish a quarter"),
        "form": form,
        "button": _("Publish the quarter"),
        "back": reverse("admin:tracker_edition_changelist"),
    }
    return TemplateResponse(request, "admin/closing_form.html", context)
