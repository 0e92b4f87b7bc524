"""The quarter report of a place: one sheet for the table of its leaders, on the screen as on paper."""

from datetime import date
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tracker.progress.measures import Status
from tracker.progress.row_edges import row_sentences
from tracker.progress.rows import ProgressRow
from tracker.web import cells, owners
from tracker.web.course import year_block
from tracker.web.headlines import place_headline, worst_status
from tracker.web.notes import threshold_sentences
from tracker.web.numbers import day_text, moment_text, quarter_text
from tracker.web.report_table import ReportTable
from tracker.web.views.base import PageView, newest_approval
from tracker.web.words import STATUS_TONES, name_of, text_of


class ReportView(PageView):
    """One place at one quarter on paper: the sentence, the goals, the year's chart, what was said of those behind.

    An edition is printed as it was published; anything else is a draft and says so.
    """

    template_name = "web/report.html"
    section: ClassVar[str] = "places"
    choosable: ClassVar[bool] = True
    of_place: ClassVar[bool] = True
    published: ClassVar[bool] = True

    def page(self) -> dict[str, Any]:
        """Return the parts of the sheet."""
        progress = self.place_progress(with_courses=True)
        goals = [row for row in progress.rows if cells.is_judged_goal(row)]
        own = [row for row in goals if owners.is_own_goal(row, progress.place)] or goals
        edition = self.query.edition
        place, quarter = name_of(progress.place), quarter_text(progress.quarter)
        words = {"place": place, "quarter": quarter}
        table = self.table(ReportTable, own, caption=_("Goals of %(place)s, %(quarter)s") % words)
        table.at = progress.place
        return {
            "title": _("Quarter report: %(place)s, %(quarter)s") % words,
            "place": place,
            "period": quarter,
            "dated": official_day(timezone.localdate(edition.published_at if edition else None)),
            "frozen": moment_text(edition.published_at) if edition else "",
            "summary": place_headline(progress, goals),
            "tone": STATUS_TONES[worst_status(goals)],
            "late": [self._late(row) for row in own if row.progress.status is Status.OFF_TRACK],
            "notes": [*threshold_sentences(own), *self._sentences(own)],
            "year": year_block(own, query=self.query, parameters=self.request.GET, path=self.request.path),
            "cut_off": day_text(progress.quarter.last_day),
            "crumbs": [
                *self.crumbs_of(progress.path),
                (place, cells.place_address(progress.place, self.query)),
                (_("Quarter report"), ""),
            ],
            "table": table,
            "tables": [table],
            "updated_at": newest_approval(progress.rows),
        }

    def _late(self, row: ProgressRow) -> tuple[str, list[str]]:
        """Return the name of a goal that is behind, and what its reporters wrote beside their figures."""
        said = (text_of(figure, "note") for figure in row.used_figures)
        return name_of(row.indicator), list(dict.fromkeys(note for note in said if note))

    def _sentences(self, rows: list[ProgressRow]) -> list[str]:
        """Return without what the numbers would be misread, each sentence after the name of its indicator."""
        found = []
        for row in rows:
            sentences = row_sentences(row, rows)
            if sentences:
                found.append(f"{name_of(row.indicator)}: {' '.join(sentences)}")
        return found


def official_day(day: date) -> str:
    """Return a day as official papers write it: ngày 05 tháng 02 năm 2026 (zero before days < 10, months 1 and 2)."""
    if (get_language() or "").startswith("vi"):
        month = f"{day.month:02d}" if day.month < 3 else str(day.month)
        return f"ngày {day.day:02d} tháng {month} năm {day.year}"
    return day_text(day)
