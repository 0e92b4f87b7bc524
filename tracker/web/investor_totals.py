"""Declare the table of what an investor's targets for several places come to."""

from decimal import Decimal
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.progress.investor_totals import InvestorTotal
from tracker.web import cells
from tracker.web.charts import status_badge
from tracker.web.columns import PageColumn, PageTable
from tracker.web.numbers import amount_text, period_text, scaled, share_range_text
from tracker.web.progress_table import low
from tracker.web.words import STATUS_ORDER, STATUS_WORDS, name_of, reason_word


class InvestorTotalTable(PageTable):
    """The targets of one investor, added over its parks."""

    name = "totals"
    indicator = PageColumn(gettext_lazy("Indicator"), head=True)
    unit = PageColumn(gettext_lazy("Unit"), on_page=False)
    status = PageColumn(gettext_lazy("Status"))
    period = PageColumn(gettext_lazy("Period"))
    goal = PageColumn(gettext_lazy("Targets together"), number=True, unit="unit")
    reached = PageColumn(gettext_lazy("Reached to date"), number=True, unit="unit")
    attainment = PageColumn(gettext_lazy("% of goal"), number=True, share=True)
    expected = PageColumn(gettext_lazy("Expected by now"), number=True, unit="unit")
    places = PageColumn(gettext_lazy("Places in it"), wide=True)
    left_out = PageColumn(gettext_lazy("Not in it"), wide=True)

    def value_indicator(self, total: InvestorTotal) -> str:
        """Return the indicator's name."""
        return name_of(total.indicator)

    def sort_indicator(self, total: InvestorTotal) -> Any:
        """Return the order of the indicators."""
        return total.indicator.order

    def render_indicator(self, total: InvestorTotal) -> SafeString:
        """Return the indicator as a link, with its unit."""
        link = cells.indicator_link(total.indicator, self.query)
        return format_html("{}{}", link, cells.sub(cells.unit_name(total.indicator)))

    def value_unit(self, total: InvestorTotal) -> str:
        """Return the unit in which the numbers are shown."""
        return cells.unit_name(total.indicator)

    def value_status(self, total: InvestorTotal) -> str:
        """Return the status in words."""
        return str(STATUS_WORDS[total.progress.status])

    def sort_status(self, total: InvestorTotal) -> int:
        """Return what needs attention first."""
        return STATUS_ORDER[total.progress.status]

    def render_status(self, total: InvestorTotal) -> SafeString:
        """Return the status as shape, word and colour."""
        return status_badge(total.progress.status)

    def value_period(self, total: InvestorTotal) -> str | None:
        """Return the period of the targets."""
        return None if total.terms is None else period_text(total.terms.starts, total.terms.ends)

    def value_goal(self, total: InvestorTotal) -> Decimal | None:
        """Return the sum of the targets of the places in it."""
        return None if total.terms is None else low(total.terms.amount, total.indicator.display_scale)

    def render_goal(self, total: InvestorTotal) -> SafeString:
        """Return the sum with the word before it, or why there is none."""
        if total.terms is None:
            return cells.missing(reason_word(total.progress.attainment.reason))
        return format_html("{}", amount_text(total.terms.amount, total.indicator.display_scale))

    def value_reached(self, total: InvestorTotal) -> Decimal | None:
        """Return what the same places have reached."""
        return low(total.progress.reading.amount, total.indicator.display_scale)

    def render_reached(self, total: InvestorTotal) -> SafeString:
        """Return what the same places have reached, or why that is not known."""
        reading = total.progress.reading
        if reading.amount is None:
            return cells.missing(reason_word(reading.reason))
        return format_html("<b>{}</b>", amount_text(reading.amount, total.indicator.display_scale))

    def value_attainment(self, total: InvestorTotal) -> Decimal | None:
        """Return the reached part as a share of 1."""
        return total.progress.attainment.low

    def render_attainment(self, total: InvestorTotal) -> SafeString:
        """Return the reached part in per cent."""
        share = total.progress.attainment
        if share.low is None:
            return cells.missing("")
        return format_html("<b>{}</b>", share_range_text(share.low, share.high, share.comparator))

    def value_expected(self, total: InvestorTotal) -> Decimal | None:
        """Return what should have been reached by now."""
        expected = total.progress.expected
        return None if expected is None or expected.low is None else scaled(expected.low, total.indicator.display_scale)

    def render_expected(self, total: InvestorTotal) -> SafeString:
        """Return what should have been reached by now, and by which rule."""
        return cells.expected_cell(total.progress, total.indicator)

    def value_places(self, total: InvestorTotal) -> str:
        """Return the places that are in it, for files."""
        return "; ".join(name_of(place) for place in total.places)

    def render_places(self, total: InvestorTotal) -> SafeString:
        """Return how many of the places with a target are in it, and which."""
        counts = {"having": len(total.places), "owing": len(total.places) + len(total.left_out)}
        links = cells.place_links(total.places, self.query)
        return format_html("{}{}", _("%(having)s of %(owing)s places") % counts, cells.sub(links))

    def value_left_out(self, total: InvestorTotal) -> str:
        """Return the places with a target that are not in it, for files."""
        return "; ".join(name_of(place) for place in total.left_out)

    def render_left_out(self, total: InvestorTotal) -> SafeString:
        """Return the places with a target that are not in it: no figure, or one to an earlier day."""
        return cells.place_links(total.left_out, self.query) if total.left_out else cells.missing("", quiet=True)
