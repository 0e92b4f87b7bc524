"""The whole way of a file: open it, find its tables, propose what they are, read them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import IO

from django.utils.translation import gettext as _

from tracker.exchange.incoming.columns import Expected, Proposal, propose
from tracker.exchange.incoming.figures import read_figures
from tracker.exchange.incoming.files import open_file
from tracker.exchange.incoming.mappings import TableMapping
from tracker.exchange.incoming.names import Catalogue
from tracker.exchange.incoming.results import Problem, ReadResult
from tracker.exchange.incoming.sheets import Sheets
from tracker.exchange.incoming.table import Table
from tracker.exchange.incoming.tables import find_tables


@dataclass(frozen=True)
class SeenTable:
    """One table and what it is taken for."""

    table: Table
    proposal: Proposal


@dataclass(frozen=True)
class Seen:
    """What a file holds, before any figure is read. ``problems`` are sheets without a table."""

    sheets: Sheets
    tables: tuple[SeenTable, ...]
    problems: tuple[Problem, ...]
    catalogue: Catalogue

    @property
    def asked(self) -> tuple[str, ...]:
        """Return what a person must confirm of the file itself: its encoding, where its bytes allow several."""
        return () if self.sheets.encoding_certain else ("encoding",)

    def read(self, language: str, mappings: Sequence[TableMapping] | None = None) -> list[ReadResult]:
        """Return what each table states by its mapping; None takes what was proposed, confirmed or not.

        :raises UnreadableFileError: as `Sheet.rows`.
        """
        chosen = [one.proposal.mapping for one in self.tables] if mappings is None else mappings
        return [
            read_figures(one.table, mapping, self.catalogue, language)
            for one, mapping in zip(self.tables, chosen, strict=True)
        ]


def look_at(
    source: bytes | IO[bytes],
    catalogue: Catalogue,
    expected: Expected,
    *,
    name: str = "",
    encoding: str = "",
    separator: str = "",
) -> Seen:
    """Open a file and find its tables, each with a proposal; a file object stays open until all is read.

    :raises UnreadableFileError: if the file is none that can be read.
    """
    sheets = open_file(source, name, encoding=encoding, separator=separator)
    tables: list[SeenTable] = []
    problems = []
    for sheet in sheets.sheets:
        found = find_tables(sheet, catalogue)
        tables += [SeenTable(table, propose(table, catalogue, expected)) for table in found]
        for row in {table.stray_row for table in found if table.stray_row}:
            message = _(
                "From row %(row)s on figures stand below no row of heads that is known. Write heads above them."
            )
            problems.append(Problem(sheet.name, f"A{row}", "", message % {"row": row}, "stray"))
        if not found:
            message = _("“%(sheet)s” holds no table with a row of heads and figures below it.")
            problems.append(Problem(sheet.name, "A1", "", message % {"sheet": sheet.name}, "no_table"))
    # Beside tables, a sheet without one is a sheet of notes: it is told, and stands in nobody's way.
    told = [replace(each, is_warning=bool(tables) and each.code == "no_table") for each in problems]
    return Seen(sheets, tuple(tables), tuple(told), catalogue)
