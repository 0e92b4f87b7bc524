"""Every number of every page of places: the page, its file, the API and the explanation say the same.

The pages are those of every place that has a goal or a figure among the published ones, in the newest quarter that has
figures, the country's and a province's in every such quarter, on both maps wherever they tell anything different.
"""

from typing import Any

import pytest
from django.test import Client

from provinces.models import Organisation, Place
from tests.acceptance.everywhere import (
    Compared,
    compare_indicator,
    compare_investor,
    compare_place,
    compare_rows_page,
    english,
    parts_of,
)
from tests.acceptance.files_alike import compare_figures
from tracker.models import Indicator
from tracker.progress.queries import quarters_with_figures
from tracker.web.course import CourseTable

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published")]

ALL_QUARTERS = ("viet-nam", "quang-ninh")


def addresses(client: Client) -> list[str]:
    """Return the addresses of the pages of places on which a goal or a figure stands, and of which quarters.

    Where both maps say the same of a place, word for word, one page stands for both.
    """
    rows = Place.objects.filter(targets__isnull=False) | Place.objects.filter(reports__isnull=False)
    places = sorted(set(rows.values_list("slug", flat=True)) | {"viet-nam", "hai-phong", "bac-ninh"})
    found = []
    for slug in places:
        newest, *earlier = quarters_with_figures()
        for quarter in [newest, *(earlier if slug in ALL_QUARTERS else ())]:
            said: list[Any] = []
            for choice in ("then", "today"):
                address = f"{slug}/?quarter={quarter}&map={choice}"
                rows = client.get(f"/api/progress/places/{address}").json()["rows"]
                if rows not in said and any(row["to_date"] is not None for row in parts_of(rows)):
                    found.append(address)
                said.append(rows)
    return found


def test_page_cells_file_api_and_explanation_say_the_same():
    client, compared = english(), Compared()
    for address in addresses(client):
        compare_place(client, address, compared)
    # Hải Dương's first quarter alone has 18 rows on both maps.
    assert compared.pages > 15
    assert compared.numbers > 500
    assert compared.known > 250
    assert compared.explained > 40
    assert compared.cells > 100
    assert compared.filed > 5_000


def test_every_figure_is_the_same_on_the_page_in_the_api_and_in_the_statistical_file():
    client = english()
    codes = sorted(set(Indicator.objects.filter(actuals__isnull=False).values_list("code", flat=True)))
    assert sum(compare_figures(client, code, "2025-Q1") for code in codes) > 40


def test_home_indicators_and_investors_say_the_same():
    client, compared = english(), Compared()
    indicators = Indicator.objects.filter(targets__isnull=False) | Indicator.objects.filter(actuals__isnull=False)
    investors = Organisation.objects.filter(carried_targets__isnull=False).distinct().values_list("slug", flat=True)
    then, today = (f"?quarter=2025-Q1&map={choice}" for choice in ("then", "today"))
    for code in sorted(set(indicators.values_list("code", flat=True))):
        rows = compare_indicator(client, code, then, compared)
        compare_indicator(client, code, today, compared, unless=rows)
    assert compared.numbers > 500
    for page in ["/", *(f"/investors/{slug}/" for slug in investors)]:
        rows = compare_rows_page(client, f"{page}{then}", compared)
        compare_rows_page(client, f"{page}{today}", compared, unless=rows)
    for slug in investors:
        for chosen in (then, today):
            compare_investor(client, slug, chosen, compared)
    assert compared.pages > 40
    assert compared.explained > 40
    assert compared.cells > 100


def test_number_that_no_line_tells_is_found(monkeypatch):
    address = "hai-duong/?quarter=2025-Q1"
    compare_place(english(), address, Compared())
    honest = CourseTable.value_expected
    monkeypatch.setattr(CourseTable, "value_expected", lambda table, line: (honest(table, line) or 0) + 1)
    with pytest.raises(AssertionError, match="course"):
        compare_place(english(), address, Compared())
