"""Open a new year: what it would make, before it is made."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from provinces.models import OrganisationKind, Place
from tracker.actions.opening_year import UnableToOpenYearError, open_year, plan_year
from tracker.actions.reach import scope_of_request
from tracker.actions.year_plan import YearPlan, places_to_open
from tracker.actions.year_wording import question_sentence, target_name
from tracker.models import Role
from tracker.progress.periods import quarters_of_year
from tracker.web.errors import handle_forbidden
from tracker.web.filters import BadParameterError
from tracker.web.numbers import day_text, quarter_text
from tracker.web.views.base import PageView
from tracker.web.views.reporting import ReportingView
from tracker.web.words import name_of


class OpenYearView(LoginRequiredMixin, PageView):
    """The choice of a place and a year, what opening it would make, and the button that makes it."""

    template_name = "web/reporting_open_year.html"
    section: ClassVar[str] = "reporting"
    title = gettext_lazy("Open a new year")
    http_method_names = ["get", "head", "options", "post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer those who administer nothing as every page answers what one may not do."""
        if request.user.is_authenticated and not scope_of_request(request).has(Role.ADMINISTRATOR):
            return handle_forbidden(request, PermissionError())
        return super().dispatch(request, *args, **kwargs)

    def page(self) -> dict[str, Any]:
        """Return the choice, and the plan of the place and year once both are chosen."""
        place = self._place
        content: dict[str, Any] = {
            "places": [(one.slug, name_of(one), one == place) for one in self._places],
            "year": self._year,
            "crumbs": [(str(ReportingView.title), reverse("web:reporting")), (str(self.title), "")],
            "plan": None,
        }
        if place is None:
            return content
        try:
            plan = plan_year(place=place, year=self._year, by=self._person, at=timezone.now())
        except UnableToOpenYearError as refusal:
            raise BadParameterError(refusal.message) from refusal
        words = {"place": name_of(place), "year": self._year}
        quarters = [quarter_text(quarter) for quarter in quarters_of_year(self._year)]
        return content | {
            "headline": _("%(place)s: open the year %(year)s") % words,
            "plan": plan,
            "duties": [f"{name_of(duty.reporter)}: {name_of(duty.place)}" for duty in plan.duties],
            "targets": [target_name(target) for target in plan.targets],
            "needing_baseline": [target_name(target) for target in plan.needing_baseline],
            "questions": [question_sentence(question) for question in plan.questions],
            "quarter_names": quarters,
            "due_days": list(_due_day_lines(plan, quarters)),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Open the year and say what was made.

        :raises BadParameterError: if no place is chosen, or the year cannot be opened.
        """
        place = self._place
        if place is None:
            raise BadParameterError(_("Choose a place and a year first."))
        try:
            plan = open_year(place=place, year=self._year, by=self._person, at=timezone.now())
        except UnableToOpenYearError as refusal:
            raise BadParameterError(refusal.message) from refusal
        if plan.is_empty:
            messages.info(request, _("There was nothing to make; the year is open already."))
        else:
            messages.success(
                request,
                _("The year %(year)s is open. Duties carried on: %(duties)s; targets to revise: %(targets)s.")
                % {"year": plan.year, "duties": len(plan.duties), "targets": len(plan.targets)},
            )
        return redirect(f"{reverse('web:open_year')}?place={place.slug}&year={self._year}")

    @cached_property
    def _places(self) -> list[Place]:
        return list(places_to_open(scope_of_request(self.request), timezone.localdate()))

    @property
    def _place(self) -> Place | None:
        """Return the chosen place; a foreign one and one that does not exist are found alike: not at all."""
        slug = self.request.GET.get("place", "")
        if not slug:
            return None
        found = next((place for place in self._places if place.slug == slug), None)
        if found is None:
            raise Http404
        return found

    @property
    def _year(self) -> int:
        """Return the chosen year, the next one if none is.

        :raises BadParameterError: if it is no year.
        """
        text = self.request.GET.get("year", "")
        if not text:
            return timezone.localdate().year + 1
        if not (text.isascii() and text.isdigit() and len(text) == 4):
            raise BadParameterError(_("“year” is no year. Write four digits, for example 2027."))
        return int(text)

    @property
    def _person(self) -> Any:
        return self.request.user


def _due_day_lines(plan: YearPlan, quarters: Sequence[str]) -> Any:
    """Yield each kind of reporter with the name of each quarter and its due day in words."""
    for row in plan.due_days:
        kind = OrganisationKind(row.reporter_kind).label
        days = [day_text(day) if day else _("no due rule") for day in row.days]
        yield kind, list(zip(quarters, days, strict=True))
