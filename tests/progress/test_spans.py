"""Readings from figures: links, gaps, joint pieces, levels and ratios."""

from datetime import date
from decimal import Decimal

import pytest

from tests.progress.arithmetic import OTHER, Q1, Q2, Q3, Q4, RATIO, STOCK, amount, figure, level, quarterly, span, ytd
from tracker.progress.measures import (
    Basis,
    Comparator,
    ObservationStatus,
    Reason,
    disagreements,
    in_quarter,
    joint_spans,
    missing_quarters,
    read_span,
    read_to,
    sum_of_known,
    to_date,
)

START = date(2025, 1, 1)
S = ObservationStatus


def value(reading):
    return None if reading.amount is None else reading.amount.low


def test_row_itself_comes_first():
    # 10 + 20 would be 30 as well, by two links; the typed row wins and nothing is derived.
    figures = [quarterly(Q1, "10"), quarterly(Q2, "20"), ytd(Q2, "30", key="half")]
    reading = to_date(figures, START, Q2)
    assert (reading.links, reading.derived, value(reading)) == (((1, "half"),), False, Decimal(30))


def test_quarter_is_derived_from_two_running_totals():
    reading = in_quarter([ytd(Q1, "10", key="a"), ytd(Q2, "25", key="b")], Q2)
    # 25 - 10; walking from 31 March back to the start and out to 30 June.
    assert (value(reading), reading.links, reading.derived) == (Decimal(15), ((-1, "a"), (1, "b")), True)


def test_running_total_is_derived_from_quarters():
    reading = to_date([quarterly(Q1, "10", key=1), quarterly(Q2, "20", key=2)], START, Q2)
    assert (value(reading), reading.links) == (Decimal(30), ((1, 1), (1, 2)))


def test_fewest_links_then_the_earliest():
    figures = [
        quarterly(Q1, "10", key="q1"),
        span(date(2025, 4, 1), date(2025, 9, 30), "50", key="q2+q3"),
        ytd(Q2, "30", key="half"),
        quarterly(Q3, "30", key="q3"),
    ]
    # Both q1 + (q2+q3) and half + q3 have two links; the one by 31 March is earlier than the one by 30 June.
    assert to_date(figures, START, Q3).links == ((1, "q1"), (1, "q2+q3"))


def test_first_quarter_follows_from_a_later_half_year():
    figures = [ytd(Q2, "30", key="half"), quarterly(Q2, "20", key="q2")]
    assert in_quarter(figures, Q1).links == ((1, "half"), (-1, "q2"))
    assert value(in_quarter(figures, Q1)) == Decimal(10)


def test_year_end_without_quarters_invents_nothing():
    year = [ytd(Q4, "1289")]
    assert value(to_date(year, START, Q4)) == Decimal(1289)
    for quarter in (Q1, Q2, Q3):
        assert to_date(year, START, quarter).reason is Reason.JOINTLY_ONLY
    assert missing_quarters(year, 2025) == (Q1, Q2, Q3, Q4)
    (whole,) = joint_spans(year, 2025)
    assert (whole.from_on, whole.to_on, value(whole)) == (START, Q4.last_day, Decimal(1289))


def test_missing_quarter_between_running_totals_is_joint():
    figures = [ytd(Q1, "10"), ytd(Q3, "70"), ytd(Q4, "100")]
    assert missing_quarters(figures, 2025) == (Q2, Q3)
    assert in_quarter(figures, Q2).reason is Reason.JOINTLY_ONLY
    pieces = joint_spans(figures, 2025)
    assert [(piece.from_on, piece.to_on, value(piece)) for piece in pieces] == [
        (START, Q1.last_day, Decimal(10)),
        (Q2.first_day, Q3.last_day, Decimal(60)),
        (Q4.first_day, Q4.last_day, Decimal(30)),
    ]
    known = sum_of_known(figures, START, Q4)
    assert (known.quarters_known, known.quarters_expected, known.amount) == (4, 4, amount("100"))


