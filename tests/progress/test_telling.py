"""Every number of a row is told with its inputs, and comes out of them anew."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.progress.memory_worlds import World
from tests.web.rows import PROVINCE, Q1, figure, reading, row, target
from tracker.progress.measures import Amount, Basis, Comparator, Comparison, Direction, Ends, judge, roll_up
from tracker.progress.rollup import ChildReading
from tracker.progress.telling import number_of, numbers_of, row_key
from tracker.progress.told import Formula, Input, Measure, NumberCode, Told, recomputed

M = Decimal(1_000_000)
_N = NumberCode
D = Decimal
money = st.integers(-(10**15), 10**15).map(Decimal)
goals = st.integers(1, 10**15).map(Decimal)
TINY = Decimal("1e-18")


def alike(told):
    """Return whether a number comes out of its inputs anew, to the 28 digits of a division."""
    anew = recomputed(told)
    if anew is None:
        return told.formula is Formula.RULE or told.result.low is None
    pairs = ((told.result.low, anew.low), (told.result.high, anew.high))
    same = all(
        (one is None) == (other is None)
        and (one is None or other is None or abs(one - other) <= TINY * max(abs(one), abs(other), 1))
        for one, other in pairs
    )
    return same and told.result.comparator is anew.comparator


def values(of):
    """Return the lower number of each number that is there, by code."""
    return {told.code: told.result.low for told in numbers_of(of) if told.result.low is not None}


def test_hai_duong_as_its_page_prints_it():
    told = values(row(125 * M, 1000 * M))
    assert told[_N.GOAL] == 1000 * M
    assert told[_N.TO_DATE] == 125 * M
    assert told[_N.ATTAINMENT] == Decimal("0.125")
    assert told[_N.EXPECTED] == 250 * M
    assert told[_N.GAP] == 875 * M
    assert told[_N.QUARTERS_LEFT] == 3
    assert round(told[_N.NEEDED] / M, 2) == Decimal("291.67")


@given(value=money, goal=goals)
def test_every_number_comes_out_of_its_inputs_anew(value, goal):
    of = row(value, goal)
    assert [told.code for told in numbers_of(of) if not alike(told)] == []


@given(value=money, low=goals, more=st.integers(1, 10**12), comparator=st.sampled_from(["over", "about", "exactly"]))
def test_ranges_and_comparators_come_out_anew(value, low, more, comparator):
    of = row(None, Amount(low, low + more, Comparator.BETWEEN))
    said = replace(figure(value), comparator=comparator)
    read = replace(reading(value), amount=Amount(value, None, Comparator(comparator)))
    progress = judge(of.terms, read, quarter=Q1, thresholds=of.thresholds, in_quarter=read)
    of = replace(of, progress=progress, to_date=read, in_quarter=read, figures=(said,))
    assert [told.code for told in numbers_of(of) if not alike(told)] == []


@given(value=goals, baseline=goals, step=st.integers(1, 10**12))
def test_falling_goals_come_out_anew(value, baseline, step):
    aim = target(Amount(baseline - step))
    terms = replace(aim.terms, direction=Direction.LOWER_IS_BETTER, baseline=baseline)
    of = row(value, target=replace(aim, terms=terms))
    assert [told.code for told in numbers_of(of) if not alike(told)] == []


@given(first=money, second=money, own=money)
def test_own_report_sum_and_rest_stand_side_by_side(first, second, own):
    children = [ChildReading(key=key, reading=reading(value)) for key, value in enumerate((first, second))]
    of = replace(row(own, 1000 * M), roll_up=roll_up(reading(own), children))
    told = values(of)
    assert told[_N.TO_DATE] == told[_N.OWN_REPORT] == own
    assert told[_N.CHILDREN_SUM] == first + second
    assert told[_N.NOT_BROKEN_DOWN] == own - first - second
    assert [each.code for each in numbers_of(of) if not alike(each)] == []


def test_reading_of_figures_that_are_not_all_there_is_not_recomputed():
    of = row(125 * M, 1000 * M)
    told = number_of(replace(of, figures=()), _N.TO_DATE)
    assert told is not None
    assert (told.formula, recomputed(told)) == (Formula.RULE, None)


def test_only_a_share_of_a_figure_counts():
    told = Told(
        code=_N.TO_DATE,
        measure=Measure.AMOUNT,
        result=Ends(low=Decimal(40)),
        formula=Formula.FIGURES,
        inputs=(Input("figure", Amount(Decimal(100)), key=1, factor=Fraction(2, 5)),),
    )
    assert recomputed(told) == Ends(low=Decimal(40))


def test_missing_number_keeps_its_reason_and_is_never_0():
    told = number_of(row(None, 1000 * M), _N.TO_DATE)
    assert told is not None
    assert told.result.low is None
    assert recomputed(told) is None


def test_comparison_is_told_over_the_units_that_both_have():
    compared = Comparison(
        value=Amount(Decimal(40)),
        ratio=Amount(Decimal(2)),
        change=Amount(Decimal(1)),
        difference=Amount(Decimal(40)),
        reason=None,
        like_for_like=True,
        units=1,
        units_of=2,
        current=Amount(Decimal(80)),
    )
    of = replace(row(D(100), D(1000)), same_period_last_year=compared)
    told = {each.code: each for each in numbers_of(of)}
    assert recomputed(told[_N.LAST_YEAR_RATIO]) == Ends(low=Decimal(2))  # 80 / 40, and never 100 / 40
    assert recomputed(told[_N.LAST_YEAR_CHANGE]) == Ends(low=Decimal(1))


def test_rows_of_a_page_have_keys_of_their_own():
    keys = {
        row_key(each) for each in (row(D(1), D(2)), row(D(1)), row(D(1), target=target(Amount(Decimal(3)), number=2)))
    }
    assert len(keys) == 3
    assert row_key(row(D(1), D(2))) == f"own:{PROVINCE.slug}:001-01"


@pytest.mark.parametrize("code", list(NumberCode))
def test_every_code_has_words(code):
    from tracker.web.number_words import NUMBER_WORDS

    assert str(NUMBER_WORDS[code])


def split_province():
    """Return OLD, which brought 3 until June and was split: WEST is 0.4 of it and brought 10 since; EAST is 0.6."""
    world = World()
    world.place("viet-nam", "country")
    world.place("old", below="viet-nam", valid_to=date(2025, 6, 30))
    for slug, share in (("east", "0.6"), ("west", "0.4")):
        world.place(slug, below="viet-nam", valid_from=date(2025, 7, 1))
        world.goes_into("old", slug, date(2025, 7, 1), share)
    world.says("old", "2025-Q2", 3)
    world.says("west", "2025-Q3", 10, Basis.IN_QUARTER)
    return world


def test_share_of_a_figure_comes_out_of_its_inputs_anew_and_is_marked():
    of = split_province().row("west", "2025-Q3")
    told = number_of(of, _N.TO_DATE)
    assert told is not None
    # 0.4 × 3 = 1.2 until June, and 10 since.
    assert [(each.factor, each.amount) for each in told.inputs] == [
        (Fraction(2, 5), Amount.exactly(3)),
        (Fraction(1), Amount.exactly(10)),
    ]
    assert told.formula is Formula.FIGURES
    assert recomputed(told) == told.result == Ends(low=Decimal("11.2"))
    assert "computed_share" in of.states
    assert [told.code for told in numbers_of(of) if not alike(told)] == []


@pytest.mark.parametrize("today", [None, date(2026, 1, 1)])
def test_shares_of_one_figure_are_one_input_again_where_they_come_together(today):
    world = split_province()
    of = world.row("viet-nam", "2025-Q2", today=today)
    told = number_of(of, _N.TO_DATE)
    assert told is not None
    assert [(each.factor, each.amount) for each in told.inputs] == [(1, Amount.exactly(3))]
    assert recomputed(told) == Ends(low=Decimal(3))
