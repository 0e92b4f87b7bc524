"""One goal of an invented country as it is written down: pure data, and how its number is rounded and hedged."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from tracker.actions.demo_country.draws import Draws
from tracker.actions.demo_country.lines import LINES, Line
from tracker.actions.demo_country.papers import Paper, printed
from tracker.actions.demo_country.size import at_office

COMPARATORS: Final = {"at_least": 560, "over": 150, "exactly": 100, "about": 80, "between": 110}


@dataclass(frozen=True, slots=True)
class Step:
    """One phase of a goal: what shall stand at its end, or what it shall add."""

    starts_on: date
    ends_on: date
    basis: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class Promise:
    """One version of one goal, in single units."""

    reference: str
    place: str
    code: str
    starts_on: date
    ends_on: date
    comparator: str
    value: Decimal
    paper: Paper | None
    approved_at: datetime
    position: int
    high: Decimal | None = None
    baseline: Decimal | None = None
    role: str = "goal"
    version: int = 1
    reason: str = ""
    investor: str = ""
    part_of: str = ""
    """The reference of the goal of which it is a part: of its first version."""
    members: tuple[str, ...] = ()
    """The places that share it; none: it is not collective."""
    steps: tuple[Step, ...] = field(default=())

    @property
    def line(self) -> Line:
        """Return the line that it is measured by."""
        return LINES[self.code]

    @property
    def printed(self) -> str:
        """Return the goal as its document prints it."""
        return printed(self.line.unit, self.comparator, self.value, self.high)


def approved_after(paper: Paper, draws: Draws) -> datetime:
    """Return when the goals of a document were approved in the system: some days after it was issued."""
    days = draws.whole(2, 16, "goal approved", paper.slug)
    return at_office(paper.issued_on + timedelta(days=days), draws.whole(0, 9 * 60, "goal minutes", paper.slug))


def hedged(draws: Draws, value: Decimal, *name: object, among: Mapping[str, int] = COMPARATORS) -> dict[str, object]:
    """Return a number as goals state it: at least, over, about, or a range around it."""
    comparator = draws.weighted(among, "comparator", *name)
    if comparator == "between":
        return {"comparator": comparator, "value": value * 9 / 10, "high": value * 11 / 10}
    return {"comparator": comparator, "value": value}
