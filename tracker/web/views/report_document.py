"""The quarter report as a Word document, for an office's own letterhead: the words and numbers of the sheet."""

import html
import re
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tracker.exchange import report_document
from tracker.exchange.demonstration import mark
from tracker.exchange.report_document import ReportDocument, write_report_document
from tracker.web import cells
from tracker.web.exports import written_file
from tracker.web.report_table import ReportTable
from tracker.web.views.report import ReportView

TEMPLATE: Final = Path(settings.BASE_DIR) / "templates" / "documents" / "quarter-report.docx"
# The columns of the document with their shares of its width; the bullet graph of the sheet is its per cent here.
_WIDTHS: Final = {
    "number": 6,
    "indicator": 23,
    "goal": 13,
    "expected": 13,
    "to_date": 13,
    "pace": 10,
    "attainment": 10,
    "change": 10,
    "status": 12,
}
_TEXTS: Final = ("indicator", "status")
_NEXT_LINE: Final = re.compile(r"<br>|<span class=\"sub\">")
_TAG: Final = re.compile(r"<[^>]*>")


class ReportDocumentView(ReportView):
    """The same sheet as a Word document, for whoever reads the page and nobody else."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """Answer with the file; 501 where this server cannot write it."""
        if request.GET.get("format"):
            return super().get(request, *args, **kwargs)
        if not report_document.is_available():
            return self._cannot()
        file = write_report_document(document_of(self.get_context_data(**kwargs)), TEMPLATE)
        name = "-".join(["report", self.kwargs["slug"], *self._marks()])
        return written_file(lambda out: out.write(file), f"{name}.docx", report_document.TYPE)

    def _cannot(self) -> HttpResponse:
        """Return the page that leads to the sheet in the browser and says what is missing here."""
        context = {
            "title": _("This server cannot write Word documents"),
            "report_address": f"{reverse('web:report', args=[self.kwargs['slug']])}?{self.request.GET.urlencode()}",
            "installs": "scripts/install.sh docx",
        }
        return render(self.request, "501.html", context, status=501)


def document_of(sheet: dict[str, Any]) -> ReportDocument:
    """Return what a sheet says, block by block; ``sheet`` is what `ReportView` shows."""
    table: ReportTable = sheet["table"]
    labels = {name: label for name, _column, label in table.file_columns}
    title = _("How far the investment goals have come, %(period)s") % {"period": sheet["period"]}
    empty = _("No goal was set for this place and period in the documents that were read. That is not a goal of zero.")
    day = _("Figures to %(day)s, in the units named; nothing is filled in, rounded or converted without saying so.") % {
        "day": sheet["cut_off"]
    }
    # Without the minute: the same figures give the same file.
    printed = _("From the investment-target tracker, filter: %(filter)s") % {"filter": sheet["printed_filter"]}
    rows = [[_text(table, name, row) for name in _WIDTHS] for row in table.data]
    return ReportDocument(
        texts={
            "office": sheet["place"],
            "dated": sheet["dated"],
            "heading": _("Report").upper(),
            "title": title,
            "state": " ".join(filter(None, [sheet["state"].text, mark()])),
            "summary": f"{sheet['summary']}." if rows else f"{sheet['summary']}. {empty}",
            "behind_title": _("Goals that are off track") if sheet["late"] else "",
            "notes_title": _("Notes") if sheet["notes"] else "",
            "printed": printed,
            "prepared": _("PREPARED BY"),
            "head_of_office": _("HEAD OF THE OFFICE"),
        },
        lists={
            "behind": [f"{name}: {' '.join(said) or _('no explanation yet')}" for name, said in sheet["late"]],
            "notes": [*map(str, sheet["notes"]), day] if sheet["notes"] else [],
        },
        heads=[labels[name] for name in _WIDTHS],
        rows=rows,
        widths=list(_WIDTHS.values()),
        numbers=frozenset(index for index, name in enumerate(_WIDTHS) if name not in _TEXTS),
    )


def _text(table: ReportTable, name: str, row: Any) -> str:
    """Return what the eye sees in a cell of the sheet, its smaller lines below."""
    seen = cells.attainment_cell(row) if name == "attainment" else table.shown(name, row)
    lines = (_TAG.sub("", part) for part in _NEXT_LINE.split(str(seen)))
    return "\n".join(" ".join(html.unescape(line).split(" ")).strip() for line in lines if line.strip())
