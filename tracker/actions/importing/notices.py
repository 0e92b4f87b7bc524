"""Say what of a file was not entered, and where its own sums contradict it: nothing is left out unsaid."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from django.utils.translation import gettext as _

from tracker.actions.importing.compared import FileProblem
from tracker.exchange.incoming.mappings import REPORTED, ColumnChoice, ColumnKind, FigureBasis, TableMapping
from tracker.exchange.incoming.reading import Seen, SeenTable
from tracker.exchange.incoming.results import Problem, ReadResult
from tracker.exchange.incoming.sheets import cell_name, column_name, is_blank
from tracker.exchange.template_reading import TemplateFile

# Figures for comparison: of another year, or promised.
_BESIDE: Final = frozenset(FigureBasis) - REPORTED - {FigureBasis.PERIOD}
# Kinds of columns that name what the figures are; every other kind that is no figure is passed over.
_NAMING: Final = frozenset(
    {ColumnKind.PLACE, ColumnKind.INDICATOR, ColumnKind.UNIT, ColumnKind.PERIOD, ColumnKind.BASIS}
)


def as_file_problem(problem: Problem) -> FileProblem:
    """Return what was found at a cell of a table as a problem of its file."""
    more = f" ({problem.count}×)" if problem.count > 1 else ""
    return FileProblem(problem.reference, "", problem.text, problem.message + more)


def notices_of_tables(
    seen: Seen, mappings: Sequence[TableMapping], results: Sequence[ReadResult]
) -> Iterator[FileProblem]:
    """Yield the warnings of a file's tables, and what of each was not read, with its cell."""
    yield from sentences_of_file(seen.sheets.notices)
    for one, mapping, result in zip(seen.tables, mappings, results, strict=True):
        if mapping.left_out:
            sentence = _("This table was left out, as you said of it. “Look at the columns again” takes it in.")
            yield FileProblem(_area(one), "", "", sentence)
            continue
        yield from map(as_file_problem, result.warnings)
        if (more := _unlisted(result)) and not result.errors:
            yield FileProblem("", "", "", _("Totals that differ, not named here: %(count)s.") % {"count": more})
        yield from _columns_passed_over(one, mapping)
        if result.totals:
            cells = _some(result.totals)
            sentence = _("Totals are compared with their parts and not entered: %(cells)s.") % {"cells": cells}
            yield FileProblem(f"{one.table.sheet.name}!{result.totals[0]}", "", "", sentence)


def notices_of_template(template: TemplateFile, notices: Sequence[str]) -> Iterator[FileProblem]:
    """Yield what of a filled template was not read."""
    yield from sentences_of_file(notices)
    sentence = _("The template has no such column: what stands in it was not read.")
    for cell in template.strange:
        yield FileProblem(cell.where, "", cell.text, sentence)


def sentences_of_file(notices: Iterable[str]) -> Iterator[FileProblem]:
    """Yield what was noticed of a file as a whole."""
    for sentence in notices:
        yield FileProblem("", "", "", sentence)


def unlisted(results: Iterable[ReadResult]) -> Iterator[FileProblem]:
    """Yield one problem for those of a table that were counted and not kept."""
    for result in results:
        if (more := _unlisted(result)) and result.errors:
            sentence = _("There are %(count)s more problems like these. Mend those that are named first.")
            yield FileProblem("", "", "", sentence % {"count": more})


def errors_of_tables(
    seen: Seen, mappings: Sequence[TableMapping], results: Sequence[ReadResult]
) -> tuple[list[Problem], list[Problem]]:
    """Return what stands in the way, and what is wrong only in columns of which nothing is entered."""
    found: tuple[list[Problem], list[Problem]] = ([], [])
    for one, mapping, result in zip(seen.tables, mappings, results, strict=True):
        beside = {
            column_name(one.table.left + position)
            for position, choice in enumerate(mapping.columns)
            if _is_passed_over(choice)
        }
        for problem in result.errors:
            found[problem.cell.rstrip("0123456789") in beside].append(problem)
    return found


def _unlisted(result: ReadResult) -> int:
    """Return how many problems were counted only; without errors among the listed ones they are warnings, which end."""
    return result.problem_count - sum(problem.count for problem in result.problems)


def _columns_passed_over(one: SeenTable, mapping: TableMapping) -> Iterator[FileProblem]:
    for position, choice in enumerate(mapping.columns):
        if not _is_passed_over(choice):
            continue
        column = one.table.left + position
        first = next((row for row in one.table.sample if _says_something(row.cells, column)), None)
        if first is not None:
            where = f"{one.table.sheet.name}!{cell_name(first.number, column)}"
            heading = " / ".join(filter(None, one.table.headings[position]))
            sentence = _("Column %(column)s was not read: it is no figure of a quarter, or was said to be none.")
            yield FileProblem(where, heading, "", sentence % {"column": column_name(column)})


def _is_passed_over(choice: ColumnChoice) -> bool:
    if choice.kind is ColumnKind.FIGURE:
        return choice.basis in _BESIDE
    return choice.kind not in _NAMING


def _says_something(cells: Sequence[object], column: int) -> bool:
    return column < len(cells) and not is_blank(cells[column])  # type: ignore[arg-type]


def _area(one: SeenTable) -> str:
    table = one.table
    return f"{table.sheet.name}!{cell_name(table.first_row, table.left)}:{cell_name(table.last_row, table.right - 1)}"


def _some(cells: Sequence[str]) -> str:
    return ", ".join(cells[:3]) + (" …" if len(cells) > 3 else "")
