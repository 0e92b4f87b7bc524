"""Draws by name, and sharing out by weight."""

from hypothesis import given
from hypothesis import strategies as st

from tracker.actions.demo_country.draws import Draws, shared_out

WEIGHTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=20)


@given(st.integers(0, 10**12), WEIGHTS)
def test_what_is_shared_out_adds_up_and_is_by_weight(total, weights):
    parts = shared_out(total, weights)
    assert sum(parts) == total
    whole = sum(weights)
    if whole:
        # Nobody is further than one from the exact share.
        assert all(abs(part * whole - total * weight) < whole for part, weight in zip(parts, weights, strict=True))
    assert shared_out(10, [1, 1, 1]) == [4, 3, 3]


@given(st.text(max_size=10), st.text(max_size=10), st.integers(-9, 9), st.integers(0, 50))
def test_a_draw_depends_on_seed_and_name_alone_and_stays_within_its_ends(seed, name, low, more):
    one, other = Draws(seed), Draws(seed)
    one.number("something else first")
    drawn = one.whole(low, low + more, name)
    assert drawn == other.whole(low, low + more, name)
    assert low <= drawn <= low + more
    assert low <= one.skewed(low, low + more, name) <= low + more


def test_another_seed_or_name_is_another_draw():
    numbers = [Draws(seed).number(*name) for seed in "ab" for name in (("x",), ("y",), ("x", "y"), ("x", 1))]
    assert len(set(numbers)) == len(numbers)


def test_weights_and_chances_come_out_about_as_often_as_they_say():
    draws = Draws("often")
    picked = [draws.weighted({"one": 900, "other": 100, "never": 0}, number) for number in range(2000)]
    assert 120 < picked.count("other") < 280
    assert "never" not in picked
    assert 120 < sum(draws.chance(100, "chance", number) for number in range(2000)) < 280
    # Most of what is skewed is near its low end: half of the draws lie in the first eighth.
    assert sum(draws.skewed(0, 800, number) <= 100 for number in range(2000)) > 900
