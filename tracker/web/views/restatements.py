"""What was restated of a place's quarter since a moment."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker.progress.restatement_rows import PlaceRestatements
from tracker.progress.restatement_words import is_first_entry
from tracker.progress.restatements import restatements_of_place
from tracker.web import cells
from tracker.web.filters import BadParameterError, moment_parameter
from tracker.web.numbers import moment_text, quarter_text
from tracker.web.restatement_tables import (
    ChangedNumberTable,
    FirstReportTable,
    RestatementTable,
    changed_numbers,
)
from tracker.web.views.base import PageView
from tracker.web.words import name_of


class RestatementsView(PageView):
    """Every figure, target and rule of a place's quarter that says something else than at a moment."""

    template_name = "web/restatements.html"
    section: ClassVar[str] = "places"
    choosable: ClassVar[bool] = True
    of_place: ClassVar[bool] = True

    def page(self) -> dict[str, Any]:
        """Return the list and the numbers that changed; without a moment to begin at the form alone cannot do."""
        since = moment_parameter(self.request.GET.get("since", ""), "since")
        if since is None:
            raise BadParameterError(
                _("“since” is missing. Write the day or moment after which changes count, like 2025-04-30.")
            )
        found = restatements_of_place(
            slug=self.kwargs["slug"],
            quarter=self.query.shown,
            since=since,
            until=self.query.as_of,
            map_choice=self.query.map_choice,
            reach=self.reach,
        )
        return self.content(found)

    def content(self, found: PlaceRestatements) -> dict[str, Any]:
        """Return what the template prints of a list of restatements."""
        place = name_of(found.place)
        table = self.table(
            RestatementTable,
            [item for item in found.items if not is_first_entry(item)],
            caption=_("What says something else, newest first; old numbers stay readable."),
        )
        first = self.table(
            FirstReportTable,
            [item for item in found.items if is_first_entry(item)],
            caption=_("Figures and targets where none stood before, newest first."),
        )
        table.named = first.named = self.request.user.is_authenticated
        numbers = self.table(
            ChangedNumberTable,
            changed_numbers(found.rows),
            caption=_("Numbers of the place's own page that changed, by all of this and by what was entered since."),
        )
        return {
            "title": _("Restatements of %(place)s, %(quarter)s")
            % {"place": place, "quarter": quarter_text(found.quarter)},
            "lede": self._lede(found),
            "crumbs": [
                *self.crumbs_of(found.path),
                (place, cells.place_address(found.place, self.query)),
                (_("Restatements"), ""),
            ],
            "restatement_table": table,
            "first_table": first,
            "number_table": numbers,
            "tables": [table, first, numbers],
        }

    def _lede(self, found: PlaceRestatements) -> str:
        """Return how many changes there are since when, and apart from them how many entries are new."""
        first = sum(is_first_entry(item) for item in found.items)
        count = len(found.items) - first
        words = {"count": count, "since": moment_text(found.since)}
        text = ngettext("%(count)s restatement since %(since)s", "%(count)s restatements since %(since)s", count)
        said = text % words
        if found.until is not None:
            said = _("%(restatements)s, up to %(until)s") % {"restatements": said, "until": moment_text(found.until)}
        if not first:
            return said
        new = ngettext("%(count)s new entry", "%(count)s new entries", first) % {"count": first}
        return f"{said}; {new}"
