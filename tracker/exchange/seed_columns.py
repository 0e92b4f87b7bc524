"""Say what a column of a seed file may hold, and build columns with few words."""

from dataclasses import dataclass
from enum import Enum

from django.db.models import TextChoices


class CellKind(Enum):
    """What a cell may hold."""

    TEXT = "text"
    DAY = "day"
    YES_NO = "yes or no"
    NUMBER = "number"
    WHOLE = "whole number"
    CHOICE = "choice"
    LIST = "list"
    LINK = "link"
    LINKS = "links"


@dataclass(frozen=True)
class Column:
    """One column of a file; ``to`` names the tables that a link may point into."""

    name: str
    kind: CellKind = CellKind.TEXT
    required: bool = False
    choices: tuple[str, ...] = ()
    to: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One kind of rows, the files that hold it, and the columns that name one row.

    A file that begins with ``documents/*/`` lies in the folder of each document.
    """

    name: str
    files: tuple[str, ...]
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def of_a_document(self) -> bool:
        """Whether the rows lie in the folder of the document they come from."""
        return self.files[0].startswith(DOCUMENT_FOLDERS)


DOCUMENT_FOLDERS = "documents/*/"


def texts(*names: str) -> tuple[Column, ...]:
    """Return text columns that may be empty."""
    return tuple(Column(name) for name in names)


def needed(*names: str) -> tuple[Column, ...]:
    """Return text columns that must be filled."""
    return tuple(Column(name, required=True) for name in names)


def days(*names: str) -> tuple[Column, ...]:
    """Return columns of days."""
    return tuple(Column(name, CellKind.DAY) for name in names)


def numbers(*names: str) -> tuple[Column, ...]:
    """Return columns of numbers."""
    return tuple(Column(name, CellKind.NUMBER) for name in names)


def choice(name: str, choices: type[TextChoices]) -> Column:
    """Return a column that holds one of a few words."""
    return Column(name, CellKind.CHOICE, required=True, choices=tuple(choices.values))


def link(name: str, *to: str, required: bool = False) -> Column:
    """Return a column that points into one of the tables."""
    return Column(name, CellKind.LINK, required=required, to=to)


def links(name: str, *to: str) -> Column:
    """Return a column that points at several rows, with | between."""
    return Column(name, CellKind.LINKS, to=to)


def whole(name: str, *, required: bool = True) -> Column:
    """Return a column of whole numbers."""
    return Column(name, CellKind.WHOLE, required=required)


def flags(*names: str) -> tuple[Column, ...]:
    """Return columns of yes or no."""
    return tuple(Column(name, CellKind.YES_NO) for name in names)


VALIDITY = days("valid_from", "valid_to")
NOTES = texts("note", "note_en")
NAMES = needed("name", "name_en")
