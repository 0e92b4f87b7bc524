"""Tell every version of a place's targets, with the percentage that each of them gives at one quarter."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from provinces.models import Place
from provinces.reach import Reach, within
from tracker.models import Target
from tracker.progress.build import Builder
from tracker.progress.faces import shown_in
from tracker.progress.lookup import PlaceNotFound
from tracker.progress.measures import Comparator
from tracker.progress.periods import Quarter
from tracker.progress.promised import ORDER_OF_TARGETS, in_order, target_faces
from tracker.progress.rows import IndicatorFace, MapChoice, PlaceFace, ProgressRow, TargetFace
from tracker.progress.snapshot import load_snapshot
from tracker.progress.tree import Tree
from tracker.progress.tree_rows import load_path, load_tree, today_of
from tracker.progress.versions import Chain, Version, VersionState, chains_of


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    """One approved version of a target, with its indicator as it is shown in the unit of the version.

    ``row`` is what a page would say at the quarter if this version were in force: its figures, read over the version's
    own period, and its percentage; None for a version that states no number to measure by. ``effect`` is the change
    of the percentage, as a share of 1, against the version before; None where one of the two is not exactly known.
    """

    target: TargetFace
    indicator: IndicatorFace
    row: ProgressRow | None
    state: VersionState
    issued_on: date | None
    reason: str
    rejected_because: str
    approved_at: datetime
    approved_by: str
    replaced_at: datetime | None
    effect: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """One target with all its versions, oldest first; ``current`` is None once it was withdrawn."""

    lines: tuple[LedgerLine, ...]
    current: LedgerLine | None
    original: LedgerLine | None

    @property
    def newest(self) -> LedgerLine:
        """Return the newest version, whatever has become of it."""
        return self.lines[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceLedger:
    """The targets of a place, and of its predecessors, that any version lets hold in the quarter."""

    place: PlaceFace
    quarter: Quarter
    map_choice: MapChoice
    as_of: datetime | None
    path: tuple[PlaceFace, ...]
    entries: tuple[LedgerEntry, ...]


def ledger_of_place(
    *,
    slug: str,
    quarter: Quarter,
    map_choice: MapChoice = MapChoice.THEN,
    as_of: datetime | None = None,
    reach: Reach = None,
) -> PlaceLedger:
    """Return every version of the targets of a place at the quarter, as known at ``as_of`` (None: now), within reach.

    In the order of the documents that set them last. A fixed number of queries, whatever the number of versions.

    :raises PlaceNotFound: if no place has the slug, or it is beyond the reach.
    """
    place = Place.objects.filter(within(reach, "pk"), slug=slug).first()
    if place is None:
        raise PlaceNotFound(slug)
    today = today_of(map_choice, as_of)
    tree = load_tree(roots=[place.pk], day=quarter.last_day, as_of=as_of, today=today, reach=reach)
    builder = Builder(load_snapshot(tree=tree, quarter=quarter, as_of=as_of, reach=reach))
    indicators = builder.snapshot.indicators
    found = in_order(
        approved_versions(_and_before(tree, place.pk), as_of).values(), tree, indicators, builder.snapshot.names
    )
    rows = {row.pk: row for row in found}
    faces = {face.id: face for face in target_faces(found, tree, indicators, reach)}
    chains = chains_of(version_of(row) for row in rows.values() if row.pk in faces)
    return PlaceLedger(
        place=tree.places[place.pk],
        quarter=quarter,
        map_choice=map_choice,
        as_of=as_of,
        path=load_path(place_id=place.pk, day=quarter.last_day, as_of=as_of),
        entries=tuple(
            _entry(builder, chain, rows, faces)
            for chain in chains
            if any(_holds_in(rows[version.key], quarter) for version in chain.versions)
        ),
    )


def _and_before(tree: Tree, place_id: int) -> list[int]:
    """Return the place and its predecessors, those of predecessors included: their targets are inherited."""
    found = [place_id]
    for known in found:
        found += [p.place.id for p in tree.predecessors.get(known, []) if p.place.id not in found]
    return found


def approved_versions(place_ids: list[int], as_of: datetime | None) -> dict[int, Target]:
    """Return every approved version of the places' targets by key, in the order of their documents; one query."""
    rows = (
        Target.objects.approved_by(as_of)
        .filter(place__in=place_ids)
        .select_related("investor", "issuer", "document", "unit", "other_unit", "approved_by")
        .order_by(*ORDER_OF_TARGETS)
    )
    return {row.pk: row for row in rows}


def version_of(row: Target) -> Version:
    """Return what the order of versions needs of an approved target."""
    assert row.approved_at is not None
    return Version(
        key=row.pk,
        replaces=row.supersedes_id,
        approved_at=row.approved_at,
        withdrawal=row.withdrawn,
        misprint=bool(row.rejected_because),
    )


def _holds_in(row: Target, quarter: Quarter) -> bool:
    return row.starts_on <= quarter.last_day and (row.ends_on is None or row.ends_on >= quarter.first_day)


def _entry(builder: Builder, chain: Chain, rows: dict[int, Target], faces: dict[int, TargetFace]) -> LedgerEntry:
    lines: dict[int, LedgerLine] = {}
    before: LedgerLine | None = None
    for version in chain.versions:
        line = _line(builder, chain, version, rows[version.key], faces[version.key], before)
        lines[version.key] = line
        before = line if line.row is not None else before
    current, original = chain.in_force, chain.original
    return LedgerEntry(
        lines=tuple(lines.values()),
        current=None if current is None else lines[current.key],
        original=None if original is None else lines[original.key],
    )


def _line(
    builder: Builder, chain: Chain, version: Version, target: Target, face: TargetFace, before: LedgerLine | None
) -> LedgerLine:
    row = None if version.withdrawal or version.misprint else builder.target_row(face, with_parts=False)
    return LedgerLine(
        target=face,
        indicator=shown_in(builder.snapshot.indicators[face.indicator_id], face.unit),
        row=row,
        state=chain.state_of(version),
        issued_on=target.issued_on,
        reason=target.reason,
        rejected_because=target.rejected_because,
        approved_at=version.approved_at,
        approved_by=str(target.approved_by),
        replaced_at=chain.replaced_at(version),
        effect=_effect(row, None if before is None else before.row),
    )


def _effect(now: ProgressRow | None, before: ProgressRow | None) -> Decimal | None:
    """Return how far the percentage moves from one version to the next; a bound or a range is no exact number."""
    shares = [_exact_share(row) for row in (now, before) if row is not None]
    if len(shares) < 2 or shares[0] is None or shares[1] is None:
        return None
    return shares[0] - shares[1]


def _exact_share(row: ProgressRow) -> Decimal | None:
    reached = row.progress.attainment
    exact = reached.comparator is Comparator.EXACTLY and reached.high is None
    return reached.low if exact else None


def revised(entries: Iterable[LedgerEntry]) -> int:
    """Return how many of the targets have more than one version."""
    return sum(len(entry.lines) > 1 for entry in entries)
