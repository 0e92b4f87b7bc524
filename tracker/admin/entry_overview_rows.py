"""The rows and cells of the page for several reports, and what the page showed of each line."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from provinces.models import Place
from provinces.wording import local_name
from tracker.actions.entry_checks import LineProblem
from tracker.actions.entry_desks import Desk, DeskKey
from tracker.actions.entry_overview import CellKey, Column, cell_text
from tracker.actions.entry_sheet import Sheet
from tracker.actions.locking import Closed
from tracker.actions.worklist import entry_address
from tracker.admin.entry_form import revision_number
from tracker.exchange.wording import shown_unit
from tracker.models import Basis, ReportForm, RevisionStatus
from tracker.progress.periods import Quarter

# A key of more digits is none of ours.
_LONGEST_KEY: Final = 19


@dataclass(slots=True)
class OverviewCell:
    """One cell: its input's name, label and text, what is wrong, and the text that a pasted one replaced.

    The label names place and column, the ``heading`` the column alone.
    """

    name: str
    label: str
    heading: str
    text: str
    error: str = ""
    row: int = 0
    column: int = 0
    was: str | None = None


@dataclass(slots=True)
class OverviewRow:
    """One report: its place and reporter, how far it has come, the address of its own page, and its cells."""

    place: str
    reporter: str
    status: str
    address: str
    is_open: bool
    cells: list[OverviewCell] = field(default_factory=list)


@dataclass(frozen=True)
class Table:
    """The desks of one form below a place, with their sheets and the columns that are typed."""

    place: Place
    quarter: Quarter
    form: ReportForm | None
    forms: tuple[ReportForm, ...]
    basis: Basis
    desks: list[Desk]
    sheets: list[Sheet]
    columns: list[Column]
    closed: dict[int, Closed]

    def by_line(self) -> dict[int, list[Column]]:
        """Return the columns of each line."""
        found: dict[int, list[Column]] = {}
        for column in self.columns:
            found.setdefault(column.line.indicator_id, []).append(column)
        return found

    def is_open(self, desk: Desk) -> bool:
        """Whether the person can type into the desk's cells."""
        shut = self.closed.get(desk.place.pk)
        return desk.is_open and not (shut is not None and shut.is_shut)


def cell_name(key: CellKey) -> str:
    """Return the name of a cell's input; it holds the keys of place, reporter and indicator."""
    (place, reporter), (indicator, part) = key
    return f"cell-{place}-{reporter}-{indicator}-{part}"


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page showed of one line: the fingerprint of what stood, and a digest of its cells' texts."""

    fingerprint: str
    texts: str


def shown_in(posted: QueryDict) -> dict[tuple[str, int], Shown]:
    """Return by desk and indicator what the page showed; one field carries it, for a thousand cells need as many."""
    found: dict[tuple[str, int], Shown] = {}
    for item in posted.get("seen", "").split(","):
        desk, indicator, fingerprint, texts = (*item.split(":"), "", "", "")[:4]
        if indicator.isascii() and indicator.isdigit() and len(indicator) < _LONGEST_KEY:
            found[desk, int(indicator)] = Shown(fingerprint, texts)
    return found


def revisions_text(table: Table) -> str:
    """Return which revision the page shows of every report, as one field; 0 where nothing is begun."""
    numbers = ((desk, 0 if desk.revision is None else desk.revision.number) for desk in table.desks)
    return ",".join(f"{desk_name(desk.key)}:{number}" for desk, number in numbers)


def revisions_in(posted: QueryDict) -> dict[str, int]:
    """Return by desk the number of the revision that the page showed."""
    pairs = (item.partition(":") for item in posted.get("revisions", "").split(","))
    return {name: revision_number(text) for name, _colon, text in pairs}


def desk_name(key: DeskKey) -> str:
    """Return the name of a desk in the page's fields."""
    return f"{key[0]}-{key[1]}"


def texts_digest(texts: Iterable[str]) -> str:
    """Return a short text that is the same for the same texts of a line's cells."""
    return hashlib.sha256("\x1f".join(texts).encode()).hexdigest()[:10]


