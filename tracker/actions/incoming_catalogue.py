"""Load the names by which files speak of places and indicators."""

from provinces.models import Place
from provinces.reach import Reach, within
from tracker.exchange.incoming.names import Catalogue, IndicatorEntry, PlaceEntry
from tracker.models import Indicator


def load_catalogue(*, reach: Reach) -> Catalogue:
    """Return the places that somebody reaches and all indicators with their parts, by their names; two queries.

    A place beyond the reach is not in it, so that no message can name one.
    """
    places = Place.objects.filter(within(reach, "pk")).in_name_order()
    indicators = Indicator.objects.select_related("unit", "numerator__unit", "denominator__unit").in_order()
    return Catalogue(
        places=[PlaceEntry.of(place) for place in places],
        indicators=[IndicatorEntry.of(indicator) for indicator in indicators],
    )
