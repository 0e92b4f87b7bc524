"""Read rows out of the database by COPY, in pieces, so that nothing is kept in memory."""

from collections.abc import Callable
from typing import Any, Final

from django.db import connection
from django.db.backends.postgresql.psycopg_any import mogrify
from django.db.models import QuerySet

_PIECE: Final = 64 * 1024


def copy_rows(rows: QuerySet[Any, Any], write: Callable[[bytes], object]) -> None:
    """Write the rows, whose values are listed, as lines of CSV; one statement."""
    # Django's cursor that logs what it is asked copies statements without parameters alone.
    asked, parameters = rows.query.sql_with_params()
    statement = mogrify(f"COPY ({asked}) TO STDOUT (FORMAT csv)", parameters, connection)
    gathered = bytearray()  # the server hands over a row at a time
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in copy:
            gathered += row
            if len(gathered) > _PIECE:
                write(bytes(gathered))
                gathered.clear()
    write(bytes(gathered))
