"""What a page costs in queries: the same number, however many parks and quarters there are."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.builders import (
    Figure,
    make_country,
    make_duty,
    make_form,
    make_indicator,
    make_province_with_parks,
    make_report,
    make_target,
    make_threshold,
)
from tracker.progress.periods import Quarter
from tracker.progress.queries import progress_for_indicator, progress_for_investor, progress_for_place
from tracker.progress.rows import MapChoice

pytestmark = pytest.mark.django_db

LAST = Quarter(2025, 4)
TODAY = MapChoice.TODAY


def make_figures(*, parks: int, quarters: int) -> None:
    """Save a province of parks that all report the last quarters and have targets, parts of its goal."""
    make_threshold()
    story = make_province_with_parks("phu-an", parks=parks)
    fdi, ddi = make_indicator("fdi", headline=True), make_indicator("ddi", unit="VND", headline=True)
    form = make_form(indicators=[fdi, ddi])
    goal = make_target(story.province, fdi, 1000)
    for investor, park in zip(story.investors, story.parks, strict=True):
        make_duty(investor, park, form=form)
        make_target(park, fdi, 10, investor=investor, part_of=goal)
        for back in range(quarters):
            quarter = LAST.plus(-back)
            figures = [Figure(fdi, 1 + quarter.number), Figure(ddi, 2 + quarter.number)]
            make_report(park, quarter.year, quarter.number, reporter=investor, figures=figures)


def queries_of(read: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as captured:
        read()
    return len(captured)


PAGES = {
    "country": lambda: progress_for_place(slug="viet-nam", quarter=LAST),
    "country, one indicator": lambda: progress_for_place(slug="viet-nam", quarter=LAST, indicator_codes=["fdi"]),
    "province": lambda: progress_for_place(slug="phu-an", quarter=LAST),
    "province, today's map": lambda: progress_for_place(slug="phu-an", quarter=LAST, map_choice=TODAY),
    "park": lambda: progress_for_place(slug="phu-an-kcn-1", quarter=LAST),
    "indicator": lambda: progress_for_indicator(code="fdi", quarter=LAST),
    "indicator, today's map": lambda: progress_for_indicator(code="fdi", quarter=LAST, map_choice=TODAY),
    "investor": lambda: progress_for_investor(slug="phu-an-kcn-1-investor", quarter=LAST),
}
COST = (
    "country: 15, country, one indicator: 16, province: 15, province, today's map: 16, park: 15, "
    "indicator: 13, indicator, today's map: 14, investor: 15"
)


@pytest.mark.parametrize(("parks", "quarters"), [(2, 1), (20, 1), (2, 8), (20, 8)])
def test_page_costs_the_same_queries_whatever_its_size(parks, quarters):
    make_country()
    make_figures(parks=parks, quarters=quarters)
    assert ", ".join(f"{name}: {queries_of(read)}" for name, read in PAGES.items()) == COST
