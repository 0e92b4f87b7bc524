"""Set the goals of a generated country for each year: provinces, their parts at investors, revised ones, steps."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from tracker.actions.copying import copy_rows, reserve, update_rows
from tracker.actions.demo_country.cases import rounded_up
from tracker.actions.demo_country.draws import Draws
from tracker.actions.demo_country.ground import MERGER
from tracker.actions.generated_country.frame import Keys, office_of
from tracker.actions.generated_country.lines import Line
from tracker.actions.generated_country.reports import Reports, after
from tracker.actions.generated_country.world import Site, World
from tracker.models import Comparator, Origin, PhaseBasis, Target, TargetPhase, TargetRole
from tracker.progress.periods import Quarter

_COLUMNS: Final = (
    "id",
    "reference",
    "place_id",
    "investor_id",
    "indicator_id",
    "starts_on",
    "ends_on",
    "comparator",
    "value",
    "high",
    "unit_id",
    "document_id",
    "origin",
    "issuer_id",
    "issued_on",
    "role",
    "part_of_id",
    "collective",
    "position",
    "version",
    "supersedes_id",
    "reason",
)
# How often a province sets itself a goal of a line, in parts of a thousand; the first two are carried by sites too.
_OF_AREAS: Final = {
    "fdi-registered": 900,
    "ddi-registered": 850,
    "fdi-realised": 350,
    "fdi-projects-new": 300,
    "land-leased": 500,
    "occupancy": 300,
    "workers-total": 250,
}
_CARRIED: Final = ("fdi-registered", "ddi-registered")
_SITES_WITH_GOALS_PER_MILLE: Final = 400
_COLLECTIVE_PER_MILLE: Final = 200
_STEPPED_PER_MILLE: Final = 150
_REVISED_PER_MILLE: Final = 100
_COMPARATORS: Final = {"at_least": 560, "over": 150, "exactly": 100, "about": 80, "between": 110}
_SHARES: Final = (17, 41, 65, 100)
_WHY_REVISED: Final = "Điều chỉnh theo tình hình sáu tháng đầu năm"


@dataclass(frozen=True, slots=True)
class _Goal:
    """One version of one goal; steps are the line's."""

    key: int
    place: str
    line: Line
    year: int
    steps: int
    comparator: str
    minutes: int
    """After the day from which the goals of its year and version are approved."""
    position: int
    investor: str = ""
    part_of: int | None = None
    members: tuple[str, ...] = ()
    version: int = 1
    supersedes: int | None = None

    @property
    def reference(self) -> str:
        """Return the name that its versions share."""
        what = f"{self.place}-cac-don-vi-con-lai" if self.members else self.place
        return f"tao-thu-{self.year}-{what}-{self.line.code}"


