"""How published figures name their days and write their numbers."""

from datetime import date
from decimal import Decimal

import pytest

from tracker.exchange.published import period, plain
from tracker.exchange.published_text import spreadsheet_safe


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [
        (date(2025, 1, 1), date(2025, 12, 31), "2025"),
        (date(2021, 1, 1), date(2023, 12, 31), "2021/2023"),
        (date(2020, 1, 1), date(2035, 12, 31), "2020/2035"),
        (date(2025, 1, 1), date(2025, 3, 31), "2025-Q1"),
        (date(2025, 10, 1), date(2025, 12, 31), "2025-Q4"),
        (date(2023, 1, 1), date(2023, 1, 31), "2023-01"),
        (date(2024, 2, 1), date(2024, 2, 29), "2024-02"),
        (date(2023, 2, 1), date(2023, 2, 27), "2023-02-01/2023-02-27"),
        (date(2025, 1, 1), date(2025, 6, 30), "2025-01-01/2025-06-30"),
        (date(2025, 2, 1), date(2025, 4, 30), "2025-02-01/2025-04-30"),
        (date(2024, 10, 1), date(2025, 12, 31), "2024-10-01/2025-12-31"),
        (date(2025, 1, 1), None, "2025/.."),
        (date(2025, 2, 21), None, "2025-02-21/.."),
    ],
)
def test_period_has_the_shortest_name_of_its_days(first, last, name):
    assert period(first, last) == name


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("6918000000000.000000", "6918000000000"),
        ("2813.670000", "2813.67"),
        ("0.000000", "0"),
        ("-3.500000", "-3.5"),
        ("9999999999999999999.999999", "9999999999999999999.999999"),
        ("0.000001", "0.000001"),
    ],
)
def test_number_is_written_exactly_without_exponent_or_trailing_zeros(value, text):
    assert plain(Decimal(value)) == text


def test_missing_number_stays_missing():
    assert plain(None) is None


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1 project", "@here", "\tx"])
def test_text_is_never_live_in_a_spreadsheet(text):
    assert spreadsheet_safe("printed", text) == f"'{text}"


def test_numbers_stay_numbers_and_lists_are_joined():
    assert spreadsheet_safe("value", "-5") == "-5"
    assert spreadsheet_safe("members", ["a", "b"]) == "a|b"
    assert spreadsheet_safe("collective", True) == "yes"
    assert spreadsheet_safe("high", None) is None
