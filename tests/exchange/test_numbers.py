"""Numbers as people type them, per language."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.exchange.numbers import UnreadableNumberError, read_number, write_number, write_number_to_edit


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("125", "vi", "125"),
        ("0", "vi", "0"),
        ("1.234,5", "vi", "1234.5"),
        ("1.234", "vi", "1234"),
        ("6.918.000.000.000", "vi", "6918000000000"),
        ("12,5", "vi", "12.5"),
        ("0,125", "vi", "0.125"),
        ("1234,567", "vi", "1234.567"),
        ("1,2340", "vi", "1.2340"),
        (" 1 234,5 ", "vi", "1234.5"),
        ("1\u00a0234\u00a0567", "vi", "1234567"),
        ("1\u202f234,567", "vi", "1234.567"),
        ("\u221212,5", "vi", "-12.5"),
        ("-7", "en", "-7"),
        ("1,234.5", "en", "1234.5"),
        ("1,234", "en", "1234"),
        ("12.5", "en", "12.5"),
        ("1 234.5", "en", "1234.5"),
        ("999999999999999999.99", "en", "999999999999999999.99"),
    ],
)
def test_number_of_the_language_is_read_exactly(text, language, value):
    assert read_number(text, language) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "language", "cure"),
    [
        ("0.125", "vi", "0,125"),
        ("0.001", "vi", "0,001"),
        ("-0.125", "vi", "-0,125"),
        ("0.5", "vi", "0,5"),
        ("0,001", "en", "0.001"),
        ("0,125", "en", "0.125"),
    ],
)
def test_zero_before_the_mark_of_thousands_is_refused_with_the_decimal_reading(text, language, cure):
    with pytest.raises(UnreadableNumberError) as refusal:
        read_number(text, language)
    assert f" {cure} " in str(refusal.value)
    assert read_number(cure, language) == Decimal(cure.replace(",", "."))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("01.234", "vi"),
        ("0.000.000", "vi"),
        ("0.000.125,5", "vi"),
        ("0 123", "vi"),
        ("012 345", "vi"),
        ("0\u00a0123", "en"),
        ("01,234", "en"),
        ("0,000,000", "en"),
    ],
)
def test_groups_of_thousands_that_start_with_zero_are_refused(text, language):
    with pytest.raises(UnreadableNumberError):
        read_number(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("12.5", "vi"),
        ("1,234.5", "vi"),
        ("1.234.56", "vi"),
        ("1..234", "vi"),
        ("12,5", "en"),
        ("1.234,5", "en"),
        ("12 5", "vi"),
        ("", "vi"),
        ("-", "vi"),
        ("abc", "vi"),
        ("1200tr", "vi"),
        ("1e5", "en"),
        ("NaN", "en"),
        ("Infinity", "en"),
        ("--5", "vi"),
        ("1_000", "vi"),
        ("٣", "vi"),
        ("1" * 41, "vi"),
        ("12%", "vi"),
        (",5", "vi"),
        ("5,", "vi"),
    ],
)
def test_text_that_is_no_number_of_the_language_is_refused_with_an_example(text, language):
    with pytest.raises(UnreadableNumberError) as refusal:
        read_number(text, language)
    assert ("1,234.5" if language == "en" else "1.234,5") in str(refusal.value)


@pytest.mark.parametrize(("text", "language", "other"), [("1,234", "vi", "1.234"), ("1.234", "en", "1,234")])
def test_one_group_of_three_after_the_decimal_mark_is_refused_with_both_readings(text, language, other):
    with pytest.raises(UnreadableNumberError) as refusal:
        read_number(text, language)
    assert other in str(refusal.value)
    assert text + "0" in str(refusal.value)


@pytest.mark.parametrize(
    ("value", "vietnamese", "english"),
    [
        ("6918000000000", "6.918.000.000.000", "6,918,000,000,000"),
        ("1234.500000", "1.234,5", "1,234.5"),
        ("-0.5", "−0,5", "−0.5"),
        ("0.000000", "0", "0"),
        ("1E+3", "1.000", "1,000"),
    ],
)
def test_number_is_written_for_each_language(value, vietnamese, english):
    assert write_number(Decimal(value), "vi") == vietnamese
    assert write_number(Decimal(value), "en") == english


@given(
    st.decimals(min_value=-(10**18), max_value=10**18, places=6, allow_nan=False, allow_infinity=False),
    st.sampled_from(["vi", "en"]),
)
def test_number_written_to_edit_is_read_back_the_same(value, language):
    assert read_number(write_number_to_edit(value, language), language) == value
