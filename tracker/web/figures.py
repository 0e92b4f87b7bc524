"""Declare the tables of reported figures."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.progress.measures import Basis, ObservationStatus
from tracker.progress.rows import FigureFace, IndicatorFace
from tracker.web import cells
from tracker.web.columns import PageColumn, PageTable
from tracker.web.numbers import (
    NO_BREAK,
    day_text,
    exact_text,
    moment_text,
    period_text,
    quarter_text,
    scaled,
    with_comparator,
)
from tracker.web.units import unit_names
from tracker.web.words import (
    BASIS_WORDS,
    OBSERVATION_WORDS,
    comparator_word,
    local_name,
    name_of,
    name_order,
)


def figure_text(figure: FigureFace, units: Mapping[str, str], indicator: IndicatorFace | None = None) -> str:
    """Return a reported figure with every digit, its comparator and its unit's name.

    It is in the shown unit of its ``indicator``, as the page around it; in single units without one, or of another
    unit.
    """
    if figure.value is None:
        if figure.comparator == "none_stated" and figure.observation_status == ObservationStatus.NORMAL:
            return _("no value stated")
        return str(OBSERVATION_WORDS[ObservationStatus(figure.observation_status)])
    scale, unit = Decimal(1), units.get(figure.unit, figure.unit)
    if indicator is not None and figure.unit == indicator.unit:
        scale, unit = indicator.display_scale, cells.unit_name(indicator)
    text = exact_text(scaled(figure.value, scale))
    if figure.high is not None:
        text = f"{text}–{exact_text(scaled(figure.high, scale))}"
    return f"{with_comparator(text, figure.comparator)}{NO_BREAK}{unit}"


class ReportedFigureTable(PageTable):
    """Reported figures in force: what, who, for which days, since when, from which source."""

    name = "figures"
    dense = True
    leaf_rows = 50
    place = PageColumn(gettext_lazy("Place"), head=True)
    period = PageColumn(gettext_lazy("Period"))
    basis = PageColumn(gettext_lazy("Basis"))
    comparator = PageColumn(gettext_lazy("Comparison"), on_page=False)
    value = PageColumn(gettext_lazy("Figure"), number=True, unit="unit")
    high = PageColumn(gettext_lazy("Upper end"), on_page=False, unit="unit")
    unit = PageColumn(gettext_lazy("Unit"), on_page=False)
    state = PageColumn(gettext_lazy("State"))
    reporter = PageColumn(gettext_lazy("Reporter"), wide=True)
    approved = PageColumn(gettext_lazy("Approved"))
    source = PageColumn(gettext_lazy("Source"), wide=True)

    of_indicator: IndicatorFace | None = None
    """The one indicator of all the figures, in whose shown unit they stand."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.units = self.names_of_units()

    def indicator_of(self, figure: FigureFace) -> IndicatorFace | None:
        """Return what the figure is a figure of; None where the table does not know."""
        face = self.of_indicator
        return face if face is not None and face.id == figure.indicator_id else None

    def names_of_units(self) -> Mapping[str, str]:
        """Return the names of units by their codes; one query."""
        return unit_names(self.query.as_of)

    def value_place(self, figure: FigureFace) -> str:
        """Return the place's name."""
        return name_of(figure.place)

    def value_comparator(self, figure: FigureFace) -> str | None:
        """Return the word that the source puts before the number."""
        return comparator_word(figure.comparator)

    def value_unit(self, figure: FigureFace) -> str:
        """Return the name of the single unit."""
        return self.units.get(figure.unit, figure.unit)

    def sort_place(self, figure: FigureFace) -> str:
        """Return the Vietnamese dictionary order."""
        return name_order(figure.place)

    def render_place(self, figure: FigureFace) -> SafeString:
        """Return the place as a link."""
        return cells.place_link(figure.place, self.query)

    def value_period(self, figure: FigureFace) -> str:
        """Return the figure's days."""
        starts = figure.to_on if figure.basis == Basis.AS_OF else figure.from_on
        return period_text(starts, figure.to_on)

    def sort_period(self, figure: FigureFace) -> Any:
        """Return the last day, then the first."""
        return figure.to_on, figure.from_on or figure.to_on

    def render_period(self, figure: FigureFace) -> SafeString:
        """Return the days, the quarter it was reported for, and where the data really stop."""
        period, quarter = self.value_period(figure), quarter_text(figure.quarter)
        words = [] if period == quarter else [_("reported for %(quarter)s") % {"quarter": quarter}]
        if figure.cut_off_on is not None:
            words.append(_("cut off on %(day)s") % {"day": day_text(figure.cut_off_on)})
        return format_html("{}{}", period, cells.sub(" · ".join(words)))

    def value_basis(self, figure: FigureFace) -> str:
        """Return which span the figure speaks of."""
        return str(BASIS_WORDS[Basis(figure.basis)])

    def value_value(self, figure: FigureFace) -> Decimal | None:
        """Return the value in single units."""
        return figure.value

    def render_value(self, figure: FigureFace) -> SafeString:
        """Return the value in shown units, and as printed."""
        printed = _("printed: “%(printed)s”") % {"printed": figure.printed} if figure.printed else ""
        return format_html("{}{}", figure_text(figure, self.units, self.indicator_of(figure)), cells.sub(printed))

    def value_state(self, figure: FigureFace) -> str:
        """Return what kind of answer the figure is."""
        return str(OBSERVATION_WORDS[ObservationStatus(figure.observation_status)])

    def render_state(self, figure: FigureFace) -> SafeString:
        """Return the observation status, and whether the last day is unclear."""
        unclear = cells.mark(_("last day unclear")) if figure.unclear else SafeString("")
        note = local_name(figure, "note")
        return format_html("{} {}{}", self.value_state(figure), unclear, cells.sub(note))

    def value_reporter(self, figure: FigureFace) -> str:
        """Return who reported it."""
        return name_of(figure.reporter)

    def value_approved(self, figure: FigureFace) -> str:
        """Return when it was approved here, and which revision it is."""
        return moment_text(figure.approved_at)

    def sort_approved(self, figure: FigureFace) -> Any:
        """Return the moment itself."""
        return figure.approved_at

    def value_source(self, figure: FigureFace) -> str | None:
        """Return the document's address name."""
        return None if figure.document is None else figure.document.slug

    def render_source(self, figure: FigureFace) -> SafeString:
        """Return the document as a link to the paragraph."""
        return cells.document_link(figure.document, figure.paragraph) or cells.missing("")


class NumberedFigureTable(ReportedFigureTable):
    """Reported figures under the numbers by which an explanation names its inputs."""

    number = PageColumn(gettext_lazy("No."), number=True)

    class Meta:
        sequence = ("number", "...")

    def __init__(self, rows: Iterable[FigureFace], **options: Any) -> None:
        figures = list(rows)
        # Before anything is sorted: the reader may ask for another order at once.
        self.numbers = {figure.id: number for number, figure in enumerate(figures, start=1)}
        super().__init__(figures, **options)

    def value_number(self, figure: FigureFace) -> int:
        """Return the figure's number, from 1."""
        return self.numbers[figure.id]

    def render_number(self, figure: FigureFace) -> str:
        """Return it as it stands in the formulas."""
        return f"[{self.numbers[figure.id]}]"
