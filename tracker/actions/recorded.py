"""Add, retire and replace rows whose past must stay readable."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from provinces.models import Recorded
from tracker.actions.approval import next_moment
from tracker.actions.refusals import FieldProblem, UnableToAcceptFieldsError, UnableToActError
from tracker.actions.trail import acting
from tracker.models import Person

_Row = TypeVar("_Row", bound=Recorded)
_OWN_FIELDS = frozenset({"id", "recorded_at", "retired_at"})


class UnableToRetireRowError(UnableToActError):
    """A row cannot be retired."""


class UnableToRecordRowError(UnableToAcceptFieldsError):
    """A row cannot be recorded as it is; `problems` names the fields, "__all__" for the row as a whole."""


@transaction.atomic
def retire_row(*, row: Recorded, by: Person, why: str = "") -> None:
    """End a row from now on; it stays readable for every earlier moment. The trail keeps the reason.

    :raises UnableToRetireRowError: if it is retired already.
    """
    locked = _locked(row)
    if locked.retired_at is not None:
        raise UnableToRetireRowError(_("This row is retired already; nothing was changed."))
    with acting(by, why=why):
        type(row).objects.filter(pk=row.pk).update(retired_at=next_moment())


@transaction.atomic
def record_row(*, row: _Row, by: Person, at: datetime | None = None) -> _Row:
    """Insert a new row; it counts from ``at`` on, without it from now on.

    :raises UnableToRecordRowError: if a field or the row as a whole breaks a rule, for example days that overlap.
    """
    try:
        row.full_clean()
        with acting(by), transaction.atomic():
            row.recorded_at = at or next_moment()
            row.save(force_insert=True)
    except ValidationError as error:
        raise UnableToRecordRowError(_problems(error)) from error
    except IntegrityError as error:
        # Somebody recorded a row in the way between the check and the insert.
        message = _("Somebody has just recorded a row that is in the way; reload the page and look at it.")
        raise UnableToRecordRowError([FieldProblem("__all__", message)]) from error
    return row


@transaction.atomic
def replace_row(*, row: _Row, changes: Mapping[str, Any], by: Person, why: str = "") -> _Row:
    """Retire a row and insert its corrected copy at the same moment; return the row as it was if nothing differs.

    The trail keeps the reason at both.

    :raises UnableToRetireRowError: if it is retired already.
    :raises UnableToRecordRowError: if the copy breaks a rule; then the row is not retired either.
    """
    names = {field.name for field in row._meta.concrete_fields} - _OWN_FIELDS
    unknown = sorted(set(changes) - names)
    if unknown:
        raise ValueError(f"{type(row).__name__} has no fields {', '.join(unknown)} to change.")
    locked = _locked(row)
    values = {name: changes.get(name, getattr(locked, name)) for name in names}
    if all(values[name] == getattr(locked, name) for name in names) and locked.retired_at is None:
        return locked
    with acting(by, why=why):
        retire_row(row=locked, by=by)
        locked.refresh_from_db(fields=["retired_at"])
        # A moment later, and in between no row would have been known.
        return record_row(row=type(row)(**values), by=by, at=locked.retired_at)


def _locked(row: _Row) -> _Row:
    locked: _Row = type(row).objects.select_for_update().get(pk=row.pk)
    return locked


def _problems(error: ValidationError) -> list[FieldProblem]:
    return [FieldProblem(field, message) for field, messages in error.message_dict.items() for message in messages]
