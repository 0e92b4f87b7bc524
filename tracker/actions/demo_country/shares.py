"""Invent who carries which part of a province's goal: investors one by one, the remaining parks together; pure."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from tracker.actions.demo_country.cases import WITH_PARTS, YEAR
from tracker.actions.demo_country.cells import percentage
from tracker.actions.demo_country.companies import Tenure
from tracker.actions.demo_country.draws import shared_out
from tracker.actions.demo_country.goals import Goals
from tracker.actions.demo_country.lines import FORMS, LINES, form_in_force
from tracker.actions.demo_country.promises import Promise
from tracker.actions.demo_country.sites import Park
from tracker.actions.demo_country.size import at_office
from tracker.progress.periods import Quarter

_LINES: Final = ("fdi-registered", "ddi-registered")
_GIVES_OUT_PER_MILLE: Final = 460
_FEWEST_PARKS: Final = 5
_MOST_NAMED: Final = 14
# How much of a goal is given out, in parts of a thousand.
_GIVEN_OUT: Final = {1000: 820, 960: 90, 900: 50, 1040: 40}
_A_PART_IS_NOBODYS: Final = 970
_COMMITS_PER_MILLE: Final = 120
_COMMITMENT: Final = (Quarter(2021, 1), date(2026, 12, 31))


def parts_of_goals(goals: Goals, promises: Iterable[Promise], tenures: list[Tenure]) -> Iterator[Promise]:
    """Yield the parts of those goals that are given out to parks; what they add up to is mostly the goal."""
    world = goals.world
    holders: dict[str, list[Tenure]] = {}
    for tenure in tenures:
        holders.setdefault(tenure.park, []).append(tenure)
    for goal in promises:
        if goal.version > 1 or goal.code not in _LINES or goal.reference.endswith("-hdnd"):
            continue
        year = goal.starts_on.year
        if goal.ends_on.year != year or goal.starts_on != date(year, 1, 1):
            continue
        is_case = goal.place == WITH_PARTS and year == YEAR
        if is_case or world.draws.chance(_GIVES_OUT_PER_MILLE, "gives out", goal.place):
            areas = {area.slug for area in world.ground.areas_of(goal.place)}
            first = Quarter(year, 1)
            parks = [
                park
                for park in world.sites.parks.values()
                if park.area in areas
                and park.first_quarter <= first
                and goal.code in FORMS[form_in_force(park.form, first)]
            ]
            if len(parks) >= _FEWEST_PARKS:
                yield from _parts(goals, goal, parks, holders, is_case=is_case)


def _parts(
    goals: Goals, goal: Promise, parks: list[Park], holders: dict[str, list[Tenure]], *, is_case: bool
) -> Iterator[Promise]:
    draws, key = goals.world.draws, (goal.reference,)
    largest = sorted(parks, key=lambda park: (-park.leasable, park.slug))
    count = min(_MOST_NAMED, max(3, len(parks) * draws.whole(45, 90, "named", *key) // 100))
    named, rest = largest[:count], largest[count:]
    if is_case and goal.code == "fdi-registered":
        named = named[:-1]  # the last one is named without a goal: it is not among the rest either
    weights = [_weight(park, goal.code) * draws.whole(60, 140, "weight", park.slug, *key) for park in named]
    if rest:
        weights.append(sum(weights) * draws.whole(50, 150, "rest", *key) // 1000)
    share = _A_PART_IS_NOBODYS if is_case else draws.weighted(_GIVEN_OUT, "given out", *key)
    unit = goal.line.step * 10
    amounts = shared_out(int(goal.value / unit) * share // 1000, weights)
    for position, (park, amount) in enumerate(zip(named, amounts, strict=False), start=goal.position * 100 + 1):
        if amount:
            investor = next(
                each.investor for each in holders[park.slug] if each.holds_in(Quarter(goal.starts_on.year, 1))
            )
            yield _part(goal, f"{goal.reference}-{park.slug}", park.slug, amount * unit, position, investor=investor)
    if rest and amounts[-1]:
        members = tuple(sorted(park.slug for park in rest))
        position = goal.position * 100 + len(named) + 1
        yield _part(goal, f"{goal.reference}-con-lai", goal.place, amounts[-1] * unit, position, members=members)


def _weight(park: Park, code: str) -> int:
    return park.leasable * (park.foreign if code == "fdi-registered" else 1000 - park.foreign) // 1000 + 1


def _part(
    goal: Promise,
    reference: str,
    place: str,
    value: Decimal,
    position: int,
    *,
    investor: str = "",
    members: tuple[str, ...] = (),
) -> Promise:
    return Promise(
        reference=reference[:120],
        place=place,
        code=goal.code,
        starts_on=goal.starts_on,
        ends_on=goal.ends_on,
        comparator="exactly",
        value=value,
        paper=goal.paper,
        approved_at=goal.approved_at,
        position=position,
        investor=investor,
        part_of=goal.reference,
        members=members,
    )


def commitments(goals: Goals, tenures: list[Tenure]) -> Iterator[Promise]:
    """Yield what investors commit themselves to for years: a share of their land under lease."""
    world = goals.world
    begins, ends_on = _COMMITMENT
    for tenure in tenures:
        park = world.sites.parks[tenure.park]
        if not tenure.holds_in(begins) or begins.previous() not in world.parks[park.slug]:
            continue
        if not world.draws.chance(_COMMITS_PER_MILLE, "commits", park.slug):
            continue
        before = world.parks[park.slug][begins.previous()]
        over, under = (LINES[code].amount(before.get(code, 0)) for code in LINES["occupancy"].parts)
        baseline = percentage(over, under).quantize(Decimal("0.01"))
        wanted = Decimal(min(95, int(baseline) + world.draws.whole(8, 35, "commits to", park.slug)))
        if wanted > baseline:
            signed = begins.first_day - timedelta(days=world.draws.whole(5, 25, "signed", park.slug))
            yield Promise(
                reference=f"minh-hoa-cam-ket-{park.slug}",
                place=park.slug,
                code="occupancy",
                starts_on=begins.first_day,
                ends_on=ends_on,
                comparator="at_least",
                value=wanted,
                baseline=baseline,
                paper=None,
                approved_at=at_office(signed, world.draws.whole(0, 500, "signed at", park.slug)),
                position=1,
                role="commitment",
                investor=tenure.investor,
            )
