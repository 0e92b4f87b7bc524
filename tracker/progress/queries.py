"""Answer what a page asks: one call a page, a fixed number of SELECTs, no arithmetic of its own."""

from datetime import date, datetime

from django.db.models import Q

from provinces.models import Organisation, OrganisationKind, ParkInvestor, Place, PlaceKind, PlaceMember, Succession
from provinces.models.recorded import valid_on
from tracker.models import Indicator, ReportRevision, RevisionStatus, Target
from tracker.progress.build import Builder
from tracker.progress.faces import organisation_face, place_face
from tracker.progress.periods import Quarter
from tracker.progress.rows import (
    ChildProgress,
    IndicatorProgress,
    InvestorProgress,
    MapChoice,
    OrganisationFace,
    PlaceFace,
    PlaceProgress,
    ProgressRow,
)
from tracker.progress.snapshot import load_snapshot
from tracker.progress.tree import Tree, load_path, load_tree


class NotFoundError(LookupError):
    """Something asked for by its address name does not exist."""


class PlaceNotFound(NotFoundError):  # noqa: N818 -- named like Django's DoesNotExist
    """No place has the slug."""


class IndicatorNotFound(NotFoundError):  # noqa: N818 -- named like Django's DoesNotExist
    """No indicator has the code."""


class InvestorNotFound(NotFoundError):  # noqa: N818 -- named like Django's DoesNotExist
    """No infrastructure investor has the slug."""


def newest_quarter(*, place_slug: str | None = None) -> Quarter | None:
    """Return the newest quarter with approved figures, of the place itself if one is named; None if there is none."""
    approved = ReportRevision.objects.filter(status=RevisionStatus.APPROVED)
    if place_slug is not None:
        approved = approved.filter(report__place__slug=place_slug)
    row = approved.order_by("-report__year", "-report__quarter").values_list("report__year", "report__quarter").first()
    return None if row is None else Quarter(*row)


def quarters_with_figures() -> tuple[Quarter, ...]:
    """Return the quarters that have approved figures, newest first; one query."""
    rows = (
        ReportRevision.objects.filter(status=RevisionStatus.APPROVED)
        .order_by("-report__year", "-report__quarter")
        .values_list("report__year", "report__quarter")
        .distinct()
    )
    return tuple(Quarter(*row) for row in rows)


def _indicator_ids(codes: list[str] | None) -> set[int] | None:
    if codes is None:
        return None
    found = dict(Indicator.objects.filter(code__in=codes).values_list("code", "pk"))
    for code in codes:
        if code not in found:
            raise IndicatorNotFound(code)
    return set(found.values())


def progress_for_place(
    *,
    slug: str,
    quarter: Quarter,
    map_choice: MapChoice = MapChoice.THEN,
    as_of: datetime | None = None,
    indicator_codes: list[str] | None = None,
) -> PlaceProgress:
    """Return everything a place page shows at the quarter, as known at ``as_of`` (None: now).

    :raises PlaceNotFound: if no place has the slug.
    :raises IndicatorNotFound: if a code is unknown.
    """
    place = Place.objects.filter(slug=slug).first()
    if place is None:
        raise PlaceNotFound(slug)
    wanted = _indicator_ids(indicator_codes)
    today = map_choice is MapChoice.TODAY
    tree = load_tree(roots=[place.pk], day=quarter.last_day, as_of=as_of, today=today)
    # Every indicator is loaded: who has a part in one goal and none in another shows only when both are there.
    snapshot = load_snapshot(tree=tree, quarter=quarter, as_of=as_of)
    builder = Builder(snapshot)
    face = tree.places[place.pk]
    exists = tree.exists_on(place.pk, quarter.last_day) or (today and bool(tree.predecessors.get(place.pk)))
    rows = builder.rows_for(place.pk, with_parts=True, indicator_ids=wanted) if exists else []
    investors = _investors(list(tree.places), quarter.last_day, as_of)
    return PlaceProgress(
        place=face,
        quarter=quarter,
        map_choice=map_choice,
        as_of=as_of,
        exists=exists,
        path=load_path(place_id=place.pk, day=_day_on_map(face, quarter, today=today), as_of=as_of),
        predecessors=tuple(p.place for p in tree.predecessors.get(place.pk, [])),
        successors=_successors(place.pk, as_of),
        rows=tuple(rows),
        children=_children(builder, place.pk, rows, investors, wanted) if exists else (),
        members=_members(place.pk, as_of),
        investors=investors.get(place.pk, ()),
    )


