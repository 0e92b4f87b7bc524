"""Totals in one currency, by hand: which rate, how exactly, and what is refused."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from tests.progress.arithmetic import FLOW, OTHER, Q1, Q2, Q3, STOCK, amount, level, quarterly, span, target, ytd
from tracker.models import RatePurpose as StoredPurpose
from tracker.progress.measures import Amount, Comparator, Reading, Reason, read_to
from tracker.progress.money import ConvertedTotal, Part, Piece, Refused, exchange_effect, total_in
from tracker.progress.money_parts import MoneyBook, MoneyFigure
from tracker.progress.periods import Quarter
from tracker.progress.rate_choice import (
    MissingRate,
    Rate,
    RatePurpose,
    choose_rate,
    convert,
    period_purpose,
    plan_quarter,
)
from tracker.progress.reckoning import Goal, goal_in, reckon

PLAN, AVERAGE, END, OWN = (
    RatePurpose.PLAN,
    RatePurpose.QUARTER_AVERAGE,
    RatePurpose.QUARTER_END,
    RatePurpose.SOURCE_OWN,
)
YEAR = date(2025, 1, 1)


def rate(value, purpose=PLAN, on=YEAR, base="USD", quote="VND", **other):
    if isinstance(on, Quarter):
        on = on.last_day
    return Rate(
        key=f"{base}/{quote} {purpose} {on} {value}",
        base=base,
        quote=quote,
        on=on,
        purpose=purpose,
        value=Decimal(value),
        **other,
    )


def dong(text, *pieces, key="park", **other):
    """An amount of VND, with what each quarter brought."""
    return Part(
        key=key,
        unit="VND",
        amount=amount(text),
        pieces=tuple(
            Piece(amount=amount(each), from_on=quarter.first_day, to_on=quarter.last_day)
            for quarter, each in zip((Q1, Q2, Q3), pieces, strict=False)
        ),
        **other,
    )


def dollars(text, key="other park", comparator=Comparator.EXACTLY):
    return Part(key=key, unit="USD", amount=amount(text, comparator))


def in_dollars(parts, purpose, rates, quarter=Q2):
    return total_in(parts, into="USD", purpose=purpose, rates=rates, quarter=quarter)


# --- Which rate ---------------------------------------------------------------------------------------------------


def test_purposes_are_those_of_the_rate_table():
    assert {str(purpose) for purpose in RatePurpose} == set(StoredPurpose.values)


def chosen(rates, purpose, quarter=Q2, **other):
    found = choose_rate(rates, unit="VND", into="USD", purpose=purpose, quarter=quarter, **other)
    return found.value if isinstance(found, Rate) else None


def test_an_average_is_its_own_quarters():
    rates = [rate("25000", AVERAGE, Q1), rate("25500", AVERAGE, Q2)]
    assert [chosen(rates, AVERAGE, quarter) for quarter in (Q1, Q2, Q3)] == [Decimal(25000), Decimal(25500), None]


def test_an_end_is_no_average():
    assert chosen([rate("25500", END, Q2)], AVERAGE) is None
    assert chosen([rate("25500", END, Q2)], END) == Decimal(25500)


def test_a_plan_rate_is_the_newest_of_its_year_up_to_the_quarter():
    # Set on 1 January, set anew on 1 July: Q1 and Q2 are read at the first, Q3 at the second.
    rates = [rate("25000"), rate("26000", on=date(2025, 7, 1)), rate("24000", on=date(2024, 1, 1))]
    assert [chosen(rates, PLAN, quarter) for quarter in (Q1, Q2, Q3)] == [25000, 25000, 26000]


def test_a_year_without_a_plan_rate_borrows_none():
    rates = [rate("24000", on=date(2024, 1, 1)), rate("26000", on=date(2026, 1, 1))]
    found = choose_rate(rates, unit="VND", into="USD", purpose=PLAN, quarter=Q2)
    assert found == MissingRate(unit="VND", into="USD", purpose=PLAN, quarter=Q2)


def test_a_sources_own_rate_is_that_of_the_document():
    rates = [rate("23531", OWN, Q1, source="article 1"), rate("25234", OWN, Q1, source="article 2")]
    assert chosen(rates, OWN, source="article 2") == 25234
    assert chosen(rates, OWN, source="article 3") is None
    missing = choose_rate(rates, unit="VND", into="USD", purpose=OWN, quarter=Q2, source="article 3")
    assert missing == MissingRate(unit="VND", into="USD", purpose=OWN, quarter=Q2, source="article 3")


def test_a_rate_of_other_currencies_is_none():
    assert chosen([rate("1.1", base="EUR", quote="USD"), rate("27000", base="EUR")], PLAN) is None


def test_goals_of_earlier_years_keep_the_plan_rate_of_their_first_year():
    # 2021-2025, read in Q2 2025: the plan rates of 2021.
    assert plan_quarter(date(2021, 1, 1), Q2) == Quarter(2021, 4)
    assert plan_quarter(YEAR, Q2) == Q2
    assert plan_quarter(date(2026, 1, 1), Q2) == Quarter(2026, 4)


@pytest.mark.parametrize("value", ["0", "-25000", "NaN", "Infinity"])
def test_a_rate_that_cannot_be_is_refused(value):
    with pytest.raises(ValueError, match="cannot be"):
        rate(value)


def test_a_currency_has_no_rate_to_itself():
    with pytest.raises(ValueError, match="no rate"):
        rate("1", base="VND")


def test_only_what_is_added_has_a_periods_rate():
    assert (period_purpose(FLOW), period_purpose(STOCK)) == (AVERAGE, END)
    with pytest.raises(ValueError, match="never added"):
        period_purpose(OTHER)


# --- One amount ---------------------------------------------------------------------------------------------------


def test_both_directions_are_exact():
    # 2,500 tỷ đồng at 25,000 are 100 million USD, and back.
    there = convert(amount("2500000000000"), rate("25000"), unit="VND", into="USD")
    assert there == amount("100000000")
    assert convert(there, rate("25000"), unit="USD", into="VND") == amount("2500000000000")


def test_a_division_without_an_end_keeps_28_digits():
    # 1,000 / 23,531 = 0.0424971314436275551400280481
    found = convert(amount("1000"), rate("23531"), unit="VND", into="USD")
    assert found == amount("0.04249713144362755514002804811")


def test_comparators_and_ranges_travel():
    over = convert(amount("8500", Comparator.OVER), rate("25000"), unit="VND", into="USD")
    assert over == amount("0.34", Comparator.OVER)
    between = convert(amount("35000..60000"), rate("25000"), unit="VND", into="USD")
    assert between == amount("1.4..2.4")


def test_no_number_converts_to_none():
    assert convert(Amount.none_stated(), rate("25000"), unit="VND", into="USD") == Amount.none_stated()


def test_a_rate_of_other_currencies_converts_nothing():
    with pytest.raises(ValueError, match="says nothing of EUR in USD"):
        convert(amount("1"), rate("25000"), unit="EUR", into="USD")


# --- Totals -------------------------------------------------------------------------------------------------------


def test_fifty_dollars_and_2500_dong_at_the_plan_rate():
    # W10: P 50 USD, Q 2,500 đồng at 25 đồng a dollar: 50 + 100 = 150.
    total = in_dollars([dollars("50"), dong("2500", "2500")], PLAN, [rate("25")])
    assert isinstance(total, ConvertedTotal)
    assert total.amount == amount("150")
    assert [(step.part, step.converted.low) for step in total.conversions] == [("other park", 50), ("park", 100)]
    assert [each.value for each in total.rates] == [25]


def test_a_year_to_date_is_the_sum_of_its_quarters_each_at_its_own_average():
    # Q1 1,000 at 20, Q2 1,500 at 25: 50 + 60 = 110; the 2,500 at one rate would be 100 or 125.
    rates = [rate("20", AVERAGE, Q1), rate("25", AVERAGE, Q2)]
    total = in_dollars([dong("2500", "1000", "1500")], AVERAGE, rates)
    assert total.amount == amount("110")
    assert [step.rate.value for step in total.conversions] == [20, 25]
    assert [step.piece.quarter for step in total.conversions] == [Q1, Q2]


def test_a_missing_average_is_named_and_nothing_is_added():
    refused = in_dollars([dollars("50"), dong("2500", "1000", "1500")], AVERAGE, [rate("20", AVERAGE, Q1)])
    assert refused == Refused(
        into="USD", purpose=AVERAGE, missing=(MissingRate(unit="VND", into="USD", purpose=AVERAGE, quarter=Q2),)
    )


def test_each_missing_rate_is_named_once():
    parts = [dong("2500", "1000", "1500"), dong("10", "4", "6", key="third")]
    refused = in_dollars(parts, AVERAGE, [])
    assert [(each.unit, each.quarter) for each in refused.missing] == [("VND", Q1), ("VND", Q2)]


def test_quarters_that_are_known_jointly_only_have_no_average():
    joint = Part(key="park", unit="VND", amount=amount("2500"), reason=Reason.JOINTLY_ONLY)
    refused = in_dollars([joint], AVERAGE, [rate("20", AVERAGE, Q1), rate("25", AVERAGE, Q2)])
    assert (refused.missing, refused.unsplit) == ((), (("park", Reason.JOINTLY_ONLY),))
    # At the plan rate the same amount is one amount at one rate.
    assert in_dollars([joint], PLAN, [rate("25")]).amount == amount("100")


def test_a_level_is_converted_at_the_end_of_the_quarter_read():
    stock = Part(key="park", unit="VND", amount=amount("2600"))
    assert in_dollars([stock], END, [rate("26", END, Q2), rate("25", END, Q1)]).amount == amount("100")


def test_one_currency_needs_no_rate():
    total = in_dollars([dollars("50"), dollars("7", key="third")], AVERAGE, [])
    assert (total.amount, total.rates) == (amount("57"), ())


def test_what_the_source_printed_is_its_own_conversion():
    # "2,500 tỷ đồng (about 107 million USD)": taken over, with the rate that it implies.
    part = dong("2500", source="article", printed=(("USD", amount("107", Comparator.ABOUT)),))
    total = in_dollars([part], OWN, [rate("20", OWN, Q2, source="article")])
    assert total.amount == amount("107", Comparator.ABOUT)
    (step,) = total.conversions
    assert (step.rate, step.printed, step.factor) == (None, True, Fraction(107, 2500))


def test_bounds_of_parts_are_bounds_of_the_total():
    total = in_dollars([dollars("50", comparator=Comparator.OVER), dong("2500")], PLAN, [rate("25")])
    assert total.amount == amount("150", Comparator.OVER)


def test_no_parts_are_no_total():
    with pytest.raises(ValueError, match="not 0"):
        in_dollars([], PLAN, [rate("25")])


# --- The exchange effect ------------------------------------------------------------------------------------------


def test_the_effect_is_what_the_rates_alone_did():
    # At the plan rate 25: 2,500 / 25 = 100. At the averages 20 and 25: 50 + 60 = 110. Effect +10.
    parts = [dollars("50"), dong("2500", "1000", "1500")]
    rates = [rate("25"), rate("20", AVERAGE, Q1), rate("25", AVERAGE, Q2)]
    at_plan, at_period = in_dollars(parts, PLAN, rates), in_dollars(parts, AVERAGE, rates)
    assert exchange_effect(at_plan, at_period) == amount("10")


def test_the_effect_of_a_bound_says_which_way():
    # Over 2,500 đồng, now worth less: 2,500 / 50 - 2,500 / 25 = under -50.
    part = Part(key="park", unit="VND", amount=amount("2500", Comparator.OVER))
    rates = [rate("25"), rate("50", END, Q2)]
    effect = exchange_effect(in_dollars([part], PLAN, rates), in_dollars([part], END, rates))
    assert effect == amount("-50", Comparator.UNDER)


def test_a_refused_total_has_no_effect():
    parts = [dong("2500", "1000", "1500")]
    at_plan = in_dollars(parts, PLAN, [rate("25")])
    assert exchange_effect(at_plan, in_dollars(parts, AVERAGE, [])) is None


def test_totals_of_other_parts_have_no_effect():
    rates = [rate("25")]
    one = in_dollars([dong("2500")], PLAN, rates)
    with pytest.raises(ValueError, match="same parts"):
        exchange_effect(one, in_dollars([dong("2500", key="third")], PLAN, rates))


# --- Beside the goal ----------------------------------------------------------------------------------------------


def test_progress_at_the_plan_rate_and_at_the_periods_rate():
    # 100 and 110 of a goal of 200: 50 % and 55 %.
    parts = [dong("2500", "1000", "1500")]
    rates = [rate("25"), rate("20", AVERAGE, Q1), rate("25", AVERAGE, Q2)]
    found = reckon(parts, into="USD", kind=FLOW, rates=rates, quarter=Q2, to_on=Q2.last_day, terms=target("200"))
    assert found.attainment_at_plan.low == Decimal("0.5")
    assert found.attainment_at_period.low == Decimal("0.55")
    assert found.effect == amount("10")
    assert found.at_source is None


def test_a_missing_rate_leaves_the_other_percentage_alone():
    parts = [dong("2500", "1000", "1500")]
    found = reckon(parts, into="USD", kind=FLOW, rates=[rate("25")], quarter=Q2, to_on=Q2.last_day, terms=target("200"))
    assert found.attainment_at_plan.low == Decimal("0.5")
    assert found.attainment_at_period.reason is Reason.RATE_MISSING
    assert found.effect is None


def test_without_a_goal_there_is_no_percentage():
    found = reckon([dong("25")], into="USD", kind=FLOW, rates=[], quarter=Q2, to_on=Q2.last_day)
    assert found.attainment_at_plan.reason is found.attainment_at_period.reason is Reason.NO_TARGET


def test_goals_in_two_currencies_are_added_at_the_plan_rate():
    # 1,000 USD and over 8,500 đồng at 25: over 1,340 USD.
    goals = [
        Goal(key="fdi", unit="USD", terms=target("1000")),
        Goal(key="ddi", unit="VND", terms=target("8500", Comparator.OVER)),
    ]
    terms, outcome = goal_in(goals, into="USD", rates=[rate("25"), rate("20", AVERAGE, Q2)], quarter=Q2)
    assert terms.amount == amount("1340", Comparator.OVER)
    assert [each.value for each in outcome.rates] == [25]


def test_goals_without_a_plan_rate_name_it():
    goals = [Goal(key="ddi", unit="VND", terms=target("8500"))]
    terms, outcome = goal_in(goals, into="USD", rates=[rate("20", AVERAGE, Q2)], quarter=Q2)
    assert terms is None
    assert outcome.missing == (MissingRate(unit="VND", into="USD", purpose=PLAN, quarter=Q2),)


def test_goals_of_two_periods_are_not_added():
    goals = [
        Goal(key="fdi", unit="USD", terms=target("1000")),
        Goal(key="ddi", unit="VND", terms=target("8500", starts=date(2024, 1, 1))),
    ]
    assert goal_in(goals, into="USD", rates=[rate("25")], quarter=Q2) == (None, None)
    assert goal_in([], into="USD", rates=[rate("25")], quarter=Q2) == (None, None)


def test_a_baseline_is_converted_with_its_goal():
    # From 500 to 2,500 đồng at 25: from 20 to 100 dollars; 60 is halfway.
    goals = [Goal(key="ddi", unit="VND", terms=target("2500", kind=STOCK, baseline=Decimal(500)))]
    terms, _ = goal_in(goals, into="USD", rates=[rate("25")], quarter=Q2)
    assert (terms.amount, terms.baseline) == (amount("100"), Decimal(20))
    part = Part(key="park", unit="USD", amount=amount("60"))
    found = reckon([part], into="USD", kind=STOCK, rates=[], quarter=Q2, to_on=Q2.last_day, terms=terms)
    assert found.attainment_at_plan.low == Decimal("0.5")


# --- From readings to parts ---------------------------------------------------------------------------------------


def book(*figures, unit="VND", **other):
    return MoneyBook(MoneyFigure(figure=each, unit=unit, speaker="park", **other) for each in figures)


def parts_to(figures, quarter):
    return book(*figures).parts_of(read_to(figures, YEAR, quarter.last_day), key="whole")


def test_a_year_to_date_falls_into_its_quarters():
    # To date 10, then 30: the second quarter brought 20.
    (part,) = parts_to([ytd(Q1, "10"), ytd(Q2, "30")], Q2)
    assert (part.key, part.unit, part.amount) == ("park", "VND", amount("30"))
    assert [(piece.quarter, piece.amount.low) for piece in part.pieces] == [(Q1, 10), (Q2, 20)]


def test_days_of_a_quarter_are_a_piece_of_it():
    february = span(YEAR, date(2025, 2, 21), "7")
    (part,) = parts_to([february], Q1)
    assert [(piece.quarter, piece.to_on) for piece in part.pieces] == [(Q1, date(2025, 2, 21))]


def test_a_half_year_without_its_quarters_is_known_jointly_only():
    (part,) = parts_to([ytd(Q2, "30")], Q2)
    assert (part.pieces, part.reason) == ((), Reason.JOINTLY_ONLY)


def test_a_span_across_a_quarters_end_is_known_jointly_only():
    figures = [quarterly(Q1, "10"), ytd(date(2025, 4, 30), "14")]
    (part,) = parts_to(figures, Q2)
    assert [piece.amount.low for piece in part.pieces] == [10, 4]
    (part,) = parts_to([*figures[:1], ytd(Q3, "40")], Q3)
    assert (part.pieces, part.reason) == ((), Reason.JOINTLY_ONLY)


def test_quarters_that_contradict_the_year_to_date_are_not_converted():
    # Typed: 10 and 25 in the quarters, 30 to date.
    (part,) = parts_to([quarterly(Q1, "10"), quarterly(Q2, "25"), ytd(Q2, "30")], Q2)
    assert (part.amount, part.pieces, part.reason) == (amount("30"), (), Reason.QUARTERS_DIFFER)


def test_a_computed_share_is_one_part_that_has_no_quarters():
    figure = quarterly(Q1, "10", key="q1")
    half = Reading(kind=FLOW, amount=amount("5"), from_on=YEAR, to_on=Q1.last_day, links=((1, "q1"),))
    (part,) = book(figure).parts_of(half, key="whole")
    assert (part.key, part.amount, part.reason) == ("whole", amount("5"), Reason.QUARTERS_DIFFER)


def test_a_part_that_two_units_hold_is_taken_out_quarter_by_quarter():
    # To date 10, then 30, subtracted: -10 in Q1, -20 in Q2.
    figures = [ytd(Q1, "10"), ytd(Q2, "30", key="q2")]
    taken_out = Reading(kind=FLOW, amount=amount("-30"), from_on=YEAR, to_on=Q2.last_day, links=((-1, "q2"),))
    (part,) = book(*figures).parts_of(taken_out, key="whole")
    assert part.amount == amount("-30")
    assert [(piece.quarter, piece.amount.low) for piece in part.pieces] == [(Q1, -10), (Q2, -20)]


def test_levels_have_no_quarters():
    (part,) = parts_to([level(Q1, "100")], Q2)
    assert (part.amount, part.pieces, part.reason) == (amount("100"), (), None)


def test_what_the_source_printed_goes_with_a_figure_alone():
    figures = [quarterly(Q1, "10"), quarterly(Q2, "20")]
    printed = ("USD", amount("1"))
    found = book(*figures, source="article", printed=printed)
    (alone,) = found.parts_of(read_to(figures, YEAR, Q1.last_day), key="whole")
    (both,) = found.parts_of(read_to(figures, YEAR, Q2.last_day), key="whole")
    assert (alone.printed, alone.source) == ((printed,), "article")
    assert (both.printed, both.source) == ((), "article")


def test_no_reading_has_no_parts():
    assert parts_to([], Q1) == ()
    assert parts_to([ytd(Q1, None, comparator=Comparator.NONE_STATED)], Q1) == ()
