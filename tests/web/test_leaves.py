"""A table too long for a page: leaves to walk through without a script, and every row in the file."""

import pytest

from tests.builders import Figure, make_country, make_indicator, make_investor, make_park, make_place, make_report
from tests.reading import reading_client
from tracker.web.figures import ReportedFigureTable


@pytest.fixture
def page(db, monkeypatch):
    monkeypatch.setattr(ReportedFigureTable, "leaf_rows", 2)
    indicator = make_indicator("fdi-registered")
    province = make_place(parent=make_country())
    for number in range(1, 4):
        park = make_park(f"park-{number}", parent=province)
        investor = make_investor(f"investor-{number}", park=park)
        make_report(park, reporter=investor, figures=[Figure(indicator, number)])
    client = reading_client("en")
    return lambda more="": client.get(f"/indicators/fdi-registered/?quarter=2025-Q1{more}")


def test_a_page_shows_one_leaf_and_leads_to_the_next(page):
    first, second = page().content.decode(), page("&figures-leaf=2").content.decode()
    assert "Rows 1–2 of 3; the file has all of them." in first
    assert 'rel="next" href="?quarter=2025-Q1&amp;figures-leaf=2#figures"' in first
    assert 'rel="prev"' not in first
    assert "Rows 3–3 of 3" in second
    assert 'rel="next"' not in second


def test_the_file_has_the_rows_of_all_leaves(page):
    answer = page("&figures-leaf=2&format=csv&table=figures")
    assert len(b"".join(answer.streaming_content).decode().splitlines()) == 1 + 3


def test_a_leaf_that_is_not_there_is_a_mistake_in_the_address(page):
    answer = page("&figures-leaf=3")
    assert answer.status_code == 400
    assert "“figures-leaf” goes from 1 to 2" in answer.content.decode()


def test_choosing_another_quarter_begins_at_its_first_leaf(page):
    chooser = page("&figures-leaf=2&figures-sort=place").content.decode().split('<form class="choose"')[1]
    assert 'name="figures-leaf"' not in chooser.split("</form>")[0]
    assert 'name="figures-sort"' in chooser.split("</form>")[0]
