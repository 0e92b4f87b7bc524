"""Load what was promised for the places of a tree, as far as it may be read."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q

from provinces.models.past_names import PastNames
from provinces.reach import Reach, beyond, reaches
from tracker.models import Target, TargetPhase
from tracker.progress.faces import document_face, label_of, organisation_face, target_terms
from tracker.progress.periods import Quarter
from tracker.progress.rows import FirstVersion, IndicatorFace, TargetFace
from tracker.progress.tree import Tree

# As in their documents; the last ones hold still what no document orders, so that the order of saving never shows.
ORDER_OF_TARGETS = (
    "position",
    "starts_on",
    "indicator__group__position",
    "indicator__position",
    "indicator__code",
    "ends_on",
    "place__sort_key",
    "place__slug",
    "investor__sort_key",
    "investor__slug",
    "issuer__slug",
    "document__slug",
    "reference",
    "role",
    "value",
    "pk",
)


@dataclass(frozen=True, slots=True)
class Promised:
    """Targets by place and by the goal that they are parts of, and the goals of which a part is hidden."""

    by_place: dict[int, list[TargetFace]]
    by_goal: dict[int, list[TargetFace]]
    veiled: frozenset[int]

    def of(self, place_ids: Iterable[int]) -> list[TargetFace]:
        """Return the targets of some places, with the parts of each."""
        own = [target for place_id in place_ids for target in self.by_place.get(place_id, ())]
        return [*own, *(part for target in own for part in self.by_goal.get(target.id, ()))]


def load_targets(
    tree: Tree,
    quarter: Quarter,
    as_of: datetime | None,
    indicators: dict[int, IndicatorFace],
    names: PastNames,
    reach: Reach = None,
) -> Promised:
    """Return the targets of the indicators that hold for the tree's places in the quarter.

    A collective target is left out unless all its members are reached: its number would hold those of the others.
    ``names`` are those of the moment.
    Four queries, and one more with a reach.
    """
    place_ids = list(tree.places)
    rows = list(
        Target.objects.in_force(as_of)
        .filter(place__in=place_ids, indicator__in=indicators, starts_on__lte=quarter.last_day)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=quarter.first_day))
        .select_related("investor", "issuer", "document", "unit", "other_unit")
        .order_by(*ORDER_OF_TARGETS)
    )
    rows = in_order(rows, tree, indicators, names)
    versions = Target.objects.filter(place__in=place_ids).filter(
        Q(supersedes__isnull=False) | Q(superseded_by__isnull=False)
    )
    revised = {version.pk: version for version in versions.select_related("document")}
    names.put_on(revised.values(), "document")
    replaced = {key: version.supersedes_id for key, version in revised.items() if version.supersedes_id is not None}
    firsts = _first_versions(rows, revised, replaced, indicators)
    faces = [replace(face, first=firsts.get(face.id)) for face in target_faces(rows, tree, indicators, reach)]
    shown = {face.id for face in faces}
    goals = _goals_in_force([row for row in rows if row.pk in shown], replaced)
    by_place: dict[int, list[TargetFace]] = {}
    by_goal: dict[int, list[TargetFace]] = {}
    for face in faces:
        goal_id = None if face.part_of_id is None else goals(face.part_of_id)
        by_place.setdefault(face.place.id, []).append(replace(face, part_of_id=goal_id))
        if goal_id is not None:
            by_goal.setdefault(goal_id, []).append(by_place[face.place.id][-1])
    hidden = () if reach is None else _goals_with_hidden_parts(place_ids, as_of, reach)
    return Promised(by_place, by_goal, frozenset(goals(goal_id) for goal_id in hidden))


def in_order(
    rows: Iterable[Target], tree: Tree, indicators: Mapping[int, IndicatorFace], names: PastNames
) -> list[Target]:
    """Return targets of the tree's places in the order of their documents, places and indicators as they stood.

    They name their investors, issuers and documents as of ``names``' moment from then on. Precondition: they come in
    `ORDER_OF_TARGETS`, which sorts places and indicators as they are now.
    """
    found = list(rows)
    names.put_on(found, "investor", "issuer", "document")

    def order(row: Target) -> tuple[Any, ...]:
        place = tree.places[row.place_id]
        ends = (row.ends_on is None, row.ends_on or row.starts_on)
        investor = (row.investor is None, "" if row.investor is None else row.investor.sort_key)
        measured = indicators[row.indicator_id].order
        return row.position, row.starts_on, measured, ends, place.sort_key, place.slug, investor

    return sorted(found, key=order)


def target_faces(
    rows: list[Target], tree: Tree, indicators: dict[int, IndicatorFace], reach: Reach = None
) -> list[TargetFace]:
    """Return the faces of targets of the tree's places in the same order, each part with the goal it was set for.

    A collective target with a member beyond the reach is left out. Two queries. Precondition: investor, issuer,
    document and units are loaded.
    """
    phases: dict[int, list[TargetPhase]] = {}
    for phase in TargetPhase.objects.filter(target__in=[row.pk for row in rows], rejected_because=""):
        phases.setdefault(phase.target_id, []).append(phase)
    members: dict[int, list[int]] = {}
    for target_id, place_id in Target.members.through.objects.filter(
        target_id__in=[row.pk for row in rows if row.collective]
    ).values_list("target_id", "place_id"):
        members.setdefault(target_id, []).append(place_id)
    return [
        TargetFace(
            id=row.pk,
            reference=row.reference or "",
            terms=target_terms(row, indicators[row.indicator_id], phases.get(row.pk, [])),
            place=tree.places[row.place_id],
            indicator_id=row.indicator_id,
            investor=organisation_face(row.investor),
            issuer=organisation_face(row.issuer),
            document=document_face(row.document),
            paragraph=row.paragraph,
            printed=row.printed,
            unit=row.unit.code,
            other_value=row.other_value,
            other_unit=row.other_unit.code if row.other_unit else "",
            part_of_id=row.part_of_id,
            collective=row.collective,
            member_ids=tuple(sorted(members.get(row.pk, []))),
            position=row.position,
            version=row.version,
            note=row.note,
            note_en=row.note_en,
        )
        for row in rows
        if reaches(reach, members.get(row.pk, ()))
    ]


def _first_versions(
    rows: list[Target], revised: Mapping[int, Target], replaced: Mapping[int, int], indicators: dict[int, IndicatorFace]
) -> dict[int, FirstVersion]:
    """Return what was promised first, by the key of the version in force; misprints are passed over.

    A first version in another unit, which could not be divided by, is left out.
    """
    chains = {row.pk: list(_chain(row.pk, replaced)) for row in rows if row.pk in replaced}
    older = {key: each for key, each in revised.items() if not each.withdrawn and not each.rejected_because}
    units = {row.pk: row.unit_id for row in rows}
    found: dict[int, FirstVersion] = {}
    for key, chain in chains.items():
        first = next((older[each] for each in reversed(chain) if each in older), None)
        if first is None or first.unit_id != units[key] or first.indicator_id not in indicators:
            continue
        document = document_face(first.document)
        vietnamese, english = ("", "") if document is None else label_of(document)
        terms = target_terms(first, indicators[first.indicator_id], ())
        found[key] = FirstVersion(terms, vietnamese or str(first.version), english or str(first.version))
    return found


def _chain(target_id: int, replaced: Mapping[int, int]) -> Iterator[int]:
    """Yield the versions that a version replaced, the newest first."""
    older = replaced.get(target_id)
    while older is not None:
        yield older
        older = replaced.get(older)


def _goals_with_hidden_parts(place_ids: list[int], as_of: datetime | None, reach: Reach) -> list[int]:
    """Return the goals of the places with a part that is beyond the reach, or that binds somebody beyond it."""
    shared = Target.members.through.objects.filter(beyond(reach), target=OuterRef("pk"))
    parts = Target.objects.in_force(as_of).filter(
        beyond(reach) | (Q(collective=True) & Exists(shared)), part_of__place__in=place_ids
    )
    return list(parts.order_by().values_list("part_of_id", flat=True).distinct())


def _goals_in_force(rows: list[Target], replaced: Mapping[int, int]) -> Callable[[int], int]:
    """Return what finds the version in force of a goal: its parts go on pointing at the version they were set for."""

    def first_version(target_id: int) -> int:
        return [target_id, *_chain(target_id, replaced)][-1]

    in_force = {first_version(row.pk): row.pk for row in rows}
    return lambda target_id: in_force.get(first_version(target_id), target_id)
