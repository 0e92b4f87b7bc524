"""Where a goal should have come to, rule by rule, and the terms that are refused."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.progress.arithmetic import OTHER, Q1, Q2, Q3, Q4, RATIO, STOCK, amount, target
from tracker.progress.measures import (
    Amount,
    Basis,
    Comparator,
    Direction,
    ExpectedRule,
    PastYear,
    Phase,
    TargetRole,
    TermsProblem,
    Thresholds,
    check_target_terms,
    expected,
)


def past(year, *quarters):
    return PastYear(year, tuple(None if each is None else Decimal(each) for each in quarters))


def phase(quarter, text, basis=Basis.IN_QUARTER):
    return Phase(starts=quarter.first_day, ends=quarter.last_day, amount=amount(text), basis=basis)


@pytest.mark.parametrize(
    ("day", "share"),
    [
        (date(2025, 3, 31), Decimal(3) / 12),
        (date(2025, 10, 31), Decimal(10) / 12),
        # 1 month and 21 of 28 days: 1.75 / 12.
        (date(2025, 2, 21), Decimal("1.75") / 12),
        (date(2025, 12, 31), Decimal(1)),
        (date(2024, 12, 31), Decimal(0)),
    ],
)
def test_straight_line_runs_by_months(day, share):
    answer = expected(target("1000"), day)
    assert (answer.rule, answer.share) == (ExpectedRule.STRAIGHT_LINE, share)
    assert abs(answer.low - 1000 * share) < Decimal("1e-20")


def test_straight_line_over_several_years_and_inside_a_year():
    years = target("36", starts=date(2021, 1, 1), ends=date(2023, 12, 31))
    assert expected(years, date(2022, 3, 31)).low == Decimal(15)  # 15 of 36 months
    inside = target("8", starts=date(2025, 5, 1), ends=date(2025, 12, 31))
    assert expected(inside, date(2025, 6, 30)).share == Decimal("0.25")  # 2 of 8 months


def test_range_expects_something_at_both_ends():
    answer = expected(target("400..600"), Q1.last_day)
    assert (answer.low, answer.high, answer.share) == (Decimal(100), Decimal(150), Decimal("0.25"))


def test_phased_plan_comes_before_the_straight_line():
    plan = target("1000", phases=(phase(Q1, "100"), phase(Q2, "200"), phase(Q3, "300"), phase(Q4, "400")))
    assert expected(plan, Q1.last_day).low == Decimal(100)
    assert expected(plan, Q2.last_day).share == Decimal("0.3")
    # Two of three months of Q3: 300 + 200.
    assert expected(plan, date(2025, 8, 31)).low == Decimal(500)
    assert expected(plan, Q4.last_day).rule is ExpectedRule.PHASED_PLAN


def test_phased_plan_ends_at_the_goal_whatever_it_leaves_out():
    short = target("1000", phases=(phase(Q1, "100"), phase(Q2, "200"), phase(Q3, "300"), phase(Q4, "300")))
    assert expected(short, Q4.last_day).low == Decimal(1000)
    # Three phases end at 600 in September; the last three months run to 1,000, a third of 400 in each.
    early = target("1000", phases=(phase(Q1, "100"), phase(Q2, "200"), phase(Q3, "300")))
    assert expected(early, date(2025, 10, 31)).low.quantize(Decimal("0.001")) == Decimal("733.333")


def test_phased_plan_of_running_totals():
    plan = target("1000", phases=(phase(Q2, "300", Basis.YEAR_TO_DATE), phase(Q3, "600", Basis.YEAR_TO_DATE)))
    assert expected(plan, Q1.last_day).low == Decimal(150)  # half way to 300
    assert expected(plan, Q3.last_day).low == Decimal(600)


def test_phased_levels_start_at_the_baseline_or_say_nothing():
    steps = (phase(Q2, "61", Basis.AS_OF),)
    rising = target("64", kind=STOCK, baseline=Decimal(60), phases=steps)
    assert expected(rising, Q1.last_day).low == Decimal("60.5")
    assert expected(rising, Q2.last_day).share == Decimal("0.25")  # (61 - 60) / (64 - 60)
    unknown_start = replace(rising, baseline=None)
    assert (expected(unknown_start, Q1.last_day).low, expected(unknown_start, Q1.last_day).share) == (None, Decimal(0))


def test_phase_without_a_number_is_left_out_of_the_plan():
    # W16: nobody says what Q2 shall bring, so the plan is 100 until March and then runs straight to 1,000 in December:
    # 100 + 900 x 3/9 by June. Counting the silent phase as nought would have said 100.
    unstated = Phase(starts=Q2.first_day, ends=Q2.last_day, amount=Amount.none_stated())
    plan = target("1000", phases=(phase(Q1, "100"), unstated, phase(Q3, "300")))
    assert (expected(plan, Q1.last_day).low, expected(plan, Q2.last_day).low) == (Decimal(100), Decimal(400))
    only = expected(target("1000", phases=(unstated,)), Q1.last_day)
    assert (only.rule, only.low) == (ExpectedRule.STRAIGHT_LINE, Decimal(250))
    totals = target("1000", phases=(replace(unstated, basis=Basis.YEAR_TO_DATE), phase(Q3, "600", Basis.YEAR_TO_DATE)))
    assert expected(totals, Q2.last_day).low == Decimal(400)  # straight to the 600 of September


def test_plan_of_additions_and_running_totals_follows_both():
    # W17: 100 in Q1, 500 by June, 200 in Q3: 700 by September; the 200 are no running total.
    plan = target("1000", phases=(phase(Q1, "100"), phase(Q2, "500", Basis.YEAR_TO_DATE), phase(Q3, "200")))
    assert [expected(plan, quarter.last_day).low for quarter in (Q1, Q2, Q3, Q4)] == [100, 500, 700, 1000]
    # Half of Q2 and half of Q3, by months: 100 + 400/3 and 500 + 200/3.
    assert expected(plan, date(2025, 4, 30)).low.quantize(Decimal("0.01")) == Decimal("233.33")
    assert expected(plan, date(2025, 7, 31)).low.quantize(Decimal("0.01")) == Decimal("566.67")
    assert TermsProblem.PHASES_MIX_BASES in check_target_terms(plan)


def test_past_shape_needs_three_complete_years():
    years = [past(2022, 10, 20, 30, 40), past(2023, 10, 20, 30, 40), past(2024, 20, 40, 60, 80)]
    answer = expected(target("1000"), Q1.last_day, past_years=years)
    # 10 + 10 + 20 of 100 + 100 + 200.
    assert (answer.rule, answer.share) == (ExpectedRule.PAST_SHAPE, Decimal("0.1"))
    assert expected(target("1000"), Q1.last_day, past_years=years[:2]).rule is ExpectedRule.STRAIGHT_LINE
    with_gap = [*years[:2], past(2024, 20, None, 60, 80)]
    assert expected(target("1000"), Q1.last_day, past_years=with_gap).rule is ExpectedRule.STRAIGHT_LINE


def test_past_shape_pools_years_instead_of_averaging_them():
    # A year of 4 in all must not weigh as much as a year of 400: (4 + 0 + 0) / (4 + 400 + 400).
    years = [past(2022, 4, 0, 0, 0), past(2023, 0, 100, 100, 200), past(2024, 0, 100, 100, 200)]
    assert expected(target("1000"), Q1.last_day, past_years=years).share == Decimal(4) / Decimal(804)


def test_past_shape_with_a_shrinking_quarter_gives_way_to_the_straight_line():
    years = [past(year, 10, -50, 60, 80) for year in (2022, 2023, 2024)]
    assert expected(target("1000"), Q1.last_day, past_years=years).rule is ExpectedRule.STRAIGHT_LINE


def test_past_shape_of_a_goal_of_two_years():
    years = [past(year, 0, 0, 0, 100) for year in (2021, 2022, 2023)]
    two = target("1000", starts=date(2024, 1, 1))
    # All comes in the fourth quarters: half at the end of the first year, still half nine months later.
    assert expected(two, date(2024, 12, 31), past_years=years).share == Decimal("0.5")
    assert expected(two, Q3.last_day, past_years=years).share == Decimal("0.5")


def test_levels_run_from_their_baseline():
    answer = expected(target("62", kind=STOCK, baseline=Decimal(60)), Q2.last_day)
    assert (answer.rule, answer.low, answer.share) == (ExpectedRule.FROM_BASELINE, Decimal(61), Decimal("0.5"))
    falling = target("8", kind=OTHER, baseline=Decimal(15), direction=Direction.LOWER_IS_BETTER)
    assert expected(falling, Q4.last_day).low == Decimal(8)
    assert expected(falling, Q2.last_day).low == Decimal("11.5")


@pytest.mark.parametrize("kind", [STOCK, RATIO, OTHER], ids=str)
def test_level_without_baseline_is_due_only_at_the_end(kind):
    terms = target("80", kind=kind)
    early, late = expected(terms, Q3.last_day), expected(terms, Q4.last_day)
    assert (early.rule, early.share, early.low) == (ExpectedRule.ONLY_AT_END, Decimal(0), None)
    assert (late.share, late.low) == (Decimal(1), Decimal(80))


def test_target_without_number_expects_nothing():
    assert expected(target(None), Q1.last_day).share is None


@pytest.mark.parametrize(
    ("terms", "problem"),
    [
        (target("1", ends=date(2024, 12, 31)), TermsProblem.ENDS_BEFORE_STARTS),
        (target("8", kind=OTHER, direction=Direction.LOWER_IS_BETTER), TermsProblem.LOWER_WITHOUT_BASELINE),
        (target("8", baseline=Decimal(5)), TermsProblem.BASELINE_ON_RISING_FLOW),
        (target("50", kind=STOCK, baseline=Decimal(60)), TermsProblem.TARGET_BEHIND_BASELINE),
        (
            target("16", kind=OTHER, direction=Direction.LOWER_IS_BETTER, baseline=Decimal(15)),
            TermsProblem.TARGET_BEHIND_BASELINE,
        ),
        (target("5", Comparator.AT_MOST), TermsProblem.COMPARATOR_AGAINST_DIRECTION),
        (target("9", phases=(phase(Q1, "9"),), ends=None), TermsProblem.PHASES_WITHOUT_END),
        (target("9", phases=(phase(Q1, "9"), phase(Q1, "1"))), TermsProblem.PHASES_OVERLAP),
        (target("9", phases=(phase(Q1, "1"), phase(Q2, "9", Basis.YEAR_TO_DATE))), TermsProblem.PHASES_MIX_BASES),
        (target("9", starts=Q2.first_day, phases=(phase(Q1, "9"),)), TermsProblem.PHASE_OUTSIDE_TARGET),
        (target("9", kind=STOCK, phases=(phase(Q1, "9"),)), TermsProblem.PHASE_ADDS_TO_LEVEL),
        (
            target("9", phases=(Phase(starts=Q1.first_day, ends=Q1.last_day, amount=Amount.none_stated()),)),
            TermsProblem.PHASE_WITHOUT_AMOUNT,
        ),
        (
            target("9", phases=(Phase(starts=Q1.last_day, ends=Q1.first_day, amount=amount("9")),)),
            TermsProblem.PHASE_ENDS_BEFORE_STARTS,
        ),
    ],
    ids=lambda each: each.value if isinstance(each, TermsProblem) else "",
)
def test_terms_that_would_mislead_are_refused(terms, problem):
    assert problem in check_target_terms(terms)


@pytest.mark.parametrize(
    "terms",
    [
        target("1000", Comparator.AT_LEAST),
        target("400..600"),
        target(None),
        target(None, kind=OTHER, direction=Direction.LOWER_IS_BETTER),
        target("60", kind=STOCK, baseline=Decimal(60)),
        target("8", kind=OTHER, direction=Direction.LOWER_IS_BETTER, baseline=Decimal(15)),
        target("100", direction=Direction.LOWER_IS_BETTER, baseline=Decimal(120)),
        # What is only shown, not judged, is kept as printed.
        target("8", kind=OTHER, direction=Direction.LOWER_IS_BETTER, role=TargetRole.OFFER),
        target("1", ends=None),
    ],
    ids=str,
)
def test_good_terms_are_accepted(terms):
    assert check_target_terms(terms) == ()


@pytest.mark.parametrize("limits", [("0.8", "0.95", "0.5"), ("0.95", "0", "0.5"), ("0.95", "0.8", "1.1")])
def test_thresholds_out_of_order_are_refused(limits):
    on_track, at_risk, coverage = (Decimal(each) for each in limits)
    with pytest.raises(ValueError, match=r"threshold|At risk"):
        Thresholds(on_track=on_track, at_risk=at_risk, coverage=coverage)


def test_whole_plan_is_accepted_and_full_coverage_may_be_asked_for():
    quarters = target("100", phases=tuple(phase(quarter, "25") for quarter in (Q1, Q2, Q3, Q4)))
    levels = target("64", kind=STOCK, baseline=Decimal(60), phases=(phase(Q2, "61", Basis.AS_OF),))
    assert check_target_terms(quarters) == check_target_terms(levels) == ()
    assert Thresholds(on_track=Decimal(1), at_risk=Decimal(1), coverage=Decimal(1)).coverage == 1
