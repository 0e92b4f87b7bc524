"""Declare the tables of progress rows: goals, other targets, figures without a goal, places and provinces."""

from decimal import Decimal
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.progress.measures import Amount, Comparison, Ends, Reading
from tracker.progress.rows import ChildProgress, IndicatorFace, ProgressRow, RowKind
from tracker.web import cells
from tracker.web.charts import bullet, status_badge
from tracker.web.columns import PageColumn, PageTable
from tracker.web.numbers import amount_text, period_text, scaled, share_range_text, signed_text
from tracker.web.words import ROLE_WORDS, STATUS_ORDER, STATUS_WORDS, kind_word, name_of, reason_word


def low(amount: Amount | Ends | None, scale: Decimal = Decimal(1)) -> Decimal | None:
    """Return the lower number in shown units, None for missing."""
    return None if amount is None or amount.low is None else scaled(amount.low, scale)


class ProgressTable(PageTable):
    """What every table of progress rows can say of a row; the tables below choose their columns."""

    def value_place(self, row: ProgressRow) -> str:
        """Return the place's name."""
        return name_of(row.place)

    def sort_place(self, row: ProgressRow) -> str:
        """Return the Vietnamese dictionary order."""
        return row.place.sort_key

    def render_place(self, row: ProgressRow) -> SafeString:
        """Return the place as a link, with whose former figures it shows."""
        return format_html(
            "{}{}{}",
            cells.place_link(row.place, self.query),
            cells.carrier(row),
            cells.sub(cells.former_mark(cells.former_places(row))),
        )

    def value_indicator(self, row: ProgressRow) -> str:
        """Return the indicator's name."""
        return name_of(row.indicator)

    def sort_indicator(self, row: ProgressRow) -> Any:
        """Return the order of the indicators."""
        return row.indicator.order

    def render_indicator(self, row: ProgressRow) -> SafeString:
        """Return the indicator as a link, its unit, and whose former goal it is."""
        return format_html(
            "{}{}{}",
            cells.indicator_link(row.indicator, self.query),
            cells.sub(cells.unit_name(row.indicator)),
            cells.sub(cells.former_mark(cells.former_places(row))),
        )

    def value_unit(self, row: ProgressRow) -> str:
        """Return the unit in which the numbers are shown."""
        return cells.unit_name(row.indicator)

    def value_quarter(self, row: ProgressRow) -> str:
        """Return the quarter at which the row is read, as in addresses."""
        return str(row.progress.quarter)

    def value_status(self, row: ProgressRow) -> str:
        """Return the status in words."""
        return str(STATUS_WORDS[row.progress.status])

    def sort_status(self, row: ProgressRow) -> int:
        """Return what needs attention first."""
        return STATUS_ORDER[row.progress.status]

    def render_status(self, row: ProgressRow) -> SafeString:
        """Return the status as shape, word and colour."""
        return status_badge(row.progress.status)

    def value_role(self, row: ProgressRow) -> str | None:
        """Return what the document means by the target."""
        return None if row.terms is None else str(ROLE_WORDS[row.terms.role])

    def value_period(self, row: ProgressRow) -> str | None:
        """Return the target's period."""
        return None if row.terms is None else period_text(row.terms.starts, row.terms.ends)

    def sort_period(self, row: ProgressRow) -> Any:
        """Return the target's first day."""
        return None if row.terms is None else row.terms.starts

    def value_goal(self, row: ProgressRow) -> Decimal | None:
        """Return the goal's lower number."""
        return None if row.terms is None else low(row.terms.amount, row.indicator.display_scale)

    def render_goal(self, row: ProgressRow) -> SafeString:
        """Return the goal with comparator, period and perimeter."""
        return cells.goal_cell(row)

    def value_goal_printed(self, row: ProgressRow) -> str | None:
        """Return the goal with its comparator and both ends."""
        return None if row.terms is None else amount_text(row.terms.amount, row.indicator.display_scale)

    def value_to_date(self, row: ProgressRow) -> Decimal | None:
        """Return what is reached to date."""
        return low(row.to_date.amount, row.indicator.display_scale)

    def render_to_date(self, row: ProgressRow) -> SafeString:
        """Return what is reached to date with what must be said beside it."""
        return cells.to_date_cell(row, self.query)

    def value_beside(self, row: ProgressRow) -> str:
        """Return the states of the number as codes, for files."""
        return " ".join(row.states)

    def value_in_quarter(self, row: ProgressRow) -> Decimal | None:
        """Return what the quarter alone brought."""
        return low(row.in_quarter.amount, row.indicator.display_scale)

    def render_in_quarter(self, row: ProgressRow) -> SafeString:
        """Return what the quarter alone brought, or why that is not known."""
        return _reading_cell(row.in_quarter, row)

    def value_attainment(self, row: ProgressRow) -> Decimal | None:
        """Return the reached part of the goal as a share of 1."""
        return row.progress.attainment.low

    def render_attainment(self, row: ProgressRow) -> SafeString:
        """Return the reached part of the goal in per cent."""
        return cells.attainment_cell(row)

    def value_expected(self, row: ProgressRow) -> Decimal | None:
        """Return what should have been reached by now."""
        expected = row.progress.expected
        return None if expected is None or expected.low is None else scaled(expected.low, row.indicator.display_scale)

    def render_expected(self, row: ProgressRow) -> SafeString:
        """Return what should have been reached by now, and by which rule."""
        return cells.expected_cell(row)

    def value_gap(self, row: ProgressRow) -> Decimal | None:
        """Return the goal less what is reached."""
        return low(row.progress.gap, row.indicator.display_scale)

    def render_gap(self, row: ProgressRow) -> SafeString:
        """Return what is still to go."""
        return cells.gap_cell(row)

    def value_needed(self, row: ProgressRow) -> Decimal | None:
        """Return what each remaining quarter must bring."""
        return low(row.progress.needed_per_remaining_quarter, row.indicator.display_scale)

    def render_needed(self, row: ProgressRow) -> SafeString:
        """Return what each remaining quarter must bring, and how many are left."""
        return cells.needed_cell(row)

    def value_graph(self, row: ProgressRow) -> None:
        """Return nothing: the graph's facts stand in the other columns."""

    def render_graph(self, row: ProgressRow) -> SafeString:
        """Return the bullet graph."""
        return bullet(row.progress, row.thresholds)

    def value_last_year(self, row: ProgressRow) -> Decimal | None:
        """Return the change against the same period of last year as a share of 1."""
        compared = row.same_period_last_year
        return None if compared is None else low(compared.change)

    def render_last_year(self, row: ProgressRow) -> SafeString:
        """Return last year's amount of the same period and the change since."""
        return _comparison_cell(row.same_period_last_year, row)

    def value_source(self, row: ProgressRow) -> str:
        """Return who reported the figures."""
        return "; ".join(dict.fromkeys(name_of(figure.reporter) for figure in row.figures))

    def render_source(self, row: ProgressRow) -> SafeString:
        """Return the documents and reporters that the figures come from."""
        lines = dict.fromkeys(
            cells.document_link(figure.document, figure.paragraph) or format_html("{}", name_of(figure.reporter))
            for figure in row.figures
        )
        return format_html_join("", "{}", ((cells.sub(line),) for line in lines)) or cells.missing("")

    def value_why(self, row: ProgressRow) -> None:
        """Return nothing: a link is no figure."""

    def render_why(self, row: ProgressRow) -> SafeString:
        """Return the link that explains every number of the row."""
        return cells.why_link(row, self.query)


