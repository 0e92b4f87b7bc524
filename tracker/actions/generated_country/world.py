"""Plan the places of a generated country or world: provinces that merge, parks that are skewed over them; pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from typing import Final

from tracker.actions.demo_country.draws import Draws, shared_out
from tracker.actions.demo_country.ground import EVE_OF_THE_MERGER, MERGER
from tracker.actions.demo_country.names import Name, place_names
from tracker.actions.generated_country.size import GeneratedSize
from tracker.progress.periods import Quarter

COUNTRY: Final = "viet-nam"
WORLD: Final = "the-gioi"
# So many sites an investor has, most have few.
_SITES_OF_AN_INVESTOR: Final = (1, 7)
_FOUNDED_LATER_PER_MILLE: Final = 250
_AREA_REPORTS_PER_MILLE: Final = 550


@dataclass(frozen=True, slots=True)
class Spot:
    """One place as it is written: its kind, its name and its days."""

    slug: str
    kind: str
    name: str
    name_en: str
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Lying:
    """Days during which a place lies under a parent."""

    place: str
    parent: str
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Area:
    """One province of the map before the merger, or a country without provinces: every site lies in one."""

    slug: str
    successor: str = ""
    reports: bool = False
    """Whether its office reports the whole of it beside its sites."""

    def place_in(self, quarter: Quarter) -> str:
        """Return the place that the same ground belongs to on a quarter's last day."""
        return self.successor if self.successor and quarter.last_day >= MERGER else self.slug


@dataclass(frozen=True, slots=True)
class Site:
    """One park or cluster; land is in tenths of a hectare, the foreign share in parts of a thousand."""

    slug: str
    area: str
    form: str
    investor: str
    first_quarter: Quarter
    leasable: int
    leased_at_first: int
    foreign: int


@dataclass
class World:
    """Everything that is there."""

    spots: list[Spot] = field(default_factory=list)
    lyings: list[Lying] = field(default_factory=list)
    areas: dict[str, Area] = field(default_factory=dict)
    sites: list[Site] = field(default_factory=list)
    investors: dict[str, Name] = field(default_factory=dict)

    @property
    def successors(self) -> dict[str, list[str]]:
        """Return the areas that go into each province of the new map."""
        found: dict[str, list[str]] = {}
        for area in self.areas.values():
            if area.successor:
                found.setdefault(area.successor, []).append(area.slug)
        return found


def plan_world(size: GeneratedSize, seed: int) -> World:
    """Return everything that is there, the same each time."""
    draws = Draws(f"generated country {size.name}, {seed}")
    names = _names(draws)
    world = World()
    _plan_country(size, world, names, draws)
    _plan_countries(size, world, names, draws)
    own = [slug for slug in world.areas if not slug.startswith("nuoc-")]
    others = [slug for slug in world.areas if slug.startswith("nuoc-")]
    sites = chain(
        _spread(draws, own, size.parks, "park"),
        _spread(draws, own, size.clusters, "cluster"),
        _spread(draws, others, size.foreign_parks, "park"),
    )
    for number, (area, form) in enumerate(sites):
        _plan_site(size, world, draws, area, form, next(names), number)
    _give_investors(world, draws, names)
    return world


def _names(draws: Draws) -> Iterator[Name]:
    """Yield names without end: after the last pair of syllables they begin anew with a number."""
    pairs = list(place_names(draws, ()))
    yield from pairs
    number = 2
    while True:
        for name in pairs:
            yield Name(f"{name.vietnamese} {number}", f"{name.english} {number}", f"{name.words}-{number}")
        number += 1


