"""How exactly a figure was printed, and between which ends the true number lies: worked by hand."""

from decimal import Decimal

import pytest

from tracker.findings.printed_digits import ClosedEnds, Ends, apart, claimed, half_unit, outside, plausible
from tracker.models import Comparator

D = Decimal
BILLION = D(10**9)


@pytest.mark.parametrize(
    ("value", "printed", "comma", "scale", "whole", "expected"),
    [
        # 2.23 billion: the last digit is worth 0.01 billion, half of it 0.005 billion.
        pytest.param(2_230_000_000, "over $2.23 billion", False, 10**6, False, 5_000_000, id="decimals"),
        # 20 trillion: the last digit is worth 1 trillion.
        pytest.param(20 * 10**12, "VNĐ20 trillion ($795 million)", False, 10**9, False, 5 * 10**11, id="first-amount"),
        pytest.param(795_000_000, "VNĐ20 trillion ($795 million)", False, 10**6, False, 500_000, id="second-amount"),
        # Vietnamese: 6.918 billion is 6918 billion, its last digit 1 billion.
        pytest.param(6918 * 10**9, "6.918 billion VND", True, 10**9, False, 5 * 10**8, id="grouped-by-points"),
        pytest.param(6_700_000_000, "about 6,7 billion USD", True, 10**6, False, 50_000_000, id="decimal-comma"),
        # A document with points as grouping marks that writes one decimal point after all.
        pytest.param(7_400_000, "7.4 million", True, 1, False, 50_000, id="other-mark"),
        pytest.param(706, "706 projects", False, 1, True, 0, id="whole-in-single-units-is-exact"),
        pytest.param(11, "eleven projects", False, 1, True, 0, id="whole-in-words-is-exact"),
        pytest.param(1200, "1.2 thousand projects", False, 1, True, 50, id="whole-printed-in-thousands"),
        pytest.param(D("2813.67"), "about 2813,67 hectares", True, 1, False, D("0.005"), id="hectares"),
        # Typed as 12.3 million USD: half of 0.1 million.
        pytest.param(12_300_000, "", True, 10**6, False, 50_000, id="typed"),
        # Typed as 120 million USD: written to the million.
        pytest.param(120_000_000, "", True, 10**6, False, 500_000, id="typed-with-trailing-zero"),
        pytest.param(0, "", True, 10**6, False, 0, id="a-typed-nothing-is-exact"),
        pytest.param(-12_300_000, "-12.3 million", False, 10**6, False, 50_000, id="negative"),
    ],
)
def test_half_unit(value, printed, comma, scale, whole, expected):
    assert half_unit(D(value), printed, decimal_comma=comma, scale=D(scale), whole=whole) == D(expected)


@pytest.mark.parametrize(
    ("comparator", "high", "claims", "reads"),
    [
        # 782 to the unit; a plausible "over" is at most 1 % or one unit of the last digit beyond, here 7.82.
        (Comparator.EXACTLY, None, ("781.5", "782.5"), ("781.5", "782.5")),
        (Comparator.OVER, None, ("782", None), ("782", "789.82")),
        (Comparator.AT_LEAST, None, ("782", None), ("782", "789.82")),
        (Comparator.ABOUT, None, ("774.18", "789.82"), ("774.18", "789.82")),
        (Comparator.NEARLY, None, ("774.18", "782"), ("774.18", "782")),
        (Comparator.UNDER, None, (None, "782"), ("774.18", "782")),
        (Comparator.AT_MOST, None, (None, "782"), ("774.18", "782")),
        (Comparator.BETWEEN, "800", ("781.5", "800.5"), ("781.5", "800.5")),
    ],
)
def test_ends_follow_the_comparator(comparator, high, claims, reads):
    top = None if high is None else D(high)
    half = D("0.5")
    expected = Ends(*(None if end is None else D(end) for end in claims))
    assert claimed(D(782), top, comparator, half) == expected
    assert plausible(D(782), top, comparator, half) == ClosedEnds(D(reads[0]), D(reads[1]))


def test_about_a_small_number_is_read_to_its_last_digit():
    # 1 % of 2 is 0.02; a whole unit of the last digit, 1, is wider.
    assert plausible(D(2), None, Comparator.ABOUT, D("0.5")) == ClosedEnds(D(1), D(3))


def test_outside_needs_a_gap():
    assert outside(ClosedEnds(D(1), D(2)), Ends(D(3), None))
    assert outside(ClosedEnds(D(4), D(5)), Ends(None, D(3)))
    assert not outside(ClosedEnds(D(1), D(3)), Ends(D(3), None))
    assert not outside(ClosedEnds(D(400), D(500)), Ends(D(3), None))


def test_apart_never_holds_for_open_ends():
    assert apart(Ends(D(1), D(2)), Ends(D(3), None))
    assert apart(Ends(D(3), None), Ends(D(1), D(2)))
    assert not apart(Ends(D(3), None), Ends(D(1), None))
