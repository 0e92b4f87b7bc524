"""The page of the exchange rates: read as people write them, and refused the wrong way round."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminDateWidget
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from provinces.models import SourceDocument
from tracker.actions.rates import rate_problems
from tracker.actions.rights import READERS, Scope
from tracker.admin.forms import CheckedForm
from tracker.admin.recorded import RecordedAdmin, StateFilter
from tracker.exchange.numbers import write_number
from tracker.exchange.typed_days import read_quarter_or_year
from tracker.exchange.wording import language_now
from tracker.models import ExchangeRate
from tracker.models.document_reach import of_others


class QuarterOrDayField(forms.DateField):
    """A quarter, which is its last day; a year, which is its first; or a day."""

    widget = AdminDateWidget

    def to_python(self, value: Any) -> date | None:
        """Return the day that stands for what was typed; None for nothing."""
        named = read_quarter_or_year(value) if isinstance(value, str) else None
        return named or super().to_python(value)


class ExchangeRateForm(CheckedForm):
    """Which pair, for what, when, how much, by what source; compared with the rates that the table has."""

    class Meta:
        field_classes = {"on": QuarterOrDayField}

    def clean(self) -> dict[str, Any] | None:
        """Refuse a rate that stands against the table."""
        cleaned = super().clean()
        typed = self.cleaned_data
        if not self.errors:
            problems = rate_problems(
                base=typed["base"],
                quote=typed["quote"],
                on=typed["on"],
                rate=typed["rate"],
                replacing=self.instance.pk,
            )
            for problem in problems:
                self.add_error(problem.field, problem.message)
        return cleaned

    def clean_base(self) -> str:
        """Return the code in capital letters."""
        return str(self.cleaned_data["base"]).strip().upper()

    def clean_quote(self) -> str:
        """Return the code in capital letters."""
        return str(self.cleaned_data["quote"]).strip().upper()


@admin.register(ExchangeRate)
class ExchangeRateAdmin(RecordedAdmin):
    """The exchange rates, each with its day, purpose and source."""

    form = ExchangeRateForm
    search_texts = ("base", "quote", "document__search_key")
    list_display = ("pair", "on", "purpose", "rate_text", "document")
    list_select_related = ("document",)
    list_filter = (StateFilter, "purpose", "base", "quote")
    ordering = ("-on", "pk")
    fieldsets = (
        (
            None,
            {
                "fields": (("base", "quote"), "purpose", "on", "rate", "document"),
                "description": _("One unit of the first currency costs this many of the second: USD, VND, 25.000."),
            },
        ),
    )

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Begin with the pair that is nearly always meant."""
        return {"base": "USD", "quote": "VND", **super().get_changeform_initial_data(request)}

    def seen(self, scope: Scope) -> Q:
        """Show the rates but those that were taken from the figures of others."""
        if scope.keeps_reference_data or not scope.has(*READERS):
            return super().seen(scope)
        others = SourceDocument.objects.filter(of_others(scope.places(*READERS), drafts=True))
        return ~Q(document__in=others)

    @admin.display(description=_("currencies"), ordering="base")
    def pair(self, obj: ExchangeRate) -> str:
        """Return both currencies."""
        return f"{obj.base}/{obj.quote}"

    @admin.display(description=_("rate"), ordering="rate")
    def rate_text(self, obj: ExchangeRate) -> str:
        """Return the rate in the reader's marks."""
        return write_number(obj.rate, language_now())
