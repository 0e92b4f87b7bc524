"""What reading a table gives: figures, each with its cell, and what stands in the way."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tracker.exchange.cell_texts import CellReading
from tracker.exchange.incoming.mappings import REPORTED, FigureBasis


class ReadFigure(NamedTuple):
    """One figure of a file.

    ``period`` is "2025-Q1", for a plan the year; a figure of last year bears the quarter that it stands beside.
    ``reading`` is in single units; ``text`` is the cell as it was written, ``unit`` the unit stated for it.
    """

    place: str
    indicator: str
    period: str
    basis: FigureBasis
    reading: CellReading
    unit: str
    sheet: str
    cell: str
    text: str

    @property
    def reference(self) -> str:
        """Return where it stands: "Sheet1!B7"."""
        return f"{self.sheet}!{self.cell}"

    @property
    def is_reported(self) -> bool:
        """Return whether it is a figure of the quarter itself, and no plan or last year's for comparison."""
        return self.basis in REPORTED


@dataclass(frozen=True)
class Problem:
    """What stands in the way of a figure, or only beside it (``is_warning``), at a cell or at the table as a whole.

    ``message`` says why and what to do; ``code`` is the same for the same cause. ``count`` is how many cells or rows
    have the same; the cell is the first of them.
    """

    sheet: str
    cell: str
    text: str
    message: str
    code: str
    is_warning: bool = False
    count: int = 1

    @property
    def reference(self) -> str:
        """Return where it stands: "Sheet1!B7"."""
        return f"{self.sheet}!{self.cell}"


@dataclass(frozen=True)
class ReadResult:
    """All that a table states.

    ``problems`` are in the order of the cells, warnings last, at most `limits.MOST_PROBLEMS`; ``problem_count`` counts
    all. ``blanks`` are cells of a known place, indicator and quarter in which nothing stands: not reported.
    """

    figures: Sequence[ReadFigure]
    problems: Sequence[Problem]
    problem_count: int
    blanks: int = 0
    totals: Sequence[str] = field(default=())

    @property
    def errors(self) -> list[Problem]:
        """Return the problems that stand in the way."""
        return [problem for problem in self.problems if not problem.is_warning]

    @property
    def warnings(self) -> list[Problem]:
        """Return the problems that are only to be known."""
        return [problem for problem in self.problems if problem.is_warning]
