"""Say in one sentence how a country stands with one goal, or why nothing can be said; the rule is written down here.

A verdict compares what was reached with what should have been by now, over the same units. There is none while fewer
than half of those that owe a report have a figure of the quarter: silence would look like failure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from tracker.progress.measures import ENOUGH, Status
from tracker.progress.rows import ChildProgress, PlaceFace, ProgressRow

MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Standing:
    """One place below with the row of the indicator by which it is judged; None where it has none."""

    place: PlaceFace
    row: ProgressRow | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How the places below stand with one indicator.

    ``reported`` of ``owing`` have a figure of the quarter; where nobody owes one in writing, every place counts. Of
    them ``earlier`` are judged by what is known to a day before the quarter, ``earlier_and_new`` of these although they
    have a figure of the quarter alone.
    ``row`` is the row of all together, None where they have no goal in common.
    ``behind`` are the places that are off track, furthest behind first.
    """

    row: ProgressRow | None
    standings: tuple[Standing, ...]
    reported: int
    owing: int
    earlier: int = 0
    earlier_and_new: int = 0

    @property
    def enough(self) -> bool:
        """Return whether at least half have reported, and the row of all together is no sum of too few."""
        is_told = self.row is None or not self.row.is_too_thin
        return is_told and self.owing > 0 and Fraction(self.reported, self.owing) >= ENOUGH

    @property
    def behind(self) -> list[ProgressRow]:
        """Return the rows that are off track, furthest behind first."""
        found = [each.row for each in self.standings if each.row and each.row.progress.status is Status.OFF_TRACK]
        return sorted(found, key=lambda row: (pace_of(row), row.place.sort_key))

    @property
    def pace(self) -> Decimal | None:
        """Return reached / expected of all together (1 = as expected); None where nothing may be said."""
        return self.row.progress.pace if self.enough and self.row is not None else None

    def count(self, status: Status) -> int:
        """Return how many places stand so."""
        return sum(each.row is not None and each.row.progress.status is status for each in self.standings)


def pace_of(row: ProgressRow) -> Decimal:
    """Return by what part of the expected a row has come; what cannot be compared comes last."""
    return Decimal("Infinity") if row.progress.pace is None else row.progress.pace


def verdict_of(rows: Sequence[ProgressRow], children: Sequence[ChildProgress], code: str) -> Verdict:
    """Return how the places stand with the indicator of a code; ``rows`` are those of all of them together."""
    standings = tuple(Standing(child.place, _judged(child.rows, code)) for child in children)
    owing = [child for child in children if child.owes] or list(children)
    silent = [child for child in owing if not has_new_figure(child, code)]
    earlier = [child for child in owing if is_judged_by_earlier(_judged(child.rows, code))]
    return Verdict(
        row=_judged(rows, code),
        standings=standings,
        reported=len(owing) - len(silent),
        owing=len(owing),
        earlier=len(earlier),
        earlier_and_new=sum(has_new_figure(child, code) for child in earlier),
    )


def has_new_figure(child: ChildProgress, code: str) -> bool:
    """Return whether a place has a figure of the quarter for the indicator; one carried from before is none."""
    return any(
        (row.to_date.is_known and not row.to_date.carried) or row.in_quarter.is_known
        for row in child.rows
        if row.indicator.code == code
    )


def is_judged_by_earlier(row: ProgressRow | None) -> bool:
    """Return whether what is judged is known to an earlier day alone, though an amount of the quarter may stand."""
    return row is not None and row.to_date.is_known and row.to_date.carried


def _judged(rows: Sequence[ProgressRow], code: str) -> ProgressRow | None:
    """Return the row that speaks for a place: the first with a goal, else its figures."""
    found = [row for row in rows if row.indicator.code == code]
    return next((row for row in found if row.terms is not None and row.progress.status is not None), None) or next(
        iter(found), None
    )
