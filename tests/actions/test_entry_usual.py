"""What is out of keeping with a figure's own history: slips are found, ordinary lumps are not."""

import random
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.actions.entry_usual import is_far, median, unit_slip, whole_times


def numbers(*texts):
    return tuple(Decimal(text) for text in texts)


STEADY = numbers(20, 25, 30, 28, 22, 35, 24, 26)
# Mostly small projects and now and then a large one, as a park reports them.
SKEWED = numbers(20, 25, 30, 28, 90, 22, 35, 60, 18, 26)
# One project is a year: ordinary quarters differ a hundredfold, and some have nothing.
LUMPY = numbers(12, 0, 45, 3, 8, 120, 0, 30, 15, 5, 60, 22)


@pytest.mark.parametrize(
    ("values", "middle"), [((5,), "5"), ((9, 1, 5), "5"), ((1, 2), "1.5"), ((8, 1, 2, 4), "3"), ((2, 2, 2, 2), "2")]
)
def test_median_is_the_middle_of_the_ordered_values(values, middle):
    assert median(numbers(*values)) == Decimal(middle)


@pytest.mark.parametrize(
    ("value", "slip"),
    [
        ("25", None),
        ("250", None),  # tenfold is no unit
        ("25000", "1000"),
        ("-25000", "1000"),
        ("25000000", "1E+6"),
        ("25000000000", "1E+9"),
        ("0.025", "0.001"),
        ("0.000025", "0.000001"),
        ("5100", "1000"),  # the median of STEADY is 25.5: from a fifth of 25,500 on
        ("5099", None),
        ("127500", "1000"),  # to five times 25,500
        ("127501", None),
        ("0", None),
    ],
)
def test_unit_slip_is_a_thousandfold_of_the_usual(value, slip):
    assert unit_slip(Decimal(value), STEADY, None) == (None if slip is None else Decimal(slip))


def test_unit_slip_asks_nothing_within_the_known_range_or_near_last_year_or_without_history():
    mixed = numbers(1, 2, 3, 2000)
    assert unit_slip(Decimal(3000), mixed, None) == 1000
    assert unit_slip(Decimal(2000), mixed, None) is None
    assert unit_slip(Decimal(3000), mixed, Decimal(1000)) is None
    assert unit_slip(Decimal(3000), mixed, Decimal(999)) == 1000
    assert unit_slip(Decimal(3000), (), None) is None
    assert unit_slip(Decimal(3000), numbers(0, 0), None) is None


def test_unit_slip_needs_one_earlier_figure_only():
    assert unit_slip(Decimal(6918), numbers(0, "6.7"), None) == 1000


@pytest.mark.parametrize("value", [10, 15, 50, 90, 130, 153])
def test_ordinary_lumps_of_a_skewed_history_are_not_far(value):
    # Median 27, largest 90; the halves' medians are 22 and 35, so the reach ends at 35 x (35/22)^1.5 = 70.2. What
    # holds is the widest of 6 x 27 = 162, 2 x 90 = 180 and 70.2.
    assert not is_far(Decimal(value), SKEWED, None, flow=True)


@pytest.mark.parametrize("value", [200, 250, 280, 300, 600])
def test_tenfold_slip_is_far_from_a_skewed_history(value):
    assert is_far(Decimal(value), SKEWED, None, flow=True)


@pytest.mark.parametrize(("value", "far"), [("180", False), ("180.01", True), ("5", False), ("4.49", True)])
def test_limits_of_a_skewed_history_are_twice_its_range_and_six_times_its_median(value, far):
    assert is_far(Decimal(value), SKEWED, None, flow=True) is far


@pytest.mark.parametrize(("value", "far"), [(100, False), (240, False), (400, False), (1200, True), ("0.1", True)])
def test_lumpy_history_asks_only_about_what_no_quarter_of_it_comes_near(value, far):
    # Without zeros: 3 5 8 12 15 22 30 45 60 120; halves' medians 8 and 45; reach 45 x (45/8)^1.5 = 600.3.
    assert is_far(Decimal(value), LUMPY, None, flow=True) is far


def test_far_uses_the_reach_of_the_halves():
    assert not is_far(Decimal(600), LUMPY, None, flow=True)
    assert is_far(Decimal(601), LUMPY, None, flow=True)
    # The mirror: 8 / (45/8)^1.5 = 0.5997.
    assert not is_far(Decimal("0.6"), LUMPY, None, flow=True)
    assert is_far(Decimal("0.599"), LUMPY, None, flow=True)


def test_one_slip_in_the_history_does_not_hide_the_next():
    assert is_far(Decimal(700), (*STEADY, Decimal(300)), None, flow=True)


def test_levels_move_slower_than_flows():
    levels = numbers(1200, 1200, 1210, 1225)
    assert not is_far(Decimal(3600), levels, None, flow=False)
    assert is_far(Decimal(3700), levels, None, flow=False)
    assert not is_far(Decimal(3700), levels, None, flow=True)
    assert is_far(Decimal(120), levels, None, flow=False)


