"""Define, approve, revise and withdraw targets; an approved version is never changed, only replaced."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tracker.actions.approval import next_approval
from tracker.actions.refusals import FieldProblem, UnableToAcceptFieldsError, UnableToActError
from tracker.actions.report_rows import lender_of, on_the_trail
from tracker.actions.rights import Scope, scope_of
from tracker.actions.target_terms import terms_problems
from tracker.models import Comparator, Person, Role, Target, TargetMember, TargetPhase

_NEVER_COPIED: Final = frozenset(
    {
        "id",
        "reference",
        "version",
        "supersedes",
        "withdrawn",
        "reason",
        "approved_by",
        "approved_at",
        "approval_sequence",
    }
)
LONGEST_REASON: Final = 300


class UnableToApproveTargetError(UnableToActError):
    """A target cannot be approved."""


class UnableToReviseTargetError(UnableToActError):
    """A target cannot be revised or withdrawn."""


class UnableToDefineTargetError(UnableToAcceptFieldsError):
    """A target's definition does not hold together."""


def target_definition_problems(target: Target, phases: Iterable[TargetPhase] = ()) -> list[FieldProblem]:
    """Return what is wrong with a target's definition, by field; costs queries only for what it is a part of."""
    rows = (*_measure_problems(target), *_range_problems(target))
    problems = [FieldProblem(field, message) for field, message in rows]
    return [*problems, *terms_problems(target, phases), *_part_problems(target)]


def _measure_problems(target: Target) -> Iterable[tuple[str, str]]:
    indicator = target.indicator
    if target.unit_id != indicator.unit_id:
        yield "unit", _("The indicator is measured in %(unit)s; choose this unit.") % {"unit": indicator.unit}
    if target.value is None and target.comparator != Comparator.NONE_STATED:
        yield "value", _("Type a value, or choose “no value stated”.")
    if target.value is not None and target.comparator == Comparator.NONE_STATED:
        yield "value", _("“No value stated” has no value: clear it, or choose another comparator.")


def _range_problems(target: Target) -> Iterable[tuple[str, str]]:
    if target.comparator == Comparator.BETWEEN and target.high is None:
        yield "high", _("A range needs its upper end.")
    elif target.comparator != Comparator.BETWEEN and target.high is not None:
        yield "high", _("Only a range has an upper end: clear it, or choose the comparator “between”.")
    elif target.high is not None and target.value is not None and target.high < target.value:
        yield "high", _("The upper end must not be below the lower end.")
    if target.investor_id is not None and target.collective:
        yield "collective", _("A collective target has no single investor: clear the investor, or untick this.")


def _part_problems(target: Target) -> Iterable[FieldProblem]:
    goal = target.part_of
    if goal is None:
        return
    if goal.indicator_id != target.indicator_id:
        yield FieldProblem("part_of", _("A part has the same indicator as its goal."))
    if goal.starts_on > target.starts_on or (
        goal.ends_on is not None and (target.ends_on is None or goal.ends_on < target.ends_on)
    ):
        yield FieldProblem("part_of", _("The goal's period does not contain this target's; choose another goal."))
    above: Target | None = goal
    passed: set[int] = set()
    while above is not None and above.pk not in passed:
        if above.pk == target.pk:
            yield FieldProblem("part_of", _("The targets would be parts of each other; choose another goal."))
            return
        passed.add(above.pk)
        above = above.part_of


@transaction.atomic
def approve_target(*, target: Target, by: Person, at: datetime, seen: str | None = None) -> Target:
    """Approve a target; from then on the database refuses every change of this version.

    The moment of approval is the database's; ``at`` decides whose rights hold. ``seen`` is the `target_token` that the
    approver saw; None skips the comparison. Nobody approves a target that they wrote or changed, nor as the deputy of
    somebody who did, unless the setting SMALL_OFFICE allows it.

    :raises UnableToApproveTargetError: if it is approved already, has changed since it was seen, its definition does
        not hold, the version that it replaces is not approved, or it is not the person's to approve.
    """
    locked = Target.objects.select_for_update(of=("self",)).select_related("indicator__unit").get(pk=target.pk)
    scope = _require(by, locked, at, UnableToApproveTargetError, Role.APPROVER, Role.ADMINISTRATOR)
    if locked.approved_at is not None:
        raise UnableToApproveTargetError(_("This target is approved already; nothing was changed."))
    if seen is not None and seen != target_token(locked):
        raise UnableToApproveTargetError(
            _("The target has changed since you opened the page; read it again, then decide.")
        )
    problems = target_definition_problems(locked, locked.phases.all())
    if problems:
        raise UnableToApproveTargetError(" ".join(problem.message for problem in problems))
    if locked.collective and not locked.members.exists():
        raise UnableToApproveTargetError(_("A collective target needs the places that share it: add them first."))
    if locked.supersedes is not None and locked.supersedes.approved_at is None:
        raise UnableToApproveTargetError(
            _("The version that this one replaces is not approved yet; approve that first.")
        )
    barred = people_who_wrote(locked)
    own_role = scope.covers(locked.place_id, Role.ADMINISTRATOR) and not scope.lenders_of(
        locked.place_id, Role.ADMINISTRATOR
    )
    lender = None if own_role else lender_of(scope, locked.place_id, Role.APPROVER, barred=barred)
    if not getattr(settings, "SMALL_OFFICE", False):
        if by.pk in barred:
            raise UnableToApproveTargetError(
                _("You wrote or changed this target yourself; somebody else has to approve it.")
            )
        if lender in barred:
            raise UnableToApproveTargetError(
                _("The person you stand in for wrote or changed this target; somebody else has to approve it.")
            )
    approval = next_approval()
    locked.approved_by, locked.approved_at, locked.approval_sequence = by, approval.at, approval.sequence
    with on_the_trail(by, lender=lender):
        locked.save(update_fields=["approved_by", "approved_at", "approval_sequence"])
    return locked


