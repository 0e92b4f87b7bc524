"""Declare the tables of one quarter's reports: who owes them, and which indicators are missing most often."""

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.progress.owed_report import IndicatorGap, OwedReport, share_filled
from tracker.web import cells
from tracker.web.columns import PageColumn, PageTable
from tracker.web.numbers import day_text
from tracker.web.submission_marks import (
    STATE_WORDS,
    SUBMISSION_ORDER,
    cells_text,
    state_text,
    submission_badge,
    submission_of,
)
from tracker.web.words import name_of, name_order

# More names than these make a cell that nobody reads.
_PLACES_NAMED = 3
_EVEN_FROM = 4  # so many indicators that miss equally much are said in one sentence


class ReportTable(PageTable):
    """The reports that are owed for one quarter, each with its due day."""

    name = "reports"
    dense = True
    leaf_rows = 25  # below the table of places: those due first, the others by leaf, by words or in the file
    place = PageColumn(gettext_lazy("Place"), head=True)
    reporter = PageColumn(gettext_lazy("Reporter"), name=True)
    state = PageColumn(gettext_lazy("State"))
    due_on = PageColumn(gettext_lazy("Due on"))
    days = PageColumn(gettext_lazy("Left / overdue"), name=True, in_files=False)
    days_left = PageColumn(gettext_lazy("Days left"), on_page=False)
    days_late = PageColumn(gettext_lazy("Days late"), on_page=False)
    filled = PageColumn(gettext_lazy("Cells filled"), on_page=False)
    asked = PageColumn(gettext_lazy("Cells asked for"), on_page=False)
    cells_shown = PageColumn(gettext_lazy("Cells"), in_files=False)
    first_approved_on = PageColumn(gettext_lazy("First approved on"))
    documents = PageColumn(gettext_lazy("Figures of a document instead"), on_page=False)

    # The places without the report that a published document gives figures of.
    told_by_documents: Collection[int] = frozenset()

    def _is_told(self, report: OwedReport) -> bool:
        return not report.is_approved and report.place.id in self.told_by_documents

    def value_documents(self, report: OwedReport) -> str:
        """Return whether a published document gives figures of the place where the report is not there."""
        return _("yes") if self._is_told(report) else _("no")

    def value_place(self, report: OwedReport) -> str:
        """Return the place's name."""
        return name_of(report.place)

    def sort_place(self, report: OwedReport) -> str:
        """Return the Vietnamese dictionary order."""
        return name_order(report.place)

    def render_place(self, report: OwedReport) -> SafeString:
        """Return the place as a link."""
        return cells.place_link(report.place, self.query)

    def value_reporter(self, report: OwedReport) -> str:
        """Return the name of who owes the report."""
        return name_of(report.reporter)

    def value_state(self, report: OwedReport) -> str:
        """Return how far the report has come."""
        return state_text(report)

    def sort_state(self, report: OwedReport) -> int:
        """Return the order of attention."""
        submission = submission_of([report])
        return SUBMISSION_ORDER[submission] if submission else len(SUBMISSION_ORDER)

    def render_state(self, report: OwedReport) -> SafeString:
        """Return shape and word; a correction under way, or figures of a document instead, are said beside it."""
        submission = submission_of([report])
        assert submission is not None
        badge = submission_badge(submission, state_text(report))
        beside = ""
        if report.is_approved and report.open_state is not None:
            beside = _("correction: %(state)s") % {"state": STATE_WORDS[report.open_state]}
        elif self._is_told(report):
            beside = _("figures taken from a published document")
        return format_html("{}{}", badge, cells.sub(beside))

    def render_due_on(self, report: OwedReport) -> SafeString:
        """Return the due day, or that no rule names one."""
        if report.due_on is None:
            return cells.missing(_("no due rule"))
        return format_html("{}", day_text(report.due_on))

    def value_days(self, report: OwedReport) -> str | None:
        """Return the days left or late in words."""
        if report.days_late:
            return _("days late: %(days)s") % {"days": report.days_late}
        return None if report.days_left is None else _("days left: %(days)s") % {"days": report.days_left}

    def sort_days(self, report: OwedReport) -> int | None:
        """Return the days late, days left as a negative number."""
        if report.due_on is None:
            return None
        return report.days_late or -(report.days_left or 0)

    def value_days_late(self, report: OwedReport) -> int | None:
        """Return by how many days it is or was late; nothing where no day is named."""
        return None if report.due_on is None else report.days_late

    def value_filled(self, report: OwedReport) -> int:
        """Return how many cells have an approved figure."""
        return report.cells_filled

    def value_asked(self, report: OwedReport) -> int:
        """Return how many cells the form asks for."""
        return report.cells_asked

    def value_cells_shown(self, report: OwedReport) -> str:
        """Return both counts."""
        return cells_text([report])

    def sort_cells_shown(self, report: OwedReport) -> Decimal:
        """Return the filled part of the cells."""
        return share_filled((report,)) or Decimal(0)

    def value_first_approved_on(self, report: OwedReport) -> date | None:
        """Return the day on which figures were first approved."""
        return report.first_approved_on


