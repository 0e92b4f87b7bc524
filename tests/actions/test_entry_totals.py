"""Totals beside their components as they are typed: what is said, and what is left alone."""

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tests.actions.unsaved import entry_of, indicator, line_of, stock
from tracker.actions.entry_lines import LineEntry
from tracker.actions.entry_rounding import ToDate
from tracker.actions.entry_totals import with_quarter
from tracker.actions.entry_warnings import total_warnings
from tracker.models import AskedBasis, IndicatorKind, ObservationStatus

MILLION = 10**6


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


class Form:
    """A form with a total, its complete split into new and adjusted, and one country of an incomplete split."""

    def __init__(self, kind=IndicatorKind.FLOW, unit="USD", asked=None):
        self.total = indicator("FDI", kind, unit)
        of_total = {"component_of": self.total, "split": "type", "split_complete": True}
        self.new = indicator("New", kind, unit, **of_total)
        self.adjusted = indicator("Adjusted", kind, unit, **of_total)
        self.korea = indicator("Korea", kind, unit, component_of=self.total, split="country")
        self.lines = [line_of(each, asked) for each in (self.total, self.new, self.adjusted, self.korea)]
        self.before = {}

    def add(self, *indicators):
        self.lines += [line_of(each) for each in indicators]

    def without(self, *indicators):
        gone = {each.pk for each in indicators}
        self.lines = [line for line in self.lines if line.indicator_id not in gone]

    def entries(self, typed):
        lines = {line.indicator_id: line for line in self.lines}
        return {
            key.pk: entry_of(lines[key.pk], **(fields if isinstance(fields, dict) else {self.field: fields}))
            for key, fields in typed.items()
        }

    field = "in_quarter"

    def problems(self, typed):
        return total_warnings(self.lines, self.entries(typed), self.before)

    def codes(self, typed):
        return [(problem.indicator_id, problem.code) for problem in self.problems(typed)]


@pytest.fixture
def form():
    return Form()


def million(value):
    return Decimal(value) * MILLION


def test_components_that_add_up_are_nothing_to_ask_about(form):
    assert form.codes({form.total: million(95), form.new: million(60), form.adjusted: million(35)}) == []


def test_components_that_do_not_add_up_are_named_at_the_total_with_the_difference(form):
    (problem,) = form.problems({form.total: million(100), form.new: million(60), form.adjusted: million(35)})
    assert (problem.indicator_id, problem.field, problem.code, problem.confirmable) == (
        form.total.pk,
        "reason",
        "parts_against_total",
        True,
    )
    assert problem.message.replace("\u00a0", " ") == (
        "New 60 million USD + Adjusted 35 million USD = 95 million USD (in the quarter), but the total here is "
        "100 million USD: 5 million USD more. Correct a figure, or say why."
    )
    (problem,) = form.problems({form.total: million(90), form.new: million(60), form.adjusted: million(35)})
    assert problem.message.replace("\u00a0", " ").endswith(
        "90 million USD: 5 million USD less. Correct a figure, or say why."
    )


def test_reason_at_the_total_answers_and_one_at_a_component_does_not(form):
    typed = {form.total: million(100), form.new: million(60), form.adjusted: million(35)}
    assert form.codes({**typed, form.total: {"in_quarter": million(100), "reason": "thay đổi phạm vi"}}) == []
    assert form.codes({**typed, form.new: {"in_quarter": million(60), "reason": "thay đổi phạm vi"}}) != []


def test_silent_component_is_not_zero(form):
    assert form.codes({form.total: million(100), form.new: million(60)}) == []
    assert (
        form.codes({form.total: million(100), form.new: million(60), form.adjusted: {"status": "not_collected"}}) == []
    )
    assert form.codes({form.new: million(60), form.adjusted: million(35)}) == []
    assert (
        form.codes({form.total: {"status": "not_yet_known"}, form.new: million(60), form.adjusted: million(35)}) == []
    )


def test_components_that_exceed_the_total_are_named_although_one_is_silent(form):
    (problem,) = form.problems({form.total: million(50), form.new: million(60)})
    assert problem.code == "parts_exceed_total"
    assert problem.message.replace("\u00a0", " ") == (
        "New 60 million USD (in the quarter), but the total here is 50 million USD: 10 million USD less. "
        "Correct a figure, or say why."
    )


