"""Write a great many rows past triggers and indexes, in the owner's transaction, and put both back.

What triggers would have held is asked afterwards (`checks`); foreign keys, unique constraints and indexes are made anew
over the finished tables, so that PostgreSQL itself holds each row to them; check constraints are never away.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, models

_BLOCK = 1 << 16


def copy_lines(model: type[models.Model], columns: Sequence[str], lines: Iterable[str]) -> None:
    """Write lines in PostgreSQL's own text form: a tab between values, a backslash and an N for none.

    :raises DatabaseError: if the database refuses a line.
    """
    quoted = ", ".join(connection.ops.quote_name(column) for column in columns)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({quoted}) FROM STDIN") as copy:
        block: list[str] = []
        for line in lines:
            block.append(line)
            if len(block) == _BLOCK:
                copy.write("".join(block))
                block.clear()
        copy.write("".join(block))


class Numbers:
    """The keys of a table's new rows, counted here and told to its sequence at the end."""

    def __init__(self, model: type[models.Model], key: str = "id") -> None:
        self._table, self._key = model._meta.db_table, key
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, %s))", [self._table, key])
            self._next = int(cursor.fetchone()[0])

    def take(self) -> int:
        """Return the next key."""
        self._next += 1
        return self._next - 1

    def give_back(self) -> None:
        """Let the table's sequence go on after the last key that was taken."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, %s), %s, false)", [self._table, self._key, self._next]
            )


@contextmanager
def without_triggers_and_indexes(tables: Sequence[str], say: Callable[[str], None]) -> Iterator[None]:
    """Take foreign keys, unique constraints, indexes but the primary key's, and triggers off some empty tables.

    They are put back when the block ends; if it fails, its transaction takes everything back. Precondition: in a
    transaction of the tables' owner, with no constraint deferred.
    """
    taken = [(table, *_definitions(table)) for table in tables]
    with connection.cursor() as cursor:
        for table, constraints, indexes in taken:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            for name, _definition in constraints:
                cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {connection.ops.quote_name(name)}")
            for name, _definition in indexes:
                cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")
    yield
    with connection.cursor() as cursor:
        for table, constraints, indexes in taken:
            say(table)
            for _name, definition in indexes:
                cursor.execute(definition)
            for name, definition in constraints:
                quoted = connection.ops.quote_name(name)
                cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {quoted} {definition}")
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def _definitions(table: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return the foreign keys and unique constraints of a table, then its other indexes, with their definitions.

    Unique constraints stand first: foreign keys are looked up faster over what is there already.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE conrelid = %s::regclass AND contype IN ('u', 'f') ORDER BY contype DESC, conname",
            [table],
        )
        constraints: list[tuple[str, str]] = cursor.fetchall()
        cursor.execute(
            "SELECT relation.relname, pg_get_indexdef(index.indexrelid) FROM pg_index index "
            "JOIN pg_class relation ON relation.oid = index.indexrelid "
            "WHERE index.indrelid = %s::regclass AND NOT index.indisprimary AND NOT EXISTS "
            "(SELECT 1 FROM pg_constraint WHERE conindid = index.indexrelid AND conrelid = index.indrelid "
            "AND contype = 'u') ORDER BY relation.relname",
            [table],
        )
        indexes: list[tuple[str, str]] = cursor.fetchall()
    return constraints, indexes


def event_table(model: type[models.Model]) -> str:
    """Return the name of the table in which the trail of a model lies."""
    events: type[models.Model] = model.pgh_event_model  # type: ignore[attr-defined]
    return events._meta.db_table


def write_events(model: type[models.Model], label: str, context: str, *, where: str = "", **instead: str) -> None:
    """Write one event for each row of a table, as its trigger would have; ``instead`` is what a column was then."""
    events: Any = model.pgh_event_model  # type: ignore[attr-defined]
    own = {str(field.column) for field in model._meta.concrete_fields}
    kept = [str(field.column) for field in events._meta.concrete_fields if str(field.column) in own]
    quoted = [connection.ops.quote_name(column) for column in kept]
    values = [instead.get(column, name) for column, name in zip(kept, quoted, strict=True)]
    sql = (
        f"INSERT INTO {events._meta.db_table} (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, "  # noqa: S608  # our own names
        f"{', '.join(quoted)}) SELECT now(), %s, id, %s, {', '.join(values)} FROM {model._meta.db_table} "
        f"{where} ORDER BY id"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [label, context])
