"""Declare the table of the figures that a document prints."""

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
from tracker.web import cells
from tracker.web.columns import PageColumn, PageTable
from tracker.web.numbers import exact_text, period_text, with_comparator, with_unit
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


def read_text(line: PrintedLine) -> str | None:
    """Return a published number as read, with comparator and unit; None where the document states none."""
    if line.value is None:
        return None
    text = exact_text(line.value)
    if line.high is not None:
        text = f"{text}–{exact_text(line.high)}"
    return with_unit(with_comparator(text, line.figure.comparator), line.unit_name)


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

    def value_period(self, line: PrintedLine) -> str:
        """Return the figure's days, as files name them."""
        return line.figure.period

    def render_period(self, line: PrintedLine) -> SafeString:
        """Return the figure's days."""
        figure = line.figure
        ends = date.fromisoformat(figure.ends_on) if figure.ends_on else None
        starts = date.fromisoformat(figure.starts_on) if figure.starts_on else ends
        return format_html("{}", period_text(starts, ends) if starts or ends else figure.period)

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