@pytest.mark.parametrize(
    ("adjusted", "asked"),
    [({"status": "nil"}, True), ({"in_quarter": 0}, True), ({"status": "not_applicable"}, True), ({}, False)],
)
def test_nil_zero_and_not_applicable_add_nothing_and_blank_is_unknown(form, adjusted, asked):
    typed = {form.total: million(100), form.new: million(60), form.adjusted: adjusted}
    assert form.codes(typed) == ([(form.total.pk, "parts_against_total")] if asked else [])
    assert form.codes({**typed, form.total: million(60)}) == []


def test_nil_total_is_compared_as_zero(form):
    typed = {form.total: {"status": "nil"}, form.new: million(60), form.adjusted: {"status": "nil"}}
    assert form.codes(typed) == [(form.total.pk, "parts_against_total")]


def test_only_not_applicable_components_say_nothing_about_the_total(form):
    gone = {"status": "not_applicable"}
    assert form.codes({form.total: million(100), form.new: gone, form.adjusted: gone}) == []


def test_component_of_a_split_that_is_not_complete_is_only_compared_in_size(form):
    assert form.codes({form.total: million(100), form.korea: million(60)}) == []
    assert form.codes({form.total: million(100), form.korea: million(110)}) == [(form.total.pk, "parts_exceed_total")]


def test_components_of_incomplete_splits_are_each_compared(form):
    japan = indicator("Japan", component_of=form.total, split="country")
    form.add(japan)
    typed = {form.total: million(100), form.korea: million(110), japan: million(110)}
    assert form.codes(typed) == [(form.total.pk, "parts_exceed_total")] * 2


def test_lone_component_on_the_form_is_only_compared_in_size(form):
    form.without(form.adjusted)
    assert form.codes({form.total: million(100), form.new: million(60)}) == []
    assert form.codes({form.total: million(50), form.new: million(60)}) == [(form.total.pk, "parts_exceed_total")]


def test_amounts_of_two_currencies_are_never_added():
    form = Form()
    total = indicator("Investment attracted")
    of_total = {"component_of": total, "split": "origin", "split_complete": True}
    fdi, ddi = indicator("Foreign", **of_total), indicator("Domestic", unit="VND", **of_total)
    form.add(total, fdi, ddi)
    assert form.codes({total: million(100), fdi: million(60), ddi: 10**12}) == []
    assert form.codes({total: million(50), fdi: million(60), ddi: 10**12}) == [(total.pk, "parts_exceed_total")]


def test_silent_component_is_replaced_by_its_own_components_where_all_are_there():
    form = Form()
    total = indicator("Investment attracted")
    form.total.component_of, form.total.split, form.total.split_complete = total, "origin", True
    other = indicator("Other", component_of=total, split="origin", split_complete=True)
    form.add(total, other)
    typed = {total: million(100), form.new: million(60), form.adjusted: million(30), other: million(5)}
    (problem,) = form.problems(typed)
    assert problem.message.replace("\u00a0", " ").startswith(
        "New 60 million USD + Adjusted 30 million USD + Other 5 million USD = 95 million USD"
    )
    assert form.codes({**typed, form.adjusted: {}}) == []


def test_indicators_that_are_components_of_each_other_have_no_sum():
    one, other = indicator("One"), indicator("Other")
    of = {"split": "x", "split_complete": True}
    third = indicator("Third", component_of=one, **of)
    fourth = indicator("Fourth", component_of=other, **of)
    one.component_of, one.split, one.split_complete = other, "x", True
    other.component_of, other.split, other.split_complete = one, "x", True
    lines = [line_of(each) for each in (one, other, third, fourth)]
    entries = {
        one.pk: entry_of(lines[0], in_quarter=1),
        third.pk: entry_of(lines[2], in_quarter=1),
        fourth.pk: entry_of(lines[3], in_quarter=1),
    }
    assert total_warnings(lines, entries, {}) == []


# --- Spans, kinds and rounding ------------------------------------------------------------------------------------


def test_year_to_date_is_compared_as_well(form):
    def flow(quarter, year):
        return {"in_quarter": million(quarter), "year_to_date": million(year)}

    right = {form.total: flow(95, 200), form.new: flow(60, 120), form.adjusted: flow(35, 80)}
    assert form.codes(right) == []
    (problem,) = form.problems({**right, form.total: flow(95, 210)})
    assert "(year to date)" in problem.message
    assert form.codes({**right, form.total: flow(97, 210)}) == [(form.total.pk, "parts_against_total")] * 2


