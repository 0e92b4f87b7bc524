"""Declare the table of the figures of a quarter that are worth a second look."""

from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.progress.flagged import JUMP, Flag, FlaggedFigure
from tracker.web import cells
from tracker.web.columns import PageColumn, PageTable
from tracker.web.numbers import number_text, scaled
from tracker.web.words import name_of, name_order


class FlaggedTable(PageTable):
    """Approved figures below zero, approved after the quarter was closed, or many times those of the quarter before."""

    name = "flagged"
    dense = True
    leaf_rows = 25
    place = PageColumn(gettext_lazy("Place"), head=True)
    reporter = PageColumn(gettext_lazy("Reporter"), name=True)
    indicator = PageColumn(gettext_lazy("Indicator"), name=True)
    unit = PageColumn(gettext_lazy("Unit"), on_page=False)
    flag = PageColumn(gettext_lazy("What stands out"))
    value = PageColumn(gettext_lazy("Figure"), number=True, unit="unit")
    before = PageColumn(gettext_lazy("Quarter before"), number=True, unit="unit")
    reason = PageColumn(gettext_lazy("Reason given"), wide=True)

    def value_place(self, figure: FlaggedFigure) -> str:
        """Return the place's name."""
        return name_of(figure.place)

    def sort_place(self, figure: FlaggedFigure) -> str:
        """Return the Vietnamese dictionary order."""
        return name_order(figure.place)

    def render_place(self, figure: FlaggedFigure) -> SafeString:
        """Return the place as a link."""
        return cells.place_link(figure.place, self.query)

    def value_reporter(self, figure: FlaggedFigure) -> str:
        """Return who reported it."""
        return name_of(figure.reporter)

    def value_indicator(self, figure: FlaggedFigure) -> str:
        """Return the indicator's name."""
        return name_of(figure.indicator)

    def sort_indicator(self, figure: FlaggedFigure) -> tuple[int, ...] | tuple[object, ...]:
        """Return the order of the indicators."""
        return figure.indicator.order

    def render_indicator(self, figure: FlaggedFigure) -> SafeString:
        """Return the indicator as a link, with its unit."""
        link = cells.indicator_link(figure.indicator, self.query)
        return format_html("{}{}", link, cells.sub(cells.unit_name(figure.indicator)))

    def value_unit(self, figure: FlaggedFigure) -> str:
        """Return the unit in which the numbers are shown."""
        return cells.unit_name(figure.indicator)

    def value_flag(self, figure: FlaggedFigure) -> str:
        """Return why it is worth a second look."""
        if figure.flag is Flag.JUMP:
            return _("more than %(times)s times the quarter before") % {"times": JUMP}
        if figure.flag is Flag.AFTER_CLOSE:
            return _("approved after the quarter was closed")
        return _("a flow below zero")

    def sort_flag(self, figure: FlaggedFigure) -> tuple[int, Decimal]:
        """Return the order of the flags, then the further the higher."""
        return list(Flag).index(figure.flag), -(figure.times or Decimal(0))

    def value_value(self, figure: FlaggedFigure) -> Decimal:
        """Return the figure in shown units."""
        return scaled(figure.value, figure.indicator.display_scale)

    def render_value(self, figure: FlaggedFigure) -> SafeString:
        """Return the figure in shown units."""
        return format_html("<b>{}</b>", number_text(self.value_value(figure)))

    def value_before(self, figure: FlaggedFigure) -> Decimal | None:
        """Return the figure of the quarter before in shown units."""
        return None if figure.before is None else scaled(figure.before, figure.indicator.display_scale)

    def value_reason(self, figure: FlaggedFigure) -> str | None:
        """Return what its clerk confirmed it by when it was entered."""
        return figure.reason or None
