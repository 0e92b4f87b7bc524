"""Find whose targets a place may be measured by besides its own, and how much of a goal its parts hold."""

from collections.abc import Iterable, Sequence

from tracker.progress.measures import GoalCoverage, GoalPart, coverage_of_goal
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


def units_with_targets(snapshot: Snapshot, place_ids: Iterable[int], indicator_id: int) -> list[tuple[int, TargetFace]]:
    """Return each place's first binding target for the indicator, its own or else its predecessors'."""
    found: list[tuple[int, TargetFace]] = []
    for place_id in place_ids:
        targets = binding_targets(snapshot, place_id, indicator_id)
        if targets:
            found.append((place_id, targets[0]))
            continue
        before = [p.place.id for p in snapshot.tree.predecessors.get(place_id, [])]
        found.extend(units_with_targets(snapshot, before, indicator_id))
    return found


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
