"""Read which cells of reports have an approved figure, and which are not asked."""

from datetime import datetime

from django.contrib.postgres.aggregates import BoolAnd, BoolOr
from django.db.models import Q

from tracker.models import Actual, ObservationStatus

# "Occurred but not collected" is an answer; "not yet known" is still owed.
_FILLED = Q(value__isnull=False) | Q(numerator__isnull=False) | Q(observation_status=ObservationStatus.NOT_COLLECTED)
_NOT_APPLICABLE = Q(observation_status=ObservationStatus.NOT_APPLICABLE)


def cells_of(reports: list[int], as_of: datetime | None) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """Return which (report, indicator) are filled by approved figures, and which are not applicable; one query."""
    rows = (
        Actual.objects.in_force(as_of)
        .filter(revision__report__in=reports)
        .order_by()
        .values_list("revision__report_id", "indicator_id")
        .annotate(filled=BoolOr(_FILLED), not_applicable=BoolAnd(_NOT_APPLICABLE))
    )
    filled: set[tuple[int, int]] = set()
    not_applicable: set[tuple[int, int]] = set()
    for report_id, indicator_id, has_figure, without in rows:
        if has_figure:
            filled.add((report_id, indicator_id))
        elif without:
            not_applicable.add((report_id, indicator_id))
    return filled, not_applicable