class GoalTable(ProgressTable):
    """The goals of a place, in the order of the documents that set them."""

    name = "goals"
    indicator = PageColumn(gettext_lazy("Indicator"), head=True)
    unit = PageColumn(gettext_lazy("Unit"), on_page=False)
    quarter = PageColumn(gettext_lazy("Quarter"), on_page=False)
    status = PageColumn(gettext_lazy("Status"))
    goal = PageColumn(gettext_lazy("Goal"), number=True)
    goal_printed = PageColumn(gettext_lazy("Goal as set"), on_page=False)
    to_date = PageColumn(gettext_lazy("Reached to date"), number=True)
    beside = PageColumn(gettext_lazy("States"), on_page=False)
    attainment = PageColumn(gettext_lazy("% of goal"), number=True)
    expected = PageColumn(gettext_lazy("Expected by now"), number=True)
    graph = PageColumn(gettext_lazy("0 · 50 · 100 % of goal"), wide=True, in_files=False, sortable=False)
    gap = PageColumn(gettext_lazy("To go"), number=True)
    needed = PageColumn(gettext_lazy("Needed per remaining quarter"), number=True)
    why = PageColumn(gettext_lazy("Explanation"), in_files=False, sortable=False)


class InvestorGoalTable(GoalTable):
    """The targets of an investor or of the parts of a goal, each with its place."""

    name = "targets"
    place = PageColumn(gettext_lazy("Place"), head=True)
    indicator = PageColumn(gettext_lazy("Indicator"), name=True)

    class Meta(PageTable.Meta):
        sequence = ("place", "indicator", "...")


