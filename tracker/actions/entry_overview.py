"""Many reports of a quarter on one sheet: which they are, and what their cells' texts state."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _

from tracker.actions.entry_cells import laid_over
from tracker.actions.entry_checks import LineProblem
from tracker.actions.entry_desks import Desk, DeskKey, desks_owed
from tracker.actions.entry_lines import LineEntry, is_flow_line, is_ratio_line
from tracker.actions.entry_sheet import Sheet
from tracker.exchange.cell_texts import CellReading, read_cell, write_cell
from tracker.exchange.numbers import ColumnEvidence, UnreadableNumberError
from tracker.exchange.wording import language_now
from tracker.models import MISSING_STATUSES, Basis, Indicator, ObservationStatus, ReportFormLine
from tracker.progress.periods import Quarter

ColumnKey = tuple[int, str]
CellKey = tuple[DeskKey, ColumnKey]
_WITHOUT_A_NUMBER: Final = (*MISSING_STATUSES, ObservationStatus.NIL)

_BELOW: Final = """
    WITH RECURSIVE below (place) AS (
        SELECT %(place)s::bigint
      UNION
        SELECT link.place_id FROM below JOIN provinces_placeparent link ON link.parent_id = below.place
        WHERE link.retired_at IS NULL
          AND (link.valid_from IS NULL OR link.valid_from <= %(day)s)
          AND (link.valid_to IS NULL OR link.valid_to >= %(day)s)
    )
    SELECT place FROM below
"""


@dataclass(frozen=True)
class Column:
    """One column of the overview: a line of the form and which of its numbers is typed here."""

    line: ReportFormLine
    part: str

    @property
    def key(self) -> ColumnKey:
        """Return the keys that name the column."""
        return self.line.indicator_id, self.part

    @property
    def indicator(self) -> Indicator:
        """Return the indicator whose unit is typed here: a ratio's parts have their own."""
        own = {"numerator": self.line.indicator.numerator, "denominator": self.line.indicator.denominator}
        return own.get(self.part) or self.line.indicator


@dataclass
class Overview:
    """What the cells of some desks state: by desk the lines that differ from what stands, and what is unreadable."""

    entries: dict[DeskKey, list[LineEntry]] = field(default_factory=dict)
    problems: dict[DeskKey, list[LineProblem]] = field(default_factory=dict)


def desks_below(place_id: int, quarter: Quarter, within: Q) -> list[Desk]:
    """Return the desks of a place and all that stands below it on the quarter's last day. Costs four queries."""
    return desks_owed(quarter, Q(place__in=_places_below(place_id, quarter.last_day)) & within)


def columns_of(lines: Iterable[ReportFormLine], basis: Basis) -> list[Column]:
    """Return the columns for a form's lines: one for each, two for a ratio; flows are typed in the basis."""
    columns: list[Column] = []
    for line in lines:
        if is_ratio_line(line):
            columns += [Column(line, "numerator"), Column(line, "denominator")]
        else:
            columns.append(Column(line, basis.value if is_flow_line(line) else "level"))
    return columns


def cell_text(sheet: Sheet, column: Column) -> str:
    """Return the text of a cell as it stands; a sign stands in the first column of its line."""
    current = sheet.current(column.line)
    if current.status == ObservationStatus.NIL and column.part == Basis.YEAR_TO_DATE:
        return write_cell(current.year_to_date, None, column.indicator, language_now())
    if current.status in _WITHOUT_A_NUMBER:
        if column.part == "denominator":
            return ""
        return write_cell(None, current.status, column.indicator, language_now())
    value = current.amounts.get(column.part)
    status = None if column.part == "denominator" else current.status
    return write_cell(value, status, column.indicator, language_now())


def read_overview(
    desks: Sequence[Desk],
    sheets: Sequence[Sheet],
    columns: Sequence[Column],
    texts: Mapping[CellKey, str],
    evidence: Mapping[ColumnKey, ColumnEvidence],
    untouched: Collection[tuple[DeskKey, int]] = (),
) -> Overview:
    """Return what the texts of the cells state.

    A cell whose text is the one that stands says nothing new, and neither does an ``untouched`` line, whose texts are
    those that the page showed: if somebody has changed it meanwhile, theirs stays.
    """
    overview = Overview()
    by_line: dict[int, list[Column]] = {}
    for column in columns:
        by_line.setdefault(column.line.indicator_id, []).append(column)
    for desk, sheet in zip(desks, sheets, strict=True):
        for key, members in by_line.items():
            if (desk.key, key) in untouched:
                continue
            typed = {column: texts.get((desk.key, column.key)) for column in members}
            if all(text is None or text == cell_text(sheet, column) for column, text in typed.items()):
                continue
            entry, problems = _entry(sheet, typed, evidence)
            overview.problems.setdefault(desk.key, []).extend(problems)
            if not problems:
                overview.entries.setdefault(desk.key, []).append(entry)
    overview.problems = {key: found for key, found in overview.problems.items() if found}
    return overview


def with_reasons(stated: Iterable[LineEntry], asked: Iterable[LineProblem], reason: str) -> list[LineEntry]:
    """Return the lines with the reason on those that are asked for one, and as the note of those not yet known."""
    wanted = {problem.indicator_id for problem in asked}
    return [
        entry
        if entry.indicator_id not in wanted
        else replace(entry, note=entry.note or reason)
        if entry.status == ObservationStatus.NOT_YET_KNOWN
        else replace(entry, reason=reason)
        for entry in stated
    ]


def _entry(
    sheet: Sheet, typed: Mapping[Column, str | None], evidence: Mapping[ColumnKey, ColumnEvidence]
) -> tuple[LineEntry, list[LineProblem]]:
    """Return a line with the typed cells laid over what stands; a cell without a text keeps what stands."""
    line = next(iter(typed)).line
    cells: dict[str, CellReading] = {}
    problems: list[LineProblem] = []
    for column, text in typed.items():
        if text is None:
            continue
        try:
            cells[column.part] = read_cell(text, column.indicator, language_now(), evidence.get(column.key))
        except UnreadableNumberError as error:
            problems.append(LineProblem(line.indicator_id, column.part, str(error)))
    laid = laid_over(sheet.current(line), cells)
    if laid.contradictory:
        message = _("The cells of this indicator say different things: write one sign, or both numbers.")
        problems.append(LineProblem(line.indicator_id, next(iter(typed)).part, message))
    return laid.entry, problems


def _places_below(place_id: int, day: date) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(_BELOW, {"place": place_id, "day": day})
        return [row[0] for row in cursor.fetchall()]
