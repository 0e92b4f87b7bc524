"""Whatever is judged, its edges can be said in both languages; and the levels that serve as a start."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.progress.arithmetic import (
    FLOW,
    LIMITS,
    OTHER,
    Q1,
    Q2,
    Q3,
    Q4,
    RATIO,
    STOCK,
    amount,
    flow_reading,
    level_reading,
    target,
)
from tests.progress.examples import Example, face_of
from tracker.progress.attainment import measured_from_reported
from tracker.progress.edge_rules import edges_of, projection_edges
from tracker.progress.edges import Edge, Judged, Label
from tracker.progress.measures import (
    Comparator,
    Coverage,
    Direction,
    PastYear,
    Phase,
    TargetRole,
    judge,
    project,
)
from tracker.progress.sentences import gap_text, sentences

FACE = face_of(Example("any", "en", (("unit", "USD"),)))
SMALL = st.integers(-2000, 2000).map(lambda cents: Decimal(cents).scaleb(-1))
CLAIMS = [each for each in Comparator if each not in (Comparator.BETWEEN, Comparator.NONE_STATED)]


@st.composite
def drawn_amounts(draw):
    low = draw(SMALL)
    if draw(st.booleans()):
        return amount(f"{low}..{low + draw(st.integers(1, 50))}")
    return amount(str(low), draw(st.sampled_from(CLAIMS)))


@st.composite
def judged_goals(draw):
    kind = draw(st.sampled_from([FLOW, STOCK, RATIO, OTHER]))
    starts = draw(st.sampled_from([date(2025, 1, 1), date(2025, 2, 1), date(2024, 4, 1), date(2021, 1, 1)]))
    ends = draw(st.sampled_from([None, date(2025, 11, 30), date(2025, 12, 31), date(2026, 3, 31)]))
    phases = draw(st.lists(st.sampled_from([Q1, Q2, Q3, Q4]), unique=True, max_size=4))
    terms = target(
        "1",
        amount=draw(drawn_amounts()),
        kind=kind,
        starts=starts,
        ends=ends,
        direction=draw(st.sampled_from(list(Direction))),
        role=draw(st.sampled_from(list(TargetRole))),
        baseline=draw(st.none() | SMALL),
        phases=tuple(Phase(starts=q.first_day, ends=q.last_day, amount=draw(drawn_amounts())) for q in phases),
    )
    quarter = draw(st.sampled_from([Q1, Q2, Q3, Q4]))
    day = quarter.last_day if ends is None else min(ends, quarter.last_day)
    read = flow_reading("1", day, from_on=starts) if kind is FLOW else level_reading("1", day, kind=kind)
    reading = type(read)(kind=kind, amount=draw(drawn_amounts()), from_on=read.from_on, to_on=day)
    coverage = draw(st.none() | st.integers(0, 3).map(lambda count: Coverage(count, 3)))
    progress = judge(terms, reading, quarter=quarter, thresholds=LIMITS, coverage=coverage, own_report=coverage is None)
    original = target("1", amount=draw(drawn_amounts()), kind=kind, starts=starts, ends=ends)
    return Judged(
        terms=terms,
        progress=progress,
        year=draw(st.none() | drawn_amounts()),
        in_force=Label("15/QĐ", "15/QĐ"),
        original=(Label("3/QĐ", "3/QĐ"), original),
    )


@settings(deadline=None, max_examples=1000)
@given(judged=judged_goals())
def test_whatever_is_judged_can_be_said(judged):
    cases = edges_of(judged)
    assert len({case.code for case in cases}) == len(cases)
    for language in ("vi", "en"):
        with translation.override(language):
            for text in (*sentences(cases, FACE), gap_text(judged.progress, FACE)):
                assert text
                assert "%(" not in text
                assert "None" not in text


@settings(deadline=None, max_examples=300)
@given(
    rows=st.lists(st.tuples(*[st.integers(0, 100).map(Decimal)] * 4), max_size=5),
    reached=drawn_amounts(),
    quarter=st.sampled_from([Q1, Q2, Q3, Q4]),
)
def test_whatever_is_projected_can_be_said(rows, reached, quarter):
    years = [PastYear(2020 + position, row) for position, row in enumerate(rows)]
    reading = type(flow_reading("1"))(kind=FLOW, amount=reached, from_on=date(2025, 1, 1), to_on=quarter.last_day)
    projection = project(target("100"), reading, past_years=years)
    cases = projection_edges(projection)
    assert bool(cases) is (projection.rule is not None or projection.past_years > 0 or _is_thin(projection))
    assert (Edge.OUTSIDE_PAST in {case.code for case in cases}) is projection.outside_past
    with translation.override("vi"):
        assert all("%(" not in text for text in sentences(cases, FACE))


def _is_thin(projection):
    return projection.reason is not None and projection.reason.value == "too_little_history"


@pytest.mark.parametrize(
    ("level", "comparator", "day", "serves"),
    [
        ("60", Comparator.EXACTLY, date(2024, 12, 31), True),
        ("60", Comparator.OVER, date(2024, 12, 31), False),  # a bound is no start
        ("60", Comparator.EXACTLY, date(2024, 9, 30), False),  # older than the eve of the period
        ("60", Comparator.EXACTLY, date(2025, 3, 31), False),  # after the start it would hide what was gained
        ("80", Comparator.EXACTLY, date(2024, 12, 31), False),  # at the goal already: no way to measure
        ("81", Comparator.EXACTLY, date(2024, 12, 31), False),
    ],
)
def test_level_of_the_eve_is_the_start_of_a_goal_that_names_none(level, comparator, day, serves):
    terms = target("80", kind=RATIO)
    started = measured_from_reported(terms, level_reading(level, day, comparator, kind=RATIO))
    assert (started.baseline, started.baseline_on) == ((Decimal(level), day) if serves else (None, None))


def test_start_that_is_stated_or_of_a_flow_is_left_alone():
    eve = level_reading("60", date(2024, 12, 31), kind=STOCK)
    stated = target("80", kind=STOCK, baseline=Decimal(50))
    assert measured_from_reported(stated, eve) == stated
    assert measured_from_reported(target("80"), eve) == target("80")
    assert measured_from_reported(target("80", kind=STOCK), None) == target("80", kind=STOCK)
    # A goal from July on may start from the last year's end, where nothing newer was reported.
    inside = target("80", kind=STOCK, starts=Q3.first_day)
    assert measured_from_reported(inside, eve).baseline == 60