def test_growing_level_is_no_outlier():
    assert not is_far(Decimal(1600), numbers(100, 200, 400, 800), None, flow=False)


@pytest.mark.parametrize(
    ("past", "flow", "far"),
    [
        (numbers(*[5] * 8), True, True),
        (numbers(*[5] * 7), True, False),
        (numbers(*[5] * 7, 0), True, False),
        (numbers(*[5] * 8, -2), True, False),
        (LUMPY, True, False),
        (numbers(*[5] * 4), False, True),
        (numbers(*[5] * 3), False, False),
        ((), True, False),
    ],
)
def test_zero_is_far_only_where_nothing_like_it_stands_in_a_long_history(past, flow, far):
    assert is_far(Decimal(0), past, None, flow=flow) is far


def test_zero_is_not_far_where_last_year_was_zero():
    assert not is_far(Decimal(0), numbers(*[5] * 9), Decimal(0), flow=True)
    assert is_far(Decimal(0), numbers(*[5] * 9), Decimal(5), flow=True)


@pytest.mark.parametrize(
    ("value", "past", "far"),
    [
        (120, (10,), False),
        (121, (10,), True),
        (121, (10, 11), False),  # twelve times the largest is 132
        (133, (11, 10), True),
        (40, (50, 60, 2), False),  # twenty times the quarter before, and ordinary
        ("0.83", (10,), True),
        ("0.84", (10,), False),
        (121, (0, 0, 0, 0, 10), True),  # four quarters, but only one that says how large
        (121, (0, 0, 0, 0), False),
        (-500, (10,), False),  # a negative quarter is asked about for its sign
    ],
)
def test_short_history_asks_from_twelvefold_on(value, past, far):
    assert is_far(Decimal(value), numbers(*past), None, flow=True) is far


def test_season_is_not_far():
    assert is_far(Decimal(280), SKEWED, None, flow=True)
    assert not is_far(Decimal(280), SKEWED, Decimal(100), flow=True)
    assert is_far(Decimal(280), SKEWED, Decimal(93), flow=True)
    assert is_far(Decimal(280), SKEWED, Decimal(841), flow=True)


def test_whole_times_rounds_half_up():
    assert whole_times(Decimal(125), Decimal(10)) == 13
    assert whole_times(Decimal(124), Decimal(10)) == 12


@pytest.mark.parametrize(
    ("deviation", "most_asked", "fewest_found"), [(0.3, 0.003, 0.90), (0.7, 0.02, 0.50), (1.3, 0.05, 0.15)]
)
def test_rule_asks_as_often_as_its_docstring_says(deviation, most_asked, fewest_found):
    draw = random.Random(20260401)  # always the same series
    asked = found = 0
    rounds = 2000
    for _round in range(rounds):
        *past, value = (Decimal(str(draw.lognormvariate(3, deviation))) for _figure in range(9))
        asked += is_far(value, past, None, flow=True)
        found += is_far(10 * value, past, None, flow=True)
    assert asked <= most_asked * rounds
    assert found >= fewest_found * rounds


figures = st.decimals(min_value="-1e12", max_value="1e12", places=2)
positives = st.decimals(min_value="0.01", max_value="1e9", places=2)
histories = st.lists(figures, max_size=12)


@given(value=figures, past=histories, last_year=st.none() | figures, flow=st.booleans(), power=st.integers(-3, 6))
def test_unit_of_the_figures_changes_no_answer(value, past, last_year, flow, power):
    scale = Decimal(10) ** power
    scaled = [scale * earlier for earlier in past]
    then = None if last_year is None else scale * last_year
    assert is_far(value, past, last_year, flow=flow) == is_far(scale * value, scaled, then, flow=flow)
    assert unit_slip(value, past, last_year) == unit_slip(scale * value, scaled, then)


@given(past=st.lists(positives, min_size=4, max_size=12), flow=st.booleans(), data=st.data())
def test_what_lies_within_the_known_range_is_never_asked_about(past, flow, data):
    value = data.draw(st.decimals(min_value=min(past), max_value=max(past), places=2))
    assert not is_far(value, past, None, flow=flow)
    assert unit_slip(value, past, None) is None


@given(past=st.lists(positives, min_size=1, max_size=12), value=positives, more=positives, flow=st.booleans())
def test_what_is_farther_out_on_the_same_side_is_far_as_well(past, value, more, flow):
    if value > max(past) and is_far(value, past, None, flow=flow):
        assert is_far(value + more, past, None, flow=flow)


@given(past=histories, value=figures, order=st.randoms(use_true_random=False))
def test_order_of_the_history_changes_no_answer(past, value, order):
    shuffled = list(past)
    order.shuffle(shuffled)
    assert is_far(value, past, None, flow=True) == is_far(value, shuffled, None, flow=True)
    assert unit_slip(value, past, None) == unit_slip(value, shuffled, None)
