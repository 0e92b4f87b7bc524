"""Write amounts, quarters and names in the reader's language."""

from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provinces.wording import local_name
from tracker.exchange.numbers import write_number
from tracker.models import Comparator, Indicator, Quantity, Unit

# Room for the widest figure (26 digits) divided by the widest scale (20 digits).
_EXACT: Final = Context(prec=60)
NO_FIGURE: Final = "–"
_SHOWN_DIGIT: Final = Decimal("0.01")
_WHOLE_SHARES: Final = (Decimal(0), Decimal(100))
_UNBREAKABLE: Final = "\u00a0"


def language_now() -> str:
    """Return the code of the reader's language; Vietnamese if none is active."""
    return get_language() or "vi"


def shown_unit(indicator: Indicator) -> str:
    """Return the unit in which the indicator's figures are shown and typed, for example "triệu USD"."""
    return local_name(indicator, "display_unit")


def in_shown_unit(value: Decimal, indicator: Indicator) -> Decimal:
    """Return a value in single units as a number of shown units."""
    return _EXACT.divide(value, indicator.display_scale)


def in_single_units(value: Decimal, indicator: Indicator) -> Decimal:
    """Return a number of shown units as a value in single units, exactly."""
    return _EXACT.multiply(value, indicator.display_scale)


def number_in_shown_unit(value: Decimal, indicator: Indicator) -> str:
    """Return a value in single units as a number of shown units, for places that name the unit themselves."""
    return write_number(in_shown_unit(value, indicator), language_now())


def amount_text(value: Decimal | None, indicator: Indicator) -> str:
    """Return a value with its shown unit, for example "6.918 tỷ đồng"; a dash for no value."""
    if value is None:
        return NO_FIGURE
    number = write_number(in_shown_unit(value, indicator), language_now())
    return f"{number}{_UNBREAKABLE}{shown_unit(indicator)}"


def quotient_text(value: Decimal, indicator: Indicator) -> str:
    """Return a quotient that was computed of two typed numbers, rounded as pages show it; never into 0 or 100.

    Both numbers are kept and shown with every digit; the value of a line that was typed goes to `number_in_shown_unit`.
    """
    shown = in_shown_unit(value, indicator)
    rounded = shown.quantize(_SHOWN_DIGIT, ROUND_HALF_UP)
    return write_number(shown if rounded in _WHOLE_SHARES else rounded, language_now())


def single_units_text(value: Decimal, unit: Unit) -> str:
    """Return a value in single units, for example "6.918.000.000.000 VND": the echo of what was understood."""
    return f"{write_number(value, language_now())}{_UNBREAKABLE}{unit.currency or local_name(unit)}"


def quantity_text(quantity: Quantity, indicator: Indicator) -> str:
    """Return a figure with its comparator and shown unit, for example "at least 1.000 triệu USD"."""
    if quantity.value is None:
        return NO_FIGURE
    amount = amount_text(quantity.value, indicator)
    if getattr(quantity, "denominator", None) is not None:
        amount = f"{quotient_text(quantity.value, indicator)}{_UNBREAKABLE}{shown_unit(indicator)}"
    if quantity.comparator == Comparator.BETWEEN and quantity.high is not None:
        low = write_number(in_shown_unit(quantity.value, indicator), language_now())
        return f"{low}–{amount_text(quantity.high, indicator)}"
    if quantity.comparator == Comparator.EXACTLY:
        return amount
    return f"{quantity.get_comparator_display()} {amount}"


def quarter_name(year: int, quarter: int) -> str:
    """Return the name of a quarter, for example "Quý II/2025" or "Q2 2025"."""
    name = {
        1: _("Q1 %(year)s"),
        2: _("Q2 %(year)s"),
        3: _("Q3 %(year)s"),
        4: _("Q4 %(year)s"),
    }[quarter]
    return name % {"year": year}


quarter_name_lazy = lazy(quarter_name, str)
