"""Read the workbook that `template_workbook` writes, or a text file saved from it: row by row, nothing to ask."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.utils.translation import override

from provinces.text import search_key
from tracker.exchange.file_cells import unescaped
from tracker.exchange.incoming.headings import quarters_in
from tracker.exchange.incoming.sheets import Cell, Row, Sheet, Sheets, cell_name, shown
from tracker.exchange.template_workbook import COLUMNS, PAST, template_headings
from tracker.exchange.typed_text import in_one_line

# The heads stand in the third row; people put a line or two above.
_MOST_ROWS_ABOVE: Final = 15


@dataclass(frozen=True, slots=True)
class NumberCell:
    """One number of a row as the file's language writes it; an empty text is a blank cell."""

    where: str
    text: str


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """One row of the template: what names its report and its line, two numbers, and what is said beside them."""

    where: str
    place: str
    reporter: str
    code: str
    unit: str
    numbers: tuple[NumberCell, NumberCell]
    note: str
    source: str
    reason: str

    @property
    def is_blank(self) -> bool:
        """Return whether the row says nothing about its line."""
        return not (any(number.text for number in self.numbers) or self.note or self.source or self.reason)


@dataclass(frozen=True, slots=True)
class TemplateFile:
    """A filled template: year and number of the quarter before its own, None where no head says it; and its sheets.

    Each sheet comes with the row of its heads. ``strange`` are the heads of columns that no template has, each with its
    cell: they are not read.
    """

    before: tuple[int, int] | None
    sheets: tuple[tuple[Sheet, int], ...]
    strange: tuple[NumberCell, ...] = ()

    @property
    def heads_at(self) -> str:
        """Return the cell in which the first sheet names the quarter before."""
        sheet, head = self.sheets[0]
        return f"{sheet.name}!{cell_name(head, PAST[0])}"

    def lines(self, language: str) -> Iterator[TemplateLine]:
        """Yield the rows of all its sheets that name a line or say something.

        :raises UnreadableFileError: as `Sheet.rows`.
        """
        for sheet, head in self.sheets:
            for row in sheet.rows():
                if row.number > head and (line := _line(sheet, row, language)) is not None:
                    yield line


def template_of_file(sheets: Sheets) -> TemplateFile | None:
    """Return the file as a filled template; None if a sheet of it has other heads.

    :raises UnreadableFileError: as `Sheet.rows`.
    """
    found = []
    before = None
    strange: list[NumberCell] = []
    for sheet in sheets.sheets:
        row = _head_of(sheet)
        if row is None:
            return None
        found.append((sheet, row.number))
        before = before or _quarter_of([_text(row, column) for column in range(COLUMNS)])
        strange += _strange(sheet, row)
    return TemplateFile(before, tuple(found), tuple(strange)) if found else None


def _strange(sheet: Sheet, row: Row) -> Iterator[NumberCell]:
    for column in range(COLUMNS, len(row.cells)):
        if text := _text(row, column):
            yield NumberCell(f"{sheet.name}!{cell_name(row.number, column)}", text)


def _head_of(sheet: Sheet) -> Row | None:
    """Return the row of heads."""
    wanted = _headings_in_all_languages()
    for row in sheet.rows():
        if row.number > _MOST_ROWS_ABOVE:
            break
        texts = [_text(row, column) for column in range(COLUMNS)]
        keys = tuple(search_key(text) for column, text in enumerate(texts) if column not in PAST)
        if keys in wanted:
            return row
    return None


def _headings_in_all_languages() -> set[tuple[str, ...]]:
    found = set()
    for language, _name in settings.LANGUAGES:
        with override(language):
            names = template_headings("")
            found.add(tuple(search_key(name) for column, name in enumerate(names) if column not in PAST))
    return found


def _quarter_of(texts: Sequence[str]) -> tuple[int, int] | None:
    said = {pair for column in PAST for pair in quarters_in(texts[column]) if pair[0]}
    return next(iter(said)) if len(said) == 1 else None


def _line(sheet: Sheet, row: Row, language: str) -> TemplateLine | None:
    place, reporter, code, unit = (_text(row, column) for column in (0, 1, 2, 4))
    first, second = (
        NumberCell(f"{sheet.name}!{cell_name(row.number, column)}", _number(row, column, language))
        for column in (_FIRST, _FIRST + 1)
    )
    note, source, reason = (_text(row, column) for column in range(_FIRST + 2, _FIRST + 5))
    where = f"{sheet.name}!{cell_name(row.number, _FIRST)}"
    line = TemplateLine(where, place, reporter, code, unit, (first, second), note, source, reason)
    return None if line.is_blank and not (place or code) else line


_FIRST: Final = max(PAST) + 1


def _text(row: Row, column: int) -> str:
    cell: str | Cell = row.cells[column] if column < len(row.cells) else ""
    text = cell if isinstance(cell, str) else shown(cell, "vi")
    return " ".join(in_one_line(unescaped(text)).split())


def _number(row: Row, column: int, language: str) -> str:
    cell: str | Cell = row.cells[column] if column < len(row.cells) else ""
    return " ".join(in_one_line(unescaped(shown(cell, language))).split())
