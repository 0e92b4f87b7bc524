"""Say under which province each place of a list stands, so that a country's reports can be told by province."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime

from provinces.models import PlaceKind, PlaceParent
from provinces.reach import Reach
from tracker.progress.above import Above
from tracker.progress.catalogue import place_faces
from tracker.progress.rows import PlaceFace

# Rows of the tree: who lies where, from when to when; None is open.
_Link = tuple[int, date | None, date | None]


def places_above(place_ids: Collection[int], *, day: date, reach: Reach = None, as_of: datetime | None = None) -> Above:
    """Return for each place the province that it lies in on the day; for one in none the highest below the country.

    A place that has ended by then lies where it lay last. Places beyond reach are told of nobody: whoever reads a park
    alone has the park itself. Two queries, three with a moment.
    """
    links: dict[int, list[_Link]] = {}
    rows = PlaceParent.objects.known_at(as_of).order_by("valid_from", "pk")
    for place_id, parent_id, starts, ends in rows.values_list("place_id", "parent_id", "valid_from", "valid_to"):
        links.setdefault(place_id, []).append((parent_id, starts, ends))
    above = {place_id: tuple(_way_up(place_id, links, day)) for place_id in place_ids}
    faces = place_faces({each for way in above.values() for each in way} | {0}, reach=reach, as_of=as_of)
    heads = {place_id: head for place_id, way in above.items() if (head := _head(way, faces)) is not None}
    return Above(heads, above)


def _way_up(place_id: int, links: Mapping[int, list[_Link]], day: date) -> Iterator[int]:
    """Yield a place and those above it on the day, upwards."""
    seen: set[int] = set()
    here: int | None = place_id
    while here is not None and here not in seen:
        seen.add(here)
        yield here
        here = _parent(links.get(here, []), day)


def _parent(links: list[_Link], day: date) -> int | None:
    """Return who is above on the day, else who was last before it; None for nobody."""
    begun = [link for link in links if link[1] is None or link[1] <= day]
    holding = [link for link in begun if link[2] is None or link[2] >= day]
    found = holding or begun
    return found[-1][0] if found else None


def _head(way: tuple[int, ...], faces: Mapping[int, PlaceFace]) -> PlaceFace | None:
    """Return the province on a way up, else the highest below the country; nobody beyond reach, nor above them."""
    head: PlaceFace | None = None
    for place_id in way:
        face = faces.get(place_id)
        if face is None or (face.kind == PlaceKind.COUNTRY and head is not None):
            break
        head = face
        if face.kind == PlaceKind.PROVINCE:
            break
    return head
