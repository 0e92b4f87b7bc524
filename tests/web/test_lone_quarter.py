"""A quarter that stands alone is shown, although the year to date is not known without the quarters before it."""

import re

import pytest
from django.utils.html import strip_tags

from tests.builders import Figure, make_indicator, make_province_with_parks, make_report, make_target
from tests.reading import reading_client
from tracker.models import Basis

pytestmark = pytest.mark.django_db


def page(address):
    client = reading_client()
    return re.sub(r"\s+", " ", strip_tags(client.get(address).content.decode()))


@pytest.mark.parametrize("goal", [None, 500_000_000])
def test_quarter_is_on_the_pages_of_its_place_its_province_and_its_indicator(goal):
    fdi = make_indicator(headline=True)
    rows = make_province_with_parks("noi-lon", parks=["kcn-rieng"])
    make_report(
        rows.parks[0], 2025, 3, reporter=rows.investors[0], figures=[Figure(fdi, 210_500_000, basis=Basis.IN_QUARTER)]
    )
    if goal is not None:
        make_target(rows.parks[0], fdi, goal)
    for address in ("/places/kcn-rieng/", "/places/noi-lon/", f"/indicators/{fdi.code}/"):
        assert "210.5" in page(f"{address}?quarter=2025-Q3"), address
    # At the year's end the third quarter is no number of the fourth; a goal says which piece of its year is known.
    piece = "Known: Q3 2025, 1 of 4 quarters: 210.5."
    later = page("/places/kcn-rieng/?quarter=2025-Q4")
    assert (piece in later) is (goal is not None)
    # In the table of the year's quarters it stands where it belongs.
    assert "210.5" not in re.sub(r"Q3.2025\s*210\.5", "", later.replace(piece, ""))
