"""Quantities with comparators, and shares rounded for print."""

from decimal import Decimal

import pytest

from tests.progress.arithmetic import amount
from tracker.progress.measures import Amount, Comparator, rounded_share, total_of

C = Comparator


@pytest.mark.parametrize(
    ("one", "other", "comparator"),
    [
        (C.EXACTLY, C.EXACTLY, C.EXACTLY),
        (C.EXACTLY, C.OVER, C.OVER),
        (C.EXACTLY, C.NEARLY, C.NEARLY),
        (C.EXACTLY, C.ABOUT, C.ABOUT),
        (C.ABOUT, C.OVER, C.ABOUT),
        (C.AT_LEAST, C.AT_LEAST, C.AT_LEAST),
        # >= a and > b together are > a + b.
        (C.AT_LEAST, C.OVER, C.OVER),
        (C.AT_MOST, C.UNDER, C.UNDER),
        (C.NEARLY, C.AT_MOST, C.UNDER),
        # A bound from below and one from above bound nothing.
        (C.OVER, C.UNDER, C.ABOUT),
        (C.AT_LEAST, C.AT_MOST, C.ABOUT),
        (C.NEARLY, C.OVER, C.ABOUT),
    ],
)
def test_sum_carries_the_comparator_either_way_round(one, other, comparator):
    for first, second in ((one, other), (other, one)):
        assert amount("2", first) + amount("3", second) == amount("5", comparator)


@pytest.mark.parametrize(
    ("one", "other", "result"),
    [
        (amount("35..60"), amount("10"), amount("45..70")),
        (amount("35..60"), amount("10..20"), amount("45..80")),
        # At least 35 and more than 10 is more than 45; both ends are carried along.
        (amount("35..60"), amount("10", C.OVER), amount("45..70", C.OVER)),
        (amount("35..60"), amount("10", C.AT_MOST), amount("45..70", C.AT_MOST)),
        (amount("35..60"), amount("10", C.ABOUT), amount("45..70", C.ABOUT)),
        (amount("35..60"), amount("10", C.NEARLY), amount("45..70", C.NEARLY)),
    ],
)
def test_sum_with_a_range(one, other, result):
    assert one + other == result
    assert other + one == result


@pytest.mark.parametrize(
    ("part", "rest"),
    [
        (amount("832", C.OVER), amount("168", C.UNDER)),
        (amount("832", C.AT_LEAST), amount("168", C.AT_MOST)),
        (amount("832", C.NEARLY), amount("168", C.OVER)),
        (amount("832", C.ABOUT), amount("168", C.ABOUT)),
        (amount("35..60"), amount("940..965")),
    ],
)
def test_total_less_a_part_mirrors_the_comparator(part, rest):
    assert amount("1000") - part == rest


@pytest.mark.parametrize(
    ("dividend", "divisor", "quotient"),
    [
        (amount("832", C.OVER), amount("1000"), amount("0.832", C.OVER)),
        (amount("10"), amount("4", C.OVER), amount("2.5", C.UNDER)),
        (amount("10", C.OVER), amount("4", C.OVER), amount("2.5", C.ABOUT)),
        (amount("-10"), amount("4", C.OVER), amount("-2.5", C.OVER)),
        (amount("10", C.OVER), amount("-4"), amount("-2.5", C.UNDER)),
        (amount("0"), amount("4", C.OVER), amount("0")),
        # 30/6 to 60/5.
        (amount("30..60"), amount("5..6"), amount("5..12")),
    ],
)
def test_quotient_carries_the_comparator(dividend, divisor, quotient):
    assert dividend.divided_by(divisor) == quotient


@pytest.mark.parametrize("divisor", [amount("0"), amount("-1..1")])
def test_division_by_what_may_be_zero_is_refused(divisor):
    with pytest.raises(ZeroDivisionError):
        amount("1").divided_by(divisor)


