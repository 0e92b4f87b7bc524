"""Drawn worlds: provinces that merge, split and take new names, parks that move, open and close, and who said what.

A world is drawn with its truth: what each leaf of the tree brought in each stretch of days, never below 0. What is
reported follows from the truth, with gaps, by quarter or to date, by one reporter or two, now and then in another
currency. `DrawnWorld.truly` adds up the truth day by day and shares no line with what it is compared with.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from tests.progress.memory_worlds import World, eve
from tracker.progress.measures import Basis
from tracker.progress.periods import ONE_DAY, Quarter, quarters_between

QUARTERS = tuple(quarters_between(Quarter(2024, 1), Quarter(2025, 4)))
# Days on which something may happen: first days of quarters, and two days within one.
DAYS = (
    date(2024, 4, 1),
    date(2024, 8, 15),
    date(2025, 1, 1),
    date(2025, 4, 1),
    date(2025, 5, 20),
    date(2025, 7, 1),
    date(2025, 8, 15),
    date(2025, 10, 1),
)
FIRST, LAST = QUARTERS[0].first_day, QUARTERS[-1].last_day
ROOT = "viet-nam"

Days = tuple[date, date]


@dataclass(repr=False)
class DrawnWorld:
    """A world with its truth: the stretches of days, and what each leaf brought in each of them."""

    world: World
    stretches: list[Days]
    truth: dict[tuple[str, date], int] = field(default_factory=dict)
    parents: dict[tuple[str, date], str] = field(default_factory=dict)
    before: dict[str, list[tuple[str, date, Decimal]]] = field(default_factory=dict)
    moved: bool = False
    """Whether anything opened, closed or moved, rather than went along with a succession."""

    def __repr__(self) -> str:
        """Return the story of the world, as short as it can be told."""
        names = {face.id: slug for slug, face in self.world.places.items()}
        lies = [
            f"{names[e.child_id]}<{names[e.parent_id]} {e.from_on or ''}..{e.to_on or ''}" for e in self.world.edges
        ]
        goes = [
            f"{names[s.predecessor_id]}>{names[s.successor_id]} {s.effective_on} {s.share}" for s in self.world.steps
        ]
        said = [
            f"{f.place.slug} {f.quarter} {f.basis} {f.from_on or ''}..{f.to_on} {f.value} {f.unit} {f.reporter.kind}"
            for f in self.world.figures
        ]
        goals = [f"goal {g.place.slug} {g.terms.amount.low}" for g in self.world.goals]
        return "\n".join(["World:", *lies, *goes, *said, *goals])

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(repr(self))

    def truly(self, slug: str, first: date, last: date) -> Decimal:
        """Return what a place brought from a day to a day, both the ends of stretches."""
        return sum(
            (self._in(slug, days) for days in self.stretches if first <= days[0] and days[1] <= last), Decimal(0)
        )

    def is_empty(self, slug: str, first: date, last: date) -> bool:
        """Return whether a perimeter holds no park from a day to a day: then it has nothing to say."""
        days = {days[0] for days in self.stretches if first <= days[0] and days[1] <= last}
        held = {day for (_child, day), parent in self.parents.items() if parent == slug}
        return slug.startswith("perimeter") and not days & held

    def lives(self, slug: str, day: date) -> bool:
        """Return whether the place exists on the day."""
        face = self.world.places[slug]
        return (face.valid_from is None or face.valid_from <= day) and (face.valid_to is None or face.valid_to >= day)

    def _in(self, slug: str, days: Days) -> Decimal:
        if not self.lives(slug, days[0]):
            earlier = [each for each in self.before.get(slug, ()) if each[1] > days[0]]
            return sum((share * self._in(old, days) for old, _on, share in earlier), Decimal(0))
        below = [child for (child, day), parent in self.parents.items() if parent == slug and day == days[0]]
        if below:
            return sum((self._in(child, days) for child in below), Decimal(0))
        return Decimal(self.truth.get((slug, days[0]), 0))


@dataclass
class _Growing:
    """The places while a world is drawn, stretch by stretch."""

    provinces: list[str] = field(default_factory=list)
    has_parks: set[str] = field(default_factory=set)
    parent: dict[str, str] = field(default_factory=dict)
    born: dict[str, date] = field(default_factory=dict)
    died: dict[str, date] = field(default_factory=dict)
    steps: list[tuple[str, str, date, Decimal]] = field(default_factory=list)
    moved: bool = False
    names: int = 0

    def name(self, kind: str) -> str:
        self.names += 1
        return f"{kind}{self.names:02}"

    def sites(self, province: str) -> list[str]:
        return sorted(site for site, parent in self.parent.items() if parent == province)

    def add_site(self, below: str, day: date | None, kind: str = "park") -> str:
        slug = self.name(kind)
        self.parent[slug] = below
        if day is not None:
            self.born[slug] = day
        return slug


@st.composite
def drawn_worlds(
    draw: st.DrawFn,
    *,
    complete: bool = False,
    moves: bool = True,
    splits: bool = True,
    currencies: bool = False,
    some_owe: bool = False,
) -> DrawnWorld:
    """Draw a world; ``complete``: everything is reported, so that everything must be known.

    Every place owes what it has, but with ``some_owe`` a part of them only.
    """
    days = sorted(draw(st.sets(st.sampled_from(DAYS), max_size=3)))
    starts = sorted({quarter.first_day for quarter in QUARTERS} | set(days))
    stretches = [(first, eve(after)) for first, after in pairwise([*starts, LAST + ONE_DAY])]
    growing = _first_places(draw)
    found = DrawnWorld(World(), stretches)
    for first, _last in stretches:
        if first in days:
            _something_happens(draw, growing, first, moves=moves, splits=splits)
        for slug in growing.provinces:
            found.parents[slug, first] = ROOT
        for site, parent in growing.parent.items():
            found.parents[site, first] = parent
    _build_places(found, growing)
    found.moved = growing.moved
    for slug in found.world.places:
        for first, _last in stretches:
            leaf = slug != ROOT and slug not in growing.has_parks and not slug.startswith("perimeter")
            if leaf and found.lives(slug, first):
                found.truth[slug, first] = draw(st.integers(0, 9))
    for slug in found.world.places:
        if not some_owe or draw(st.booleans()):
            _owe(found, slug)
    _report(draw, found, growing, complete=complete, currencies=currencies)
    return found


def _first_places(draw: st.DrawFn) -> _Growing:
    growing = _Growing()
    for _ in range(draw(st.integers(1, 4))):
        province = growing.name("province")
        growing.provinces.append(province)
        shape = draw(st.sampled_from(["leaf", "leaf", "parks", "perimeter"]))
        if shape == "leaf":
            continue
        growing.has_parks.add(province)
        growing.add_site(province, None, "rest")
        below = growing.add_site(province, None, "perimeter") if shape == "perimeter" else province
        for _park in range(draw(st.integers(1, 2))):
            growing.add_site(below, None)
    return growing


def _something_happens(draw: st.DrawFn, growing: _Growing, day: date, *, moves: bool, splits: bool) -> None:
    kinds = ["merge", "merge", "rename"] + (["split"] if splits else []) + (["move", "close", "open"] if moves else [])
    for kind in draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=2)):
        alive = [slug for slug in growing.provinces if growing.born.get(slug, FIRST) < day]
        parks = [site for site in sorted(growing.parent) if site.startswith("park") and growing.born.get(site) != day]
        if kind in ("merge", "rename", "split") and alive:
            _succeed(draw, growing, day, alive, kind)
        elif kind == "open" and growing.has_parks & set(growing.provinces):
            growing.add_site(draw(st.sampled_from(sorted(growing.has_parks & set(growing.provinces)))), day)
            growing.moved = True
        elif kind in ("close", "move") and parks:
            park = draw(st.sampled_from(parks))
            growing.moved = True
            if kind == "close":
                growing.died[park] = eve(day)
                del growing.parent[park]
            else:
                homes = sorted(growing.has_parks & set(growing.provinces))
                growing.parent[park] = draw(st.sampled_from(homes or [growing.parent[park]]))


def _succeed(draw: st.DrawFn, growing: _Growing, day: date, alive: Sequence[str], kind: str) -> None:
    """Let provinces go into others; what lies below them goes along with the first of their successors."""
    old = [draw(st.sampled_from(sorted(alive)))]
    if kind == "merge" and len(alive) > 1:
        old = sorted(draw(st.sets(st.sampled_from(sorted(alive)), min_size=2, max_size=3)))
    shares = [Decimal(1)]
    if kind == "split":
        shares = draw(
            st.sampled_from([[Decimal("0.6"), Decimal("0.4")], [Decimal("0.5"), Decimal("0.25"), Decimal("0.25")]])
        )
    new = [growing.name("province") for _ in shares]
    with_parks = bool(growing.has_parks & set(old))
    for slug, share in zip(new, shares, strict=True):
        growing.provinces.append(slug)
        growing.born[slug] = day
        growing.steps.extend((each, slug, day, share) for each in old)
        if with_parks:
            growing.has_parks.add(slug)
            growing.add_site(slug, day, "rest")
    for each in old:
        growing.provinces.remove(each)
        growing.died[each] = eve(day)
        for site in growing.sites(each):
            growing.parent[site] = new[0]


def _build_places(found: DrawnWorld, growing: _Growing) -> None:
    world = found.world
    world.place(ROOT, "country")
    for slug in sorted({slug for slug, _day in found.parents}):
        kind = "province" if slug.startswith("province") else "perimeter" if slug.startswith("p") else "industrial_park"
        kind = "industrial_park" if slug.startswith("park") else kind
        world.place(slug, kind, valid_from=growing.born.get(slug), valid_to=growing.died.get(slug))
    for slug in world.places:
        stays: list[tuple[str, date, date]] = []
        for first, last in found.stretches:
            parent = found.parents.get((slug, first))
            if parent is None:
                continue
            if stays and stays[-1][0] == parent and stays[-1][2] == eve(first):
                stays[-1] = (parent, stays[-1][1], last)
            else:
                stays.append((parent, first, last))
        for parent, first, last in stays:
            world.lies(slug, parent, None if first == FIRST else first, None if last == LAST else last)
    for old, new, on, share in growing.steps:
        world.goes_into(old, new, on, share)
        found.before.setdefault(new, []).append((old, on, share))


def _owe(found: DrawnWorld, slug: str) -> None:
    """Let somebody owe what a place has, in each stretch of days in which it has something."""
    for first, last in found.stretches:
        if not found.is_empty(slug, first, last):
            found.world.owes(slug, since=first, until=last)


def _report(draw: st.DrawFn, found: DrawnWorld, growing: _Growing, *, complete: bool, currencies: bool) -> None:
    """Let places say what is true, by quarter or to date; without ``complete`` some of it stays unsaid."""
    world = found.world
    for slug in world.places:
        own = slug in growing.has_parks or slug == ROOT or slug.startswith("perimeter")
        if own and (complete or draw(st.integers(0, 3))):
            continue
        if not complete and draw(st.integers(0, 9)) == 0:
            continue
        speakers = ["board"] + (["press"] if not complete and draw(st.integers(0, 4)) == 0 else [])
        for speaker in speakers:
            to_date = draw(st.booleans())
            for first, last in found.stretches:
                if not found.lives(slug, last) or (own and found.before.get(slug) and not to_date):
                    continue
                if complete or draw(st.integers(0, 5)):
                    unit = "VND" if currencies and draw(st.integers(0, 7)) == 0 else "USD"
                    _say(found, slug, (first, last), speaker, to_date=to_date, unit=unit)


def _say(found: DrawnWorld, slug: str, days: Days, speaker: str, *, to_date: bool, unit: str) -> None:
    first, last = days
    quarter = Quarter.containing(last)
    year = quarter.year_first_day
    starts = year if to_date else first
    if not found.before.get(slug):
        starts = max(starts, found.world.places[slug].valid_from or starts) if not to_date else starts
    basis = Basis.OTHER_SPAN
    if last == quarter.last_day and starts in (year, quarter.first_day):
        basis = Basis.YEAR_TO_DATE if to_date else Basis.IN_QUARTER
    found.world.says(
        slug,
        str(quarter),
        found.truly(slug, starts, last),
        basis,
        by=f"{slug}-{speaker}",
        kind=speaker,
        unit=unit,
        from_on=starts if basis is Basis.OTHER_SPAN else None,
        to_on=last,
    )
