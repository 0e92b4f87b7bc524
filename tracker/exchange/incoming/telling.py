"""Say what was found in a file, for people at a terminal and for programs."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from provinces.wording import local_name
from tracker.exchange.cell_texts import write_cell
from tracker.exchange.incoming.mappings import ColumnChoice, ColumnKind, FigureBasis
from tracker.exchange.incoming.names import Catalogue
from tracker.exchange.incoming.reading import Seen, SeenTable
from tracker.exchange.incoming.results import Problem, ReadFigure, ReadResult
from tracker.exchange.incoming.sheets import column_name
from tracker.exchange.wording import language_now, shown_unit
from tracker.models import ObservationStatus


def kind_name(kind: ColumnKind) -> str:
    """Return what a column is, in the reader's language."""
    return {
        ColumnKind.PLACE: _("place"),
        ColumnKind.INDICATOR: _("indicator"),
        ColumnKind.UNIT: _("unit"),
        ColumnKind.PERIOD: _("quarter"),
        ColumnKind.BASIS: _("in the quarter or year to date"),
        ColumnKind.FIGURE: _("figures"),
        ColumnKind.NOTE: _("note"),
        ColumnKind.COMPARISON: _("comparison, not read"),
        ColumnKind.IGNORED: _("left out"),
    }[kind]


def basis_name(basis: FigureBasis) -> str:
    """Return which days a figure speaks of, in the reader's language."""
    return {
        FigureBasis.PERIOD: _("of the quarter, levels at its end"),
        FigureBasis.IN_QUARTER: _("in the quarter"),
        FigureBasis.YEAR_TO_DATE: _("year to date"),
        FigureBasis.SINCE_INCEPTION: _("since the beginning"),
        FigureBasis.AS_OF: _("at the end of the quarter"),
        FigureBasis.LAST_YEAR_IN_QUARTER: _("same quarter last year"),
        FigureBasis.LAST_YEAR_TO_DATE: _("same period last year"),
        FigureBasis.PLAN: _("plan of the year"),
    }[basis]


def column_lines(seen: SeenTable) -> list[str]:
    """Return a line for each column: its letters, its heading, and what it is taken for."""
    found = []
    for index, (texts, choice) in enumerate(zip(seen.table.headings, seen.proposal.mapping.columns, strict=True)):
        letters = column_name(seen.table.left + index)
        found.append(f"{letters} “{' / '.join(texts)}”: {choice_text(choice)}")
    return found


def choice_text(choice: ColumnChoice) -> str:
    """Return what a column is, with all that its figures have in common."""
    parts = [kind_name(choice.kind), choice.place, choice.indicator, choice.period]
    if choice.basis is not None:
        parts.append(basis_name(choice.basis))
    return ", ".join(filter(None, [*parts, choice.unit, choice.status]))


def problem_line(problem: Problem) -> str:
    """Return a problem with its cell, and how many others have the same."""
    line = f"{problem.reference}: {problem.message}"
    if problem.count == 1:
        return line
    more = ngettext("(%(count)s more)", "(%(count)s more)", problem.count - 1) % {"count": problem.count - 1}
    return f"{line} {more}"


def figure_line(figure: ReadFigure, catalogue: Catalogue) -> str:
    """Return a figure with its cell, as it would be shown."""
    indicator = catalogue.indicator_of(figure.indicator)
    amount = figure.reading.amount
    status = figure.reading.status or ObservationStatus.NORMAL
    text = write_cell(None if amount is None else amount.value, status, indicator, language_now())
    name = f"{figure.place}, {local_name(indicator)}, {figure.period} {basis_name(figure.basis)}"
    return f"{figure.reference} {name}: {text} {shown_unit(indicator)}"


def seen_as_data(seen: Seen, results: Sequence[ReadResult]) -> dict[str, Any]:
    """Return what was found in plain types; numbers are texts in single units, null where there is none."""
    return {
        "encoding": seen.sheets.encoding or None,
        "separator": seen.sheets.separator or None,
        "asked": list(seen.asked),
        "notices": list(seen.sheets.notices),
        "problems": [problem_as_data(problem) for problem in seen.problems],
        "tables": [
            {
                "sheet": one.table.sheet.name,
                "heads": list(one.table.head_rows),
                "first_row": one.table.first_row,
                "last_row": one.table.last_row,
                "mapping": one.proposal.mapping.as_json(),
                "questions": [
                    {"code": question.code, "sentence": question.sentence, "column": question.column}
                    for question in one.proposal.questions
                ],
                "problems": [problem_as_data(problem) for problem in result.problems],
                "problem_count": result.problem_count,
                "figures": [figure_as_data(figure) for figure in result.figures],
            }
            for one, result in zip(seen.tables, results, strict=True)
        ],
    }


def problem_as_data(problem: Problem) -> dict[str, Any]:
    """Return a problem in plain types."""
    return {
        "cell": problem.reference,
        "code": problem.code,
        "warning": problem.is_warning,
        "text": problem.text,
        "message": problem.message,
        "count": problem.count,
    }


def figure_as_data(figure: ReadFigure) -> dict[str, Any]:
    """Return a figure in plain types."""
    amount = figure.reading.amount
    return {
        "cell": figure.reference,
        "place": figure.place,
        "indicator": figure.indicator,
        "period": figure.period,
        "basis": figure.basis.value,
        "value": None if amount is None else f"{amount.value.normalize():f}",
        "status": figure.reading.status.value if figure.reading.status else None,
        "unit": figure.unit,
        "text": figure.text,
    }
