"""The filters beside the lists of the admin."""

from typing import Any

from django.contrib import admin
from django.db.models import Field
from django.http import HttpRequest

from provinces.days import dated_name
from provinces.models import Place
from provinces.wording import local_name

MOST_NAMES = 60
"""More names than these beside a list are not read: whoever wants one of them types it into the search."""


class SeenValuesFilter(admin.AllValuesFieldListFilter):
    """The values of the rows that the person sees, also where the field is reached through a relation.

    Django's own then offers the values of every row that there is: the years in which a neighbour has reported.
    """

    def __init__(
        self, field: "Field[Any, Any]", request: HttpRequest, params: Any, model: Any, model_admin: Any, field_path: str
    ) -> None:
        super().__init__(field, request, params, model, model_admin, field_path)
        rows = model_admin.get_queryset(request).order_by(field_path)
        self.lookup_choices = rows.values_list(field_path, flat=True).distinct()


class NamesFilter(admin.RelatedOnlyFieldListFilter):
    """What the rows that the person sees hang on, by its name in the reader's language.

    Of more than `MOST_NAMES` none is offered; one that the address asks for is named all the same, to be let go.
    """

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Return key and name of each, in the order of its own list; one query."""
        rows = model_admin.get_queryset(request).order_by().values(f"{self.field_path}__pk")
        found = field.remote_field.model._default_manager.filter(pk__in=rows)
        names = [
            (row.pk, _name(row)) for row in found.order_by(*self.field_admin_ordering(field, request, model_admin))
        ]
        if len(names) <= MOST_NAMES:
            return names
        asked = {str(key) for key in self.lookup_val or ()}
        return [(key, name) for key, name in names if str(key) in asked]

    def has_output(self) -> bool:
        """Return whether there is anything to choose, or to let go."""
        return bool(self.lookup_val and self.lookup_choices) or super().has_output()


def _name(row: Any) -> str:
    """Return a row's name, of a place that has ended with its last day: its successor may bear the same name."""
    return dated_name(row) if isinstance(row, Place) else local_name(row)
