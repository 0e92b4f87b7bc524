"""Recording parents and members: a place below a perimeter that lists its members is refused from either side."""

import pytest
from django.urls import reverse

from provinces.models import PlaceMember, PlaceParent
from tests.builders import make_administrator, make_country, make_member, make_park, make_perimeter, make_place

pytestmark = pytest.mark.django_db

SENTENCE = (
    "“Nine” lists its members one by one and is never added, so what lies below it is in no sum; "
    "put “P” below “Tinh” and make it a member of “Nine”."
)


@pytest.fixture
def client_en(sign_in):
    return sign_in(make_administrator(), "en")


@pytest.fixture
def province():
    return make_place("tinh", parent=make_country())


@pytest.fixture
def nine(province):
    return make_perimeter("nine", province=province)


def errors(response):
    return {name: list(found) for name, found in response.context["adminform"].form.errors.items()}


def under(place, parent):
    return {"place": place.pk, "parent": parent.pk, "valid_from": "", "valid_to": ""}


def test_new_parent_that_lists_its_members_is_refused(client_en, province, nine):
    make_member(nine, None)
    park, address = make_park("p"), reverse("admin:provinces_placeparent_add")
    assert errors(client_en.post(address, under(park, nine))) == {"parent": [SENTENCE]}
    assert not PlaceParent.objects.filter(place=park).exists()
    assert client_en.post(address, under(park, province)).status_code == 302


def test_changed_parent_that_lists_its_members_is_refused_and_the_old_row_counts(client_en, province, nine):
    make_member(nine, None)
    row = PlaceParent.objects.create(place=make_park("p"), parent=province)
    address = reverse("admin:provinces_placeparent_change", args=[row.pk])
    assert errors(client_en.post(address, under(row.place, nine))) == {"parent": [SENTENCE]}
    row.refresh_from_db()
    assert (row.parent, row.retired_at) == (province, None)


def test_wrong_parent_from_elsewhere_is_put_right_by_the_named_cure(client_en, province, nine):
    row = PlaceParent.objects.create(place=make_park("p"), parent=nine)
    make_member(nine, None)  # Both stand: past the application.
    address = reverse("admin:provinces_placeparent_change", args=[row.pk])
    assert client_en.post(address, under(row.place, province)).status_code == 302
    fields = {"perimeter": nine.pk, "member": row.place_id, "document": ""}
    assert client_en.post(reverse("admin:provinces_placemember_add"), fields).status_code == 302
    assert PlaceParent.objects.known_at(None).get(place=row.place).parent == province


def test_new_member_of_a_perimeter_with_places_below_it_is_refused(client_en, nine):
    park, address = make_park("p", parent=nine), reverse("admin:provinces_placemember_add")
    for member in (park.pk, ""):
        fields = {"perimeter": nine.pk, "member": member, "document": ""}
        assert errors(client_en.post(address, fields)) == {"perimeter": [SENTENCE]}
    assert not PlaceMember.objects.exists()


def test_member_moved_to_a_perimeter_with_places_below_it_is_refused(client_en, province, nine):
    make_park("p", parent=nine)
    row = make_member(make_perimeter("five", province=province), make_park("q", parent=province))
    address = reverse("admin:provinces_placemember_change", args=[row.pk])
    fields = {"perimeter": nine.pk, "member": row.member_id, "document": ""}
    assert errors(client_en.post(address, fields)) == {"perimeter": [SENTENCE]}
    row.refresh_from_db()
    assert row.retired_at is None