def untouched_lines(table: Table, posted: QueryDict) -> set[tuple[DeskKey, int]]:
    """Return the lines whose posted texts are those that the page showed."""
    shown = shown_in(posted)
    found = set()
    for desk in table.desks:
        for key, columns in table.by_line().items():
            texts = [posted.get(cell_name((desk.key, column.key))) for column in columns]
            was = shown.get((desk_name(desk.key), key))
            if was is not None and None not in texts and texts_digest(text or "" for text in texts) == was.texts:
                found.add((desk.key, key))
    return found


def lost_texts(table: Table, posted: QueryDict) -> tuple[dict[DeskKey, list[LineProblem]], list[str]]:
    """Return what was typed for reports that can no longer be changed, by report, and what has no cell any more."""
    problems: dict[DeskKey, list[LineProblem]] = {}
    names = set()
    untouched = untouched_lines(table, posted)
    for desk, sheet in zip(table.desks, table.sheets, strict=True):
        for column in table.columns:
            name = cell_name((desk.key, column.key))
            names.add(name)
            text = posted.get(name)
            key = column.line.indicator_id
            if text is None or table.is_open(desk) or (desk.key, key) in untouched or text == cell_text(sheet, column):
                continue
            message = _("You typed “%(text)s”; it is not saved, because the report can no longer be changed.")
            problems.setdefault(desk.key, []).append(LineProblem(key, column.part, message % {"text": text}))
    return problems, [
        posted.get(name, "") for name in posted if name.startswith("cell-") and name not in names and posted.get(name)
    ]


def row_of(
    table: Table, index: int, desk: Desk, sheet: Sheet, posted: QueryDict | None, problems: Iterable[LineProblem]
) -> OverviewRow:
    """Return the row of one report: as stored, or as it was posted with what is wrong."""
    messages_of: dict[int, list[LineProblem]] = {}
    for problem in problems:
        messages_of.setdefault(problem.indicator_id, []).append(problem)
    row = OverviewRow(
        place=local_name(desk.place),
        reporter=local_name(desk.reporter),
        status=_status_text(desk),
        address=entry_address(place_slug=desk.place.slug, quarter=desk.quarter, reporter_slug=desk.reporter.slug),
        is_open=table.is_open(desk),
    )
    first: set[int] = set()
    for number, column in enumerate(table.columns):
        name = cell_name((desk.key, column.key))
        key = column.line.indicator_id
        stored = cell_text(sheet, column)
        errors = [
            problem.message
            for problem in messages_of.get(key, ())
            if problem.field == column.part or (key not in first and not _has_cell(table, key, problem.field))
        ]
        first.add(key)
        row.cells.append(
            OverviewCell(
                name=name,
                label=f"{row.place}: {heading(column)}",
                heading=f"{heading(column)}, {shown_unit(column.indicator)}",
                text=posted.get(name, stored) if posted is not None and row.is_open else stored,
                error=" ".join(errors),
                row=index,
                column=number,
                was=None if posted is None else posted.get(f"before-{name}"),
            )
        )
    return row


def _has_cell(table: Table, indicator_id: int, part: str) -> bool:
    return any(column.key == (indicator_id, part) for column in table.columns)


def heading(column: Column) -> str:
    """Return the heading of a column."""
    name = local_name(column.line.indicator)
    if column.part in ("numerator", "denominator"):
        part = _("numerator") if column.part == "numerator" else _("denominator")
        own = column.indicator
        return f"{name}: {local_name(own) if own != column.line.indicator else part}"
    return name


def _status_text(desk: Desk) -> str:
    return _("not begun") if desk.revision is None else str(RevisionStatus(desk.revision.status).label)


def seen_text(table: Table, posted: QueryDict | None, problems: Mapping[DeskKey, Iterable[LineProblem]]) -> str:
    """Return what the page shows of every line; one in conflict as its message names it, others as seen."""
    shown = shown_in(posted) if posted is not None else {}
    parts = []
    for desk, sheet in zip(table.desks, table.sheets, strict=True):
        name = desk_name(desk.key)
        conflicts = {p.indicator_id: p.fingerprint for p in problems.get(desk.key, ()) if p.conflict}
        for key, columns in table.by_line().items():
            was = shown.get((name, key))
            now = sheet.current(columns[0].line).fingerprint
            fingerprint = conflicts.get(key) or (now if was is None else was.fingerprint)
            texts = texts_digest(cell_text(sheet, column) for column in columns) if was is None else was.texts
            parts.append(f"{name}:{key}:{fingerprint}:{texts}")
    return ",".join(parts)
