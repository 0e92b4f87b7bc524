"""Write the goals of an invented country: first as drafts with their steps and members, then each approval."""

from collections.abc import Iterable

from tracker.actions.copying import update_rows
from tracker.actions.demo_country.plan import Country
from tracker.actions.demo_country.promises import Promise
from tracker.actions.demo_country.writing import DOCUMENT, Keys
from tracker.models import Origin, Target, TargetPhase


def write_promises(country: Country, keys: Keys, sequences: dict[object, int]) -> None:
    """Write the goals with their steps and members, then approve them, each at its moment and in its turn."""
    rows: dict[tuple[str, int], Target] = {}
    # First the goals, then their new versions, then the parts: each points at rows that are there by then.
    for stage in (_is_first_goal, _is_new_version, _is_part):
        chosen = [promise for promise in country.promises if stage(promise)]
        made = Target.objects.bulk_create(_target(promise, keys, rows) for promise in chosen)
        rows |= {(promise.reference, promise.version): row for promise, row in zip(chosen, made, strict=True)}
    Target.members.through.objects.bulk_create(
        Target.members.through(target_id=rows[promise.reference, promise.version].pk, place_id=keys.places[member])
        for promise in country.promises
        for member in promise.members
    )
    TargetPhase.objects.bulk_create(_phases(country.promises, keys, rows))
    approvals = [
        (
            rows[promise.reference, promise.version].pk,
            keys.approvers[_office_of(country, promise)],
            promise.approved_at,
            sequences[promise.reference, promise.version],
        )
        for promise in country.promises
    ]
    columns = (("approved_by_id", "bigint"), ("approved_at", "timestamptz"), ("approval_sequence", "bigint"))
    update_rows(Target, columns, approvals)


def _is_first_goal(promise: Promise) -> bool:
    return promise.version == 1 and not promise.part_of


def _is_new_version(promise: Promise) -> bool:
    return promise.version > 1


def _is_part(promise: Promise) -> bool:
    return bool(promise.part_of)


def _target(promise: Promise, keys: Keys, rows: dict[tuple[str, int], Target]) -> Target:
    paper = promise.paper
    issuer = paper.issuer if paper is not None else promise.investor
    return Target(
        reference=promise.reference,
        place_id=keys.places[promise.place],
        investor_id=keys.organisations[promise.investor] if promise.investor else None,
        indicator_id=keys.indicators[promise.code],
        starts_on=promise.starts_on,
        ends_on=promise.ends_on,
        comparator=promise.comparator,
        value=promise.value,
        high=promise.high,
        baseline=promise.baseline,
        unit_id=keys.units[promise.line.unit],
        printed=promise.printed,
        document_id=keys.documents[paper.slug if paper is not None else DOCUMENT],
        paragraph=promise.position % 100 + 1,
        origin=Origin.PRINTED,
        issuer_id=keys.organisations[issuer],
        issued_on=paper.issued_on if paper is not None else promise.approved_at.date(),
        role=promise.role,
        part_of=rows[promise.part_of, 1] if promise.part_of else None,
        collective=bool(promise.members),
        position=promise.position,
        version=promise.version,
        supersedes=rows[promise.reference, promise.version - 1] if promise.version > 1 else None,
        reason=promise.reason,
    )


def _phases(promises: Iterable[Promise], keys: Keys, rows: dict[tuple[str, int], Target]) -> Iterable[TargetPhase]:
    for promise in promises:
        for number, step in enumerate(promise.steps, start=1):
            yield TargetPhase(
                target=rows[promise.reference, promise.version],
                reference=f"{promise.reference}-k{number}",
                starts_on=step.starts_on,
                ends_on=step.ends_on,
                basis=step.basis,
                comparator=promise.comparator,
                value=step.value,
                document_id=keys.documents[promise.paper.slug] if promise.paper else None,
                unit_id=keys.units[promise.line.unit],
                origin=Origin.PRINTED,
            )


def _office_of(country: Country, promise: Promise) -> str:
    """Return the province whose approver approves a goal."""
    if promise.place in country.world.ground.provinces:
        return promise.place
    return country.world.ground.provinces[country.sites.parks[promise.place].area].slug
