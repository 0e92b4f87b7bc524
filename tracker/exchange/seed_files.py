"""Read a folder of published figures into checked rows, or say what is wrong, where, and how to cure it.

Nothing here touches the database: whether a link points at a row that only the database knows is asked of
the caller (:func:`tracker.exchange.seed_links.unknown_links`).
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.exchange.seed_cells import CellRefusedError, Value, nearest, read_cell
from tracker.exchange.seed_columns import Column, Table
from tracker.exchange.seed_tables import REFERENCED, TABLES, known_files

# Invented data for demonstrations lie beside the published figures and are loaded by a path of their own.
_OTHER_FOLDERS = ("demo",)
_PROSE = "README.md"
_DOCUMENTS_FILE = "documents.csv"
DOCUMENT_FOLDER = "documents/"
_OF_A_WHOLE = ("provinces/", "indicators/")
_SEPARATORS = {";": gettext_lazy("semicolons"), "\t": gettext_lazy("tabs")}


@dataclass(frozen=True, order=True)
class SeedProblem:
    """One thing that is wrong: where it stands, what was read, and the cure."""

    file: str
    line: int
    field: str
    value: str
    cure: str

    def __str__(self) -> str:
        place = self.file
        if self.line:
            place = _("%(file)s, line %(line)d") % {"file": self.file, "line": self.line}
        if self.field:
            place = f"{place}, {self.field}"
        if self.value:
            place = _("%(place)s: read “%(value)s”") % {"place": place, "value": shortened(self.value)}
        return f"{place}. {self.cure}"


def shortened(text: str, limit: int = 80) -> str:
    """Return the text, cut with an ellipsis when it is long."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


@dataclass(frozen=True)
class SeedRow:
    """One row of a file: its typed cells by column, links as the keys of the rows they point to."""

    table: Table
    file: str
    line: int
    cells: Mapping[str, Value]
    texts: Mapping[str, str]
    document: str

    @property
    def key(self) -> str:
        """The cells that name the row, joined."""
        return "/".join("" if self.cells[name] is None else str(self.cells[name]) for name in self.table.key)

    def __getitem__(self, name: str) -> Any:
        """Return a typed cell."""
        return self.cells[name]

    def problem(self, name: str, cure: str) -> SeedProblem:
        """Return a problem with one cell of this row."""
        return SeedProblem(self.file, self.line, name, self.texts.get(name, ""), cure)


@dataclass
class SeedFolder:
    """What a folder holds: the files read, the good rows by table, and everything that is wrong.

    ``broken`` holds the keys of rows that were refused, so that links to them are not reported a second time;
    ``unread`` the tables of which a whole file could not be read, for the same reason.
    """

    files: list[str] = field(default_factory=list)
    rows: dict[str, list[SeedRow]] = field(default_factory=lambda: {table.name: [] for table in TABLES})
    problems: list[SeedProblem] = field(default_factory=list)
    broken: dict[str, set[str]] = field(default_factory=lambda: {table.name: set() for table in TABLES})
    unread: set[str] = field(default_factory=set)

    def keys(self, table: str) -> set[str]:
        """Return the keys of the table's rows, refused ones included."""
        return {row.key for row in self.rows[table]} | self.broken[table]


def read_folder(folder: Path) -> SeedFolder:
    """Read every file of the folder; rows come in the order of their keys, whatever the order in the files."""
    seeds = SeedFolder()
    if not folder.is_dir():
        seeds.problems.append(SeedProblem(str(folder), 0, "", "", _("There is no such folder; give the right one.")))
        return seeds
    present = _present_files(folder)
    if not any(name.endswith(".csv") for name in present):
        seeds.problems.append(
            SeedProblem(str(folder), 0, "", "", _("The folder has no .csv file; give the right one."))
        )
        return seeds
    frame = known_files([])
    documents = frame[_DOCUMENTS_FILE]
    _refuse_missing(seeds, present, frame)
    if _DOCUMENTS_FILE in present:
        _read_file(seeds, folder, _DOCUMENTS_FILE, documents)
    known = known_files(seeds.keys("documents"))
    for name in present:
        if name == _DOCUMENTS_FILE:
            continue
        if name in known:
            _read_file(seeds, folder, name, known[name])
        elif "documents" not in seeds.unread or not name.startswith(DOCUMENT_FOLDER):
            seeds.problems.append(SeedProblem(name, 0, "", "", _unknown_file(name, list(known))))
    _refuse_second_names(seeds)
    for rows in seeds.rows.values():
        rows.sort(key=lambda row: row.key)
    return seeds


def _refuse_missing(seeds: SeedFolder, present: list[str], frame: Mapping[str, Table]) -> None:
    """Refuse a whole set of files that lacks one: a folder is whole when it has provinces or indicators of its own.

    Any other folder only adds to what the database has, and may leave files out.
    """
    if not any(name.startswith(_OF_A_WHOLE) for name in present):
        return
    for name, table in frame.items():
        if name not in present:
            cure = _("This file is missing; put it back, with its header line alone if it has no rows: %(names)s.")
            names = ",".join(column.name for column in table.columns)
            seeds.problems.append(SeedProblem(name, 0, "", "", cure % {"names": names}))
            seeds.unread.add(table.name)


def _present_files(folder: Path) -> list[str]:
    names = []
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_file() and not any(part.startswith(".") for part in parts) and parts[0] not in _OTHER_FOLDERS:
            names.append("/".join(parts))
    return [name for name in names if name != _PROSE]


