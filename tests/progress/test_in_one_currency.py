"""What a place's amounts of two currencies come to in one: rows with two currencies, totals of two components."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from provinces.models import PlaceKind
from tests.builders import (
    Figure,
    make_country,
    make_document,
    make_duty,
    make_form,
    make_indicator,
    make_investor,
    make_park,
    make_place,
    make_rate,
    make_report,
    make_target,
    make_threshold,
)
from tracker.models import Basis, Comparator, IndicatorKind, RatePurpose
from tracker.progress.as_data import place_data
from tracker.progress.measures import Amount, Reason
from tracker.progress.mixed import MixedKind
from tracker.progress.money import Refused
from tracker.progress.money_words import sentences
from tracker.progress.periods import Quarter
from tracker.progress.queries import progress_for_place

pytestmark = pytest.mark.django_db

Q1, Q2 = Quarter(2025, 1), Quarter(2025, 2)
MILLION, BILLION = 10**6, 10**9
AVERAGE, END = RatePurpose.QUARTER_AVERAGE, RatePurpose.QUARTER_END


@pytest.fixture
def total():
    return make_indicator("investment-attracted")


@pytest.fixture
def fdi(total):
    split = {"component_of": total, "split": "origin of capital", "split_complete": True}
    return make_indicator("fdi-registered", headline=True, position=2, **split)


@pytest.fixture
def ddi(total):
    split = {"component_of": total, "split": "origin of capital", "split_complete": True}
    return make_indicator("ddi-registered", unit="VND", headline=True, position=3, **split)


@pytest.fixture
def province():
    make_threshold()
    return make_place("hai-duong", parent=make_country())


def rates():
    """Plan rate 25,000, average of Q1 25,160; of Q2 nothing."""
    make_rate(25000)
    make_rate(25160, on=Q1.last_day, purpose=AVERAGE)


def page(place="hai-duong", quarter=Q1, **options):
    return progress_for_place(slug=place, quarter=quarter, **options)


def millions(amount):
    return amount.low / MILLION, amount.comparator.value


# --- A total of two components ------------------------------------------------------------------------------------


def test_components_of_two_currencies_come_to_one_total(province, fdi, ddi):
    # Plan rate: 125 + 6,918,000 / 25,000 = 125 + 276.72 = 401.72 million USD. Average of Q1: 125 + 6,918,000 / 25,160.
    # Goals at the plan rate: 1,000 + over 340 = over 1,340: 401.72 / 1,340 = 29.979... %.
    make_target(province, fdi, 1000 * MILLION)
    make_target(province, ddi, 8500 * BILLION, comparator=Comparator.OVER, position=2)
    make_report(province, figures=[Figure(fdi, 125 * MILLION), Figure(ddi, 6918 * BILLION)])
    rates()
    (found,) = page().in_one_currency
    assert (found.kind, found.indicator.code, found.into) == (MixedKind.COMPONENTS, "investment-attracted", "USD")
    assert millions(found.reckoning.at_plan.amount) == (Decimal("401.72"), "exactly")
    period = Decimal(6918 * BILLION) / 25160
    assert found.reckoning.at_period.amount.low - 125 * MILLION == pytest.approx(period, abs=Decimal("1e-15"))
    assert millions(found.terms.amount) == (1340, "over")
    assert found.reckoning.attainment_at_plan.low == pytest.approx(Decimal("401.72") / 1340, abs=Decimal("1e-20"))
    assert found.reckoning.effect.low == pytest.approx(period - Decimal("276.72") * MILLION, abs=Decimal("1e-15"))
    assert [(line.origin.indicator.code, line.rate and line.rate.rate.value) for line in found.plan_lines] == [
        ("fdi-registered", None),
        ("ddi-registered", 25000),
    ]
    assert [line.rate.document.slug for line in found.period_lines if line.rate] == ["a-document"]


def test_the_totals_own_goal_divides_the_sum_of_its_components(province, total, fdi, ddi):
    # At the plan rate 125 + 6,918,000 / 25,000 = 401.72 of the 2,000 promised for the total: 20.086 %. The goals of the
    # components, 1,000 together, promise something else.
    make_target(province, total, 2000 * MILLION, comparator=Comparator.ABOUT)
    make_target(province, fdi, 700 * MILLION, position=2)
    make_target(province, ddi, 7500 * BILLION, position=3)
    make_report(province, figures=[Figure(fdi, 125 * MILLION), Figure(ddi, 6918 * BILLION)])
    rates()
    (found,) = page().in_one_currency
    assert millions(found.terms.amount) == (2000, "about")
    assert [target.indicator_id for target in found.targets] == [total.pk]
    assert found.reckoning.attainment_at_plan.low == Decimal("0.20086")
    assert [line.origin.indicator.code for line in found.goal_lines] == ["investment-attracted"]


def test_the_totals_goal_of_a_province_over_figures_of_its_parks_is_labelled(province, total, fdi, ddi):
    parks = make_place("parks", kind=PlaceKind.PERIMETER, parent=province, perimeter_scope="parks")
    make_target(province, total, 2000 * MILLION)
    make_report(parks, figures=[Figure(fdi, 125 * MILLION), Figure(ddi, 6918 * BILLION)])
    rates()
    (found,) = page().in_one_currency
    assert found.reckoning.attainment_at_plan.low == Decimal("0.20086")
    assert [place.slug for place in found.other_perimeters] == ["parks"]


def test_no_goal_of_the_total_divides_components_of_which_one_is_silent(province, total, fdi, ddi):
    make_indicator("oda-registered", component_of=total, split="origin of capital", split_complete=True, position=4)
    make_target(province, total, 2000 * MILLION)
    make_report(province, figures=[Figure(fdi, 125 * MILLION), Figure(ddi, 6918 * BILLION)])
    rates()
    (found,) = page().in_one_currency
    assert [face.code for face in found.silent] == ["oda-registered"]
    assert (found.terms, found.reckoning.attainment_at_plan.reason) == (None, Reason.NO_TARGET)


def test_without_rates_the_sum_is_refused_and_the_rates_are_named(province, fdi, ddi):
    make_report(province, quarter=2, figures=[Figure(fdi, 125 * MILLION), *_quarters(ddi, 2, (30, 50))])
    make_report(province, quarter=1, figures=_quarters(ddi, 1, (30,)))
    make_rate(25160, on=Q1.last_day, purpose=AVERAGE)
    (found,) = page(quarter=Q2).in_one_currency
    plan, period = found.reckoning.at_plan, found.reckoning.at_period
    assert isinstance(plan, Refused)
    assert [(each.purpose.value, each.quarter) for each in (*plan.missing, *period.missing)] == [
        ("plan", Q2),
        ("quarter_average", Q2),
    ]
    assert found.reckoning.effect is None
    assert found.plan_lines == found.period_lines == ()


def _quarters(indicator, quarter, values):
    """A year to date and the quarter, in billions."""
    own = Figure(indicator, values[-1] * BILLION, basis=Basis.IN_QUARTER)
    return [own, Figure(indicator, sum(values) * BILLION)] if quarter > 1 else [own]


def test_each_quarter_is_converted_at_its_own_average(province, fdi, ddi):
    # Q1 30 tỷ at 25,000 = 1.2 million; Q2 50 tỷ at 20,000 = 2.5 million; the FDI is 10: 13.7.
    make_report(province, quarter=1, figures=_quarters(ddi, 1, (30,)))
    make_report(province, quarter=2, figures=[Figure(fdi, 10 * MILLION), *_quarters(ddi, 2, (30, 50))])
    make_rate(25000, on=Q1.last_day, purpose=AVERAGE)
    make_rate(20000, on=Q2.last_day, purpose=AVERAGE)
    (found,) = page(quarter=Q2).in_one_currency
    assert millions(found.reckoning.at_period.amount) == (Decimal("13.7"), "exactly")
    lines = [
        (line.amount.low / BILLION, line.origin.to_on, line.converted.low / MILLION) for line in found.period_lines[1:]
    ]
    assert lines == [(30, Q1.last_day, Decimal("1.2")), (50, Q2.last_day, Decimal("2.5"))]


def test_a_component_without_a_figure_is_named_and_no_goal_divides_the_rest(province, total, fdi, ddi):
    other = make_indicator(
        "oda-registered", unit="EUR", component_of=total, split="origin of capital", split_complete=True, position=4
    )
    for number, indicator in enumerate((fdi, ddi, other), start=1):
        make_target(province, indicator, 1000 * MILLION, position=number)
    make_report(province, figures=[Figure(fdi, 125 * MILLION), Figure(ddi, 25 * BILLION)])
    other.unit.currency = "EUR"
    other.unit.save()
    rates()
    (found,) = page().in_one_currency
    assert [face.code for face in found.silent] == ["oda-registered"]
    assert (found.terms, found.goal) == (None, None)
    assert millions(found.reckoning.at_plan.amount) == (126, "exactly")
    assert found.reckoning.attainment_at_plan.reason is Reason.NO_TARGET


def test_one_component_alone_is_no_mixed_total(province, fdi, ddi):
    make_report(province, figures=[Figure(fdi, 125 * MILLION)])
    rates()
    assert page().in_one_currency == ()


def test_components_of_different_days_are_not_added(province, fdi, ddi):
    make_report(province, quarter=1, figures=[Figure(ddi, 30 * BILLION)])
    make_report(province, quarter=2, figures=[Figure(fdi, 125 * MILLION)])
    rates()
    (found,) = page(quarter=Q2).in_one_currency
    assert (found.reason, found.reckoning) == (Reason.SPANS_DIFFER, None)


def test_what_the_place_states_stands_beside_the_sum(province, total, fdi, ddi):
    about = Figure(total, 419 * MILLION, comparator=Comparator.ABOUT)
    make_report(province, figures=[Figure(fdi, 125 * MILLION), Figure(ddi, 6918 * BILLION), about])
    rates()
    (found,) = page().in_one_currency
    assert millions(found.stated.amount) == (419, "about")


def test_levels_are_converted_at_the_end_of_the_quarter(province):
    total = make_indicator("capital-total", kind=IndicatorKind.STOCK)
    split = {"component_of": total, "split": "origin of capital", "split_complete": True, "kind": IndicatorKind.STOCK}
    foreign = make_indicator("fdi-total", **split)
    domestic = make_indicator("ddi-total", unit="VND", **split)
    figures = [Figure(foreign, 5 * MILLION, basis=Basis.AS_OF), Figure(domestic, 26 * BILLION, basis=Basis.AS_OF)]
    make_report(province, figures=figures)
    make_rate(26000, on=Q1.last_day, purpose=END)
    (found,) = page().in_one_currency
    assert millions(found.reckoning.at_period.amount) == (6, "exactly")
    assert found.reckoning.at_plan.missing[0].purpose.value == "plan"


def test_the_sources_own_rate_and_what_it_printed_in_both_currencies(province, fdi, ddi):
    # "6,918 tỷ đồng (294 million USD)": the source's own total is 125 + 294 = 419.
    usd = fdi.unit
    printed = {"other_value": 294 * MILLION, "other_unit": usd, "document": make_document(), "paragraph": 1}
    own = {"document": make_document(), "paragraph": 1}
    make_report(
        province,
        figures=[Figure(fdi, 125 * MILLION, fields=own), Figure(ddi, 6918 * BILLION, fields=printed)],
    )
    (found,) = page().in_one_currency
    assert millions(found.reckoning.at_source.amount) == (419, "exactly")
    assert [line.printed for line in found.source_lines] == [False, True]


def test_a_sum_says_whom_it_is_without(province, fdi, ddi):
    parks = [make_park(slug, parent=province) for slug in ("park-p", "park-q")]
    form = make_form(indicators=[fdi, ddi])
    for park in parks:
        make_duty(make_investor(f"{park.slug}-investor", park=park), park, form=form)
    reporter = make_investor("park-p-investor")
    make_report(parks[0], reporter=reporter, figures=[Figure(fdi, 125 * MILLION), Figure(ddi, 25 * BILLION)])
    make_report(parks[1], reporter=make_investor("park-q-investor"), figures=[Figure(fdi, 5 * MILLION)])
    rates()
    (found,) = page().in_one_currency
    assert [[place.slug for place in each.missing] for each in found.amounts] == [[], ["park-q"]]
    assert "Ddi Registered is without Park Q, not reported." in said(found)
    assert place_data(page())["in_one_currency"][0]["reported"][1]["missing"] == ["park-q"]


def said(item):
    with translation.override("en"):
        return sentences(item)


# --- As data, and at a moment -------------------------------------------------------------------------------------


def test_data_name_rate_day_purpose_and_document(province, fdi, ddi):
    make_report(province, figures=[Figure(fdi, 125 * MILLION), Figure(ddi, 6918 * BILLION)])
    rates()
    (found,) = place_data(page())["in_one_currency"]
    assert found["at_plan_rate"]["value"] == "401720000"
    assert found["at_plan_rate"]["lines"][1] == {
        "indicator": "ddi-registered",
        "unit": "VND",
        "value": "6918000000000",
        "value_high": None,
        "value_comparator": "exactly",
        "from": "2025-01-01",
        "to": "2025-03-31",
        "places": ["hai-duong"],
        "rate": {
            "base": "USD",
            "quote": "VND",
            "value": "25000",
            "on": "2025-01-01",
            "purpose": "plan",
            "source": "a-document",
        },
        "printed_by_its_source": False,
        "converted": "276720000",
        "converted_high": None,
        "converted_comparator": "exactly",
    }
    assert found["attainment_at_plan_rate_reason"] == "no_target"


def test_data_name_what_is_missing(province, fdi, ddi):
    make_report(province, figures=[Figure(fdi, 125 * MILLION), Figure(ddi, 6918 * BILLION)])
    (found,) = place_data(page())["in_one_currency"]
    assert found["at_period_rate"] == {
        "purpose": "quarter_average",
        "value": None,
        "value_high": None,
        "value_comparator": None,
        "lines": [],
        "missing_rates": [{"from": "VND", "into": "USD", "purpose": "quarter_average", "quarter": "2025-Q1"}],
        "reasons": [],
    }


def test_a_rate_counts_from_the_moment_it_was_known(province, fdi, ddi):
    report = make_report(province, figures=[Figure(fdi, 125 * MILLION), Figure(ddi, 6918 * BILLION)])
    known = report.revisions.get().approved_at
    rates()
    assert isinstance(page(as_of=known).in_one_currency[0].reckoning.at_plan, Refused)
    assert not isinstance(page().in_one_currency[0].reckoning.at_plan, Refused)


def test_a_reader_of_one_place_reckons_with_no_rate_out_of_the_figures_of_another(province, fdi, ddi):
    # The neighbour's article states a rate and the neighbour's figures: the rate would let those be reckoned.
    make_report(province, figures=[Figure(fdi, 125 * MILLION), Figure(ddi, 6918 * BILLION)])
    article = make_document("an-article")
    neighbour = make_place("bac-ninh", parent=make_country())
    make_report(neighbour, figures=[Figure(fdi, 9 * MILLION, fields={"document": article, "paragraph": 1})])
    make_rate(25000, document=article)
    assert not isinstance(page().in_one_currency[0].reckoning.at_plan, Refused)
    assert isinstance(page(reach=frozenset({province.pk})).in_one_currency[0].reckoning.at_plan, Refused)


def test_rates_cost_one_query_and_none_without_two_currencies(province, fdi, ddi):
    make_report(province, figures=[Figure(fdi, 125 * MILLION)])
    with CaptureQueriesContext(connection) as alone:
        page()
    make_report(province, quarter=2, figures=[Figure(fdi, 125 * MILLION), Figure(ddi, 6918 * BILLION)])
    for year in range(2013, 2026):
        make_rate(25000, on=date(year, 1, 1))
    with CaptureQueriesContext(connection) as both:
        page(quarter=Q2)
    assert len(both) == len(alone) + 1


def test_amounts_of_the_row_stay_what_they_were(province, fdi, ddi):
    make_report(province, figures=[Figure(fdi, 125 * MILLION), Figure(ddi, 6918 * BILLION)])
    before = page().rows
    rates()
    assert page().rows == before
    assert Amount.exactly(125 * MILLION) in [row.to_date.amount for row in before]
