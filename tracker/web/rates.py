"""Declare the table of exchange rates."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from tracker.models import ExchangeRate
from tracker.web.columns import PageColumn, PageTable
from tracker.web.words import local_name


class ExchangeRateTable(PageTable):
    """Exchange rates as entered, each with its day, purpose and source."""

    name = "rates"
    leaf_rows = 20
    on = PageColumn(gettext_lazy("Day"), head=True)
    pair = PageColumn(gettext_lazy("Currencies"))
    rate = PageColumn(gettext_lazy("Rate"), number=True)
    purpose = PageColumn(gettext_lazy("Purpose"))
    source = PageColumn(gettext_lazy("Source"), wide=True)

    def value_pair(self, rate: ExchangeRate) -> str:
        """Return both currencies: what one unit of the first costs in the second."""
        return f"{rate.base}/{rate.quote}"

    def value_purpose(self, rate: ExchangeRate) -> str:
        """Return what the rate is meant for."""
        return str(rate.get_purpose_display())

    def value_source(self, rate: ExchangeRate) -> Any:
        """Return the document's address name."""
        return rate.document.slug

    def render_source(self, rate: ExchangeRate) -> SafeString:
        """Return the document as a link."""
        address = reverse("web:document", args=[rate.document.slug])
        return format_html('<a href="{}">{}</a>', address, local_name(rate.document, "title"))
