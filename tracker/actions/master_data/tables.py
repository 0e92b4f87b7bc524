"""Which master data are files, what their columns are, and by which of these a row is found again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from django.db.models import Model, QuerySet

from provinces.models import Organisation, Place, PlaceParent, SourceDocument
from provinces.models.recorded import Recorded
from provinces.models.succession import days_held_by_successions
from tracker.actions.indicator_rules import indicator_problems
from tracker.actions.rates import rate_problems
from tracker.actions.refusals import FieldProblem
from tracker.exchange.master_columns import MasterColumn
from tracker.models import ExchangeRate, Indicator, IndicatorGroup, RatePurpose, Target, Unit

# By which field a file names the rows of a model: never by their numbers, which another database gives otherwise.
_KEYS: Final[Mapping[type[Model], str]] = {
    Place: "slug",
    Organisation: "slug",
    SourceDocument: "slug",
    Indicator: "code",
    IndicatorGroup: "code",
    Unit: "code",
}


def _no_more_checks(_row: Any, _replacing: int | None) -> list[FieldProblem]:
    return []


@dataclass(frozen=True)
class MasterTable:
    """One kind of master data.

    ``code`` names it in addresses. ``keys`` are the columns that tell which row is meant. ``checks`` are what the pages
    of the kind check beyond the model's own rules; they get a row and the number of the one that it replaces. A kind
    that ``is_read_only`` is taken along, and brought back another way.
    """

    code: str
    model: type[Model]
    names: tuple[str, ...]
    keys: tuple[str, ...]
    order: tuple[str, ...]
    checks: Callable[[Any, int | None], list[FieldProblem]] = field(default=_no_more_checks)
    quarters: tuple[str, ...] = ()
    is_read_only: bool = False

    @property
    def title(self) -> str:
        """Return its name in the reader's language."""
        return str(self.model._meta.verbose_name_plural)

    @property
    def is_recorded(self) -> bool:
        """Return whether its rows are retired and replaced, never rewritten."""
        return issubclass(self.model, Recorded)

    @cached_property
    def columns(self) -> tuple[MasterColumn, ...]:
        """Return the columns in the order of a file."""
        found = ((name, self.model._meta.get_field(name)) for name in self.names)
        return tuple(
            MasterColumn(each, _KEYS.get(each.related_model, ""), name in self.quarters)  # type: ignore[arg-type]
            for name, each in found
        )

    def rows(self) -> QuerySet[Any]:
        """Return the rows that count, in the order of a file."""
        every: Any = self.model._default_manager
        known: QuerySet[Any] = (every.in_force(None) if self.model is Target else every).order_by(*self.order)
        linked = [column.name for column in self.columns if column.key]
        known = known.select_related(*linked) if linked else known
        return known.filter(retired_at__isnull=True) if self.is_recorded else known

    def found_by(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return by which values of a row its stored row is found."""
        found = {name: values[name] for name in self.keys}
        if self.model is ExchangeRate and values["purpose"] == RatePurpose.SOURCE_OWN:
            # Several sources may name a rate of their own for one day.
            found["document"] = values.get("document")
        return found


def _place_checks(place: Place, _replacing: int | None) -> list[FieldProblem]:
    return [FieldProblem(name, sentence) for name, sentence in days_held_by_successions(place).items()]


def _indicator_checks(indicator: Indicator, _replacing: int | None) -> list[FieldProblem]:
    return indicator_problems(indicator)


def _rate_checks(rate: ExchangeRate, replacing: int | None) -> list[FieldProblem]:
    return rate_problems(base=rate.base, quote=rate.quote, on=rate.on, rate=rate.rate, replacing=replacing)


_NAMES: Final = ("name", "name_en")
_NOTES: Final = ("note", "note_en")

TABLES: Final[tuple[MasterTable, ...]] = (
    MasterTable(
        "places",
        Place,
        (
            *("slug", "kind", *_NAMES, "aliases", "valid_from", "valid_to", "official_code"),
            *("centrally_run", "perimeter_scope", *_NOTES),
        ),
        keys=("slug",),
        order=("sort_key", "slug"),
        checks=_place_checks,
    ),
    MasterTable(
        "place-parents",
        PlaceParent,
        ("place", "parent", "valid_from", "valid_to"),
        keys=("place", "parent", "valid_from"),
        order=("place__sort_key", "place__slug", "valid_from", "pk"),
    ),
    MasterTable(
        "organisations",
        Organisation,
        ("slug", "kind", *_NAMES, "aliases", "tax_code", "country", "place"),
        keys=("slug",),
        order=("sort_key", "slug"),
    ),
    MasterTable(
        "units",
        Unit,
        ("code", *_NAMES, "currency", "whole"),
        keys=("code",),
        order=("code",),
    ),
    MasterTable(
        "indicator-groups",
        IndicatorGroup,
        ("code", *_NAMES, "position"),
        keys=("code",),
        order=("position", "code"),
    ),
    MasterTable(
        "indicators",
        Indicator,
        (
            *("code", *_NAMES, "definition", "definition_en", "aliases", "group", "position", "headline", "kind"),
            *("unit", "direction", "numerator", "denominator", "component_of", "split", "split_complete"),
            *("accumulates", "display_scale", "display_unit", "display_unit_en"),
        ),
        keys=("code",),
        order=("group__position", "position", "code"),
        checks=_indicator_checks,
    ),
    MasterTable(
        "documents",
        SourceDocument,
        (
            *("slug", "kind", "number", "title", "title_en", "publisher", "issued_on", "published_on", "address"),
            *("source_file", "number_style", *_NOTES),
        ),
        keys=("slug",),
        order=("slug",),
    ),
    MasterTable(
        "exchange-rates",
        ExchangeRate,
        ("base", "quote", "on", "purpose", "rate", "document"),
        keys=("base", "quote", "on", "purpose"),
        order=("on", "base", "quote", "purpose", "pk"),
        checks=_rate_checks,
        quarters=("on",),
    ),
    MasterTable(
        "targets",
        Target,
        (
            *("place", "investor", "indicator", "role", "starts_on", "ends_on", "comparator", "value", "high", "unit"),
            *("baseline", "issuer", "issued_on", "document", "version"),
        ),
        keys=(),
        order=("place__sort_key", "place__slug", "indicator__code", "starts_on", "pk"),
        is_read_only=True,
    ),
)


def table_of(code: str) -> MasterTable | None:
    """Return the kind of this code; None if there is none."""
    return next((table for table in TABLES if table.code == code), None)
