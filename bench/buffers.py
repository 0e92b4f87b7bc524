"""Count what the statements of a page read: blocks of tables and indexes, by EXPLAIN (ANALYZE, BUFFERS)."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection


@dataclass
class Statement:
    """One statement of a page: its text, the blocks it read, and its seconds without the explaining."""

    sql: str
    buffers: int
    seconds: float
    rows: int


@dataclass
class Read:
    """What the statements of a page read."""

    statements: list[Statement] = field(default_factory=list)

    @property
    def buffers(self) -> int:
        """Return the blocks of all statements."""
        return sum(statement.buffers for statement in self.statements)

    @property
    def seconds(self) -> float:
        """Return the time that the database took, the way there and back included."""
        return sum(statement.seconds for statement in self.statements)


@contextmanager
def reading() -> Iterator[Read]:
    """Note each statement that is sent meanwhile; those that select are explained first, then sent."""
    read = Read()

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        buffers = rows = 0
        if not many and sql.lstrip("( \n").upper().startswith(("SELECT", "WITH")):
            with context["connection"].connection.cursor() as plain:
                plain.execute(f"EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) {sql}", params)
                answer = plain.fetchone()[0]
            plan = (json.loads(answer) if isinstance(answer, str) else answer)[0]["Plan"]
            buffers = plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
            rows = plan["Actual Rows"]
        start = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            read.statements.append(Statement(sql, buffers, time.perf_counter() - start, rows))

    with connection.execute_wrapper(note):
        yield read
