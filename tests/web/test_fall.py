"""From last year to this: the places of a sum with one number in both years, what each changed, who is not in it."""

import re
from decimal import Decimal

import pytest

from provinces.models import Place
from tests.builders import Figure, make_country, make_indicator, make_park, make_place, make_report
from tests.reading import reading_client
from tracker.models import Comparator, Indicator

pytestmark = pytest.mark.django_db
M = 1_000_000
COUNTRY = "/places/viet-nam/?quarter=2025-Q1"


@pytest.fixture
def country():
    """Three provinces; An grew from 100 to 160, Bình fell from 80 to 50, Chi has no figure of 2024."""
    fdi = make_indicator("fdi-registered", unit="USD", name="Vốn FDI", name_en="FDI", headline=True)
    country = make_country()
    for slug, name, before, now in (("an", "An", 100, 160), ("binh", "Bình", 80, 50), ("chi", "Chi", None, 30)):
        place = make_place(slug, parent=country, name=name, name_en=name)
        for year, amount in ((2024, before), (2025, now)):
            if amount is not None:
                make_report(place, year, 1, figures=[Figure(fdi, amount * M)])
    return country


def fall_of(client, address=COUNTRY):
    return client.get(address).context["fall"]


def test_changes_lead_from_one_sum_to_the_other_like_for_like(country):
    fall = fall_of(reading_client("en"))
    # By hand: 100 + 80 = 180 in 2024; An +60, Bình -30: 210 = 160 + 50 in 2025. Chi's 30 are in neither.
    numbers = [[fall.table.value_of(name, line) for name in ("before", "now", "change")] for line in fall.table.data]
    assert numbers == [[100, 160, 60], [80, 50, -30], [180, 210, 30]]
    assert "2 of 3 places below" in fall.who
    assert "Chi" in fall.left_out
    assert "2024: 180; An +60; Bình −30; 2025: 210" in fall.chart
    assert re.findall(r"c-distance (\w*)\"", fall.chart)[:2] == ["good", "late"]


def test_page_shows_the_chart_with_its_table_in_both_languages(country):
    page = reading_client("vi").get(COUNTRY).content.decode()
    assert "Từ năm trước đến năm nay" in page
    assert 'class="waterfall wide"' in page
    assert 'class="waterfall narrow"' in page
    file = reading_client("en").get(f"{COUNTRY}&format=csv&table=fall")
    lines = b"".join(file.streaming_content).decode("utf-8-sig").splitlines()
    assert [line.split(",")[:4] for line in lines[1:]] == [
        ["An", "100", "160", "60"],
        ["Bình", "80", "50", "-30"],
        ["All of them together", "180", "210", "30"],
    ]


def test_number_with_a_word_before_it_keeps_the_word_in_the_sum(country):
    fdi = Indicator.objects.get(code="fdi-registered")
    dan = make_place("dan", parent=country, name="Đan", name_en="Dan")
    make_report(dan, 2024, 1, figures=[Figure(fdi, 10 * M)])
    make_report(dan, 2025, 1, figures=[Figure(fdi, 20 * M, comparator=Comparator.OVER)])
    fall = fall_of(reading_client("en"))
    shown = [[fall.table.shown(name, line) for name in ("before", "now", "change")] for line in fall.table.data]
    # By hand: 180 + 10 = 190 then; 210 and over 20 are over 230 now.
    assert shown[2:] == [["10", "over 20", "over +10"], ["190", "over 230", "over +40"]]
    assert "Dan over +10" in fall.chart
    assert "2025: over 230" in fall.chart


def test_range_has_no_bar_and_stands_in_the_table(country):
    fdi = Indicator.objects.get(code="fdi-registered")
    dan = make_place("dan", parent=country, name="Đan", name_en="Dan")
    make_report(dan, 2024, 1, figures=[Figure(fdi, 10 * M)])
    make_report(dan, 2025, 1, figures=[Figure(fdi, 20 * M, comparator=Comparator.BETWEEN, fields={"high": 30 * M})])
    fall = fall_of(reading_client("en"))
    assert fall.chart == ""
    assert [fall.table.shown(name, fall.table.data[-1]) for name in ("before", "now", "change")] == [
        "190",
        "230–240",
        "+40 to +50",
    ]


def test_numbers_are_those_of_the_explanation_and_the_api(country):
    client = reading_client("en")
    row = client.get("/api/progress/places/viet-nam/?quarter=2025-Q1").json()["rows"][0]
    compared = row["units_compared"]
    assert [compared[name] for name in ("earlier", "current", "difference")] == ["180000000", "210000000", "30000000"]
    assert [unit["place"] for unit in compared["units"]] == ["an", "binh"]
    assert compared["left_out"] == ["chi"]
    page = client.get("/places/viet-nam/explanation/?quarter=2025-Q1&indicator=fdi-registered")
    steps = {step.code: step for step in page.context["steps"]}
    assert steps["units_same_period_last_year"].filled == "100 (An) + 80 (Bình)"
    assert steps["units_difference"].value == "30000000"


def test_province_that_speaks_for_itself_shows_what_its_parks_brought(country):
    fdi = Indicator.objects.get(code="fdi-registered")
    an = Place.objects.get(slug="an")
    for number, (before, now) in enumerate(((40, 70), (50, 45))):
        park = make_park(f"park-{number}", parent=an)
        for year, amount in ((2024, before), (2025, now)):
            make_report(park, year, 1, figures=[Figure(fdi, amount * M)])
    fall = fall_of(reading_client("en"), "/places/an/?quarter=2025-Q1")
    numbers = [[fall.table.value_of(name, line) for name in ("before", "now", "change")] for line in fall.table.data]
    # An's own 100 and 160 are not touched: these are its parks' 90 and 115.
    assert numbers == [[40, 70, 30], [50, 45, -5], [90, 115, 25]]
    # An speaks for itself: it is no place below An that brought nothing.
    assert ("2 of 2 places below" in fall.who, fall.left_out) == (True, "")


def test_sum_to_an_earlier_day_does_not_say_that_it_goes_to_the_quarters_end(country):
    fall = fall_of(reading_client("en"), "/places/viet-nam/?quarter=2025-Q2")
    assert fall.table.value_of("now", fall.table.data[-1]) == 210
    assert "From year 2024 to Q2 2025, each from 1 January to the last day that both years have" in fall.when.replace(
        "\u00a0", " "
    )


def test_fewer_than_two_places_and_a_page_without_sums_make_no_chart(country):
    assert fall_of(reading_client("en"), "/places/an/?quarter=2025-Q1") is None
    assert fall_of(reading_client("en"), "/places/viet-nam/?quarter=2024-Q1") is None


def test_more_than_ten_places_share_the_last_bar(country):
    fdi = Indicator.objects.get(code="fdi-registered")
    for number in range(10):
        place = make_place(f"more-{number}", parent=country, name=f"Nơi {number}", name_en=f"Place {number}")
        make_report(place, 2024, 1, figures=[Figure(fdi, 10 * M)])
        make_report(place, 2025, 1, figures=[Figure(fdi, (11 + number) * M)])
    fall = fall_of(reading_client("en"))
    # Changes: 60, -30, then 10, 9, …, 3 have bars; 2 and 1 are the two others: +3.
    assert "2 other places +3" in fall.chart
    assert sum((fall.table.value_of("change", line) for line in fall.table.data[:-1]), Decimal(0)) == 85
    assert fall.table.value_of("change", fall.table.data[-1]) == 85
