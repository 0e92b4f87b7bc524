"""List places, and tell one: its names, what it lay under, what it was before and became."""

from typing import Any

from django.db.models import QuerySet

from provinces.models import ParkInvestor, Place, PlaceMember, PlaceParent, Succession
from provinces.models.past import as_they_stood, put_back
from provinces.models.recorded import valid_on
from provinces.reach import within
from tracker.exchange.data_package.reached import Reached
from tracker.exchange.listed.parts import Asked, NotListedError, Part, cut, day_text, having_words, plain


def places(asked: Asked) -> Part:
    """Return places by address name; filters ``kind``, ``parent`` (a slug), ``text`` and ``on`` (a day of the map).

    Three queries, with a moment at most four.
    """
    stood = as_they_stood(Place, asked.as_of)
    if kind := asked.value("kind"):
        stood = stood.filter(kind=kind)
    if text := asked.value("text"):
        stood = stood.filter(having_words(text))
    if on := asked.value("on"):
        stood = stood.filter(valid_on(on))
    rows = Place.objects.filter(pk__in=stood.values("pk" if asked.as_of is None else "pgh_obj"))
    if parent := asked.value("parent"):
        below = _parents(asked).filter(parent__slug=parent)
        rows = rows.filter(pk__in=(below.filter(valid_on(on)) if on else below).values("place"))
    found, following = cut(rows.filter(within(asked.reach, "pk")), "slug", asked)
    put_back(found, asked.as_of)
    parents: dict[int, list[PlaceParent]] = {}
    for link in _parents(asked).filter(place__in=found).select_related("parent").order_by("valid_from", "pk"):
        parents.setdefault(link.place_id, []).append(link)
    return Part([_place(place, parents.get(place.pk, [])) for place in found], following)


def place(slug: str, asked: Asked) -> dict[str, Any]:
    """Return one place with its parents, successions, members and investors; eight queries, with a moment one more.

    :raises NotListedError: if no place within reach had the slug at the moment.
    """
    stood = as_they_stood(Place, asked.as_of).values("pk" if asked.as_of is None else "pgh_obj")
    found = Place.objects.filter(within(asked.reach, "pk"), pk__in=stood, slug=slug).first()
    if found is None:
        raise NotListedError(slug)
    put_back([found], asked.as_of)
    parents = list(_parents(asked).filter(place=found).select_related("parent").order_by("valid_from", "pk"))
    successions = Succession.objects.known_at(asked.as_of).select_related("predecessor", "successor", "document")
    before = successions.filter(within(asked.reach, "predecessor"), successor=found).order_by("predecessor__slug")
    after = successions.filter(within(asked.reach, "successor"), predecessor=found).order_by("successor__slug")
    members = PlaceMember.objects.known_at(asked.as_of).filter(within(asked.reach, "member"), perimeter=found)
    held = ParkInvestor.objects.known_at(asked.as_of).filter(park=found).select_related("investor")
    papers = [row.document_id for row in (*before, *after)]
    readable = set(Reached(asked.reach).documents.filter(pk__in=papers).values_list("pk", flat=True))
    return {
        **_place(found, parents),
        "predecessors": [_succession(row, row.predecessor, readable) for row in before],
        "successors": [_succession(row, row.successor, readable) for row in after],
        "members": list(members.order_by("member__slug").values_list("member__slug", flat=True)),
        "investors": [
            {"investor": row.investor.slug, **_days(row)} for row in held.order_by("investor__slug", "valid_from")
        ],
    }


def _parents(asked: Asked) -> QuerySet[Any]:
    known: QuerySet[Any] = PlaceParent.objects.known_at(asked.as_of).filter(within(asked.reach, "parent"))
    return known


def _place(row: Place, parents: list[PlaceParent]) -> dict[str, Any]:
    return {
        "slug": row.slug,
        "kind": row.kind,
        "name": row.name,
        "name_en": row.name_en,
        "other_names": list(row.aliases),
        "official_code": row.official_code or None,
        "centrally_run": row.centrally_run,
        "perimeter_scope": row.perimeter_scope or None,
        "valid_from": day_text(row.valid_from),
        "valid_to": day_text(row.valid_to),
        "parents": [{"place": link.parent.slug, **_days(link)} for link in parents],
    }


def _days(row: Any) -> dict[str, str | None]:
    return {"valid_from": day_text(row.valid_from), "valid_to": day_text(row.valid_to)}


def _succession(row: Succession, other: Place, readable: set[int]) -> dict[str, Any]:
    return {
        "place": other.slug,
        "effective_on": row.effective_on.isoformat(),
        "share": plain(row.share),
        "source": row.document.slug if row.document_id in readable else None,
    }
