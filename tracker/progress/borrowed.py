"""Measure a place by the goals of others: those that its predecessors left it, or those of the places below it."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Protocol

from tracker.progress.asked import Cell, Span
from tracker.progress.assembled import Judged, assembled
from tracker.progress.faces import shown_in
from tracker.progress.measured import Measured, measure, measure_units
from tracker.progress.measures import RollUp, UnitTarget, like_for_like
from tracker.progress.parts import UnitGoal, inherited_goal, of_one_period, units_with_goals
from tracker.progress.roll import Roller
from tracker.progress.rows import ProgressRow, RowKind, TargetFace
from tracker.progress.stretches import Stretch
from tracker.progress.succession import shared


class TargetRow(Protocol):
    """What makes the row of one target."""

    def __call__(self, target: TargetFace, *, with_parts: bool) -> ProgressRow:
        """Return the row."""


class Borrowed:
    """Makes the rows of places that are measured by the goals of others."""

    def __init__(self, roller: Roller, target_row: TargetRow) -> None:
        self.roller = roller
        self.snapshot = roller.snapshot
        self.target_row = target_row

    def row(self, place_id: int, indicator_id: int) -> ProgressRow | None:
        """Return the row of the inherited targets, else of those of the places below; None if there are none."""
        inherited = self.inherited_row(place_id, indicator_id)
        if inherited is not None:
            return inherited
        tree = self.snapshot.tree
        if not tree.exists_on(place_id, self.snapshot.quarter.last_day):
            return None
        below = [(child, Decimal(1)) for child in tree.summands(place_id)]
        units = self._standing(units_with_goals(self.snapshot, below, indicator_id), indicator_id)
        return self._like_for_like_row(RowKind.ADDED, place_id, indicator_id, units) if units else None

    def inherited_row(self, place_id: int, indicator_id: int) -> ProgressRow | None:
        """Return the row of the targets that the predecessors left; None if they left none.

        It goes on after the merger where every predecessor had a goal of the same days: then the successor's figures
        speak of what was promised. Otherwise it stops at the merger, over those that have both figure and target.
        """
        goal = inherited_goal(self.snapshot, place_id, indicator_id)
        if goal is not None and self._is_measured_whole(goal, indicator_id):
            return self._inherited_whole(goal, indicator_id)
        units = units_with_goals(self.snapshot, self._predecessors(place_id), indicator_id)
        return self._like_for_like_row(RowKind.INHERITED, place_id, indicator_id, units) if units else None

    def _predecessors(self, place_id: int) -> list[tuple[int, Decimal]]:
        return [(p.place.id, p.share) for p in self.snapshot.tree.predecessors.get(place_id, [])]

    def _standing(self, units: Sequence[UnitGoal], indicator_id: int) -> list[UnitGoal]:
        """Return the units, each successor whose figures are not whole replaced by its predecessors."""
        found: list[UnitGoal] = []
        for unit in units:
            if not unit.inherited or self._is_measured_whole(unit, indicator_id):
                found.append(unit)
                continue
            before = [(place_id, share * unit.share) for place_id, share in self._predecessors(unit.place_id)]
            found.extend(self._standing(units_with_goals(self.snapshot, before, indicator_id), indicator_id))
        return found

    def _span(self, unit: UnitGoal) -> Span:
        return Span(unit.terms.starts, self.snapshot.quarter, unit.terms.ends)

    def _is_measured_whole(self, goal: UnitGoal, indicator_id: int) -> bool:
        """Return whether a successor's figures reach over the merger and lack no predecessor."""
        rolled = self.roller.heard(Cell(goal.place_id, indicator_id, goal.unit), self._span(goal))
        merger = max(each.effective_on for each in self.snapshot.tree.predecessors[goal.place_id])
        to_on = rolled.headline.to_on
        known = rolled.headline.is_known and rolled.whole and rolled.after is None
        return known and to_on is not None and to_on >= merger

    def _inherited_whole(self, goal: UnitGoal, indicator_id: int) -> ProgressRow:
        """Return the row of a successor measured by the goals of all its predecessors, before and after the merger."""
        measured = measure(self.roller, Cell(goal.place_id, indicator_id, goal.unit), self._span(goal))
        count = len(self._predecessors(goal.place_id))
        return assembled(
            self.roller,
            kind=RowKind.INHERITED,
            place=self.snapshot.tree.places[goal.place_id],
            indicator=shown_in(self.snapshot.indicators[indicator_id], goal.unit),
            measured=measured,
            judged=Judged(
                target=goal.targets[0] if len(goal.targets) == 1 else None,
                terms=goal.shared_terms,
                parts=tuple(self.target_row(target, with_parts=True) for target in goal.targets),
                target_units=(count, count),
                measured_by=goal.targets,
                not_used=goal.others,
            ),
        )

    def _like_for_like_row(
        self, kind: RowKind, place_id: int, indicator_id: int, units: Sequence[UnitGoal]
    ) -> ProgressRow:
        """Return the row of several units' targets: the sum of the figures over the targets of the same units.

        Where no unit has both, the figures of the others stand alone: no target is theirs to be divided by.
        """
        quarter = self.snapshot.quarter
        alike = of_one_period(self.snapshot, units)
        unit = alike[0].unit
        found = like_for_like([self._unit_target(each, indicator_id) for each in alike if each.unit == unit])
        cell = Cell(place_id, indicator_id, unit)
        starts = quarter.year_first_day if found.target is None else found.target.starts
        measured = measure(self.roller, cell, Span(starts, quarter))
        if found.target is not None:
            included = [each for each in units if each.place_id in found.included_keys]
            measured = self._divided(cell, included, Span(starts, quarter, found.target.ends), measured)
        # A split place's goal is that of each of its successors, and one row.
        targets = {target.id: target for each in units for target in each.targets}
        parts = tuple(self.target_row(target, with_parts=kind is RowKind.INHERITED) for target in targets.values())
        alone = len(units) == 1 and (found.target is not None or not measured.roll_up.headline.is_known)
        only = units[0] if alone and len(units[0].targets) == 1 else None
        return assembled(
            self.roller,
            kind=kind,
            place=self.snapshot.tree.places[place_id],
            indicator=shown_in(self.snapshot.indicators[indicator_id], unit),
            measured=measured,
            judged=Judged(
                target=only.targets[0] if only else None,
                terms=found.target or (only.terms if only else None),
                goal_coverage=parts[0].goal_coverage if only and only.share == 1 else None,
                parts=parts,
                target_units=(len(found.included_keys), self._units_of(kind, place_id, units)),
                measured_by=tuple(
                    target for each in units if each.place_id in found.included_keys for target in each.targets
                ),
                not_used=tuple(target for each in units for target in each.others),
            ),
        )

    def _divided(self, cell: Cell, units: Sequence[UnitGoal], span: Span, whole: Measured) -> Measured:
        """Put the sum of the divided units in front, with its quarter and comparisons; the sum of all stands beside."""
        stretches = [Stretch(each.place_id, share=each.share) for each in units]
        divided = measure_units(self.roller, cell, stretches, span)
        return replace(divided, roll_up=_headed(whole.roll_up, divided.roll_up))

    def _units_of(self, kind: RowKind, place_id: int, units: Sequence[UnitGoal]) -> int:
        """Return of how many units the divided ones are a part: all predecessors, or those below with a target."""
        return max(len(units), len(self._predecessors(place_id))) if kind is RowKind.INHERITED else len(units)

    def _unit_target(self, unit: UnitGoal, indicator_id: int) -> UnitTarget:
        """Return a unit's reading over its target's period, with the target."""
        rolled = self.roller.heard(Cell(unit.place_id, indicator_id, unit.unit), self._span(unit))
        return UnitTarget(key=unit.place_id, reading=shared(rolled.headline, unit.share), target=unit.shared_terms)


def _headed(whole: RollUp, divided: RollUp) -> RollUp:
    """Put the like-for-like sum in front; the place's own report and the sum of all below stand beside it."""
    return replace(
        whole,
        headline=divided.children_sum,
        own_report=False,
        whole=divided.whole,
        duties_met=divided.duties_met,
        reporters=divided.reporters,
        origins=divided.origins,
        shares=divided.shares,
    )
