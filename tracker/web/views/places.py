"""The list of places, and one page for each: country, province, perimeter, zone or park."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from provinces.models.place import PlaceKind
from tracker.actions.kept_answers import run_checks
from tracker.actions.locking import KEEPERS
from tracker.actions.reach import scope_of_request
from tracker.findings import Finding
from tracker.progress import catalogue
from tracker.progress.editions import newest_edition, published_places
from tracker.progress.heads import places_above
from tracker.progress.rows import ChildProgress, MapChoice, PlaceFace, PlaceProgress, RowKind
from tracker.progress.told_lines import lines_of_page
from tracker.web import cells, owners
from tracker.web.children import ChildTable, child_columns, says_something
from tracker.web.course import year_block
from tracker.web.coverage import coverage_blocks, coverage_table
from tracker.web.fall import fall_block
from tracker.web.filters import PlaceFilter, moment_value
from tracker.web.headlines import place_headline, worst_status
from tracker.web.lists import FindingTable, findings_elsewhere
from tracker.web.money import money_block
from tracker.web.notes import late_goals, late_words, place_notes, threshold_sentences
from tracker.web.number_table import NumberTable
from tracker.web.numbers import moment_text, quarter_text
from tracker.web.park_facts import park_facts
from tracker.web.park_figures import ParkFigureTable, figures_behind
from tracker.web.place_list import PlaceListTable, in_list_order, key_of
from tracker.web.progress_table import is_level
from tracker.web.tables import FigureTable, GoalTable, OtherTargetTable
from tracker.web.views.base import Crumb, PageView, newest_approval
from tracker.web.words import STATUS_TONES, kind_word, local_name, name_of, name_order


class PlaceListView(PageView):
    """Every place, to be searched by name without accents and by kind."""

    template_name = "web/places.html"
    section: ClassVar[str] = "places"
    title = gettext_lazy("Places")
    timed: ClassVar[bool] = True
    published: ClassVar[bool] = True

    def page(self) -> dict[str, Any]:
        """Return the places that the filter leaves, all or those on the map that is asked for; parks by province."""
        reach = published_places() if self.anonymous else self.reach
        listed = catalogue.places_in_name_order(reach=reach, on=self._day, as_of=self.query.as_of)
        places = PlaceFilter(self.request.GET, queryset=listed)
        kept = list(places.qs) if places.is_valid() else []
        day = self._day or timezone.localdate(self.query.as_of or timezone.now())
        heads = places_above([key_of(place) for place in kept], day=day, reach=reach, as_of=self.query.as_of).heads
        found = in_list_order(kept, heads, day)
        table = self.table(
            PlaceListTable, found, caption=_("Places that the search found: %(count)s") % {"count": len(found)}
        )
        table.heads = heads
        return {"filter": places, "handed_on": self.handed_on("q", "kind"), "table": table, "tables": [table]}

    @property
    def _day(self) -> date | None:
        """Return the day whose map is asked for: today's, or that of a quarter; None where neither is asked for."""
        if self.query.map_choice is MapChoice.TODAY:
            return timezone.localdate(self.query.as_of or timezone.now())
        return None if self.query.quarter is None else self.query.quarter.last_day


