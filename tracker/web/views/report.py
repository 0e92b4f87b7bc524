"""The quarter report of a place: one sheet for the table of its leaders, on the screen as on paper."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tracker.exchange import report_document
from tracker.exchange.demonstration import marked_name
from tracker.progress.row_edges import row_sentences
from tracker.progress.rows import ProgressRow
from tracker.web import cells, owners, pdf
from tracker.web.course import year_block
from tracker.web.headlines import place_headline, worst_status
from tracker.web.notes import goal_name, late_goals, threshold_sentences
from tracker.web.numbers import day_text, quarter_text
from tracker.web.published import paper_date, paper_state
from tracker.web.report_table import ReportTable
from tracker.web.views.base import PageView, newest_approval
from tracker.web.words import STATUS_TONES, name_of


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
        today = timezone.localdate(edition.published_at if edition else None)
        sheet = reverse("web:report", args=[self.kwargs["slug"]])
        return {
            "title": _("Quarter report: %(place)s, %(quarter)s") % words,
            "place": place,
            "period": quarter,
            "dated": paper_date(today, [progress.place, *reversed(progress.path)]),
            "state": paper_state(self.kwargs["slug"], self.query, sheet, reach=self.editions_within),
            "summary": place_headline(progress, own),
            "tone": STATUS_TONES[worst_status(own)],
            "late": late_goals(own),
            "notes": [*threshold_sentences(own), *self._sentences(own)],
            "year": year_block(own, query=self.query, parameters=self.request.GET),
            "cut_off": day_text(progress.quarter.last_day),
            "pdf_address": self._address("report_pdf") if pdf.is_available() else "",
            "document_address": self._address("report_document") if report_document.is_available() else "",
            "workbook_address": self.query.address(reverse("web:quarter_workbook", args=[self.kwargs["slug"]])),
            "crumbs": [
                *self.crumbs_of(progress.path),
                (place, cells.place_address(progress.place, self.query)),
                (_("Quarter report"), ""),
            ],
            "table": table,
            "tables": [table],
            "updated_at": newest_approval(progress.rows),
        }

    def _address(self, name: str) -> str:
        """Return where the same sheet is a file, with the same indicator's year on it."""
        path = reverse(f"web:{name}", args=[self.kwargs["slug"]])
        return self.query.address(path, indicator=self.query.indicator)

    def _sentences(self, rows: list[ProgressRow]) -> list[str]:
        """Return without what the numbers would be misread, each sentence after the name of its indicator."""
        found = []
        for row in rows:
            sentences = row_sentences(row, rows)
            if sentences:
                found.append(f"{goal_name(row, rows)}: {' '.join(sentences)}")
        return found


class ReportPdfView(ReportView):
    """The same sheet as a PDF file from the server, for whoever reads the page and nobody else."""

    template_name = "web/report_pdf.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """Answer with the file; 501 where this server cannot write it, 503 where it has too much to do."""
        if request.GET.get("format"):
            return super().get(request, *args, **kwargs)
        if not pdf.is_available():
            return self._cannot()
        try:
            context = self.get_context_data(**kwargs)
            file = pdf.pdf_of(render_to_string(self.template_name, context, request))
        except pdf.PdfUnavailableError:
            return self._cannot()
        except pdf.PdfBusyError:
            return self._too_much()
        response = HttpResponse(file, content_type="application/pdf")
        name = marked_name("-".join(["report", self.kwargs["slug"], *self._marks()]))
        response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
        return response

    def _cannot(self) -> HttpResponse:
        """Return the page that leads to the sheet in the browser and says what is missing here."""
        context = {
            "title": _("This server cannot write PDF files"),
            "report_address": f"{reverse('web:report', args=[self.kwargs['slug']])}?{self.request.GET.urlencode()}",
            "packages": pdf.PACKAGES,
        }
        return render(self.request, "501.html", context, status=501)

    def _too_much(self) -> HttpResponse:
        """Return the page that asks to try again."""
        sentence = _("Other reports are just being written as PDF. Nothing is lost; try again in a moment.")
        context = {"title": _("Please try again in a moment"), "sentence": sentence}
        answer = render(self.request, "503.html", context, status=503)
        answer.headers["Retry-After"] = "10"
        return answer
