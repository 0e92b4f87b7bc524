"""Filter the lists of the pages; what an address asks for beside that is read by `tracker.actions.page_query`."""

from typing import Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy

from provinces.models import Place, PlaceKind
from provinces.text import search_key
from tracker.actions.page_query import (
    BadParameterError,
    PageQuery,
    moment_parameter,
    moment_value,
    read_page_query,
)
from tracker.models import Indicator


class PlaceFilter(django_filters.FilterSet):
    """Search in the list of places: words in any order, with or without accents, and the kind."""

    q = django_filters.CharFilter(method="having_words", label=gettext_lazy("Name"), max_length=100)
    kind = django_filters.ChoiceFilter(
        field_name="kind", choices=PlaceKind.choices, label=gettext_lazy("Kind"), empty_label=gettext_lazy("All kinds")
    )

    class Meta:
        model = Place
        fields: list[str] = []

    def having_words(self, places: Any, _name: str, value: str) -> Any:
        """Return the places whose names hold every word."""
        return _having_words(places, value)


class IndicatorFilter(django_filters.FilterSet):
    """Search in the list of indicators."""

    q = django_filters.CharFilter(method="having_words", label=gettext_lazy("Name"), max_length=100)

    class Meta:
        model = Indicator
        fields: list[str] = []

    def having_words(self, indicators: Any, _name: str, value: str) -> Any:
        """Return the indicators whose names hold every word."""
        return _having_words(indicators, value)


def _having_words(rows: Any, value: str) -> Any:
    """Keep the rows whose search key holds each typed word; a text without letters or digits finds nothing."""
    words = search_key(value).split()
    if not words:
        return rows.none()
    condition = Q()
    for word in words:
        condition &= Q(search_key__contains=word)
    return rows.filter(condition)


__all__ = [
    "BadParameterError",
    "IndicatorFilter",
    "PageQuery",
    "PlaceFilter",
    "moment_parameter",
    "moment_value",
    "read_page_query",
]
