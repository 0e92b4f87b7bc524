"""The front page of the admin: what the person has to do first, then everything else in groups."""

from functools import cache
from typing import Any, Final, NoReturn

from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.db.models.base import ModelBase
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tracker.actions.accounts import keep_language
from tracker.actions.worklist import worklist_of
from tracker.admin.changes import refuse_unstorable_text
from tracker.admin.master_data import master_data_urls
from tracker.admin.scope import scope_of_request
from tracker.models import Person

_GROUPS: Final = (
    (
        "reports",
        _("Reports"),
        (
            "QuarterlyReport",
            "ReportRevision",
            "Actual",
            "Attachment",
            "EntryReceipt",
            "FileImport",
            "QuarterLock",
            "LockException",
            "LockExceptionCell",
            "Reminder",
            "Edition",
            "EditionPage",
            "EditionRow",
        ),
    ),
    (
        "targets",
        _("Targets"),
        (
            "Target",
            "TargetPhase",
            "TargetMember",
            "PromotionList",
            "PromotionItem",
            "PromotionItemSum",
            "PrintedComparison",
        ),
    ),
    (
        "places",
        _("Places and organisations"),
        (
            "Place",
            "Province",
            "Park",
            "PlaceParent",
            "PlaceMember",
            "Succession",
            "Organisation",
            "Investor",
            "ParkInvestor",
        ),
    ),
    (
        "frame",
        _("Indicators, forms and rules"),
        (
            "Indicator",
            "IndicatorGroup",
            "Unit",
            "ReportForm",
            "ReportFormLine",
            "ReportingDuty",
            "DueRule",
            "Holiday",
            "ReporterPrecedence",
            "Threshold",
            "ExchangeRate",
            "SourceDocument",
        ),
    ),
    ("people", _("People and rights"), ("Person", "Membership", "AccessToken")),
)


def _no_page(_request: HttpRequest, **_which: str) -> NoReturn:
    """Answer that a row has no page outside the admin: none of our models has an address of its own."""
    raise Http404


class TrackerAdminSite(admin.AdminSite):
    """Django's admin, arranged by task; rights come from memberships alone, so groups are not registered."""

    site_title = _("Investment targets")
    site_header = _("Investment targets: entry and reference data")
    index_title = _("To do")
    index_template = "admin/tracker_index.html"
    login_template = "registration/login.html"
    site_url = "/"

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Register a model, but not Django's groups: a group's permissions would go round the places."""
        models = [model_or_iterable] if isinstance(model_or_iterable, ModelBase) else list(model_or_iterable)
        super().register([model for model in models if model is not Group], admin_class, **options)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Return the models in the groups of the front page; an application's own page stays as it is."""
        apps = super().get_app_list(request, app_label)
        if app_label is not None:
            return apps
        models = {model["object_name"]: model for app in apps for model in app["models"]}
        return [
            {
                "name": name,
                "app_label": label,
                "app_url": f"{reverse('admin:index', current_app=self.name)}#{label}",
                "has_module_perms": True,
                "models": [models[model] for model in members if model in models],
            }
            for label, name, members in _GROUPS
            if any(model in models for model in members)
        ]

    def get_urls(self) -> list[Any]:
        """Put our answer before Django's own, which fails for rows without an address, and add the files of rows."""
        own = path("r/<path:content_type_id>/<path:object_id>/", self.admin_view(_no_page), name="view_on_site")
        return [own, *master_data_urls(self), *super().get_urls()]

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Sign a person in on the page of the site, and go on in the language that is kept for them."""
        words = {"title": _("Sign in"), "section": "sign-in", "only_entry": True}
        answer: HttpResponse = super().login(request, {**words, **(extra_context or {})})
        if isinstance(request.user, Person):
            keep_language(answer, request.user)
        return answer

    # The stubs think that each of these always draws a page; Django itself sends on as well.
    def logout(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """End the session as the pages do, and say so."""
        answer: HttpResponse = super().logout(request, extra_context)
        if not request.user.is_authenticated:
            messages.success(request, gettext("You are signed out."))
        return answer

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Lead to the one page on which people change their password."""
        return HttpResponseRedirect(reverse("web:password"))

    def password_change_done(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Lead to the page of the account, which says that the password is changed."""
        return HttpResponseRedirect(reverse("web:profile"))

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """Offer the rows that match what is typed."""
        refuse_unstorable_text(request)
        return super().autocomplete_view(request)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """Show what waits for the person."""
        work = worklist_of(scope_of_request(request), timezone.now(), request.user)
        keeps = scope_of_request(request).keeps_reference_data
        return super().index(request, {"work": work, "keeps_master_data": keeps, **(extra_context or {})})


@cache
def tracker_admin_site() -> TrackerAdminSite:
    """Return the one site, also when Django asks a second time while this package is still being imported."""
    return TrackerAdminSite()
