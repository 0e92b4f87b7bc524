"""The list of indicators, and one page for each."""

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from provinces.models.place import PlaceKind
from tracker.actions.kept_answers import progress_for_indicator
from tracker.progress.catalogue import in_groups, indicators_by_code
from tracker.progress.rows import ProgressRow, RowKind
from tracker.progress.verdict import pace_of
from tracker.web import cells
from tracker.web.course import year_block
from tracker.web.figures import ReportedFigureTable
from tracker.web.filters import IndicatorFilter
from tracker.web.headlines import thin_headline, worst_status
from tracker.web.lists import IndicatorListTable
from tracker.web.numbers import amount_text, day_text, pace_text, quarter_text
from tracker.web.panels import place_panels
from tracker.web.tables import IndicatorPlaceTable
from tracker.web.views.base import PageView, newest_approval
from tracker.web.words import (
    DIRECTION_WORDS,
    INDICATOR_KIND_WORDS,
    STATUS_ORDER,
    STATUS_TONES,
    local_name,
    name_of,
    name_order,
)


class IndicatorListView(PageView):
    """Every indicator, to be searched by name without accents."""

    template_name = "web/indicators.html"
    section: ClassVar[str] = "indicators"
    title = gettext_lazy("Indicators")
    timed: ClassVar[bool] = True

    def page(self) -> dict[str, Any]:
        """Return the indicators that the filter leaves, in the order of their groups."""
        as_of = self.query.as_of
        indicators = IndicatorFilter(self.request.GET, queryset=indicators_by_code(as_of))
        found = in_groups(indicators.qs, as_of) if indicators.is_valid() else []
        table = self.table(IndicatorListTable, found, caption=_("Indicators, in the order of their groups."))
        return {"filter": indicators, "handed_on": self.handed_on("q"), "table": table, "tables": [table]}


class IndicatorView(PageView):
    """One indicator at one quarter: what it means, every place that has a goal or a figure, every figure behind."""

    template_name = "web/indicator.html"
    section: ClassVar[str] = "indicators"
    choosable: ClassVar[bool] = True

    def page(self) -> dict[str, Any]:
        """Return the definition, the places worst first, and the figures newest first."""
        progress = progress_for_indicator(
            code=self.kwargs["code"],
            quarter=self.query.shown,
            map_choice=self.query.map_choice,
            as_of=self.query.as_of,
            reach=self.reach,
        )
        indicator = progress.indicator
        country = [] if progress.country is None else [progress.country]
        year = year_block(country, query=self.query, parameters=self.request.GET)
        rows = sorted(progress.shown_rows, key=_rank)
        table = self.table(
            IndicatorPlaceTable,
            rows,
            caption=_("Provinces, then the places below them, with a goal or a figure: furthest behind first."),
        )
        figures = self.table(ReportedFigureTable, progress.figures, caption=_figures_caption(progress.figures_since))
        figures.of_indicator = progress.indicator
        return {
            "title": f"{name_of(indicator)}, {quarter_text(self.query.shown)}",
            "headline": self._headline(progress.country, name_of(indicator)),
            "tone": STATUS_TONES[worst_status(country)],
            "year": year,
            "year_open": True,
            "panels": place_panels([row for row in rows if row.course], self.query),
            "indicator": indicator,
            "unit": cells.unit_name(indicator),
            "definition": local_name(indicator, "definition"),
            "indicator_kind": INDICATOR_KIND_WORDS[indicator.kind],
            "direction": DIRECTION_WORDS[indicator.direction],
            "crumbs": [(_("Indicators"), reverse("web:indicators")), (name_of(indicator), "")],
            "table": table,
            "figures": figures,
            "figures_since": progress.figures_since,
            "tables": [table, figures, *([year.table] if year else [])],
            "updated_at": newest_approval(progress.rows),
        }

    def _headline(self, country: ProgressRow | None, name: str) -> str:
        """Return the indicator with how far all together have come: against what they should, else the amount alone."""
        words = {"indicator": name, "quarter": quarter_text(self.query.shown)}
        if country is None or country.to_date.amount is None:
            return _("%(indicator)s, %(quarter)s") % words
        if country.is_too_thin:
            return thin_headline(_("%(indicator)s, %(quarter)s") % words, country)
        if country.progress.pace is not None:
            pace = pace_text(country.progress.pace, country.thresholds)
            return _("%(indicator)s, %(quarter)s: %(pace)s of what should be by now") % {**words, "pace": pace}
        amount = amount_text(country.to_date.amount, country.indicator.display_scale)
        unit = cells.unit_name(country.indicator)
        return _("%(indicator)s, %(quarter)s: %(amount)s %(unit)s") % {**words, "amount": amount, "unit": unit}


def _figures_caption(since: date | None) -> str:
    if since is None:
        return _("Reported figures in force, newest first.")
    words = {"day": day_text(since)}
    return (
        _(
            "Reported figures in force since %(day)s, newest first. Older ones are in the file for statistical offices "
            "and in the lists for programs."
        )
        % words
    )


def _rank(row: ProgressRow) -> tuple[bool, bool, int, Decimal, str]:
    """Return where a row stands: provinces first, their own goals before joint ones, furthest behind first, by name."""
    return (
        row.place.kind != PlaceKind.PROVINCE,
        row.kind is RowKind.COLLECTIVE,
        STATUS_ORDER[row.progress.status],
        pace_of(row),
        name_order(row.place),
    )
