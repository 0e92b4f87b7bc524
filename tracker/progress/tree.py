"""The part of the place tree that a page needs, as it was on a day, with the predecessors that its history needs."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connections

from provinces.reach import Reach, reaches
from tracker.models import Target
from tracker.progress.rows import PlaceFace

# A place lies at most this deep below another; deeper rows would be a loop of parents.
DEEPEST = 12
# The key under which a tree of several roots keeps those that lie below none of the others; no place has it.
TOP = 0

_KNOWN = "{row}.recorded_at <= %(as_of)s AND ({row}.retired_at IS NULL OR {row}.retired_at > %(as_of)s)"
_KNOWN_NOW = "{row}.retired_at IS NULL"

# One row a way of reaching a place: by a parent row that held on the day, or by a succession from successor to
# predecessor, whose part of the tree is then read on the last day before the merger.
_BELOW = """
WITH RECURSIVE below AS (
    SELECT root.id, NULL::bigint AS above_id, NULL::date AS effective_on, NULL::numeric AS share,
           %(day)s::date AS day, 0 AS depth
    FROM provinces_place root WHERE root.id = ANY(%(roots)s)
    UNION
    SELECT edge.id, below.id, edge.effective_on, edge.share, edge.day, below.depth + 1
    FROM below
    CROSS JOIN LATERAL (
        SELECT parent.place_id AS id, NULL::date AS effective_on, NULL::numeric AS share, below.day
        FROM provinces_placeparent parent
        WHERE parent.parent_id = below.id
          AND (parent.valid_from IS NULL OR parent.valid_from <= below.day)
          AND (parent.valid_to IS NULL OR parent.valid_to >= below.day)
          AND {parent_known}
        UNION ALL
        SELECT succession.predecessor_id, succession.effective_on, succession.share,
               LEAST(below.day, succession.effective_on - 1)
        FROM provinces_succession succession
        WHERE succession.successor_id = below.id AND {succession_known}
    ) edge
    WHERE below.depth < %(deepest)s
)
SELECT below.day, below.id, below.above_id, below.effective_on, below.share,
       place.slug, place.kind, place.name, place.name_en, place.valid_from, place.valid_to, place.sort_key,
       place.centrally_run,
       EXISTS (
           SELECT 1 FROM provinces_placemember member WHERE member.perimeter_id = place.id AND {member_known}
       ) AS overlapping
FROM below JOIN provinces_place place ON place.id = below.id
ORDER BY below.depth, place.sort_key, place.slug
"""

_ABOVE = """
WITH RECURSIVE above AS (
    SELECT place.id, 0 AS depth FROM provinces_place place WHERE place.id = %(place)s
    UNION
    SELECT parent.parent_id, above.depth + 1
    FROM above JOIN provinces_placeparent parent ON parent.place_id = above.id
    WHERE above.depth < %(deepest)s
      AND (parent.valid_from IS NULL OR parent.valid_from <= %(day)s)
      AND (parent.valid_to IS NULL OR parent.valid_to >= %(day)s)
      AND {parent_known}
)
SELECT place.id, place.slug, place.kind, place.name, place.name_en, place.valid_from, place.valid_to, place.sort_key,
       place.centrally_run
FROM above JOIN provinces_place place ON place.id = above.id
WHERE above.depth > 0 ORDER BY above.depth DESC
"""


@dataclass(frozen=True, slots=True)
class Predecessor:
    """One place that went into another: from which day, and which part of it (1 = all)."""

    place: PlaceFace
    effective_on: date
    share: Decimal


@dataclass(slots=True)
class Tree:
    """Places by id, the places below each on the day read, and the predecessors of each."""

    day: date
    places: dict[int, PlaceFace] = field(default_factory=dict)
    below: dict[int, list[int]] = field(default_factory=dict)
    predecessors: dict[int, list[Predecessor]] = field(default_factory=dict)
    successor_of: dict[int, tuple[int, date]] = field(default_factory=dict)

    def exists_on(self, place_id: int, day: date) -> bool:
        """Return whether the place is valid on the day."""
        place = self.places[place_id]
        return (place.valid_from is None or place.valid_from <= day) and (
            place.valid_to is None or place.valid_to >= day
        )

    def summands(self, place_id: int) -> list[int]:
        """Return the places whose sum stands for the place: those below it, without overlapping perimeters."""
        return [child for child in self.below.get(place_id, []) if not self.places[child].overlapping]

    def descendants(self, place_id: int) -> Iterator[int]:
        """Yield the place and every place below it or before it, each once, parents first."""
        seen: set[int] = set()
        queue = [place_id]
        while queue:
            current = queue.pop(0)
            if current in seen:
                continue
            seen.add(current)
            yield current
            queue.extend(self.below.get(current, []))
            queue.extend(p.place.id for p in self.predecessors.get(current, []))


def _face(row: tuple[Any, ...]) -> PlaceFace:
    return PlaceFace(*row)


def load_tree(
    *, roots: list[int], day: date, as_of: datetime | None, today: bool, reach: Reach = None, using: str = "default"
) -> Tree:
    """Return the places below and before the roots on the day, in two or three queries.

    With ``today`` every place below a root that has since gone into another is replaced by its successor, whose
    predecessors then stand under it; nothing else moves, so totals stay. Members of collective targets that lie
    elsewhere are there too, below nothing: the target's sum needs them. Places beyond the ``reach`` are not there at
    all, so that no sum holds them. Under `TOP` stand the roots of the day that lie below no other.
    """
    known = _KNOWN_NOW if as_of is None else _KNOWN
    parameters: dict[str, Any] = {"day": day, "roots": roots, "as_of": as_of, "deepest": DEEPEST}
    with connections[using].cursor() as cursor:
        tree = _read_below(cursor, known, parameters, reach)
        elsewhere = [member for member in _members_elsewhere(tree, using) if reaches(reach, [member])]
        if elsewhere:
            tree = _read_below(cursor, known, {**parameters, "roots": [*roots, *elsewhere]}, reach)
        below = {child for children in tree.below.values() for child in children}
        tops = [root for root in roots if root in tree.places and root not in below and tree.exists_on(root, day)]
        tree.below[TOP] = sorted(tops, key=lambda top: (tree.places[top].sort_key, tree.places[top].slug))
        if today:
            _move_to_today(tree, _successions(cursor, known, parameters, reach))
    return tree


def _members_elsewhere(tree: Tree, using: str) -> list[int]:
    """Return the members of the collective targets of the tree's places that are not in the tree themselves."""
    members = Target.members.through.objects.using(using).filter(
        target__collective=True, target__place__in=list(tree.places)
    )
    return sorted(set(members.values_list("place_id", flat=True)) - set(tree.places))


