"""The list of places: country, provinces, those that have ended, and the rest by its province."""

from datetime import date

import pytest
from django.utils import translation

from provinces.models import Place
from provinces.models.place import PlaceKind
from tests.builders import make_country, make_place, make_province_with_parks
from tests.reading import read, reading_client
from tracker.web.place_list import in_list_order

pytestmark = pytest.mark.django_db


def names(response):
    table = response.context["table"]
    return [table.value_of("place", row).replace("\u00a0", " ") for row in table.data]


def test_country_and_provinces_stand_first_then_the_parks_by_province():
    make_province_with_parks("nghe-an", parks=1)
    make_province_with_parks("an-giang", parks=1)
    make_place("an-cu", parent=make_country(), name="An Cũ", name_en="An Cu", valid_to=date(2025, 6, 30))
    response = reading_client("en").get("/places/")
    found = names(response)
    assert found[:4] == ["Viet Nam", "An Giang", "Nghe An", "An Cu (until 30 Jun 2025)"]
    below = found[4:]
    assert below == sorted(below, key=lambda name: name.startswith("Nghe An"))
    assert {name.partition(" K")[0] for name in below} == {"An Giang", "Nghe An"}
    table = response.context["table"]
    assert [table.value_of("province", row) for row in table.data][:4] == [None] * 4
    assert {table.value_of("province", row) for row in list(table.data)[4:]} == {"An Giang", "Nghe An"}


def test_list_as_of_a_moment_names_the_province_too():
    make_province_with_parks("nghe-an", parks=1)
    table = read("/places/?as_of=2100-01-01").context["table"]
    assert "Nghe An" in {table.value_of("province", row) for row in table.data}


def test_province_that_has_ended_later_than_the_day_stands_among_the_others():
    def province(name, valid_to=None):
        return Place(pk=len(name), slug=name, name=name, kind=PlaceKind.PROVINCE, valid_to=valid_to)

    places = [province("c"), province("bb", date(2025, 6, 30)), province("aaa", date(2020, 1, 1))]
    order = [place.slug for place in in_list_order(places, {}, date(2025, 1, 1))]
    assert order == ["bb", "c", "aaa"]


def test_ended_place_says_its_last_day_wherever_it_is_chosen():
    old = make_place("an-cu", parent=make_country(), name="An Cũ", name_en="An Cu", valid_to=date(2025, 6, 30))
    with translation.override("en"):
        assert str(old) == "An Cu (until 30\u00a0Jun\u00a02025)"
        assert str(make_country()) == "Viet Nam"
