"""List reported figures in force, each with the revisions that its cell went through."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from provinces.reach import within
from tracker.exchange.listed.parts import Asked, NotListedError, Part, cut, day_text, moment_text, plain
from tracker.models import Actual, RevisionStatus

_Cell = tuple[Any, ...]


def figures(asked: Asked) -> Part:
    """Return the figures in force in the order in which they were entered; two queries.

    Filters ``place``, ``reporter`` (slugs), ``indicator`` (a code), ``year`` and ``quarter`` (a number) of the report.
    """
    wanted = {
        "revision__report__place__slug": asked.value("place"),
        "revision__report__reporter__slug": asked.value("reporter"),
        "indicator__code": asked.value("indicator"),
        "revision__report__year": asked.value("year"),
        "revision__report__quarter": asked.value("quarter"),
    }
    rows = Actual.objects.in_force(asked.as_of).filter(
        within(asked.reach, "revision__report__place"),
        **{lookup: value for lookup, value in wanted.items() if value},
    )
    found, following = cut(_loaded(rows), "pk", asked)
    return Part(_with_revisions(found, asked), following)


def figure(actual_id: int, asked: Asked) -> dict[str, Any]:
    """Return one approved figure by its number, whether it is in force, and the revisions of its cell; three queries.

    :raises NotListedError: if no figure that was approved by the moment and is reached has the number.
    """
    found = list(_loaded(_approved(asked).filter(within(asked.reach, "revision__report__place"), pk=actual_id)))
    if not found:
        raise NotListedError(str(actual_id))
    (told,) = _with_revisions(found, asked)
    return {**told, "in_force": Actual.objects.in_force(asked.as_of).filter(pk=actual_id).exists()}


def _approved(asked: Asked) -> QuerySet[Actual]:
    rows = Actual.objects.filter(revision__status=RevisionStatus.APPROVED)
    return rows if asked.as_of is None else rows.filter(revision__approved_at__lte=asked.as_of)


def _loaded(rows: QuerySet[Actual]) -> QuerySet[Actual]:
    return rows.select_related("revision__report__place", "revision__report__reporter", "indicator", "unit", "document")


def _cell(row: Actual) -> _Cell:
    return row.revision.report_id, row.indicator_id, row.basis, row.from_on, row.to_on


def _with_revisions(found: list[Actual], asked: Asked) -> list[dict[str, Any]]:
    cells: dict[_Cell, list[dict[str, Any]]] = {_cell(row): [] for row in found}
    for row in _of_cells(found, asked):
        if _cell(row) in cells:
            cells[_cell(row)].append(_revision(row))
    return [{**_told(row), "revisions": cells[_cell(row)]} for row in found]


def _of_cells(found: Sequence[Actual], asked: Asked) -> QuerySet[Actual]:
    """Return the approved figures of the reports and indicators of some, which hold those of their cells."""
    rows = _approved(asked).filter(
        revision__report__in={row.revision.report_id for row in found},
        indicator__in={row.indicator_id for row in found},
    )
    return rows.select_related("revision").order_by("revision__number", "pk")


def _told(row: Actual) -> dict[str, Any]:
    report = row.revision.report
    return {
        "id": row.pk,
        "reference": row.reference or None,
        "place": report.place.slug,
        "reporter": report.reporter.slug,
        "indicator": row.indicator.code,
        "quarter": f"{report.year}-Q{report.quarter}",
        "basis": row.basis,
        "from_on": day_text(row.from_on),
        "to_on": row.to_on.isoformat(),
        "cut_off_on": day_text(row.cut_off_on),
        "comparator": row.comparator,
        "value": plain(row.value),
        "high": plain(row.high),
        "unit": row.unit.code,
        "numerator": plain(row.numerator),
        "denominator": plain(row.denominator),
        "observation_status": row.observation_status,
        "unclear": row.unclear,
        "printed": row.printed,
        "source": row.document.slug if row.document else None,
        "paragraph": row.paragraph,
        "revision": row.revision.number,
    }


def _revision(row: Actual) -> dict[str, Any]:
    return {
        "id": row.pk,
        "number": row.revision.number,
        "reason": row.revision.reason or None,
        "approved_at": moment_text(row.revision.approved_at),
        "comparator": row.comparator,
        "value": plain(row.value),
        "high": plain(row.high),
        "observation_status": row.observation_status,
        "rejected_because": row.rejected_because or None,
    }
