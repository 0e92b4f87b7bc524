"""Rules about exchange rates, changes, shares and comparisons. Every case is worked by hand."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from tests import builders
from tests.findings.invented import BILLION, MILLION, capital, compare, found, on_a_day, printed, report, to_date
from tracker.findings import Severity
from tracker.models import (
    Actual,
    Comparator,
    ComparisonKind,
    ExchangeRate,
    IndicatorKind,
    RatePurpose,
    Target,
    TargetRole,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def pair(dong: int, dollars: int, *, document: str, quarter: tuple[int, int] = (2024, 2), place: str = "x") -> None:
    """Print an amount of so many billion VND and million USD to the end of a quarter, published two months later."""
    year, number = quarter
    source = builders.make_document(document, published_on=date(year + 1, 2, 1) if number == 4 else None)
    words = f"VND{dong} billion (${dollars} million)"
    report(
        to_date(
            builders.make_indicator("home", unit="VND"),
            dong * BILLION,
            other_value=dollars * MILLION,
            other_unit=builders.make_unit("USD"),
            **printed(source, printed=words),
        ),
        place=builders.make_place(place),
        year=year,
        quarter=number,
    )


def test_two_rates_in_one_document_are_a_contradiction():
    # 24,000 / 1 = 24,000 and 26,000 / 1: 24000 billion over 1000 million, 26000 billion over 1000 million.
    pair(24000, 1000, document="one", place="here")
    pair(26000, 1000, document="one", place="there")
    [finding] = found("implied_rate")
    assert finding.difference == 2000
    assert finding.unit == "VND/USD"
    assert (
        "two rates: 24,000 (6 months of 2024) and 26,000 VND/USD (6 months of 2024), 8.3% apart" in finding.arithmetic
    )


def test_rates_of_coarse_numbers_that_rounding_explains_are_no_finding():
    # 20 / 795: 19.5 / 795.5 = 24,513 to 20.5 / 794.5 = 25,802; 2.7 / 107: 24,651 to 25,822. They overlap.
    source = builders.make_document("coarse", published_on=date(2024, 6, 1))
    dollars = builders.make_unit("USD")
    home, more = builders.make_indicator("home", unit="VND"), builders.make_indicator("more", unit="VND")
    report(
        to_date(
            home,
            20_000 * BILLION,
            other_value=795 * MILLION,
            other_unit=dollars,
            **printed(source, printed="VND20 trillion ($795 million)"),
        ),
        to_date(
            more,
            2_700 * BILLION,
            other_value=107 * MILLION,
            other_unit=dollars,
            **printed(source, printed="VND2.7 trillion ($107 million)"),
        ),
    )
    assert found("implied_rate") == []


def test_rates_within_a_year_that_no_market_explains_are_a_contradiction():
    # The one is of the year 2024, though its document is of 2025; the other of the quarter after: 90 days apart.
    pair(26000, 1000, document="one", quarter=(2024, 4), place="here")
    pair(24000, 1000, document="other", quarter=(2025, 1), place="there")
    [finding] = found("implied_rate")
    assert finding.arithmetic.startswith(
        "“Other” implies 24,000 VND/USD for Q1 2025 and “One” 26,000 for year 2024: 8.3% apart"
    )


def test_three_documents_are_compared_two_by_two():
    pair(24000, 1000, document="one", place="here")
    pair(26000, 1000, document="two", place="there")
    pair(26010, 1000, document="three", place="elsewhere")  # apart from the first, not from the second
    assert [finding.difference for finding in found("implied_rate")] == [2010, 2000]


def test_rates_of_one_year_that_the_market_explains_are_no_finding():
    pair(24000, 1000, document="one", quarter=(2024, 1), place="here")
    pair(24500, 1000, document="other", quarter=(2024, 4), place="there")  # 2.1 % apart
    assert found("implied_rate") == []


def test_rates_more_than_a_year_apart_are_not_compared():
    pair(24000, 1000, document="one", quarter=(2023, 3), place="here")
    pair(26000, 1000, document="other", quarter=(2024, 4), place="there")
    assert found("implied_rate") == []


def test_a_rate_away_from_the_table_is_a_contradiction():
    pair(24000, 1000, document="one")
    builders.make_rate(25000, on=date(2024, 6, 30))
    [finding] = found("implied_rate")
    assert finding.difference == -1000
    assert "imply 24,000 VND/USD; the rate table has 25,000 for 30 Jun 2024" in finding.arithmetic


@pytest.mark.parametrize(
    ("rate", "on"), [(24100, date(2024, 6, 30)), (25000, date(2024, 12, 1))], ids=["near", "another-quarter"]
)
def test_a_rate_near_the_tables_or_without_a_near_day_is_no_finding(rate, on):
    pair(24000, 1000, document="one")
    builders.make_rate(rate, on=on)
    assert found("implied_rate") == []


def mixed_total(total: int) -> None:
    one = capital()
    report(
        to_date(one["total"], total * MILLION, **printed()),
        to_date(one["foreign"], 200 * MILLION, **printed()),
        to_date(one["home"], 7200 * BILLION, **printed()),
    )


def test_a_total_of_two_currencies_implies_a_rate():
    # 500 - 200 = 300 million USD stand for 7,200 billion VND: 24,000 each.
    mixed_total(500)
    [finding] = found("total_in_one_currency")
    assert finding.severity == Severity.NOTICE
    assert "200 million USD leave 300 million USD for 7,200 billion VND" in finding.arithmetic
    assert "24,000 VND/USD" in finding.arithmetic
    assert found("parts_against_total") == []


def test_a_total_that_leaves_nothing_for_the_other_currency_is_a_contradiction():
    mixed_total(150)
    [finding] = found("total_in_one_currency")
    assert finding.severity == Severity.WARNING
    assert "no rate can make that fit" in finding.arithmetic


def test_a_total_with_a_stated_rate_is_no_finding():
    mixed_total(500)
    ExchangeRate.objects.create(
        base="USD",
        quote="VND",
        on=date(2024, 12, 31),
        purpose=RatePurpose.SOURCE_OWN,
        rate=Decimal(24000),
        document=builders.make_document(),
    )
    assert found("total_in_one_currency") == []


def growth(value: str, *, ends_on: date = date(2025, 12, 31), rejected: str = "") -> None:
    indicator = builders.make_indicator("growth", kind=IndicatorKind.OTHER, unit="percent")
    builders.make_target(
        builders.make_place(),
        indicator,
        value,
        starts_on=date(2025, 1, 1),
        ends_on=ends_on,
        rejected_because=rejected,
        **printed(),
    )


def test_a_change_out_of_range_is_asked_about_though_it_was_rejected():
    growth("85", rejected="in sai")
    [finding] = found("rate_of_change_range")
    assert finding.severity == Severity.WARNING
    assert finding.difference == 55
    assert "8.5% was meant" in finding.arithmetic


def test_a_fall_by_more_than_everything_is_impossible():
    growth("-120")
    [finding] = found("rate_of_change_range")
    assert (finding.severity, finding.difference) == (Severity.ERROR, Decimal(-90))


@pytest.mark.parametrize("value", ["7.5", "30", "-30"])
def test_a_change_in_range_is_no_finding(value):
    growth(value)
    assert found("rate_of_change_range") == []


def test_a_change_over_several_years_is_no_finding():
    growth("85", ends_on=date(2030, 12, 31))
    assert found("rate_of_change_range") == []


def test_a_printed_fall_by_more_than_everything_is_impossible():
    report(to_date(builders.make_indicator(), 100 * MILLION))
    compare(Actual.objects.get(), ComparisonKind.CHANGE, -101, "percent")
    [finding] = found("rate_of_change_range")
    assert finding.severity == Severity.ERROR


def share(value: str, numerator: int | None = None, denominator: int | None = None, **fields) -> None:
    indicator = builders.make_indicator("occupied", kind=IndicatorKind.RATIO, unit="percent")
    report(on_a_day(indicator, value, numerator=numerator, denominator=denominator, **fields))


def test_a_share_above_everything_is_a_contradiction():
    share("104", 52, 50)
    [finding] = found("ratio_out_of_range")
    assert finding.difference == 4


def test_a_share_that_its_parts_contradict_is_a_finding():
    # 30 / 50 = 60 %, 58 % is reported: 2 more.
    share("58", 30, 50)
    [finding] = found("ratio_out_of_range")
    assert finding.difference == 2
    assert "30 / 50 = 60%" in finding.arithmetic


def test_a_share_that_fits_is_no_finding():
    share("58.3", 7, 12)  # 7 / 12 = 58.33 %
    assert found("ratio_out_of_range") == []
    assert found("printed_ratio_without_components") == []


def test_a_share_without_parts_is_worth_knowing():
    share("58", comparator=Comparator.OVER)
    [finding] = found("printed_ratio_without_components")
    assert finding.severity == Severity.NOTICE
    assert finding.arithmetic.startswith("over 58% for Hai Duong comes without")


def days(value: int, statutory: int | None, less: int) -> None:
    indicator = builders.make_indicator("days", kind=IndicatorKind.OTHER, unit="days")
    exactly = {"comparator": Comparator.EXACTLY}
    builders.make_target(indicator=indicator, value=value, role=TargetRole.COMMITMENT, baseline=statutory, **exactly)
    compare(Target.objects.get(), ComparisonKind.LESS_BY, less, "days")


def test_a_difference_that_the_numbers_contradict_is_a_finding():
    days(8, 15, 6)  # 15 - 8 = 7
    [finding] = found("printed_comparison")
    assert finding.severity == Severity.WARNING
    assert finding.difference == 1


def test_a_difference_that_fits_is_no_finding():
    days(8, 15, 7)
    assert found("printed_comparison") == []


def test_a_difference_from_nothing_known_says_what_it_implies():
    days(8, None, 7)
    [finding] = found("printed_comparison")
    assert finding.severity == Severity.NOTICE
    assert "about 15 days" in finding.arithmetic


@pytest.mark.parametrize(
    ("kind", "value", "fits"),
    [
        (ComparisonKind.TIMES, "1.5", True),
        (ComparisonKind.TIMES, "2.5", False),
        (ComparisonKind.CHANGE, "50", True),
        (ComparisonKind.CHANGE, "150", False),
        (ComparisonKind.SHARE, "150", True),
        (ComparisonKind.SHARE, "15", False),
    ],
)
def test_multiples_changes_and_shares_are_computed_again(kind, value, fits):
    # 300 beside 200 million: 1.5 times as much, 50 % more, 150 % of it.
    indicator = builders.make_indicator()
    report(to_date(indicator, 300 * MILLION))
    report(to_date(indicator, 200 * MILLION), year=2023)
    now, before = Actual.objects.get(to_on__year=2024), Actual.objects.get(to_on__year=2023)
    compare(now, kind, value, "percent", against_actual=before)
    assert [finding.code for finding in found("printed_comparison")] == ([] if fits else ["printed_comparison"])


def test_a_multiple_of_an_unprinted_figure_says_what_it_implies():
    # 900 million is 4.5 times as much as 200 million.
    report(to_date(builders.make_indicator(), 900 * MILLION))
    compare(Actual.objects.get(), ComparisonKind.TIMES, "4.5", "percent", printed="4.5-fold")
    [finding] = found("printed_comparison")
    assert "“4.5-fold” cannot be checked" in finding.arithmetic
    assert "about 200 million USD" in finding.arithmetic


def test_ranks_are_compared_with_nothing():
    report(to_date(builders.make_indicator(), 900 * MILLION))
    compare(Actual.objects.get(), ComparisonKind.RANK, 11, "rank")
    assert found("printed_comparison") == []
