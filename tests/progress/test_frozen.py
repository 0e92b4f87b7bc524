"""What editions keep reads again as the very same objects, also text of long ago; what is not known is refused."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.web.rows import DDI, FDI, PARKS, Q1, place, place_progress, row
from tracker.progress.frozen import UnreadableError, classes, digest_of, from_text, to_text
from tracker.progress.frozen_pages import freeze, row_digests, thaw
from tracker.progress.measures import Amount, Comparator, Status
from tracker.progress.rows import ChildProgress, PlaceProgress, ProgressRow

# Written by the first format. It must read for as long as there are editions of that time: a field that is added later
# has a default; whatever else changes needs another format, and the step that brings this text forward.
FIRST_FORMAT = Path(__file__).with_name("frozen_format_1.json")
M = 10**6
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.fractions(),
    st.dates(),
    st.datetimes(timezones=st.just(UTC)).map(lambda moment: moment.replace(fold=0)),
    st.sampled_from(Comparator),
    st.sampled_from(Status),
    st.builds(Amount, st.decimals(allow_nan=False, allow_infinity=False)),
)
THINGS = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=4).map(tuple), max_leaves=12)


def page():
    child = place(3, "dai-an", "industrial_park", "KCN Đại An", "Dai An")
    goal = row(Decimal("125000000.50"), Amount(Decimal(1000 * M), None, Comparator.AT_LEAST))
    range_goal = row(None, Amount(Decimal(800 * M), Decimal(1000 * M), Comparator.BETWEEN), of=DDI, parts=(goal,))
    below = ChildProgress(place=child, rows=(goal, row(Decimal(5 * M), at=child)), owes=True, has_anything=True)
    return place_progress(
        (goal, range_goal), children=(below,), members=(PARKS,), as_of=datetime(2025, 4, 15, 9, tzinfo=UTC)
    )


@given(THINGS)
def test_everything_reads_as_it_was_written(thing):
    again = from_text(to_text(thing))
    assert again == thing
    assert repr(again) == repr(thing)


def test_page_reads_as_it_was_written_and_keeps_a_row_once():
    written = page()
    frozen = freeze([written, replace(written, place=PARKS)])
    rows = {kept.digest: kept.data for kept in frozen.rows}
    assert [thaw(kept.data, rows) for kept in frozen.pages] == [written, replace(written, place=PARKS)]
    assert len(rows) == 3
    assert row_digests(frozen.pages[0].data) == set(rows)
    assert {(kept.place_id, kept.indicator_id) for kept in frozen.rows} == {(1, FDI.id), (1, DDI.id), (3, FDI.id)}


def test_checksums_tell_pages_apart_whatever_differs():
    written = page()
    other = replace(written, rows=written.rows[:1])
    assert freeze([written]).digest != freeze([other]).digest
    assert freeze([written]).digest == freeze([page()]).digest


def test_text_of_the_first_format_still_reads():
    data, *rows = FIRST_FORMAT.read_text("utf-8").splitlines()
    read = thaw(data, {digest_of(text): text for text in rows})
    assert isinstance(read, PlaceProgress)
    goal, range_goal = read.rows
    assert (goal.to_date.amount, goal.terms.amount.comparator) == (Amount(Decimal("125000000.50")), Comparator.AT_LEAST)
    assert range_goal.terms.amount == Amount(Decimal(800 * M), Decimal(1000 * M), Comparator.BETWEEN)
    assert range_goal.parts == (goal,)
    assert (read.as_of, read.quarter, read.members) == (datetime(2025, 4, 15, 9, tzinfo=UTC), Q1, (PARKS,))
    assert read.children[0].rows[0] == goal


def test_every_class_of_a_page_is_known_by_its_name():
    known = classes()
    assert known["ProgressRow"] is ProgressRow
    assert {"Reading", "Amount", "TargetFace", "FigureFace", "Quarter", "Status", "RowKind"} <= set(known)


class Stranger(StrEnum):
    """A code that no page holds."""

    ONE = "one"


@pytest.mark.parametrize("thing", [1.5, {1, 2}, Stranger.ONE, object()], ids=["float", "set", "code", "object"])
def test_what_nobody_taught_to_write_is_refused(thing):
    with pytest.raises(TypeError):
        to_text(thing)


@pytest.mark.parametrize(
    "text",
    ["", "[]", "null", "[2,1]", '[1,{"is":"Nobody","of":{}}]', '[1,{"colour":"red"}]', '[1,{"is":"Amount","of":{}}]'],
)
def test_text_of_another_format_is_refused(text):
    with pytest.raises(UnreadableError):
        from_text(text)


def test_page_without_one_of_its_rows_is_refused():
    frozen = freeze([page()])
    rows = {kept.digest: kept.data for kept in frozen.rows[1:]}
    with pytest.raises(UnreadableError, match="missing"):
        thaw(frozen.pages[0].data, rows)
    with pytest.raises(UnreadableError):
        thaw("not a page", rows)


def test_days_numbers_and_moments_keep_every_digit():
    thing = (Decimal("1.500"), Decimal("-0"), Decimal("1E+3"), Fraction(1, 3), date(2025, 2, 28))
    assert [str(part) for part in from_text(to_text(thing))] == ["1.500", "-0", "1E+3", "1/3", "2025-02-28"]
