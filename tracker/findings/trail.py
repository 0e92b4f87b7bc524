"""Compare the trail with the tables: the events alone must rebuild every table as it stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from django.apps import apps
from django.db import connection
from django.db.models import Model

# Labels of events that begin a row; ``found`` are rows from before their table was followed (migration 0010).
_BEGINNINGS: Final = ("insert", "found")
_LABELS: Final = (*_BEGINNINGS, "update", "delete")


class DifferenceKind(StrEnum):
    """How the trail and a table contradict each other."""

    WITHOUT_EVENTS = "without_events"
    CHANGED_PAST_THE_TRAIL = "changed_past_the_trail"
    MISSING = "missing"
    BACK_AFTER_DELETION = "back_after_deletion"
    IMPOSSIBLE_ORDER = "impossible_order"
    CONTEXT_MISSING = "context_missing"


@dataclass(frozen=True, slots=True)
class TrailDifference:
    """One row that the trail does not explain; ``columns`` are those that differ, if the row is there at all."""

    table: str
    row: str
    kind: DifferenceKind
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableTrail:
    """One followed table: how many rows and events it has, and where they contradict each other."""

    table: str
    rows: int
    events: int
    differences: tuple[TrailDifference, ...]


def followed_tables() -> list[tuple[type[Model], type[Model]]]:
    """Return each followed model with the model of its events, in the order of their tables."""
    pairs = [
        (model.pgh_tracked_model, model)
        for label in ("provinces", "tracker")
        for model in apps.get_app_config(label).get_models()
        if hasattr(model, "pgh_tracked_model")
    ]
    return sorted(pairs, key=lambda pair: pair[0]._meta.db_table)


def kept_columns(model: type[Model], events: type[Model]) -> list[str]:
    """Return the columns of a table that its events keep; secrets are not among them."""
    own = {str(field.column) for field in model._meta.concrete_fields}
    kept = [str(field.column) for field in events._meta.concrete_fields]
    return [column for column in kept if column in own and not column.startswith("pgh_")]


def check_trail() -> list[TableTrail]:
    """Return what the trail of every table says of it; four queries a table, each of one moment.

    A changed event in the middle of a row's story is not seen here, only one that the row, the order of events or
    the people contradict (docs/adr/0011-the-trail.md).
    """
    return [_check(model, events) for model, events in followed_tables()]


def _check(model: type[Model], events: type[Model]) -> TableTrail:
    table = model._meta.db_table
    differences = (*_against_rows(model, events), *_impossible_orders(model, events), *_lost_contexts(model, events))
    counts = _rows(
        f"SELECT (SELECT count(*) FROM {_quoted(table)}), (SELECT count(*) FROM {_quoted(events._meta.db_table)})"  # noqa: S608  # names of our own tables
    )
    return TableTrail(table, counts[0][0], counts[0][1], differences)


def _against_rows(model: type[Model], events: type[Model]) -> Iterator[TrailDifference]:
    """Yield the rows that differ from the last event of theirs."""
    key = _quoted(str(model._meta.pk.column))
    differing = ", ".join(
        f"CASE WHEN live.{_quoted(column)} IS DISTINCT FROM last.{_quoted(column)} THEN '{column}' END"
        for column in kept_columns(model, events)
    )
    sql = f"""
        WITH last AS (
            SELECT DISTINCT ON (pgh_obj_id) * FROM {_quoted(events._meta.db_table)} ORDER BY pgh_obj_id, pgh_id DESC
        ), compared AS (
            SELECT live.{key} AS live_key, last.pgh_obj_id AS last_key, last.pgh_label = 'delete' AS deleted,
                   array_remove(ARRAY[{differing}], NULL) AS columns
            FROM {_quoted(model._meta.db_table)} live FULL JOIN last ON last.pgh_obj_id = live.{key}
        )
        SELECT COALESCE(live_key, last_key)::text,
               CASE WHEN last_key IS NULL THEN '{DifferenceKind.WITHOUT_EVENTS}'
                    WHEN live_key IS NULL THEN '{DifferenceKind.MISSING}'
                    WHEN deleted THEN '{DifferenceKind.BACK_AFTER_DELETION}'
                    ELSE '{DifferenceKind.CHANGED_PAST_THE_TRAIL}' END,
               columns
        FROM compared
        WHERE last_key IS NULL
           OR (live_key IS NULL AND NOT deleted)
           OR (live_key IS NOT NULL AND (deleted OR columns <> '{{}}'))
        ORDER BY COALESCE(live_key, last_key)
    """  # noqa: S608  # names of our own tables and columns
    for row, kind, columns in _rows(sql):
        shown = tuple(columns) if kind == DifferenceKind.CHANGED_PAST_THE_TRAIL else ()
        yield TrailDifference(model._meta.db_table, row, DifferenceKind(kind), shown)


def _impossible_orders(model: type[Model], events: type[Model]) -> Iterator[TrailDifference]:
    """Yield the rows that begin twice, go on after their end, or begin with a change."""
    sql = f"""
        SELECT DISTINCT pgh_obj_id FROM (
            SELECT pgh_obj_id, pgh_label,
                   lag(pgh_label) OVER (PARTITION BY pgh_obj_id ORDER BY pgh_id) AS before
            FROM {_quoted(events._meta.db_table)}
        ) steps
        WHERE pgh_label <> ALL (%s) OR (pgh_label = ANY (%s)) <> (before IS NULL OR before = 'delete')
        ORDER BY pgh_obj_id
    """  # noqa: S608  # the name of our own table
    for (row,) in _rows(sql, list(_LABELS), list(_BEGINNINGS)):
        yield TrailDifference(model._meta.db_table, str(row), DifferenceKind.IMPOSSIBLE_ORDER)


def _lost_contexts(model: type[Model], events: type[Model]) -> Iterator[TrailDifference]:
    """Yield the rows whose events name somebody who is no longer kept."""
    sql = f"""
        SELECT DISTINCT pgh_obj_id FROM {_quoted(events._meta.db_table)} event
        WHERE pgh_context_id IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM pghistory_context context WHERE context.id = event.pgh_context_id)
        ORDER BY pgh_obj_id
    """  # noqa: S608  # the name of our own table
    for (row,) in _rows(sql):
        yield TrailDifference(model._meta.db_table, str(row), DifferenceKind.CONTEXT_MISSING)


def _quoted(name: str) -> str:
    return str(connection.ops.quote_name(name))


def _rows(sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
