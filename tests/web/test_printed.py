"""What a document's page prints of its figures: in shown units, with days in words."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, cast

import pytest
from django.utils import translation

from tracker.web.printed import PrintedLine, ShownUnit, days_of, read_text


def line(value, high=None, *, unit="VND", comparator="exactly", shown=None):
    figure: Any = SimpleNamespace(unit=unit, comparator=comparator)
    return PrintedLine(figure, Decimal(value), None if high is None else Decimal(high), unit, shown)


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        (line(6_918_000_000_000, shown=ShownUnit("billion VND", Decimal(10**9))), "6,918 billion VND"),
        (line(6_918_000_000_000), "6,918,000,000,000 VND"),
        (line(8, 15, unit="percent"), "8–15%"),
        (line(20, comparator="at_least", unit="ha"), "at least 20 ha"),
    ],
)
def test_number_stands_in_the_unit_that_pages_show_and_never_breaks_from_it(printed, text):
    with translation.override("en"):
        said = cast(str, read_text(printed))
    assert said.replace("\u00a0", " ") == text
    assert " " not in said.removeprefix("at least ")


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("2025", (date(2025, 1, 1), date(2025, 12, 31))),
        ("2025-Q2", (date(2025, 4, 1), date(2025, 6, 30))),
        ("2024-02", (date(2024, 2, 1), date(2024, 2, 29))),
        ("2021/2023", (date(2021, 1, 1), date(2023, 12, 31))),
        ("2025/..", (date(2025, 1, 1), None)),
        ("2025-03-05/..", (date(2025, 3, 5), None)),
        ("2025-03-05", (date(2025, 3, 5), date(2025, 3, 5))),
        ("2025-03-05/2025-04-06", (date(2025, 3, 5), date(2025, 4, 6))),
    ],
)
def test_period_of_a_file_is_read_back_as_days(name, days):
    assert days_of(name) == days
