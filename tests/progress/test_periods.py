"""Quarters and months, worked by hand."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.progress.periods import (
    Quarter,
    exact_months_between,
    months_between,
    quarters_between,
    quarters_of_year,
)

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("quarter", "first", "last"),
    [
        (Quarter(2025, 1), date(2025, 1, 1), date(2025, 3, 31)),
        (Quarter(2025, 2), date(2025, 4, 1), date(2025, 6, 30)),
        (Quarter(2024, 4), date(2024, 10, 1), date(2024, 12, 31)),
        # A year that begins in April: its fourth quarter lies in the next calendar year.
        (Quarter(2025, 1, 4), date(2025, 4, 1), date(2025, 6, 30)),
        (Quarter(2025, 4, 4), date(2026, 1, 1), date(2026, 3, 31)),
        # November, December, January.
        (Quarter(2025, 1, 11), date(2025, 11, 1), date(2026, 1, 31)),
    ],
    ids=str,
)
def test_quarter_days(quarter, first, last):
    assert (quarter.first_day, quarter.last_day) == (first, last)
    assert Quarter.containing(first, quarter.fiscal_start_month) == quarter
    assert Quarter.containing(last, quarter.fiscal_start_month) == quarter


def test_quarter_neighbours_cross_the_year():
    assert Quarter(2025, 1).previous() == Quarter(2024, 4)
    assert Quarter(2024, 4).next() == Quarter(2025, 1)
    assert Quarter(2025, 1).same_quarter_last_year() == Quarter(2024, 1)


def test_quarter_order_and_text():
    assert sorted([Quarter(2025, 2), Quarter(2024, 4), Quarter(2025, 1)]) == [
        Quarter(2024, 4),
        Quarter(2025, 1),
        Quarter(2025, 2),
    ]
    assert str(Quarter.parse("2025-Q1")) == "2025-Q1"


@pytest.mark.parametrize("text", ["2025-Q5", "2025Q1", "Q1/2025", "", "2025-q1", "2025-Q1 ", "٢٠٢٥-Q1"])
def test_parse_refuses_with_the_text_and_an_example(text):
    with pytest.raises(ValueError, match="2025-Q1") as refusal:
        Quarter.parse(text)
    assert f'"{text}"' in str(refusal.value)


@pytest.mark.parametrize("arguments", [(2025, 0), (2025, 5), (2025, 1, 0), (2025, 1, 13), (0, 1)])
def test_impossible_quarters_are_refused(arguments):
    with pytest.raises(ValueError, match="is no "):
        Quarter(*arguments)


def test_quarters_between_includes_both_ends():
    assert [str(each) for each in quarters_between(Quarter(2024, 4), Quarter(2025, 2))] == [
        "2024-Q4",
        "2025-Q1",
        "2025-Q2",
    ]
    assert list(quarters_between(Quarter(2025, 2), Quarter(2025, 1))) == []
    assert quarters_of_year(2025)[0].year_first_day == date(2025, 1, 1)
    assert quarters_of_year(2025, 4)[3].year_last_day == date(2026, 3, 31)


@pytest.mark.parametrize(
    ("from_on", "to_on", "months"),
    [
        (date(2025, 1, 1), date(2025, 3, 31), "3"),
        (date(2025, 1, 1), date(2025, 12, 31), "12"),
        (date(2025, 1, 1), date(2025, 10, 31), "10"),
        # January whole, 21 of the 28 days of February.
        (date(2025, 1, 1), date(2025, 2, 21), "1.75"),
        # 16 of the 31 days of January would not be a short decimal; 15 of the 30 days of April are.
        (date(2025, 4, 16), date(2025, 5, 31), "1.5"),
        (date(2024, 2, 1), date(2024, 2, 29), "1"),
        (date(2021, 1, 1), date(2023, 12, 31), "36"),
        (date(2025, 4, 1), date(2025, 3, 31), "0"),
    ],
)
def test_months_between(from_on, to_on, months):
    assert months_between(from_on, to_on) == Decimal(months)


def test_months_between_refuses_a_span_that_ends_before_it_starts():
    with pytest.raises(ValueError, match="2025-03-30"):
        months_between(date(2025, 4, 1), date(2025, 3, 30))


@settings(deadline=None)  # the machine's speed is no property
@given(days=st.lists(DAYS, min_size=3, max_size=3, unique=True).map(sorted))
def test_months_of_touching_spans_add_up_exactly(days):
    first, middle, last = days
    parts = exact_months_between(first, middle) + exact_months_between(middle + timedelta(days=1), last)
    assert parts == exact_months_between(first, last)


@settings(deadline=None)  # the machine's speed is no property
@given(day=DAYS, month=st.integers(1, 12))
def test_every_day_lies_in_its_quarter(day, month):
    quarter = Quarter.containing(day, month)
    assert quarter.first_day <= day <= quarter.last_day
    assert quarter.year_first_day <= day <= quarter.year_last_day
    assert quarter.next().first_day == quarter.last_day + timedelta(days=1)
