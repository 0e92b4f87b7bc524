"""The self-audit finds no difference in small generated worlds: several reporters, gaps, a merger, two currencies."""

import pytest
from hypothesis import Phase, given, settings

from tests.progress.worlds import World, make_map, save_world, undone, worlds
from tracker.management.audit.comparing import Findings, audit
from tracker.management.audit.raw import RawRows
from tracker.progress.periods import Quarter
from tracker.progress.queries import progress_for_place
from tracker.progress.rows import MapChoice

pytestmark = pytest.mark.django_db

few = settings(max_examples=8, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate], database=None)
ASKED = (
    (Quarter(2025, 2), MapChoice.THEN),
    (Quarter(2025, 2), MapChoice.TODAY),
    (Quarter(2025, 3), MapChoice.THEN),
)


def test_no_total_of_a_generated_world_differs():
    here = make_map()
    every = Findings()

    @few
    @given(worlds())
    def holds(world: World) -> None:
        with undone():
            save_world(here, world)
            rows = RawRows(None)
            for quarter, choice in ASKED:
                pages = [progress_for_place(slug=slug, quarter=quarter, map_choice=choice) for slug in here.places]
                found = audit(pages, rows)
                assert not found.differences, found.differences
                every.add(found)

    holds()
    # An audit that covers nothing would find nothing.
    assert every.by_ways[3] + every.by_ways[2] > 100
