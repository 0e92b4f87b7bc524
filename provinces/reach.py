"""What somebody may read of the tree: the keys of the places, or everything.

A reach is decided upstairs, from roles; here and in the rooms above it is only obeyed.
"""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from provinces.models import Place, PlaceMember, PlaceParent, Succession
from provinces.models.place import PlaceQuerySet

Reach = frozenset[int] | None
"""The keys of the places that may be read; None means every place."""


def within(reach: Reach, lookup: str = "place") -> Q:
    """Return the condition that the place at the lookup is reached."""
    return Q() if reach is None else Q(**{f"{lookup}__in": sorted(reach)})


def beyond(reach: Reach, lookup: str = "place") -> Q:
    """Return the condition that there is a place at the lookup, and that it is not reached."""
    if reach is None:
        return Q(pk__in=[])
    return Q(**{f"{lookup}__isnull": False}) & ~within(reach, lookup)


def reaches(reach: Reach, place_ids: Iterable[int]) -> bool:
    """Return whether every one of the places is reached."""
    return reach is None or reach.issuperset(place_ids)


def without_mixed_perimeters(reach: frozenset[int]) -> frozenset[int]:
    """Return the reach without the perimeters that also hold places beyond it; one query.

    The number of such a perimeter, less those of the members that are reached, is the number of the others. Somebody
    who has a role for the perimeter itself keeps it: then nothing that is reached lies above it.
    """
    if not reach:
        return reach
    above = PlaceParent.objects.known_at(None).filter(place=OuterRef("perimeter"), parent__in=sorted(reach))
    mixed = PlaceMember.objects.known_at(None).filter(
        Exists(above), within(reach, "perimeter"), beyond(reach, "member")
    )
    return reach - set(mixed.values_list("perimeter_id", flat=True))


def top_places(reach: frozenset[int]) -> PlaceQuerySet:
    """Return the reached places above and after which nothing is reached, in name order; not yet read."""
    below = PlaceParent.objects.known_at(None).filter(place=OuterRef("pk"), parent__in=sorted(reach))
    before = Succession.objects.known_at(None).filter(predecessor=OuterRef("pk"), successor__in=sorted(reach))
    return Place.objects.filter(within(reach, "pk"), ~Exists(below), ~Exists(before)).in_name_order()
