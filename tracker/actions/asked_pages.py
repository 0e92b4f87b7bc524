"""Read the page that an address asks for, for programs: of a place (published or computed), investor or indicator."""

from datetime import datetime

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from provinces.reach import Reach
from tracker.actions.approval import settled
from tracker.actions.kept_answers import newest_quarter, place_page, progress_for_indicator, progress_for_investor
from tracker.actions.page_query import BadParameterError, as_published, read_page_query
from tracker.progress.lookup import NotFoundError
from tracker.progress.periods import Quarter
from tracker.progress.rows import IndicatorProgress, InvestorProgress, PlaceProgress


def place_asked(parameters: QueryDict, slug: str, *, reach: Reach, public: bool) -> PlaceProgress:
    """Return the page of a place for quarter, map and moment of an address; the ``public`` reads what was published.

    With an indicator its rows alone, and with the quarters of their year.

    :raises BadParameterError: if the address asks for nonsense.
    :raises NotFoundError: if there is no such page within reach.
    """
    query = read_page_query(parameters, editions_within=None if public else reach)
    if public:
        published = as_published(query, slug)
        if published is None:
            raise NotFoundError(slug)
        query = published
    as_of = query.as_of if query.edition is not None else settled(query.as_of)
    quarter = query.quarter or usual_quarter(place_slug=slug, reach=reach, as_of=as_of)
    return place_page(
        slug=slug,
        quarter=quarter,
        map_choice=query.map_choice,
        as_of=as_of,
        edition=query.edition,
        indicator_codes=[query.indicator] if query.indicator else None,
        with_courses=bool(query.indicator),
        reach=reach,
    )


def investor_asked(parameters: QueryDict, slug: str, *, reach: Reach) -> InvestorProgress:
    """Return the page of an investor for quarter, map and moment of an address.

    :raises BadParameterError: if the address asks for nonsense, or for an edition, which has no investors.
    :raises NotFoundError: if there is no such investor within reach.
    """
    query = read_page_query(parameters, editions_within=reach)
    if query.edition is not None:
        raise BadParameterError(_("An investor's targets are no part of an edition. Leave “edition” out."))
    as_of = settled(query.as_of)
    return progress_for_investor(
        slug=slug,
        quarter=query.quarter or usual_quarter(reach=reach, as_of=as_of),
        map_choice=query.map_choice,
        as_of=as_of,
        reach=reach,
    )


def indicator_asked(parameters: QueryDict, code: str, *, reach: Reach) -> IndicatorProgress:
    """Return the page of an indicator for quarter, map and moment of an address.

    :raises BadParameterError: if the address asks for nonsense.
    :raises NotFoundError: if there is no such indicator.
    """
    query = read_page_query(parameters, editions_within=reach)
    as_of = settled(query.as_of)
    return progress_for_indicator(
        code=code,
        quarter=query.quarter or usual_quarter(reach=reach, as_of=as_of),
        map_choice=query.map_choice,
        as_of=as_of,
        reach=reach,
    )


def usual_quarter(*, place_slug: str | None = None, reach: Reach, as_of: datetime | None) -> Quarter:
    """Return the quarter that is read where none is asked for: the newest with figures, else the last that has ended.

    Of a place the newest with its own figures, else with anybody's.
    """
    found = newest_quarter(place_slug=place_slug, reach=reach, as_of=as_of) if place_slug is not None else None
    today = timezone.localdate(as_of or timezone.now())
    return found or newest_quarter(reach=reach, as_of=as_of) or Quarter.containing(today).previous()
