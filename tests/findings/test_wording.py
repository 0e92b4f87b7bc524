"""How sentences write days, periods, numbers and units in both languages."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from provinces.days import day_text, period_text
from tests import builders
from tracker.findings.figure import of_target
from tracker.findings.wording import amount, number, scale_of, shown
from tracker.models import Comparator, Unit

MILLION = 10**6
_GROUPS = Unit(code="groups", name="nhóm dự án", name_en="groups of projects", whole=True)


@pytest.mark.parametrize(("language", "text"), [("vi", "31/01/2023"), ("en", "31 Jan 2023")])
def test_a_day_is_written_as_the_reader_writes_it(language, text):
    with translation.override(language):
        assert day_text(date(2023, 1, 31)) == text


@pytest.mark.parametrize(
    ("starts", "ends", "english"),
    [
        (date(2025, 1, 1), date(2025, 3, 31), "Q1 2025"),
        (date(2025, 10, 1), date(2025, 12, 31), "Q4 2025"),
        (date(2024, 1, 1), date(2024, 12, 31), "year 2024"),
        (date(2021, 1, 1), date(2023, 12, 31), "year 2021–2023"),
        (date(2023, 1, 1), date(2023, 1, 31), "Jan 2023"),
        (date(2023, 1, 1), date(2023, 10, 31), "10 months of 2023"),
        (date(2023, 1, 1), date(2023, 2, 21), "1 Jan 2023–21 Feb 2023"),
        (date(2023, 2, 1), date(2023, 3, 31), "1 Feb 2023–31 Mar 2023"),
        (date(2023, 7, 1), date(2024, 6, 30), "1 Jul 2023–30 Jun 2024"),
        (None, date(2023, 9, 1), "1 Sep 2023"),
        (date(2030, 1, 1), None, "from 1 Jan 2030 on"),
        (None, None, ""),
    ],
)
def test_a_period_has_the_name_of_its_length(starts, ends, english):
    with translation.override("en"):
        assert period_text(starts, ends) == english


def test_a_negative_number_has_a_minus_and_not_a_hyphen():
    with translation.override("vi"):
        assert number(Decimal("-2500.5")) == "\u22122.500,5"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("unit", "value", "english", "vietnamese"),
    [
        ("USD", 419 * MILLION, "419 million USD", "419 triệu USD"),
        ("percent", 58, "58%", "58%"),
        ("projects", 1, "1 project", "1 dự án"),
        ("projects", -1, "\u22121 project", "\u22121 dự án"),
        ("projects", 2, "2 projects", "2 dự án"),
        ("groups", 1, "1 group of projects", "1 nhóm dự án"),
    ],
)
def test_a_unit_stands_as_sentences_say_it(unit, value, english, vietnamese):
    made = _GROUPS if unit == "groups" else builders.make_unit(unit)
    for language, text in (("en", english), ("vi", vietnamese)):
        with translation.override(language):
            assert amount(Decimal(value), scale_of(made)) == text


@pytest.mark.django_db
def test_an_indicators_own_unit_stands_as_sentences_say_it():
    target = builders.make_target(value=1000 * MILLION, comparator=Comparator.OVER)
    with translation.override("en"):
        assert shown(of_target(target)) == "over 1,000 million USD"
