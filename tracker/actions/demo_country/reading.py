"""Read from the database what an invented country stands on: the real provinces, and names that are taken."""

from itertools import pairwise

from provinces.models import Organisation, Place, PlaceKind, Succession
from tracker.actions.demo_country.ground import Ground, Province
from tracker.actions.demo_country.names import address_words


def read_ground() -> Ground:
    """Return the provinces of both maps; two queries."""
    successors = dict(
        Succession.objects.known_at(None).values_list("predecessor__slug", "successor__slug").order_by("pk")
    )
    return Ground.of(
        Province(
            slug=place.slug,
            name=place.name,
            name_en=place.name_en,
            centrally_run=place.centrally_run,
            valid_from=place.valid_from,
            valid_to=place.valid_to,
            successor=successors.get(place.slug, ""),
        )
        for place in Place.objects.filter(kind=PlaceKind.PROVINCE)
    )


def read_taken_names() -> frozenset[str]:
    """Return the two-syllable ends of the names that places and organisations have, as addresses write them.

    An invented park or company that bore one of them would be taken for the real one; two queries.
    """
    names = [
        name
        for model in (Place, Organisation)
        for row in model.objects.values_list("name", "name_en", "aliases")
        for name in (row[0], row[1], *row[2])
    ]
    taken: set[str] = set()
    for name in names:
        words = address_words(name).split("-")
        taken |= {"-".join(pair) for pair in pairwise(words)}
    return frozenset(taken)
