"""Refuse files that would take back much of what a document says: rather a lost file than a changed mind."""

from collections import Counter

from django.utils.translation import gettext as _

from tracker.actions.seeding.loading import Loading
from tracker.exchange.seed_files import SeedProblem

# Fewer figures than this, or at most this share of a document's figures, are corrections of every day.
FEWEST_REFUSED = 5
_SHARE_ALLOWED = 10  # one in ten

_TABLES = ("targets", "actuals", "comparisons")


def refuse_removals(loading: Loading) -> None:
    """Note each document of which more than a tenth, and at least five, of the published figures would go.

    Precondition: the figures are loaded, so the report says which were removed.
    """
    removed: Counter[str] = Counter()
    kept: Counter[str] = Counter()
    for table in _TABLES:
        for reference in loading.report.removed.get(table, []):
            removed[loading.removed_from[table, reference]] += 1
        added = set(loading.report.added.get(table, []))
        for row in loading.rows(table):
            kept[row.document] += row.key not in added
    for document, count in sorted(removed.items()):
        stood = count + kept[document]
        if count < FEWEST_REFUSED or count * _SHARE_ALLOWED <= stood:
            continue
        cure = _(
            "%(removed)d of the document's %(stood)d published figures are no longer in its files and would be "
            "withdrawn; put the rows or files back, or run the command with --allow-removals if that is meant."
        )
        words = {"removed": count, "stood": stood}
        loading.problems.append(SeedProblem(f"documents/{document}/", 0, "", "", cure % words))
