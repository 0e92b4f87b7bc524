"""The first page: the verdict where enough have reported, who is behind, one indicator for every province."""

import csv

import pytest

from tests.builders import (
    Figure,
    make_country,
    make_duty,
    make_form,
    make_indicator,
    make_organisation,
    make_place,
    make_report,
    make_target,
    make_threshold,
)
from tests.reading import reading_client, words_in

pytestmark = pytest.mark.django_db
M = 1_000_000
NAMES = {"an": "An", "binh": "Bình", "chau": "Châu", "duc": "Đức"}


@pytest.fixture
def provinces():
    """Four provinces that owe FDI, each with a goal of 100 million for 2025."""
    make_threshold()
    fdi = make_indicator("fdi-registered", headline=True, unit="USD", name="Vốn FDI", name_en="FDI")
    area = make_indicator("area-leased", headline=True, unit="ha", position=2, name="Đất", name_en="Land")
    root, form = make_country(), make_form(indicators=[fdi])
    found = {}
    for slug, name in NAMES.items():
        place = make_place(slug, parent=root, name=name, name_en=name)
        board = make_organisation(f"{slug}-board")
        make_duty(board, place, form=form)
        make_target(place, fdi, 100 * M)
        found[slug] = (place, board)
    return fdi, area, found


def report(provinces, amounts, *, quarter=2, year=2025):
    fdi, _area, places = provinces
    for slug, amount in amounts.items():
        place, board = places[slug]
        make_report(place, year, quarter, reporter=board, figures=[Figure(fdi, amount * M)])


def home(address="/?quarter=2025-Q2", language="en"):
    return reading_client(language).get(address)


def test_headline_says_quarter_pace_and_how_many_are_behind(provinces):
    report(provinces, {"an": 50, "binh": 20, "chau": 30, "duc": 60})
    # 160 of 400 where 200 should have come.
    assert "Q2 2025: FDI at 80% of what 6 months should bring; 2 provinces behind" in words_in(home())
    assert "Quý II/2025: Vốn FDI đạt 80% mức phải đạt 6 tháng; 2 tỉnh, thành phố chậm" in words_in(home(language="vi"))


def test_lede_names_amount_the_furthest_behind_and_who_reported(provinces):
    report(provinces, {"an": 50, "binh": 20, "chau": 30})
    text = words_in(home())
    # Three of four, over the three: 100 of 300.
    assert "100 million USD, 33.3% of its goal." in text
    assert "Furthest behind: Bình (40%), Châu (60%)." in text
    assert "3 of 4 that owe a report have a figure of the quarter." in text


def test_fewer_than_half_are_too_few_for_a_verdict(provinces):
    report(provinces, {"an": 10})
    text = words_in(home())
    assert "Q2 2025: only 1 of 4 provinces has figures, too few to judge the country" in text
    assert "should bring" not in text


def test_nobody_behind_is_said(provinces):
    report(provinces, {"an": 60, "binh": 60, "chau": 60, "duc": 60})
    assert "no province is behind" in words_in(home())


def test_table_has_each_province_furthest_behind_first_with_its_quarters(provinces):
    report(provinces, {"an": 12, "binh": 5, "chau": 20, "duc": 25}, quarter=1)
    report(provinces, {"an": 50, "binh": 20, "chau": 30, "duc": 60})
    report(provinces, {"an": 9, "binh": 9, "chau": 9, "duc": 9}, quarter=1, year=2024)
    page = home()
    table = page.context["tables"][0]
    assert [row.place.slug for row in table.data] == ["binh", "chau", "an", "duc"]
    body = str(table.body)
    assert body.count('class="micro"') == 4
    # Each: last year's first quarter, this year's two, and what the other two should bring.
    assert [body.count(f'class="{look}"') for look in ("m-before", "m-now", "m-plan")] == [4, 8, 8]


def test_earlier_figure_is_told_by_its_day_on_the_page_and_by_its_states_in_the_file(provinces):
    report(provinces, {"an": 50, "binh": 20, "chau": 30})
    report(provinces, {"duc": 40}, quarter=1)
    said = words_in(home())
    assert "to 31 Mar 2025" in said
    assert "carried from an earlier quarter" not in said
    lines = b"".join(home("/?quarter=2025-Q2&format=csv").streaming_content).decode("utf-8-sig").splitlines()
    states = {line["Place"]: line["States"] for line in csv.DictReader(lines)}
    assert "carried from an earlier quarter" in states["Đức"]


def test_chips_count_places_and_lead_to_them_alone(provinces):
    report(provinces, {"an": 50, "binh": 20, "chau": 45, "duc": 60})
    page = home()
    counts = [count for _badge, count, _address in page.context["chips"]]
    # Behind, at risk, on track, met, not reported.
    assert counts == [1, 1, 2, 0, 0]
    assert "Provinces by status 1" in words_in(page)
    address = page.context["chips"][0][2].partition("#")[0]
    late = home(address)
    assert [row.place.slug for row in late.context["tables"][0].data] == ["binh"]
    assert "Only a part is shown." in words_in(late)
    # The verdict is about all of them, whatever the table shows.
    assert page.context["headline"] == late.context["headline"]


def test_another_indicator_is_chosen_in_the_form_and_kept_in_the_address(provinces):
    _fdi, area, places = provinces
    report(provinces, {"an": 50, "binh": 20, "chau": 30, "duc": 60})
    place, _board = places["an"]
    make_report(place, 2025, 2, reporter=make_organisation("an-land"), figures=[Figure(area, 40)])
    page = home("/?quarter=2025-Q2&indicator=area-leased")
    assert [(code, chosen) for code, _name, chosen in page.context["choose_indicator"]] == [
        ("fdi-registered", False),
        ("area-leased", True),
    ]
    chooser = page.content.decode().split('<form class="choose"')[1].split("</form>")[0]
    assert '<input type="hidden" name="indicator"' not in chooser
    assert "only 1 of 4 provinces" in words_in(page)


def test_file_of_the_table_has_the_whole_numbers(provinces):
    report(provinces, {"an": 50, "binh": 20, "chau": 30, "duc": 60})
    answer = reading_client("en").get("/?quarter=2025-Q2&format=csv")
    lines = list(csv.DictReader(b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()))
    assert [(line["Place"], line["Reached to date"], line["% of expected"]) for line in lines] == [
        ("Bình", "20", "0.4"),
        ("Châu", "30", "0.6"),
        ("An", "50", "1"),
        ("Đức", "60", "1.2"),
    ]


def test_tile_says_both_percentages(provinces):
    report(provinces, {"an": 50, "binh": 20, "chau": 30, "duc": 60})
    text = words_in(home())
    assert "80% of what should be by now · 40% of the goal of at least 400" in text


def test_first_page_of_an_installation_without_headline_indicators_answers():
    make_country()
    make_indicator("odd-one", headline=False)
    assert home().status_code == 200
