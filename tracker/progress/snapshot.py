"""Load what a page's numbers are made of: a fixed number of SELECTs, whatever the number of places or figures."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q

from provinces.models import ParkInvestor
from provinces.models.past import as_they_stood, edited_since
from provinces.models.past_names import NAMED_TABLES, PastNames, past_names
from provinces.models.recorded import valid_on
from provinces.reach import Reach
from tracker.models import ReporterPrecedence, ReportFormLine, Threshold
from tracker.models.indicator import INDICATOR_TABLES
from tracker.progress.faces import organisation_face
from tracker.progress.figure_rows import load_figures, load_shown_figures, speakers
from tracker.progress.indicator_rows import load_indicators
from tracker.progress.measures import Thresholds as Limits
from tracker.progress.periods import Quarter
from tracker.progress.promised import load_targets
from tracker.progress.rows import FigureFace, IndicatorFace, OrganisationFace, TargetFace
from tracker.progress.splits import indicators_shown
from tracker.progress.tree import Tree

# Stands where no row holds; `Builder` takes every judgement back that it leads to.
NO_LIMITS = Limits(on_track=Decimal(1), at_risk=Decimal(1), coverage=Decimal(0))


@dataclass(frozen=True, slots=True)
class Precedence:
    """The rank of a kind of reporter, general or for one place or indicator; the lowest rank is official."""

    reporter_kind: str
    place_id: int | None
    indicator_id: int | None
    rank: int


Days = tuple[date | None, date | None]
"""From a day to a day, both included; None is an open end."""


@dataclass(frozen=True, slots=True)
class HeldPark:
    """A park that an investor builds and fills, and the days on which it does."""

    park_id: int
    investor: OrganisationFace
    days: Days

    def holds_within(self, first: date, last: date) -> bool:
        """Return whether the park is the investor's on some day from the first to the last."""
        since, until = self.days
        return (since is None or since <= last) and (until is None or until >= first)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page is of: the places whose own rows it shows, and the indicators that it was asked for by name."""

    place_ids: frozenset[int] = frozenset()
    indicator_ids: frozenset[int] = frozenset()


@dataclass(slots=True)
class Snapshot:
    """Targets, figures and their frame for the places of a tree, as known at a moment."""

    tree: Tree
    quarter: Quarter
    as_of: datetime | None
    indicators: dict[int, IndicatorFace]
    targets: dict[int, list[TargetFace]]
    parts: dict[int, list[TargetFace]]
    figures: dict[tuple[int, int], list[FigureFace]]
    figures_by_id: dict[int, FigureFace]
    duties: dict[tuple[int, int], list[Days]]
    """The days on which somebody owes an indicator for a place, by place and indicator."""
    precedences: list[Precedence]
    limits: list[tuple[int | None, Limits]]
    groups: dict[int, int]
    veiled: frozenset[int] = frozenset()
    """The goals of which a part is hidden: without it their other parts would say how large it is."""
    parks: tuple[HeldPark, ...] = ()
    """Which investor has or had which of the tree's parks, by the investors' names."""
    speaking: frozenset[int] = frozenset()
    """The places with a figure of the quarter, of whatever indicator: of one that no row here is of, too."""
    names: PastNames = field(default_factory=PastNames)
    """The organisations and documents that were edited since the moment, as they stood."""

    def named_organisations(self) -> set[int]:
        """Return the reporters of the figures, and the investors and issuers of targets and parks."""
        targets = [target for found in self.targets.values() for target in found]
        named = [face for target in targets for face in (target.investor, target.issuer) if face is not None]
        reporters = {figure.reporter.id for figure in self.figures_by_id.values()}
        return reporters | {face.id for face in named} | {park.investor.id for park in self.parks}

    def named_documents(self) -> set[int]:
        """Return the documents of the figures and targets."""
        of_targets = (target.document for found in self.targets.values() for target in found)
        named = (*(figure.document for figure in self.figures_by_id.values()), *of_targets)
        return {face.id for face in named if face is not None}

    def parks_of(self, investor_id: int) -> list[HeldPark]:
        """Return the parks that an investor has or had."""
        return [park for park in self.parks if park.investor.id == investor_id]

    def investors_on(self, day: date) -> dict[int, tuple[OrganisationFace, ...]]:
        """Return who has each park on a day."""
        found: dict[int, tuple[OrganisationFace, ...]] = {}
        for park in self.parks:
            if park.holds_within(day, day):
                found[park.park_id] = (*found.get(park.park_id, ()), park.investor)
        return found

    def is_owed(self, place_id: int, indicator_id: int, day: date) -> bool:
        """Return whether somebody owes the indicator for the place itself on the day."""
        return any(
            (first is None or first <= day) and (last is None or last >= day)
            for first, last in self.duties.get((place_id, indicator_id), ())
        )

    def limits_for(self, indicator_id: int) -> Limits:
        """Return the thresholds of the indicator's group on the quarter's last day, else the general ones.

        Without any row ``NO_LIMITS`` is returned: then nothing is judged, because a judgement needs a written rule.
        """
        group_id = self.groups[indicator_id]
        general = None
        for row_group, limits in self.limits:
            if row_group == group_id:
                return limits
            if row_group is None:
                general = limits
        return general or NO_LIMITS

    def rank(self, figure: FigureFace) -> int:
        """Return the rank of the figure's reporter; a row for the place or indicator beats a general one."""
        best: tuple[int, int] | None = None
        for row in self.precedences:
            if row.reporter_kind != figure.reporter.kind:
                continue
            if row.place_id not in (None, figure.place.id) or row.indicator_id not in (None, figure.indicator_id):
                continue
            exactness = -((row.place_id is not None) * 2 + (row.indicator_id is not None))
            if best is None or (exactness, row.rank) < best:
                best = (exactness, row.rank)
        return best[1] if best else 99