def test_known_year_stays_whole_beside_one_known_quarter():
    figures = [ytd(Q4, "100", key="year"), quarterly(Q3, "30", key="q3")]
    # Q3 alone would lose 70 that are known to have come.
    assert [piece.links for piece in joint_spans(figures, 2025)] == [((1, "year"),)]
    assert sum_of_known(figures, START, Q4).amount == amount("100")
    assert value(in_quarter(figures, Q3)) == Decimal(30)


def test_sum_over_a_gap_says_of_how_many():
    figures = [quarterly(Q1, "10"), quarterly(Q3, "30")]
    known = sum_of_known(figures, START, Q3)
    assert (known.quarters_known, known.quarters_expected, known.amount) == (2, 3, amount("40"))
    assert sum_of_known([], START, Q3).amount is None


def test_reading_stops_before_a_gap_and_says_so():
    reading = to_date([quarterly(Q1, "10"), quarterly(Q3, "30")], START, Q3)
    assert (value(reading), reading.to_on) == (Decimal(10), Q1.last_day)
    assert reading.carried
    assert reading.later_not_linked


def test_gap_at_the_start_is_not_known():
    assert to_date([quarterly(Q2, "30")], START, Q2).reason is Reason.GAP_BETWEEN
    assert to_date([], START, Q2).reason is Reason.NOT_REPORTED


def test_figure_to_21_february_is_a_span_of_its_own():
    february = ytd(date(2025, 2, 21), "7", key="to 21 February", observation_status=S.PROVISIONAL)
    reading = to_date([february], START, Q1)
    assert (reading.to_on, reading.carried, reading.provisional) == (date(2025, 2, 21), False, True)
    assert in_quarter([february], Q1).reason is Reason.GAP_BETWEEN
    # With the quarter known too, the rest of the quarter follows; the quarter stays one piece.
    both = [february, quarterly(Q1, "10", key="q1")]
    assert value(read_span(both, date(2025, 2, 22), Q1.last_day)) == Decimal(3)
    assert [piece.links for piece in joint_spans(both, 2025)] == [((1, "q1"),)]


def test_quarter_closed_on_20_march_is_the_quarter():
    reading = in_quarter([quarterly(Q1, "10", cut_off_on=date(2025, 3, 20))], Q1)
    assert (reading.to_on, reading.cut_off_on) == (date(2025, 3, 31), date(2025, 3, 20))
    derived = in_quarter([ytd(Q1, "10", cut_off_on=date(2025, 3, 20)), ytd(Q2, "30")], Q2)
    assert (derived.opening_cut_off_on, derived.cut_off_on) == (date(2025, 3, 20), None)


def test_falling_running_total_is_a_negative_quarter():
    assert value(in_quarter([ytd(Q1, "10"), ytd(Q2, "4")], Q2)) == Decimal(-6)


def test_totals_since_inception_differ_by_the_span_between():
    figures = [
        figure(date(2024, 12, 31), "500", basis=Basis.SINCE_INCEPTION),
        figure(Q1, "540", basis=Basis.SINCE_INCEPTION),
    ]
    assert value(in_quarter(figures, Q1)) == Decimal(40)


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (S.NOT_COLLECTED, Reason.NOT_COLLECTED),
        (S.NOT_APPLICABLE, Reason.NOT_APPLICABLE),
        (S.NOT_YET_KNOWN, Reason.NOT_YET_KNOWN),
        (S.WITHDRAWN, Reason.NOT_REPORTED),
    ],
)
def test_missing_rows_give_their_reason_and_never_zero(status, reason):
    row = quarterly(Q1, None, observation_status=status)
    assert in_quarter([row], Q1).reason is reason
    assert to_date([row], START, Q1).reason is reason
    assert in_quarter([row], Q1).amount is None


