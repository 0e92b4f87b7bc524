"""Lay a pasted block over the texts of the entry page, and say what each of its cells would change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import override

from tracker.actions.entry_lines import indicator_of, number_parts
from tracker.actions.entry_sheet import Sheet
from tracker.admin.entry_form import SAID, input_name
from tracker.admin.entry_sorts import CHANGED, NEW, SAME, WRONG, PastedNumber, Sorted, sort_of_words, sorted_column
from tracker.exchange.blocks import BlockProblem, Named, Placement, place_block, read_block
from tracker.exchange.cell_texts import write_cell
from tracker.exchange.sheet_table import heading_words, without_aside
from tracker.exchange.wording import language_now
from tracker.models import EntryWay, Indicator, ObservationStatus, ReportFormLine

# The first and second column of numbers, then what is said beside them.
_COLUMNS_OF_NUMBERS: Final = 2
_COLUMNS: Final = (*map(str, range(_COLUMNS_OF_NUMBERS)), *SAID)
# What the page's hidden input says of texts that were not typed.
PASTED: Final = "1"
FROM_FILE: Final = "file"
# How a status is written at a number, whatever the number.
_MARKS: Final[dict[str, str]] = {ObservationStatus.PROVISIONAL: "%s*", ObservationStatus.ESTIMATED: "~%s"}


@dataclass
class PlacedBlock:
    """The page's texts with the block laid over them, what finds no place, and how many cells are of which sort."""

    texts: QueryDict
    problems: list[BlockProblem] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys((NEW, CHANGED, SAME, WRONG), 0))


def block_placed(sheet: Sheet, posted: QueryDict) -> PlacedBlock:
    """Return the texts that the page would have with the posted block in them; nothing is saved.

    A text that another replaces stays beside it as `before-` and the input's name, so that pasting can be undone.

    :raises UnreadableBlockError: if the block cannot be read as cells.
    """
    placed = _laid(
        sheet,
        read_block(posted.get("block", "")),
        posted,
        at_row=position(posted, "at_row"),
        at_column=position(posted, "at_column"),
    )
    placed.texts["block"], placed.texts["pasted"] = "", PASTED
    return placed


def placed_matrix(sheet: Sheet, matrix: Sequence[Sequence[str]], posted: QueryDict) -> PlacedBlock:
    """Return the texts that the page would have with the rows of a file in them; see `block_placed`."""
    placed = _laid(sheet, matrix, posted)
    placed.texts["pasted"] = FROM_FILE
    return placed


def way_of(posted: QueryDict) -> EntryWay:
    """Return how the texts of the page came into it."""
    return {PASTED: EntryWay.PASTE, FROM_FILE: EntryWay.FILE}.get(posted.get("pasted", ""), EntryWay.GRID)


def _laid(
    sheet: Sheet, matrix: Sequence[Sequence[str]], posted: QueryDict, *, at_row: int = 0, at_column: int = 0
) -> PlacedBlock:
    placement: Placement[int, str] = place_block(
        matrix,
        rows=[Named(line.indicator_id, *names_of(line.indicator)) for line in sheet.lines],
        columns=_columns(),
        at_row=at_row,
        at_column=at_column,
    )
    texts = posted.copy()
    for name in [name for name in texts if name.startswith("before-")]:
        del texts[name]
    placed = PlacedBlock(texts, placement.problems, without_aside(placement.unused))
    lines = {line.indicator_id: line for line in sheet.lines}
    stated = {line.indicator_id: _stated(line, texts) for line in sheet.lines}
    sorts = _sorts(sheet, placement, stated)
    for (key, column), cell in placement.cells.items():
        line, part = lines[key], _part(lines[key], column)
        if part is None:
            if cell.text:
                message = _("This indicator has one figure only; “%(text)s” has no place.") % {"text": cell.text}
                placed.problems.append(BlockProblem(cell.row, cell.column, message))
            continue
        name = input_name(line, part)
        is_number = part not in SAID
        old = stated[key][part] if is_number else texts.get(name, "")
        found = sorts[key, part] if is_number else sort_of_words(old, cell.text)
        placed.counts[found.sort] += 1
        if found.lays:
            if is_number:
                _leave_status_to_cells(line, texts, stated[key])
            texts[name] = cell.text
            texts[f"before-{name}"] = old
    return placed


