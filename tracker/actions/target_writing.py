"""Write drafts of targets that come from files: new ones, and changes of drafts, checked as the admin's form checks."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from tracker.actions.refusals import FieldProblem, UnableToActError
from tracker.actions.report_rows import on_the_trail
from tracker.actions.rights import scope_of
from tracker.actions.targets import UnableToDefineTargetError, target_definition_problems
from tracker.models import Origin, Person, Role, Target, TargetPhase
from tracker.models.quantity import VALUE_LIMIT

CHANGEABLE: Final = (
    *("investor", "comparator", "value", "high", "baseline", "starts_on", "ends_on", "role", "issuer", "issued_on"),
    *("document", "paragraph", "printed", "part_of", "position", "note"),
)
"""What of a target a file may say and change; its place and its indicator name it."""


class UnableToWriteTargetError(UnableToActError):
    """A draft of a target is not written."""


def likely_problems(target: Target, phases: Iterable[TargetPhase] = ()) -> list[FieldProblem]:
    """Return what is wrong with a draft as far as it can be told without the database; costs queries only for its goal.

    Of a new draft that is all; one that stands may belong to a promotion list or have a second amount, of which the
    constraints speak: `draft_problems`.
    """
    problems = target_definition_problems(target, phases)
    for name in ("value", "high", "baseline"):
        amount = getattr(target, name)
        if amount is not None and not -VALUE_LIMIT < amount < VALUE_LIMIT:
            problems.append(FieldProblem(name, _("The value must be a number below 10 to the power of 19.")))
    if target.paragraph is not None and target.document_id is None:
        problems.append(FieldProblem("paragraph", _("A paragraph number needs its document.")))
    try:
        target.clean_fields(exclude={field.name for field in Target._meta.concrete_fields if field.is_relation})
    except ValidationError as error:
        known = {problem.field for problem in problems}
        problems += [one for one in _by_field(error) if one.field not in known]
    return problems


def _by_field(error: ValidationError) -> list[FieldProblem]:
    return [FieldProblem(name, text) for name, texts in error.message_dict.items() for text in texts]


def draft_problems(target: Target, phases: list[TargetPhase] | None = None) -> list[FieldProblem]:
    """Return what is wrong with a draft, by field: the definition as a whole, then each field and constraint.

    Costs a query for each row that it points at and each constraint.
    """
    problems = target_definition_problems(target, phases or ())
    if problems:
        return problems
    try:
        target.full_clean()
    except ValidationError as error:
        return _by_field(error)
    return []


@transaction.atomic
def define_target(*, values: Mapping[str, Any], by: Person, at: datetime) -> Target:
    """Write a new target as a draft; ``values`` are its fields, the unit is the indicator's.

    :raises UnableToWriteTargetError: if the person does not administer the targets of the place.
    :raises UnableToDefineTargetError: if the definition does not hold.
    """
    target = new_draft(values)
    _require(target, by, at)
    if problems := likely_problems(target):
        raise UnableToDefineTargetError(problems)
    with on_the_trail(by):
        target.save(force_insert=True)
    return target


def new_draft(values: Mapping[str, Any]) -> Target:
    """Return a target that is not stored yet, the first of its versions."""
    return Target(**{"origin": Origin.PRINTED, **values, "version": 1, "unit": values["indicator"].unit})


@transaction.atomic
def change_draft(*, target: Target, changes: Mapping[str, Any], by: Person, at: datetime) -> Target:
    """Change a draft.

    :raises UnableToWriteTargetError: if it is approved by now, or is not the person's to change.
    :raises UnableToDefineTargetError: if the changed definition does not hold.
    """
    locked = Target.objects.select_for_update(of=("self",)).select_related("indicator__unit").get(pk=target.pk)
    _require(locked, by, at)
    if locked.approved_at is not None:
        raise UnableToWriteTargetError(_("This target is approved by now: an approved target is never changed."))
    for name, value in changes.items():
        setattr(locked, name, value)
    if problems := draft_problems(locked, list(locked.phases.all())):
        raise UnableToDefineTargetError(problems)
    with on_the_trail(by):
        locked.save(update_fields=list(changes))
    return locked


@transaction.atomic
def discard_draft(*, target: Target, by: Person, at: datetime) -> None:
    """Delete a draft with its phases and members; the trail keeps it.

    :raises UnableToWriteTargetError: if it is approved by now, or is not the person's to change.
    """
    locked = Target.objects.select_for_update().get(pk=target.pk)
    _require(locked, by, at)
    if locked.approved_at is not None:
        raise UnableToWriteTargetError(_("This target is approved by now: an approved target is never changed."))
    with on_the_trail(by):
        locked.phases.all().delete()
        locked.members.clear()
        try:
            locked.delete()
        except ProtectedError as error:
            raise UnableToWriteTargetError(
                _("Other rows belong to “%(target)s”, so it stays. Change them first.") % {"target": locked}
            ) from error


def _require(target: Target, by: Person, at: datetime) -> None:
    if not scope_of(by, timezone.localdate(at)).covers(target.place_id, Role.ADMINISTRATOR):
        raise UnableToWriteTargetError(
            _("This needs one of these roles for the place: %(roles)s.") % {"roles": Role.ADMINISTRATOR.label}
        )
