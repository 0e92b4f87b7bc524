"""Declare the tables of restatements: what says something else, and what that does to the numbers of the page."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy, pgettext_lazy

from tracker.progress.restatement_rows import NumberChange, Restatement, RowChange
from tracker.progress.restatement_words import (
    NUMBER_WORDS,
    days_text,
    documents_text,
    effect_lines,
    kind_text,
    members_text,
    old_and_new,
    said_text,
    said_value,
    what_text,
)
from tracker.web import cells
from tracker.web.columns import PageColumn, PageTable
from tracker.web.filters import moment_value
from tracker.web.numbers import moment_text
from tracker.web.words import name_of


class RestatementTable(PageTable):
    """What was restated, newest first."""

    name = "restatements"
    dense = True
    leaf_rows = 50
    what = PageColumn(pgettext_lazy("of a restatement", "What"), head=True)
    kind = PageColumn(pgettext_lazy("kind of restatement", "Change"), name=True)
    place = PageColumn(gettext_lazy("Place"), name=True)
    reporter = PageColumn(gettext_lazy("Reporter or investor"), on_page=False)
    days = PageColumn(gettext_lazy("Period"))
    unit = PageColumn(gettext_lazy("Unit"), on_page=False)
    old_number = PageColumn(gettext_lazy("Old number"), on_page=False, unit="unit")
    new_number = PageColumn(gettext_lazy("New number"), on_page=False, unit="unit")
    old = PageColumn(gettext_lazy("Old"), number=True)
    new = PageColumn(gettext_lazy("New"), number=True)
    document = PageColumn(gettext_lazy("Set by"), on_page=False)
    members = PageColumn(gettext_lazy("Places that share it, changes"), on_page=False)
    at = PageColumn(gettext_lazy("Since when"))
    by = PageColumn(gettext_lazy("By whom"), on_page=False)
    why = PageColumn(gettext_lazy("Why"), wide=True)
    effect = PageColumn(gettext_lazy("What it did, with other changes of the same row"), wide=True)
    named: bool = False
    """Whether the reader may know who made the changes: somebody who has signed in."""

    def value_what(self, item: Restatement) -> str:
        """Return the indicator, the sort of rule, or which row was edited."""
        return what_text(item)

    def render_what(self, item: Restatement) -> SafeString:
        """Return the indicator as a link with its unit and what set the target; or the rule or row that was edited."""
        if item.indicator is None or item.what:
            return format_html("{}", what_text(item))
        return format_html(
            "{}{}{}{}",
            cells.indicator_link(item.indicator, self.query),
            cells.sub(cells.unit_name(item.indicator)),
            cells.sub(documents_text(item)),
            cells.sub(members_text(item)),
        )

    def value_kind(self, item: Restatement) -> str:
        """Return what kind of change it is."""
        return kind_text(item)

    def value_place(self, item: Restatement) -> str | None:
        """Return the place's name."""
        return None if item.place is None else name_of(item.place)

    def render_place(self, item: Restatement) -> SafeString:
        """Return the place as a link, with who reported or carries what was restated."""
        if item.place is None:
            return cells.missing("")
        who = "" if item.reporter is None else name_of(item.reporter)
        return format_html("{}{}", cells.place_link(item.place, self.query), cells.sub(who))

    def value_reporter(self, item: Restatement) -> str | None:
        """Return who reported the figure or carries the target."""
        return None if item.reporter is None else name_of(item.reporter)

    def value_days(self, item: Restatement) -> str | None:
        """Return of which days it speaks."""
        return days_text(item) or None

    def sort_days(self, item: Restatement) -> Any:
        """Return its last day."""
        return item.to_on

    def value_unit(self, item: Restatement) -> str | None:
        """Return the unit in which the numbers are shown."""
        return None if item.indicator is None or item.what else cells.unit_name(item.indicator)

    def value_old_number(self, item: Restatement) -> Decimal | None:
        """Return the number that stood there, None where it was none."""
        return said_value(item.old, item.indicator)

    def value_new_number(self, item: Restatement) -> Decimal | None:
        """Return the number that stands there now, None where it is none."""
        return said_value(item.new, item.indicator)

    def value_old(self, item: Restatement) -> str:
        """Return what stood there."""
        return said_text(item.old, item.indicator)

    def sort_old(self, item: Restatement) -> Any:
        """Return the number that stood there."""
        return said_value(item.old, item.indicator)

    def value_new(self, item: Restatement) -> str:
        """Return what stands there now."""
        return said_text(item.new, item.indicator)

    def sort_new(self, item: Restatement) -> Any:
        """Return the number that stands there now."""
        return said_value(item.new, item.indicator)

    def value_document(self, item: Restatement) -> str | None:
        """Return the document that sets a target, before and after where it is another."""
        return documents_text(item) or None

    def value_members(self, item: Restatement) -> str | None:
        """Return which places came to share a goal of several, and which no longer do."""
        return members_text(item) or None

    def value_at(self, item: Restatement) -> str:
        """Return since when the new number counts, as files write it."""
        return moment_value(item.at)

    def sort_at(self, item: Restatement) -> Any:
        """Return the moment."""
        return item.at

    def render_at(self, item: Restatement) -> SafeString:
        """Return since when the new number counts, and who made it count."""
        text = format_html('<span class="nowrap">{}</span>', moment_text(item.at))
        return format_html("{}{}", text, cells.sub(self.value_by(item) or ""))

    def value_by(self, item: Restatement) -> str | None:
        """Return who approved it, None for readers who have not signed in."""
        return (item.by or None) if self.named else None

    def value_why(self, item: Restatement) -> str | None:
        """Return the reason that was given."""
        return item.why or None

    def value_effect(self, item: Restatement) -> str | None:
        """Return what happened to the rows that it went into."""
        return "; ".join(effect_lines(item)) or None

    def render_effect(self, item: Restatement) -> SafeString:
        """Return what happened to the rows that it went into, a line each."""
        lines = ((cells.sub(line),) for line in effect_lines(item))
        return format_html_join("", "{}", lines) or cells.missing("")


