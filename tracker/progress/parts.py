"""Find whose targets a place may be measured by besides its own, and how much of a goal its parts hold."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from tracker.progress.measures import Amount, GoalCoverage, GoalPart, IndicatorKind, TargetTerms, coverage_of_goal
from tracker.progress.rows import OrganisationFace, PlaceFace, TargetFace
from tracker.progress.snapshot import Snapshot
from tracker.progress.targets import JUDGED_ROLES


def binding_targets(snapshot: Snapshot, place_id: int, indicator_id: int) -> list[TargetFace]:
    """Return the goals and commitments of the place itself for the indicator, in the order of their documents."""
    return [
        target
        for target in snapshot.targets.get(place_id, [])
        if target.indicator_id == indicator_id
        and target.terms.role in JUDGED_ROLES
        and not target.collective
        and target.investor is None
    ]


@dataclass(frozen=True, slots=True)
class UnitShare:
    """One unit with a binding target, and the share of both that counts: less than 1 only of a place that was split."""

    place_id: int
    target: TargetFace
    share: Decimal

    @property
    def terms(self) -> TargetTerms:
        """Give the terms of the share; a part of a promise is computed, and promised by nobody."""
        terms = self.target.terms
        if self.share == 1 or terms.kind not in (IndicatorKind.FLOW, IndicatorKind.STOCK):
            return terms
        return replace(
            terms,
            amount=terms.amount.scaled(self.share),
            baseline=None if terms.baseline is None else Amount(terms.baseline).scaled(self.share).low,
            phases=tuple(replace(phase, amount=phase.amount.scaled(self.share)) for phase in terms.phases),
            implied=True,
        )


def units_with_targets(snapshot: Snapshot, places: Iterable[tuple[int, Decimal]], indicator_id: int) -> list[UnitShare]:
    """Return the first binding target for the indicator of each place, its own or else its predecessors'.

    A target of the quarter's own year goes before one of other days: sums are added over one period.
    ``places`` come with the share of each that counts; a unit that is reached in several shares is named once.
    """
    found: dict[int, UnitShare] = {}
    for place_id, share in places:
        targets = binding_targets(snapshot, place_id, indicator_id)
        before = snapshot.tree.predecessors.get(place_id, [])
        if targets:
            year = [target for target in targets if _is_of_the_year(snapshot, target)]
            reached = [UnitShare(place_id, (year or targets)[0], share)]
        else:
            shares = [(p.place.id, Amount(p.share).scaled(share).value) for p in before]
            reached = units_with_targets(snapshot, shares, indicator_id)
        for unit in reached:
            already = found.get(unit.place_id)
            found[unit.place_id] = unit if already is None else replace(unit, share=already.share + unit.share)
    return list(found.values())


def of_one_period(snapshot: Snapshot, units: Sequence[UnitShare]) -> list[UnitShare]:
    """Return the units whose targets can be added: those of the quarter's year, else of the commonest period."""
    year = [unit for unit in units if _is_of_the_year(snapshot, unit.target)]
    if year:
        return year
    periods = [(unit.target.terms.starts, unit.target.terms.ends) for unit in units]
    commonest = max(periods, key=periods.count)
    return [unit for unit, period in zip(units, periods, strict=True) if period == commonest]


def _is_of_the_year(snapshot: Snapshot, target: TargetFace) -> bool:
    quarter = snapshot.quarter
    return (target.terms.starts, target.terms.ends) == (quarter.year_first_day, quarter.year_last_day)


def coverage_of(goal: TargetFace, parts: Sequence[TargetFace], without: int) -> GoalCoverage:
    """Return how much of the goal its direct parts hold; ``without`` investors have no figure for it, not 0."""
    given = [
        GoalPart(
            key=part.id,
            amount=part.terms.amount,
            unit=part.unit,
            role=part.terms.role,
            collective=part.collective,
        )
        for part in parts
    ]
    silent = [GoalPart(key=("without", number), amount=None, unit=goal.unit) for number in range(without)]
    return coverage_of_goal(goal.terms.amount, given + silent, unit=goal.unit)


def investors_without_part(
    snapshot: Snapshot, goal: TargetFace, parts: Sequence[TargetFace]
) -> tuple[tuple[OrganisationFace, PlaceFace], ...]:
    """Return the investors with a part in another goal of the same place and period, and none in this one."""
    if not parts:
        return ()
    having = {(part.investor.id, part.place.id) for part in parts if part.investor}
    found: dict[tuple[int, int], tuple[OrganisationFace, PlaceFace]] = {}
    for sibling in snapshot.targets.get(goal.place.id, []):
        same_period = (sibling.terms.starts, sibling.terms.ends) == (goal.terms.starts, goal.terms.ends)
        if sibling.id == goal.id or not same_period:
            continue
        for part in snapshot.parts.get(sibling.id, []):
            if part.investor and (part.investor.id, part.place.id) not in having:
                found[(part.investor.id, part.place.id)] = (part.investor, part.place)
    return tuple(sorted(found.values(), key=lambda pair: (pair[1].sort_key, pair[0].slug)))
