"""Check a file of targets, save it whole or not at all, and put back what it changed."""

from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from provinces.models import Place
from tracker.actions.entry_undoing import UnableToUndoError
from tracker.actions.importing.compared import changed_since
from tracker.actions.importing.result import CheckResult
from tracker.actions.importing.saving import Progress, SavedFile, UnableToSaveFileError, hold_file
from tracker.actions.importing.target_comparing import TargetChange, TargetComparison, Way, result_of
from tracker.actions.importing.target_names import TargetNames
from tracker.actions.importing.target_statement import TargetStatement
from tracker.actions.refusals import UnableToActError
from tracker.actions.rights import scope_of
from tracker.actions.target_writing import change_draft, define_target, discard_draft
from tracker.actions.targets import revise_target, target_token
from tracker.actions.trail import acting
from tracker.models import FileImport, ImportState, Person, Target

_CAN_BE_SAVED = (ImportState.CHECKED, ImportState.SAVING)


def check_targets(
    statement: TargetStatement, *, by: Person, at: datetime, reason: str = "", progress: Progress = lambda _done: None
) -> CheckResult:
    """Return what saving the file would do, and what is in the way; nothing is written."""
    names = TargetNames(scope_of(by, timezone.localdate(at)))
    return result_of(statement, TargetComparison(names, reason=reason).of(statement, progress))


@transaction.atomic
def save_targets(
    statement: TargetStatement,
    *,
    file_import: FileImport,
    digest: str,
    by: Person,
    at: datetime,
    reason: str = "",
    progress: Progress = lambda _done: None,
) -> SavedFile:
    """Save what a file states of targets as drafts, and its state with it; ``digest`` is that of the comparison.

    :raises UnableToSaveFileError: if anything is in the way, or something has changed since the comparison; then
        nothing is saved.
    :raises ImportStoppedError: if ``progress`` raises it.
    """
    if not hold_file(file_import):
        raise UnableToSaveFileError(_("This file is being saved just now; look at it again in a moment."))
    keys = sorted({row.target.pk for row in statement.rows if row.target is not None})
    # Nobody changes these, and no other file adds targets of these places, while they are compared once more.
    places = sorted({row.place.pk for row in statement.rows})
    list(Place.objects.select_for_update(no_key=True).filter(pk__in=places).order_by("pk").values_list("pk"))
    list(Target.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
    names = TargetNames(scope_of(by, timezone.localdate(at)))
    compared = TargetComparison(names, reason=reason).of(statement)
    if statement.problems or compared.problems or compared.questions or compared.digest != digest:
        raise UnableToSaveFileError(changed_since())
    receipt = []
    try:
        for done, change in enumerate(compared.changes, 1):
            receipt.append(_write(change, by=by, at=at))
            progress(done)
    except UnableToActError as refusal:
        raise UnableToSaveFileError(refusal.message) from refusal
    with acting(by):
        kept = FileImport.objects.filter(pk=file_import.pk, state__in=_CAN_BE_SAVED).update(
            state=ImportState.SAVED, ended_at=at, message="", cancel_asked=False, target_receipt=receipt
        )
    if not kept:
        raise UnableToSaveFileError(_("This file is saved or cancelled already; nothing was saved now."))
    return SavedFile(len(receipt), len(receipt), len({change.row.place.pk for change in compared.changes}))


@transaction.atomic
def undo_targets(*, file_import: FileImport, by: Person, at: datetime) -> int:
    """Put back all that a file of targets changed, and return how many targets that is: all of it, or nothing.

    :raises UnableToUndoError: if it was undone already, or a target of it was approved or changed since.
    """
    kept = FileImport.objects.select_for_update().get(pk=file_import.pk)
    if not kept.target_receipt or kept.targets_undone_at is not None:
        raise UnableToUndoError(_("This file has changed nothing that could be undone."))
    drafts = Target.objects.select_related("place", "indicator").in_bulk(
        [each["target"] for each in kept.target_receipt]
    )
    try:
        # The last one first: a target that is a part of another goes before it.
        for each in reversed(kept.target_receipt):
            _put_back(each, drafts.get(each["target"]), by=by, at=at)
    except UnableToUndoError:
        raise
    except UnableToActError as refusal:
        raise UnableToUndoError(refusal.message) from refusal
    with acting(by):
        FileImport.objects.filter(pk=kept.pk).update(targets_undone_by=by, targets_undone_at=at)
    return len(kept.target_receipt)


def _write(change: TargetChange, *, by: Person, at: datetime) -> dict[str, Any]:
    """Write one target and return what the receipt keeps of it."""
    before: dict[str, Any] = {}
    if change.target is None:
        written = define_target(values=change.changes, by=by, at=at)
    elif change.way is Way.REVISE:
        written = revise_target(supersedes=change.target, reason=change.reason, changes=change.changes, by=by, at=at)
    else:
        fields = {name: Target._meta.get_field(name) for name in change.changes}
        encoder = DjangoJSONEncoder()
        for name, column in fields.items():
            value = getattr(change.target, column.attname)  # type: ignore[union-attr]
            before[name] = value if value is None or isinstance(value, int | str) else encoder.default(value)
        written = change_draft(target=change.target, changes=change.changes, by=by, at=at)
    return {
        "target": written.pk,
        "way": change.way.value,
        "name": str(written),
        "before": before,
        "token": target_token(written),
    }


def _put_back(each: dict[str, Any], target: Target | None, *, by: Person, at: datetime) -> None:
    name = each["name"]
    if target is None or target_token(target) != each["token"]:
        raise UnableToUndoError(
            _("“%(target)s” was approved or changed since; nothing was undone. Change it on its own page.")
            % {"target": name}
        )
    if each["way"] == Way.CHANGE.value:
        values = {field: _as_it_was(field, value) for field, value in each["before"].items()}
        change_draft(target=target, changes=values, by=by, at=at)
    else:
        discard_draft(target=target, by=by, at=at)


def _as_it_was(name: str, value: Any) -> Any:
    """Return what a field held, of what the receipt keeps of it: the row of a key, the number or day of a text."""
    column: Any = Target._meta.get_field(name)
    if value is None:
        return None
    if column.related_model is not None:
        return column.related_model._default_manager.get(pk=value)
    return column.to_python(value)
