"""Invent the goals that provinces set: every year, for years, by several issuers, in steps, and their changes; pure."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from tracker.actions.demo_country import papers
from tracker.actions.demo_country.cases import CASES, RANGE, WITHOUT_GOAL, YEAR, rounded_up
from tracker.actions.demo_country.cells import percentage
from tracker.actions.demo_country.ground import (
    FIRST_ON_THE_NEW_MAP,
    LEFT_TO_THE_PUBLISHED_FIGURES,
    MERGER,
    PUBLISHED_YEARS,
    Province,
)
from tracker.actions.demo_country.lines import LINES, Kind
from tracker.actions.demo_country.papers import Paper
from tracker.actions.demo_country.promises import Promise, Step, approved_after, hedged
from tracker.actions.demo_country.provinces import in_year
from tracker.actions.demo_country.reporters import World
from tracker.progress.periods import Quarter

# What is reached of a goal by the year's end, in parts of a thousand: from, to, and how often of a thousand.
_REACHED: Final = {(960, 1150): 560, (830, 955): 230, (520, 825): 120, (1151, 2300): 90}
# How often of a thousand a province sets a goal for a line besides capital.
_ALSO: Final = {
    "land-leased": 250,
    "occupancy": 220,
    "projects-delayed": 160,
    "days-investment-certificate-new": 140,
    "workers-total": 90,
    "fdi-projects-new": 110,
}
_HEADLINES: Final = ("fdi-registered", "ddi-registered")
_FALLING: Final = frozenset({"projects-delayed", "days-investment-certificate-new"})
_COUNCIL_PER_MILLE: Final = 220
_STEPS_PER_MILLE: Final = 180
_CHANGED_PER_MILLE: Final = 120
_TERM_PER_MILLE: Final = 280
_HALF_YEAR_PER_MILLE: Final = 550
# The first years of the terms of five.
_TERMS: Final = (2016, 2021, 2026)
_WHY_CHANGED: Final = (
    "Điều chỉnh theo tình hình thu hút đầu tư 6 tháng đầu năm",
    "Giao bổ sung chỉ tiêu theo nghị quyết của HĐND",
    "Giảm chỉ tiêu do chậm giải phóng mặt bằng",
)
_SHARES: Final = ((15, 40, 68, 100), (20, 45, 70, 100), (10, 30, 60, 100), (22, 48, 74, 100))


@dataclass(frozen=True)
class Goals:
    """What provinces promise, as far as it is approved when the country is read."""

    world: World

    def all(self) -> Iterator[Promise]:
        """Yield the goals of all provinces, versions of one goal after each other."""
        for province in self.world.ground.provinces.values():
            if province.slug in LEFT_TO_THE_PUBLISHED_FIGURES:
                continue
            for year in self.world.size.years:
                for promise in self._of_year(province, year):
                    if promise.approved_at <= self.world.size.read_at:
                        yield promise
            yield from self._of_terms(province)

    def sets_goals(self, province: Province, year: int) -> bool:
        """Return whether a province set goals for a whole year at its beginning."""
        if (province.slug, year) in PUBLISHED_YEARS or (province.slug == WITHOUT_GOAL and year == YEAR):
            return False
        return province.exists_in(Quarter(year, 1)) and province.slug not in LEFT_TO_THE_PUBLISHED_FIGURES

    def goal_of(self, province: Province, year: int, code: str) -> Decimal:
        """Return the goal for a flow of a whole year in single units, 0 if there is nothing to hope for."""
        series = self.world.provinces[province.slug]
        if code == "fdi-registered" and year == YEAR and province.slug in CASES:
            return LINES[code].amount(CASES[province.slug].goal(series))
        reached = in_year(series, code, Quarter(year, 4))
        return self._goal_for(reached, province.slug, year, code)

    def _goal_for(self, reached: int, *name: object) -> Decimal:
        low, high = self.world.draws.weighted(_REACHED, "reached", *name)
        share = self.world.draws.whole(low, high, "share reached", *name)
        code = str(name[-1])
        return LINES[code].amount(rounded_up(reached * 1000 // share)) if reached > 0 else Decimal(0)

    def _of_year(self, province: Province, year: int) -> Iterator[Promise]:
        draws = self.world.draws
        if year == MERGER.year and province.valid_from == MERGER:
            if draws.chance(_HALF_YEAR_PER_MILLE, "goals for half a year", province.slug):
                yield from self._of_the_first_half_year(province, year)
            return
        if not self.sets_goals(province, year):
            return
        paper = papers.yearly_decision(draws, province, year)
        for position, code in enumerate(_HEADLINES, start=1):
            value = self.goal_of(province, year, code)
            if value:
                yield from self._headline(province, year, code, value, paper, position)
        for position, (code, per_mille) in enumerate(_ALSO.items(), start=len(_HEADLINES) + 1):
            if draws.chance(per_mille, "also", code, province.slug, year):
                yield from self._also(province, year, code, paper, position)

    def _headline(
        self, province: Province, year: int, code: str, value: Decimal, paper: Paper, position: int
    ) -> Iterator[Promise]:
        draws, key = self.world.draws, (province.slug, year, code)
        stated = self._stated(province, year, code, value)
        goal = self._promise(province, code, date(year, 1, 1), date(year, 12, 31), paper, position, stated)
        goal = replace(goal, steps=self._steps(province, year, goal))
        yield goal
        if draws.chance(_COUNCIL_PER_MILLE, "council", *key) and province.slug not in CASES:
            council = papers.council_resolution(draws, province, year)
            more = LINES[code].amount(
                rounded_up(int(value / LINES[code].step) * draws.whole(104, 125, "more", *key) // 100)
            )
            stated = {"comparator": "at_least", "value": more}
            other = self._promise(province, code, goal.starts_on, goal.ends_on, council, position, stated)
            yield replace(other, reference=f"{goal.reference}-hdnd")
        changed = draws.chance(_CHANGED_PER_MILLE, "changed", *key) and not (province.slug in CASES and year == YEAR)
        if changed and not goal.steps:
            yield self._changed(province, year, goal, value)

    def _stated(self, province: Province, year: int, code: str, value: Decimal) -> dict[str, Any]:
        key = (province.slug, year, code)
        if year == YEAR and code == "fdi-registered":
            if province.slug == RANGE:
                return {"comparator": "between", "value": value * 9 / 10, "high": value * 11 / 10}
            if province.slug in CASES:
                return {"comparator": "at_least", "value": value}
        return hedged(self.world.draws, value, *key)

    def _changed(self, province: Province, year: int, goal: Promise, value: Decimal) -> Promise:
        draws, key = self.world.draws, (province.slug, year, goal.code)
        paper = papers.amending_decision(draws, province, year)
        share = draws.pick((50, 75, 80, 90, 110, 125, 150), "changed to", *key)
        stated = hedged(
            draws, LINES[goal.code].amount(rounded_up(int(value / goal.line.step) * share // 100)), "new", *key
        )
        new = self._promise(province, goal.code, goal.starts_on, goal.ends_on, paper, goal.position, stated)
        return replace(new, version=2, reason=draws.pick(_WHY_CHANGED, "why changed", *key))

    def _steps(self, province: Province, year: int, goal: Promise) -> tuple[Step, ...]:
        draws, key = self.world.draws, (province.slug, year, goal.code)
        if goal.comparator not in ("at_least", "exactly"):
            return ()
        shares = CASES[province.slug].phases if year == YEAR and province.slug in CASES else None
        if shares is None or goal.code != "fdi-registered":
            if province.slug in CASES or not draws.chance(_STEPS_PER_MILLE, "steps", *key):
                return ()
            shares = draws.pick(_SHARES, "shares", *key)
        starts = date(year, 1, 1)
        return tuple(
            Step(starts, Quarter(year, number).last_day, "to_date", goal.value * share / 100)
            for number, share in enumerate(shares, start=1)
        )

    def _also(self, province: Province, year: int, code: str, paper: Paper, position: int) -> Iterator[Promise]:
        starts, ends = date(year, 1, 1), date(year, 12, 31)
        if LINES[code].kind is Kind.FLOW:
            value = self.goal_of(province, year, code)
            if value:
                stated = hedged(self.world.draws, value, province.slug, year, code, among={"at_least": 3, "about": 1})
                yield self._promise(province, code, starts, ends, paper, position, stated)
            return
        eve = Quarter(year - 1, 4)
        if not self.world.office_owes(province, Quarter(year, 1)) or eve not in self.world.provinces[province.slug]:
            return
        baseline = self._level(province, eve, code)
        wanted = self._level_goal(baseline, province, year, code)
        if wanted is not None:
            comparator = "at_most" if code in _FALLING else "at_least"
            stated = {"comparator": comparator, "value": wanted, "baseline": baseline}
            yield self._promise(province, code, starts, ends, paper, position, stated)

    def _level(self, province: Province, quarter: Quarter, code: str) -> Decimal:
        steps, line = self.world.provinces[province.slug][quarter], LINES[code]
        if line.kind is not Kind.RATIO:
            return line.amount(steps.get(code, 0))
        over, under = (LINES[part].amount(steps.get(part, 0)) for part in line.parts)
        return percentage(over, under).quantize(Decimal("0.01")) if under else Decimal(0)

    def _level_goal(self, baseline: Decimal, province: Province, year: int, code: str) -> Decimal | None:
        """Return the level to reach from a baseline in the good direction; None where there is no room."""
        draws, key = self.world.draws, (province.slug, year, code)
        if code == "occupancy":
            value = Decimal(int(baseline) + draws.whole(2, 6, "rise", *key))
            return value if baseline > 0 and value <= 100 else None
        if code == "workers-total":
            return Decimal(int(baseline) * draws.whole(103, 110, "rise", *key) // 100) if baseline > 0 else None
        fall = draws.whole(1, 3, "fall", *key)
        return baseline - fall if baseline > fall + 1 else None

    def _of_the_first_half_year(self, province: Province, year: int) -> Iterator[Promise]:
        """Yield the goals of a new province for the half-year that it begins with."""
        paper = papers.second_half_decision(self.world.draws, province, year)
        series = self.world.provinces[province.slug]
        for position, code in enumerate(_HEADLINES, start=1):
            reached = sum(series[Quarter(year, number)].get(code, 0) for number in (FIRST_ON_THE_NEW_MAP.number, 4))
            value = self._goal_for(reached, province.slug, "half", code)
            if value:
                stated = {"comparator": "at_least", "value": value}
                yield self._promise(province, code, MERGER, date(year, 12, 31), paper, position, stated)

    def _of_terms(self, province: Province) -> Iterator[Promise]:
        """Yield the goals of a party congress for a term of five years, for those terms of which most is invented."""
        draws = self.world.draws
        series = self.world.provinces[province.slug]
        for first in _TERMS:
            begins, key = Quarter(first, 1), (province.slug, first)
            if begins not in series or not province.exists_in(begins):
                continue
            if not draws.chance(_TERM_PER_MILLE, "term", *key) or (province.slug, first) in PUBLISHED_YEARS:
                continue
            paper = papers.party_resolution(draws, province, first, first + 4)
            one_year = in_year(series, "fdi-registered", Quarter(first, 4))
            value = self._goal_for(one_year * 5, *key, "fdi-registered")
            approved = approved_after(paper, draws)
            if value and approved <= self.world.size.read_at:
                stated = hedged(draws, value, *key, among={"at_least": 2, "between": 1, "over": 1})
                yield self._promise(
                    province, "fdi-registered", begins.first_day, date(first + 4, 12, 31), paper, 20, stated
                )

    def _promise(
        self,
        province: Province,
        code: str,
        starts: date,
        ends: date,
        paper: Paper,
        position: int,
        stated: dict[str, Any],
    ) -> Promise:
        span = f"{starts.year}" if starts.year == ends.year else f"{starts.year}-{ends.year}"
        return Promise(
            reference=f"minh-hoa-{province.slug}-{span}-{code}",
            place=province.slug,
            code=code,
            starts_on=starts,
            ends_on=ends,
            paper=paper,
            approved_at=approved_after(paper, self.world.draws),
            position=position,
            **stated,
        )
