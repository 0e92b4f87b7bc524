"""Read what an address asks of one table of its page, and write the addresses that ask for something else of it.

Each table has names of its own in the address, so that nothing asked of one changes another: ``goals-sort``,
``goals-find``, ``goals-columns``, ``goals-leaf``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.http import QueryDict
from django.utils.translation import gettext as _

from tracker.web.filters import BadParameterError
from tracker.web.numbers import number_text

# What names a file and not a page.
FILE_NAMES = ("format", "table", "file-columns")
# A page with more rows than these would be too heavy for a browser; the file has them.
MOST_ROWS_AT_ONCE = 2000
WHOLE = "all"


def handed_on(parameters: QueryDict, *without: str, leaves: bool = False) -> list[tuple[str, str]]:
    """Return what a form hands on as hidden fields: everything that the address asks for but the names ``without``.

    Leaves go, unless ``leaves`` is set: a form that changes which rows there are begins at the first.
    """
    left_out = {*without, *FILE_NAMES}
    return [
        (name, value)
        for name, values in parameters.lists()
        if name not in left_out and (leaves or not name.endswith("-leaf"))
        for value in values
    ]


def same_page(parameters: QueryDict, **changes: str) -> str:
    """Return the address of the page with other values of some names; an empty one takes the name away."""
    changed = parameters.copy()
    for name, _value in parameters.lists():
        if name in FILE_NAMES or name.endswith("-leaf"):
            changed.pop(name, None)
    for name, value in changes.items():
        changed.pop(name, None)
        if value:
            changed[name] = value
    return f"?{changed.urlencode()}"


@dataclass(frozen=True, slots=True)
class Leaf:
    """One leaf of a table that is too long to be read at once: its rows, counted from 1, and the leaves beside it.

    An address is empty where there is no leaf; ``whole`` leads to all rows on one page, ``parts`` back from there.
    """

    first: int
    last: int
    total: int
    previous: str
    following: str
    whole: str = ""
    parts: str = ""

    @property
    def first_text(self) -> str:
        """The first row's number as it is read."""
        return number_text(Decimal(self.first))

    @property
    def last_text(self) -> str:
        """The last row's number as it is read."""
        return number_text(Decimal(self.last))

    @property
    def total_text(self) -> str:
        """The number of all rows as it is read."""
        return number_text(Decimal(self.total))


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks of the table that its names begin with."""

    key: str
    parameters: QueryDict

    def value(self, what: str, otherwise: str = "") -> str:
        """Return the last value of one of the table's names."""
        return self.parameters.get(f"{self.key}-{what}", otherwise)

    @property
    def columns(self) -> list[str]:
        """Return the names of the columns that are asked for, from one field with commas or from several."""
        texts = self.parameters.getlist(f"{self.key}-columns")
        return [name for text in texts for name in text.split(",") if name]

    def address(self, *, leaves: bool = False, **changes: str) -> str:
        """Return the address of the same page with other values of the table's names; an empty one takes one away."""
        parameters = self.parameters.copy()
        gone = [*FILE_NAMES, *(() if leaves else (f"{self.key}-leaf",)), *(f"{self.key}-{what}" for what in changes)]
        for name in gone:
            parameters.pop(name, None)
        for what, value in changes.items():
            if value:
                parameters[f"{self.key}-{what}"] = value
        return f"?{parameters.urlencode()}#{self.key}"

    def file_address(self, form: str = "csv", *, shown: bool = False) -> str:
        """Return the address of the table as a file, in the same order; ``shown``: without the columns taken away."""
        parameters = self.parameters.copy()
        for name in FILE_NAMES:
            parameters.pop(name, None)
        parameters["format"], parameters["table"] = form, self.key
        if shown:
            parameters["file-columns"] = "shown"
        return f"?{parameters.urlencode()}"

    def handed_on(self, what: str) -> list[tuple[str, str]]:
        """Return the hidden fields of the form that changes one of the table's names."""
        gone = [f"{self.key}-{what}"]
        if what == "find":  # other rows begin at the first leaf
            gone.append(f"{self.key}-leaf")
        return handed_on(self.parameters, *gone, leaves=True)

    def leaf(self, total: int, rows: int) -> Leaf | None:
        """Return which of ``total`` rows are asked for, ``rows`` at a time (0: all); None if that is all there are.

        :raises BadParameterError: if it is no leaf of the table.
        """
        leaves = max(1, -(-total // rows)) if rows else 1
        text = self.value("leaf", "1")
        may_be_whole = leaves > 1 and total <= MOST_ROWS_AT_ONCE
        if text == WHOLE and (may_be_whole or leaves == 1):
            return Leaf(1, total, total, "", "", parts=self.address()) if may_be_whole else None
        if text not in map(str, range(1, leaves + 1)):
            raise BadParameterError(
                _("“%(name)s” goes from 1 to %(last)s. Leave it out to see the first rows.")
                % {"name": f"{self.key}-leaf", "last": leaves}
            )
        if leaves == 1:
            return None
        number = int(text)
        return Leaf(
            first=(number - 1) * rows + 1,
            last=min(number * rows, total),
            total=total,
            previous=self._leaf_address(number - 1) if number > 1 else "",
            following=self._leaf_address(number + 1) if number < leaves else "",
            whole=self.address(leaf=WHOLE) if may_be_whole else "",
        )

    def _leaf_address(self, number: int) -> str:
        return self.address(leaves=True, leaf=str(number))


def known_and_unknown(asked: Iterable[str], known: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return the names that are known, and those that are not, each once and in the order asked for."""
    names, every = list(dict.fromkeys(asked)), set(known)
    return [name for name in names if name in every], [name for name in names if name not in every]
