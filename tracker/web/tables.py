"""Declare the tables of progress rows: goals, other targets, figures without a goal, provinces."""

from collections import Counter
from decimal import Decimal

from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.progress.edges import Edge
from tracker.progress.row_distances import distance_of, distance_share_of
from tracker.progress.row_edges import row_sentences
from tracker.progress.rows import ProgressRow
from tracker.web import cells, owners
from tracker.web.columns import PageColumn, PageTable
from tracker.web.distances import distance_cell
from tracker.web.micro import micro_chart
from tracker.web.numbers import share_range_text
from tracker.web.progress_table import PaceTable, ProgressTable, high, low
from tracker.web.words import local_name, reason_word

MOST_STATES_BESIDE = 2


class SaidTable(ProgressTable):
    """A table that says below each indicator what its numbers do not say by themselves, in a file as its notes."""

    def value_notes(self, row: ProgressRow) -> str:
        """Return the sentences without which the goal's or the sum's numbers would be misread."""
        return " ".join(row_sentences(row, self.every))

    def render_to_date(self, row: ProgressRow) -> SafeString:
        """Return what is reached with what must be said beside it; many states stand below the row instead."""
        if row.to_date.amount is None:
            return super().render_to_date(row)
        return cells.to_date_cell(row, self.query, without=row.states if _has_many_states(row) else ())

    def said(self, row: ProgressRow) -> SafeString | str:
        """Return the states that do not fit beside the number, the members of a collective goal, and the sentences."""
        # That the figure is of another perimeter stands beside the figure itself.
        sentences = row_sentences(row, self.every, without=(Edge.OTHER_PERIMETER,))
        members = owners.member_names(row, self.members)
        text = " ".join(
            [*([_("Carried together by %(places)s.") % {"places": members}] if members else []), *sentences]
        )
        if not _has_many_states(row):
            return text
        return format_html_join(" ", "{}", ((part,) for part in [*cells.state_marks(row), text]))


def _has_many_states(row: ProgressRow) -> bool:
    """Return whether the words of a row's states would stand on each other in the narrow column of its number."""
    return row.to_date.amount is not None and len(cells.state_marks(row)) > MOST_STATES_BESIDE


class MeasuredTable(ProgressTable):
    """What a row that is measured by a goal says, whatever it is called by."""

    unit = PageColumn(gettext_lazy("Unit"), on_page=False)
    quarter = PageColumn(gettext_lazy("Quarter"), on_page=False)
    status = PageColumn(gettext_lazy("Status"))
    goal_comparator = PageColumn(gettext_lazy("Goal, comparison"), on_page=False)
    goal = PageColumn(gettext_lazy("Goal"), number=True, unit="unit")
    goal_high = PageColumn(gettext_lazy("Goal, upper end"), on_page=False, unit="unit")
    to_date_comparator = PageColumn(gettext_lazy("Reached, comparison"), on_page=False)
    to_date = PageColumn(gettext_lazy("Reached to date"), number=True, unit="unit")
    to_date_high = PageColumn(gettext_lazy("Reached, upper end"), on_page=False, unit="unit")
    beside = PageColumn(gettext_lazy("States"), on_page=False)
    attainment_comparator = PageColumn(gettext_lazy("% of goal, comparison"), on_page=False)
    attainment = PageColumn(gettext_lazy("% of goal"), number=True, share=True)
    attainment_high = PageColumn(gettext_lazy("% of goal, upper end"), on_page=False, share=True)
    expected = PageColumn(gettext_lazy("Expected by now"), number=True, unit="unit")
    graph = PageColumn(gettext_lazy("0 · 50 · 100 % of goal"), wide=True, in_files=False, sortable=False)


