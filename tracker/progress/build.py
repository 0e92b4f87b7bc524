"""Make the rows of pages from a snapshot: one computation, whoever asks."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from tracker.progress.asked import Cell, Span
from tracker.progress.assembled import Judged, assembled
from tracker.progress.borrowed import Borrowed
from tracker.progress.faces import shown_in
from tracker.progress.measured import Measured, measure, measure_units
from tracker.progress.parts import coverage_of, investors_without_part
from tracker.progress.roll import Roller
from tracker.progress.rows import ProgressRow, RowKind, TargetFace
from tracker.progress.snapshot import Snapshot
from tracker.progress.stretches import Stretch
from tracker.progress.targets import JUDGED_ROLES


class Builder:
    """Makes the rows of the places of one snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.roller = Roller(snapshot)
        self._target_rows: dict[tuple[int, bool, bool, bool], ProgressRow] = {}

    @property
    def borrowed(self) -> Borrowed:
        """Return what makes the rows of places measured by others' goals.

        Nothing here holds what holds it: a builder with the figures of a country goes as soon as its page is answered.
        """
        return Borrowed(self.roller, self.part_row)

    # -- rows of a place ---------------------------------------------------------------------------------------------

    def rows_for(
        self,
        place_id: int,
        *,
        with_parts: bool,
        indicator_ids: Iterable[int] | None = None,
        courses_of: Collection[int] | None = (),
        with_units: bool = True,
    ) -> list[ProgressRow]:
        """Return the place's rows: its targets in the order of their documents, then the figures without a target.

        What a successor inherited stands beside its own targets. Every indicator counts that has a target or a figure
        for the place, and every headline indicator that anything below it has; ``indicator_ids`` limits the rows to
        these indicators, and each of them that anything below has counts then. ``courses_of``: the indicators whose
        rows carry the quarters of their year, None for all. ``with_units``: the rows say what each place directly below
        brought in both years; beside many others nobody asks for it.
        """
        self.roller.courses_of, self.roller.compares_parts = courses_of, with_units
        wanted = None if indicator_ids is None else set(indicator_ids)
        rows = [
            self.target_row(target, with_parts=with_parts)
            for target in self.snapshot.targets.get(place_id, [])
            if wanted is None or target.indicator_id in wanted
        ]
        covered = {row.indicator.id for row in rows if self._covers(row)}
        for indicator_id in sorted(covered, key=lambda i: self.snapshot.indicators[i].order):
            inherited = self.borrowed.inherited_row(place_id, indicator_id)
            rows.extend([] if inherited is None else [inherited])
        for indicator_id in self._other_indicators(place_id, wanted, covered):
            rows.extend(self._rows_without_own_target(place_id, indicator_id))
        rows.extend(self._rows_in_other_units(place_id, wanted, rows))
        return rows + self._plans_of_predecessors(place_id, wanted)

    def _covers(self, row: ProgressRow) -> bool:
        """Return whether the row of a target shows what was reported for the place, so that no other row must.

        A collective target speaks of its members. An investor's target shows the place's figures unless the investor's
        own parks below it are measured, or only somebody else spoke.
        """
        if row.kind is RowKind.COLLECTIVE or (row.kind is RowKind.INVESTOR and row.place.id in self._summed_for(row)):
            return False
        if row.kind is not RowKind.INVESTOR or row.to_date.is_known:
            return self._is_binding(row) or row.to_date.is_known
        cell = Cell(row.place.id, row.indicator.id, row.indicator.unit)
        return not self.roller.heard(cell, Span.of_year(self.snapshot.quarter)).headline.is_known

    def _summed_for(self, row: ProgressRow) -> set[int]:
        """Return the place of an investor's row if the row adds up the investor's parks below it."""
        target = row.target
        return {row.place.id} if target is not None and target.investor and self._parks_of(target) else set()

    def _plans_of_predecessors(self, place_id: int, wanted: set[int] | None) -> list[ProgressRow]:
        """Return what the predecessors planned, needed or expected, where today's map stands on an older day.

        Such numbers bind nobody and are not inherited; they stay theirs, and the rows name them.
        """
        if self.snapshot.tree.exists_on(place_id, self.snapshot.quarter.last_day):
            return []
        return [
            self.target_row(target, with_parts=False)
            for before in self.snapshot.tree.predecessors.get(place_id, [])
            for target in self.snapshot.targets.get(before.place.id, [])
            if target.terms.role not in JUDGED_ROLES and (wanted is None or target.indicator_id in wanted)
        ]

    @staticmethod
    def _is_binding(row: ProgressRow) -> bool:
        return row.terms is not None and row.terms.role in JUDGED_ROLES

    def _other_indicators(self, place_id: int, wanted: set[int] | None, covered: set[int]) -> list[int]:
        snapshot = self.snapshot
        summed = {face.id for face in snapshot.indicators.values() if face.headline} if wanted is None else wanted
        found: set[int] = set()
        for other in snapshot.tree.descendants(place_id):
            reported = self.roller.reported_at.get(other, set())
            promised = (
                {target.indicator_id for target in snapshot.targets.get(other, [])} if other != place_id else set()
            )
            at_place = other == place_id or self._stands_for(place_id, other)
            found |= (reported | promised) if at_place else (reported | promised) & summed
        if wanted is not None:
            found &= wanted
        return sorted(found - covered, key=lambda i: snapshot.indicators[i].order)

    def _stands_for(self, place_id: int, other: int) -> bool:
        """Return whether the other place is a predecessor whose figures are the place's own history."""
        return any(p.place.id == other for p in self.snapshot.tree.predecessors.get(place_id, []))

    # -- one row -----------------------------------------------------------------------------------------------------

    def target_row(self, target: TargetFace, *, with_parts: bool) -> ProgressRow:
        """Return the row of one target: its place's figures, an investor's, or those of its members.

        It is made once: a country's page shows the row of each province, and below the sum of their goals once more.
        """
        key = target.id, with_parts, self.roller.draws(target.indicator_id), self.roller.compares_parts
        if key not in self._target_rows:
            self._target_rows[key] = self._made(target, with_parts=with_parts)
        return self._target_rows[key]

    def _made(self, target: TargetFace, *, with_parts: bool) -> ProgressRow:
        span = Span(target.terms.starts, self.snapshot.quarter, target.terms.ends)
        kind = RowKind.COLLECTIVE if target.collective else RowKind.INVESTOR if target.investor else RowKind.OWN
        # Of a veiled goal a part is hidden: how much of it the others hold would say how large that part is.
        parts = [] if target.id in self.snapshot.veiled else self.snapshot.parts.get(target.id, [])
        shown = parts if with_parts else []
        part_rows = tuple(
            replace(self.part_row(part, with_parts=False), share_of_goal=coverage_of(target, [part], 0).share)
            for part in shown
        )
        without = investors_without_part(self.snapshot, target, parts)
        return assembled(
            self.roller,
            kind=kind,
            place=target.place,
            indicator=shown_in(self.snapshot.indicators[target.indicator_id], target.unit),
            measured=self._measure_target(target, span),
            judged=Judged(
                target=target,
                terms=target.terms,
                goal_coverage=coverage_of(target, parts, len(without)) if parts else None,
                parts=part_rows,
                without=without if with_parts else (),
                measured_by=(target,),
            ),
        )

    def part_row(self, target: TargetFace, *, with_parts: bool) -> ProgressRow:
        """Return the row of one target that another row is made of; nobody draws its year."""
        asked, self.roller.courses_of = self.roller.courses_of, ()
        row = self.target_row(target, with_parts=with_parts)
        self.roller.courses_of = asked
        return row

    def _measure_target(self, target: TargetFace, span: Span) -> Measured:
        cell = Cell(target.place.id, target.indicator_id, target.unit)
        if target.collective:
            members = [
                Stretch(member, until=self.snapshot.tree.places[member].valid_to) for member in target.member_ids
            ]
            return measure_units(self.roller, cell, members, span)
        if target.investor is None:
            return measure(self.roller, cell, span)
        cell = cell._replace(first=target.investor.id)
        parks = self._parks_of(target)
        return measure_units(self.roller, cell, parks, span) if parks else measure(self.roller, cell, span)

    def _parks_of(self, target: TargetFace) -> list[Stretch]:
        """Return the investor's own parks below the target's place, each with the days on which it was the investor's.

        None where the target is for a park of the investor, or the investor reports for the place as a whole.
        """
        assert target.investor is not None
        held = self.snapshot.parks_of(target.investor.id)
        figures = self.snapshot.figures.get((target.place.id, target.indicator_id), [])
        if target.place.id in {park.park_id for park in held} or any(f.reporter == target.investor for f in figures):
            return []
        below = set(self.snapshot.tree.descendants(target.place.id)) - {target.place.id}
        return [
            Stretch(park.park_id, park.days[0], park.days[1])
            for park in held
            if park.park_id in below and park.holds_within(target.terms.starts, self.snapshot.quarter.last_day)
        ]

    def _rows_without_own_target(self, place_id: int, indicator_id: int) -> list[ProgressRow]:
        """Return the row of targets inherited from predecessors or added from below, and that of the figures alone.

        The figures stand in a row of their own where that row does not show them: where the place reports for itself,
        and where they reach further or stand apart, because a successor's figures hold more than its predecessors'
        targets.
        """
        unit = self.roller.unit_of(place_id, indicator_id)
        measured = measure(self.roller, Cell(place_id, indicator_id, unit), Span.of_year(self.snapshot.quarter))
        whole = measured.roll_up
        lent = self.borrowed.row(place_id, indicator_id)
        if lent is not None:
            shown = lent.roll_up is not None and lent.roll_up.own_report
            reach = whole.headline.to_on
            later = reach is not None and (lent.to_date.to_on is None or reach > lent.to_date.to_on)
            apart = whole.own_report or later or whole.after is not None
            beside = apart and not shown and (whole.headline.is_known or whole.after is not None)
            return [lent, self._figures_row(place_id, indicator_id, unit, measured)] if beside else [lent]
        reported = whole.headline.is_known or unit in self.roller.units_reported_at(place_id, indicator_id)
        if not reported and not self.roller.owes(place_id, indicator_id):
            return []
        return [self._figures_row(place_id, indicator_id, unit, measured)]

    def _rows_in_other_units(
        self, place_id: int, wanted: set[int] | None, rows: Iterable[ProgressRow]
    ) -> list[ProgressRow]:
        """Return the figures of the place itself in units that none of its rows is read in: never converted."""
        read_in = {(row.indicator.id, row.indicator.unit) for row in rows}
        return [
            self._figures_row(
                place_id,
                indicator_id,
                unit,
                measure(self.roller, Cell(place_id, indicator_id, unit), Span.of_year(self.snapshot.quarter)),
            )
            for indicator_id in sorted(
                self.roller.reported_at.get(place_id, set()), key=lambda i: self.snapshot.indicators[i].order
            )
            if wanted is None or indicator_id in wanted
            for unit in self.roller.units_reported_at(place_id, indicator_id)
            if (indicator_id, unit) not in read_in
        ]

    def empty_row(self, place_id: int, indicator_id: int) -> ProgressRow:
        """Return the row of an indicator of which nothing is promised, reported or owed."""
        unit = self.roller.unit_of(place_id, indicator_id)
        measured = measure(self.roller, Cell(place_id, indicator_id, unit), Span.of_year(self.snapshot.quarter))
        return self._figures_row(place_id, indicator_id, unit, measured)

    def _figures_row(self, place_id: int, indicator_id: int, unit: str, measured: Measured) -> ProgressRow:
        return assembled(
            self.roller,
            kind=RowKind.WITHOUT,
            place=self.snapshot.tree.places[place_id],
            indicator=shown_in(self.snapshot.indicators[indicator_id], unit),
            measured=measured,
            judged=Judged(),
        )
