"""Load the exchange rates that this database knew at a moment; one query."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime

from provinces.reach import Reach
from tracker.models import ExchangeRate
from tracker.progress.catalogue import exchange_rates
from tracker.progress.faces import document_face
from tracker.progress.rate_choice import Rate, RatePurpose
from tracker.progress.rows import DocumentFace


@dataclass(frozen=True, slots=True)
class RateFace:
    """One exchange rate as a page names it: the rate with the document that states it."""

    id: int
    rate: Rate
    document: DocumentFace


@dataclass(frozen=True, slots=True)
class RateBook:
    """The rates known at a moment, and the face of each by its key."""

    rates: tuple[Rate, ...]
    faces: dict[Hashable, RateFace]


def load_rates(*, as_of: datetime | None, reach: Reach = None) -> RateBook:
    """Return the rates known at ``as_of`` (None: now); one query, whatever their number.

    With a reach without those that were taken from the figures of others: whoever may not read a figure shall not
    reckon it from its rate.
    """
    faces = [_face(row) for row in exchange_rates(as_of=as_of, reach=reach)]
    return RateBook(rates=tuple(face.rate for face in faces), faces={face.id: face for face in faces})


def _face(row: ExchangeRate) -> RateFace:
    document = document_face(row.document)
    assert document is not None  # the column requires one
    rate = Rate(
        key=row.pk,
        base=row.base,
        quote=row.quote,
        on=row.on,
        purpose=RatePurpose(row.purpose),
        value=row.rate,
        source=row.document_id,
    )
    return RateFace(row.pk, rate, document)
