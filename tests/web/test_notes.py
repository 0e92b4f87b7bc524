"""What a place's page says of what it has gone into, and what it came out of."""

import re
from datetime import date

import pytest
from django.utils.html import strip_tags

from tests.builders import make_country, make_place, make_succession
from tests.reading import reading_client

pytestmark = pytest.mark.django_db

EVE, MERGER = date(2025, 6, 30), date(2025, 7, 1)


def page(address):
    text = strip_tags(reading_client().get(address).content.decode())
    return re.sub(r"\s+", " ", text)


def merged(old, new, **name):
    """A province that has gone into another on 1 July 2025."""
    country = make_country()
    before = make_place(old, parent=country, parent_to=EVE, valid_to=EVE, **name)
    after = make_place(new, parent=country, parent_from=MERGER, valid_from=MERGER, **name)
    make_succession(before, after)


def test_province_that_has_gone_into_one_of_its_own_name_is_told_by_its_last_day():
    merged("bac-ninh-1997", "bac-ninh", name="Bắc Ninh", name_en="Bac Ninh")
    told = page("/places/bac-ninh-1997/?quarter=2025-Q1")
    assert "Bac Ninh (until 30 Jun 2025) has gone into Bac Ninh from 1 Jul 2025." in told


def test_province_that_has_gone_into_another_is_told_by_its_name_alone():
    merged("hai-duong", "hai-phong")
    assert "Hai Duong has gone into Hai Phong from 1 Jul 2025." in page("/places/hai-duong/?quarter=2025-Q1")