class GoalTable(SaidTable, MeasuredTable):
    """The goals of a place, in the order of the documents that set them."""

    name = "goals"
    indicator = PageColumn(gettext_lazy("Indicator"), head=True)
    distance = PageColumn(gettext_lazy("Against expected"), number=True, unit="unit")
    distance_high = PageColumn(gettext_lazy("Against expected, upper end"), on_page=False, unit="unit")
    distance_share = PageColumn(gettext_lazy("Against expected, % of it"), on_page=False, share=True)
    gap = PageColumn(gettext_lazy("To go"), number=True, unit="unit")
    needed = PageColumn(gettext_lazy("Needed per remaining quarter"), on_page=False, unit="unit")
    notes = PageColumn(gettext_lazy("What to know about it"), on_page=False, sortable=False)
    why = PageColumn(gettext_lazy("Explanation"), in_files=False, on_paper=False, sortable=False)

    class Meta(PageTable.Meta):
        sequence: tuple[str, ...] = ("indicator", "...")

    def value_distance(self, row: ProgressRow) -> Decimal | None:
        """Return reached less expected in shown units, at the low end of a plan that is a range."""
        return low(distance_of(row), row.indicator.display_scale)

    def value_distance_high(self, row: ProgressRow) -> Decimal | None:
        """Return the distance at the other end of a range, None where there is only one number."""
        return high(distance_of(row), row.indicator.display_scale)

    def render_distance(self, row: ProgressRow) -> SafeString:
        """Return reached less expected with its sign, beside a bar in per cent of what was expected."""
        return distance_cell(row)

    def render_gap(self, row: ProgressRow) -> SafeString:
        """Return what is still to go, and what each remaining quarter must bring of it."""
        return format_html("{}{}", super().render_gap(row), cells.sub(cells.needed_words(row)))

    def value_distance_share(self, row: ProgressRow) -> Decimal | None:
        """Return reached less expected as a share of what was expected; nothing for a level."""
        return low(distance_share_of(row))


class InvestorGoalTable(GoalTable):
    """The targets of an investor or of the parts of a goal, each with its place."""

    name = "targets"
    carrier_beside = ""
    place = PageColumn(gettext_lazy("Place"), head=True)
    indicator = PageColumn(gettext_lazy("Indicator"), name=True)

    class Meta(PageTable.Meta):
        sequence = ("place", "indicator", "...")


class ProvinceTable(MeasuredTable):
    """Places side by side for one or more indicators."""

    name = "provinces"
    carrier_beside = "place"
    place = PageColumn(gettext_lazy("Place"), head=True)
    indicator = PageColumn(gettext_lazy("Indicator"), name=True)
    why = PageColumn(gettext_lazy("Explanation"), in_files=False, on_paper=False, sortable=False)

    class Meta(PageTable.Meta):
        sequence: tuple[str, ...] = ("place", "indicator", "...")


class IndicatorPlaceTable(ProvinceTable):
    """Places side by side for one indicator."""

    dense = True
    leaf_rows = 40  # of four hundred parks: every province, and the parks that are furthest behind
    expected = PageColumn(gettext_lazy("Expected by now"), number=True, unit="unit", on_phone=False)
    set_by = PageColumn(gettext_lazy("Set by"), on_page=False)

    class Meta(PageTable.Meta):
        exclude = ("indicator",)
        sequence = ("place", "...")

    def value_set_by(self, row: ProgressRow) -> str | None:
        """Return the number of the document that sets the goal, its title where it has none."""
        document = None if row.target is None else row.target.document
        return None if document is None else document.number or local_name(document, "title")

    def render_goal(self, row: ProgressRow) -> SafeString:
        """Return the goal, with its document where the place has another one of the same period."""
        if row.terms is None or self._goals_alike[_goal_key(row)] < 2:
            return super().render_goal(row)
        return format_html("{}{}", super().render_goal(row), cells.sub(self.value_set_by(row) or ""))

    @cached_property
    def _goals_alike(self) -> Counter[tuple[object, ...]]:
        """Count the goals of each place and period."""
        return Counter(_goal_key(row) for row in self.data if row.terms is not None)


def _goal_key(row: ProgressRow) -> tuple[object, ...]:
    """Return what two goals share that nothing but their documents tell apart."""
    assert row.terms is not None
    return row.place.id, row.kind, row.terms.starts, row.terms.ends


# Beside one number for each province: the day of a figure says that it is an earlier one, its explanation says how it
# was worked out. Every state stands on the province's page and in the file.
SAID_BY_THE_DAY = ("carried", "derived")


