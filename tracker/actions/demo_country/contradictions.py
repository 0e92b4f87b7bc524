"""A few contradictions, so that the data checks of an invented country have something to say; pure."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from tracker.actions.demo_country.filing import Filer
from tracker.actions.demo_country.promises import Promise
from tracker.actions.demo_country.reporters import World, board_slug
from tracker.actions.demo_country.sites import Park
from tracker.progress.periods import Quarter

# How many of each.
_PLANTED: Final = 3
_QUARTER_OFF: Final = 130
_COMPONENT_OFF: Final = 125
_OCCUPIED_BEYOND_THE_LAND: Final = 104
_OTHER_SOURCE: Final = 108
_STEPS_END_AT: Final = 90


def with_contradictions(world: World, filers: Iterable[Filer]) -> Iterator[Filer]:
    """Yield the reporters, a few of which contradict themselves or each other, and say so nowhere.

    A quarter that does not fit its year to date, components above their total, more land leased than there is, and a
    board that gives another number than the investor.
    """
    quarter = world.size.newest.previous()
    quarters_off, components_off, beyond = (_chosen(world, what, quarter) for what in ("quarter", "components", "land"))
    for filer in filers:
        if filer.reporter_kind != "investor" or not filer.owes(quarter):
            yield filer
            continue
        if filer.place in quarters_off:
            misprints = {(quarter, "ddi-registered"): _QUARTER_OFF}
            yield replace(filer, both_in=filer.both_in | {quarter.year}, misprints=misprints)
        elif filer.place in components_off:
            yield replace(filer, misprints={(quarter, "fdi-registered-new"): _COMPONENT_OFF})
        elif filer.place in beyond:
            yield replace(filer, misprints={(quarter, "occupancy"): _OCCUPIED_BEYOND_THE_LAND})
        else:
            yield filer
    for slug in _chosen(world, "other source", quarter):
        yield _board_of(world, world.sites.parks[slug], quarter)


def _chosen(world: World, what: str, quarter: Quarter) -> list[str]:
    """Return the parks that contradict themselves in one way, none of them in two ways."""
    line = {
        "quarter": "ddi-registered",
        "components": "fdi-registered-new",
        "land": "",
        "other source": "ddi-registered",
    }
    form = "minh-hoa-khu-von-nuoc-ngoai"
    eligible = [
        park.slug
        for park in world.sites.parks.values()
        if park.form == form
        and park.first_quarter.year < quarter.year
        and (not line[what] or world.parks[park.slug][quarter][line[what]] > 0)
    ]
    ways = list(line)
    mine = [slug for slug in eligible if world.draws.pick(ways, "way", slug) == what]
    return world.draws.shuffled(mine, "planted", what)[:_PLANTED]


def _board_of(world: World, park: Park, quarter: Quarter) -> Filer:
    """Return the board that reports a park as well, for one quarter, with another number."""
    province = world.office_in(park.area, quarter)
    lines = ("ddi-registered", "fdi-registered")
    steps = world.parks[park.slug][quarter]
    other = {**steps, **{code: steps[code] * _OTHER_SOURCE // 100 for code in lines}}
    return Filer(
        place=park.slug,
        reporter=board_slug(province),
        reporter_kind="board",
        form="minh-hoa-ban-quan-ly",
        series={**world.parks[park.slug], quarter: other},
        owes=lambda asked: asked == quarter,
        office_in=lambda asked: world.office_in(park.area, asked),
        both_in=frozenset({quarter.year}),
    )


def with_broken_steps(world: World, promises: list[Promise]) -> list[Promise]:
    """Return the goals, a few of which have steps that do not come to them: ten per cent have no quarter."""
    stepped = [
        promise.reference for promise in promises if promise.steps and promise.starts_on.year < world.size.newest.year
    ]
    broken = set(world.draws.shuffled(stepped, "broken steps")[:_PLANTED])
    return [_broken(promise) if promise.reference in broken else promise for promise in promises]


def _broken(promise: Promise) -> Promise:
    last = promise.steps[-1]
    return replace(promise, steps=(*promise.steps[:-1], replace(last, value=promise.value * _STEPS_END_AT / 100)))