class ProvinceTable(ProgressTable):
    """Places side by side for one or more indicators."""

    name = "provinces"
    place = PageColumn(gettext_lazy("Place"), head=True)
    indicator = PageColumn(gettext_lazy("Indicator"), name=True)
    unit = PageColumn(gettext_lazy("Unit"), on_page=False)
    quarter = PageColumn(gettext_lazy("Quarter"), on_page=False)
    status = PageColumn(gettext_lazy("Status"))
    goal = PageColumn(gettext_lazy("Goal"), number=True)
    to_date = PageColumn(gettext_lazy("Reached to date"), number=True)
    beside = PageColumn(gettext_lazy("States"), on_page=False)
    attainment = PageColumn(gettext_lazy("% of goal"), number=True)
    expected = PageColumn(gettext_lazy("Expected by now"), number=True)
    graph = PageColumn(gettext_lazy("0 · 50 · 100 % of goal"), wide=True, in_files=False, sortable=False)
    why = PageColumn(gettext_lazy("Explanation"), in_files=False, sortable=False)


class IndicatorPlaceTable(ProvinceTable):
    """Places side by side for one indicator."""

    class Meta(PageTable.Meta):
        exclude = ("indicator",)


class OtherTargetTable(ProgressTable):
    """Plans, needs, standards, offers, forecasts and implied targets: shown as what they are, never judged."""

    name = "other-targets"
    indicator = PageColumn(gettext_lazy("Indicator"), head=True)
    unit = PageColumn(gettext_lazy("Unit"), on_page=False)
    role = PageColumn(gettext_lazy("Role"))
    period = PageColumn(gettext_lazy("Period"))
    goal_printed = PageColumn(gettext_lazy("Number"), number=True)
    to_date = PageColumn(gettext_lazy("Reached to date"), number=True)
    attainment = PageColumn(gettext_lazy("% of it"), number=True)
    origin = PageColumn(gettext_lazy("Source"), wide=True)
    why = PageColumn(gettext_lazy("Explanation"), in_files=False, sortable=False)

    def value_origin(self, row: ProgressRow) -> str | None:
        """Return the document that names the number."""
        if row.target is None or row.target.document is None:
            return None
        return row.target.document.slug

    def render_origin(self, row: ProgressRow) -> SafeString:
        """Return the document as a link to its paragraph."""
        if row.target is None:
            return cells.missing("")
        link = cells.document_link(row.target.document, row.target.paragraph)
        implied = cells.mark(_("implied")) if row.target.terms.implied else SafeString("")
        return format_html("{} {}", link, implied)


class FigureTable(ProgressTable):
    """Figures without a goal of their own."""

    name = "figures"
    indicator = PageColumn(gettext_lazy("Indicator"), head=True)
    unit = PageColumn(gettext_lazy("Unit"), on_page=False)
    quarter = PageColumn(gettext_lazy("Quarter"), on_page=False)
    in_quarter = PageColumn(gettext_lazy("In the quarter"), number=True)
    to_date = PageColumn(gettext_lazy("Year to date, or level"), number=True)
    beside = PageColumn(gettext_lazy("States"), on_page=False)
    last_year = PageColumn(gettext_lazy("Same period last year"), number=True)
    source = PageColumn(gettext_lazy("Source"), wide=True)
    why = PageColumn(gettext_lazy("Explanation"), in_files=False, sortable=False)


