"""The first page: the country at the newest quarter, or the reader's own places."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from provinces.models.place import PlaceKind
from tracker.actions.kept_answers import progress_for_place, progress_of_own_places
from tracker.progress import catalogue
from tracker.progress.editions import page_of_edition
from tracker.progress.lookup import PlaceNotFound
from tracker.progress.measures import Status
from tracker.progress.rows import ChildProgress, IndicatorFace, PlaceFace, ProgressRow
from tracker.progress.verdict import Verdict, pace_of, verdict_of
from tracker.web import cells
from tracker.web.asked import same_page
from tracker.web.charts import status_badge
from tracker.web.desk import has_desk
from tracker.web.numbers import quarter_text
from tracker.web.overview import country_tiles, tile, verdict_lede, verdict_sentence
from tracker.web.tables import ProvinceTable, StandingTable
from tracker.web.views.base import Crumb, PageView, newest_approval
from tracker.web.words import STATUS_ORDER, STATUS_TONES, STATUS_WORDS, name_of, name_order

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
    tops: Sequence[PlaceFace] = ()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """Answer with the page, or with the way to the one place that the reader works for."""
        if self.anonymous:
            return super().get(request, *args, **kwargs)
        self.find_own_places()
        if self.own and len(self.tops) == 1:
            return HttpResponseRedirect(cells.place_address(self.tops[0], self.query))
        return super().get(request, *args, **kwargs)

    def find_own_places(self) -> None:
        """Note the highest places that the reader works for, and whether the country is not among them."""
        self.tops = catalogue.own_places(self.reach)
        self.own = self.reach is not None and all(top.kind != PlaceKind.COUNTRY for top in self.tops)

    def _asked(self) -> tuple[tuple[ProgressRow, ...], tuple[ChildProgress, ...]]:
        """Return the country's rows (none for the reader's own places) and the places below it, in the quarter."""
        if self.query.edition is not None:
            try:
                page = page_of_edition(self.query.edition, slug=COUNTRY, map_choice=self.query.map_choice)
            except PlaceNotFound:
                # An edition of a part of the country: around it whoever has an account reads as of its moment.
                if self.anonymous:
                    raise
            else:
                return page.rows, page.children
        drawn = self.query.indicator
        asked: dict[str, Any] = {
            "quarter": self.query.shown,
            "map_choice": self.query.map_choice,
            "as_of": self.query.as_of,
            "reach": self.reach,
        }
        if self.own:
            return (), progress_of_own_places(drawn=drawn, **asked)
        country = progress_for_place(slug=COUNTRY, drawn_below=drawn, **asked)
        return country.rows, country.children

    @property
    def place_slug(self) -> str:
        """Return the address name of the country."""
        return COUNTRY

    def nothing_published(self) -> HttpResponseBase:
        """Lead to the editions that there are."""
        return HttpResponseRedirect(reverse("web:editions"))

    def page(self) -> dict[str, Any]:
        """Return the verdict and each province by one indicator; where too few have reported, whatever there is."""
        rows, places = self._asked()
        indicators = _indicators(places)
        code = self.query.indicator or next((each.code for each in indicators), "")
        verdict = verdict_of(rows, places, code)
        by_one = verdict.enough and not self.own
        shown = self._judged(verdict, list(rows)) if by_one else self._whatever(places)
        silent = [place for place in places if place.place.id not in shown["named"]]
        table = shown["table"]
        return {
            "own": self.own,
            "crumbs": self._crumbs(),
            "rest": [self._name(c.place) for c in _in_name_order(silent) if not c.has_anything],
            "others": [self._name(c.place) for c in silent if c.has_anything],
            "having": [],
            "filtered": self.query.status is not None or bool(self.query.indicator),
            "everything": same_page(self.request.GET, status="", indicator=""),
            "choose_indicator": self._choices(indicators, code if by_one else self.query.indicator),
            "choose_status": [(each.value, STATUS_WORDS[each], each is self.query.status) for each in CHIPS],
            "tables": [table],
            "updated_at": newest_approval([*rows, *(row for child in places for row in child.rows)]),
            **shown,
        }

    def _judged(self, verdict: Verdict, rows: list[ProgressRow]) -> dict[str, Any]:
        """Return the verdict in words, the goals of all together, and each place by the one indicator."""
        judged = [each.row for each in verdict.standings if each.row is not None and _worth_a_row(each.row)]
        chosen = [row for row in judged if self.query.status in (None, row.progress.status)]
        chosen.sort(key=lambda row: (pace_of(row), STATUS_ORDER[row.progress.status], name_order(row.place)))
        name = name_of(verdict.row.indicator) if verdict.row else ""
        unit = cells.unit_name(verdict.row.indicator) if verdict.row else ""
        words = {"indicator": name, "unit": unit, "quarter": quarter_text(self.query.shown)}
        return {
            "headline": verdict_sentence(verdict, self.query),
            "verdict_lede": verdict_lede(verdict, self.query),
            "tone": STATUS_TONES[verdict.row.progress.status if verdict.row else None],
            "chips": [self._chip(status, verdict.count(status)) for status in CHIPS],
            "chips_title": _("Provinces by status"),
            "tiles": country_tiles(rows, self.query),
            "tiles_title": _("Headline indicators, all together"),
            "table_title": _("Each province, furthest behind first"),
            "table": self.table(
                StandingTable,
                chosen,
                caption=_("%(indicator)s (%(unit)s), %(quarter)s, to the end of the quarter.") % words,
            ),
            "named": {row.place.id for row in judged},
        }

    def _whatever(self, places: tuple[ChildProgress, ...]) -> dict[str, Any]:
        """Return the goals and figures of the places that have any: too few to judge all of them together."""
        code = self.query.indicator
        having = [
            child
            for child in places
            if any(_is_of_the_quarter(row) and code in ("", row.indicator.code) for row in child.rows)
        ]
        rows = sorted(
            (row for child in places for row in child.rows if _worth_a_row(row)),
            key=lambda row: (STATUS_ORDER[row.progress.status], name_order(row.place), row.indicator.order),
        )
        goals = [row for row in rows if cells.is_judged_goal(row)]
        named = {row.place.id for row in goals} | {child.place.id for child in having}
        others = [child for child in places if child.has_anything and child.place.id not in named]
        return {
            "headline": self._headline(len(having), len(others), len(places)),
            "having": [self._name(child.place) for child in having],
            "chips": [self._chip(status, sum(row.progress.status is status for row in goals)) for status in CHIPS],
            "chips_title": _("Goals by status"),
            "tiles": [tile(row, self.query, _of_a_place(row, self.query)) for row in goals if row.to_date.is_known],
            "tiles_title": _("Goals with figures"),
            "table_title": _("Your places with goals or figures") if self.own else _("Provinces with goals or figures"),
            "table": self.table(
                ProvinceTable,
                [row for row in rows if self._is_chosen(row)],
                caption=_("Goals and figures of the places that have any, furthest behind first."),
            ),
            "named": named,
        }

    def chooser(self) -> dict[str, Any]:
        """Return what the form shows; indicator and status have fields of their own in it."""
        return {**super().chooser(), "handed_on": self.handed_on("quarter", "map", "indicator", "status")}

    def _crumbs(self) -> list[Crumb]:
        """Return the way back to what waits, for whoever begins there."""
        if not has_desk(self.request):
            return []
        return [
            (_("To do"), reverse("web:home")),
            (_("Your places") if self.own else _("The whole country"), ""),
        ]

    def _choices(self, indicators: list[IndicatorFace], chosen: str) -> list[tuple[str, str, bool]]:
        return [(each.code, name_of(each), each.code == chosen) for each in indicators]

    def _name(self, place: PlaceFace) -> tuple[str, str]:
        return name_of(place), cells.place_address(place, self.query)

    def _is_chosen(self, row: ProgressRow) -> bool:
        """Return whether the address's limits leave a row in the table."""
        status, code = self.query.status, self.query.indicator
        return (status is None or row.progress.status is status) and code in ("", row.indicator.code)

    def _chip(self, status: Status, count: int) -> tuple[SafeString, int, str]:
        """Return a status with how many stand so and the address that shows them alone."""
        address = f"{same_page(self.request.GET, status=status.value)}#provinces" if count else ""
        return status_badge(status), count, address

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


def _of_a_place(row: ProgressRow, query: Any) -> SafeString:
    return format_html("{}: {}", cells.place_link(row.place, query), name_of(row.indicator))


def _indicators(places: tuple[ChildProgress, ...]) -> list[IndicatorFace]:
    """Return the headline indicators of which any place has a goal or a figure, in their order."""
    found = {row.indicator.id: row.indicator for child in places for row in child.rows if _worth_a_row(row)}
    return sorted((each for each in found.values() if each.headline), key=lambda each: each.order)


def _in_name_order(places: list[ChildProgress]) -> list[ChildProgress]:
    return sorted(places, key=lambda child: name_order(child.place))


def _worth_a_row(row: ProgressRow) -> bool:
    """Return whether a row says more than that nothing is there."""
    return row.has_figure or cells.is_judged_goal(row)


def _is_of_the_quarter(row: ProgressRow) -> bool:
    """Whether the row has a figure of the quarter itself; one carried from an older quarter is none."""
    return row.has_figure and not row.to_date.carried
