"""The invariants of domain.md §5 that are pure, over drawn figures."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.progress.arithmetic import (
    LIMITS,
    Q1,
    Q2,
    Q3,
    Q4,
    STOCK,
    amount,
    flow_reading,
    level_reading,
    span,
    target,
)
from tracker.progress.measures import (
    Amount,
    Basis,
    ChildReading,
    Comparator,
    Direction,
    ExpectedRule,
    GoalPart,
    PastYear,
    Phase,
    Reading,
    Reason,
    UnitTarget,
    coverage_of_goal,
    disagreements,
    expected,
    in_quarter,
    joint_spans,
    judge,
    like_for_like,
    read_span,
    roll_up,
    rounded_share,
    sum_of_known,
    to_date,
    total_of,
)
from tracker.progress.periods import ONE_DAY, Quarter
from tracker.progress.plans import plan_of

START = date(2025, 1, 1)
QUARTERS = (Q1, Q2, Q3, Q4)
MONEY = st.decimals(min_value=-(10**18), max_value=10**18, places=2)
POSITIVE = st.decimals(min_value="0.01", max_value=10**18, places=2)
# The days on which figures may end: quarters, and two that are none.
BOUNDARIES = [
    date(2024, 12, 31),
    date(2025, 2, 21),
    *(quarter.last_day for quarter in QUARTERS[:3]),
    date(2025, 10, 31),
    Q4.last_day,
]
# The machine's speed is no property.
MANY = settings(deadline=None, max_examples=400)
MANY_SLOWER = settings(deadline=None, max_examples=200)
ONE_SIDED = [each for each in Comparator if each not in (Comparator.BETWEEN, Comparator.NONE_STATED)]


@st.composite
def true_flows(draw):
    """Draw what really happened between the boundaries, and a handful of figures that report sums of it."""
    truth = draw(st.lists(MONEY, min_size=len(BOUNDARIES) - 1, max_size=len(BOUNDARIES) - 1))
    pairs = [(i, j) for i in range(len(BOUNDARIES)) for j in range(i + 1, len(BOUNDARIES))]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=8))
    figures = [
        span(BOUNDARIES[i] + ONE_DAY, BOUNDARIES[j], str(sum(truth[i:j], Decimal(0))), key=f"{i}-{j}")
        for i, j in chosen
    ]
    return truth, figures


def true_amount(truth, from_on, to_on):
    first, last = BOUNDARIES.index(from_on - ONE_DAY), BOUNDARIES.index(to_on)
    return sum(truth[first:last], Decimal(0))


@settings(MANY_SLOWER)
@given(drawn=true_flows(), data=st.data())
def test_whatever_is_read_is_true_and_the_order_of_saving_never_matters(drawn, data):
    truth, figures = drawn
    shuffled = data.draw(st.permutations(figures))
    values = {figure.key: figure.value for figure in figures}
    for quarter in QUARTERS:
        for read in (
            lambda rows, quarter=quarter: in_quarter(rows, quarter),
            lambda rows, quarter=quarter: to_date(rows, START, quarter),
        ):
            reading = read(figures)
            assert read(shuffled) == reading
            if reading.is_known:
                assert reading.amount.low == true_amount(truth, reading.from_on, reading.to_on)
                assert reading.amount.low == sum(sign * values[key] for sign, key in reading.links)
    assert joint_spans(figures, 2025) == joint_spans(shuffled, 2025)
    assert disagreements(figures) == ()


@settings(MANY_SLOWER)
@given(drawn=true_flows(), data=st.data())
def test_more_figures_never_unmake_a_known_span(drawn, data):
    _, figures = drawn
    kept = [figure for figure in figures if data.draw(st.booleans())]
    for quarter in QUARTERS:
        few, many = in_quarter(kept, quarter), in_quarter(figures, quarter)
        if few.is_known:
            assert many.amount == few.amount


@settings(MANY_SLOWER)
@given(drawn=true_flows())
def test_known_pieces_do_not_overlap_and_add_up_to_what_is_known(drawn):
    truth, figures = drawn
    pieces = joint_spans(figures, 2025)
    assert all(earlier.to_on < later.from_on for earlier, later in pairwise(pieces))
    assert all(piece.amount.low == true_amount(truth, piece.from_on, piece.to_on) for piece in pieces)
    known = sum_of_known(figures, START, Q4)
    assert known.pieces == pieces
    whole = read_span(figures, START, Q4.last_day)
    if whole.is_known:
        assert (known.quarters_known, known.amount) == (4, whole.amount)


@settings(MANY_SLOWER)
@given(drawn=true_flows())
def test_quarters_add_up_to_the_year(drawn):
    _, figures = drawn
    quarters = [in_quarter(figures, quarter) for quarter in QUARTERS]
    year = read_span(figures, START, Q4.last_day)
    if all(quarter.is_known for quarter in quarters):
        assert year.amount == total_of(quarter.amount for quarter in quarters)


@st.composite
def amounts(draw):
    comparator = draw(st.sampled_from([each for each in Comparator if each is not Comparator.NONE_STATED]))
    low = draw(MONEY)
    if comparator is Comparator.BETWEEN:
        return Amount(low, low + draw(POSITIVE), comparator)
    return Amount(low, None, comparator)


@settings(MANY)
@given(rows=st.lists(amounts(), min_size=3, max_size=3))
def test_neither_order_nor_grouping_of_a_sum_matters(rows):
    one, two, three = rows
    assert one + two == two + one
    assert (one + two) + three == one + (two + three)


@settings(MANY)
@given(values=st.lists(MONEY, min_size=1, max_size=12), data=st.data())
def test_regrouping_keeps_totals(values, data):
    children = [ChildReading(key=i, reading=flow_reading(str(value))) for i, value in enumerate(values)]
    groups: list[list[ChildReading]] = [[], [], []]
    for child in children:
        groups[data.draw(st.integers(0, 2))].append(child)
    subtotals = [
        ChildReading(key=f"group {i}", reading=roll_up(None, group).children_sum)
        for i, group in enumerate(groups)
        if group
    ]
    whole = roll_up(None, children).children_sum
    assert roll_up(None, subtotals).children_sum.amount == whole.amount
    assert roll_up(None, data.draw(st.permutations(children))).children_sum.amount == whole.amount


@settings(MANY)
@given(
    values=st.lists(MONEY, max_size=6),
    own=st.none() | MONEY,
    place=st.integers(0, 6),
    reason=st.sampled_from([Reason.NOT_REPORTED, Reason.NOT_YET_KNOWN, Reason.GAP_BETWEEN]),
)
def test_silent_child_changes_the_coverage_and_nothing_else(values, own, place, reason):
    children = [ChildReading(key=i, reading=flow_reading(str(value))) for i, value in enumerate(values)]
    silent = ChildReading(key="silent", reading=Reading(kind=flow_reading("0").kind, reason=reason))
    own_reading = None if own is None else flow_reading(str(own))
    before = roll_up(own_reading, children)
    after = roll_up(own_reading, [*children[:place], silent, *children[place:]])
    assert after.children_sum.amount == before.children_sum.amount
    assert (after.headline.amount, after.gap, after.included_keys) == (
        before.headline.amount,
        before.gap,
        before.included_keys,
    )
    assert (after.coverage.reported, after.coverage.owing) == (before.coverage.reported, before.coverage.owing + 1)
    assert after.missing_keys == ("silent",)


@settings(MANY)
@given(
    reached=MONEY,
    goal=POSITIVE,
    factor=st.sampled_from([Decimal("0.001"), Decimal(1000), Decimal(23531), Decimal("0.37")]),
    quarter=st.sampled_from(QUARTERS),
    shape=st.none() | st.lists(POSITIVE, min_size=4, max_size=4),
    comparator=st.sampled_from(ONE_SIDED),
)
def test_scaling_a_currency_scales_amounts_and_no_percentage(reached, goal, factor, quarter, shape, comparator):
    def progress(scale):
        years = [] if shape is None else [PastYear(year, tuple(each * scale for each in shape)) for year in range(3)]
        return judge(
            target(str(goal * scale)),
            flow_reading(str(reached * scale), quarter.last_day, comparator),
            quarter=quarter,
            thresholds=LIMITS,
            past_years=years,
            in_quarter=flow_reading(str(reached * scale), quarter.last_day),
        )

    plain, scaled = progress(Decimal(1)), progress(factor)
    assert scaled.attainment == plain.attainment
    assert scaled.quarter_share == plain.quarter_share
    assert (scaled.status, scaled.pace, scaled.expected.share) == (plain.status, plain.pace, plain.expected.share)
    assert scaled.gap.low == plain.gap.low * factor
    assert scaled.gap.comparator is plain.gap.comparator


@settings(MANY)
@given(reached=MONEY, goal=POSITIVE, more=POSITIVE)
def test_more_is_never_judged_worse_and_attainment_and_gap_agree(reached, goal, more):
    def progress(value):
        return judge(target(str(goal)), flow_reading(str(value)), quarter=Q1, thresholds=LIMITS)

    less, better = progress(reached), progress(reached + more)
    order = ["off_track", "at_risk", "on_track", "met"]
    assert order.index(better.status) >= order.index(less.status)
    assert less.gap.low == goal - reached
    assert (less.status == "met") is (reached >= goal)
    if less.status == "met":
        assert less.needed_per_remaining_quarter.reason is Reason.MET


@settings(MANY)
@given(value=MONEY, baseline=MONEY, way=POSITIVE)
def test_falling_goal_is_the_mirror_image_of_a_rising_one(value, baseline, way):
    rising = target(str(baseline + way), kind=STOCK, baseline=baseline)
    falling = target(str(-baseline - way), kind=STOCK, baseline=-baseline, direction=Direction.LOWER_IS_BETTER)
    up = judge(rising, level_reading(str(value)), quarter=Q1, thresholds=LIMITS)
    down = judge(falling, level_reading(str(-value)), quarter=Q1, thresholds=LIMITS)
    assert (up.attainment, up.status, up.pace) == (down.attainment, down.status, down.pace)
    assert up.gap.low == -down.gap.low


@settings(MANY)
@given(parts=st.lists(POSITIVE, max_size=8), goal=POSITIVE, silent=st.integers(0, 3))
def test_assigned_and_unassigned_make_the_goal(parts, goal, silent):
    rows = [GoalPart(key=i, amount=amount(str(part))) for i, part in enumerate(parts)]
    rows += [GoalPart(key=f"silent {i}", amount=None) for i in range(silent)]
    answer = coverage_of_goal(amount(str(goal)), rows)
    assert (answer.parts_with, answer.parts_without) == (len(parts), silent)
    if parts:
        assert answer.assigned.low + answer.unassigned.low - answer.over_assigned.low == goal
        assert 0 in (answer.unassigned.low, answer.over_assigned.low)
    else:
        assert (answer.assigned, answer.unassigned.low) == (None, None)


@settings(MANY)
@given(share=st.decimals(min_value=-20, max_value=20, places=8), places=st.integers(0, 3))
def test_printed_percentage_is_near_and_never_a_false_nothing_or_everything(share, places):
    marker, percent = rounded_share(share, places)
    step = Decimal(1).scaleb(-places)
    assert abs(percent - share * 100) <= step
    assert percent.as_tuple().exponent == -places
    if not marker:
        assert (percent == 0) is (share == 0)
        assert (percent == 100) is (share == 1)
        assert abs(percent - share * 100) <= step / 2


@st.composite
def plans(draw):
    """Draw a flow's plan for the year: additions and running totals in any mixture, some without a number."""
    phases = []
    for quarter in draw(st.lists(st.sampled_from(QUARTERS), unique=True, max_size=4)):
        said = draw(st.none() | st.integers(0, 1000).map(Decimal))
        basis = draw(st.sampled_from([Basis.IN_QUARTER, Basis.YEAR_TO_DATE]))
        held = Amount.none_stated() if said is None else Amount(said)
        phases.append(Phase(starts=quarter.first_day, ends=quarter.last_day, amount=held, basis=basis))
    return target(str(draw(st.integers(1, 4000))), phases=tuple(phases))