class FirstReportTable(RestatementTable):
    """Figures where none stood before, which correct nothing, newest first."""

    name = "first-reports"


@dataclass(frozen=True, slots=True)
class ChangedNumber:
    """One number of one row that changed."""

    change: RowChange
    number: NumberChange


def changed_numbers(changes: tuple[RowChange, ...]) -> list[ChangedNumber]:
    """Return every number that changed, row by row."""
    return [ChangedNumber(change, number) for change in changes for number in change.numbers]


class ChangedNumberTable(PageTable):
    """The numbers of the page that changed, row by row."""

    name = "numbers"
    indicator = PageColumn(gettext_lazy("Indicator"), head=True)
    place = PageColumn(gettext_lazy("Place"), on_page=False)
    unit = PageColumn(gettext_lazy("Unit"), on_page=False)
    number = PageColumn(gettext_lazy("Number"))
    old = PageColumn(gettext_lazy("Old"), number=True)
    new = PageColumn(gettext_lazy("New"), number=True)

    def value_indicator(self, line: ChangedNumber) -> str:
        """Return the indicator's name."""
        return name_of(line.change.row.indicator)

    def sort_indicator(self, line: ChangedNumber) -> Any:
        """Return the order of the indicators."""
        return line.change.row.indicator.order

    def render_indicator(self, line: ChangedNumber) -> SafeString:
        """Return the indicator as a link with its unit, and who carries the target."""
        row = line.change.row
        return format_html(
            "{}{}{}",
            cells.indicator_link(row.indicator, self.query),
            cells.sub(cells.unit_name(row.indicator)),
            cells.carrier(row),
        )

    def value_place(self, line: ChangedNumber) -> str:
        """Return the name of the row's place."""
        return name_of(line.change.row.place)

    def value_unit(self, line: ChangedNumber) -> str:
        """Return the unit in which amounts are shown."""
        return cells.unit_name(line.change.row.indicator)

    def value_number(self, line: ChangedNumber) -> str:
        """Return which number it is."""
        return str(NUMBER_WORDS[line.number.code])

    def value_old(self, line: ChangedNumber) -> str:
        """Return the number as it was."""
        return old_and_new(line.change, line.number)[0]

    def value_new(self, line: ChangedNumber) -> str:
        """Return the number as it is."""
        return old_and_new(line.change, line.number)[1]