def _day_on_map(face: PlaceFace, quarter: Quarter, *, today: bool) -> date:
    """Return the day on which to look for the places above: one on which the place existed."""
    day = quarter.last_day
    if today and face.valid_from is not None and day < face.valid_from:
        return face.valid_from
    return day if face.valid_to is None else min(day, face.valid_to)


def _children(
    builder: Builder,
    place_id: int,
    rows: list[ProgressRow],
    investors: dict[int, tuple[OrganisationFace, ...]],
    wanted: set[int] | None,
) -> tuple[ChildProgress, ...]:
    """Return the places below: of a country its provinces, of anything else all that lies below; figures first."""
    tree = builder.snapshot.tree
    indicators = {row.indicator.id for row in rows} | {
        face.id for face in builder.snapshot.indicators.values() if face.headline
    }
    if wanted is not None:
        indicators &= wanted
    found: list[ChildProgress] = []
    for child in _below(tree, place_id):
        child_rows = builder.rows_for(child, with_parts=False, indicator_ids=indicators)
        owes = any(builder.roller.owes(child, indicator) for indicator in indicators)
        face = tree.places[child]
        found.append(
            ChildProgress(
                place=face,
                rows=tuple(child_rows),
                owes=owes,
                has_anything=builder.has_anything(child),
                investors=investors.get(child, ()),
            )
        )
    found.sort(
        key=lambda child: (
            not any(row.to_date.is_known or row.target is not None for row in child.rows),
            not child.has_anything,
        )
    )
    return tuple(found)


def _below(tree: Tree, place_id: int) -> list[int]:
    """Return the children of a country, or every descendant of another place, in tree order."""
    if tree.places[place_id].kind == PlaceKind.COUNTRY:
        return tree.below.get(place_id, [])
    first = [p.place.id for p in tree.predecessors.get(place_id, []) if p.effective_on > tree.day]
    found: list[int] = []
    queue = [*first, *tree.below.get(place_id, [])]
    while queue:
        current = queue.pop(0)
        if current in found:
            continue
        found.append(current)
        later = [p.place.id for p in tree.predecessors.get(current, []) if p.effective_on > tree.day]
        queue = [*later, *tree.below.get(current, []), *queue]
    return found


def _investors(place_ids: list[int], day: date, as_of: datetime | None) -> dict[int, tuple[OrganisationFace, ...]]:
    found: dict[int, list[OrganisationFace]] = {}
    rows = ParkInvestor.objects.known_at(as_of).filter(valid_on(day), park__in=place_ids)
    for row in rows.select_related("investor").order_by("investor__sort_key", "investor__slug"):
        face = organisation_face(row.investor)
        if face is not None:
            found.setdefault(row.park_id, []).append(face)
    return {park_id: tuple(faces) for park_id, faces in found.items()}


def _successors(place_id: int, as_of: datetime | None) -> tuple[PlaceFace, ...]:
    rows = Succession.objects.known_at(as_of).filter(predecessor=place_id).select_related("successor")
    return tuple(place_face(row.successor) for row in rows.order_by("effective_on", "successor__sort_key"))


def _members(place_id: int, as_of: datetime | None) -> tuple[PlaceFace, ...]:
    rows = PlaceMember.objects.known_at(as_of).filter(perimeter=place_id, member__isnull=False)
    members = Place.objects.filter(pk__in=rows.values("member"))
    found = [place_face(member) for member in members]
    return tuple(sorted(found, key=lambda face: (face.sort_key, face.slug)))


