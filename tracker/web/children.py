"""Declare the table of the places below a place, with a column for each headline indicator."""

from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.progress.rows import ChildProgress, IndicatorFace, ProgressRow, RowKind
from tracker.web import cells, owners
from tracker.web.charts import status_badge
from tracker.web.columns import PageColumn, PageTable
from tracker.web.numbers import amount_text, share_range_text
from tracker.web.progress_table import low
from tracker.web.words import ROLE_WORDS, kind_word, name_of, reason_word


class ChildTable(PageTable):
    """The places below a place; a column for each headline indicator is added by `child_table`."""

    name = "places"
    cards = False  # many short rows: a card for each would be longer than anybody reads
    place = PageColumn(gettext_lazy("Place"), head=True)
    kind = PageColumn(gettext_lazy("Kind"), on_phone=False)
    investors = PageColumn(gettext_lazy("Investor"), wide=True, on_phone=False)

    def value_place(self, child: ChildProgress) -> str:
        """Return the place's name."""
        return name_of(child.place)

    def sort_place(self, child: ChildProgress) -> str:
        """Return the Vietnamese dictionary order."""
        return child.place.sort_key

    def render_place(self, child: ChildProgress) -> SafeString:
        """Return the place as a link."""
        overlapping = cells.mark(_("overlaps others")) if child.place.overlapping else SafeString("")
        link = cells.place_link(child.place, self.query)
        return format_html("{} {}{}", link, overlapping, cells.sub(self._others(child)))

    def _others(self, child: ChildProgress) -> SafeString:
        """Return the way to what the columns leave out, where they would make a place look silent."""
        if not child.has_anything or any(says_something(row) for row in child.rows):
            return SafeString("")
        address = cells.place_address(child.place, self.query)
        return format_html('<a href="{}">{}</a>', address, _("other indicators"))

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
        if name in ("place", "kind", "investors"):
            return super().value_of(name, row)
        found = row_of(row, name)
        return None if found is None else low(found.to_date.amount, found.indicator.display_scale)

    def shown(self, name: str, row: Any) -> str:
        """Return an indicator's amount, percentage and status for the columns that are named by its code."""
        if name in ("place", "kind", "investors"):
            return super().shown(name, row)
        found = row_of(row, name)
        return cells.missing(str(reason_word(None)) if row.owes else "") if found is None else self._indicator(found)

    def _indicator(self, row: ProgressRow) -> SafeString:
        if row.terms is None:
            if owners.has_figure(row):
                return cells.to_date_cell(row, self.query)
            return cells.missing(reason_word(row.to_date.reason), quiet=True)
        share = row.progress.attainment
        goal = amount_text(row.terms.amount, row.indicator.display_scale)
        words = _("%(role)s: %(goal)s") % {"role": ROLE_WORDS[row.terms.role], "goal": goal}
        if share.low is not None:
            reached = share_range_text(share.low, share.high, share.comparator)
            words = _("%(share)s of %(goal)s") % {"share": reached, "goal": goal}
        shown = cells.to_date_cell(row, self.query) if owners.has_figure(row) else SafeString("")
        # What binds nobody is named by its role, and no status is said of it.
        badge = status_badge(row.progress.status) if cells.is_judged_goal(row) else SafeString("")
        return format_html("{}{}{}", shown, cells.sub(words), badge)


def row_of(child: ChildProgress, code: str) -> ProgressRow | None:
    """Return a place's row of an indicator: its own goal first, then its figure, then what it shares with others."""
    rows = [row for row in child.rows if row.indicator.code == code]
    rows.sort(key=_order)
    return rows[0] if rows else None


def _order(row: ProgressRow) -> tuple[bool, bool, bool]:
    return row.kind is RowKind.COLLECTIVE, not cells.is_judged_goal(row), not owners.has_figure(row)


def says_something(row: ProgressRow) -> bool:
    """Return whether a row has a figure or a target."""
    return owners.has_figure(row) or row.terms is not None


def headline_indicators(children: tuple[ChildProgress, ...]) -> list[IndicatorFace]:
    """Return the indicators that any of the places has a row of, in their order."""
    found = {row.indicator.code: row.indicator for child in children for row in child.rows if says_something(row)}
    return sorted(found.values(), key=lambda indicator: indicator.order)


def indicator_column(indicator: IndicatorFace) -> tuple[str, PageColumn]:
    """Return the column of one indicator in a table of places."""
    return indicator.code, PageColumn(f"{name_of(indicator)} ({cells.unit_name(indicator)})", number=True)