def test_nil_counts_as_zero_and_is_remembered():
    row = quarterly(Q1, None, observation_status=S.NIL)
    reading = in_quarter([row], Q1)
    assert (reading.amount, reading.nil) == (amount("0"), True)
    assert to_date([row, quarterly(Q2, "5")], START, Q2).nil is False


def test_reported_zero_is_not_nil():
    reading = in_quarter([quarterly(Q1, "0")], Q1)
    assert (reading.amount, reading.nil) == (amount("0"), False)


def test_not_yet_known_becomes_known_by_subtraction_and_not_applicable_does_not():
    totals = [ytd(Q1, "10"), ytd(Q2, "25")]
    assert value(in_quarter([*totals, quarterly(Q2, None, observation_status=S.NOT_YET_KNOWN)], Q2)) == Decimal(15)
    assert in_quarter([*totals, quarterly(Q2, None, observation_status=S.NOT_APPLICABLE)], Q2).reason is (
        Reason.NOT_APPLICABLE
    )


def test_not_applicable_quarter_is_not_missing():
    figures = [quarterly(Q1, "1"), quarterly(Q2, None, observation_status=S.NOT_APPLICABLE)]
    assert missing_quarters(figures, 2025) == (Q3, Q4)


def test_no_value_in_the_source_is_said():
    row = quarterly(Q1, None, comparator=Comparator.NONE_STATED)
    assert in_quarter([row], Q1).reason is Reason.NO_VALUE_STATED


def test_comparators_travel_through_subtraction():
    figures = [ytd(Q1, "60", comparator=Comparator.OVER), ytd(Q2, "100")]
    assert in_quarter(figures, Q2).amount == amount("40", Comparator.UNDER)


def test_unclear_end_and_estimate_are_inherited():
    reading = to_date([ytd(Q1, "6918", unclear_end=True, observation_status=S.ESTIMATED)], START, Q1)
    assert reading.unclear_end
    assert reading.estimated


def test_two_figures_of_one_span_are_disputed_and_listed():
    figures = [ytd(Q1, "10", key="press"), quarterly(Q1, "12", key="form")]
    reading = to_date(figures, START, Q1)
    assert reading.disputed
    assert reading.links == ((1, "form"),)
    assert to_date(figures[::-1], START, Q1) == reading
    assert {each.difference.low for each in disagreements(figures)} == {Decimal(2), Decimal(-2)}


def test_bound_does_not_contradict_what_it_allows():
    assert disagreements([ytd(Q1, "10", comparator=Comparator.OVER), quarterly(Q1, "12")]) == ()
    assert len(disagreements([ytd(Q1, "10", comparator=Comparator.OVER), quarterly(Q1, "9")])) == 2


def test_disagreement_across_a_chain_is_found():
    # 10 + 20 = 30, and 33 is printed.
    found = disagreements([quarterly(Q1, "10"), quarterly(Q2, "20"), ytd(Q2, "33", key="half")])
    assert [each.difference.low for each in found if each.reported.links == ((1, "half"),)] == [Decimal(3)]


def test_target_ending_inside_the_quarter_limits_the_reading():
    reading = to_date([ytd(date(2025, 5, 31), "5"), ytd(Q2, "7")], START, Q2, ends=date(2025, 5, 31))
    assert (value(reading), reading.to_on) == (Decimal(5), date(2025, 5, 31))


def test_years_add_up_for_a_goal_of_several_years():
    figures = [
        ytd(date(2023, 12, 31), "5", key=3),
        ytd(date(2021, 12, 31), "1", key=1),
        ytd(date(2022, 12, 31), "3", key=2),
    ]
    reading = read_to(figures, date(2021, 1, 1), date(2023, 12, 31))
    assert (value(reading), reading.links) == (Decimal(9), ((1, 1), (1, 2), (1, 3)))


