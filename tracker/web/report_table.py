"""Declare the table of the quarter report: what an office puts before its leaders on paper."""

from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.progress.rows import ProgressRow
from tracker.web import cells, owners
from tracker.web.columns import PageColumn
from tracker.web.earlier import change_text
from tracker.web.numbers import amount_text, period_text
from tracker.web.progress_table import PaceTable, low


class ReportTable(PaceTable):
    """The goals of a place in the order of their documents, numbered, each on one line of the sheet."""

    name = "report"
    as_it_is = True  # a sheet of paper: its rows are numbered in the order of the documents
    carrier_beside = ""
    number = PageColumn(gettext_lazy("No."), number=True, sortable=False)
    indicator = PageColumn(gettext_lazy("Indicator"), head=True, sortable=False)
    unit = PageColumn(gettext_lazy("Unit"), on_page=False)
    goal = PageColumn(gettext_lazy("Goal"), number=True, sortable=False, unit="unit")
    expected = PageColumn(gettext_lazy("Expected by now"), number=True, sortable=False, unit="unit")
    to_date = PageColumn(gettext_lazy("Reached to date"), number=True, sortable=False, unit="unit")
    pace = PageColumn(gettext_lazy("% of expected"), number=True, sortable=False, share=True)
    attainment = PageColumn(gettext_lazy("% of goal"), on_page=False, share=True)
    change = PageColumn(gettext_lazy("Against last year"), number=True, sortable=False, share=True)
    last_year_difference = PageColumn(gettext_lazy("Difference from last year"), on_page=False, unit="unit")
    graph = PageColumn(gettext_lazy("0 · 50 · 100 % of goal"), wide=True, in_files=False, sortable=False)
    status = PageColumn(gettext_lazy("Assessment"), sortable=False)

    def value_number(self, row: ProgressRow) -> int:
        """Return the row's number, from 1."""
        return next(index for index, each in enumerate(self.data.data, start=1) if each is row)

    def render_indicator(self, row: ProgressRow) -> SafeString:
        """Return the indicator's name with its unit; a number of an older day or of another perimeter says so here.

        The name has the widest column of the sheet: beside the number the words would stand in five lines.
        """
        beside = cells.sub(cells.beside_figure(row, self.query, states=False)) if row.to_date.amount else ""
        goal = " · ".join(filter(None, [cells.unit_name(row.indicator), *self._told_apart(row)]))
        return format_html("{}{}{}", self.value_indicator(row), cells.sub(goal), beside)

    def _told_apart(self, row: ProgressRow) -> tuple[str, str]:
        """Return the goal's period where others bear its name, and whose it is where that is not the sheet's place.

        Where it is of more places than are named, the units that stand beside it count them.
        """
        places = owners.goal_places(row)
        named = len(places) <= owners.MOST_NAMES and any(self.at is None or place.id != self.at.id for place in places)
        namesakes = [each for each in self.data.data if each.indicator.id == row.indicator.id]
        period = period_text(row.terms.starts, row.terms.ends) if row.terms and len(namesakes) > 1 else ""
        return period, owners.whose_goal(row) if named else ""

    def render_goal(self, row: ProgressRow) -> SafeString:
        """Return the goal with its comparator."""
        if row.terms is None:
            return cells.missing("")
        return format_html("{}", amount_text(row.terms.amount, row.indicator.display_scale))

    def render_to_date(self, row: ProgressRow) -> SafeString:
        """Return what is reached."""
        if row.to_date.amount is None:
            return cells.missing(_("not reported"))
        return format_html("<b>{}</b>", amount_text(row.to_date.amount, row.indicator.display_scale))

    def render_graph(self, row: ProgressRow) -> SafeString:
        """Return the bullet graph with its number, the reached part of the goal."""
        return format_html("{}{}", super().render_graph(row), cells.sub(cells.attainment_cell(row)))

    def value_change(self, row: ProgressRow) -> Decimal | None:
        """Return the change against the same period of last year as a share of 1."""
        return None if row.same_period_last_year is None else low(row.same_period_last_year.change)

    def render_change(self, row: ProgressRow) -> SafeString:
        """Return the change against the same period of last year in per cent, of a percentage in points."""
        text = change_text(row.same_period_last_year, row)
        return format_html("{}", text) if text else cells.missing("")
