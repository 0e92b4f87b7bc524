"""Make the rows of pages from a snapshot: one computation, whoever asks."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from tracker.progress.asked import Span
from tracker.progress.assembled import assembled
from tracker.progress.faces import shown_in
from tracker.progress.measured import Cell, Measured, measure, measure_units
from tracker.progress.measures import (
    LikeForLike,
    RollUp,
    UnitTarget,
    like_for_like,
)
from tracker.progress.parts import UnitShare, coverage_of, investors_without_part, of_one_period, units_with_targets
from tracker.progress.roll import Roller, sharer
from tracker.progress.rows import (
    ProgressRow,
    RowKind,
    TargetFace,
)
from tracker.progress.snapshot import Snapshot
from tracker.progress.states import speaking_places
from tracker.progress.targets import JUDGED_ROLES


class Builder:
    """Makes the rows of the places of one snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.roller = Roller(snapshot)
        self.speaking = speaking_places(snapshot)

    def has_anything(self, place_id: int) -> bool:
        """Return whether a target in force or a figure of the quarter stands at the place, below it or before it."""
        return any(other in self.speaking for other in self.snapshot.tree.descendants(place_id))

    # -- rows of a place ---------------------------------------------------------------------------------------------

    def rows_for(
        self, place_id: int, *, with_parts: bool, indicator_ids: Iterable[int] | None = None
    ) -> list[ProgressRow]:
        """Return the place's rows: its targets in the order of their documents, then the figures without a target.

        ``indicator_ids`` limits the rows to these indicators, and adds none; without it every indicator counts that
        has a target or a figure for the place, and every headline indicator that anything below it has.
        """
        wanted = None if indicator_ids is None else set(indicator_ids)
        rows = [
            self.target_row(target, with_parts=with_parts)
            for target in self.snapshot.targets.get(place_id, [])
            if wanted is None or target.indicator_id in wanted
        ]
        covered = {
            row.indicator.id
            for row in rows
            if row.kind is not RowKind.COLLECTIVE and (self._is_binding(row) or row.to_date.is_known)
        }
        for indicator_id in self._other_indicators(place_id, wanted, covered):
            rows.extend(self._rows_without_own_target(place_id, indicator_id))
        return rows + self._plans_of_predecessors(place_id, wanted)

    def _plans_of_predecessors(self, place_id: int, wanted: set[int] | None) -> list[ProgressRow]:
        """Return what the predecessors planned, needed or expected, where today's map stands on an older day.

        Such numbers bind nobody and are not inherited; they stay theirs, and the rows name them.
        """
        if self.snapshot.tree.exists_on(place_id, self.snapshot.quarter.last_day):
            return []
        return [
            self.target_row(target, with_parts=False)
            for before, _share in self._predecessors(place_id)
            for target in self.snapshot.targets.get(before, [])
            if target.terms.role not in JUDGED_ROLES and (wanted is None or target.indicator_id in wanted)
        ]

    @staticmethod
    def _is_binding(row: ProgressRow) -> bool:
        return row.terms is not None and row.terms.role in JUDGED_ROLES

    def _other_indicators(self, place_id: int, wanted: set[int] | None, covered: set[int]) -> list[int]:
        snapshot = self.snapshot
        headline = {face.id for face in snapshot.indicators.values() if face.headline}
        found: set[int] = set()
        for other in snapshot.tree.descendants(place_id):
            reported = self.roller.reported_at.get(other, set())
            promised = (
                {target.indicator_id for target in snapshot.targets.get(other, [])} if other != place_id else set()
            )
            at_place = other == place_id or self._stands_for(place_id, other)
            found |= (reported | promised) if at_place else (reported | promised) & headline
        if wanted is not None:
            found &= wanted
        return sorted(found - covered, key=lambda i: snapshot.indicators[i].order)

    def _stands_for(self, place_id: int, other: int) -> bool:
        """Return whether the other place is a predecessor whose figures are the place's own history."""
        return any(p.place.id == other for p in self.snapshot.tree.predecessors.get(place_id, []))

    # -- one row -----------------------------------------------------------------------------------------------------

    def target_row(self, target: TargetFace, *, with_parts: bool) -> ProgressRow:
        """Return the row of one target: its place's figures, an investor's, or those of its members."""
        span = Span(target.terms.starts, self.snapshot.quarter, target.terms.ends)
        measured = self._measure_target(target, span)
        kind = RowKind.COLLECTIVE if target.collective else RowKind.INVESTOR if target.investor else RowKind.OWN
        with_parts = with_parts and target.id not in self.snapshot.veiled
        parts = self.snapshot.parts.get(target.id, []) if with_parts else []
        part_rows = tuple(
            replace(self.target_row(part, with_parts=False), share_of_goal=coverage_of(target, [part], 0).share)
            for part in parts
        )
        without = investors_without_part(self.snapshot, target, parts) if with_parts else ()
        return assembled(
            self.roller,
            kind=kind,
            place=target.place,
            indicator=shown_in(self.snapshot.indicators[target.indicator_id], target.unit),
            unit=target.unit,
            target=target,
            terms=target.terms,
            measured=measured,
            goal_coverage=coverage_of(target, parts, len(without)) if parts else None,
            parts=part_rows,
            without=without,
        )

    def _measure_target(self, target: TargetFace, span: Span) -> Measured:
        if target.collective:
            rolled = self.roller.members(target.member_ids, target.indicator_id, target.unit, span)
            quarter = replace(span, quarter_only=True)
            alone = self.roller.members(target.member_ids, target.indicator_id, target.unit, quarter)
            return Measured(rolled, alone.headline, None, None)
        first = target.investor.id if target.investor else None
        return measure(self.roller, Cell(target.place.id, target.indicator_id, target.unit, first), span)

    def _rows_without_own_target(self, place_id: int, indicator_id: int) -> list[ProgressRow]:
        """Return the row of targets inherited from predecessors or added from below, and that of the figures alone.

        Once a merger has taken place the successor's figures hold more than the targets of its predecessors speak of:
        they get a row of their own beside the inherited one, which stops at the merger.
        """
        unit = self.roller.unit_of(place_id, indicator_id)
        inherited = self._inherited(place_id, indicator_id)
        units = [] if inherited else units_with_targets(self.snapshot, self._summands(place_id), indicator_id)
        if units:
            return [self._like_for_like_row(RowKind.ADDED, place_id, indicator_id, units, with_parts=False)]
        span = Span(self.snapshot.quarter.year_first_day, self.snapshot.quarter)
        measured = measure(self.roller, Cell(place_id, indicator_id, unit), span)
        rolled = measured.roll_up
        if inherited is not None:
            later = rolled.headline.to_on is not None and (
                inherited.to_date.to_on is None or rolled.headline.to_on > inherited.to_date.to_on
            )
            return [inherited, self._figures_row(place_id, indicator_id, unit, measured)] if later else [inherited]
        reported = rolled.headline.is_known or self.roller.has_figures(place_id, indicator_id, unit)
        if not reported and not self.roller.owes(place_id, indicator_id):
            return []
        return [self._figures_row(place_id, indicator_id, unit, measured)]

    def empty_row(self, place_id: int, indicator_id: int) -> ProgressRow:
        """Return the row of an indicator of which nothing is promised, reported or owed."""
        unit = self.roller.unit_of(place_id, indicator_id)
        span = Span(self.snapshot.quarter.year_first_day, self.snapshot.quarter)
        return self._figures_row(
            place_id, indicator_id, unit, measure(self.roller, Cell(place_id, indicator_id, unit), span)
        )

    def _figures_row(self, place_id: int, indicator_id: int, unit: str, measured: Measured) -> ProgressRow:
        return assembled(
            self.roller,
            kind=RowKind.WITHOUT,
            place=self.snapshot.tree.places[place_id],
            indicator=shown_in(self.snapshot.indicators[indicator_id], unit),
            unit=unit,
            target=None,
            terms=None,
            measured=measured,
            goal_coverage=None,
            parts=(),
            without=(),
        )

    # -- targets of others -------------------------------------------------------------------------------------------

    def _summands(self, place_id: int) -> list[tuple[int, Decimal]]:
        tree, day = self.snapshot.tree, self.snapshot.quarter.last_day
        if tree.exists_on(place_id, day):
            return [(child, Decimal(1)) for child in tree.summands(place_id)]
        return self._predecessors(place_id)

    def _predecessors(self, place_id: int) -> list[tuple[int, Decimal]]:
        return [(p.place.id, p.share) for p in self.snapshot.tree.predecessors.get(place_id, [])]

    def _inherited(self, place_id: int, indicator_id: int) -> ProgressRow | None:
        units = units_with_targets(self.snapshot, self._predecessors(place_id), indicator_id)
        if not units:
            return None
        return self._like_for_like_row(RowKind.INHERITED, place_id, indicator_id, units, with_parts=True)

    def _like_for_like_row(
        self, kind: RowKind, place_id: int, indicator_id: int, units: list[UnitShare], *, with_parts: bool
    ) -> ProgressRow:
        """Return the row of several units' targets: the sum of the figures over the targets of the same units.

        Where no unit has both, the figures of the others stand alone: no target is theirs to be divided by.
        """
        quarter = self.snapshot.quarter
        alike = of_one_period(self.snapshot, units)
        unit = alike[0].target.unit
        found = like_for_like([self._unit_target(each, indicator_id) for each in alike if each.target.unit == unit])
        cell = Cell(place_id, indicator_id, unit)
        starts = quarter.year_first_day if found.target is None else found.target.starts
        whole = measure(self.roller, cell, Span(starts, quarter))
        if found.target is not None:
            divided = {each.place_id: each.share for each in units if each.place_id in found.included_keys}
            whole = measure_units(self.roller, divided, cell, whole)
        parts = tuple(self.target_row(each.target, with_parts=with_parts) for each in units)
        alone = len(units) == 1 and (found.target is not None or not whole.roll_up.headline.is_known)
        only = units[0] if alone else None
        return assembled(
            self.roller,
            kind=kind,
            place=self.snapshot.tree.places[place_id],
            indicator=shown_in(self.snapshot.indicators[indicator_id], unit),
            unit=unit,
            target=only.target if only else None,
            terms=found.target or (only.terms if only else None),
            measured=replace(whole, roll_up=self._headed(whole.roll_up, found)),
            goal_coverage=parts[0].goal_coverage if only and only.share == 1 else None,
            parts=parts,
            without=(),
            target_units=(len(found.included_keys), self._units_of(kind, place_id, units)),
            reach=whole.roll_up,
        )

    def _units_of(self, kind: RowKind, place_id: int, units: list[UnitShare]) -> int:
        """Return of how many units the divided ones are a part: all predecessors, or those below with a target."""
        return max(len(units), len(self._predecessors(place_id))) if kind is RowKind.INHERITED else len(units)

    def _unit_target(self, unit: UnitShare, indicator_id: int) -> UnitTarget:
        """Return a unit's reading over its target's period, with the target."""
        terms = unit.target.terms
        span = Span(terms.starts, self.snapshot.quarter, terms.ends)
        reading = self.roller.rolled(unit.place_id, indicator_id, unit.target.unit, span).headline
        return UnitTarget(key=unit.place_id, reading=sharer(unit.share)(reading), target=unit.terms)

    @staticmethod
    def _headed(rolled: RollUp, found: LikeForLike) -> RollUp:
        """Put the like-for-like sum in front where it can be divided; the sum of all stands beside it."""
        if found.target is None:
            return rolled
        return replace(rolled, headline=found.reading, own_report=False)
