"""List what was restated of a place's quarter between two moments: old, new, who, when, why, and with which effect."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from provinces.models import Place
from provinces.reach import Reach, within
from tracker.models import Actual, Target
from tracker.progress.asked import Cell, Span
from tracker.progress.build import Builder
from tracker.progress.differences import differences
from tracker.progress.edited_rows import edited_rows
from tracker.progress.faces import shown_in
from tracker.progress.frame_changes import frame_changes
from tracker.progress.ledger import approved_versions, version_of
from tracker.progress.lookup import PlaceNotFound
from tracker.progress.measures import IndicatorKind, Reading
from tracker.progress.named_by_page import read_by
from tracker.progress.periods import Quarter
from tracker.progress.promised import target_faces
from tracker.progress.restatement_rows import PlaceRestatements, Restatement, RestatementKind, RowChange, moved_members
from tracker.progress.row_changes import figures_of, row_changes, targets_of
from tracker.progress.rows import FigureFace, MapChoice, ProgressRow, TargetFace
from tracker.progress.snapshot import load_snapshot
from tracker.progress.tree_rows import load_path, load_tree, today_of
from tracker.progress.versions import Chain, chains_of


@dataclass(frozen=True, slots=True)
class _Cell:
    """One cell of the books: whose report of which quarter, which indicator, which days."""

    place_id: int
    reporter_id: int
    quarter: Quarter
    indicator_id: int
    basis: str
    from_on: date | None
    to_on: date


def restatements_of_place(
    *,
    slug: str,
    quarter: Quarter,
    since: datetime,
    until: datetime | None = None,
    map_choice: MapChoice = MapChoice.THEN,
    reach: Reach = None,
    printed: tuple[ProgressRow, ...] | None = None,
) -> PlaceRestatements:
    """Return what was approved or recorded after ``since`` and by ``until`` (None: now) of what a place's page reads.

    That is every figure, target and rule of the place, of what lies below it and before it, up to the quarter.
    ``printed`` are the rows that an edition printed at ``since``; without them they are computed as known then.
    A fixed number of queries, whatever the number of changes.

    :raises PlaceNotFound: if no place has the slug, or it is beyond the reach.
    """
    place = Place.objects.filter(within(reach, "pk"), slug=slug).first()
    if place is None:
        raise PlaceNotFound(slug)
    before, after = (_books(place.pk, quarter, map_choice, moment, reach) for moment in (since, until))
    chains, targets, faces = _versions(after, until, reach)
    first_versions = {one.key: chain.versions[0].key for chain in chains for one in chain.versions}
    old_rows = _rows(before, place.pk, map_choice) if printed is None else printed
    rows = row_changes(old_rows, _rows(after, place.pk, map_choice), first_versions=first_versions)
    figures = list(_figures(before, after, since, until))
    path = load_path(place_id=place.pk, day=quarter.last_day, as_of=until)
    read = read_by((before.snapshot, after.snapshot), path)
    items = [
        *figures,
        *_derived(before, after, figures),
        *_targets(after, chains, targets, faces, quarter, since),
        *frame_changes(read.places, path, since=since, until=until, reach=reach),
        *edited_rows(read, since=since, until=until),
    ]
    items.sort(key=lambda item: item.at, reverse=True)
    return PlaceRestatements(
        place=after.snapshot.tree.places[place.pk],
        quarter=quarter,
        map_choice=map_choice,
        since=since,
        until=until,
        path=path,
        items=tuple(replace(item, effect=_effect(item, rows)) for item in items),
        rows=rows,
    )


def _books(place_id: int, quarter: Quarter, map_choice: MapChoice, as_of: datetime | None, reach: Reach) -> Builder:
    today = today_of(map_choice, as_of)
    tree = load_tree(roots=[place_id], day=quarter.last_day, as_of=as_of, today=today, reach=reach)
    return Builder(load_snapshot(tree=tree, quarter=quarter, as_of=as_of, reach=reach))


def _rows(books: Builder, place_id: int, map_choice: MapChoice) -> list[ProgressRow]:
    tree, today = books.snapshot.tree, today_of(map_choice, books.snapshot.as_of)
    before = tree.predecessors.get(place_id, [])
    exists = tree.exists_on(place_id, books.snapshot.quarter.last_day) or (
        today is not None and any(p.effective_on <= today for p in before)
    )
    return books.rows_for(place_id, with_parts=True) if exists else []


# --- Figures ----------------------------------------------------------------------------------------------------------


def _cells(books: Builder) -> dict[_Cell, FigureFace]:
    return {
        _Cell(
            figure.place.id,
            figure.reporter.id,
            figure.quarter,
            figure.indicator_id,
            figure.basis,
            figure.from_on,
            figure.to_on,
        ): figure
        for figure in books.snapshot.figures_by_id.values()
    }


def _says(figure: FigureFace) -> object:
    return (
        figure.value,
        figure.high,
        figure.comparator,
        figure.unit,
        figure.numerator,
        figure.denominator,
        figure.observation_status,
    )


def _figures(before: Builder, after: Builder, since: datetime, until: datetime | None) -> Iterator[Restatement]:
    found = differences(_cells(before), _cells(after), says=_says)
    rows = _approved_since(after, since, until) if found else {}
    for one in found:
        row = rows.get(one.key)
        if row is None:
            continue  # moved by the frame alone, for example a place that lies elsewhere now
        figure = one.new or one.old
        assert figure is not None
        indicator = after.snapshot.indicators[figure.indicator_id]
        yield Restatement(
            kind=RestatementKind.FIGURE,
            place=figure.place,
            indicator=shown_in(indicator, figure.unit),
            reporter=figure.reporter,
            quarter=figure.quarter,
            from_on=figure.from_on,
            to_on=figure.to_on,
            basis=figure.basis,
            old=one.old,
            new=one.new,
            by=str(row.revision.approved_by),
            at=row.revision.approved_at,
            why="; ".join(dict.fromkeys(filter(None, (row.revision.reason, row.reason)))),
        )


def _approved_since(books: Builder, since: datetime, until: datetime | None) -> dict[_Cell, Any]:
    """Return the newest row of each cell that was approved in between, withdrawals included; one query."""
    rows = Actual.objects.filter(
        revision__approved_at__gt=since,
        revision__report__place__in=list(books.snapshot.tree.places),
        to_on__lte=books.snapshot.quarter.last_day,
        rejected_because="",
    )
    if until is not None:
        rows = rows.filter(revision__approved_at__lte=until)
    found: dict[_Cell, Any] = {}
    for row in rows.select_related("revision__report", "revision__approved_by").order_by("revision__number", "pk"):
        report = row.revision.report
        quarter = Quarter(report.year, report.quarter)
        key = _Cell(report.place_id, report.reporter_id, quarter, row.indicator_id, row.basis, row.from_on, row.to_on)
        found[key] = row
    return found


def _derived(before: Builder, after: Builder, figures: Iterable[Restatement]) -> Iterator[Restatement]:
    """Yield the quarters that followed from figures and follow otherwise now.

    The cause of one is the newest restated figure that goes into it.
    """
    causes: dict[tuple[int, int, str], list[Restatement]] = {}
    for item in figures:
        assert item.place is not None
        assert item.indicator is not None
        if item.indicator.kind == IndicatorKind.FLOW:
            causes.setdefault((item.place.id, item.indicator.id, item.indicator.unit), []).append(item)
    for (place_id, indicator_id, unit), items in causes.items():
        for quarter in _quarters_of(items, after.snapshot.quarter):
            old, new = (_alone(books, place_id, indicator_id, unit, quarter) for books in (before, after))
            if old is None or not old.is_known or not (old.derived or (new is not None and new.derived)):
                continue
            if new is not None and new.amount == old.amount:
                continue
            yield replace(
                max(_causes_of((old, new), items), key=lambda item: item.at),
                kind=RestatementKind.DERIVED,
                quarter=quarter,
                from_on=quarter.first_day,
                to_on=quarter.last_day,
                basis="in_quarter",
                old=old,
                new=new if new is not None and new.is_known else None,
            )


def _causes_of(readings: Iterable[Reading | None], items: list[Restatement]) -> list[Restatement]:
    """Return the restated figures that a reading used before or uses now; all of them where none can be told."""
    used = {key for reading in readings if reading is not None for _sign, key in reading.links}
    return [
        item for item in items if used & {one.id for one in (item.old, item.new) if isinstance(one, FigureFace)}
    ] or items


def _quarters_of(items: list[Restatement], last: Quarter) -> list[Quarter]:
    """Return the quarters of the years of some figures, up to the last one."""
    years = sorted({item.quarter.year for item in items if item.quarter is not None})
    every = [Quarter(year, number) for year in years for number in (1, 2, 3, 4)]
    return [quarter for quarter in every if quarter.last_day <= last.last_day]


def _alone(books: Builder, place_id: int, indicator_id: int, unit: str, quarter: Quarter) -> Reading | None:
    if place_id not in books.snapshot.tree.places:
        return None
    own = books.roller.own(Cell(place_id, indicator_id, unit), Span.of_quarter(quarter))
    return None if own is None else own.reading


# --- Targets ----------------------------------------------------------------------------------------------------------


def _versions(
    books: Builder, until: datetime | None, reach: Reach
) -> tuple[tuple[Chain, ...], dict[int, Target], dict[int, TargetFace]]:
    tree = books.snapshot.tree
    targets = approved_versions(list(tree.places), until)
    books.snapshot.names.put_on(targets.values(), "investor", "issuer", "document")
    faces = {face.id: face for face in target_faces(list(targets.values()), tree, books.snapshot.indicators, reach)}
    return chains_of(version_of(row) for row in targets.values() if row.pk in faces), targets, faces


def _targets(
    books: Builder,
    chains: Iterable[Chain],
    targets: Mapping[int, Target],
    faces: Mapping[int, TargetFace],
    quarter: Quarter,
    since: datetime,
) -> Iterator[Restatement]:
    for chain in chains:
        known = tuple(version for version in chain.versions if version.approved_at <= since)
        old, new = Chain(known).in_force if known else None, chain.in_force
        stood = [faces[version.key] for version in (old, new) if version is not None]
        if old is new or not any(_holds_in(face, quarter) for face in stood):
            continue
        newest = targets[chain.versions[-1].key]
        face = stood[-1]
        before, after = (None if version is None else faces[version.key] for version in (old, new))
        joined, left = moved_members(before, after, books.snapshot.tree.places)
        yield Restatement(
            kind=RestatementKind.TARGET,
            place=face.place,
            indicator=shown_in(books.snapshot.indicators[face.indicator_id], face.unit),
            reporter=face.investor,
            from_on=face.terms.starts,
            to_on=face.terms.ends,
            old=before,
            new=after,
            by=str(newest.approved_by),
            at=chain.versions[-1].approved_at,
            why=newest.reason,
            joined=joined,
            left=left,
        )


def _holds_in(face: TargetFace, quarter: Quarter) -> bool:
    return face.terms.starts <= quarter.last_day and (face.terms.ends is None or face.terms.ends >= quarter.first_day)


# --- Effect -----------------------------------------------------------------------------------------------------------


def _effect(item: Restatement, rows: Iterable[RowChange]) -> tuple[RowChange, ...]:
    """Return the changed rows that a restated figure or target is an input of, before or after."""
    said = [one for one in (item.old, item.new) if isinstance(one, FigureFace | TargetFace)]
    inputs = targets_of if item.kind is RestatementKind.TARGET else figures_of
    return tuple(row for row in rows if not inputs(row).isdisjoint(one.id for one in said))
