"""The list of infrastructure investors, and one page for each."""

from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.actions.kept_answers import progress_for_investor
from tracker.progress.catalogue import investors_with_parks
from tracker.progress.rows import OrganisationFace, ProgressRow
from tracker.web import cells
from tracker.web.coverage import coverage_blocks
from tracker.web.explanation import explain
from tracker.web.headlines import investor_headline, worst_status
from tracker.web.investor_totals import InvestorTotalTable
from tracker.web.lists import InvestorListTable
from tracker.web.numbers import amount_text, quarter_text, share_range_text
from tracker.web.tables import InvestorGoalTable
from tracker.web.views.base import PageView, newest_approval
from tracker.web.words import STATUS_TONES, name_of, name_order


class InvestorListView(PageView):
    """Every infrastructure investor with its parks."""

    template_name = "web/investors.html"
    section: ClassVar[str] = "investors"
    timed: ClassVar[bool] = True
    title = gettext_lazy("Investors")

    def page(self) -> dict[str, Any]:
        """Return the investors in name order, each with the parks it has or had."""
        found: list[tuple[Any, Any]] = list(investors_with_parks(as_of=self.query.as_of, reach=self.reach))
        for investor, parks in found:
            investor.parks = sorted(parks, key=name_order)
        investors = sorted((investor for investor, _parks in found), key=name_order)
        table = self.table(InvestorListTable, investors, caption=_("Infrastructure investors and their parks."))
        return {"table": table, "tables": [table]}


class InvestorView(PageView):
    """One investor at one quarter: its own targets, and what part of whose goal they are."""

    template_name = "web/investor.html"
    section: ClassVar[str] = "investors"
    choosable: ClassVar[bool] = True

    def page(self) -> dict[str, Any]:
        """Return the investor's own targets; of other investors only the sum appears."""
        progress = progress_for_investor(
            slug=self.kwargs["slug"],
            quarter=self.query.shown,
            map_choice=self.query.map_choice,
            as_of=self.query.as_of,
            reach=self.reach,
        )
        table = self.table(
            InvestorGoalTable, progress.rows, caption=_("The investor's own targets, to the end of the quarter.")
        )
        totals = self.table(
            InvestorTotalTable,
            progress.totals,
            caption=_("Added over the places that have both a target and a figure to the same day."),
        )
        words = {"investor": name_of(progress.investor), "quarter": quarter_text(self.query.shown)}
        return {
            "title": _("%(investor)s, %(quarter)s") % words,
            "headline": investor_headline(progress),
            "progress": progress,
            "tone": STATUS_TONES[worst_status(progress.rows)],
            "parks": cells.place_links(progress.parks, self.query),
            "shares": [text for row in progress.goals for text in self._shares(row, progress.investor)],
            "coverage": coverage_blocks(list(progress.goals), investor=progress.investor),
            "crumbs": [(_("Investors"), reverse("web:investors")), (name_of(progress.investor), "")],
            "table": table,
            "totals_table": totals,
            "totals_explained": [(name_of(total.indicator), explain(total)) for total in progress.totals],
            "tables": [table, totals],
            "updated_at": newest_approval(progress.rows),
        }

    def _shares(self, goal: ProgressRow, investor: OrganisationFace) -> list[str]:
        """Return a sentence for each part of a goal that the investor carries: how much it is, and which share."""
        assert goal.terms is not None
        scale = goal.indicator.display_scale
        found = []
        for part in goal.parts:
            if part.target is None or part.target.investor != investor or part.terms is None:
                continue
            elsewhere = part.place.id != goal.place.id
            share = part.share_of_goal
            words = {
                "indicator": f"{name_of(goal.indicator)}, {name_of(part.place)}"
                if elsewhere
                else name_of(goal.indicator),
                "place": name_of(goal.place),
                "goal": amount_text(goal.terms.amount, scale),
                "unit": cells.unit_name(goal.indicator),
                "own": amount_text(part.terms.amount, scale),
            }
            if share is None or share.low is None:
                found.append(_("%(indicator)s: %(own)s of the goal of %(place)s (%(goal)s %(unit)s)") % words)
                continue
            words["share"] = share_range_text(share.low, share.high, share.comparator)
            text = _("%(indicator)s: %(own)s %(unit)s, %(share)s of the goal of %(place)s (%(goal)s %(unit)s)")
            found.append(text % words)
        return found
