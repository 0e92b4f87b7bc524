"""List the reported figures behind the page of an industrial park: who reported each, and since when it counts."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from provinces.models.place import PlaceKind
from tracker.progress.rows import FigureFace, IndicatorFace, PlaceProgress
from tracker.web import cells
from tracker.web.columns import PageColumn, PageTable
from tracker.web.figures import ReportedFigureTable
from tracker.web.words import local_name, name_of


class ParkFigureTable(ReportedFigureTable):
    """The figures of one park by their indicators, the newest of each first."""

    name = "reported"
    indicator = PageColumn(gettext_lazy("Indicator"), head=True)

    class Meta(PageTable.Meta):
        exclude = ("place",)
        sequence = ("indicator", "...")

    def __init__(self, rows: Iterable[FigureFace], *, indicators: Mapping[int, IndicatorFace], **options: Any) -> None:
        self.indicators = indicators
        super().__init__(rows, **options)

    def indicator_of(self, figure: FigureFace) -> IndicatorFace | None:
        """Return what the figure is a figure of."""
        return self.indicators[figure.indicator_id]

    def names_of_units(self) -> Mapping[str, str]:
        """Return the names of the indicators' own units, money by its code; no query. Another unit keeps its code."""
        faces = self.indicators.values()
        return {face.unit: face.unit if face.currency else _unit_name(face) for face in faces}

    def value_indicator(self, figure: FigureFace) -> str:
        """Return the indicator's name."""
        return name_of(self.indicators[figure.indicator_id])

    def sort_indicator(self, figure: FigureFace) -> Any:
        """Return the order of the indicators."""
        return self.indicators[figure.indicator_id].order

    def render_indicator(self, figure: FigureFace) -> SafeString:
        """Return the indicator as a link."""
        return cells.indicator_link(self.indicators[figure.indicator_id], self.query)


def _unit_name(face: IndicatorFace) -> str:
    return local_name(face, "unit_name")


def figures_behind(progress: PlaceProgress) -> tuple[list[FigureFace], dict[int, IndicatorFace]]:
    """Return each figure that the park's numbers come from, once, and the indicators by id; none for other places.

    They stand in the order of the indicators, the newest of each first.
    """
    if progress.place.kind != PlaceKind.INDUSTRIAL_PARK:
        return [], {}
    indicators: dict[int, IndicatorFace] = {}
    found: dict[int, FigureFace] = {}
    for row in progress.rows:
        for figure in row.used_figures:
            if figure.place.id == progress.place.id:
                found[figure.id] = figure
                indicators.setdefault(figure.indicator_id, row.indicator)
    newest_first = sorted(found.values(), key=lambda figure: (figure.to_on, figure.id), reverse=True)
    return sorted(newest_first, key=lambda figure: indicators[figure.indicator_id].order), indicators
