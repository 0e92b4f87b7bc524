"""The judgement of one goal, case by case with the working beside it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.progress.arithmetic import (
    LIMITS,
    OTHER,
    Q1,
    Q2,
    Q3,
    Q4,
    RATIO,
    STOCK,
    amount,
    flow_reading,
    level,
    level_reading,
    number,
    quarterly,
    target,
    ytd,
)
from tracker.progress.measures import (
    Amount,
    Basis,
    Comparator,
    Coverage,
    Direction,
    ExpectedRule,
    ObservationStatus,
    PastYear,
    Phase,
    Reason,
    Status,
    TargetRole,
    Way,
    attainment,
    in_quarter,
    judge,
    to_date,
)

C = Comparator
FALLING = Direction.LOWER_IS_BETTER


def judged(terms, reading, quarter=Q1, **other):
    return judge(terms, reading, quarter=quarter, thresholds=LIMITS, **other)


def test_hai_duong_fdi_in_the_first_quarter():
    # Millions of USD: 125 of at least 1,000.
    figures = [ytd(Q1, "125")]
    terms = target("1000", C.AT_LEAST)
    progress = judged(terms, to_date(figures, terms.starts, Q1), in_quarter=in_quarter(figures, Q1))
    assert progress.attainment.low == Decimal("0.125")  # 125 / 1,000
    assert (progress.expected.share, progress.expected.low) == (Decimal("0.25"), Decimal(250))  # 3 of 12 months
    assert progress.expected_rule is ExpectedRule.STRAIGHT_LINE
    assert progress.pace == Decimal("0.5")  # 12.5 % / 25 %
    assert progress.status is Status.OFF_TRACK
    assert progress.gap.low == Decimal(875)
    assert progress.quarters_left == 3
    assert progress.needed_per_remaining_quarter.low == Decimal(875) / 3  # 291.67
    assert progress.quarter_share.low == Decimal("0.125")
    assert progress.read_to == date(2025, 3, 31)
    assert progress.reasons == ()


def test_hai_duong_ddi_in_the_first_quarter():
    # Billions of VND: 6,918 of more than 8,500.
    progress = judged(target("8500", C.OVER), flow_reading("6918"))
    assert progress.attainment.low == Decimal(6918) / 8500  # 81.388 %
    assert progress.pace == Decimal(6918) / 2125  # 81.388 % / 25 %
    assert progress.status is Status.ON_TRACK
    assert progress.gap.low == Decimal(1582)
    assert progress.needed_per_remaining_quarter.low == Decimal(1582) / 3


def test_dai_an_has_not_reported_and_is_never_nought_per_cent():
    progress = judged(target("500"), to_date([], date(2025, 1, 1), Q1))
    assert (progress.status, progress.reasons) == (Status.NOT_REPORTED, (Reason.NOT_REPORTED,))
    assert (progress.attainment.low, progress.attainment.reason) == (None, Reason.NOT_REPORTED)
    assert (progress.gap.low, progress.pace, progress.expected, progress.quarters_left) == (None, None, None, None)


def test_lai_vu_has_no_target_and_not_a_target_of_nought():
    progress = judged(None, flow_reading("5"))
    assert (progress.status, progress.attainment.reason) == (Status.NO_TARGET, Reason.NO_TARGET)
    assert progress.needed_per_remaining_quarter.reason is Reason.NO_TARGET
    assert judged(target(None), flow_reading("5")).status is Status.NO_TARGET


@pytest.mark.parametrize(
    ("value", "status"),
    [
        # Expected at Q1: 250. 95 % of it is 237.5, 80 % is 200; both limits are inclusive.
        ("250", Status.ON_TRACK),
        ("237.5", Status.ON_TRACK),
        ("237.4999", Status.AT_RISK),
        ("200", Status.AT_RISK),
        ("199.9999", Status.OFF_TRACK),
        ("0", Status.OFF_TRACK),
        ("-20", Status.OFF_TRACK),
        ("1000", Status.MET),
        ("5480", Status.MET),
    ],
)
def test_status_by_pace(value, status):
    assert judged(target("1000"), flow_reading(value)).status is status


def test_inclusive_threshold_holds_where_no_decimal_can():
    # Ten months: 10/12 expected. 95 % of 10/12 of 1,200 is 950 exactly, though 0.8333… is not.
    assert judged(target("1200"), flow_reading("950", date(2025, 10, 31)), Q4).status is Status.ON_TRACK
    assert judged(target("1200"), flow_reading("949.99", date(2025, 10, 31)), Q4).status is Status.AT_RISK


def test_attainment_above_everything_is_not_capped():
    progress = judged(target("100"), flow_reading("548"))
    assert progress.attainment.low == Decimal("5.48")
    assert progress.gap.low == Decimal(-448)
    assert progress.needed_per_remaining_quarter.reason is Reason.MET


def test_negative_flow_gives_a_negative_attainment():
    progress = judged(target("100"), flow_reading("-20"))
    assert (progress.attainment.low, progress.gap.low) == (Decimal("-0.2"), Decimal(120))


@pytest.mark.parametrize(
    ("goal", "reached", "met"),
    [
        (amount("8500", C.OVER), amount("8500"), False),
        (amount("8500", C.OVER), amount("8500.01"), True),
        (amount("8500", C.OVER), amount("8500", C.OVER), True),
        (amount("8500", C.OVER), amount("8500", C.AT_LEAST), False),
        (amount("8500", C.AT_LEAST), amount("8500"), True),
        (amount("8500"), amount("8500", C.NEARLY), False),
        (amount("8500"), amount("8600", C.NEARLY), True),
        (amount("8500"), amount("8500", C.ABOUT), False),
        (amount("8500"), amount("8501", C.ABOUT), True),
        (amount("8500"), amount("9000", C.UNDER), False),
        (amount("8500"), amount("9000", C.AT_MOST), False),
        (amount("35..60"), amount("35"), True),
        (amount("35..60"), amount("34"), False),
        (amount("50"), amount("40..60"), False),
        (amount("50"), amount("50..60"), True),
    ],
    ids=lambda each: f"{each.comparator}-{each.low}" if isinstance(each, Amount) else str(each),
)
def test_met_only_where_it_is_certain(goal, reached, met):
    reading = replace(flow_reading("0", date(2025, 12, 31)), amount=reached)
    progress = judged(target("1", amount=goal), reading, Q4)
    assert (progress.status is Status.MET) is met


def test_vague_figure_at_the_goal_says_so():
    assert Reason.ABOUT_THE_TARGET in judged(target("8500"), flow_reading("8500", comparator=C.ABOUT)).reasons


def test_comparator_of_the_figure_travels():
    progress = judged(target("1000", C.AT_LEAST), flow_reading("832", comparator=C.OVER))
    assert (progress.attainment.low, progress.attainment.comparator) == (Decimal("0.832"), C.OVER)
    assert (progress.gap.low, progress.gap.comparator) == (Decimal(168), C.UNDER)
    assert (progress.needed_per_remaining_quarter.low, progress.needed_per_remaining_quarter.comparator) == (
        Decimal(56),
        C.UNDER,
    )


def test_range_goal_has_two_of_everything():
    # 35 to 60 million USD, 7 reached at Q1.
    progress = judged(target("35..60"), flow_reading("7"))
    assert (progress.attainment.low, progress.attainment.high) == (Decimal("0.2"), Decimal(7) / 60)
    assert (progress.expected.low, progress.expected.high) == (Decimal("8.75"), Decimal(15))
    assert (progress.gap.low, progress.gap.high) == (Decimal(28), Decimal(53))
    assert (progress.needed_per_remaining_quarter.low, progress.needed_per_remaining_quarter.high) == (
        Decimal(28) / 3,
        Decimal(53) / 3,
    )
    assert progress.pace == Decimal("0.8")  # 20 % / 25 %, by the low end
    assert progress.status is Status.AT_RISK


def test_reported_range_gives_a_range_and_is_judged_by_its_cautious_end():
    progress = judged(target("100"), flow_reading("20..30"))
    assert (progress.attainment.low, progress.attainment.high, progress.attainment.comparator) == (
        Decimal("0.2"),
        Decimal("0.3"),
        C.BETWEEN,
    )
    assert (progress.gap.low, progress.gap.high) == (Decimal(70), Decimal(80))
    assert progress.pace == Decimal("0.8")


def test_two_ranges_keep_the_cautious_end_as_a_bound():
    progress = judged(target("40..50"), flow_reading("10..20"))
    assert (progress.attainment.low, progress.attainment.high, progress.attainment.comparator) == (
        Decimal("0.25"),
        Decimal("0.2"),
        C.AT_LEAST,
    )
    assert (progress.gap.low, progress.gap.high, progress.gap.comparator) == (Decimal(30), Decimal(40), C.AT_MOST)


def test_standing_still_at_60_on_the_way_to_62_is_off_track():
    terms = target("62", kind=STOCK, baseline=Decimal(60))
    progress = judged(terms, level_reading("60"))
    # (60 - 60) / (62 - 60) = 0, where a quarter of the way is expected; 60 / 62 would have said 96.8 %.
    assert (progress.attainment.low, progress.expected.low, progress.status) == (
        Decimal(0),
        Decimal("60.5"),
        Status.OFF_TRACK,
    )
    assert progress.needed_per_remaining_quarter.reason is Reason.NOT_A_FLOW


@pytest.mark.parametrize(
    ("days", "share", "status"),
    [
        ("15", "0", Status.OFF_TRACK),
        ("13.25", "0.25", Status.ON_TRACK),  # 1.75 of 7 days won by a quarter of the year
        ("8", "1", Status.MET),
        ("7", None, Status.MET),
        ("16", None, Status.OFF_TRACK),
    ],
)
def test_falling_goal_is_judged_alike(days, share, status):
    # Statutory 15 days, goal 8 days.
    terms = target("8", kind=OTHER, baseline=Decimal(15), direction=FALLING)
    progress = judged(terms, level_reading(days, kind=OTHER))
    assert progress.status is status
    assert progress.attainment.low == (Decimal(share) if share else (Decimal(days) - 15) / -7)
    assert progress.gap.low == 8 - Decimal(days)


@pytest.mark.parametrize(
    ("terms", "reached", "gap", "way"),
    [
        # W23: eight days instead of fifteen. At 13 there are 5 to go down, at 7 the goal is passed by 1.
        (target("8", kind=OTHER, baseline=Decimal(15), direction=FALLING), "13", "-5", Way.TO_FALL),
        (target("8", kind=OTHER, baseline=Decimal(15), direction=FALLING), "8", "0", Way.REACHED),
        (target("8", kind=OTHER, baseline=Decimal(15), direction=FALLING), "7", "1", Way.BEYOND),
        (target("8..10", kind=OTHER, baseline=Decimal(15), direction=FALLING), "9", "-1", Way.BETWEEN_ENDS),
        (target("62", kind=STOCK, baseline=Decimal(60)), "61", "1", Way.TO_RISE),
        (target("62", kind=STOCK, baseline=Decimal(60)), "63", "-1", Way.BEYOND),
        (target("62..64", kind=STOCK, baseline=Decimal(60)), "62", "0", Way.BETWEEN_ENDS),
        (target("62", kind=STOCK, direction=Direction.NEUTRAL), "63", "-1", Way.TO_FALL),
    ],
)
def test_gap_says_which_way_it_has_to_go(terms, reached, gap, way):
    progress = judged(terms, level_reading(reached, kind=terms.kind))
    assert (progress.gap.low, progress.way) == (Decimal(gap), way)
    assert judged(terms, to_date([], terms.starts, Q1)).way is None


def test_gap_of_a_falling_goal_is_mirrored_with_its_comparator():
    terms = target("8", kind=OTHER, baseline=Decimal(15), direction=FALLING)
    gap = judged(terms, level_reading("9", kind=OTHER, comparator=C.OVER)).gap
    # Eight less "over 9" is under -1: over 1 to go down.
    assert (gap.low, gap.comparator) == (Decimal(-1), C.UNDER)
    assert (gap.negated().low, gap.negated().comparator) == (Decimal(1), C.OVER)


def test_falling_goal_mirrors_comparators_and_ranges():
    terms = target("8", kind=OTHER, baseline=Decimal(15), direction=FALLING)
    # Over 9 days is less than 6/7 of the way.
    over = judged(terms, level_reading("9", kind=OTHER, comparator=C.OVER))
    assert (over.attainment.low, over.attainment.comparator) == (Decimal(6) / 7, C.UNDER)
    strict = target("8", C.UNDER, kind=OTHER, baseline=Decimal(15), direction=FALLING)
    assert judged(strict, level_reading("8", kind=OTHER)).status is not Status.MET
    assert judged(strict, level_reading("8", kind=OTHER, comparator=C.UNDER)).status is Status.MET
    # A range of 8 to 10 days is met at 9: its easier end is 10.
    either = target("8..10", kind=OTHER, baseline=Decimal(15), direction=FALLING)
    assert judged(either, level_reading("9", kind=OTHER)).status is Status.MET


def test_ratio_runs_from_its_baseline():
    terms = target("80", kind=RATIO, baseline=Decimal(60))
    progress = judged(terms, level_reading("70", kind=RATIO), Q1)
    assert (progress.attainment.low, progress.pace, progress.status) == (Decimal("0.5"), Decimal(2), Status.ON_TRACK)


def test_level_without_baseline_is_judged_only_at_the_end():
    terms = target("80", kind=RATIO)
    assert judged(terms, level_reading("58", kind=RATIO)).status is Status.NOT_DUE
    assert judged(terms, level_reading("81", kind=RATIO)).status is Status.MET
    end = judged(terms, level_reading("60", date(2025, 12, 31), kind=RATIO), Q4)
    assert (end.pace, end.status) == (Decimal("0.75"), Status.OFF_TRACK)


@pytest.mark.parametrize(
    ("terms", "reached", "reason"),
    [
        (target("62", kind=STOCK, baseline=Decimal(62)), "60", Reason.TARGET_EQUALS_BASELINE),
        (target("50", kind=STOCK, baseline=Decimal(60)), "60", Reason.TARGET_BEHIND_BASELINE),
        (target("60..65", kind=STOCK, baseline=Decimal(65)), "62", Reason.TARGET_BEHIND_BASELINE),
        (target("8", kind=OTHER, direction=FALLING), "60", Reason.LOWER_WITHOUT_BASELINE),
    ],
)
def test_undefined_attainment_has_a_reason_and_no_status(terms, reached, reason):
    progress = judged(terms, level_reading(reached, kind=terms.kind))
    assert (progress.attainment.low, progress.attainment.reason, progress.status) == (None, reason, None)
    assert reason in progress.reasons
    assert progress.gap.low is not None
    assert progress.expected.share is None


@pytest.mark.parametrize("goal", ["0", "-5", "0..5"])
def test_goal_of_nought_has_what_is_reached_and_nothing_that_is_measured_by_it(goal):
    # W25: 5 of a goal of 0 once had "25 % expected", "to go -5" and "needed: none, the goal is met", and no status.
    progress = judged(target(goal), flow_reading("5"), in_quarter=flow_reading("5"))
    why = Reason.TARGET_NOT_POSITIVE
    assert (progress.status, progress.reasons, progress.expected, progress.pace) == (None, (why,), None, None)
    assert {each.reason for each in (progress.attainment, progress.gap, progress.quarter_share)} == {why}
    assert progress.needed_per_remaining_quarter.reason is why
    assert progress.reading.amount == amount("5")


@pytest.mark.parametrize(
    ("terms", "reached", "held"),
    [
        # D13. Fifteen days, to stay at fifteen: fourteen and fifteen keep it, sixteen do not.
        (target("15", kind=OTHER, baseline=Decimal(15), direction=FALLING), "14", True),
        (target("15", kind=OTHER, baseline=Decimal(15), direction=FALLING), "15", True),
        (target("15", kind=OTHER, baseline=Decimal(15), direction=FALLING), "16", False),
        # Over 60 is more than the 60 at the start.
        (target("60", C.OVER, kind=STOCK, baseline=Decimal(60)), "60", False),
        (target("60..65", kind=STOCK, baseline=Decimal(60)), "60", True),
    ],
)
def test_goal_that_keeps_its_level_is_met_while_it_is_held(terms, reached, held):
    progress = judged(terms, level_reading(reached, kind=terms.kind))
    assert (progress.attainment.low, progress.attainment.reason) == (None, Reason.TARGET_EQUALS_BASELINE)
    assert (progress.status is Status.MET) is held
    assert progress.status in (Status.MET, None)
    # The level itself is what is expected, of which no share can be said.
    assert (progress.expected.low, progress.expected.share, progress.pace) == (terms.amount.low, None, None)


def test_zero_target_with_a_baseline_is_defined():
    terms = target("0", kind=STOCK, baseline=Decimal(4), direction=FALLING)
    assert judged(terms, level_reading("3")).attainment.low == Decimal("0.25")


def test_attainment_of_nothing_at_all():
    assert attainment(None, None).reason is Reason.NO_TARGET
    assert attainment(target("5"), None).reason is Reason.NOT_REPORTED
    assert attainment(target("5"), amount("1")).low == Decimal("0.2")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"implied": True}, Reason.IMPLIED),
        ({"direction": Direction.NEUTRAL}, Reason.NEUTRAL_DIRECTION),
        *(({"role": role}, Reason.ROLE_NOT_JUDGED) for role in list(TargetRole)[2:]),
    ],
)
def test_what_is_no_promise_gets_a_percentage_and_no_status(change, reason):
    progress = judged(target("1000", **change), flow_reading("125"))
    assert (progress.status, progress.attainment.low) == (None, Decimal("0.125"))
    assert progress.reasons == (reason,)


def test_commitment_is_judged():
    assert judged(target("1000", role=TargetRole.COMMITMENT), flow_reading("250")).status is Status.ON_TRACK


@pytest.mark.parametrize(
    ("reported", "own_report", "status"),
    [
        (3, False, Status.TOO_FEW_REPORTS),
        (4, False, Status.OFF_TRACK),  # 4 of 8 is not below the threshold of a half
        (3, True, Status.OFF_TRACK),  # an own report is one, whoever is silent below
    ],
)
def test_too_few_reports_is_for_sums_below_the_coverage_threshold(reported, own_report, status):
    progress = judged(target("1000"), flow_reading("125"), coverage=Coverage(reported, 8), own_report=own_report)
    assert progress.status is status


def test_goal_of_all_is_met_by_the_few_that_have_reported_and_a_sum_of_their_goals_is_not():
    few = {"coverage": Coverage(1, 8), "own_report": False}
    assert judged(target("100"), flow_reading("125"), **few).status is Status.MET
    added = judged(target("100"), flow_reading("125"), **few, goals_added=True)
    assert added.status is Status.TOO_FEW_REPORTS


def test_nobody_owing_is_not_too_few():
    assert judged(target("1000"), flow_reading("250"), coverage=Coverage(0, 0), own_report=False).status is (
        Status.ON_TRACK
    )


def test_impossible_coverage_is_refused():
    with pytest.raises(ValueError, match="9 of 8"):
        Coverage(9, 8)


def test_not_due_while_the_plan_asks_for_nothing():
    late_plan = Phase(starts=Q3.first_day, ends=Q4.last_day, amount=amount("1000"), basis=Basis.OTHER_SPAN)
    progress = judged(target("1000", phases=(late_plan,)), flow_reading("0"))
    assert (progress.status, progress.pace, progress.expected.share) == (Status.NOT_DUE, None, Decimal(0))


def test_past_shape_in_which_nothing_comes_early_is_not_due():
    years = [PastYear(year, (Decimal(0), Decimal(0), Decimal(0), Decimal(9))) for year in (2022, 2023, 2024)]
    progress = judged(target("1000"), flow_reading("10"), past_years=years)
    assert (progress.expected_rule, progress.status) == (ExpectedRule.PAST_SHAPE, Status.NOT_DUE)


def test_goal_that_has_not_started_is_not_due():
    terms = target("10", starts=Q2.first_day)
    assert judged(terms, to_date([], terms.starts, Q1)).reasons == (Reason.NOT_STARTED,)


def test_goal_without_end_is_never_due():
    progress = judged(target("10", ends=None), flow_reading("5"))
    assert (progress.status, progress.reasons) == (Status.NOT_DUE, (Reason.OPEN_ENDED,))
    assert progress.needed_per_remaining_quarter.reason is Reason.OPEN_ENDED


def test_gap_at_the_start_is_incomplete_and_not_nought():
    progress = judged(target("10"), to_date([quarterly(Q2, "5")], date(2025, 1, 1), Q2), Q2)
    assert (progress.status, progress.reasons) == (Status.INCOMPLETE, (Reason.GAP_BETWEEN,))


def test_figure_to_21_february_is_judged_against_21_february():
    progress = judged(target("1200"), to_date([ytd(date(2025, 2, 21), "175")], date(2025, 1, 1), Q1))
    # 1.75 of 12 months: 175 of 1,200 expected. Q1 is still open and counts as one of four quarters left.
    assert (progress.expected.low, progress.pace, progress.quarters_left) == (Decimal(175), Decimal(1), 4)
    assert progress.needed_per_remaining_quarter.low == Decimal("256.25")


def test_silent_quarter_is_judged_where_the_figures_end():
    figures = [quarterly(Q1, "250")]
    progress = judged(target("1000"), to_date(figures, date(2025, 1, 1), Q2), Q2)
    assert (progress.read_to, progress.status, progress.reasons) == (Q1.last_day, Status.ON_TRACK, (Reason.CARRIED,))
    # What Q2 brought is unknown, and not nothing: three quarters share the rest.
    assert progress.quarters_left == 3


def test_needed_is_over_at_the_end():
    progress = judged(target("1000"), flow_reading("900", date(2025, 12, 31)), Q4)
    assert (progress.quarters_left, progress.needed_per_remaining_quarter.reason) == (0, Reason.OVER)
    silent = judged(target("1000"), to_date([ytd(Q3, "700")], date(2025, 1, 1), Q4), Q4)
    assert silent.needed_per_remaining_quarter.reason is Reason.OVER
    open_quarter = judged(target("1000"), flow_reading("700", date(2025, 11, 21)), Q4)
    assert (open_quarter.quarters_left, open_quarter.needed_per_remaining_quarter.low) == (1, Decimal(300))


def test_period_that_is_over_without_its_figures_is_incomplete():
    # W15: a goal of 110 until 30 November, 90 reached by 30 September, read at the end of the year. On the way to 110
    # 90 are 81.8 % where 81.8 % are expected: "on track" after the end would have been no judgement of the goal.
    terms = target("110", ends=date(2025, 11, 30))
    progress = judged(terms, to_date([ytd(Q3, "90")], terms.starts, Q4, terms.ends), Q4)
    assert (progress.status, progress.read_to) == (Status.INCOMPLETE, Q3.last_day)
    assert progress.reasons == (Reason.PERIOD_OVER_UNREPORTED, Reason.CARRIED)
    assert (progress.needed_per_remaining_quarter.reason, progress.quarters_left) == (Reason.OVER, 0)
    # The same goal, asked one quarter earlier, is on its way.
    assert judged(terms, to_date([ytd(Q3, "90")], terms.starts, Q3, terms.ends), Q3).status is Status.ON_TRACK


def test_year_that_is_over_without_its_fourth_quarter_is_incomplete():
    progress = judged(target("1000"), to_date([ytd(Q3, "700")], date(2025, 1, 1), Q4), Q4)
    assert (progress.status, progress.reasons[0]) == (Status.INCOMPLETE, Reason.PERIOD_OVER_UNREPORTED)
    level_goal = target("62", kind=STOCK, baseline=Decimal(60))
    carried = judged(level_goal, to_date([level(Q3, "61")], level_goal.starts, Q4), Q4)
    assert (carried.status, carried.reasons[0]) == (Status.INCOMPLETE, Reason.PERIOD_OVER_UNREPORTED)
    # What is met already needs no further figure; an end that is reported is judged.
    assert judged(target("700"), to_date([ytd(Q3, "700")], date(2025, 1, 1), Q4), Q4).status is Status.MET
    assert judged(target("1000"), flow_reading("700", Q4.last_day), Q4).status is Status.OFF_TRACK


def test_open_last_quarter_is_judged_where_its_figures_end():
    # Ten months: the last quarter is running, as the figure itself shows. 833.33 of 1,000 expected.
    progress = judged(target("1000"), flow_reading("830", date(2025, 10, 31)), Q4)
    assert progress.status is Status.ON_TRACK


def test_place_that_owes_nothing_more_is_judged_where_it_ended():
    # A park that closed on 30 June owes no later figure: 60 of 100, where 50 % was expected by then.
    silent = to_date([ytd(Q2, "60")], date(2025, 1, 1), Q4)
    assert judged(target("100"), silent, Q4).status is Status.INCOMPLETE
    closed = judged(target("100"), replace(silent, closed_on=Q2.last_day), Q4)
    assert (closed.status, closed.pace) == (Status.ON_TRACK, Decimal("1.2"))
    # One that closed on 30 September still owes its third quarter.
    assert judged(target("100"), replace(silent, closed_on=Q3.last_day), Q4).status is Status.INCOMPLETE


def test_quarters_that_are_not_applicable_are_owed_by_nobody():
    nothing = quarterly(Q4, None, observation_status=ObservationStatus.NOT_APPLICABLE)
    reading = to_date([ytd(Q3, "60"), nothing], date(2025, 1, 1), Q4)
    assert reading.closed_on == Q3.last_day
    assert judged(target("100"), reading, Q4).status is Status.AT_RISK  # 60 % of the 75 % expected by September: 0.8
    still_owed = to_date([ytd(Q2, "60"), nothing], date(2025, 1, 1), Q4)
    assert still_owed.closed_on == Q3.last_day
    assert judged(target("100"), still_owed, Q4).status is Status.INCOMPLETE


def test_level_from_before_the_goal_is_no_report_of_its_period():
    terms = target("62", kind=STOCK, baseline=Decimal(60))
    reading = to_date([level(date(2024, 12, 31), "60")], terms.starts, Q1)
    progress = judged(terms, reading)
    assert (progress.status, progress.read_to, progress.attainment.low) == (Status.NOT_REPORTED, None, None)
    assert progress.reading.amount == amount("60")


def test_not_applicable_owes_nothing_and_is_not_judged():
    row = quarterly(Q1, None, observation_status=ObservationStatus.NOT_APPLICABLE)
    progress = judged(target("10"), to_date([row], date(2025, 1, 1), Q1))
    assert (progress.status, progress.reasons) == (None, (Reason.NOT_APPLICABLE,))


@pytest.mark.parametrize("day", [date(2025, 3, 31), date(2025, 12, 31)])
def test_falling_flow_is_compared_with_its_baseline_only_at_the_end(day):
    # Accidents: 100 last year, at most 80 this year. 20 by March say nothing yet; 85 by December are 3/4 of the way.
    terms = target("80", C.AT_MOST, baseline=Decimal(100), direction=FALLING)
    if day < date(2025, 12, 31):
        progress = judged(terms, flow_reading("20", day))
        assert (progress.status, progress.attainment.reason) == (Status.NOT_DUE, Reason.FLOW_AGAINST_BASELINE)
        # 80 - 20 = 60 is neither to go nor gone beyond: three quarters are still to come.
        assert (progress.gap.reason, progress.way) == (Reason.FLOW_AGAINST_BASELINE, None)
    else:
        progress = judged(terms, flow_reading("85", day), Q4)
        assert (progress.attainment.low, progress.status) == (Decimal("0.75"), Status.OFF_TRACK)


def test_reading_of_another_period_is_refused():
    with pytest.raises(ValueError, match="starts on 2025-01-01"):
        judged(target("10"), flow_reading("5", from_on=Q1.last_day))
    with pytest.raises(ValueError, match="runs to 2025-03-31"):
        judged(target("10", ends=date(2025, 2, 28)), flow_reading("5"))


def test_thresholds_come_from_the_caller():
    strict = type(LIMITS)(on_track=number("1.2"), at_risk=number("1.1"), coverage=number("0"))
    assert judge(target("1000"), flow_reading("250"), quarter=Q1, thresholds=strict).status is Status.OFF_TRACK


def test_disputed_own_figure_is_shown_and_not_judged():
    progress = judged(target("1000"), flow_reading("250", disputed=True))
    assert (progress.status, progress.reasons) == (None, (Reason.DISPUTED,))
    assert progress.attainment.low == Decimal("0.25")


def test_sum_with_a_disputed_part_is_judged_and_says_so():
    progress = judged(target("1000"), flow_reading("250", disputed=True), own_report=False)
    assert (progress.status, progress.reasons) == (Status.ON_TRACK, (Reason.DISPUTED,))


def test_flow_with_a_baseline_names_no_need_before_its_end():
    progress = judged(target("100", baseline=Decimal(80)), flow_reading("20"))
    assert progress.needed_per_remaining_quarter.reason is Reason.FLOW_AGAINST_BASELINE
    assert (progress.status, progress.expected.low) == (Status.NOT_DUE, None)


@pytest.mark.parametrize(("starts", "ends"), [(date(2025, 5, 10), Q4.last_day), (Q2.first_day, date(2025, 6, 20))])
def test_quarter_that_holds_days_outside_the_goal_is_no_share_of_it(starts, ends):
    quarter = flow_reading("20", Q2.last_day, from_on=Q2.first_day)
    since = flow_reading("12", min(Q2.last_day, ends), from_on=starts)
    progress = judge(target("90", starts=starts, ends=ends), since, quarter=Q2, thresholds=LIMITS, in_quarter=quarter)
    # 20 / 90 would count what came in April, before the goal began, or after 20 June, when it was over.
    assert (progress.quarter_share.low, progress.quarter_share.reason) == (None, Reason.SPANS_DIFFER)
    assert progress.attainment.low == number("12") / 90
