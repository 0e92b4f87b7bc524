"""What a file states, line by line, before it is compared with what stands; pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from tracker.actions.entry_lines import is_flow_line, is_ratio_line, number_parts
from tracker.exchange.cell_texts import CellReading
from tracker.models import Basis, ReportFormLine
from tracker.progress.periods import Quarter

# Beside the numbers of a line.
SAID: Final = ("note", "source", "reason")


@dataclass(frozen=True, slots=True)
class StatedCell:
    """One number of a file: what it states, in single units, and where it stands.

    ``basis`` is what its column says of it, None where the column says nothing; ``second`` is the second number of a
    line in a file of ours, whatever that is there. ``where`` names sheet and cell as people do.
    """

    reading: CellReading
    where: str
    text: str
    basis: Basis | None = None
    second: bool = False


@dataclass(slots=True)
class StatedLine:
    """What a file states of one line of one report: its numbers in the order of the file, and what is said beside.

    ``at`` is where a line stands that has words and no number.
    """

    cells: list[StatedCell] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)
    at: str = ""

    @property
    def where(self) -> str:
        """Return where the line's first number stands."""
        return self.cells[0].where if self.cells else self.at


@dataclass(frozen=True, slots=True)
class ReportKey:
    """A report that a file means: its place, and its reporter where the file names one."""

    place_id: int
    reporter_id: int | None = None


@dataclass
class Statement:
    """All that a file states, by quarter, report and indicator; ``blank`` counts the cells that say nothing."""

    lines: dict[Quarter, dict[ReportKey, dict[int, StatedLine]]] = field(default_factory=dict)
    blank: int = 0

    def line(self, quarter: Quarter, report: ReportKey, indicator_id: int) -> StatedLine:
        """Return the line to add cells to, new where the file has not spoken of it yet."""
        reports = self.lines.setdefault(quarter, {})
        return reports.setdefault(report, {}).setdefault(indicator_id, StatedLine())

    @property
    def count(self) -> int:
        """Return how many lines the file states."""
        return sum(len(lines) for reports in self.lines.values() for lines in reports.values())

    def quarters(self) -> list[Quarter]:
        """Return the quarters, the earliest first: in this order reports are locked, whoever saves."""
        return sorted(self.lines, key=lambda quarter: (quarter.year, quarter.number))


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A number that the line has no part for, or two numbers for one part that differ."""

    cell: StatedCell
    other: StatedCell | None = None


def parts_of(line: ReportFormLine, stated: StatedLine) -> tuple[dict[str, CellReading], list[Misplaced]]:
    """Return what the cells state of each part of a line, and the cells that fit no part of it.

    A level takes the number of either basis: tables have it under the quarter or under the year to date. A ratio takes
    its two numbers, never their quotient.
    """
    found: dict[str, StatedCell] = {}
    misplaced = []
    for cell in stated.cells:
        part = _part(line, cell)
        if part is None:
            misplaced.append(Misplaced(cell))
        elif part in found and found[part].reading != cell.reading:
            misplaced.append(Misplaced(cell, found[part]))
        else:
            found.setdefault(part, cell)
    return {part: cell.reading for part, cell in found.items()}, misplaced


def _part(line: ReportFormLine, cell: StatedCell) -> str | None:
    parts = number_parts(line)
    if cell.second:
        return parts[1] if len(parts) > 1 else None
    if cell.basis is None:
        return parts[0]
    if is_ratio_line(line):
        return None
    if is_flow_line(line):
        return {Basis.IN_QUARTER: "in_quarter", Basis.YEAR_TO_DATE: "year_to_date"}.get(cell.basis)
    return parts[0]


def chunks(
    reports: Mapping[ReportKey, Mapping[int, StatedLine]], most: int
) -> Iterator[list[tuple[ReportKey, Mapping[int, StatedLine]]]]:
    """Yield the reports of a quarter in the order of their places, at most so many at once."""
    ordered: Sequence[tuple[ReportKey, Mapping[int, StatedLine]]] = sorted(
        reports.items(), key=lambda item: (item[0].place_id, item[0].reporter_id or 0)
    )
    for start in range(0, len(ordered), most):
        yield list(ordered[start : start + most])
