"""Read the rows that a tree of places grows from: a fixed number of queries, whatever the number of places."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import connections
from django.utils import timezone

from provinces.reach import Reach, reaches
from tracker.models import Target
from tracker.progress.rows import MapChoice, PlaceFace
from tracker.progress.tree import Edge, Step, Tree, grow_tree

# A place lies at most this deep below another; deeper rows would be a loop of parents.
DEEPEST = 12

_KNOWN = "{row}.recorded_at <= %(as_of)s AND ({row}.retired_at IS NULL OR {row}.retired_at > %(as_of)s)"
_KNOWN_NOW = "{row}.retired_at IS NULL"

# The address name is today's, so that links lead on; everything else of a place is as it stood.
_FACE = """place.slug, stood.kind, stood.name, stood.name_en, stood.valid_from, stood.valid_to, stood.sort_key,
       stood.centrally_run"""
_STANDS = "JOIN provinces_place stood ON stood.id = place.id"
# The last event of the place by the moment, or the first one after it where there is none (`provinces.models.past`).
_STOOD = """
JOIN LATERAL (
    SELECT event.* FROM provinces_placeevent event WHERE event.pgh_obj_id = place.id
    ORDER BY event.pgh_created_at > %(as_of)s AND event.pgh_label <> 'found',
             CASE WHEN event.pgh_created_at > %(as_of)s AND event.pgh_label <> 'found' THEN event.pgh_id
                  ELSE -event.pgh_id END
    LIMIT 1
) stood ON true
"""

# One row a way of reaching a place: by a parent row that held on the day or before it, or by a succession from
# successor to predecessor. Which of them count on which day is said by `grow_tree`.
_BELOW = """
WITH RECURSIVE below AS (
    SELECT root.id, NULL::bigint AS above_id, NULL::date AS from_on, NULL::date AS to_on,
           NULL::date AS effective_on, NULL::numeric AS share, 0 AS depth
    FROM provinces_place root WHERE root.id = ANY(%(roots)s)
    UNION
    SELECT edge.id, below.id, edge.from_on, edge.to_on, edge.effective_on, edge.share, below.depth + 1
    FROM below
    CROSS JOIN LATERAL (
        SELECT parent.place_id AS id, parent.valid_from AS from_on, parent.valid_to AS to_on,
               NULL::date AS effective_on, NULL::numeric AS share
        FROM provinces_placeparent parent
        WHERE parent.parent_id = below.id
          AND (parent.valid_from IS NULL OR parent.valid_from <= %(day)s)
          AND {parent_known}
        UNION ALL
        SELECT succession.predecessor_id, NULL, NULL, succession.effective_on, succession.share
        FROM provinces_succession succession
        WHERE succession.successor_id = below.id AND {succession_known}
    ) edge
    WHERE below.depth < %(deepest)s
)
SELECT DISTINCT below.id, below.above_id, below.from_on, below.to_on, below.effective_on, below.share,
       ARRAY(
           SELECT member.member_id FROM provinces_placemember member
           WHERE member.perimeter_id = place.id AND {member_known}
       ) AS members,
       {face}
FROM below JOIN provinces_place place ON place.id = below.id {stood}
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
SELECT place.id, {face}
FROM above JOIN provinces_place place ON place.id = above.id {stood}
WHERE above.depth > 0 ORDER BY above.depth DESC
"""

_LATER = """
SELECT succession.predecessor_id, succession.effective_on, succession.share, place.id, {face}
FROM provinces_succession succession JOIN provinces_place place ON place.id = succession.successor_id {stood}
WHERE succession.effective_on > %(day)s AND succession.effective_on <= %(today)s AND {succession_known}
"""


def _stood(as_of: datetime | None) -> str:
    return _STANDS if as_of is None else _STOOD


def today_of(map_choice: MapChoice, as_of: datetime | None) -> date | None:
    """Return the day whose map is today's, as it was at the moment ``as_of``; None for the map of then."""
    if map_choice is MapChoice.THEN:
        return None
    return timezone.localdate(as_of) if as_of is not None else timezone.localdate()


