"""The first page: the country at the newest quarter, or the reader's own places."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from provinces.models.place import PlaceKind
from tracker.progress import catalogue
from tracker.progress.editions import page_of_edition
from tracker.progress.lookup import PlaceNotFound
from tracker.progress.measures import Status
from tracker.progress.queries import progress_for_place, progress_of_own_places
from tracker.progress.rows import ChildProgress, PlaceFace, ProgressRow
from tracker.web import cells, owners
from tracker.web.charts import bullet, status_badge
from tracker.web.numbers import amount_text, quarter_text, share_range_text
from tracker.web.tables import ProvinceTable
from tracker.web.views.base import PageView, newest_approval
from tracker.web.words import STATUS_ORDER, STATUS_TONES, name_of

COUNTRY = "viet-nam"  # the slug of the tree's root in the seeds
CHIPS = (Status.OFF_TRACK, Status.AT_RISK, Status.ON_TRACK, Status.MET, Status.NOT_REPORTED)


class HomeView(PageView):
    """The country: how many provinces have figures, their goals, furthest behind first, and everyone else.

    Whoever reads less than the country sees their own places; whoever has one alone is led to its page.
    """

    template_name = "web/home.html"
    section: ClassVar[str] = "home"
    title = gettext_lazy("Overview")
    choosable: ClassVar[bool] = True
    published: ClassVar[bool] = True
    own: bool = False
    """Whether the page shows the reader's own places instead of the country."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """Answer with the page, or with the way to the one place that the reader works for."""
        if self.anonymous:
            return super().get(request, *args, **kwargs)
        tops = catalogue.own_places(self.reach)
        self.own = self.reach is not None and all(top.kind != PlaceKind.COUNTRY for top in tops)
        if self.own and len(tops) == 1:
            return HttpResponseRedirect(cells.place_address(tops[0], self.query))
        return super().get(request, *args, **kwargs)

    def _places(self) -> tuple[ChildProgress, ...]:
        """Return the provinces of the country, or the reader's own places, in the quarter."""
        if self.query.edition is not None:
            try:
                return page_of_edition(self.query.edition, slug=COUNTRY, map_choice=self.query.map_choice).children
            except PlaceNotFound:
                # An edition of a part of the country: around it whoever has an account reads as of its moment.
                if self.anonymous:
                    raise
        quarter, map_choice, as_of = self.query.shown, self.query.map_choice, self.query.as_of
        if self.own and self.reach is not None:
            return progress_of_own_places(quarter=quarter, map_choice=map_choice, as_of=as_of, reach=self.reach)
        country = progress_for_place(
            slug=COUNTRY, quarter=quarter, map_choice=map_choice, as_of=as_of, reach=self.reach
        )
        return country.children

    @property
    def place_slug(self) -> str:
        """Return the address name of the country."""
        return COUNTRY

    def nothing_published(self) -> HttpResponseBase:
        """Lead to the editions that there are."""
        return HttpResponseRedirect(reverse("web:editions"))

    def page(self) -> dict[str, Any]:
        """Return the provinces with goals or figures in the quarter, worst first, and the names of the others."""
        places = self._places()
        having = [child for child in places if any(_is_of_the_quarter(row) for row in child.rows)]
        rows = sorted(
            (row for child in places for row in child.rows if _worth_a_row(row)),
            key=lambda row: (STATUS_ORDER[row.progress.status], row.place.sort_key, row.indicator.order),
        )
        goals = [row for row in rows if cells.is_judged_goal(row)]
        shown = {row.place.id for row in goals} | {child.place.id for child in having}
        others = [child for child in places if child.has_anything and child.place.id not in shown]
        rest = [c.place for c in places if not c.has_anything and c.place.id not in shown]
        rows = [row for row in rows if self._is_chosen(row)]
        table = self.table(
            ProvinceTable, rows, caption=_("Goals and figures of the places that have any, furthest behind first.")
        )
        return {
            "headline": self._headline(len(having), len(others), len(places)),
            "own": self.own,
            "having": [self._name(child.place) for child in having],
            "rest": [self._name(place) for place in sorted(rest, key=lambda place: place.sort_key)],
            "others": [self._name(child.place) for child in others],
            "chips": [self._chip(status, goals) for status in CHIPS],
            "filtered": self.query.status is not None or bool(self.query.indicator),
            "everything": self.query.address(reverse("web:home")),
            "tiles": [self._tile(row) for row in goals if row.to_date.is_known],
            "table": table,
            "tables": [table],
            "updated_at": newest_approval(rows),
        }

    def _name(self, place: PlaceFace) -> tuple[str, str]:
        return name_of(place), cells.place_address(place, self.query)

    def _is_chosen(self, row: ProgressRow) -> bool:
        """Return whether the address's limits leave a row in the table."""
        status, code = self.query.status, self.query.indicator
        return (status is None or row.progress.status is status) and code in ("", row.indicator.code)

    def _chip(self, status: Status, goals: list[ProgressRow]) -> tuple[SafeString, int, str]:
        """Return a status with the number of its goals and the address that shows them alone."""
        count = sum(row.progress.status is status for row in goals)
        address = self.query.address(reverse("web:home"), status=status.value) if count else ""
        return status_badge(status), count, f"{address}#provinces" if address else ""

    def _headline(self, having: int, others: int, places: int) -> str:
        words = {"quarter": quarter_text(self.query.shown), "having": having, "others": others, "places": places}
        if self.own:
            if not places:
                return _("No place has been given to you yet")
            return _("%(quarter)s: %(having)s of your %(places)s places have figures") % words
        if not having and others:
            text = ngettext(
                "%(quarter)s: no province has a headline figure; %(others)s has figures or goals of other indicators",
                "%(quarter)s: no province has a headline figure; %(others)s have figures or goals of other indicators",
                others,
            )
            return text % words
        if not having:
            return _("%(quarter)s: no province has figures") % words
        if having * 2 < places:
            text = ngettext(
                "%(quarter)s: only %(having)s of %(places)s provinces has figures, too few to judge the country",
                "%(quarter)s: only %(having)s of %(places)s provinces have figures, too few to judge the country",
                having,
            )
            return text % words
        text = ngettext(
            "%(quarter)s: %(having)s of %(places)s provinces has figures",
            "%(quarter)s: %(having)s of %(places)s provinces have figures",
            having,
        )
        return text % words

    def _tile(self, row: ProgressRow) -> dict[str, Any]:
        reached = row.progress.attainment
        share = share_range_text(reached.low, reached.high, reached.comparator) if reached.low is not None else ""
        return {
            "tone": STATUS_TONES[row.progress.status],
            "who": cells.place_link(row.place, self.query),
            "what": name_of(row.indicator),
            "unit": cells.unit_name(row.indicator),
            "figure": amount_text(row.to_date.amount, row.indicator.display_scale),
            "badge": status_badge(row.progress.status),
            "graph": bullet(row.progress, row.thresholds),
            "share": share,
            "goal": amount_text(row.terms.amount, row.indicator.display_scale) if row.terms else "",
            "beside": cells.beside_figure(row, self.query),
        }


def _worth_a_row(row: ProgressRow) -> bool:
    """Return whether a row says more than that nothing is there."""
    return owners.has_figure(row) or cells.is_judged_goal(row)


def _is_of_the_quarter(row: ProgressRow) -> bool:
    """Whether the row has a figure of the quarter itself; one carried from an older quarter is none."""
    return owners.has_figure(row) and not row.to_date.carried
