"""What is there in a generated country: as much as its size says, each day under one place, the same for a seed."""

from collections import Counter

import pytest

from tracker.actions.demo_country.ground import EVE_OF_THE_MERGER, MERGER
from tracker.actions.generated_country.lines import TWENTY, TWENTY_MORE, form_lines, lines_of
from tracker.actions.generated_country.size import SIZES
from tracker.actions.generated_country.world import COUNTRY, WORLD, plan_world


def kinds(name: str) -> Counter[str]:
    return Counter(spot.kind for spot in plan_world(SIZES[name], 1).spots)


def test_sizes_are_those_of_a_board_a_country_and_the_world():
    assert kinds("S") == {"country": 1, "province": 1, "industrial_park": 20}
    # 63 provinces before the merger, of which 11 stay, and 23 that come of the other 52: 34 afterwards.
    assert kinds("M") == {"country": 1, "province": 63 + 23, "industrial_park": 450, "industrial_cluster": 1000}
    assert kinds("L") == {"country": 147 + 1, "province": 63 + 23, "industrial_park": 7000}


@pytest.mark.parametrize("name", ["S", "M"])
def test_same_seed_is_the_same_world_and_another_is_another(name):
    one, again, other = (plan_world(SIZES[name], seed) for seed in (1, 1, 2))
    assert one == again
    assert {spot.slug for spot in one.spots} != {spot.slug for spot in other.spots}


@pytest.mark.parametrize("name", ["S", "M", "L"])
def test_no_two_places_or_investors_share_an_address_name(name):
    world = plan_world(SIZES[name], 1)
    slugs = [spot.slug for spot in world.spots] + list(world.investors)
    assert len(slugs) == len(set(slugs))


def test_every_site_lies_under_one_place_on_either_side_of_the_merger():
    world = plan_world(SIZES["M"], 1)
    for site in world.sites:
        rows = [lying for lying in world.lyings if lying.place == site.slug]
        assert len(rows) == (2 if world.areas[site.area].successor else 1) or site.first_quarter.first_day >= MERGER
        assert [row.valid_to for row in rows] in ([None], [EVE_OF_THE_MERGER, None])
    assert {lying.parent for lying in world.lyings if lying.place.startswith("tinh-")} == {COUNTRY}


def test_countries_lie_in_the_world():
    world = plan_world(SIZES["L"], 1)
    assert sum(lying.parent == WORLD for lying in world.lyings) == 147


def test_few_areas_have_most_of_the_sites():
    sizes = sorted(Counter(site.area for site in plan_world(SIZES["M"], 1).sites).values(), reverse=True)
    assert sum(sizes[:12]) > sum(sizes) * 2 // 5
    assert sizes[0] > 10 * sizes[-1]


def test_forms_ask_for_what_their_reporters_know():
    lines = lines_of(40)
    assert lines == (*TWENTY, *TWENTY_MORE)
    assert len(form_lines("park", lines)) == 39  # days of procedures are the office's
    asked = {form: {lines[index].code for index in form_lines(form, lines)} for form in ("cluster", "area")}
    assert "exports" not in asked["cluster"] | asked["area"]
    assert "days-certificate" in asked["area"]
