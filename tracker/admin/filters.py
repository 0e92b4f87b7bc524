"""The filters beside the lists of the admin."""

from typing import Any

from django.contrib import admin
from django.db.models import Field
from django.http import HttpRequest


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
