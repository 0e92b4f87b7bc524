"""Rules about perimeters, names, quarters, sources and single figures."""

from datetime import date

import pytest
from django.utils import translation

from provinces.models import PlaceKind
from tests import builders
from tests.builders import Figure
from tests.findings.invented import MILLION, found, on_a_day, report, to_date
from tracker.findings import Severity
from tracker.models import Actual, Basis, Comparator, IndicatorKind, ObservationStatus, TargetRole

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def province_and_parks():
    province = builders.make_place("a-province", parent=builders.make_country())
    return province, builders.make_perimeter("its-parks", province=province)


def test_a_goal_of_the_province_with_a_figure_of_its_parks_is_a_finding():
    province, parks = province_and_parks()
    builders.make_target(province, year=2024)
    report(to_date(builders.make_indicator(), 100 * MILLION), place=parks, quarter=1)
    report(to_date(builders.make_indicator(), 120 * MILLION), place=parks, quarter=2)
    [finding] = found("perimeter_mismatch")
    assert finding.severity == Severity.WARNING
    assert finding.difference is None
    assert [item.place_slug for item in finding.inputs] == ["a-province", "its-parks"]
    assert "120 million USD, is for Its Parks" in finding.arithmetic


def test_a_goal_of_the_parks_with_a_figure_of_the_province_is_a_finding():
    province, parks = province_and_parks()
    builders.make_target(parks, year=2024)
    report(to_date(builders.make_indicator(), 120 * MILLION), place=province)
    [finding] = found("perimeter_mismatch")
    assert [item.place_slug for item in finding.inputs] == ["its-parks", "a-province"]


@pytest.mark.parametrize("case", ["own-figure", "other-year", "park", "neighbour", "plan"])
def test_goals_measured_by_their_own_place_or_its_parks_are_no_finding(case):
    province, parks = province_and_parks()
    indicator = builders.make_indicator()
    role = TargetRole.PLAN if case == "plan" else TargetRole.GOAL
    builders.make_target(province, year=2025 if case == "other-year" else 2024, role=role)
    place = parks
    if case == "park":
        place = builders.make_park("a-park", parent=parks)
    if case == "neighbour":
        place = builders.make_perimeter("other-parks", province=builders.make_place("another-province"))
    report(to_date(indicator, 120 * MILLION), place=place)
    if case == "own-figure":
        report(to_date(indicator, 500 * MILLION), place=province)
    assert found("perimeter_mismatch") == []


def names(*pairs: tuple[str, PlaceKind], aliases: tuple[str, ...] = ()):
    province, parks = province_and_parks()
    for number, (name, kind) in enumerate(pairs):
        builders.make_place(
            f"site-{number}", kind=kind, parent=parks, name=name, name_en=name, aliases=list(aliases) if number else []
        )
    return province, parks


PARK, PHASE, CLUSTER = PlaceKind.INDUSTRIAL_PARK, PlaceKind.PHASE, PlaceKind.INDUSTRIAL_CLUSTER


@pytest.mark.parametrize(
    "pair",
    [
        (("KCN Sông Xanh", PARK), ("KCN Sông Xanh 2 (giai đoạn 1)", PHASE)),
        (("KCN Sông Xanh", PARK), ("KCN Sông Xanh mở rộng", PARK)),
        (("KCN Sông Xanh", PARK), ("CCN Sông Xanh", CLUSTER)),
        (("KCN Sông Xanh số 1", PARK), ("KCN Sông Xanh II", PARK)),
        (("Song Xanh Industrial Park", PARK), ("Expanded Song Xanh Industrial Park", PARK)),
    ],
)
def test_sites_that_differ_only_by_a_number_or_a_phase_are_worth_knowing(pair):
    names(*pair)
    [finding] = found("near_duplicate_places")
    assert finding.severity == Severity.NOTICE
    assert {item.place_slug for item in finding.inputs} == {"site-0", "site-1"}


