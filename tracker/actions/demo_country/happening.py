"""Invent what happens in a park, quarter by quarter: land is leased, and capital, projects and work follow; pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tracker.actions.demo_country.draws import Draws
from tracker.actions.demo_country.lines import Steps
from tracker.actions.demo_country.sites import Park
from tracker.actions.demo_country.size import CountrySize
from tracker.progress.periods import Quarter

# Parts of a thousand of a usual year by quarter: slow after Tết, a rush at the end.
_SEASONS: Final = ((170, 235, 235, 360), (205, 250, 245, 300), (140, 220, 260, 380), (235, 255, 250, 260))
# How good a year was, in per cent: growth, a bad time, recovery.
_YEARS: Final = {2015: 80, 2016: 88, 2017: 96, 2018: 103, 2019: 112, 2020: 66, 2021: 72, 2022: 97, 2023: 108}
_USUAL_YEAR: Final = 118
_BIG_PROJECT_PER_MILLE: Final = 22
_LAND_RETURNED_PER_MILLE: Final = 14
_CAPITAL_CUT_PER_MILLE: Final = 9
_CAPITAL_ADDED_PER_MILLE: Final = 330
_DELAY_ADDED_PER_MILLE: Final = 60


@dataclass(slots=True)
class _State:
    """What has gathered in a park so far, in steps."""

    leased: int
    fdi: int
    projects_fdi: int
    projects_ddi: int
    delayed: int
    fdi_to_realise: int = 0
    ddi_to_realise: int = 0


def happening_in(size: CountrySize, draws: Draws, park: Park) -> dict[Quarter, Steps]:
    """Return the true amounts of a park for each quarter since it reports, whether or not they were reported."""
    slug = park.slug
    intensity = draws.whole(22, 75, "USD a hectare", slug)
    state = _State(
        leased=park.leased_at_first,
        fdi=park.leased_at_first * park.foreign // 1000 * intensity // 10,
        projects_fdi=park.leased_at_first * park.foreign // 1000 // 40,
        projects_ddi=park.leased_at_first * (1000 - park.foreign) // 1000 // 25,
        delayed=draws.whole(1, 9, "delayed at first", slug),
    )
    quarters = [*size.quarters, *_rest_of_the_year(size.newest)]
    return {
        quarter: _quarter(draws, park, quarter, state, intensity)
        for quarter in quarters
        if quarter >= park.first_quarter
    }


def _rest_of_the_year(newest: Quarter) -> Iterator[Quarter]:
    """Yield the quarters of the newest year that are still to come: goals were set for them, too."""
    quarter = newest.next()
    while quarter.year == newest.year:
        yield quarter
        quarter = quarter.next()


def _quarter(draws: Draws, park: Park, quarter: Quarter, state: _State, intensity: int) -> Steps:
    key = (park.slug, quarter)
    land, is_big = _land(draws, park, quarter, state)
    new_land = max(land, 0)
    foreign_land = _foreign_part(draws, park, new_land, key, is_big=is_big)
    own_land = new_land - foreign_land
    new = foreign_land * intensity * draws.whole(600, 1500, "worth", *key) // 10_000
    if is_big and foreign_land:
        new = new * draws.whole(15, 40, "worth of a big project", *key) // 10
    added = _added(draws, state, key)
    ddi = own_land * draws.whole(6, 14, "VND a hectare", *key) + own_land * state.leased // 20_000
    projects_fdi = -(-foreign_land // draws.whole(18, 60, "hectares a project", *key))
    projects_ddi = -(-own_land // draws.whole(10, 35, "hectares a domestic project", *key))
    state.leased += land
    state.fdi += new + added
    state.projects_fdi += projects_fdi
    state.projects_ddi += projects_ddi
    state.fdi_to_realise += max(new + added, 0)
    state.ddi_to_realise += ddi
    realised = state.fdi_to_realise * draws.whole(7, 15, "realised", *key) // 100
    ddi_realised = state.ddi_to_realise * draws.whole(9, 19, "domestic realised", *key) // 100
    state.fdi_to_realise -= realised
    state.ddi_to_realise -= ddi_realised
    _delays(draws, state, key)
    workers = state.leased * draws.whole(66, 74, "workers a hectare", park.slug, quarter.year) // 10
    workers = workers * (96 if quarter.number == 1 else 100) // 100
    local = workers * draws.whole(420, 780, "local", park.slug) // 1000 + draws.whole(0, 40, "local", *key)
    return {
        "fdi-registered": new + added,
        "fdi-registered-new": new,
        "fdi-registered-adjusted": added,
        "fdi-projects-new": projects_fdi,
        "fdi-realised": realised,
        "ddi-registered": ddi,
        "ddi-projects-new": projects_ddi,
        "ddi-realised": ddi_realised,
        "land-leased": land,
        "land-leased-total": state.leased,
        "land-leasable": park.leasable,
        "projects-fdi-total": state.projects_fdi,
        "projects-ddi-total": state.projects_ddi,
        "fdi-registered-total": state.fdi,
        "projects-delayed": state.delayed,
        "workers-total": workers,
        "workers-local": min(local, workers),
    }


def _land(draws: Draws, park: Park, quarter: Quarter, state: _State) -> tuple[int, bool]:
    """Return the land leased in the quarter, less what was given back, and whether one big project took much of it."""
    key = (park.slug, quarter)
    free = park.leasable - state.leased
    if state.leased and draws.chance(_LAND_RETURNED_PER_MILLE, "land returned", *key):
        return -max(1, state.leased * draws.whole(3, 25, "land given back", *key) // 1000), False
    season = draws.pick(_SEASONS, "season", park.slug)[quarter.number - 1]
    pace = park.leasable * draws.whole(15, 110, "pace", park.slug) // 1000
    year = _YEARS.get(quarter.year, _USUAL_YEAR)
    usual = pace * season * year * draws.whole(40, 170, "luck", *key) // 10_000_000
    is_big = free > park.leasable // 6 and draws.chance(_BIG_PROJECT_PER_MILLE, "big project", *key)
    if is_big:
        usual += free * draws.whole(150, 500, "land of a big project", *key) // 1000
    # The last plots go slowly: they are the worst.
    return min(usual, free * 3 // 5), is_big


def _foreign_part(draws: Draws, park: Park, land: int, key: tuple[object, ...], *, is_big: bool) -> int:
    if park.foreign == 0 or land == 0:
        return 0
    if is_big:
        return land if draws.chance(park.foreign, "big project is foreign", *key) else 0
    return land * min(park.foreign + draws.whole(-150, 150, "foreign", *key), 1000) // 1000 if park.foreign > 150 else 0


def _added(draws: Draws, state: _State, key: tuple[object, ...]) -> int:
    """Return what existing foreign projects add to their capital, negative where they cut it."""
    if state.fdi == 0:
        return 0
    if draws.chance(_CAPITAL_CUT_PER_MILLE, "capital cut", *key):
        return -max(1, state.fdi * draws.whole(2, 18, "cut", *key) // 1000)
    if draws.chance(_CAPITAL_ADDED_PER_MILLE, "capital added", *key):
        return state.fdi * draws.skewed(2, 45, "added", *key) // 1000
    return 0


def _delays(draws: Draws, state: _State, key: tuple[object, ...]) -> None:
    """Let delayed projects become fewer, one in a while more."""
    if draws.chance(_DELAY_ADDED_PER_MILLE, "one more delayed", *key):
        state.delayed += 1
    elif state.delayed and draws.chance(110, "one delayed less", *key):
        state.delayed -= 1