class PlaceView(PageView):
    """One place at one quarter: its goals, who carries them, its figures, what lies below it, what contradicts."""

    template_name = "web/place.html"
    section: ClassVar[str] = "places"
    choosable: ClassVar[bool] = True
    of_place: ClassVar[bool] = True
    published: ClassVar[bool] = True

    def page(self) -> dict[str, Any]:
        """Return the blocks of the page; a kind of place that has nothing to say in one leaves it out."""
        slug = self.kwargs["slug"]
        progress = self.place_progress(with_courses=True)
        place = progress.place
        goals = [row for row in progress.rows if cells.is_judged_goal(row)]
        others = [row for row in progress.rows if row.terms is not None and not cells.is_judged_goal(row)]
        figures = [row for row in progress.rows if row.kind is RowKind.WITHOUT and row.has_figure]
        told = {row.indicator.id for row in others}
        alone = [row for row in figures if row.indicator.id not in told]
        members = self._members(progress)
        tables = {
            "goals": self.table(
                GoalTable, goals, caption=_("Goals in the order of their documents, to the end of the quarter.")
            ),
            "others": self.table(
                OtherTargetTable, others, caption=_("Shown as what they are; only goals and commitments are judged.")
            ),
            "figures": self.table(
                FigureTable,
                alone,
                caption=_("Reported, and no goal to measure them by."),
            ),
            "coverage": coverage_table(goals, query=self.query, parameters=self.request.GET),
            "children": self._children(progress),
        }
        # Every number of the page in one file; the page itself shows them in its tables.
        tables["numbers"] = self.table(NumberTable, lines_of_page(progress.rows))
        for name in ("goals", "others", "figures"):
            tables[name].at, tables[name].members = place, members
        if tables["coverage"] is not None:
            tables["coverage"].at = place
        year = year_block([*goals, *others, *figures], query=self.query, parameters=self.request.GET)
        tables["course"] = year.table if year else None
        fall = None
        if year is not None:
            fall = fall_block(year.row, query=self.query, parameters=self.request.GET)
        tables["fall"] = fall.table if fall else None
        tables["reported"] = self._reported(progress)
        money = money_block(progress.in_one_currency, query=self.query, parameters=self.request.GET)
        findings: Sequence[Finding] = ()
        if not self.anonymous and self.answers_with("findings"):
            findings = run_checks(as_of=self.query.as_of, place=place.id, reach=self.reach)
        here = {place.slug, *(child.place.slug for child in progress.children if child.place.kind == "perimeter")}
        tables["findings"] = self.table(
            FindingTable,
            [finding for finding in findings if finding.place_slug in here],
            caption=_("What the data checks find for this place."),
        )
        here_found = len(tables["findings"].data.data)
        return {
            "title": f"{name_of(place)}, {quarter_text(self.query.shown)}",
            "headline": place_headline(progress, goals),
            "lede": " · ".join(filter(None, [late_words(goals), self._lede(progress)])),
            "tone": STATUS_TONES[worst_status(goals)],
            "crumbs": self._crumbs(progress),
            "notes": place_notes(progress, goals, self.query),
            "limits": threshold_sentences(goals),
            "facts": park_facts(progress, self.query),
            "late": late_goals(row for row in goals if owners.is_own_goal(row, place)),
            "ledger_address": self._beside("web:ledger"),
            "report_address": self.query.address(reverse("web:report", args=[slug])),
            "workbook_address": self.query.address(reverse("web:quarter_workbook", args=[slug])),
            "results_address": self.query.address(reverse("web:results", args=[slug])),
            "published": [] if self.anonymous else self._published(place),
            "coverage": coverage_blocks(goals),
            "figures_have_levels": any(is_level(row) for row in alone),
            "findings_counted": ngettext("%(count)s finding", "%(count)s findings", here_found) % {"count": here_found},
            "findings_elsewhere": findings_elsewhere(finding for finding in findings if finding.place_slug not in here),
            "silent": [
                (name_of(child.place), kind_word(child.place), cells.place_address(child.place, self.query))
                for child in sorted(progress.children, key=lambda child: name_order(child.place))
                if not _speaks(child)
            ],
            "members": cells.place_links(progress.members, self.query),
            "lists": [] if self.anonymous else self._lists(place.id),
            "updated_at": newest_approval(progress.rows),
            "money": money,
            "year": year,
            "fall": fall,
            "tables": [*(table for table in tables.values() if table is not None), *(money.tables if money else ())],
            **{f"{name}_table": table for name, table in tables.items()},
        }

    def _reported(self, progress: PlaceProgress) -> Any:
        """Return the table of the figures behind a park's numbers; None for other places and where there is none."""
        figures, indicators = figures_behind(progress)
        if not figures:
            return None
        caption = _("The reported figures that the numbers come from: who reported each, and when it was approved.")
        return self.table(ParkFigureTable, figures, indicators=indicators, caption=caption)

    def _beside(self, name: str) -> str:
        """Return the address of a page of working data about the place, empty for readers without an account."""
        return "" if self.anonymous else self.query.address(reverse(name, args=[self.kwargs["slug"]]))

    def _published(self, place: PlaceFace) -> list[Crumb]:
        """Return the ways to what was published of the quarter, to what was restated since, and to publishing it."""
        shown, edition = self.query.shown, self.query.edition
        ways: list[Crumb] = []
        if edition is None:
            edition = newest_edition(
                slug=place.slug, quarter=shown, published_by=self.query.as_of, reach=self.editions_within
            )
            if edition is not None:
                name = _("Edition: %(name)s") % {"name": name_of(edition)}
                named = f"{name}, {moment_text(edition.published_at)}"
                ways.append(
                    (named, replace(self.query, edition=edition).address(reverse("web:place", args=[place.slug])))
                )
        if edition is not None:
            restated = replace(self.query, edition=None, quarter=shown, as_of=None)
            path = reverse("web:restatements", args=[place.slug])
            since = moment_value(edition.as_of)
            ways.append((_("What was restated since"), restated.address(path, since=since)))
        if self.query.as_of is None and scope_of_request(self.request).covers(place.id, *KEEPERS):
            asked = urlencode({"place": place.id, "quarter": str(shown)})
            ways.append((_("Publish a quarter"), f"{reverse('admin:tracker_edition_publish')}?{asked}"))
        return ways

    def _members(self, progress: PlaceProgress) -> dict[int, PlaceFace]:
        """Return the places that carry a target together, by id."""
        near = {child.place.id: child.place for child in progress.children}
        wanted = {number for row in progress.rows if row.target is not None for number in row.target.member_ids}
        return near | catalogue.place_faces(wanted - near.keys(), reach=self.reach, as_of=self.query.as_of)

    def _lede(self, progress: PlaceProgress) -> str:
        parts = [kind_word(progress.place)]
        parks = sum(child.place.kind == PlaceKind.INDUSTRIAL_PARK for child in progress.children)
        # A predecessor answers for its own parks: counted beside them it would be counted twice.
        formers = {place.id for place in progress.predecessors}
        owing = [child for child in progress.children if child.owes and child.place.id not in formers]
        if parks:
            text = ngettext(
                "%(count)s industrial park named in the documents",
                "%(count)s industrial parks named in the documents",
                parks,
            )
            parts.append(text % {"count": parks})
        if progress.investors:
            parts.append(", ".join(name_of(investor) for investor in progress.investors))
        # The headline of the country counts them already.
        if owing and progress.place.kind != PlaceKind.COUNTRY:
            given = sum(any(row.has_figure and not row.to_date.carried for row in child.rows) for child in owing)
            words: dict[str, int] = {"given": given, "owing": len(owing)}
            parts.append(_("%(given)s of %(owing)s places below that owe a report have figures") % words)
        return " · ".join(parts)

    def _crumbs(self, progress: PlaceProgress) -> list[Crumb]:
        return [*self.crumbs_of(progress.path), (name_of(progress.place), "")]

    def _children(self, progress: PlaceProgress) -> Any:
        speaking = sorted(
            filter(_speaks, progress.children),
            key=lambda child: (not any(row.has_figure for row in child.rows), child.silence, name_order(child.place)),
        )
        if not speaking:
            return None
        return self.table(
            ChildTable,
            speaking,
            caption=_(
                "Places below it, those with figures first. A place that has not reported shows a dash, never 0."
            ),
            extra_columns=child_columns(progress.children),
        )

    def _lists(self, place_id: int) -> list[Crumb]:
        found = catalogue.promotion_lists_of(place_id, as_of=self.query.as_of)
        return [(local_name(row, "name"), reverse("web:promotion_list", args=[row.slug])) for row in found]


def _speaks(child: ChildProgress) -> bool:
    """Return whether a place below has a figure or a target, or owes a report."""
    return child.owes or child.has_anything or any(says_something(row) for row in child.rows)
