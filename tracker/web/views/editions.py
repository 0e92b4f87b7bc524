"""What was published: the list, one edition, and what was restated since."""

from dataclasses import replace
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from tracker.progress import catalogue
from tracker.progress.editions import (
    EditionFace,
    edition_by_slug,
    editions,
    page_of_edition,
    places_of_edition,
)
from tracker.progress.restatements import restatements_of_place
from tracker.progress.rows import MapChoice
from tracker.web import cells
from tracker.web.editions_tables import EditionPlaceTable, EditionTable, edition_address
from tracker.web.filters import BadParameterError
from tracker.web.headlines import place_headline, worst_status
from tracker.web.numbers import moment_text, quarter_text
from tracker.web.tables import GoalTable
from tracker.web.views.base import Crumb, PageView
from tracker.web.views.restatements import RestatementsView
from tracker.web.words import STATUS_TONES, name_of


def _all_editions() -> Crumb:
    return _("Editions"), reverse("web:editions")


class EditionListView(PageView):
    """Every edition that the reader may open, the newest first."""

    template_name = "web/editions.html"
    section: ClassVar[str] = "editions"
    published: ClassVar[bool] = True
    title = gettext_lazy("Editions")

    def page(self) -> dict[str, Any]:
        """Return the editions, of one place if the address names one."""
        slug = self.request.GET.get("place", "")
        place = catalogue.place_by_slug(slug, reach=self.editions_within) if slug else None
        if slug and place is None:
            raise BadParameterError(_("“place” names no place. Choose one from the list, or leave it out."))
        found = editions(
            reach=self.editions_within,
            place_id=None if place is None else place.pk,
            published_by=self.query.as_of,
        )
        table = self.table(
            EditionTable, found, caption=_("What was published, newest first. An edition is never changed.")
        )
        count = ngettext("%(count)s edition", "%(count)s editions", len(found)) % {"count": len(found)}
        return {
            "lede": count if place is None else f"{name_of(place)} · {count}",
            "table": table,
            "tables": [table],
        }


class EditionView(PageView):
    """One edition: what it is, the goals that it prints of its place, and the pages that it has."""

    template_name = "web/edition.html"
    section: ClassVar[str] = "editions"
    published: ClassVar[bool] = True

    def edition(self) -> EditionFace:
        """Return the edition that the address names; from here on the page is read as it printed it.

        :raises EditionNotFound: if there is none within the reader's reach.
        """
        found = edition_by_slug(self.kwargs["slug"], reach=self.editions_within)
        self.query = replace(self.query, edition=found, quarter=found.quarter, as_of=found.as_of)
        return found

    def page(self) -> dict[str, Any]:
        """Return the facts of the edition, its place's goals and its pages."""
        asked_at = self.query.as_of
        edition = self.edition()
        printed = page_of_edition(edition, slug=edition.place.slug, map_choice=self.query.map_choice)
        judged = [row for row in printed.rows if cells.is_judged_goal(row)]
        goals = self.table(
            GoalTable,
            judged,
            caption=_("Goals as the edition prints them, in the order of their documents."),
        )
        goals.at = printed.place
        places = self.table(
            EditionPlaceTable,
            [place for choice, place in places_of_edition(edition) if choice is self.query.map_choice],
            caption=_("Pages of the edition: the place and all below it."),
        )
        others = editions(
            reach=self.editions_within, place_id=edition.place.id, quarter=edition.quarter, published_by=asked_at
        )
        return {
            "title": name_of(edition),
            "edition": edition,
            "verdict": place_headline(printed, judged),
            "tone": STATUS_TONES[worst_status(judged)],
            "facts": self._facts(edition),
            "place_address": cells.place_address(edition.place, self.query),
            "restatements_address": reverse("web:edition_restatements", args=[edition.slug]),
            "other_map": self._other_map(edition),
            "others": [(name_of(one), edition_address(one)) for one in others if one.id != edition.id],
            "crumbs": [_all_editions(), (name_of(edition), "")],
            "goals_table": goals,
            "place_table": places,
            "tables": [goals, places],
        }

    def _facts(self, edition: EditionFace) -> list[tuple[str, str]]:
        by = edition.published_by if self.request.user.is_authenticated else ""
        facts = [
            (_("Place"), name_of(edition.place)),
            (_("Quarter"), quarter_text(edition.quarter)),
            (pgettext("edition", "Number"), str(edition.number)),
            (_("As known on"), moment_text(edition.as_of)),
            (_("Published"), moment_text(edition.published_at)),
            (_("Published by"), by),
            (_("Why again"), edition.reason),
        ]
        return [(name, text) for name, text in facts if text]

    def _other_map(self, edition: EditionFace) -> tuple[str, str]:
        """Return words and address of the same edition on the other map."""
        if self.query.map_choice is MapChoice.TODAY:
            return _("map as it was then"), edition_address(edition)
        return _("today's map"), f"{edition_address(edition)}?map={MapChoice.TODAY.value}"


class EditionRestatementsView(EditionView, RestatementsView):
    """What says something else than the edition printed."""

    template_name = "web/restatements.html"
    choosable: ClassVar[bool] = False
    timed: ClassVar[bool] = True
    published: ClassVar[bool] = False

    def page(self) -> dict[str, Any]:
        """Return the list; the old numbers are those that the edition printed, the new ones working data."""
        until = self.query.as_of
        edition = self.edition()
        self.query = replace(self.query, as_of=until, edition=None)
        printed = page_of_edition(edition, slug=edition.place.slug, map_choice=self.query.map_choice)
        found = restatements_of_place(
            slug=edition.place.slug,
            quarter=edition.quarter,
            since=edition.as_of,
            until=until,
            map_choice=self.query.map_choice,
            reach=self.reach,
            printed=printed.rows,
        )
        content = self.content(found)
        crumbs = [_all_editions(), (name_of(edition), edition_address(edition)), (_("Restatements"), "")]
        return content | {"crumbs": crumbs}
