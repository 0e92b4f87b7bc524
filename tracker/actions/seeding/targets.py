"""Load published targets with their phases; a change is the next version, a removal a withdrawn one.

A row of the files is compared with what the files last said, so a correction that a person made since then
is not undone by loading the same files again.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tracker.actions.seeding.figure_checks import check_figure, check_phase, check_plan
from tracker.actions.seeding.loading import Loading, UnresolvedLinkError
from tracker.exchange.seed_files import SeedRow
from tracker.models import Person, Target, TargetPhase

_OF_THE_VERSION = ("id", "version", "supersedes", "reason", "approved_by", "approved_at", "approval_sequence")
_COPIED = [field.attname for field in Target._meta.concrete_fields if field.name not in _OF_THE_VERSION]


@dataclass
class _Wanted:
    """What the files say of one target."""

    row: SeedRow
    values: dict[str, Any]
    members: list[Any]
    phases: list[tuple[SeedRow, dict[str, Any]]]


def load_targets(loading: Loading, *, by: Person) -> list[Target]:
    """Write the targets that the files say differently as drafts and return them, ready to be approved.

    Costs four queries and those of the writing.
    """
    published = _published(by)
    loading.objects["targets"] = dict(published)
    phases: dict[str, list[SeedRow]] = defaultdict(list)
    for row in loading.rows("phases"):
        phases[row["target"]].append(row)
    drafts: list[Target] = []
    for row in loading.in_order("targets", "part_of"):
        wanted = _wanted(loading, row, phases[row.key])
        if wanted is not None:
            drafts += _load(loading, wanted, published.get(row.key))
    drafts += _withdraw(loading, published)
    return drafts


def _published(by: Person) -> dict[str, Target]:
    """Return by reference the version that the files last made."""
    targets = Target.objects.filter(reference__isnull=False, approved_by=by).order_by("version")
    linked = targets.select_related("part_of", "document", "indicator__unit").prefetch_related("members", "phases")
    return {str(target.reference): target for target in linked}


def _wanted(loading: Loading, row: SeedRow, phase_rows: list[SeedRow]) -> _Wanted | None:
    if row.key in loading.seeds.broken["targets"]:
        return None
    try:
        values = loading.values(row)
        members = loading.linked(row, "members")
        values["document"] = loading.resolve(("documents",), row.document)
    except UnresolvedLinkError:
        loading.skip(row)
        return None
    if not check_figure(loading, row, values, values["indicator"]):
        return None
    phases = []
    for phase in phase_rows:
        try:
            phase_values = loading.values(phase, without="target")
            phase_values["document"] = loading.resolve(("documents",), phase.document)
        except UnresolvedLinkError:
            loading.skip(phase)
            continue
        phases.append((phase, phase_values))
    return _Wanted(row, values, members, phases)


def _load(loading: Loading, wanted: _Wanted, published: Target | None) -> list[Target]:
    row = wanted.row
    if published is not None and not published.withdrawn and _same(published, wanted):
        loading.report.unchanged["targets"] += 1
        loading.report.unchanged["phases"] += len(wanted.phases)
        return []
    draft = Target(**wanted.values)
    draft.version = 1
    if published is not None:
        previous = _newest(published)
        if previous.approved_at is None:
            loading.refuse(row, "reference", _("A draft revision of this target waits; approve or delete it first."))
            return []
        _revise(draft, previous, _("The published data were corrected."))
    if not loading.check(row, draft):
        return []
    with loading.writing(row):
        draft.save()
        draft.members.set(wanted.members)
    for phase_row, values in wanted.phases:
        _load_phase(loading, draft, phase_row, values)
    if all(phase_row.key not in loading.seeds.broken["phases"] for phase_row, _values in wanted.phases):
        check_plan(loading, row, draft, [TargetPhase(**values) for _row, values in wanted.phases])
    loading.objects["targets"][row.key] = draft
    kept = loading.report.added if published is None else loading.report.changed
    loading.report.note(kept, "targets", row.key)
    for phase_row, _values in wanted.phases:
        loading.report.note(kept, "phases", phase_row.key)
    return [draft]


def _load_phase(loading: Loading, target: Target, row: SeedRow, values: dict[str, Any]) -> None:
    if not check_figure(loading, row, values, target.indicator) or not check_phase(loading, row, target):
        return
    phase = TargetPhase(target=target, **values)
    if loading.check(row, phase):
        with loading.writing(row):
            phase.save()


def _newest(target: Target) -> Target:
    """Return the last version of the chain; a person may have added to it. Costs one query a version."""
    following = Target.objects.filter(supersedes=target).first()
    return target if following is None else _newest(following)


def _revise(draft: Target, previous: Target, reason: str) -> None:
    draft.version = previous.version + 1
    draft.supersedes = previous
    draft.reason = reason


def _same(target: Target, wanted: _Wanted) -> bool:
    """Return whether a stored version says what the files say; wholes are compared by reference, not by version."""
    part_of = wanted.values["part_of"]
    stored_whole = target.part_of.reference if target.part_of is not None else None
    if stored_whole != (None if part_of is None else part_of.reference):
        return False
    if _plain(target, wanted.values) != _plain_values(wanted.values):
        return False
    if {member.pk for member in target.members.all()} != {member.pk for member in wanted.members}:
        return False
    stored = list(target.phases.all())
    if len(stored) != len(wanted.phases):
        return False
    by_reference = {phase.reference: phase for phase in stored}
    return all(
        values["reference"] in by_reference
        and _plain(by_reference[values["reference"]], values) == _plain_values(values)
        for _row, values in wanted.phases
    )


def _plain(instance: Any, values: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a stored row that the files also give, links as keys."""
    return {
        name: getattr(instance, f"{name}_id") if hasattr(instance, f"{name}_id") else getattr(instance, name)
        for name in values
        if name != "part_of"
    }


def _plain_values(values: dict[str, Any]) -> dict[str, Any]:
    return {name: getattr(value, "pk", value) for name, value in values.items() if name != "part_of"}


def _withdraw(loading: Loading, published: dict[str, Target]) -> list[Target]:
    """Return a withdrawn version of each target whose document is in the files and which is there no more."""
    documents = loading.seeds.keys("documents")
    wanted = loading.seeds.keys("targets")
    drafts = []
    for reference, target in published.items():
        if reference in wanted or target.withdrawn:
            continue
        if target.document is None or target.document.slug not in documents:
            loading.report.only_in_database["targets"] += 1
            continue
        previous = _newest(target)
        if previous.withdrawn or previous.approved_at is None:
            continue
        draft = Target(**{name: getattr(target, name) for name in _COPIED})
        draft.withdrawn = True
        _revise(draft, previous, _("The figure is no longer among the published data."))
        draft.save()
        draft.members.set(target.members.all())
        loading.note_removed("targets", reference, target.document.slug)
        drafts.append(draft)
    return drafts
