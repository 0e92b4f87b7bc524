"""Amounts as sentences and grids write them."""

from decimal import Decimal

import pytest
from django.utils import translation

from tracker.exchange.wording import number_in_shown_unit, quotient_text
from tracker.models import Indicator


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("99.342105", "99,34"),
        ("75.000000", "75"),
        ("66.665000", "66,67"),
        ("99.999000", "99,999"),  # never rounded into the whole
        ("0.004000", "0,004"),
        ("100.000000", "100"),
    ],
)
def test_computed_quotient_has_the_decimals_of_pages(value, shown):
    occupancy = Indicator(display_scale=Decimal(1), display_unit="%", display_unit_en="%")
    with translation.override("vi"):
        assert quotient_text(Decimal(value), occupancy) == shown


def test_typed_number_keeps_every_digit():
    occupancy = Indicator(display_scale=Decimal(1), display_unit="%", display_unit_en="%")
    with translation.override("vi"):
        assert number_in_shown_unit(Decimal("99.342105"), occupancy) == "99,342105"
