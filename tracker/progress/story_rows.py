"""What the story of a figure consists of."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from tracker.progress.trail import Author


class StepKind(StrEnum):
    """What a step did to the cell or to its revision."""

    OPENED = "opened"
    CORRECTION_STARTED = "correction_started"
    TYPED = "typed"
    UNDONE = "undone"
    SUBMITTED = "submitted"
    TAKEN_BACK = "taken_back"
    RETURNED = "returned"
    REOPENED = "reopened"
    APPROVED = "approved"
    DRAFT_DELETED = "draft_deleted"


@dataclass(frozen=True, slots=True)
class Span:
    """Which days a figure speaks of; a cell of a flow may hold two, in the quarter and year to date."""

    basis: str
    from_on: date | None
    to_on: date


@dataclass(frozen=True, slots=True)
class Saying:
    """What the cell says for one span: amounts in single units of ``unit_id``."""

    span: Span
    comparator: str
    value: Decimal | None
    high: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    unit_id: int
    observation_status: str
    note: str
    reason: str
    source: str
    rejected_because: str


@dataclass(frozen=True, slots=True)
class Change:
    """One span before and after a step; None is a cell that says nothing."""

    before: Saying | None
    after: Saying | None


@dataclass(frozen=True, slots=True)
class Step:
    """One step, with the changes that it made; ``way`` is how figures came in, empty where it is not known.

    ``reason`` is that of a correction or of a return. ``at`` of an approval is the moment from which it counts.
    """

    at: datetime
    kind: StepKind
    author: Author
    revision: int
    reason: str = ""
    way: str = ""
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """One figure in force: what it says, since when, by whom, in which revision."""

    saying: Saying
    revision: int
    approved_by_id: int | None
    approved_at: datetime


@dataclass(frozen=True, slots=True)
class Story:
    """The steps of a cell, newest first, what is drafted of it now, and the keys of the people in it."""

    steps: tuple[Step, ...]
    drafted: tuple[Saying, ...]
    person_ids: frozenset[int]


def saying_of(row: Any) -> Saying:
    """Return what a figure says, or an event of one."""
    return Saying(
        span=Span(row.basis, row.from_on, row.to_on),
        comparator=row.comparator,
        value=row.value,
        high=row.high,
        numerator=row.numerator,
        denominator=row.denominator,
        unit_id=row.unit_id,
        observation_status=row.observation_status,
        note=row.note,
        reason=row.reason,
        source=row.source,
        rejected_because=row.rejected_because,
    )
