"""A place below a perimeter that lists its members is in nobody's sum, whoever wrote the rows."""

from datetime import UTC, datetime

import pytest
from django.utils import translation

from provinces.models import PlaceKind, PlaceMember
from tests import builders
from tests.findings.invented import found
from tracker.findings import Severity, run_checks

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def nine():
    return builders.make_perimeter("nine", province=builders.make_place("tinh", parent=builders.make_country()))


def test_each_perimeter_is_one_finding_that_names_its_places_and_the_cure(nine):
    for slug in ("q", "p"):
        builders.make_park(slug, parent=nine)
    builders.make_member(nine, None)
    [finding] = found("place_in_no_sum")
    assert finding.severity == Severity.ERROR
    assert finding.arithmetic == (
        "“Nine” lists its members one by one and is never added, so what lies below it is in no sum; "
        "put “P”, “Q” below “Tinh” and make them members of “Nine”."
    )
    assert [item.place_slug for item in finding.inputs] == ["nine", "p", "q", "tinh"]


def test_perimeter_of_no_one_place_is_told_without_a_guess():
    alone = builders.make_place("alone", kind=PlaceKind.PERIMETER)
    builders.make_member(alone, builders.make_park("p", parent=alone))
    [finding] = found("place_in_no_sum")
    assert "put “P” below the province or zone and make it a member of “Alone”" in finding.arithmetic
    assert [item.place_slug for item in finding.inputs] == ["alone", "p"]


def test_it_is_read_in_vietnamese_by_vietnamese_names(nine):
    builders.make_member(nine, builders.make_park("p", parent=nine, name="KCN Phú"))
    with translation.override("vi"):
        [finding] = found("place_in_no_sum")
    assert "“KCN Phú”" in finding.arithmetic
    assert "never added" not in finding.arithmetic


def test_listed_members_elsewhere_and_perimeters_without_a_list_are_no_finding(nine):
    park = builders.make_park("p", parent=builders.make_place("tinh"))
    builders.make_member(nine, park)
    plain = builders.make_perimeter("plain", province=builders.make_place("tinh"))
    builders.make_park("q", parent=plain)
    assert found("place_in_no_sum") == []


def test_zone_that_shares_a_park_and_holds_others_is_no_finding():
    zone = builders.make_place("zone", kind=PlaceKind.ECONOMIC_ZONE)
    builders.make_member(zone, builders.make_park("p", parent=zone))
    assert found("place_in_no_sum") == []


def test_retired_list_is_none_and_an_earlier_moment_still_has_it(nine):
    builders.make_park("p", parent=nine)
    row = builders.make_member(nine, None)
    PlaceMember.objects.filter(pk=row.pk).update(retired_at=datetime(2100, 1, 1, tzinfo=UTC))
    assert found("place_in_no_sum") == []
    assert len(run_checks(codes=["place_in_no_sum"], as_of=datetime(2099, 1, 1, tzinfo=UTC))) == 1


def test_who_reads_only_the_perimeter_is_not_told_what_lies_above_it(nine):
    park = builders.make_park("p", parent=nine)
    builders.make_member(nine, None)
    own = frozenset({nine.pk, park.pk})
    assert run_checks(codes=["place_in_no_sum"], reach=own) == []
    above = builders.make_place("tinh").pk
    assert len(run_checks(codes=["place_in_no_sum"], reach=own | {above})) == 1
