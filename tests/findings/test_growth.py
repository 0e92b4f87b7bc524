"""The checks of a country: what is compared grows with its figures, not with their square."""

import pytest

from provinces.models import PlaceKind
from tests import builders
from tests.findings.invented import found, on_a_day, report, to_date
from tracker.findings.rules import part_area_against_area, perimeter_mismatch
from tracker.models import IndicatorKind

pytestmark = pytest.mark.django_db


def test_areas_are_compared_with_those_of_the_same_days_alone(monkeypatch):
    # Each quarter has one area that what lies inside does not fit into, and it looks at that one part: one look a
    # quarter, not quarters squared.
    looks = []
    parts = part_area_against_area._parts

    def parts_counted(whole, kin, facts):
        looks.extend(kin)
        return parts(whole, kin, facts)

    monkeypatch.setattr(part_area_against_area, "_parts", parts_counted)
    indicator = builders.make_indicator("area", kind=IndicatorKind.STOCK, unit="ha")
    zone = builders.make_place("zone", kind=PlaceKind.ECONOMIC_ZONE)
    park = builders.make_place("park", kind=PlaceKind.ZONE_PART, parent=zone)
    counted: list[int] = []
    for year in (2023, 2024):
        for quarter in (1, 2, 3, 4):
            report(on_a_day(indicator, 100), place=zone, year=year, quarter=quarter)
            report(on_a_day(indicator, 110), place=park, year=year, quarter=quarter)
        looks.clear()
        assert len(found("part_area_against_area")) == 4 * len(counted) + 4
        counted.append(len(looks))
    assert counted == [4, 8]


def test_a_goal_looks_at_figures_of_its_own_place_and_perimeters_alone(monkeypatch):
    # Each province has one goal, and its parks, not itself, have a figure: one look to see whether the figure is of
    # the goal's period, not every goal at every figure.
    looks = []
    in_period = perimeter_mismatch._in_period

    def in_period_counted(goal, actual):
        looks.append(goal)
        return in_period(goal, actual)

    monkeypatch.setattr(perimeter_mismatch, "_in_period", in_period_counted)
    indicator = builders.make_indicator("capital")
    counted: list[int] = []
    for provinces in (range(3), range(3, 6)):
        for number in provinces:
            province = builders.make_place(f"province-{number}", kind=PlaceKind.PROVINCE)
            builders.make_target(province, indicator, 1000)
            parks = builders.make_perimeter(f"parks-{number}", province=province)
            report(to_date(indicator, 100), place=parks, year=2025, quarter=1)
        looks.clear()
        assert len(found("perimeter_mismatch")) == len(counted) * 3 + 3
        counted.append(len(looks))
    assert counted == [3, 6]
