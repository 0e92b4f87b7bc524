"""The checks of a country: what is compared grows with its figures, not with their square."""

import pytest

from provinces.models import PlaceKind
from tests import builders
from tests.findings.invented import found, on_a_day, report, to_date
from tracker.findings.rules import part_area_against_area, perimeter_mismatch
from tracker.models import IndicatorKind

pytestmark = pytest.mark.django_db


def test_areas_are_compared_with_those_of_the_same_days_alone(monkeypatch):
    # Each quarter has two areas, and each of them is held to both: 2 * 2 looks a quarter, not (2 * quarters) squared.
    looks = []
    parts = part_area_against_area._parts

    def parts_counted(whole, kin, facts):
        looks.extend(kin)
        return parts(whole, kin, facts)

    monkeypatch.setattr(part_area_against_area, "_parts", parts_counted)
    indicator = builders.make_indicator("area", kind=IndicatorKind.STOCK, unit="ha")
    zone = builders.make_place("zone", kind=PlaceKind.ECONOMIC_ZONE)
    park = builders.make_place("park", kind=PlaceKind.ZONE_PART, parent=zone)
    counted = []
    for year in (2023, 2024):
        for quarter in (1, 2, 3, 4):
            report(on_a_day(indicator, 100), place=zone, year=year, quarter=quarter)
            report(on_a_day(indicator, 90), place=park, year=year, quarter=quarter)
        looks.clear()
        assert found("part_area_against_area") == []
        counted.append(len(looks))
    assert counted == [16, 32]


def test_a_goal_looks_at_figures_of_its_own_place_and_perimeters_alone(monkeypatch):
    # Each province has one goal and one figure of its own: one look each, not every goal at every figure.
    looks = []
    in_period = perimeter_mismatch._in_period

    def in_period_counted(goal, actual):
        looks.append(goal)
        return in_period(goal, actual)

    monkeypatch.setattr(perimeter_mismatch, "_in_period", in_period_counted)
    indicator = builders.make_indicator("capital")
    counted = []
    for provinces in (range(3), range(3, 6)):
        for number in provinces:
            province = builders.make_place(f"province-{number}", kind=PlaceKind.PROVINCE)
            builders.make_target(province, indicator, 1000)
            report(to_date(indicator, 100), place=province, year=2025, quarter=1)
        looks.clear()
        assert found("perimeter_mismatch") == []
        counted.append(len(looks))
    assert counted == [3, 6]
