"""Find whose targets a place may be measured by besides its own, and how much of a goal its parts hold."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from tracker.progress.measures import (
    Amount,
    GoalCoverage,
    GoalPart,
    IndicatorKind,
    TargetTerms,
    coverage_of_goal,
    sum_of_targets,
)
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
class UnitGoal:
    """One unit with the goal that it is measured by, and the share of both that counts: less than 1 only of a split.

    ``targets`` are the target itself or, of an ``inherited`` goal, those of all predecessors, whose sum the ``terms``
    are. ``others`` are goals that bind the unit for the indicator too and are not used.
    """

    place_id: int
    targets: tuple[TargetFace, ...]
    terms: TargetTerms
    share: Decimal = Decimal(1)
    others: tuple[TargetFace, ...] = ()
    inherited: bool = False

    @property
    def unit(self) -> str:
        """Give the unit of the goal."""
        return self.targets[0].unit

    @property
    def shared_terms(self) -> TargetTerms:
        """Give the terms of the share; a part of a promise is computed, and promised by nobody."""
        terms = self.terms
        if self.share == 1 or terms.kind not in (IndicatorKind.FLOW, IndicatorKind.STOCK):
            return terms
        return replace(
            terms,
            amount=terms.amount.scaled(self.share),
            baseline=None if terms.baseline is None else Amount(terms.baseline).scaled(self.share).low,
            phases=tuple(replace(phase, amount=phase.amount.scaled(self.share)) for phase in terms.phases),
            implied=True,
        )


def units_with_goals(snapshot: Snapshot, places: Iterable[tuple[int, Decimal]], indicator_id: int) -> list[UnitGoal]:
    """Return the goal for the indicator of each place: its own of the year, else what it inherited, else another own.

    Several goals that bind one place are never added: the first in the order of the documents is used, and the others
    are named. What a place inherited goes on where every predecessor had a goal of one period; otherwise the
    predecessors stand for themselves, until their merger. ``places`` come with the share of each that counts; a unit
    that is reached in several shares is named once.
    """
    found: dict[int, UnitGoal] = {}
    for place_id, share in places:
        targets = binding_targets(snapshot, place_id, indicator_id)
        year = [target for target in targets if _is_of_the_year(snapshot, target.terms)]
        inherited = None if year else inherited_goal(snapshot, place_id, indicator_id)
        if inherited is not None and (not targets or _is_of_the_year(snapshot, inherited.terms)):
            reached = [replace(inherited, share=share, others=tuple(targets))]
        elif targets:
            chosen = (year or targets)[0]
            others = tuple(target for target in targets if target is not chosen)
            reached = [UnitGoal(place_id, (chosen,), chosen.terms, share, others)]
        else:
            before = snapshot.tree.predecessors.get(place_id, [])
            shares = [(p.place.id, Amount(p.share).scaled(share).value) for p in before]
            reached = units_with_goals(snapshot, shares, indicator_id)
        for unit in reached:
            already = found.get(unit.place_id)
            found[unit.place_id] = unit if already is None else replace(unit, share=already.share + unit.share)
    return list(found.values())


def inherited_goal(snapshot: Snapshot, place_id: int, indicator_id: int) -> UnitGoal | None:
    """Return the goals of all predecessors of a place that came by now, as one; None unless each has one alike.

    The successor's figures speak of all of them together, so all of them must have promised for the same days, in the
    same unit.
    """
    before = snapshot.tree.predecessors.get(place_id, [])
    if not before or any(each.effective_on > snapshot.quarter.last_day for each in before):
        return None
    goals = [units_with_goals(snapshot, [(p.place.id, p.share)], indicator_id) for p in before]
    if not all(len(each) == 1 and each[0].place_id == p.place.id for each, p in zip(goals, before, strict=True)):
        return None
    units = [each[0] for each in goals]
    terms, _reason = sum_of_targets([unit.shared_terms for unit in units])
    if terms is None or len({unit.unit for unit in units}) > 1:
        return None
    used = tuple(target for unit in units for target in unit.targets)
    others = tuple(target for unit in units for target in unit.others)
    return UnitGoal(place_id, used, terms, others=others, inherited=True)


def of_one_period(snapshot: Snapshot, units: Sequence[UnitGoal]) -> list[UnitGoal]:
    """Return the units whose targets can be added: those of the quarter's year, else of the commonest period."""
    year = [unit for unit in units if _is_of_the_year(snapshot, unit.terms)]
    if year:
        return year
    periods = [(unit.terms.starts, unit.terms.ends) for unit in units]
    commonest = max(periods, key=periods.count)
    return [unit for unit, period in zip(units, periods, strict=True) if period == commonest]


def _is_of_the_year(snapshot: Snapshot, terms: TargetTerms) -> bool:
    quarter = snapshot.quarter
    return (terms.starts, terms.ends) == (quarter.year_first_day, quarter.year_last_day)


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