class StaffReportTable(ReportTable):
    """The same for people who work on some of the reports; the view says on which."""

    enters: frozenset[int] = frozenset()
    step = PageColumn(gettext_lazy("Step"), in_files=False, on_paper=False, sortable=False)

    def value_step(self, report: OwedReport) -> None:
        """Return nothing: a link is nothing for files."""

    def render_step(self, report: OwedReport) -> SafeString:
        """Return the link to the entry page for those who enter there."""
        if report.place.id not in self.enters:
            return cells.missing("")
        address = reverse(
            "admin:tracker_quarterlyreport_enter", args=[report.place.slug, str(report.quarter), report.reporter.slug]
        )
        words = _("Read") if report.is_complete else _("Enter")
        return format_html(
            '<a href="{}">{}<span class="visually-hidden"> {}, {}</span></a>',
            address,
            words,
            name_of(report.place),
            name_of(report.reporter),
        )


def even_gaps(gaps: Sequence[IndicatorGap]) -> str:
    """Return one sentence for indicators of which equally many cells are empty; empty where they differ, or are few."""
    if len(gaps) < _EVEN_FROM or len({(gap.empty, gap.asked) for gap in gaps}) > 1:
        return ""
    words = {"count": len(gaps), "empty": gaps[0].empty, "asked": gaps[0].asked}
    return _("%(count)s indicators have empty cells, each as many: %(empty)s of %(asked)s.") % words


class GapTable(PageTable):
    """The indicators whose cells are empty, most often missing first."""

    name = "missing"
    dense = True
    indicator = PageColumn(gettext_lazy("Indicator"), head=True)
    empty = PageColumn(gettext_lazy("Empty cells"), number=True)
    asked = PageColumn(gettext_lazy("Cells asked for"), number=True)
    places = PageColumn(gettext_lazy("Missing at"), wide=True)

    def value_indicator(self, gap: IndicatorGap) -> str:
        """Return the indicator's name."""
        return name_of(gap.indicator)

    def render_indicator(self, gap: IndicatorGap) -> SafeString:
        """Return the indicator as a link."""
        return cells.indicator_link(gap.indicator, self.query)

    def value_places(self, gap: IndicatorGap) -> str:
        """Return the names of the places, each once."""
        return ", ".join(dict.fromkeys(name_of(place) for place in gap.places))

    def render_places(self, gap: IndicatorGap) -> SafeString:
        """Return the first places as links, and how many more there are."""
        places = list({place.id: place for place in gap.places}.values())
        more = len(places) - _PLACES_NAMED
        words = _("and %(count)s more") % {"count": more} if more > 0 else ""
        return format_html("{} {}", cells.place_links(places[:_PLACES_NAMED], self.query), words)
