"""List targets in force, and tell one with every version that it had: its ledger."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from provinces.reach import Reach, reaches
from tracker.exchange.data_package.reached import Reached
from tracker.exchange.listed.parts import Asked, NotListedError, Part, cut, day_text, moment_text, plain
from tracker.models import Target, TargetPhase


def targets(asked: Asked) -> Part:
    """Return the targets in force in the order of their approval; three queries.

    Filters ``place``, ``investor`` (slugs), ``indicator`` (a code), ``role``, and ``first_day`` with ``last_day`` of
    days on some of which a target must hold. A target of several places together needs all of them within reach.
    """
    rows = _reached(asked).in_force(asked.as_of)
    wanted = {
        "place__slug": asked.value("place"),
        "investor__slug": asked.value("investor"),
        "indicator__code": asked.value("indicator"),
        "role": asked.value("role"),
    }
    rows = rows.filter(**{lookup: value for lookup, value in wanted.items() if value})
    if first_day := asked.value("first_day"):
        holds = Q(ends_on__isnull=True) | Q(ends_on__gte=first_day)
        rows = rows.filter(holds, starts_on__lte=asked.value("last_day"))
    found, following = cut(_loaded(rows), "approval_sequence", asked)
    return Part([_told(row, asked.reach) for row in found], following)


def target(target_id: int, asked: Asked) -> dict[str, Any]:
    """Return a target by the number of any of its versions: that version, and all of them, the oldest first.

    Five queries, whatever the number of versions.

    :raises NotListedError: if no version that was approved by the moment and is reached has the number.
    """
    known = _reached(asked).approved_by(asked.as_of)
    place = known.filter(pk=target_id).values_list("place", flat=True).first()
    if place is None:
        raise NotListedError(str(target_id))
    before = dict(known.filter(place=place).order_by().values_list("pk", "supersedes"))
    chain = _chain(target_id, before)
    rows = sorted(_loaded(known.filter(pk__in=chain)), key=lambda row: row.version)
    versions = [_told(row, asked.reach) for row in rows]
    (asked_for,) = (version for version in versions if version["id"] == target_id)
    return {**asked_for, "versions": versions}


def _reached(asked: Asked) -> Any:
    return Reached(asked.reach).targets


def _loaded(rows: QuerySet[Target]) -> QuerySet[Target]:
    phases = TargetPhase.objects.select_related("unit").order_by("starts_on", "ends_on")
    return rows.select_related(
        "place", "investor", "issuer", "indicator", "unit", "other_unit", "document", "part_of"
    ).prefetch_related("members", Prefetch("phases", phases))


def _chain(target_id: int, before: dict[int, int | None]) -> set[int]:
    """Return the keys of the versions before and after one, with it."""
    after = {previous: key for key, previous in before.items() if previous is not None}
    found = {target_id}
    ways: tuple[Mapping[int, int | None], ...] = (before, after)
    for following in ways:
        key = following.get(target_id)
        while key is not None:
            found.add(key)
            key = following.get(key)
    return found


def _told(row: Target, reach: Reach) -> dict[str, Any]:
    whole = row.part_of if row.part_of is not None and reaches(reach, [row.part_of.place_id]) else None
    return {
        "id": row.pk,
        "reference": row.reference or None,
        "place": row.place.slug,
        "investor": row.investor.slug if row.investor else None,
        "indicator": row.indicator.code,
        "role": row.role,
        "starts_on": row.starts_on.isoformat(),
        "ends_on": day_text(row.ends_on),
        "comparator": row.comparator,
        "value": plain(row.value),
        "high": plain(row.high),
        "unit": row.unit.code,
        "other_value": plain(row.other_value),
        "other_unit": row.other_unit.code if row.other_unit else None,
        "baseline": plain(row.baseline),
        "collective": row.collective,
        "members": sorted(member.slug for member in row.members.all()),
        "part_of": None if whole is None else whole.pk,
        "issuer": row.issuer.slug if row.issuer else None,
        "issued_on": day_text(row.issued_on),
        "source": row.document.slug if row.document else None,
        "paragraph": row.paragraph,
        "printed": row.printed,
        "version": row.version,
        "supersedes": row.supersedes_id,
        "withdrawn": row.withdrawn,
        "rejected_because": row.rejected_because or None,
        "reason": row.reason or None,
        "approved_at": moment_text(row.approved_at),
        "phases": [
            {
                "starts_on": phase.starts_on.isoformat(),
                "ends_on": phase.ends_on.isoformat(),
                "basis": phase.basis,
                "comparator": phase.comparator,
                "value": plain(phase.value),
                "high": plain(phase.high),
                "unit": phase.unit.code,
            }
            for phase in row.phases.all()
            if not phase.rejected_because
        ],
    }
