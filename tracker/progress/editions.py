"""Read what was published, and gather what is to be published: the pages of a place and of all below it."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from provinces.models import Place, PlaceMember
from provinces.models.past import put_back
from provinces.reach import Reach, within
from tracker.models import Edition, EditionPage, EditionRow
from tracker.progress.faces import place_face
from tracker.progress.frozen_pages import row_digests, thaw
from tracker.progress.lookup import NotFoundError, PlaceNotFound
from tracker.progress.periods import Quarter
from tracker.progress.queries import progress_for_place
from tracker.progress.rows import MapChoice, PlaceFace, PlaceProgress, ProgressRow
from tracker.progress.tree_rows import load_tree, today_of


class EditionNotFound(NotFoundError):  # noqa: N818 -- named like Django's DoesNotExist
    """No edition has the slug."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionFace:
    """One edition as a page names it."""

    id: int
    slug: str
    name: str
    name_en: str
    number: int
    place: PlaceFace
    quarter: Quarter
    as_of: datetime
    published_at: datetime
    published_by: str
    reason: str
    digest: str


def edition_by_slug(slug: str, *, reach: Reach = None) -> EditionFace:
    """Return an edition of a place within reach; one query.

    :raises EditionNotFound: if no edition of such a place has the slug.
    """
    row = Edition.objects.filter(within(reach), slug=slug).select_related("place", "published_by").first()
    if row is None:
        raise EditionNotFound(slug)
    return _face(row)


def editions(
    *,
    reach: Reach = None,
    place_id: int | None = None,
    quarter: Quarter | None = None,
    published_by: datetime | None = None,
) -> tuple[EditionFace, ...]:
    """Return the editions of places within reach published by a moment (None: now), the newest first; one query."""
    rows = _published(reach, quarter, published_by)
    if place_id is not None:
        rows = rows.filter(place=place_id)
    return tuple(_face(row) for row in rows.order_by("-published_at", "-pk"))


def editions_after(
    key: int | None,
    most: int,
    *,
    reach: Reach = None,
    place_slug: str | None = None,
    quarter: Quarter | None = None,
    published_by: datetime | None = None,
) -> tuple[EditionFace, ...]:
    """Return at most so many editions as they were entered, those after a key (None: from the first); one query."""
    rows = _published(reach, quarter, published_by)
    if place_slug is not None:
        rows = rows.filter(place__slug=place_slug)
    if key is not None:
        rows = rows.filter(pk__gt=key)
    return tuple(_face(row) for row in rows.order_by("pk")[:most])


def _published(reach: Reach, quarter: Quarter | None, by: datetime | None) -> QuerySet[Edition]:
    rows = Edition.objects.filter(within(reach)).select_related("place", "published_by")
    if by is not None:
        rows = rows.filter(published_at__lte=by)
    return rows if quarter is None else rows.filter(year=quarter.year, quarter=quarter.number)


def newest_edition(
    *, slug: str, quarter: Quarter | None = None, published_by: datetime | None = None, reach: Reach = None
) -> EditionFace | None:
    """Return the edition that was published last of those with a page of the place, None if there is none; one query.

    Of a quarter, or else of the newest quarter; with a moment as it was then; of places within reach.
    """
    rows = Edition.objects.filter(_covering(slug), within(reach)).select_related("place", "published_by")
    if quarter is not None:
        rows = rows.filter(year=quarter.year, quarter=quarter.number)
    if published_by is not None:
        rows = rows.filter(published_at__lte=published_by)
    row = rows.order_by("-year", "-quarter", "-published_at", "-pk").first()
    return None if row is None else _face(row)


def published_quarters(slug: str) -> tuple[Quarter, ...]:
    """Return the quarters of which an edition has a page of the place; one query."""
    rows = Edition.objects.filter(_covering(slug)).order_by().values_list("year", "quarter").distinct()
    return tuple(Quarter(*row) for row in rows)


def published_places() -> frozenset[int]:
    """Return the keys of the places of which any edition has a page; one query."""
    return frozenset(EditionPage.objects.order_by().values_list("place_id", flat=True).distinct())


def _covering(slug: str) -> Q:
    return Q(Exists(EditionPage.objects.filter(edition=OuterRef("pk"), place__slug=slug)))


