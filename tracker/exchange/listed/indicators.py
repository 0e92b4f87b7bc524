"""List indicators with their groups and units."""

from typing import Any

from django.db.models import QuerySet

from provinces.models.past import as_they_stood
from tracker.exchange.listed.parts import Asked, NotListedError, Part, cut, having_words, plain
from tracker.models import Indicator
from tracker.models.indicator import put_back_indicators


def indicators(asked: Asked) -> Part:
    """Return indicators by code; filters ``kind``, ``group`` (a code) and ``text``. One query, six with a moment."""
    found, following = cut(_indicators(asked), "code", asked)
    put_back_indicators(found, asked.as_of)
    return Part([_told(row) for row in found], following)


def indicator(code: str, asked: Asked) -> dict[str, Any]:
    """Return one indicator.

    :raises NotListedError: if none had the code at the moment.
    """
    found = list(_indicators(asked).filter(code=code))
    if not found:
        raise NotListedError(code)
    put_back_indicators(found, asked.as_of)
    return _told(found[0])


def _indicators(asked: Asked) -> QuerySet[Indicator]:
    stood = as_they_stood(Indicator, asked.as_of)
    if kind := asked.value("kind"):
        stood = stood.filter(kind=kind)
    if group := asked.value("group"):
        stood = stood.filter(group__code=group)
    if text := asked.value("text"):
        stood = stood.filter(having_words(text))
    rows = Indicator.objects.filter(pk__in=stood.values("pk" if asked.as_of is None else "pgh_obj"))
    return rows.select_related("group", "unit", "numerator", "denominator", "component_of", "accumulates")


def _told(row: Indicator) -> dict[str, Any]:
    return {
        "code": row.code,
        "name": row.name,
        "name_en": row.name_en,
        "definition": row.definition or None,
        "definition_en": row.definition_en or None,
        "group": {"code": row.group.code, "name": row.group.name, "name_en": row.group.name_en},
        "kind": row.kind,
        "unit": {
            "code": row.unit.code,
            "name": row.unit.name,
            "name_en": row.unit.name_en,
            "currency": row.unit.currency or None,
        },
        "direction": row.direction,
        "numerator": _code(row.numerator),
        "denominator": _code(row.denominator),
        "component_of": _code(row.component_of),
        "split": row.split or None,
        "split_complete": row.split_complete,
        "accumulates": _code(row.accumulates),
        "display_scale": plain(row.display_scale),
        "display_unit": row.display_unit,
        "display_unit_en": row.display_unit_en,
        "headline": row.headline,
    }


def _code(other: Indicator | None) -> str | None:
    return None if other is None else other.code