def _sorts(
    sheet: Sheet, placement: Placement[int, str], stated: Mapping[int, Mapping[str, str]]
) -> dict[tuple[int, str], Sorted]:
    """Return of which sort each pasted number is, by line and part; each column of the page is read as a whole."""
    found: dict[tuple[int, str], Sorted] = {}
    for position in range(_COLUMNS_OF_NUMBERS):
        pasted: dict[tuple[int, str], PastedNumber] = {}
        others = []
        for line in sheet.lines:
            key = line.indicator_id
            if (part := _part(line, str(position))) is None:
                continue
            old, cell = stated[key][part], placement.cells.get((key, str(position)))
            if cell is None:
                others.append(old)
            else:
                pasted[key, part] = PastedNumber(old, cell.text, indicator_of(line, part))
        found |= sorted_column(pasted, others)
    return found


def _stated(line: ReportFormLine, texts: QueryDict) -> dict[str, str]:
    """Return the numbers of a line as cells alone say them: the chosen status is written into them as its sign.

    So a blank cell over *not applicable* is a change, and a dash over *nil* is none.
    """
    status = texts.get(input_name(line, "status"), "")
    found = {part: texts.get(input_name(line, part), "").strip() for part in number_parts(line)}
    first = next(iter(found))
    if sign := write_cell(None, status, line.indicator, language_now()):
        if not any(found.values()) or status == ObservationStatus.NIL:
            found[first] = sign
    elif mark := _MARKS.get(status):
        found = {part: text and mark % text for part, text in found.items()}
    return found


def _leave_status_to_cells(line: ReportFormLine, texts: QueryDict, stated: Mapping[str, str]) -> None:
    """Let the cells of a line say its status, as pasted ones do; the chosen one would contradict them."""
    name = input_name(line, "status")
    status = texts.get(name, "")
    if status in ("", ObservationStatus.NORMAL):
        return
    for part, text in stated.items():
        texts[input_name(line, part)] = text
    texts[f"before-{name}"] = status
    texts[name] = ObservationStatus.NORMAL.value


def texts_before(posted: QueryDict) -> QueryDict:
    """Return the page's texts as they were before the block was laid over them."""
    texts = posted.copy()
    for name in [name for name in texts if name.startswith("before-")]:
        texts[name.removeprefix("before-")] = texts.get(name, "")
        del texts[name]
    texts["block"], texts["pasted"] = "", ""
    return texts


def names_of(indicator: Indicator) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names that mean an indicator in a block, and the units that may stand beside them."""
    unit = indicator.unit
    return (
        (indicator.name, indicator.name_en, indicator.code),
        (indicator.display_unit, indicator.display_unit_en, unit.name, unit.name_en, unit.code),
    )


def _part(line: ReportFormLine, column: str) -> str | None:
    if column in SAID:
        return column
    parts = number_parts(line)
    return parts[int(column)] if int(column) < len(parts) else None


def _columns() -> list[Named[str]]:
    """Return the page's columns with their headings in both languages."""
    names = {column: [*words] for column, words in heading_words().items() if column in _COLUMNS}
    for language in ("vi", "en"):
        with override(language):
            names["0"] += [_("Actual"), _("Figure")]
    # A number too many must not become the reason that silences a question.
    return [Named(column, tuple(names[column]), by_name_only=column in SAID) for column in _COLUMNS]


def position(posted: QueryDict, name: str) -> int:
    """Return a row or column of the grid as posted; 0 for anything else."""
    text = posted.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0
