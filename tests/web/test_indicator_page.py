"""The page of an indicator: how far all together have come, the year's chart with its table, every place's way."""

from decimal import Decimal

import pytest
from django.utils import translation
from django.utils.html import strip_tags

from tests.builders import (
    Figure,
    make_country,
    make_document,
    make_duty,
    make_form,
    make_indicator,
    make_organisation,
    make_park,
    make_place,
    make_report,
    make_target,
    make_threshold,
)
from tests.reading import reading_client, words_in
from tests.web.rows import Q1, reading, row, target
from tests.web.rows import place as other_place
from tracker.models import Basis, IndicatorKind
from tracker.progress.measures import Amount
from tracker.progress.rows import CoursePoint, MapChoice, RowKind
from tracker.web.filters import PageQuery
from tracker.web.panels import place_panels

pytestmark = pytest.mark.django_db
M = 1_000_000


@pytest.fixture
def provinces():
    """An, with a park, and Bình, each with a goal of FDI for 2025."""
    make_threshold()
    fdi = make_indicator("fdi-registered", headline=True, unit="USD", name="Vốn FDI", name_en="FDI")
    root = make_country()
    places = [make_place(slug, parent=root, name=slug.title(), name_en=slug.title()) for slug in ("an", "binh")]
    park = make_park("kcn-an", parent=places[0])
    for place, goal in zip([*places, park], (100, 200, 50), strict=True):
        make_target(place, fdi, goal * M)
    return fdi, [*places, park]


def report(fdi, place, quarter, amount):
    reporter = make_organisation(f"{place.slug}-board")
    make_report(place, 2025, quarter, reporter=reporter, figures=[Figure(fdi, amount * M)])


def page(language="en", quarter="2025-Q2"):
    return reading_client(language).get(f"/indicators/fdi-registered/?quarter={quarter}")


def test_two_goals_of_one_place_and_year_are_told_apart_by_their_documents(provinces):
    fdi, (an, _binh, _park) = provinces
    alone = make_place("cao", parent=make_country())
    for place, number in ((an, "12/NQ-HĐND"), (an, "34/QĐ-UBND"), (alone, "56/NQ-HĐND")):
        document = make_document(f"paper-{number[:2]}", number=number)
        make_target(place, fdi, int(number[:2]) * 10 * M, document=document, paragraph=1)
    text = words_in(page())
    assert "12/NQ-HĐND" in text
    assert "34/QĐ-UBND" in text
    assert "56/NQ-HĐND" not in text


def test_headline_and_year_of_all_together(provinces):
    fdi, (an, binh, _park) = provinces
    for quarter, amounts in ((1, (20, 30)), (2, (40, 80))):
        report(fdi, an, quarter, amounts[0])
        report(fdi, binh, quarter, amounts[1])
    answer = page()
    # 120 of 300, where half should have come.
    assert "FDI, Q2 2025: 80% of what should be by now" in words_in(answer)
    assert "Vốn FDI, Quý II/2025: đạt 80% mức phải đạt" in words_in(page("vi"))
    year = answer.context["year"]
    lines = [
        [year.table.value_of(name, line) for name in ("in_quarter", "to_date", "expected", "distance")]
        for line in year.table.data
    ]
    assert lines == [
        [50, 50, 75, -25],
        [70, 120, 150, -30],
        [None, None, 225, None],
        [None, None, 300, None],
    ]
    assert 'role="img"' in answer.content.decode()
    assert '<details class="figures-of-chart phone-fold">' in answer.content.decode()


def test_each_province_has_a_panel_and_no_park_has(provinces):
    fdi, (an, binh, park) = provinces
    for place, amount in ((an, 60), (binh, 90), (park, 10)):
        report(fdi, place, 2, amount)
    answer = page()
    panels = answer.context["panels"]
    assert [strip_tags(panel.place) for panel in panels] == ["Binh", "An"]
    assert [panel.share for panel in panels] == ["45%", "60%"]
    assert answer.content.decode().count('class="panel"') == 2
    assert "kcn-an" in answer.content.decode(), "the park stands in the table"


