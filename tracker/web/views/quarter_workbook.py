"""The official quarter workbook of a place: the layout that offices send, with the numbers of the pages."""

from dataclasses import replace
from typing import Any, ClassVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tracker.actions.approval import settled_moment
from tracker.exchange.demonstration import mark
from tracker.exchange.file_cells import WORKBOOK_TYPE
from tracker.exchange.official_sheet import write_official
from tracker.progress.quarter_report import quarter_report
from tracker.progress.rows import MapChoice
from tracker.web.exports import written_file
from tracker.web.numbers import day_text, moment_text, quarter_text
from tracker.web.published import paper_date, paper_state
from tracker.web.quarter_sheets import below_sheet, quarter_sheet
from tracker.web.views.base import PageView
from tracker.web.words import name_of


class QuarterWorkbookView(PageView):
    """One place at one quarter as a workbook: its own lines, and the places below it side by side."""

    section: ClassVar[str] = "places"
    choosable: ClassVar[bool] = True
    of_place: ClassVar[bool] = True
    published: ClassVar[bool] = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """Answer with the file, read as of a moment that it names."""
        if request.GET.get("format"):
            return super().get(request, *args, **kwargs)
        if self.query.as_of is None and self.query.edition is None:
            self.query = replace(self.query, as_of=settled_moment())
        sheets = self.get_context_data(**kwargs)["sheets"]
        name = "-".join(["quarter", self.kwargs["slug"], *self._marks()])
        return written_file(lambda out: write_official(sheets, out), f"{name}.xlsx", WORKBOOK_TYPE)

    def page(self) -> dict[str, Any]:
        """Return the sheets."""
        query, edition = self.query, self.query.edition
        layout = quarter_report(
            slug=self.kwargs["slug"],
            quarter=query.shown,
            map_choice=query.map_choice,
            as_of=query.as_of,
            edition=edition,
            reach=self.reach,
        )
        said: dict[str, Any] = {
            "above": self._above(),
            "dated": paper_date(timezone.localdate(edition.published_at if edition else query.as_of), [layout.place]),
            "period": quarter_text(layout.quarter),
            "footer": f"{name_of(layout.place)}, {quarter_text(layout.quarter)}",
        }
        below = below_sheet(layout, **said)
        return {"sheets": [quarter_sheet(layout, **said), *([below] if below else [])]}

    def _above(self) -> list[str]:
        """Return what must be said of all numbers: whether they were published, their moment, map and last day."""
        query, edition = self.query, self.query.edition
        lines = [mark()] if mark() else []
        slug = self.kwargs["slug"]
        sheet = reverse("web:quarter_workbook", args=[slug])
        lines.append(paper_state(slug, query, sheet, reach=self.editions_within).text)
        at = edition.as_of if edition is not None else query.as_of
        maps = {MapChoice.THEN: _("map as it was then"), MapChoice.TODAY: _("today's map")}
        words = {"day": day_text(query.shown.last_day), "map": maps[query.map_choice]}
        known = [_("as known on %(moment)s") % {"moment": moment_text(at)}] if at is not None else []
        lines.append("; ".join([_("Figures to %(day)s, %(map)s") % words, *known]))
        return lines
