"""Invent what provinces and perimeters would say of themselves: the parks within and what lies outside; pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from tracker.actions.demo_country.cases import CASES
from tracker.actions.demo_country.draws import Draws
from tracker.actions.demo_country.ground import FIRST_ON_THE_NEW_MAP, Ground
from tracker.actions.demo_country.lines import LINES, Kind, Steps
from tracker.actions.demo_country.sites import Sites
from tracker.progress.periods import Quarter

Happening = Mapping[Quarter, Steps]

_NOT_BROKEN_DOWN_PER_MILLE: Final = 150


def added_up(parts: Iterable[Steps]) -> dict[str, int]:
    """Return the sums of the lines of some places; ratios are no lines of theirs."""
    sums: dict[str, int] = {}
    for part in parts:
        for code, steps in part.items():
            sums[code] = sums.get(code, 0) + steps
    return sums


@dataclass(frozen=True)
class Outside:
    """What happens in an area besides its parks, in parts of a thousand of what happens in them, and a floor."""

    draws: Draws
    ground: Ground

    def with_outside(self, area: str, quarter: Quarter, inside: Steps) -> dict[str, int]:
        """Return what the whole area would say for a quarter."""
        weight = self.ground.weight(area)
        key = (area, quarter)
        total = dict(inside)
        fdi = self._beside(inside.get("fdi-registered", 0), 120, 420, weight * 4, "fdi", key)
        ddi = self._beside(inside.get("ddi-registered", 0), 900, 2600, weight * 40 + 60, "ddi", key)
        # What lies outside is new capital: it belongs to both.
        for code in ("fdi-registered", "fdi-registered-new"):
            total[code] = total.get(code, 0) + fdi
        total["ddi-registered"] = total.get("ddi-registered", 0) + ddi
        total["fdi-projects-new"] = total.get("fdi-projects-new", 0) + -(-fdi // 90)
        total["ddi-projects-new"] = total.get("ddi-projects-new", 0) + -(-ddi // 140)
        total["fdi-realised"] = total.get("fdi-realised", 0) + fdi * self.draws.whole(30, 65, "realised", *key) // 100
        total["ddi-realised"] = total.get("ddi-realised", 0) + ddi * self.draws.whole(35, 70, "own", *key) // 100
        total["projects-delayed"] = total.get("projects-delayed", 0) + self._delayed(area, quarter)
        total["days-investment-certificate-new"] = self._days(area, quarter)
        return total

    def _beside(self, inside: int, low: int, high: int, least: int, line: str, key: tuple[object, ...]) -> int:
        share = self.draws.whole(low, high, "outside", line, key[0])
        luck = self.draws.whole(300, 1900, "luck outside", line, *key)
        return (max(inside, 0) * share // 1000 + least) * luck // 1000

    def _delayed(self, area: str, quarter: Quarter) -> int:
        at_first = self.draws.whole(4, 30, "delayed outside", area)
        done = (quarter.year - 2015) * self.draws.whole(4, 9, "delays solved", area) // 10
        return max(at_first - done, 0) + self.draws.whole(0, 2, "delayed now", area, quarter)

    def _days(self, area: str, quarter: Quarter) -> int:
        """Return the days that a certificate takes: the statutory fifteen at first, fewer every other year."""
        faster = (quarter.year - 2015) * self.draws.whole(2, 6, "faster", area) // 10
        return max(15 - faster + self.draws.whole(-1, 1, "days", area, quarter), 4)


def happening_in_areas(
    ground: Ground, sites: Sites, draws: Draws, parks: Mapping[str, Happening], quarters: Iterable[Quarter]
) -> dict[str, dict[Quarter, Steps]]:
    """Return what each area of the old map would say, for every quarter, whichever province it belongs to then.

    Stocks that gather (projects, capital) gather outside the parks too.
    """
    outside = Outside(draws, ground)
    areas: dict[str, dict[Quarter, Steps]] = {}
    for area in ground.areas:
        here = [parks[park.slug] for park in sites.in_area(area.slug)]
        gathered = _Gathered(draws.whole(20, 60, "projects at first", area.slug) * ground.weight(area.slug))
        series: dict[Quarter, Steps] = {}
        for quarter in quarters:
            inside = added_up(park[quarter] for park in here if quarter in park)
            total = outside.with_outside(area.slug, quarter, inside)
            series[quarter] = gathered.after(total, inside)
        areas[area.slug] = series
    return areas


# Stocks that gather outside the parks as well, with the flow that they gather and how many there are of at first.
_GATHERED: Final = {
    "projects-fdi-total": ("fdi-projects-new", 1, 9),
    "projects-ddi-total": ("ddi-projects-new", 1, 2),
    "fdi-registered-total": ("fdi-registered", 8, 1),
}


class _Gathered:
    """What gathers outside the parks of an area: projects in force and their capital."""

    def __init__(self, at_first: int) -> None:
        self._outside = {code: at_first * times // over for code, (_flow, times, over) in _GATHERED.items()}

    def after(self, total: dict[str, int], inside: Steps) -> dict[str, int]:
        """Return a quarter's amounts with the stocks as they are after it."""
        for code, (flow, _times, _over) in _GATHERED.items():
            self._outside[code] += total[flow] - inside.get(flow, 0)
            total[code] = inside.get(code, 0) + self._outside[code]
        return total


def happening_in_provinces(
    ground: Ground, areas: Mapping[str, Happening], quarters: Iterable[Quarter]
) -> dict[str, dict[Quarter, Steps]]:
    """Return what each province of either map would say, for every quarter, those before it existed too.

    Provinces with a case of their own say what their case needs.
    """
    happening: dict[str, dict[Quarter, Steps]] = {}
    for slug, province in ground.provinces.items():
        within = [areas[area.slug] for area in ground.areas_of(slug)]
        series: dict[Quarter, Steps] = {}
        for quarter in quarters:
            total = added_up(area[quarter] for area in within)
            total["days-investment-certificate-new"] //= len(within)
            series[quarter] = total
        happening[slug] = series
        if province.exists_in(FIRST_ON_THE_NEW_MAP) and slug in CASES:
            CASES[slug].apply_to(series)
    return happening


def happening_in_perimeter(
    draws: Draws, slug: str, parks: Iterable[Happening], quarters: Iterable[Quarter]
) -> Happening:
    """Return what the board of a perimeter would say: the sum of its parks, in some quarters a little more."""
    known = list(parks)
    series: dict[Quarter, Steps] = {}
    for quarter in quarters:
        total = added_up(park[quarter] for park in known if quarter in park)
        if draws.chance(_NOT_BROKEN_DOWN_PER_MILLE, "not broken down", slug, quarter):
            more = max(total.get("fdi-registered-new", 0), 0) * draws.whole(10, 40, "more", slug, quarter) // 1000
            for code in ("fdi-registered", "fdi-registered-new"):
                total[code] = total.get(code, 0) + more
        series[quarter] = total
    return series


def in_year(series: Happening, code: str, until: Quarter) -> int:
    """Return a flow from the first day of a year to the end of a quarter, in steps."""
    assert LINES[code].kind is Kind.FLOW
    quarters = (Quarter(until.year, number) for number in range(1, until.number + 1))
    return sum(series[quarter].get(code, 0) for quarter in quarters if quarter in series)
