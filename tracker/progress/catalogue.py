"""Look up the rows that pages list and link beside the progress: documents, rates, thresholds, investors, places."""

from collections.abc import Collection
from datetime import datetime

from provinces.models import Investor, Organisation, ParkInvestor, Place, SourceDocument
from provinces.models.place import PlaceQuerySet
from tracker.models import (
    ExchangeRate,
    Indicator,
    PromotionItem,
    PromotionList,
    Threshold,
)
from tracker.models.indicator import IndicatorQuerySet
from tracker.progress.faces import place_face
from tracker.progress.queries import NotFoundError
from tracker.progress.rows import PlaceFace


class DocumentNotFound(NotFoundError):  # noqa: N818 -- named like Django's DoesNotExist
    """No source document has the slug."""


class PromotionListNotFound(NotFoundError):  # noqa: N818 -- named like Django's DoesNotExist
    """No promotion list has the slug."""


# --- Documents and who publishes them ---------------------------------------------------------------------------
def source_documents() -> list[SourceDocument]:
    """Return every source document, those that were read from a file first; one query."""
    documents = list(SourceDocument.objects.order_by("source_file", "slug"))
    return sorted(documents, key=lambda document: not document.source_file)


def document_by_slug(slug: str) -> SourceDocument:
    """Return one source document.

    :raises DocumentNotFound: if no document has the slug.
    """
    document = SourceDocument.objects.filter(slug=slug).first()
    if document is None:
        raise DocumentNotFound(slug)
    return document


def organisation_named(name: str) -> Organisation | None:
    """Return an organisation of exactly this Vietnamese name, None if there is none."""
    return Organisation.objects.filter(name=name).order_by("pk").first()


def english_names_of_organisations() -> dict[str, str]:
    """Return the English name by the Vietnamese one, of the organisations that have one; one query."""
    return dict(Organisation.objects.exclude(name_en="").values_list("name", "name_en"))


# --- Promotion lists --------------------------------------------------------------------------------------------
def promotion_list_with_items(slug: str) -> tuple[PromotionList, list[PromotionItem]]:
    """Return a list with place and document, and its groups in order; position 0 is the whole list. Three queries.

    :raises PromotionListNotFound: if no list has the slug.
    """
    found = PromotionList.objects.select_related("place", "document").filter(slug=slug).first()
    if found is None:
        raise PromotionListNotFound(slug)
    return found, list(found.items.order_by("position").prefetch_related("sums"))


def promotion_lists_of(place_id: int) -> list[PromotionList]:
    """Return the lists that a place itself offers, oldest first; one query."""
    return list(PromotionList.objects.filter(place=place_id).order_by("starts_on", "slug"))


# --- The frame --------------------------------------------------------------------------------------------------
def exchange_rates(*, as_of: datetime | None = None) -> list[ExchangeRate]:
    """Return the rates known at ``as_of`` (None: now) with their documents, newest first; one query."""
    return list(ExchangeRate.objects.known_at(as_of).select_related("document").order_by("-on", "base"))


def thresholds(*, as_of: datetime | None = None) -> list[Threshold]:
    """Return the thresholds known at ``as_of`` (None: now) in the order of their groups; one query."""
    return list(Threshold.objects.known_at(as_of).select_related("group").order_by("group__position", "pk"))


def indicators_in_order() -> IndicatorQuerySet:
    """Return every indicator with its group, by group and position; not yet read, so that a filter can narrow it."""
    return Indicator.objects.in_order().select_related("group")


# --- Places and investors ---------------------------------------------------------------------------------------
def places_in_name_order() -> PlaceQuerySet:
    """Return every place by name; not yet read, so that a filter can narrow it."""
    return Place.objects.in_name_order()


def place_by_slug(slug: str) -> Place | None:
    """Return a place, None if no place has the slug."""
    return Place.objects.filter(slug=slug).first()


def place_faces(place_ids: Collection[int]) -> dict[int, PlaceFace]:
    """Return places by id; one query, none for no ids."""
    if not place_ids:
        return {}
    return {place.pk: place_face(place) for place in Place.objects.filter(pk__in=place_ids)}


def investors_with_parks(*, as_of: datetime | None = None) -> list[tuple[Organisation, list[Place]]]:
    """Return every infrastructure investor with the parks it has or had, both by name; two queries.

    Which investor has which park is read as known at ``as_of`` (None: now). An investor without a park has an empty
    list.
    """
    parks: dict[int, list[Place]] = {}
    links = ParkInvestor.objects.known_at(as_of).select_related("park")
    for link in links.order_by("park__sort_key", "park__slug"):
        parks.setdefault(link.investor_id, []).append(link.park)
    return [(investor, parks.get(investor.pk, [])) for investor in Investor.objects.order_by("sort_key", "slug")]