def load_snapshot(
    *,
    tree: Tree,
    quarter: Quarter,
    as_of: datetime | None,
    indicator_ids: set[int] | None = None,
    reach: Reach = None,
    shown: Shown | None = None,
) -> Snapshot:
    """Return the targets and figures of the tree's places at the quarter, as known at ``as_of``; nine queries.

    With a reach it is one more, with a moment as well. Precondition: the tree was read with the same one. With
    ``shown`` the figures are those alone that such a page speaks of (`indicators_shown`): a third of a country's.
    """
    edited = None if as_of is None else edited_since([*INDICATOR_TABLES, *NAMED_TABLES], as_of)
    indicators, groups = load_indicators(as_of, edited)
    wanted = set(indicators) if indicator_ids is None else set(indicator_ids)
    place_ids = list(tree.places)
    names = past_names(as_of, edited)
    promised = load_targets(tree, quarter, as_of, {key: indicators[key] for key in wanted}, names, reach)
    if shown is None:
        figures = load_figures(tree, quarter=quarter, as_of=as_of, indicator_ids=wanted, names=names)
        speaking = speakers(figures, quarter)
    else:
        # What a place shows is its own, and its predecessors'.
        before = (p.place.id for each in shown.place_ids for p in tree.predecessors.get(each, ()))
        reported_at = {*shown.place_ids, *before}
        wanted &= indicators_shown(indicators, promised.of(reported_at)) | shown.indicator_ids
        figures, speaking = load_shown_figures(
            tree, quarter=quarter, as_of=as_of, indicator_ids=wanted, reported_at=reported_at, names=names
        )
    by_cell: dict[tuple[int, int], list[FigureFace]] = {}
    for figure in figures:
        by_cell.setdefault((figure.place.id, figure.indicator_id), []).append(figure)
    return Snapshot(
        tree=tree,
        quarter=quarter,
        as_of=as_of,
        indicators=indicators,
        targets=promised.by_place,
        parts=promised.by_goal,
        veiled=promised.veiled,
        figures=by_cell,
        figures_by_id={figure.id: figure for figure in figures},
        duties=_load_duties(place_ids, quarter.last_day, as_of),
        precedences=[
            Precedence(row.reporter_kind, row.place_id, row.indicator_id, row.rank)
            for row in ReporterPrecedence.objects.known_at(as_of)
        ],
        limits=[
            (row.group_id, Limits(on_track=row.on_track, at_risk=row.at_risk, coverage=row.coverage))
            for row in Threshold.objects.known_at(as_of).filter(valid_on(quarter.last_day)).order_by("pk")
        ],
        groups=groups,
        speaking=speaking,
        parks=_load_parks(place_ids, as_of, names),
        names=names,
    )


def _load_parks(place_ids: list[int], as_of: datetime | None, names: PastNames) -> tuple[HeldPark, ...]:
    known = ParkInvestor.objects.known_at(as_of).filter(park__in=place_ids)
    rows = list(known.select_related("investor").order_by("investor__slug", "pk"))
    names.put_on(rows, "investor")
    rows.sort(key=lambda row: row.investor.sort_key)
    found = ((row, organisation_face(row.investor)) for row in rows)
    return tuple(HeldPark(row.park_id, face, (row.valid_from, row.valid_to)) for row, face in found if face is not None)


def _load_duties(place_ids: list[int], day: date, as_of: datetime | None) -> dict[tuple[int, int], list[Days]]:
    """Return the days on which each indicator is owed for each place, as far as they began by the day; one query."""
    known = Q(form__duties__retired_at__isnull=True)
    if as_of is not None:
        known = Q(form__duties__recorded_at__lte=as_of) & (
            Q(form__duties__retired_at__isnull=True) | Q(form__duties__retired_at__gt=as_of)
        )
    begun = Q(form__duties__valid_from__isnull=True) | Q(form__duties__valid_from__lte=day)
    rows = as_they_stood(ReportFormLine, as_of).filter(known & begun & Q(form__duties__place__in=place_ids))
    found: dict[tuple[int, int], list[Days]] = {}
    for place_id, indicator_id, first, last in rows.values_list(
        "form__duties__place_id", "indicator_id", "form__duties__valid_from", "form__duties__valid_to"
    ):
        found.setdefault((place_id, indicator_id), []).append((first, last))
    return found
