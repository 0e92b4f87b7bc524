"""Comparisons with earlier periods."""

from datetime import date
from decimal import Decimal

import pytest

from tests.progress.arithmetic import (
    FLOW,
    amount,
    flow_reading,
    level_reading,
)
from tracker.progress.measures import (
    ChildReading,
    Comparator,
    IndicatorKind,
    Reading,
    Reason,
    compare,
    compare_groups,
    compare_sums,
)


def ratio_reading(value, to_on):
    return Reading(kind=IndicatorKind.RATIO, amount=amount(value), to_on=to_on)


SILENT = Reading(kind=FLOW, reason=Reason.NOT_REPORTED)


def last_year(value, to_on=date(2024, 3, 31), **other):
    return flow_reading(value, to_on, from_on=date(2024, 1, 1), **other)


def test_same_period_last_year_has_ratio_and_change():
    answer = compare(flow_reading("450"), last_year("100"))
    # The forms print 450 %, the news print +350 %.
    assert (answer.ratio, answer.change, answer.difference) == (amount("4.5"), amount("3.5"), amount("350"))
    assert answer.like_for_like


def test_ratio_has_a_difference_in_points_and_is_never_divided():
    # From 60 % to 66 % are 6 points, and no 10 %.
    answer = compare(ratio_reading("66", date(2025, 3, 31)), ratio_reading("60", date(2024, 3, 31)))
    assert (answer.difference, answer.ratio, answer.change, answer.reason) == (amount("6"), None, None, None)
    assert answer.like_for_like


def test_groups_bring_what_the_sum_of_all_compares():
    def child(key, reading):
        return ChildReading(key=key, reading=reading)

    groups = {
        "north": (
            [child("a", flow_reading("160")), child("b", flow_reading("30"))],
            [child("a", last_year("100")), child("b", SILENT)],
        ),
        "south": ([child("c", flow_reading("50"))], [child("c", last_year("80"))]),
        "west": ([child("d", SILENT)], [child("d", last_year("7"))]),
    }
    found = compare_groups(groups)
    # b and d have only one of the years: they are in neither; the west is nothing but d.
    assert {key: (each.value, each.current) for key, each in found.items()} == {
        "north": (amount("100"), amount("160")),
        "south": (amount("80"), amount("50")),
    }
    now, then = ([one for group in groups.values() for one in group[side]] for side in (0, 1))
    whole = compare_sums(now, then)
    assert (whole.value, whole.current) == (amount("180"), amount("210"))


def test_previous_quarter_corresponds():
    answer = compare(
        flow_reading("30", date(2025, 6, 30), from_on=date(2025, 4, 1)),
        flow_reading("40", date(2025, 3, 31), from_on=date(2025, 1, 1)),
    )
    assert (answer.ratio, answer.change, answer.like_for_like) == (amount("0.75"), amount("-0.25"), True)


def test_comparators_travel_into_the_ratio():
    assert compare(flow_reading("120", comparator=Comparator.OVER), last_year("100")).ratio == amount(
        "1.2", Comparator.OVER
    )


def test_another_cut_off_day_is_not_like_for_like():
    answer = compare(flow_reading("120", cut_off_on=date(2025, 3, 20)), last_year("100"))
    assert (answer.ratio, answer.like_for_like) == (amount("1.2"), False)
    same = compare(flow_reading("120", cut_off_on=date(2025, 3, 20)), last_year("100", cut_off_on=date(2024, 3, 20)))
    assert same.like_for_like
    opening = compare(flow_reading("120", opening_cut_off_on=date(2024, 12, 20)), last_year("100"))
    assert not opening.like_for_like


def test_end_of_february_corresponds_in_leap_years():
    answer = compare(flow_reading("2", date(2025, 2, 28)), last_year("1", date(2024, 2, 29)))
    assert (answer.ratio, answer.like_for_like) == (amount("2"), True)


def test_other_spans_are_not_divided():
    answer = compare(flow_reading("120", date(2025, 2, 21)), last_year("100"))
    assert (answer.ratio, answer.reason, answer.value) == (None, Reason.SPANS_DIFFER, amount("100"))


@pytest.mark.parametrize("earlier", ["0", "-5"])
def test_nothing_is_divided_by_nothing(earlier):
    answer = compare(flow_reading("120"), last_year(earlier))
    assert (answer.ratio, answer.reason) == (None, Reason.EARLIER_NOT_POSITIVE)
    assert answer.difference == amount(str(120 - Decimal(earlier)))


def test_missing_figures_are_not_compared():
    assert compare(SILENT, last_year("1")).reason is Reason.NOT_REPORTED
    assert compare(flow_reading("1"), None).reason is Reason.EARLIER_MISSING
    assert compare(flow_reading("1"), SILENT).reason is Reason.EARLIER_MISSING
    with pytest.raises(ValueError, match="kind"):
        compare(flow_reading("1"), level_reading("1"))


def test_levels_compare_by_their_days():
    assert compare(level_reading("60"), level_reading("50", date(2024, 3, 31))).like_for_like
    assert not compare(level_reading("60"), level_reading("50", date(2024, 2, 21))).like_for_like


def test_sums_compare_the_units_that_have_both():
    now = [ChildReading(key="a", reading=flow_reading("30")), ChildReading(key="b", reading=flow_reading("70"))]
    then = [ChildReading(key="a", reading=last_year("20")), ChildReading(key="b", reading=SILENT)]
    answer = compare_sums(now, then)
    # 30 / 20; with b's 70 it would be 5-fold.
    assert (answer.ratio, answer.units, answer.units_of) == (amount("1.5"), 1, 2)
    assert (answer.current, answer.value) == (amount("30"), amount("20"))


def test_comparison_names_the_amount_that_is_divided():
    # A goal of 2021 to 2023 has 600 to date; its comparison is that of the half-years, 150 and 100 (W12).
    answer = compare(
        flow_reading("150", date(2023, 6, 30), from_on=date(2023, 1, 1)),
        flow_reading("100", date(2022, 6, 30), from_on=date(2022, 1, 1)),
    )
    assert (answer.current, answer.value, answer.ratio) == (amount("150"), amount("100"), amount("1.5"))


@pytest.mark.parametrize("earlier", [None, last_year("-5"), last_year("100", date(2024, 2, 29))])
def test_comparison_without_a_ratio_names_its_amount_all_the_same(earlier):
    answer = compare(flow_reading("120"), earlier)
    assert (answer.ratio, answer.current) == (None, amount("120"))
    assert compare(SILENT, earlier).current is None


def test_sums_name_the_amount_of_the_units_that_have_both():
    now = [ChildReading(key="P", reading=flow_reading("80")), ChildReading(key="Q", reading=flow_reading("20"))]
    then = [ChildReading(key="P", reading=last_year("40")), ChildReading(key="Q", reading=SILENT)]
    answer = compare_sums(now, then)
    # 80 / 40 over 1 of 2 units; the 100 to date is not what is divided (W13).
    assert (answer.current, answer.value, answer.ratio) == (amount("80"), amount("40"), amount("2"))
    assert (answer.units, answer.units_of) == (1, 2)
