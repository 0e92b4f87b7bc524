"""Read a place's quarter for the official layout."""

from datetime import datetime

from provinces.reach import Reach
from tracker.models import Indicator
from tracker.progress.editions import EditionFace, place_page
from tracker.progress.periods import Quarter
from tracker.progress.quarter_layout import CODES, QuarterLayout, quarter_layout
from tracker.progress.rows import MapChoice


def quarter_report(
    *,
    slug: str,
    quarter: Quarter,
    map_choice: MapChoice,
    as_of: datetime | None,
    edition: EditionFace | None,
    reach: Reach,
) -> QuarterLayout:
    """Return the layout of a place's quarter; every line of an indicator that the catalogue lacks is blank.

    Of an edition it holds the numbers that the edition's page prints, and no others.

    :raises PlaceNotFound: if there is no such page.
    """
    known = set(Indicator.objects.filter(code__in=CODES).values_list("code", flat=True))
    progress = place_page(
        slug=slug,
        quarter=quarter,
        map_choice=map_choice,
        as_of=as_of,
        edition=edition,
        indicator_codes=None if edition is not None else [code for code in CODES if code in known],
        reach=reach,
    )
    return quarter_layout(progress)
