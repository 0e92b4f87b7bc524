"""What a membership covers: down the tree and back in time, never sideways or forward."""

from datetime import date

import pytest
import rules
from django.db.models.functions import Now

from provinces.models import PlaceParent
from tests.builders import (
    make_administrator,
    make_clerk,
    make_manager,
    make_park,
    make_perimeter,
    make_person,
    make_place,
    make_province_with_parks,
    make_report,
    make_succession,
)
from tracker.actions.rights import WORKERS, places_of, scope_of
from tracker.models import Membership, Role

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)


def slugs(ids):
    from provinces.models import Place

    return set(Place.objects.filter(pk__in=ids).values_list("slug", flat=True))


def merged_provinces():
    """Hải Dương goes into Hải Phòng on 1 July 2025; its park moves to the new perimeter."""
    old = make_province_with_parks("hai-duong", parks=["dai-an"])
    type(old.province).objects.filter(pk=old.province.pk).update(valid_to=date(2025, 6, 30))
    new = make_province_with_parks("hai-phong", parks=["nam-dinh-vu"])
    make_succession(old.province, new.province)
    moved = PlaceParent.objects.get(place=old.parks[0])
    moved_before = {"place": moved.place, "parent": moved.parent, "valid_to": date(2025, 6, 30)}
    PlaceParent.objects.filter(pk=moved.pk).update(retired_at=Now())
    PlaceParent.objects.create(**moved_before)
    PlaceParent.objects.create(place=moved.place, parent=new.perimeter, valid_from=date(2025, 7, 1))
    other = make_province_with_parks("bac-ninh", parks=["yen-phong"])
    return old, new, other


def test_membership_covers_place_and_everything_below():
    rows = make_province_with_parks("hai-duong", parks=["dai-an", "lai-vu"])
    phase = make_place("dai-an-1", kind="phase", parent=rows.parks[0])
    clerk = make_clerk(rows.province)
    assert slugs(places_of(clerk, Role.CLERK, TODAY)) == {
        "hai-duong",
        "hai-duong-khu-cong-nghiep",
        "dai-an",
        "lai-vu",
        phase.slug,
    }


def test_membership_covers_predecessors_and_what_was_below_them():
    _old, new, other = merged_provinces()
    clerk = make_clerk(new.province)
    assert slugs(places_of(clerk, Role.CLERK, TODAY)) == {
        "hai-phong",
        "hai-phong-khu-cong-nghiep",
        "nam-dinh-vu",
        "hai-duong",
        "hai-duong-khu-cong-nghiep",
        "dai-an",
    }
    assert other.province.pk not in places_of(clerk, Role.CLERK, TODAY)


def test_membership_never_covers_successor_or_neighbour():
    old, _new, _other = merged_provinces()
    clerk = make_clerk(old.province)
    covered = slugs(places_of(clerk, Role.CLERK, TODAY))
    assert covered == {"hai-duong", "hai-duong-khu-cong-nghiep", "dai-an"}


def test_succession_that_is_not_yet_effective_covers_nothing():
    old, new, _other = merged_provinces()
    clerk = make_clerk(new.province)
    assert old.province.pk not in places_of(clerk, Role.CLERK, date(2025, 6, 30))
    assert old.province.pk in places_of(clerk, Role.CLERK, date(2025, 7, 1))


def test_park_that_moved_away_is_read_on_the_day():
    rows = make_province_with_parks("hai-duong", parks=[])
    elsewhere = make_perimeter("elsewhere", province=make_place("bac-ninh"))
    park = make_park("moving")
    PlaceParent.objects.create(place=park, parent=rows.perimeter, valid_to=date(2025, 12, 31))
    PlaceParent.objects.create(place=park, parent=elsewhere, valid_from=date(2026, 1, 1))
    clerk = make_clerk(rows.province)
    assert park.pk in places_of(clerk, Role.CLERK, date(2025, 12, 31))
    assert park.pk not in places_of(clerk, Role.CLERK, date(2026, 1, 1))


def test_membership_counts_only_on_its_days():
    rows = make_province_with_parks("hai-duong")
    person = make_person("temporary")
    Membership.objects.create(
        person=person,
        role=Role.CLERK,
        place=rows.province,
        valid_from=date(2025, 1, 1),
        valid_to=date(2025, 12, 31),
    )
    assert places_of(person, Role.CLERK, date(2024, 12, 31)) == frozenset()
    assert rows.province.pk in places_of(person, Role.CLERK, date(2025, 1, 1))
    assert rows.province.pk in places_of(person, Role.CLERK, date(2025, 12, 31))
    assert places_of(person, Role.CLERK, date(2026, 1, 1)) == frozenset()


def test_roles_are_kept_apart():
    first = make_province_with_parks("hai-duong")
    second = make_province_with_parks("bac-ninh")
    person = make_clerk(first.province, "two-places")
    make_manager(second.province, "two-places")
    assert second.province.pk not in places_of(person, Role.CLERK, TODAY)
    assert second.province.pk in places_of(person, [Role.CLERK, Role.MANAGER], TODAY)
    assert second.province.pk not in places_of(person, WORKERS, TODAY)


def test_inactive_person_has_no_rights():
    rows = make_province_with_parks("hai-duong")
    clerk = make_clerk(rows.province)
    clerk.is_active = False
    assert places_of(clerk, Role.CLERK, TODAY) == frozenset()


def test_scope_costs_one_query(django_assert_num_queries):
    rows = make_province_with_parks("hai-duong", parks=5)
    clerk = make_clerk(rows.province)
    with django_assert_num_queries(1):
        scope_of(clerk, TODAY)


def test_only_administrator_of_the_country_keeps_reference_data():
    rows = make_province_with_parks("hai-duong")
    national = make_person("national", role=Role.ADMINISTRATOR, place=rows.country)
    provincial = make_person("provincial", role=Role.ADMINISTRATOR, place=rows.province)
    assert scope_of(national, TODAY).keeps_reference_data
    assert not scope_of(provincial, TODAY).keeps_reference_data
    assert scope_of(make_administrator(), TODAY).everything


def test_permissions_are_asked_per_object():
    rows = make_province_with_parks("hai-duong")
    neighbour = make_province_with_parks("bac-ninh")
    clerk = make_clerk(rows.province, "own-clerk")
    own = make_report(rows.parks[0], reporter=rows.investors[0])
    foreign = make_report(neighbour.parks[0], reporter=neighbour.investors[0])
    assert rules.has_perm("tracker.enter_report", clerk, own)
    assert clerk.has_perm("tracker.enter_report", own)
    assert not clerk.has_perm("tracker.enter_report", foreign)
    assert not clerk.has_perm("tracker.approve_report", own)
    assert not clerk.has_perm("tracker.keep_reference_data")
