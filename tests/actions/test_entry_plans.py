"""The plans beside a quarter's figures: what a page of progress expects, and not another shape of the year."""

from decimal import Decimal

import pytest

from tests.builders import make_indicator, make_place, make_target
from tracker.actions.entry_plans import plans_of
from tracker.progress.periods import Quarter, quarters_of_year

pytestmark = pytest.mark.django_db


def values_of(years):
    return {
        quarter: Decimal(value)
        for year, row in years.items()
        for quarter, value in zip(quarters_of_year(year), row, strict=True)
        if value is not None
    }


def plan(years, value=1000):
    target = make_target(make_place(), make_indicator(), value)
    quarter = Quarter(2025, 2)
    return plans_of({target.indicator_id: target}, quarter, {target.indicator_id: values_of(years)})[
        target.indicator_id
    ]


def test_plan_follows_the_five_years_that_a_page_learns_from():
    # W30: 30 of 100 by June in each of the five years before; 2019 was another year, and six years back.
    years = dict.fromkeys(range(2020, 2025), (10, 20, 30, 40)) | {2019: (1000, 0, 0, 0)}
    answer = plan(years)
    assert (answer.to_date, answer.quarter) == (Decimal(300), Decimal(200))  # 30 % and 20 % of 1,000


def test_year_with_a_silent_quarter_teaches_nothing():
    years = {2022: (10, 20, 30, 40), 2023: (10, 20, 30, 40), 2024: (10, None, 30, 40)}
    assert plan(years).to_date == Decimal(500)  # two complete years: a straight line, 6 of 12 months
