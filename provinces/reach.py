"""What somebody may read of the tree: the keys of the places, or everything.

A reach is decided upstairs, from roles; here and in the rooms above it is only obeyed.
"""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from provinces.models import Place, PlaceParent, Succession
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


def top_places(reach: frozenset[int]) -> PlaceQuerySet:
    """Return the reached places above and after which nothing is reached, in name order; not yet read."""
    below = PlaceParent.objects.known_at(None).filter(place=OuterRef("pk"), parent__in=sorted(reach))
    before = Succession.objects.known_at(None).filter(predecessor=OuterRef("pk"), successor__in=sorted(reach))
    return Place.objects.filter(within(reach, "pk"), ~Exists(below), ~Exists(before)).in_name_order()
