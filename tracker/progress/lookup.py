"""Find what an address names, and the quarters that can be chosen."""

from datetime import datetime

from django.db.models import QuerySet

from provinces.reach import Reach, within
from tracker.models import ReportRevision, RevisionStatus
from tracker.progress.periods import Quarter


class NotFoundError(LookupError):
    """Something asked for by its address name does not exist, or is beyond the reader's reach: nobody can tell."""


class PlaceNotFound(NotFoundError):  # noqa: N818 -- named like Django's DoesNotExist
    """No place has the slug."""


class IndicatorNotFound(NotFoundError):  # noqa: N818 -- named like Django's DoesNotExist
    """No indicator has the code."""


class InvestorNotFound(NotFoundError):  # noqa: N818 -- named like Django's DoesNotExist
    """No infrastructure investor has the slug."""


def newest_quarter(
    *, place_slug: str | None = None, reach: Reach = None, as_of: datetime | None = None
) -> Quarter | None:
    """Return the newest quarter with figures approved by ``as_of`` (None: now) within reach; None if there is none.

    Where a place is named, its own figures alone count.
    """
    approved = _approved(reach, as_of)
    if place_slug is not None:
        approved = approved.filter(report__place__slug=place_slug)
    row = approved.order_by("-report__year", "-report__quarter").values_list("report__year", "report__quarter").first()
    return None if row is None else Quarter(*row)


def quarters_with_figures(*, reach: Reach = None, as_of: datetime | None = None) -> tuple[Quarter, ...]:
    """Return the quarters with figures approved by ``as_of`` (None: now) within reach, newest first; one query."""
    rows = (
        _approved(reach, as_of)
        .order_by("-report__year", "-report__quarter")
        .values_list("report__year", "report__quarter")
        .distinct()
    )
    return tuple(Quarter(*row) for row in rows)


def _approved(reach: Reach, as_of: datetime | None) -> QuerySet[ReportRevision]:
    approved = ReportRevision.objects.filter(within(reach, "report__place"), status=RevisionStatus.APPROVED)
    return approved if as_of is None else approved.filter(approved_at__lte=as_of)
