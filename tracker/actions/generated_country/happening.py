"""Let a site of a generated country live, quarter by quarter: what is leased, and what comes of it; pure."""

from random import Random
from typing import Final

from tracker.actions.generated_country.lines import Line
from tracker.actions.generated_country.world import Site
from tracker.progress.periods import Quarter

# Parts of a thousand of a usual year by quarter.
_SEASONS: Final = ((170, 235, 235, 360), (205, 250, 245, 300), (140, 220, 260, 380), (235, 255, 250, 260))
_BAD_YEARS: Final = {2008: 70, 2009: 60, 2020: 62, 2021: 72}
_USUAL_YEAR: Final = 104


class Life:
    """What has gathered at one site so far; `advance` is called once for each quarter, in their order."""

    def __init__(self, site: Site, lines: tuple[Line, ...], seed: str) -> None:
        # Invented figures, the same for the same seed; nothing is kept secret by them.
        self._draw = Random(f"{seed}/{site.slug}").getrandbits  # noqa: S311  # nosec B311
        self._site = site
        self._more = [line.per_hectare for line in lines[20:]]
        self._season = _SEASONS[self._draw(2)]
        self._intensity = self._whole(20, 75)
        self._pace = site.leasable * self._whole(15, 110) // 1000
        self._leased = site.leased_at_first
        foreign = site.leased_at_first * site.foreign // 1000
        self._fdi = foreign * self._intensity // 10
        self._fdi_to_realise = self._ddi_to_realise = 0
        self._projects = [foreign // 40, (site.leased_at_first - foreign) // 25]
        self._delayed = self._whole(0, 6)

    def _whole(self, low: int, high: int) -> int:
        return low + self._draw(32) % (high - low + 1)

    def advance(self, quarter: Quarter) -> list[int]:
        """Return the true amounts of a quarter in steps, by line; ratios are 0 here and follow from their parts."""
        whole, site = self._whole, self._site
        land, big = self._land(quarter)
        new_land = max(land, 0)
        foreign_land = new_land * min(1000, site.foreign * whole(600, 1400) // 1000) // 1000
        own_land = new_land - foreign_land
        new = foreign_land * self._intensity * whole(600, 1500) // 10_000 * (whole(2, 5) if big else 1)
        added = self._fdi * whole(1, 40) // 2000 if self._draw(32) % 3 == 0 else 0
        domestic = own_land * whole(6, 14) + (self._leased // 90 if self._draw(32) % 4 == 0 else 0)
        fdi_projects = -(-foreign_land // whole(18, 60))
        ddi_projects = -(-own_land // whole(10, 35))
        self._leased += land
        self._fdi += new + added
        self._projects[0] += fdi_projects
        self._projects[1] += ddi_projects
        self._fdi_to_realise += new + added
        self._ddi_to_realise += domestic
        realised = self._fdi_to_realise * whole(7, 15) // 100
        ddi_realised = self._ddi_to_realise * whole(9, 19) // 100
        self._fdi_to_realise -= realised
        self._ddi_to_realise -= ddi_realised
        self._delayed = max(0, self._delayed + (whole(-1, 1) if self._draw(32) % 8 == 0 else 0))
        workers = self._leased * whole(64, 76) // 10
        amounts = [
            new + added,
            new,
            added,
            fdi_projects,
            realised,
            domestic,
            ddi_projects,
            ddi_realised,
            land,
            self._leased,
            site.leasable,
            0,
            self._projects[0],
            self._projects[1],
            self._fdi,
            self._delayed,
            workers,
            workers * whole(420, 780) // 1000,
            0,
            whole(5, 20),
        ]
        amounts += [self._leased * whole(low, high) // 100 for low, high in self._more]
        return amounts

    def _land(self, quarter: Quarter) -> tuple[int, bool]:
        """Return the land leased in the quarter, less what was given back, and whether it is one big project's."""
        free = self._site.leasable - self._leased
        lot = self._draw(32) % 1000
        if lot < 12 and self._leased > 40:
            return -max(1, self._leased * self._whole(3, 25) // 1000), False
        year = _BAD_YEARS.get(quarter.year, _USUAL_YEAR)
        usual = self._pace * self._season[quarter.number - 1] * year * self._whole(20, 170) // 10_000_000
        big = lot > 977 and free > self._site.leasable // 6
        if big:
            usual += free * self._whole(150, 500) // 1000
        return min(usual, free * 3 // 5), big
