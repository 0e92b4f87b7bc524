"""Declare the table of the places below a place, with a column for each headline indicator."""

from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.progress.measures import Reason, Status
from tracker.progress.rows import ChildProgress, IndicatorFace, ProgressRow, RowKind
from tracker.web import cells, owners
from tracker.web.charts import status_badge
from tracker.web.columns import PageColumn, PageTable
from tracker.web.numbers import MISSING, amount_text, share_range_text
from tracker.web.progress_table import low
from tracker.web.tables import SAID_BY_THE_DAY
from tracker.web.words import ROLE_WORDS, STATUS_ORDER, STATUS_WORDS, kind_word, name_of, name_order, reason_word

AT_FIRST = 5
"""As many indicators stand side by side on a laptop; the others are there for whoever asks for them."""
OWN_COLUMNS = ("place", "status", "kind", "investors")
# How many have reported says that a number is a sum with some missing.
SAID_BY_THE_COUNT = ("children_sum", "partial_sum")


class ChildTable(PageTable):
    """The places below a place; a column for each headline indicator is added by `child_table`."""

    name = "places"
    place = PageColumn(gettext_lazy("Place"), head=True)
    status = PageColumn(gettext_lazy("Worst status"))
    kind = PageColumn(gettext_lazy("Kind"), on_phone=False, at_first=False)
    investors = PageColumn(gettext_lazy("Investor"), wide=True, on_phone=False)

    def value_place(self, child: ChildProgress) -> str:
        """Return the place's name."""
        return name_of(child.place)

    def sort_place(self, child: ChildProgress) -> str:
        """Return the Vietnamese dictionary order."""
        return name_order(child.place)

    def render_place(self, child: ChildProgress) -> SafeString:
        """Return the place as a link, with what sort of place it is."""
        overlapping = cells.mark(_("overlaps others")) if child.place.overlapping else SafeString("")
        link = cells.place_link(child.place, self.query)
        return format_html(
            "{} {}{}{}", link, overlapping, cells.sub(self._others(child)), cells.sub(kind_word(child.place))
        )

    def _others(self, child: ChildProgress) -> SafeString:
        """Return the way to what the columns leave out, where they would make a place look silent."""
        if not child.has_anything or any(says_something(row) for row in child.rows):
            return SafeString("")
        address = cells.place_address(child.place, self.query)
        return format_html('<a href="{}">{}</a>', address, _("other indicators"))

    def value_status(self, child: ChildProgress) -> str | None:
        """Return the status that needs attention most, None where nothing is judged and no report is owed."""
        status = worst_of(child)
        return None if status is None else str(STATUS_WORDS[status])

    def sort_status(self, child: ChildProgress) -> int | None:
        """Return what needs attention first."""
        status = worst_of(child)
        return None if status is None else STATUS_ORDER[status]

    def render_status(self, child: ChildProgress) -> SafeString:
        """Return the worst status as shape, word and colour; what the others are stands beside their numbers."""
        status = worst_of(child)
        return cells.missing("") if status is None else status_badge(status)

    def value_kind(self, child: ChildProgress) -> str:
        """Return what sort of place it is."""
        return kind_word(child.place)

    def value_investors(self, child: ChildProgress) -> str | None:
        """Return the names of its investors."""
        return ", ".join(name_of(investor) for investor in child.investors) or None

    def render_investors(self, child: ChildProgress) -> SafeString:
        """Return its investors as links."""
        links = ((cells.investor_link(investor, self.query),) for investor in child.investors)
        return format_html_join(", ", "{}", links) or cells.missing("")

    def value_of(self, name: str, row: Any) -> Any:
        """Return an indicator's amount for the columns that are named by its code."""
        if name in OWN_COLUMNS:
            return super().value_of(name, row)
        found = row_of(row, name)
        return None if found is None else low(found.to_date.amount, found.indicator.display_scale)

    def shown(self, name: str, row: Any) -> str:
        """Return an indicator's amount, percentage and status for the columns that are named by its code."""
        if name in OWN_COLUMNS:
            return super().shown(name, row)
        found = row_of(row, name)
        if found is None:
            return _silent(None) if row.owes else cells.missing("")
        return self._indicator(found)

    def _indicator(self, row: ProgressRow) -> SafeString:
        if row.terms is None:
            return self._reached(row) if row.has_figure else _silent(row.to_date.reason)
        share = row.progress.attainment
        goal = amount_text(row.terms.amount, row.indicator.display_scale)
        words = _("%(role)s: %(goal)s") % {"role": ROLE_WORDS[row.terms.role], "goal": goal}
        if share.low is not None:
            reached = share_range_text(share.low, share.high, share.comparator)
            words = _("%(share)s of %(goal)s") % {"share": reached, "goal": goal}
            if way := cells.way_words(row):
                words = _("%(share)s %(way)s to %(goal)s") % {"share": reached, "way": way, "goal": goal}
        shown = self._reached(row) if row.has_figure else SafeString("")
        # What binds nobody is named by its role, and no status is said of it.
        shape = status_badge(row.progress.status, shape_alone=True) if cells.is_judged_goal(row) else SafeString("")
        return format_html("{}{}", shown, cells.sub(format_html("{} {}", shape, words)))

    def _reached(self, row: ProgressRow) -> SafeString:
        """Return what is reached; of its states those that neither its day nor the count of its units says."""
        counted = SAID_BY_THE_COUNT if owners.units_words(row) else ()
        return cells.to_date_cell(row, self.query, without=(*SAID_BY_THE_DAY, *counted))


