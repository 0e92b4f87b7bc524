"""Write many rows at once with the database's triggers in force: COPY, and updates from lists."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models
from django.db.models.fields import NOT_PROVIDED


def reserve(model: type[models.Model], count: int) -> list[int]:
    """Return so many keys that no other row of the table will get; one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [int(key) for (key,) in cursor.fetchall()]


def copy_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows by COPY; columns that are not named get the default of their field, as a new object would.

    Row triggers see every row, so the floor and the trail hold as they do for an INSERT. Nothing checks the rows
    before the database does: fields that Django computes on saving must be named. Expects a transaction.

    :raises DatabaseError: if the database refuses a row.
    """
    named = set(columns)
    rest = [
        field
        for field in model._meta.concrete_fields
        if field.attname not in named and not field.primary_key and field.db_default is NOT_PROVIDED
    ]
    defaults = tuple(field.get_default() for field in rest)
    fields = {field.attname: field for field in model._meta.concrete_fields}
    quoted = [connection.ops.quote_name(str(fields[name].column)) for name in columns]
    quoted += [connection.ops.quote_name(str(field.column)) for field in rest]
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        # The lock is the one that COPY takes; who acts is told to the trail with a statement, and COPY cannot carry it.
        cursor.execute(f"LOCK TABLE {table} IN ROW EXCLUSIVE MODE")
        with cursor.copy(f"COPY {table} ({', '.join(quoted)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row((*row, *defaults))


def update_rows(
    model: type[models.Model], columns: Sequence[tuple[str, str]], rows: Sequence[Sequence[Any]], **constants: str
) -> None:
    """Change rows by key in one statement: each row is its key and the new values of the columns, named with types.

    Constants are the same for all rows.
    """
    if not rows:
        return
    names = [name for name, _kind in columns]
    changes = [f"{connection.ops.quote_name(name)} = new.{connection.ops.quote_name(name)}" for name in names]
    changes += [f"{connection.ops.quote_name(name)} = %s" for name in constants]
    lists = ", ".join(f"%s::{kind}[]" for kind in ("bigint", *(kind for _name, kind in columns)))
    heads = ", ".join(connection.ops.quote_name(name) for name in ("key", *names))
    sql = (
        f"UPDATE {connection.ops.quote_name(model._meta.db_table)} old SET {', '.join(changes)} "  # noqa: S608  # our own names
        f"FROM unnest({lists}) AS new ({heads}) WHERE old.id = new.key"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*constants.values(), *(list(column) for column in zip(*rows, strict=True))])
