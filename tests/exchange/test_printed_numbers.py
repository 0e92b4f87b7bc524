"""Numbers as documents print them, read in the document's own style."""

from decimal import Decimal

import pytest

from tracker.exchange.printed_numbers import has_digits, possible_numbers, printed_numbers

MILLION, BILLION = 10**6, 10**9


@pytest.mark.parametrize(
    ("printed", "comma", "numbers"),
    [
        ("6.918 billion VND", True, [6918 * BILLION]),
        ("about 6,7 billion USD", True, [6700 * MILLION]),
        ("3,073 hectares", False, [3073]),
        ("VNĐ27.2 trillion (US$1.14 billion)", False, [27_200 * BILLION, 1_140 * MILLION]),
        ("từ 1.400 triệu USD trở lên", True, [1400 * MILLION]),
        ("6.918 tỷ đồng", True, [6918 * BILLION]),
        ("27,2 nghìn tỷ đồng", True, [27_200 * BILLION]),
        ("12 nghìn lao động", True, [12_000]),
        ("1 234 ha", False, [1234]),
        ("trio of projects", False, [3]),
        ("on 31.03.2025", False, []),
        ("nothing", False, []),
    ],
)
def test_printed_form_is_read_in_its_style(printed, comma, numbers):
    assert printed_numbers(printed, decimal_comma=comma) == [Decimal(number) for number in numbers]


def test_a_range_may_share_its_scale_word():
    assert Decimal(35 * MILLION) in possible_numbers("35 to 60 million USD", decimal_comma=False)
    assert Decimal(35) in possible_numbers("35 to 60 million USD", decimal_comma=False)
    assert Decimal(60) not in possible_numbers("35 to 60 million USD", decimal_comma=False)


def test_a_number_in_words_has_no_digits():
    assert not has_digits("three projects")
    assert has_digits("3 projects")