class StandingTable(PaceTable, ProvinceTable):
    """Every place by one indicator: how far it has come against what it should, and how its quarters went."""

    pace = PageColumn(gettext_lazy("% of expected"), number=True, share=True)
    quarters = PageColumn(gettext_lazy("By quarter"), in_files=False, sortable=False)
    covered = PageColumn(gettext_lazy("Covered"), number=True, share=True)

    class Meta(PageTable.Meta):
        exclude = ("indicator",)
        sequence = (
            "place",
            "unit",
            "quarter",
            "status",
            "to_date_comparator",
            "to_date",
            "to_date_high",
            "beside",
            "expected",
            "pace",
            "attainment_comparator",
            "attainment",
            "attainment_high",
            "graph",
            "goal_comparator",
            "goal",
            "goal_high",
            "quarters",
            "covered",
            "why",
        )

    def render_to_date(self, row: ProgressRow) -> SafeString:
        """Return what is reached with its day, without the words for what the day says."""
        return cells.to_date_cell(row, self.query, without=SAID_BY_THE_DAY)

    def render_quarters(self, row: ProgressRow) -> SafeString:
        """Return last year's and this year's quarters as micro columns, a level as a line."""
        return micro_chart(row)

    def value_covered(self, row: ProgressRow) -> Decimal | None:
        """Return which part of the goal is given to investors, as a share of 1."""
        return None if row.goal_coverage is None else low(row.goal_coverage.share)

    def render_covered(self, row: ProgressRow) -> str | SafeString:
        """Return which part of the goal is given to investors; it says nothing about what is reached."""
        covered = row.goal_coverage
        if covered is None:
            return cells.missing("", quiet=True)
        return share_range_text(covered.share.low, covered.share.high, covered.share.comparator)


class OtherTargetTable(SaidTable):
    """Plans, needs, standards, offers, forecasts and implied targets: shown as what they are, never judged."""

    name = "other-targets"
    indicator = PageColumn(gettext_lazy("Indicator"), head=True)
    unit = PageColumn(gettext_lazy("Unit"), on_page=False)
    role = PageColumn(gettext_lazy("Role"))
    period = PageColumn(gettext_lazy("Period"))
    goal_comparator = PageColumn(gettext_lazy("Number, comparison"), on_page=False)
    goal = PageColumn(gettext_lazy("Number"), number=True, unit="unit")
    goal_high = PageColumn(gettext_lazy("Number, upper end"), on_page=False, unit="unit")
    to_date_comparator = PageColumn(gettext_lazy("Reached, comparison"), on_page=False)
    to_date = PageColumn(gettext_lazy("Reached to date"), number=True, unit="unit")
    to_date_high = PageColumn(gettext_lazy("Reached, upper end"), on_page=False, unit="unit")
    attainment = PageColumn(gettext_lazy("% of it"), number=True, share=True)
    origin = PageColumn(gettext_lazy("Source"), wide=True)
    notes = PageColumn(gettext_lazy("What to know about it"), on_page=False, sortable=False)
    why = PageColumn(gettext_lazy("Explanation"), in_files=False, on_paper=False, sortable=False)

    def render_goal(self, row: ProgressRow) -> SafeString:
        """Return the number with its comparator, and whose it is if it is not the place's own."""
        return cells.plain_goal_cell(row)

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


class FigureTable(SaidTable):
    """Figures without a goal of their own."""

    name = "figures"
    indicator = PageColumn(gettext_lazy("Indicator"), head=True)
    unit = PageColumn(gettext_lazy("Unit"), on_page=False)
    quarter = PageColumn(gettext_lazy("Quarter"), on_page=False)
    in_quarter = PageColumn(gettext_lazy("In the quarter"), number=True, unit="unit")
    to_date_comparator = PageColumn(gettext_lazy("Reached, comparison"), on_page=False)
    to_date = PageColumn(gettext_lazy("Year to date, or level"), number=True, unit="unit")
    to_date_high = PageColumn(gettext_lazy("Reached, upper end"), on_page=False, unit="unit")
    beside = PageColumn(gettext_lazy("States"), on_page=False)
    last_year = PageColumn(gettext_lazy("Same period last year"), number=True, unit="unit")
    last_year_change = PageColumn(gettext_lazy("Change since last year"), on_page=False, share=True)
    last_year_difference = PageColumn(gettext_lazy("Difference from last year"), on_page=False, unit="unit")
    source = PageColumn(gettext_lazy("Source"), wide=True)
    notes = PageColumn(gettext_lazy("What to know about it"), on_page=False, sortable=False)
    why = PageColumn(gettext_lazy("Explanation"), in_files=False, on_paper=False, sortable=False)

    def render_to_date(self, row: ProgressRow) -> SafeString:
        """Return what is reached to date; the quarter alone stands in its own column."""
        if row.to_date.amount is None:
            return cells.missing(reason_word(row.to_date.reason))
        return super().render_to_date(row)
