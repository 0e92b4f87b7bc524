"""Read what was posted from the entry page: numbers as people write them, signs, and what is said beside them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from tracker.actions.entry_checks import LineProblem
from tracker.actions.entry_lines import LineEntry, indicator_of, number_parts
from tracker.exchange.cell_texts import CellReading, read_cell
from tracker.exchange.numbers import ColumnEvidence, UnreadableNumberError, evidence_of
from tracker.exchange.wording import language_now
from tracker.models import ObservationStatus, ReportFormLine

# Statuses that a cell's text can say beside or instead of a number.
_FLAGS: Final = (ObservationStatus.PROVISIONAL, ObservationStatus.ESTIMATED)
SAID: Final = ("note", "source", "reason")
# What the list of statuses says of a line whose cells speak for themselves: blank ones hold no figure.
WITHOUT_STATUS: Final = ("", ObservationStatus.NORMAL.value)
# A number of more digits is none of ours.
LONGEST_REVISION: Final = 9
LINE_INPUT: Final = re.compile(r"line-(?P<key>[0-9]{1,9})-(?P<part>[a-z_]+)", re.ASCII)
"""The name of an input, as `input_name` writes it."""


@dataclass(slots=True)
class Posted:
    """What was posted: the lines that could be read, what was seen and asked before, and the problems of the rest."""

    entries: list[LineEntry] = field(default_factory=list)
    seen: dict[int, str] = field(default_factory=dict)
    asked: dict[int, str] = field(default_factory=dict)
    problems: list[LineProblem] = field(default_factory=list)


def input_name(line: ReportFormLine, part: str) -> str:
    """Return the name of an input; it holds the indicator's key, never the row's position."""
    return f"line-{line.indicator_id}-{part}"


def revision_number(text: str) -> int:
    """Return the number of the newest revision that a posted page showed; 0 if there was none, or it says nothing."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < LONGEST_REVISION else 0


def read_posted(lines: Iterable[ReportFormLine], data: Mapping[str, Any]) -> Posted:
    """Read every line of the page; a text that is no number becomes a problem at its input.

    Each column of the page shows how its numbers are written; a cell that this leaves open is refused.
    """
    lines = list(lines)
    evidence = _evidence(lines, data)
    posted = Posted()
    for line in lines:
        texts = {part: str(data.get(input_name(line, part), "")) for part in number_parts(line)}
        chosen = str(data.get(input_name(line, "status"), "")) or ObservationStatus.NORMAL
        said = {part: " ".join(str(data.get(input_name(line, part), "")).split()) for part in SAID}
        entry, problems = read_line(line, texts, chosen, evidence, said)
        posted.problems += problems
        posted.entries.append(entry)
        if seen := str(data.get(input_name(line, "seen"), "")):
            posted.seen[line.indicator_id] = seen
        if asked := str(data.get(input_name(line, "asked"), "")):
            posted.asked[line.indicator_id] = asked
    return posted


def read_line(
    line: ReportFormLine,
    texts: Mapping[str, str],
    chosen: str,
    evidence: Iterable[ColumnEvidence],
    said: Mapping[str, str],
) -> tuple[LineEntry, list[LineProblem]]:
    """Return the line that some texts state, and what cannot be read.

    ``chosen`` is the status of the list; a sign in a cell takes its place while that says "reported", and contradicts
    any other.
    """
    values: dict[str, Decimal] = {}
    problems: list[LineProblem] = []
    status = chosen
    for (part, text), column in zip(texts.items(), evidence, strict=False):
        try:
            cell = read_cell(text, indicator_of(line, part), language_now(), column)
        except UnreadableNumberError as error:
            problems.append(LineProblem(line.indicator_id, part, str(error)))
            continue
        if cell.status == ObservationStatus.NIL and part == "year_to_date":
            values[part] = Decimal(0)  # nothing so far this year: the checks then compare it with the quarters before
        if cell.amount is not None:
            values[part] = cell.amount.value
            if part in ("in_quarter", "year_to_date"):
                values[f"{part}_step"] = cell.amount.step
        status, contradiction = _status(status, cell)
        if contradiction:
            problems.append(LineProblem(line.indicator_id, part, contradiction))
    entry = LineEntry(indicator_id=line.indicator_id, status=status, **said, **values)  # type: ignore[arg-type]
    return entry, problems


def _status(chosen: str, cell: CellReading) -> tuple[str, str]:
    """Return the status after a cell was read, and what contradicts."""
    if cell.status is None or cell.status == chosen:
        return chosen, ""
    if chosen == ObservationStatus.NORMAL or (chosen in _FLAGS and cell.status in _FLAGS):
        return cell.status, ""
    return chosen, _("The cell says “%(cell)s”, but the status says “%(status)s”: change one of them.") % {
        "cell": ObservationStatus(cell.status).label,
        "status": dict(ObservationStatus.choices).get(chosen, chosen),
    }


def _evidence(lines: Iterable[ReportFormLine], data: Mapping[str, Any]) -> list[ColumnEvidence]:
    """Return how the numbers of the page's two columns are written."""
    columns: list[list[str]] = [[], []]
    for line in lines:
        for column, part in enumerate(number_parts(line)):
            columns[column].append(str(data.get(input_name(line, part), "")))
    return [evidence_of(texts, language_now()) for texts in columns]
