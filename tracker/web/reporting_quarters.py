"""Declare the table of places by quarters: how much of what was asked for is there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from provinces.days import dated_name
from tracker.progress.owed_report import OwedReport, share_filled
from tracker.progress.periods import Quarter
from tracker.progress.rows import PlaceFace
from tracker.web import cells
from tracker.web.columns import PageColumn, PageTable, Value
from tracker.web.filters import PageQuery
from tracker.web.numbers import quarter_text
from tracker.web.submission_marks import (
    SUBMISSION_WORDS,
    Submission,
    cells_text,
    reports_words,
    submission_badge,
    submission_of,
)
from tracker.web.words import name_of, name_order

# More do not fit between the name of a place and the count of its empty cells.
QUARTERS_ON_PHONE = 1


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """The reports of one place, or of all that stands under a province, by quarter; one without a duty is absent."""

    place: PlaceFace
    by_quarter: dict[str, tuple[OwedReport, ...]]
    newest: str
    places: frozenset[int] = frozenset()
    """The keys of the places that the line is of."""

    @property
    def of_newest(self) -> tuple[OwedReport, ...]:
        """Return the reports of the newest quarter; none where nothing is owed."""
        return self.by_quarter.get(self.newest, ())

    @property
    def empty(self) -> int | None:
        """Return how many cells of the newest quarter wait for a figure; None where nothing is owed."""
        reports = self.by_quarter.get(self.newest)
        return None if reports is None else sum(report.cells_empty for report in reports)


def place_lines(
    owed: Iterable[OwedReport], quarters: Sequence[Quarter], heads: Mapping[int, PlaceFace] | None = None
) -> list[PlaceLine]:
    """Return a line for each place that owes something in the quarters, with ``heads`` for each province; by name."""
    faces: dict[int, PlaceFace] = {}
    reports: dict[int, dict[str, list[OwedReport]]] = {}
    for report in owed:
        place = report.place if heads is None else heads[report.place.id]
        faces.setdefault(place.id, place)
        reports.setdefault(place.id, {}).setdefault(str(report.quarter), []).append(report)
    lines = [
        PlaceLine(
            faces[key],
            {quarter: tuple(found) for quarter, found in by_quarter.items()},
            str(quarters[-1]),
            frozenset(report.place.id for found in by_quarter.values() for report in found),
        )
        for key, by_quarter in reports.items()
    ]
    return sorted(lines, key=lambda line: (name_order(line.place), line.place.slug))


class QuarterTable(PageTable):
    """Places by the last quarters; the quarters' columns are added by `quarter_table`."""

    name = "quarters"
    labelled = False
    cards = False  # a line of short cells: a card for each quarter would hide the course
    place = PageColumn(gettext_lazy("Place"), head=True)
    empty = PageColumn(gettext_lazy("Empty cells"), number=True)

    class Meta(PageTable.Meta):
        sequence = ("place", "...", "empty")

    def value_place(self, line: PlaceLine) -> str:
        """Return the place's name."""
        return name_of(line.place)

    def sort_place(self, line: PlaceLine) -> str:
        """Return the Vietnamese dictionary order."""
        return name_order(line.place)

    def render_place(self, line: PlaceLine) -> SafeString:
        """Return the place as a link; a province as the way to the places under it."""
        if line.places <= {line.place.id}:
            # A province may bear the name of the one that has gone into it.
            return cells.dated_place_link(line.place, self.query)
        address = self.query.address(reverse("web:reporting"), within=line.place.slug)
        count = len(line.places)
        under = ngettext("%(count)s place", "%(count)s places", count) % {"count": count}
        return format_html('<a href="{}">{}</a>{}', address, dated_name(line.place), cells.sub(under))

    def value_empty(self, line: PlaceLine) -> int | None:
        """Return how many cells of the newest quarter are empty."""
        return line.empty

    def value_of(self, name: str, row: Any) -> Value:
        """Return the state or a count of cells of a quarter, for the columns that are named by it."""
        if name in ("place", "empty"):
            return super().value_of(name, row)
        what, _dash, quarter = name.partition("-")
        reports: tuple[OwedReport, ...] | None = row.by_quarter.get(quarter)
        if reports is None:
            return None
        if what == "filled":
            return sum(report.cells_filled for report in reports)
        if what == "asked":
            return sum(report.cells_asked for report in reports)
        submission = submission_of(reports)
        return None if submission is None else str(SUBMISSION_WORDS[submission])

    def sort_key(self, name: str, row: Any) -> Any:
        """Return the filled part of the cells, for the columns that the page shows of a quarter."""
        what, _dash, quarter = name.partition("-")
        if what != "quarter":
            return super().sort_key(name, row)
        reports = row.by_quarter.get(quarter)
        return None if reports is None else share_filled(reports) or Decimal(0)

    def shown(self, name: str, row: Any) -> str:
        """Return shape and words of a quarter, for the columns that are named by it."""
        what, _dash, quarter = name.partition("-")
        if what != "quarter":
            return super().shown(name, row)
        return quarter_cell(row.by_quarter.get(quarter, ()))


def quarter_cell(reports: Sequence[OwedReport]) -> SafeString:
    """Return the shape of a place's quarter with its cells, or with words where nothing is approved."""
    submission = submission_of(reports)
    if submission is None:
        return cells.missing("")
    has_figures = any(report.is_approved for report in reports)
    badge = submission_badge(submission, cells_text(reports) if has_figures else "", drawn=False)
    words = reports_words(reports) if submission not in (Submission.COMPLETE, Submission.PARTLY) else ""
    return format_html("{}{}", badge, cells.sub(words))


def quarter_table(
    lines: Sequence[PlaceLine], quarters: Sequence[Quarter], *, query: PageQuery, parameters: QueryDict
) -> QuarterTable:
    """Return the table of places by quarters; files hold state and both counts apart, for 10/12 would be a day."""
    columns: list[tuple[str, PageColumn]] = []
    for quarter in quarters:
        words = {"quarter": quarter_text(quarter)}
        shown = PageColumn(
            quarter_text(quarter), in_files=False, fixed=True, on_phone=quarter in quarters[-QUARTERS_ON_PHONE:]
        )
        columns += [
            (f"quarter-{quarter}", shown),
            (f"state-{quarter}", PageColumn(_("%(quarter)s, state") % words, on_page=False)),
            (f"filled-{quarter}", PageColumn(_("%(quarter)s, cells filled") % words, on_page=False)),
            (f"asked-{quarter}", PageColumn(_("%(quarter)s, cells asked for") % words, on_page=False)),
        ]
    return QuarterTable(
        lines,
        query=query,
        parameters=parameters,
        caption=_("Cells with an approved figure / cells asked for, by quarter."),
        extra_columns=columns,
    )