def _unknown_file(name: str, known: list[str]) -> str:
    cure = _("This file is not known; rename or remove it.")
    parts = name.split("/")
    if parts[0] == "documents" and len(parts) > 2:
        cure = _("This file is not known; rename or remove it, or add the document “%(slug)s” to documents.csv.") % {
            "slug": parts[1]
        }
    return f"{cure} {nearest(name, known)}".strip()


def _read_file(seeds: SeedFolder, folder: Path, name: str, table: Table) -> None:
    seeds.files.append(name)

    def refuse(line: int, column: str, value: str, cure: str) -> None:
        seeds.problems.append(SeedProblem(name, line, column, value, cure))

    try:
        content = (folder / name).read_bytes()
    except OSError as error:
        seeds.unread.add(table.name)
        return refuse(0, "", "", _("The file cannot be read (%(why)s); correct its rights.") % {"why": error.strerror})
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        seeds.unread.add(table.name)
        line = content.count(b"\n", 0, error.start) + 1
        return refuse(line, "", "", _("The file is not UTF-8 from here on; save it as CSV UTF-8."))
    lines = _lines(text)
    try:
        _line, header = next(lines, (1, []))
        columns = _columns(table, header, refuse)
        if columns is None:
            seeds.unread.add(table.name)
            return None
        document = name.split("/")[1] if table.of_a_document else ""
        for line, texts in lines:
            _read_row(seeds, name, table, columns, line, texts, document)
    except csv.Error as error:
        seeds.unread.add(table.name)
        line = error.args[1] if len(error.args) > 1 else 0
        cure = _("The line is not valid CSV (%(why)s); check its quotation marks.") % {"why": error.args[0]}
        return refuse(line, "", "", cure)
    return None


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the number of the line on which each row begins, and its cells; empty lines are passed over."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        begins = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise csv.Error(str(error), begins) from error
        if cells:
            yield begins, cells


def _columns(table: Table, header: list[str], refuse: Any) -> list[Column] | None:
    """Return the declared column of each heading; None when the header cannot be used."""
    declared = {column.name: column for column in table.columns}
    names = ", ".join(declared)
    if not any(header):
        refuse(0, "", "", _("The file is empty; write its header line: %(names)s.") % {"names": ",".join(declared)})
        return None
    for separator, word in _SEPARATORS.items():
        if separator in header[0]:
            cure = _("The cells are separated by %(separator)s; save the file as CSV with commas between the cells.")
            refuse(1, "", header[0], cure % {"separator": word})
            return None
    good = True
    for place, heading in enumerate(header):
        if heading not in declared:
            cure = _("There is no such column; the columns are: %(names)s.") % {"names": names}
            refuse(1, heading or _("column %(number)d") % {"number": place + 1}, heading, cure)
            good = False
        elif heading in header[:place]:
            refuse(1, heading, heading, _("The column stands twice; remove one."))
            good = False
    for column in table.columns:
        if column.required and column.name not in header:
            refuse(1, column.name, "", _("This column is missing; add it to the header line."))
            good = False
    return [declared[heading] for heading in header] if good else None


def _read_row(
    seeds: SeedFolder, file: str, table: Table, columns: list[Column], line: int, texts: list[str], document: str
) -> None:
    if len(texts) != len(columns):
        cure = _("The line has %(found)d cells and the header %(wanted)d; add or remove commas, or quote the text.") % {
            "found": len(texts),
            "wanted": len(columns),
        }
        seeds.problems.append(SeedProblem(file, line, "", ",".join(texts), cure))
        _mark_broken(seeds, table, dict(zip([column.name for column in columns], texts, strict=False)))
        return
    by_name = {column.name: text for column, text in zip(columns, texts, strict=True)}
    cells: dict[str, Value] = {}
    good = True
    for column in table.columns:
        text = by_name.get(column.name, "")
        try:
            cells[column.name] = read_cell(column, text)
        except CellRefusedError as error:
            seeds.problems.append(SeedProblem(file, line, column.name, text, str(error)))
            good = False
    if not good:
        _mark_broken(seeds, table, by_name)
        return
    if table.name == "promotion_items":
        # Other items of the same list are named by their position alone.
        cells["sums"] = tuple(f"{cells['promotion_list']}/{position}" for position in cells["sums"])  # type: ignore[union-attr]
    seeds.rows[table.name].append(SeedRow(table, file, line, cells, by_name, document))


def _mark_broken(seeds: SeedFolder, table: Table, texts: Mapping[str, str]) -> None:
    seeds.broken[table.name].add("/".join(texts.get(name, "") for name in table.key))


def _refuse_second_names(seeds: SeedFolder) -> None:
    """Refuse the second of two rows of one name; references share one space of names over their tables."""
    named: dict[tuple[str, str], SeedRow] = {}
    for table in TABLES:
        space = "reference" if table.name in REFERENCED else table.name
        kept = []
        for row in sorted(seeds.rows[table.name], key=lambda row: (row.file, row.line)):
            first = named.setdefault((space, row.key), row)
            if first is row:
                kept.append(row)
                continue
            cure = _("The same stands in %(file)s, line %(line)d; remove one or give it another name.") % {
                "file": first.file,
                "line": first.line,
            }
            seeds.problems.append(SeedProblem(row.file, row.line, ", ".join(table.key), row.key, cure))
        seeds.rows[table.name] = kept