def test_scaling_by_nothing_is_exactly_nothing_and_by_a_negative_mirrors():
    assert amount("5", C.OVER).scaled(Decimal(0)) == amount("0")
    assert amount("5", C.OVER).scaled(Decimal(-2)) == amount("-10", C.UNDER)
    assert amount("1..5").scaled(Decimal(-2)) == amount("-10..-2")


@pytest.mark.parametrize(
    ("whole", "end"),
    [
        (amount("45..70"), amount("45", C.AT_LEAST)),
        (amount("45..70", C.OVER), amount("45", C.OVER)),
        (amount("45..70", C.UNDER), amount("45", C.ABOUT)),
        (amount("45", C.UNDER), amount("45", C.UNDER)),
    ],
)
def test_low_end_says_only_what_is_known(whole, end):
    assert whole.low_end() == end


def test_none_stated_stays_none_stated_and_no_amounts_are_no_zero():
    assert not (Amount.none_stated() + amount("5")).is_stated
    assert total_of([]) is None
    with pytest.raises(ValueError, match="states no number"):
        _ = Amount.none_stated().value


@pytest.mark.parametrize(
    "arguments",
    [
        (None, None, C.EXACTLY),
        (Decimal(1), None, C.NONE_STATED),
        (Decimal(1), None, C.BETWEEN),
        (Decimal(2), Decimal(1), C.BETWEEN),
        (Decimal(1), Decimal(2), C.EXACTLY),
        (Decimal("NaN"), None, C.EXACTLY),
        (Decimal("Infinity"), None, C.EXACTLY),
    ],
)
def test_contradictory_amounts_are_refused(arguments):
    with pytest.raises(ValueError, match=r"\w"):
        Amount(*arguments)


def test_sums_of_large_money_are_exact():
    # 10^18 with two decimals, twice, less a cent.
    big = amount("999999999999999999.99")
    assert (big + big - amount("0.01")).low == Decimal("1999999999999999999.97")


@pytest.mark.parametrize(
    ("share", "places", "marker", "percent"),
    [
        ("0.125", 1, "", "12.5"),
        ("0.81388", 1, "", "81.4"),
        ("0", 0, "", "0"),
        ("1", 1, "", "100.0"),
        ("0.004", 0, "<", "1"),
        ("0.0004", 1, "<", "0.1"),
        ("-0.004", 0, ">", "-1"),
        ("0.9996", 1, ">", "99.9"),
        ("0.996", 0, ">", "99"),
        ("1.0004", 1, ">", "100.0"),
        ("0.9995", 1, ">", "99.9"),  # 99.95 would round half up to 100.0
        ("5.48", 0, "", "548"),
        ("0.1225", 1, "", "12.3"),  # 12.25, half up
        ("-0.1225", 1, "", "-12.3"),
    ],
)
def test_shares_are_never_rounded_into_nothing_or_everything(share, places, marker, percent):
    assert rounded_share(Decimal(share), places) == (marker, Decimal(percent))


def test_negative_zero_prints_as_zero():
    marker, percent = rounded_share(Decimal("-0"), 1)
    assert (marker, str(percent)) == ("", "0.0")


@pytest.mark.parametrize(
    ("difference", "possible"),
    [
        (amount("0"), True),
        (amount("1"), False),
        (amount("-1..1"), True),
        (amount("0..1"), True),
        (amount("1..2"), False),
        (amount("0", C.AT_LEAST), True),
        (amount("1", C.AT_LEAST), False),
        (amount("0", C.OVER), False),
        (amount("-1", C.OVER), True),
        (amount("0", C.AT_MOST), True),
        (amount("-1", C.AT_MOST), False),
        (amount("0", C.UNDER), False),
        (amount("1", C.UNDER), True),
        (amount("0", C.NEARLY), False),
        (amount("9", C.ABOUT), True),
        (Amount.none_stated(), True),
    ],
)
def test_what_may_be_zero(difference, possible):
    assert difference.admits_zero() is possible
