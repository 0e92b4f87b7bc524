"""Say once what every table of progress rows can say of a row."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tracker.progress.measures import Amount, Ends, IndicatorKind, Reading
from tracker.progress.rows import PlaceFace, ProgressRow
from tracker.web import cells, owners
from tracker.web.charts import bullet_of, status_badge
from tracker.web.columns import PageTable
from tracker.web.earlier import comparison_cell
from tracker.web.numbers import amount_text, pace_text, period_text, range_text, scaled
from tracker.web.words import (
    ROLE_WORDS,
    STATE_WORDS,
    STATUS_ORDER,
    STATUS_WORDS,
    comparator_word,
    name_of,
    name_order,
    reason_word,
)


def low(amount: Amount | Ends | None, scale: Decimal = Decimal(1)) -> Decimal | None:
    """Return the lower number in shown units, None for missing."""
    return None if amount is None or amount.low is None else scaled(amount.low, scale)


def high(amount: Amount | Ends | None, scale: Decimal = Decimal(1)) -> Decimal | None:
    """Return the upper number in shown units, None for missing and where there is only one."""
    return None if amount is None or amount.high is None else scaled(amount.high, scale)


class ProgressTable(PageTable):
    """What every table of progress rows can say of a row; the tables below choose their columns."""

    # The place whose page the table stands on, None where each row names its own; the members of collectives by id.
    at: PlaceFace | None = None
    members: Mapping[int, PlaceFace] = {}
    # In which column a target says who carries it, if that is not the place itself.
    carrier_beside: ClassVar[str] = "indicator"

    def value_place(self, row: ProgressRow) -> str:
        """Return the place's name."""
        return name_of(row.place)

    def sort_place(self, row: ProgressRow) -> str:
        """Return the Vietnamese dictionary order."""
        return name_order(row.place)

    def render_place(self, row: ProgressRow) -> SafeString:
        """Return the place as a link, with whose former figures it shows."""
        return format_html(
            "{}{}{}",
            cells.place_link(row.place, self.query),
            cells.carrier(row) if self.carrier_beside == "place" else "",
            cells.sub(cells.former_mark(self.formers(row))),
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
            "{}{}{}{}",
            cells.indicator_link(row.indicator, self.query),
            cells.sub(cells.unit_name(row.indicator)),
            cells.carrier(row) if self.carrier_beside == "indicator" else "",
            cells.sub(cells.former_mark(self.formers(row))),
        )

    def formers(self, row: ProgressRow) -> tuple[PlaceFace, ...]:
        """Return the predecessors that a row speaks of: by its figures, or because the row itself is theirs."""
        theirs = self.at is not None and row.place.id != self.at.id and row.place.valid_to is not None
        return (row.place,) if theirs else owners.former_places(row)

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

    def value_goal_comparator(self, row: ProgressRow) -> str | None:
        """Return the word that the document puts before the goal."""
        return None if row.terms is None else comparator_word(row.terms.amount.comparator)

    def value_goal_high(self, row: ProgressRow) -> Decimal | None:
        """Return the goal's upper end, None where it is one number."""
        return None if row.terms is None else high(row.terms.amount, row.indicator.display_scale)

    def value_to_date_comparator(self, row: ProgressRow) -> str | None:
        """Return the word that belongs before what is reached."""
        return None if row.to_date.amount is None else comparator_word(row.to_date.amount.comparator)

    def value_to_date_high(self, row: ProgressRow) -> Decimal | None:
        """Return the upper end of what is reached, None where it is one number."""
        return high(row.to_date.amount, row.indicator.display_scale)

    def value_attainment_comparator(self, row: ProgressRow) -> str | None:
        """Return the word that belongs before the reached part."""
        reached = row.progress.attainment
        return None if reached.low is None else comparator_word(reached.comparator)

    def value_attainment_high(self, row: ProgressRow) -> Decimal | None:
        """Return the reached part at the other end of a range."""
        return high(row.progress.attainment)

    def value_to_date(self, row: ProgressRow) -> Decimal | None:
        """Return what is reached to date."""
        return low(row.to_date.amount, row.indicator.display_scale)

    def render_to_date(self, row: ProgressRow) -> SafeString:
        """Return what is reached to date with what must be said beside it."""
        return cells.to_date_cell(row, self.query)

    def value_beside(self, row: ProgressRow) -> str:
        """Return in words what must be said beside the number, for files."""
        return "; ".join(str(STATE_WORDS[state]) for state in row.states if state in STATE_WORDS)

    def value_in_quarter(self, row: ProgressRow) -> Decimal | None:
        """Return what the quarter alone brought."""
        return low(row.in_quarter.amount, row.indicator.display_scale)

    def render_in_quarter(self, row: ProgressRow) -> SafeString:
        """Return what the quarter alone brought, or why that is not known."""
        return cells.missing("") if is_level(row) else _reading_cell(row.in_quarter, row)

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
        return cells.expected_cell(row.progress, row.indicator)

    def value_gap(self, row: ProgressRow) -> Decimal | None:
        """Return the goal less what is reached."""
        return low(row.progress.gap, row.indicator.display_scale)

    def render_gap(self, row: ProgressRow) -> SafeString:
        """Return what is still to go."""
        return cells.gap_cell(row)

    def value_needed(self, row: ProgressRow) -> Decimal | None:
        """Return what each remaining quarter must bring."""
        return low(row.progress.needed_per_remaining_quarter, row.indicator.display_scale)

    def value_graph(self, row: ProgressRow) -> None:
        """Return nothing: the graph's facts stand in the other columns."""

    def render_graph(self, row: ProgressRow) -> SafeString:
        """Return the bullet graph."""
        return bullet_of(row)

    def value_last_year(self, row: ProgressRow) -> Decimal | None:
        """Return last year's amount of the same period."""
        compared = row.same_period_last_year
        return None if compared is None else low(compared.value, row.indicator.display_scale)

    def value_last_year_change(self, row: ProgressRow) -> Decimal | None:
        """Return the change against the same period of last year as a share of 1."""
        compared = row.same_period_last_year
        return None if compared is None else low(compared.change)

    def value_last_year_difference(self, row: ProgressRow) -> Decimal | None:
        """Return the difference from the same period of last year in shown units: of a percentage in points."""
        compared = row.same_period_last_year
        return None if compared is None else low(compared.difference, row.indicator.display_scale)

    def render_last_year(self, row: ProgressRow) -> SafeString:
        """Return last year's amount of the same period and the change since."""
        return comparison_cell(row.same_period_last_year, row)

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
        return cells.why_link(row, self.query, self.at, short=True)


