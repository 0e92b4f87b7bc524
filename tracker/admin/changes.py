"""The list of rows behind every admin page: a filter that cannot be is a bad request, never a failure."""

from collections.abc import Iterable
from typing import Any, Literal

from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import BadRequest, FieldDoesNotExist
from django.db.models import Model
from django.db.models.constants import LOOKUP_SEP
from django.db.models.options import Options
from django.http import HttpRequest
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from tracker.admin.ordering import local_order


class RefusedAddressError(BadRequest):
    """Say in the person's language what is wrong with an address; Django's own refusals are for programmers."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def refuse_unstorable_text(request: HttpRequest) -> None:
    """Refuse an address with the character NUL, which no text of the database can hold.

    :raises RefusedAddressError: if it has one.
    """
    if any("\x00" in value for values in request.GET.lists() for value in values[1]):
        raise RefusedAddressError(
            _("The address holds a character that no text has; choose the filter again from the list.")
        )


def asks_backwards(model: type[Model], lookup: str, filters: Iterable[Any]) -> bool:
    """Return whether a lookup follows a relation against its direction, and is none of the list's filters.

    Django lets every list be narrowed by one relation, also by one that other rows point back with. The rows behind it
    may be of other places: whether the list is then empty says what they hold.
    """
    offered = [entry[0] if isinstance(entry, list | tuple) else entry for entry in filters]
    if any(isinstance(name, str) and f"{lookup}__".startswith(f"{name}__") for name in offered):
        return False
    for part in lookup.split(LOOKUP_SEP):
        try:
            field = model._meta.get_field(part)
        except FieldDoesNotExist:
            return False
        if field.auto_created and not field.concrete:
            return True
        if field.related_model is None:
            return False
        model = field.related_model
    return False


def _points_at_sorted_names(options: "Options[Any]", name: str) -> bool:
    """Return whether a column names rows that have an order of their names."""
    related = options.get_field(name).related_model
    return related is not None and any(field.name == "sort_key" for field in related._meta.fields)


class CheckedChangeList(ChangeList):
    """Django's list; it fails on values such as the year 0, which a database has no day for."""

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        refuse_unstorable_text(request)
        super().__init__(request, *args, **kwargs)
        if not self.is_popup:
            # Django's own title asks for a row to change, on paper too, and of people who may only read.
            self.title = capfirst(str(self.lookup_opts.verbose_name_plural))

    def get_ordering_field(self, field_name: Any) -> Any:
        """Order a column that shows names by the names that it shows; one of the row's own texts by that text."""
        found = super().get_ordering_field(field_name)
        if not isinstance(found, str):
            return found
        if found != field_name:
            return local_order(found)
        return local_order(f"{found}__sort_key") if _points_at_sorted_names(self.lookup_opts, found) else found

    def get_ordering_field_columns(self) -> dict[int, Literal["desc", "asc"]]:
        """Find the columns that the list is ordered by."""
        # Django passes over expressions; without a language every order is the name of a column.
        with translation.override(None):
            return super().get_ordering_field_columns()

    def get_results(self, request: HttpRequest) -> None:
        """Read the page's rows."""
        try:
            super().get_results(request)
        except (ValueError, OverflowError) as error:
            raise RefusedAddressError(
                _("The filter has a value that cannot be; choose it again from the list.")
            ) from error
