"""Columns of lists that people can read: names in the reader's language, amounts in shown units."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from provinces.days import dated_name
from provinces.wording import local_name
from tracker.exchange.wording import quantity_text, quarter_name


class NameColumn:
    """A row's own name in the reader's language."""

    @admin.display(description=_("name"), ordering="sort_key")
    def own_name(self, obj: Any) -> str:
        """Return the name."""
        return local_name(obj)


class PlaceColumn:
    """The name of the row's place."""

    @admin.display(description=_("place"), ordering="place__sort_key")
    def place_name(self, obj: Any) -> str:
        """Return the place's name."""
        return dated_name(obj.place)


class IndicatorColumn:
    """The name of the row's indicator."""

    @admin.display(description=_("indicator"), ordering="indicator__name")
    def indicator_name(self, obj: Any) -> str:
        """Return the indicator's name."""
        return local_name(obj.indicator)


class AmountColumn:
    """The row's figure with comparator and shown unit."""

    @admin.display(description=_("value"), ordering="value")
    def amount(self, obj: Any) -> str:
        """Return the figure as people say it."""
        return quantity_text(obj, obj.indicator)


def quarter_of(report: Any) -> str:
    """Return the name of a report's quarter."""
    return quarter_name(report.year, report.quarter)