def test_stock_is_the_latest_value_and_an_older_one_is_carried():
    figures = [level(Q1.last_day, "58"), level(date(2024, 12, 31), "55")]
    assert value(to_date(figures, START, Q1)) == Decimal(58)
    later = to_date(figures, START, Q3)
    assert (value(later), later.carried, later.to_on) == (Decimal(58), True, Q1.last_day)
    assert in_quarter(figures, Q1).reason is Reason.NOT_A_FLOW
    assert to_date(figures, START, Q1).carried is False


def test_stock_with_a_later_missing_row_is_carried_and_a_closed_one_ends():
    early = level(date(2025, 2, 1), "58")
    silent = level(Q1.last_day, None, observation_status=S.NOT_YET_KNOWN)
    gone = level(Q1.last_day, None, observation_status=S.NOT_APPLICABLE)
    assert to_date([early, silent], START, Q1).carried
    assert to_date([early, gone], START, Q1).reason is Reason.NOT_APPLICABLE


def test_ratio_is_recomputed_from_its_components():
    row = level(Q1.last_day, "58", kind=RATIO, numerator=Decimal(30), denominator=Decimal(50), ratio_scale=Decimal(100))
    reading = to_date([row], START, Q1)
    assert (value(reading), reading.numerator, reading.denominator) == (Decimal(60), Decimal(30), Decimal(50))
    assert not reading.printed_only


def test_ratio_without_components_is_printed_only():
    reading = to_date([level(Q1.last_day, "58", kind=RATIO, comparator=Comparator.OVER)], START, Q1)
    assert (reading.amount, reading.printed_only) == (amount("58", Comparator.OVER), True)


def test_ratio_of_nothing_is_undefined():
    row = level(Q1.last_day, None, kind=RATIO, numerator=Decimal(0), denominator=Decimal(0))
    assert to_date([row], START, Q1).reason is Reason.ZERO_DENOMINATOR


def test_ratio_over_spans_adds_numerators_and_denominators():
    figures = [
        quarterly(Q1, None, kind=RATIO, numerator=Decimal(93), denominator=Decimal(95)),
        quarterly(Q2, None, kind=RATIO, numerator=Decimal(7), denominator=Decimal(105)),
    ]
    # (93 + 7) / (95 + 105), and not the mean of 97.9 % and 6.7 %.
    assert value(to_date(figures, START, Q2)) == Decimal("0.5")
    assert value(in_quarter(figures, Q2)) == Decimal(7) / Decimal(105)


def test_other_kind_is_read_as_it_stands():
    figures = [level(Q1.last_day, "11", kind=OTHER, key="rank")]
    assert value(to_date(figures, START, Q2)) == Decimal(11)
    assert value(in_quarter([quarterly(Q1, "7.5", kind=OTHER)], Q1)) == Decimal("7.5")


def test_figures_of_two_kinds_are_refused():
    with pytest.raises(ValueError, match="flow, stock"):
        to_date([ytd(Q1, "1"), level(Q1.last_day, "1", kind=STOCK)], START, Q1)


@pytest.mark.parametrize(
    "contradiction",
    [
        {"value": "5", "observation_status": S.NOT_COLLECTED},
        {"value": "5", "observation_status": S.NIL},
        {"value": None, "numerator": Decimal(1)},
        {"value": "5", "from_on": date(2025, 4, 1)},
    ],
)
def test_contradictory_figures_are_refused(contradiction):
    with pytest.raises(ValueError, match="Figure"):
        ytd(Q1, contradiction.pop("value"), **contradiction)


def test_row_of_the_very_span_gives_the_reason():
    half = span(START, Q2.last_day, None, observation_status=S.NOT_COLLECTED, key="half")
    quarter = quarterly(Q2, None, observation_status=S.NOT_YET_KNOWN, key="q2")
    assert read_span([half, quarter], START, Q2.last_day).reason is Reason.NOT_COLLECTED
    assert in_quarter([half, quarter], Q2).reason is Reason.NOT_YET_KNOWN