def _face(row: Edition) -> EditionFace:
    return EditionFace(
        id=row.pk,
        slug=row.slug,
        name=row.name,
        name_en=row.name_en,
        number=row.number,
        place=place_face(row.place),
        quarter=Quarter(row.year, row.quarter),
        as_of=row.as_of,
        published_at=row.published_at,
        published_by=str(row.published_by),
        reason=row.reason,
        digest=row.digest,
    )


def page_of_edition(
    edition: EditionFace, *, slug: str, map_choice: MapChoice, indicator_codes: list[str] | None = None
) -> PlaceProgress:
    """Return the page of a place as the edition printed it, all of it or its rows of some indicators; two queries.

    :raises PlaceNotFound: if the edition has no page of the place.
    """
    page = EditionPage.objects.filter(edition=edition.id, map=map_choice.value, place__slug=slug).first()
    if page is None:
        raise PlaceNotFound(slug)
    rows = EditionRow.objects.filter(edition=edition.id, digest__in=row_digests(page.data))
    whole = thaw(page.data, dict(rows.values_list("digest", "data")))
    return whole if indicator_codes is None else _narrowed(whole, indicator_codes)


def _narrowed(page: PlaceProgress, codes: Collection[str]) -> PlaceProgress:
    def of_codes(rows: tuple[ProgressRow, ...]) -> tuple[ProgressRow, ...]:
        return tuple(row for row in rows if row.indicator.code in codes)

    children = tuple(replace(child, rows=of_codes(child.rows)) for child in page.children)
    return replace(page, rows=of_codes(page.rows), children=children)


def places_of_edition(edition: EditionFace) -> tuple[tuple[MapChoice, PlaceFace], ...]:
    """Return the places that the edition has pages of, as it names them, with the map of each, in its order.

    Two queries.
    """
    pages = EditionPage.objects.filter(edition=edition.id).defer("data").select_related("place").order_by("position")
    rows = list(pages)
    put_back((row.place for row in rows), edition.as_of)
    return tuple((MapChoice(row.map), place_face(row.place)) for row in rows)


def place_page(
    *,
    slug: str,
    quarter: Quarter,
    map_choice: MapChoice,
    as_of: datetime | None,
    edition: EditionFace | None,
    indicator_codes: list[str] | None = None,
    with_courses: bool = False,
    reach: Reach = None,
    compute: Callable[..., PlaceProgress] = progress_for_place,
) -> PlaceProgress:
    """Return the page of a place: as an edition printed it, else as `progress_for_place` or one like it computes it.

    An edition's rows carry the quarters of their year always, other rows ``with_courses``.

    :raises PlaceNotFound: if there is no such page.
    :raises IndicatorNotFound: if a code is unknown.
    """
    if edition is not None:
        return page_of_edition(edition, slug=slug, map_choice=map_choice, indicator_codes=indicator_codes)
    return compute(
        slug=slug,
        quarter=quarter,
        map_choice=map_choice,
        as_of=as_of,
        indicator_codes=indicator_codes,
        with_courses=with_courses,
        reach=reach,
    )


# --- What is to be published ----------------------------------------------------------------------------------------


def pages_to_publish(place: Place, quarter: Quarter, as_of: datetime) -> Iterator[PlaceProgress]:
    """Yield the pages of a place and of all below it on both maps, as known at a moment, as its managers read them.

    Some twenty queries a page.
    """
    for map_choice in MapChoice:
        today = today_of(map_choice, as_of)
        tree = load_tree(roots=[place.pk], day=quarter.last_day, as_of=as_of, today=today)
        below = list(tree.descendants(place.pk))
        reach = _covered(frozenset(below))
        for place_id in below:
            if place_id not in reach:
                continue
            page = progress_for_place(
                slug=tree.places[place_id].slug,
                quarter=quarter,
                map_choice=map_choice,
                as_of=as_of,
                with_courses=True,
                reach=reach,
            )
            if page.exists or place_id == place.pk:
                yield page


def _covered(places: frozenset[int]) -> frozenset[int]:
    """Return the places without perimeters that also hold others: nobody reads those from above (`actions.rights`)."""
    mixed = PlaceMember.objects.known_at(None).filter(perimeter__in=places, member__isnull=False)
    return places - set(mixed.exclude(member__in=places).values_list("perimeter_id", flat=True))
