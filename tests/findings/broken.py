"""Invented facts that break every rule at once."""

from datetime import date

from provinces.models import PlaceKind
from tests import builders
from tests.builders import Figure, Phase
from tests.findings.invented import (
    BILLION,
    MILLION,
    capital,
    compare,
    on_a_day,
    printed,
    projects,
    promotion_list,
    report,
    to_date,
)
from tests.unheld import record_unfit_succession
from tracker.models import Actual, Basis, Comparator, ComparisonKind, IndicatorKind, TargetRole


def break_every_rule() -> None:
    """Enter one province in which nothing fits."""
    province = builders.make_place("muddle", parent=builders.make_country())
    parks = builders.make_perimeter("muddle-parks", province=province)
    _break_sums(province)
    _break_money(province)
    _break_names_and_perimeters(province, parks)
    _break_single_figures(province)
    promotion_list([3, 11, 5], total=17, groups=2)


def _break_sums(province):
    two = projects()
    online = builders.make_indicator("online", kind=IndicatorKind.STOCK, unit="projects", component_of=two["home"])
    figures = [on_a_day(two["total"], 10), on_a_day(two["foreign"], 4), on_a_day(two["home"], 7)]
    report(*figures, on_a_day(online, 8), place=province, year=2020)
    area = builders.make_indicator("area", kind=IndicatorKind.STOCK, unit="ha")
    part = builders.make_place("muddle-part", kind=PlaceKind.ZONE_PART, parent=province)
    for place, hectares in ((province, 3), (part, 40)):
        builders.make_target(place, area, hectares, role=TargetRole.PLAN, comparator=Comparator.EXACTLY, **printed())


def _break_money(province):
    one = capital()
    dollars = {"other_value": 100 * MILLION, "other_unit": builders.make_unit("USD")}
    report(to_date(one["home"], 2000 * BILLION, **dollars, **printed()), place=province, year=2022)
    report(to_date(one["home"], 2600 * BILLION, **dollars, **printed()), place=province, year=2023)
    report(
        to_date(one["total"], 500 * MILLION),
        to_date(one["foreign"], 200 * MILLION),
        to_date(one["home"], 7200 * BILLION),
        Figure(one["foreign"], 150 * MILLION, Basis.IN_QUARTER),
        place=province,
    )
    report(to_date(one["foreign"], 20 * MILLION), place=province, quarter=3)
    report(to_date(one["foreign"], 300 * MILLION), place=province, reporter=builders.make_organisation("another"))
    goal = builders.make_target(
        province,
        one["foreign"],
        900 * MILLION,
        phases=[Phase(date(2025, 1, 1), date(2025, 9, 30), 400 * MILLION)],
    )
    builders.make_target(builders.make_park("muddle-park"), one["foreign"], 400 * MILLION, part_of=goal)


def _break_names_and_perimeters(province, parks):
    record_unfit_succession(builders.make_place("endless"), builders.make_place("heir"))
    listing = builders.make_perimeter("muddle-listing", province=province)
    builders.make_member(listing, builders.make_park("lost", parent=listing))
    builders.make_park("green", parent=parks, name="KCN Sông Xanh", name_en="Green")
    builders.make_park("green-2", parent=parks, name="KCN Sông Xanh 2", name_en="Green 2")
    started = builders.make_indicator("started", unit="projects")
    builders.make_target(province, started, 20, year=2024)
    report(to_date(started, 5), place=parks)
    compare(Actual.objects.get(indicator=started), ComparisonKind.TIMES, "4.5", "percent")


def _break_single_figures(province):
    growth = builders.make_indicator("growth", kind=IndicatorKind.OTHER, unit="percent")
    builders.make_target(province, growth, 85)
    builders.make_target(province, builders.make_indicator("named"), None, role=TargetRole.OFFER)
    share = builders.make_indicator("share", kind=IndicatorKind.RATIO, unit="percent")
    stock = builders.make_indicator("stock", kind=IndicatorKind.STOCK)
    report(on_a_day(share, 104), on_a_day(stock, -1), place=province, year=2021)
    leased = builders.make_indicator("leased", unit="ha")
    total = builders.make_indicator("leased-to-date", kind=IndicatorKind.STOCK, unit="ha", accumulates=leased)
    report(on_a_day(total, 5), place=province, year=2019)
    report(on_a_day(total, 9), Figure(leased, 1, Basis.IN_QUARTER), place=province, year=2020, quarter=1)
