"""A perimeter that lists its members is never added, so nothing may lie below it: it would be in nobody's sum."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from provinces.models import Place, PlaceKind, PlaceMember, PlaceParent
from tests.builders import make_country, make_member, make_park, make_perimeter, make_place

pytestmark = pytest.mark.django_db

NEVER_ADDED = "“Nine” lists its members one by one and is never added, so what lies below it is in no sum; "


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def province() -> Place:
    return make_place("tinh", parent=make_country())


def nine(**fields) -> Place:
    return make_perimeter("nine", province=province(), **fields)


def refusals(row) -> dict[str, list[str]]:
    """Return what a row's own check says by field; nothing where it is let through."""
    try:
        row.full_clean()
    except ValidationError as refusal:
        return refusal.message_dict
    return {}


@pytest.mark.parametrize("unnamed", [False, True])
def test_parent_that_lists_its_members_is_refused_with_place_and_cure(unnamed):
    perimeter, park = nine(), make_park("p")
    make_member(perimeter, None if unnamed else make_park("q", parent=province()))
    assert refusals(PlaceParent(place=park, parent=perimeter)) == {
        "parent": [NEVER_ADDED + "put “P” below “Tinh” and make it a member of “Nine”."]
    }
    assert refusals(PlaceParent(place=park, parent=province())) == {}


def test_member_of_a_perimeter_with_places_below_it_is_refused_and_names_them_all():
    perimeter = nine()
    for slug in ("p", "b"):
        make_park(slug, parent=perimeter)
    assert refusals(PlaceMember(perimeter=perimeter, member=make_park("q", parent=province()))) == {
        "perimeter": [NEVER_ADDED + "put “B”, “P” below “Tinh” and make them members of “Nine”."]
    }


def test_member_that_lies_below_its_own_perimeter_is_refused():
    perimeter = nine()
    park = make_park("p", parent=perimeter)
    assert list(refusals(PlaceMember(perimeter=perimeter, member=park))) == ["perimeter"]


def test_place_below_the_province_is_a_member_of_as_many_perimeters_as_list_it():
    perimeter, other = nine(), make_perimeter("five", province=province())
    park = make_park("p", parent=province())
    make_member(perimeter, park)
    assert refusals(PlaceMember(perimeter=perimeter, member=None)) == {}
    assert refusals(PlaceMember(perimeter=other, member=park)) == {}


def test_perimeter_without_a_list_is_added_and_holds_parks():
    assert refusals(PlaceParent(place=make_park("p"), parent=nine())) == {}


def test_zone_that_shares_a_park_with_another_is_added_and_may_hold_parks():
    # Only perimeters are left out of sums; a site with members shares them and is added (docs/sum-examples.md).
    zone = make_place("zone", kind=PlaceKind.ECONOMIC_ZONE, parent=province())
    park = make_park("p", parent=zone)
    assert refusals(PlaceMember(perimeter=zone, member=make_park("q", parent=province()))) == {}
    make_member(zone, park)
    assert refusals(PlaceParent(place=make_park("r"), parent=zone)) == {}


def test_retired_rows_are_in_nobodys_way():
    perimeter = nine()
    park = make_park("p", parent=perimeter)
    PlaceParent.objects.filter(place=park).update(retired_at="2026-01-01T00:00Z")
    row = PlaceMember(perimeter=perimeter, member=park)
    assert refusals(row) == {}
    row.save()
    assert list(refusals(PlaceParent(place=park, parent=perimeter))) == ["parent"]
    PlaceMember.objects.filter(pk=row.pk).update(retired_at="2026-01-02T00:00Z")
    assert refusals(PlaceParent(place=park, parent=perimeter)) == {}


def test_place_that_lay_there_only_in_the_past_is_refused_too_for_a_list_has_no_days():
    perimeter = nine()
    make_park("p", parent=perimeter, parent_to=date(2024, 12, 31))
    assert list(refusals(PlaceMember(perimeter=perimeter, member=None))) == ["perimeter"]


def test_cure_guesses_no_place_where_the_perimeter_has_lain_below_several_or_none():
    # Below Tinh until June, below Moi from July on: which of them is meant for P, the row does not say.
    perimeter = nine(parent_to=date(2025, 6, 30))
    new = make_place("moi", parent=make_country())
    PlaceParent.objects.create(place=perimeter, parent=new, valid_from=date(2025, 7, 1))
    alone = make_place("alone", kind=PlaceKind.PERIMETER)
    for listing in (perimeter, alone):
        make_member(listing, None)
        [sentence] = refusals(PlaceParent(place=make_park("p"), parent=listing))["parent"]
        assert "put “P” below the province or zone and make it a member" in sentence


def test_cure_names_no_perimeter_that_lists_its_members_itself():
    outer = nine()
    inner = make_perimeter("five", province=outer)
    for listing in (outer, inner):
        make_member(listing, None)
    [sentence] = refusals(PlaceParent(place=make_park("p"), parent=inner))["parent"]
    assert "put “P” below the province or zone and make it a member of “Five”" in sentence


def test_row_without_its_places_says_that_by_its_fields():
    assert set(refusals(PlaceParent())) == {"place", "parent"}
    assert set(refusals(PlaceMember())) == {"perimeter"}


def test_zone_with_members_and_places_below_it_does_not_become_a_perimeter():
    zone = make_place("nine", kind=PlaceKind.ECONOMIC_ZONE, parent=province())
    make_member(zone, make_park("p", parent=zone))
    zone.kind = PlaceKind.PERIMETER
    assert refusals(zone) == {"kind": [NEVER_ADDED + "put “P” below “Tinh” and make it a member of “Nine”."]}
    empty = make_place("five", kind=PlaceKind.ECONOMIC_ZONE, parent=province())
    make_member(empty, make_park("q", parent=province()))
    empty.kind = PlaceKind.PERIMETER
    assert refusals(empty) == {}
