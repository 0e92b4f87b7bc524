"""What an invented country files: reports, their revisions and figures, in single units; pure."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from tracker.progress.periods import Quarter


@dataclass(frozen=True, slots=True)
class FiledFigure:
    """One figure of one revision; a None value says that the status tells why there is none."""

    code: str
    basis: str
    from_on: date | None
    to_on: date
    value: Decimal | None
    status: str
    unit: str
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class FiledRevision:
    """One revision of a report: the first, or a correction with the cells that it changes."""

    number: int
    status: str
    figures: tuple[FiledFigure, ...]
    reason: str = ""
    submitted_at: datetime | None = None
    decided_at: datetime | None = None
    """When it was approved or returned; None while nobody has decided."""
    return_reason: str = ""


@dataclass(frozen=True, slots=True)
class FiledReport:
    """One report of one place and quarter with its revisions; ``office`` is the province whose people decide."""

    place: str
    reporter: str
    form: str
    quarter: Quarter
    office: str
    revisions: tuple[FiledRevision, ...]
