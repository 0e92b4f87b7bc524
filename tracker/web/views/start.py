"""The page that somebody with work to do begins on: what is due, what waits for a decision, then the verdict."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.actions.kept_answers import place_page
from tracker.actions.worklist import worklist_of
from tracker.models import Role
from tracker.web import cells
from tracker.web.desk import (
    MOST_RETURNED,
    MOST_WAITING,
    desk_headline,
    desk_scope,
    due_rows,
    has_desk,
    returned_reports,
    to_decide,
)
from tracker.web.headlines import place_headline, worst_status
from tracker.web.views.base import Crumb
from tracker.web.views.home import HomeView
from tracker.web.words import STATUS_TONES, name_of

# Who reads numbers before a meeting; those who enter and decide begin at their desks.
_READS: tuple[Role, ...] = (Role.MANAGER, Role.ADMINISTRATOR)


class StartView(HomeView):
    """What waits for the person, by role: the clerk's reports, the approver's decisions, the manager's verdict."""

    template_name = "web/start.html"
    title = gettext_lazy("To do")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """Answer with the page; it leads to one's own places, and is never left for one of them."""
        self.find_own_places()
        return self.render_to_response(self.get_context_data(**kwargs))

    def printed_filter(self, year: object = None) -> str:
        """Return what the verdict is of; what waits at a desk is of no quarter."""
        return super().printed_filter(year) if self._reads else _("none")

    def page(self) -> dict[str, Any]:
        """Return the blocks of the person's roles in the order of their work."""
        scope = desk_scope(self.request)
        work = worklist_of(scope, timezone.now(), self.request.user)
        due = due_rows(work)
        reports, targets = to_decide(work)
        reports_shown, targets_shown = reports[:MOST_WAITING], targets[:MOST_WAITING]
        hidden = len(reports) - len(reports_shown) + len(targets) - len(targets_shown)
        content = self._verdict() if self._reads else {}
        return {
            **content,
            "verdict": content.get("headline", ""),
            "verdict_tone": content.get("tone", ""),
            "headline": desk_headline(work),
            "tone": "",
            "crumbs": [],
            "work": work,
            "due_now": [row for row in due if not row.earlier],
            "due_earlier": [row for row in due if row.earlier],
            "returned": returned_reports(work)[:MOST_RETURNED],
            "reports_shown": reports_shown,
            "targets_shown": targets_shown,
            "further": hidden + work.further_targets,
            "ways": list(self._ways()),
        }

    @property
    def _reads(self) -> bool:
        return desk_scope(self.request).has(*_READS)

    def _verdict(self) -> dict[str, Any]:
        """Return what the manager's own first page says; of a single place its headline alone."""
        if not self.own or len(self.tops) != 1:
            return super().page()
        progress = place_page(
            slug=self.tops[0].slug,
            quarter=self.query.shown,
            map_choice=self.query.map_choice,
            as_of=None,
            edition=None,
            reach=self.reach,
        )
        goals = [row for row in progress.rows if cells.is_judged_goal(row)]
        return {"headline": place_headline(progress, goals), "tone": STATUS_TONES[worst_status(goals)]}

    def _ways(self) -> list[Crumb]:
        """Return the pages to read: the country, or the person's own places where it may not be read."""
        if not self.own:
            return [(_("The whole country"), f"{reverse('web:home')}?view=country")]
        return [(name_of(top), reverse("web:place", args=[top.slug])) for top in self.tops[:MOST_WAITING]]


def first_page(request: HttpRequest) -> HttpResponseBase:
    """Answer at the bare address with the desk of whoever enters or decides; with anything asked for, the country."""
    view: Any = StartView if not request.GET and has_desk(request) else HomeView
    answer: HttpResponseBase = view.as_view()(request)
    return answer
