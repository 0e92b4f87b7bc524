"""Own reports beside sums of children, coverage of goals, and sums divided by the targets of the same units."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.progress.arithmetic import (
    FLOW,
    LIMITS,
    OTHER,
    Q1,
    Q2,
    Q3,
    RATIO,
    STOCK,
    amount,
    flow_reading,
    level_reading,
    target,
)
from tracker.progress.measures import (
    Amount,
    Basis,
    ChildReading,
    Comparator,
    Coverage,
    Direction,
    GoalPart,
    Phase,
    Reading,
    Reason,
    Status,
    TargetRole,
    UnitTarget,
    coverage_of_goal,
    expected,
    judge,
    like_for_like,
    roll_up,
)

SILENT = Reading(kind=FLOW, reason=Reason.NOT_REPORTED)
OUT = Reading(kind=FLOW, reason=Reason.NOT_APPLICABLE)


def children(*readings):
    return [ChildReading(key=position, reading=reading) for position, reading in enumerate(readings, 1)]


def ratio_reading(numerator, denominator):
    value = Decimal(numerator) / Decimal(denominator)
    return Reading(
        kind=RATIO,
        amount=Amount(value),
        to_on=Q1.last_day,
        numerator=Decimal(numerator),
        denominator=Decimal(denominator),
    )


def test_own_report_leads_and_is_never_added_to_its_children():
    answer = roll_up(flow_reading("125"), children(flow_reading("40"), flow_reading("50"), SILENT))
    assert (answer.headline.amount, answer.own_report) == (amount("125"), True)
    assert answer.children_sum.amount == amount("90")
    assert answer.gap == amount("35")  # 125 - 90 are not broken down
    assert (answer.coverage, answer.missing_keys) == (Coverage(2, 3), (3,))


def test_sum_stands_in_where_there_is_no_own_report():
    answer = roll_up(None, children(flow_reading("40"), flow_reading("50", comparator=Comparator.OVER)))
    assert (answer.headline.amount, answer.own_report) == (amount("90", Comparator.OVER), False)
    assert (answer.gap, answer.gap_reason) == (None, Reason.NOT_REPORTED)


def test_silent_own_report_is_no_report():
    answer = roll_up(SILENT, children(flow_reading("40")))
    assert (answer.headline.amount, answer.own_report) == (amount("40"), False)
    assert roll_up(SILENT, children(SILENT)).headline is SILENT


def test_no_children_and_no_reports_are_not_zero():
    assert roll_up(None, []).children_sum.reason is Reason.NO_CHILDREN
    silent = roll_up(None, children(SILENT, SILENT))
    assert (silent.children_sum.amount, silent.children_sum.reason) == (None, Reason.NO_CHILD_REPORTED)
    assert silent.coverage == Coverage(0, 2)


def test_not_applicable_leaves_the_coverage():
    answer = roll_up(None, children(flow_reading("40"), OUT, SILENT))
    assert (answer.coverage, answer.not_applicable_keys, answer.missing_keys) == (Coverage(1, 2), (2,), (3,))


def test_unit_that_owes_nothing_is_added_and_not_counted():
    answer = roll_up(
        None, [*children(flow_reading("40")), ChildReading(key="guest", reading=flow_reading("2"), owes=False)]
    )
    assert (answer.children_sum.amount, answer.coverage) == (amount("42"), Coverage(1, 1))


def test_child_known_to_an_earlier_day_is_not_added():
    early = flow_reading("30", Q1.last_day, carried=True)
    answer = roll_up(None, children(flow_reading("70", Q2.last_day), early))
    # Adding 30 would take the silent second quarter for 0.
    assert answer.children_sum.amount == amount("70")
    assert (answer.other_span_keys, answer.coverage) == ((2,), Coverage(1, 2))
    at_first_quarter = roll_up(None, children(flow_reading("70", Q2.last_day), early), to_on=Q1.last_day)
    assert at_first_quarter.children_sum.amount == amount("30")


def test_gap_is_taken_over_one_span_only():
    answer = roll_up(flow_reading("125", Q2.last_day), children(flow_reading("40", Q1.last_day)))
    assert (answer.gap, answer.gap_reason) == (None, Reason.SPANS_DIFFER)


def test_stocks_are_added_with_carried_ones_marked():
    old = level_reading("20", date(2024, 12, 31), carried=True)
    answer = roll_up(level_reading("90"), children(level_reading("60"), old))
    assert (answer.children_sum.amount, answer.children_sum.carried) == (amount("80"), True)
    assert (answer.carried_keys, answer.coverage, answer.gap) == ((2,), Coverage(1, 2), amount("10"))


def test_ratios_are_recomputed_and_printed_ones_left_out():
    printed = level_reading("58", kind=RATIO, printed_only=True)
    answer = roll_up(None, children(ratio_reading(30, 50), ratio_reading(5, 50), printed))
    # (30 + 5) / (50 + 50), and not the mean of 60 %, 10 % and 58.
    assert answer.children_sum.amount == amount("0.35")
    assert (answer.printed_only_keys, answer.included_keys, answer.coverage) == ((3,), (1, 2), Coverage(3, 3))
    own = roll_up(ratio_reading(40, 100), children(ratio_reading(30, 50)))
    assert (own.gap, own.gap_reason) == (None, Reason.KIND_NOT_ADDED)


def test_only_printed_ratios_give_no_sum():
    answer = roll_up(None, children(level_reading("58", kind=RATIO, printed_only=True)))
    assert answer.children_sum.reason is Reason.NO_COMPONENTS


def test_ratios_of_different_scales_are_refused():
    percent = replace(ratio_reading(30, 50), ratio_scale=Decimal(100))
    with pytest.raises(ValueError, match="scales"):
        roll_up(None, children(percent, ratio_reading(5, 50)))


def test_other_kind_is_never_added():
    answer = roll_up(None, children(level_reading("11", kind=OTHER), level_reading("4", kind=OTHER)))
    assert (answer.children_sum.reason, answer.included_keys) == (Reason.KIND_NOT_ADDED, ())
    assert answer.coverage == Coverage(2, 2)


def test_kinds_are_never_mixed():
    with pytest.raises(ValueError, match="flow, stock"):
        roll_up(None, children(flow_reading("1"), level_reading("1")))


def test_flags_and_links_are_inherited():
    one = flow_reading("1", links=((1, "a"),), nil=True)
    two = flow_reading("2", links=((1, "b"), (-1, "c")), provisional=True, derived=True)
    total = roll_up(None, children(one, two)).children_sum
    assert total.links == ((1, "a"), (1, "b"), (-1, "c"))
    assert (total.nil, total.provisional, total.derived) == (False, True, True)


HAI_DUONG_FDI = {"Dai An": 500, "Lai Cach": 150, "Phuc Dien": 100, "An Phat 1": 25, "Gia Loc": 100, "Kim Thanh": 50}


def test_hai_duong_fdi_is_assigned_to_the_dollar():
    parts = [GoalPart(key=name, amount=amount(str(value))) for name, value in HAI_DUONG_FDI.items()]
    parts += [
        GoalPart(key="Luong Dien - Ngoc Lien", amount=amount("25")),
        GoalPart(key="Lai Vu", amount=None),
        GoalPart(key="the remaining parks", amount=amount("50"), collective=True),
    ]
    answer = coverage_of_goal(amount("1000", Comparator.AT_LEAST), parts)
    assert answer.assigned == amount("1000")  # 500+150+100+25+100+50+25+50
    assert (answer.unassigned.low, answer.over_assigned.low, answer.share.low) == (0, 0, 1)
    assert (answer.parts_with, answer.parts_without, answer.parts_collective) == (8, 1, 1)


def test_hai_duong_ddi_leaves_2500_to_nobody():
    values = (1700, 500, 2000, 1000, 500, 100, 100, 100)
    parts = [GoalPart(key=position, amount=amount(str(value))) for position, value in enumerate(values)]
    answer = coverage_of_goal(amount("8500", Comparator.OVER), [*parts, GoalPart(key="An Phat 1", amount=None)])
    assert (answer.assigned, answer.unassigned.low) == (amount("6000"), Decimal(2500))
    assert answer.share.low == Decimal(6000) / 8500  # 70.6 %


def test_goal_assigned_twice_over_says_by_how_much():
    answer = coverage_of_goal(
        amount("100"), [GoalPart(key=1, amount=amount("70")), GoalPart(key=2, amount=amount("80"))]
    )
    assert (answer.over_assigned.low, answer.unassigned.low, answer.share.low) == (50, 0, Decimal("1.5"))


def test_range_goal_is_covered_at_both_ends():
    answer = coverage_of_goal(amount("100..200"), [GoalPart(key=1, amount=amount("150"))])
    assert (answer.unassigned.low, answer.unassigned.high) == (0, 50)
    assert (answer.over_assigned.low, answer.over_assigned.high) == (50, 0)
    assert (answer.share.low, answer.share.high) == (Decimal("1.5"), Decimal("0.75"))


def test_parts_without_figures_assign_nothing_rather_than_zero():
    answer = coverage_of_goal(amount("100"), [GoalPart(key=1, amount=None)])
    assert (answer.assigned, answer.unassigned.low, answer.reason) == (None, None, Reason.NOT_BROKEN_DOWN)
    assert coverage_of_goal(Amount.none_stated(), []).reason is Reason.TARGET_NOT_STATED


def test_parts_of_other_units_and_roles_are_not_added():
    parts = [
        GoalPart(key=1, amount=amount("40"), unit="USD"),
        GoalPart(key=2, amount=amount("900"), unit="VND"),
        GoalPart(key=3, amount=amount("30"), unit="USD", role=TargetRole.OFFER),
    ]
    answer = coverage_of_goal(amount("100"), parts, unit="USD")
    assert (answer.assigned, answer.parts_with, answer.parts_in_other_units) == (amount("40"), 1, 1)


def test_over_assigned_part_makes_the_rest_an_under():
    answer = coverage_of_goal(amount("100"), [GoalPart(key=1, amount=amount("60", Comparator.OVER))])
    assert (answer.unassigned.low, answer.unassigned.comparator) == (Decimal(40), Comparator.UNDER)


def test_inherited_goal_is_divided_by_the_target_of_the_unit_that_reported():
    units = [
        UnitTarget(key="Hai Duong", reading=flow_reading("125"), target=target("1000")),
        UnitTarget(key="Hai Phong", reading=SILENT, target=target("3000")),
    ]
    answer = like_for_like(units)
    # 125 / 1,000, 1 of 2; dividing by 4,000 would say 3.1 %.
    assert answer.attainment.low == Decimal("0.125")
    assert (answer.included_keys, answer.left_out_keys) == (("Hai Duong",), ("Hai Phong",))


def test_sum_of_targets_is_judged_like_one():
    units = [
        UnitTarget(key=1, reading=flow_reading("125"), target=target("1000", Comparator.AT_LEAST)),
        UnitTarget(key=2, reading=flow_reading("375"), target=target("1000")),
        UnitTarget(key=3, reading=flow_reading("9"), target=None),
    ]
    answer = like_for_like(units)
    assert answer.target.amount == amount("2000", Comparator.AT_LEAST)
    progress = judge(answer.target, answer.reading, quarter=Q1, thresholds=LIMITS)
    assert (progress.attainment.low, progress.status) == (Decimal("0.25"), Status.ON_TRACK)
    assert answer.left_out_keys == (3,)


def test_plans_of_several_units_add_up_day_by_day():
    plan = (
        Phase(starts=Q1.first_day, ends=Q2.last_day, amount=amount("100"), basis=Basis.YEAR_TO_DATE),
        Phase(starts=Q1.first_day, ends=Q3.last_day, amount=amount("400"), basis=Basis.YEAR_TO_DATE),
    )
    planned, straight = target("1000", phases=plan), target("1200")
    units = [
        UnitTarget(key=1, reading=flow_reading("1"), target=planned),
        UnitTarget(key=2, reading=flow_reading("1"), target=straight),
    ]
    together = like_for_like(units).target
    for day in (date(2025, 2, 21), Q1.last_day, Q2.last_day, date(2025, 8, 10), date(2025, 11, 5), date(2025, 12, 31)):
        apart = expected(planned, day).low + expected(straight, day).low
        assert abs(expected(together, day).low - apart) < Decimal("1e-20")


def test_levels_are_summed_with_their_baselines():
    terms = target("62", kind=STOCK, baseline=Decimal(60))
    units = [
        UnitTarget(key=1, reading=level_reading("61"), target=terms),
        UnitTarget(key=2, reading=level_reading("60"), target=terms),
    ]
    assert like_for_like(units).attainment.low == Decimal("0.25")  # (121 - 120) / (124 - 120)


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (target("5"), target("5", ends=date(2026, 12, 31)), Reason.SPANS_DIFFER),
        (target("5"), target("5", direction=Direction.NEUTRAL), Reason.SPANS_DIFFER),
        (target("5", kind=RATIO), target("5", kind=RATIO), Reason.KIND_NOT_ADDED),
    ],
)
def test_targets_that_cannot_be_added_divide_nothing(one, other, reason):
    readings = [ratio_reading(1, 2), ratio_reading(1, 2)] if one.kind is RATIO else [flow_reading("1")] * 2
    answer = like_for_like(
        [UnitTarget(key=1, reading=readings[0], target=one), UnitTarget(key=2, reading=readings[1], target=other)]
    )
    assert (answer.target, answer.reason, answer.attainment.reason) == (None, reason, reason)


def test_no_unit_with_both_divides_nothing():
    answer = like_for_like([UnitTarget(key=1, reading=SILENT, target=target("5"))])
    assert (answer.attainment.reason, answer.left_out_keys) == (Reason.NO_CHILD_REPORTED, (1,))


def test_goal_of_nothing_has_no_share():
    answer = coverage_of_goal(amount("0"), [GoalPart(key=1, amount=amount("5"))])
    assert (answer.share.reason, answer.over_assigned.low) == (Reason.TARGET_NOT_POSITIVE, Decimal(5))


def test_range_of_parts_around_the_goal_leaves_nothing_or_something():
    answer = coverage_of_goal(amount("50"), [GoalPart(key=1, amount=amount("40..70"))])
    assert (answer.unassigned.low, answer.unassigned.high) == (Decimal(0), Decimal(10))
    assert (answer.over_assigned.low, answer.over_assigned.high) == (Decimal(0), Decimal(20))


def test_planned_levels_are_summed_for_the_same_days_only():
    def planned(quarter):
        step = Phase(starts=Q1.first_day, ends=quarter.last_day, amount=amount("61"), basis=Basis.AS_OF)
        return target("64", kind=STOCK, baseline=Decimal(60), phases=(step,))

    def together(one, other):
        return like_for_like(
            [
                UnitTarget(key=1, reading=level_reading("61"), target=one),
                UnitTarget(key=2, reading=level_reading("60"), target=other),
            ]
        )

    alike = together(planned(Q2), planned(Q2)).target
    assert expected(alike, Q2.last_day).low == Decimal(122)
    assert together(planned(Q2), planned(Q3)).reason is Reason.SPANS_DIFFER