def _plan_country(size: GeneratedSize, world: World, names: Iterator[Name], draws: Draws) -> None:
    world.spots.append(Spot(COUNTRY, "country", "Việt Nam (số liệu tạo thử)", "Viet Nam (generated figures)"))
    groups = [1] * size.unchanged + [2] * size.pairs + [3] * size.triples
    for members in groups:
        successor = ""
        if members > 1:
            name = next(names)
            successor = f"tinh-{name.words}"
            world.spots.append(Spot(successor, "province", name.vietnamese, name.english, valid_from=MERGER))
            world.lyings.append(Lying(successor, COUNTRY, MERGER))
        reports = draws.chance(_AREA_REPORTS_PER_MILLE, "reports", successor or len(world.areas))
        for _member in range(members):
            name = next(names)
            slug = f"tinh-{name.words}"
            last = EVE_OF_THE_MERGER if successor else None
            world.spots.append(Spot(slug, "province", name.vietnamese, name.english, valid_to=last))
            world.lyings.append(Lying(slug, COUNTRY, None, last))
            world.areas[slug] = Area(slug, successor, reports)


def _plan_countries(size: GeneratedSize, world: World, names: Iterator[Name], draws: Draws) -> None:
    if size.countries < 2:
        return
    world.spots.append(Spot(WORLD, "country", "Thế giới (số liệu tạo thử)", "The world (generated figures)"))
    world.lyings.append(Lying(COUNTRY, WORLD))
    for _number in range(size.countries - 1):
        name = next(names)
        slug = f"nuoc-{name.words}"
        world.spots.append(Spot(slug, "country", f"Nước {name.vietnamese}", f"{name.english} Country"))
        world.lyings.append(Lying(slug, WORLD))
        world.areas[slug] = Area(slug, reports=draws.chance(_AREA_REPORTS_PER_MILLE, "reports", slug))


def _spread(draws: Draws, areas: list[str], count: int, form: str) -> Iterator[tuple[str, str]]:
    """Yield the area of each site: few areas have many."""
    if not areas:
        return
    weights = [draws.skewed(2, 100, "weight", form, area) for area in areas]
    for area, share in zip(areas, shared_out(count, weights), strict=True):
        for _site in range(share):
            yield area, form


def _plan_site(size: GeneratedSize, world: World, draws: Draws, area: str, form: str, name: Name, number: int) -> None:
    slug = f"{'ccn' if form == 'cluster' else 'kcn'}-{name.words}"
    quarters = size.quarters
    first = quarters[0]
    later = draws.chance(_FOUNDED_LATER_PER_MILLE, "later", number)
    if later:
        # With a year: what is born within one is audited in one way alone (tracker/management/audit).
        first = draws.pick(quarters[4 : max(5, len(quarters) * 3 // 5) : 4] or quarters[:1], "first", number)
    most = 750 if form == "cluster" else 11_000
    leasable = draws.skewed(120, most, "leasable", number)
    world.sites.append(
        Site(
            slug=slug,
            area=area,
            form=form,
            investor="",
            first_quarter=first,
            leasable=leasable,
            leased_at_first=0 if later else leasable * draws.whole(100, 850, "leased", number) // 1000,
            foreign=draws.whole(0, 120, "foreign", number)
            if form == "cluster"
            else draws.whole(150, 930, "foreign", number),
        )
    )
    sort, sort_en = ("CCN", "Industrial Cluster") if form == "cluster" else ("KCN", "Industrial Park")
    kind = "industrial_cluster" if form == "cluster" else "industrial_park"
    begins = first.first_day if later else None
    world.spots.append(Spot(slug, kind, f"{sort} {name.vietnamese}", f"{name.english} {sort_en}", valid_from=begins))
    successor = world.areas[area].successor
    if not successor:
        world.lyings.append(Lying(slug, area, begins))
        return
    if begins is None or begins < MERGER:
        world.lyings.append(Lying(slug, area, begins, EVE_OF_THE_MERGER))
    world.lyings.append(Lying(slug, successor, max(begins or MERGER, MERGER)))


def _give_investors(world: World, draws: Draws, names: Iterator[Name]) -> None:
    """Let each investor have some sites, one after the other: mostly few."""
    given: list[Site] = []
    left, slug = 0, ""
    for number, site in enumerate(world.sites):
        if left == 0:
            name = next(names)
            slug = f"chu-dau-tu-{name.words}"
            world.investors[slug] = name
            left = draws.skewed(*_SITES_OF_AN_INVESTOR, "sites of an investor", number)
        left -= 1
        given.append(replace(site, investor=slug))
    world.sites = given
