"""Load the reference data: documents, places, organisations, indicators, forms and promotion lists.

The files lead for the rows that they name; rows they do not name stay as they are.
"""

from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from provinces.models import Organisation, Place, SourceDocument
from tracker.actions.seeding.loading import Loading, UnresolvedLinkError, natural_name
from tracker.exchange.seed_files import SeedProblem, SeedRow
from tracker.exchange.seed_tables import table_named
from tracker.models import (
    Holiday,
    Indicator,
    IndicatorGroup,
    PromotionItem,
    PromotionList,
    ReportForm,
    ReportFormLine,
    Unit,
)

PLAIN_MODELS: dict[str, type[models.Model]] = {
    "documents": SourceDocument,
    "places": Place,
    "organisations": Organisation,
    "units": Unit,
    "groups": IndicatorGroup,
    "indicators": Indicator,
    "forms": ReportForm,
    "form_lines": ReportFormLine,
    "holidays": Holiday,
    "promotion_lists": PromotionList,
    "promotion_items": PromotionItem,
}
_SELF_LINKS = {"indicators": ("numerator", "denominator", "component_of", "accumulates")}
_PARKED = 20_000  # positions on the way from one order to another; above any real one


def find_existing(loading: Loading) -> None:
    """Read the reference rows that the database has, by table and key. Costs one query a table."""
    for name, model in PLAIN_MODELS.items():
        key = table_named(name).key
        links = [
            field.name for field in model._meta.fields if isinstance(field, models.ForeignKey) and field.name in key
        ]
        loading.objects[name] = {
            "/".join(natural_name(getattr(instance, part)) for part in key): instance
            for instance in model._default_manager.select_related(*links)
        }


def load_reference_data(loading: Loading, *tables: str) -> None:
    """Add and change the rows of these tables."""
    for name in tables:
        if name == "form_lines":
            _make_room_for_lines(loading)
        links = _SELF_LINKS.get(name)
        for row in loading.in_order(name, *links) if links else loading.rows(name):
            _load_row(loading, row)
    if "promotion_items" in tables:
        for row in loading.rows("promotion_items"):
            _load_sums(loading, row)


def _load_row(loading: Loading, row: SeedRow) -> None:
    name = row.table.name
    try:
        values = loading.values(row)
        if name == "promotion_lists":
            values["document"] = loading.resolve(("documents",), row.document)
    except UnresolvedLinkError:
        loading.skip(row)
        return
    instance = loading.objects[name].get(row.key)
    if instance is not None and not differences(instance, values):
        loading.report.unchanged[name] += 1
        return
    kept = loading.report.added if instance is None else loading.report.changed
    if instance is None:
        instance = PLAIN_MODELS[name]()
    for field, value in values.items():
        setattr(instance, field, value)
    if not loading.check(row, instance):
        return
    with loading.writing(row):
        instance.save()
    loading.objects[name][row.key] = instance
    loading.report.note(kept, name, row.key)


def differences(instance: models.Model, values: dict[str, Any]) -> list[str]:
    """Return the names of the fields whose values differ from the row's; links are compared by key, without a query."""
    different = []
    for name, value in values.items():
        if isinstance(instance._meta.get_field(name), models.ForeignKey):
            same = getattr(instance, f"{name}_id") == (None if value is None else value.pk)
        else:
            same = getattr(instance, name) == value
        if not same:
            different.append(name)
    return different


def _make_room_for_lines(loading: Loading) -> None:
    """Remove lines that a form of the files no longer has, and free the positions that others move to.

    A form that the files name belongs to them whole: two orders of its lines cannot be mixed.
    """
    wanted = {row.key: row for row in loading.rows("form_lines")}
    forms = {row["form"] for row in wanted.values()}
    for key, line in list(loading.objects["form_lines"].items()):
        if natural_name(line.form) not in forms or key in loading.seeds.broken["form_lines"]:
            continue
        if key not in wanted:
            if line.form.reports.exists():
                cure = _("Reports follow the form “%(form)s”; put its line “%(line)s” back into the file.")
                words = {"form": natural_name(line.form), "line": key}
                loading.problems.append(SeedProblem("frame/form_lines.csv", 0, "", "", cure % words))
                continue
            line.delete()
            del loading.objects["form_lines"][key]
            loading.report.note(loading.report.removed, "form_lines", key)
        elif line.position != wanted[key]["position"]:
            ReportFormLine.objects.filter(pk=line.pk).update(position=_PARKED + line.position)
            line.position += _PARKED


def _load_sums(loading: Loading, row: SeedRow) -> None:
    """Tie a printed subtotal to the items that it sums, which may come after it in the list."""
    item = loading.objects["promotion_items"].get(row.key)
    if item is None or row.key in loading.seeds.broken["promotion_items"]:
        return
    if row.key in row["sums"]:
        loading.refuse(row, "sums", _("An item cannot sum itself; remove its own position."))
        return
    try:
        summed = loading.linked(row, "sums")
    except UnresolvedLinkError:
        loading.skip(row)
        return
    if {part.pk for part in summed} == set(item.sums.values_list("pk", flat=True)):
        return
    item.sums.set(summed)
    touched = loading.report.added.get("promotion_items", []) + loading.report.changed.get("promotion_items", [])
    if row.key not in touched:
        loading.report.note(loading.report.changed, "promotion_items", row.key)
        loading.report.unchanged["promotion_items"] -= 1
