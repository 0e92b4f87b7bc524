"""Load the rows whose past stays readable: parents, successions, duties, rules, thresholds and rates.

Such a row is inserted once; a correction retires it and inserts another, so earlier moments read as they did.
"""

from collections import defaultdict
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from provinces.models import ParkInvestor, PlaceMember, PlaceParent, Recorded, Succession
from tracker.actions.seeding.loading import Loading, UnresolvedLinkError, natural_name, sorted_by_need
from tracker.actions.seeding.reference_data import differences
from tracker.exchange.seed_files import SeedRow
from tracker.exchange.seed_tables import table_named
from tracker.models import DueRule, ExchangeRate, ReporterPrecedence, ReportingDuty, Threshold

RECORDED_MODELS: dict[str, type[Recorded]] = {
    "parents": PlaceParent,
    "successions": Succession,
    "members": PlaceMember,
    "park_investors": ParkInvestor,
    "duties": ReportingDuty,
    "due_rules": DueRule,
    "precedence": ReporterPrecedence,
    "thresholds": Threshold,
    "exchange_rates": ExchangeRate,
}
# Rows that agree in these fields exclude each other on the same days: a new one takes the place of an old one.
_EXCLUSIVE = {
    "parents": ("place",),
    "park_investors": ("park", "investor"),
    "duties": ("reporter", "place", "form"),
    "due_rules": ("reporter_kind",),
    "thresholds": ("group",),
    "successions": ("predecessor", "successor"),
}


def load_recorded_rows(loading: Loading) -> None:
    """Retire what the files say differently and insert what they say."""
    _refuse_circles(loading)
    for name in RECORDED_MODELS:
        _load_table(loading, name)


def _load_table(loading: Loading, name: str) -> None:
    live = _live_rows(name)
    fresh: list[tuple[SeedRow, Recorded]] = []
    retired: list[Recorded] = []
    changed: set[str] = set()
    for row in loading.rows(name):
        if row.key in loading.seeds.broken[name]:
            continue
        try:
            values = loading.values(row)
        except UnresolvedLinkError:
            loading.skip(row)
            continue
        existing = live.pop(row.key, None)
        if existing is not None and not differences(existing, values):
            loading.report.unchanged[name] += 1
            continue
        if existing is not None:
            retired.append(existing)
            changed.add(row.key)
        fresh.append((row, RECORDED_MODELS[name](**values)))
    for key, existing in list(live.items()):
        if any(_excludes(name, existing, instance) for _row, instance in fresh):
            retired.append(live.pop(key))
            loading.report.note(loading.report.removed, name, key)
    _retire(loading, retired)
    for row, instance in fresh:
        recorded_at = loading.recorded_at(instance)
        if recorded_at is not None:
            instance.recorded_at = recorded_at
        if not loading.check(row, instance):
            continue
        with loading.writing(row):
            instance.save()
        kept = loading.report.changed if row.key in changed else loading.report.added
        loading.report.note(kept, name, row.key)
    if live:
        loading.report.only_in_database[name] += len(live)


def _live_rows(name: str) -> dict[str, Recorded]:
    key = table_named(name).key
    model = RECORDED_MODELS[name]
    links = [field.name for field in model._meta.fields if isinstance(field, models.ForeignKey)]
    rows = model._default_manager.filter(retired_at__isnull=True).select_related(*links).order_by("pk")
    return {"/".join(natural_name(getattr(row, part)) for part in key): row for row in rows}


def _excludes(name: str, existing: Recorded, instance: Recorded) -> bool:
    fields = _EXCLUSIVE.get(name)
    if fields is None or any(getattr(existing, field) != getattr(instance, field) for field in fields):
        return False
    first, last = _days(existing)
    other_first, other_last = _days(instance)
    return first <= other_last and other_first <= last


def _days(row: Any) -> tuple[date, date]:
    """Return the first and the last day of a row, open ends as the ends of the calendar."""
    return getattr(row, "valid_from", None) or date.min, getattr(row, "valid_to", None) or date.max


def _retire(loading: Loading, rows: list[Recorded]) -> None:
    """Retire rows at the very moment at which those that replace them are recorded: no past moment lies between."""
    by_model: dict[type[Recorded], list[int]] = defaultdict(list)
    for row in rows:
        by_model[type(row)].append(row.pk)
    for model, keys in by_model.items():
        model._default_manager.filter(pk__in=keys).update(retired_at=loading.moment)


def _refuse_circles(loading: Loading) -> None:
    """Refuse parents that lie below their own children."""
    parents: dict[str, list[SeedRow]] = defaultdict(list)
    for row in loading.rows("parents"):
        parents[row["place"]].append(row)
    places = dict.fromkeys(parents)
    _ordered, circles = sorted_by_need(
        places, lambda place: [row["parent"] for row in parents[place] if row["parent"] in parents]
    )
    for place in circles:
        for row in parents[place]:
            if row["parent"] in circles:
                loading.refuse(row, "parent", _("A place lies below itself in a circle; correct one of the parents."))
