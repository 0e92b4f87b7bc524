"""Form fields that read numbers as people type them."""

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteMixin, AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tracker.exchange.numbers import UnreadableNumberError, read_number, write_number_to_edit
from tracker.exchange.wording import language_now


class NumberField(forms.CharField):
    """A number typed as text in the reader's language; exact, and refused where it can be read in two ways."""

    def __init__(self, **kwargs: Any) -> None:
        attributes = {"inputmode": "decimal", "autocomplete": "off", "class": "vTextField number-input"}
        super().__init__(**{"widget": forms.TextInput(attrs=attributes), "max_length": 60, **kwargs})

    def prepare_value(self, value: Any) -> Any:
        """Write a stored number for the input; leave what was typed alone."""
        return write_number_to_edit(value, language_now()) if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Any:
        """Read the typed text; an empty input is None."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return read_number(text, language_now())
        except UnreadableNumberError as error:
            raise ValidationError(str(error), code="unreadable") from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare numbers, not spellings."""
        try:
            return bool(self.clean(data) != initial)
        except ValidationError:
            return True


class _Named(AutocompleteMixin):
    """A search box that says what it searches: without a text inside, it would have no name for a screen reader."""

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> dict[str, Any]:
        """Put the field's name where the chosen row will stand."""
        attributes: dict[str, Any] = super().build_attrs(base_attrs, extra_attrs=extra_attrs)
        attributes["data-placeholder"] = _("%(field)s: type to search") % {"field": self.field.verbose_name}
        return attributes


class NamedSelect(_Named, AutocompleteSelect):
    """One row, found by typing."""


class NamedSelectMultiple(_Named, AutocompleteSelectMultiple):
    """Several rows, found by typing."""
