"""Declare tables once, for the eye and for files; print their bodies in one pass.

A column ``x`` of a table is told by up to three methods: ``value_x(row)`` gives what files and sorting need (a
Decimal, a text, a day or None for missing), ``render_x(row)`` gives what the eye needs, and ``sort_x(row)`` gives
another key to sort by. The table library's own row machinery is passed by: it renders a cell twenty times slower.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

import django_tables2 as tables
from django.http import QueryDict
from django.utils.functional import Promise, cached_property
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe
from django_tables2.data import TableListData

from tracker.web.asked import Asked
from tracker.web.choices import ReaderChoices
from tracker.web.filters import PageQuery
from tracker.web.numbers import MISSING, day_text, number_text

Value = Decimal | int | str | date | None


class SortedRows(TableListData):
    """Rows that sort by any column, both ways; rows without a value stand last either way."""

    data: list[Any]

    def order_by(self, aliases: Any) -> None:
        """Sort by the columns of the aliases, the first one counting most; equal rows keep their order."""
        rows = list(self.data)
        for alias in reversed(list(aliases)):
            name = alias.lstrip("-")
            keyed = [(self.table.sort_key(name, row), row) for row in rows]
            known = [pair for pair in keyed if pair[0] is not None]
            known.sort(key=lambda pair: pair[0], reverse=alias.startswith("-"))
            rows = [row for _key, row in known] + [row for key, row in keyed if key is None]
        self.data = rows


class PageColumn(tables.Column):
    """A column of a page's table.

    ``head`` marks the column that names the row, ``number`` one that is right-aligned, ``name`` one that
    needs room for words, ``wide`` one that takes the
    whole width of a card on a phone; ``in_files``, ``on_page``, ``on_paper`` and ``on_phone`` say where the column is.
    ``share`` marks numbers that files write as parts of 1, ``unit`` names what says the unit of each row's number.
    A reader can take away every column but the head and one that is ``fixed``; one that is not there ``at_first`` is
    shown to whoever asks for it.
    """

    def __init__(
        self,
        header: str | Promise,
        *,
        head: bool = False,
        number: bool = False,
        name: bool = False,
        wide: bool = False,
        in_files: bool = True,
        on_page: bool = True,
        on_paper: bool = True,
        on_phone: bool = True,
        fixed: bool = False,
        at_first: bool = True,
        sortable: bool = True,
        share: bool = False,
        unit: str = "",
    ) -> None:
        super().__init__(verbose_name=header, orderable=sortable, empty_values=())
        self.head = head
        self.can_go = not head and not fixed
        self.at_first = at_first
        self.in_files = in_files
        self.on_page = on_page
        self.share = share
        self.unit = unit
        words = (("n", number), ("name", name), ("wide", wide), ("no-print", not on_paper), ("no-phone", not on_phone))
        self.css = " ".join(word for word, on in words if on)


@dataclass(frozen=True, slots=True)
class Header:
    """The head of a column: its words, how it is sorted now (for screen readers), and where a click leads."""

    label: str
    css: str
    sorted: str
    address: str


class PageTable(ReaderChoices, tables.Table):
    """A table of a page: ``name`` tells it from others of the same page in addresses and files."""

    name: ClassVar[str] = "rows"
    cards: ClassVar[bool] = True
    dense: ClassVar[bool] = False
    """Whether its cards are lines of running text on a phone: of a long list whose cells are a few words each."""
    labelled: ClassVar[bool] = True
    """Whether each cell carries the words of its column; hundreds of short cells without cards need not."""
    empty_words: ClassVar[str | Promise] = ""
    leaf_rows: ClassVar[int] = 200
    """How many rows a page shows at once, the others on leaves of their own; 0 shows all. A file has all rows."""

    class Meta:
        template_name = "web/table.html"

    def __init__(
        self,
        rows: Iterable[Any],
        *,
        query: PageQuery,
        parameters: QueryDict,
        caption: str | Promise = "",
        name: str = "",
        extra_columns: Sequence[tuple[str, PageColumn]] = (),
    ) -> None:
        self.query = query
        self.caption = caption
        self.key = name or self.name
        self.asked = Asked(self.key, parameters)
        super().__init__(
            data=SortedRows(list(rows)),
            prefix=f"{self.key}-",
            order_by=self.asked.value("sort"),
            extra_columns=list(extra_columns),
        )
        # What is said of one row may rest on all of them, whichever are shown.
        self.every = tuple(self.data.data)
        if self.found_words:
            self.data.data = [row for row in self.every if self._has_words(row)]
        self.leaf = self.asked.leaf(len(self.data.data), self.leaf_rows)

    # -- what the columns say ----------------------------------------------------------------------------------------

    def value_of(self, name: str, row: Any) -> Value:
        """Return what a file says in a cell."""
        method = getattr(self, f"value_{name}", None)
        if method is not None:
            return method(row)  # type: ignore[no-any-return]
        value = getattr(row, name)
        return value if isinstance(value, Decimal | int | str | date) or value is None else str(value)

    def sort_key(self, name: str, row: Any) -> Any:
        """Return what a row is sorted by in a column; None stands last."""
        method = getattr(self, f"sort_{name}", None)
        return method(row) if method is not None else self.value_of(name, row)

    def shown(self, name: str, row: Any) -> str:
        """Return what the eye sees in a cell, escaped."""
        method = getattr(self, f"render_{name}", None)
        if method is not None:
            return conditional_escape(method(row))
        return escape(value_text(self.value_of(name, row)))

    def said(self, row: Any) -> SafeString | str:
        """Return what is said of a row over the whole width below it, escaped or plain; nothing by default."""
        return ""

    # -- what the template prints ------------------------------------------------------------------------------------

    @cached_property
    def all_columns(self) -> list[tuple[str, PageColumn, str]]:
        """Return name, column and header text of each column."""
        return [(bound.name, bound.column, str(bound.header)) for bound in self.columns.itervisible()]

    @property
    def headers(self) -> Iterator[Header]:
        """Return the heads of the columns, each with the address that sorts by it."""
        now = {alias.lstrip("-"): alias for alias in self.order_by or ()}
        for name, column, label in self.page_columns:
            alias = now.get(name, "")
            direction = ("descending" if alias.startswith("-") else "ascending") if alias else ""
            following = f"-{name}" if direction == "ascending" else name
            yield Header(label, column.css, direction, self.asked.address(sort=following) if column.orderable else "")

    @property
    def counted(self) -> str:
        """Return how many rows there are, whichever are shown, as a number is read."""
        return number_text(Decimal(len(self.every)))

    @property
    def _rows_of_leaf(self) -> Iterable[Any]:
        rows: list[Any] = self.data.data
        return rows if self.leaf is None else rows[self.leaf.first - 1 : self.leaf.last]

    @property
    def body(self) -> SafeString:
        """Return the rows, each cell rendered once; roles are written out, because cards undo the table for readers."""
        labels = [escape(label) if self.labelled else "" for _name, _column, label in self.page_columns]
        columns = [
            (name, column.head, column.css, label)
            for (name, column, _label), label in zip(self.page_columns, labels, strict=True)
        ]
        pieces: list[str] = []
        said_row = f'<tr role="row" class="said"><td role="cell" colspan="{len(columns)}"><div>'
        for row in self._rows_of_leaf:
            pieces.append('<tr role="row">')
            for name, head, css, label in columns:
                pieces.append(_cell(self.shown(name, row), css, label, head=head))
            pieces.append("</tr>\n")
            if said := self.said(row):
                pieces.append(f"{said_row}{conditional_escape(said)}</div></td></tr>\n")
        return mark_safe("".join(pieces))  # noqa: S308 - every cell is escaped in shown()


def _cell(html: str, css: str, label: str, *, head: bool) -> str:
    """Return a cell with its role and, for cards, its label; a quiet dash is left out of cards."""
    if head:
        return f'<th scope="row" role="rowheader">{html}</th>'
    if html.startswith(QUIET) or (html == MISSING and WIDE in css.split()):
        css = f"{css} blank".lstrip()
    words = f' class="{css}"' if css else ""
    labelled = f' data-label="{label}"' if label else ""
    return f'<td role="cell"{words}{labelled}><div>{html}</div></td>'


# A cell of whole sentences, which a card shows without its label.
WIDE = "wide"
# What a cell begins with that says nothing of its own (tracker.web.cells.missing).
QUIET = '<span class="empty quiet">'


def value_text(value: Value) -> str:
    """Return a value for the eye: numbers with the language's marks, a dash for missing."""
    if value is None or value == "":
        return MISSING
    if isinstance(value, Decimal | int):
        return number_text(Decimal(value))
    return day_text(value) if isinstance(value, date) else value