def progress_for_indicator(
    *,
    code: str,
    quarter: Quarter,
    map_choice: MapChoice = MapChoice.THEN,
    as_of: datetime | None = None,
) -> IndicatorProgress:
    """Return everything an indicator page shows at the quarter: the country, then every place that has something.

    :raises IndicatorNotFound: if no indicator has the code.
    """
    wanted = _indicator_ids([code]) or set()
    root = Place.objects.filter(kind=PlaceKind.COUNTRY).order_by("pk").first()
    if root is None:
        raise PlaceNotFound("country")
    tree = load_tree(roots=[root.pk], day=quarter.last_day, as_of=as_of, today=map_choice is MapChoice.TODAY)
    snapshot = load_snapshot(tree=tree, quarter=quarter, as_of=as_of, indicator_ids=wanted)
    builder = Builder(snapshot)
    indicator_id = wanted.pop()
    country = builder.rows_for(root.pk, with_parts=False, indicator_ids=[indicator_id])
    rows: list[ProgressRow] = []
    seen = {root.pk}
    queue = list(tree.below.get(root.pk, []))
    while queue:
        current = queue.pop(0)
        if current in seen:
            continue
        seen.add(current)
        rows.extend(builder.rows_for(current, with_parts=False, indicator_ids=[indicator_id]))
        later = [p.place.id for p in tree.predecessors.get(current, []) if p.effective_on > tree.day]
        queue = [*later, *tree.below.get(current, []), *queue]
    figures = sorted(snapshot.figures_by_id.values(), key=lambda f: (-f.to_on.toordinal(), f.place.sort_key, f.id))
    return IndicatorProgress(
        indicator=snapshot.indicators[indicator_id],
        quarter=quarter,
        map_choice=map_choice,
        as_of=as_of,
        country=country[0] if country else builder.empty_row(root.pk, indicator_id),
        rows=tuple(rows),
        figures=tuple(figures),
    )


def progress_for_investor(
    *,
    slug: str,
    quarter: Quarter,
    map_choice: MapChoice = MapChoice.THEN,
    as_of: datetime | None = None,
) -> InvestorProgress:
    """Return everything an investor page shows at the quarter.

    :raises InvestorNotFound: if no infrastructure investor has the slug.
    """
    investor = Organisation.objects.filter(slug=slug, kind=OrganisationKind.INVESTOR).first()
    face = organisation_face(investor)
    if investor is None or face is None:
        raise InvestorNotFound(slug)
    parks = [row.park for row in ParkInvestor.objects.known_at(as_of).filter(investor=investor).select_related("park")]
    targets = Target.objects.in_force(as_of).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=quarter.first_day),
        investor=investor,
        starts_on__lte=quarter.last_day,
    )
    goal_places = set(targets.filter(part_of__isnull=False).values_list("part_of__place_id", flat=True))
    roots = {park.pk for park in parks} | set(targets.values_list("place_id", flat=True)) | goal_places
    tree = load_tree(roots=sorted(roots), day=quarter.last_day, as_of=as_of, today=map_choice is MapChoice.TODAY)
    snapshot = load_snapshot(tree=tree, quarter=quarter, as_of=as_of)
    builder = Builder(snapshot)
    own = [
        target
        for place_targets in snapshot.targets.values()
        for target in place_targets
        if target.investor is not None and target.investor.id == investor.pk
    ]
    own.sort(key=lambda target: (target.place.sort_key, target.position, target.id))
    goal_ids = {target.part_of_id for target in own}
    goals = [
        builder.target_row(target, with_parts=True)
        for place_targets in snapshot.targets.values()
        for target in place_targets
        if target.id in goal_ids
    ]
    unique_parks = {park.pk: place_face(park) for park in parks}
    return InvestorProgress(
        investor=face,
        quarter=quarter,
        map_choice=map_choice,
        as_of=as_of,
        parks=tuple(sorted(unique_parks.values(), key=lambda park: (park.sort_key, park.slug))),
        rows=tuple(builder.target_row(target, with_parts=False) for target in own),
        goals=tuple(goals),
    )