def test_same_difference_in_quarter_and_year_to_date_is_said_once(form):
    def flow(value):
        return {"in_quarter": million(value), "year_to_date": million(value)}

    (problem,) = form.problems({form.total: flow(100), form.new: flow(60), form.adjusted: flow(35)})
    assert "(in the quarter)" in problem.message


def to_date(form, **known):
    """Return years to date up to the previous quarter, as whole millions are known."""
    return {
        getattr(form, name).pk: ToDate(Decimal(million(value)), Decimal(MILLION) / 2) for name, value in known.items()
    }


def test_total_typed_for_the_quarter_is_compared_with_parts_typed_as_years_to_date(form):
    typed = {
        form.total: million(100),
        form.new: {"year_to_date": million(160)},
        form.adjusted: {"year_to_date": million(85), "year_to_date_step": million(1)},
    }
    assert form.codes(typed) == []  # nothing is known of the quarters before
    form.before = to_date(form, new=100, adjusted=50)
    # 60 and 35 are differences of rounded numbers, so up to 2.5 million may be rounding; 5 million is not.
    (problem,) = form.problems(typed)
    assert problem.message.replace("\u00a0", " ") == (
        "New 60 million USD + Adjusted 35 million USD = 95 million USD (in the quarter), but the total here is "
        "100 million USD: 5 million USD more. Correct a figure, or say why."
    )
    assert form.codes({**typed, form.total: million(97)}) == []


def test_total_typed_as_year_to_date_is_compared_with_parts_typed_for_the_quarter(form):
    form.before = to_date(form, total=150)
    typed = {form.total: {"year_to_date": million(250)}, form.new: million(60), form.adjusted: million(35)}
    assert form.codes(typed) == [(form.total.pk, "parts_against_total")]  # 250 - 150 = 100, not 95
    assert form.codes({**typed, form.total: {"year_to_date": million(245)}}) == []


def test_years_to_date_that_add_up_are_not_asked_about_for_earlier_quarters_that_did_not(form):
    """120 + 80 = 200 is what is typed; that 60 + 30 is not 100 was said a quarter ago."""
    form.before = to_date(form, total=100, new=60, adjusted=30)
    typed = {
        form.total: {"year_to_date": million(200)},
        form.new: {"year_to_date": million(120)},
        form.adjusted: {"year_to_date": million(80)},
    }
    assert form.codes(typed) == []
    (problem,) = form.problems({**typed, form.total: {"year_to_date": million(220)}})
    assert "(year to date)" in problem.message


def test_quarter_is_derived_from_the_year_to_date(form):
    line, entry = form.lines[0], entry_of(form.lines[0], year_to_date=million(160))
    derived = with_quarter(line, entry, ToDate(Decimal(million(100)), Decimal(MILLION) / 2))
    # 160 and 100 may be off by half a million each, the difference by twice that in all.
    assert (derived.in_quarter, derived.in_quarter_step) == (million(60), million(2))


@pytest.mark.parametrize(
    ("typed", "before"),
    [
        ({"in_quarter": 5, "year_to_date": 9}, 4),
        ({"in_quarter": 5}, 4),
        ({"year_to_date": 9}, None),
        ({}, 4),
        ({"year_to_date": 4, "status": "nil"}, 4),
        ({"year_to_date": 10**20}, 4),
    ],
)
def test_quarter_is_derived_only_where_it_is_missing_and_known(form, typed, before):
    entry = entry_of(form.lines[0], **typed)
    assert with_quarter(form.lines[0], entry, None if before is None else ToDate(Decimal(before))) is entry


def test_levels_are_compared():
    form = Form(IndicatorKind.STOCK, "projects")
    form.field = "level"
    assert form.codes({form.total: 12, form.new: 8, form.adjusted: 4}) == []
    (problem,) = form.problems({form.total: 12, form.new: 8, form.adjusted: 3})
    assert problem.message.replace("\u00a0", " ") == (
        "New 8 projects + Adjusted 3 projects = 11 projects, but the total here is 12 projects: 1 projects more. "
        "Correct a figure, or say why."
    )


def test_levels_of_two_bases_are_not_compared():
    form = Form(IndicatorKind.STOCK, "projects")
    form.field = "level"
    form.lines[0].asked = AskedBasis.SINCE_INCEPTION
    assert form.codes({form.total: 12, form.new: 80, form.adjusted: 4}) == []


