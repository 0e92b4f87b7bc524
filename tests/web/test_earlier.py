"""The change since an earlier amount: in per cent, of a percentage in points, of any other ratio in its own unit."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import translation

from tests.web.rows import row
from tracker.progress.measures import Amount, Comparator, Comparison
from tracker.web.earlier import change_text, comparison_cell


def compared(earlier, now, *, ratio, comparator=Comparator.EXACTLY):
    before, after = Amount(Decimal(earlier)), Amount(Decimal(now), None, comparator)
    quotient = None if ratio else after.divided_by(before)
    return Comparison(
        value=before,
        current=after,
        ratio=quotient,
        change=None if quotient is None else quotient - Amount.exactly(1),
        difference=after - before,
        reason=None,
        like_for_like=True,
    )


def of_kind(kind, unit):
    plain = row(Decimal(66), Decimal(100))
    return replace(plain, indicator=replace(plain.indicator, kind=kind, unit=unit, display_scale=Decimal(1)))


@pytest.mark.parametrize(
    ("language", "kind", "unit", "text"),
    [
        ("en", "flow", "USD", "+10%"),
        ("en", "ratio", "percent", "+6 points"),
        ("vi", "ratio", "percent", "+6 điểm %"),
        ("en", "ratio", "days", "+6"),
    ],
)
def test_change_in_its_own_measure(language, kind, unit, text):
    with translation.override(language):
        of = of_kind(kind, unit)
        since = compared(60, 66, ratio=kind == "ratio")
        assert change_text(since, of) == text
        assert text in comparison_cell(since, of)


def test_change_since_more_than_a_number_says_so():
    with translation.override("en"):
        since = compared(60, 66, ratio=False, comparator=Comparator.OVER)
        assert change_text(since, of_kind("flow", "USD")) == "over +10%"


def test_nothing_earlier_says_nothing():
    assert change_text(None, of_kind("flow", "USD")) == ""