def _read_below(cursor: Any, known: str, parameters: dict[str, Any], reach: Reach) -> Tree:
    """Return the tree below and before the roots, as far as it is reached; one query."""
    cursor.execute(
        _BELOW.format(
            parent_known=known.format(row="parent"),
            succession_known=known.format(row="succession"),
            member_known=known.format(row="member"),
        ),
        parameters,
    )
    rows = [
        row for row in cursor.fetchall() if reaches(reach, [row[1]]) and (row[2] is None or reaches(reach, [row[2]]))
    ]
    tree = Tree(day=parameters["day"])
    latest: dict[int, date] = {}
    for day_read, place_id, *_ in rows:
        latest[place_id] = max(latest.get(place_id, day_read), day_read)
    for day_read, place_id, above_id, effective_on, share, *named in rows:
        face = tree.places.setdefault(place_id, _face((place_id, *named)))
        if above_id is None:
            continue
        if effective_on is None:
            # A place that outlives a merger is reached on two days; what left it in between lies elsewhere now.
            children = tree.below.setdefault(above_id, [])
            if day_read == latest[above_id] and place_id not in children:
                children.append(place_id)
        else:
            known_predecessors = tree.predecessors.setdefault(above_id, [])
            predecessor = Predecessor(face, effective_on, share)
            if predecessor not in known_predecessors:
                known_predecessors.append(predecessor)
    return tree


def _successions(
    cursor: Any, known: str, parameters: dict[str, Any], reach: Reach
) -> list[tuple[int, date, Decimal, PlaceFace]]:
    """Return the successions after the day into places that are reached; one query."""
    cursor.execute(
        f"""
        SELECT succession.predecessor_id, succession.effective_on, succession.share,
               place.id, place.slug, place.kind, place.name, place.name_en, place.valid_from, place.valid_to,
               place.sort_key, place.centrally_run
        FROM provinces_succession succession JOIN provinces_place place ON place.id = succession.successor_id
        WHERE succession.effective_on > %(day)s AND {known.format(row="succession")}
        ORDER BY succession.effective_on, place.sort_key
        """,  # noqa: S608 -- only our own constants are put into the text
        parameters,
    )
    return [(row[0], row[1], row[2], _face(tuple(row[3:]))) for row in cursor.fetchall() if reaches(reach, [row[3]])]


def _move_to_today(tree: Tree, successions: list[tuple[int, date, Decimal, PlaceFace]]) -> None:
    """Put successors in the place of predecessors below every node, chains of successions included."""
    into: dict[int, list[tuple[date, Decimal, PlaceFace]]] = {}
    for predecessor_id, effective_on, share, successor in successions:
        into.setdefault(predecessor_id, []).append((effective_on, share, successor))
    for above_id, children in list(tree.below.items()):
        moved: list[int] = []
        for child in children:
            for place_id in _ends_of_chain(tree, child, into):
                if place_id not in moved:
                    moved.append(place_id)
        moved.sort(key=lambda place_id: (tree.places[place_id].sort_key, tree.places[place_id].slug))
        tree.below[above_id] = moved


def _ends_of_chain(tree: Tree, place_id: int, into: dict[int, list[tuple[date, Decimal, PlaceFace]]]) -> list[int]:
    """Return the places that a place has become by today, linking each step on the way."""
    steps = into.get(place_id)
    if not steps:
        return [place_id]
    ends: list[int] = []
    for effective_on, share, successor in steps:
        tree.places.setdefault(successor.id, successor)
        predecessors = tree.predecessors.setdefault(successor.id, [])
        link = Predecessor(tree.places[place_id], effective_on, share)
        if link not in predecessors:
            predecessors.append(link)
            predecessors.sort(key=lambda p: (p.place.sort_key, p.place.slug))
        ends.extend(_ends_of_chain(tree, successor.id, into))
    return ends


def load_path(*, place_id: int, day: date, as_of: datetime | None, using: str = "default") -> tuple[PlaceFace, ...]:
    """Return the places above a place on the day, from the country down, in one query."""
    known = _KNOWN_NOW if as_of is None else _KNOWN
    with connections[using].cursor() as cursor:
        cursor.execute(
            _ABOVE.format(parent_known=known.format(row="parent")),
            {"place": place_id, "day": day, "as_of": as_of, "deepest": DEEPEST},
        )
        return tuple(_face(tuple(row)) for row in cursor.fetchall())
