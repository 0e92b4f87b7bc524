"""List infrastructure investors, and the parks that they have or had within reach."""

from typing import Any

from django.db.models import Q, QuerySet

from provinces.models import Organisation, OrganisationKind, ParkInvestor
from provinces.models.past import as_they_stood, put_back
from provinces.reach import within
from tracker.exchange.listed.parts import Asked, NotListedError, Part, cut, day_text, having_words
from tracker.models import Target


def investors(asked: Asked) -> Part:
    """Return investors by address name; filters ``text`` and ``place`` (the slug of a park).

    Two queries, with a moment one more. With a reach those alone that have a park or a target within it.
    """
    rows = _investors(asked)
    if place := asked.value("place"):
        rows = rows.filter(pk__in=_links(asked).filter(park__slug=place).values("investor"))
    found, following = cut(rows, "slug", asked)
    return Part(_told(found, asked), following)


def investor(slug: str, asked: Asked) -> dict[str, Any]:
    """Return one investor.

    :raises NotListedError: if no investor within reach had the slug at the moment.
    """
    found = list(_investors(asked).filter(slug=slug))
    if not found:
        raise NotListedError(slug)
    return _told(found, asked)[0]


def _links(asked: Asked) -> QuerySet[Any]:
    known: QuerySet[Any] = ParkInvestor.objects.known_at(asked.as_of).filter(within(asked.reach, "park"))
    return known


def _investors(asked: Asked) -> QuerySet[Organisation]:
    stood = as_they_stood(Organisation, asked.as_of).filter(kind=OrganisationKind.INVESTOR)
    if text := asked.value("text"):
        stood = stood.filter(having_words(text))
    rows = Organisation.objects.filter(pk__in=stood.values("pk" if asked.as_of is None else "pgh_obj"))
    if asked.reach is None:
        return rows
    bound = Target.objects.in_force(asked.as_of).filter(within(asked.reach), investor__isnull=False)
    return rows.filter(Q(pk__in=_links(asked).values("investor")) | Q(pk__in=bound.order_by().values("investor")))


def _told(rows: list[Organisation], asked: Asked) -> list[dict[str, Any]]:
    put_back(rows, asked.as_of)
    parks: dict[int, list[dict[str, Any]]] = {}
    for link in _links(asked).filter(investor__in=rows).select_related("park").order_by("park__slug", "valid_from"):
        days = {"valid_from": day_text(link.valid_from), "valid_to": day_text(link.valid_to)}
        parks.setdefault(link.investor_id, []).append({"place": link.park.slug, **days})
    return [
        {
            "slug": row.slug,
            "name": row.name,
            "name_en": row.name_en,
            "other_names": list(row.aliases),
            "tax_code": row.tax_code or None,
            "country": row.country or None,
            "parks": parks.get(row.pk, []),
        }
        for row in rows
    ]
