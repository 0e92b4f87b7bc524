"""What is long is folded behind a count, and stands open where the address asks anything of it."""

import pytest

from tests.builders import (
    Figure,
    make_country,
    make_indicator,
    make_province_with_parks,
    make_report,
    make_target,
)
from tests.reading import read, text_of
from tracker.web.figures import NumberedFigureTable, ReportedFigureTable

pytestmark = pytest.mark.django_db
EXPLANATION = "/places/hai-duong/explanation/?quarter=2025-Q1&indicator=fdi"
INDICATOR = "/indicators/fdi/?quarter=2025-Q1"
BOTH = pytest.mark.parametrize("page", [EXPLANATION, INDICATOR])
FOLD = '<details class="folded"'


@pytest.fixture
def summed():
    """Make a province whose parks have reported, as many as are asked for."""
    make_country()

    def made(parks):
        fdi = make_indicator("fdi")
        for park in make_province_with_parks(parks=parks).parks:
            make_report(park, 2025, 1, figures=[Figure(fdi, 5)])

    return made


@BOTH
def test_many_figures_are_folded_behind_their_count(summed, page):
    summed(7)
    body = read(page).content.decode()
    assert f"{FOLD}>" in body
    assert "7 figures, who reported each and when" in body
    assert "7 số liệu, ai báo cáo và lúc nào" in text_of(read(page, "vi"))


@pytest.mark.parametrize(
    "asked", ["figures-sort=place", "figures-find=park", "figures-columns=period", "figures-leaf=1"]
)
@BOTH
def test_a_fold_stands_open_where_the_address_asks_anything_of_its_table(summed, asked, page):
    summed(7)
    assert f"{FOLD} open>" in read(f"{page}&{asked}").content.decode()


@BOTH
def test_few_figures_are_shown_at_once(summed, page):
    summed(6)
    assert FOLD not in read(page).content.decode()


@pytest.mark.parametrize(("indicators", "folded"), [(6, False), (7, True)])
def test_many_indicators_of_a_year_are_folded_behind_their_count(indicators, folded):
    make_country()
    park = make_province_with_parks(parks=1).parks[0]
    measured = [make_indicator(f"indicator-{number}") for number in range(indicators)]
    for indicator in measured:
        make_target(park, indicator, 500)
    make_report(park, 2025, 1, figures=[Figure(indicator, 5) for indicator in measured])
    words = text_of(read(f"/places/{park.slug}/?quarter=2025-Q1"))
    assert ("The year of another indicator: 7 to choose from" in words) == folded
    assert "How the year goes" in words


@pytest.mark.parametrize(("page", "table"), [(EXPLANATION, NumberedFigureTable), (INDICATOR, ReportedFigureTable)])
def test_paper_says_how_many_figures_it_leaves_out_where_a_fold_has_several_leaves(summed, page, table, monkeypatch):
    monkeypatch.setattr(table, "leaf_rows", 5)
    summed(7)
    said = "7 reported figures are not on this paper"
    answer = read(page)
    assert '<details class="folded long">' in answer.content.decode()
    assert said in text_of(answer)
    monkeypatch.setattr(table, "leaf_rows", 7)
    assert said not in text_of(read(page))


def test_paper_names_the_indicator_that_the_address_asks_for_by_its_code(summed):
    summed(1)
    words = text_of(read(EXPLANATION))
    assert "; indicator: " in words
    assert "indicator = fdi" not in words
    assert "thing =" not in text_of(read(f"{EXPLANATION}&thing=1"))
