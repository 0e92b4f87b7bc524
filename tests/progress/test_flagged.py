"""Figures that are worth a second look: below zero, many times the quarter before, approved after its close."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tests.builders import Figure, make_person, make_report
from tests.progress.owing import make_owing
from tracker.models import Basis, IndicatorKind, QuarterLock
from tracker.progress.completeness import read_completeness
from tracker.progress.flagged import Flag, flagged_figures, flags_of
from tracker.progress.periods import Quarter

Q1, Q4 = Quarter(2025, 1), Quarter(2024, 4)
MAY = datetime(2025, 5, 1, tzinfo=UTC)
JUNE = datetime(2025, 6, 1, tzinfo=UTC)


def flags(value, before=None, *, kind=IndicatorKind.FLOW, basis=Basis.IN_QUARTER, approved=MAY, closed=None):
    earlier = None if before is None else Decimal(before)
    return list(flags_of(Decimal(value), earlier, kind=kind, basis=basis, approved_at=approved, closed_at=closed))


@pytest.mark.parametrize(
    ("value", "before", "expected"),
    [
        (30, 10, []),  # exactly three times is none
        ("30.000001", 10, [Flag.JUMP]),
        (31, 0, []),  # nothing can be told by after 0
        (31, -1, []),
        (31, None, []),
        (-1, 10, [Flag.NEGATIVE_FLOW]),
        (0, 10, []),
    ],
)
def test_flows_are_flagged_below_zero_and_beyond_three_times(value, before, expected):
    assert flags(value, before) == expected


def test_a_level_may_be_below_zero_and_a_ratio_and_a_sum_of_quarters_never_jump():
    assert flags(-1, kind=IndicatorKind.STOCK, basis=Basis.AS_OF) == []
    assert flags(31, 10, kind=IndicatorKind.STOCK, basis=Basis.AS_OF) == [Flag.JUMP]
    assert flags(31, 10, kind=IndicatorKind.RATIO, basis=Basis.AS_OF) == []
    assert flags(31, 10, basis=Basis.YEAR_TO_DATE) == []


def test_what_was_approved_after_the_close_is_flagged_and_before_it_is_not():
    assert flags(1, approved=JUNE, closed=MAY) == [Flag.AFTER_CLOSE]
    assert flags(1, approved=MAY, closed=MAY) == []
    assert flags(1, approved=MAY, closed=JUNE) == []


# --- Read from the database ---------------------------------------------------------------------------------------
@pytest.fixture
def owing(db):
    return make_owing(parks=1, valid_from=date(2024, 1, 1))


def read(quarter=Q1, **more):
    found = read_completeness(quarters=[quarter], read_on=date(2025, 7, 1), by_province=True, **more)
    figures = flagged_figures(found.newest, quarter=quarter, above=found.above.ways)
    return [(each.place.slug, each.flag, each.indicator.code, each.value, each.before) for each in figures]


def report(owing, *values, quarter=Q1, park=True, **more):
    place = owing.places.parks[0] if park else owing.perimeter
    reporter = owing.places.investors[0] if park else owing.board
    figures = owing.figures(*values)
    return make_report(place, quarter.year, quarter.number, reporter=reporter, form=owing.form, figures=figures, **more)


def test_figures_are_compared_with_the_same_cell_of_the_same_reporter(owing):
    report(owing, 10, 10, 10, quarter=Q4)
    report(owing, 10, 40, quarter=Q4, park=False)
    # The park: four times, below zero, three times; the board has no level of the quarter before.
    report(owing, 40, -5, 30)
    report(owing, 40, 100, 999, park=False)
    park, board = "hai-duong-kcn-1", "hai-duong-khu-cong-nghiep"
    assert read() == [
        (park, Flag.NEGATIVE_FLOW, "ddi-registered", Decimal(-5), Decimal(10)),
        (park, Flag.JUMP, "fdi-registered", Decimal(40), Decimal(10)),
        (board, Flag.JUMP, "fdi-registered", Decimal(40), Decimal(10)),
    ]
    assert read(reach=frozenset({owing.perimeter.pk})) == [
        (board, Flag.JUMP, "fdi-registered", Decimal(40), Decimal(10))
    ]


def test_drafts_are_never_told(owing):
    report(owing, 10, quarter=Q4)
    report(owing, -40, approved=False)
    assert read() == []


def test_closing_a_province_closes_its_parks(owing):
    report(owing, 5, at=datetime(2025, 4, 10, tzinfo=UTC))
    # Approved under an exception, long after the close.
    report(owing, 7, park=False, at=datetime(2099, 1, 1, tzinfo=UTC))
    assert read() == []
    QuarterLock.objects.create(place=owing.places.province, year=2025, quarter=1, locked_by=make_person("keeper"))
    assert read() == [("hai-duong-khu-cong-nghiep", Flag.AFTER_CLOSE, "fdi-registered", Decimal(7), None)]


def test_figures_of_other_spans_in_the_quarters_report_are_no_measure(owing):
    indicator = owing.lines[0]
    report(owing, quarter=Q4, park=False)
    place, reporter = owing.places.parks[0], owing.places.investors[0]
    # 1 in December alone says nothing of the three months of the quarter.
    older = Figure(indicator, 1, Basis.IN_QUARTER, fields={"from_on": date(2024, 12, 1), "to_on": date(2024, 12, 31)})
    make_report(place, 2024, 4, reporter=reporter, form=owing.form, figures=[older])
    report(owing, 40)
    assert read() == []
