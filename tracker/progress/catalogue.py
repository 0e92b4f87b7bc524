"""Look up the rows that pages list and link beside the progress: documents, rates, thresholds, investors, places."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from provinces.models import Organisation, OrganisationKind, ParkInvestor, Place, SourceDocument
from provinces.models.past import as_they_stood, put_back
from provinces.models.past_names import past_names
from provinces.models.recorded import valid_on
from provinces.reach import Reach, top_places, within
from tracker.models import (
    PUBLISHER,
    Actual,
    ExchangeRate,
    Indicator,
    PromotionItem,
    PromotionList,
    Target,
    Threshold,
)
from tracker.models.document_reach import of_others, with_lines_at
from tracker.progress.faces import place_face
from tracker.progress.lookup import NotFoundError
from tracker.progress.rows import PlaceFace


class DocumentNotFound(NotFoundError):  # noqa: N818 -- named like Django's DoesNotExist
    """No source document has the slug."""


class PromotionListNotFound(NotFoundError):  # noqa: N818 -- named like Django's DoesNotExist
    """No promotion list has the slug."""


# --- Documents and who publishes them ---------------------------------------------------------------------------
def _documents(reach: Reach) -> QuerySet[SourceDocument]:
    """Return the documents within reach: every one, or those that say something of a reached place."""
    documents = SourceDocument.objects.all()
    return documents if reach is None else documents.filter(with_lines_at(reach))


def source_documents(*, reach: Reach = None, as_of: datetime | None = None) -> list[SourceDocument]:
    """Return the source documents within reach, those that were read from a file first; one query.

    Those that there were at ``as_of`` (None: now), as they stood, for one query more.
    """
    return _in_order_of_reading(_documents(reach), as_of)


def printed_documents(*, as_of: datetime | None = None) -> list[SourceDocument]:
    """Return the documents of which `load_seeds` has brought figures, those that were read from a file first."""
    return _in_order_of_reading(SourceDocument.objects.filter(_has_loaded_figures()), as_of)


def documents_after(
    slug: str, most: int, *, reach: Reach = None, as_of: datetime | None = None, printed: bool = False
) -> list[SourceDocument]:
    """Return at most so many source documents within reach by address name, those after one; one query.

    Those that there were at ``as_of`` (None: now), as they stood, for one query more. With ``printed`` those alone of
    which `load_seeds` has brought figures, whatever the reach.
    """
    rows = SourceDocument.objects.filter(_has_loaded_figures()) if printed else _documents(reach)
    found = list(_known(rows, as_of).filter(slug__gt=slug).order_by("slug")[:most])
    put_back(found, as_of)
    return found


def _known(documents: QuerySet[SourceDocument], as_of: datetime | None) -> QuerySet[SourceDocument]:
    return documents.filter(pk__in=_there_at(SourceDocument, as_of).values("pk")) if as_of else documents


def _in_order_of_reading(documents: QuerySet[SourceDocument], as_of: datetime | None) -> list[SourceDocument]:
    found = list(_known(documents, as_of))
    put_back(found, as_of)
    return sorted(found, key=lambda document: (not document.source_file, document.source_file, document.slug))


def printed_document(slug: str, *, as_of: datetime | None = None) -> SourceDocument:
    """Return one document of which `load_seeds` has brought figures, as it stood at ``as_of`` (None: now).

    :raises DocumentNotFound: if there is none of this name.
    """
    return _named(SourceDocument.objects.filter(_has_loaded_figures()), slug, as_of)


def _named(documents: QuerySet[SourceDocument], slug: str, as_of: datetime | None) -> SourceDocument:
    document = documents.filter(slug=slug).first()
    if document is None:
        raise DocumentNotFound(slug)
    put_back([document], as_of)
    return document


def _has_loaded_figures() -> Q:
    of_document = {"document": OuterRef("pk"), "reference__isnull": False}
    targets = Target.objects.filter(approved_by__username=PUBLISHER, **of_document)
    figures = Actual.objects.filter(revision__approved_by__username=PUBLISHER, **of_document)
    return Q(Exists(targets) | Exists(figures))


def document_by_slug(slug: str, *, reach: Reach = None, as_of: datetime | None = None) -> SourceDocument:
    """Return one source document, as it stood at ``as_of`` (None: now).

    :raises DocumentNotFound: if no document within reach has the slug.
    """
    return _named(_documents(reach), slug, as_of)


def organisation_named(name: str) -> Organisation | None:
    """Return an organisation of exactly this Vietnamese name, None if there is none."""
    return Organisation.objects.filter(name=name).order_by("pk").first()


def english_names_of_organisations() -> dict[str, str]:
    """Return the English name by the Vietnamese one, of the organisations that have one; one query."""
    return dict(Organisation.objects.exclude(name_en="").values_list("name", "name_en"))


# --- Promotion lists --------------------------------------------------------------------------------------------
def promotion_list_with_items(
    slug: str, *, reach: Reach = None, as_of: datetime | None = None
) -> tuple[PromotionList, list[PromotionItem]]:
    """Return a list with place and document, and its groups in order; position 0 is the whole list. Three queries.

    As it stood at ``as_of`` (None: now), for a few more.

    :raises PromotionListNotFound: if no list of a place within reach has the slug.
    """
    lists = _there_at(PromotionList, as_of).select_related("place", "document")
    found: PromotionList | None = lists.filter(within(reach), slug=slug).first()
    if found is None:
        raise PromotionListNotFound(slug)
    items: list[PromotionItem] = list(
        _there_at(PromotionItem, as_of).filter(promotion_list=found).order_by("position").prefetch_related("sums")
    )
    for rows in ([found], items, [found.place], [found.document]):
        put_back(rows, as_of)
    return found, items


def promotion_lists_of(place_id: int, *, as_of: datetime | None = None) -> list[PromotionList]:
    """Return the lists that a place itself offers, oldest first, as at ``as_of`` (None: now); one query, or two."""
    found = list(_there_at(PromotionList, as_of).filter(place=place_id).order_by("starts_on", "slug"))
    put_back(found, as_of)
    return found


def _there_at(model: type[Model], as_of: datetime | None) -> QuerySet[Any]:
    """Return the rows of a followed table that were there at ``as_of``, as they are today; None means now."""
    rows: QuerySet[Any] = model._default_manager.all()
    return rows if as_of is None else rows.filter(pk__in=as_they_stood(model, as_of).values("pgh_obj"))


# --- The frame --------------------------------------------------------------------------------------------------
def exchange_rates(*, as_of: datetime | None = None, reach: Reach = None) -> list[ExchangeRate]:
    """Return the rates known at ``as_of`` (None: now) with their documents, newest first; one query, two with a moment.

    With a reach without those that were taken from the figures of others.
    """
    rates = ExchangeRate.objects.known_at(as_of)
    if reach is not None:
        documents = SourceDocument.objects.filter(of_others(reach))
        rates = rates.exclude(document__in=documents)
    found = list(rates.select_related("document").order_by("-on", "base"))
    past_names(as_of).put_on(found, "document")
    return found


def thresholds(*, as_of: datetime | None = None) -> list[Threshold]:
    """Return the thresholds known at ``as_of`` (None: now) in the order of their groups; one query.

    With a moment it is one more, and the groups are as they stood.
    """
    found = list(Threshold.objects.known_at(as_of).select_related("group").order_by("pk"))
    put_back((row.group for row in found if row.group is not None), as_of)
    return sorted(found, key=lambda row: (row.group is None, 0 if row.group is None else row.group.position))


def indicators_by_code(as_of: datetime | None = None) -> QuerySet[Any]:
    """Return the indicators that stood at ``as_of`` (None: now); not yet read, so that a filter can narrow them."""
    return as_they_stood(Indicator, as_of).select_related("group").order_by("code")


def in_groups(indicators: Iterable[Any], as_of: datetime | None = None) -> list[Any]:
    """Return `indicators_by_code` by group and position, the groups as they stood; one query, two with a moment."""
    found = list(indicators)
    put_back((indicator.group for indicator in found), as_of)
    return sorted(found, key=lambda indicator: (indicator.group.position, indicator.position, indicator.code))


# --- Places and investors ---------------------------------------------------------------------------------------
def places_in_name_order(
    *, reach: Reach = None, on: date | None = None, as_of: datetime | None = None
) -> QuerySet[Any]:
    """Return the places within reach by name; not yet read, so that a filter can narrow it.

    With a day those that were on the map then, else every one there ever was; as the books stood at ``as_of`` (None:
    now), so that a place that was recorded later is not there.
    """
    places = as_they_stood(Place, as_of).filter(within(reach, "pk" if as_of is None else "pgh_obj"))
    return (places if on is None else places.filter(valid_on(on))).order_by("sort_key", "slug")


def place_by_slug(slug: str, *, reach: Reach = None) -> Place | None:
    """Return a place, None if no place within reach has the slug."""
    return Place.objects.filter(within(reach, "pk"), slug=slug).first()


def place_faces(
    place_ids: Collection[int], *, reach: Reach = None, as_of: datetime | None = None
) -> dict[int, PlaceFace]:
    """Return places within reach by id, as they stood at ``as_of``; one query, two with a moment, none without ids."""
    if not place_ids:
        return {}
    places = list(Place.objects.filter(within(reach, "pk"), pk__in=place_ids))
    put_back(places, as_of)
    return {place.pk: place_face(place) for place in places}


def own_places(reach: Reach) -> list[PlaceFace]:
    """Return the highest places of a reach: whom a reader works for. Those who read everything have none; one query."""
    return [place_face(place) for place in top_places(reach)] if reach else []


def investors_with_parks(
    *, as_of: datetime | None = None, reach: Reach = None
) -> list[tuple[Organisation, list[Place]]]:
    """Return the infrastructure investors with the parks they have or had within reach, both by name; two queries.

    Which investor has which park is read as known at ``as_of`` (None: now), for one query more. An investor without a
    park has an empty list; with a reach it is left out unless a target binds it for a reached place.
    """
    parks: dict[int, list[Place]] = {}
    links = ParkInvestor.objects.known_at(as_of).filter(within(reach, "park")).select_related("park")
    found = list(links)
    put_back((link.park for link in found), as_of)
    for link in sorted(found, key=lambda link: (link.park.sort_key, link.park.slug)):
        parks.setdefault(link.investor_id, []).append(link.park)
    investors = _investors(as_of)
    if reach is not None:
        bound = Target.objects.in_force(as_of).filter(within(reach), investor__isnull=False)
        investors = investors.filter(Q(pk__in=list(parks)) | Q(pk__in=bound.order_by().values("investor")))
    rows = list(investors)
    put_back(rows, as_of)
    rows.sort(key=lambda investor: (investor.sort_key, investor.slug))
    return [(investor, parks.get(investor.pk, [])) for investor in rows]


def _investors(as_of: datetime | None) -> QuerySet[Organisation]:
    """Return the infrastructure investors there were at ``as_of``, None for now; as they stand today."""
    stood = as_they_stood(Organisation, as_of).filter(kind=OrganisationKind.INVESTOR)
    return stood if as_of is None else Organisation.objects.filter(pk__in=stood.values("pgh_obj"))
