"""Tell whether a mapping that a person confirmed for one file fits the table of another, and lay it upon that table."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from tracker.exchange.incoming.columns import Expected, Proposal, propose
from tracker.exchange.incoming.mappings import ColumnChoice, ColumnKind, TableMapping
from tracker.exchange.incoming.names import Catalogue
from tracker.exchange.incoming.table import Table

# Questions that are of one file, whatever was answered for another.
_OF_THE_FILE = frozenset({"period", "place", "sheet", "hidden"})


def fits(mapping: TableMapping, proposal: Proposal) -> bool:
    """Return whether a table has the columns that a mapping knows, in any order and whatever their quarters are.

    A column more or less is another layout: it is asked about anew.
    """
    return Counter(_headings(mapping)) == Counter(_headings(proposal.mapping))


def fitted(mapping: TableMapping, table: Table, catalogue: Catalogue, expected: Expected) -> Proposal | None:
    """Return the proposal for a table with the answers of a remembered mapping; None if it does not fit.

    Quarters and places are read from the table itself, never taken over. What a person has once confirmed of columns,
    units, stars and names is asked no more; what is hidden, and which quarter or place is meant, is.
    """
    proposal = propose(table, catalogue, expected)
    if not fits(mapping, proposal):
        return None
    columns = _columns(mapping.columns, proposal.mapping.columns)
    laid = replace(
        proposal.mapping,
        columns=columns,
        indicator=proposal.mapping.indicator or mapping.indicator,
        basis=mapping.basis,
        numbers=mapping.numbers or proposal.mapping.numbers,
        in_shown_units=_either(mapping.in_shown_units, proposal.mapping.in_shown_units),
        star=mapping.star or proposal.mapping.star,
        scaled=mapping.scaled or proposal.mapping.scaled,
        fill_down=_either(mapping.fill_down, proposal.mapping.fill_down),
        names=mapping.names,
    )
    left = tuple(
        question
        for question in proposal.questions
        if question.code in _OF_THE_FILE or not _answered(question.code, mapping)
    )
    return Proposal(laid, left)


def _headings(mapping: TableMapping) -> list[str]:
    return [column.heading for column in mapping.columns]


def _columns(known: Sequence[ColumnChoice], found: Sequence[ColumnChoice]) -> tuple[ColumnChoice, ...]:
    """Return the known choices in the order of the found columns, with the quarters that the found headings name."""
    waiting: dict[str, list[ColumnChoice]] = {}
    for column in known:
        waiting.setdefault(column.heading, []).append(column)
    return tuple(replace(waiting[column.heading].pop(0), period=column.period) for column in found)


def _either(known: bool | None, found: bool | None) -> bool | None:
    return found if known is None else known


def _answered(code: str, mapping: TableMapping) -> bool:
    """Return whether a mapping holds the answer to a question of this code."""
    answers = {
        "numbers": mapping.numbers,
        "unit": mapping.in_shown_units is not None,
        "star": mapping.star,
        "scaled": mapping.scaled,
        "fill_down": mapping.fill_down is not None,
        "indicator": mapping.indicator,
        "column": True,
        "basis": mapping.basis or all(c.basis for c in mapping.columns if c.kind is ColumnKind.FIGURE),
    }
    return bool(answers.get(code))