DAYS = st.integers(0, 364).map(lambda number: START + number * ONE_DAY)


@settings(MANY)
@given(terms=plans(), day=DAYS, order=st.randoms(use_true_random=False))
def test_plan_starts_at_nothing_ends_at_the_goal_and_knows_no_order(terms, day, order):
    shuffled = list(terms.phases)
    order.shuffle(shuffled)
    assert expected(terms, day) == expected(replace(terms, phases=tuple(shuffled)), day)
    assert expected(terms, Q4.last_day).low == terms.amount.low
    plan = plan_of(terms)
    assert (plan is None) is (expected(terms, day).rule is not ExpectedRule.PHASED_PLAN)
    if plan is not None:
        # The steps lead from the start to the last named day without a jump, and say there what the plan says.
        assert plan.level == plan.origin + sum((step.amount.value for step in plan.steps), Decimal(0))
        assert expected(terms, plan.reached).low in (plan.level, terms.amount.low)


@settings(MANY_SLOWER)
@given(several=st.lists(plans(), min_size=2, max_size=3), day=DAYS)
def test_plans_of_several_units_ask_together_for_what_each_asks(several, day):
    units = [
        UnitTarget(key=position, reading=flow_reading("1"), target=replace(terms, key=position))
        for position, terms in enumerate(several)
    ]
    together = like_for_like(units).target
    asked = sum((Fraction(expected(terms, day).low) for terms in several), Fraction(0))
    assert abs(Fraction(expected(together, day).low) - asked) < Fraction(1, 10**20)


