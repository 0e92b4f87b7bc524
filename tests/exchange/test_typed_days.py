"""Quarters and years as people write them."""

from datetime import date

import pytest

from tracker.exchange.typed_days import read_quarter_or_year


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("Quý I/2025", date(2025, 3, 31)),
        ("quý 2/2025", date(2025, 6, 30)),
        ("QUY III 2025", date(2025, 9, 30)),
        ("Q4 2025", date(2025, 12, 31)),
        ("q1/2025", date(2025, 3, 31)),
        ("IV/2025", date(2025, 12, 31)),
        ("ii - 2025", date(2025, 6, 30)),
        ("2025-Q3", date(2025, 9, 30)),
        ("\u00a0Quý\u00a0I/2025 ", date(2025, 3, 31)),
        ("2025", date(2025, 1, 1)),
    ],
)
def test_what_is_read(typed, day):
    assert read_quarter_or_year(typed) == day


@pytest.mark.parametrize(
    "typed", ["", "1/2025", "Quý V/2025", "Q5 2025", "31/03/2025", "2025-03-31", "0000", "IIII/2025"]
)
def test_what_is_no_quarter_and_no_year(typed):
    assert read_quarter_or_year(typed) is None
