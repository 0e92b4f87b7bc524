"""Read the figures of a snapshot: one query of plain columns, for a country has some hundred thousand of them.

Objects of the models with all that they hang on took ten times as long to make as the figures to compute with.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from provinces.models.past_names import PastNames
from tracker.models import Actual
from tracker.progress.faces import document_face_of, organisation_face_of
from tracker.progress.periods import Quarter
from tracker.progress.rows import DocumentFace, FigureFace, OrganisationFace
from tracker.progress.tree import Tree

# Complete years that a past quarterly shape may look back on, and one more for last year's comparison.
YEARS_OF_HISTORY = 5

_REPORT: Final = "revision__report__"
_COLUMNS: Final = (
    "pk", "reference", f"{_REPORT}place_id", "indicator_id", f"{_REPORT}reporter_id", f"{_REPORT}year",
    f"{_REPORT}quarter", "basis", "from_on", "to_on", "stops_on", "value", "high", "comparator", "unit__code",
    "other_value", "other_unit__code", "numerator", "denominator", "observation_status", "unclear", "printed",
    "document_id", "paragraph", "revision__number", "revision__approved_at", "note", "note_en",
)  # fmt: skip
_REPORTER: Final = tuple(f"{_REPORT}reporter__{name}" for name in ("slug", "kind", "name", "name_en"))
_DOCUMENT: Final = ("document__slug", "document__number", "document__title", "document__title_en", "document_day")


def first_day_read(quarter: Quarter) -> date:
    """Return the day from which on a page of the quarter reads flows; older ones say nothing of its numbers."""
    return date(quarter.year - YEARS_OF_HISTORY, 1, 1)


def load_figures(
    tree: Tree, *, quarter: Quarter, as_of: datetime | None, indicator_ids: set[int], names: PastNames
) -> list[FigureFace]:
    """Return the figures of the tree's places that a row of the quarter may need, the newest first; one query.

    Flows are read for the years that a past shape looks back on, everything else for all time: a level may be carried
    from any day. ``names`` are those of the moment.
    """
    return _load(tree, quarter, as_of, Q(indicator__in=indicator_ids), names)


def load_shown_figures(
    tree: Tree,
    *,
    quarter: Quarter,
    as_of: datetime | None,
    indicator_ids: set[int],
    reported_at: Collection[int],
    names: PastNames,
) -> tuple[list[FigureFace], frozenset[int]]:
    """Return the figures of ``indicator_ids``, and of whatever was reported for the places ``reported_at``; one query.

    With them come the places that have a figure of the quarter, of whatever indicator.
    """
    reported = _known(tree, quarter, as_of).filter(revision__report__place__in=list(reported_at)).values("indicator")
    of_quarter = Q(revision__report__year=quarter.year, revision__report__quarter=quarter.number)
    shown = Q(indicator__in=indicator_ids) | Q(indicator__in=reported)
    found = _load(tree, quarter, as_of, shown | of_quarter | Q(to_on__gte=quarter.first_day), names)
    complete = indicator_ids | {figure.indicator_id for figure in found if figure.place.id in reported_at}
    return [figure for figure in found if figure.indicator_id in complete], speakers(found, quarter)


def speakers(figures: Iterable[FigureFace], quarter: Quarter) -> frozenset[int]:
    """Return the places of the figures of a quarter."""
    return frozenset(f.place.id for f in figures if f.quarter == quarter or f.to_on >= quarter.first_day)


def _known(tree: Tree, quarter: Quarter, as_of: datetime | None) -> QuerySet[Actual]:
    oldest = first_day_read(quarter)
    return (
        Actual.objects.in_force(as_of)
        .filter(revision__report__place__in=list(tree.places), to_on__lte=quarter.last_day)
        .filter(~Q(indicator__kind="flow") | Q(to_on__gte=oldest))
    )


def _load(tree: Tree, quarter: Quarter, as_of: datetime | None, wanted: Q, names: PastNames) -> list[FigureFace]:
    rows = (
        _known(tree, quarter, as_of)
        .filter(wanted)
        .annotate(
            stops_on=Coalesce("cut_off_on", f"{_REPORT}cut_off_on"),
            document_day=Coalesce("document__published_on", "document__issued_on"),
        )
        .order_by("-to_on", "pk")
        .values_list(*_COLUMNS, *_REPORTER, *_DOCUMENT)
    )
    return _faces(tree, rows, names)


def _faces(tree: Tree, rows: Iterable[tuple[Any, ...]], names: PastNames) -> list[FigureFace]:
    """Return the rows as faces; what many of them name is made once, and as it stood."""
    reporters = {key: organisation_face_of(row) for key, row in names.organisations.items()}
    documents = {key: document_face_of(row) for key, row in names.documents.items()}
    quarters: dict[tuple[int, int], Quarter] = {}
    found = []
    for row in rows:
        (
            pk, reference, place, indicator, reporter, year, number, basis, from_on, to_on, stops_on, value, high,
            comparator, unit, other_value, other_unit, numerator, denominator, status, unclear, printed, document,
            paragraph, revision, approved_at, note, note_en, *named,
        ) = row  # fmt: skip
        if reporter not in reporters:
            reporters[reporter] = OrganisationFace(reporter, *named[:4])
        if document is not None and document not in documents:
            documents[document] = DocumentFace(document, *named[4:])
        if (year, number) not in quarters:
            quarters[year, number] = Quarter(year, number)
        found.append(
            FigureFace(
                id=pk,
                reference=reference or "",
                place=tree.places[place],
                indicator_id=indicator,
                reporter=reporters[reporter],
                quarter=quarters[year, number],
                basis=basis,
                from_on=from_on,
                to_on=to_on,
                cut_off_on=stops_on,
                value=value,
                high=high,
                comparator=comparator,
                unit=unit,
                other_value=other_value,
                other_unit=other_unit or "",
                numerator=numerator,
                denominator=denominator,
                observation_status=status,
                unclear=unclear,
                printed=printed,
                document=None if document is None else documents[document],
                paragraph=paragraph,
                revision=revision,
                approved_at=approved_at,
                note=note,
                note_en=note_en,
            )
        )
    return found
