"""Describe one report that is owed, and what is missing of a quarter; pure, so that every interface tells it alike."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Self

from tracker.progress.above import Above
from tracker.progress.due_days import OrderProblem
from tracker.progress.periods import Quarter
from tracker.progress.rows import IndicatorFace, OrganisationFace, PlaceFace


class ReportState(StrEnum):
    """How far an owed report has come; a correction under way never takes back that figures are approved."""

    APPROVED = "approved"
    AWAITING_APPROVAL = "awaiting_approval"
    RETURNED = "returned"
    DRAFT = "draft"
    NOTHING = "nothing"


# The states in which it is the clerk's turn.
WITH_THE_CLERK = frozenset({ReportState.RETURNED, ReportState.DRAFT, ReportState.NOTHING})


@dataclass(frozen=True, slots=True)
class OwedReport:
    """One report that one duty asks for in one quarter.

    Cells are the lines of the duty's form; one that is reported as not applicable is not asked. Only approved figures
    fill cells, "not yet known" fills none. ``due_on`` None: no rule names a day, so nothing is late.
    ``open_state`` is that of the revision that is not approved yet, beside approved figures as well.
    ``handed_in_on`` is the day of the submission that was approved first; None for no approval, and for readers of
    approved figures alone, of whom ``approved_only`` says that they learn of no submission.
    """

    duty_id: int
    reporter: OrganisationFace
    place: PlaceFace
    form_code: str
    quarter: Quarter
    state: ReportState
    open_state: ReportState | None
    open_revision_id: int | None
    submitted_on: date | None
    due_on: date | None
    first_approved_on: date | None
    cells_asked: int
    cells_filled: int
    read_on: date
    handed_in_on: date | None = None
    approved_only: bool = False

    def without_drafts(self) -> Self:
        """Return the report as those see it who read what is submitted: a draft and a returned one are nothing yet."""
        if self.open_state not in WITH_THE_CLERK:
            return self
        state = ReportState.APPROVED if self.is_approved else ReportState.NOTHING
        return replace(self, state=state, open_state=None, open_revision_id=None)

    @property
    def is_approved(self) -> bool:
        """Return whether approved figures are there."""
        return self.state is ReportState.APPROVED

    @property
    def is_complete(self) -> bool:
        """Return whether it is approved and every cell that it is asked for is filled."""
        return self.is_approved and self.cells_filled >= self.cells_asked

    @property
    def cells_empty(self) -> int:
        """Return how many cells still wait for a figure."""
        return self.cells_asked - self.cells_filled

    @property
    def is_overdue(self) -> bool:
        """Return whether the due day has passed without approved figures; the due day itself is not late."""
        return not self.is_approved and self.due_on is not None and self.read_on > self.due_on

    @property
    def was_late(self) -> bool:
        """Return whether the figures that were approved first had been submitted after the due day."""
        return self.is_approved and self.days_late > 0

    @property
    def days_late(self) -> int:
        """Return by how many days it is late, or was when it was submitted; 0 if neither.

        The time that the approver takes is not the reporter's. Where no submission is known, approval counts.
        """
        waiting = self.submitted_on if self.state is ReportState.AWAITING_APPROVAL else None
        until = self.handed_in_on or self.first_approved_on or waiting or self.read_on
        return 0 if self.due_on is None else max((until - self.due_on).days, 0)

    @property
    def days_left(self) -> int | None:
        """Return how many days are left, 0 on the due day; None once approved or overdue, or without a due day."""
        if self.due_on is None or self.is_approved or self.is_overdue:
            return None
        return (self.due_on - self.read_on).days


@dataclass(frozen=True, slots=True)
class IndicatorGap:
    """How many of the cells that ask for one indicator are empty, and at which places."""

    indicator: IndicatorFace
    asked: int
    empty: int
    places: tuple[PlaceFace, ...]


@dataclass(frozen=True, slots=True)
class Completeness:
    """Who owed which report in some quarters, oldest first, and what the newest of them still misses."""

    quarters: tuple[Quarter, ...]
    read_on: date
    as_of: datetime | None
    owed: tuple[OwedReport, ...]
    gaps: tuple[IndicatorGap, ...]
    order_problems: tuple[OrderProblem, ...]
    above: Above
    """Under which province each place stands that owed a report; empty unless asked for."""

    @property
    def heads(self) -> Mapping[int, PlaceFace]:
        """Return the province of each place that owed a report, by the place's key."""
        return self.above.heads

    @property
    def newest(self) -> tuple[OwedReport, ...]:
        """Return the reports of the newest quarter, those with the earliest due day first."""
        rows = (report for report in self.owed if report.quarter == self.quarters[-1])
        return tuple(sorted(rows, key=lambda row: (row.due_on or date.max, row.place.sort_key, row.reporter.slug)))


def share_filled(reports: tuple[OwedReport, ...]) -> Decimal | None:
    """Return the filled part of all cells that are asked for; None if none is."""
    asked = sum(report.cells_asked for report in reports)
    filled = sum(report.cells_filled for report in reports)
    return Decimal(filled) / Decimal(asked) if asked else None
