"""What a file states, line by line, before it is compared with what stands; a long one lies on disk."""

import json
import sqlite3
import weakref
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain, islice
from typing import Any, Final

from tracker.actions.entry_lines import is_flow_line, is_ratio_line, number_parts
from tracker.exchange.amounts import Amount
from tracker.exchange.cell_texts import CellReading
from tracker.models import Basis, ObservationStatus, ReportFormLine
from tracker.progress.periods import Quarter

# Beside the numbers of a line.
SAID: Final = ("note", "source", "reason")
# The key is the order in which reports are compared, so that a file in any order is read from it in this one.
_TABLE: Final = """
    CREATE TABLE stated (
        reported INTEGER, quarter INTEGER, place INTEGER, reporter INTEGER, indicator INTEGER, origin INTEGER,
        basis TEXT,
        position INTEGER, value TEXT, step TEXT, unit_written INTEGER, status TEXT, clears INTEGER,
        at TEXT, text TEXT, second INTEGER, said TEXT,
        PRIMARY KEY (reported, quarter, place, reporter, indicator, origin, basis)
    ) WITHOUT ROWID
"""
_INSERT: Final = "INSERT OR IGNORE INTO stated VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_FIND: Final = """
    SELECT * FROM stated
    WHERE (reported, quarter, place, reporter, indicator, origin, basis) = (?, ?, ?, ?, ?, ?, ?)
"""
_LINES: Final = """
    SELECT * FROM stated
    WHERE reported = 1 AND quarter = ? AND (place, reporter) >= (?, ?) AND (place, reporter) <= (?, ?)
