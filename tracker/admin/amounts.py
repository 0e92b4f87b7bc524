"""Forms whose figures are typed in the indicator's shown unit: 500 for 500 million USD."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from tracker.admin.forms import CheckedForm
from tracker.exchange.wording import amount_text, in_shown_unit, in_single_units, shown_unit, single_units_text
from tracker.models import Comparator, Indicator, Origin


class AmountForm(CheckedForm):
    """A form of a figure: reads its amounts in shown units and settles what nobody should have to type.

    ``amounts`` names the fields. The unit is the indicator's; an empty value means that none is stated.
    """

    amounts: tuple[str, ...] = ("value", "high")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        indicator = self.indicator()
        if indicator is not None:
            for name in self.amounts:
                value = self.initial.get(name)
                if isinstance(value, Decimal):
                    self.initial[name] = in_shown_unit(value, indicator)
                if name in self.fields:
                    self.fields[name].help_text = _("In %(unit)s.") % {"unit": shown_unit(indicator)}
        else:
            for name in self.amounts:
                if name in self.fields:
                    self.fields[name].help_text = _(
                        "In the indicator's shown unit: 500 for 500 triệu USD, 1.700 for 1.700 tỷ đồng."
                    )

    def indicator(self) -> Indicator | None:
        """Return the indicator whose unit the amounts are typed in; None while it is not chosen."""
        return self.instance.indicator if self.instance.indicator_id else None

    def clean(self) -> dict[str, Any]:
        """Turn the amounts into single units, and settle unit and origin."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        indicator = cleaned.get("indicator") or self.indicator()
        if indicator is None:
            return cleaned
        for name in self.amounts:
            if isinstance(cleaned.get(name), Decimal):
                cleaned[name] = in_single_units(cleaned[name], indicator)
        self.instance.unit = indicator.unit
        if not self.instance.origin:
            self.instance.origin = Origin.PRINTED
        return cleaned


def understood(figure: Any, indicator: Indicator) -> str:
    """Return the echo of a saved figure, for example "500 triệu USD = 500.000.000 USD"."""
    if figure.value is None:
        return str(Comparator.NONE_STATED.label)
    return f"{amount_text(figure.value, indicator)} = {single_units_text(figure.value, indicator.unit)}"
