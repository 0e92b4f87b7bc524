"""Plan which invented investor builds which park, and since when; pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Final

from tracker.actions.demo_country.draws import Draws
from tracker.actions.demo_country.names import company, place_names
from tracker.actions.demo_country.sites import Park, Sites
from tracker.actions.demo_country.size import CountrySize
from tracker.progress.periods import ONE_DAY, Quarter

_CHANGES_HANDS_PER_MILLE: Final = 50
_SHORTEST_TENURE: Final = 8


@dataclass(frozen=True, slots=True)
class Company:
    """One invented investor."""

    slug: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Tenure:
    """The days during which an investor has a park; None is an open end."""

    park: str
    investor: str
    valid_from: date | None
    valid_to: date | None
    first_quarter: Quarter
    last_quarter: Quarter | None

    def holds_in(self, quarter: Quarter) -> bool:
        """Return whether the investor reports the park for a quarter."""
        return self.first_quarter <= quarter and (self.last_quarter is None or quarter <= self.last_quarter)


def plan_companies(size: CountrySize, draws: Draws, taken: frozenset[str]) -> list[Company]:
    """Return the investors; ``taken`` are names that places have, as addresses write them."""
    names = (company(draws, name) for name in place_names(draws, taken))
    return [
        Company(f"minh-hoa-chu-dau-tu-{name.words}", name.vietnamese, name.english)
        for name in islice(names, size.investors)
    ]


def plan_tenures(size: CountrySize, draws: Draws, sites: Sites, companies: list[Company]) -> list[Tenure]:
    """Return who has which park: every investor has one, a few have many, and some parks change hands."""
    parks = draws.shuffled(list(sites.parks), "order of parks")
    return [
        tenure
        for index, slug in enumerate(parks)
        for tenure in _tenures(size, draws, sites.parks[slug], _holder(draws, companies, index), companies)
    ]


def _holder(draws: Draws, companies: list[Company], index: int) -> Company:
    """Return the investor of the n-th park: one each first, and then mostly the large ones."""
    if index < len(companies):
        return companies[index]
    return companies[draws.whole(0, draws.whole(0, len(companies) - 1, "among the large", index), "holder", index)]


def _tenures(
    size: CountrySize, draws: Draws, park: Park, holder: Company, companies: list[Company]
) -> Iterator[Tenure]:
    quarters = [quarter for quarter in size.quarters if quarter >= park.first_quarter]
    changes = quarters[_SHORTEST_TENURE:-2]
    if not changes or not draws.chance(_CHANGES_HANDS_PER_MILLE, "changes hands", park.slug):
        yield Tenure(park.slug, holder.slug, park.founded_on, None, park.first_quarter, None)
        return
    first = draws.pick(changes, "changes hands in", park.slug)
    others = [other for other in companies if other != holder]
    buyer = draws.pick(others, "buyer", park.slug)
    before = first.previous()
    yield Tenure(park.slug, holder.slug, park.founded_on, first.first_day - ONE_DAY, park.first_quarter, before)
    yield Tenure(park.slug, buyer.slug, first.first_day, None, first, None)
