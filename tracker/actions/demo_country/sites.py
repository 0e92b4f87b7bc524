"""Plan where the parks of an invented country lie, how large they are and since when they report; pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import islice
from typing import Final

from tracker.actions.demo_country.draws import Draws, shared_out
from tracker.actions.demo_country.ground import (
    FIRST_ON_THE_NEW_MAP,
    LEFT_TO_THE_PUBLISHED_FIGURES,
    WITH_ECONOMIC_ZONE,
    WITH_PUBLISHED_PERIMETER,
    Ground,
)
from tracker.actions.demo_country.names import Name, place_names
from tracker.actions.demo_country.size import CountrySize
from tracker.progress.periods import Quarter

# So many parks of an area get a perimeter of their own, with a board that reports it.
_PARKS_OF_A_PERIMETER: Final = 9
_PARKS_OF_A_ZONE: Final = 4
_FOUNDED_BEFORE_PER_MILLE: Final = 570
_NAMED_ALIKE_PER_MILLE: Final = 170
_FOREIGN, _MIXED, _DOMESTIC, _CLUSTER = (
    "minh-hoa-khu-von-nuoc-ngoai",
    "minh-hoa-khu-hon-hop",
    "minh-hoa-khu-trong-nuoc",
    "minh-hoa-cum",
)
_SORTS: Final = {
    "industrial_park": ("KCN", "Industrial Park"),
    "industrial_cluster": ("CCN", "Industrial Cluster"),
    "high_tech_park": ("Khu công nghệ cao", "High-Tech Park"),
}


@dataclass(frozen=True, slots=True)
class Park:
    """One invented park; areas of land are in tenths of a hectare, shares in parts of a thousand."""

    slug: str
    name: str
    name_en: str
    kind: str
    area: str
    founded_on: date | None
    """None: before the records begin."""
    first_quarter: Quarter
    leasable: int
    leased_at_first: int
    foreign: int
    form: str
    parent: str = ""
    """The perimeter or zone that it lies in; empty: the province itself."""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A perimeter or an economic zone of an area, which outlives the merger under its name."""

    slug: str
    name: str
    name_en: str
    kind: str
    area: str
    scope: str = ""


@dataclass(frozen=True)
class Sites:
    """The parks by slug, and what encloses some of them."""

    parks: dict[str, Park]
    enclosures: dict[str, Enclosure] = field(default_factory=dict)

    def in_area(self, area: str) -> list[Park]:
        """Return the parks of an area, in the order of their planning."""
        return [park for park in self.parks.values() if park.area == area]

    def inside(self, enclosure: str) -> list[Park]:
        """Return the parks of a perimeter or zone."""
        return [park for park in self.parks.values() if park.parent == enclosure]


def plan_sites(size: CountrySize, ground: Ground, draws: Draws, taken: frozenset[str] = frozenset()) -> Sites:
    """Return the parks and what encloses them; ``taken`` are names that real places have, as addresses write them."""
    areas = [area.slug for area in ground.areas]
    weights = [0 if area in LEFT_TO_THE_PUBLISHED_FIGURES else ground.weight(area) for area in areas]
    counts = dict(zip(areas, shared_out(size.parks, weights), strict=True))
    real = {province.slug.removesuffix("-2025") for province in ground.provinces.values()}
    names = list(islice(place_names(draws, taken | real), size.parks))
    assert len(names) == size.parks, "there are not so many names"
    parks: dict[str, Park] = {}
    enclosures: dict[str, Enclosure] = {}
    left = iter(names)
    for area, count in counts.items():
        planned = [_park(size, draws, area, name) for name in islice(left, count)]
        inside = _named_alike(list(_enclosed(ground, draws, area, planned, enclosures)), draws, area)
        parks |= {park.slug: park for park in inside}
    return Sites(parks, enclosures)


