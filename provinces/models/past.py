"""Rows that are corrected in place, read as they stood at a moment: their trail holds every change of them.

Figures, targets and recorded rows carry their own moments. A place, an indicator, a line of a form and a holiday are
edited where they stand; whoever reads the books as of a moment reads the event that was the row's last by then.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, Final

import pgtrigger
from django.db.models import Model, Q, QuerySet, Value

# Whatever counts from a moment on takes this lock before it reads the clock, and keeps it until it commits.
MOMENTS_LOCK: Final = 7_302_001
# A demonstration lets its frame have been there since a moment of the past; set for one transaction alone.
SINCE_SETTING: Final = "tracker.frame_since"
# Rows from before their table was followed were there, nobody knows since when.
_FOUND: Final = "found"
# What addresses and files name a row by; they stay today's, so that links lead on.
_NAMED_BY: Final = ("slug", "code")


def counts_from_its_moment(name: str, columns: Sequence[str] = ()) -> pgtrigger.Trigger:
    """Return the trigger of an event table that dates its events like approvals: under their lock, by the clock then.

    Without it an event would bear the moment at which its transaction began, and whoever has read the books in between
    would find them changed. With ``columns`` it dates the events alone that change one of them, so that whoever writes
    the rest of such a row need not wait.
    """
    told = ", ".join(f"NEW.{column}" for column in columns)
    only = f"""
            IF ROW({told}) IS NOT DISTINCT FROM ROW({told.replace("NEW.", "before.")}) THEN
                -- A transaction that began before a change of these columns would say of them what came later.
                NEW.pgh_created_at := GREATEST(NEW.pgh_created_at, before.pgh_created_at);
                RETURN NEW;
            END IF;
"""
    seek = """
            SELECT * INTO before FROM {meta.db_table} WHERE pgh_obj_id = NEW.pgh_obj_id ORDER BY pgh_id DESC LIMIT 1;
"""
    dated = f"""
            PERFORM pg_advisory_xact_lock({MOMENTS_LOCK});
            NEW.pgh_created_at := COALESCE(
                NULLIF(current_setting('{SINCE_SETTING}', true), '')::timestamptz, clock_timestamp()
            );
            RETURN NEW;
        """
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        declare=[("before", "record")] if columns else None,
        func=pgtrigger.Func(f"{seek}{only}{dated}") if columns else dated,  # type: ignore[no-untyped-call]
    )


def as_they_stood(model: type[Model], as_of: datetime | None) -> QuerySet[Any]:
    """Return the rows of a followed table that stood at ``as_of``, as events with the columns of then; None means now.

    Not yet read, so that it can be filtered. An event's ``pgh_obj_id`` is the row's own key.
    """
    if as_of is None:
        return model._default_manager.all()
    events: Any = model.pgh_event_model  # type: ignore[attr-defined]
    known = events.objects.filter(Q(pgh_created_at__lte=as_of) | Q(pgh_label=_FOUND))
    newest = known.order_by("pgh_obj", "-pgh_id").distinct("pgh_obj")
    standing: QuerySet[Any] = events.objects.filter(pk__in=newest.values("pk")).exclude(pgh_label="delete")
    return standing


def edited_since(models: Sequence[type[Model]], as_of: datetime) -> set[type[Model]]:
    """Return those of some followed tables of which a row was edited after ``as_of``; one query."""
    edits = []
    for number, model in enumerate(models):
        events: Any = model.pgh_event_model  # type: ignore[attr-defined]
        found = events.objects.filter(pgh_created_at__gt=as_of, pgh_label="update").order_by()
        edits.append(found.annotate(table=Value(number)).values_list("table", flat=True))
    return {models[number] for number in edits[0].union(*edits[1:])}


def put_back(rows: Iterable[Model], as_of: datetime | None, *, only: Collection[str] = ()) -> None:
    """Give rows of one table the values that they had at ``as_of``, or first had after it; None leaves them.

    Their keys, codes and address names stay today's, so that links lead on; ``only`` names the columns that alone are
    put back. One query; none for no moment or no rows.
    """
    found = list(rows)
    if as_of is None or not found:
        return
    events: Any = type(found[0]).pgh_event_model  # type: ignore[attr-defined]
    stood: dict[Any, Any] = {}
    for event in events.objects.filter(pgh_obj__in={row.pk for row in found}).order_by("pgh_id"):
        if event.pgh_obj_id not in stood or event.pgh_created_at <= as_of or event.pgh_label == _FOUND:
            stood[event.pgh_obj_id] = event
    kept = {field.attname for field in events._meta.concrete_fields}
    for row in found:
        event = stood.get(row.pk)
        for field in row._meta.concrete_fields:
            leaves = field.primary_key or field.name in _NAMED_BY or (only and field.name not in only)
            if event is not None and field.attname in kept and not leaves:
                setattr(row, field.attname, getattr(event, field.attname))