def _silent(reason: Reason | None) -> SafeString:
    """Return the dash of a missing number; that it was not reported the caption says, any other reason the cell."""
    if reason not in (None, Reason.NOT_REPORTED):
        return cells.missing(reason_word(reason), quiet=True)
    hidden = format_html('<span class="visually-hidden"> {}</span>', reason_word(None))
    return format_html('<span class="empty">{}{}</span>', MISSING, hidden)


def worst_of(child: ChildProgress) -> Status | None:
    """Return the worst status of a place's judged goals; *not reported* where a report is owed and nothing is there.

    None where nothing can be judged: figures without goals, a goal of several places together, or nothing owed.
    """
    own = [row for row in child.rows if row.kind is not RowKind.COLLECTIVE]
    judged = [row.progress.status for row in own if cells.is_judged_goal(row)]
    statuses = [status for status in judged if status not in (None, Status.NO_TARGET)]
    if statuses:
        return min(statuses, key=lambda status: STATUS_ORDER[status])
    silent = child.owes and not any(row.has_figure for row in child.rows)
    return Status.NOT_REPORTED if silent else None


def row_of(child: ChildProgress, code: str) -> ProgressRow | None:
    """Return a place's row of an indicator: its own goal first, then its figure, then what it shares with others."""
    rows = [row for row in child.rows if row.indicator.code == code]
    rows.sort(key=_order)
    return rows[0] if rows else None


def _order(row: ProgressRow) -> tuple[bool, bool, bool]:
    return row.kind is RowKind.COLLECTIVE, not cells.is_judged_goal(row), not row.has_figure


def says_something(row: ProgressRow) -> bool:
    """Return whether a row has a figure or a target."""
    return row.has_figure or row.terms is not None


def headline_indicators(children: tuple[ChildProgress, ...]) -> list[IndicatorFace]:
    """Return the indicators that any of the places has a row of, in their order."""
    found = {row.indicator.code: row.indicator for child in children for row in child.rows if says_something(row)}
    return sorted(found.values(), key=lambda indicator: indicator.order)


def indicator_column(indicator: IndicatorFace, *, at_first: bool = True) -> tuple[str, PageColumn]:
    """Return the column of one indicator in a table of places."""
    words = f"{name_of(indicator)} ({cells.unit_name(indicator)})"
    return indicator.code, PageColumn(words, number=True, at_first=at_first)


def child_columns(children: tuple[ChildProgress, ...]) -> list[tuple[str, PageColumn]]:
    """Return a column for each headline indicator of the places, in their order.

    At first those are shown of which any place has a goal, then the first of the others, as many as a laptop has
    room for. Investors and statuses are shown where any of the places has one.
    """
    judged = {row.indicator.code for child in children for row in child.rows if cells.is_judged_goal(row)}
    indicators = headline_indicators(children)
    first = sorted(indicators, key=lambda indicator: (indicator.code not in judged, indicator.order))[:AT_FIRST]
    columns = [indicator_column(indicator, at_first=indicator in first) for indicator in indicators]
    # What would be a column of dashes, as investors are of provinces, is there for whoever asks for it.
    if not any(child.investors for child in children):
        columns.append(("investors", PageColumn(_("Investor"), wide=True, on_phone=False, at_first=False)))
    if all(worst_of(child) is None for child in children):
        columns.append(("status", PageColumn(_("Worst status"), at_first=False)))
    return columns
