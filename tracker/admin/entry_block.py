"""Lay a pasted block over the texts of the entry page, and say what each of its cells would change."""

from dataclasses import dataclass, field
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import override

from tracker.actions.entry_sheet import Sheet
from tracker.admin.entry_form import SAID, indicator_of, input_name, number_parts
from tracker.exchange.blocks import BlockProblem, Named, Placement, place_block, read_block
from tracker.exchange.cell_texts import CellReading, read_cell
from tracker.exchange.numbers import UnreadableNumberError
from tracker.exchange.wording import language_now
from tracker.models import Indicator, ReportFormLine

NEW: Final = "new"
CHANGED: Final = "changed"
SAME: Final = "same"
WRONG: Final = "wrong"
# The first and second column of numbers, then what is said beside them.
_COLUMNS: Final = ("0", "1", "note", "source")


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
    placement: Placement[int, str] = place_block(
        read_block(posted.get("block", "")),
        rows=[Named(line.indicator_id, *names_of(line.indicator)) for line in sheet.lines],
        columns=_columns(),
        at_row=_position(posted, "at_row"),
        at_column=_position(posted, "at_column"),
    )
    texts = posted.copy()
    for key in [key for key in texts if key.startswith("before-")]:
        del texts[key]
    placed = PlacedBlock(texts, placement.problems, placement.unused)
    lines = {line.indicator_id: line for line in sheet.lines}
    for (key, column), cell in placement.cells.items():
        part = _part(lines[key], column)
        if part is None:
            if cell.text:
                message = _("This indicator has one figure only; “%(text)s” has no place.") % {"text": cell.text}
                placed.problems.append(BlockProblem(cell.row, cell.column, message))
            continue
        name = input_name(lines[key], part)
        old = texts.get(name, "")
        sort = sort_of(old, cell.text, None if part in SAID else indicator_of(lines[key], part))
        placed.counts[sort] += 1
        if sort != SAME:
            texts[name] = cell.text
            texts[f"before-{name}"] = old
    texts["block"] = ""
    texts["pasted"] = "1"
    return placed


def texts_before(posted: QueryDict) -> QueryDict:
    """Return the page's texts as they were before the block was laid over them."""
    texts = posted.copy()
    for key in [key for key in texts if key.startswith("before-")]:
        texts[key.removeprefix("before-")] = texts[key]
        del texts[key]
    texts["block"], texts["pasted"] = "", ""
    return texts


def sort_of(old: str, new: str, indicator: Indicator | None) -> str:
    """Return whether a pasted text is new, changes, repeats, or cannot be read; None is a cell of words."""
    if indicator is None:
        return SAME if " ".join(old.split()) == " ".join(new.split()) else (CHANGED if old else NEW)
    try:
        reading = read_cell(new, indicator, language_now())
    except UnreadableNumberError:
        return WRONG
    before = _reading(old, indicator)
    if before is not None and _says(before) == _says(reading):
        return SAME
    return NEW if before is not None and before.blank else CHANGED


def names_of(indicator: Indicator) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names that mean an indicator in a block, and the units that may stand beside them."""
    unit = indicator.unit
    return (
        (indicator.name, indicator.name_en, indicator.code),
        (indicator.display_unit, indicator.display_unit_en, unit.name, unit.name_en, unit.code),
    )


def _reading(text: str, indicator: Indicator) -> CellReading | None:
    try:
        return read_cell(text, indicator, language_now())
    except UnreadableNumberError:
        return None


def _says(reading: CellReading) -> tuple[Any, Any]:
    return (None if reading.amount is None else reading.amount.value), reading.status


def _part(line: ReportFormLine, column: str) -> str | None:
    if column in SAID:
        return column
    parts = number_parts(line)
    return parts[int(column)] if int(column) < len(parts) else None


def _columns() -> list[Named[str]]:
    """Return the page's columns with their headings in both languages."""
    names: dict[str, list[str]] = {column: [] for column in _COLUMNS}
    for language in ("vi", "en"):
        with override(language):
            names["0"] += [_("In the quarter"), _("Actual"), _("Figure")]
            names["1"].append(_("Year to date"))
            names["note"].append(_("Note"))
            names["source"].append(_("Source"))
    return [Named(column, tuple(names[column])) for column in _COLUMNS]


def _position(posted: QueryDict, name: str) -> int:
    text = posted.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0