@pytest.mark.parametrize("kind", [IndicatorKind.OTHER, IndicatorKind.RATIO])
def test_kinds_that_never_add_are_not_compared(kind):
    form = Form(kind, "percent", asked=AskedBasis.AS_OF)
    form.field = "level"
    assert form.codes({form.total: 12, form.new: 80, form.adjusted: 4}) == []


@pytest.mark.parametrize(("total", "asked"), [("95.5", False), ("95.55", False), ("95.56", True), ("94.45", False)])
def test_rounding_of_the_typed_digits_is_allowed_for(form, total, asked):
    # 60.0 and 35 are good to 0.05 and 0.5 million; a total with two decimals to 0.005.
    typed = {
        form.total: {"in_quarter": million(total), "in_quarter_step": 10_000},
        form.new: {"in_quarter": million(60), "in_quarter_step": 100_000},
        form.adjusted: {"in_quarter": million(35), "in_quarter_step": MILLION},
    }
    assert bool(form.codes(typed)) is asked


def test_stored_digits_stand_for_typed_ones_and_counts_are_exact(form):
    typed = {form.total: million("95.1"), form.new: million("60.14"), form.adjusted: million("34.9")}
    assert form.codes(typed) == []  # 95.04 for 95.1: 0.05 + 0.005 + 0.05 may be rounding
    assert form.codes({**typed, form.total: million("95.2")}) != []
    count = Form(unit="projects")
    typed = {
        count.total: {"in_quarter": 12, "in_quarter_step": 1},
        count.new: {"in_quarter": 8, "in_quarter_step": 1},
        count.adjusted: {"in_quarter": 3, "in_quarter_step": 1},
    }
    assert count.codes(typed) != []


# --- Properties ---------------------------------------------------------------------------------------------------

amounts = st.decimals(min_value="-1e18", max_value="1e18", places=6)
typed_values = st.none() | amounts | st.decimals(allow_nan=True, allow_infinity=True)


@given(
    values=st.lists(
        st.tuples(typed_values, typed_values, st.sampled_from(ObservationStatus.values)), min_size=4, max_size=4
    )
)
def test_totals_never_raise_and_change_nothing(values):
    form = Form()
    entries = {
        line.indicator_id: LineEntry(
            indicator_id=line.indicator_id, in_quarter=quarter, year_to_date=year, status=status
        )
        for line, (quarter, year, status) in zip(form.lines, values, strict=True)
    }
    before = {key: str(entry) for key, entry in entries.items()}
    for problem in total_warnings(form.lines, entries, {}):
        assert (problem.indicator_id, problem.field, problem.confirmable) == (form.total.pk, "reason", True)
    assert {key: str(entry) for key, entry in entries.items()} == before


@given(new=amounts, adjusted=amounts, power=st.integers(0, 3))
def test_components_that_add_up_are_never_asked_about_in_any_unit(new, adjusted, power):
    new, adjusted = new / 10**6, adjusted / 10**6
    form = Form()
    scale = Decimal(1000) ** power
    for line in form.lines:
        line.indicator.display_scale = scale
    typed = {form.total: scale * (new + adjusted), form.new: scale * new, form.adjusted: scale * adjusted}
    entries = {key.pk: LineEntry(indicator_id=key.pk, in_quarter=value) for key, value in typed.items()}
    assert total_warnings(form.lines, entries, {}) == []


@given(values=st.tuples(*[st.decimals(min_value="-1e9", max_value="1e9", places=3)] * 3), power=st.integers(0, 2))
def test_totals_in_another_unit_are_asked_about_alike(values, power):
    scale = Decimal(1000) ** power

    def codes(factor):
        form = Form()
        for line in form.lines:
            line.indicator.display_scale = factor
        keys = (form.total, form.new, form.adjusted)
        return [
            code for _key, code in form.codes({key: factor * value for key, value in zip(keys, values, strict=True)})
        ]

    assert codes(Decimal(1)) == codes(scale)


def test_stock_and_flow_components_are_not_mixed():
    form = Form()
    odd = stock("Odd", "USD", component_of=form.total, split="mixed", split_complete=True)
    even = stock("Even", "USD", component_of=form.total, split="mixed", split_complete=True)
    form.add(odd, even)
    assert form.codes({form.total: million(1), odd: {"level": million(9)}, even: {"level": million(9)}}) == []
