"""Numbers as people read them: every case in both languages, worked by hand."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from tracker.progress.measures import Amount, Comparator, Thresholds
from tracker.progress.periods import Quarter
from tracker.web import numbers

NBSP = "\u00a0"
THRESHOLDS = Thresholds(on_track=Decimal("0.95"), at_risk=Decimal("0.80"), coverage=Decimal("0.5"))


@pytest.mark.parametrize(
    ("value", "vietnamese", "english"),
    [
        ("0", "0", "0"),
        ("125", "125", "125"),
        ("1234.5", "1.234,5", "1,234.5"),
        ("6918", "6.918", "6,918"),
        ("291.6666666667", "291,67", "291.67"),  # 875 / 3, half up at the second decimal
        ("2.005", "2,01", "2.01"),  # half up, never to even
        ("-1218", "\u22121.218", "\u22121,218"),
        ("0.004", f"<{NBSP}0,01", f"<{NBSP}0.01"),  # never rounded to nothing
        ("-0.004", f">{NBSP}\u22120,01", f">{NBSP}\u22120.01"),
        ("99999999999999.99", "99.999.999.999.999,99", "99,999,999,999,999.99"),
        ("1E+3", "1.000", "1,000"),
    ],
)
def test_number_text_in_both_languages(value, vietnamese, english):
    with translation.override("vi"):
        assert numbers.number_text(Decimal(value)) == vietnamese
    with translation.override("en"):
        assert numbers.number_text(Decimal(value)) == english


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        ("0.125", "12.5%"),
        ("0.25", "25%"),
        ("0.8138823529", "81.4%"),  # 6,918 / 8,500
        ("5.48", "548%"),  # not capped
        ("0", "0%"),
        ("1", "100%"),
        ("0.0004", f"<{NBSP}0.1%"),
        ("0.9996", f">{NBSP}99.9%"),
        ("1.0004", f">{NBSP}100%"),
        ("-0.071", "\u22127.1%"),
    ],
)
def test_percent_text_is_never_rounded_into_nothing_or_all(share, shown):
    with translation.override("en"):
        assert numbers.percent_text(Decimal(share)) == shown


@pytest.mark.parametrize(
    ("pace", "shown"),
    [("0.5", "50%"), ("0.94996", "94.996%"), ("0.95", "95%"), ("0.79999", "79.999%"), ("0.9504", "95%")],
)
def test_pace_text_stays_on_its_side_of_a_threshold(pace, shown):
    with translation.override("en"):
        assert numbers.pace_text(Decimal(pace), THRESHOLDS) == shown


@pytest.mark.parametrize(
    ("comparator", "vietnamese", "english"),
    [
        (Comparator.EXACTLY, "8.500", "8,500"),
        (Comparator.OVER, "trên 8.500", "over 8,500"),
        (Comparator.AT_LEAST, "ít nhất 8.500", "at least 8,500"),
        (Comparator.ABOUT, "khoảng 8.500", "about 8,500"),
        (Comparator.NEARLY, "gần 8.500", "nearly 8,500"),
        (Comparator.AT_MOST, "nhiều nhất 8.500", "at most 8,500"),
        (Comparator.UNDER, "dưới 8.500", "under 8,500"),
    ],
)
def test_amount_text_prints_the_comparator_with_the_number(comparator, vietnamese, english):
    amount = Amount(Decimal(8500 * 10**9), None, comparator)
    with translation.override("vi"):
        assert numbers.amount_text(amount, Decimal(10**9)) == vietnamese
    with translation.override("en"):
        assert numbers.amount_text(amount, Decimal(10**9)) == english


def test_amount_text_of_a_range_has_both_ends():
    with translation.override("en"):
        assert numbers.amount_text(Amount(Decimal(35), Decimal(60), Comparator.BETWEEN)) == "35–60"
        assert numbers.amount_text(Amount(Decimal(8), Decimal(15), Comparator.ABOUT)) == "about 8–15"
        assert numbers.amount_text(Amount(Decimal(-8), Decimal(15), Comparator.BETWEEN)) == "\u22128 to 15"


def test_amount_text_without_a_number_is_never_zero():
    with translation.override("en"):
        assert numbers.amount_text(None) == "–"
        assert numbers.amount_text(Amount.none_stated()) == "no value stated"


@pytest.mark.parametrize(
    ("starts", "ends", "vietnamese", "english"),
    [
        (date(2025, 1, 1), date(2025, 12, 31), "2025", "2025"),
        (date(2025, 1, 1), date(2025, 3, 31), f"Quý{NBSP}I/2025", f"Q1{NBSP}2025"),
        (date(2025, 1, 1), date(2025, 6, 30), "6 tháng/2025", "6 months of 2025"),
        (date(2021, 1, 1), date(2023, 12, 31), "2021–2023", "2021–2023"),
        (date(2023, 1, 1), date(2023, 1, 31), "01/2023", f"Jan{NBSP}2023"),
        (
            date(2025, 1, 1),
            date(2025, 2, 21),
            f"01/01/2025{NBSP}– 21/02/2025",
            f"1{NBSP}Jan{NBSP}2025{NBSP}– 21{NBSP}Feb{NBSP}2025",
        ),
        (None, date(2025, 3, 31), "đến 31/03/2025", f"to 31{NBSP}Mar{NBSP}2025"),
        (date(2025, 1, 1), None, "từ 01/01/2025", f"from 1{NBSP}Jan{NBSP}2025"),
    ],
)
def test_period_text_in_both_languages(starts, ends, vietnamese, english):
    with translation.override("vi"):
        assert numbers.period_text(starts, ends) == vietnamese
    with translation.override("en"):
        assert numbers.period_text(starts, ends) == english


def test_quarter_text_does_not_break_across_lines():
    with translation.override("vi"):
        assert numbers.quarter_text(Quarter(2025, 3)) == f"Quý{NBSP}III/2025"


def test_moment_text_is_in_the_offices_time_zone():
    # 17:00 UTC is midnight of the next day in Hà Nội.
    moment = datetime(2025, 3, 31, 17, 0, tzinfo=UTC)
    with translation.override("vi"):
        assert numbers.moment_text(moment) == "00:00 01/04/2025"
    with translation.override("en"):
        assert numbers.moment_text(moment) == "1 Apr 2025, 00:00"


def test_signed_text_shows_the_sign():
    with translation.override("en"):
        assert numbers.signed_text(Decimal("157.5")) == "+157.5"
        assert numbers.signed_text(Decimal(-1218)) == "\u22121,218"
        assert numbers.signed_text(Decimal(0)) == "0"


@pytest.mark.parametrize(("value", "shown"), [("1E+3", "1000"), ("1.500", "1.5"), ("0.00", "0"), ("-0.0", "0")])
def test_plain_text_has_no_exponent_and_no_trailing_zeros(value, shown):
    assert numbers.plain_text(Decimal(value)) == shown


@pytest.mark.parametrize(
    ("low", "high", "shown"),
    [
        # Of a goal of 800 to 1,000, 400 is 400 / 800 = 50 % at its low end and 400 / 1,000 = 40 % at its high end:
        # a range is read from the smaller to the larger, whichever end of the goal each belongs to.
        ("0.5", "0.4", "40%–50%"),
        ("0.4", "0.5", "40%–50%"),
        ("0.5", "0.5", "50%"),
        ("0.1", "-0.2", "\u221220% to 10%"),
        ("0.0004", "0.0003", f"<{NBSP}0.1% to <{NBSP}0.1%"),
    ],
)
def test_range_of_percentages_goes_up(low, high, shown):
    with translation.override("en"):
        assert numbers.share_range_text(Decimal(low), Decimal(high)) == shown


def test_range_of_amounts_goes_up():
    with translation.override("en"):
        assert numbers.range_text(Decimal(60), Decimal(35)) == "35–60"


def test_unit_stands_behind_a_space_that_never_breaks_and_a_per_cent_sign_against_its_number():
    assert numbers.with_unit("74,63", "%") == "74,63%"
    assert numbers.with_unit("74,63", "ha") == f"74,63{NBSP}ha"
