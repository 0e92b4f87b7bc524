"""Answer what a page asks: one call a page, a fixed number of SELECTs, no arithmetic of its own."""

from datetime import date, datetime

from provinces.models import Place, PlaceKind, PlaceMember, Succession
from provinces.models.past import put_back
from provinces.reach import Reach, within
from tracker.progress.build import Builder
from tracker.progress.faces import place_face
from tracker.progress.in_one_currency import in_one_currency
from tracker.progress.lookup import (
    IndicatorNotFound,
    InvestorNotFound,
    NotFoundError,
    PlaceNotFound,
    newest_quarter,
    quarters_with_figures,
)
from tracker.progress.of_indicator import indicator_ids, progress_for_indicator
from tracker.progress.of_investor import progress_for_investor
from tracker.progress.periods import Quarter
from tracker.progress.rows import (
    ChildProgress,
    MapChoice,
    OrganisationFace,
    PlaceFace,
    PlaceProgress,
    ProgressRow,
)
from tracker.progress.snapshot import Shown, load_snapshot
from tracker.progress.tree import TOP, Tree
from tracker.progress.tree_rows import load_path, load_tree, today_of

__all__ = [
    "IndicatorNotFound",
    "InvestorNotFound",
    "NotFoundError",
    "PlaceNotFound",
    "newest_quarter",
    "progress_for_indicator",
    "progress_for_investor",
    "progress_for_place",
    "progress_of_own_places",
    "quarters_with_figures",
]


def progress_for_place(
    *,
    slug: str,
    quarter: Quarter,
    map_choice: MapChoice = MapChoice.THEN,
    as_of: datetime | None = None,
    indicator_codes: list[str] | None = None,
    with_courses: bool = False,
    drawn_below: str | None = None,
    reach: Reach = None,
) -> PlaceProgress:
    """Return everything a place page shows at the quarter, as known at ``as_of`` (None: now), within reach.

    Of the places above only the names are there, reached or not. ``with_courses``: the place's own rows carry the
    quarters of their year; ``drawn_below`` is the code of the indicator whose rows of the places below do, empty for
    the first headline indicator.

    :raises PlaceNotFound: if no place has the slug, or it is beyond the reach.
    :raises IndicatorNotFound: if a code is unknown.
    """
    place = Place.objects.filter(within(reach, "pk"), slug=slug).first()
    if place is None:
        raise PlaceNotFound(slug)
    wanted = None if indicator_codes is None else indicator_ids(indicator_codes)
    today = today_of(map_choice, as_of)
    tree = load_tree(roots=[place.pk], day=quarter.last_day, as_of=as_of, today=today, reach=reach)
    # Targets of every indicator are loaded: who has a part in one goal and none in another shows only with both.
    shown = Shown(frozenset({place.pk}), frozenset(wanted or ()))
    snapshot = load_snapshot(tree=tree, quarter=quarter, as_of=as_of, reach=reach, shown=shown)
    builder = Builder(snapshot)
    face = tree.places[place.pk]
    before = tree.predecessors.get(place.pk, [])
    exists = tree.exists_on(place.pk, quarter.last_day) or (
        today is not None and any(p.effective_on <= today for p in before)
    )
    rows: list[ProgressRow] = []
    if exists:
        drawn = None if with_courses else ()
        rows = builder.rows_for(place.pk, with_parts=True, indicator_ids=wanted, courses_of=drawn)
    investors = snapshot.investors_on(quarter.last_day)
    return PlaceProgress(
        place=face,
        quarter=quarter,
        map_choice=map_choice,
        as_of=as_of,
        exists=exists,
        path=load_path(place_id=place.pk, day=_day_on_map(face, quarter, today=today is not None), as_of=as_of),
        predecessors=tuple(p.place for p in before),
        successors=_successors(place.pk, as_of, reach),
        rows=tuple(rows),
        children=_children(
            builder, _below(tree, place.pk), rows, investors, wanted=wanted, drawn=_drawn(builder, drawn_below)
        )
        if exists
        else (),
        members=_members(place.pk, as_of, reach),
        investors=investors.get(place.pk, ()),
        in_one_currency=in_one_currency(builder, place.pk, rows, indicator_ids=wanted, reach=reach) if exists else (),
    )


