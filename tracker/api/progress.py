"""Answer for progress, and for how each of its numbers came about."""

from functools import partial
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Query, Router

from tracker.actions.asked_pages import indicator_asked, investor_asked, place_asked
from tracker.actions.page_query import BadParameterError
from tracker.actions.readers import editions_are_public
from tracker.api.answers import reader_asking
from tracker.api.listing import one_answer
from tracker.api.parameters import (
    MapText,
    NumberText,
    QuarterText,
    RowText,
    Slug,
    Timed,
    refuse_unknown,
)
from tracker.api.problems import RefusedError, not_found
from tracker.api.told_schemas import (
    ExplanationAnswer,
    IndicatorProgressAnswer,
    InvestorProgressAnswer,
    PlaceProgressAnswer,
)
from tracker.progress.as_data import place_data
from tracker.progress.explanation_data import explanation_data, find_row
from tracker.progress.indicator_data import indicator_data
from tracker.progress.investor_data import investor_data
from tracker.progress.lookup import NotFoundError
from tracker.progress.rows import PlaceProgress

router = Router()
reading = partial(router.get, exclude_unset=True)


class InvestorProgressQuery(Timed):
    """What progress may be asked for."""

    quarter: QuarterText | None = None
    map: MapText | None = None


class PlaceProgressQuery(InvestorProgressQuery):
    """What the progress of a place may be asked for; an edition stands for quarter and moment."""

    edition: Slug | None = None
    indicator: Slug | None = None


class ExplanationQuery(InvestorProgressQuery):
    """What an explanation may be asked for."""

    indicator: Slug
    row: RowText | None = None
    target: RowText | None = None
    number: NumberText | None = None
    edition: Slug | None = None


def _page_of_place(request: HttpRequest, slug: str) -> PlaceProgress:
    reader = reader_asking(request, public=editions_are_public)
    try:
        return place_asked(request.GET, slug, reach=reader.reach, public=not reader.known)
    except BadParameterError as error:
        raise RefusedError(HTTPStatus.BAD_REQUEST, str(error)) from None
    except NotFoundError:
        raise not_found() from None


@reading(
    "progress/places/{slug:slug}",
    response=PlaceProgressAnswer,
    tags=["progress"],
    summary=gettext_noop("Progress of a place"),
    url_name="place_progress",
)
def place_progress(request: HttpRequest, slug: Slug, query: Query[PlaceProgressQuery]) -> Any:
    """Return the rows of a place's page; with an indicator its rows alone, with the quarters of their year.

    Without a quarter the newest with figures. The public reads the newest edition that has a page of the place.
    """
    refuse_unknown(request.GET, type(query))
    return one_answer(place_data(_page_of_place(request, slug)))


@reading(
    "progress/investors/{slug:slug}",
    response=InvestorProgressAnswer,
    tags=["progress"],
    summary=gettext_noop("Progress of an investor"),
    url_name="investor_progress",
)
def investor_progress(request: HttpRequest, slug: Slug, query: Query[InvestorProgressQuery]) -> Any:
    """Return the targets of an investor, and what those for several places come to."""
    refuse_unknown(request.GET, type(query))
    try:
        return one_answer(investor_data(investor_asked(request.GET, slug, reach=reader_asking(request).reach)))
    except NotFoundError:
        raise not_found() from None


@reading(
    "indicators/{slug:code}/progress",
    response=IndicatorProgressAnswer,
    tags=["progress"],
    summary=gettext_noop("Progress of an indicator"),
    url_name="indicator_progress",
)
def indicator_progress(request: HttpRequest, code: Slug, query: Query[InvestorProgressQuery]) -> Any:
    """Return the country's row of an indicator, and the rows of every place that has a goal or a figure of it."""
    refuse_unknown(request.GET, type(query))
    try:
        return one_answer(indicator_data(indicator_asked(request.GET, code, reach=reader_asking(request).reach)))
    except NotFoundError:
        raise not_found() from None


@reading(
    "explanations/places/{slug:slug}",
    response=ExplanationAnswer,
    tags=["progress"],
    summary=gettext_noop("Why these numbers?"),
    url_name="explanation",
)
def explanation(request: HttpRequest, slug: Slug, query: Query[ExplanationQuery]) -> Any:
    """Return how each number of a row came about, or one of them: formula, inputs with their sources, the same result.

    `row` is one of the keys that the answer gives in `rows`, `target` the reference or the number of a target; without
    either it is the row without a target, else the first one.
    """
    refuse_unknown(request.GET, type(query))
    page = _page_of_place(request, slug)
    row = find_row(page.rows, query.row or "", query.target or "")
    if row is None:
        raise not_found()
    return one_answer(
        {
            "map": page.map_choice.value,
            "as_of": None if page.as_of is None else page.as_of.isoformat(),
            **explanation_data(row, page.rows, query.number or ""),
        }
    )