class Goals:
    """The goals of all years: `set_for` comes before the reports of the last quarter, `revise` after the second's."""

    def __init__(self, world: World, lines: tuple[Line, ...], keys: Keys, reports: Reports, draws: Draws) -> None:
        self._world, self._keys, self._reports, self._draws = world, keys, reports, draws
        self._lines = {line.code: (index, line) for index, line in enumerate(lines)}
        self._sites: dict[str, list[Site]] = {}
        for site in world.sites:
            self._sites.setdefault(site.area, []).append(site)
        self._merging = {area.slug for area in world.areas.values() if area.successor}
        self._revisable: list[_Goal] = []
        self.count = 0

    def set_for(self, year: int) -> None:
        """Set the goals of a year, by what the year before brought; approved in the last days of that."""
        goals: list[_Goal] = []
        for area in self._world.areas.values():
            place = area.place_in(Quarter(year, 1))
            firsts = [] if not area.successor or place == area.slug else self._world.successors[place]
            of_place = {} if firsts and firsts[0] != area.slug else self._of_area(place, year)
            goals += of_place.values()
            if not firsts:
                goals += self._of_sites(area.slug, self._sites.get(area.slug, []), year, of_place)
            elif firsts[0] == area.slug:
                sites = [site for slug in firsts for site in self._sites.get(slug, [])]
                goals += self._of_sites(place, sites, year, of_place)
        self._write(goals, date(year - 1, 12, 20))
        self._revisable = [goal for goal in goals if goal.line.kind == "flow" and not goal.investor]

    def revise(self, year: int) -> None:
        """Replace some goals of a year by others, in the last days of September."""
        chance, whole = self._draws.chance, self._draws.whole
        chosen = [
            goal
            for goal in self._revisable
            if not goal.members
            and chance(_REVISED_PER_MILLE, "revised", goal.reference)
            and not (year == MERGER.year and goal.place in self._merging)
        ]
        revised = [
            replace(
                goal,
                key=key,
                steps=rounded_up(goal.steps * whole(80, 125, "revised to", goal.reference) // 100),
                minutes=whole(0, 9 * 24 * 60, "revised at", goal.reference),
                version=2,
                supersedes=goal.key,
            )
            for key, goal in zip(reserve(Target, len(chosen)), chosen, strict=True)
        ]
        self._write(revised, date(year, 9, 20))

    def _of_area(self, place: str, year: int) -> dict[str, _Goal]:
        draws = self._draws
        chosen = [code for code, often in _OF_AREAS.items() if draws.chance(often, "goal", code, place, year // 5)]
        found = {}
        for key, code in zip(reserve(Target, len(chosen)), chosen, strict=True):
            index, line = self._lines[code]
            found[code] = _Goal(
                key,
                place,
                line,
                year,
                self._area_steps(place, index, line, year),
                draws.weighted(_COMPARATORS, "comparator", code, place, year) if line.exponent > 0 else "at_least",
                draws.whole(0, 9 * 24 * 60, "approved", place, year),
                position=index + 1,
            )
        return found

    def _area_steps(self, place: str, index: int, line: Line, year: int) -> int:
        growth = self._draws.whole(850, 1450, "growth", place, line.code, year)
        levels = self._reports.levels[place]
        if line.kind == "ratio":
            over, under = (levels[self._lines[code][0]] for code in line.parts)
            return min(100, over * 100 // max(under, 1) + growth % 6 + 1)
        if line.kind == "stock":
            return rounded_up(levels[index] * (1000 + growth % 90) // 1000)
        return rounded_up(max(self._reports.areas[place].year[index], 10) * growth // 1000)

    def _of_sites(self, place: str, sites: list[Site], year: int, of_place: dict[str, _Goal]) -> Iterator[_Goal]:
        draws = self._draws
        there = [site for site in sites if site.first_quarter.year < year and self._reports.tellers[site.slug].year]
        bound = [site for site in there if draws.chance(_SITES_WITH_GOALS_PER_MILLE, "site", site.slug, year // 3)]
        for code in _CARRIED:
            index, line = self._lines[code]
            carrying = [site for site in bound if self._reports.tellers[site.slug].year[index] > 0]
            for key, site in zip(reserve(Target, len(carrying)), carrying, strict=True):
                last = self._reports.tellers[site.slug].year[index]
                yield _Goal(
                    key,
                    site.slug,
                    line,
                    year,
                    rounded_up(last * draws.whole(700, 1600, "growth", site.slug, code, year) // 1000),
                    draws.weighted(_COMPARATORS, "comparator", code, site.slug, year),
                    draws.whole(0, 9 * 24 * 60, "approved", site.slug, year),
                    position=index + 1,
                    investor=site.investor,
                    part_of=of_place[code].key if code in of_place else None,
                )
            rest = tuple(site.slug for site in there if site not in carrying)
            wanted = code in of_place and len(rest) > 4
            if wanted and draws.chance(_COLLECTIVE_PER_MILLE, "together", place, code, year):
                (key,) = reserve(Target, 1)
                goal = of_place[code]
                steps = rounded_up(max(goal.steps // 5, 1))
                yield replace(goal, key=key, steps=steps, members=rest, part_of=goal.key, comparator="at_least")

    def _write(self, goals: list[_Goal], day: date) -> None:
        copy_rows(Target, _COLUMNS, (self._row(goal, day) for goal in goals))
        places = self._keys.places
        members = [(goal.key, places[member]) for goal in goals for member in goal.members]
        copy_rows(Target.members.through, ("target_id", "place_id"), members)
        copy_rows(
            TargetPhase,
            ("target_id", "reference", "starts_on", "ends_on", "basis", "comparator", "value", "unit_id", "origin"),
            (step for goal in goals if self._is_stepped(goal) for step in self._phases(goal)),
        )
        ordered = sorted(goals, key=lambda goal: (goal.minutes, goal.reference))
        first = self._reports.sequence + 1
        self._reports.sequence += len(ordered)
        update_rows(
            Target,
            (("approved_by_id", "bigint"), ("approved_at", "timestamptz"), ("approval_sequence", "bigint")),
            [
                (goal.key, self._keys.approver, after(day, goal.minutes), number)
                for number, goal in enumerate(ordered, start=first)
            ],
        )
        self.count += len(goals)

    def _row(self, goal: _Goal, day: date) -> tuple[Any, ...]:
        is_range = goal.comparator == Comparator.BETWEEN
        exponent = goal.line.exponent
        return (
            goal.key,
            goal.reference,
            self._keys.places[goal.place],
            self._keys.organisations[goal.investor] if goal.investor else None,
            self._keys.indicators[goal.line.code],
            date(goal.year, 1, 1),
            date(goal.year, 12, 31),
            goal.comparator,
            f"{goal.steps * 9}e{exponent - 1}" if is_range else f"{goal.steps}e{exponent}",
            f"{goal.steps * 11}e{exponent - 1}" if is_range else None,
            self._keys.units[goal.line.unit],
            self._keys.document,
            Origin.PRINTED.value,
            self._keys.organisations[goal.investor or office_of(goal.place)],
            day,
            (TargetRole.COMMITMENT if goal.investor else TargetRole.GOAL).value,
            goal.part_of,
            bool(goal.members),
            goal.position,
            goal.version,
            goal.supersedes,
            _WHY_REVISED if goal.version > 1 else "",
        )

    def _is_stepped(self, goal: _Goal) -> bool:
        eligible = goal.line.exponent > 0 and not goal.investor and goal.comparator == Comparator.AT_LEAST
        return eligible and self._draws.chance(_STEPPED_PER_MILLE, "stepped", goal.reference, goal.version)

    def _phases(self, goal: _Goal) -> Iterator[tuple[Any, ...]]:
        for share, number in zip(_SHARES, range(1, 5), strict=True):
            yield (
                goal.key,
                f"{goal.reference}-k{number}",
                date(goal.year, 1, 1),
                Quarter(goal.year, number).last_day,
                PhaseBasis.TO_DATE.value,
                Comparator.AT_LEAST.value,
                f"{goal.steps * share}e{goal.line.exponent - 2}",
                self._keys.units[goal.line.unit],
                Origin.PRINTED.value,
            )
