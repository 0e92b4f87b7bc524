"""Say how a column of the data package is selected and described."""

from dataclasses import dataclass, replace
from typing import Any, Final

from django.db.models import Case, CharField, F, Func, Q, TextField, Value, When
from django.db.models.functions import Cast

# The texts that `tracker.exchange.file_cells.escaped` escapes, for PostgreSQL; a test holds the two equal.
_LIVE: Final = r"'^[ \u00a0]*[=+@\t\r\n\u2212\uff1d\uff0b\uff0d\uff20-]|^['']'"
# Texts that begin with a letter are told by their order alone, which costs a fifth of the pattern.
_PLAIN: Final = (
    """(%(expressions)s COLLATE "C" >= 'A' AND %(expressions)s COLLATE "C" < E'\\u00a0' """
    """OR %(expressions)s COLLATE "C" >= E'\\u00a1' AND %(expressions)s COLLATE "C" < E'\\u2212')"""
)


class _Harmless(Func):
    """A text that no spreadsheet runs: with an apostrophe before it where one would."""

    template = (
        f"(CASE WHEN {_PLAIN} THEN %(expressions)s "
        f"WHEN %(expressions)s ~ {_LIVE} THEN '''' || %(expressions)s ELSE %(expressions)s END)"
    )
    output_field = TextField()


class _Moment(Func):
    """A moment in UTC as ISO 8601, whatever time zone the connection has."""

    template = "to_char(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
    output_field = CharField()


class _Json(Func):
    """A list as JSON."""

    template = "to_json(%(expressions)s)::text"
    output_field = TextField()


class _Plain(Func):
    """A number without the zeros that fill up its column."""

    function = "trim_scale"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, type, what is selected, what it means, and which rows of other tables it names.

    ``points_to`` is the table and its column that the values are from.
    """

    name: str
    type: str
    selected: Any
    description: str
    required: bool = False
    points_to: tuple[str, str] | None = None
    choices: tuple[str, ...] = ()

    def described(self) -> dict[str, Any]:
        """Return the field as a table schema describes it."""
        constraints: dict[str, Any] = {}
        if self.required:
            constraints["required"] = True
        if self.choices:
            constraints["enum"] = list(self.choices)
        found: dict[str, Any] = {"name": self.name, "type": self.type, "description": self.description}
        if constraints:
            found["constraints"] = constraints
        return found


@dataclass(frozen=True, slots=True)
class Table:
    """One file: what one row is, its columns, the rows that are reached, and what names a row."""

    name: str
    title: str
    rows: Any
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ("id",)
    order: tuple[str, ...] = ("pk",)


def text(name: str, description: str, source: str = "", *, required: bool = False) -> Column:
    """Return a column of texts; an empty one is a missing one."""
    return Column(name, "string", _Harmless(Cast(F(source or name), TextField())), description, required)


def code(name: str, description: str, source: str = "", *, choices: tuple[str, ...] = ()) -> Column:
    """Return a column of codes, which hold letters, digits and hyphens alone."""
    return Column(name, "string", F(source or name), description, required=True, choices=choices)


def named(name: str, table: str, description: str, source: str = "", *, required: bool = False) -> Column:
    """Return a column that names a row of another table by its slug or code."""
    column = "slug" if table in ("places", "organisations", "documents", "promotion_lists") else "code"
    selected = F(source or f"{name}__{column}")
    return Column(name, "string", selected, description, required, points_to=(table, column))


def number_of_row(name: str, table: str, description: str, source: str = "", *, required: bool = False) -> Column:
    """Return a column that names a row of another table by its number in this database."""
    return Column(name, "integer", F(source or f"{name}_id"), description, required, points_to=(table, "id"))


def row_number() -> Column:
    """Return the column that numbers the rows of a table in this database."""
    return Column("id", "integer", F("pk"), "The row's number in this database; another database gives others.", True)


def whole(name: str, description: str, source: str = "", *, required: bool = False) -> Column:
    """Return a column of whole numbers."""
    return Column(name, "integer", F(source or name), description, required)


def number(name: str, description: str, source: str = "", *, required: bool = False) -> Column:
    """Return a column of exact decimal numbers."""
    return Column(name, "number", _Plain(F(source or name)), description, required)


def day(name: str, description: str, source: str = "", *, required: bool = False) -> Column:
    """Return a column of days."""
    return Column(name, "date", F(source or name), description, required)


def moment(name: str, description: str, source: str = "", *, required: bool = False) -> Column:
    """Return a column of moments in UTC."""
    return Column(name, "datetime", _Moment(F(source or name)), description, required)


def yes_or_no(name: str, description: str, source: str = "") -> Column:
    """Return a column of true and false."""
    return Column(name, "boolean", Cast(F(source or name), TextField()), description, required=True)


def several(name: str, description: str, source: str = "") -> Column:
    """Return a column of lists as JSON."""
    return Column(name, "array", _Json(F(source or name)), description)


def said(name: str, words: str, description: str) -> Column:
    """Return a column that says the same in every row."""
    return Column(name, "string", Value(words, output_field=TextField()), description, required=True)


def only_if(condition: Q, column: Column) -> Column:
    """Return the column with its value where the condition holds, and nothing elsewhere; no condition always holds."""
    return replace(column, selected=Case(When(condition, then=column.selected))) if condition else column


def paper(readable: Q, description: str = "The document that it is taken from.", *, required: bool = False) -> Column:
    """Return the column that names a row's document where it may be read."""
    return only_if(readable, named("document", "documents", description, required=required))


# --- Columns of several tables ------------------------------------------------------------------------------------

NAME = text("name", "The name in Vietnamese.", required=True)
NAME_EN = text("name_en", "The name in English.")
SLUG = code("slug", "The name in addresses, which never changes.")
CODE = code("code", "The name in files and addresses, which never changes.")
ALIASES = several("aliases", "Other names that people write.")
FROM = day("valid_from", "The first day; empty for since ever.")
TO = day("valid_to", "The last day; empty for until further notice.")
RECORDED = (
    moment("recorded_at", "When the row was recorded; it counts from this moment.", required=True),
    moment("retired_at", "When the row was retired; empty while it counts."),
)
