"""Answer for places, investors, indicators, targets and figures: lists in parts, and each by itself."""

from functools import partial
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Query, Router

from provinces.reach import Reach
from tracker.actions.readers import editions_are_public
from tracker.api.answers import reader_asking
from tracker.api.listing import list_answer, row_answer
from tracker.api.parameters import (
    Key,
    KindOfIndicator,
    KindOfPlace,
    Listing,
    QuarterText,
    RoleOfTarget,
    Slug,
    Timed,
    Words,
)
from tracker.api.schemas import (
    FigureAnswer,
    FigureRow,
    IndicatorAnswer,
    IndicatorRow,
    InvestorAnswer,
    InvestorRow,
    PartOf,
    PlaceAnswer,
    PlaceRow,
    TargetAnswer,
    TargetRow,
)
from tracker.exchange.listed import figures as figure_rows
from tracker.exchange.listed import indicators as indicator_rows
from tracker.exchange.listed import investors as investor_rows
from tracker.exchange.listed import places as place_rows
from tracker.exchange.listed import targets as target_rows
from tracker.progress.editions import published_places
from tracker.progress.periods import Quarter

router = Router()
reading = partial(router.get, exclude_unset=True)
"""Declare an address; what an answer has no word of is left out of it."""


class PlacesQuery(Listing):
    """What the list of places may be asked for."""

    kind: KindOfPlace | None = None
    parent: Slug | None = None
    text: Words | None = None
    quarter: QuarterText | None = None


class InvestorsQuery(Listing):
    """What the list of investors may be asked for."""

    place: Slug | None = None
    text: Words | None = None


class IndicatorsQuery(Listing):
    """What the list of indicators may be asked for."""

    kind: KindOfIndicator | None = None
    group: Slug | None = None
    text: Words | None = None


class TargetsQuery(Listing):
    """What the list of targets may be asked for."""

    place: Slug | None = None
    investor: Slug | None = None
    indicator: Slug | None = None
    role: RoleOfTarget | None = None
    quarter: QuarterText | None = None


class FiguresQuery(Listing):
    """What the list of figures may be asked for."""

    place: Slug | None = None
    reporter: Slug | None = None
    indicator: Slug | None = None
    quarter: QuarterText | None = None


def _reach_of_places(request: HttpRequest) -> Reach:
    """Return the places that the reader may know of; for the public those that an edition has a page of."""
    reader = reader_asking(request, public=editions_are_public)
    return reader.reach if reader.known else published_places()


@reading("places", response=PartOf[PlaceRow], tags=["places"], summary=gettext_noop("Places"), url_name="places")
def list_places(request: HttpRequest, query: Query[PlacesQuery]) -> Any:
    """Return places by address name. With a quarter those that were on the map on its last day.

    The public reads the places that an edition has a page of.
    """
    on = Quarter.parse(query.quarter).last_day if query.quarter else None
    return list_answer(request, query, "places", place_rows.places, reach=_reach_of_places(request), on=on)


@reading(
    "places/{slug:slug}", response=PlaceAnswer, tags=["places"], summary=gettext_noop("One place"), url_name="place"
)
def one_place(request: HttpRequest, slug: Slug, query: Query[Timed]) -> Any:
    """Return a place with its names, parents, successions, members and investors."""
    return row_answer(request, query, lambda asked: place_rows.place(slug, asked), reach=_reach_of_places(request))


@reading(
    "investors",
    response=PartOf[InvestorRow],
    tags=["investors"],
    summary=gettext_noop("Investors"),
    url_name="investors",
)
def list_investors(request: HttpRequest, query: Query[InvestorsQuery]) -> Any:
    """Return infrastructure investors by address name, with the parks that they have or had."""
    return list_answer(request, query, "investors", investor_rows.investors, reach=reader_asking(request).reach)


@reading(
    "investors/{slug:slug}",
    response=InvestorAnswer,
    tags=["investors"],
    summary=gettext_noop("One investor"),
    url_name="investor",
)
def one_investor(request: HttpRequest, slug: Slug, query: Query[Timed]) -> Any:
    """Return an infrastructure investor."""
    reach = reader_asking(request).reach
    return row_answer(request, query, lambda asked: investor_rows.investor(slug, asked), reach=reach)


@reading(
    "indicators",
    response=PartOf[IndicatorRow],
    tags=["indicators"],
    summary=gettext_noop("Indicators"),
    url_name="indicators",
)
def list_indicators(request: HttpRequest, query: Query[IndicatorsQuery]) -> Any:
    """Return indicators by code, with their groups and units."""
    return list_answer(request, query, "indicators", indicator_rows.indicators, reach=reader_asking(request).reach)


@reading(
    "indicators/{slug:code}",
    response=IndicatorAnswer,
    tags=["indicators"],
    summary=gettext_noop("One indicator"),
    url_name="indicator",
)
def one_indicator(request: HttpRequest, code: Slug, query: Query[Timed]) -> Any:
    """Return an indicator."""
    reach = reader_asking(request).reach
    return row_answer(request, query, lambda asked: indicator_rows.indicator(code, asked), reach=reach)


@reading("targets", response=PartOf[TargetRow], tags=["targets"], summary=gettext_noop("Targets"), url_name="targets")
def list_targets(request: HttpRequest, query: Query[TargetsQuery]) -> Any:
    """Return the targets in force in the order of their approval; with a quarter those that hold in it."""
    quarter = Quarter.parse(query.quarter) if query.quarter else None
    days = {} if quarter is None else {"first_day": quarter.first_day, "last_day": quarter.last_day}
    return list_answer(request, query, "targets", target_rows.targets, reach=reader_asking(request).reach, **days)


@reading(
    "targets/{int:target_id}",
    response=TargetAnswer,
    tags=["targets"],
    summary=gettext_noop("One target"),
    url_name="target",
)
def one_target(request: HttpRequest, target_id: Key, query: Query[Timed]) -> Any:
    """Return one version of a target, and every version that it had: the ledger."""
    reach = reader_asking(request).reach
    return row_answer(request, query, lambda asked: target_rows.target(target_id, asked), reach=reach)


@reading(
    "figures",
    response=PartOf[FigureRow],
    tags=["figures"],
    summary=gettext_noop("Reported figures"),
    url_name="figures",
)
def list_figures(request: HttpRequest, query: Query[FiguresQuery]) -> Any:
    """Return the figures in force, each with the approved revisions of its cell; `quarter` is that of the report."""
    quarter = Quarter.parse(query.quarter) if query.quarter else None
    when = {} if quarter is None else {"year": quarter.year, "quarter": quarter.number}
    return list_answer(request, query, "figures", figure_rows.figures, reach=reader_asking(request).reach, **when)


@reading(
    "figures/{int:actual_id}",
    response=FigureAnswer,
    tags=["figures"],
    summary=gettext_noop("One figure"),
    url_name="figure",
)
def one_figure(request: HttpRequest, actual_id: Key, query: Query[Timed]) -> Any:
    """Return one approved figure, whether it is in force, and the revisions of its cell."""
    reach = reader_asking(request).reach
    return row_answer(request, query, lambda asked: figure_rows.figure(actual_id, asked), reach=reach)
