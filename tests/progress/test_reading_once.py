"""What a page reads is read once, and no deeper than its numbers need: counted, for a clock says nothing."""

import gc
from collections import Counter
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.progress.drawn_worlds import DrawnWorld, drawn_worlds
from tests.progress.memory_worlds import INDICATORS, World, q
from tracker.progress import assembled
from tracker.progress.asked import Cell, Span
from tracker.progress.periods import Quarter, quarters_between
from tracker.progress.roll import Roller

FDI = INDICATORS["fdi"]
QUARTER = q("2025-Q3")
PAST = [str(each) for each in quarters_between(Quarter(2020, 1), Quarter(2024, 4))]


def world(*, provinces: int, parks: int, speaking: bool) -> World:
    """Return a country whose parks report every quarter; with ``speaking`` its provinces do so as well."""
    found = World()
    found.place("viet-nam", "country")
    for number in range(provinces):
        province = f"province-{number}"
        found.place(province, below="viet-nam")
        found.goal(province, 1000)
        for each in range(parks):
            park = f"{province}-park-{each}"
            found.place(park, "industrial_park", below=province)
            for quarter in (*PAST, "2025-Q1", "2025-Q2", "2025-Q3"):
                found.says(park, quarter, 10)
                if speaking and each == 0:
                    found.says(province, quarter, 10 * parks)
    return found


def page(found: World) -> Any:
    """Return the builder after it has made the rows of the country and of its provinces."""
    builder = found.builder(QUARTER)
    country = builder.rows_for(found.places["viet-nam"].id, with_parts=True, indicator_ids=[FDI.id])
    assert len(country) == 1
    for face in found.places.values():
        if face.kind == "province":
            assert builder.rows_for(face.id, with_parts=False, indicator_ids=[FDI.id])[0] in country[0].parts
    return builder


@pytest.mark.parametrize(("provinces", "parks"), [(2, 1), (4, 3)])
def test_the_past_of_each_row_is_read_once(monkeypatch, provinces, parks):
    read: Counter[str] = Counter()
    genuine = assembled.past_quarters

    def counted(roller: Roller, indicator_id: int, history: Any) -> Any:
        read[str(roller.snapshot.quarter)] += 1
        return genuine(roller, indicator_id, history)

    monkeypatch.setattr(assembled, "past_quarters", counted)
    page(world(provinces=provinces, parks=parks, speaking=False))
    # One for the goal of each province, wherever its row stands, and one for their sum.
    assert read == {"2025-Q3": provinces + 1}


@pytest.mark.parametrize("parks", [1, 3])
@pytest.mark.parametrize("speaking", [True, False])
def test_the_past_of_a_place_that_speaks_is_read_no_deeper(monkeypatch, parks, speaking):
    read: Counter[tuple[Cell, Span]] = Counter()
    genuine = Roller._roll

    def counted(roller: Roller, cell: Cell, span: Span) -> Any:
        read[cell, span] += 1
        return genuine(roller, cell, span)

    monkeypatch.setattr(Roller, "_roll", counted)
    found = world(provinces=2, parks=parks, speaking=speaking)
    builder = page(found)
    assert set(read.values()) == {1}
    provinces = {face.id for face in found.places.values() if face.kind == "province"}
    oldest = {span.quarter for cell, span in read if cell.place_id in provinces and span.quarter.year < 2024}
    # Quarters of 2020 to 2023: last year's are compared with this one's, over the same units.
    assert oldest == (set() if speaking else set(map(q, PAST[:16])))
    assert builder.rows_for(found.places["province-0"].id, with_parts=False)[0].past_years[0].year == 2020


@settings(max_examples=60, deadline=None)
@given(
    drawn_worlds(some_owe=True),
    st.sampled_from(["2024-Q2", "2024-Q4", "2025-Q3"]),
    st.sampled_from([None, date(2026, 1, 1)]),
)
def test_what_is_heard_of_a_place_is_what_its_whole_roll_up_says(found: DrawnWorld, quarter: str, today: date | None):
    builder = found.world.builder(quarter, today=today)
    heard = found.world.builder(quarter, today=today).roller
    for face in builder.snapshot.tree.places.values():
        for span in (Span.of_quarter(q(quarter)), Span.of_year(q(quarter))):
            cell = Cell(face.id, FDI.id, FDI.unit)
            whole, said = builder.roller.rolled(cell, span), heard.heard(cell, span)
            for name in ("headline", "own_report", "whole", "duties_met", "reporters", "origins", "shares", "after"):
                assert getattr(said, name) == getattr(whole, name), (name, face.slug, span)
            assert said.lacking_keys == whole.lacking_keys


def test_what_a_page_read_goes_as_soon_as_it_is_answered():
    gc.collect()
    gc.disable()
    try:
        builder = page(world(provinces=2, parks=1, speaking=True))
        assert any(each is builder.roller for each in gc.get_objects())
        del builder
        assert not any(type(each) is Roller for each in gc.get_objects())
    finally:
        gc.enable()
