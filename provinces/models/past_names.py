"""Organisations and documents as they stood at a moment: they are edited in place, and many rows name the same few."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db.models import Model

from provinces.models.organisation import Organisation
from provinces.models.past import edited_since, put_back
from provinces.models.source_document import SourceDocument

# What pages name rows by, beside places and indicators.
NAMED_TABLES: Final[tuple[type[Model], ...]] = (Organisation, SourceDocument)


@dataclass(frozen=True, slots=True)
class PastNames:
    """The organisations and documents that were edited after a moment, by key, as they stood; of now there are none."""

    organisations: Mapping[int, Organisation] = field(default_factory=dict)
    documents: Mapping[int, SourceDocument] = field(default_factory=dict)

    def put_on(self, rows: Iterable[Model | None], *columns: str) -> None:
        """Let rows name by these columns what was edited since as it stood; rows that are None are passed over."""
        if not self.organisations and not self.documents:
            return
        for row in rows:
            if row is None:
                continue
            for column in columns:
                pointing: Any = row._meta.get_field(column)
                rows_then = self.documents if pointing.related_model is SourceDocument else self.organisations
                then = rows_then.get(getattr(row, pointing.attname))
                if then is not None:
                    setattr(row, column, then)


def past_names(as_of: datetime | None, edited: Collection[type[Model]] | None = None) -> PastNames:
    """Return the organisations and documents that were edited after ``as_of`` as they stood; None means now: none.

    One query with a moment, two more for each of the two sorts of which a row was edited since; one less for whoever
    knows the tables ``edited`` since.
    """
    if as_of is None:
        return PastNames()
    if edited is None:
        edited = edited_since(NAMED_TABLES, as_of)
    return PastNames(
        organisations=_edited_rows(Organisation, as_of) if Organisation in edited else {},
        documents=_edited_rows(SourceDocument, as_of) if SourceDocument in edited else {},
    )


def _edited_rows(model: type[Model], as_of: datetime) -> dict[int, Any]:
    events: Any = model.pgh_event_model  # type: ignore[attr-defined]
    edited = events.objects.filter(pgh_created_at__gt=as_of, pgh_label="update").order_by()
    rows = list(model._default_manager.filter(pk__in=edited.values("pgh_obj")))
    put_back(rows, as_of)
    return {row.pk: row for row in rows}
