"""Worlds in memory: places, days, figures and goals handed straight to the arithmetic, about a millisecond each.

Amounts are plain numbers of one unit. Nothing here meets a database; `test_invariants_database` shows that the rows of
a database become the same.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from tracker.progress.build import Builder
from tracker.progress.measures import (
    Amount,
    Basis,
    Comparator,
    Direction,
    IndicatorKind,
    ObservationStatus,
    Reading,
    TargetRole,
    TargetTerms,
    Thresholds,
)
from tracker.progress.periods import ONE_DAY, Quarter
from tracker.progress.rows import (
    DocumentFace,
    FigureFace,
    IndicatorFace,
    OrganisationFace,
    PlaceFace,
    ProgressRow,
    TargetFace,
)
from tracker.progress.snapshot import HeldPark, Precedence, Snapshot
from tracker.progress.tree import Edge, Step, grow_tree

Number = int | str | Decimal
LIMITS = Thresholds(on_track=Decimal("0.95"), at_risk=Decimal("0.8"), coverage=Decimal("0.5"))
APPROVED = datetime(2026, 1, 1, tzinfo=UTC)
RANKS = ("board", "province_office", "investor", "press")


def q(text: str) -> Quarter:
    """Return the quarter of a text such as 2025-Q3."""
    return Quarter.parse(text)


def _indicator(key: int, code: str, kind: str, unit: str) -> IndicatorFace:
    return IndicatorFace(
        id=key,
        code=code,
        name=code,
        name_en=code,
        definition="",
        definition_en="",
        kind=kind,
        direction="higher_is_better",
        unit=unit,
        unit_name=unit,
        unit_name_en=unit,
        currency=unit if unit in ("USD", "VND") else "",
        display_scale=Decimal(1),
        display_unit=unit,
        display_unit_en=unit,
        headline=True,
        group="group",
        group_name="group",
        group_name_en="group",
        order=(1, key, code),
    )


INDICATORS = {
    face.code: face
    for face in (
        _indicator(1, "fdi", "flow", "USD"),
        _indicator(2, "area", "stock", "ha"),
        _indicator(3, "occupancy", "ratio", "percent"),
        _indicator(4, "days", "other", "days"),
    )
}


@dataclass
class World:
    """What is so: places with their days, who lay below whom, who came out of whom, figures, goals and duties."""

    places: dict[str, PlaceFace] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    members: dict[int, frozenset[int]] = field(default_factory=dict)
    figures: list[FigureFace] = field(default_factory=list)
    goals: list[TargetFace] = field(default_factory=list)
    duties: dict[tuple[int, int], list[tuple[date | None, date | None]]] = field(default_factory=dict)
    parks: list[HeldPark] = field(default_factory=list)
    organisations: dict[str, OrganisationFace] = field(default_factory=dict)

    def place(
        self,
        slug: str,
        kind: str = "province",
        *,
        below: str | None = None,
        since: date | None = None,
        until: date | None = None,
        valid_from: date | None = None,
        valid_to: date | None = None,
    ) -> PlaceFace:
        """Add a place; ``since`` and ``until`` are its days below, by default those of the place itself."""
        key = len(self.places) + 1
        face = PlaceFace(key, slug, kind, slug, slug, valid_from, valid_to, slug)
        self.places[slug] = face
        if below is not None:
            self.lies(slug, below, since or valid_from, until or valid_to)
        return face

    def lies(self, slug: str, below: str, since: date | None = None, until: date | None = None) -> None:
        """Add days during which a place lies below another."""
        self.edges.append(Edge(self.places[below].id, self.places[slug].id, since, until))

    def goes_into(self, old: str, new: str, on: date, share: Number = 1) -> None:
        """Add a succession."""
        self.steps.append(Step(self.places[old].id, self.places[new].id, on, Decimal(share)))

    def organisation(self, slug: str, kind: str = "board") -> OrganisationFace:
        """Return an organisation, made if missing."""
        return self.organisations.setdefault(
            slug, OrganisationFace(len(self.organisations) + 1, slug, kind, slug, slug)
        )

    def holds(self, investor: str, park: str, since: date | None = None, until: date | None = None) -> OrganisationFace:
        """Say that an investor has a park."""
        face = self.organisation(investor, "investor")
        self.parks.append(HeldPark(self.places[park].id, face, (since, until)))
        return face

    def owes(self, *slugs: str, code: str = "fdi", since: date | None = None, until: date | None = None) -> None:
        """Say that somebody owes the indicator for places."""
        for slug in slugs:
            self.duties.setdefault((self.places[slug].id, INDICATORS[code].id), []).append((since, until))

    def says(
        self,
        slug: str,
        quarter: str,
        value: Number | None,
        basis: Basis = Basis.YEAR_TO_DATE,
        *,
        by: str | None = None,
        kind: str = "board",
        code: str = "fdi",
        unit: str | None = None,
        from_on: date | None = None,
        to_on: date | None = None,
        comparator: Comparator = Comparator.EXACTLY,
        status: ObservationStatus = ObservationStatus.NORMAL,
        parts: tuple[Number, Number] | None = None,
        document: DocumentFace | None = None,
    ) -> FigureFace:
        """Add a figure in force; by default the year to date, said by a board of the place's own."""
        indicator, at = INDICATORS[code], q(quarter)
        if indicator.kind != "flow" and basis is Basis.YEAR_TO_DATE:
            basis = Basis.AS_OF
        figure = FigureFace(
            id=len(self.figures) + 1,
            reference=f"figure-{len(self.figures) + 1}",
            place=self.places[slug],
            indicator_id=indicator.id,
            reporter=self.organisation(by or f"{slug}-board", kind),
            quarter=at,
            basis=basis.value,
            from_on=from_on,
            to_on=to_on or at.last_day,
            cut_off_on=None,
            value=None if value is None else Decimal(value),
            high=None,
            comparator=Comparator.NONE_STATED.value if value is None else comparator.value,
            unit=unit or indicator.unit,
            other_value=None,
            other_unit="",
            numerator=None if parts is None else Decimal(parts[0]),
            denominator=None if parts is None else Decimal(parts[1]),
            observation_status=status.value,
            unclear=False,
            printed="",
            document=document,
            paragraph=None,
            revision=1,
            approved_at=APPROVED,
            note="",
            note_en="",
        )
        self.figures.append(figure)
        return figure

    def goal(
        self,
        slug: str,
        value: Number,
        starts: date = date(2025, 1, 1),
        ends: date | None = date(2025, 12, 31),
        *,
        code: str = "fdi",
        investor: str | None = None,
        members: Sequence[str] = (),
        baseline: Number | None = None,
        unit: str | None = None,
        reference: str = "",
    ) -> TargetFace:
        """Add a goal of a place, an investor or members together; by default of the year 2025."""
        key, indicator = len(self.goals) + 1, INDICATORS[code]
        terms = TargetTerms(
            key=key,
            kind=IndicatorKind(indicator.kind),
            direction=Direction.HIGHER_IS_BETTER,
            role=TargetRole.GOAL,
            starts=starts,
            ends=ends,
            amount=Amount.exactly(Decimal(value)),
            baseline=None if baseline is None else Decimal(baseline),
        )
        face = TargetFace(
            id=key,
            reference=reference or f"goal-{key}",
            terms=terms,
            place=self.places[slug],
            indicator_id=indicator.id,
            investor=None if investor is None else self.organisation(investor, "investor"),
            issuer=None,
            document=None,
            paragraph=None,
            printed="",
            unit=unit or indicator.unit,
            other_value=None,
            other_unit="",
            part_of_id=None,
            collective=bool(members),
            member_ids=tuple(self.places[member].id for member in members),
            position=key,
            version=1,
            note="",
            note_en="",
        )
        self.goals.append(face)
        return face

    # -- reading it ----------------------------------------------------------------------------------------------

    def builder(
        self, quarter: Quarter | str, *, today: date | None = None, root: str = "viet-nam", order: Any = None
    ) -> Builder:
        """Return what makes the rows at a quarter; on today's map with ``today``. ``order`` shuffles what is known."""
        at = q(quarter) if isinstance(quarter, str) else quarter
        edges, steps, figures = list(self.edges), list(self.steps), list(self.figures)
        faces = list(self.places.values())
        if order is not None:
            for rows in (edges, steps, figures, faces):
                order.shuffle(rows)
        names = {face.id: face for face in faces}
        tree = grow_tree(
            edges,
            steps,
            places=names,
            roots=[self.places[root].id],
            day=at.last_day,
            today=today,
            members=self.members,
        )
        by_cell: dict[tuple[int, int], list[FigureFace]] = {}
        for figure in figures:
            if figure.to_on <= at.last_day and figure.place.id in tree.places:
                by_cell.setdefault((figure.place.id, figure.indicator_id), []).append(figure)
        targets: dict[int, list[TargetFace]] = {}
        for goal in self.goals:
            holds = goal.terms.starts <= at.last_day and (goal.terms.ends is None or goal.terms.ends >= at.first_day)
            if goal.place.id in tree.places and holds:
                targets.setdefault(goal.place.id, []).append(goal)
        snapshot = Snapshot(
            tree=tree,
            quarter=at,
            as_of=None,
            indicators={face.id: face for face in INDICATORS.values()},
            targets=targets,
            parts={},
            figures=by_cell,
            figures_by_id={figure.id: figure for figures in by_cell.values() for figure in figures},
            duties=self.duties,
            precedences=[Precedence(kind, None, None, rank) for rank, kind in enumerate(RANKS)],
            limits=[(None, LIMITS)],
            groups={face.id: 1 for face in INDICATORS.values()},
            parks=tuple(park for park in self.parks if park.park_id in tree.places),
        )
        return Builder(snapshot)

    def rows(self, slug: str, quarter: Quarter | str, *, code: str = "fdi", **options: Any) -> list[ProgressRow]:
        """Return the rows of a place for an indicator."""
        builder = self.builder(quarter, root=options.pop("root", slug), **options)
        return builder.rows_for(self.places[slug].id, with_parts=True, indicator_ids=[INDICATORS[code].id])

    def row(self, slug: str, quarter: Quarter | str, **options: Any) -> ProgressRow:
        """Return the only row of a place for an indicator."""
        rows = self.rows(slug, quarter, **options)
        assert len(rows) == 1, [row.kind for row in rows]
        return rows[0]


def low(reading: Reading | None) -> Decimal | None:
    """Return the amount of a reading; None for none."""
    return None if reading is None or reading.amount is None else reading.amount.low


def slugs(places: Iterable[PlaceFace]) -> list[str]:
    """Return the address names of places."""
    return [place.slug for place in places]


def eve(day: date) -> date:
    """Return the day before."""
    return day - ONE_DAY
