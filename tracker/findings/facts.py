"""Read everything that the data checks look at, in a fixed number of SELECTs, however many figures there are."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar

from provinces.models import Place, PlaceKind, PlaceMember, PlaceParent, SourceDocument, Succession
from provinces.models.past import put_back
from provinces.reach import Reach, beyond
from tracker.findings.figure import ADDED_KINDS, Figure, in_order, of_actual, of_phase, of_target
from tracker.findings.suspects import Concern, Near, OverlookedGoal, every_actual, suspects
from tracker.models import (
    BINDING_ROLES,
    Actual,
    ExchangeRate,
    Indicator,
    PrintedComparison,
    PromotionItem,
    Target,
    TargetPhase,
    Unit,
)
from tracker.models.indicator import put_back_indicators

Made = TypeVar("Made")


class Facts:
    """Hold the facts as this database knew them at a moment; each property causes one query, once.

    Of the reported actuals only those in doubt are read, for a country has too many to look at one by one; with
    `every` all of them, so that a test can hold the one against the other. Figures in force are joined by the rejected
    misprints, which are checked too; drafts never are. Small tables are read once and joined here. With the key of a
    `place` only those are read that a finding needs which looks at it, at its predecessors or at anything below them.
    """

    def __init__(self, as_of: datetime | None = None, *, every: bool = False, place: int | None = None) -> None:
        self.as_of = as_of
        self.every = every
        self.place = place
        self._other_perimeters: dict[int, frozenset[int]] = {}
        self._made: dict[object, Any] = {}

    def once(self, make: Callable[["Facts"], Made]) -> Made:
        """Return what a function makes of these facts: made once, whichever rules ask for it."""
        if make not in self._made:
            self._made[make] = make(self)
        made: Made = self._made[make]
        return made

    @cached_property
    def _approved_targets(self) -> list[Target]:
        return list(Target.objects.approved_by(self.as_of).select_related("promotion_item"))

    @cached_property
    def target_versions(self) -> dict[int, int]:
        """Map each approved version of a target to the first version of its chain."""
        earlier = {row.pk: row.supersedes_id for row in self._approved_targets}
        return {pk: _first(pk, earlier) for pk in earlier}

    @cached_property
    def targets(self) -> list[Figure]:
        """Return the targets in force and the rejected ones, in order."""
        replaced = {row.supersedes_id for row in self._approved_targets}
        rows = [row for row in self._approved_targets if row.pk not in replaced and not row.withdrawn]
        for row in rows:
            row.place = self.places[row.place_id]
            self._join(row)
        return in_order(of_target(row) for row in rows)

    @cached_property
    def _actuals(self) -> dict[Concern, list[Figure]]:
        """Return the actuals by what they are read for, each list in order; one query."""
        rows = every_actual(self.as_of) if self.every else suspects(self.as_of, self._overlooked_goals(), self._near())
        found: dict[Concern, list[Figure]] = {}
        for seen in rows:
            self._join(seen.row)
            figure = of_actual(seen.row, self.places[seen.place_id], seen.reporter_id)
            for concern in seen.concerns:
                found.setdefault(concern, []).append(figure)
        return {concern: in_order(figures) for concern, figures in found.items()}

    def actuals_for(self, concern: Concern) -> list[Figure]:
        """Return the reported actuals that are read for something, in order; one query for all concerns together."""
        return self._actuals.get(concern, [])

    def _near(self) -> Near | None:
        """Return the places whose actuals a finding about the place needs; None: all.

        An area is compared with those directly above and beside it, a goal with the figures of the perimeters around
        its place, and each of these with what else it is compared with; no rule looks further.
        """
        if self.place is None or self.places[self.place].kind == PlaceKind.COUNTRY:
            return None
        inside = self._below_or_before(self.places[self.place])
        above = {higher for pk in inside for higher in self.above(pk)}
        listing = {perimeter for perimeter, members in self.members.items() if members & inside}
        around = inside | above | listing
        perimeters = {pk for place in around for pk in self._perimeters_below.get(place, ())}
        wholes = inside | listing | {parent for pk in inside for parent in self.parents.get(pk, ())}
        beside = {pk for pk, parents in self.parents.items() if parents & wholes}
        members = {pk for whole in wholes for pk in self.members.get(whole, ())}
        over = {higher for pk in perimeters for higher in self.above(pk)}
        places = frozenset(around | perimeters | over)
        return Near(places, frozenset(beside | members) - places)

    def _overlooked_goals(self) -> list[OverlookedGoal]:
        return [
            OverlookedGoal(goal.place.pk, goal.indicator.pk, goal.from_on, goal.to_on, others)
            for goal in self.own_goals
            if (others := self.other_perimeters(goal.place))
        ]

    @cached_property
    def own_goals(self) -> list[Figure]:
        """Return the binding goals of places themselves that can be added up: neither an investor's nor collective."""
        return [
            goal
            for goal in self.targets
            if isinstance(goal.row, Target)
            and goal.row.investor_id is None
            and not goal.row.collective
            and goal.counts
            and goal.row.role in BINDING_ROLES
            and goal.indicator.kind in ADDED_KINDS
        ]

    @cached_property
    def phases(self) -> list[Figure]:
        """Return the phases of the targets in force, in order."""
        targets = {figure.row.pk: figure.row for figure in self.targets}
        rows = list(TargetPhase.objects.filter(target__in=list(targets)))
        for row in rows:
            target = targets[row.target_id]
            assert isinstance(target, Target)
            row.target = target
            self._join_quantity(row)
        return in_order(of_phase(row) for row in rows)

    def _join(self, row: Actual | Target) -> None:
        row.indicator = self._indicators[row.indicator_id]
        self._join_quantity(row)

    def _join_quantity(self, row: Actual | Target | TargetPhase) -> None:
        row.unit = self._units[row.unit_id]
        row.other_unit = None if row.other_unit_id is None else self._units[row.other_unit_id]
        row.document = None if row.document_id is None else self._documents[row.document_id]

    @cached_property
    def _units(self) -> dict[int, Unit]:
        units = list(Unit.objects.all())
        put_back(units, self.as_of)
        return {unit.pk: unit for unit in units}

    @cached_property
    def _documents(self) -> dict[int, SourceDocument]:
        documents = list(SourceDocument.objects.all())
        put_back(documents, self.as_of)
        return {document.pk: document for document in documents}

    @cached_property
    def _indicators(self) -> dict[int, Indicator]:
        return {indicator.pk: indicator for indicator in self.indicators}

    @cached_property
    def comparisons(self) -> list[PrintedComparison]:
        """Return the printed comparisons, by document and paragraph."""
        found = list(
            PrintedComparison.objects.select_related("unit").order_by("document__slug", "paragraph", "reference")
        )
        for comparison in found:
            comparison.document = self._documents[comparison.document_id]
        return found

    @cached_property
    def promotion_items(self) -> list[PromotionItem]:
        """Return the items of all promotion lists, by list and position."""
        return list(
            PromotionItem.objects.select_related("promotion_list__place", "promotion_list__document").order_by(
                "promotion_list__slug", "position"
            )
        )

    @cached_property
    def subtotals(self) -> dict[int, set[int]]:
        """Map a printed subtotal of a promotion list to the items that it sums."""
        sums: dict[int, set[int]] = {}
        for whole, part in PromotionItem.sums.through.objects.values_list("from_promotionitem", "to_promotionitem"):
            sums.setdefault(whole, set()).add(part)
        return sums

    @cached_property
    def rates(self) -> list[ExchangeRate]:
        """Return the rows of the rate table, by day."""
        rows = ExchangeRate.objects.all().known_at(self.as_of)
        return list(rows.select_related("document").order_by("on", "base", "quote", "purpose"))

    @cached_property
    def indicators(self) -> list[Indicator]:
        """Return all indicators, by code, as they stood."""
        rows = list(Indicator.objects.select_related("group").order_by("code"))
        for row in rows:
            row.unit = self._units[row.unit_id]
        put_back_indicators(rows, self.as_of)
        return rows

    @cached_property
    def places(self) -> dict[int, Place]:
        """Return all places by their number, as they stood."""
        places = list(Place.objects.order_by("slug"))
        put_back(places, self.as_of)
        return {place.pk: place for place in places}

    @cached_property
    def parents(self) -> dict[int, set[int]]:
        """Map a place to the places that it ever lay under."""
        parents: dict[int, set[int]] = {}
        rows = PlaceParent.objects.all().known_at(self.as_of)
        for place, parent in rows.values_list("place_id", "parent_id"):
            parents.setdefault(place, set()).add(parent)
        return parents

    @cached_property
    def members(self) -> dict[int, set[int]]:
        """Map a perimeter that overlaps others to its named members; a perimeter without named ones has none."""
        members: dict[int, set[int]] = {}
        rows = PlaceMember.objects.all().known_at(self.as_of)
        for perimeter, member in rows.values_list("perimeter_id", "member_id"):
            named = members.setdefault(perimeter, set())
            if member is not None:
                named.add(member)
        return members

    @cached_property
    def succession_rows(self) -> list[Succession]:
        """Return the successions that count."""
        return list(Succession.objects.all().known_at(self.as_of))

    @property
    def successions(self) -> set[tuple[int, int]]:
        """Return the pairs of predecessor and successor."""
        return {(row.predecessor_id, row.successor_id) for row in self.succession_rows}

    def goals_that_bind_beyond(self, reach: Reach) -> set[int]:
        """Return the targets of several places together of which one is beyond the reach; one query."""
        members = Target.members.through.objects.filter(beyond(reach))
        return set(members.values_list("target_id", flat=True))

    def above(self, place: int) -> set[int]:
        """Return the places that a place ever lay under, at any distance; itself excluded."""
        found: set[int] = set()
        waiting = list(self.parents.get(place, ()))
        while waiting:
            parent = waiting.pop()
            if parent not in found:
                found.add(parent)
                waiting.extend(self.parents.get(parent, ()))
        return found

    def other_perimeters(self, place: Place) -> frozenset[int]:
        """Return the places whose figures might be taken for the place's own: wider or narrower perimeters of it."""
        found = self._other_perimeters.get(place.pk)
        if found is None:
            above = self.above(place.pk) if place.kind == PlaceKind.PERIMETER else set()
            found = frozenset(above) | self._perimeters_below.get(place.pk, frozenset())
            self._other_perimeters[place.pk] = found
        return found

    @cached_property
    def _perimeters_below(self) -> dict[int, frozenset[int]]:
        found: dict[int, set[int]] = {}
        for place in self.places.values():
            if place.kind == PlaceKind.PERIMETER:
                for above in self.above(place.pk):
                    found.setdefault(above, set()).add(place.pk)
        return {above: frozenset(below) for above, below in found.items()}

    def below_or_before(self, place: Place) -> set[str]:
        """Return the address names of a place, its members and predecessors, and all that ever lay below them."""
        if place.kind == PlaceKind.COUNTRY:
            return {other.slug for other in self.places.values()}
        return {self.places[pk].slug for pk in self._below_or_before(place)}

    def _below_or_before(self, place: Place) -> set[int]:
        roots = {place.pk} | {before for before, after in self.successions if after == place.pk}
        for root in tuple(roots):
            roots |= self.members.get(root, set())
        return {pk for pk in self.places if pk in roots or roots & self.above(pk)}


def _first(version: int, earlier: Mapping[int, int | None]) -> int:
    while (before := earlier.get(version)) is not None:
        version = before
    return version