class ChildTable(PageTable):
    """The places below a place; a column for each headline indicator is added by `child_table`."""

    name = "places"
    place = PageColumn(gettext_lazy("Place"), head=True)
    kind = PageColumn(gettext_lazy("Kind"))
    investors = PageColumn(gettext_lazy("Investor"), wide=True)

    def value_place(self, child: ChildProgress) -> str:
        """Return the place's name."""
        return name_of(child.place)

    def sort_place(self, child: ChildProgress) -> str:
        """Return the Vietnamese dictionary order."""
        return child.place.sort_key

    def render_place(self, child: ChildProgress) -> SafeString:
        """Return the place as a link."""
        overlapping = cells.mark(_("overlaps others")) if child.place.overlapping else SafeString("")
        return format_html("{} {}", cells.place_link(child.place, self.query), overlapping)

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
            known = row.to_date.is_known
            return (
                cells.to_date_cell(row, self.query)
                if known
                else cells.missing(reason_word(row.to_date.reason), quiet=True)
            )
        share = row.progress.attainment
        goal = amount_text(row.terms.amount, row.indicator.display_scale)
        words = _("goal: %(goal)s") % {"goal": goal}
        if share.low is not None:
            reached = share_range_text(share.low, share.high, share.comparator)
            words = _("%(share)s of %(goal)s") % {"share": reached, "goal": goal}
        shown = cells.to_date_cell(row, self.query) if row.to_date.amount is not None else SafeString("")
        return format_html("{}{}{}", shown, cells.sub(words), status_badge(row.progress.status))


def row_of(child: ChildProgress, code: str) -> ProgressRow | None:
    """Return a place's row of an indicator: its own goal first, then its figure, then what it shares with others."""
    rows = [row for row in child.rows if row.indicator.code == code]
    rows.sort(key=lambda row: (row.kind is RowKind.COLLECTIVE, not cells.is_judged_goal(row), not row.to_date.is_known))
    return rows[0] if rows else None


def says_something(row: ProgressRow) -> bool:
    """Return whether a row has a figure or a target."""
    return row.to_date.is_known or row.terms is not None


def headline_indicators(children: tuple[ChildProgress, ...]) -> list[IndicatorFace]:
    """Return the indicators that any of the places has a row of, in their order."""
    found = {row.indicator.code: row.indicator for child in children for row in child.rows if says_something(row)}
    return sorted(found.values(), key=lambda indicator: indicator.order)


def indicator_column(indicator: IndicatorFace) -> tuple[str, PageColumn]:
    """Return the column of one indicator in a table of places."""
    return indicator.code, PageColumn(f"{name_of(indicator)} ({cells.unit_name(indicator)})", number=True)


def _reading_cell(reading: Reading, row: ProgressRow) -> SafeString:
    """Return a reading's amount with what must be said of it, or why there is none."""
    if reading.amount is None:
        return cells.missing(reason_word(reading.reason))
    derived = cells.sub(cells.mark(_("derived"))) if reading.derived else SafeString("")
    return format_html("{}{}", amount_text(reading.amount, row.indicator.display_scale), derived)


def _comparison_cell(compared: Comparison | None, row: ProgressRow) -> SafeString:
    """Return an earlier amount and the change since; a ratio on other cut-off days says so."""
    if compared is None or compared.value is None:
        return cells.missing(reason_word(compared.reason) if compared is not None else "")
    change = low(compared.change)
    words = "" if change is None else f"{signed_text(change * 100, 1)}%"
    unlike = cells.mark(_("not like for like")) if not compared.like_for_like else SafeString("")
    return format_html(
        "{}{}{}", amount_text(compared.value, row.indicator.display_scale), cells.sub(words), cells.sub(unlike)
    )