def test_sites_that_share_a_name_or_an_alias_may_be_one():
    names(("KCN Sông Xanh", PARK), ("KCN Hòa Thủy", PARK), aliases=("Song Xanh",))
    [finding] = found("near_duplicate_places")
    assert finding.severity == Severity.WARNING


@pytest.mark.parametrize(
    "pair",
    [
        (("KCN Nam Sông Xanh", PARK), ("KCN Bắc Sông Xanh", PARK)),
        (("KCN Sông Xanh", PARK), ("KCN Sông Xanh Lam", PARK)),
        (("KCN Xanh", PARK), ("KCN Xanhlam", PARK)),
        (("KCN Sông Vì", PARK), ("KCN Sông Sở", PARK)),
        (("KCN Núi Cao", PARK), ("KCN Sông Xanh", PARK)),
    ],
)
def test_sites_of_other_names_are_no_finding(pair):
    names(*pair)
    assert found("near_duplicate_places") == []


def test_sites_inside_each_other_or_of_other_provinces_are_no_finding():
    park = builders.make_park("green", parent=builders.make_place("a-province", parent=builders.make_country()))
    builders.make_place("green-1", kind=PHASE, parent=park, name="Green 1", name_en="Green 1")
    builders.make_park(
        "green-2", parent=builders.make_place("b-province", parent=builders.make_country()), name="Green 2"
    )
    assert found("near_duplicate_places") == []


def quarters(first: int, running: int, quarter: int | None, **fields) -> None:
    indicator = builders.make_indicator()
    report(to_date(indicator, first * MILLION), quarter=1)
    figures = [to_date(indicator, running * MILLION, **fields)]
    if quarter is not None:
        figures.append(Figure(indicator, quarter * MILLION, Basis.IN_QUARTER))
    report(*figures, quarter=2)


def test_a_quarter_that_the_year_to_date_contradicts_is_a_finding():
    quarters(100, 250, 160)  # 250 - 100 = 150
    [finding] = found("quarter_against_year_to_date")
    assert finding.difference == 10 * MILLION
    assert len(finding.inputs) == 3


def test_the_first_quarter_is_the_year_to_date():
    indicator = builders.make_indicator()
    report(to_date(indicator, 100 * MILLION), Figure(indicator, 90 * MILLION, Basis.IN_QUARTER), quarter=1)
    [finding] = found("quarter_against_year_to_date")
    assert finding.difference == -10 * MILLION


def test_quarters_stand_for_a_year_to_date_that_was_not_reported():
    """10, then 15 with 30 to date: 10 + 15 = 25; with 25 to date they fit."""
    one, other, third = (builders.make_indicator(code) for code in ("one", "other", "third"))
    report(*(Figure(each, 10 * MILLION, Basis.IN_QUARTER) for each in (one, other)), quarter=1)
    second = [Figure(each, 15 * MILLION, Basis.IN_QUARTER) for each in (one, other, third)]
    years = [to_date(one, 30 * MILLION), to_date(other, 25 * MILLION), to_date(third, 30 * MILLION)]
    report(*second, *years, quarter=2)
    rows = Actual.objects.filter(indicator=one)
    wrong = [rows.get(value=value * MILLION).pk for value in (15, 30, 10)]
    [finding] = found("quarter_against_year_to_date")
    assert (finding.difference, [item.record_id for item in finding.inputs]) == (-5 * MILLION, wrong)


def test_quarters_before_are_added_to_the_last_year_to_date_that_was_reported():
    """30 to the end of June, 5 in the third quarter and 10 in the fourth make 45, not 50."""
    indicator = builders.make_indicator()
    report(to_date(indicator, 30 * MILLION), quarter=2)
    report(Figure(indicator, 5 * MILLION, Basis.IN_QUARTER), quarter=3)
    report(Figure(indicator, 10 * MILLION, Basis.IN_QUARTER), to_date(indicator, 50 * MILLION), quarter=4)
    [finding] = found("quarter_against_year_to_date")
    assert (finding.difference, len(finding.inputs)) == (-5 * MILLION, 4)