def load_tree(
    *,
    roots: list[int],
    day: date,
    as_of: datetime | None,
    today: date | None,
    reach: Reach = None,
    using: str = "default",
) -> Tree:
    """Return the places below and before the roots on the day, in two or three queries.

    ``today`` is the day whose map is asked for, None for the map of the day itself (`today_of` tells). Members of
    collective targets that lie elsewhere are there too, below nothing: the target's sum needs them. Places beyond the
    ``reach`` are not there at all, so that no sum holds them.
    """
    known = _KNOWN_NOW if as_of is None else _KNOWN
    parameters: dict[str, Any] = {"day": day, "roots": roots, "as_of": as_of, "deepest": DEEPEST, "today": today}
    with connections[using].cursor() as cursor:
        found = _Rows(cursor, known, parameters, reach)
        elsewhere = [member for member in _members_elsewhere(found.places, using) if reaches(reach, [member])]
        if elsewhere:
            found = _Rows(cursor, known, {**parameters, "roots": [*roots, *elsewhere]}, reach)
        if today is not None:
            found.read_later_steps(cursor, known, parameters, reach)
    return grow_tree(
        found.edges,
        found.steps,
        places=found.places,
        roots=[*roots, *elsewhere],
        tops=roots,
        day=day,
        today=today,
        members=found.members,
    )


class _Rows:
    """The rows below and before the roots, as far as they are reached; one query."""

    def __init__(self, cursor: Any, known: str, parameters: dict[str, Any], reach: Reach) -> None:
        self.places: dict[int, PlaceFace] = {}
        self.members: dict[int, frozenset[int]] = {}
        self.edges: set[Edge] = set()
        self.steps: set[Step] = set()
        cursor.execute(
            _BELOW.format(
                parent_known=known.format(row="parent"),
                succession_known=known.format(row="succession"),
                member_known=known.format(row="member"),
                face=_FACE,
                stood=_stood(parameters["as_of"]),
            ),
            parameters,
        )
        for place_id, above_id, from_on, to_on, effective_on, share, members, *named in cursor.fetchall():
            if not reaches(reach, [place_id]):
                continue
            if place_id not in self.places:
                self._name(place_id, members, named)
            if above_id is None or not reaches(reach, [above_id]):
                continue
            if effective_on is None:
                self.edges.add(Edge(above_id, place_id, from_on, to_on))
            else:
                self.steps.add(Step(place_id, above_id, effective_on, share))

    def _name(self, place_id: int, members: list[int | None], named: list[Any]) -> None:
        """Note a place: a perimeter with members overlaps others, a site with members shares them with others."""
        kind = named[1]
        self.places[place_id] = replace(PlaceFace(place_id, *named), overlapping=bool(members) and kind == "perimeter")
        if members and kind != "perimeter":
            self.members[place_id] = frozenset(member for member in members if member is not None)

    def read_later_steps(self, cursor: Any, known: str, parameters: dict[str, Any], reach: Reach) -> None:
        """Add the successions after the day into places that are reached; one query."""
        cursor.execute(
            _LATER.format(
                succession_known=known.format(row="succession"), face=_FACE, stood=_stood(parameters["as_of"])
            ),
            parameters,
        )
        for predecessor_id, effective_on, share, successor_id, *named in cursor.fetchall():
            if reaches(reach, [successor_id]):
                self.places.setdefault(successor_id, PlaceFace(successor_id, *named))
                self.steps.add(Step(predecessor_id, successor_id, effective_on, share))


def _members_elsewhere(places: dict[int, PlaceFace], using: str) -> list[int]:
    """Return the members of the collective targets of the places that are not among them."""
    members = Target.members.through.objects.using(using).filter(
        target__collective=True, target__place__in=list(places)
    )
    return sorted(set(members.values_list("place_id", flat=True)) - set(places))


def load_path(*, place_id: int, day: date, as_of: datetime | None, using: str = "default") -> tuple[PlaceFace, ...]:
    """Return the places above a place on the day, from the country down, in one query."""
    known = _KNOWN_NOW if as_of is None else _KNOWN
    with connections[using].cursor() as cursor:
        cursor.execute(
            _ABOVE.format(parent_known=known.format(row="parent"), face=_FACE, stood=_stood(as_of)),
            {"place": place_id, "day": day, "as_of": as_of, "deepest": DEEPEST},
        )
        return tuple(PlaceFace(*row) for row in cursor.fetchall())
