"""Declare the table of a promotion list's groups."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.models import PromotionItem
from tracker.web import cells
from tracker.web.columns import PageColumn, PageTable
from tracker.web.figures import PrintedLine
from tracker.web.numbers import exact_text, with_comparator
from tracker.web.words import text_of

PROJECTS = "projects"  # the unit in which groups are counted


@dataclass(frozen=True, slots=True)
class PromotionLine:
    """One group of a list with its offered figures."""

    item: PromotionItem
    figures: list[PrintedLine]


class PromotionItemTable(PageTable):
    """Groups of a promotion list with their counts and other offered figures."""

    name = "items"
    item = PageColumn(gettext_lazy("Group"), head=True)
    procedure = PageColumn(gettext_lazy("Investment procedure"), wide=True)
    projects = PageColumn(gettext_lazy("Projects"), number=True)
    offered = PageColumn(gettext_lazy("Other offered figures"), wide=True)

    def value_item(self, line: PromotionLine) -> str:
        """Return the group's name."""
        return text_of(line.item, "name")

    def sort_item(self, line: PromotionLine) -> int:
        """Return the order of the list."""
        return line.item.position

    def render_item(self, line: PromotionLine) -> SafeString:
        """Return the group's name, and what it is if it is no group."""
        words = ""
        if line.item.position == 0:
            words = _("the whole list")
        elif not line.item.is_group:
            words = _("a printed subtotal")
        return format_html("{}{}", self.value_item(line), cells.sub(words))

    def value_procedure(self, line: PromotionLine) -> str | None:
        """Return how investors are chosen."""
        return text_of(line.item, "procedure") or None

    def value_projects(self, line: PromotionLine) -> Decimal | None:
        """Return the number of projects, None where the source counts none."""
        return next((f.value for f in line.figures if f.figure.unit == PROJECTS), None)

    def render_projects(self, line: PromotionLine) -> SafeString:
        """Return the number of projects with its comparator."""
        found = next((f for f in line.figures if f.figure.unit == PROJECTS), None)
        if found is None or found.value is None:
            return cells.missing(_("no count stated"))
        return format_html("{}", with_comparator(exact_text(found.value), found.figure.comparator))

    def value_offered(self, line: PromotionLine) -> str | None:
        """Return the other figures as printed."""
        return "; ".join(f.figure.printed for f in line.figures if f.figure.unit != PROJECTS) or None

    def render_offered(self, line: PromotionLine) -> SafeString:
        """Return the other figures with their indicators."""
        others = [f for f in line.figures if f.figure.unit != PROJECTS]
        rows = ((text_of(f.figure, "indicator_name"), f.figure.printed) for f in others)
        return format_html_join("", '<span class="sub">{}: {}</span>', rows) or cells.missing("")
