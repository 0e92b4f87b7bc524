"""A year to date below what the quarters before add up to, though no year to date was typed for them."""

import pytest
from django.utils import translation

from tests import builders
from tests.builders import Figure
from tests.findings.invented import MILLION, found, report, to_date
from tracker.models import Basis

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def fdi(db):
    return builders.make_indicator()


def alone(indicator, value, **fields):
    return Figure(indicator, value * MILLION, Basis.IN_QUARTER, fields=fields)


def test_year_to_date_below_the_first_quarter_is_a_finding(fdi):
    report(alone(fdi, 30), quarter=1)
    report(to_date(fdi, 25 * MILLION), quarter=2)
    [finding] = found("quarter_against_year_to_date")
    assert finding.difference == -5 * MILLION
    assert [item.value for item in finding.inputs] == [25 * MILLION, 30 * MILLION]
    assert "from 30 million USD on 31 Mar 2024 to 25 million USD on 30 Jun 2024" in finding.arithmetic


def test_quarters_are_added_to_the_last_year_to_date(fdi):
    """20 to date and 15 in Q3 make 35; 32 to date in Q4 is three less: rounding of three figures makes at most 1.5."""
    report(to_date(fdi, 20 * MILLION), quarter=2)
    report(alone(fdi, 15), quarter=3)
    report(to_date(fdi, 32 * MILLION), quarter=4)
    [finding] = found("quarter_against_year_to_date")
    assert finding.difference == -3 * MILLION
    assert len(finding.inputs) == 3


@pytest.mark.parametrize("case", ["enough", "reason", "gap", "other-year", "negative-quarter"])
def test_what_fits_is_explained_or_is_not_known_is_no_finding(fdi, case):
    last = 30 if case == "enough" else 25
    why = {"reason": "thu hồi dự án"} if case == "reason" else {}
    quarter = 2 if case == "gap" else 1
    year = 2023 if case == "other-year" else 2024
    report(alone(fdi, 30), quarter=quarter, year=year)
    if case == "negative-quarter":
        report(alone(fdi, -5), quarter=2)
    report(to_date(fdi, last * MILLION, **why), quarter=3)
    assert found("quarter_against_year_to_date") == []
