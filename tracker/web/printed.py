"""Declare the table of the figures that a document prints."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.exchange.published import PublishedFigure
from tracker.progress.periods import Quarter
from tracker.web import cells
from tracker.web.columns import PageColumn, PageTable
from tracker.web.numbers import exact_text, period_text, scaled, with_comparator, with_unit
from tracker.web.words import (
    PUBLISHED_ROLE_WORDS,
    comparator_word,
    in_english,
    local_name,
)


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One published figure with its number, and the unit's name in the reader's language."""

    figure: PublishedFigure
    value: Decimal | None
    high: Decimal | None
    unit_name: str
    shown: "ShownUnit | None" = None
    """The unit in which pages show its indicator; None where the figure is in another one."""


@dataclass(frozen=True, slots=True)
class ShownUnit:
    """The unit in which pages show an indicator: its name in the reader's language, and how many single units it is."""

    name: str
    scale: Decimal


def read_text(line: PrintedLine) -> str | None:
    """Return a published number as read, in shown units with its comparator; None where the document states none."""
    if line.value is None:
        return None
    shown = line.shown or ShownUnit(line.unit_name, Decimal(1))
    text = "–".join(exact_text(scaled(end, shown.scale)) for end in (line.value, line.high) if end is not None)
    unit = "%" if line.figure.unit == "percent" else shown.name
    return with_comparator(with_unit(text, unit), line.figure.comparator)


def days_of(period: str) -> tuple[date, date | None]:
    """Return the days that files name by a period: 2025, 2025-Q1, 2023-01, 2021/2023, 2025/.. or first/last.

    None as the last day means that no end is set.
    """
    first, _slash, last = period.partition("/")
    return _edges(first)[0], None if last == ".." else _edges(last or first)[1]


def _edges(name: str) -> tuple[date, date]:
    """Return the first and last day of a year, a quarter, a month or a day."""
    if "Q" in name:
        quarter = Quarter.parse(name)
        return quarter.first_day, quarter.last_day
    if len(name) == len("2025-01"):
        starts = date.fromisoformat(f"{name}-01")
        return starts, starts.replace(day=monthrange(starts.year, starts.month)[1])
    if len(name) == len("2025"):
        return date(int(name), 1, 1), date(int(name), 12, 31)
    return (day := date.fromisoformat(name)), day


