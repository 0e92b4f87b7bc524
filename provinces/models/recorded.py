"""Rows whose past must stay readable: recorded once, retired later, never rewritten."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Self, TypeVar

import pghistory
import pgtrigger
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from provinces.models.past import counts_from_its_moment

_Model = TypeVar("_Model", bound=models.Model)


class RecordedQuerySet(models.QuerySet[Any]):
    """Rows as this database knew them at a moment."""

    def known_at(self, as_of: datetime | None) -> Self:
        """Return the rows recorded by ``as_of`` and not retired by then; None means now."""
        if as_of is None:
            return self.filter(retired_at__isnull=True)
        return self.filter(recorded_at__lte=as_of).filter(Q(retired_at__isnull=True) | Q(retired_at__gt=as_of))


class Recorded(models.Model):
    """A row that is inserted once; a correction retires it and inserts another, so any past moment can be replayed."""

    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now(), editable=False)
    retired_at = models.DateTimeField(
        _("retired at"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("The moment from which the row no longer counts. Corrections retire a row and add another."),
    )

    objects = RecordedQuerySet.as_manager()

    class Meta:
        abstract = True


class SessionUser(Func):
    """The account at the database that wrote a row: what is known of somebody who writes past the application."""

    template = "SESSION_USER"
    output_field = models.CharField()


def audited(
    *,
    without: Sequence[str] = (),
    replayed: bool = False,
    replayed_columns: Sequence[str] = (),
    many_at_once: bool = False,
) -> Callable[[type[_Model]], type[_Model]]:
    """Keep every insert, update and delete of the model in an append-only event table, whoever writes it.

    ``without`` names fields that the trail does not keep, such as secrets. Each event also names the account at the
    database; events from before that was kept have none. ``replayed`` is for rows that are edited in place and read as
    of past moments (`provinces.models.past`): their events are dated like approvals; ``replayed_columns`` is for rows
    of which only these are. ``many_at_once`` is for tables into which one statement writes thousands of rows: their
    events are written by one statement, too.
    """
    dated = [counts_from_its_moment("event_counts_from_its_moment", replayed_columns)]

    def decorate(model: type[_Model]) -> type[_Model]:
        track = pghistory.track(
            pghistory.InsertEvent(level=pghistory.Statement if many_at_once else pghistory.Row),
            pghistory.UpdateEvent(),
            pghistory.DeleteEvent(),
            exclude=list(without) or None,
            meta={"triggers": dated} if replayed or replayed_columns else None,
            attrs={
                "database_account": models.CharField(
                    _("account at the database"), max_length=100, null=True, editable=False, db_default=SessionUser()
                )
            },
        )
        audited_model: type[_Model] = track(model)
        return audited_model

    return decorate


def only_retiring_allowed(name: str) -> pgtrigger.Trigger:
    """Return the trigger that lets a recorded row be inserted and retired once, and nothing else."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        declare=[("as_before", "jsonb"), ("as_after", "jsonb")],
        func="""
            IF TG_OP = 'DELETE' THEN
                RAISE EXCEPTION 'tracker: rows of % are retired, never deleted', TG_TABLE_NAME
                    USING ERRCODE = 'restrict_violation';
            END IF;
            as_before := to_jsonb(OLD) - 'retired_at';
            as_after := to_jsonb(NEW) - 'retired_at';
            IF as_before <> as_after OR OLD.retired_at IS NOT NULL THEN
                RAISE EXCEPTION 'tracker: rows of % are retired and replaced, never rewritten', TG_TABLE_NAME
                    USING ERRCODE = 'restrict_violation';
            END IF;
            RETURN NEW;
        """,
    )


class _Int8Range(Func):
    function = "int8range"
    template = "%(function)s(%(expressions)s, '[]')"


class _DateRange(Func):
    function = "daterange"
    template = "%(function)s(%(expressions)s, '[]')"


def key_range(field: str) -> Func:
    """Return a foreign key as a range of one, which GiST can compare without an extension."""
    return _Int8Range(F(field), F(field))


def day_range(first: str, last: str) -> Func:
    """Return the days from ``first`` to ``last``, both included; a null end is open."""
    return _DateRange(F(first), F(last))


SAME = RangeOperators.OVERLAPS


def ordered_days(first: str, last: str) -> Q:
    """Return the condition that the last day is not before the first; an open end is fine."""
    return Q(**{f"{last}__isnull": True}) | Q(**{f"{first}__isnull": True}) | Q(**{f"{last}__gte": F(first)})


def valid_on(day: Any, first: str = "valid_from", last: str = "valid_to") -> Q:
    """Return the condition that a dated row holds on the day; null ends are open, both ends included."""
    return (Q(**{f"{first}__isnull": True}) | Q(**{f"{first}__lte": day})) & (
        Q(**{f"{last}__isnull": True}) | Q(**{f"{last}__gte": day})
    )