def _named_alike(parks: list[Park], draws: Draws, area: str) -> list[Park]:
    """Return the parks of an area; in a few large ones the last is called like the first, with a number."""
    if len(parks) < _PARKS_OF_A_PERIMETER or not draws.chance(_NAMED_ALIKE_PER_MILLE, "named alike", area):
        return parks
    first, last = parks[0], parks[-1]
    return [*parks[:-1], replace(last, name=f"{first.name} II", name_en=f"{first.name_en} II")]


def _park(size: CountrySize, draws: Draws, area: str, name: Name) -> Park:
    words = name.words
    kind = draws.weighted(
        {"industrial_park": 735, "industrial_cluster": 245, "high_tech_park": 20}, "kind of park", words
    )
    if kind == "industrial_cluster":
        leasable, form = draws.skewed(120, 750, "leasable", words), _CLUSTER
        foreign = 0
    else:
        leasable = draws.skewed(500, 11000, "leasable", words)
        form = draws.weighted({_FOREIGN: 46, _MIXED: 34, _DOMESTIC: 20}, "form", words)
        foreign = {
            _FOREIGN: draws.whole(550, 930, "foreign", words),
            _MIXED: draws.whole(180, 560, "foreign", words),
            _DOMESTIC: 0,
        }[form]
    first, founded = _beginning(size, draws, words)
    leased = 0 if founded else leasable * draws.whole(150, 900, "leased at first", words) // 1000
    sort, sort_en = _SORTS[kind]
    return Park(
        slug=f"minh-hoa-{'ccn' if kind == 'industrial_cluster' else 'kcn'}-{words}",
        name=f"{sort} {name.vietnamese}",
        name_en=f"{name.english} {sort_en}",
        kind=kind,
        area=area,
        founded_on=founded,
        first_quarter=first,
        leasable=leasable,
        leased_at_first=leased,
        foreign=foreign,
        form=form,
    )


def _beginning(size: CountrySize, draws: Draws, words: str) -> tuple[Quarter, date | None]:
    """Return the first quarter that a park reports, and the day it was founded on, None before the records."""
    quarters = size.quarters
    if draws.chance(_FOUNDED_BEFORE_PER_MILLE, "founded before", words):
        return quarters[0], None
    first = draws.pick(quarters[1:-1], "first quarter", words)
    return first, first.first_day - timedelta(days=draws.whole(1, 60, "founded", words))


def _enclosed(
    ground: Ground, draws: Draws, area: str, parks: list[Park], enclosures: dict[str, Enclosure]
) -> Iterator[Park]:
    """Yield the parks of an area, some of them inside a zone or perimeter, which is noted."""
    province = ground.provinces[area]
    eligible = [park for park in parks if park.kind != "industrial_cluster"]
    zone, zoned = "", set()
    if area in WITH_ECONOMIC_ZONE and len(eligible) > _PARKS_OF_A_ZONE + 1:
        zone = f"minh-hoa-kkt-{area}"
        chosen = draws.shuffled([park.slug for park in eligible], "zone", area)[:_PARKS_OF_A_ZONE]
        zoned = set(chosen)
        enclosures[zone] = Enclosure(
            zone,
            f"Khu kinh tế ven biển {province.name}" if area != "tay-ninh-2025" else "Khu kinh tế cửa khẩu Tây Ninh",
            f"{province.name_en} Economic Zone",
            "economic_zone",
            area,
        )
    perimeter = ""
    if len(eligible) - len(zoned) >= _PARKS_OF_A_PERIMETER and area not in WITH_PUBLISHED_PERIMETER:
        perimeter = f"minh-hoa-cac-kcn-{area}"
        enclosures[perimeter] = Enclosure(
            perimeter,
            f"Các KCN {province.title()}",
            f"Industrial parks of {province.name_en}",
            "perimeter",
            area,
            scope=f"Các khu công nghiệp của {province.title()}",
        )
    for park in parks:
        if park.slug in zoned:
            yield replace(park, parent=zone)
        elif perimeter and park.kind != "industrial_cluster" and park.first_quarter < FIRST_ON_THE_NEW_MAP:
            yield replace(park, parent=perimeter)
        else:
            yield park
