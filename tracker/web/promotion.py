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
from tracker.web.numbers import MISSING
from tracker.web.printed import PrintedLine, read_text
from tracker.web.words import local_name

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
        return local_name(line.item, "name")

    def sort_item(self, line: PromotionLine) -> int:
        """Return the order of the list."""
        return line.item.position

    def render_item(self, line: PromotionLine) -> SafeString:
        """Return the group's name, and what it is if it is no group; nothing is said twice."""
        words = ""
        if line.item.position == 0:
            words = _("the whole list")
        elif not line.item.is_group:
            words = _("a printed subtotal")
        name = self.value_item(line)
        return format_html("{}{}", name, cells.sub("" if name.casefold() == words else words))

    def value_procedure(self, line: PromotionLine) -> str | None:
        """Return how investors are chosen."""
        return local_name(line.item, "procedure") or None

    def value_projects(self, line: PromotionLine) -> Decimal | None:
        """Return the number of projects, None where the source counts none."""
        found = _counted(line)
        return None if found is None else found.value

    def render_projects(self, line: PromotionLine) -> SafeString:
        """Return the number of projects as read and as printed."""
        found = _counted(line)
        if found is None:
            return cells.missing(_("no count stated"))
        return format_html("{}", _as_read(found))

    def value_offered(self, line: PromotionLine) -> str | None:
        """Return the other figures as read and as printed."""
        return "; ".join(f"{_indicator(f)}: {_in_words(f)}" for f in _others(line)) or None

    def render_offered(self, line: PromotionLine) -> SafeString:
        """Return the other figures with their indicators, as read and as printed."""
        rows = ((_indicator(f), _as_read(f)) for f in _others(line))
        return format_html_join("", "<div>{}: {}</div>", rows) or cells.missing("")


def _counted(line: PromotionLine) -> PrintedLine | None:
    return next((f for f in line.figures if f.figure.unit == PROJECTS), None)


def _others(line: PromotionLine) -> list[PrintedLine]:
    return [f for f in line.figures if f.figure.unit != PROJECTS]


def _indicator(line: PrintedLine) -> str:
    return local_name(line.figure, "indicator_name")


def _printed(line: PrintedLine) -> str:
    """Return the printed form with its label, nothing where the number is only implied."""
    return _("printed: %(printed)s") % {"printed": line.figure.printed} if line.figure.printed else ""


def _as_read(line: PrintedLine) -> SafeString:
    """Return a number as read, with the printed form below; one that is not stated is a dash that says so."""
    text = read_text(line)
    if text is None:
        return format_html("{}{}", cells.missing(_("not stated")), cells.sub(_printed(line)))
    return format_html("{}{}", text, cells.sub(_printed(line)))


def _in_words(line: PrintedLine) -> str:
    """Return a number as read with its printed form in brackets, for files."""
    text = read_text(line) or f"{MISSING} {_('not stated')}"
    return f"{text} ({_printed(line)})" if _printed(line) else text