def _day_on_map(face: PlaceFace, quarter: Quarter, *, today: bool) -> date:
    """Return the day on which to look for the places above: one on which the place existed."""
    day = quarter.last_day
    if today and face.valid_from is not None and day < face.valid_from:
        return face.valid_from
    return day if face.valid_to is None else min(day, face.valid_to)


def progress_of_own_places(
    *,
    quarter: Quarter,
    map_choice: MapChoice = MapChoice.THEN,
    as_of: datetime | None = None,
    drawn: str | None = None,
    reach: frozenset[int],
) -> tuple[ChildProgress, ...]:
    """Return the places of a reach that lie below none of its others, as a page shows the places below one.

    ``drawn`` is the code of the indicator whose rows carry the quarters of their year, empty for the first headline
    one.
    """
    today = today_of(map_choice, as_of)
    tree = load_tree(roots=sorted(reach), day=quarter.last_day, as_of=as_of, today=today, reach=reach)
    snapshot = load_snapshot(tree=tree, quarter=quarter, as_of=as_of, reach=reach, shown=Shown())
    investors = snapshot.investors_on(quarter.last_day)
    builder = Builder(snapshot)
    return _children(builder, tree.below[TOP], [], investors, drawn=_drawn(builder, drawn))


def _drawn(builder: Builder, code: str | None) -> set[int]:
    """Return whose rows carry the quarters of their year: nobody's for None, the first headline's for an empty code."""
    if code is None:
        return set()
    faces = sorted(builder.snapshot.indicators.values(), key=lambda face: face.order)
    found = [face.id for face in faces if (face.code == code if code else face.headline)]
    return set(found[:1])


def _children(
    builder: Builder,
    below: list[int],
    rows: list[ProgressRow],
    investors: dict[int, tuple[OrganisationFace, ...]],
    *,
    wanted: set[int] | None = None,
    drawn: set[int],
) -> tuple[ChildProgress, ...]:
    """Return places that lie below another, each with its rows for the headline indicators; figures first."""
    snapshot, tree = builder.snapshot, builder.snapshot.tree
    speaking = snapshot.speaking | {place_id for place_id, promised in snapshot.targets.items() if promised}
    indicators = {row.indicator.id for row in rows} | {
        face.id for face in builder.snapshot.indicators.values() if face.headline
    }
    if wanted is not None:
        indicators &= wanted
    found: list[ChildProgress] = []
    for child in below:
        child_rows = builder.rows_for(
            child, with_parts=False, indicator_ids=indicators, courses_of=drawn, with_units=False
        )
        owes = any(builder.roller.owes(child, indicator) for indicator in indicators)
        face = tree.places[child]
        found.append(
            ChildProgress(
                place=face,
                rows=tuple(child_rows),
                owes=owes,
                has_anything=any(other in speaking for other in tree.descendants(child)),
                investors=investors.get(child, ()),
            )
        )
    return tuple(sorted(found, key=lambda child: child.silence))


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


def _successors(place_id: int, as_of: datetime | None, reach: Reach) -> tuple[PlaceFace, ...]:
    found = Succession.objects.known_at(as_of).filter(within(reach, "successor"), predecessor=place_id)
    rows = list(found.select_related("successor"))
    put_back((row.successor for row in rows), as_of)
    rows.sort(key=lambda row: (row.effective_on, row.successor.sort_key))
    return tuple(place_face(row.successor) for row in rows)


def _members(place_id: int, as_of: datetime | None, reach: Reach) -> tuple[PlaceFace, ...]:
    rows = PlaceMember.objects.known_at(as_of).filter(within(reach, "member"), perimeter=place_id, member__isnull=False)
    members = list(Place.objects.filter(pk__in=rows.values("member")))
    put_back(members, as_of)
    found = [place_face(member) for member in members]
    return tuple(sorted(found, key=lambda face: (face.sort_key, face.slug)))
