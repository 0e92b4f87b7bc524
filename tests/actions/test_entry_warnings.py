"""What is asked while a quarter is entered: what is unusual, compared with what, and the reason that answers it."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tests.actions.unsaved import entry_of, indicator, line_of, occupancy, stock
from tracker.actions.entry_checks import LONGEST_REASON, LONGEST_SOURCE, problems_of
from tracker.actions.entry_lines import LineEntry
from tracker.actions.entry_rounding import ToDate
from tracker.actions.entry_warnings import SUGGESTED_REASONS, LineFacts, warnings_of
from tracker.models import IndicatorKind, ObservationStatus

MILLION = 10**6
NOTHING_KNOWN = LineFacts(before=None, past=(), last_year=None, flow=None, level_before=None)
FDI = line_of(indicator())
PROJECTS = line_of(indicator("Projects", unit="projects"))
LAND_FLOW = indicator("Land leased", unit="ha")
LAND = line_of(stock(accumulates=LAND_FLOW))
OCCUPANCY = line_of(occupancy())
GROWTH = line_of(indicator("Growth", IndicatorKind.OTHER, "percent"))
ALL_LINES = (FDI, PROJECTS, LAND, OCCUPANCY, GROWTH)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def millions(*values):
    return tuple(Decimal(value) * MILLION for value in values)


def facts(before=None, **known):
    return replace(NOTHING_KNOWN, before=None if before is None else ToDate(before), **known)


def codes(line, known=NOTHING_KNOWN, **typed):
    entry = entry_of(line, **typed)
    assert problems_of(line, entry, known.before) == []
    return [problem.code for problem in warnings_of(line, entry, known)]


def sentence(line, known=NOTHING_KNOWN, **typed):
    (problem,) = warnings_of(line, entry_of(line, **typed), known)
    assert (problem.indicator_id, problem.field, problem.confirmable) == (line.indicator_id, "reason", True)
    return problem.message.replace("\u00a0", " ")


# --- Spans --------------------------------------------------------------------------------------------------------


def test_year_to_date_that_falls_asks_why_with_the_arithmetic():
    # Q1 = 10; a year to date of 25 in Q2 gives 15 and is nothing to ask about.
    assert codes(FDI, facts(before=Decimal(10 * MILLION)), year_to_date=25 * MILLION) == []
    falls = facts(before=Decimal(25 * MILLION))
    assert sentence(FDI, falls, year_to_date=22 * MILLION) == (
        "The year to date falls from 25 million USD to 22 million USD, so the quarter is −3 million USD. "
        "Correct it, or say why, for example that a project was revoked."
    )
    assert codes(FDI, falls, year_to_date=22 * MILLION, reason="thu hồi dự án") == []
    assert codes(FDI, falls, year_to_date=22 * MILLION, note="thu hồi dự án") == ["year_to_date_falls"]


def test_negative_quarter_asks_why_also_where_nothing_before_is_known():
    assert sentence(FDI, in_quarter=-3 * MILLION).startswith("The quarter is negative (−3 million USD).")
    known = facts(before=Decimal(25 * MILLION))
    assert codes(FDI, known, in_quarter=-3 * MILLION) == ["negative_quarter"]
    assert codes(FDI, known, in_quarter=-3 * MILLION, year_to_date=22 * MILLION) == ["year_to_date_falls"]


@pytest.mark.parametrize(("year", "code"), [(0, []), (1, []), (-1, ["year_to_date_falls"])])
def test_first_quarter_starts_from_nothing(year, code):
    assert codes(FDI, facts(before=Decimal(0)), year_to_date=year) == code


def test_year_to_date_below_the_quarter_asks_why_where_the_quarters_before_are_unknown():
    text = sentence(FDI, in_quarter=5 * MILLION, year_to_date=3 * MILLION)
    assert text.startswith("The year to date (3 million USD) is below the quarter alone (5 million USD)")
    assert codes(FDI, in_quarter=5 * MILLION, year_to_date=5 * MILLION) == []
    # 5.0 and 4.9 may both be rounded from 4.95.
    steps = {"in_quarter_step": MILLION // 10, "year_to_date_step": MILLION // 10}
    assert codes(FDI, in_quarter=5 * MILLION, year_to_date=4_900_000, **steps) == []
    assert codes(FDI, in_quarter=5 * MILLION, year_to_date=4_899_999, **steps) == ["year_below_quarter"]
    assert codes(PROJECTS, in_quarter=5, year_to_date=4) == ["year_below_quarter"]


def test_nil_quarter_is_nothing_to_ask_about():
    known = facts(before=Decimal(25 * MILLION), past=millions(*[5] * 9))
    assert codes(FDI, known, status=ObservationStatus.NIL) == []
    assert codes(FDI, known, status=ObservationStatus.NIL, year_to_date=25 * MILLION) == []
    assert codes(FDI, known, in_quarter=0) == ["far_from_history"]


# --- Limits -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("numerator", "denominator", "code"),
    [
        (0, 100, []),
        (100, 100, []),
        ("100.001", 100, ["ratio_outside"]),
        (-1, 100, ["ratio_outside"]),
    ],
)
def test_occupancy_outside_0_to_100_asks_why(numerator, denominator, code):
    assert codes(OCCUPANCY, numerator=numerator, denominator=denominator) == code


def test_occupancy_outside_0_to_100_shows_its_arithmetic():
    assert sentence(OCCUPANCY, numerator=101, denominator=100) == (
        "101 ha of 100 ha is 101 %, outside 0 to 100 %. Correct one of them, or say why."
    )


def test_ratio_without_indicators_for_its_parts_shows_bare_numbers():
    share = line_of(indicator("Share", IndicatorKind.RATIO, "percent"))
    assert sentence(share, numerator=3, denominator=2).startswith("3 of 2 is 150 %")


def test_negative_level_asks_why_but_growth_may_be_negative():
    assert sentence(LAND, level=-3) == "The figure is negative (−3 ha). Correct it, or say why."
    assert codes(LAND, level=0) == []
    assert codes(GROWTH, level=-3) == []


# --- History ------------------------------------------------------------------------------------------------------

USUAL = millions(100, 120, 118, 140, 115)


def test_value_a_thousand_times_the_usual_is_probably_another_unit():
    assert sentence(FDI, facts(past=USUAL), in_quarter=125_000 * MILLION) == (
        "Probably another unit: 125,000 million USD is about 1,000 times the usual 118 million USD. "
        "Type 125 million USD if that is meant, or say why it is so much."
    )


def test_value_a_thousandth_of_the_usual_is_probably_another_unit():
    assert sentence(FDI, facts(past=USUAL), in_quarter=125_000) == (
        "Probably another unit: the usual 118 million USD is about 1,000 times 0.125 million USD. "
        "Type 125 million USD if that is meant, or say why it is so little."
    )


def test_sentences_are_written_in_the_language_of_the_reader():
    with translation.override("vi"):
        text = sentence(FDI, facts(past=USUAL), in_quarter=125_000 * MILLION)
    assert "125.000 triệu USD" in text
    assert "1.000" in text


def test_slip_is_seen_in_a_quarter_derived_from_the_year_to_date_and_in_a_year_to_date_alone():
    known = facts(past=USUAL, before=Decimal(240 * MILLION))
    assert codes(FDI, known, year_to_date=365 * MILLION) == []
    assert codes(FDI, known, year_to_date=125_240 * MILLION) == ["unit_slip"]
    unknown = replace(known, before=None)
    assert codes(FDI, unknown, year_to_date=365 * MILLION) == []
    assert codes(FDI, unknown, year_to_date=365_000 * MILLION) == ["unit_slip"]


def test_slip_wins_over_the_distance_from_history():
    assert codes(FDI, facts(past=USUAL), in_quarter=1180 * MILLION) == ["far_from_history"]
    assert codes(FDI, facts(past=USUAL), in_quarter=118_000 * MILLION) == ["unit_slip"]


def test_distance_from_history_names_the_history():
    past = millions(100, 120, "118.5", 140, 115, 0)
    assert sentence(FDI, facts(past=past), in_quarter=1250 * MILLION) == (
        "1,250 million USD is far from what is usual: 5 earlier figures lie between 100 million USD and "
        "140 million USD, about 119 million USD in the middle. Correct it, or say why."
    )
    assert codes(FDI, facts(past=past), in_quarter=10 * MILLION) == ["far_from_history"]


def test_short_history_is_compared_by_how_many_times():
    assert sentence(FDI, facts(past=millions(10)), in_quarter=250 * MILLION) == (
        "250 million USD is about 25 times the most so far (10 million USD). Correct it, or say why."
    )
    assert sentence(FDI, facts(past=millions(10, 25)), in_quarter=MILLION // 2) == (
        "The least so far (10 million USD) is about 20 times 0.5 million USD. Correct it, or say why."
    )


def test_zero_where_none_was_before_asks_whether_it_is_known():
    assert sentence(LAND, facts(past=tuple(map(Decimal, (1200, 1210, 1215, 1230)))), level=0) == (
        "None of the 4 earlier figures was 0; about 1,213 ha is usual. If nothing is known yet, clear the cell or "
        "choose a status; otherwise say why."
    )


def test_last_year_same_quarter_is_no_surprise():
    assert codes(FDI, facts(past=USUAL), in_quarter=1180 * MILLION) == ["far_from_history"]
    assert codes(FDI, facts(past=USUAL, last_year=Decimal(900 * MILLION)), in_quarter=1180 * MILLION) == []


def test_ratio_is_compared_by_its_value():
    past = tuple(map(Decimal, ("58", "58.333333", "60.1", "61")))
    assert codes(OCCUPANCY, facts(past=past), numerator=620, denominator=1000) == []
    assert codes(OCCUPANCY, facts(past=past), numerator=62, denominator=1000) == ["far_from_history"]
    assert codes(OCCUPANCY, facts(past=past), numerator=62, denominator=100_000) == ["unit_slip"]


# --- Stocks -------------------------------------------------------------------------------------------------------

LEASED = facts(level_before=Decimal(1200), flow=Decimal("34.5"))


def test_stock_that_does_not_follow_from_its_flow_asks_why():
    assert codes(LAND, LEASED, level="1234.5") == []
    assert sentence(LAND, LEASED, level=1300) == (
        "1,200 ha at the end of the previous quarter and 34.5 ha in the quarter (“Land leased”) make 1,234.5 ha, but "
        "1,300 ha is typed: 65.5 ha more. Correct one of them, or say why."
    )
    assert sentence(LAND, LEASED, level=1200).endswith("34.5 ha less. Correct one of them, or say why.")


def test_stock_is_compared_within_the_rounding_of_its_figures():
    # 1,200 may be half a hectare more or less, 34.5 is good to 0.05, and so 1,234.5 to 0.55 and half the digit typed.
    assert codes(LAND, LEASED, level=1235) == []
    assert codes(LAND, LEASED, level=1236) == ["stock_not_from_flow"]
    assert codes(LAND, LEASED, level="1235.05") == []
    assert codes(LAND, LEASED, level="1235.06") == ["stock_not_from_flow"]


def test_nil_stock_after_a_level_asks_why():
    assert codes(LAND, LEASED, status=ObservationStatus.NIL) == ["stock_not_from_flow"]


@pytest.mark.parametrize(
    ("line", "known"),
    [
        (LAND, replace(LEASED, flow=None)),
        (LAND, replace(LEASED, level_before=None)),
        (line_of(stock()), LEASED),
        (line_of(stock(accumulates=indicator("Capital"))), LEASED),
        (line_of(stock(accumulates=stock())), LEASED),
        (line_of(indicator("Growth of land", IndicatorKind.OTHER, "ha", accumulates=LAND_FLOW)), LEASED),
    ],
)
def test_stock_is_not_judged_where_one_side_is_unknown(line, known):
    assert codes(line, known, level=5000) == []
    assert codes(LAND, LEASED, level=5000) == ["stock_not_from_flow"]


# --- What is never asked, and the reason --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "status", [ObservationStatus.NOT_COLLECTED, ObservationStatus.NOT_APPLICABLE, ObservationStatus.NOT_YET_KNOWN]
)
def test_line_without_a_figure_is_not_asked_about(status):
    known = facts(before=Decimal(9), past=millions(*[5] * 9), level_before=Decimal(5), flow=Decimal(5))
    for line in ALL_LINES:
        assert codes(line, known) == []
        assert codes(line, known, status=status, note="chờ quyết toán") == []


def test_impossible_line_is_not_asked_about_before_it_is_corrected():
    entry = entry_of(FDI, in_quarter=-5 * MILLION, year_to_date=10**20)
    assert [problem.code for problem in problems_of(FDI, entry, None)] == ["too_large"]
    assert warnings_of(FDI, entry, NOTHING_KNOWN) == []


@pytest.mark.parametrize(
    ("typed", "field", "code"),
    [
        ({"in_quarter": 5, "reason": "x" * (LONGEST_REASON + 1)}, "reason", "reason_too_long"),
        ({"in_quarter": 5, "source": "x" * (LONGEST_SOURCE + 1)}, "source", "source_too_long"),
        ({"in_quarter": 5, "reason": "a\x00b"}, "reason", "unreadable_reason"),
        ({"in_quarter": 5, "source": "a\x00b"}, "source", "unreadable_source"),
        ({"reason": "thu hồi"}, "reason", "reason_without_figure"),
        ({"source": "công văn"}, "source", "source_without_figure"),
        ({"in_quarter": "NaN"}, "in_quarter", "too_large"),
        ({"in_quarter": "1234567890123456789.00000000000000000001"}, "in_quarter", "too_many_decimals"),
    ],
)
def test_text_that_cannot_be_kept_is_refused_and_no_reason_answers_it(typed, field, code):
    for reason in ({}, {"reason": typed.get("reason", "a reason")} if len(typed) > 1 else {}):
        entry = entry_of(FDI, **{**typed, **reason})
        (problem,) = problems_of(FDI, entry, None)
        assert (problem.field, problem.code, problem.confirmable) == (field, code, False)


def test_longest_texts_are_kept():
    entry = entry_of(FDI, in_quarter=5, reason="x" * LONGEST_REASON, source="x" * LONGEST_SOURCE)
    assert problems_of(FDI, entry, None) == []


def test_ratio_that_is_too_small_to_compute_is_refused_and_does_not_break():
    tiny = "0." + "0" * 36 + "1"
    entry = entry_of(OCCUPANCY, numerator=10**18, denominator=tiny)
    assert [problem.code for problem in problems_of(OCCUPANCY, entry, None)] == ["too_many_decimals"]
    assert warnings_of(OCCUPANCY, entry, NOTHING_KNOWN) == []


def test_suggested_reasons_fit_and_differ():
    texts = [str(reason) for reason in SUGGESTED_REASONS]
    assert len(set(texts)) == len(texts) == 5
    assert all(len(text) <= LONGEST_REASON for text in texts)


# --- Properties ---------------------------------------------------------------------------------------------------

amounts = st.decimals(min_value="-1e18", max_value="1e18", places=6)
# What nobody should type, but a program may send.
wild = st.decimals(allow_nan=True, allow_infinity=True)
lines = st.sampled_from(ALL_LINES)
maybe = st.none() | amounts


@st.composite
def entries(draw, values=maybe):
    """Draw a line with whatever is typed into it, sensible or not."""
    line = draw(lines)
    typed = {name: draw(values) for name in ("in_quarter", "year_to_date", "level", "numerator", "denominator")}
    fitting = {
        IndicatorKind.FLOW: ("in_quarter", "year_to_date"),
        IndicatorKind.RATIO: ("numerator", "denominator"),
    }.get(line.indicator.kind, ("level",))
    if draw(st.booleans()):
        typed = {name: typed[name] for name in fitting}
    status = draw(st.sampled_from([*ObservationStatus.values, "unknown"]))
    return line, LineEntry(indicator_id=line.indicator_id, status=status, **typed)


known_facts = st.builds(
    LineFacts,
    before=st.none() | st.builds(ToDate, amounts),
    past=st.lists(amounts, max_size=12).map(tuple),
    last_year=maybe,
    flow=maybe,
    level_before=maybe,
)


@given(drawn=entries(st.none() | amounts | wild), known=known_facts)
def test_warnings_never_raise_and_ask_only_for_reasons(drawn, known):
    line, entry = drawn
    for problem in warnings_of(line, entry, known):
        assert (problem.indicator_id, problem.field) == (line.indicator_id, "reason")
        assert problem.confirmable
        assert problem.code
        assert problem.message.endswith(".")


@given(drawn=entries(), known=known_facts)
def test_reason_silences_every_warning_and_no_problem(drawn, known):
    line, entry = drawn
    answered = replace(entry, reason="one large project")
    assert warnings_of(line, answered, known) == []
    before = {problem.code for problem in problems_of(line, entry, known.before)}
    after = {problem.code for problem in problems_of(line, answered, known.before)}
    assert after - {"reason_without_figure"} == before


@given(quarter=amounts, known=known_facts.filter(lambda known: known.before is None), power=st.integers(1, 3))
def test_figures_in_another_unit_are_asked_about_alike(quarter, known, power):
    scale = Decimal(1000) ** power
    small = indicator(display_scale=Decimal(1))
    large = indicator(display_scale=scale)
    quarter, past = quarter / 10**9, [earlier / 10**9 for earlier in known.past]
    last_year = None if known.last_year is None else known.last_year / 10**9
    one = facts(past=tuple(past), last_year=last_year)
    other = facts(
        past=tuple(scale * earlier for earlier in past), last_year=None if last_year is None else scale * last_year
    )
    quarter = quarter.quantize(Decimal("0.000001"))
    assert codes(line_of(small), one, in_quarter=quarter) == codes(line_of(large), other, in_quarter=scale * quarter)


@given(level=amounts, before=amounts, flow=amounts)
def test_stock_in_another_unit_is_asked_about_alike(level, before, flow):
    level, before, flow = ((value / 10**6).quantize(Decimal("0.001")) for value in (level, before, flow))
    small = line_of(stock(accumulates=LAND_FLOW))
    large = line_of(stock(accumulates=LAND_FLOW, display_scale=Decimal(1000)))
    one = facts(level_before=before, flow=flow)
    other = facts(level_before=1000 * before, flow=1000 * flow)
    assert codes(small, one, level=level) == codes(large, other, level=1000 * level)
    assert "stock_not_from_flow" not in codes(small, one, level=before + flow)