class PrintedFigureTable(PageTable):
    """Every published figure of a document, as printed and as read, in the order of its paragraphs."""

    name = "printed"
    leaf_rows = 0  # links from everywhere lead to its paragraphs: all of them are on the page
    paragraph = PageColumn(gettext_lazy("Paragraph"), number=True)
    printed = PageColumn(gettext_lazy("As printed"), head=True)
    comparator = PageColumn(gettext_lazy("Comparison"), on_page=False)
    value = PageColumn(gettext_lazy("As read"), number=True, unit="unit")
    high = PageColumn(gettext_lazy("Upper end"), on_page=False, unit="unit")
    unit = PageColumn(gettext_lazy("Unit"), on_page=False)
    indicator = PageColumn(gettext_lazy("Indicator"), name=True)
    place = PageColumn(gettext_lazy("Place"), name=True)
    role = PageColumn(gettext_lazy("Role"))
    period = PageColumn(gettext_lazy("Period"))
    note = PageColumn(gettext_lazy("Note"), wide=True)

    def __init__(self, *args: Any, **options: Any) -> None:
        self.anchored: set[int] = set()
        super().__init__(*args, **options)

    def value_paragraph(self, line: PrintedLine) -> int | None:
        """Return the number of the non-empty line."""
        return line.figure.paragraph

    def render_paragraph(self, line: PrintedLine) -> SafeString:
        """Return the number of the non-empty line; links from other pages lead to its first figure."""
        number = line.figure.paragraph
        if number is None:
            return cells.missing("")
        if number in self.anchored:
            return format_html("{}", number)
        self.anchored.add(number)
        return format_html('<span id="p{}">{}</span>', number, number)

    def value_printed(self, line: PrintedLine) -> str | None:
        """Return the figure as the document writes it."""
        return line.figure.printed or None

    def render_printed(self, line: PrintedLine) -> SafeString:
        """Return the printed form, struck out where it is a misprint that is not used."""
        printed = line.figure.printed or _("implied, not printed")
        return format_html("<del>{}</del>" if line.figure.rejected_because_vi else "{}", printed)

    def value_value(self, line: PrintedLine) -> Decimal | None:
        """Return the number as read, in single units."""
        return line.value

    def render_value(self, line: PrintedLine) -> SafeString:
        """Return the number as read with its comparator and unit, and the second currency where one is printed."""
        figure = line.figure
        text = read_text(line)
        if text is None:
            return cells.missing(_("no value stated"))
        other = ""
        if figure.other_value is not None:
            other = f"{exact_text(Decimal(figure.other_value))}\u00a0{figure.other_currency}"
        return format_html("<del>{}</del>{}" if figure.rejected_because_vi else "{}{}", text, cells.sub(other))

    def value_comparator(self, line: PrintedLine) -> str | None:
        """Return the word that the document puts before the number."""
        return comparator_word(line.figure.comparator)

    def value_unit(self, line: PrintedLine) -> str:
        """Return the name of the single unit."""
        return line.unit_name

    def value_indicator(self, line: PrintedLine) -> str:
        """Return the indicator's name."""
        return local_name(line.figure, "indicator_name")

    def render_indicator(self, line: PrintedLine) -> SafeString:
        """Return the indicator as a link."""
        address = reverse("web:indicator", args=[line.figure.indicator])
        return format_html('<a href="{}">{}</a>', address, self.value_indicator(line))

    def value_place(self, line: PrintedLine) -> str:
        """Return the place's name."""
        return local_name(line.figure, "place_name")

    def render_place(self, line: PrintedLine) -> SafeString:
        """Return the place as a link, and the organisation the figure belongs to."""
        address = reverse("web:place", args=[line.figure.place])
        who = local_name(line.figure, "organisation_name") if line.figure.organisation else ""
        return format_html('<a href="{}">{}</a>{}', address, self.value_place(line), cells.sub(who))

    def value_role(self, line: PrintedLine) -> str:
        """Return what the number is: a goal, a figure, an offer and so on."""
        return str(PUBLISHED_ROLE_WORDS.get(line.figure.role, line.figure.role))

    def render_role(self, line: PrintedLine) -> SafeString:
        """Return what the number is, in one line."""
        return format_html('<span class="nowrap">{}</span>', self.value_role(line))

    def value_period(self, line: PrintedLine) -> str:
        """Return the figure's days, as files name them."""
        return line.figure.period

    def render_period(self, line: PrintedLine) -> SafeString:
        """Return the figure's days."""
        figure = line.figure
        ends = date.fromisoformat(figure.ends_on) if figure.ends_on else None
        starts = date.fromisoformat(figure.starts_on) if figure.starts_on else ends
        if not (starts or ends):
            starts, ends = days_of(figure.period)
        return format_html("{}", period_text(starts, ends))

    def value_note(self, line: PrintedLine) -> str | None:
        """Return why it is not used, and what else is to be said."""
        return " ".join(_notes(line.figure)) or None

    def render_note(self, line: PrintedLine) -> SafeString:
        """Return why it is not used, and what else is to be said."""
        return format_html_join("", '<span class="sub">{}</span>', ((note,) for note in _notes(line.figure)))


def _notes(figure: PublishedFigure) -> list[str]:
    """Return the texts that stand beside a published figure."""
    notes: list[str] = []
    reason = figure.rejected_because if in_english() else figure.rejected_because_vi
    if reason or figure.rejected_because_vi:
        notes.append(_("Not used: %(reason)s") % {"reason": reason or figure.rejected_because_vi})
    if figure.origin == "implied":
        notes.append(_("Follows from what the document prints."))
    note = (figure.note if in_english() else figure.note_vi) or figure.note_vi
    if figure.unclear and not note:
        notes.append(_("The document leaves open which day or scope it means."))
    return [*notes, note] if note else notes
