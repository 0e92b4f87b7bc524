"""Rounded figures of one year beside each other: honest ones are never called a contradiction."""

from decimal import ROUND_HALF_UP, Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from tests.actions.unsaved import indicator, line_of
from tracker.actions.entry_checks import problems_of, year_to_date_before
from tracker.actions.entry_lines import LineEntry, days_of
from tracker.actions.entry_rounding import ToDate
from tracker.models import Actual, Basis, Comparator
from tracker.progress.periods import Quarter

MILLION = 10**6
FDI = line_of(indicator())
true_quarters = st.decimals(min_value=-500, max_value=5000, places=3)
decimals = st.integers(0, 3)


def rounded(value, places):
    """Return what a paper says of a number of millions that it writes with some decimals, and its last digit's size."""
    step = Decimal(1).scaleb(-places)
    return value.quantize(step, rounding=ROUND_HALF_UP) * MILLION, step * MILLION


def row(basis, number, value):
    first, last = days_of(basis, Quarter(2025, number))
    return Actual(
        indicator_id=FDI.indicator_id,
        basis=basis,
        from_on=first,
        to_on=last,
        value=value,
        comparator=Comparator.EXACTLY,
    )


def before(rows, number):
    return year_to_date_before(rows, Quarter(2025, number), [FDI.indicator]).get(FDI.indicator_id)


@given(
    quarters=st.lists(st.tuples(true_quarters, decimals), min_size=1, max_size=4),
    year_decimals=decimals,
    known=st.none() | st.tuples(st.integers(1, 3), decimals),
)
def test_honestly_rounded_figures_never_contradict_each_other(quarters, year_decimals, known):
    values = [value for value, _places in quarters]
    rows = [
        row(Basis.IN_QUARTER, number, rounded(value, places)[0])
        for number, (value, places) in enumerate(quarters[:-1], start=1)
    ]
    if known is not None and known[0] < len(quarters):
        rows.append(row(Basis.YEAR_TO_DATE, known[0], rounded(sum(values[: known[0]]), known[1])[0]))
    assume(all(row.value for row in rows))  # a written 0 is exact: nobody writes it for something
    quarter, quarter_step = rounded(*quarters[-1])
    year, year_step = rounded(sum(values), year_decimals)
    entry = LineEntry(
        indicator_id=FDI.indicator_id,
        in_quarter=quarter,
        in_quarter_step=quarter_step,
        year_to_date=year,
        year_to_date_step=year_step,
    )
    assert problems_of(FDI, entry, before(rows, len(quarters))) == []


def test_each_added_quarter_brings_half_of_its_last_digit_and_a_typed_year_to_date_only_its_own():
    first, second = row(Basis.IN_QUARTER, 1, Decimal("10.4") * MILLION), row(Basis.IN_QUARTER, 2, Decimal(5 * MILLION))
    half = Decimal(MILLION) / 2
    assert before([], 1) == ToDate(Decimal(0), Decimal(0))
    assert before([first], 2) == ToDate(Decimal("10.4") * MILLION, half / 10)
    assert before([first, second], 3) == ToDate(Decimal("15.4") * MILLION, half / 10 + half)
    to_date = row(Basis.YEAR_TO_DATE, 2, Decimal(15 * MILLION))
    assert before([first, second, to_date], 3) == ToDate(Decimal(15 * MILLION), half)
    assert before([to_date], 2) is None
    assert before([second], 3) is None


def test_difference_that_rounding_does_not_explain_is_one():
    """10.4 (10) and 5.4 (5) reach 15.8 (16); 17 would need 1.5 of rounding, and each of the three has less than 0.5."""
    known = before([row(Basis.IN_QUARTER, 1, Decimal(10 * MILLION))], 2)

    def codes(year):
        entry = LineEntry(
            indicator_id=FDI.indicator_id, in_quarter=Decimal(5 * MILLION), year_to_date=Decimal(year * MILLION)
        )
        return [problem.code for problem in problems_of(FDI, entry, known)]

    assert (codes(15), codes(16), codes(14)) == ([], [], [])
    assert (codes(17), codes(13)) == (["spans_disagree"], ["spans_disagree"])