def test_two_goals_of_one_place_are_told_apart_by_who_carries_them_or_by_their_numbers():
    both = {"in_quarter": reading(Decimal(5 * M)), "to_date": reading(Decimal(5 * M))}
    points = (CoursePoint(quarter=Q1, expected=None, to_date_before=None, in_quarter_before=None, **both),)
    shared = target(Amount(Decimal(40 * M)), collective=True, number=2)
    rows = [
        row(Decimal(5 * M), Decimal(100 * M), course=points),
        row(Decimal(5 * M), target=shared, kind=RowKind.COLLECTIVE, course=points),
        row(Decimal(5 * M), Decimal(30 * M), at=other_place(9, "other", name="Other"), course=points),
    ]
    with translation.override("en"):
        panels = place_panels(rows, PageQuery(Q1, MapChoice.THEN, None))
        assert [strip_tags(panel.goal) for panel in panels] == [
            "goal: 100 · 2025", "carried by the remaining parks together", "",
        ]  # fmt: skip


def test_one_place_alone_has_the_big_chart_and_no_panel(provinces):
    fdi, (an, _binh, _park) = provinces
    report(fdi, an, 2, 60)
    assert page().context["panels"] == []


def test_indicator_that_is_never_added_has_no_chart_of_all(provinces):
    days = make_indicator("days", kind=IndicatorKind.OTHER, unit="days", name="Ngày", name_en="Days")
    _fdi, (an, _binh, _park) = provinces
    make_report(an, 2025, 2, reporter=make_organisation("an-days"), figures=[Figure(days, 12)])
    answer = reading_client("en").get("/indicators/days/?quarter=2025-Q2")
    assert answer.status_code == 200
    assert answer.context["year"] is None
    assert "Days, Q2 2025" in words_in(answer)


def test_no_verdict_while_too_few_have_reported(provinces):
    fdi, (an, binh, _park) = provinces
    form = make_form(indicators=[fdi])
    for slug in ("chau", "duc", "em"):
        place = make_place(slug, parent=make_country(), name=slug.title())
        make_duty(make_organisation(f"{slug}-board"), place, form=form)
    report(fdi, an, 2, 10)
    report(fdi, binh, 2, 20)
    for place in (an, binh):
        make_duty(make_organisation(f"{place.slug}-office"), place, form=form)
    # 2 of the 5 provinces that owe a report: less than half.
    answer = page()
    assert "FDI, Q2 2025: figures of only 2 of 5 that owe a report, too few to judge" in words_in(answer)
    assert answer.context["tone"] == "none"
    country = reading_client("en").get("/places/viet-nam/?quarter=2025-Q2")
    assert "Q2 2025: figures of only 2 of 5 that owe a report, too few to judge" in words_in(country)
    assert country.context["tone"] == "none"


def test_a_page_of_four_hundred_parks_shows_forty_rows(provinces):
    fdi, (an, _binh, _park) = provinces
    for number in range(50):
        make_target(make_park(f"kcn-{number}", parent=an), fdi, M)
    body = page().content.decode()
    assert "Rows 1–40 of 53; the file has all of them." in body


def test_provinces_stand_before_parks_that_are_further_behind(provinces):
    fdi, (an, binh, park) = provinces
    for place, amount in ((an, 90), (binh, 10), (park, 1)):
        report(fdi, place, 2, amount)
    assert [row.place.slug for row in page().context["table"].data] == ["binh", "an", "kcn-an"]


def test_page_says_since_when_it_lists_the_figures_of_a_flow_and_lists_levels_of_all_time(provinces):
    fdi, [an, *_others] = provinces
    land = make_indicator("land", unit="ha", kind=IndicatorKind.STOCK)
    for year in (2019, 2020, 2025):
        figures = [Figure(fdi, year * M), Figure(land, year, Basis.AS_OF)]
        make_report(an, year, 1, reporter=make_organisation(f"board-{year}"), figures=figures)
    client = reading_client("en")
    page = client.get("/indicators/fdi-registered/?quarter=2025-Q1")
    assert sorted(figure.quarter.year for figure in page.context["figures"].every) == [2020, 2025]
    assert "Reported figures in force since 1 Jan 2020, newest first. Older ones are in" in words_in(page)
    page = client.get("/indicators/land/?quarter=2025-Q1")
    assert sorted(figure.quarter.year for figure in page.context["figures"].every) == [2019, 2020, 2025]
    assert "Reported figures in force, newest first." in words_in(page)
