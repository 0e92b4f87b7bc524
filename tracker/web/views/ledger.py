"""The target ledger of a place: every version of each target, with its document and the percentage it gives."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker.progress import catalogue
from tracker.progress.ledger import PlaceLedger, ledger_of_place, revised
from tracker.web import cells
from tracker.web.ledger_tables import CurrentAndOriginalTable, VersionTable
from tracker.web.numbers import quarter_text
from tracker.web.views.base import PageView
from tracker.web.words import name_of


class LedgerView(PageView):
    """The targets of one place at one quarter, current and original side by side, and every version of them."""

    template_name = "web/ledger.html"
    section: ClassVar[str] = "places"
    choosable: ClassVar[bool] = True
    of_place: ClassVar[bool] = True

    def page(self) -> dict[str, Any]:
        """Return the two tables of the ledger."""
        ledger = ledger_of_place(
            slug=self.kwargs["slug"],
            quarter=self.query.shown,
            map_choice=self.query.map_choice,
            as_of=self.query.as_of,
            reach=self.reach,
        )
        place = name_of(ledger.place)
        current = self.table(
            CurrentAndOriginalTable,
            ledger.entries,
            caption=_("The number that counts beside the one that was promised first, to the end of the quarter."),
        )
        versions = self.table(
            VersionTable,
            [line for entry in ledger.entries for line in reversed(entry.lines)],
            caption=_("Every version, each target's newest first. A version counts from its approval on."),
        )
        wanted = {key for entry in ledger.entries for line in entry.lines for key in line.target.member_ids}
        members = catalogue.place_faces(wanted, reach=self.reach, as_of=self.query.as_of)
        for table in (current, versions):
            table.at, table.members = ledger.place, members
        versions.named = self.request.user.is_authenticated
        return {
            "title": _("Targets of %(place)s, %(quarter)s")
            % {"place": place, "quarter": quarter_text(self.query.shown)},
            "lede": self._lede(ledger),
            "crumbs": [
                *self.crumbs_of(ledger.path),
                (place, cells.place_address(ledger.place, self.query)),
                (_("Targets"), ""),
            ],
            "current_table": current,
            "once": bool(ledger.entries) and all(len(entry.lines) == 1 for entry in ledger.entries),
            "versions_table": versions,
            "tables": [current, versions],
        }

    def _lede(self, ledger: PlaceLedger) -> str:
        count = len(ledger.entries)
        targets = ngettext("%(count)s target", "%(count)s targets", count) % {"count": count}
        changed = _("%(count)s revised") % {"count": revised(ledger.entries)}
        return f"{targets} · {changed}" if revised(ledger.entries) else targets