@transaction.atomic
def revise_target(
    *, supersedes: Target, reason: str, by: Person, at: datetime, changes: Mapping[str, Any] | None = None
) -> Target:
    """Start the next version of an approved target as a draft: a copy with the changes, its members and phases.

    The approved version stays in force until the new one is approved.

    :raises UnableToReviseTargetError: if the version is a draft or replaced already, there is no reason, or the
        person does not administer the place's targets.
    :raises UnableToDefineTargetError: if the changed definition does not hold.
    """
    old = Target.objects.select_for_update().get(pk=supersedes.pk)
    _require(by, old, at, UnableToReviseTargetError, Role.ADMINISTRATOR)
    names = {field.name for field in Target._meta.concrete_fields} - _NEVER_COPIED
    unknown = sorted(set(changes or {}) - names)
    if unknown:
        raise ValueError(f"A target has no fields {', '.join(unknown)} to change.")
    values = {name: getattr(old, name) for name in names} | dict(changes or {})
    return _next_version(old, values, reason=reason, by=by, withdrawn=False)


@transaction.atomic
def withdraw_target(*, target: Target, reason: str, by: Person, at: datetime) -> Target:
    """Start the version that ends an approved target without a new number; it counts from its own approval.

    :raises UnableToReviseTargetError: as for `revise_target`, or if the target is withdrawn already.
    """
    old = Target.objects.select_for_update().get(pk=target.pk)
    _require(by, old, at, UnableToReviseTargetError, Role.ADMINISTRATOR)
    if old.withdrawn:
        raise UnableToReviseTargetError(_("This target is withdrawn already; nothing was changed."))
    names = {field.name for field in Target._meta.concrete_fields} - _NEVER_COPIED
    return _next_version(old, {name: getattr(old, name) for name in names}, reason=reason, by=by, withdrawn=True)


def target_token(target: Target) -> str:
    """Return a short text that changes whenever the target, a phase or a member does. Costs three queries."""
    parts = (
        Target.objects.filter(pk=target.pk),
        target.phases.order_by("pk"),
        TargetMember.objects.filter(target=target).order_by("place"),
    )
    return hashlib.sha256(repr([list(rows.values_list()) for rows in parts]).encode()).hexdigest()[:32]


def people_who_wrote(target: Target) -> set[int]:
    """Return the keys of the people who wrote this version, a phase or a member, as the trail knows them.

    Costs three queries.
    """
    keys: dict[Any, str] = {Target: "pgh_obj_id", TargetPhase: "target_id", TargetMember: "target_id"}
    users = [
        user
        for model, key in keys.items()
        for user in model.pgh_event_model.objects.filter(**{key: target.pk})
        .values_list("pgh_context__metadata__user", flat=True)
        .distinct()
    ]
    return {int(user) for user in users if user is not None}


def _next_version(old: Target, values: Mapping[str, Any], *, reason: str, by: Person, withdrawn: bool) -> Target:
    reason = reason.strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise UnableToReviseTargetError(
            _("Say why the target is revised, in at most %(most)s characters.") % {"most": LONGEST_REASON}
        )
    if "\x00" in reason:
        raise UnableToReviseTargetError(_("The reason holds a character that no text has; type it again."))
    if old.approved_at is None:
        raise UnableToReviseTargetError(_("This version is still a draft: change it directly."))
    if Target.objects.filter(supersedes=old).exists():
        raise UnableToReviseTargetError(_("There is a newer version already: revise that one."))
    new = Target(**values, version=old.version + 1, supersedes=old, reason=reason, withdrawn=withdrawn)
    problems = target_definition_problems(new, old.phases.all())
    try:
        new.full_clean()
    except ValidationError as error:
        problems += [FieldProblem(name, text) for name, texts in error.message_dict.items() for text in texts]
    if problems:
        raise UnableToDefineTargetError(problems)
    with on_the_trail(by, why=reason):
        new.save(force_insert=True)
        new.members.set(old.members.all())
        for phase in old.phases.all():
            copied = {field.name: getattr(phase, field.name) for field in TargetPhase._meta.concrete_fields}
            del copied["id"]
            TargetPhase.objects.create(**{**copied, "target": new, "reference": None})
    return new


def _require(by: Person, target: Target, at: datetime, refusal: type[UnableToActError], *roles: Role) -> Scope:
    scope = scope_of(by, timezone.localdate(at))
    if not scope.covers(target.place_id, *roles):
        wanted = ", ".join(str(role.label) for role in roles)
        raise refusal(_("This needs one of these roles for the place: %(roles)s.") % {"roles": wanted})
    return scope