@pytest.mark.parametrize("both", [False, True])
def test_a_year_to_date_that_falls_for_a_reason_given_while_entering_is_no_finding(both):
    indicator, why = builders.make_indicator(), {"reason": "thu hồi dự án"}
    report(to_date(indicator, 250 * MILLION), quarter=1)
    falls = [to_date(indicator, 100 * MILLION, **({} if both else why))]
    if both:
        falls.append(Figure(indicator, -150 * MILLION, Basis.IN_QUARTER, fields=why))
    report(*falls, quarter=2)
    assert found("quarter_against_year_to_date") == []


def test_quarters_that_fit_are_no_finding():
    quarters(100, 250, 150)
    assert found("quarter_against_year_to_date") == []


def test_a_year_to_date_that_falls_without_a_reason_is_a_finding():
    quarters(250, 100, None)
    [finding] = found("quarter_against_year_to_date")
    assert finding.difference == -150 * MILLION


def test_a_year_to_date_that_falls_with_a_reason_is_no_finding():
    quarters(250, 100, None, note="Một dự án bị thu hồi.")
    assert found("quarter_against_year_to_date") == []


def test_two_reporters_with_different_numbers_contradict_each_other():
    indicator = builders.make_indicator()
    report(to_date(indicator, 100 * MILLION), reporter=builders.make_organisation("one"))
    report(to_date(indicator, 130 * MILLION), reporter=builders.make_organisation("two"))
    [finding] = found("sources_disagree")
    assert (finding.severity, abs(finding.difference)) == (Severity.WARNING, 30 * MILLION)


def test_two_reporters_whose_numbers_fit_are_no_finding():
    indicator = builders.make_indicator()
    report(to_date(indicator, 100 * MILLION), reporter=builders.make_organisation("one"))
    over = to_date(indicator, 99 * MILLION, comparator=Comparator.OVER)
    report(over, reporter=builders.make_organisation("two"))
    assert found("sources_disagree") == []


def test_two_goals_of_one_year_both_bind_and_are_worth_knowing():
    builders.make_target(value=1000 * MILLION, comparator=Comparator.EXACTLY)
    builders.make_target(value=1200 * MILLION, comparator=Comparator.EXACTLY)
    [finding] = found("sources_disagree")
    assert (finding.severity, finding.difference) == (Severity.NOTICE, 200 * MILLION)


def test_a_negative_stock_and_half_a_project_are_impossible():
    stock = builders.make_indicator("stock", kind=IndicatorKind.STOCK)
    count = builders.make_indicator("count", kind=IndicatorKind.STOCK, unit="projects")
    report(on_a_day(stock, -1), on_a_day(count, "1.5"))
    findings = found("impossible_figure")
    assert [finding.severity for finding in findings] == [Severity.ERROR, Severity.ERROR]


def test_a_negative_flow_is_possible():
    report(to_date(builders.make_indicator(), -1 * MILLION))
    assert found("impossible_figure") == []


def test_a_figure_named_without_a_number_is_worth_knowing():
    builders.make_target(value=None, role=TargetRole.OFFER)
    [finding] = found("figure_without_value")
    assert finding.severity == Severity.NOTICE
    assert finding.inputs[0].value is None
    assert finding.inputs[0].shown == "no value stated"


def test_a_reported_not_yet_known_is_an_answer():
    figure = Figure(
        builders.make_indicator(),
        None,
        comparator=Comparator.NONE_STATED,
        observation_status=ObservationStatus.NOT_YET_KNOWN,
    )
    report(figure)
    assert found("figure_without_value") == []


def test_names_of_places_that_never_existed_together_are_no_finding():
    province = builders.make_place("a-province", parent=builders.make_country())
    builders.make_park("old", parent=province, name="KCN Sông Xanh", valid_to=date(2020, 12, 31))
    builders.make_park("new", parent=province, name="KCN Sông Xanh 2", valid_from=date(2021, 1, 1))
    assert found("near_duplicate_places") == []
