"""Every address of the site, out of the URL configuration, with identifiers of each side and unknown ones.

A route with a part that nothing here knows raises `UnknownRouteError`: whoever adds an address says what goes into it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, product
from typing import Any
from urllib.parse import quote

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver

from provinces.models import Organisation, Place, SourceDocument
from tests.security.world import World
from tracker.actions.master_data.tables import TABLES
from tracker.models import Edition, FileImport, Indicator, PromotionList
from tracker.web.guides import GUIDES

UNKNOWN = "unknown"
UNKNOWN_SLUG = "no-such-name"
UNKNOWN_KEY = "99999999"
UNKNOWN_UUID = "00000000-0000-4000-8000-000000000000"
_PART = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")
_GROUP = re.compile(r"\(\?P<(?P<name>\w+)>[^)]*\)")
# What the part "slug" (or "code") of a page names.
_SLUGS: Mapping[str, type[models.Model]] = {
    "places": Place,
    "investors": Organisation,
    "documents": SourceDocument,
    "promotion-lists": PromotionList,
    "editions": Edition,
}
_SLUG_PARTS: Mapping[str, type[models.Model]] = {
    "place": Place,
    "place_slug": Place,
    "reporter": Organisation,
    "reporter_slug": Organisation,
}
_CODES = ("code", "indicator", "indicator_code")
_QUARTERS = ("quarter", "quarter_text")


class UnknownRouteError(Exception):
    """A route has a part that the walk has no values for."""


@dataclass(frozen=True)
class Route:
    """One address of the site: its pattern from the top, its name, the names of its parts in order."""

    pattern: str
    name: str
    parts: tuple[str, ...]

    def filled(self, values: Mapping[str, Any]) -> str:
        """Return the address with values for its parts."""
        text = _GROUP.sub(lambda part: quote(str(values[part["name"]])), self.pattern)
        text = _PART.sub(lambda part: quote(str(values[part["name"]])), text)
        return "/" + text.replace("^", "").replace("$", "").replace("\\Z", "")


def every_route() -> list[Route]:
    """Return all routes of the URL configuration, each once."""
    return list(dict.fromkeys(_routes(get_resolver(), "", "")))


def _routes(resolver: Any, prefix: str, space: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _routes(entry, pattern, inner)
        elif isinstance(entry, URLPattern):
            parts = [match["name"] for match in (*_GROUP.finditer(pattern), *_PART.finditer(_GROUP.sub("", pattern)))]
            yield Route(pattern, f"{space}{entry.name}" if entry.name else "", tuple(parts))


@dataclass(frozen=True)
class Address:
    """One address with the side whose identifiers it holds; "unknown" holds those of nobody."""

    route: Route
    side: str
    path: str


def addresses_of(route: Route, world: World, most: int = 3) -> list[Address]:
    """Return the route's addresses for each side, at most so many of one side, and one that nobody has.

    :raises UnknownRouteError: if the route has a part without values.
    """
    if not route.parts:
        return [Address(route, "shared", route.filled({}))]
    found: list[Address] = []
    for side in (*world.sides, UNKNOWN):
        sets = islice(_values(route, world, side), most)
        found += [Address(route, side, route.filled(values)) for values in sets]
    return list(dict.fromkeys(found))


def _values(route: Route, world: World, side: str) -> Iterator[dict[str, Any]]:
    """Yield values for the parts of a route, the last part changing first."""
    columns = [_part(route, part, world, side) for part in route.parts]
    for values in product(*columns):
        yield dict(zip(route.parts, values, strict=True))


def _part(route: Route, part: str, world: World, side: str) -> list[Any]:
    """Return the values of one part, on one side.

    :raises UnknownRouteError: if nothing is known of it.
    """
    if part == "content_type_id":
        return [ContentType.objects.get_for_model(Place).pk]
    if part == "app_label":
        return ["tracker", "provinces"] if side == "shared" else []
    if part == "url":
        return ["tracker", "provinces/place", "no/such/page"] if side == "shared" else []
    if part in _CODES or (part == "slug" and route.pattern.startswith("indicators")):
        codes = Indicator.objects.order_by("pk").values_list("code", flat=True)
        return {UNKNOWN: [UNKNOWN_SLUG], "shared": list(codes)}.get(side, list(codes) if len(route.parts) > 1 else [])
    if part in _QUARTERS:
        return ["2025-Q1", "2025-Q3", "2025-Q2", "2025-Q4", "2026-Q1"]
    if part == "guide":
        return {UNKNOWN: [UNKNOWN_SLUG], "shared": [guide.code for guide in GUIDES]}.get(side, [])
    if part == "kind_of_file":
        files = [f"{table.code}.{ending}" for table in TABLES for ending in ("xlsx", "csv")]
        return {UNKNOWN: [f"{UNKNOWN_SLUG}.csv"], "shared": files}.get(side, [])
    if part == "year":
        return [2025]
    if part in ("token", "secret"):
        # Whoever has the secret of somebody else has been given it; nobody can name it.
        return {UNKNOWN: [UNKNOWN_SLUG], "own": [world.secret]}.get(side, [])
    if part == "key":
        return [UNKNOWN_UUID] if side == UNKNOWN else _column(world, side, FileImport, "key")
    model = _slug_model(route, part)
    if model is not None:
        return [UNKNOWN_SLUG] if side == UNKNOWN else _column(world, side, model, "slug")
    model = _key_model(route, part)
    if model is None:
        raise UnknownRouteError(f"{route.name or '(no name)'} {route.pattern}: nothing is known of “{part}”")
    return [UNKNOWN_KEY] if side == UNKNOWN else _column(world, side, model, "pk")


def _slug_model(route: Route, part: str) -> type[models.Model] | None:
    if part == "slug":
        # Below "api" the last word before the slug says what it names.
        named = route.pattern.split("<")[0].rstrip("/").split("/")
        return _SLUGS.get(named[-1] if named[0] == "api" else named[0])
    return _SLUG_PARTS.get(part)


def _key_model(route: Route, part: str) -> type[models.Model] | None:
    """Return the model whose key a part is: of an admin page its own, else the one that the part is named after."""
    names = route.pattern.split("/")
    if part in ("object_id", "id"):
        return Place if names[1] == "r" else apps.get_model(names[1], names[2])
    if not part.endswith(("_id", "_pk")):
        return None
    named = part[:-3].replace("_", "")
    every = [model for label in ("tracker", "provinces") for model in apps.get_app_config(label).get_models()]
    close = [model for model in every if model.__name__.lower().endswith(named)]
    return min(close, key=lambda model: len(model.__name__), default=None)


def _column(world: World, side: str, model: type[models.Model], column: str) -> list[Any]:
    """Return a column of the side's rows of a model, the oldest first; read once for each world."""
    known = world.columns.setdefault((side, model, column), [])
    if not known:
        concrete: Any = model._meta.concrete_model
        rows = model._default_manager.filter(pk__in=world.sides[side].keys[concrete]).order_by("pk")
        known += rows.values_list(column, flat=True)
    return known