"""
# In KiB: what a file of ordinary length takes; the rest of a longer one goes to the disk.
_MEMORY: Final = 4096
_NO_REPORTER: Final = 0


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


ReportLines = tuple[ReportKey, Mapping[int, StatedLine]]


class Statement:
    """All that a file states; ``blank`` counts the cells that say nothing.

    It lies in a file without a name, which is gone with it, so that memory does not grow with the lines.
    """

    def __init__(self) -> None:
        self.blank = 0
        # An empty name is a file of its own that nobody else sees.
        self._kept = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        weakref.finalize(self, self._kept.close)
        for setting in (f"cache_size = -{_MEMORY}", "journal_mode = OFF", "temp_store = FILE"):
            self._kept.execute(f"PRAGMA {setting}")
        self._kept.execute(_TABLE)
        self._kept.execute("BEGIN")
        self._position = 0

    def add(self, quarter: Quarter, report: ReportKey, indicator_id: int, cell: StatedCell) -> None:
        """Add a number to a line, whatever else is said of the same figure."""
        key = (*_key_of(quarter, report), indicator_id, -1 - self._position, _basis_text(cell))
        self._kept.execute(_INSERT, self._row(key, cell))

    def add_once(
        self, quarter: Quarter, report: ReportKey, indicator_id: int, cell: StatedCell, *, table: int
    ) -> StatedCell | None:
        """Add a number, or return the one that the table has stated of the same figure before."""
        key = (*_key_of(quarter, report), indicator_id, table, _basis_text(cell))
        if self._kept.execute(_INSERT, self._row(key, cell)).rowcount:
            return None
        return _cell(self._kept.execute(_FIND, key).fetchone())

    def compare_once(
        self, period: str, place_id: int, indicator_id: int, basis: str, cell: StatedCell, *, table: int
    ) -> StatedCell | None:
        """Remember a number that stands beside those of the reports, or return the one stated of the same before.

        ``period`` is a quarter or, of a plan, a year; ``basis`` says what it is compared with.
        """
        year, _mark, number = period.partition("-Q")
        key = (0, int(year) * 10 + int(number or 0), place_id, _NO_REPORTER, indicator_id, table, basis)
        if self._kept.execute(_INSERT, self._row(key, cell)).rowcount:
            return None
        return _cell(self._kept.execute(_FIND, key).fetchone())

    def say(self, quarter: Quarter, report: ReportKey, indicator_id: int, said: Mapping[str, str], at: str) -> None:
        """Add words to a line; ``at`` is where they stand."""
        self._position += 1
        key = (*_key_of(quarter, report), indicator_id, -self._position, "")
        self._kept.execute(_INSERT, (*key, self._position, *[None] * 5, at, None, None, json.dumps(said)))

    @property
    def count(self) -> int:
        """Return how many lines the file states."""
        [(count,)] = self._kept.execute(
            "SELECT count(*) FROM (SELECT DISTINCT quarter, place, reporter, indicator FROM stated WHERE reported = 1)"
        )
        return int(count)

    def quarters(self) -> list[Quarter]:
        """Return the quarters, the earliest first: in this order reports are locked, whoever saves."""
        rows = self._kept.execute("SELECT DISTINCT quarter FROM stated WHERE reported = 1 ORDER BY quarter")
        return [Quarter(*divmod(number, 10)) for (number,) in rows]

    def places(self, quarter: Quarter) -> set[int]:
        """Return the places of which the file speaks in a quarter."""
        return {key.place_id for key in self._reports(quarter)}

    def indicators(self) -> set[int]:
        """Return the indicators of which the file speaks."""
        return {key for (key,) in self._kept.execute("SELECT DISTINCT indicator FROM stated WHERE reported = 1")}

    def parts(self, quarter: Quarter, most: int) -> Iterator[list[ReportLines]]:
        """Yield the reports of a quarter in the order of their places, at most so many at once."""
        reports = iter(self._reports(quarter))
        while keys := list(islice(reports, most)):
            yield list(self._lines(quarter, keys).items())

    def _reports(self, quarter: Quarter) -> list[ReportKey]:
        rows = self._kept.execute(
            "SELECT DISTINCT place, reporter FROM stated WHERE reported = 1 AND quarter = ?", [_number(quarter)]
        )
        return [ReportKey(place, reporter or None) for place, reporter in sorted(rows)]

    def _lines(self, quarter: Quarter, keys: Sequence[ReportKey]) -> dict[ReportKey, dict[int, StatedLine]]:
        ends = chain.from_iterable((key.place_id, key.reporter_id or _NO_REPORTER) for key in (keys[0], keys[-1]))
        rows = self._kept.execute(_LINES, (_number(quarter), *ends)).fetchall()
        found: dict[ReportKey, dict[int, StatedLine]] = {key: {} for key in keys}
        for row in sorted(rows, key=lambda row: row[_POSITION]):
            _reported, _quarter, place, reporter, indicator, *_rest = row
            line = found[ReportKey(place, reporter or None)].setdefault(indicator, StatedLine())
            if row[_SAID] is None:
                line.cells.append(_cell(row))
            else:
                line.said |= json.loads(row[_SAID])
                line.at = line.at or row[_AT]
        return found

    def _row(self, key: tuple[object, ...], cell: StatedCell) -> tuple[object, ...]:
        self._position += 1
        amount, status = cell.reading.amount, cell.reading.status
        if amount is None:
            number: tuple[object, ...] = (None, None, None)
        else:
            number = (str(amount.value), str(amount.step), amount.unit_written)
        said = (None if status is None else status.value, cell.reading.clears, cell.where, cell.text, cell.second)
        return (*key, self._position, *number, *said, None)


_BASES: Final = {basis.value: basis for basis in Basis}
_BASIS, _POSITION, _AT, _SAID = 6, 7, 13, 16


def _number(quarter: Quarter) -> int:
    return quarter.year * 10 + quarter.number


def _key_of(quarter: Quarter, report: ReportKey) -> tuple[int, int, int, int]:
    return 1, _number(quarter), report.place_id, report.reporter_id or _NO_REPORTER


def _basis_text(cell: StatedCell) -> str:
    return "" if cell.basis is None else cell.basis.value


def _cell(row: Sequence[Any]) -> StatedCell:
    value, step, unit_written, status, clears, at, text, second = row[_POSITION + 1 : _SAID]
    reading = CellReading(
        None if value is None else Amount(Decimal(value), Decimal(step), bool(unit_written)),
        None if status is None else ObservationStatus(status),
        bool(clears),
    )
    return StatedCell(reading, at, text, _BASES.get(row[_BASIS]), bool(second))


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
