"""Lay a pasted block over the cells of the page for several reports, and say what each of its cells would change."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import override

from provinces.wording import local_name
from tracker.actions.entry_desks import Desk, DeskKey
from tracker.actions.entry_overview import CellKey, Column, ColumnKey, cell_text
from tracker.admin.entry_block import PlacedBlock, names_of, position
from tracker.admin.entry_overview_rows import Table, cell_name, heading
from tracker.admin.entry_sorts import SAME, PastedNumber, Sorted, sorted_column
from tracker.exchange.blocks import BlockProblem, Named, Placement, place_block, read_block
from tracker.exchange.numbers import ColumnEvidence, evidence_of
from tracker.exchange.wording import language_now, shown_unit

_Thing = TypeVar("_Thing")


def placed_block(table: Table, posted: QueryDict) -> PlacedBlock:
    """Return the texts that the page would have with the posted block in them; nothing is saved.

    :raises UnreadableBlockError: if the block cannot be read as cells.
    """
    desk_names, column_names = _desk_names(table.desks), _column_names(table.columns)
    placement = place_block(
        read_block(posted.get("block", "")),
        rows=[Named(desk.key, desk_names[desk.key]) for desk in table.desks],
        columns=[Named(column.key, column_names[column.key]) for column in table.columns],
        at_row=position(posted, "at_row"),
        at_column=position(posted, "at_column"),
    )
    texts = posted.copy()
    for name in [name for name in texts if name.startswith("before-")]:
        del texts[name]
    placed = PlacedBlock(texts, placement.problems, placement.unused)
    desks = {desk.key: desk for desk in table.desks}
    old = _texts_now(table, texts)
    sorts = _sorts(table, placement, old)
    for key, cell in placement.cells.items():
        desk, found = desks[key[0]], sorts[key]
        if found.sort != SAME and not table.is_open(desk):
            message = _("%(place)s is locked: “%(text)s” has no place.") % {
                "place": local_name(desk.place),
                "text": cell.text,
            }
            placed.problems.append(BlockProblem(cell.row, cell.column, message))
            continue
        placed.counts[found.sort] += 1
        if found.lays and table.is_open(desk):
            name = cell_name(key)
            texts[name] = cell.text
            texts[f"before-{name}"] = old[key]
    texts["block"], texts["pasted"] = "", "1"
    return placed


def _sorts(table: Table, placement: Placement[DeskKey, ColumnKey], old: Mapping[CellKey, str]) -> dict[CellKey, Sorted]:
    """Return of which sort each pasted cell is; the cells that are saved together are read together."""
    found: dict[CellKey, Sorted] = {}
    for column in table.columns:
        for is_open in (True, False):
            keys = [(desk.key, column.key) for desk in table.desks if table.is_open(desk) == is_open]
            pasted = {
                key: PastedNumber(old[key], placement.cells[key].text, column.indicator)
                for key in keys
                if key in placement.cells
            }
            found |= sorted_column(pasted, [old[key] for key in keys if key not in pasted])
    return found


def column_evidence(texts: dict[CellKey, str]) -> dict[ColumnKey, ColumnEvidence]:
    """Return what the cells of each column show of its style of writing."""
    by_column: dict[ColumnKey, list[str]] = {}
    for (_desk, column), text in texts.items():
        by_column.setdefault(column, []).append(text)
    return {column: evidence_of(found, language_now()) for column, found in by_column.items()}


def _texts_now(table: Table, posted: QueryDict) -> dict[CellKey, str]:
    """Return the text of every cell: as it was posted where one can type, otherwise as it stands."""
    found: dict[CellKey, str] = {}
    for desk, sheet in zip(table.desks, table.sheets, strict=True):
        for column in table.columns:
            key = (desk.key, column.key)
            stored = cell_text(sheet, column)
            found[key] = posted.get(cell_name(key), stored) if table.is_open(desk) else stored
    return found


def _desk_names(desks: Iterable[Desk]) -> dict[DeskKey, tuple[str, ...]]:
    """Return the names that mean each report: those of its place, and with its reporter where a place has two."""
    return {
        desk.key: (
            *(desk.place.name, desk.place.name_en, desk.place.slug),
            *(getattr(desk.place, "aliases", None) or ()),
            *_in_every_language(_name, desk),
        )
        for desk in desks
    }


def _column_names(columns: Iterable[Column]) -> dict[ColumnKey, tuple[str, ...]]:
    """Return the names that mean each column, its heading among them, with and without its unit.

    A ratio's part has its heading only: the indicator that it counts is often a column of its own.
    """
    return {
        column.key: (
            *(() if column.part in ("numerator", "denominator") else names_of(column.indicator)[0]),
            *_in_every_language(heading, column),
            *_in_every_language(_heading_with_unit, column),
        )
        for column in columns
    }


def _heading_with_unit(column: Column) -> str:
    return f"{heading(column)} ({shown_unit(column.indicator)})"


def _name(desk: Desk) -> str:
    return desk.name


def _in_every_language(say: Callable[[_Thing], str], thing: _Thing) -> list[str]:
    """Return what is said of the thing in each language of the site."""
    found = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            found.append(say(thing))
    return found
