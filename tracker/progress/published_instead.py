"""Say of which places a published document has given figures where the report that is owed is not there."""

from collections.abc import Sequence
from datetime import datetime

from tracker.models import Actual
from tracker.progress.owed_report import OwedReport
from tracker.progress.periods import Quarter


def places_told_by_documents(
    owed: Sequence[OwedReport], *, quarter: Quarter, as_of: datetime | None = None
) -> set[int]:
    """Return the places of the reports of a quarter that are not approved of which a document gives figures.

    Pages of places and their sums show such a figure; nobody has submitted it as the report that is owed. One query.
    """
    silent = {report.place.id for report in owed if not report.is_approved}
    told = Actual.objects.in_force(as_of).filter(
        document__isnull=False,
        value__isnull=False,
        revision__report__place__in={report.place.id for report in owed},
        revision__report__year=quarter.year,
        revision__report__quarter=quarter.number,
    )
    return silent & set(told.order_by().values_list("revision__report__place", flat=True).distinct())
