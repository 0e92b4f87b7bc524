"""Load the comparisons that documents print; each is about a target or an actual."""

from typing import Any

from tracker.actions.seeding.figure_checks import check_comparison
from tracker.actions.seeding.loading import Loading, UnresolvedLinkError
from tracker.actions.seeding.reference_data import differences
from tracker.exchange.seed_files import SeedRow
from tracker.models import PrintedComparison, Target


def load_comparisons(loading: Loading) -> None:
    """Add and change comparisons, and delete those that their documents' files no longer have.

    A comparison is kept and checked but never an input, so nothing depends on one that goes. It always speaks
    of the newest version of its figures.
    """
    stored = {str(row.reference): row for row in PrintedComparison.objects.select_related("document")}
    for row in loading.rows("comparisons"):
        existing = stored.pop(row.key, None)
        try:
            values = _values(loading, row)
        except UnresolvedLinkError:
            loading.skip(row)
            continue
        if not check_comparison(loading, row, values["document"]):
            continue
        if existing is not None and not differences(existing, values):
            loading.report.unchanged["comparisons"] += 1
            continue
        comparison = existing or PrintedComparison()
        for name, value in values.items():
            setattr(comparison, name, value)
        if not loading.check(row, comparison):
            continue
        with loading.writing(row):
            comparison.save()
        kept = loading.report.added if existing is None else loading.report.changed
        loading.report.note(kept, "comparisons", row.key)
    documents = loading.seeds.keys("documents")
    for reference, comparison in stored.items():
        if comparison.document.slug not in documents:
            loading.report.only_in_database["comparisons"] += 1
        elif reference not in loading.seeds.broken["comparisons"]:
            comparison.delete()
            loading.note_removed("comparisons", reference, comparison.document.slug)


def _values(loading: Loading, row: SeedRow) -> dict[str, Any]:
    values = loading.values(row)
    for name in ("subject", "against"):
        figure = values.pop(name)
        values[f"{name}_target"] = figure if isinstance(figure, Target) else None
        values[f"{name}_actual"] = figure if not isinstance(figure, Target) else None
    values["document"] = loading.resolve(("documents",), row.document)
    return values