@settings(MANY)
@given(month=st.integers(1, 12), years=st.integers(1, 3), quarter=st.sampled_from(QUARTERS), back=st.integers(0, 2))
def test_quarters_left_of_whole_years_are_the_same_by_any_calendar(month, years, quarter, back):
    starts = date(2025 - back, month, 1)
    ends = date(starts.year + years, month, 1) - ONE_DAY
    if not starts <= quarter.last_day <= ends:
        return
    terms = target("100", starts=starts, ends=ends)
    reading = flow_reading("10", quarter.last_day, from_on=starts)
    by_page = judge(terms, reading, quarter=quarter, thresholds=LIMITS).quarters_left
    own = Quarter.containing(quarter.last_day, month)
    assert by_page == judge(terms, reading, quarter=own, thresholds=LIMITS).quarters_left


@settings(MANY)
@given(reached=MONEY, goal=POSITIVE, until=st.sampled_from(QUARTERS), read=st.sampled_from(QUARTERS))
def test_goal_whose_time_is_over_is_judged_by_all_of_its_figures_or_not_at_all(reached, goal, until, read):
    reading = flow_reading(str(reached), min(until.last_day, read.last_day))
    progress = judge(target(str(goal)), reading, quarter=read, thresholds=LIMITS)
    over_unreported = read is Q4 and until is not Q4 and reached < goal
    assert (progress.status == "incomplete") is over_unreported
    assert (Reason.PERIOD_OVER_UNREPORTED in progress.reasons) is over_unreported
