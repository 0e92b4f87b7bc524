"""What holds of every total in one currency: thousands of drawn amounts, rates and quarters."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.progress.arithmetic import FLOW, Q1, Q2, Q3, Q4, target
from tracker.progress.exact_sums import weighted_sum
from tracker.progress.measures import Amount, Comparator
from tracker.progress.money import ConvertedTotal, Part, Piece, Refused, exchange_effect, total_in
from tracker.progress.rate_choice import Rate, RatePurpose
from tracker.progress.reckoning import reckon

PLAN, AVERAGE = RatePurpose.PLAN, RatePurpose.QUARTER_AVERAGE
QUARTERS = (Q1, Q2, Q3, Q4)
CURRENCIES = ("USD", "VND", "EUR")
# Drawn as whole numbers of millionths: five times as fast as drawing decimals.
MILLIONTH = Decimal("0.000001")
MONEY = st.integers(-(10**24), 10**24).map(lambda number: number * MILLIONTH)
VALUES = st.integers(10**5, 10**12).map(lambda number: number * MILLIONTH)
BOUNDS = st.sampled_from([each for each in Comparator if each not in (Comparator.BETWEEN, Comparator.NONE_STATED)])
MANY = settings(max_examples=300, deadline=None)


def _between(one, other):
    low, high = sorted((one, other))
    return Amount(low, high, Comparator.BETWEEN) if low < high else Amount(low)


AMOUNTS = st.one_of(
    st.builds(Amount, MONEY),
    st.builds(Amount, MONEY, st.none(), BOUNDS),
    st.builds(_between, MONEY, MONEY),
)


@st.composite
def parts(draw, quarters=3):
    """Some parts, each with what its quarters brought."""
    found = []
    for number in range(draw(st.integers(1, 3))):
        pieces = tuple(
            Piece(amount=draw(AMOUNTS), from_on=quarter.first_day, to_on=quarter.last_day)
            for quarter in QUARTERS[: draw(st.integers(1, quarters))]
        )
        whole = weighted_sum([(piece.amount, Fraction(1)) for piece in pieces])
        found.append(Part(key=number, unit=draw(st.sampled_from(CURRENCIES)), amount=whole, pieces=pieces))
    return found


EITHER = st.booleans()
PAIRS = (("USD", "VND"), ("EUR", "VND"), ("EUR", "USD"))
DAYS = ((PLAN, date(2025, 1, 1)), *((AVERAGE, quarter.last_day) for quarter in QUARTERS[:3]))


@st.composite
def tables(draw, *, turned=EITHER):
    """A complete table of plan rates and averages between the three currencies, each pair in either direction."""
    found = []
    for pair in PAIRS:
        base, quote = reversed(pair) if draw(turned) else pair
        found += [
            Rate(key=(base, quote, on), base=base, quote=quote, on=on, purpose=purpose, value=draw(VALUES))
            for purpose, on in DAYS
        ]
    return found


PURPOSES = st.sampled_from([PLAN, AVERAGE])
INTO = st.sampled_from(CURRENCIES)


def total(some, into, purpose, rates):
    return total_in(some, into=into, purpose=purpose, rates=rates, quarter=Q4)


def ends(amount):
    return Fraction(amount.value), Fraction(amount.top)


def close(one, other, size):
    """Whether two decimals are one number, but for the 28th digit of the largest that was added."""
    return abs(Fraction(one) - Fraction(other)) <= Fraction(size) / 10**26


@MANY
@given(parts(), tables(), INTO, PURPOSES)
def test_total_is_the_exact_sum_rounded_once(some, rates, into, purpose):
    found = total(some, into, purpose, rates)
    low = sum(Fraction(step.amount.value) * step.factor for step in found.conversions)
    high = sum(Fraction(step.amount.top) * step.factor for step in found.conversions)
    sizes = [1, abs(low), abs(high)]
    assert close(found.amount.value, low, max(sizes))
    assert close(found.amount.top, high, max(sizes))
    assert all(type(number) is Decimal for number in (found.amount.value, found.amount.top))


@MANY
@given(parts(), tables(turned=st.just(False)), PURPOSES)
def test_multiplying_never_loses_a_digit(some, rates, purpose):
    # Into the currency in which every rate is quoted there is no division, so no digit may be lost at all.
    found = total(some, "VND", purpose, rates)
    assert ends(found.amount)[0] == sum(Fraction(step.amount.value) * step.factor for step in found.conversions)


@MANY
@given(parts(), tables(), INTO, PURPOSES, st.randoms(use_true_random=False))
def test_order_of_parts_and_rates_never_matters(some, rates, into, purpose, random):
    first = total(some, into, purpose, rates)
    random.shuffle(some)
    random.shuffle(rates)
    assert total(some, into, purpose, rates).amount == first.amount


@MANY
@given(parts(), tables(), st.sampled_from([10, 1000, 10**6, 7]), PURPOSES)
def test_scaling_a_currency_with_its_rates_changes_no_total_in_another(some, rates, factor, purpose):
    # A dong that is worth a thousandth, with a thousand times as many of them, is the same money.
    scaled = [_scaled(part, factor) if part.unit == "VND" else part for part in some]
    for into in ("USD", "EUR"):
        before = total(some, into, purpose, rates)
        after = total(scaled, into, purpose, [_cheapened(rate, factor) for rate in rates])
        assert {step.part: sum_of(after, step.part) for step in after.conversions} == {
            step.part: sum_of(before, step.part) for step in before.conversions
        }
        assert after.amount == before.amount


def sum_of(found, key):
    return sum(Fraction(step.amount.value) * step.factor for step in found.conversions if step.part == key)


def _scaled(part, factor):
    pieces = tuple(replace(piece, amount=piece.amount.scaled(Decimal(factor))) for piece in part.pieces)
    return replace(part, amount=part.amount.scaled(Decimal(factor)), pieces=pieces)


def _cheapened(rate, factor):
    if rate.quote == "VND":
        return replace(rate, value=rate.value * factor)
    if rate.base == "VND":
        # The exact inverse may have no end as a decimal; the rate is turned round instead.
        turned = Fraction(factor) / Fraction(rate.value)
        return _Exactly(rate, turned)
    return rate


class _Exactly:
    """A rate from VND whose factor is an exact fraction."""

    def __init__(self, rate, per_other):
        self._rate, self._per_other = rate, per_other
        self.purpose, self.on, self.key, self.value = rate.purpose, rate.on, rate.key, rate.value
        self.base, self.quote, self.source = rate.base, rate.quote, rate.source

    def is_between(self, unit, into):
        return self._rate.is_between(unit, into)

    def factor(self, unit, into):
        return 1 / self._per_other if unit == "VND" else self._per_other


@MANY
@given(parts(), parts(), tables(), INTO, PURPOSES)
def test_regrouping_keeps_the_total(one, other, rates, into, purpose):
    other = [replace(part, key=part.key + 100) for part in other]
    whole = total([*one, *other], into, purpose, rates)
    halves = [total(some, into, purpose, rates).amount for some in (one, other)]
    for end in (0, 1):
        together = ends(halves[0])[end] + ends(halves[1])[end]
        size = max(1, *(abs(number) for half in halves for number in ends(half)))
        assert close(ends(whole.amount)[end], together, size)


@MANY
@given(parts(), tables(), INTO)
def test_plan_rate_and_effect_give_the_periods_rate(some, rates, into):
    planned, actual = (
        total_in(some, into=into, purpose=purpose, rates=rates, quarter=Q4) for purpose in (PLAN, AVERAGE)
    )
    effect = exchange_effect(planned, actual)
    plain = all(not part.amount.is_range for part in some) and not any(
        piece.amount.is_range for part in some for piece in part.pieces
    )
    if plain:
        size = max(1, abs(planned.amount.value), abs(actual.amount.value))
        assert close(Fraction(planned.amount.value) + Fraction(effect.value), actual.amount.value, size)


@MANY
@given(parts(), tables(), INTO)
def test_rates_that_do_not_move_have_no_effect(some, rates, into):
    still = [rate if rate.purpose is PLAN else replace(rate, value=_plan_of(rates, rate).value) for rate in rates]
    planned, actual = (total(some, into, purpose, still) for purpose in (PLAN, AVERAGE))
    assert exchange_effect(planned, actual) == Amount.exactly(0)
    assert ends(planned.amount) == ends(actual.amount)


def _plan_of(rates, rate):
    return next(each for each in rates if each.purpose is PLAN and each.base == rate.base and each.quote == rate.quote)


@MANY
@given(parts(), tables(), INTO, PURPOSES, st.data())
def test_without_a_rate_a_total_is_refused_and_names_exactly_that_one(some, rates, into, purpose, data):
    left_out = data.draw(st.sampled_from(rates))
    kept = [rate for rate in rates if rate is not left_out]
    found = total(some, into, purpose, rates)
    if left_out not in found.rates:
        assert total(some, into, purpose, kept) == found
        return
    refused = total(some, into, purpose, kept)
    assert isinstance(refused, Refused)
    assert {frozenset((each.unit, each.into)) for each in refused.missing} == {
        frozenset((left_out.base, left_out.quote))
    }
    assert {each.purpose for each in refused.missing} == {purpose}
    if purpose is AVERAGE:
        assert {each.quarter.last_day for each in refused.missing} == {left_out.on}


@MANY
@given(parts(), tables(), INTO)
@example(some=[Part(key=0, unit="USD", amount=Amount.exactly(5))], rates=[], into="USD")
def test_rates_of_other_purposes_and_quarters_are_never_used(some, rates, into):
    found = total(some, into, PLAN, [rate for rate in rates if rate.purpose is PLAN])
    assert isinstance(found, ConvertedTotal)
    foreign = [part for part in some if part.unit != into]
    averages = [rate for rate in rates if rate.purpose is AVERAGE]
    assert isinstance(total(some, into, PLAN, averages), Refused) == bool(foreign)


GOALS = st.integers(1, 10**24).map(lambda number: number * MILLIONTH)


@MANY
@given(parts(), tables(), INTO, GOALS, st.integers(2, 1000))
def test_a_goal_times_k_divides_both_percentages_by_k(some, rates, into, goal, factor):
    def shares(value):
        found = reckon(some, into=into, kind=FLOW, rates=rates, quarter=Q4, to_on=Q4.last_day, terms=target(str(value)))
        return found.attainment_at_plan.low, found.attainment_at_period.low

    for share, smaller in zip(shares(goal), shares(goal * factor), strict=True):
        assert close(share, smaller * factor, max(1, abs(share)))