class PaceTable(ProgressTable):
    """Rows in few words: numbers alone, beside what should have been reached; by which rule their explanation says."""

    def value_pace(self, row: ProgressRow) -> Decimal | None:
        """Return reached / expected as a share of 1."""
        return row.progress.pace

    def render_pace(self, row: ProgressRow) -> SafeString:
        """Return reached / expected as a percentage that stays on its side of each threshold."""
        if row.progress.pace is None:
            return cells.missing("")
        return format_html("<b>{}</b>", pace_text(row.progress.pace, row.thresholds))

    def render_expected(self, row: ProgressRow) -> SafeString:
        """Return what should have been reached by now."""
        due = row.progress.expected
        if due is None or due.low is None:
            return cells.missing("")
        return format_html("{}", range_text(due.low, due.high, scale=row.indicator.display_scale))

    def render_goal(self, row: ProgressRow) -> SafeString:
        """Return the goal alone, and whose it is if it is not the place's own."""
        return cells.plain_goal_cell(row)


def is_level(row: ProgressRow) -> bool:
    """Return whether a row's figures are levels, which have no amount of the quarter."""
    return row.indicator.kind != IndicatorKind.FLOW


def _reading_cell(reading: Reading, row: ProgressRow) -> SafeString:
    """Return a reading's amount with what must be said of it, or why there is none."""
    if reading.amount is None:
        return cells.missing(reason_word(reading.reason))
    derived = cells.sub(cells.mark(_("derived"))) if reading.derived else SafeString("")
    return format_html("{}{}", amount_text(reading.amount, row.indicator.display_scale), derived)
